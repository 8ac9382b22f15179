//! Findings: what `check` says of a page.

use std::fmt::Write;

use super::json;
use super::record::{key, span};
use crate::document::Document;
use crate::draft::Span;
use crate::pipeline::Page;
use crate::rule::Rule;

/// Characters of the page that a message quotes at most.
const QUOTED: usize = 60;

/// Something that a rule found on a page.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule, or `language` for a text in a language that is not wanted.
    pub rule: &'static str,
    /// Where on the page.
    pub span: Span,
    /// Where in the input: 1-based line, and column in characters. In JSON lines the line is the
    /// record's and the column is 1.
    pub place: (u64, u64),
    /// What was found, for a person.
    pub what: String,
}

/// All findings of `page`, in the order of their places. If `languages` is not empty, a text in
/// another language is a finding too.
pub fn findings(document: &Document, page: &Page<'_>, languages: &[String]) -> Vec<Finding> {
    let source = &*page.decoded.text;
    let mut found = Vec::new();
    let mut add = |rule: &'static str, span: Span, what: String| {
        found.push(Finding { rule, span, place: (document.line, 1), what });
    };
    let first = |rules: &[&'static Rule]| rules.first().map_or("", |r| r.name);
    for article in &page.articles {
        for removal in &article.removed {
            let fate = removal.became.map_or("left out".to_string(), |field| format!("became {}", field.name()));
            add(first(&removal.rules), removal.span, format!("{fate}: {}", quote(&source[removal.span.range()])));
        }
        for edit in &article.edits {
            let (before, after) = (quote(&source[edit.span.range()]), quote(&edit.after));
            edit.rules.iter().for_each(|rule| add(rule.name, edit.span, format!("{before} became {after}")));
        }
        for flag in &article.flags {
            let reading = flag.reading.as_deref().map_or(String::new(), |r| format!(", perhaps {}", quote(r)));
            add(flag.rule.name, flag.span, format!("{}{reading}", quote(&source[flag.span.range()])));
        }
        let foreign = !languages.is_empty() && !languages.iter().any(|l| l == article.language);
        if foreign && !article.text.is_empty() {
            let span = article.kept.first().copied().unwrap_or(article.span);
            add("language", span, format!("the text is in {:?}", article.language));
        }
    }
    found.sort_by_key(|f| f.span);
    if !document.decoded {
        let mut cursor = Cursor { text: source, at: 0, place: (document.line, 1) };
        found.iter_mut().for_each(|f| f.place = cursor.move_to(f.span.start as usize));
    }
    found
}

/// Adds `finding` as `path:line:column: rule: what`.
pub fn concise(out: &mut Vec<u8>, path: &str, finding: &Finding) {
    let (line, column) = finding.place;
    out.extend_from_slice(format!("{path}:{line}:{column}: {}: {}\n", finding.rule, finding.what).as_bytes());
}

/// Adds `finding` as a JSON object.
pub fn object(out: &mut Vec<u8>, document: &Document, finding: &Finding) {
    out.extend_from_slice(b"{\"path\":");
    json::string(out, &document.path);
    key!(out, "line");
    json::number(out, finding.place.0);
    key!(out, "column");
    json::number(out, finding.place.1);
    key!(out, "id");
    json::string(out, &document.id);
    key!(out, "span");
    span(out, finding.span);
    key!(out, "rule");
    json::string(out, finding.rule);
    key!(out, "what");
    json::string(out, &finding.what);
    out.push(b'}');
}

/// Line and column of places that are asked for in order, so that the page is walked once.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    place: (u64, u64),
}

impl Cursor<'_> {
    fn move_to(&mut self, to: usize) -> (u64, u64) {
        let passed = &self.text[self.at..to.max(self.at)];
        for (i, c) in passed.char_indices() {
            // A lone carriage return ends a line too; before a line feed the line feed does.
            let next = self.text.as_bytes().get(self.at + i + 1);
            if c == '\n' || (c == '\r' && next != Some(&b'\n')) {
                self.place = (self.place.0 + 1, 1);
            } else {
                self.place.1 += 1;
            }
        }
        self.at += passed.len();
        self.place
    }
}

/// The beginning of `text` in quotation marks, on one line.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars();
    for c in characters.by_ref().take(QUOTED) {
        match c {
            '\n' => quoted.push_str("\\n"),
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_characters() {
        let mut cursor = Cursor { text: "аб\r\nв г\rд", at: 0, place: (1, 1) };
        assert_eq!([2, 6, 9, 12].map(|at| cursor.move_to(at)), [(1, 2), (2, 1), (2, 3), (3, 1)]);
    }

    #[test]
    fn a_quotation_stays_on_its_line() {
        assert_eq!(quote("a\n\"b\"\u{1b}"), "\"a\\n\\\"b\\\"\\u001b\"");
        assert_eq!(quote(&"ж".repeat(61)).chars().count(), 63);
    }
}
