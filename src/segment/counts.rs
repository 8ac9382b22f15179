//! What a text holds, counted.

use super::features::Features;

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
        Counts::from(&Features::of(text))
    }
}
