//! Stretches of different languages in one text.

use std::ops::Range;

use super::{
    evidence::Evidence,
    languages::{COUNT, EXPECTED, OTHER, code},
    model::{Model, Room},
    other_scripts,
    words::Words,
};

/// Nats of evidence it takes to begin another language between two words, by what stands between them. A name or a
/// quoted word should not do it; a sentence should.
const SWITCH: f32 = 12.0;
/// The same where a sentence ends or a separator stands.
const SWITCH_AT_END: f32 = 5.0;
/// What a language other than Kazakh, Russian and English (numbers below) needs more to be begun.
const RARE: f32 = 2.0;
/// No single word counts for more nats than this against a language.
const WORD_MAX: f32 = 7.0;

/// One word on the best path to each language.
struct Step {
    /// Byte range of the word.
    word: Range<usize>,
    /// Language of the best path to the word before.
    best: usize,
    /// Bit by language: the best path to it came over from `best` at this word.
    switched: u64,
}

const _: () = assert!(COUNT <= u64::BITS as usize, "a step keeps one bit for each language");

/// The stretches of `text` in one language each, in order, as byte ranges and codes. Stretches are cut between words
/// only; what has no letters belongs to the stretch it touches, white space between stretches to none.
pub fn spans(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let steps_and_last = walk(text);
    let Some((steps, mut language)) = steps_and_last else { return Vec::new() };
    // Back along the best path, joining words of one language.
    let mut spans: Vec<(Range<usize>, usize)> = Vec::new();
    for step in steps.iter().rev() {
        match spans.last_mut() {
            Some((range, last)) if *last == language => range.start = step.word.start,
            _ => spans.push((step.word.clone(), language)),
        }
        if step.switched >> language & 1 == 1 {
            language = step.best;
        }
    }
    spans.reverse();
    widen(text, &mut spans);
    let name = |(range, language): (Range<usize>, usize)| match language {
        OTHER => (range.clone(), other_scripts::identify(&text[range]).language),
        _ => (range, code(language)),
    };
    spans.into_iter().map(name).collect()
}

/// The best path to each language, word by word (Viterbi), and the language of the best one; `None` without words.
fn walk(text: &str) -> Option<(Vec<Step>, usize)> {
    let model = Model::shipped();
    let rare = |language: usize| if EXPECTED.contains(&language) { 0.0 } else { RARE };
    let mut steps: Vec<Step> = Vec::new();
    let mut paths: [f32; COUNT] = std::array::from_fn(|language| -rare(language));
    let (mut words, mut room) = (Words::new(text), Room::new());
    while let Some(word) = words.next_word() {
        let range = word.start..word.end;
        let mut evidence = Evidence::none();
        evidence.add(model, &mut room, text, word);
        let says = evidence.word_scores(model);
        let best = best(&paths);
        let switch = match steps.last() {
            Some(last) if ends_sentence(&text[last.word.end..range.start]) => SWITCH_AT_END,
            _ => SWITCH,
        };
        let mut switched = 0;
        let top = paths[best];
        for (language, path) in paths.iter_mut().enumerate() {
            // Kept relative to the best path, so that the numbers stay small however long the text.
            let (stay, come) = (*path - top, -switch - rare(language));
            switched |= u64::from(come > stay) << language;
            *path = stay.max(come) + says[language].max(-WORD_MAX);
        }
        steps.push(Step { word: range, best, switched });
    }
    let last = best(&paths);
    (!steps.is_empty()).then_some((steps, last))
}

fn best(paths: &[f32; COUNT]) -> usize {
    (1..COUNT).fold(0, |best, i| if paths[i] > paths[best] { i } else { best })
}

/// Whether a sentence or a part of a line ends in what stands between two words.
fn ends_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', '…', '/', '|', '\n', '。', '؟', ';', ':', '—', '–', '•', '·', '\t'])
}

/// Widens each span over the marks that touch its words, up to the next white space.
fn widen(text: &str, spans: &mut [(Range<usize>, usize)]) {
    let mut before = 0;
    for i in 0..spans.len() {
        let next = spans.get(i + 1).map_or(text.len(), |next| next.0.start);
        let span = &mut spans[i].0;
        let head = &text[before..span.start];
        span.start =
            before + head.char_indices().rfind(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
        let tail = &text[span.end..next];
        span.end += tail.find(char::is_whitespace).unwrap_or(tail.len());
        before = span.end;
    }
}
