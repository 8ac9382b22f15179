//! Whether a text may begin or end with one of some phrases, by eight bytes of it.

/// What some phrases begin with, or end with, however their letters are written: a bit for each key of their bytes.
#[derive(Debug)]
pub(super) struct Seen {
    /// By the first [`FEW`] bytes of phrases shorter than [`MANY`]: what stands behind them is not looked at.
    short: Box<[u64; SHORT_KEYS / 64]>,
    /// By a hash of the first [`MANY`] bytes of all others.
    long: [u64; LONG_KEYS / 64],
}

/// Bytes of a key.
const FEW: usize = 4;
const MANY: usize = 8;

/// Bits of the sets: one for each key of few bytes, and some times the phrases of a table.
const SHORT_KEYS: usize = 1 << (4 * FEW);
const LONG_KEYS: usize = 4096;

impl Seen {
    /// No phrase.
    pub(super) fn new() -> Seen {
        Seen { short: Box::new([0; SHORT_KEYS / 64]), long: [0; LONG_KEYS / 64] }
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

    fn insert(&mut self, bytes: u64, len: usize) {
        if len >= MANY {
            return set(&mut self.long, long(bytes));
        }
        // Behind the shortest any bytes may stand. The first ones are the last bits of a key.
        let read = 4 * len.min(FEW);
        let wanted = short(bytes) & ((1 << read) - 1);
        (0..SHORT_KEYS >> read).for_each(|behind| set(&mut self.short, behind << read | wanted));
    }

    #[inline]
    fn holds(&self, bytes: u64) -> bool {
        has(&self.long, long(bytes)) | has(&self.short, short(bytes)) | is_odd(bytes)
    }
}

/// What a text ends with, to look for a few phrases there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail(Option<u64>);

impl Tail {
    /// That of a text.
    pub(super) fn of(text: &str) -> Tail {
        let bytes = back(text);
        Tail((!is_odd(bytes)).then_some(bytes & each(KEPT)))
    }

    /// False for most endings that the text does not have.
    pub(super) fn may_be(self, ending: &Ending) -> bool {
        self.0.is_none_or(|tail| tail & ending.mask == ending.key)
    }
}

/// The last bytes of a phrase in small letters; all that it has when these are fewer than [`MANY`], and none when they may
/// be written otherwise.
#[derive(Debug)]
pub(super) struct Ending {
    mask: u64,
    key: u64,
}

impl Ending {
    pub(super) fn of(phrase: &str) -> Ending {
        let mask = match back(phrase) {
            bytes if is_odd(bytes) => 0,
            _ => each(KEPT) & u64::MAX >> (8 * MANY.saturating_sub(phrase.len())),
        };
        Ending { mask, key: back(phrase) & mask }
    }
}

/// The first bytes of a text, the first one lowest; zeros where it is shorter.
#[inline]
fn front(text: &str) -> u64 {
    let bytes = text.as_bytes();
    bytes.first_chunk().map_or_else(
        || bytes.iter().rev().fold(0, |front, byte| front << 8 | u64::from(*byte)),
        |front| u64::from_le_bytes(*front),
    )
}

/// The last bytes of a text, the last one lowest; zeros where it is shorter.
#[inline]
fn back(text: &str) -> u64 {
    let bytes = text.as_bytes();
    bytes.last_chunk().map_or_else(
        || bytes.iter().fold(0, |back, byte| back << 8 | u64::from(*byte)),
        |back| u64::from_be_bytes(*back),
    )
}

/// The bits of a byte that are the same of a capital and its small form, of letters of ASCII and of two bytes. One tells
/// these apart, three are half of the place in the row of an alphabet. The letters U+04C0 to U+04CF are paired otherwise;
/// neither Kazakh nor Russian has one.
pub(super) const KEPT: u8 = 0x8e;

/// `byte` in all places.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; MANY])
}

/// The key of the first four bytes: what is [`KEPT`] of each.
#[inline]
fn short(bytes: u64) -> usize {
    let four = (bytes >> 4 & each(0x08) | bytes >> 1 & each(0x07)) as usize;
    four & 0xf | four >> 4 & 0xf0 | four >> 8 & 0xf00 | four >> 12 & 0xf000
}

/// Twelve bits of the same of all eight bytes: the product with the golden ratio spreads them.
#[inline]
fn long(bytes: u64) -> usize {
    let key = bytes & each(KEPT);
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LONG_KEYS.trailing_zeros())) as usize
}

/// True when one of `bytes` leads a character that is neither of ASCII nor of the four rows of Cyrillic (`110100xx`): it may
/// stand for one of other bytes, as a space that does not break or a dash does.
#[inline]
fn is_odd(bytes: u64) -> bool {
    // The bit of each byte that is wanted is moved to its first place.
    let leads = bytes & bytes << 1;
    let cyrillic = !(bytes << 2) & bytes << 3 & !(bytes << 4) & !(bytes << 5);
    leads & !cyrillic & each(0x80) != 0
}

#[inline]
fn has<const N: usize>(keys: &[u64; N], key: usize) -> bool {
    keys[key / 64] >> (key % 64) & 1 != 0
}

fn set<const N: usize>(keys: &mut [u64; N], key: usize) {
    keys[key / 64] |= 1 << (key % 64);
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
        for (text, phrase, may_be) in [
            ("Сурет дереккөзі", "дереккөз", false),
            ("Сурет ДЕРЕККӨЗ", "дереккөз", true),
            ("See the URL", "url", true),
            ("a\u{a0}source", "the source", true),
            ("open source", "the source", false),
            ("", "url", false),
        ] {
            assert_eq!(Tail::of(text).may_be(&Ending::of(phrase)), may_be, "{text}");
        }
        for text in ["", "Жаңа көпір", "Новый мост", "A new bridge"] {
            assert!(!seen.may_be(text) && !seen.may_be_behind(text), "{text}");
        }
    }
}
