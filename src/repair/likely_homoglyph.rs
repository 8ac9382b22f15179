//! Look-alike letters where the word or its line leaves a doubt.

use crate::rule::{Certainty, Rule, Stage};

/// A word of look-alikes only that no list knows; a mixed word in a Mongolian line.
pub(crate) static LIKELY_HOMOGLYPH: Rule = Rule::new(
    "likely-homoglyph",
    Stage::Repair,
    Certainty::Probable,
    "reads a word of two alphabets in the likelier one",
    "When every letter has a twin and no list knows the word, the alphabet of most letters is only likely. In a line \
     of a language other than Kazakh and Russian the letter meant may be one that we do not know of (e typed for ө in \
     Mongolian).",
    ("МСA келісімі", "МСА келісімі"),
);
