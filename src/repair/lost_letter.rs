//! Letters and signs of which only a question mark or U+FFFD is left.
//!
//! What stood there is gone; a guess is no repair. The places are flagged so that a person, or a
//! filter, sees that the text is not whole.

use std::ops::Range;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::words;

use super::word::{Script, script};

/// `?аза?стан`, `с�з`, `??????? ????`.
pub(crate) static LOST_LETTER: Rule = Rule::new(
    "lost-letter",
    Stage::Repair,
    Certainty::Probable,
    "flags words whose letters became question marks or replacement characters",
    "A program could not write them in its encoding, and nothing in the text tells what they were. It is flagged \
     without a reading and never changed. A question mark between two words is a lost space and not flagged.",
    ("?аза?стан", "?аза?стан"),
);

/// `?DKNews? ? 2006`.
pub(crate) static LOST_SIGN: Rule = Rule::new(
    "lost-sign",
    Stage::Repair,
    Certainty::Probable,
    "reads the question marks of a copyright line as the signs such a line has",
    "Before a year the mark stands for ©, in pairs around a name for quotation marks. Elsewhere a question mark may \
     be one.",
    ("INA ?DKNews? ? 2006 -", "INA «DKNews» © 2006 -"),
);

/// Longest name in a copyright line, in bytes, and longest such line.
const LONGEST_NAME: usize = 80;
const LONGEST_LINE: usize = 200;
/// Question marks that stand for a word: with fewer they may be punctuation.
const WORD: usize = 2;

/// Where letters of `text` were lost, in order and disjoint.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut marks: Option<(Range<usize>, usize)> = None;
    let lost = |marks: &mut Option<(Range<usize>, usize)>, found: &mut Vec<Range<usize>>| {
        // One word of question marks may be a hesitation; two or more are a sentence that was lost.
        if let Some((range, count)) = marks.take()
            && count > 1
        {
            found.push(range);
        }
    };
    for token in tokens(text) {
        let word = &text[token.clone()];
        if word.bytes().all(|b| b == b'?') {
            if word.len() >= WORD && !beside_letter(text, &token) {
                let (range, count) = marks.get_or_insert((token.clone(), 0));
                (range.end, *count) = (token.end, *count + 1);
            }
            continue;
        }
        lost(&mut marks, &mut found);
        if let Some(range) = holed(text, token) {
            found.push(range);
        }
    }
    lost(&mut marks, &mut found);
    found
}

/// True when the range touches a letter or an equals sign: `x ?? y` is code, `Да??` a question.
fn beside_letter(text: &str, at: &Range<usize>) -> bool {
    text[..at.start].ends_with(|c: char| c.is_alphanumeric())
        || text[at.end..].starts_with(|c: char| c.is_alphanumeric())
}

/// Runs of Cyrillic letters, question marks and U+FFFD that hold a mark.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let part = |c: &char| is_mark(*c) || script(*c) == Script::Cyrillic;
    let length = |c: char| c.len_utf8();
    let (mut from, mut at) = (0, 0);
    std::iter::from_fn(move || {
        // The first byte of U+FFFD begins other characters too.
        while let Some(mark) = memchr::memchr2(b'?', 0xef, &text.as_bytes()[at..]).map(|i| at + i) {
            let rest = &text[mark..];
            let width = rest.chars().next().map_or(1, length);
            if !rest.starts_with(is_mark) {
                at = mark + width;
                continue;
            }
            let start = mark - text[from..mark].chars().rev().take_while(part).map(length).sum::<usize>();
            at = mark + rest.chars().take_while(part).map(length).sum::<usize>();
            from = at;
            return Some(start..at);
        }
        None
    })
}

/// What is left of a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

/// The part of a token that is a word with holes.
fn holed(text: &str, token: Range<usize>) -> Option<Range<usize>> {
    let word = text[token.clone()].trim_end_matches('?');
    if word.contains('\u{fffd}') {
        return Some(token.start..token.start + word.len());
    }
    let inside = word.trim_start_matches('?');
    let glued_to_latin =
        || text[..token.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '&' | '='));
    let open = word.len() - inside.len();
    let lower = |part: &str| part.starts_with(char::is_lowercase);
    let known = |part: &str| {
        let part = part.to_lowercase();
        words::kazakh(&part).yes() || words::russian(&part)
    };
    // Between letters; but `ма?Жоқ` and `кім?қайда` lost a space.
    let parts = || inside.split('?').filter(|part| !part.is_empty());
    let capitals = || inside.chars().all(|c| c == '?' || c.is_uppercase());
    let follows = || parts().skip(1).all(lower) || capitals();
    let holes = parts().count() > 1 && follows() && !parts().all(known);
    // Before a small letter a capital or a letter was lost, if the rest is no word.
    let start = || open == 1 && !glued_to_latin() && lower(inside) && !known(inside);
    (holes || start()).then(|| token.start..token.start + word.len())
}

/// The readings of a copyright line.
pub(crate) fn propose(text: &str) -> Vec<Change> {
    if text.len() > LONGEST_LINE {
        return Vec::new();
    }
    let Some(sign) = copyright(text) else { return Vec::new() };
    let mut changes = vec![Change::new(sign..sign + 1, "©", &LOST_SIGN)];
    let mut opened = None;
    for (at, _) in text.match_indices('?').filter(|(at, _)| *at != sign) {
        let after = text[at + 1..].chars().next();
        let before = text[..at].chars().next_back();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if letter(after) && !letter(before) {
            opened = Some(at);
        } else if letter(before)
            && !letter(after)
            && let Some(start) = opened.take().filter(|start| at - start <= LONGEST_NAME)
        {
            changes.push(Change::new(start..start + 1, "«", &LOST_SIGN));
            changes.push(Change::new(at..at + 1, "»", &LOST_SIGN));
        }
    }
    changes.sort_by_key(|change| change.range.start);
    changes
}

/// The place of the mark that stands before a year and after no word.
fn copyright(text: &str) -> Option<usize> {
    text.match_indices('?').map(|(at, _)| at).find(|at| {
        let alone = text[..*at].is_empty() || text[..*at].ends_with(' ');
        let rest = text[at + 1..].strip_prefix(' ').unwrap_or(&text[at + 1..]);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        alone && digits == 4 && (rest.starts_with("19") || rest.starts_with("20"))
    })
}
