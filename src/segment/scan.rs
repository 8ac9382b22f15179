//! What stands in a line, window by window.

use super::features::{Features, words_without_spaces};
use super::kinds::{Cut, Kinds};
use super::planes::{WIDTH, back, places, window};
use super::sentences::{Ends, Sentences, another_begins};
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
    /// Characters of the longest word, function words, and sentences that begin behind another.
    longest: u32,
    stop_words: u32,
    inner_sentences: u32,
    /// Letters of scripts without capitals.
    caseless: u32,
}

/// What a window looks back at.
#[derive(Clone, Copy, Default)]
struct Before {
    cut: Cut,
    /// Bytes of words, those of them that are letters and digits of ASCII, and digits.
    words: u64,
    ascii: u64,
    digits: u64,
    /// Last bytes of capitals that words begin with.
    capitals: u64,
    /// 1 when the last word goes on and has something odd.
    odd: u64,
    sentences: Ends,
}

impl<'t> Scan<'t> {
    /// Adds what stands in a line to its counts.
    pub fn read(text: &'t [u8], counts: Features) -> Features {
        let counts = Features { chars: counts.bytes, ..counts };
        let (signs, functions) = (Signs::fetch(), StopWords::fetch());
        let mut scan = Scan {
            text,
            signs,
            functions,
            counts,
            before: Before::default(),
            beyond: 0,
            odd: 0,
            start: 0,
            longest: 0,
            stop_words: 0,
            inner_sentences: 0,
            caseless: 0,
        };
        let mut tally = Tally::default();
        let mut at = 0;
        // Behind a text of whole windows an empty one ends the last word.
        while at <= text.len() {
            let kinds = Kinds::of(window(text, at), scan.before.cut);
            let capitalised = scan.window(at, &kinds);
            tally.add([kinds.cyrillic, kinds.upper, kinds.latin, kinds.digits, kinds.commas, capitalised]);
            at += WIDTH;
        }
        let (mut f, [cyrillic, upper, latin, digits, commas, capitalised]) = (scan.counts, tally.counts());
        f.cyrillic += cyrillic;
        f.latin += latin;
        f.letters += f.cyrillic + f.latin;
        f.chars -= cyrillic;
        f.upper += upper;
        f.words = f.words.max(words_without_spaces(scan.caseless, f.words));
        f.digits = digits;
        f.capitalised += capitalised;
        let saturated = |count: u32| count.try_into().unwrap_or(u16::MAX);
        f.commas = saturated(commas);
        f.longest_word = saturated(scan.longest);
        f.stop_words = saturated(scan.stop_words);
        f.inner_sentences = saturated(scan.inner_sentences);
        f
    }

    /// Reads the window at `at`, and gives a mask with a one for each word of two characters or more that begins with a
    /// capital, at the second of them.
    #[inline(always)]
    fn window(&mut self, at: usize, kinds: &Kinds) -> u64 {
        let mut words = kinds.words() | std::mem::take(&mut self.beyond);
        self.odd = 0;
        for place in places(kinds.rare) {
            words |= self.rare(at, place, words);
        }
        let before = &self.before;
        let behind = back(words, before.words, 1);
        let (starts, ends) = (words & !behind, behind & !words);
        // Letters that stand behind one of the same word: of Cyrillic letters the byte before both of theirs tells.
        let inside = kinds.latin & behind | kinds.second & back(words, before.words, 2);
        let capitals = kinds.upper & !inside;
        let capitalised = back(capitals, before.capitals, 1) & words;
        let ascii = kinds.latin | kinds.digits;
        let mixed =
            kinds.cyrillic & back(ascii, before.ascii, 1) | ascii & back(kinds.cyrillic, before.cut.cyrillic, 2);
        // The sum carries what is odd to the end of its word.
        let (carried, goes_on) = words.overflowing_add(self.odd | mixed | kinds.upper & inside | before.odd);
        if kinds.digits | before.digits != 0 {
            self.years(at, kinds, words, ends);
        }
        self.sentences(at, kinds, words, starts, ends);
        self.ended(at, starts, ends, carried);
        let (digits, odd) = (kinds.digits, u64::from(goes_on));
        let sentences = self.before.sentences;
        self.before = Before { cut: kinds.cut, words, ascii, digits, capitals, odd, sentences };
        capitalised
    }

    /// Counts the words that end in a window; `odd` has the ends of those that are not plain.
    #[inline(always)]
    fn ended(&mut self, at: usize, starts: u64, ends: u64, odd: u64) {
        // The first start is that of the first word, unless this began in the window before; which of both cannot be foreseen.
        let (first, before) =
            (at + starts.trailing_zeros() as usize, 0_usize.wrapping_sub(self.before.words as usize >> (WIDTH - 1)));
        let mut start = first & !before | self.start & before;
        let mut starts = starts & (starts.wrapping_sub(1) | before as u64);
        let (mut words, mut longest, mut stop_words) = (self.counts.words, self.longest, self.stop_words);
        for end in places(ends) {
            let word = if odd >> end & 1 == 0 {
                Word::plain(self.text, start, at + end)
            } else {
                Word::read(&self.text[start..at + end])
            };
            words += 1;
            longest = word.len.max(longest);
            stop_words += u32::from(self.functions.contain(word.key));
            start = at + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        self.start = start;
        (self.counts.words, self.longest, self.stop_words) = (words, longest, stop_words);
    }

    /// Counts the sentences that begin in a window behind another; `words` are the bytes of words.
    #[inline(always)]
    fn sentences(&mut self, at: usize, kinds: &Kinds, words: u64, starts: u64, ends: u64) {
        let is_first = 0_u64.wrapping_sub(u64::from(at == 0));
        let (sentences, now) = Sentences::of(kinds, self.before.sentences, words, starts, ends, is_first);
        self.before.sentences = now;
        self.inner_sentences += u32::from(sentences.begun != 0);
        // Hardly ever two in one window.
        let more = sentences.begun & sentences.begun.wrapping_sub(1);
        if more | sentences.unclear != 0 {
            self.inner_sentences += more.count_ones();
            self.unclear(at, &sentences);
        }
    }

    /// Counts the sentences that other signs than one space part from what stands before.
    #[inline(never)]
    fn unclear(&mut self, at: usize, sentences: &Sentences) {
        for place in places(sentences.unclear) {
            // Where it is behind a space, that is read again.
            let rest = at + place - (sentences.spaced >> place & 1) as usize;
            self.inner_sentences += u32::from(another_begins(&self.text[rest..], self.signs));
        }
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
            *letters_like(f, c) += 1;
            self.caseless += u32::from(class == Class::Caseless);
            if class == Class::Upper {
                f.upper += 1;
                let capitalised = !in_word && self.is_of_word(at + place + len);
                self.counts.capitalised += u32::from(capitalised);
            }
        } else if class != Class::Joiner || !in_word {
            self.mark(c, at + place + len);
            return 0;
        }
        let bytes = (1 << len) - 1;
        self.beyond = if place + len > WIDTH { bytes >> (WIDTH - place) } else { 0 };
        // An apostrophe between letters of ASCII changes nothing.
        let ascii = |i: usize| self.text.get(i).is_none_or(u8::is_ascii);
        if c != 0x27 || !ascii(at + place - 1) || !ascii(at + place + 1) {
            self.odd |= bytes << place;
        }
        bytes << place
    }

    /// True when the character there goes on with a word.
    fn is_of_word(&self, at: usize) -> bool {
        at < self.text.len() && self.signs.of(decode(self.text, at).0).class() != Class::Other
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
            0x2026 => self.inner_sentences += u32::from(another_begins(rest, self.signs)),
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
