//! Paragraphs that lost the line break between them.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::segment::features::{is_alphabetic, is_alphanumeric, is_uppercase};

use super::code_name::{is_code, is_site};
use super::near::{has_words_after, has_words_before};
use super::sentence::{begins, ends};

/// `… their Professions.College students …`
pub(crate) static GLUED_SENTENCE: Rule = Rule::new(
    "glued-sentence",
    Stage::Normalize,
    Certainty::Certain,
    "puts a paragraph break between sentences and list items that stand without a space",
    "The page's markup separated them and the text lost it. Dots inside host and file names, initials, \
     abbreviations, numbers, names of services and code stay, and so does whatever has too few words around it to be \
     two sentences.",
    ("Жарыс аяқталды.Келесі кезең мамырда өтеді.", "Жарыс аяқталды.\n\nКелесі кезең мамырда өтеді."),
);

/// What ends before a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Dot,
    /// `!` or `?`.
    Mark,
    Colon,
    Semicolon,
}

/// What begins after a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A capitalised word, perhaps behind an opening quotation mark.
    Sentence,
    /// A dash and a space, then a capital letter.
    Dash,
    /// A dash and a space, then a small letter or digit: an item of a list.
    Item,
    /// A number, a dot or bracket, and a space: an item of a numbered list.
    Numbered(u32),
}

/// The gaps of `text`, of which `marks` are the places where one may be ([`scan`](mod@super::scan)).
pub(super) fn propose(text: &str, marks: &[usize]) -> Vec<Change> {
    /// Gaps of most paragraphs that have any.
    const USUAL: usize = 8;
    let bytes = text.as_bytes();
    let mut changes: Vec<Change> = Vec::new();
    let mut line = Line::of(text);
    // Where the last gap was put.
    let mut gap = None;
    for &at in marks {
        let end = match bytes[at] {
            b'.' => End::Dot,
            b':' => End::Colon,
            b';' => End::Semicolon,
            _ => End::Mark,
        };
        // A straight mark right after a dot closes, whatever the count says: the dot is inside.
        let place = closed(text, at + 1, || end == End::Dot || line.in_quotes(at));
        let start = start(text, place);
        let glued = start.is_some_and(|start| match (end, start) {
            (End::Dot, Start::Sentence | Start::Dash) => {
                let named = || place == at + 1 && (is_code(text, at) || is_site(text, at));
                ends(text, at) && begins(text, place, at) && !named()
            }
            (End::Mark, Start::Sentence | Start::Dash) => {
                has_words_before(text, at, 3) && begins(text, place, at) && has_words_after(text, place, 3)
            }
            (End::Colon | End::Semicolon, Start::Dash | Start::Item) => place == at + 1 && letter_before(text, at),
            (End::Dot | End::Semicolon, Start::Numbered(n)) => {
                n >= 2 && n == line.item_before(at) + 1 && ends(text, at)
            }
            (End::Colon, Start::Numbered(n)) => n == 1 && place == at + 1 && letter_before(text, at),
            // A heading of a word or two between two gaps: `…relations.Reference:China …`.
            (End::Colon, Start::Sentence) => {
                place == at + 1
                    && gap.is_some_and(|gap| is_heading(&text[gap..at]))
                    && begins(text, place, at)
                    && has_words_after(text, place, 4)
            }
            _ => false,
        });
        if glued {
            if changes.is_empty() {
                changes.reserve(USUAL);
            }
            changes.push(Change::new(place..place, "\n\n", &GLUED_SENTENCE));
            gap = Some(place);
            if let Some(Start::Numbered(n)) = start {
                line.put_item(at, n);
            }
        }
    }
    changes
}

/// What stands on the line of a mark before it; marks are asked for in order, and few of them ask.
struct Line<'t> {
    text: &'t str,
    /// What was read so far.
    read: usize,
    /// Straight quotation marks so far on this line: an odd number means one is open.
    quotes: usize,
    /// Number of the last item of a numbered list on it.
    item: u32,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Line<'t> {
        Line { text, read: 0, quotes: 0, item: 0 }
    }

    /// True when a straight quotation mark is open at `at`.
    fn in_quotes(&mut self, at: usize) -> bool {
        self.read_to(at);
        self.quotes % 2 == 1
    }

    /// The number of the last item before `at`, 0 if there is none.
    fn item_before(&mut self, at: usize) -> u32 {
        self.read_to(at);
        self.item
    }

    /// Says that item `number` begins behind the mark at `at`.
    fn put_item(&mut self, at: usize, number: u32) {
        self.read_to(at);
        self.item = number;
    }

    fn read_to(&mut self, at: usize) {
        let from = self.read;
        for place in memchr::memchr3_iter(b'"', b'.', b'\n', &self.text.as_bytes()[from..at]).map(|i| from + i) {
            match self.text.as_bytes()[place] {
                b'"' => self.quotes += 1,
                b'.' => self.item = item_at(self.text, place).unwrap_or(self.item),
                _ => (self.quotes, self.item) = (0, 0),
            }
        }
        self.read = at;
    }
}

/// Where the closing marks after a terminator end. One straight mark closes when one is open.
fn closed(text: &str, from: usize, open: impl FnOnce() -> bool) -> usize {
    let mut open = Some(open);
    let mut place = from;
    for c in text[from..].chars() {
        match c {
            '”' | '»' | ')' | '’' => {}
            '"' if open.take().is_some_and(|open| open()) => {}
            _ => break,
        }
        place += c.len_utf8();
    }
    place
}

/// What begins at `place`, if it can begin a paragraph.
fn start(text: &str, place: usize) -> Option<Start> {
    let rest = &text[place..];
    let mut chars = rest.chars();
    let first = chars.next()?;
    match first {
        c if is_uppercase(c) => Some(Start::Sentence),
        '“' | '«' | '„' | '"' => chars.next().filter(|c| is_uppercase(*c)).map(|_| Start::Sentence),
        '-' | '–' | '—' => {
            if chars.next() != Some(' ') {
                return None;
            }
            let c = chars.next()?;
            if is_uppercase(c) || matches!(c, '“' | '«' | '"') {
                Some(Start::Dash)
            } else {
                is_alphanumeric(c).then_some(Start::Item)
            }
        }
        '0'..='9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?;
            if digits > 2 || !after.starts_with(is_alphabetic) {
                return None;
            }
            rest[..digits].parse().ok().map(Start::Numbered)
        }
        _ => None,
    }
}

/// The number of the list item whose dot stands at `at`: `1. First`.
fn item_at(text: &str, at: usize) -> Option<u32> {
    let bytes = text.as_bytes();
    let digits = bytes[..at].iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let before = (at - digits).checked_sub(1).map(|i| bytes[i]);
    let begins = matches!(before, None | Some(b' ' | b'\n' | b':' | b';' | b'.'));
    if !(1..=2).contains(&digits) || !begins || bytes.get(at + 1) != Some(&b' ') {
        return None;
    }
    text[at - digits..at].parse().ok()
}

/// True for what stands between a gap and a colon and is a heading rather than a sentence.
fn is_heading(between: &str) -> bool {
    /// Bytes it has at most.
    const LONGEST: usize = 39;
    between.len() <= LONGEST && between.split(' ').count() <= 3 && !between.contains('\n')
}

/// True when the character before `at` is a letter, so that `10:1. ` is no list.
fn letter_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| is_alphabetic(c) || matches!(c, ')' | '”' | '»' | '"'))
}
