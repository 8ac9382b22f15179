//! Function words of the languages whose pages are common in crawls of the region.
//!
//! Their share tells running text from lists of links, in any of these languages: a headline has
//! few, a menu none. Only the share is used, so a word that is a function word in one language and
//! not in another does no harm.

use std::sync::LazyLock;

use super::sign::{decode, lower};
use super::word::{Key, Word};

/// Slots of the table: a power of two.
const SLOTS: usize = 2048;
/// Words of a slot at most. The table is so sparse that there is a part of the hashes by which no slot has more.
const ROOM: usize = 2;

/// The function words, in small letters and with a capital, by the hashes of their keys.
pub(crate) struct StopWords([[u32; ROOM]; SLOTS]);

impl StopWords {
    /// The table, made at the first call.
    pub fn fetch() -> &'static StopWords {
        static TABLE: LazyLock<StopWords> = LazyLock::new(StopWords::new);
        &TABLE
    }

    fn new() -> StopWords {
        let mut table = StopWords([[NONE; ROOM]; SLOTS]);
        for word in words() {
            let key = Word::read(word.as_bytes()).key;
            table.add(key);
            if let Some(key) = capitalised(key) {
                table.add(key);
            }
        }
        table
    }

    fn add(&mut self, key: Key) {
        let hash = hash(key);
        if !self.contain(key)
            && let Some(free) = self.0[slot(hash)].iter_mut().find(|mark| **mark == NONE)
        {
            *free = mark(hash);
        }
    }

    /// True when a word with that key is a function word. Without a branch: which words are function words cannot be
    /// foreseen.
    #[inline(always)]
    pub fn contain(&self, key: Key) -> bool {
        let hash = hash(key);
        let ([one, other], mark) = (self.0[slot(hash)], mark(hash));
        (one == mark) | (other == mark)
    }
}

/// The key of a word with a capital, of that in small letters, if it begins with a letter of ASCII or a Cyrillic one.
fn capitalised([low, high]: Key) -> Option<Key> {
    let (c, len) = decode(&low.to_le_bytes(), 0);
    // So far before its small form stands a capital, by the rows of the two alphabets.
    let before = [32, 80, 1].map(|by| c.wrapping_sub(by));
    let capital = before.into_iter().find(|capital| lower(*capital) == c).and_then(char::from_u32)?;
    let mut bytes = low.to_le_bytes();
    let is_plain = capital.is_ascii() || capital >= '\u{400}';
    capital.encode_utf8(bytes.get_mut(..len)?);
    is_plain.then_some([u64::from_le_bytes(bytes), high])
}

/// The hash of a word; 0 for one without a key. The factor was found by trying: no more words of the list than there is
/// [`ROOM`] for have the same highest bits, as a test says.
#[inline(always)]
fn hash([low, high]: Key) -> u64 {
    (low ^ high.rotate_left(27)).wrapping_mul(FACTOR)
}

const FACTOR: u64 = 0x2b00_b570_f93e_e7cd;

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
            assert!(capitalised(key).is_none_or(|key| table.contain(key)), "{w}");
        }
        let plain = |word: &str| Word::plain(word.as_bytes(), 0, word.len()).key;
        for word in ["Бұл", "бұл", "Для", "The", "А", "Ещё"] {
            assert!(table.contain(plain(word)), "{word}");
        }
        assert!(!table.contain(Key::default()));
    }
}
