//! One article as one JSON line.
//!
//! The fields, in order: `id source part title date date_modified language script source_url
//! site_name byline text removed edits flags signals`, and with the full audit `audit` at the end.
//! `schema.json` beside this file describes them.

use smallvec::SmallVec;

use super::Audit;
use super::json::{decimal, number, optional, plain, string};
use crate::article::{Article, Flag, Removal, Signals};
use crate::decode::Decoded;
use crate::document::{Bound, Document};
use crate::draft::{Edit, Span};
use crate::rule::Rule;

/// `,"name":`, copied as one piece of a length that the compiler knows, which needs no call; the names are ours and need
/// no escape.
macro_rules! key {
    ($out:expr, $name:literal) => {
        $out.extend_from_slice(concat!(",\"", $name, "\":").as_bytes())
    };
}
pub(super) use key;

/// Bytes of a usual record besides its text: room for all is made at once.
const HEAD: usize = 1024;

/// Adds the record of `article`, found on `document` as decoded, and a line break.
pub fn write(out: &mut Vec<u8>, document: &Document, decoded: &Decoded<'_>, article: &Article, audit: Audit) {
    let source = &*decoded.text;
    out.reserve(article.text.len() + HEAD);
    out.extend_from_slice(b"{\"id\":");
    string(out, &article.id);
    origin(out, document, decoded);
    key!(out, "part");
    pair(out, article.part);
    key!(out, "title");
    optional(out, article.title.as_deref());
    key!(out, "date");
    optional(out, article.date.as_deref());
    key!(out, "date_modified");
    optional(out, article.date_modified.as_deref());
    key!(out, "language");
    plain(out, article.language);
    key!(out, "script");
    plain(out, article.script);
    key!(out, "source_url");
    optional(out, article.source_url.as_deref());
    key!(out, "site_name");
    optional(out, article.site_name.as_deref());
    key!(out, "byline");
    optional(out, article.byline.as_deref());
    key!(out, "text");
    string(out, &article.text);
    match audit {
        Audit::Full => {
            key!(out, "removed");
            list(out, &article.removed, |out, r| removal(out, r, source));
            key!(out, "edits");
            list(out, &article.edits, |out, e| edit(out, e, source));
        }
        Audit::Counts => {
            key!(out, "removed");
            counts(out, article.removed.iter().filter_map(|r| r.rules.first().copied()));
            key!(out, "edits");
            counts(out, article.edits.iter().flat_map(|e| e.rules.iter().copied()));
        }
        Audit::None => {}
    }
    key!(out, "flags");
    list(out, &article.flags, |out, f| flag(out, f, source));
    key!(out, "signals");
    signals(out, &article.signals);
    if audit == Audit::Full {
        key!(out, "audit");
        tiling(out, article, source);
    }
    out.extend_from_slice(b"}\n");
}

fn origin(out: &mut Vec<u8>, document: &Document, decoded: &Decoded<'_>) {
    out.extend_from_slice(b",\"source\":{\"path\":");
    string(out, &document.path);
    key!(out, "page");
    number(out, document.page.into());
    key!(out, "line");
    number(out, document.line);
    key!(out, "encoding");
    plain(out, decoded.encoding);
    key!(out, "encoding_confidence");
    decimal(out, decoded.confidence);
    if let Some(url) = &document.url {
        key!(out, "url");
        string(out, url);
    }
    if let Some(fetched) = &document.fetched {
        key!(out, "fetched");
        string(out, fetched);
    }
    if let Some(status) = document.status {
        key!(out, "status");
        number(out, status.into());
    }
    key!(out, "bytes");
    number(out, document.bytes.len() as u64);
    if let Some(part) = document.cut {
        key!(out, "cut");
        number(out, part.into());
    }
    if !document.bounds.is_empty() {
        key!(out, "bounds");
        let bounds: Vec<_> = document.bounds.iter().map(Bound::name).collect();
        list(out, &bounds, |out, name| plain(out, name));
    }
    if !document.fields.is_empty() {
        key!(out, "fields");
        out.push(b'{');
        out.extend_from_slice(document.fields.as_bytes());
        out.push(b'}');
    }
    out.push(b'}');
}

fn pair(out: &mut Vec<u8>, (a, b): (u32, u32)) {
    out.push(b'[');
    number(out, a.into());
    out.push(b',');
    number(out, b.into());
    out.push(b']');
}

/// A span as `[start,end]`.
pub(super) fn span(out: &mut Vec<u8>, span: Span) {
    pair(out, (span.start, span.end));
}

