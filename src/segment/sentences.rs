//! Sentences that end within a line.

use super::kinds::Kinds;
use super::planes::back;
use super::sign::{Class, Signs, decode};

/// What a window looks back at, of sentences: masks.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends {
    /// Marks that may end one.
    stops: u64,
    /// Spaces behind such a mark, and first bytes of Cyrillic letters behind such a space.
    spaces: u64,
    letters: u64,
    /// First bytes of words.
    starts: u64,
    /// 1 when the first character of a word goes on.
    first: u64,
}

/// Where sentences begin in a window.
pub(super) struct Sentences {
    /// Capitals behind a mark that ends a sentence and one space: the last byte of each.
    pub begun: u64,
    /// What is neither a letter nor a space behind such a mark, or behind it and one space: another sentence
    /// [may begin](another_begins) there.
    pub unclear: u64,
    /// Those behind a space.
    pub spaced: u64,
}

impl Sentences {
    /// Looks for them; of words, `starts` has the first bytes and `ends` the bytes behind them, and `is_first` is all ones
    /// for the first window of a line.
    #[inline(always)]
    pub fn of(kinds: &Kinds, before: Ends, words: u64, starts: u64, ends: u64, is_first: u64) -> (Sentences, Ends) {
        // A word of one character is an initial. The sum carries each start to the end of its character.
        let (firsts, first) = back(starts, before.starts, 1).overflowing_add(kinds.inside.wrapping_add(before.first));
        let initials = firsts & !kinds.inside & ends;
        // A line that begins with a number and a dot is an item of a list.
        let end = ends & ends.wrapping_neg() & is_first;
        let letters = words & !kinds.digits & end.wrapping_sub(1);
        let number = end & 0_u64.wrapping_sub(u64::from(letters == 0));

        let stops = kinds.stops & !(kinds.dots & (initials | number));
        let behind = back(stops, before.stops, 1);
        let spaces = behind & kinds.spaces;
        let spaced = back(spaces, before.spaces, 1);
        let letters = spaced & kinds.cyrillic;
        let begun = (spaced | back(letters, before.letters, 1)) & kinds.upper;
        let clear = kinds.words() | kinds.controls | kinds.stops | kinds.commas;
        let unclear = (behind & !kinds.spaces | spaced) & !clear;
        let ends = Ends { stops, spaces, letters, starts, first: u64::from(first) };
        (Sentences { begun, unclear, spaced }, ends)
    }
}

/// True when another sentence begins behind a mark that ends one; `rest` stands behind the mark. Closing quotation marks
/// and brackets may stand before the space, opening ones and dashes behind it.
#[inline]
pub(super) fn another_begins(rest: &[u8], signs: &Signs) -> bool {
    let (mut i, mut spaced) = (0, false);
    while i < rest.len() {
        let (c, len) = decode(rest, i);
        i += len;
        match c {
            0x20 | 0xA0 => spaced = true,
            0x22 => {}
            0xBB | 0x201D | 0x2019 | 0x29 if !spaced => {}
            0xAB | 0x201C | 0x201E | 0x2018 | 0x2013 | 0x2014 | 0x2D if spaced => {}
            _ => return spaced && signs.of(c).class() == Class::Upper,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_behind_a_space_begins_one() {
        let begins = |rest: &str| another_begins(rest.as_bytes(), Signs::fetch());
        for rest in [" Ол", "» — Ол", "\" “Ол", ")\u{a0}Ол", "  – «Ә»"] {
            assert!(begins(rest), "{rest}");
        }
        for rest in ["", " ", "Ол", " ол", "» ол", " 12", ". Ол", " (Ол)", "« Ол", " » Ол"] {
            assert!(!begins(rest), "{rest}");
        }
    }
}
