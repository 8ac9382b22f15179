//! The words of a line, read letter by letter.

use super::features::Features;
use super::run::Run;
use super::sign::{Signs, decode};
use super::stop_words::{self, StopWords};

/// The word that is being read.
pub(super) struct Word {
    /// Hash of its letters, digits and joiners so far, in lower case.
    hash: u64,
    /// The same with one `#` for all digits; kept from the first digit on, before it both are the same.
    shape: u64,
    len: u16,
    capital: bool,
    /// Digits of the word, and the number that the first four make.
    digits: u8,
    number: u16,
}

impl Default for Word {
    fn default() -> Word {
        Word { hash: stop_words::SEED, shape: 0, len: 0, capital: false, digits: 0, number: 0 }
    }
}

impl Word {
    /// Its hash so far, for a run of letters to go on with.
    #[inline(always)]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Characters so far; 0 between words.
    #[inline(always)]
    pub fn len(&self) -> u16 {
        self.len
    }

    /// Adds a run of letters; `text` begins with it.
    #[inline(always)]
    pub fn letters(&mut self, run: &Run, text: &[u8]) {
        if self.digits > 0 {
            self.shape = letters_added(&text[..run.bytes], self.shape);
        }
        self.capital = if self.len == 0 { run.capital } else { self.capital };
        self.hash = run.hash;
        self.len = self.len.saturating_add(run.letters as u16);
    }

    /// Adds a letter of another alphabet.
    pub fn letter(&mut self, c: u32, upper: bool) {
        self.capital = if self.len == 0 { upper } else { self.capital };
        self.push(c);
    }

    /// Adds a letter or a joiner.
    pub fn push(&mut self, c: u32) {
        self.shape = stop_words::step(self.shape, c);
        self.hash = stop_words::step(self.hash, c);
        self.len = self.len.saturating_add(1);
    }

    /// Adds a digit.
    pub fn digit(&mut self, c: u32) {
        self.capital &= self.len > 0;
        if self.digits == 0 {
            self.shape = stop_words::step(self.hash, u32::from(b'#'));
        }
        if self.digits < 4 {
            self.number = self.number * 10 + (c - 0x30) as u16;
        }
        self.digits = self.digits.saturating_add(1);
        self.hash = stop_words::step(self.hash, c);
        self.len = self.len.saturating_add(1);
    }

    /// Ends the word, if one is open, and counts it.
    #[inline(always)]
    pub fn finish(&mut self, f: &mut Features, hashes: &mut Hashes, stop_words: &StopWords) {
        if self.len == 0 {
            return;
        }
        f.words += 1;
        f.capitalised += u32::from(self.capital && self.len > 1);
        f.longest_word = f.longest_word.max(self.len);
        let mut shape = self.hash;
        if self.digits > 0 {
            let year = self.digits == 4 && self.len == 4 && (1900..2100).contains(&self.number);
            f.years = f.years.saturating_add(u8::from(year));
            shape = self.shape;
            self.digits = 0;
            self.number = 0;
        } else {
            let is_one = (self.len <= stop_words::LONGEST) & stop_words.contain(self.hash);
            f.stop_words = f.stop_words.saturating_add(u16::from(is_one));
        }
        hashes.push(self.hash, shape);
        self.len = 0;
        self.hash = stop_words::SEED;
    }
}

/// The hash `from` with the letters of `text` added: for the rare word that goes on behind a digit.
#[cold]
fn letters_added(text: &[u8], from: u64) -> u64 {
    let (signs, mut hash, mut at) = (Signs::fetch(), from, 0);
    while at < text.len() {
        let (c, len) = decode(text, at);
        hash = stop_words::step(hash, signs.of(c).lower());
        at += len;
    }
    hash
}

/// Hashes of the words of a line: as they are, and with one `#` for the digits of a word.
pub(super) struct Hashes {
    pub exact: u64,
    pub shape: u64,
}

impl Default for Hashes {
    fn default() -> Hashes {
        Hashes { exact: stop_words::SEED, shape: stop_words::SEED }
    }
}

impl Hashes {
    /// Adds a word; the order of the words counts.
    #[inline(always)]
    fn push(&mut self, word: u64, shape: u64) {
        let add = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.exact = add(self.exact, word);
        self.shape = add(self.shape, shape);
    }
}
