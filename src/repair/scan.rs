//! What a line may need: one look at its bytes.
//!
//! Nearly every line of nearly every page is clean, so the rules never see it: pairs of neighbouring
//! bytes ([`crate::census`]) tell which of them may have to. The scan errs on the side of looking: a
//! trigger only means that a rule should read the line.

use crate::census;
use crate::pairs::{ANY, Pair};

/// A set of [`Trigger`]s of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Triggers(u32);

impl Triggers {
    /// Every trigger.
    pub(crate) const ALL: Triggers = Triggers(0x7f | 0x3f << 16);

    /// True when there is none: no rule needs to look.
    pub(crate) fn none(self) -> bool {
        self.0 == 0
    }

    /// The set of `triggers`.
    pub(crate) const fn of(triggers: &[Trigger]) -> Triggers {
        let (mut set, mut i) = (0, 0);
        while i < triggers.len() {
            set |= bit(triggers[i]);
            i += 1;
        }
        Triggers(set)
    }

    /// Those of both sets.
    pub(crate) const fn and(self, others: Triggers) -> Triggers {
        Triggers(self.0 | others.0)
    }

    /// True when the sets share one.
    pub(crate) fn any(self, others: Triggers) -> bool {
        self.0 & others.0 != 0
    }

    /// True when the line shows `trigger`.
    pub(crate) fn has(self, trigger: Trigger) -> bool {
        self.0 & bit(trigger) != 0
    }
}

/// Why a rule may have to read a line; the number is that of its fact. Those that are seldom shown have the numbers
/// from 16 on: see [`crate::pairs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// `&`.
    Ampersand = 0,
    /// `<` or `>`.
    Angle = 1,
    /// `\u` or `\U`.
    Escape = 16,
    /// A C0 or C1 control other than tab and line ends.
    Control = 17,
    /// Soft hyphen, zero-width or direction character, byte order mark.
    Invisible = 18,
    /// A space that is not U+0020.
    OddSpace = 2,
    /// A character that may compose with the one before it, or is not NFC by itself.
    Compose = 19,
    /// A combining mark of U+0300 to U+036F.
    Mark = 20,
    /// A Latin letter touches a Cyrillic one, or the line holds both Cyrillic and letters with
    /// marks, Greek or the yen sign.
    Mixed = 3,
    /// A Cyrillic letter outside the Kazakh and Russian alphabets.
    Variant = 4,
    /// A digit, `|` or `!` touches a Cyrillic letter.
    DigitInWord = 5,
    /// `?` before a Cyrillic letter, another `?` or after a space; U+FFFD.
    Lost = 6,
    /// A letter of Roman numerals touches its Cyrillic twin.
    Numeral = 21,
}

const fn bit(trigger: Trigger) -> u32 {
    1 << trigger as u32
}

/// Facts that make a trigger only together. Those of other stages have the numbers between them and the triggers.
pub(crate) const CYRILLIC: u32 = 1 << 11;
/// A letter with marks, a Greek one or the yen sign: part of a mixed word where there is Cyrillic.
const FOREIGN: u32 = 1 << 12;
/// A Latin letter, or a digit or stroke, behind some character of several bytes.
const LETTER_BEHIND: u32 = 1 << 13;
const DIGIT_BEHIND: u32 = 1 << 14;

const CYRILLIC_LEAD: &[(u8, u8)] = &[(0xd0, 0xd4)];
const CONTINUATION: &[(u8, u8)] = &[(0x80, 0xbf)];
const LETTER: &[(u8, u8)] = &[(b'A', b'Z'), (b'a', b'z')];
const NUMERAL: &[(u8, u8)] = &[(b'C', b'D'), (b'I', b'I'), (b'L', b'M'), (b'V', b'V'), (b'X', b'X')];
const STROKE_OR_DIGIT: &[(u8, u8)] = &[(b'0', b'9'), (b'|', b'|'), (b'!', b'!')];

