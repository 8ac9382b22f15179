//! Words and the scripts of their letters.

use std::ops::Range;

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
pub(crate) fn script(c: char) -> Script {
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
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, c)| script(*c) != Script::None)?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| script(*c) != Script::None) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// True when the text reads as Kazakh by its letters: Ұ, which no living neighbour has; or two of
/// the marks of Kazakh, and no letter of the languages that share one of them.
///
/// Kyrgyz, Tatar, Bashkir and Mongolian have neither і nor қ, Ukrainian and Belarusian none but і,
/// Uzbek and Tajik (қ, ғ) none of ә, ң, ө, ү.
pub(crate) fn reads_kazakh(text: &str) -> bool {
    let (mut i, mut q, mut front, mut other) = (false, false, false, false);
    for c in text.chars() {
        match c {
            'ұ' | 'Ұ' => return true,
            'і' | 'І' => i = true,
            'қ' | 'Қ' | 'ғ' | 'Ғ' => q = true,
            'ә' | 'Ә' | 'ң' | 'Ң' | 'ө' | 'Ө' | 'ү' | 'Ү' => front = true,
            'ҙ' | 'ҫ' | 'җ' | 'ҳ' | 'ҷ' | 'ӣ' | 'Ҙ' | 'Ҫ' | 'Җ' | 'Ҳ' | 'Ҷ' | 'Ӣ' => other = true,
            _ => {}
        }
    }
    !other && [i, q, front].into_iter().filter(|x| *x).count() >= 2
}
