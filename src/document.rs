//! One page as read.

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
    pub bytes: Vec<u8>,
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
}

impl Document {
    /// A page of UTF-8 text, for library use and tests.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Document {
        let id = id.into();
        Document { path: id.clone(), id, page: 1, line: 1, bytes: text.into().into_bytes(), ..Document::default() }
    }

    /// The same origin without the page.
    pub(crate) fn without_bytes(&self) -> Document {
        Document {
            id: self.id.clone(),
            path: self.path.clone(),
            url: self.url.clone(),
            encoding: self.encoding.clone(),
            fields: self.fields.clone(),
            bytes: Vec::new(),
            ..*self
        }
    }
}
