//! The reduced alphabet of the letter-pair model: every character becomes a [`Glyph`], a class
//! (what kind of sign it is) and, for Cyrillic and Latin letters, the number of its lower-case form.

/// What the model sees of a character. It is read as one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(4))]
pub struct Glyph {
    /// One of the constants in [`class`].
    pub class: u8,
    /// Number of the letter in [`CYRILLIC`], from 1; 0 for anything else.
    pub cyrillic: u8,
    /// Number of the letter in [`LATIN`], from 1; 0 for anything else.
    pub latin: u8,
}

/// Cyrillic letters of the modelled languages, lower case. Number 0 is "no Cyrillic letter", the
/// number after the last is "any other Cyrillic letter".
pub const CYRILLIC: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџѓќѕәғқңөұүһҗҳҷӣӯҡҫҙӗӑӳҕҥҝҹ";
/// Size of the Cyrillic alphabet with numbers 0 and "other".
pub const CYRILLIC_SIZE: usize = 72;
/// Latin letters of the modelled languages, lower case; numbered like [`CYRILLIC`].
pub const LATIN: &str =
    "abcdefghijklmnopqrstuvwxyzıüéäşçöáğłăəíęóõàšåąãżčāśèêžýîćěúēţīʻâřțßșôőņťūòůùńľñļûźňëìűďœķïđģæø";
/// Size of the Latin alphabet with numbers 0 and "other".
pub const LATIN_SIZE: usize = 96;

/// Languages of the Cyrillic pair tables, in lane order. The last lane is free and never wins.
#[cfg(feature = "fit")]
pub const CYRILLIC_LANGUAGES: [&str; 16] =
    ["kk", "ru", "uk", "be", "bg", "sr", "mk", "mn", "tg", "ky", "tt", "ba", "cv", "sah", "uz-Cyrl", ""];
/// Groups of languages of the Latin pair tables, in lane order.
#[cfg(feature = "fit")]
pub const LATIN_LANGUAGES: [&[&str]; 8] = [
    &["en"],
    &["fr"],
    &["de", "nl", "sv"],
    &["es", "it", "pt"],
    &["ro", "hu"],
    &["pl", "cs", "sk", "sl", "hr"],
    &["fi", "et", "lv"],
    &["tr", "az", "uz-Latn"],
];

/// Kinds of signs. Letters come first, so that "is a letter" is a comparison.
pub mod class {
    /// Lower-case Cyrillic letter.
    pub const LOWER: u8 = 0;
    /// Upper-case Cyrillic letter after something that is no Cyrillic letter.
    pub const UPPER: u8 = 1;
    /// Upper-case Cyrillic letter inside a word.
    pub const UPPER_INSIDE: u8 = 2;
    /// Lower-case Latin letter.
    pub const LATIN_LOWER: u8 = 3;
    /// Upper-case Latin letter after something that is no Latin letter.
    pub const LATIN_UPPER: u8 = 4;
    /// Upper-case Latin letter inside a word.
    pub const LATIN_UPPER_INSIDE: u8 = 5;
    /// Start or end of the text.
    pub const EDGE: u8 = 6;
    /// Space, tab or line break where a sentence may begin: after a full stop, at the start.
    pub const SPACE: u8 = 7;
    /// Digit.
    pub const DIGIT: u8 = 8;
    /// `,`
    pub const COMMA: u8 = 9;
    /// `.`
    pub const STOP: u8 = 10;
    /// `:` and `;`
    pub const COLON: u8 = 11;
    /// `!` and `?`
    pub const MARK: u8 = 12;
    /// `-`
    pub const HYPHEN: u8 = 13;
    /// Opening bracket.
    pub const OPEN: u8 = 14;
    /// Closing bracket.
    pub const CLOSE: u8 = 15;
    /// `"`
    pub const QUOTE: u8 = 16;
    /// Apostrophes.
    pub const APOSTROPHE: u8 = 17;
    /// `/`
    pub const SLASH: u8 = 18;
    /// Dashes.
    pub const DASH: u8 = 19;
    /// Opening typographic quotation marks.
    pub const QUOTE_OPEN: u8 = 20;
    /// Closing typographic quotation marks.
    pub const QUOTE_CLOSE: u8 = 21;
    /// `…`
    pub const ELLIPSIS: u8 = 22;
    /// `№`
    pub const NUMERO: u8 = 23;
    /// Any other ASCII sign.
    pub const ASCII_SIGN: u8 = 24;
    /// No-break space.
    pub const NBSP: u8 = 25;
    /// Typographic signs that good text uses: `©`, `°`, `§`, `€`.
    pub const SIGN: u8 = 26;
    /// Signs of code pages that good text seldom uses: `¤`, `¬`, `†`.
    pub const RARE: u8 = 27;
    /// Box drawing, blocks and the mathematics of the DOS and Mac code pages.
    pub const BOX: u8 = 28;
    /// C0 control characters other than white space.
    pub const C0: u8 = 29;
    /// C1 control characters.
    pub const C1: u8 = 30;
    /// U+FFFD.
    pub const LOST: u8 = 31;
    /// Letters and marks of other scripts.
    pub const OTHER_LETTER: u8 = 32;
    /// Common Chinese characters (first level of GB 2312), as told by the decoder of GB 18030.
    pub const HAN_COMMON: u8 = 33;
    /// Any other Chinese character or syllable.
    pub const HAN: u8 = 34;
    /// Punctuation and forms of East Asian texts.
    pub const EAST_ASIAN: u8 = 35;
    /// Invisible characters: soft hyphen, zero-width spaces, byte order mark.
    pub const INVISIBLE: u8 = 36;
    /// Everything else.
    pub const OTHER: u8 = 37;
    /// Space after a Cyrillic letter.
    pub const SPACE_CYRILLIC: u8 = 38;
    /// Space after a Latin letter.
    pub const SPACE_LATIN: u8 = 39;
    /// Space after a digit or a sign inside a sentence.
    pub const SPACE_INSIDE: u8 = 40;
    /// Space after a word of Cyrillic capitals.
    pub const SPACE_CAPITALS: u8 = 41;
    /// Number of classes.
    pub const COUNT: usize = 42;
}
use class::*;

