//! Takes one line of text in Kazakh, Russian or English.
//! Gives the dates in it, and whether the line is a date, or begins or ends with one.
//! Promises a date is a real day between 1900 and 2100 with its year; one pass, bounded look-ahead,
//! nothing allocated for a line without a date.
//! Leaves what a date means for an article to `split`.
//!
//! Versions, prices, telephone numbers, addresses of the network, document numbers and spans of
//! days ("12–15 марта 2024") are not dates. A day and a month in figures are read day first, as
//! everywhere in the region, unless only the American order makes sense ("04/24/2019").

mod ends;
mod line;
mod reader;
mod scan;
mod words;
mod year;

use std::fmt;
use std::ops::Range;

pub(crate) use ends::{date_at_end, date_at_start};
pub(crate) use line::{LONGEST_LINE, date_line};
pub(crate) use year::has_year;

/// The first date of `text`, a short line: figures with a two-digit year count.
pub(crate) fn first_date(text: &str) -> Option<DateMatch> {
    scan::next_date(text, 0, true)
}

/// True for a word that introduces a date: "Published", "жарияланды".
pub(crate) fn is_label(word: &str) -> bool {
    words::meaning(word).kinds.any(line::LABELS.or(line::SMALL))
}

/// True for a word that introduces the date of a change: "Updated".
pub(crate) fn is_change(word: &str) -> bool {
    words::meaning(word).kinds.any(words::Kinds::CHANGED)
}

/// A calendar day, with the time of day where it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Iso {
    /// 1900 to 2100.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the length of the month.
    pub day: u8,
    /// Hour and minute.
    pub time: Option<(u8, u8)>,
}

impl Iso {
    /// The day, if the calendar has it and it is of the age of news.
    pub(crate) fn new(year: u16, month: u8, day: u8) -> Option<Iso> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        let known = (1900..=2100).contains(&year) && (1..=days).contains(&day);
        known.then_some(Iso { year, month, day, time: None })
    }

    /// True when both name the same day.
    pub(crate) fn same_day(self, other: Iso) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

impl Iso {
    /// As ISO 8601: `2025-02-21` or `2025-02-21T18:30`.
    pub(crate) fn text(self) -> String {
        // The digits are written here: one article has several dates, and a format is read anew for each.
        fn two(text: &mut String, mark: &str, number: u8) {
            text.push_str(mark);
            text.push(char::from(b'0' + number / 10 % 10));
            text.push(char::from(b'0' + number % 10));
        }
        let mut text = String::with_capacity("2025-02-21T18:30".len());
        two(&mut text, "", (self.year / 100) as u8);
        two(&mut text, "", (self.year % 100) as u8);
        two(&mut text, "-", self.month);
        two(&mut text, "-", self.day);
        if let Some((hour, minute)) = self.time {
            two(&mut text, "T", hour);
            two(&mut text, ":", minute);
        }
        text
    }
}

impl fmt::Display for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `21.02.2025`, `21/2/2025`, `02/21/2025`
    Numeric,
    /// `21.02.25`: only with "г.", "ж." or, in a line that is a date, with a label or a time.
    Short,
    /// `2025-02-21`, `2025.02.21`, `2025-02-21T18:30:00Z`
    Iso,
    /// `21 ақпан 2025`, `21 февраля 2025 года`, `21st of February, 2025`
    DayFirst,
    /// `February 21, 2025`
    MonthFirst,
    /// `2025 жылғы 21 ақпан`, `2025 жылдың ақпан айының 21-і`
    YearFirst,
}

/// A date found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateMatch {
    /// Its bytes, with the word for "year" and the time of day, without weekday and label.
    pub range: Range<usize>,
    /// The day.
    pub iso: Iso,
    /// How it is written.
    pub shape: Shape,
    /// The month carries a case ending ("21 ақпанда"): the date is a part of a sentence.
    pub inflected: bool,
}

/// Appends the dates of `text`, in order: what the tests of the reader look at.
#[cfg(test)]
fn find_dates(text: &str, out: &mut Vec<DateMatch>) {
    let mut at = 0;
    while let Some(date) = scan::next_date(text, at, false) {
        at = date.range.end;
        out.push(date);
    }
}

#[cfg(test)]
mod tests;
