//! Texts that end or begin with a date.

use std::ops::Range;

use wide::u8x16;

use super::DateMatch;
use super::line::{LABELS, SMALL};
use super::reader::{NUMERAL, is_letter, width, word_before, word_end};
use super::scan::{date_here, next_date};
use super::words::{Kinds, look_up, may_mean, meaning};
use crate::segment::features::is_alphanumeric;
use crate::segment::lanes::within;

/// A date at the end of a title.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateAtEnd {
    /// The date.
    pub date: DateMatch,
    /// What to cut: the date with its brackets, separators, weekday and label, to the end of the text.
    pub cut: Range<usize>,
}

/// A date at the start of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateAtStart {
    /// The date.
    pub date: DateMatch,
    /// Where the text after date, time and separators begins.
    pub rest: usize,
    /// More than a space stands between: a bar, dash, colon, bracket or time of day. Without it
    /// the date may belong to the sentence ("21 ақпан 2025 жылы ашылды").
    pub separated: bool,
    /// A label of publication stands before the date.
    pub labelled: bool,
}

/// Bytes at an end of a text in which a date with weekday, label and time fits.
const REACH: usize = 120;

/// Bytes at the start of a text in which the figures of its date stand: behind a label and a weekday.
const HEAD: usize = 2 * REACH;

/// Longest word that is looked at, in bytes; the longest of the tables is shorter.
const LONGEST_WORD: usize = 48;

/// Longest word that may stand in a date without being in the tables: "and", "of", the ending of a day.
const SMALL_WORD: usize = 3;

/// Reads the date that ends `text`, a title; `None` when there is none, when nothing stands before
/// it, or when the words before it need it ("Указ от 5 мая 2024 года", "Погода на 21.02.2025").
pub(crate) fn date_at_end(text: &str) -> Option<DateAtEnd> {
    let bytes = text.as_bytes();
    // A date wholly in words ends no title.
    if !has_digit(&bytes[text.len().saturating_sub(REACH + LONGEST_WORD)..]) || !may_end_with_date(text) {
        return None;
    }
    let from = date_words_start(text, word_start(bytes, text.len().saturating_sub(REACH)));
    if !has_digit(&bytes[from..]) {
        return None;
    }
    let mut date = next_date(text, from, false)?;
    let mut last_but_one = 0;
    while let Some(next) = next_date(text, date.range.end, false) {
        last_but_one = date.range.end;
        date = next;
    }
    let mut brackets = 0;
    let mut at = date.range.end;
    while at < text.len() {
        let c = text[at..].chars().next()?;
        if is_letter(text.as_bytes()[at]) {
            let end = word_end(text.as_bytes(), at);
            if !meaning(&text[at..end]).kinds.any(Kinds::WEEKDAY.or(Kinds::ZONE)) {
                return None;
            }
            at = end;
            continue;
        }
        match c {
            ')' | ']' => brackets += 1,
            // A full stop ends a sentence, and a date in a sentence is a part of it.
            '.' | '!' | '?' | '…' if brackets == 0 => return None,
            _ if is_alphanumeric(c) => return None,
            _ => {}
        }
        at += c.len_utf8();
    }
    if date.inflected {
        return None;
    }
    let mut start = date.range.start;
    let mut labelled = false;
    loop {
        let head = text[..start].trim_end();
        let sign = head.chars().next_back()?;
        match sign {
            '(' | '[' if brackets > 0 => brackets -= 1,
            '|' | '•' | '·' | ',' | ';' | '—' | '–' | '-' | '/' | '→' | '»' if sign != '»' || head.ends_with(" »") =>
                {}
            ':' if word_is(head, head.len() - 1, LABELS) => {}
            // An unknown label: the date may be a deadline or a birthday.
            ':' => return None,
            _ => {
                let word = word_before(head, head.len(), 40);
                let kinds = meaning(&head[word.clone()]).kinds;
                let takes = kinds.any(LABELS.or(Kinds::WEEKDAY)) || (labelled && kinds.any(SMALL));
                if word.is_empty() || !takes {
                    let binds = kinds.any(Kinds::BINDS) && start == date.range.start;
                    // In brackets that hold more than the date it belongs to what they tell:
                    // "(Источник: site.kz, 5.05.2024)".
                    return (!binds && brackets == 0).then_some(DateAtEnd { date, cut: head.len()..text.len() });
                }
                // "Published on": the small word came first, walking back.
                labelled |= kinds.any(LABELS);
                start = word.start;
                continue;
            }
        }
        start = head.len() - sign.len_utf8();
        // "1.05.2024 – 3.05.2024" and "Jan 2 – Apr 30, 2026" are spans of days.
        let before = text[..start].trim_end();
        let figures = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if matches!(sign, '-' | '–' | '—') && (before.len() == last_but_one || matches!(figures, 1 | 2)) {
            return None;
        }
    }
}

