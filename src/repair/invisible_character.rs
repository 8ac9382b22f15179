//! Characters without width.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// Soft hyphen, zero-width space, word joiner, byte order mark, direction marks.
pub(crate) static INVISIBLE_CHARACTER: Rule = Rule::new(
    "invisible-character",
    Stage::Repair,
    Certainty::Certain,
    "removes characters that cannot be seen and mean nothing where they stand",
    "They break words for search and for models. Joiners stay in emoji and in the scripts that need them, direction \
     marks on lines with right-to-left letters, zero-width spaces in scripts that write no spaces.",
    ("министр\u{ad}лік", "министрлік"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut right_to_left = None;
    for (at, c) in text.char_indices() {
        let goes = match c {
            '\u{ad}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => true,
            '\u{200b}' => !touches(text, at, c, unspaced),
            // In right-to-left scripts authors set them beside spaces too.
            '\u{200c}' | '\u{200d}' => {
                joins_nothing(text, at, c) && !*right_to_left.get_or_insert_with(|| text.chars().any(is_right_to_left))
            }
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                !*right_to_left.get_or_insert_with(|| text.chars().any(is_right_to_left))
            }
            _ => false,
        };
        if goes {
            changes.push(Change::new(at..at + c.len_utf8(), "", &INVISIBLE_CHARACTER));
        }
    }
    changes
}

/// True when a neighbour of the character at `at` is `like` that.
fn touches(text: &str, at: usize, c: char, like: fn(char) -> bool) -> bool {
    text[..at].chars().next_back().is_some_and(like) || text[at + c.len_utf8()..].chars().next().is_some_and(like)
}

/// Thai, Lao, Tibetan, Myanmar, Khmer, Chinese and Japanese write words without spaces.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}')
}

/// A joiner is idle when what stands before it, other invisible characters apart, is a space, the
/// line's edge, or a letter, digit or sign of a script without joining.
fn joins_nothing(text: &str, at: usize, c: char) -> bool {
    let idle = |c: char| c < '\u{590}' || matches!(c, '\u{1e00}'..='\u{206f}');
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    before.is_none_or(idle) && after.is_none_or(|c| idle(c) || c == '\u{feff}')
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the presentation forms.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}
