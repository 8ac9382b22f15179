//! Character references that were never decoded, or were encoded more than once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// `&laquo;`, `&#1178;`, `&amp;amp;quot;`.
pub(crate) static HTML_ENTITY: Rule = Rule::new(
    "html-entity",
    Stage::Repair,
    Certainty::Certain,
    "decodes HTML character references, also those that were escaped several times",
    "A page that shows `&laquo;` was escaped once too often. A bare `&` (AT&T), parameters of an address (`&copy=2`) \
     and names the standard does not know stay.",
    ("&laquo;Хабар&raquo;", "«Хабар»"),
);

/// Longest run of letters or digits that can be a reference: the longest name has eight letters,
/// the longest number seven digits; anything longer is text.
const LONGEST: usize = 32;

/// Name to character, and whether the standard reads it without its semicolon too.
static NAMES: LazyLock<HashMap<&'static str, (char, bool)>> = LazyLock::new(|| {
    include_str!("data/entities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            let c = char::from_u32(u32::from_str_radix(cells.next()?, 16).ok()?)?;
            Some((name, (c, cells.next() == Some("*"))))
        })
        .collect()
});

/// What Windows-1252 has at 0x80 to 0x9F; numeric references to these controls mean it (WHATWG
/// HTML, numeric character reference end state). Zero: the code page has nothing there.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', &text.as_bytes()[from..]).map(|i| from + i) {
        from = at + 1;
        if let Some((end, c)) = reference(text, at) {
            let with = match c {
                // Line ends and tabs that were written as numbers are white space here.
                '\n' | '\r' | '\t' => ' ',
                c => c,
            };
            changes.push(Change::new(at..end, with.to_string(), &HTML_ENTITY));
            from = end;
        }
    }
    changes
}

/// The reference at `at`, where an ampersand stands: its end and the character it means.
fn reference(text: &str, at: usize) -> Option<(usize, char)> {
    let mut start = at + 1;
    // Escaped again: `&amp;amp;quot;` means what `&quot;` means.
    while text[start..].starts_with("amp;") {
        start += 4;
    }
    match once(text, start) {
        Some(found) => Some(found),
        // Cut off in the middle (`&amp;nb…`): the words that follow would be wrong either way.
        None if start > at + 1 => (!cut_off(&text[start..])).then_some((start, '&')),
        None => None,
    }
}

/// True when an ellipsis stands where a name was to go on.
fn cut_off(rest: &str) -> bool {
    let name = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    rest[name..].starts_with('…') || rest[name..].starts_with("...")
}

/// The reference whose name or number begins at `start`.
fn once(text: &str, start: usize) -> Option<(usize, char)> {
    let body = &text.as_bytes()[start..text.len().min(start + LONGEST)];
    if body.first() == Some(&b'#') {
        let (radix, digits) = match body.get(1) {
            Some(b'x' | b'X') => (16, 2),
            _ => (10, 1),
        };
        let len = body[digits..].iter().take_while(|b| (**b as char).is_digit(radix)).count();
        let number = u32::from_str_radix(&text[start + digits..start + digits + len], radix).ok()?;
        let end = start + digits + len;
        let closed = text.as_bytes().get(end) == Some(&b';');
        // Without a semicolon a following letter may belong to the number or to the text.
        if !closed && text[end..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        return Some((end + usize::from(closed), numbered(number)?));
    }
    let len = body.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = start + len;
    let (c, open) = *NAMES.get(&text[start..end])?;
    match text.as_bytes().get(end) {
        Some(b';') => Some((end + 1, c)),
        Some(b'=') => None,
        _ if open && !in_address(text, start) => Some((end, c)),
        _ => None,
    }
}

/// The character a numeric reference means, if it means one that text can hold.
fn numbered(number: u32) -> Option<char> {
    match number {
        9 | 10 | 13 => char::from_u32(number),
        0..0x20 | 0x7f => None,
        0x80..0xa0 => char::from_u32(u32::from(WINDOWS_1252[number as usize - 0x80])).filter(|c| *c != '\0'),
        _ => char::from_u32(number).filter(|c| !matches!(*c as u32 & 0xffff, 0xfffe | 0xffff)),
    }
}

/// True when the place stands inside an address, where `&copy` is a parameter.
fn in_address(text: &str, at: usize) -> bool {
    /// An address is looked for this far back; longer ones are not told from text.
    const REACH: usize = 512;
    let before = &text.as_bytes()[at.saturating_sub(REACH)..at];
    let token = before.rsplit(|b| b.is_ascii_whitespace()).next().unwrap_or_default();
    token.contains(&b'?') && (token.contains(&b'/') || token.contains(&b'=')) || token.windows(3).any(|w| w == b"://")
}