/// True when `bytes` hold a digit. Each is looked at, many at once.
fn has_digit(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks();
    let digits = chunks.iter().fold(u8x16::splat(0), |any, chunk| any | within(u8x16::new(*chunk), b'0', b'9'));
    digits.to_bitmask() != 0 || rest.iter().any(u8::is_ascii_digit)
}

/// Where the last words of `text`, from `from` on, begin that can all belong to a date; with them the word before, which
/// a month may be glued to.
fn date_words_start(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = text.len();
    while at > from {
        let marks = bytes[from..at].iter().rev().take_while(|b| b.is_ascii() && !b.is_ascii_alphabetic()).count();
        at -= marks;
        let word = word_before(text, at, LONGEST_WORD);
        if word.is_empty() {
            at = floor(text, at.saturating_sub(1));
        } else if word.len() > SMALL_WORD && !may_mean(&text[word.clone()]) {
            return word_start(bytes, word.start).max(from);
        } else {
            at = word.start;
        }
    }
    from
}

/// Where the word at `at`, between spaces, begins.
fn word_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |space| space + 1)
}

/// False for most texts that do not end with a date, by their last word or figures: a date ends in figures, a month, a
/// word for a year, a half of the day or a zone, and behind it stands a weekday at most.
fn may_end_with_date(text: &str) -> bool {
    const LAST: Kinds = NUMERAL.or(Kinds::YEAR).or(Kinds::MONTH).or(Kinds::SUFFIX).or(Kinds::WEEKDAY).or(Kinds::ZONE);
    let bytes = text.as_bytes();
    let Some((at, last)) = text.char_indices().rev().find(|(i, c)| is_letter(bytes[*i]) || is_alphanumeric(*c)) else {
        return false;
    };
    if !is_letter(bytes[at]) {
        // A day, a minute or a year; the parts of a second may be any number.
        let figures = bytes[..=at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        return matches!(figures, 1 | 2 | 4) || figures > 0 && bytes[..at + 1 - figures].ends_with(b".");
    }
    let end = at + last.len_utf8();
    let word = &text[word_before(text, end, LONGEST_WORD)];
    let half_or_zone = ["m", "am", "pm", "z"].iter().any(|w| word.eq_ignore_ascii_case(w));
    half_or_zone || meaning(word).kinds.any(LAST)
}

/// True when the word that ends at `end` is of any of `kinds`.
fn word_is(text: &str, end: usize, kinds: Kinds) -> bool {
    let end = text[..end].trim_end().len();
    meaning(&text[word_before(text, end, 40)]).kinds.any(kinds)
}

/// Reads the date that begins `text` and finds where the text after it begins; `None` when there
/// is no date or nothing after it.
pub(crate) fn date_at_start(text: &str) -> Option<DateAtStart> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let (mut words, mut labelled) = (0, false);
    if !has_digit(&bytes[..bytes.len().min(HEAD)]) {
        return None;
    }
    // Brackets, a weekday, a label.
    while at < bytes.len() && !bytes[at].is_ascii_digit() {
        if is_letter(bytes[at]) {
            let end = word_end(bytes, at);
            let word = &text[at..end];
            if !may_mean(word) {
                return None;
            }
            let kinds = look_up(word).kinds;
            if !kinds.any(LABELS.or(Kinds::WEEKDAY).or(SMALL)) || words == 4 {
                break;
            }
            labelled |= kinds.any(Kinds::LABEL);
            words += 1;
            at = end;
        } else if matches!(text[at..].chars().next()?, ' ' | '\u{a0}' | ',' | ':' | '(' | '[' | '|' | '•' | '·' | '«')
        {
            at += width(bytes[at]);
        } else {
            return None;
        }
    }
    let date = date_here(&text[..floor(text, at + REACH)], at)?;
    let quoted = date.range.start < at && text[date.range.start..at].chars().all(|c| !is_alphanumeric(c));
    if date.range.start != at && !quoted {
        return None;
    }
    let mut rest = date.range.end;
    let mut separated = date.iso.time.is_some();
    let mut gap = 0;
    while let Some(c) = text[rest..].chars().next() {
        match c {
            '|' | '•' | '·' | '—' | '–' | '-' | ':' | ')' | ']' | ',' | '/' | '»' | '\t' | '\n' => {
                separated |= c != ','
            }
            _ if c.is_whitespace() => {
                gap += 1;
                separated |= gap > 1;
            }
            _ if is_letter(bytes[rest]) => {
                let end = word_end(bytes, rest);
                if !meaning(&text[rest..end]).kinds.any(Kinds::WEEKDAY.or(Kinds::ZONE)) {
                    break;
                }
                rest = end;
                gap = 0;
                continue;
            }
            _ => break,
        }
        rest += c.len_utf8();
    }
    (rest < text.len()).then_some(DateAtStart { date, rest, separated, labelled })
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
