//! Takes a draft and the spans of its kept paragraphs.
//! Gives the draft with edits that mend spaces and lost line breaks.
use crate::article::Flag;
use crate::config::Config;
use crate::draft::{Draft, Span};
use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[];

pub(crate) fn normalize(_draft: &mut Draft<'_>, _kept: &[Span], _config: &Config) -> Vec<Flag> {
    Vec::new()
}
