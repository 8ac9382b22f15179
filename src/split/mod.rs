// Callers of these modules arrive with the stage.
#[allow(dead_code, unused_imports)]
mod date;

use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[];
