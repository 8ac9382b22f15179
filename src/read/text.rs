//! Plain text: one page a file, or many in one stream with a separator between them.

use memchr::{memchr, memmem};

use super::cut;
use crate::config::Limits;

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

/// Finds the pages in a stream of plain text as it arrives.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// What of the data at hand holds no separator.
    scanned: usize,
    /// Line breaks in that part.
    breaks: usize,
    /// What must be dropped before the next page begins.
    after: After,
    /// The next page is not the first: if nothing follows, there is no such page.
    later: bool,
    /// Number of the next part of the page at hand, when it was cut already.
    part: u32,
}

/// What may still belong to the separator that was just seen.
#[derive(Debug, Default, PartialEq)]
enum After {
    #[default]
    Nothing,
    FormFeed,
    CarriageReturn,
}

/// What stands at the head of the data.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// A page or a part of one: its length, what follows it that is to be dropped, and the number
    /// of the part if the page is cut.
    Page { length: usize, drop: usize, part: Option<u32>, last: bool },
    /// One byte that still belongs to the separator, and the lines it ends.
    Drop { lines: u64 },
    /// Nothing complete yet.
    More,
    /// The end.
    End,
}

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
        let end = self.limit(data, limits);
        if let Some((at, size)) =
            separator.find(&data[..end.unwrap_or(data.len())], self.scanned, ended && end.is_none())
        {
            let part = self.whole();
            if matches!(separator, Separator::FormFeed) {
                self.after = After::FormFeed;
            }
            self.later = true;
            return Found::Page { length: at, drop: size, part, last: false };
        }
        if let Some(limit) = end {
            let length = cut::place(data, limit);
            let part = self.part;
            *self = Pages { part: part + 1, later: true, ..Pages::default() };
            return Found::Page { length, drop: 0, part: Some(part), last: false };
        }
        if ended {
            self.later = true;
            return Found::Page { length: data.len(), drop: 0, part: self.whole(), last: true };
        }
        self.scanned = data.len();
        Found::More
    }

    /// Where the page at hand passes a limit, if it does.
    fn limit(&mut self, data: &[u8], limits: &Limits) -> Option<usize> {
        let (bytes, lines) = (limits.page_bytes.max(4), limits.page_lines.max(1));
        let end = data.len().min(bytes);
        let fresh = &data[self.scanned.min(end)..end];
        let more = cut::line_breaks(fresh);
        let by_lines = match self.breaks + more > lines {
            true => cut::after_line_break(fresh, lines - self.breaks.min(lines - 1)).map(|i| self.scanned.min(end) + i),
            false => None,
        };
        self.breaks += more;
        by_lines.filter(|i| *i < data.len()).or((data.len() > bytes).then_some(bytes))
    }

    /// The page ends here: the number of its last part, if it was cut.
    fn whole(&mut self) -> Option<u32> {
        let part = (self.part > 0).then_some(self.part);
        *self = Pages { later: self.later, ..Pages::default() };
        part
    }
}
