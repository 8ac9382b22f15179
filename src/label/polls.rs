//! Polls of readers: a heading, a question, the answers in a row, and the button or the link that ends them.
//!
//! On a small page the short lines of a poll look like the list of an article, since hardly any running text stands there
//! to compare them with. Without a heading and an end no lines are a poll: a report on one has both words in sentences.

use std::sync::LazyLock;

use memchr::memchr;

use super::phrases::figures::is_one_of;
use super::{kind, rules};
use crate::draft::Draft;
use crate::rule::{Certainty, Rule, Stage};
use crate::segment::Line;
use crate::segment::features::End;

/// A poll of the site's readers.
pub(crate) static READER_POLL: Rule = Rule::new(
    "reader-poll",
    Stage::Label,
    Certainty::Certain,
    "Polls of readers: a heading, a question, answers and a button",
    "A poll belongs to the site. Without its heading and its button or link at the end short lines are a list.",
    ("Опрос\nКөпір керек пе?\nИә\nЖоқ\nНәтижелер", ""),
);

/// Rules of this file.
pub(crate) static RULES: &[&Rule] = &[&READER_POLL];

/// What stands alone above a poll, in small letters.
const HEADINGS: &[&str] = &["опрос", "голосование", "сауалнама", "сұрақнама", "poll", "survey"];

/// What ends it, in small letters.
const ENDS: &[&str] = &[
    "голосовать",
    "проголосовать",
    "ответить",
    "результаты",
    "результаты опроса",
    "результаты голосования",
    "посмотреть результаты",
    "дауыс беру",
    "дауыс бер",
    "нәтижесі",
    "нәтижелер",
    "нәтижелері",
    "нәтижесін көру",
    "нәтижелерді көру",
    "vote",
    "results",
    "view results",
    "see results",
];

/// Words of the question, and of an answer.
const QUESTION_WORDS: u32 = 25;
const ANSWER_WORDS: u32 = 8;

/// Least answers, and most lines of a poll.
const LEAST_ANSWERS: usize = 2;
const MOST_LINES: usize = 14;

/// The kind of the phrases among which the headings are.
static SECTION: LazyLock<u8> = LazyLock::new(|| kind(&rules::SECTION_NAME));

/// Gives the lines of polls their rule; `kinds` are those of the phrases.
pub(crate) fn find(draft: &Draft<'_>, lines: &[Line], kinds: &[u8], hits: &mut [Option<&'static Rule>]) {
    let is = |i: usize, words: &[&str]| {
        let view = draft.view(lines[i].span);
        is_one_of(view.as_str().trim_matches(|c: char| !c.is_alphanumeric()), words)
    };
    let ends = |i: usize| lines[i].features.words <= 3 && is(i, ENDS);
    let mut from = 0;
    // Most pages have no line that could head one.
    while let Some(at) = memchr(*SECTION, &kinds[from..]) {
        let heading = from + at;
        from = heading + 1;
        // Capitals of these letters have as many bytes.
        let bytes = lines[heading].features.bytes as usize;
        if !HEADINGS.iter().any(|text| text.len() == bytes) || !is(heading, HEADINGS) {
            continue;
        }
        let answers = (heading + 2..lines.len()).take(MOST_LINES).take_while(|i| is_answer(&lines[*i]) && !ends(*i));
        let end = heading + 2 + answers.count();
        let asked = lines.get(heading + 1).is_some_and(|question| question.features.words <= QUESTION_WORDS);
        if asked && end >= heading + 2 + LEAST_ANSWERS && end < lines.len() && ends(end) {
            from = (end..lines.len()).take(2).take_while(|i| ends(*i)).last().map_or(end, |last| last + 1);
            hits[heading..from].fill(Some(&READER_POLL));
        }
    }
}

/// True for what can be an answer: a few words that end no sentence.
fn is_answer(line: &Line) -> bool {
    let f = &line.features;
    f.words <= ANSWER_WORDS && f.inner_sentences == 0 && !matches!(f.end, End::Sentence | End::Ellipsis | End::Colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let draft = Draft::new(text);
        let (spans, blank) = crate::segment::line_spans(text);
        let lines = crate::segment::measure(&draft, &spans, &blank);
        let super::super::Phrases { mut hits, kinds, .. } = super::super::find_phrases(&draft, &lines);
        find(&draft, &lines, &kinds, &mut hits);
        hits.iter().map(|hit| if hit.is_some_and(|rule| rule.is(&READER_POLL)) { '+' } else { '-' }).collect()
    }

    #[test]
    fn a_heading_a_question_answers_and_an_end() {
        assert_eq!(
            marked("Мост открыт.\nОпрос\nРады ли вы мосту?\nДа\nНет\nГолосовать\nРезультаты\nАрхив\n"),
            "-++++++-"
        );
        assert_eq!(marked("Сауалнама\nКөпір керек пе?\nИә\nЖоқ\nБілмеймін\nНәтижелер\n"), "++++++");
    }

    #[test]
    fn not_without_an_end_and_not_around_sentences() {
        assert_eq!(marked("Опрос\nРады ли вы мосту?\nДа\nНет\nАрхив\n"), "-----");
        assert_eq!(marked("Опрос\nВ селе спросили жителей.\nМногие рады.\nДругие нет.\nРезультаты\n"), "-----");
        assert_eq!(marked("Опрос\nРады ли вы?\nДа\nРезультаты\n"), "----");
    }
}
