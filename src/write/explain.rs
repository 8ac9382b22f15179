//! A page as a person wants to see it: what was kept, left out and changed, and why.

use std::borrow::Cow;
use std::fmt::Write;

use super::trace::{Trace, trace};
use crate::article::Article;
use crate::draft::{Edit, Span};
use crate::pipeline::{Page, Reasons};

/// Columns of the margin that names rules: the longest names have about two dozen letters.
const MARGIN: usize = 26;

/// Whether to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// ANSI colours.
    Color,
    /// Signs only: `[-before-]{+after+}`.
    Plain,
}

/// The colours, as ANSI parameters.
const REMOVED: &str = "2;31";
const BEFORE: &str = "9;31";
const AFTER: &str = "32";
const RULE: &str = "2";
const FLAG: &str = "33";
const HEAD: &str = "1;36";

/// The explanation of `page`; `reasons` are told under their lines.
pub fn explain(page: &Page<'_>, reasons: &[Reasons], style: Style) -> String {
    let source = &*page.decoded.text;
    let mut out = String::with_capacity(source.len() * 2);
    let decoded = &page.decoded;
    let about = format!("{} ({}, {:.2})", decoded.encoding, decoded.reason, decoded.confidence);
    let _ = writeln!(out, "{}", paint(&about, RULE, style));
    for article in &page.articles {
        head(article, style, &mut out);
        let first = reasons.partition_point(|r| r.span.start < article.span.start);
        let mut lines = Lines { out: &mut out, style, margin: None, body: String::new(), reasons: &reasons[first..] };
        for piece in trace(article) {
            match piece {
                Trace::Kept(span) | Trace::Gap(span) => lines.push(span, source, None),
                Trace::Removed(removal) => {
                    let rule = removal.rules.first().map_or("", |r| r.name);
                    let name =
                        removal.became.map_or(rule.into(), |field| Cow::from(format!("{rule} → {}", field.name())));
                    lines.note(&name, REMOVED);
                    lines.push(removal.span, source, Some(REMOVED));
                }
                Trace::Edited(edit) => lines.edit(edit, &source[edit.span.range()]),
            }
        }
        lines.end(article.span.end);
        for flag in &article.flags {
            let reading = flag.reading.as_deref().map_or(String::new(), |r| format!(", perhaps {r:?}"));
            let text = format!("{:?}{reading}", &source[flag.span.range()]);
            let _ = writeln!(out, "{:>MARGIN$} ? {}", flag.rule.name, paint(&text, FLAG, style));
        }
    }
    out
}

/// The line that begins an article.
fn head(article: &Article, style: Style, out: &mut String) {
    let facts = [
        article.title.as_deref(),
        article.date.as_deref(),
        Some(article.language),
        article.byline.as_deref(),
        article.site_name.as_deref(),
        article.source_url.as_deref(),
    ];
    let mut line = format!("──── article {} of {}", article.part.0, article.part.1);
    for fact in facts.into_iter().flatten() {
        let _ = write!(line, " ── {}", visible(fact));
    }
    let _ = writeln!(out, "{}", paint(&line, HEAD, style));
}

/// The lines of the page as they are put together.
struct Lines<'o> {
    out: &'o mut String,
    style: Style,
    margin: Option<(String, &'static str)>,
    body: String,
    /// Reasons that were not told yet.
    reasons: &'o [Reasons],
}

