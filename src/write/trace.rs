//! What became of each piece of an article's part of the page, in order.

use crate::article::{Article, Removal};
use crate::draft::{Edit, Span};

/// A piece of the page and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trace<'a> {
    /// Kept as it is.
    Kept(Span),
    /// Kept, but reads otherwise now.
    Edited(&'a Edit),
    /// Left out, or made a field.
    Removed(&'a Removal),
    /// White space between blocks.
    Gap(Span),
}

/// The pieces of `article`, from its first byte to its last.
pub(super) fn trace(article: &Article) -> Vec<Trace<'_>> {
    let mut blocks: Vec<(Span, Option<&Removal>)> = article.kept.iter().map(|s| (*s, None)).collect();
    blocks.extend(article.removed.iter().map(|r| (r.span, Some(r))));
    blocks.sort_by_key(|(span, _)| *span);
    let mut pieces = Vec::with_capacity(2 * blocks.len() + 2 * article.edits.len() + 1);
    let mut at = article.span.start;
    for (span, removal) in blocks {
        if span.start > at {
            pieces.push(Trace::Gap(Span { start: at, end: span.start }));
        }
        match removal {
            Some(removal) => pieces.push(Trace::Removed(removal)),
            None => kept(span, &article.edits, &mut pieces),
        }
        at = span.end;
    }
    if article.span.end > at {
        pieces.push(Trace::Gap(Span { start: at, end: article.span.end }));
    }
    pieces
}

/// The pieces of one kept span, between and at its edits.
pub(super) fn kept<'a>(span: Span, edits: &'a [Edit], pieces: &mut Vec<Trace<'a>>) {
    let first = edits.partition_point(|e| e.span.start < span.start);
    let mut at = span.start;
    for edit in edits[first..].iter().take_while(|e| e.span.end <= span.end) {
        if edit.span.start > at {
            pieces.push(Trace::Kept(Span { start: at, end: edit.span.start }));
        }
        pieces.push(Trace::Edited(edit));
        at = edit.span.end;
    }
    if span.end > at {
        pieces.push(Trace::Kept(Span { start: at, end: span.end }));
    }
}
