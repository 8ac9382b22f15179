//! Takes a draft.
//! Gives the lines of the page that hold anything, each with what can be seen without its context.
//! Promises spans in order, trimmed of white space; between two spans stands nothing but white space.
//! Leaves what a line *is* to `label`, and where items begin to `split`.

mod counts;
mod ended;
mod ends;
pub(crate) mod features;
pub(crate) mod hash;
mod sign;
mod stop_words;
mod window;
mod word;
mod words;

use memchr::memchr3;

use crate::draft::{Draft, Span};
use features::Features;

/// One line of the page, trimmed.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Where it stands in the source.
    pub span: Span,
    /// True when a blank line (or the head of the page) stands before it.
    pub after_blank: bool,
    /// What can be seen of it without context.
    pub features: Features,
}

/// The trimmed spans of the lines of `source` that hold anything but white space, with whether a
/// blank line stands before each. Lines end at LF, CR LF, CR, LINE SEPARATOR or PARAGRAPH SEPARATOR.
pub(crate) fn line_spans(source: &str) -> (Vec<Span>, Vec<bool>) {
    let bytes = source.as_bytes();
    let mut spans = Vec::with_capacity(bytes.len() / 96 + 1);
    let mut after_blank = Vec::with_capacity(spans.capacity());
    let mut blank = true;
    let mut at = 0;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let raw = &source[at..end];
        let line = raw.trim();
        if line.is_empty() {
            blank = true;
        } else {
            let start = at + (raw.len() - raw.trim_start().len());
            spans.push(Span::new(start, start + line.len()));
            after_blank.push(blank);
            blank = false;
        }
        at = end + break_len(bytes, end);
    }
    (spans, after_blank)
}

/// Offset of the first line break at or after `at`, or the end.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let mut from = at;
    loop {
        // E2 leads the two Unicode separators and all general punctuation.
        let Some(i) = memchr3(b'\n', b'\r', 0xE2, &bytes[from..]) else { return bytes.len() };
        let i = from + i;
        if bytes[i] != 0xE2 || matches!(bytes.get(i + 1..i + 3), Some([0x80, 0xA8 | 0xA9])) {
            return i;
        }
        from = i + 1;
    }
}

/// Length of the line break at `at`, 0 at the end of the text.
fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        None => 0,
        Some(0xE2) => 3,
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => 2,
        Some(_) => 1,
    }
}

/// Measures the lines of a repaired draft.
pub(crate) fn measure(draft: &Draft<'_>, spans: &[Span], after_blank: &[bool]) -> Vec<Line> {
    spans
        .iter()
        .zip(after_blank)
        .map(|(&span, &after_blank)| Line { span, after_blank, features: Features::of(draft.view(span).as_str()) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        let source = "a\nb\r\nc\rd\u{2028}e\u{2029}f – g\n\n \n h ";
        let (spans, blank) = line_spans(source);
        let lines: Vec<&str> = spans.iter().map(|s| &source[s.range()]).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "e", "f – g", "h"]);
        assert_eq!(blank, [true, false, false, false, false, false, true]);
    }
}
