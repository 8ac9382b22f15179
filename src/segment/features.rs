//! What can be seen of one line without its context: one scan, no allocation.

pub(crate) use super::counts::Counts;
use super::ended::Ended;
pub(crate) use super::ends::{End, Start};
use super::ends::{end_of, start_of};
use super::sign::{Class, Signs, decode, is_cyrillic, is_latin};
pub(crate) use super::sign::{is_alphabetic, is_alphanumeric, is_uppercase, lower};
use super::stop_words::StopWords;
use super::window::Windows;
use super::word::Word;
use super::words::Words;

/// Facts of a line, no opinion. Counts saturate.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    /// Bytes as repaired.
    pub bytes: u32,
    /// Characters of any kind.
    pub chars: u32,
    /// Runs of letters and digits.
    pub words: u32,
    /// Characters that are letters.
    pub letters: u32,
    /// Capital letters.
    pub upper: u32,
    /// Words of two characters or more that begin with a capital.
    pub capitalised: u32,
    /// ASCII digits.
    pub digits: u32,
    /// Cyrillic letters.
    pub cyrillic: u32,
    /// Letters that Kazakh has and Russian has not.
    pub kazakh: u32,
    /// Latin letters.
    pub latin: u32,
    /// Words that are function words of kk, ru, en, de, fr, es, it or pt.
    pub stop_words: u16,
    /// Sentence ends inside the line: `.`, `!`, `?` or `…`, a space, a capital or an opening quote.
    pub inner_sentences: u16,
    /// Commas.
    pub commas: u16,
    /// Bars, bullets, arrows and other marks that part links.
    pub bars: u16,
    /// `://` or `www.` somewhere.
    pub urls: u8,
    /// `@` somewhere.
    pub at_signs: u8,
    /// Numbers of four digits from 1900 to 2099.
    pub years: u8,
    /// Longest word in characters.
    pub longest_word: u16,
    /// How it begins.
    pub start: Start,
    /// How it ends.
    pub end: End,
    /// Hash of its words in lower case; lines that differ in case, spaces and punctuation have the same.
    pub hash: u64,
    /// Hash of the same with one `#` for the digits of a word: equal for lines that differ in numbers only.
    pub shape_hash: u64,
}

impl Features {
    /// Measures one line.
    pub fn of(text: &str) -> Features {
        let mut f =
            Features { bytes: text.len() as u32, start: start_of(text), end: end_of(text), ..Features::default() };
        let (signs, functions) = (Signs::fetch(), StopWords::fetch());
        let bytes = text.as_bytes();
        let mut windows = Windows::new(bytes);
        let mut word = Word::default();
        let mut words = Words::default();
        let mut ended = Ended::No;
        // Bytes behind the first of characters that are in no run.
        let mut continuing = 0;
        let mut i = 0;
        while i < bytes.len() {
            let run =
                if word.len() == 0 { words.read(&mut windows, &mut i, &mut ended, functions) } else { windows.run(i) };
            if let Some(run) = run {
                i += run.bytes;
                word.letters(&run);
                ended = Ended::No;
                continue;
            }
            if i == bytes.len() {
                break;
            }
            if bytes[i] == b' ' {
                i += 1;
                word.finish(&mut words, functions);
                ended.space();
                continue;
            }
            let (c, len) = decode(bytes, i);
            i += len;
            continuing += len as u32 - 1;
            let sign = signs.of(c);
            match sign.class() {
                class @ (Class::Upper | Class::Lower | Class::Caseless) => {
                    let upper = class == Class::Upper;
                    f.inner_sentences += u16::from(ended == Ended::AndSpace && upper);
                    ended = Ended::No;
                    f.upper += u32::from(upper);
                    *f.letters_like(c) += 1;
                    word.letter(sign.lower(), upper);
                }
                Class::Digit => {
                    f.digits += 1;
                    word.digit(c);
                    ended = Ended::No;
                }
                Class::Joiner if word.len() > 0 => word.push(sign.lower()),
                _ => {
                    // An initial or the number of a list does not end a sentence.
                    let initial = word.len() == 1 || word.len() > 0 && words.words == 0 && !word.has_letters();
                    word.finish(&mut words, functions);
                    f.mark(c, &bytes[i..]);
                    ended.mark(c, initial, &bytes[i..]);
                }
            }
        }
        word.finish(&mut words, functions);
        if f.urls == 0 && text.starts_with("www.") {
            f.urls = 1;
        }
        let tally = windows.tally();
        f.cyrillic += tally.cyrillic;
        f.latin += tally.latin;
        f.letters += f.cyrillic + f.latin;
        f.chars = f.bytes - tally.cyrillic - continuing;
        f.upper += tally.upper;
        f.kazakh = tally.kazakh;
        f.commas = saturated(words.commas + u32::from(f.commas));
        f.inner_sentences = saturated(words.inner_sentences + u32::from(f.inner_sentences));
        f.words = words.words;
        f.capitalised = words.capitalised;
        f.longest_word = saturated(words.longest);
        f.stop_words = saturated(words.stop_words);
        f.years = words.years;
        f.hash = words.exact();
        f.shape_hash = words.shape;
        f
    }

    /// The count of letters of the script of `c`; of `letters`, those of the two scripts that have a count are left out.
    fn letters_like(&mut self, c: u32) -> &mut u32 {
        if is_latin(c) {
            &mut self.latin
        } else if is_cyrillic(c) {
            &mut self.cyrillic
        } else {
            &mut self.letters
        }
    }

    /// Counts a character that is of no word; `rest` stands behind it.
    fn mark(&mut self, c: u32, rest: &[u8]) {
        match c {
            0x2C => self.commas = self.commas.saturating_add(1),
            0x7C | 0x2022 | 0xB7 | 0x203A | 0x3E | 0x2192 | 0x25B8 | 0x25BA | 0x2044 | 0x2759 => {
                self.bars = self.bars.saturating_add(1);
            }
            0x40 => self.at_signs = self.at_signs.saturating_add(1),
            0x3A if rest.starts_with(b"//") => self.urls = self.urls.saturating_add(1),
            _ => {}
        }
    }

    /// True when the line has letters and nearly all of them are capitals.
    pub fn all_caps(&self) -> bool {
        self.letters >= 8 && self.upper * 10 >= self.letters * 9
    }

    /// True for a line that reads like running text: it ends as a sentence does and has the length
    /// of one, or holds several sentences.
    pub fn prose(&self) -> bool {
        (matches!(self.end, End::Sentence) && self.words >= 7)
            || (self.inner_sentences >= 1 && self.words >= 14)
            || self.words >= 40
    }
}

fn saturated(count: u32) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_stands_in_a_line() {
        let f = Features::of("Алматы қаласында 12 жаңа мектеп ашылды. Бұл туралы «Ұлт» айтты, деп хабарлайды.");
        assert_eq!(f.words, 12);
        assert_eq!(f.digits, 2);
        assert_eq!(f.inner_sentences, 1);
        assert_eq!(f.commas, 1);
        assert_eq!(f.upper, 3);
        assert!(f.kazakh >= 4 && f.stop_words >= 2);
        assert_eq!((f.start, f.end), (Start::Upper, End::Sentence));
    }

    #[test]
    fn a_line_differing_in_numbers_has_the_same_shape() {
        let (a, b) = (Features::of("Просмотров: 15"), Features::of("просмотров 27"));
        assert_ne!(a.hash, b.hash);
        assert_eq!(a.shape_hash, b.shape_hash);
    }
}
