//! Latin and Greek letters in Cyrillic words.

use crate::rule::{Certainty, Rule, Stage};

/// Latin i in `тiл`, schwa U+0259 in `жəне`.
pub(crate) static LATIN_HOMOGLYPH: Rule = Rule::new(
    "latin-homoglyph",
    Stage::Repair,
    Certainty::Certain,
    "replaces Latin and Greek letters in Cyrillic words by the Cyrillic letters they look like",
    "A word has one alphabet. It is Cyrillic when it holds a letter that no Latin letter looks like. Latin stems with \
     a Cyrillic ending (IDси), words wholly of look-alikes, and letters without a twin stay.",
    ("Қазақ тiлi", "Қазақ тілі"),
);
