//! What stands in a line, window by window.

use super::features::Features;
use super::kinds::{Cut, Kinds};
use super::planes::{WIDTH, back, places, window};
use super::sentences::another_begins;
use super::sign::{Class, Signs, decode, is_cyrillic, is_latin};
use super::stop_words::StopWords;
use super::tally::Tally;
use super::word::Word;

/// A line that is read.
pub(super) struct Scan<'t> {
    text: &'t [u8],
    signs: &'static Signs,
    functions: &'static StopWords,
    counts: Features,
    /// What stands in the window before.
    before: Before,
    /// Bytes of this window that are of a character of a word which begins in the one before.
    beyond: u64,
    /// Bytes of characters of this window that [`Word::plain`] does not know.
    odd: u64,
    /// Where the word began that goes on in this window.
    start: usize,
}

/// What a window looks back at.
#[derive(Clone, Copy, Default)]
struct Before {
    cut: Cut,
    /// Bytes of words, and those of them that are letters and digits of ASCII, second bytes of Cyrillic letters, digits.
    words: u64,
    ascii: u64,
    second: u64,
    digits: u64,
    /// 1 when the last word goes on and has something odd.
    odd: u64,
}

impl<'t> Scan<'t> {
    /// Adds what stands in a line to its counts.
    pub fn read(text: &'t [u8], counts: Features) -> Features {
        let counts = Features { chars: counts.bytes, ..counts };
        let (signs, functions) = (Signs::fetch(), StopWords::fetch());
        let mut scan = Scan { text, signs, functions, counts, before: Before::default(), beyond: 0, odd: 0, start: 0 };
        let mut tally = Tally::default();
        let mut at = 0;
        // Behind a text of whole windows an empty one ends the last word.
        while at <= text.len() {
            let kinds = Kinds::of(window(text, at), scan.before.cut);
            tally.add([kinds.cyrillic, kinds.upper, kinds.latin, kinds.kazakh, kinds.digits, kinds.commas]);
            scan.window(at, &kinds);
            at += WIDTH;
        }
        let (mut f, [cyrillic, upper, latin, kazakh, digits, commas]) = (scan.counts, tally.counts());
        f.cyrillic += cyrillic;
        f.latin += latin;
        f.letters += f.cyrillic + f.latin;
        f.chars -= cyrillic;
        f.upper += upper;
        f.kazakh = kazakh;
        f.digits = digits;
        f.commas = commas.try_into().unwrap_or(u16::MAX);
        f
    }

    /// Reads the window at `at`.
    #[inline(always)]
    fn window(&mut self, at: usize, kinds: &Kinds) {
        let mut words = kinds.words() | std::mem::take(&mut self.beyond);
        self.odd = 0;
        for place in places(kinds.rare) {
            words |= self.rare(at, place, words);
        }
        let before = &self.before;
        let behind = back(words, before.words, 1);
        let (starts, ends) = (words & !behind, behind & !words);
        // The second bytes of capitals have two bytes of the same word before them if the letter does.
        let inside = kinds.latin & behind | kinds.second & back(words, before.words, 2);
        let ascii = kinds.latin | kinds.digits;
        let mixed = kinds.cyrillic & back(ascii, before.ascii, 1) | ascii & back(kinds.second, before.second, 1);
        // The sum carries what is odd to the end of its word.
        let (carried, goes_on) = words.overflowing_add(self.odd | mixed | kinds.upper & inside | before.odd);
        if kinds.digits | before.digits != 0 {
            self.years(at, kinds, words, ends);
        }
        if kinds.stops != 0 {
            self.stops(at, kinds, words, starts, ends);
        }
        self.ended(at, starts, ends, carried);
        let (second, digits, odd) = (kinds.second, kinds.digits, u64::from(goes_on));
        self.before = Before { cut: kinds.cut, words, ascii, second, digits, odd };
    }

