//! What the lines of a page show together: a rule that asks for what no line shows need not go over them.

use super::{directories, headlines};
use crate::segment::Line;
use crate::segment::features::{End, Features};

/// What was seen on some line of a page, and what was counted on all of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    /// Letters of any script.
    pub letters: u64,
    /// Letters that are neither Cyrillic nor Latin.
    pub others: u64,
    /// A bit for each way in which a line ends.
    ends: u32,
    /// A line is a time of day.
    pub times: bool,
    /// A line is a telephone number.
    pub numbers: bool,
}

impl Shown {
    /// What these lines show.
    pub fn of(lines: &[Line]) -> Shown {
        lines.iter().fold(Shown::default(), |shown, line| {
            let f = &line.features;
            Shown {
                letters: shown.letters + u64::from(f.letters),
                others: shown.others + u64::from(others(f)),
                ends: shown.ends | 1 << f.end as u32,
                times: shown.times | headlines::is_time(f),
                numbers: shown.numbers | directories::is_number(f),
            }
        })
    }

    /// True when a line ends so.
    pub fn ends(&self, end: End) -> bool {
        self.ends >> end as u32 & 1 == 1
    }
}

/// Letters of a line that are neither Cyrillic nor Latin.
pub(super) fn others(f: &Features) -> u32 {
    f.letters - f.cyrillic - f.latin
}
