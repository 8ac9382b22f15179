//! The words of a line, read letter by letter.

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

    /// Adds a run of letters, which is `text`.
    pub fn letters(&mut self, run: &Run, text: &[u8]) {
        if self.digits > 0 {
            self.shape = letters_added(text, self.shape);
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
    pub fn finish(&mut self, words: &mut Words, stop_words: &StopWords) {
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
            words.plain(self.hash, self.len, stop_words);
        }
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

/// The words of a line so far.
pub(super) struct Words {
    pub words: u32,
    pub capitalised: u32,
    pub longest: u16,
    pub stop_words: u16,
    pub years: u8,
    /// Hash of the words as they are.
    pub exact: u64,
    /// The same with one `#` for the digits of a word; the exact one before the first word with digits.
    shape: Option<u64>,
}

impl Default for Words {
    fn default() -> Words {
        Words { words: 0, capitalised: 0, longest: 0, stop_words: 0, years: 0, exact: stop_words::SEED, shape: None }
    }
}

impl Words {
    /// The hash with one `#` for the digits of a word.
    pub fn shape(&self) -> u64 {
        self.shape.unwrap_or(self.exact)
    }

    /// Adds a word of one run of letters.
    #[inline(always)]
    pub fn whole(&mut self, run: &Run, stop_words: &StopWords) {
        self.count(run.letters as u16, run.capital);
        self.plain(run.hash, run.letters as u16, stop_words);
    }

    #[inline(always)]
    fn count(&mut self, len: u16, capital: bool) {
        self.words += 1;
        self.capitalised += u32::from(capital & (len > 1));
        self.longest = self.longest.max(len);
    }

    /// Adds a word without digits.
    #[inline(always)]
    fn plain(&mut self, hash: u64, len: u16, stop_words: &StopWords) {
        let is_one = (len <= stop_words::LONGEST) & stop_words.contain(hash);
        self.stop_words = self.stop_words.saturating_add(u16::from(is_one));
        self.shape = self.shape.map(|shape| add(shape, hash));
        self.exact = add(self.exact, hash);
    }

    /// Adds a word with digits.
    fn with_digits(&mut self, hash: u64, shape: u64) {
        self.shape = Some(add(self.shape(), shape));
        self.exact = add(self.exact, hash);
    }
}

/// The hash of a line with one word more; the order of the words counts.
#[inline(always)]
fn add(line: u64, word: u64) -> u64 {
    (line.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
