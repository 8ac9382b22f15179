//! Words and the scripts of their letters.

use std::ops::Range;
use std::sync::LazyLock;

use crate::pairs::{ANY, Pair, Pairs, Ranges};

/// What a character of a word belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Latin letters, with and without marks, and the phonetic letters that stand in for others.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Greek letters.
    Greek,
    /// Combining marks U+0300 to U+036F, and the yen sign that old fonts show as a letter.
    Mark,
    /// A letter of another script.
    Other,
    /// No part of a word.
    None,
}

/// The script of `c`.
#[inline]
pub(crate) fn script(c: char) -> Script {
    match SCRIPTS.get(c as usize) {
        Some(script) => *script,
        None => script_of(c),
    }
}

/// The scripts of the characters of one and two bytes.
static SCRIPTS: LazyLock<[Script; 0x800]> =
    LazyLock::new(|| std::array::from_fn(|c| char::from_u32(c as u32).map_or(Script::None, script_of)));

fn script_of(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\u{a4}' => Script::None,
        '¥' | '\u{300}'..='\u{36f}' => Script::Mark,
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Script::Cyrillic,
        'ª' | 'º' | 'µ' | '×' | '÷' => Script::None,
        'À'..='ʯ' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' if c.is_alphabetic() => Script::Greek,
        c if c.is_alphabetic() => Script::Other,
        _ => Script::None,
    }
}

/// The words of `text`: runs of letters and their marks, as byte ranges.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let scripts = &*SCRIPTS;
    // The script of the character at `at`, and its bytes.
    let read = move |at: usize| match text.as_bytes()[at] {
        byte @ 0..=0x7f => (scripts[usize::from(byte)], 1),
        byte @ 0x80..=0xdf => {
            let second = text.as_bytes().get(at + 1).copied().unwrap_or(0);
            (scripts[usize::from(byte & 0x1f) << 6 | usize::from(second & 0x3f)], 2)
        }
        _ => text[at..].chars().next().map_or((Script::None, 1), |c| (script_of(c), c.len_utf8())),
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = loop {
            let (script, width) = (at < text.len()).then(|| read(at))?;
            if script != Script::None {
                break at;
            }
            at += width;
        };
        while at < text.len() {
            let (script, width) = read(at);
            if script == Script::None {
                break;
            }
            at += width;
        }
        Some(start..at)
    })
}

/// The words of `text` that may be mixed: with letters of ASCII beside others, or with a letter that is neither of
/// ASCII nor Cyrillic. A line has few of them, so only the places where scripts touch are looked at.
pub(crate) fn mixed_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let part = |c: &char| script(*c) != Script::None;
    places(text, SEAM, part).filter(|at| may_be_mixed(&text[at.clone()]))
}

/// The runs of characters that `part` is true of, of those that touch a place that shows `wanted`.
fn places(text: &str, wanted: u32, part: fn(&char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let length = |c: char| c.len_utf8();
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(place) = PAIRS.find(wanted, text.as_bytes(), from) {
            let place = text.floor_char_boundary(place);
            let start = place - text[from..place].chars().rev().take_while(part).map(length).sum::<usize>();
            let end = place + text[place..].chars().take_while(part).map(length).sum::<usize>();
            from = end.max(place + text[place..].chars().next().map_or(1, length));
            if start < end {
                return Some(start..end);
            }
        }
        None
    })
}

/// Runs of Cyrillic letters, digits, strokes and the letter l that may hold both.
pub(crate) fn words_with_digits(text: &str) -> impl Iterator<Item = Range<usize>> {
    places(text, DIGIT, |c| is_digit_or_stroke(*c) || script(*c) == Script::Cyrillic)
}

/// True for what takes the place of a Cyrillic letter of its shape or key.
pub(crate) fn is_digit_or_stroke(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '|' | '!' | 'l')
}

/// False for a word whose bytes are all ASCII or all of the Cyrillic block.
fn may_be_mixed(word: &str) -> bool {
    !word.is_ascii() && !word.bytes().all(|byte| matches!(byte, 0x80..=0xbf | 0xd0..=0xd4))
}

/// What the letters of a text say of its language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    /// It reads as Kazakh: Ұ, which no living neighbour has, or letters that only Kazakh combines.
    pub(crate) kazakh: bool,
    /// It may be Kazakh: it holds a letter that Russian has not and Kazakh has.
    pub(crate) may_be_kazakh: bool,
    /// It reads as a language whose spelling is not ours to judge: Ukrainian, Belarusian, Serbian,
    /// Macedonian, Bashkir, Tatar, Uzbek, Tajik; or Azerbaijani or Turkish.
    pub(crate) foreign: bool,
}

/// Looks at every letter of `text` once.
///
/// Kyrgyz, Tatar, Bashkir and Mongolian have neither і nor қ, Ukrainian and Belarusian none but і,
/// Uzbek and Tajik (қ, ғ) none of ә, ң, ө, ү. A Latin i between Cyrillic letters counts as і.
pub(crate) fn letters(text: &str) -> Letters {
    let shown = PAIRS.shown(b' ', text.as_bytes());
    let has = |fact: u32| shown & fact != 0;
    let behind = |of: Script, letters: &[char]| {
        text.match_indices(letters).any(|(at, _)| text[..at].chars().next_back().is_some_and(|c| script(c) == of))
    };
    let i = has(I) || has(LATIN_I) && behind(Script::Cyrillic, &['i', 'I']);
    let (u, q, gh, front) = (has(U), has(Q), has(GH), has(FRONT));
    let kazakh = u || (i && (q || gh || front)) || (q && front);
    let foreign = !kazakh && (has(OTHER) || has(TURKIC) && behind(Script::Latin, &['ı', 'ş', 'ğ', 'Ş', 'Ğ', 'İ']));
    Letters { kazakh, may_be_kazakh: kazakh || i || q || gh || front, foreign }
}

