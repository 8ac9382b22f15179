//! What one character is to the identifier: the script it belongs to and a small number for its lower-case form.

use std::sync::LazyLock;

/// What a character does in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Ends a word: space, digit, punctuation, symbol.
    Break = 0,
    /// A letter of one of the three scripts with a table.
    Cyrillic = 1,
    /// See [`Kind::Cyrillic`].
    Latin = 2,
    /// See [`Kind::Cyrillic`].
    Arabic = 3,
    /// A Han character or kana; each counts as a word.
    Han = 4,
    /// A letter of a script without a table.
    Other = 5,
    /// Passed over without ending the word: combining marks, soft hyphen, zero-width characters, tatweel.
    Mark = 6,
    /// One of the characters typed for an apostrophe; part of a word when a letter stands before it.
    Apostrophe = 7,
}

/// Scripts with a table.
pub const TABLES: usize = 3;
/// The number of the Latin one.
pub const LATIN: usize = Kind::Latin as usize - Kind::Cyrillic as usize;

/// A [`Kind`] and a symbol, packed: kind in the top four bits, symbol in the low ten; [`CAPITAL`] between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter(u16);

/// Set in a [`Letter`] that is a capital.
const CAPITAL: u16 = 0x800;
/// Start and end of a word.
pub const BOUNDARY: u16 = 1;
/// Any apostrophe inside a word.
pub const APOSTROPHE: u16 = 2;
/// A letter of the script that has no symbol of its own.
const UNKNOWN: u16 = 3;
/// The first symbol that stands for a character; a symbol is this plus the offset into the script's blocks.
const FIRST: u16 = 0x10;
/// Offset at which U+1E00..=U+1EFF follow the Latin blocks below U+02B0.
const LATIN_ADDITIONAL: u16 = 0x2B0;
/// Symbols fit into ten bits, so that six of them fit into one word.
pub const SYMBOL_BITS: u32 = 10;
/// Characters below this are looked up in a table; everything a Kazakhstani page is written in.
const TABLE_LEN: usize = 0x700;

static TABLE: LazyLock<Box<[Letter; TABLE_LEN]>> = LazyLock::new(|| {
    let mut table = Box::new([Letter(0); TABLE_LEN]);
    for (code, entry) in (0u32..).zip(table.iter_mut()) {
        *entry = char::from_u32(code).map_or(Letter(0), measure);
    }
    table
});

/// The table of the common letters; fetch it once per text.
pub struct Letters(&'static [Letter; TABLE_LEN]);

impl Letters {
    /// The table, built on first use.
    pub fn new() -> Self {
        Self(&TABLE)
    }

    /// What the character at a place of a text is, and its bytes; nothing at the end.
    #[inline]
    pub fn first(&self, text: &str, at: usize) -> Option<(Letter, usize)> {
        // Characters of one byte and two are those of the table, but for a few.
        let (code, len) = match *text.as_bytes().get(at..)? {
            [first @ ..0x80, ..] => (usize::from(first), 1),
            [first @ ..0xE0, second, ..] => (usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F), 2),
            [_, ..] => (TABLE_LEN, 0),
            [] => return None,
        };
        if let Some(&letter) = self.0.get(code) {
            return Some((letter, len));
        }
        text[at..].chars().next().map(|c| (measure(c), c.len_utf8()))
    }
}

impl Letter {
    const fn new(kind: Kind, symbol: u16) -> Self {
        Self(((kind as u16) << 12) | symbol)
    }

    /// Script or role of the character.
    #[inline]
    pub fn kind(self) -> Kind {
        match self.0 >> 12 {
            1 => Kind::Cyrillic,
            2 => Kind::Latin,
            3 => Kind::Arabic,
            4 => Kind::Han,
            5 => Kind::Other,
            6 => Kind::Mark,
            7 => Kind::Apostrophe,
            _ => Kind::Break,
        }
    }

    /// What a character is.
    pub fn of(c: char) -> Self {
        TABLE.get(c as usize).copied().unwrap_or_else(|| measure(c))
    }

    /// The number of the table that has letters of its script.
    #[inline]
    pub fn table(self) -> Option<usize> {
        let table = usize::from(self.0 >> 12).wrapping_sub(Kind::Cyrillic as usize);
        (table < TABLES).then_some(table)
    }

    /// True for a capital.
    #[inline]
    pub fn is_capital(self) -> bool {
        self.0 & CAPITAL != 0
    }

    /// Number of the lower-case letter within its script; 0 for what is not a letter.
    #[inline]
    pub fn symbol(self) -> u16 {
        self.0 & 0x3FF
    }
}

/// The symbol of a lower-case Cyrillic letter U+0400..=U+052F.
pub const fn cyrillic(c: char) -> u16 {
    FIRST + (c as u16 - 0x400)
}

/// The symbol of a lower-case Latin letter below U+02B0.
pub const fn latin(c: char) -> u16 {
    FIRST + c as u16
}

