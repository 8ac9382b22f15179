//! Where a page over the limit is cut: the last blank line, line, sentence, word or character
//! that fits.

use memchr::{memchr, memchr_iter, memmem, memrchr};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// How far back a sentence or word boundary is looked for: no sentence of prose is longer, and it
/// bounds the cost of a cut in a line without end.
const SENTENCE_WINDOW: usize = 8 << 10;

/// Length of the first part of `page`: at most `limit` bytes and at least one.
///
/// Blank lines and lines are looked for in the second half only, so that parts stay large.
pub(super) fn place(page: &[u8], limit: usize, wide: Option<Wide>) -> usize {
    let limit = limit.clamp(1, page.len());
    if let Some(wide) = wide {
        return wide.place(page, limit);
    }
    let half = limit / 2;
    let window = &page[half..limit];
    // The last line break is found in a tenth of the time that a blank line takes.
    let (feed, ret) = (memrchr(b'\n', window), memrchr(b'\r', window));
    let blanks = [(&b"\n\n"[..], feed), (b"\n\r\n", ret.and(feed)), (b"\r\r", ret)];
    let blank = |(blank, line): (&[u8], Option<usize>)| Some(memmem::rfind(&window[..line? + 1], blank)? + blank.len());
    if let Some(at) = blanks.into_iter().filter_map(blank).max().or_else(|| feed.map(|i| i + 1)) {
        return half + at;
    }
    // A carriage return ends a line unless its line feed stands just behind the limit.
    if let Some(at) = ret.filter(|i| page.get(half + i + 1) != Some(&b'\n')) {
        return half + at + 1;
    }
    sentence(page, limit).or_else(|| word(page, limit)).unwrap_or_else(|| character(page, limit))
}

/// End of the last sentence that is complete before `limit`.
fn sentence(page: &[u8], limit: usize) -> Option<usize> {
    let start = character(page, limit.saturating_sub(SENTENCE_WINDOW).max(limit / 2));
    let end = character(page, limit);
    let text = std::str::from_utf8(page.get(start..end)?).ok()?;
    let (at, _) = text.split_sentence_bound_indices().last().filter(|(at, _)| *at > 0)?;
    Some(start + at)
}

/// Place behind the last space before `limit`.
fn word(page: &[u8], limit: usize) -> Option<usize> {
    let start = limit.saturating_sub(SENTENCE_WINDOW).max(limit / 2);
    Some(start + memrchr(b' ', &page[start..limit])? + 1)
}

/// The last UTF-8 character boundary at or before `at`; in other encodings at most three bytes off.
fn character(page: &[u8], at: usize) -> usize {
    let back = (0..=3.min(at)).find(|b| page.get(at - b).is_none_or(|c| c & 0xc0 != 0x80));
    match at - back.unwrap_or(0) {
        0 => at,
        found => found,
    }
}

/// UTF-16, told by the byte order mark of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wide {
    LittleEndian,
    BigEndian,
}

impl Wide {
    /// The form of a page that begins with `data`, if that is UTF-16.
    pub(super) fn of(data: &[u8]) -> Option<Wide> {
        match data {
            [0xff, 0xfe, ..] => Some(Wide::LittleEndian),
            [0xfe, 0xff, ..] => Some(Wide::BigEndian),
            _ => None,
        }
    }

    /// Its encoding label: only the first part of a page has the mark.
    pub(super) fn label(self) -> &'static str {
        match self {
            Wide::LittleEndian => "utf-16le",
            Wide::BigEndian => "utf-16be",
        }
    }

    /// A cut between two characters, behind a line feed if there is one in the second half.
    fn place(self, page: &[u8], limit: usize) -> usize {
        let limit = limit & !1;
        let unit = |i: usize| {
            let (a, b) = (*page.get(i)?, *page.get(i + 1)?);
            Some(if self == Wide::LittleEndian { u16::from_le_bytes([a, b]) } else { u16::from_be_bytes([a, b]) })
        };
        let newline = (limit / 4 * 2..limit).step_by(2).rev().find(|&i| unit(i) == Some(u16::from(b'\n')));
        match newline {
            Some(i) => i + 2,
            None if unit(limit).is_some_and(|u| (0xdc00..=0xdfff).contains(&u)) => (limit - 2).max(2),
            None => limit.max(2),
        }
    }
}

/// Number of line breaks (`\n`, `\r\n` or a lone `\r`) in `bytes`.
pub fn line_breaks(bytes: &[u8]) -> usize {
    let feeds = memchr_iter(b'\n', bytes).count();
    match memchr(b'\r', bytes) {
        None => feeds,
        Some(first) => {
            feeds + memchr_iter(b'\r', &bytes[first..]).filter(|i| bytes.get(first + i + 1) != Some(&b'\n')).count()
        }
    }
}

/// Place behind the `n`-th line break (1-based) of `bytes`.
pub(super) fn after_line_break(bytes: &[u8], n: usize) -> Option<usize> {
    /// Line breaks are counted by so many bytes and told apart only where the one that is wanted stands.
    const STEP: usize = 1 << 10;
    let (mut at, mut left) = (0, n);
    while at < bytes.len() {
        let mut end = bytes.len().min(at + STEP);
        // One line break is not counted in two halves.
        end += usize::from(bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n'));
        let here = line_breaks(&bytes[at..end]);
        if here >= left {
            return memchr::memchr2_iter(b'\n', b'\r', &bytes[at..end])
                .map(|i| at + i)
                .filter(|&i| bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n'))
                .nth(left.checked_sub(1)?)
                .map(|i| i + 1);
        }
        (at, left) = (end, left - here);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_boundary_wins() {
        let cases: [(&str, usize, &str); 7] = [
            ("Heading\none\n\ntwo\nthree", 20, "Heading\none\n\n"),
            ("Heading and\ntwo three", 18, "Heading and\n"),
            ("Heading and\r\ntwo three", 18, "Heading and\r\n"),
            ("One other thing. And so on", 20, "One other thing. "),
            ("onelongword another", 16, "onelongword "),
            ("жжжжжжж", 5, "жж"),
            ("ж", 1, "ж"),
        ];
        for (page, limit, first) in cases {
            let at = place(page.as_bytes(), limit, None);
            // One byte of a two-byte letter cannot be a part; the smallest part is what was asked for.
            if limit == 1 {
                assert_eq!(at, 1);
            } else {
                assert_eq!(&page[..at], first, "limit {limit}");
            }
        }
    }

    #[test]
    fn utf16_is_cut_between_characters() {
        let page: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("ab\ncd😀😀".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(place(&page, 11, Wide::of(&page)), 8, "behind the line feed");
        let page: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("😀😀😀".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(place(&page, 8, Wide::of(&page)), 6, "not inside a surrogate pair");
    }

    #[test]
    fn line_breaks_are_counted_in_all_three_forms() {
        assert_eq!(line_breaks(b"a\nb\r\nc\rd"), 3);
        assert_eq!(after_line_break(b"a\r\nb\rc", 2), Some(5));
        assert_eq!(after_line_break(b"a\n", 2), None);
        for line in ["\n", "\r\n", "\r", "abc\r\n", "ab\n"] {
            let lines = line.repeat(3000);
            for n in [1, 2, 341, 342, 1023, 1024, 1025, 2048, 3000] {
                assert_eq!(after_line_break(lines.as_bytes(), n), Some(n * line.len()), "{line:?} {n}");
            }
            assert_eq!(after_line_break(lines.as_bytes(), 3001), None);
        }
    }
}
