//! Letters of other Cyrillic alphabets in Kazakh words.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::words::{self, Known};

use super::word::{Script, reads_kazakh, script, words};

/// Bashkir ҡ for қ, ӈ for ң, ѳ for ө.
pub(crate) static LETTER_VARIANT: Rule = Rule::new(
    "letter-variant",
    Stage::Repair,
    Certainty::Certain,
    "replaces letters of other Cyrillic alphabets in Kazakh words by the Kazakh letters they stand for",
    "Old fonts and keyboards gave the neighbour's letter with another tail. Only on lines that read as Kazakh without \
     the word in question, for in Bashkir, Uzbek, Ukrainian or Khanty the letters are right.",
    ("халыҡ пен ұлт", "халық пен ұлт"),
);

/// Most letters in one word that may be read in two ways.
const MOST_OPEN: usize = 3;

pub(crate) fn propose(text: &str) -> Vec<Change> {
    if !kazakh_line(text) {
        return Vec::new();
    }
    words(text)
        .filter(|at| text[at.clone()].chars().any(|c| !readings(c).is_empty()))
        .filter_map(|at| restore(&text[at.clone()]).map(|word| Change::new(at, word, &LETTER_VARIANT)))
        .collect()
}

/// True when the line reads as Kazakh apart from these letters, or with them read as Kazakh ones
/// most of its words are Kazakh.
fn kazakh_line(text: &str) -> bool {
    if reads_kazakh(text) {
        return true;
    }
    let (mut known, mut all) = (0, 0);
    for at in words(text) {
        let word = &text[at];
        if word.chars().count() < 3 || word.chars().any(|c| script(c) != Script::Cyrillic) {
            continue;
        }
        all += 1;
        let restored = restore(word);
        let lower = restored.as_deref().unwrap_or(word).to_lowercase();
        known += usize::from(words::kazakh(&lower) > Known::Inflected);
    }
    // Neighbour languages share up to half of their short words with Kazakh.
    all >= 3 && known * 5 >= all * 4
}

/// The word in Kazakh letters: the reading the word list knows best, else the usual one. `None`
/// when a letter of the word has no usual reading and the list does not know the word.
fn restore(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.iter().any(|c| script(*c) != Script::Cyrillic) {
        return None;
    }
    let open: Vec<usize> = (0..letters.len()).filter(|i| readings(letters[*i]).len() > 1).collect();
    let mut chosen: Vec<char> = letters.iter().map(|c| readings(*c).first().copied().unwrap_or(*c)).collect();
    if chosen == letters {
        return None;
    }
    if open.is_empty() || open.len() > MOST_OPEN {
        return open.is_empty().then(|| chosen.into_iter().collect());
    }
    let mut best: Option<(Known, String)> = None;
    for n in 0..1u32 << open.len() {
        for (bit, at) in open.iter().enumerate() {
            chosen[*at] = readings(letters[*at])[(n >> bit & 1) as usize];
        }
        let candidate: String = chosen.iter().collect();
        let known = words::kazakh(&candidate.to_lowercase());
        if known.yes() && best.as_ref().is_none_or(|(k, _)| known > *k) {
            best = Some((known, candidate));
        }
    }
    best.map(|(_, word)| word).or_else(|| {
        let sure = letters.iter().all(|c| !matches!(c, 'є' | 'Є'));
        sure.then(|| letters.iter().map(|c| readings(*c).first().copied().unwrap_or(*c)).collect())
    })
}

/// The Kazakh letters that `c` is seen for, the usual one first; none for a letter that is right.
fn readings(c: char) -> &'static [char] {
    match c {
        'ҡ' | 'ҝ' | 'ӄ' | 'ќ' | 'ҟ' => &['қ'],
        'Ҡ' | 'Ҝ' | 'Ӄ' | 'Ќ' | 'Ҟ' => &['Қ'],
        'ӷ' | 'ҕ' => &['ғ'],
        'Ӷ' | 'Ҕ' => &['Ғ'],
        'ґ' => &['ғ', 'ө'],
        'Ґ' => &['Ғ', 'Ө'],
        'ӊ' | 'ӈ' | 'ҥ' => &['ң'],
        'Ӊ' | 'Ӈ' | 'Ҥ' => &['Ң'],
        'ӕ' | 'ӛ' => &['ә'],
        'Ӕ' | 'Ӛ' => &['Ә'],
        'ӧ' | 'ӫ' | 'ѳ' => &['ө'],
        'Ӧ' | 'Ӫ' | 'Ѳ' => &['Ө'],
        'ў' | 'ӱ' => &['ұ'],
        'Ў' | 'Ӱ' => &['Ұ'],
        'ӯ' | 'ї' => &['ү'],
        'Ӯ' | 'Ї' => &['Ү'],
        'ћ' | 'ђ' => &['һ'],
        'Ћ' | 'Ђ' => &['Һ'],
        'ӏ' => &['і'],
        'Ӏ' => &['І'],
        'є' => &['ө', 'ғ'],
        'Є' => &['Ө', 'Ғ'],
        _ => &[],
    }
}
