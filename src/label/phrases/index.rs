//! Looks phrases up by their first or last bytes.

use super::At;
use crate::label::fold::is_word;
use crate::rule::Rule;

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct Phrase {
    pub(super) text: &'static [u8],
    pub(super) rule: &'static Rule,
    pub(super) at: At,
    /// A letter may follow: the row ends with `*`, or with a sign or figure.
    pub(super) open: bool,
}

impl Phrase {
    /// True when the phrase is at an end before `next`.
    pub(super) fn ends_at(&self, next: Option<&u8>) -> bool {
        self.open || !next.is_some_and(|b| is_word(*b))
    }
}

/// Bytes of a key: four Cyrillic letters.
pub(super) const KEY: usize = 8;

/// The first [`KEY`] bytes of `text` as a number; missing ones are zero.
pub(super) fn head_key(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => text.iter().rev().fold(0, |key, b| key << 8 | u64::from(*b)),
    }
}

/// The same of the last bytes, read backwards.
pub(super) fn tail_key(text: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => text.iter().fold(0, |key, b| key << 8 | u64::from(*b)),
    }
}

/// Phrases of some places by their key.
pub(super) struct Index {
    /// Phrases in the order they were given.
    rows: Vec<Row>,
    /// Nearly all words end here.
    filter: Filter,
    /// The first phrase of each bucket of keys, counted from 1; 0 for none.
    first: Vec<u16>,
    /// Lengths of the phrases shorter than [`KEY`] bytes, and whether a letter may follow some of them.
    short: Vec<(usize, bool)>,
}

/// A phrase in its bucket.
struct Row {
    key: u64,
    phrase: Phrase,
    /// The next one in the bucket, counted from 1; 0 for none.
    next: u16,
}

/// A bit for each hash of a key.
pub(super) struct Filter {
    bits: Vec<u64>,
    /// The number of bits as a power of two.
    size: u32,
}

impl Filter {
    /// Bits for each key as a power of two, so that one word in sixty that is no key needs a second look …
    const BITS_A_KEY: usize = 1 << 6;
    /// … but no more than this in all: 8 KiB, a fourth of the fastest memory.
    const MOST: u32 = 16;

    /// A filter with the bits of these keys set.
    pub(super) fn of(keys: impl Iterator<Item = u64> + Clone) -> Filter {
        let bits = (keys.clone().count() * Filter::BITS_A_KEY).next_power_of_two();
        let size = bits.ilog2().clamp(u64::BITS.ilog2(), Filter::MOST);
        let mut filter = Filter { bits: vec![0; 1 << (size - u64::BITS.ilog2())], size };
        for key in keys {
            let bit = hash(key, filter.size);
            filter.bits[bit / 64] |= 1 << (bit % 64);
        }
        filter
    }

    /// False for nearly all keys that were not set.
    #[inline(always)]
    pub(super) fn has(&self, key: u64) -> bool {
        let bit = hash(key, self.size);
        self.bits[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// A multiplicative hash of so many bits; the constant is 2^64 over the golden ratio.
fn hash(key: u64, bits: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)) as usize
}

/// True when the shorter of both is the beginning of the other.
pub(super) fn begins_alike(phrase: &[u8], text: &[u8]) -> bool {
    let len = phrase.len().min(text.len());
    phrase[..len] == text[..len]
}

impl Index {
    /// An index of phrases, of which there are less than 2^16.
    pub(super) fn new(phrases: Vec<Phrase>, key: fn(&[u8]) -> u64) -> Index {
        let short = short(phrases.iter());
        let row = |phrase: Phrase| Row { key: key(phrase.text), phrase, next: 0 };
        let mut rows: Vec<Row> = phrases.into_iter().map(row).collect();
        // About two phrases a bucket.
        let mut first = vec![0; (rows.len() / 2).next_power_of_two().max(2)];
        // The last one first, so that a bucket is in the order they were given.
        let buckets = first.len().ilog2();
        for (i, row) in rows.iter_mut().enumerate().rev() {
            row.next = std::mem::replace(&mut first[hash(row.key, buckets)], i as u16 + 1);
        }
        Index { filter: Filter::of(rows.iter().map(|row| row.key)), rows, first, short }
    }

