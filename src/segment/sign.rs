//! What a character is, by table.

use std::sync::LazyLock;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Upper,
    Lower,
    Caseless,
    Digit,
    /// Marks that stand inside words: apostrophes, hyphens, combining marks, invisible characters.
    Joiner,
    Other,
}

impl Class {
    #[inline(always)]
    pub fn is_letter(self) -> bool {
        matches!(self, Class::Upper | Class::Lower | Class::Caseless)
    }
}

/// What a character is, packed: its small form in the low 21 bits, its class above them.
#[derive(Clone, Copy)]
pub(super) struct Sign(u32);

/// Characters of one and two bytes have their sign in a table: Latin, Greek, Cyrillic, Arabic and more.
const LOW: usize = 0x800;

/// The signs of the characters below [`LOW`].
pub(super) struct Signs([Sign; LOW]);

impl Signs {
    /// The table, made at the first call.
    pub fn fetch() -> &'static Signs {
        static TABLE: LazyLock<Signs> = LazyLock::new(|| Signs(std::array::from_fn(|c| Sign::measure(c as u32))));
        &TABLE
    }

    #[inline(always)]
    pub fn of(&self, c: u32) -> Sign {
        match self.0.get(c as usize) {
            Some(sign) => *sign,
            None => Sign::measure(c),
        }
    }
}

impl Sign {
    #[inline(never)]
    fn measure(c: u32) -> Sign {
        let class = classify(c);
        let small = match c {
            // Apostrophes are typed in many ways.
            0x2019 | 0x2BC => 0x27,
            _ if class == Class::Joiner => c,
            _ => lower(c),
        };
        Sign(small | (class as u32) << 21)
    }

    #[inline(always)]
    pub fn lower(self) -> u32 {
        self.0 & 0x1f_ffff
    }

    #[inline(always)]
    pub fn class(self) -> Class {
        match self.0 >> 21 {
            0 => Class::Upper,
            1 => Class::Lower,
            2 => Class::Caseless,
            3 => Class::Digit,
            4 => Class::Joiner,
            _ => Class::Other,
        }
    }
}

/// True in the Latin rows.
pub(super) fn is_latin(c: u32) -> bool {
    matches!(c, 0..0x250 | 0x1E00..0x1F00)
}

/// True in the first Cyrillic rows.
pub(crate) fn is_cyrillic(c: u32) -> bool {
    matches!(c, 0x400..0x530)
}

pub(super) fn classify(c: u32) -> Class {
    match c {
        0x61..=0x7A => Class::Lower,
        0x41..=0x5A => Class::Upper,
        0x30..=0x39 => Class::Digit,
        0x27 => Class::Joiner,
        0..0x80 => Class::Other,
        0x430..=0x45F => Class::Lower,
        0x400..=0x42F => Class::Upper,
        // Beyond the first rows capitals stand at even code points, their small letters behind them.
        0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F => {
            if c & 1 == 0 {
                Class::Upper
            } else {
                Class::Lower
            }
        }
        0xAD | 0x2019 | 0x2BC | 0x200B..=0x200D | 0x300..=0x36F => Class::Joiner,
        0x2000..=0x206F => Class::Other,
        _ => match char::from_u32(c) {
            Some(c) if c.is_uppercase() => Class::Upper,
            Some(c) if c.is_lowercase() => Class::Lower,
            Some(c) if c.is_alphabetic() => Class::Caseless,
            _ => Class::Other,
        },
    }
}

/// Small form of a letter of the rows that matter here; others as they are.
pub(crate) const fn lower(c: u32) -> u32 {
    match c {
        0x41..=0x5A | 0x410..=0x42F | 0xC0..=0xD6 | 0xD8..=0xDE => c + 32,
        0x400..=0x40F => c + 80,
        0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F => c | 1,
        _ => c,
    }
}

/// The code point that begins at `i` in valid UTF-8, and its length.
#[inline(always)]
pub(super) fn decode(bytes: &[u8], i: usize) -> (u32, usize) {
    let first = bytes[i];
    if first < 0x80 {
        return (u32::from(first), 1);
    }
    let tail = |n: usize| u32::from(bytes.get(i + n).copied().unwrap_or(0) & 0x3F);
    if first < 0xE0 {
        return (u32::from(first & 0x1F) << 6 | tail(1), 2);
    }
    if first < 0xF0 {
        return (u32::from(first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3);
    }
    (u32::from(first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
}

/// [`char::is_alphabetic`], but quick for Cyrillic too.
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
        || (!c.is_ascii() && c.is_alphabetic())
}

/// [`char::is_alphanumeric`], likewise.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_digit() || is_alphabetic(c) || (!c.is_ascii() && c.is_numeric())
}

/// [`char::is_uppercase`], likewise.
#[inline]
pub(crate) fn is_uppercase(c: char) -> bool {
    match c {
        '\u{400}'..='\u{42f}' => true,
        '\u{430}'..='\u{45f}' => false,
        _ => c.is_uppercase(),
    }
}
