//! Takes articles and the pages they come from.
//! Gives records, and the views of a page that a person or a CI run reads.
//! Promises that a record written with the full audit holds the decoded page, byte for byte.
//! Leaves it to others to filter: everything is written, with numbers to filter by.

pub mod json;
pub mod record;
pub mod restore;

/// How much a record tells of what was removed and changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audit {
    /// Every removal and edit with its span and words, and what it takes to rebuild the page.
    Full,
    /// Numbers by rule.
    #[default]
    Counts,
    /// Neither.
    None,
}