/// The conditions.
pub(crate) const PAIRS: &[Pair] = &[
    Pair(bit(Trigger::Ampersand), ANY, &[(b'&', b'&')]),
    Pair(bit(Trigger::Angle), ANY, &[(b'<', b'<'), (b'>', b'>')]),
    Pair(bit(Trigger::Escape), &[(b'\\', b'\\')], &[(b'u', b'u'), (b'U', b'U')]),
    Pair(bit(Trigger::Control), ANY, &[(0, 8), (0x0b, 0x0c), (0x0e, 0x1f), (0x7f, 0x7f)]),
    Pair(bit(Trigger::Control), &[(0xc2, 0xc2)], &[(0x80, 0x9f)]),
    // Soft hyphen; U+200B to U+200F and U+202A to U+202E; U+2060 to U+206F; U+FEFF.
    Pair(bit(Trigger::Invisible), &[(0xc2, 0xc2)], &[(0xad, 0xad)]),
    Pair(bit(Trigger::Invisible), &[(0x80, 0x80)], &[(0x8b, 0x8f), (0xaa, 0xae)]),
    Pair(bit(Trigger::Invisible), &[(0x81, 0x81)], &[(0xa0, 0xaf)]),
    Pair(bit(Trigger::Invisible), &[(0xbb, 0xbb)], &[(0xbf, 0xbf)]),
    // NBSP; U+2000 to U+200A and U+202F; U+205F.
    Pair(bit(Trigger::OddSpace), &[(0xc2, 0xc2)], &[(0xa0, 0xa0)]),
    Pair(bit(Trigger::OddSpace), &[(0x80, 0x80)], &[(0x80, 0x8a), (0xaf, 0xaf)]),
    Pair(bit(Trigger::OddSpace), &[(0x81, 0x81)], &[(0x9f, 0x9f)]),
    Pair(bit(Trigger::Mark) | bit(Trigger::Compose), ANY, &[(0xcc, 0xcd)]),
    // Scripts whose marks compose, and three signs that are not NFC (Ohm, Kelvin, Angstrom). Han,
    // whole syllables of Hangul and pictures have no marks of their own.
    Pair(bit(Trigger::Compose), ANY, &[(0xd6, 0xdf), (0xe0, 0xe1), (0xe3, 0xe3), (0xea, 0xea), (0xf1, 0xf4)]),
    Pair(bit(Trigger::Compose), &[(0xf0, 0xf0)], &[(0x90, 0x9e), (0xa0, 0xbf)]),
    Pair(bit(Trigger::Compose), &[(0xef, 0xef)], &[(0xa4, 0xad)]),
    Pair(bit(Trigger::Compose), &[(0x84, 0x84)], &[(0xa6, 0xab)]),
    Pair(CYRILLIC, ANY, CYRILLIC_LEAD),
    Pair(bit(Trigger::Mixed), LETTER, CYRILLIC_LEAD),
    Pair(LETTER_BEHIND, CONTINUATION, LETTER),
    Pair(bit(Trigger::Numeral), NUMERAL, &[(0xd0, 0xd0), (0xd3, 0xd3)]),
    // The last bytes of Ӏ, І, М, С and Х.
    Pair(bit(Trigger::Numeral), &[(0x80, 0x80), (0x86, 0x86), (0x9c, 0x9c), (0xa1, 0xa1), (0xa5, 0xa5)], NUMERAL),
    Pair(FOREIGN, ANY, &[(0xc3, 0xcb), (0xce, 0xcf)]),
    Pair(FOREIGN, &[(0xc2, 0xc2)], &[(0xa5, 0xa5)]),
    Pair(bit(Trigger::DigitInWord), STROKE_OR_DIGIT, CYRILLIC_LEAD),
    // After a word `!` is punctuation.
    Pair(DIGIT_BEHIND, CONTINUATION, &[(b'0', b'9'), (b'|', b'|')]),
    Pair(bit(Trigger::Lost), &[(b'?', b'?')], &[(b'?', b'?'), (0xd0, 0xd4)]),
    Pair(bit(Trigger::Lost), &[(b' ', b' ')], &[(b'?', b'?')]),
    // The last bytes of U+FFFD.
    Pair(bit(Trigger::Lost), &[(0xbf, 0xbf)], &[(0xbd, 0xbd)]),
    // All of the Cyrillic block but the letters of Kazakh and Russian.
    Pair(bit(Trigger::Variant), &[(0xd0, 0xd0)], &[(0x80, 0x80), (0x82, 0x85), (0x87, 0x8f)]),
    Pair(bit(Trigger::Variant), &[(0xd1, 0xd1)], &[(0x90, 0x90), (0x92, 0x95), (0x97, 0xbf)]),
    Pair(
        bit(Trigger::Variant),
        &[(0xd2, 0xd2)],
        &[(0x80, 0x91), (0x94, 0x99), (0x9c, 0xa1), (0xa4, 0xad), (0xb2, 0xb9), (0xbc, 0xbf)],
    ),
    Pair(bit(Trigger::Variant), &[(0xd3, 0xd3)], &[(0x80, 0x97), (0x9a, 0xa7), (0xaa, 0xbf)]),
];

