//! Runs of letters of the two alphabets that nearly all text is in: each letter is one look into a table.

use std::sync::LazyLock;

use super::sign::{self, Class, is_kazakh, lower};
use super::stop_words;

/// Letters of one alphabet that stand together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// What they are: letters of the Cyrillic rows, or of ASCII.
    pub cyrillic: bool,
    /// How many.
    pub letters: u32,
    /// Bytes that they take.
    pub bytes: usize,
    /// The first is a capital.
    pub capital: bool,
    /// The hash that was given, with the letters added in lower case.
    pub hash: u64,
    /// Their entries, added up.
    sums: u64,
}

/// Most letters of a run, so that their entries can be added up; a longer one is read in parts.
const LONGEST: usize = 31;
const _: () = assert!(LONGEST * 0x7FF < 1 << Entry::UPPER, "sums of small forms stay below the counts");

/// What a letter is, packed: its small form in the low bits, and above them one for each count that it adds to.
#[derive(Clone, Copy)]
struct Entry(u64);

impl Entry {
    const SMALL: u64 = 0x7FF;
    const UPPER: u32 = 16;
    const KAZAKH: u32 = 40;
    /// Not a letter of the alphabet.
    const NONE: Entry = Entry(0);

    fn of(c: u32) -> Entry {
        let class = sign::classify(c);
        if !class.is_letter() {
            return Entry::NONE;
        }
        let upper = u64::from(class == Class::Upper) << Entry::UPPER;
        let kazakh = u64::from(is_kazakh(c)) << Entry::KAZAKH;
        Entry(u64::from(lower(c)) | upper | kazakh)
    }

    #[inline(always)]
    fn is_upper(self) -> bool {
        self.0 >> Entry::UPPER & 1 != 0
    }
}

/// Letters of many runs, by kind. Lines have less than 16 million, which is what 24 bits hold.
#[derive(Default)]
pub(super) struct Tally {
    counts: u64,
    pub cyrillic: u32,
    pub latin: u32,
}

impl Tally {
    #[inline(always)]
    pub fn add(&mut self, run: &Run) {
        self.counts += run.sums >> Entry::UPPER;
        *if run.cyrillic { &mut self.cyrillic } else { &mut self.latin } += run.letters;
    }

    pub fn letters(&self) -> u32 {
        self.cyrillic + self.latin
    }

    pub fn upper(&self) -> u32 {
        self.counts as u32 & 0xFF_FFFF
    }

    pub fn kazakh(&self) -> u32 {
        (self.counts >> (Entry::KAZAKH - Entry::UPPER)) as u32
    }
}

/// The letters of ASCII by their byte, and those of U+0400 to U+052F by their two.
pub(super) struct Alphabets {
    ascii: [Entry; 256],
    cyrillic: [Entry; Alphabets::PLACES],
}

impl Alphabets {
    /// The two bytes of U+0400.
    const FIRST: u16 = 0xD080;
    /// Up to those of U+052F.
    const PLACES: usize = (0xD4AF - Alphabets::FIRST + 1) as usize;

    /// The tables, made at the first call.
    pub fn fetch() -> &'static Alphabets {
        static TABLES: LazyLock<Alphabets> = LazyLock::new(Alphabets::new);
        &TABLES
    }

    fn new() -> Alphabets {
        let ascii = std::array::from_fn(|b| if b < 0x80 { Entry::of(b as u32) } else { Entry::NONE });
        let mut cyrillic = [Entry::NONE; Alphabets::PLACES];
        for letter in '\u{400}'..='\u{52f}' {
            let mut pair = [0; 2];
            letter.encode_utf8(&mut pair);
            cyrillic[Alphabets::place(pair)] = Entry::of(letter as u32);
        }
        Alphabets { ascii, cyrillic }
    }

    #[inline(always)]
    fn place(pair: [u8; 2]) -> usize {
        usize::from(u16::from_be_bytes(pair).wrapping_sub(Alphabets::FIRST))
    }

    #[inline(always)]
    fn pair(&self, pair: [u8; 2]) -> Entry {
        self.cyrillic.get(Alphabets::place(pair)).copied().unwrap_or(Entry::NONE)
    }

    /// The run of letters at the head of `text`, if one of the two alphabets begins there; `hash` is that of the word
    /// so far.
    #[inline(always)]
    pub fn run(&self, text: &[u8], hash: u64) -> Option<Run> {
        let run = if *text.first()? < 0x80 {
            read(&text[..text.len().min(LONGEST)], |b| self.ascii[usize::from(*b)], hash)
        } else {
            let pairs = text.as_chunks().0;
            let run = read(&pairs[..pairs.len().min(LONGEST)], |pair| self.pair(*pair), hash);
            Run { cyrillic: true, bytes: 2 * run.bytes, ..run }
        };
        (run.letters > 0).then_some(run)
    }
}

/// Reads letters up to the first that is none.
#[inline(always)]
fn read<T>(text: &[T], entry: impl Fn(&T) -> Entry, mut hash: u64) -> Run {
    let (mut sums, mut letters) = (0, 0);
    for letter in text {
        let Entry(entry) = entry(letter);
        if entry == 0 {
            break;
        }
        letters += 1;
        sums += entry;
        hash = stop_words::step(hash, (entry & Entry::SMALL) as u32);
    }
    let capital = text.first().is_some_and(|first| entry(first).is_upper());
    Run { cyrillic: false, letters, bytes: letters as usize, capital, hash, sums }
}