    /// Counts the words that end in a window; `odd` has the ends of those that are not plain.
    #[inline(always)]
    fn ended(&mut self, at: usize, starts: u64, ends: u64, odd: u64) {
        // The first start is that of the first word, unless this began in the window before; which of both cannot be foreseen.
        let (first, before) =
            (at + starts.trailing_zeros() as usize, 0_usize.wrapping_sub(self.before.words as usize >> (WIDTH - 1)));
        let mut start = first & !before | self.start & before;
        let mut starts = starts & (starts.wrapping_sub(1) | before as u64);
        let (mut words, mut capitalised, mut longest, mut functions) = (0, 0, 0, 0);
        for end in places(ends) {
            let word = if odd >> end & 1 == 0 {
                Word::plain(self.text, start, at + end)
            } else {
                Word::read(&self.text[start..at + end], self.signs)
            };
            words += 1;
            capitalised += u32::from(word.capital & (word.len > 1));
            longest = word.len.max(longest);
            functions += u16::from(self.functions.contain(word.key));
            start = at + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        self.start = start;
        let f = &mut self.counts;
        f.words += words;
        f.capitalised += capitalised;
        f.longest_word = f.longest_word.max(longest.try_into().unwrap_or(u16::MAX));
        f.stop_words = f.stop_words.saturating_add(functions);
    }

    /// Counts the sentences that end in a window and are not the last.
    fn stops(&mut self, at: usize, kinds: &Kinds, words: u64, starts: u64, ends: u64) {
        for place in places(kinds.stops) {
            let initial = kinds.dots & ends & 1 << place != 0 && self.is_initial(at, place, words, starts, ends);
            if !initial && another_begins(&self.text[at + place + 1..], self.signs) {
                self.counts.inner_sentences = self.counts.inner_sentences.saturating_add(1);
            }
        }
    }

    /// True when the word before a dot is one character, or the first of the line and without letters: an initial, or the
    /// number of a list.
    fn is_initial(&self, at: usize, place: usize, words: u64, starts: u64, ends: u64) -> bool {
        let head = &self.text[..at + place];
        let last = head.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or_default();
        let is_in_word = |i: usize| match i.checked_sub(at) {
            Some(place) => words >> place & 1 != 0,
            None => self.before.words >> (WIDTH + i - at) & 1 != 0,
        };
        if last == 0 || !is_in_word(last - 1) {
            return true;
        }
        let goes_on = self.before.words >> (WIDTH - 1) != 0;
        let start = if goes_on { self.start } else { at + starts.trailing_zeros() as usize };
        let first = self.counts.words == 0 && ends & ((1 << place) - 1) == 0;
        first && head[start..].iter().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())
    }

    /// Counts the numbers of four digits that end in a window and may be years.
    fn years(&mut self, at: usize, kinds: &Kinds, words: u64, ends: u64) {
        let four = (1..=4).fold(ends, |four, by| four & back(kinds.digits, self.before.digits, by));
        for place in places(four & !back(words, self.before.words, 5)) {
            if matches!(&self.text[at + place - 4..][..2], b"19" | b"20") {
                self.counts.years = self.counts.years.saturating_add(1);
            }
        }
    }

    /// Reads the character at `place` of the window at `at`, which is rare, and gives its bytes there if it is of a word;
    /// `words` are the bytes before it that are.
    #[inline(never)]
    fn rare(&mut self, at: usize, place: usize, words: u64) -> u64 {
        let (c, len) = decode(self.text, at + place);
        let sign = self.signs.of(c);
        let f = &mut self.counts;
        f.chars -= len as u32 - 1;
        let class = sign.class();
        let in_word = if place == 0 { self.before.words >> (WIDTH - 1) } else { words >> (place - 1) & 1 } != 0;
        if class.is_letter() {
            f.upper += u32::from(class == Class::Upper);
            *letters_like(f, c) += 1;
        } else if class != Class::Joiner || !in_word {
            self.mark(c, at + place + len);
            return 0;
        }
        let bytes = (1 << len) - 1;
        self.beyond = if place + len > WIDTH { bytes >> (WIDTH - place) } else { 0 };
        // An apostrophe between letters of ASCII changes nothing.
        if c != 0x27 || !self.text[at + place - 1].is_ascii() {
            self.odd |= bytes << place;
        }
        bytes << place
    }

    /// Counts a character that is of no word; `end` is where it ends.
    fn mark(&mut self, c: u32, end: usize) {
        let (f, rest) = (&mut self.counts, &self.text[end..]);
        match c {
            0x7C | 0x2022 | 0xB7 | 0x203A | 0x3E | 0x2192 | 0x25B8 | 0x25BA | 0x2044 | 0x2759 => {
                f.bars = f.bars.saturating_add(1);
            }
            0x40 => f.at_signs = f.at_signs.saturating_add(1),
            0x3A if rest.starts_with(b"//") => f.urls = f.urls.saturating_add(1),
            0x2026 if another_begins(rest, self.signs) => f.inner_sentences = f.inner_sentences.saturating_add(1),
            _ => {}
        }
    }
}

/// The count of letters of the script of `c`; of `letters`, those of the two scripts that have a count are left out.
fn letters_like(f: &mut Features, c: u32) -> &mut u32 {
    if is_latin(c) {
        &mut f.latin
    } else if is_cyrillic(c) {
        &mut f.cyrillic
    } else {
        &mut f.letters
    }
}
