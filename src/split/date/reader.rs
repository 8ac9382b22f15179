//! Reads single tokens of dates: figures, words, times of day, numbers in words, what stands between.

use std::ops::Range;

use wide::u8x16;

use super::words::{Kinds, Meaning, meaning};
use crate::segment::features::is_alphanumeric;
use crate::segment::lanes::{ascii_letters, within};

/// A place and what was read before it.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) value: u16,
    pub(super) end: usize,
}

/// A reader of one text.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) short: bool,
}

/// White space inside a date is at most this many bytes: more separates columns of a table.
const GAP: usize = 8;

/// Longest word that is read, in bytes; the longest of the tables is shorter.
const LONGEST_WORD: usize = 48;

/// Words of a number in words ("two thousand and twenty-five" has five); more is a list.
const NUMBER_WORDS: usize = 8;

impl Scan<'_> {
    /// A time of day at `at`: `18:30`, `6:30 pm`, `18:30:15`; with a full stop only after a word
    /// that announces it.
    pub(super) fn clock(&self, at: usize, announced: bool) -> Option<((u8, u8), usize)> {
        let (hour, hour_end) = self.digits(at);
        let sep = self.byte(hour_end);
        if hour_end - at > 2 || hour > 23 || hour_end == at || !(sep == b':' || (announced && sep == b'.')) {
            return None;
        }
        let (minute, mut end) = self.digits(hour_end + 1);
        if end - hour_end != 3 || minute > 59 {
            return None;
        }
        if self.byte(end) == b':' {
            let (second, second_end) = self.digits(end + 1);
            if second_end - end != 3 || second > 59 {
                return None;
            }
            end = second_end;
        }
        let (half, half_end) = self.half_of_day(end);
        let hour = match half {
            Some(b'p') if hour < 12 => hour + 12,
            Some(b'a') if hour == 12 => 0,
            _ => hour,
        };
        let open = self.text[half_end..].starts_with(is_alphanumeric);
        (!open).then_some(((hour as u8, minute as u8), half_end))
    }

    /// "am", "p.m." and the like after a time.
    pub(super) fn half_of_day(&self, end: usize) -> (Option<u8>, usize) {
        let at = self.space(end);
        let half = self.byte(at).to_ascii_lowercase();
        let dot = usize::from(self.byte(at + 1) == b'.');
        let m = at + 1 + dot;
        if !matches!(half, b'a' | b'p') || !self.byte(m).eq_ignore_ascii_case(&b'm') || is_letter(self.byte(m + 1)) {
            return (None, end);
        }
        (Some(half), m + 1 + usize::from(dot == 1 && self.byte(m + 1) == b'.'))
    }

    /// The end of `.123`, `Z`, `+05:00` after the time of an ISO date.
    pub(super) fn zone_end(&self, at: usize) -> usize {
        let mut end = at;
        if self.byte(end) == b'.' {
            end = self.digits(end + 1).1;
        }
        match self.byte(end) {
            b'Z' => end + 1,
            b'+' | b'-' => {
                let (_, hours) = self.digits(end + 1);
                if self.byte(hours) == b':' { self.digits(hours + 1).1 } else { hours }
            }
            _ => end,
        }
    }

    /// Worth of the number written in words at `at`, and whether it ends as an ordinal. Reads the
    /// first word even if it is no number.
    pub(super) fn number_words(&self, at: usize) -> (Part, bool) {
        let (mut total, mut current) = (0u16, 0u16);
        let mut end = at;
        let mut next = at;
        for _ in 0..NUMBER_WORDS {
            let (word, word_end) = self.word(next);
            let Meaning { kinds, value } = meaning(word);
            let joined = word.eq_ignore_ascii_case("and") && end > at;
            if !kinds.any(NUMERAL) && !joined {
                break;
            }
            if kinds.any(Kinds::SCALE) && value == 1000 {
                total = total.saturating_add(current.max(1).saturating_mul(value));
                current = 0;
            } else if kinds.any(Kinds::SCALE) {
                current = current.max(1).saturating_mul(value);
            } else if !joined && (10..100).contains(&current) && total == 0 && (value >= 10 || current % 10 != 0) {
                // "nineteen ninety-five", "twenty twenty-five"
                current = current.saturating_mul(100).saturating_add(value);
            } else if !joined {
                current = current.saturating_add(value);
            }
            if !joined {
                end = word_end;
            }
            if kinds.any(Kinds::ORDINAL) {
                return (Part { value: total.saturating_add(current), end }, true);
            }
            next = if self.byte(word_end) == b'-' { word_end + 1 } else { self.space(word_end) };
        }
        let end = if end == at { self.word(at).1.max(at) } else { end };
        (Part { value: total.saturating_add(current), end }, false)
    }

    /// The end of a word for "year" after `at`, and whether there is one.
    pub(super) fn year_word(&self, at: usize) -> (usize, bool) {
        let mut from = self.space(at);
        if self.byte(from) == b'-' {
            from += 1;
        }
        if self.byte(from) == b',' {
            from = self.space(from + 1);
        }
        let (word, end) = self.word(from);
        if word.is_empty() || !meaning(word).kinds.any(Kinds::YEAR) {
            return (at, false);
        }
        // "г." and "ж." keep their full stop; a whole word's one ends the sentence.
        let dot = word.chars().count() == 1 && self.byte(end) == b'.';
        (end + usize::from(dot), true)
    }

    /// Past the full stop of an abbreviated month.
    pub(super) fn stop_end(&self, kinds: Kinds, end: usize) -> usize {
        end + usize::from(kinds.any(Kinds::SHORT) && self.byte(end) == b'.')
    }

    /// Worth and end of the figures at `at`; a number of more than four figures is worth 0.
    pub(super) fn digits(&self, at: usize) -> (u16, usize) {
        let run = self.bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        let value =
            if run > 4 { 0 } else { self.bytes[at..at + run].iter().fold(0, |n, d| n * 10 + u16::from(d - b'0')) };
        (value, at + run)
    }

    /// The end of a chain of figures that was no date, so that none is found in its middle:
    /// an address (10.12.01.2024), a version, a telephone number.
    pub(super) fn chain_end(&self, end: usize) -> usize {
        let mut end = end;
        while matches!(self.byte(end), b'.' | b'/' | b'-') && self.byte(end + 1).is_ascii_digit() {
            end = self.digits(end + 1).1;
        }
        end
    }

    /// The word at `at` and its end; empty when there is none or it is longer than any we know.
    pub(super) fn word(&self, at: usize) -> (&str, usize) {
        let Some(rest) = self.bytes.get(at..) else { return ("", at) };
        let reach = &rest[..rest.len().min(LONGEST_WORD + 1)];
        let end = at + word_end(reach, 0);
        if end - at > LONGEST_WORD {
            return ("", at);
        }
        self.text.get(at..end).map_or(("", at), |word| (word, end))
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Past white space of a width that a date can have inside.
    pub(super) fn space(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            let step = space_width(self.bytes, end);
            if step == 0 || end - at >= GAP {
                return end;
            }
            end += step;
        }
    }

    /// Past what stands between the words of a date: white space with a comma, or a dash or stroke.
    pub(super) fn gap(&self, at: usize) -> usize {
        let end = self.space(at);
        match self.byte(end) {
            b',' => self.space(end + 1),
            b'-' | b'/' if end == at => end + 1,
            _ => end,
        }
    }

    /// Past what stands between a date and a time.
    pub(super) fn separator(&self, at: usize) -> usize {
        let mut end = self.space(at);
        let sign = self.text[end..].chars().next();
        if let Some(sign @ (',' | '|' | '•' | '·' | '/' | '-' | '–' | '—' | '(' | '[' | ';')) = sign {
            end = self.space(end + sign.len_utf8());
        }
        end
    }

    /// The sign between the figures of a date, the next figure's place, and whether spaces stand around it.
    pub(super) fn figure_separator(&self, at: usize) -> Option<(u8, usize, bool)> {
        let sign = at + usize::from(self.byte(at) == b' ' && matches!(self.byte(at + 1), b'/' | b'.' | b'-'));
        let sep = self.byte(sign);
        let next = sign + 1 + usize::from(self.byte(sign + 1) == b' ');
        let good = matches!(sep, b'.' | b'/' | b'-') && self.byte(next).is_ascii_digit();
        good.then_some((sep, next, next != at + 1))
    }

    /// Bytes of the quote at `at`, if it is one of `quotes`.
    pub(super) fn quote(&self, at: usize, quotes: &[&str]) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        quotes.iter().find(|q| rest.starts_with(**q)).map_or(0, |q| q.len())
    }
}

