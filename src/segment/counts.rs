//! What a text holds, counted.

use wide::u8x16;

use super::features::Features;
use super::lanes::{ascii_letters, within};

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

    /// The same of ASCII.
    fn of_ascii(bytes: &[u8]) -> Counts {
        let (mut latin, mut words, mut inside) = (0, 0, false);
        if bytes.contains(&b'\'') {
            for byte in bytes {
                let begins = byte.is_ascii_alphanumeric();
                latin += u32::from(byte.is_ascii_alphabetic());
                words += u32::from(begins & !inside);
                // An apostrophe goes on with a word.
                inside = begins | inside & (*byte == b'\'');
            }
        } else {
            for chunk in bytes.chunks(WIDTH) {
                let [letters, begins] = kinds(chunk);
                latin += letters.count_ones();
                words += (begins & !(begins << 1 | u32::from(inside))).count_ones();
                inside = begins >> (WIDTH - 1) & 1 != 0;
            }
        }
        Counts { chars: bytes.len() as u32, letters: latin, latin, words, ..Counts::default() }
    }
}

/// Bytes that are looked at together.
const WIDTH: usize = 16;

/// The letters, and the letters and figures, of a few bytes of ASCII: a bit for each.
fn kinds(chunk: &[u8]) -> [u32; 2] {
    let mut lanes = [b' '; WIDTH];
    lanes[..chunk.len()].copy_from_slice(chunk);
    let lanes = u8x16::new(lanes);
    let letters = ascii_letters(lanes);
    let figures = within(lanes, b'0', b'9');
    [letters.to_bitmask(), (letters | figures).to_bitmask()]
}

/// Bytes of a text that is counted as one of ASCII, if it is.
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
