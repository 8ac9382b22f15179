//! Takes the measured lines of a page.
//! Gives every line a score: how much speaks for keeping it.
//! Promises that scores depend on the page alone, and that each can be told in words.
//! Leaves titles, dates and sources, and where items begin, to `split`.

pub(crate) mod evidence;
pub(crate) mod model;

use crate::rule::Rule;

/// Kinds of phrase hit that are facts of their own; 0 is none.
pub(crate) const PHRASE_BINS: usize = 32;

/// Rules of this stage.
pub(crate) static RULES: &[&Rule] = &[];