impl Lines<'_> {
    /// Names a rule in the margin of the line at hand, unless one is named already.
    fn note(&mut self, name: &str, color: &'static str) {
        if self.margin.is_none() {
            self.margin = Some((name.to_string(), color));
        }
    }

    fn push(&mut self, span: Span, source: &str, color: Option<&'static str>) {
        let mut at = span.start;
        for (i, part) in source[span.range()].split('\n').enumerate() {
            if i > 0 {
                self.end_inside(at, color);
            }
            let end = at + part.len() as u32;
            while let Some(start) = self.next_start(at).filter(|start| *start < end) {
                self.add(&source[at as usize..start as usize], color);
                self.end_inside(start, color);
                at = start;
            }
            let part = &source[at as usize..end as usize];
            self.add(part.strip_suffix('\r').unwrap_or(part), color);
            at = end + 1;
        }
    }

    /// Where the next line of the page begins inside the line at hand: a page of HTML may have no line breaks. The first of
    /// its lines stands behind the tags before it.
    fn next_start(&self, at: u32) -> Option<u32> {
        let told = self.reasons.partition_point(|r| r.span.start < at);
        let next = told + usize::from(told == 0);
        self.reasons.get(next).map(|r| r.span.start)
    }

    /// Ends the line at hand at the offset `at`, inside a piece with this colour.
    fn end_inside(&mut self, at: u32, color: Option<&'static str>) {
        let margin = self.margin.clone().filter(|_| color.is_some());
        self.end(at);
        self.margin = margin;
    }

    fn add(&mut self, text: &str, color: Option<&'static str>) {
        let text = visible(text);
        match color {
            Some(color) if !text.is_empty() => self.body.push_str(&paint(&text, color, self.style)),
            _ => self.body.push_str(&text),
        }
    }

    fn edit(&mut self, edit: &Edit, before: &str) {
        if self.next_start(edit.span.start) == Some(edit.span.start) {
            self.end(edit.span.start);
        }
        self.note(edit.rules.first().map_or("", |r| r.name), RULE);
        let (before, after) = (visible(before), visible(&edit.after));
        match self.style {
            Style::Plain => {
                let minus = if before.is_empty() { String::new() } else { format!("[-{before}-]") };
                let plus = if after.is_empty() { String::new() } else { format!("{{+{after}+}}") };
                self.body.push_str(&minus);
                self.body.push_str(&plus);
            }
            Style::Color => {
                self.body.push_str(&paint(&before, BEFORE, self.style));
                self.body.push_str(&paint(&after, AFTER, self.style));
            }
        }
    }

    /// Ends the line that reaches to the offset `at` of the source, and tells the reasons of the lines up to there.
    fn end(&mut self, at: u32) {
        let (name, color) = self.margin.take().unwrap_or_default();
        let bar = if color == REMOVED { '-' } else { ' ' };
        let padded = format!("{name:>MARGIN$} {bar}");
        let margin = if name.is_empty() { padded } else { paint(&padded, color, self.style) };
        let _ = writeln!(self.out, "{} {}", margin, self.body.trim_end());
        self.body.clear();
        while let Some((reasons, rest)) = self.reasons.split_first().filter(|(r, _)| r.span.start < at) {
            self.reasons = rest;
            let words = format!("{:>MARGIN$} · {}", format!("{:+.1}", reasons.score), reasons.words.join("; "));
            let _ = writeln!(self.out, "{}", paint(&words, RULE, self.style));
        }
    }
}

fn paint(text: &str, color: &str, style: Style) -> String {
    match style {
        Style::Color if !text.is_empty() => format!("\x1b[{color}m{text}\x1b[0m"),
        _ => text.to_string(),
    }
}

/// `text` with control characters made visible, so that a page cannot drive the terminal.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_control() && c != '\t') {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        '\t' => c,
        '\n' => '↵',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or(c),
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::Document;
    use crate::pipeline::Cleaner;

    #[test]
    fn lines_of_a_page_without_breaks_stand_apart() {
        let page = "<body><p>Көпірдің жөндеуі күзде аяқталады, деп хабарлады аудан әкімдігі.<ul><li><a href=/>Басты \
                    бет</a><li>Ақпарат</ul>";
        let mut document = Document::from_text("page", page);
        document.html = true;
        let cleaner = Cleaner::new(Config::default());
        let text = explain(&cleaner.clean(&document), &cleaner.reasons(&document), Style::Plain);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        let at = |part: &str| lines.iter().position(|l| l.contains(part)).expect(part);
        assert!(at("жөндеуі") < at("Басты бет") && at("Басты бет") < at("Ақпарат"), "{text}");
        for part in ["жөндеуі", "Басты бет", "Ақпарат"] {
            assert!(lines[at(part) + 1].contains(" · "), "{text}");
        }
    }

    #[test]
    fn a_page_cannot_drive_the_terminal() {
        assert_eq!(visible("a\x1b[31mb\u{9b}\tc"), "a␛[31mb\u{fffd}\tc");
    }
}
