//! Spaces that look like a space and are not U+0020.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// No-break, thin, figure and other spaces of Unicode.
pub(crate) static ODD_SPACE: Rule = Rule::new(
    "odd-space",
    Stage::Repair,
    Certainty::Certain,
    "turns no-break, thin and other typographic spaces into plain spaces",
    "They are layout, not text, and split the same phrase into several for whoever counts or searches. The \
     ideographic space and the Ogham mark stay.",
    ("1\u{a0}000\u{a0}теңге", "1 000 теңге"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    // The first bytes of them, and of few other characters.
    memchr::memchr2_iter(0xc2, 0xe2, text.as_bytes())
        .filter_map(|at| text[at..].chars().next().map(|c| (at, c)))
        .filter(|(_, c)| matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'))
        .map(|(at, c)| Change::new(at..at + c.len_utf8(), " ", &ODD_SPACE))
        .collect()
}
