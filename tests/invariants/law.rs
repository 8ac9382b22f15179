//! The law of the house, told of one page and what came of it: every byte of the source is kept (perhaps edited),
//! removed, or white space between blocks, exactly once, and all that was made of the page can be made again from it.
//!
//! The fuzz targets use this file too.

use tazala::article::{Article, Field};
use tazala::document::Document;
use tazala::draft::{Edit, Span};
use tazala::pipeline::Page;
use tazala::write::restore::Record;
use tazala::write::{Audit, record};

/// Checks all of it; says what is broken first.
pub fn check(document: &Document, page: &Page<'_>) -> Result<(), String> {
    account(page)?;
    replay(page)?;
    restore(document, page)
}

/// Articles tile the page; kept spans, removed spans and white space tile an article.
pub fn account(page: &Page<'_>) -> Result<(), String> {
    let source = &*page.decoded.text;
    let count = page.articles.len() as u32;
    let mut at = 0;
    for (article, n) in page.articles.iter().zip(1..) {
        let fault = |what: String| Err(format!("article {n} of {count}: {what}"));
        if article.part != (n, count) {
            return fault(format!("calls itself {:?}", article.part));
        }
        if article.span.start != at {
            return fault(format!("begins at {}, where the one before ends at {at}", article.span.start));
        }
        at = article.span.end;
        tiles(article, source).or_else(fault)?;
        edits(article, source).or_else(fault)?;
        if let Some(flag) = article.flags.iter().find(|f| !article.span.contains(f.span)) {
            return fault(format!("{flag:?} lies outside"));
        }
    }
    match count {
        0 => Err("no article".into()),
        _ if at as usize != source.len() => Err(format!("the articles end at {at}, the page at {}", source.len())),
        _ => Ok(()),
    }
}

fn tiles(article: &Article, source: &str) -> Result<(), String> {
    let removed: Vec<Span> = article.removed.iter().map(|r| r.span).collect();
    for spans in [&article.kept, &removed] {
        if spans.windows(2).any(|w| w[0].end > w[1].start) {
            return Err(format!("spans out of order or not disjoint: {spans:?}"));
        }
    }
    if let Some(removal) = article.removed.iter().find(|r| r.rules.is_empty()) {
        return Err(format!("{removal:?} without a reason"));
    }
    let mut blocks = [&article.kept[..], &removed[..]].concat();
    blocks.sort_unstable();
    // One past the last, so that the gap behind the last block is looked at too.
    blocks.push(Span { start: article.span.end, end: article.span.end });
    let mut at = article.span.start;
    for block in blocks {
        if block.start < at || block.end < block.start || block.end > article.span.end {
            return Err(format!("{block:?} overlaps what ends at {at}, or lies outside {:?}", article.span));
        }
        let (gap, text) = (source.get(at as usize..block.start as usize), source.get(block.range()));
        let (Some(gap), Some(_)) = (gap, text) else {
            return Err(format!("{block:?} or the gap before it cuts a character"));
        };
        if !gap.chars().all(char::is_whitespace) {
            return Err(format!("{gap:?} at {at} is neither kept nor removed"));
        }
        at = block.end;
    }
    Ok(())
}

/// Edits are in order, disjoint, on character boundaries, and each lies inside one kept span or one that became a field.
fn edits(article: &Article, source: &str) -> Result<(), String> {
    if let Some(w) = article.edits.windows(2).find(|w| w[0].span.end > w[1].span.start) {
        return Err(format!("edits out of order or not disjoint: {w:?}"));
    }
    let fields = article.removed.iter().filter(|r| r.became.is_some()).map(|r| r.span);
    let places: Vec<Span> = article.kept.iter().copied().chain(fields).collect();
    for edit in &article.edits {
        let Some(before) = source.get(edit.span.range()) else { return Err(format!("{edit:?} cuts a character")) };
        if before == edit.after || edit.rules.is_empty() {
            return Err(format!("{edit:?} changes nothing or has no reason"));
        }
        if !places.iter().any(|place| place.contains(edit.span)) {
            return Err(format!("{edit:?} lies outside what was kept or became a field"));
        }
    }
    Ok(())
}

/// Text and fields are what source, spans and edits say.
pub fn replay(page: &Page<'_>) -> Result<(), String> {
    let source = &*page.decoded.text;
    for article in &page.articles {
        let paragraphs: Vec<String> = article.kept.iter().map(|s| rebuilt(source, *s, &article.edits)).collect();
        let text = paragraphs.join("\n\n");
        if text != article.text {
            return Err(format!("article {:?} reads {:?}, rebuilt {text:?}", article.part, article.text));
        }
        if text.trim() != text {
            return Err(format!("article {:?} begins or ends with white space: {text:?}", article.part));
        }
        let fields = [
            (Field::Title, &article.title),
            (Field::SourceUrl, &article.source_url),
            (Field::SiteName, &article.site_name),
            (Field::Byline, &article.byline),
        ];
        for (field, value) in fields {
            let mut spans = article.removed.iter().filter(|r| r.became == Some(field));
            let (Some(removal), more) = (spans.next(), spans.next()) else { continue };
            if more.is_some() {
                return Err(format!("article {:?}: more than one {}", article.part, field.name()));
            }
            let words = rebuilt(source, removal.span, &article.edits);
            let words: Vec<&str> = words.split_whitespace().collect();
            if value.as_deref() != Some(words.join(" ").as_str()) {
                return Err(format!("article {:?}: {} {value:?}, rebuilt {words:?}", article.part, field.name()));
            }
        }
        let signals = &article.signals;
        if (signals.source_bytes as usize, signals.text_bytes as usize) != (article.span.len(), article.text.len()) {
            return Err(format!("article {:?}: {signals:?}", article.part));
        }
    }
    Ok(())
}

/// `span` of the source with the edits inside it made, written without the library's own code for it.
fn rebuilt(source: &str, span: Span, edits: &[Edit]) -> String {
    let mut text = source[span.range()].to_string();
    for edit in edits.iter().rev().filter(|e| span.contains(e.span)) {
        let (start, end) = (edit.span.start - span.start, edit.span.end - span.start);
        text.replace_range(start as usize..end as usize, &edit.after);
    }
    text
}

/// The decoded page comes back, byte for byte, from its records with the full audit.
pub fn restore(document: &Document, page: &Page<'_>) -> Result<(), String> {
    let mut restored = String::new();
    for article in &page.articles {
        let mut line = Vec::new();
        record::write(&mut line, document, &page.decoded, article, Audit::Full);
        let line = std::str::from_utf8(&line).map_err(|e| format!("the record is no UTF-8: {e}"))?;
        if line.find('\n') != Some(line.len() - 1) {
            return Err(format!("the record is not one line: {line:?}"));
        }
        Record::parse(line)?.restore(&mut restored)?;
    }
    match restored == *page.decoded.text {
        true => Ok(()),
        false => Err("the records give another page".into()),
    }
}
