//! One page as read.

use std::ops::Deref;

/// One fetched page: its bytes, where it came from, and what its container said of it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Identity of the page: path, `path#3` for the third page of a stream, or the id field.
    pub id: String,
    /// Name of the input as given: a path, or `-`.
    pub path: String,
    /// 1-based number of the page in its input.
    pub page: u32,
    /// 1-based line of the input where the page begins (for JSON lines: the record's line).
    pub line: u64,
    /// The page.
    pub bytes: Bytes,
    /// Address of the page, when the container tells it.
    pub url: Option<String>,
    /// Encoding label of the container, if any: evidence, not truth.
    pub encoding: Option<String>,
    /// True when the container had decoded the text already (JSON): the bytes are UTF-8, whatever
    /// encoding the configuration names.
    pub decoded: bool,
    /// True when `bytes` is a whole JSON line as it stands (see `read::Options::raw_lines`).
    pub record: bool,
    /// Members of a JSON record that are not ours, as raw JSON (`"a":1,"b":"c"`), carried through.
    pub fields: String,
    /// Set when this is a part of a page that was over the limit: 0-based number of the part.
    pub cut: Option<u32>,
    /// When the page was fetched, as the container tells it (ISO 8601).
    pub fetched: Option<String>,
    /// HTTP status of the response that brought the page, when the container tells it.
    pub status: Option<u16>,
    /// True when the page is HTML: the container says so, or it begins as a page of it does.
    pub html: bool,
    /// The bounds that the page ran into.
    pub bounds: Bounds,
}

/// The bytes of a page. Those of a text are known to be UTF-8, which then is not proved again.
///
/// ```
/// use tazala::document::Bytes;
///
/// let text = Bytes::from(String::from("мост"));
/// assert_eq!((text.as_text(), text.len()), (Some("мост"), 8));
/// let raw = Bytes::from(vec![0xec, 0xee, 0xf1, 0xf2]);
/// assert_eq!((raw.as_text(), raw.len()), (None, 4));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// Text: what was read holds nothing else.
    Text(String),
    /// Bytes in any encoding.
    Raw(Vec<u8>),
}

impl Bytes {
    /// The page, if it is known to be text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Bytes::Text(text) => Some(text),
            Bytes::Raw(_) => None,
        }
    }

    /// An empty buffer in the memory of the page, which is gone.
    pub(crate) fn empty(&mut self) -> Vec<u8> {
        let mut room = match std::mem::take(self) {
            Bytes::Text(text) => text.into_bytes(),
            Bytes::Raw(bytes) => bytes,
        };
        room.clear();
        room
    }

    /// Takes other bytes in place of those it has, and in their memory.
    pub(crate) fn fill(&mut self, bytes: &[u8]) {
        let mut room = self.empty();
        room.extend_from_slice(bytes);
        *self = Bytes::Raw(room);
    }
}

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes::Raw(Vec::new())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Text(text) => text.as_bytes(),
            Bytes::Raw(bytes) => bytes,
        }
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Bytes {
        Bytes::Text(text)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes::Raw(bytes)
    }
}

/// A bound that a page ran into while it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Bound {
    /// [`Limits::page_bytes`](crate::config::Limits::page_bytes): the page was cut behind this part.
    MaxPage,
    /// [`Limits::page_lines`](crate::config::Limits::page_lines), likewise.
    MaxLines,
    /// [`Limits::record_bytes`](crate::config::Limits::record_bytes): the rest of the record was not read.
    MaxRecord,
    /// [`Limits::ratio`](crate::config::Limits::ratio): the rest was not decompressed.
    MaxRatio,
    /// The input, its compressed member or the record ended or failed inside the page, or the archive says that it
    /// took only its beginning.
    Truncated,
}

impl Bound {
    /// All of them.
    pub const ALL: [Bound; 5] = [Bound::MaxPage, Bound::MaxLines, Bound::MaxRecord, Bound::MaxRatio, Bound::Truncated];

    /// Its name in the record: that of the flag that sets it, if there is one.
    pub fn name(self) -> &'static str {
        match self {
            Bound::MaxPage => "max-page",
            Bound::MaxLines => "max-lines",
            Bound::MaxRecord => "max-record",
            Bound::MaxRatio => "max-ratio",
            Bound::Truncated => "truncated",
        }
    }
}

/// A set of bounds.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds(u8);

impl Bounds {
    /// Adds `bound`.
    pub fn insert(&mut self, bound: Bound) {
        self.0 |= 1 << bound as u8;
    }

    /// Those that are in it.
    pub fn iter(self) -> impl Iterator<Item = Bound> {
        Bound::ALL.into_iter().filter(move |bound| self.0 & 1 << *bound as u8 != 0)
    }

    /// True when there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Document {
    /// A page of UTF-8 text, for library use and tests.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Document {
        let id = id.into();
        Document { path: id.clone(), id, page: 1, line: 1, bytes: Bytes::Text(text.into()), ..Document::default() }
    }

    /// The same origin without the page.
    pub(crate) fn without_bytes(&self) -> Document {
        Document {
            id: self.id.clone(),
            path: self.path.clone(),
            url: self.url.clone(),
            encoding: self.encoding.clone(),
            fetched: self.fetched.clone(),
            fields: self.fields.clone(),
            bytes: Bytes::default(),
            ..*self
        }
    }
}
