//! Takes the names of files and folders, or a stream of bytes; compressed ones and archives are opened.
//! Gives one [`Document`](crate::document::Document) a page, and an [`Error`](crate::error::Error) for each input or record that cannot be read.
//! Promises the order of the input, memory bounded by the limits whatever comes in, and a page as
//! soon as it is complete.
//! Leaves what the bytes mean to `decode`.

mod buffer;
mod compressed;
mod cut;
mod form;
mod http;
mod inputs;
pub mod jsonl;
mod place;
mod reader;
mod rest;
mod tape;
mod text;
mod warc;

use crate::config::Limits;

pub use cut::line_breaks;
pub use inputs::Inputs;
pub use jsonl::Fields;
pub use place::Place;
pub use reader::{Reader, Step};
pub use text::Separator;

/// The form of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Told by content: JSON lines when the first line is an object with the text field, a web
    /// archive when it begins with `WARC/`, HTML when it begins as a page of it does.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// A page of HTML.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// A web archive: responses, resources and conversions that are text or HTML.
    Warc,
    /// A web archive: conversions to text only.
    Wet,
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form of the inputs.
    pub format: Format,
    /// Names of the fields of JSON lines.
    pub fields: Fields,
    /// What stands between the pages of plain text.
    pub separator: Separator,
    /// Bounds on a page.
    pub limits: Limits,
    /// Give each JSON line as it stands (`bytes` is the line) instead of the page in its text field.
    pub raw_lines: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            format: Format::Auto,
            fields: Fields::default(),
            separator: Separator::FormFeed,
            limits: Limits::default(),
            raw_lines: false,
        }
    }
}
