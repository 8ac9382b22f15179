//! A word that is read piece by piece.

use super::hash;
use super::sign::{Signs, decode};
use super::stop_words::StopWords;
use super::window::{Run, Windows};
use super::words::Words;

/// The word that is being read.
pub(super) struct Word {
    /// Hash of its letters, digits and joiners so far, in lower case.
    hash: u64,
    /// The same with one `#` for all digits; kept from the first digit on, before it both are the same.
    shape: u64,
    len: u32,
    capital: bool,
    /// A letter is in it.
    lettered: bool,
    /// Digits of the word, and the number that the first four make.
    digits: u8,
    number: u16,
}

impl Default for Word {
    fn default() -> Word {
        Word { hash: hash::SEED, shape: 0, len: 0, capital: false, lettered: false, digits: 0, number: 0 }
    }
}

impl Word {
    /// Characters so far; 0 between words.
    #[inline(always)]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// True when a letter is among them.
    pub fn has_letters(&self) -> bool {
        self.lettered
    }

    /// Adds a run of letters.
    pub fn letters(&mut self, run: &Run) {
        self.lettered = true;
        self.capital = if self.len == 0 { run.capital } else { self.capital };
        self.shape = hash::chain(self.shape, run.hash);
        self.hash = if self.len == 0 { run.hash } else { hash::chain(self.hash, run.hash) };
        self.len += run.letters;
    }

    /// Adds a letter of another alphabet.
    pub fn letter(&mut self, c: u32, upper: bool) {
        self.lettered = true;
        self.capital = if self.len == 0 { upper } else { self.capital };
        self.push(c);
    }

    /// Adds a letter or a joiner.
    pub fn push(&mut self, c: u32) {
        self.shape = hash::chain(self.shape, u64::from(c));
        self.hash = hash::chain(self.hash, u64::from(c));
        self.len += 1;
    }

    /// Adds a digit.
    pub fn digit(&mut self, c: u32) {
        self.capital &= self.len > 0;
        if self.digits == 0 {
            self.shape = hash::chain(self.hash, u64::from(b'#'));
        }
        if self.digits < 4 {
            self.number = self.number * 10 + (c - 0x30) as u16;
        }
        self.digits = self.digits.saturating_add(1);
        self.hash = hash::chain(self.hash, u64::from(c));
        self.len += 1;
    }

    /// Ends the word, if one is open, and counts it.
    #[inline(always)]
    pub fn finish(&mut self, words: &mut Words, functions: &StopWords) {
        if self.len == 0 {
            return;
        }
        words.count(self.len, self.capital);
        if self.digits > 0 {
            let year = self.digits == 4 && self.len == 4 && (1900..2100).contains(&self.number);
            words.years = words.years.saturating_add(u8::from(year));
            words.with_digits(self.hash, self.shape);
            (self.digits, self.number) = (0, 0);
        } else {
            words.plain(self.hash, functions);
        }
        self.len = 0;
        self.lettered = false;
        self.hash = hash::SEED;
    }
}

/// The hash of a word, in small letters and without digits.
pub(super) fn hash_of(text: &str) -> u64 {
    let (bytes, signs) = (text.as_bytes(), Signs::fetch());
    let (mut word, mut windows) = (Word::default(), Windows::new(bytes));
    let mut at = 0;
    while at < bytes.len() {
        if let Some(run) = windows.run(at) {
            word.letters(&run);
            at += run.bytes;
        } else {
            let (c, len) = decode(bytes, at);
            word.push(signs.of(c).lower());
            at += len;
        }
    }
    word.hash
}
