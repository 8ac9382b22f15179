//! What can be seen of one line without its context: one scan, no allocation.

pub(crate) use super::counts::Counts;
pub(crate) use super::ends::{End, Start};
use super::ends::{end_of, start_of};
use super::hash::chain;
use super::scan::Scan;
pub(crate) use super::sign::{is_alphabetic, is_alphanumeric, is_cyrillic, is_uppercase, lower};

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
    /// The same for lines of a page that have the same words; see [`Hashes`](super::hash::Hashes).
    pub hash: u64,
    /// The same for those that have the same words but for digits.
    pub shape_hash: u64,
}

impl Features {
    /// Measures one line.
    pub fn of(text: &str) -> Features {
        let f = Features { bytes: text.len() as u32, start: start_of(text), end: end_of(text), ..Features::default() };
        let mut f = Scan::read(text.as_bytes(), f);
        if f.urls == 0 && text.starts_with("www.") {
            f.urls = 1;
        }
        f
    }

    /// A number that is the same for lines of the same words, however their case, their digits and what stands between
    /// them, and differs for most others.
    pub fn sum(&self) -> u64 {
        let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
        chain(pair(self.words, self.letters), pair(self.latin, u32::from(self.stop_words))).swap_bytes()
    }

    /// True when the line has letters and nearly all of them are capitals.
    pub fn all_caps(&self) -> bool {
        self.letters >= 8 && self.upper * 10 >= self.letters * 9
    }

    /// True for a line that reads like running text: it ends as a sentence does and has the length
    /// of one, or holds several sentences.
    pub fn prose(&self) -> bool {
        // All is asked without a branch: which of it is true, nobody can foresee.
        (matches!(self.end, End::Sentence) & (self.words >= 7))
            | ((self.inner_sentences >= 1) & (self.words >= 14))
            | (self.words >= 40)
    }
}

