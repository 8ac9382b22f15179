//! The longer words of a text and their stems, to see whether two texts speak of the same things.

use wide::u8x16;

use super::seen::KEPT;
use crate::segment::features::{is_alphanumeric, lower};
use crate::segment::hash;
use crate::segment::lanes::{ascii_letters, within};

/// Letters at the head of a word that are compared: enough to see that a title and a text speak of the same things in
/// languages that inflect at the end.
const STEM: usize = 5;

/// Long words of a line that are looked at.
const WORDS: usize = 80;

/// Bytes that are looked at together.
const WIDTH: usize = 64;

/// Calls `each` with the first [`WORDS`] words of a line that have at least as many bytes as a stem has letters.
pub(super) fn long_words<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    let mut letters = Letters { text, behind: None };
    let mut left = WORDS;
    // Where a word began that has not ended yet, and whether the last byte so far was in one.
    let (mut begun, mut inside) = (None, 0);
    // The last window reaches behind the text, so that each word ends in one.
    for at in (0..=text.len()).step_by(WIDTH) {
        let window = letters.window(at);
        let mut edges = window ^ (window << 1 | inside);
        inside = window >> (WIDTH - 1);
        while edges != 0 {
            let place = at + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            let Some(start) = begun.take() else {
                begun = Some(place);
                continue;
            };
            if place - start >= STEM {
                each(&text[start..place]);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        }
    }
}

/// Which bytes of a text are those of letters and figures, window by window.
struct Letters<'t> {
    text: &'t str,
    /// Bits of the next window that belong to the last character of this one, and whether that is a letter.
    behind: Option<(u64, bool)>,
}

impl Letters<'_> {
    /// A bit for each of the bytes from `at` on; none behind the end of the text. Windows are asked for in order.
    fn window(&mut self, at: usize) -> u64 {
        let bytes = &self.text.as_bytes()[at..];
        let (mut letters, mut odd) = match bytes.first_chunk() {
            Some(window) => measure(window),
            None => {
                let mut window = [b' '; WIDTH];
                window[..bytes.len()].copy_from_slice(bytes);
                measure(&window)
            }
        };
        if let Some((bits, letter)) = self.behind.take() {
            letters = if letter { letters | bits } else { letters & !bits };
        }
        while odd != 0 {
            let place = odd.trailing_zeros() as usize;
            odd &= odd - 1;
            let Some(c) = self.text[at + place..].chars().next() else { break };
            let (bits, letter) = ((1 << c.len_utf8()) - 1_u64, is_alphanumeric(c));
            letters = if letter { letters | bits << place } else { letters & !(bits << place) };
            if place + c.len_utf8() > WIDTH {
                self.behind = Some((bits >> (WIDTH - place), letter));
            }
        }
        letters
    }
}

/// The bytes of a window that are in letters and figures as far as they tell, and those that lead characters which have to
/// be read. The four rows of Cyrillic letters are taken as a whole: of their signs and marks (U+0482 to U+0489) no word of
/// a title is made.
#[inline]
fn measure(window: &[u8; WIDTH]) -> (u64, u64) {
    window.as_chunks().0.iter().rev().fold((0, 0), |(letters, odd), lanes| {
        let lanes = u8x16::new(*lanes);
        let (latin, figure) = (ascii_letters(lanes), within(lanes, b'0', b'9'));
        let (behind, cyrillic) = (within(lanes, 0x80, 0xbf), within(lanes, 0xd0, 0xd3));
        let leads = within(lanes, 0xc0, 0xff).to_bitmask();
        let read = (latin | figure | behind | cyrillic).to_bitmask();
        (letters << 16 | u64::from(read), odd << 16 | u64::from(leads & !read))
    })
}

/// A hash of the first letters of a word, the same for capitals.
pub(super) fn stem(word: &str) -> u64 {
    word.chars().take(STEM).fold(hash::SEED, |h, c| hash::chain(h, u64::from(lower(c as u32))))
}

/// What words begin with, by their first four bytes: few words of a text begin like one of a title.
#[derive(Debug, Default)]
pub(super) struct Heads([u64; Heads::BITS / 64]);

impl Heads {
    const BITS: usize = 1024;

    /// Adds a long word.
    pub(super) fn add(&mut self, word: &str) {
        match Heads::bit(word) {
            Some(bit) => self.0[bit / 64] |= 1 << (bit % 64),
            None => self.0 = [u64::MAX; Heads::BITS / 64],
        }
    }

    /// False for most long words that have the stem of none that was added.
    pub(super) fn may_have(&self, word: &str) -> bool {
        Heads::bit(word).is_none_or(|bit| self.0[bit / 64] >> (bit % 64) & 1 != 0)
    }

    /// Ten bits of the first four bytes, the same for capitals; `None` where more than the bits that are not [`KEPT`] of a
    /// byte may tell a capital from its small letter: outside ASCII, Latin-1 and Cyrillic.
    fn bit(word: &str) -> Option<usize> {
        let head = *word.as_bytes().first_chunk::<4>()?;
        let odd = head.iter().fold(false, |odd, b| odd | matches!(b, 0xc4..0xd0) | (*b >= 0xd4));
        let key = u32::from_le_bytes(head) & u32::from_le_bytes([KEPT; 4]);
        (!odd).then_some((key.wrapping_mul(0x9e37_79b9) >> (u32::BITS - Heads::BITS.trailing_zeros())) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        long_words(text, |word| words.push(word));
        words
    }

    proptest! {
        #[test]
        fn long_words_are_runs_of_letters_and_figures(text in "([а-яА-ЯәӘқҚёa-zA-Z0-9éŃ昨日]{0,9}[ ,.«»—\u{a0}№-]{0,2}){0,40}") {
            let runs = text.split(|c: char| !is_alphanumeric(c));
            let long: Vec<&str> = runs.filter(|word| word.len() >= STEM).take(WORDS).collect();
            prop_assert_eq!(words(&text), long);
        }

        #[test]
        fn words_of_one_stem_have_one_head(word in "[а-яёәғқңөұүһіa-zé]{5,9}") {
            let mut heads = Heads::default();
            heads.add(&word);
            let shouted = word.to_uppercase();
            prop_assert!(heads.may_have(&shouted) && heads.may_have(&word));
            prop_assert_eq!(stem(&word), stem(&shouted));
        }
    }

    #[test]
    fn a_word_may_be_longer_than_a_window() {
        let word = "ұ".repeat(100);
        assert_eq!(words(&format!("{word} {word}")), [&word, &word]);
        assert_eq!(words(&"а".repeat(32)), ["а".repeat(32)]);
        assert_eq!(words("бір «екінші» үш—төртінші"), ["бір", "екінші", "төртінші"]);
    }
}
