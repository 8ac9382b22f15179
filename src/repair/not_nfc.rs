//! Letters written as a base and a mark.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// и + U+0306 for й.
pub(crate) static NOT_NFC: Rule = Rule::new(
    "not-nfc",
    Stage::Repair,
    Certainty::Certain,
    "composes letters and their marks (Unicode normalization form C)",
    "The two spellings look alike and mean the same, but compare as different.",
    ("и\u{306}од", "йод"),
);

/// Longest run that is normalized as one piece, in bytes; a longer run of marks is no text, and
/// normalizing it would hold all of it in memory.
const LONGEST_RUN: usize = 4096;

/// First bytes of the characters that are not NFC or may compose with one before them: combining marks and Greek
/// (CC to CF), and all that come after Armenian.
static MAY_CHANGE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0xcc..=0xcf | 0xd6..=0xf4);
        byte += 1;
    }
    table
};

/// The first byte from `at` on whose character may change; dashes and quotation marks (U+2010 to U+203F), which many
/// lines have, do not.
fn may_change(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes[at..].iter().position(|b| MAY_CHANGE[usize::from(*b)])?;
        match bytes[at..] {
            [0xe2, 0x80, 0x90..=0xff, ..] => at += 3,
            _ => return Some(at),
        }
    }
}

pub(crate) fn propose(text: &str) -> Vec<Change> {
    // Normal forms cannot reach over ASCII: between two ASCII characters is a piece of its own.
    let mut changes = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(place) = may_change(bytes, at) {
        let first = bytes[at..place].iter().rposition(u8::is_ascii).map_or(at, |ascii| at + ascii + 1);
        let end = bytes[place..].iter().position(u8::is_ascii).map_or(bytes.len(), |ascii| place + ascii);
        // The ASCII letter before may be the base of the first mark.
        let start = first.saturating_sub(1);
        let run = &text[start..end];
        at = end;
        if run.len() > LONGEST_RUN || is_nfc_quick(run.chars()) == IsNormalized::Yes {
            continue;
        }
        let composed: String = run.nfc().collect();
        if composed != run {
            changes.push(Change::new(start..start + run.len(), composed, &NOT_NFC));
        }
    }
    changes
}
