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

/// Phrases of one place by their key.
#[derive(Default)]
pub(super) struct Index {
    /// Phrases in the order of the table.
    phrases: Vec<Phrase>,
    /// The key of each.
    keys: Vec<u64>,
    /// A bit for each hash of a key: nearly all words end here.
    filter: Filter,
    /// The first phrase of each bucket of keys, counted from 1; 0 for none.
    first: Vec<u16>,
    /// Of each phrase the next one in its bucket, counted from 1; 0 for none.
    next: Vec<u16>,
    /// Lengths of the phrases shorter than [`KEY`] bytes, and whether a letter may follow some of them.
    short: Vec<(usize, bool)>,
}

/// A bit for each hash of a key.
#[derive(Default)]
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

/// Buckets of keys, as a power of two: about as many as the largest index has phrases.
const BUCKET_BITS: u32 = 11;

fn bucket(key: u64) -> usize {
    hash(key, BUCKET_BITS)
}

/// True when the shorter of both is the beginning of the other.
pub(super) fn begins_alike(phrase: &[u8], text: &[u8]) -> bool {
    let len = phrase.len().min(text.len());
    phrase[..len] == text[..len]
}

impl Index {
    /// An index of phrases, of which there are less than 2^16.
    pub(super) fn new(phrases: Vec<Phrase>, key: fn(&[u8]) -> u64) -> Index {
        let keys: Vec<u64> = phrases.iter().map(|p| key(p.text)).collect();
        let mut first = vec![0; 1 << BUCKET_BITS];
        let mut next = vec![0; phrases.len()];
        // The last one first, so that a bucket is in the order of the table.
        for (i, key) in keys.iter().enumerate().rev() {
            next[i] = std::mem::replace(&mut first[bucket(*key)], i as u16 + 1);
        }
        let (filter, short) = (Filter::of(keys.iter().copied()), short(phrases.iter()));
        Index { phrases, keys, filter, first, next, short }
    }

    /// False for nearly all keys that no phrase of at least [`KEY`] bytes has.
    pub(super) fn may_hold(&self, key: u64) -> bool {
        self.filter.has(key)
    }

    /// True when a phrase begins like `text`, the folded glance at a line.
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        self.any(head_key(text), |p| begins_alike(p.text, text))
    }

    /// True when a phrase may be the whole of a line that begins like `text`, figures and signs after
    /// it aside.
    pub(super) fn may_be(&self, text: &[u8]) -> bool {
        let ends = |p: &Phrase| !text.get(p.text.len()).is_some_and(is_letter);
        self.any(head_key(text), |p| begins_alike(p.text, text) && ends(p))
    }

    /// Calls `fits` with phrases of at least [`KEY`] bytes that text with this key may hold, until one fits.
    #[inline(always)]
    pub(super) fn any_long(&self, key: u64, mut fits: impl FnMut(&Phrase) -> bool) -> bool {
        if !self.filter.has(key) {
            return false;
        }
        let mut number = self.first[bucket(key)];
        while let Some(at) = usize::from(number).checked_sub(1) {
            if self.keys[at] == key && fits(&self.phrases[at]) {
                return true;
            }
            number = self.next[at];
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
        // Most lines begin with a word that is longer than the short phrases.
        let ends = |len: usize| !is_word((key >> (8 * len)) as u8);
        let short = self.short.iter().filter(|(len, open)| *open || ends(*len)).map(|(len, _)| key & mask(*len));
        short.filter(|masked| *masked != key).any(|masked| self.any_long(masked, &mut fits))
    }
}

/// The bits of a key that a phrase of `len` bytes, fewer than [`KEY`], has.
pub(super) fn mask(len: usize) -> u64 {
    (1 << (8 * len)) - 1
}

/// Lengths of the phrases shorter than [`KEY`] bytes, and whether a letter may follow some of them.
pub(super) fn short<'p>(phrases: impl Iterator<Item = &'p Phrase>) -> Vec<(usize, bool)> {
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
