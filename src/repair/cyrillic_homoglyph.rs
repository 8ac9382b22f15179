//! Cyrillic letters in Latin words.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

use super::mixed_script::{Meant, meant};
use super::word::{reads_kazakh, words};

/// Cyrillic Е in `Еgov`.
pub(crate) static CYRILLIC_HOMOGLYPH: Rule = Rule::new(
    "cyrillic-homoglyph",
    Stage::Repair,
    Certainty::Certain,
    "replaces Cyrillic letters in Latin words by the Latin letters they look like",
    "A word has one alphabet. It is Latin when it holds a letter that no Cyrillic letter looks like and every Cyrillic \
     letter in it has a Latin twin.",
    ("Еgov порталы", "Egov порталы"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut kazakh = None;
    words(text)
        .filter(|at| !text[at.clone()].is_ascii())
        .filter_map(|at| match meant(&text[at.clone()], *kazakh.get_or_insert_with(|| reads_kazakh(text)))? {
            Meant::Latin(word) => Some(Change::new(at, word, &CYRILLIC_HOMOGLYPH)),
            Meant::Cyrillic(_) => None,
        })
        .collect()
}
