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
        // An address behind a text, mostly: too short for windows to pay.
        if text.len() <= SHORT && text.is_ascii() {
            return Counts::of_ascii(text.as_bytes());
        }
        Counts::from(&Features::of(text))
    }

    /// The same of ASCII, byte by byte.
    fn of_ascii(bytes: &[u8]) -> Counts {
        let latin = bytes.iter().map(|b| u32::from(b.is_ascii_alphabetic())).sum();
        let words = if bytes.contains(&b'\'') {
            // An apostrophe goes on with a word.
            let step = |inside: &mut bool, byte: &u8| {
                let (before, begins) = (*inside, byte.is_ascii_alphanumeric());
                *inside = begins | before & (*byte == b'\'');
                Some(u32::from(begins & !before))
            };
            bytes.iter().scan(false, step).sum()
        } else {
            let begins = |(byte, before): (&u8, &u8)| byte.is_ascii_alphanumeric() & !before.is_ascii_alphanumeric();
            let first = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            u32::from(first) + bytes.iter().skip(1).zip(bytes).map(|pair| u32::from(begins(pair))).sum::<u32>()
        };
        Counts { chars: bytes.len() as u32, letters: latin, latin, words, ..Counts::default() }
    }
}

/// Bytes of a text that is counted byte by byte.
const SHORT: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_counted_like_any_text() {
        for text in ["", "Source : https://site.kz/en/1?a=b_c", "don't 'quote' 12-3rd", "'", "a'' b"] {
            let long = Counts::of(&format!("{text}{}", " ".repeat(SHORT)));
            let Counts { words, letters, latin, chars, .. } = Counts::of(text);
            assert_eq!((words, letters, latin), (long.words, long.letters, long.latin), "{text}");
            assert_eq!(chars as usize, text.len());
        }
    }
}
