//! Whether a text may begin or end with one of some phrases, by eight bytes of it.

/// What some phrases begin with, or end with, however their letters are written: a bit for each key of their bytes.
#[derive(Debug)]
pub(super) struct Seen {
    /// By the first [`FEW`] bytes of phrases shorter than [`MANY`].
    short: [u64; KEYS / 64],
    /// By the first [`MANY`] bytes of all others.
    long: [u64; KEYS / 64],
}

/// Bits of a set, a power of two: some times the phrases of a table.
const KEYS: usize = 4096;

/// Bytes of a key.
const FEW: usize = 4;
const MANY: usize = 8;

/// The bits of a byte that are the same of a capital and its small form, of letters of ASCII and of two bytes: what tells
/// the one from the other, and half of the place in the row of an alphabet.
const KEPT: u8 = 0x8e;

impl Seen {
    /// No phrase.
    pub(super) fn new() -> Seen {
        Seen { short: [0; KEYS / 64], long: [0; KEYS / 64] }
    }

    /// Adds a phrase in small letters that texts may begin with.
    pub(super) fn add(&mut self, phrase: &str) {
        self.insert(front(phrase), phrase.len());
    }

    /// Adds a phrase in small letters that texts may end with.
    pub(super) fn add_behind(&mut self, phrase: &str) {
        self.insert(back(phrase), phrase.len());
    }

    /// False for most texts that begin with none of the phrases, and for none that does.
    #[inline]
    pub(super) fn may_be(&self, text: &str) -> bool {
        self.holds(front(text))
    }

    /// The same of texts that end with none.
    #[inline]
    pub(super) fn may_be_behind(&self, text: &str) -> bool {
        self.holds(back(text))
    }

    /// The key of the last bytes of a text; those of a short one are made up with zeros. `None` where the bytes of the same
    /// letters may be others. Texts that end alike in all of [`FEW`] bytes or more have the same.
    pub(super) fn tail(text: &str) -> Option<u32> {
        let bytes = back(text);
        (!is_odd(bytes)).then(|| (folded(bytes) & few()) as u32)
    }

    fn insert(&mut self, bytes: [u8; MANY], len: usize) {
        let key = folded(bytes);
        if len >= MANY {
            return set(&mut self.long, place(key));
        }
        // Behind a short one any bytes may stand.
        let few = key & few();
        let behind = FEW.saturating_sub(len);
        let values = (0..=u8::MAX).filter(|byte| byte & KEPT == *byte);
        let mut keys = vec![few];
        for at in FEW - behind..FEW {
            keys = keys.iter().flat_map(|key| values.clone().map(move |v| key | u64::from(v) << (8 * at))).collect();
        }
        keys.into_iter().for_each(|key| set(&mut self.short, place(key)));
    }

    #[inline]
    fn holds(&self, bytes: [u8; MANY]) -> bool {
        let key = folded(bytes);
        has(&self.long, place(key)) | has(&self.short, place(key & few())) | is_odd(bytes)
    }
}

/// The first bytes of a text; zeros where it is shorter.
#[inline]
fn front(text: &str) -> [u8; MANY] {
    let bytes = text.as_bytes();
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut front = [0; MANY];
        front[..bytes.len()].copy_from_slice(bytes);
        front
    })
}

/// The last bytes of a text, the last one first.
#[inline]
fn back(text: &str) -> [u8; MANY] {
    let bytes = text.as_bytes();
    let mut back = bytes.last_chunk().copied().unwrap_or_else(|| {
        let mut back = [0; MANY];
        back[MANY - bytes.len()..].copy_from_slice(bytes);
        back
    });
    back.reverse();
    back
}

#[inline]
fn folded(bytes: [u8; MANY]) -> u64 {
    u64::from_le_bytes(bytes) & u64::from_le_bytes([KEPT; MANY])
}

/// The part of a key that the first [`FEW`] bytes make.
const fn few() -> u64 {
    u64::MAX >> (8 * (MANY - FEW))
}

/// True when one of `bytes` leads a character that stands for another of a different length or row: a space that does not
/// break (C2), a dotted capital I (C4), a dash (E2).
#[inline]
fn is_odd(bytes: [u8; MANY]) -> bool {
    bytes.into_iter().fold(false, |odd, byte| odd | (byte == 0xc2) | (byte == 0xc4) | (byte >= 0xe0))
}

/// Twelve bits of a key: the product with the golden ratio spreads them.
#[inline]
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - KEYS.trailing_zeros())) as usize
}

#[inline]
fn has(keys: &[u64; KEYS / 64], place: usize) -> bool {
    keys[place / 64] >> (place % 64) & 1 != 0
}

fn set(keys: &mut [u64; KEYS / 64], place: usize) {
    keys[place / 64] |= 1 << (place % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_seen_however_they_are_written() {
        let mut seen = Seen::new();
        for phrase in ["автор", "by", "мәтін авторы", "text", "бұл", "ғылым", "пресс-қызметі"]
        {
            seen.add(phrase);
            seen.add_behind(phrase);
        }
        for text in ["Автор: Айдос", "BY", "By Jane", "МӘТІН авторы", "Text", "tExt", "БҰЛ", "Ғылым", "ПРЕСС‑қызметі"]
        {
            assert!(seen.may_be(text), "{text}");
        }
        for text in ["Айдостың авторы: Мәтін АВТОРЫ", "by", "нет text", "бұл", "Қала пресс–ҚЫЗМЕТІ"]
        {
            assert!(seen.may_be_behind(text), "{text}");
        }
        for text in ["", "Жаңа көпір", "Новый мост", "A new bridge"] {
            assert!(!seen.may_be(text) && !seen.may_be_behind(text), "{text}");
        }
    }
}