/// Characters below this have their glyph in a table.
const LOW: u32 = 0x600;
/// The second table: general punctuation to geometric shapes.
const SIGNS: std::ops::Range<u32> = 0x2000..0x2700;
/// Characters of both.
const COUNT: usize = (LOW + SIGNS.end - SIGNS.start) as usize;

/// What [`find`] tells of the characters of both tables, three bytes each: a test keeps it true.
static TABLE: [Glyph; COUNT] = {
    let bytes = include_bytes!("data/glyphs.bin");
    let mut table = [Glyph::sign(OTHER); COUNT];
    let mut at = 0;
    while at < COUNT {
        table[at] = Glyph { class: bytes[3 * at], cyrillic: bytes[3 * at + 1], latin: bytes[3 * at + 2] };
        at += 1;
    }
    table
};

impl Glyph {
    /// The glyph of `c`, without knowledge of what stands before it.
    #[inline]
    pub fn of(c: char) -> Glyph {
        let c32 = c as u32;
        if c32 < LOW {
            TABLE[c32 as usize]
        } else if SIGNS.contains(&c32) {
            TABLE[(c32 - SIGNS.start + LOW) as usize]
        } else {
            find(c)
        }
    }

    /// The glyph of a character that is no letter of the two alphabets.
    pub const fn sign(class: u8) -> Glyph {
        Glyph { class, cyrillic: 0, latin: 0 }
    }

    /// The glyph after `before`: tells a capital inside a word from one that begins it, and where
    /// a space stands, so that the capital after it is expected or not.
    #[inline]
    pub const fn after(self, before: Glyph) -> Glyph {
        let class = match (self.class, before.class) {
            (UPPER, ..=UPPER_INSIDE) => UPPER_INSIDE,
            (LATIN_UPPER, LATIN_LOWER..=LATIN_UPPER_INSIDE) => LATIN_UPPER_INSIDE,
            (SPACE, UPPER | UPPER_INSIDE) => SPACE_CAPITALS,
            (SPACE, LOWER) => SPACE_CYRILLIC,
            (SPACE, LATIN_LOWER..=LATIN_UPPER_INSIDE) => SPACE_LATIN,
            (SPACE, EDGE | STOP | MARK | ELLIPSIS | SPACE) => SPACE,
            (SPACE, SPACE_CYRILLIC..=SPACE_CAPITALS) => before.class,
            (SPACE, _) => SPACE_INSIDE,
            (class, _) => class,
        };
        Glyph { class, ..self }
    }
}

