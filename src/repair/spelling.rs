//! Kazakh words in whose spelling one letter of the alphabet stands for another.
//!
//! No byte betrays these words, so finding them costs a look into the word lists for every word:
//! the rules are asked only when probable repairs are to be made.

use crate::draft::Change;
use crate::language;
use crate::rule::{Certainty, Rule, Stage};
use crate::words::{self, Known, Reading, Readings};

use super::mixed_script::begins_sentence;
use super::transliteration::cyrillic;
use super::word::{Script, letters, script, words as words_of};

/// `казак тили` for `қазақ тілі`.
pub(crate) static RUSSIFIED_SPELLING: Rule = Rule::new(
    "russified-spelling",
    Stage::Repair,
    Certainty::Probable,
    "writes Kazakh that was typed with Russian letters only with the letters of Kazakh",
    "On a keyboard without Kazakh letters к stands for қ, у for ұ and ү. Only on lines that read as Kazakh and hold \
     no Kazakh letter, and only words that neither language knows as they stand; the word list chooses. Looked for on \
     request only.",
    ("балалардын кузги кеши", "балалардың күзгі кеші"),
);

/// `қүрайды` for `құрайды`.
pub(crate) static CONFUSED_LETTER: Rule = Rule::new(
    "confused-letter",
    Stage::Repair,
    Certainty::Probable,
    "replaces ү, ұ, і and и that were taken for each other in Kazakh words",
    "Only on lines with Kazakh letters, in words that neither Kazakh nor Russian knows, where the exchange makes a \
     known word. Looked for on request only.",
    ("өзен үлкен қүмды алқапта", "өзен үлкен құмды алқапта"),
);

/// Shortest and longest word that is read, in letters; shorter ones are known by chance.
const SHORTEST: usize = 3;
const LONGEST: usize = 28;
/// How sure it must be that a line without Kazakh letters is Kazakh.
const KAZAKH_LINE: f32 = 0.9;

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let line = letters(text);
    let (rule, stands_for): (&Rule, fn(char) -> &'static [&'static str]) = if line.kazakh {
        (&CONFUSED_LETTER, confused)
    } else if !line.may_be_kazakh && !line.foreign && is_kazakh(text) {
        (&RUSSIFIED_SPELLING, russified)
    } else {
        return Vec::new();
    };
    words_of(text)
        .filter_map(|at| {
            let word = &text[at.clone()];
            let (with, known) = restore(word, stands_for)?;
            // Names of people and places are full of и and strange endings.
            let before = &text[..at.start];
            let capital = word.starts_with(char::is_uppercase) || is_part_of_name(before);
            let name = capital && !begins_sentence(before);
            (!line.kazakh || known > Known::Inflected && !name).then(|| Change::new(at, with, rule))
        })
        .collect()
}

/// True when what stands before a word ends in a hyphen and the compound begins with a capital: `Насир-у-`.
fn is_part_of_name(before: &str) -> bool {
    /// A compound is looked for this many characters back; longer ones are no names.
    const REACH: usize = 40;
    if !before.ends_with('-') {
        return false;
    }
    let compound = before.chars().rev().take(REACH).take_while(|c| c.is_alphabetic() || *c == '-');
    compound.last().is_some_and(char::is_uppercase)
}

fn is_kazakh(text: &str) -> bool {
    let verdict = language::identify_by_letters(text);
    verdict.language == "kk" && verdict.script == "Cyrl" && verdict.confidence >= KAZAKH_LINE
}

/// The known word behind an unknown one, and how well it is known.
fn restore(word: &str, stands_for: fn(char) -> &'static [&'static str]) -> Option<(String, Known)> {
    let lower = word.to_lowercase();
    let count = lower.chars().count();
    if !(SHORTEST..=LONGEST).contains(&count)
        || count != word.chars().count()
        || !lower.chars().any(|c| !stands_for(c).is_empty())
        || lower.chars().any(|c| script(c) != Script::Cyrillic)
        || words::kazakh(&lower).yes()
        || words::russian(&lower)
    {
        return None;
    }
    let mut readings = Readings::with_capacity(count);
    for c in lower.chars() {
        readings.next_letter();
        let all = cyrillic(c).iter().chain(stands_for(c));
        all.for_each(|with| readings.add(Reading { letters: 1, with, cost: 0 }));
    }
    let found = words::spell(&readings).filter(|found| found.known > Known::No && found.word != lower)?;
    let in_case = |(c, was): (char, char)| if was.is_uppercase() { c.to_uppercase().next().unwrap_or(c) } else { c };
    Some((found.word.chars().zip(word.chars()).map(in_case).collect(), found.known))
}

/// The Kazakh letters that a Russian one stands for.
fn russified(c: char) -> &'static [&'static str] {
    match c {
        'а' | 'я' => &["ә"],
        'г' => &["ғ"],
        'и' => &["і"],
        'к' => &["қ"],
        'н' => &["ң"],
        'о' => &["ө"],
        'у' => &["ұ", "ү"],
        'х' => &["һ"],
        _ => &[],
    }
}

/// The letter that one is taken for.
fn confused(c: char) -> &'static [&'static str] {
    match c {
        'ү' => &["ұ"],
        'ұ' => &["ү"],
        'і' => &["и"],
        'и' => &["і"],
        _ => &[],
    }
}
