//! Runs of combining marks that no letter has.

use unicode_normalization::char::canonical_combining_class;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// A letter under a heap of marks.
pub(crate) static ENDLESS_MARKS: Rule = Rule::new(
    "endless-marks",
    Stage::Repair,
    Certainty::Certain,
    "removes combining marks beyond thirty on one letter",
    "No writing puts more than a few marks on a letter; a longer run is an attack or decoration, and takes whoever \
     normalizes it longer than its length.",
    (
        "е\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "е\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ),
);

/// Marks in a row that stay: the bound of the Stream-Safe Text Format (Unicode Standard Annex 15, section 13).
const MOST: usize = 30;

/// True when a run of characters that may be marks is long enough to hold too many, by their bytes: no mark is of ASCII,
/// of Latin letters or in the first Cyrillic rows, and none takes less than two bytes.
fn may_have_too_many(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // Looked at from its end, nearly every stretch shows at once that no run goes through it.
    while let Some(stretch) = rest.get(..2 * MOST + 1) {
        match stretch.iter().rposition(|byte| matches!(byte, 0..=0x7f | 0xc2..=0xcb | 0xd0 | 0xd1)) {
            Some(other) => rest = &rest[other + 1..],
            None => return true,
        }
    }
    false
}

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    if !may_have_too_many(text) {
        return changes;
    }
    // Marks so far in this run, and where those begin that are too many.
    let (mut marks, mut from) = (0, 0);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !c.is_ascii() && canonical_combining_class(c) != 0 {
            if marks == MOST {
                from = at;
            }
            marks += 1;
            continue;
        }
        if marks > MOST {
            changes.push(Change::new(from..at, "", &ENDLESS_MARKS));
        }
        marks = 0;
    }
    changes
}
