//! Control characters in text.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// U+0002, U+009D and their kin.
pub(crate) static CONTROL_CHARACTER: Rule = Rule::new(
    "control-character",
    Stage::Repair,
    Certainty::Certain,
    "removes C0 and C1 control characters",
    "No control but the tab and the line ends has a meaning in text; form feed and vertical tab count as space.",
    ("мал\u{7f}инник", "малинник"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    text.char_indices()
        .filter(|(_, c)| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        .map(|(at, c)| {
            let with = if matches!(c, '\u{b}' | '\u{c}') { " " } else { "" };
            Change::new(at..at + c.len_utf8(), with, &CONTROL_CHARACTER)
        })
        .collect()
}
