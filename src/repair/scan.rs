//! What a line may need: one look at its bytes.
//!
//! Nearly every line of nearly every page is clean, so the rules never see it: a table gives each
//! byte two masks of conditions, one for standing first and one for standing second in a pair of
//! neighbours, and a condition holds when some pair has its bit in both. A single byte is a pair
//! whose first half may be anything. The scan errs on the side of looking: a bit only means that
//! a rule should read the line.

/// A set of [`Trigger`]s of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Triggers(u32);

impl Triggers {
    /// True when no rule needs to look.
    pub(crate) fn none(self) -> bool {
        self.0 == 0
    }

    /// True when the line shows `trigger`.
    pub(crate) fn has(self, trigger: Trigger) -> bool {
        self.0 & (1 << trigger as u32) != 0
    }
}

/// Why a rule may have to read a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// `&`.
    Ampersand,
    /// `<` or `>`.
    Angle,
    /// `\u` or `\U`.
    Escape,
    /// A C0 or C1 control other than tab and line ends.
    Control,
    /// Soft hyphen, zero-width or direction character, byte order mark.
    Invisible,
    /// A space that is not U+0020.
    OddSpace,
    /// A character that may compose with the one before it, or is not NFC by itself.
    Compose,
    /// A combining mark of U+0300 to U+036F.
    Mark,
    /// A Latin letter touches a Cyrillic one, or the line holds both Cyrillic and letters with
    /// marks, Greek or the yen sign.
    Mixed,
    /// A Cyrillic letter outside the Kazakh and Russian alphabets.
    Variant,
    /// A digit, `|` or `!` touches a Cyrillic letter.
    DigitInWord,
    /// `?` before a Cyrillic letter, another `?` or after a space; U+FFFD.
    Lost,
}

/// A condition on two neighbouring bytes and what it shows.
struct Pair {
    shows: u32,
    first: &'static [(u8, u8)],
    second: &'static [(u8, u8)],
}

const fn pair(shows: u32, first: &'static [(u8, u8)], second: &'static [(u8, u8)]) -> Pair {
    Pair { shows, first, second }
}

const fn bit(trigger: Trigger) -> u32 {
    1 << trigger as u32
}

/// Facts above the triggers, which make one only together.
const CYRILLIC: u32 = 1 << 16;
const TOUCH: u32 = 1 << 17;
const FOREIGN: u32 = 1 << 18;

const ANY: &[(u8, u8)] = &[(0, 255)];
const CYRILLIC_LEAD: &[(u8, u8)] = &[(0xd0, 0xd4)];
const CONTINUATION: &[(u8, u8)] = &[(0x80, 0xbf)];
const LETTER: &[(u8, u8)] = &[(b'A', b'Z'), (b'a', b'z')];
const STROKE_OR_DIGIT: &[(u8, u8)] = &[(b'0', b'9'), (b'|', b'|'), (b'!', b'!')];

/// The conditions; the place in this list is the bit in the byte table, so at most 32.
const PAIRS: &[Pair] = &[
    pair(bit(Trigger::Ampersand), ANY, &[(b'&', b'&')]),
    pair(bit(Trigger::Angle), ANY, &[(b'<', b'<'), (b'>', b'>')]),
    pair(bit(Trigger::Escape), &[(b'\\', b'\\')], &[(b'u', b'u'), (b'U', b'U')]),
    pair(bit(Trigger::Control), ANY, &[(0, 8), (0x0b, 0x0c), (0x0e, 0x1f), (0x7f, 0x7f)]),
    pair(bit(Trigger::Control), &[(0xc2, 0xc2)], &[(0x80, 0x9f)]),
    // Soft hyphen; U+200B to U+200F and U+202A to U+202E; U+2060 to U+206F; U+FEFF.
    pair(bit(Trigger::Invisible), &[(0xc2, 0xc2)], &[(0xad, 0xad)]),
    pair(bit(Trigger::Invisible), &[(0x80, 0x80)], &[(0x8b, 0x8f), (0xaa, 0xae)]),
    pair(bit(Trigger::Invisible), &[(0x81, 0x81)], &[(0xa0, 0xaf)]),
    pair(bit(Trigger::Invisible), &[(0xbb, 0xbb)], &[(0xbf, 0xbf)]),
    // NBSP; U+2000 to U+200A and U+202F; U+205F.
    pair(bit(Trigger::OddSpace), &[(0xc2, 0xc2)], &[(0xa0, 0xa0)]),
    pair(bit(Trigger::OddSpace), &[(0x80, 0x80)], &[(0x80, 0x8a), (0xaf, 0xaf)]),
    pair(bit(Trigger::OddSpace), &[(0x81, 0x81)], &[(0x9f, 0x9f)]),
    pair(bit(Trigger::Mark) | bit(Trigger::Compose), ANY, &[(0xcc, 0xcd)]),
    // Scripts whose marks compose, and three signs that are not NFC (Ohm, Kelvin, Angstrom).
    pair(bit(Trigger::Compose), ANY, &[(0xd6, 0xdf), (0xe0, 0xe1), (0xe3, 0xee), (0xf0, 0xf4)]),
    pair(bit(Trigger::Compose), &[(0xef, 0xef)], &[(0xa4, 0xad)]),
    pair(bit(Trigger::Compose), &[(0x84, 0x84)], &[(0xa6, 0xab)]),
    pair(CYRILLIC, ANY, CYRILLIC_LEAD),
    pair(TOUCH, LETTER, CYRILLIC_LEAD),
    pair(TOUCH, CONTINUATION, LETTER),
    pair(FOREIGN, ANY, &[(0xc3, 0xcb), (0xce, 0xcf)]),
    pair(FOREIGN, &[(0xc2, 0xc2)], &[(0xa5, 0xa5)]),
    pair(bit(Trigger::DigitInWord), STROKE_OR_DIGIT, CYRILLIC_LEAD),
    // After a word `!` is punctuation.
    pair(bit(Trigger::DigitInWord), CONTINUATION, &[(b'0', b'9'), (b'|', b'|')]),
    pair(bit(Trigger::Lost), &[(b'?', b'?')], &[(b'?', b'?'), (0xd0, 0xd4)]),
    pair(bit(Trigger::Lost), &[(b' ', b' ')], &[(b'?', b'?')]),
    // The last bytes of U+FFFD.
    pair(bit(Trigger::Lost), &[(0xbf, 0xbf)], &[(0xbd, 0xbd)]),
    // All of the Cyrillic block but the letters of Kazakh and Russian.
    pair(bit(Trigger::Variant), &[(0xd0, 0xd0)], &[(0x80, 0x80), (0x82, 0x85), (0x87, 0x8f)]),
    pair(bit(Trigger::Variant), &[(0xd1, 0xd1)], &[(0x90, 0x90), (0x92, 0x95), (0x97, 0xbf)]),
    pair(
        bit(Trigger::Variant),
        &[(0xd2, 0xd2)],
        &[(0x80, 0x91), (0x94, 0x99), (0x9c, 0xa1), (0xa4, 0xad), (0xb2, 0xb9), (0xbc, 0xbf)],
    ),
    pair(bit(Trigger::Variant), &[(0xd3, 0xd3)], &[(0x80, 0x97), (0x9a, 0xa7), (0xaa, 0xbf)]),
];

