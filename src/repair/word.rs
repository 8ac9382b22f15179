//! Words and the scripts of their letters.

use std::ops::Range;
use std::sync::LazyLock;

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

/// False for a word whose bytes are all ASCII or all of the Cyrillic block.
pub(crate) fn may_be_mixed(word: &str) -> bool {
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
    let (mut u, mut i, mut q, mut gh, mut front) = (false, false, false, false, false);
    let (mut other, mut turkic) = (false, false);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            'ұ' | 'Ұ' => u = true,
            'і' | 'І' => i = true,
            'i' | 'I' => i |= script(before) == Script::Cyrillic,
            'қ' | 'Қ' => q = true,
            'ғ' | 'Ғ' => gh = true,
            'ә' | 'Ә' | 'ң' | 'Ң' | 'ө' | 'Ө' | 'ү' | 'Ү' => front = true,
            'ҙ' | 'ҫ' | 'җ' | 'ҳ' | 'ҷ' | 'ӣ' | 'Ҙ' | 'Ҫ' | 'Җ' | 'Ҳ' | 'Ҷ' | 'Ӣ' => other = true,
            'ї' | 'є' | 'ґ' | 'ў' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'џ' | 'ѓ' | 'ќ' | 'ѕ' => other = true,
            'Ї' | 'Є' | 'Ґ' | 'Ў' | 'Ј' | 'Љ' | 'Њ' | 'Ћ' | 'Ђ' | 'Џ' | 'Ѓ' | 'Ќ' | 'Ѕ' => other = true,
            'ı' | 'ş' | 'ğ' | 'Ş' | 'Ğ' | 'İ' => turkic |= script(before) == Script::Latin,
            _ => {}
        }
        before = c;
    }
    let kazakh = u || (i && (q || gh || front)) || (q && front);
    Letters { kazakh, may_be_kazakh: kazakh || i || q || gh || front, foreign: (other || turkic) && !kazakh }
}
