//! The output schema: one [`Article`] is one record.

use crate::draft::{Edit, Span};
use crate::rule::{Rule, Rules};
use crate::segment::space::may_be_space;

/// One clean article with everything that was done to its part of the page.
///
/// The spans of `kept`, `removed` and the white space between them tile `span`, and the spans of
/// a page's articles tile the page: every byte of the source is accounted for exactly once.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// `<document id>` for a page's only article, `<document id>:<n>` for the n-th of several.
    pub id: String,
    /// 1-based number of the article on its page, and how many there are.
    pub part: (u32, u32),
    /// The part of the source that belongs to the article.
    pub span: Span,
    /// Headline as shown and repaired, without date, number or site name.
    pub title: Option<String>,
    /// Day of publication, ISO 8601 (`2025-02-21` or `2025-02-21T18:30`).
    pub date: Option<String>,
    /// Day of the last change, where the page tells it apart.
    pub date_modified: Option<String>,
    /// BCP 47 code of the language of the kept text; `und` when it does not tell.
    pub language: &'static str,
    /// ISO 15924 code of its script.
    pub script: &'static str,
    /// Address the page gives as the article's source or its own.
    pub source_url: Option<String>,
    /// Name of the site, where a line of the page gives it.
    pub site_name: Option<String>,
    /// Author, agency or press service.
    pub byline: Option<String>,
    /// Kept text; paragraphs separated by a blank line.
    pub text: String,
    /// The spans of the source that `text` was made of, in order, one a block.
    pub kept: Vec<Span>,
    /// What was left out or became a field.
    pub removed: Vec<Removal>,
    /// What was changed, in kept text and in removed spans that became fields.
    pub edits: Vec<Edit>,
    /// What deserves a look: probable repairs not applied, damage that cannot be undone.
    pub flags: Vec<Flag>,
    /// Numbers for those who filter later.
    pub signals: Signals,
}

/// A recorded exclusion of a span from the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// What was left out.
    pub span: Span,
    /// Why; the strongest reason first.
    pub rules: Rules,
    /// The field it became, if it was not dropped.
    pub became: Option<Field>,
}

/// A field of the record that a removed span can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `title`
    Title,
    /// `date`
    Date,
    /// `date_modified`
    DateModified,
    /// `source_url`
    SourceUrl,
    /// `site_name`
    SiteName,
    /// `byline`
    Byline,
}

impl Field {
    /// The name of the field in the record.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Date => "date",
            Field::DateModified => "date_modified",
            Field::SourceUrl => "source_url",
            Field::SiteName => "site_name",
            Field::Byline => "byline",
        }
    }
}

/// Something to look at that was not changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The rule that raised it.
    pub rule: &'static Rule,
    /// Where.
    pub span: Span,
    /// The likely reading, when there is one.
    pub reading: Option<String>,
}

/// Measured facts about an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// Bytes of the article's part of the source.
    pub source_bytes: u32,
    /// Bytes of the text.
    pub text_bytes: u32,
    /// Words of the text (runs of letters and digits).
    pub words: u32,
    /// Paragraphs of the text.
    pub paragraphs: u32,
    /// Share of the source's bytes other than white space that was left out, 0 to 1.
    pub removed_share: f32,
    /// Edits by certain rules.
    pub edits_certain: u32,
    /// Edits by probable rules (applied on request).
    pub edits_probable: u32,
    /// Mean length of the paragraphs in characters.
    pub mean_paragraph_length: f32,
    /// Share of Cyrillic letters among Cyrillic, Latin and other letters of the text, 0 to 1.
    pub cyrillic_share: f32,
    /// Share of Latin letters, likewise.
    pub latin_share: f32,
    /// How sure the language is, 0 to 1.
    pub language_confidence: f32,
    /// U+FFFD left in the text.
    pub replacement_characters: u32,
}

/// The text of a field: on one line, with single spaces.
pub(crate) fn spaced(text: &str) -> String {
    // Most are so as they stand.
    if is_spaced(text) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// True when no white space is in `text` but single spaces between words.
fn is_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let [first, behind @ ..] = bytes else { return false };
    // Each byte is looked at, many at once.
    let doubled = bytes.iter().zip(behind).fold(false, |any, (a, b)| any | (*a == b' ') & (*b == b' '));
    !doubled && *first != b' ' && !text.ends_with(' ') && !has_other_space(text)
}

/// True when white space is in `text` that is no space.
fn has_other_space(text: &str) -> bool {
    /// Bytes that are looked at together; each for itself only when one of them may be such white space.
    const WIDTH: usize = 16;
    let bytes = text.as_bytes();
    let may_be = |byte: u8| may_be_space(byte) & (byte != b' ');
    let is = |at: usize| may_be(bytes[at]) && text[at..].starts_with(char::is_whitespace);
    (0..).step_by(WIDTH).zip(bytes.chunks(WIDTH)).any(|(at, chunk)| {
        let any = chunk.iter().fold(false, |any, byte| any | may_be(*byte));
        any && (at..at + chunk.len()).any(is)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_single_spaces() {
        for (text, field) in [
            ("Жаңа көпір", "Жаңа көпір"),
            ("«Жаңа» — көпір…", "«Жаңа» — көпір…"),
            (" Жаңа  көпір", "Жаңа көпір"),
            ("Жаңа\u{a0}көпір\t", "Жаңа көпір"),
            ("Жаңа\u{2003}көпір\u{3000}ашылды ", "Жаңа көпір ашылды"),
            (" ", ""),
            ("", ""),
        ] {
            assert_eq!(spaced(text), field, "{text:?}");
        }
    }
}
