//! Takes a short line that holds a date.
//! Gives the date and the author when the line names both and says nothing else: "By Jane Doe in World on 6 May 2024",
//! "12.05.2024 | Автор: Айдос Сарым".
//! Promises the name has a label or is known: two capitalised words beside a date may as well be a section.

use std::ops::Range;

use super::byline::byline_line;
use super::date::{Iso, first_date, is_change, is_label};

/// What a line of credits tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Credit {
    /// Day of publication, or of the last change.
    pub date: Iso,
    /// The day is one of a change ("By Jane Doe, updated 6 May 2024").
    pub modified: bool,
    /// The names without their label.
    pub name: Range<usize>,
}

/// Longest such line in bytes: three authors, a section and a date have about 120.
const LONGEST: usize = 160;

/// Most words of the section between the names and the date.
const SECTION_WORDS: usize = 3;

/// Reads `text` as an author and a date with nothing but labels beside them.
pub(crate) fn credit(text: &str) -> Option<Credit> {
    if text.len() > LONGEST {
        return None;
    }
    let date = first_date(text)?;
    let (before, modified) = without_labels(text, 0..date.range.start);
    let (after, _) = without_labels(text, date.range.end..text.len());
    let name = if says_nothing(&text[after.clone()]) {
        author(text, without_section(text, before))
    } else if says_nothing(&text[before]) {
        author(text, after)
    } else {
        None
    }?;
    Some(Credit { date: date.iso, modified, name })
}

/// The names in `range` of `text` when that is a byline.
fn author(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let name = byline_line(&text[range.clone()])?;
    Some(range.start + name.start..range.start + name.end)
}

/// `range` without signs at its edges and without labels of a date at its end, which may be glued to a name
/// ("Jane DoePublished"); true when one of them tells of a change.
fn without_labels(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '«' | '»' | '"' | '“' | '”');
    let lead = text[range.clone()].trim_start_matches(edge);
    let start = range.end - lead.len();
    let mut kept = lead.trim_end_matches(edge);
    let mut modified = false;
    loop {
        let word = last_word(kept);
        if word.len() == kept.len() || !(is_label(word) || matches!(word, "on" | "On" | "in" | "In" | "last" | "Last"))
        {
            return (start..start + kept.len(), modified);
        }
        modified |= is_change(word);
        kept = kept[..kept.len() - word.len()].trim_end_matches(edge);
    }
}

/// The last word of `text`; a capital behind a small letter begins one.
fn last_word(text: &str) -> &str {
    let mut next = ' ';
    for (at, c) in text.char_indices().rev() {
        if c.is_whitespace() || c.is_lowercase() && next.is_uppercase() {
            return &text[at + c.len_utf8()..];
        }
        next = c;
    }
    text
}

/// `range` without the section that follows the names: "By Jane Doe in World News".
fn without_section(text: &str, range: Range<usize>) -> Range<usize> {
    let Some((names, section)) = text[range.clone()].rsplit_once(" in ") else { return range };
    let mut words = section.split_whitespace();
    let named = words.by_ref().take(SECTION_WORDS).all(|w| w.starts_with(char::is_uppercase) || w == "&");
    if named && words.next().is_none() { range.start..range.start + names.trim_end().len() } else { range }
}

/// True when there are no words but labels of a date, and counters.
fn says_nothing(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .all(|word| word.is_empty() || is_label(word) || word == "on" || word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_and_a_date() {
        for (text, name, day) in [
            ("By Dana Sultan in Business on 6 May 2024", "Dana Sultan", "2024-05-06"),
            ("By Dana Sultan | 6 May 2024", "Dana Sultan", "2024-05-06"),
            ("By DANA SULTAN May 6, 2024", "DANA SULTAN", "2024-05-06"),
            ("Published by Dana Sultan and Jane Doe on May 6, 2024", "Dana Sultan and Jane Doe", "2024-05-06"),
            ("Posted on 6 May 2024 by Dana Sultan", "Dana Sultan", "2024-05-06"),
            ("12.05.2024 | Автор: Айдос Сарым", "Айдос Сарым", "2024-05-12"),
            ("Автор: Айдос Сарым, 12 мамыр 2024", "Айдос Сарым", "2024-05-12"),
            ("11.02.2024, 09:30. Автор: Ирина Ким", "Ирина Ким", "2024-02-11T09:30"),
            ("Казинформ, 11 февраля 2024", "Казинформ", "2024-02-11"),
            ("By Dana SultanPublished: 6 May 2024", "Dana Sultan", "2024-05-06"),
            ("By Dana Sultan, last updated 6 May 2024", "Dana Sultan", "2024-05-06"),
        ] {
            let found = credit(text).unwrap_or_else(|| panic!("no credit in {text}"));
            assert_eq!((&text[found.name], found.date.to_string().as_str()), (name, day));
            assert_eq!(found.modified, text.contains("updated"));
        }
    }

    #[test]
    fn sections_titles_and_sentences_give_none() {
        for text in [
            "",
            "6 May 2024",
            "Центральная Азия | 11 февраля 2024",
            "Айдос Сарым | 12.05.2024",
            "By Design: 6 May 2024",
            "By car and by train on 6 May 2024",
            "By Dana Sultan in the business section on 6 May 2024",
            "Роман автора вышел 11 февраля 2024",
            "Автор: Айдос Сарым родился 11 февраля 1974 года в Оралe",
        ] {
            assert_eq!(credit(text), None, "{text}");
        }
    }
}
