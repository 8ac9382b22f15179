//! Function words of the languages whose pages are common in crawls of the region.
//!
//! Their share tells running text from lists of links, in any of these languages: a headline has
//! few, a menu none. Only the share is used, so a word that is a function word in one language and
//! not in another does no harm.

use std::sync::LazyLock;

use super::word;

/// Slots of the table: a power of two, so sparse that there is a part of the hashes by which each word has its own.
const SLOTS: usize = 4096;

/// What stands in the table for a hash: its upper half. Other words are taken for one of them once in ten billion times.
fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

/// The function words, by their hashes.
pub(crate) struct StopWords([u32; SLOTS]);

impl StopWords {
    /// The table, made at the first call.
    pub fn fetch() -> &'static StopWords {
        static TABLE: LazyLock<StopWords> = LazyLock::new(StopWords::new);
        &TABLE
    }

    fn new() -> StopWords {
        let mut table = [0; SLOTS];
        for hash in words().map(word::hash_of) {
            table[slot(hash)] = mark(hash);
        }
        StopWords(table)
    }

    /// True when a word with that hash is a function word. Without a branch: which words are function words cannot be
    /// foreseen.
    #[inline(always)]
    pub fn contain(&self, hash: u64) -> bool {
        self.0[slot(hash)] == mark(hash)
    }
}

/// Where the mark of a hash stands. The factor was found by trying: it parts all words of the list, as a test says.
#[inline(always)]
fn slot(hash: u64) -> usize {
    ((hash as u32).wrapping_mul(FACTOR) >> (u32::BITS - SLOTS.ilog2())) as usize
}

const FACTOR: u32 = 0x42e2_0293;

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
            assert!(table.contain(word::hash_of(w)));
        }
    }
}
