//! Function words of the languages whose pages are common in crawls of the region.
//!
//! Their share tells running text from lists of links, in any of these languages: a headline has
//! few, a menu none. Only the share is used, so a word that is a function word in one language and
//! not in another does no harm.

use std::sync::LazyLock;

use super::word::{Key, Word};

/// Slots of the table: a power of two, so sparse that there is a part of the hashes by which each word has its own.
const SLOTS: usize = 4096;

/// The function words, by the hashes of their keys.
pub(crate) struct StopWords([u32; SLOTS]);

impl StopWords {
    /// The table, made at the first call.
    pub fn fetch() -> &'static StopWords {
        static TABLE: LazyLock<StopWords> = LazyLock::new(StopWords::new);
        &TABLE
    }

    fn new() -> StopWords {
        let mut table = [NONE; SLOTS];
        for hash in words().map(|word| hash(Word::read(word.as_bytes()).key)) {
            table[slot(hash)] = mark(hash);
        }
        StopWords(table)
    }

    /// True when a word with that key is a function word. Without a branch: which words are function words cannot be
    /// foreseen.
    #[inline(always)]
    pub fn contain(&self, key: Key) -> bool {
        let hash = hash(key);
        self.0[slot(hash)] == mark(hash)
    }
}

/// The hash of a word; 0 for one without a key. The factor was found by trying: its highest bits part all words of the
/// list, as a test says.
#[inline(always)]
fn hash([low, high]: Key) -> u64 {
    (low ^ high.rotate_left(27)).wrapping_mul(FACTOR)
}

const FACTOR: u64 = 0xa5b2_b62e_0ae2_45cd;

/// Where the mark of a hash stands.
#[inline(always)]
fn slot(hash: u64) -> usize {
    (hash >> (u64::BITS - SLOTS.ilog2())) as usize
}

/// What stands in the table for a hash: bits that do not tell the slot. Other words are taken for one of them once in ten
/// billion times.
#[inline(always)]
fn mark(hash: u64) -> u32 {
    (hash >> 16) as u32
}

/// What stands where no word does: not the mark of a word without a key.
const NONE: u32 = 1;

/// The words of the list.
fn words() -> impl Iterator<Item = &'static str> {
    include_str!("data/stop_words.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_all_its_words() {
        let table = StopWords::fetch();
        for w in words() {
            assert_eq!(w, w.to_lowercase());
            let key = Word::read(w.as_bytes()).key;
            assert!(key != Key::default() && table.contain(key), "{w}");
        }
        assert!(!table.contain(Key::default()));
    }
}