/// Words a number written in words is made of.
pub(super) const NUMERAL: Kinds = Kinds::NUMBER.or(Kinds::ORDINAL).or(Kinds::SCALE);

/// Quotes around a day left open for a pen: «21» ақпан.
pub(super) const OPENING: &[&str] = &["«", "“", "\"", "„"];
pub(super) const CLOSING: &[&str] = &["»", "”", "\"", "“"];

/// True for the first byte of a letter: ASCII, or anything from U+00C0 to U+1FFF, which holds the
/// alphabets and marks but not the punctuation of U+2000.
#[inline]
pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, 0xc3..=0xe1)
}

/// Bytes of the character that begins with `byte`.
#[inline]
pub(super) fn width(byte: u8) -> usize {
    match byte {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// The end of the figures that begin at `at`.
pub(super) fn digits_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |i| at + i)
}

/// The end of the letters that begin at `at`, a boundary between characters.
pub(super) fn word_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    // Words differ in length: one look at many bytes costs less than a guess at each.
    if let Some(window) = rest.first_chunk()
        && let outside = !in_word(window)
        && outside != 0
    {
        return at + outside.trailing_zeros() as usize;
    }
    rest.iter().position(|b| !IN_WORD[usize::from(*b)]).map_or(bytes.len(), |i| at + i)
}

/// The same of many bytes as [`IN_WORD`] says of one, a bit for each.
#[inline]
fn in_word(window: &[u8; 32]) -> u32 {
    let of = |lanes: [u8; 16]| {
        let lanes = u8x16::new(lanes);
        (ascii_letters(lanes) | within(lanes, 0x80, 0xbf) | within(lanes, 0xc3, 0xe1)).to_bitmask()
    };
    let (sixteens, _) = window.as_chunks();
    of(sixteens[0]) | of(sixteens[1]) << 16
}

/// First bytes of letters, and bytes inside characters, which only stand behind a first byte.
static IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphabetic() || matches!(byte, 0x80..=0xbf | 0xc3..=0xe1);
        byte += 1;
    }
    table
};

/// Bytes of the white space at `at`; 0 when there is none.
pub(super) fn space_width(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b' ' | b'\t', ..]) => 1,
        Some([0xc2, 0xa0, ..]) => 2,
        Some([0xe2, 0x80, 0xaf | 0x89, ..]) => 3,
        _ => 0,
    }
}

/// The letters that end at `at`: where they begin, at most `most` bytes back.
pub(super) fn word_before(text: &str, at: usize, most: usize) -> Range<usize> {
    let mut from = at.saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let bytes = &text.as_bytes()[from..at];
    // Behind a byte that is in no word stand the other bytes of its character.
    let start = bytes.iter().rposition(|b| !IN_WORD[usize::from(*b)]).map_or(0, |i| i + width(bytes[i]));
    from + start..at
}
