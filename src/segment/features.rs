//! What can be seen of one line without its context: one scan, no allocation.

use std::sync::LazyLock;

use super::stop_words;

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Start {
    /// A capital letter.
    Upper,
    /// A small letter.
    Lower,
    /// A digit.
    Digit,
    /// A hyphen or dash.
    Dash,
    /// An opening quotation mark or bracket.
    Quote,
    /// A bullet, bar, arrow or anything else.
    #[default]
    Other,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// `.`, `!` or `?`, also before a closing quotation mark or bracket.
    Sentence,
    /// `…` or `...`.
    Ellipsis,
    /// `:`.
    Colon,
    /// `,` or `;`.
    Comma,
    /// A quotation mark or bracket without a sentence end before it.
    Closed,
    /// A digit.
    Digit,
    /// A letter.
    Letter,
    /// Anything else.
    #[default]
    Other,
}

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
        let table = &**TABLE;
        let bytes = text.as_bytes();
        let mut word = Word::default();
        let mut hashes = Hashes::default();
        // 0: no sentence end seen; 1: seen; 2: seen and a space after it.
        let mut ended = 0u8;
        let mut i = 0;
        while i < bytes.len() {
            if bytes[i] == b' ' {
                i += 1;
                f.chars += 1;
                word.finish(&mut f, &mut hashes);
                ended = if ended > 0 { 2 } else { 0 };
                continue;
            }
            let (c, len) = decode(bytes, i);
            let sign = Sign::of(table, c);
            if sign.is_letter() {
                f.inner_sentences += u16::from(ended == 2 && sign.class() == Class::Upper);
                ended = 0;
                word.begin(sign.class() == Class::Upper);
                i = letters(bytes, (i, sign, len), table, &mut f, &mut word);
                continue;
            }
            i += len;
            f.chars += 1;
            match sign.class() {
                Class::Digit => {
                    f.digits += 1;
                    word.digit(c);
                    ended = 0;
                }
                Class::Joiner if word.len > 0 => word.push(sign.lower()),
                _ => {
                    // An initial or the number of a list does not end a sentence.
                    let initial = word.len == 1 || word.len > 0 && f.words == 0 && f.letters == 0;
                    word.finish(&mut f, &mut hashes);
                    match c {
                        0xA0 => ended = if ended > 0 { 2 } else { 0 },
                        0x2E if initial => ended = 0,
                        0x2E | 0x21 | 0x3F | 0x2026 => ended = 1,
                        0x22 | 0xAB | 0x201C | 0x201E | 0x2018 | 0x2013 | 0x2014 | 0x2D if ended == 2 => {}
                        0x22 | 0xBB | 0x201D | 0x2019 | 0x29 if ended == 1 => {}
                        0x2C => {
                            f.commas = f.commas.saturating_add(1);
                            ended = 0;
                        }
                        0x7C | 0x2022 | 0xB7 | 0x203A | 0x3E | 0x2192 | 0x25B8 | 0x25BA | 0x2044 | 0x2759 => {
                            f.bars = f.bars.saturating_add(1);
                            ended = 0;
                        }
                        0x40 => {
                            f.at_signs = f.at_signs.saturating_add(1);
                            ended = 0;
                        }
                        0x3A if bytes[i..].starts_with(b"//") => f.urls = f.urls.saturating_add(1),
                        _ => ended = 0,
                    }
                }
            }
        }
        word.finish(&mut f, &mut hashes);
        if f.urls == 0 && text.starts_with("www.") {
            f.urls = 1;
        }
        f.hash = hashes.exact;
        f.shape_hash = hashes.shape;
        f
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

/// Reads the letters from `i` on, where `sign` of `len` bytes stands; gives the offset behind them, or behind as many
/// as the counters hold.
#[inline(always)]
fn letters(
    bytes: &[u8],
    (i, mut sign, mut len): (usize, Sign, usize),
    table: &[Sign; LOW],
    f: &mut Features,
    word: &mut Word,
) -> usize {
    // The counters are a byte each, so a longer run is read in parts.
    let stop = bytes.len().min(i + 255);
    let mut counts = 0u64;
    let mut hash = word.hash;
    let mut at = i;
    loop {
        counts += sign.counts();
        hash = stop_words::step(hash, sign.lower());
        at += len;
        if at >= stop {
            break;
        }
        let next;
        (next, len) = decode(bytes, at);
        sign = Sign::of(table, next);
        if !sign.is_letter() {
            break;
        }
    }
    if word.digits > 0 {
        word.shape = text_hash(&bytes[i..at], table, word.shape);
    }
    word.hash = hash;
    let count = |field: u32| (counts >> field) as u32 & 0xff;
    let run = count(Sign::LETTER);
    word.len = word.len.saturating_add(run as u16);
    f.chars += run;
    f.letters += run;
    f.upper += count(Sign::UPPER);
    f.cyrillic += count(Sign::CYRILLIC);
    f.kazakh += count(Sign::KAZAKH);
    f.latin += count(Sign::LATIN);
    at
}