/// Looks at every byte of `line` once.
pub(crate) fn scan(line: &str) -> Triggers {
    triggers(census::shown(line), line.as_bytes())
}

/// The triggers of a line whose pairs show `seen`.
pub(crate) fn triggers(mut seen: u32, line: &[u8]) -> Triggers {
    if seen & CYRILLIC == 0 {
        seen &= !(bit(Trigger::Mixed) | bit(Trigger::DigitInWord));
    } else {
        seen |= if seen & FOREIGN != 0 { bit(Trigger::Mixed) } else { 0 };
        let unsure = |behind: u32, trigger: Trigger| seen & behind != 0 && seen & bit(trigger) == 0;
        if unsure(LETTER_BEHIND, Trigger::Mixed) || unsure(DIGIT_BEHIND, Trigger::DigitInWord) {
            seen |= behind_letters(line);
        }
    }
    // Such a letter behind a quotation mark looks the same.
    seen &= if seen & bit(Trigger::Mixed) == 0 { !bit(Trigger::Numeral) } else { u32::MAX };
    Triggers(seen & Triggers::ALL.0)
}

/// What the Latin letters, digits and strokes right behind letters show; pairs of bytes do not tell
/// a letter's last byte from that of an opening quotation mark. Without branches, so that the
/// compiler makes vector code of it.
fn behind_letters(bytes: &[u8]) -> u32 {
    let behind = |width: usize| bytes.iter().zip(bytes.get(width..).unwrap_or_default());
    let (mixed, digit) = behind(2).fold((0u8, 0u8), |(mixed, digit), (lead, byte)| {
        // Marks of U+0300 to U+036F and Greek letters may stand between a Cyrillic letter and a Latin one.
        let letter = (*lead >= 0xcc) & (*lead <= 0xd4) & byte.is_ascii_alphabetic();
        let stroke = (*lead >= 0xd0) & (*lead <= 0xd4) & (byte.is_ascii_digit() | (*byte == b'|'));
        (mixed | u8::from(letter), digit | u8::from(stroke))
    });
    // Georgian, and Latin letters with two marks.
    let three = behind(3).fold(0, |found, (lead, byte)| found | u8::from((*lead == 0xe1) & byte.is_ascii_alphabetic()));
    u32::from(mixed | three) << Trigger::Mixed as u32 | u32::from(digit) << Trigger::DigitInWord as u32
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
    fn all_triggers_are_all() {
        use Trigger::*;
        let rare = Triggers::of(&[Escape, Control, Invisible, Compose, Mark, Numeral]);
        let usual = Triggers::of(&[Ampersand, Angle, OddSpace, Mixed, Variant, DigitInWord, Lost]);
        assert_eq!(usual.and(rare), Triggers::ALL);
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
            ("XІX", Trigger::Numeral),
            ("ХI", Trigger::Numeral),
            ("INA ? 2006", Trigger::Lost),
            ("с\u{fffd}з", Trigger::Lost),
        ];
        for (line, trigger) in all {
            assert!(scan(line).has(trigger), "{line}: {trigger:?}");
        }
    }
    #[test]
    fn quotation_marks_are_no_letters() {
        for line in ["сөз «2024 жыл» “IT» –5 – PDF", "бұл “a» ж"] {
            assert!(scan(line).none(), "{line}: {:?}", scan(line));
        }
    }

    #[test]
    fn what_is_passed_over_never_composes() {
        use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};
        for c in ('\u{4000}'..='\u{9fff}').chain('\u{b000}'..='\u{efff}').chain('\u{1f000}'..='\u{1ffff}') {
            let stable = is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes && canonical_combining_class(c) == 0;
            assert!(stable || scan(c.encode_utf8(&mut [0; 4])).has(Trigger::Compose), "{c:?}");
        }
    }
}
