//! Plain text: one page a file, or many in one stream with a separator between them.

use memchr::{memchr, memmem};
use serde::{Deserialize, Serialize};

use super::cut::{self, Wide};
use crate::config::Limits;
use crate::document::Bound;

/// What stands between two pages of one stream.
#[derive(Clone, Debug)]
pub enum Separator {
    /// A form feed, with the line break that directly follows it.
    FormFeed,
    /// A line equal to this text.
    Line(Box<memmem::Finder<'static>>),
    /// Nothing: the whole input is one page.
    Never,
}

impl Separator {
    /// A line equal to `text`.
    pub fn line(text: &str) -> Separator {
        Separator::Line(Box::new(memmem::Finder::new(text).into_owned()))
    }

    /// Its length without a line break.
    fn length(&self) -> usize {
        match self {
            Separator::FormFeed => 1,
            Separator::Line(finder) => finder.needle().len(),
            Separator::Never => 0,
        }
    }

    /// First separator in `data` that ends the page, looked for from `from`: where it begins and
    /// how long it is. `ended` tells that nothing follows `data`.
    fn find(&self, data: &[u8], from: usize, ended: bool) -> Option<(usize, usize)> {
        match self {
            Separator::Never => None,
            Separator::FormFeed => {
                let mut at = from;
                loop {
                    at += memchr(b'\x0c', &data[at..])?;
                    // After NUL or 0x04 it is half of a UTF-16 unit (U+000C, U+040C), not a form feed.
                    if !matches!(data[..at].last(), Some(0 | 4)) {
                        return Some((at, 1));
                    }
                    at += 1;
                }
            }
            Separator::Line(finder) => {
                let size = finder.needle().len();
                let from = from.saturating_sub(size + 2);
                finder.find_iter(&data[from..]).find_map(|i| {
                    let (at, end) = (from + i, from + i + size);
                    let starts = at == 0 || matches!(data[at - 1], b'\n' | b'\r');
                    let line_break = match data[end..] {
                        [b'\r', b'\n', ..] => Some(2),
                        [b'\n', ..] | [b'\r', _, ..] => Some(1),
                        [] | [b'\r'] if ended => Some(data.len() - end),
                        _ => None,
                    };
                    line_break.filter(|_| starts).map(|n| (at, size + n))
                })
            }
        }
    }
}

/// Finds the pages in a stream of plain text as it arrives. What it finds does not depend on how
/// the stream is cut into reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pages {
    /// What of the data at hand was looked at and holds no separator.
    scanned: usize,
    /// Line breaks in that part.
    breaks: usize,
    /// Place behind the last line break that the limit allows, once it is known.
    last_line: Option<usize>,
    /// What must be dropped before the next page begins.
    after: After,
    /// The next page is not the first: if nothing follows, there is no such page.
    later: bool,
    /// Number of the next part of the page at hand, when it was cut already.
    part: u32,
    /// The page at hand is in UTF-16.
    wide: Option<Wide>,
}

/// What may still belong to the separator that was just seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum After {
    #[default]
    Nothing,
    FormFeed,
    CarriageReturn,
}

/// What stands at the head of the data.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// A page or a part of one: its length, what follows it that is to be dropped, the number of the
    /// part if the page is cut, the bound if it is cut here, and its form if that is UTF-16.
    Page { length: usize, drop: usize, part: Option<u32>, bound: Option<Bound>, wide: Option<Wide>, last: bool },
    /// One byte that still belongs to the separator, and the lines it ends.
    Drop { lines: u64 },
    /// Nothing complete yet.
    More,
    /// The end.
    End,
}

/// Least bytes of a part: a character of any encoding fits.
const LEAST: usize = 4;

impl Pages {
    /// Looks for the next page in `data`, the bytes not yet used; `ended` tells that no more come.
    pub(super) fn next(&mut self, data: &[u8], ended: bool, separator: &Separator, limits: &Limits) -> Found {
        if self.after != After::Nothing {
            let Some(first) = data.first() else { return if ended { Found::End } else { Found::More } };
            let (after, lines) = match (std::mem::take(&mut self.after), first) {
                (After::FormFeed, b'\r') => (After::CarriageReturn, 1),
                (After::FormFeed, b'\n') => (After::Nothing, 1),
                (After::CarriageReturn, b'\n') => (After::Nothing, 0),
                _ => return self.page(data, ended, separator, limits),
            };
            self.after = after;
            return Found::Drop { lines };
        }
        self.page(data, ended, separator, limits)
    }

    fn page(&mut self, data: &[u8], ended: bool, separator: &Separator, limits: &Limits) -> Found {
        if data.is_empty() && ended && self.later {
            return Found::End;
        }
        if self.part == 0 {
            self.wide = Wide::of(data);
        }
        let near = |limit: usize| {
            // A separator that begins at the limit still ends the page, so as much is looked at.
            let reach = limit + separator.length() + 2;
            if data.len() > reach { (&data[..reach], false) } else { (data, ended) }
        };
        let (within, whole) = near(limits.page_bytes.max(LEAST));
        let found = separator.find(within, self.scanned, whole);
        // What follows the page is another one's to count.
        let page = found.map_or(data, |(at, _)| &data[..at]);
        let limit = self.limit(page, ended || found.is_some(), limits);
        let (near, ended) = near(limit);
        let reach = limit + separator.length() + 2;
        let found = found.filter(|(at, _)| *at <= limit);
        let (length, drop, last) = match found {
            Some((at, size)) => (at, size, false),
            None if ended && data.len() <= limit => (data.len(), 0, true),
            None if ended || near.len() == reach => {
                let (length, part, wide) = (cut::place(data, limit, self.wide), self.part, self.wide);
                let bound = Some(if self.last_line.is_some() { Bound::MaxLines } else { Bound::MaxPage });
                *self = Pages { part: part + 1, wide, later: true, ..Pages::default() };
                return Found::Page { length, drop: 0, part: Some(part), bound, wide, last: false };
            }
            None => return Found::More,
        };
        let (part, wide) = ((self.part > 0).then_some(self.part), self.wide);
        let form_feed = drop > 0 && matches!(separator, Separator::FormFeed);
        *self = Pages { later: true, ..Pages::default() };
        if form_feed {
            self.after = After::FormFeed;
        }
        Found::Page { length, drop, part, bound: None, wide, last }
    }

    /// The greatest length that the page at hand may have. Looks at what is new in `data`.
    fn limit(&mut self, data: &[u8], ended: bool, limits: &Limits) -> usize {
        let (bytes, lines) = (limits.page_bytes.max(LEAST), limits.page_lines.max(1));
        let mut end = data.len().min(bytes);
        // A carriage return at the end may be the first half of a line break.
        if !ended && end == data.len() && data.last() == Some(&b'\r') {
            end -= 1;
        }
        let new = &data[self.scanned.min(end)..end];
        let more = cut::line_breaks(new);
        if self.last_line.is_none() && self.breaks + more >= lines {
            self.last_line = cut::after_line_break(new, lines - self.breaks).map(|i| self.scanned + i);
        }
        self.breaks += more;
        self.scanned = self.scanned.max(end);
        self.last_line.unwrap_or(bytes)
    }
}
