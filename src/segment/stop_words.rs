//! Function words of the languages whose pages are common in crawls of the region.
//!
//! Their share tells running text from lists of links, in any of these languages: a headline has
//! few, a menu none. Only the share is used, so a word that is a function word in one language and
//! not in another does no harm.

use std::sync::LazyLock;

/// Longest word of the table, in characters.
pub(crate) const LONGEST: u16 = 12;

/// Start value of the hash of a word.
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a code point to the hash of a word (FNV-1a over code points).
#[inline]
pub(crate) fn step(hash: u64, c: u32) -> u64 {
    (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// True when a word with that hash is a function word.
#[inline]
pub(crate) fn contains(hash: u64) -> bool {
    let table = &*TABLE;
    let mut slot = hash as usize >> 7;
    let mark = mark(hash);
    loop {
        match table[slot % SLOTS] {
            0 => return false,
            h if h == mark => return true,
            _ => slot += 1,
        }
    }
}

/// Slots of the table: a power of two with load under one quarter.
const SLOTS: usize = 2048;

/// What stands in the table for a hash: its upper half. Other words are taken for one of them once in a billion times.
fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

static TABLE: LazyLock<Box<[u32; SLOTS]>> = LazyLock::new(|| {
    let mut table = Box::new([0; SLOTS]);
    let words =
        include_str!("data/stop_words.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace);
    for word in words {
        let hash = word.chars().fold(SEED, |h, c| step(h, c as u32));
        let mut slot = hash as usize >> 7;
        while table[slot % SLOTS] != 0 && table[slot % SLOTS] != mark(hash) {
            slot += 1;
        }
        table[slot % SLOTS] = mark(hash);
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sparse_and_its_words_fit() {
        assert!(TABLE.iter().filter(|h| **h != 0).count() * 4 < SLOTS);
        for w in
            include_str!("data/stop_words.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace)
        {
            assert!(w.chars().count() <= LONGEST as usize, "{w}");
            assert_eq!(w, w.to_lowercase());
            assert!(contains(w.chars().fold(SEED, |h, c| step(h, c as u32))));
        }
    }
}