/// The hash `from` with the letters of `bytes` added.
#[cold]
fn text_hash(bytes: &[u8], table: &[Sign; LOW], from: u64) -> u64 {
    let (mut hash, mut at) = (from, 0);
    while at < bytes.len() {
        let (c, len) = decode(bytes, at);
        hash = stop_words::step(hash, Sign::of(table, c).lower());
        at += len;
    }
    hash
}

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
        let table = &**TABLE;
        let bytes = text.as_bytes();
        let mut counts = Counts::default();
        let mut inside = 0u64;
        let mut i = 0;
        while i < bytes.len() {
            // The counters are a byte each, so they are emptied in time.
            let (mut sum, mut words, mut chars) = (0u64, 0u64, 0);
            while i < bytes.len() && chars < 255 {
                let (c, len) = decode(bytes, i);
                i += len;
                chars += 1;
                let sign = Sign::of(table, c);
                sum += sign.counts();
                let class = sign.0 >> 21 & 7;
                // Letters and digits begin a word, a joiner goes on with it, anything else ends it.
                let begins = u64::from(class <= Class::Digit as u64);
                words += begins & !inside;
                inside = begins | (inside & u64::from(class == Class::Joiner as u64));
            }
            let count = |field: u32| (sum >> field) as u32 & 0xff;
            counts.words += words as u32;
            counts.chars += chars;
            counts.letters += count(Sign::LETTER);
            counts.cyrillic += count(Sign::CYRILLIC);
            counts.latin += count(Sign::LATIN);
        }
        counts
    }
}

/// The word that is being read.
#[derive(Default)]
struct Word {
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

impl Word {
    /// Begins a word if none is open.
    #[inline(always)]
    fn begin(&mut self, upper: bool) {
        if self.len == 0 {
            self.capital = upper;
            self.hash = stop_words::SEED;
        }
    }

    #[inline(always)]
    fn push(&mut self, c: u32) {
        self.shape = stop_words::step(self.shape, c);
        self.hash = stop_words::step(self.hash, c);
        self.len = self.len.saturating_add(1);
    }

    fn digit(&mut self, c: u32) {
        self.begin(false);
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

    #[inline(always)]
    fn finish(&mut self, f: &mut Features, hashes: &mut Hashes) {
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
        } else if self.len <= stop_words::LONGEST && stop_words::contains(self.hash) {
            f.stop_words = f.stop_words.saturating_add(1);
        }
        hashes.push(self.hash, shape);
        self.len = 0;
    }
}

/// Hashes of the words of a line: as they are, and with one `#` for the digits of a word.
struct Hashes {
    exact: u64,
    shape: u64,
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Caseless,
    Digit,
    /// Marks that stand inside words: apostrophes, hyphens, combining marks, invisible characters.
    Joiner,
    Other,
}

/// What a character is, packed: its small form in the low 21 bits, its class in the next three, and
/// from bit 24 on a byte for each counter that it adds one to.
#[derive(Clone, Copy)]
struct Sign(u64);

/// Characters of one and two bytes have their sign in a table: Latin, Greek, Cyrillic, Arabic and more.
const LOW: usize = 0x800;

static TABLE: LazyLock<Box<[Sign; LOW]>> = LazyLock::new(|| Box::new(std::array::from_fn(|c| Sign::measure(c as u32))));

impl Sign {
    /// Places of the counters, behind the first 24 bits.
    const UPPER: u32 = 0;
    const CYRILLIC: u32 = 8;
    const KAZAKH: u32 = 16;
    const LATIN: u32 = 24;
    const LETTER: u32 = 32;

    #[inline(always)]
    fn of(table: &[Sign; LOW], c: u32) -> Sign {
        match table.get(c as usize) {
            Some(sign) => *sign,
            None => Sign::measure(c),
        }
    }

    #[inline(never)]
    fn measure(c: u32) -> Sign {
        let class = classify(c);
        let mut counts = 0;
        if matches!(class, Class::Upper | Class::Lower | Class::Caseless) {
            counts |= 1 << Sign::LETTER;
            counts |= u64::from(class == Class::Upper) << Sign::UPPER;
            counts |= u64::from((0x400..0x530).contains(&c)) << Sign::CYRILLIC;
            counts |= u64::from((0x400..0x530).contains(&c) && is_kazakh(c)) << Sign::KAZAKH;
            counts |= u64::from(matches!(c, 0..0x250 | 0x1E00..0x1F00)) << Sign::LATIN;
        }
        let small = match c {
            // Apostrophes are typed in many ways.
            0x2019 | 0x2BC => 0x27,
            _ if class == Class::Joiner => c,
            _ => lower(c),
        };
        Sign(u64::from(small) | (class as u64) << 21 | counts << 24)
    }

    #[inline(always)]
    fn lower(self) -> u32 {
        self.0 as u32 & 0x1f_ffff
    }

