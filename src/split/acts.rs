//! Takes the lines of an item and which of them are kept.
//! Keeps the headings of the parts of an act ("Глава II", "5-бап. Жалпы ережелер", "Article 3"), the names below them, and
//! the sentences of those parts.
//! Promises that a lone heading changes nothing, that what stands above the first kept line stays dropped, and one look
//! at most lines: those that are kept, and those without a number, are not read.
//! Leaves signatures to `signing`.

use std::borrow::Cow;

use super::page::{Looks, Page};
use crate::label::phrases::figures::is_one_of;
use crate::segment::features::{End, Features, Start, is_alphabetic};

/// Least headings of an act.
const LEAST: usize = 2;

/// Words of the longest heading, and of the name below one.
const HEADING_WORDS: u32 = 25;

/// Figures of the number in a heading, and of those in its name: "Статья 12. О Законе 2007 года".
const FIGURES: std::ops::RangeInclusive<u32> = 1..=8;

/// What the parts of acts are called, before their number.
const BEFORE: [&str; 10] =
    ["глава", "раздел", "подраздел", "статья", "параграф", "приложение", "chapter", "article", "section", "annex"];

/// The same behind a number.
const BEHIND: [&str; 7] = ["тарау", "бап", "бөлім", "параграф", "қосымша", "глава", "раздел"];

/// Keeps what belongs to an act among the lines of an item; `keep` has the lines of the page.
pub(super) fn keep(page: &Page<'_>, (from, to): (usize, usize), keep: &mut Cow<'_, [bool]>) {
    let read = |i: usize| heading(page.draft.view(page.lines[i].span).as_str());
    let named = |i: usize| may_be_heading(&page.lines[i].features).then(|| read(i)).flatten();
    let below_bare = |i: usize| i > from && named(i - 1) == Some(Heading::Bare);
    if page.labels.html || !(from..to).any(|i| !keep[i] && (named(i).is_some() || below_bare(i))) {
        return;
    }
    if (from..to).filter(|i| named(*i).is_some()).nth(LEAST - 1).is_none() {
        return;
    }
    let Some(first) = (from..to).find(|i| keep[*i] && page.is(*i, Looks::PROSE)) else { return };
    // Inside a part, and right below a number without a name.
    let (mut inside, mut bare) = (false, false);
    for i in first + 1..to {
        let free = page.labels.hits[i].is_none() && !page.is(i, Looks::METADATA);
        let found = named(i).filter(|_| free);
        let f = &page.lines[i].features;
        let name = bare && free && f.start == Start::Upper && f.words <= HEADING_WORDS && f.end != End::Ellipsis;
        let told = inside && free && f.end == End::Sentence && f.words >= 2;
        inside = found.is_some() || name || told || inside && keep[i];
        bare = found.is_some_and(|heading| heading == Heading::Bare);
        if inside && !keep[i] {
            keep.to_mut()[i] = true;
        }
    }
}

/// How the heading of a part is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    /// "Глава II"
    Bare,
    /// "Глава II. Общие положения"
    Named,
}

/// False for most lines that head no part: they have no number, in figures or in capitals.
fn may_be_heading(f: &Features) -> bool {
    let numbered = FIGURES.contains(&f.digits) | (f.upper > f.capitalised) | ((f.words == 2) & (f.capitalised == 2));
    (2..=HEADING_WORDS).contains(&f.words) & numbered & (f.letters > 0)
        && matches!(f.start, Start::Upper | Start::Digit)
}

/// False for nearly all such lines, by their first bytes: what parts are called begins with few letters.
fn may_begin(text: &str) -> bool {
    match text.as_bytes() {
        // Г, П, Р, С
        [0xd0, 0x93 | 0x9f | 0xa0 | 0xa1, ..] => true,
        [b'A' | b'C' | b'S' | b'I' | b'V' | b'X' | b'L', ..] => true,
        bytes => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            // "5-бап", "12-1-бап", "5 тарау"
            digits > 0 && matches!(bytes[digits..], [b'-', _, _, ..] | [b' ', 0xd0 | 0xd2 | 0xd3, ..] | [0xe2, ..])
        }
    }
}

/// The heading of a part that a line is.
fn heading(text: &str) -> Option<Heading> {
    if !may_begin(text) {
        return None;
    }
    let (word, rest) = split_word(text);
    let rest = match is_one_of(word, &BEFORE) {
        true => behind_number(rest.trim_start())?,
        false => {
            let rest = behind_number(text)?.trim_start_matches(['-', '–', ' ']);
            let (word, rest) = split_word(rest);
            is_one_of(word, &BEHIND).then_some(rest)?
        }
    };
    let name = rest.trim_start_matches(['.', ':', '-', '–', ' ', '\u{a0}']);
    match name.chars().next() {
        None => Some(Heading::Bare),
        Some(c) if c.is_uppercase() || matches!(c, '«' | '"' | '(') => Some(Heading::Named),
        Some(_) => None,
    }
}

/// What stands behind a number in figures or Roman numerals: "12", "12-1", "IV", in Cyrillic letters too.
fn behind_number(text: &str) -> Option<&str> {
    const ROMAN: [char; 7] = ['I', 'V', 'X', 'L', 'І', 'Х', 'М'];
    let text = text.trim_start_matches(['№', ' ']);
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() {
        let more = digits.strip_prefix('-').map(|more| more.trim_start_matches(|c: char| c.is_ascii_digit()));
        return Some(more.filter(|more| more.len() + 1 < digits.len()).unwrap_or(digits));
    }
    let rest = text.trim_start_matches(ROMAN);
    (rest.len() < text.len() && !rest.starts_with(is_alphabetic)).then_some(rest)
}

fn split_word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| !is_alphabetic(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_parts() {
        for text in ["Глава II", "ГЛАВА 3.", "Раздел 1", "3-тарау", "I БӨЛІМ", "Article 5", "Статья 12-1."]
        {
            assert_eq!(heading(text), Some(Heading::Bare), "{text}");
        }
        for text in ["Глава 1. Общие положения", "5-бап. Негізгі ұғымдар", "Article 5. Scope", "12-1-бап. «Айып»"]
        {
            assert_eq!(heading(text), Some(Heading::Named), "{text}");
        }
    }

    #[test]
    fn other_lines_head_nothing() {
        for text in [
            "",
            "Глава",
            "Глава района приехал",
            "Статья 5 закона гласит",
            "139-бабының 3-тармағы",
            "Article 5 of the law",
            "Главный врач",
            "Глава Министерства",
            "5 жаңа мектеп",
            "X-Men",
        ] {
            assert_eq!(heading(text), None, "{text}");
        }
    }
}
