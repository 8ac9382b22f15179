//! Cyrillic letters in Latin words.

use crate::rule::{Certainty, Rule, Stage};

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