/// Facts of pairs of bytes: a letter of ASCII beside another, or a letter that is neither of ASCII nor Cyrillic.
const SEAM: u32 = 1;
/// A digit or stroke beside what may be a Cyrillic letter.
const DIGIT: u32 = 1 << 1;
/// Letters of Kazakh: ұ; і; қ; ғ; ә, ң, ө and ү.
const U: u32 = 1 << 2;
const I: u32 = 1 << 3;
const Q: u32 = 1 << 4;
const GH: u32 = 1 << 5;
const FRONT: u32 = 1 << 6;
/// A Latin i behind what may be a Cyrillic letter.
const LATIN_I: u32 = 1 << 7;
/// Letters of other Cyrillic alphabets, and of the Azerbaijani and the Turkish one.
const OTHER: u32 = 1 << 8;
const TURKIC: u32 = 1 << 9;

static PAIRS: Pairs = Pairs::of(&[&[
    Pair(SEAM, LETTER, WIDE),
    Pair(SEAM, WIDE, LETTER),
    // Without the letters of symbols and old alphabets at U+2000 to U+2FFF: no rule knows a word with such a one.
    Pair(SEAM, ANY, &[(0xc3, 0xcf), (0xd5, 0xe1), (0xe3, 0xf4)]),
    // The yen sign.
    Pair(SEAM, &[(0xc2, 0xc2)], &[(0xa5, 0xa5)]),
    Pair(DIGIT, DIGIT_OR_STROKE, &[(0xd0, 0xd4)]),
    Pair(DIGIT, &[(0x80, 0xbf)], DIGIT_OR_STROKE),
    Pair(U, &[(0xd2, 0xd2)], &[(0xb0, 0xb1)]),
    Pair(I, &[(0xd0, 0xd0)], &[(0x86, 0x86)]),
    Pair(I, &[(0xd1, 0xd1)], &[(0x96, 0x96)]),
    Pair(Q, &[(0xd2, 0xd2)], &[(0x9a, 0x9b)]),
    Pair(GH, &[(0xd2, 0xd2)], &[(0x92, 0x93)]),
    // ң and ү; ә and ө.
    Pair(FRONT, &[(0xd2, 0xd2)], &[(0xa2, 0xa3), (0xae, 0xaf)]),
    Pair(FRONT, &[(0xd3, 0xd3)], &[(0x98, 0x99), (0xa8, 0xa9)]),
    Pair(LATIN_I, &[(0x80, 0xbf)], &[(b'i', b'i'), (b'I', b'I')]),
    // ґ, җ, ҙ, ҫ, ҳ and ҷ; ӣ.
    Pair(OTHER, &[(0xd2, 0xd2)], &[(0x90, 0x91), (0x96, 0x99), (0xaa, 0xab), (0xb2, 0xb3), (0xb6, 0xb7)]),
    Pair(OTHER, &[(0xd3, 0xd3)], &[(0xa2, 0xa3)]),
    // ђ, ѓ, є, ѕ, ї, ј, љ, њ, ћ, ќ, ў and џ, capital and small.
    Pair(OTHER, &[(0xd0, 0xd0)], &[(0x82, 0x85), (0x87, 0x8c), (0x8e, 0x8f)]),
    Pair(OTHER, &[(0xd1, 0xd1)], &[(0x92, 0x95), (0x97, 0x9c), (0x9e, 0x9f)]),
    // ğ, ı; ş.
    Pair(TURKIC, &[(0xc4, 0xc4)], &[(0x9e, 0x9f), (0xb0, 0xb1)]),
    Pair(TURKIC, &[(0xc5, 0xc5)], &[(0x9e, 0x9f)]),
]]);

const LETTER: Ranges = &[(b'A', b'Z'), (b'a', b'z')];
const WIDE: Ranges = &[(0x80, 0xff)];
/// See [`is_digit_or_stroke`].
const DIGIT_OR_STROKE: Ranges = &[(b'0', b'9'), (b'|', b'|'), (b'!', b'!'), (b'l', b'l')];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_tell_alphabets_apart() {
        let of = |text: &str| {
            let letters = letters(text);
            (letters.kazakh, letters.may_be_kazakh, letters.foreign)
        };
        assert_eq!(of("ұл"), (true, true, false));
        assert_eq!(of("тiлдiң"), (true, true, false));
        assert_eq!(of("«iPhone» үйі"), (true, true, false));
        assert_eq!(of("үй «iPhone»"), (false, true, false));
        assert_eq!(of("дом iPhone"), (false, false, false));
        for other in "ҙҫҗҳҷӣїєґўјљњћђџѓќѕ".chars() {
            assert_eq!(of(&format!("о{other}о")), (false, false, true), "{other}");
            assert_eq!(of(&other.to_uppercase().to_string()), (false, false, true), "{other}");
        }
        for turkic in "ışğŞĞİ".chars() {
            assert_eq!(of(&format!("a{turkic}")), (false, false, true), "{turkic}");
            assert_eq!(of(&format!("а{turkic}")), (false, false, false), "{turkic}");
        }
    }

    proptest! {
        #[test]
        fn no_mixed_word_is_missed(text in "[a-cа-вəö¥«»0-9 .\\u{301}金]{0,24}") {
            let mixed = words(&text).filter(|at| may_be_mixed(&text[at.clone()]));
            prop_assert_eq!(mixed_words(&text).collect::<Vec<_>>(), mixed.collect::<Vec<_>>());
        }
    }
}
