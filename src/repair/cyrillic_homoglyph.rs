//! Cyrillic letters in Latin words.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

use super::mixed_script::{Meant, mixed};

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
    mixed(text)
        .into_iter()
        .filter_map(|(at, meant)| match meant {
            Meant::Latin(word) => Some(Change::new(at, word, &CYRILLIC_HOMOGLYPH)),
            Meant::Cyrillic(_) => None,
        })
        .collect()
}