    /// False for nearly all keys that no phrase of at least [`KEY`] bytes has.
    pub(super) fn may_hold(&self, key: u64) -> bool {
        self.filter.has(key)
    }

    /// False for nearly all keys of texts that no phrase of any length begins.
    pub(super) fn may_open(&self, key: u64) -> bool {
        self.filter.has(key) || self.masked(key).any(|masked| self.filter.has(masked))
    }

    /// What of a key shorter phrases have that text with this key may begin with.
    #[inline(always)]
    fn masked(&self, key: u64) -> impl Iterator<Item = u64> + '_ {
        // Most lines begin with a word that is longer than the short phrases.
        let ends = move |len: usize| !is_word((key >> (8 * len)) as u8);
        self.short.iter().filter(move |(len, open)| *open || ends(*len)).map(move |(len, _)| key & mask(*len))
    }

    /// True when a line begins like `text`, the folded glance at it, that one of these phrases may begin, or be, figures
    /// and signs after it aside, if the line is short enough to be one.
    pub(super) fn may_begin(&self, text: &[u8], may_be: bool) -> bool {
        let fits = |p: &Phrase| {
            let whole = p.at == At::Whole;
            begins_alike(p.text, text) && (!whole || may_be && !text.get(p.text.len()).is_some_and(is_letter))
        };
        self.any(head_key(text), fits)
    }

    /// Calls `fits` with phrases of at least [`KEY`] bytes that text with this key may hold, until one fits.
    #[inline(always)]
    pub(super) fn any_long(&self, key: u64, mut fits: impl FnMut(&Phrase) -> bool) -> bool {
        if !self.filter.has(key) {
            return false;
        }
        let mut number = self.first[hash(key, self.first.len().ilog2())];
        while let Some(at) = usize::from(number).checked_sub(1) {
            let row = &self.rows[at];
            if row.key == key && fits(&row.phrase) {
                return true;
            }
            number = row.next;
        }
        false
    }

    /// Calls `look` with each phrase of any length that text with this key may hold, once.
    #[inline(always)]
    pub(super) fn each(&self, key: u64, mut look: impl FnMut(&Phrase)) {
        self.any(key, |phrase| {
            look(phrase);
            false
        });
    }

    /// Calls `fits` with phrases of any length that text with this key may hold, each once, until one fits.
    #[inline(always)]
    pub(super) fn any(&self, key: u64, mut fits: impl FnMut(&Phrase) -> bool) -> bool {
        if self.any_long(key, &mut fits) {
            return true;
        }
        self.masked(key).filter(|masked| *masked != key).any(|masked| self.any_long(masked, &mut fits))
    }
}

/// The bits of a key that a phrase of `len` bytes, fewer than [`KEY`], has.
fn mask(len: usize) -> u64 {
    (1 << (8 * len)) - 1
}

/// Lengths of the phrases shorter than [`KEY`] bytes, and whether a letter may follow some of them.
fn short<'p>(phrases: impl Iterator<Item = &'p Phrase>) -> Vec<(usize, bool)> {
    let mut short: Vec<(usize, bool)> = Vec::new();
    for phrase in phrases.filter(|p| p.text.len() < KEY) {
        match short.iter_mut().find(|(len, _)| *len == phrase.text.len()) {
            Some((_, open)) => *open |= phrase.open,
            None => short.push((phrase.text.len(), phrase.open)),
        }
    }
    short
}

/// True for a byte of a letter.
pub(super) fn is_letter(byte: &u8) -> bool {
    is_word(*byte) && !byte.is_ascii_digit()
}
