//! Takes a draft and the spans of its lines.
//! Gives the same draft with edits that mend characters, and flags for repairs that are only likely.
//! Promises line breaks stay where they are; correct text is not touched; a second run changes nothing.
//! Leaves spaces, lost line breaks and paragraphs to `normalize`.

use crate::article::Flag;
use crate::config::Config;
use crate::draft::{Draft, Span};
use crate::rule::Rule;

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] = &[];

/// Mends the characters of `lines` (spans of whole lines in order).
pub fn repair(_draft: &mut Draft<'_>, _lines: &[Span], _config: &Config) -> Vec<Flag> {
    Vec::new()
}
