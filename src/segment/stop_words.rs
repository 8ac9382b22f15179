//! Function words of the languages whose pages are common in crawls of the region.
//!
//! Their share tells running text from lists of links, in any of these languages: a headline has
//! few, a menu none. Only the share is used, so a word that is a function word in one language and
//! not in another does no harm.

use std::sync::LazyLock;

use super::word;

/// Slots of the table: a power of two, so sparse that each word finds its own slot or the next one free.
const SLOTS: usize = 4096;

/// What stands in the table for a hash: its upper half. Other words are taken for one of them once in a billion times.
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
        for word in words() {
            let hash = word::hash_of(word);
            let [own, next] = slots(hash);
            // Languages share words.
            let free = if table[own] == 0 || table[own] == mark(hash) { own } else { next };
            table[free] = mark(hash);
        }
        StopWords(table)
    }

    /// True when a word with that hash is a function word. Without a branch: which words are function words cannot be
    /// foreseen.
    #[inline(always)]
    pub fn contain(&self, hash: u64) -> bool {
        let [own, next] = slots(hash);
        (self.0[own] == mark(hash)) | (self.0[next] == mark(hash))
    }
}

/// Where the mark of a hash may stand.
#[inline(always)]
fn slots(hash: u64) -> [usize; 2] {
    let slot = (hash >> 9) as usize;
    [slot % SLOTS, (slot + 1) % SLOTS]
}

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