/// For each byte the conditions it fits as first, and as second of a pair.
static FIRST: [u32; 256] = table(true);
static SECOND: [u32; 256] = table(false);

const fn table(first: bool) -> [u32; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < PAIRS.len() {
        let ranges = if first { PAIRS[i].first } else { PAIRS[i].second };
        let mut byte = 0;
        while byte < 256 {
            if within(ranges, byte as u8) {
                table[byte] |= 1 << i;
            }
            byte += 1;
        }
        i += 1;
    }
    table
}

const fn within(ranges: &[(u8, u8)], byte: u8) -> bool {
    let mut i = 0;
    while i < ranges.len() {
        if ranges[i].0 <= byte && byte <= ranges[i].1 {
            return true;
        }
        i += 1;
    }
    false
}

/// Looks at every byte of `line` once.
pub(crate) fn scan(line: &str) -> Triggers {
    let bytes = line.as_bytes();
    let pair = |a: u8, b: u8| FIRST[usize::from(a)] & SECOND[usize::from(b)];
    let mut seen = bytes.first().map_or(0, |first| pair(b' ', *first));
    for (a, b) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
        seen |= pair(*a, *b);
    }
    let mut shown = 0;
    while seen != 0 {
        shown |= PAIRS[seen.trailing_zeros() as usize].shows;
        seen &= seen - 1;
    }
    if shown & CYRILLIC != 0 && (shown & FOREIGN != 0 || shown & TOUCH != 0 && touching(line.as_bytes())) {
        shown |= bit(Trigger::Mixed);
    }
    if shown & CYRILLIC == 0 {
        shown &= !bit(Trigger::DigitInWord);
    }
    Triggers(shown & !(CYRILLIC | TOUCH | FOREIGN))
}

/// True when a Latin letter touches a Cyrillic one, or a mark or letter that may belong to one; pairs
/// of bytes do not tell a letter's last byte from that of an opening quotation mark.
fn touching(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, byte)| {
        byte.is_ascii_alphabetic()
            && (matches!(bytes.get(at + 1), Some(0xd0..=0xd4))
                || matches!(bytes[..at], [.., 0xcc..=0xd4, _] | [.., 0xe1, _, _]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_lines_show_nothing() {
        for line in [
            "Plain words, 15 of them.",
            "Қазақ тілі – «мемлекеттік» тіл…",
            "Ёлка и ещё щи",
            "IT саласы және PDF файл",
            "№ 5 “үй”",
        ] {
            assert!(scan(line).none(), "{line}: {:?}", scan(line));
        }
    }

    #[test]
    fn each_damage_shows() {
        let all = [
            ("AT&T", Trigger::Ampersand),
            ("a<b", Trigger::Angle),
            (r"\u0430", Trigger::Escape),
            ("a\u{2}b", Trigger::Control),
            ("a\u{9d}b", Trigger::Control),
            ("а\u{ad}б", Trigger::Invisible),
            ("а\u{200b}б", Trigger::Invisible),
            ("а\u{2060}б", Trigger::Invisible),
            ("\u{feff}б", Trigger::Invisible),
            ("1\u{a0}000", Trigger::OddSpace),
            ("1\u{202f}000", Trigger::OddSpace),
            ("и\u{306}", Trigger::Compose),
            ("к\u{329}", Trigger::Mark),
            ("тiл", Trigger::Mixed),
            ("Cоңғы", Trigger::Mixed),
            ("жəне", Trigger::Mixed),
            ("т¥р", Trigger::Mixed),
            ("халыҡ", Trigger::Variant),
            ("ўй", Trigger::Variant),
            ("ѳз", Trigger::Variant),
            ("3амана", Trigger::DigitInWord),
            ("со4", Trigger::DigitInWord),
            ("ж?мыс", Trigger::Lost),
            ("INA ? 2006", Trigger::Lost),
            ("с\u{fffd}з", Trigger::Lost),
        ];
        for (line, trigger) in all {
            assert!(scan(line).has(trigger), "{line}: {trigger:?}");
        }
    }
}
