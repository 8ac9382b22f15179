//! Where reading stands, so that another run can go on there.

use serde::{Deserialize, Serialize};

use super::form::{Archive, Form};
use super::inputs::Key;
use super::reader::Lines;
use super::text::Pages;
use super::warc::{Records, Taken};

/// A place right behind a page, as [`Reader::place`](super::Reader::place) tells it. It means something for the same
/// inputs and the same [`Options`](super::Options) only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which input.
    pub(super) input: Key,
    /// How far it was read, in bytes as decompressed.
    pub(super) offset: u64,
    /// 1-based line there.
    pub(super) line: u64,
    /// Pages of the input begun so far.
    pub(super) page: u32,
    pub(super) inside: Inside,
}

/// Where reading stands inside an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Inside {
    /// At its end.
    Done,
    /// In plain text.
    Text(Pages),
    /// In a page of HTML, or between two.
    Html(Pages),
    /// Between two JSON lines.
    Lines,
    /// In a web archive, so many bytes before the next record.
    Archive(Taken, u64),
}

impl Inside {
    /// The place that `form` has come to; `None` inside a page of which parts are left to be given out.
    pub(super) fn of(form: &Form) -> Option<Inside> {
        match form {
            Form::Text(pages) => Some(Inside::Text(*pages)),
            Form::Html(pages) => Some(Inside::Html(*pages)),
            Form::Lines(lines) => lines.between().then_some(Inside::Lines),
            Form::Archive(Archive { records, rest: None }) => {
                let (taken, left) = records.between()?;
                Some(Inside::Archive(taken, left))
            }
            Form::Archive(_) | Form::Tape => None,
        }
    }

    /// The form that goes on there; `None` at the end of the input.
    pub(super) fn form(self) -> Option<Form> {
        match self {
            Inside::Done => None,
            Inside::Text(pages) => Some(Form::Text(pages)),
            Inside::Html(pages) => Some(Form::Html(pages)),
            Inside::Lines => Some(Form::Lines(Lines::default())),
            Inside::Archive(taken, left) => {
                Some(Form::Archive(Archive { records: Records::behind(taken, left), rest: None }))
            }
        }
    }
}
