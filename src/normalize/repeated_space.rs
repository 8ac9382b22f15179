//! Runs of spaces.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// Two spaces and more.
pub(crate) static REPEATED_SPACE: Rule = Rule::new(
    "repeated-space",
    Stage::Normalize,
    Certainty::Certain,
    "makes runs of spaces and tabs one space, and drops them at the ends of a line",
    "White space of the page's layout says nothing about the text. Line ends and drawings made of characters stay.",
    ("бір  екі", "бір екі"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut changes = Vec::new();
    let mut drawing = None;
    let mut at = 0;
    while let Some(start) = memchr::memchr2(b' ', b'\t', &bytes[at..]).map(|i| at + i) {
        let mut end = start;
        while matches!(bytes.get(end), Some(b' ' | b'\t')) {
            end += 1;
        }
        at = end;
        let edge = start == 0 || bytes[start - 1] == b'\n' || matches!(bytes.get(end), None | Some(b'\n' | b'\r'));
        let with = if edge { "" } else { " " };
        // A paragraph does not begin or end with space even when it is a drawing.
        let outer = start == 0 || end == bytes.len();
        if &text[start..end] != with && (outer || !*drawing.get_or_insert_with(|| drawn(text))) {
            changes.push(Change::new(start..end, with, &REPEATED_SPACE));
        }
    }
    changes
}

/// True when the text holds box-drawing characters, whose columns are made of spaces.
fn drawn(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{2500}'..='\u{257f}'))
}
