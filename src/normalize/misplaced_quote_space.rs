//! Spaces that a machine put on the wrong side of quotation marks.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// `word“ quote ”word`.
pub(crate) static MISPLACED_QUOTE_SPACE: Rule = Rule::new(
    "misplaced-quote-space",
    Stage::Normalize,
    Certainty::Certain,
    "moves spaces from the inner side of a pair of quotation marks to the outer side",
    "Translation programs swap them. Only when a pair that cannot be read otherwise has both spaces wrong: curly or \
     angle quotes, the opening one after a letter, the closing one before a letter or digit.",
    ("көрме“ Алтын адам ”бүгін", "көрме “Алтын адам” бүгін"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    // The last opening mark not closed yet: its place, the closing mark it waits for, and whether
    // its space is on the wrong side.
    let mut open: Option<(usize, char, bool)> = None;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '«' => {
                let wrong = ends_in_word(&text[..at]) && text[at + c.len_utf8()..].starts_with(' ');
                open = Some((at, if c == '“' { '”' } else { '»' }, wrong));
            }
            '”' | '»' => {
                if let Some((start, close, true)) = open.take()
                    && close == c
                    && at > start + 2 * c.len_utf8()
                    && text[..at].ends_with(' ')
                    && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
                {
                    let mark = if c == '”' { " “" } else { " «" };
                    changes.push(Change::new(start..start + mark.len(), mark, &MISPLACED_QUOTE_SPACE));
                    let mark = if c == '”' { "” " } else { "» " };
                    changes.push(Change::new(at - 1..at + c.len_utf8(), mark, &MISPLACED_QUOTE_SPACE));
                }
            }
            _ => {}
        }
    }
    changes
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}
