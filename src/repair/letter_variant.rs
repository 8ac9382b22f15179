//! Letters of other Cyrillic alphabets in Kazakh words.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::words::{self, Known};

use super::word::{Script, letters, script, words};

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
    let line = letters(text);
    // ҡ alone is Bashkir: the words of a short line may all be Kazakh words too.
    let bashkir = text.contains(['ҡ', 'Ҡ']) && !text.contains(['і', 'І', 'қ', 'Қ']);
    let kazakh = line.kazakh || (!bashkir && mostly_kazakh(text));
    if !kazakh && (line.foreign || !line.may_be_kazakh) {
        return Vec::new();
    }
    words(text)
        .filter(|at| text[at.clone()].chars().any(|c| !readings(c).is_empty()))
        .filter_map(|at| {
            let word = &text[at.clone()];
            let (restored, known) = restore(word)?;
            let sure = if kazakh {
                known.yes() || word.chars().all(|c| !is_neighbours(c)) || word.chars().any(is_kazakh)
            } else {
                // The line says little: the word itself must.
                known.yes() && word.chars().all(|c| !is_neighbours(c)) && text.contains(['қ', 'Қ'])
            };
            sure.then(|| Change::new(at, restored, &LETTER_VARIANT))
        })
        .collect()
}

/// True for letters that Ukrainian, Belarusian, Serbian, Macedonian, Uzbek and Tajik write every day: a
/// word of theirs in a Kazakh line is sooner a name than damage.
fn is_neighbours(c: char) -> bool {
    matches!(c.to_lowercase().next(), Some('ў' | 'ї' | 'є' | 'ќ' | 'ћ' | 'ђ' | 'ӯ'))
}

/// True for letters of Kazakh that those languages do not have.
fn is_kazakh(c: char) -> bool {
    matches!(c.to_lowercase().next(), Some('ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү'))
}

/// True when most words of the line are Kazakh once the letters are read as Kazakh ones.
fn mostly_kazakh(text: &str) -> bool {
    let (mut known, mut all) = (0, 0);
    for at in words(text) {
        let word = &text[at];
        if word.chars().count() < 3 || word.chars().any(|c| script(c) != Script::Cyrillic) {
            continue;
        }
        all += 1;
        known += usize::from(match restore(word) {
            Some((_, known)) => known > Known::Inflected,
            None => words::kazakh(&word.to_lowercase()) > Known::Inflected,
        });
    }
    // Neighbour languages share up to half of their short words with Kazakh: few words tell nothing.
    all >= 5 && known * 5 >= all * 4
}

/// The word in Kazakh letters and what the word list knows of it: the reading known best, else
/// the usual one. `None` when there is nothing to restore or no usual reading.
fn restore(word: &str) -> Option<(String, Known)> {
    let letters: Vec<char> = word.chars().collect();
    let open: Vec<usize> = (0..letters.len()).filter(|i| readings(letters[*i]).len() > 1).collect();
    let mut chosen: Vec<char> = letters.iter().map(|c| readings(*c).first().copied().unwrap_or(*c)).collect();
    if chosen == letters || open.len() > MOST_OPEN || letters.iter().any(|c| script(*c) != Script::Cyrillic) {
        return None;
    }
    let mut best: Option<(String, Known)> = None;
    for n in 0..1u32 << open.len() {
        for (bit, at) in open.iter().enumerate() {
            chosen[*at] = readings(letters[*at])[(n >> bit & 1) as usize];
        }
        let candidate: String = chosen.iter().collect();
        let known = words::kazakh(&candidate.to_lowercase());
        if best.as_ref().is_none_or(|(_, best)| known > *best) {
            best = Some((candidate, known));
        }
    }
    // є stands for two letters about as often; without the list there is no choosing.
    best.filter(|(_, known)| known.yes() || !letters.iter().any(|c| matches!(c, 'є' | 'Є')))
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