/// `items` as a JSON array.
pub fn list<T>(out: &mut Vec<u8>, items: &[T], mut item: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (i, one) in items.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        item(out, one);
    }
    out.push(b']');
}

fn names(out: &mut Vec<u8>, rules: &[&'static Rule]) {
    list(out, rules, |out, rule| plain(out, rule.name));
}

fn removal(out: &mut Vec<u8>, removal: &Removal, source: &str) {
    out.extend_from_slice(b"{\"span\":");
    span(out, removal.span);
    key!(out, "rules");
    names(out, &removal.rules);
    key!(out, "text");
    string(out, &source[removal.span.range()]);
    if let Some(field) = removal.became {
        key!(out, "became");
        plain(out, field.name());
    }
    out.push(b'}');
}

/// An edit as `{span, rules, certainty, before, after}`.
pub fn edit(out: &mut Vec<u8>, edit: &Edit, source: &str) {
    out.extend_from_slice(b"{\"span\":");
    span(out, edit.span);
    key!(out, "rules");
    names(out, &edit.rules);
    key!(out, "certainty");
    plain(out, edit.certainty().name());
    key!(out, "before");
    string(out, &source[edit.span.range()]);
    key!(out, "after");
    string(out, &edit.after);
    out.push(b'}');
}

/// A flag as `{rule, span, text, reading?}`.
pub fn flag(out: &mut Vec<u8>, flag: &Flag, source: &str) {
    out.extend_from_slice(b"{\"rule\":");
    plain(out, flag.rule.name);
    key!(out, "span");
    span(out, flag.span);
    key!(out, "text");
    string(out, &source[flag.span.range()]);
    if let Some(reading) = &flag.reading {
        key!(out, "reading");
        string(out, reading);
    }
    out.push(b'}');
}

/// How often each rule occurs, by name.
fn counts(out: &mut Vec<u8>, rules: impl Iterator<Item = &'static Rule>) {
    /// Rules of all but a few records.
    const FEW: usize = 12;
    let mut counts: SmallVec<[(&Rule, u64); FEW]> = SmallVec::new();
    for rule in rules {
        match counts.iter_mut().find(|(known, _)| known.is(rule)) {
            Some((_, n)) => *n += 1,
            None => counts.push((rule, 1)),
        }
    }
    counts.sort_unstable_by_key(|(rule, _)| rule.name);
    out.push(b'{');
    for (i, (rule, n)) in counts.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        plain(out, rule.name);
        out.push(b':');
        number(out, n);
    }
    out.push(b'}');
}

fn signals(out: &mut Vec<u8>, s: &Signals) {
    out.extend_from_slice(b"{\"source_bytes\":");
    number(out, s.source_bytes.into());
    key!(out, "text_bytes");
    number(out, s.text_bytes.into());
    key!(out, "words");
    number(out, s.words.into());
    key!(out, "paragraphs");
    number(out, s.paragraphs.into());
    key!(out, "removed_share");
    decimal(out, s.removed_share);
    key!(out, "edits_certain");
    number(out, s.edits_certain.into());
    key!(out, "edits_probable");
    number(out, s.edits_probable.into());
    key!(out, "mean_paragraph_length");
    decimal(out, s.mean_paragraph_length);
    key!(out, "cyrillic_share");
    decimal(out, s.cyrillic_share);
    key!(out, "latin_share");
    decimal(out, s.latin_share);
    key!(out, "language_confidence");
    decimal(out, s.language_confidence);
    key!(out, "replacement_characters");
    number(out, s.replacement_characters.into());
    out.push(b'}');
}

/// What kept text and removals leave of the article's part of the page, so that it can be rebuilt:
/// its `span`, the `kept` spans, and the `gaps` between the two with what stands there.
fn tiling(out: &mut Vec<u8>, article: &Article, source: &str) {
    out.extend_from_slice(b"{\"span\":");
    span(out, article.span);
    key!(out, "kept");
    list(out, &article.kept, |out, s| span(out, *s));
    key!(out, "gaps");
    let mut spans: Vec<Span> = article.kept.iter().copied().chain(article.removed.iter().map(|r| r.span)).collect();
    spans.sort_unstable();
    let (mut gaps, mut at) = (Vec::new(), article.span.start);
    for s in spans.into_iter().chain([Span { start: article.span.end, end: article.span.end }]) {
        if s.start > at {
            gaps.push(Span { start: at, end: s.start });
        }
        at = at.max(s.end);
    }
    list(out, &gaps, |out, gap| {
        out.push(b'[');
        number(out, gap.start.into());
        out.push(b',');
        string(out, &source[gap.range()]);
        out.push(b']');
    });
    out.push(b'}');
}