    #[inline(always)]
    fn class(self) -> Class {
        match self.0 >> 21 & 7 {
            0 => Class::Upper,
            1 => Class::Lower,
            2 => Class::Caseless,
            3 => Class::Digit,
            4 => Class::Joiner,
            _ => Class::Other,
        }
    }

    #[inline(always)]
    fn is_letter(self) -> bool {
        self.0 >> 21 & 7 < 3
    }

    #[inline(always)]
    fn counts(self) -> u64 {
        self.0 >> 24
    }
}

fn classify(c: u32) -> Class {
    match c {
        0x61..=0x7A => Class::Lower,
        0x41..=0x5A => Class::Upper,
        0x30..=0x39 => Class::Digit,
        0x27 => Class::Joiner,
        0..0x80 => Class::Other,
        0x430..=0x45F => Class::Lower,
        0x400..=0x42F => Class::Upper,
        // Beyond the first rows capitals stand at even code points, their small letters behind them.
        0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F => {
            if c & 1 == 0 {
                Class::Upper
            } else {
                Class::Lower
            }
        }
        0xAD | 0x2019 | 0x2BC | 0x200B..=0x200D | 0x300..=0x36F => Class::Joiner,
        0x2000..=0x206F => Class::Other,
        _ => match char::from_u32(c) {
            Some(c) if c.is_uppercase() => Class::Upper,
            Some(c) if c.is_lowercase() => Class::Lower,
            Some(c) if c.is_alphabetic() => Class::Caseless,
            _ => Class::Other,
        },
    }
}

/// Small form of a letter of the rows that matter here; others as they are.
pub(crate) fn lower(c: u32) -> u32 {
    match c {
        0x41..=0x5A | 0x410..=0x42F | 0xC0..=0xD6 | 0xD8..=0xDE => c + 32,
        0x400..=0x40F => c + 80,
        0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F => c | 1,
        _ => c,
    }
}

fn is_kazakh(c: u32) -> bool {
    matches!(c | 1, 0x4D9 | 0x493 | 0x49B | 0x4A3 | 0x4E9 | 0x4B1 | 0x4AF | 0x4BB) || c == 0x456 || c == 0x406
}

/// The code point that begins at `i` in valid UTF-8, and its length.
#[inline(always)]
fn decode(bytes: &[u8], i: usize) -> (u32, usize) {
    let first = bytes[i];
    if first < 0x80 {
        return (u32::from(first), 1);
    }
    let tail = |n: usize| u32::from(bytes.get(i + n).copied().unwrap_or(0) & 0x3F);
    if first < 0xE0 {
        return (u32::from(first & 0x1F) << 6 | tail(1), 2);
    }
    if first < 0xF0 {
        return (u32::from(first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3);
    }
    (u32::from(first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
}

/// [`char::is_alphabetic`], but quick for Cyrillic too.
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
        || (!c.is_ascii() && c.is_alphabetic())
}

/// [`char::is_alphanumeric`], likewise.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_digit() || is_alphabetic(c) || (!c.is_ascii() && c.is_numeric())
}

/// The case of a letter, `None` for anything else.
fn letter_case(c: char) -> Option<Class> {
    match c {
        // The letters of the two scripts first: the general way is slow.
        'a'..='z' | 'а'..='џ' => Some(Class::Lower),
        'A'..='Z' | 'Ѐ'..='Я' => Some(Class::Upper),
        c if c.is_uppercase() => Some(Class::Upper),
        c if c.is_alphabetic() => Some(Class::Lower),
        _ => None,
    }
}

fn start_of(text: &str) -> Start {
    match text.chars().next() {
        Some('-' | '–' | '—' | '−' | '―') => Start::Dash,
        Some('"' | '«' | '“' | '„' | '\'' | '‘' | '(' | '[') => Start::Quote,
        Some('0'..='9') => Start::Digit,
        Some(c) => match letter_case(c) {
            Some(Class::Upper) => Start::Upper,
            Some(_) => Start::Lower,
            None => Start::Other,
        },
        None => Start::Other,
    }
}

fn end_of(text: &str) -> End {
    let mut closed = false;
    for c in text.chars().rev().take(4) {
        match c {
            '"' | '»' | '”' | '“' | '\'' | '’' | ')' | ']' => closed = true,
            '…' => return End::Ellipsis,
            '.' if text.ends_with("...") => return End::Ellipsis,
            '.' | '!' | '?' | '。' | '！' | '？' => return End::Sentence,
            _ if closed => return End::Closed,
            ':' => return End::Colon,
            ',' | ';' => return End::Comma,
            '0'..='9' => return End::Digit,
            c if letter_case(c).is_some() => return End::Letter,
            _ => return End::Other,
        }
    }
    if closed { End::Closed } else { End::Other }
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

    #[test]
    fn a_mark_before_the_closing_quote_ends_a_sentence() {
        assert_eq!(end_of("Ол «Иә!»"), End::Sentence);
        assert_eq!(end_of("«Ақ жол»"), End::Closed);
        assert_eq!(end_of("сообщил сегодня на бри…"), End::Ellipsis);
        assert_eq!(end_of(""), End::Other);
    }
}
