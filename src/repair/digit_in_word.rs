//! Digits and strokes in the place of Cyrillic letters.

use std::ops::Range;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::words::{self, Known, Reading, Readings};

use super::mixed_script::begins_sentence;
use super::transliteration::cyrillic;
use super::word::{Script, is_digit_or_stroke as odd, letters, script, words_with_digits};
use crate::segment::features::is_alphanumeric;

/// `с0ңғы`, `тіл3нде`.
pub(crate) static DIGIT_IN_WORD: Rule = Rule::new(
    "digit-in-word",
    Stage::Repair,
    Certainty::Certain,
    "replaces a digit or stroke in a Cyrillic word by the letter that makes a known word",
    "Text recognition takes letters for digits of their shape, and on the Kazakh keyboard nine letters share the digit \
     row. Inside a word the word lists must know the result; at its edge the result must be attested in Kazakh texts \
     and the rest alone be no word.",
    ("с0ңғы жыл", "соңғы жыл"),
);

/// The same at the edge of a word, where a digit may be a number or the mark of a note.
pub(crate) static DIGIT_AT_WORD_EDGE: Rule = Rule::new(
    "digit-at-word-edge",
    Stage::Repair,
    Certainty::Probable,
    "reads a digit or stroke before or after Cyrillic letters as the letter that makes a known word",
    "Likely when the rest alone is no word (сельског0); numbers glued to a word, notes and model names look the same.",
    ("сельског0 клуба", "сельского клуба"),
);

/// Longest word that is read, in characters.
const LONGEST: usize = 40;
/// Fewest letters beside the digits; shorter words are designations (А4, М1).
const FEWEST_LETTERS: usize = 3;

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut kazakh = None;
    for at in tokens(text) {
        let token = &text[at.clone()];
        let kazakh = *kazakh.get_or_insert_with(|| letters(text).may_be_kazakh);
        if let Some((word, rule)) = restore(token, begins_sentence(&text[..at.start]), kazakh) {
            changes.push(Change::new(at, word, rule));
        }
    }
    changes
}

/// Runs of Cyrillic letters, digits and strokes that hold both, without strokes at their ends that
/// are punctuation.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    words_with_digits(text).filter_map(|at| {
        let run = &text[at.clone()];
        let before = text[..at.start].chars().next_back();
        let after = text[at.end..].chars().next();
        let outside = |c: Option<char>| c.is_some_and(|c| is_alphanumeric(c) || matches!(c, '-' | '_' | '/' | '№'));
        let lead = run.len() - run.trim_start_matches(['!', '1']).len();
        let trimmed = run.trim_matches(['!', '1']);
        let start = at.start + lead;
        (!outside(before) && !outside(after) && trimmed.contains(odd) && trimmed.contains(letter))
            .then(|| start..start + trimmed.len())
    })
}

fn letter(c: char) -> bool {
    script(c) == Script::Cyrillic
}

/// The letters a digit or stroke stands for: by its shape, and by its key on the Kazakh keyboard
/// (RST KazSSR 903-90).
fn stands_for(c: char, kazakh: bool) -> &'static [&'static str] {
    match c {
        '0' if kazakh => &["о", "қ"],
        '0' => &["о"],
        '3' if kazakh => &["з", "і"],
        '3' => &["з"],
        '4' if kazakh => &["ч", "ң"],
        '4' => &["ч"],
        '6' => &["б"],
        '2' if kazakh => &["ә"],
        '5' if kazakh => &["ғ"],
        '8' if kazakh => &["ү"],
        '9' if kazakh => &["ұ"],
        '1' | 'l' | '|' | '!' if kazakh => &["і"],
        _ => &[],
    }
}

/// The word behind `token`, and the rule: at the edge of a word only what texts attest is certain.
/// `begins` says that a sentence begins with it.
fn restore(token: &str, begins: bool, kazakh: bool) -> Option<(String, &'static Rule)> {
    let chars: Vec<char> = token.chars().collect();
    let count = chars.iter().filter(|c| letter(**c)).count();
    let edge = odd(chars[0]) || odd(chars[chars.len() - 1]);
    let runs = chars.windows(2).any(|pair| odd(pair[0]) && odd(pair[1]));
    if chars.len() > LONGEST || count < FEWEST_LETTERS || runs || count < 2 * (chars.len() - count) {
        return None;
    }
    let capitals = chars.iter().filter(|c| letter(**c)).all(|c| c.is_uppercase());
    // Capital letters with digits are designations more often than words.
    if capitals || chars.iter().skip(1).any(|c| letter(*c) && c.is_uppercase()) {
        return None;
    }
    let mut readings = Readings::with_capacity(chars.len());
    for c in &chars {
        let with = if letter(*c) { cyrillic(c.to_lowercase().next()?) } else { stands_for(*c, kazakh) };
        if with.is_empty() {
            return None;
        }
        readings.next_letter();
        with.iter().for_each(|with| readings.add(Reading { letters: 1, with, cost: 0 }));
    }
    let bare: String = token.to_lowercase().trim_matches(odd).to_string();
    if edge && (words::kazakh(&bare) > Known::Inflected || words::russian(&bare)) {
        return None;
    }
    let (word, attested) = match words::spell(&readings).filter(|found| kazakh && found.known > Known::No) {
        Some(found) => (found.word, found.known > Known::Word(0)),
        None => {
            let first = |at| readings.at(at).first().map_or("", |reading| reading.with);
            let usual: String = (0..readings.letters()).map(first).collect();
            (words::russian(&usual).then_some(usual)?, false)
        }
    };
    let mut restored = String::with_capacity(word.len());
    for (c, was) in word.chars().zip(&chars) {
        match was.is_uppercase() {
            // A digit has no case: it takes that of its place.
            _ if restored.is_empty() && was.is_ascii_digit() && begins => restored.extend(c.to_uppercase()),
            true => restored.extend(c.to_uppercase()),
            false => restored.push(c),
        }
    }
    Some((restored, if edge && !attested { &DIGIT_AT_WORD_EDGE } else { &DIGIT_IN_WORD }))
}