/// The glyph of any character; nearly all that are met are in the table.
#[cold]
fn find(c: char) -> Glyph {
    let sign = Glyph::sign;
    match c {
        ' ' | '\t' | '\n' | '\r' => sign(SPACE),
        '0'..='9' => sign(DIGIT),
        ',' => sign(COMMA),
        '.' => sign(STOP),
        ':' | ';' => sign(COLON),
        '!' | '?' => sign(MARK),
        '-' => sign(HYPHEN),
        '(' | '[' | '{' => sign(OPEN),
        ')' | ']' | '}' => sign(CLOSE),
        '"' => sign(QUOTE),
        '\'' | '’' => sign(APOSTROPHE),
        '/' => sign(SLASH),
        '–' | '—' => sign(DASH),
        '«' | '“' | '„' | '‘' => sign(QUOTE_OPEN),
        '»' | '”' => sign(QUOTE_CLOSE),
        '…' => sign(ELLIPSIS),
        '№' => sign(NUMERO),
        '\u{a0}' => sign(NBSP),
        '©' | '®' | '™' | '§' | '·' | '•' | '°' | '€' | '×' | '₸' | '₽' | '£' | '±' | '²' => {
            sign(SIGN)
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => sign(INVISIBLE),
        '\u{2000}'..='\u{200a}' | '\u{202f}' => sign(NBSP),
        '\u{0}'..='\u{1f}' | '\u{7f}' => sign(C0),
        '\u{80}'..='\u{9f}' => sign(C1),
        '\u{fffd}' => sign(LOST),
        '!'..='~' if !c.is_ascii_alphabetic() => sign(ASCII_SIGN),
        '\u{400}'..='\u{52f}' if c.is_alphabetic() => letter(c),
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' | 'ə' | 'ʻ' | 'Ḁ'..='ỿ' if c.is_alphabetic() => letter(c),
        '\u{a1}'..='\u{bf}' | '÷' | '\u{2b0}'..='\u{2ff}' | '\u{2010}'..='\u{20cf}' => sign(RARE),
        '\u{2100}'..='\u{26ff}' => sign(BOX),
        '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => sign(EAST_ASIAN),
        '\u{4e00}'..='\u{9fff}' => sign(HAN),
        '\u{3040}'..='\u{4dff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..
            if c.is_alphabetic() =>
        {
            sign(HAN)
        }
        c if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) => sign(OTHER_LETTER),
        _ => sign(OTHER),
    }
}

/// The glyph of a Cyrillic or Latin letter.
fn letter(c: char) -> Glyph {
    // `İ` lower-cases to two characters; the first is the letter.
    let lower = c.to_lowercase().next().unwrap_or(c);
    let upper = u8::from(lower != c);
    if ('\u{400}'..='\u{52f}').contains(&lower) {
        let n = CYRILLIC.chars().position(|l| l == lower).unwrap_or(CYRILLIC.chars().count()) + 1;
        Glyph { class: LOWER + upper, cyrillic: n as u8, latin: 0 }
    } else {
        let n = LATIN.chars().position(|l| l == lower).unwrap_or(LATIN.chars().count()) + 1;
        Glyph { class: LATIN_LOWER + upper, cyrillic: 0, latin: n as u8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_what_is_found() {
        let found = (0..LOW).chain(SIGNS).map(|c| char::from_u32(c).map_or(Glyph::sign(OTHER), find));
        let bytes: Vec<u8> = found.flat_map(|glyph| [glyph.class, glyph.cyrillic, glyph.latin]).collect();
        if std::env::var_os("TAZALA_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/decode/data/glyphs.bin"), &bytes).unwrap();
        }
        let same = bytes == include_bytes!("data/glyphs.bin");
        assert!(same, "glyphs.bin is not what is found: TAZALA_BLESS=1 cargo test --lib alphabet");
    }

    #[test]
    fn the_alphabets_fit_their_tables() {
        assert!(CYRILLIC.chars().count() + 2 <= CYRILLIC_SIZE, "{}", CYRILLIC.chars().count());
        assert!(LATIN.chars().count() + 2 <= LATIN_SIZE, "{}", LATIN.chars().count());
    }

    #[test]
    fn capitals_inside_words_are_told_apart() {
        let first = Glyph::of('Қ').after(Glyph::sign(EDGE));
        assert_eq!((first.class, Glyph::of('А').after(first).class), (UPPER, UPPER_INSIDE));
        assert_eq!(Glyph::of('Қ').cyrillic, Glyph::of('қ').cyrillic);
        assert_eq!(Glyph::of('A').after(first).class, LATIN_UPPER);
    }
}