/// The slow way to a [`Letter`]: for building the table and for rare characters.
fn measure(c: char) -> Letter {
    let Letter(letter) = measure_small(c);
    Letter(if c.is_uppercase() { letter | CAPITAL } else { letter })
}

/// The same for the small form of `c`.
fn measure_small(c: char) -> Letter {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let code = lower as u32;
    match code {
        0x27 | 0x60 | 0xB4 | 0x2B9 | 0x2BB | 0x2BC | 0x2BE | 0x2BF | 0x2C8 | 0x2018 | 0x2019 | 0x2032 => {
            Letter::new(Kind::Apostrophe, APOSTROPHE)
        }
        0xAD | 0x300..=0x36F | 0x483..=0x489 | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670 => {
            Letter::new(Kind::Mark, 0)
        }
        0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF => Letter::new(Kind::Mark, 0),
        // ª and º mark ordinals and numbers in any language.
        0xAA | 0xBA => Letter::new(Kind::Break, 0),
        _ if !lower.is_alphabetic() => Letter::new(Kind::Break, 0),
        0x41..=0x2AF => Letter::new(Kind::Latin, FIRST + code as u16),
        0x400..=0x52F => Letter::new(Kind::Cyrillic, FIRST + (code - 0x400) as u16),
        0x600..=0x6FF => Letter::new(Kind::Arabic, FIRST + (code - 0x600) as u16),
        0x1E00..=0x1EFF => Letter::new(Kind::Latin, FIRST + LATIN_ADDITIONAL + (code - 0x1E00) as u16),
        // Full-width letters fold to plain ones.
        0xFF41..=0xFF5A => Letter::new(Kind::Latin, FIRST + (code - 0xFF41 + 0x61) as u16),
        0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xFB00..=0xFB06 | 0x1D00..=0x1DBF => Letter::new(Kind::Latin, UNKNOWN),
        0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Letter::new(Kind::Cyrillic, UNKNOWN),
        0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => Letter::new(Kind::Arabic, UNKNOWN),
        0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => {
            Letter::new(Kind::Han, 0)
        }
        0x20000..=0x3FFFF => Letter::new(Kind::Han, 0),
        _ => Letter::new(Kind::Other, 0),
    }
}

/// The Cyrillic letter a Latin one stands for inside a word that is otherwise Cyrillic: its twin if it has one, else
/// the letter of the half-transliterated spellings. Only the language is decided with it; no text is changed.
pub const fn cyrillic_for(symbol: u16) -> u16 {
    const PAIRS: [(char, char); 44] = [
        ('a', 'а'),
        ('b', 'б'),
        ('c', 'с'),
        ('d', 'д'),
        ('e', 'е'),
        ('f', 'ф'),
        ('g', 'г'),
        ('h', 'һ'),
        ('i', 'і'),
        ('j', 'ж'),
        ('k', 'к'),
        ('l', 'л'),
        ('m', 'м'),
        ('n', 'н'),
        ('o', 'о'),
        ('p', 'р'),
        ('q', 'қ'),
        ('r', 'р'),
        ('s', 'с'),
        ('t', 'т'),
        ('u', 'у'),
        ('v', 'ү'),
        ('w', 'у'),
        ('x', 'х'),
        ('y', 'у'),
        ('z', 'з'),
        ('ə', 'ә'),
        ('ǝ', 'ә'),
        ('ä', 'ә'),
        ('ɵ', 'ө'),
        ('ø', 'ө'),
        ('ö', 'ө'),
        ('ü', 'ү'),
        ('ú', 'ү'),
        ('ğ', 'ғ'),
        ('ñ', 'ң'),
        ('ŋ', 'ң'),
        ('ū', 'ұ'),
        ('í', 'і'),
        ('ì', 'і'),
        ('ı', 'і'),
        ('ï', 'и'),
        ('ë', 'ё'),
        ('ş', 'ш'),
    ];
    let mut i = 0;
    while i < PAIRS.len() {
        if latin(PAIRS[i].0) == symbol {
            return cyrillic(PAIRS[i].1);
        }
        i += 1;
    }
    UNKNOWN
}

/// The Latin twin of a Cyrillic letter, for a Latin word with a few Cyrillic letters in it.
pub const fn latin_twin(symbol: u16) -> Option<u16> {
    const PAIRS: [(char, char); 15] = [
        ('а', 'a'),
        ('в', 'b'),
        ('с', 'c'),
        ('е', 'e'),
        ('н', 'h'),
        ('һ', 'h'),
        ('і', 'i'),
        ('к', 'k'),
        ('м', 'm'),
        ('о', 'o'),
        ('р', 'p'),
        ('т', 't'),
        ('х', 'x'),
        ('у', 'y'),
        ('ё', 'ë'),
    ];
    let mut i = 0;
    while i < PAIRS.len() {
        if cyrillic(PAIRS[i].0) == symbol {
            return Some(latin(PAIRS[i].1));
        }
        i += 1;
    }
    None
}
