//! Headlines that stand in a row right under a heading which says what they are ("Tags", "Read also", "Most read"), or
//! each under a time of day or a topic.
//!
//! To the weights a long headline without a full stop looks like a short paragraph when there is hardly any
//! running text on the page to compare it with. Fewer of them than make a list stand between the paragraphs of a
//! text; there the last may be the title of what follows, and is left to the weights.

use smallvec::SmallVec;

use super::rules;
use crate::rule::Rule;
use crate::segment::Line;
use crate::segment::features::{End, Features, Start};

/// Fewer lines may be the first words of a text that goes on.
const LEAST: usize = 4;
/// Lines above a heading among which the text stands that it interrupts: a picture and its caption may lie between.
const ABOVE: usize = 3;
/// Words of a headline.
const WORDS: std::ops::RangeInclusive<u32> = 4..=25;
/// Words of a heading; a longer line is an article's name behind the words "read also".
const HEADING_WORDS: u32 = 4;
/// Of so many headlines one may be a question.
const QUESTIONS: usize = 4;

/// Marks the headlines right under a heading.
pub(crate) fn under_headings(lines: &[Line], hits: &[Option<&'static Rule>], marks: &mut [bool]) {
    let mut i = 0;
    while i < lines.len() {
        let heading = hits[i].filter(|hit| lines[i].features.words <= HEADING_WORDS && is_heading(hit));
        i += 1;
        if let Some(heading) = heading {
            let run = lines[i..].iter().take_while(|l| is_headline(&l.features)).count();
            let ended = lines[i..i + run].iter().filter(|l| l.features.end == End::Sentence).count();
            if run >= LEAST && ended * QUESTIONS <= run {
                marks[i..i + run].fill(true);
            } else if heading.is(&rules::RELATED_NEWS) && interrupts(lines, i - 1) {
                let open = lines[i..i + run].iter().take_while(|l| l.features.end != End::Sentence).count();
                marks[i..i + open.saturating_sub(1)].fill(true);
            }
            i += run;
        }
    }
}

/// Marks lists in which a topic of a few words and a headline alternate.
pub(crate) fn under_topics(lines: &[Line], marks: &mut [bool]) {
    // Without a branch, since any line may be one or the other.
    alternating(lines, marks, |topic, headline| {
        let headed = is_open(headline) & (5..=30).contains(&headline.words) & (headline.start != Start::Lower);
        headed & is_open(topic) & (1..=4).contains(&topic.words)
    });
}

/// Marks a feed: times of day, each with a headline below, in a row. In a chronicle sentences stand below them.
pub(crate) fn under_times(lines: &[Line], marks: &mut [bool]) {
    // Hardly any line is a time.
    alternating(lines, marks, |time, headline| {
        is_time(time) && is_open(headline) && headline.letters > 0 && (2..=*WORDS.end()).contains(&headline.words)
    });
}

/// Marks the lines that alternate as `is_pair` asks of each and the one below it. Fewer pairs may be the hours of a
/// programme, or a heading and a short line, inside a text.
fn alternating(lines: &[Line], marks: &mut [bool], is_pair: impl Fn(&Features, &Features) -> bool) {
    const TIMES: usize = 3;
    let pairs: SmallVec<[bool; 128]> =
        lines.windows(2).map(|pair| is_pair(&pair[0].features, &pair[1].features)).collect();
    let mut i = 0;
    // Most pages have no such list.
    while let Some(next) = pairs[i..].windows(2 * TIMES - 1).position(|p| p.iter().step_by(2).all(|pair| *pair)) {
        i += next;
        let run = pairs[i..].iter().step_by(2).take_while(|pair| **pair).count();
        marks[i..i + 2 * run].fill(true);
        i += 2 * run;
        if i >= pairs.len() {
            break;
        }
    }
}

/// True for a line that ends without a mark, as headlines do, and has no sentence in it.
fn is_open(f: &Features) -> bool {
    matches!(f.end, End::Letter | End::Digit | End::Closed) & (f.inner_sentences == 0)
}

/// True for what can be a time of day alone on its line, `18:05`.
pub(super) fn is_time(f: &Features) -> bool {
    (f.letters == 0) & (3..=4).contains(&f.digits) & (4..=5).contains(&f.bytes)
}

/// True for a heading right below running text.
fn interrupts(lines: &[Line], heading: usize) -> bool {
    lines[..heading].iter().rev().take(ABOVE).any(|l| l.features.prose())
}

fn is_heading(rule: &Rule) -> bool {
    let headings = [&rules::TAG_LINE, &rules::RELATED_NEWS, &rules::MOST_READ, &rules::LATEST_NEWS];
    headings.iter().any(|heading| heading.is(rule))
}

fn is_headline(f: &Features) -> bool {
    WORDS.contains(&f.words) && matches!(f.end, End::Letter | End::Digit | End::Closed | End::Sentence) && f.commas <= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn listed(text: &str) -> Vec<bool> {
        let draft = Draft::new(text);
        let (spans, blank) = crate::segment::line_spans(text);
        let lines = crate::segment::measure(&draft, &spans, &blank);
        let hits = super::super::find_phrases(&draft, &lines).hits;
        let mut marks = vec![false; lines.len()];
        under_headings(&lines, &hits, &mut marks);
        marks
    }

    const HEADLINES: &str = "Қалада жаңа көпір салынып бітті\nАуыл мектебі жаңа спортзал алды\n\
                             Өзендегі су деңгейі қанша метр?\nКөктемгі егіс жұмыстары ерте басталды\n";

    #[test]
    fn headlines_under_a_heading() {
        let text = format!("Кеше көпір ашылды.\nТеги\n{HEADLINES}Басты бет\n");
        assert_eq!(listed(&text), [false, false, true, true, true, true, false]);
    }

    #[test]
    fn a_short_list_between_paragraphs_but_for_its_last() {
        let text = "Көпірді кеше қала тұрғындары салтанатпен ашты, оған ауыл мектебінің оқушылары да келді.\n\
                    Оқи отырыңыз:\nҚалада жаңа көпір салынып бітті\nАуыл мектебі спортзал алды\nӨзендегі су деңгейі көктемде көтеріледі.\n";
        assert_eq!(listed(text), [false, false, true, false, false]);
        // Above all text they may be the title and what stands over it.
        assert!(!listed(text.split_once('\n').unwrap().1).contains(&true));
    }

    #[test]
    fn not_without_a_heading_and_not_running_text() {
        assert!(!listed(HEADLINES).contains(&true));
        let text = "Теги\nКеше қалада жаңа көпір ашылды.\nОған бір жыл уақыт кеткен екен.\n\
                    Алғашқы көліктер таңертең өтіп кетті.\nҚала тұрғындары бұған қатты қуанды.\n";
        assert!(!listed(text).contains(&true));
    }

    #[test]
    fn headlines_each_under_a_time() {
        let feed = |text: &str| {
            let draft = Draft::new(text);
            let (spans, blank) = crate::segment::line_spans(text);
            let lines = crate::segment::measure(&draft, &spans, &blank);
            let mut marks = vec![false; lines.len()];
            under_times(&lines, &mut marks);
            marks
        };
        let times =
            "Кешкі жаңалықтар\n13:20\nТеңге бағамы нығайды\n12:55\nӨртте ешкім зардап шекпеді\n9:40\nБоран соғады\n";
        assert_eq!(feed(times), [false, true, true, true, true, true, true]);
        // A chronicle tells what happened.
        assert!(
            !feed("07:30\nСу деңгейі көтерілді.\n09:15\nЕкі көше көшірілді.\n12:00\nТікұшақ келді.\n").contains(&true)
        );
        assert!(!feed("13:20\nТеңге бағамы нығайды\n12:55\nӨртте ешкім зардап шекпеді\n").contains(&true));
    }
}
