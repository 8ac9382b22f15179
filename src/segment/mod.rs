//! Takes a draft.
//! Gives the lines of the page that hold anything, each with what can be seen without its context.
//! Promises spans in order, trimmed of white space; between two spans stands nothing but white space.
//! Leaves what a line *is* to `label`, and where items begin to `split`.

mod breaks;
mod counts;
mod ends;
pub(crate) mod features;
pub(crate) mod hash;
mod kinds;
pub(crate) mod lanes;
mod planes;
mod scan;
mod sentences;
mod sign;
pub(crate) mod space;
mod stop_words;
mod tally;
mod word;
pub(crate) mod wrapped;

use smallvec::SmallVec;

use crate::draft::{Draft, Span};
use breaks::breaks;
use features::Features;
use hash::Hashes;

/// One line of the page, trimmed.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Where it stands in the source.
    pub span: Span,
    /// True when a blank line (or the head of the page) stands before it.
    pub after_blank: bool,
    /// See [`Line::twin`]; 0 for none.
    twin: u8,
    /// What can be seen of it without context.
    pub features: Features,
}

/// The lines of a page, and the spans that they stand at. Many pages of a stream are a line or two; to ask for memory and to
/// give it back costs more than such a page is worth.
pub(crate) type Lines = SmallVec<[Line; 1]>;
pub(crate) type Spans = SmallVec<[Span; 4]>;
/// Whether a blank line stands before each line of a page.
pub(crate) type Blanks = SmallVec<[bool; 16]>;

/// The trimmed spans of the lines of `source` that hold anything but white space, with whether a
/// blank line stands before each. Lines end at LF, CR LF, CR, LINE SEPARATOR or PARAGRAPH SEPARATOR.
pub(crate) fn line_spans(source: &str) -> (Spans, Blanks) {
    let expected = source.len() / 96 + 1;
    let (spans, after_blank) = (Spans::with_capacity(expected), Blanks::with_capacity(expected));
    let mut found = Found { spans, after_blank, blank: true };
    let mut start = 0;
    breaks(source.as_bytes(), |at, len| {
        found.add(trimmed(source, start, at));
        start = at + len;
    });
    found.add(trimmed(source, start, source.len()));
    (found.spans, found.after_blank)
}

/// Lines found so far.
struct Found {
    spans: Spans,
    after_blank: Blanks,
    /// The last line was blank, or there is none.
    blank: bool,
}

impl Found {
    /// Adds the next line; an empty one is blank.
    #[inline(always)]
    fn add(&mut self, line: Span) {
        if !line.is_empty() {
            self.spans.push(line);
            self.after_blank.push(self.blank);
        }
        self.blank = line.is_empty();
    }
}

/// The part of a text without the white space at its ends.
fn trimmed(source: &str, start: usize, end: usize) -> Span {
    let line = &source[start..end];
    // What a line mostly begins and ends with: signs of ASCII, and letters of two bytes. Of these characters only some that
    // C2 leads are white space.
    let is_letter = |byte: u8| matches!(byte, 0xC3..0xE0);
    if let [first, .., before, last] = *line.as_bytes()
        && (first.is_ascii_graphic() || is_letter(first))
        && (last.is_ascii_graphic() || is_letter(before))
    {
        return Span::new(start, end);
    }
    let start = start + (line.len() - line.trim_start().len());
    Span::new(start, start + line.trim().len())
}

/// Measures the lines of a repaired draft.
pub(crate) fn measure(draft: &Draft<'_>, spans: &[Span], after_blank: &[bool]) -> Lines {
    let mut lines = Lines::with_capacity(spans.len());
    // The lines above, as the source has them, unless they were edited.
    let mut above = [None; FARTHEST_TWIN];
    for (view, (&span, &after_blank)) in draft.views(spans.iter().copied()).zip(spans.iter().zip(after_blank)) {
        let source = (!view.is_edited()).then(|| &draft.source()[span.range()]);
        let twin =
            source.and_then(|line| above.iter().position(|above| above.is_some_and(|above| is_same(above, line))));
        let twin = twin.map_or(0, |lines| lines + 1);
        above.rotate_right(1);
        above[0] = source;
        let features = match twin {
            0 => Features::of(view.as_str()),
            _ => lines[lines.len() - twin].features,
        };
        lines.push(Line { span, after_blank, twin: twin as u8, features });
    }
    tell_apart(draft, &mut lines);
    lines
}

/// Compares lines that hardly ever are the same but often equally long, as numbers in a column.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().last() == b.as_bytes().last() && a == b
}

/// How many lines above a line its twin may stand: lists alternate between two lines at most where nothing changes.
const FARTHEST_TWIN: usize = 2;

/// Gives all lines of a page the hashes of their words, which lines of other pages have too.
pub(crate) fn hash_all(draft: &Draft<'_>, lines: &mut [Line]) {
    lines.iter_mut().for_each(|line| line.hash(draft));
}

/// Gives lines the hashes of their words where another line of the page may have the same words, and others a number that
/// no line of the page has: nearly all lines differ in what was counted already.
fn tell_apart(draft: &Draft<'_>, lines: &mut [Line]) {
    if let [line] = lines {
        let sum = line.features.sum();
        (line.features.hash, line.features.shape_hash) = (sum, sum);
        return;
    }
    // So many bits for a line that hardly any meets another by chance: to hash its words costs a hundred times as much.
    const BITS: usize = 128;
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
    for i in 0..lines.len() {
        if let Some(above) = lines[i].twin() {
            lines[i].features = lines[i - above].features;
            continue;
        }
        let line = &mut lines[i];
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
    /// A line that is all of its page.
    #[cfg(test)]
    pub fn alone(span: Span, features: Features) -> Line {
        Line { span, after_blank: true, twin: 0, features }
    }

    /// How many lines above, one or two, a line stands that reads the same to the letter, and so is the same to whoever
    /// looks at one line only.
    pub fn twin(&self) -> Option<usize> {
        (self.twin > 0).then_some(self.twin.into())
    }

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
        assert_eq!(*blank, [true, false, false, false, false, false, true]);
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

    #[test]
    fn a_line_is_measured_as_its_twin() {
        let source = "A 01.02.2025\nКөрулер: 15\nA 01.02.2025\nA 01.02.2025\nб\nв\nA 01.02.2025";
        let draft = Draft::new(source);
        let (spans, blank) = line_spans(source);
        let lines = measure(&draft, &spans, &blank);
        let twins: Vec<_> = lines.iter().map(Line::twin).collect();
        assert_eq!(twins, [None, None, Some(2), Some(1), None, None, None]);
        for line in &lines {
            let alone = measure(&draft, &[line.span], &[line.after_blank]);
            let counts = |l: &Line| format!("{:?}", Features { hash: 0, shape_hash: 0, ..l.features });
            assert_eq!(counts(line), counts(&alone[0]));
            assert_eq!(line.features.hash == lines[0].features.hash, line.features.digits == 8);
        }
    }
}
