//! What a text holds, counted.

use super::features::Features;
use super::sign::{Class, Signs, decode, is_cyrillic, is_latin};
use super::window::Windows;

/// What the signals of an article sum up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Runs of letters and digits, as in [`Features::words`].
    pub words: u32,
    /// Characters that are letters.
    pub letters: u32,
    /// Cyrillic letters.
    pub cyrillic: u32,
    /// Latin letters.
    pub latin: u32,
    /// Characters of any kind.
    pub chars: u32,
}

impl From<&Features> for Counts {
    fn from(f: &Features) -> Counts {
        Counts { words: f.words, letters: f.letters, cyrillic: f.cyrillic, latin: f.latin, chars: f.chars }
    }
}

impl std::ops::SubAssign for Counts {
    fn sub_assign(&mut self, other: Counts) {
        self.words = self.words.saturating_sub(other.words);
        self.letters = self.letters.saturating_sub(other.letters);
        self.cyrillic = self.cyrillic.saturating_sub(other.cyrillic);
        self.latin = self.latin.saturating_sub(other.latin);
        self.chars = self.chars.saturating_sub(other.chars);
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.words += other.words;
        self.letters += other.letters;
        self.cyrillic += other.cyrillic;
        self.latin += other.latin;
        self.chars += other.chars;
    }
}

impl Counts {
    /// Counts in a text of any length.
    pub fn of(text: &str) -> Counts {
        let signs = Signs::fetch();
        let bytes = text.as_bytes();
        let mut windows = Windows::new(bytes);
        let mut counts = Counts::default();
        // Bytes behind the first of characters that are in no run.
        let mut continuing = 0;
        let mut inside = false;
        let mut i = 0;
        while i < bytes.len() {
            if let Some(run) = windows.run(i) {
                i += run.bytes;
                counts.words += u32::from(!inside);
                inside = true;
                continue;
            }
            let (c, len) = decode(bytes, i);
            i += len;
            continuing += len as u32 - 1;
            let class = signs.of(c).class();
            if class.is_letter() {
                counts.letters += 1;
                counts.latin += u32::from(is_latin(c));
                counts.cyrillic += u32::from(is_cyrillic(c));
            }
            // Letters and digits begin a word, a joiner goes on with it, anything else ends it.
            let begins = class.is_letter() || class == Class::Digit;
            counts.words += u32::from(begins && !inside);
            inside = begins || inside && class == Class::Joiner;
        }
        let tally = windows.tally();
        counts.cyrillic += tally.cyrillic;
        counts.latin += tally.latin;
        counts.letters += tally.cyrillic + tally.latin;
        counts.chars = bytes.len() as u32 - tally.cyrillic - continuing;
        counts
    }
}
