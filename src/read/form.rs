//! The form of an input, told by its beginning.

use memchr::memchr;

use super::reader::Lines;
use super::rest::Rest;
use super::text::Pages;
use super::warc::{Records, Taken};
use super::{Format, Options, jsonl, tape};

/// What is read, and how far that is.
pub(super) enum Form {
    /// Plain text.
    Text(Pages),
    /// A page of HTML.
    Html(Pages),
    /// JSON lines.
    Lines(Lines),
    /// A WARC or WET archive.
    Archive(Archive),
    /// A tar archive: more inputs.
    Tape,
}

/// Where the reading of a web archive stands.
pub(super) struct Archive {
    pub(super) records: Records,
    /// A page over the limit whose parts are being given out.
    pub(super) rest: Option<Rest>,
}

/// The mark that UTF-8 may begin with.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The form of an input that begins with `data`; `None` when that does not tell yet.
pub(super) fn form(data: &[u8], ended: bool, name: &str, options: &Options) -> Option<Form> {
    /// White space or a first line longer than this is not read on to tell the form.
    const ENOUGH: usize = 1 << 20;
    /// A page of HTML shows what it is sooner.
    const ENOUGH_MARKUP: usize = 4096;
    let lines = || Some(Form::Lines(Lines::default()));
    let text = || Some(Form::Text(Pages::default()));
    let html = || Some(Form::Html(Pages::default()));
    let archive = |taken| Some(Form::Archive(Archive { records: Records::new(taken), rest: None }));
    // Whatever the form of the pages, the files that hold them may lie in an archive.
    if tape::Archive::begins(data, ended)? {
        return Some(Form::Tape);
    }
    match options.format {
        Format::Text => return text(),
        Format::Html => return html(),
        Format::Jsonl => return lines(),
        Format::Warc => return archive(Taken::All),
        Format::Wet => return archive(Taken::Conversions),
        Format::Auto => {}
    }
    match Records::begins(data, ended) {
        Some(true) => return archive(Taken::All),
        Some(false) => {}
        None => return None,
    }
    let ended = ended || data.len() > ENOUGH;
    let data = data.strip_prefix(BYTE_ORDER_MARK).unwrap_or(data).trim_ascii_start();
    match data.first() {
        None if !ended => return None,
        // What works on text as it stands takes markup for text too.
        Some(b'<') if !options.raw_lines => {
            return match crate::html::looks_like_html(data) {
                true => html(),
                false if ended || data.len() > ENOUGH_MARKUP => text(),
                false => None,
            };
        }
        Some(b'{') => {}
        _ => return text(),
    }
    let name = [".gz", ".zst", ".bz2", ".xz"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    if [".jsonl", ".ndjson"].iter().any(|end| name.ends_with(end)) {
        return lines();
    }
    // What works on raw lines also reads records that hold bytes or lines instead of a text.
    let holds_text =
        |key: &str| key == options.fields.text || (options.raw_lines && matches!(key, "bytes_b64" | "lines"));
    match memchr(b'\n', data) {
        Some(end) if jsonl::is_record(&data[..end], holds_text) => lines(),
        None if !ended => None,
        None if data.len() <= ENOUGH && jsonl::is_record(data, holds_text) => lines(),
        None if data.len() > ENOUGH && data[1..].trim_ascii_start().starts_with(b"\"") => lines(),
        _ => text(),
    }
}
