//! One word, by where it begins and ends.

use super::sign::{decode, lower};

/// Most bytes of a word that has a key.
const KEY: usize = 16;

/// The bytes of a word, zeros behind them; only zeros for a longer word.
pub(super) type Key = [u64; 2];

/// What is told of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Characters.
    pub len: u32,
    pub key: Key,
}

impl Word {
    /// A word whose characters are all of ASCII or all Cyrillic letters, with no capital but the first; its key has that
    /// as it is. Without a branch, for of the next word nothing can be foreseen.
    #[inline(always)]
    pub fn plain(text: &[u8], start: usize, end: usize) -> Word {
        let bytes = end - start;
        let [low, high] = head(text, start);
        let masks = &MASKS[bytes.min(KEY + 1)];
        let cyrillic = low >> 7 & 1;
        Word { len: (bytes >> cyrillic) as u32, key: [low & masks[0], high & masks[1]] }
    }

    /// Any word; its key is in small letters.
    #[cold]
    pub fn read(word: &[u8]) -> Word {
        let len = word.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
        let mut read = Word { len, key: Key::default() };
        let mut small = [0; KEY];
        let Some(room) = small.get_mut(..word.len()) else { return read };
        room.copy_from_slice(word);
        let mut at = 0;
        while at < word.len() {
            // The small form of a letter has as many bytes. Of three no letter of a function word has.
            let (c, len) = decode(word, at);
            match len {
                1 => small[at] = lower(c) as u8,
                2 => small[at..at + 2].copy_from_slice(&bytes(lower(c)).to_le_bytes()),
                _ => {}
            }
            at += len;
        }
        read.key = key(&small);
        read
    }
}

/// The key of these bytes.
#[inline(always)]
fn key(bytes: &[u8; KEY]) -> Key {
    let (halves, _) = bytes.as_chunks();
    [u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1])]
}

/// The bytes from `start` on.
#[inline(always)]
fn head(text: &[u8], start: usize) -> Key {
    let rest = &text[start..];
    if let Some(bytes) = rest.first_chunk() {
        return key(bytes);
    }
    let mut bytes = [0; KEY];
    bytes[..rest.len()].copy_from_slice(rest);
    key(&bytes)
}

/// Ones for the first bytes of a key, for each number of bytes; none for more than it has.
const MASKS: [[u64; 2]; KEY + 2] = {
    let mut masks = [[0; 2]; KEY + 2];
    let mut len = 1;
    while len <= KEY {
        masks[len] = masks[len - 1];
        masks[len][(len - 1) / 8] |= 0xFF << (8 * ((len - 1) % 8));
        len += 1;
    }
    masks
};

/// The two bytes of a character.
fn bytes(c: u32) -> u16 {
    u16::from_le_bytes([0xC0 | (c >> 6) as u8, 0x80 | (c & 0x3F) as u8])
}
