//! Takes a draft.
//! Gives the lines of the page that hold anything, each with what can be seen without its context.
//! Promises spans in order, trimmed of white space; between two spans stands nothing but white space.
//! Leaves what a line *is* to `label`, and where items begin to `split`.

mod counts;
mod ends;
pub(crate) mod features;
pub(crate) mod hash;
mod kinds;
mod planes;
mod scan;
mod sentences;
mod sign;
mod stop_words;
mod tally;
mod word;

use memchr::memchr3;

use crate::draft::{Draft, Span};
use features::Features;
use hash::Hashes;

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
    let views = draft.views(spans.iter().copied());
    let mut lines: Vec<Line> = views
        .zip(spans.iter().zip(after_blank))
        .map(|(view, (&span, &after_blank))| Line { span, after_blank, features: Features::of(view.as_str()) })
        .collect();
    tell_apart(draft, &mut lines);
    lines
}

/// Gives all lines of a page the hashes of their words, which lines of other pages have too.
pub(crate) fn hash_all(draft: &Draft<'_>, lines: &mut [Line]) {
    lines.iter_mut().for_each(|line| line.hash(draft));
}

/// Gives lines the hashes of their words where another line of the page may have the same words, and others a number that
/// no line of the page has: nearly all lines differ in what was counted already.
fn tell_apart(draft: &Draft<'_>, lines: &mut [Line]) {
    // So many bits for a line that few lines meet another by chance.
    const BITS: usize = 32;
    let numbers = (lines.len() * BITS / 64).next_power_of_two();
    let place = |sum: u64| ((sum >> 6) as usize & (numbers - 1), 1 << (sum & 63));
    // Bits of sums that one line has at least, and two.
    let mut seen = vec![[0_u64; 2]; numbers];
    for line in &*lines {
        let (number, bit) = place(line.features.sum());
        let [once, twice] = &mut seen[number];
        *twice |= *once & bit;
        *once |= bit;
    }
    for line in lines {
        let sum = line.features.sum();
        let (number, bit) = place(sum);
        if seen[number][1] & bit == 0 {
            (line.features.hash, line.features.shape_hash) = (sum, sum);
        } else {
            line.hash(draft);
        }
    }
}

impl Line {
    fn hash(&mut self, draft: &Draft<'_>) {
        let hashes = Hashes::of(draft.view(self.span).as_str());
        (self.features.hash, self.features.shape_hash) = (hashes.exact, hashes.shape);
    }
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

    #[test]
    fn lines_of_the_same_words_have_the_same_hash() {
        let source = "Көрулер: 15\nЖаңалықтар\nкөрулер 27\nЖАҢАЛЫҚТАР!\nЖаңалықтар таспасы\n* * *\n– – –\nкөрулер 15";
        let draft = Draft::new(source);
        let (spans, blank) = line_spans(source);
        let mut lines = measure(&draft, &spans, &blank);
        for _ in 0..2 {
            let same = |of: fn(&Features) -> u64| -> Vec<usize> {
                let first = |l: &Line| lines.iter().position(|other| of(&other.features) == of(&l.features));
                lines.iter().filter_map(first).collect()
            };
            assert_eq!(same(|f| f.hash), [0, 1, 2, 1, 4, 5, 5, 0]);
            assert_eq!(same(|f| f.shape_hash), [0, 1, 0, 1, 4, 5, 5, 0]);
            hash_all(&draft, &mut lines);
        }
    }
}