/// About how many words so many letters without case make where no spaces part them, as in Chinese and Japanese; 0 where
/// the `runs` of them are short enough to be words. A word has two or three such letters, and a run between two signs
/// seldom fewer than eight; words of Arabic and Hindi, which have spaces, have four or five.
pub(super) fn words_without_spaces(caseless: u32, runs: u32) -> u32 {
    const RUN: u32 = 8;
    const WORD: u32 = 3;
    if caseless > RUN * runs { caseless / WORD } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::planes::WIDTH;
    use super::super::sign::{Class, Signs, is_cyrillic, is_latin};
    use super::super::stop_words::StopWords;
    use super::super::word::Word;
    use super::*;

    /// The same counts, character by character.
    fn slowly(text: &str) -> Features {
        let signs = Signs::fetch();
        let class = |c: char| signs.of(c as u32).class();
        let mut f =
            Features { start: start_of(text), end: end_of(text), bytes: text.len() as u32, ..Features::default() };
        f.urls = u8::from(text.starts_with("www.") && !text.contains("://"));
        let caseless = text.chars().filter(|c| class(*c) == Class::Caseless).count() as u32;
        let (mut word, mut ended, mut spaced) = (String::new(), false, false);
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let rest = text.get(i + c.len_utf8()..).unwrap_or_default();
            f.chars += u32::from(i < text.len());
            if class(c).is_letter() || class(c) == Class::Digit || class(c) == Class::Joiner && !word.is_empty() {
                f.inner_sentences += u16::from(ended && spaced && class(c) == Class::Upper);
                f.letters += u32::from(class(c).is_letter());
                f.upper += u32::from(class(c) == Class::Upper);
                f.latin += u32::from(class(c).is_letter() && is_latin(c as u32));
                f.cyrillic += u32::from(class(c).is_letter() && is_cyrillic(c as u32));
                f.digits += u32::from(class(c) == Class::Digit);
                word.push(c);
                (ended, spaced) = (false, false);
                continue;
            }
            let mut initial = false;
            if !word.is_empty() {
                let len = word.chars().count();
                initial = len == 1 || f.words == 0 && i < WIDTH && word.bytes().all(|byte| byte.is_ascii_digit());
                f.words += 1;
                f.capitalised += u32::from(len > 1 && word.chars().next().is_some_and(|c| class(c) == Class::Upper));
                f.longest_word = f.longest_word.max(len as u16);
                let key = Word::read(word.as_bytes()).key;
                f.stop_words += u16::from(StopWords::fetch().contain(key));
                let year = len == 4 && word.parse().is_ok_and(|year| (1900..2100).contains(&year));
                f.years += u8::from(year);
                word.clear();
            }
            match c {
                ' ' | '\u{a0}' => spaced = ended,
                '.' | '!' | '?' | '…' => (ended, spaced) = (!(c == '.' && initial), false),
                '"' => {}
                '»' | '”' | '’' | ')' if ended && !spaced => {}
                '«' | '“' | '„' | '‘' | '–' | '—' | '-' if spaced => {}
                _ => (ended, spaced) = (false, false),
            }
            f.commas += u16::from(c == ',');
            f.bars += u16::from("|•·›>→▸►⁄❙".contains(c));
            f.at_signs += u8::from(c == '@');
            f.urls += u8::from(c == ':' && rest.starts_with("//"));
        }
        f.words = f.words.max(words_without_spaces(caseless, f.words));
        f
    }

    proptest! {
        #[test]
        fn windows_see_what_characters_say(
            words in prop::collection::vec("\\PC{0,3}|[А-ЯҚ]?[а-яіқң]{1,20}|[а-яА-ЯҚ]{2,4}|[A-Z]?[a-z]{0,9}|[12][09][0-9]{0,3}|[А-ЯA-Z]\\.|бұл|ЖӘНЕ|Also|für|[A-Zа-я0-9'’éÜ\u{ad}]{1,6}", 0..20),
            between in prop::collection::vec(" |, |\\. |\\.|\\.» |! – |… |  |\\.\" «|://|@|\\||-|\u{a0}|\\) ", 20),
        ) {
            let text: String = words.iter().zip(&between).flat_map(|(word, between)| [word.as_str(), between]).collect();
            // Signs of old Cyrillic and letters of Siberia whose capitals windows do not tell (see `Kinds::of`).
            prop_assume!(!text.chars().any(|c| matches!(c as u32, 0x482..0x48A | 0x4C1..0x4CF)));
            prop_assert_eq!(format!("{:?}", Features::of(&text)), format!("{:?}", slowly(&text)), "{}", text);
        }
    }

    #[test]
    fn a_word_of_two_alphabets_is_as_long_as_its_characters() {
        // The apostrophe parts the alphabets, but not the word.
        assert_eq!(Features::of("A'а").longest_word, 3);
        assert_eq!(Features::of("а'A don't").longest_word, 5);
    }

    #[test]
    fn counts_what_stands_in_a_line() {
        let f = Features::of("Алматы қаласында 12 жаңа мектеп ашылды. Бұл туралы «Ұлт» айтты, деп хабарлайды.");
        assert_eq!(f.words, 12);
        assert_eq!(f.digits, 2);
        assert_eq!(f.inner_sentences, 1);
        assert_eq!(f.commas, 1);
        assert_eq!(f.upper, 3);
        assert!(f.stop_words >= 2);
        assert_eq!((f.start, f.end), (Start::Upper, End::Sentence));
    }

    #[test]
    fn letters_without_spaces_make_words() {
        let f = Features::of("昨日の夜に市内の古い橋が閉鎖され、朝から長い渋滞が続いている。");
        assert_eq!((f.words, f.end), (9, End::Sentence));
        assert_eq!(Features::of("ニュース").words, 1);
        assert_eq!(Features::of("افتتح الجسر الجديد يوم الاثنين").words, 5);
    }
}
