//! Takes articles and the pages they come from.
//! Gives records, and the views of a page that a person or a CI run reads.
//! Promises that a record written with the full audit holds the decoded page, byte for byte.
//! Leaves it to others to filter: everything is written, with numbers to filter by.

pub mod diff;
pub mod explain;
pub mod json;
pub mod record;
pub mod report;
pub mod restore;
pub(crate) mod special;
mod trace;

/// JSON Schema (draft 2020-12) of a record.
pub const SCHEMA: &str = include_str!("schema.json");

/// How much a record tells of what was removed and changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audit {
    /// Every removal and edit with its span and words, and what it takes to rebuild the page.
    Full,
    /// Numbers by rule: a removal counts under its strongest rule, an edit under each of its rules.
    #[default]
    Counts,
    /// Neither.
    None,
}
