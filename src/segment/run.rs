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
    /// For [`Tally`].
    sums: u64,
}

/// Most letters of a run; a longer one is read in parts.
const LONGEST: usize = 255;

/// What a letter is, packed: its small form in the low 11 bits, then one for each count that it adds to. Entries are
/// added up as they are, and 24 bits hold the small forms of 8,192 letters.
#[derive(Clone, Copy)]
struct Entry(u64);

impl Entry {
    const SMALL: u64 = 0x7FF;
    const UPPER: u32 = 24;
    const KAZAKH: u32 = 44;
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
}

/// Capitals and Kazakh letters of many runs.
#[derive(Default)]
pub(super) struct Tally {
    sums: u64,
    letters: u32,
    pub upper: u32,
    pub kazakh: u32,
}

impl Tally {
    #[inline(always)]
    pub fn add(&mut self, run: &Run) {
        self.sums += run.sums;
        self.letters += run.letters;
        if self.letters > 4096 {
            self.settle();
        }
    }

    /// Makes the counts true.
    pub fn settle(&mut self) {
        let count = |from: u32| (self.sums >> from & 0xF_FFFF) as u32;
        self.upper += count(Entry::UPPER);
        self.kazakh += count(Entry::KAZAKH);
        (self.sums, self.letters) = (0, 0);
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

    /// The run of letters at the head of `text`, if one of the two alphabets begins there; `hash` is that of the word
    /// so far.
    #[inline(always)]
    pub fn run(&self, text: &[u8], hash: u64) -> Option<Run> {
        let first = *text.first()?;
        let run = if first < 0x80 {
            let text = &text[..text.len().min(LONGEST)];
            read(text.iter().map(|b| self.ascii[usize::from(*b)]), hash)
        } else {
            let pairs = text.as_chunks().0;
            let pairs = &pairs[..pairs.len().min(LONGEST)];
            let entry = |pair: &[u8; 2]| self.cyrillic.get(Alphabets::place(*pair)).copied().unwrap_or(Entry::NONE);
            let run = read(pairs.iter().map(entry), hash);
            Run { cyrillic: true, bytes: 2 * run.bytes, ..run }
        };
        (run.letters > 0).then_some(run)
    }
}

/// Reads letters up to the first entry that is none.
#[inline(always)]
fn read(entries: impl Iterator<Item = Entry>, mut hash: u64) -> Run {
    let (mut sums, mut letters, mut first) = (0, 0, 0);
    for Entry(entry) in entries {
        if entry == 0 {
            break;
        }
        first = if letters == 0 { entry } else { first };
        letters += 1;
        sums += entry;
        hash = stop_words::step(hash, (entry & Entry::SMALL) as u32);
    }
    let capital = first >> Entry::UPPER & 1 != 0;
    Run { cyrillic: false, letters, bytes: letters as usize, capital, hash, sums }
}
