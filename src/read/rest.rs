//! A page from a container that is over the limit, given out in parts.

use std::fmt::Write as _;

use super::cut;
use super::text::{Found, Pages, Separator};
use crate::config::Limits;
use crate::document::{Bytes, Document};

/// What is left of a page that is over the limit.
pub(super) struct Rest {
    page: Document,
    /// Where the next part begins.
    at: usize,
    parts: Pages,
}

impl Rest {
    /// All of `page` is still to be given out.
    pub(super) fn of(page: Document) -> Rest {
        Rest { page, at: 0, parts: Pages::default() }
    }

    /// Fills `part` with the next part; false when there is none.
    pub(super) fn next(&mut self, part: &mut Document, limits: &Limits) -> bool {
        let limits = if self.page.html { &limits.html() } else { limits };
        let rest = &self.page.bytes[self.at..];
        let Found::Page { length, part: number, bound, .. } = self.parts.next(rest, true, &Separator::Never, limits)
        else {
            return false;
        };
        *part = Document { bytes: std::mem::take(&mut part.bytes), cut: number, ..self.page.without_bytes() };
        part.bytes.fill(&rest[..length]);
        bound.into_iter().for_each(|bound| part.bounds.insert(bound));
        name_part(part);
        self.at += length;
        // What ends exactly at the limit leaves nothing behind: there is no empty last part.
        if self.at == self.page.bytes.len() {
            self.page.bytes = Bytes::default();
            self.at = 0;
        }
        true
    }
}

/// Parts of one page have ids of their own: `id`, `id~2`, `id~3`.
pub(super) fn name_part(page: &mut Document) {
    if let Some(part) = page.cut.filter(|p| *p > 0) {
        let _ = write!(page.id, "~{}", part + 1);
    }
}

/// True when the page is surely no longer than the limits allow.
pub(super) fn fits(page: &Document, limits: &Limits) -> bool {
    let limits = if page.html { limits.html() } else { *limits };
    let (bytes, lines) = (&page.bytes, limits.page_lines);
    bytes.len() <= limits.page_bytes && (bytes.len() < lines || cut::line_breaks(bytes) < lines)
}
