//! Pieces of markup that stayed in the text.

use std::ops::Range;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// `<br>`, `</seg`, ` src="…" alt="…">`.
pub(crate) static HTML_REMNANT: Rule = Rule::new(
    "html-remnant",
    Stage::Repair,
    Certainty::Certain,
    "removes tags, tails of tags and comments that are left of the page's markup",
    "They were never meant to be read. Comparisons, hearts, addresses in angle brackets, tags that the text talks \
     about (quoted or in backticks) and elements HTML does not have stay.",
    ("Қар жауды.</seg", "Қар жауды."),
);

/// A bracket alone after the end of a sentence at the end of a line: all that is left of a tag.
pub(crate) static LONE_BRACKET: Rule = Rule::new(
    "lone-bracket",
    Stage::Repair,
    Certainty::Certain,
    "removes an opening angle bracket that stands alone after a sentence at the end of its line",
    "It is the first character of a tag that was cut off: no sentence goes on with it. A bracket between words or \
     before a closing one stays.",
    ("Қаулы қабылданды.<", "Қаулы қабылданды."),
);

/// What an element does to the line it stands in.
#[derive(Clone, Copy, PartialEq)]
enum Element {
    /// It ends the line: removing it must leave a space between words.
    Block,
    /// It stands inside the line, or belongs to a translation memory (`seg`, `prop`, `tuv`).
    Inline,
}

/// The element whose name `bytes` begins with, in any case, and the length of the name. Forms, scripts and the like are not
/// here: where such a tag is seen, the text shows code.
fn element(bytes: &[u8]) -> Option<(Element, usize)> {
    const LONGEST: usize = 10;
    let (mut lower, mut len) = ([0; LONGEST], 0);
    while let Some(b) = bytes.get(len).filter(|b| b.is_ascii_alphanumeric()) {
        // In ASCII, small letters and figures have this bit and capitals have not.
        *lower.get_mut(len)? = b | 0x20;
        len += 1;
    }
    let element = match &lower[..len] {
        b"address" | b"article" | b"aside" | b"blockquote" | b"br" | b"dd" | b"div" | b"dl" | b"dt" | b"figcaption"
        | b"figure" | b"footer" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"header" | b"hr" | b"li"
        | b"main" | b"nav" | b"ol" | b"p" | b"pre" | b"section" | b"table" | b"tbody" | b"td" | b"tfoot" | b"th"
        | b"thead" | b"tr" | b"ul" => Element::Block,
        b"a" | b"abbr" | b"b" | b"big" | b"center" | b"cite" | b"em" | b"font" | b"i" | b"img" | b"ins" | b"prop"
        | b"s" | b"seg" | b"small" | b"span" | b"strike" | b"strong" | b"sub" | b"sup" | b"tuv" | b"u" | b"wbr" => {
            Element::Inline
        }
        _ => return None,
    };
    Some((element, len))
}

/// Attributes that only markup has.
const ATTRIBUTES: &[&str] = &[
    "align", "alt", "border", "class", "colspan", "data-src", "height", "href", "id", "lang", "loading", "name", "rel",
    "rowspan", "sizes", "src", "srcset", "style", "target", "title", "type", "valign", "width",
];

/// Longest tag or comment, in bytes; an angle bracket that closes later opens nothing.
const LONGEST: usize = 2048;

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut from = 0;
    let end = text.trim_end().len();
    // A bracket before `from` was opened and left.
    let mut opened = false;
    while let Some(at) = bracket(text.as_bytes(), from) {
        let cut = match text.as_bytes()[at] {
            b'<' if at + 1 >= end => {
                let sentence = text[..at].ends_with(['.', '!', '?', '…', '"', '»', '”', ')', ';']);
                changes.extend(sentence.then(|| Change::new(at..at + 1, "", &LONE_BRACKET)));
                break;
            }
            b'<' => tag(text, at, end),
            // What an opened bracket closes is a whole tag, one that stays.
            _ if opened => None,
            _ => tail(text, from, at),
        };
        opened = text.as_bytes()[at] == b'<' && cut.is_none();
        from = at + 1;
        if let Some((range, with)) = cut {
            from = range.end;
            cut_out(range, with, &mut changes);
        }
    }
    changes
}

/// The place of the first angle bracket from `from` on. Tags come in rows, so it is often there.
fn bracket(bytes: &[u8], from: usize) -> Option<usize> {
    match bytes.get(from)? {
        b'<' | b'>' => Some(from),
        _ => memchr::memchr2(b'<', b'>', &bytes[from..]).map(|i| from + i),
    }
}

/// Replaces `range` by `with`, in one with the tag right before it if that one leaves nothing: tags stand in rows, and what
/// touches becomes one edit in any case.
fn cut_out(range: Range<usize>, with: &'static str, changes: &mut Vec<Change>) {
    match changes.last_mut() {
        Some(last) if last.range.end == range.start && last.with.is_empty() => {
            last.range.end = range.end;
            last.with = with.into();
        }
        _ => changes.push(Change::new(range, with, &HTML_REMNANT)),
    }
}

/// The tag, comment or opened end at `at`, where `<` stands: what to replace, and by what.
///
/// `end` is where the white space at the end of `text` begins.
fn tag(text: &str, at: usize, end: usize) -> Option<(Range<usize>, &'static str)> {
    if quoted(text, at) {
        return None;
    }
    let bytes = text.as_bytes();
    if bytes[at + 1] == b'!' {
        let rest = &text[at + 1..];
        let close = rest.starts_with("!--").then(|| window(rest).find("-->"))??;
        return Some((at..at + 1 + close + 3, ""));
    }
    let closing = bytes[at + 1] == b'/';
    let name = at + 1 + usize::from(closing);
    let (element, len) = element(&bytes[name..])?;
    let (name, body) = (&bytes[name..name + len], name + len);
    if body >= end {
        // Cut off by the end of the line: `</seg`, `<br`.
        let sure = closing || [&b"br"[..], b"p", b"seg", b"prop"].iter().any(|n| name.eq_ignore_ascii_case(n));
        return sure.then_some((at..end, ""));
    }
    let range = at..if bytes[body] == b'>' { body + 1 } else { rest_of_tag(text, body, closing)? };
    let with = if element == Element::Block && apart(text, &range) { " " } else { "" };
    Some((range, with))
}

/// The end of a tag whose name ended at `body`, if what follows is attributes or nothing.
fn rest_of_tag(text: &str, body: usize, closing: bool) -> Option<usize> {
    let close = body + close(&text[body..])?;
    let inner = text[body..close].trim_end_matches('/').trim();
    (inner.is_empty() || !closing && attributes(inner)).then_some(close + 1)
}

/// The place of the bracket that closes a tag whose name ended before `body`. A bracket inside a
/// quoted value does not count.
fn close(body: &str) -> Option<usize> {
    let mut quote = None;
    for (i, b) in window(body).bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(i),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    None
}

/// The tail of a tag that ends at `at`, where `>` stands: at least two attributes after a space,
/// of which one only markup has.
fn tail(text: &str, from: usize, at: usize) -> Option<(Range<usize>, &'static str)> {
    let mut lo = from.max(at.saturating_sub(LONGEST));
    while !text.is_char_boundary(lo) {
        lo += 1;
    }
    let before = text[lo..at].trim_end_matches('/');
    // Backwards: ` name="value"` again and again.
    let mut start = before.len();
    let (mut count, mut sure) = (0, false);
    while let Some((at, known)) = last_attribute(&before[..start]) {
        start = at;
        count += 1;
        sure |= known;
    }
    if count < 2 || !sure {
        return None;
    }
    let range = lo + start..at + 1;
    let glued = text[range.end..].starts_with(|c: char| c.is_alphanumeric());
    Some((range, if glued { " " } else { "" }))
}

/// The attribute that `text` ends with: where the space before it begins, and whether only
/// markup has it.
fn last_attribute(text: &str) -> Option<(usize, bool)> {
    let text = text.trim_end();
    let quote = text.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let value = text[..text.len() - 1].rfind(quote)?;
    let name = text[..value].strip_suffix('=')?;
    let head = name.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let name = &name[head.len()..];
    let spaces = head.trim_end_matches([' ', '\t']);
    (!name.is_empty() && spaces.len() < head.len()).then(|| (spaces.len(), ATTRIBUTES.contains(&name)))
}

/// True when `inner` begins like attributes do.
fn attributes(inner: &str) -> bool {
    let len = inner.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')).count();
    let after = inner[len..].trim_start();
    len > 0 && (after.starts_with('=') || (after.is_empty() && inner.len() == len && !inner.contains(' ')))
}

/// The first bytes of `text`, as far as a tag may reach.
fn window(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// True when the text speaks about the tag rather than being marked up by it.
fn quoted(text: &str, at: usize) -> bool {
    // Mostly another tag ends there.
    let before = text.as_bytes()[..at].last();
    before.is_some_and(|b| !matches!(b, b'>' | b' ')) && text[..at].ends_with(['"', '\'', '`', '«', '“', '‘', '(', '='])
}

/// True when letters stand on both sides, so that removing the range would glue words.
fn apart(text: &str, range: &Range<usize>) -> bool {
    let space = |c: char| c.is_whitespace();
    text.as_bytes().get(range.end).is_some_and(|b| *b != b'<')
        && !text[range.end..].starts_with(space)
        && text[..range.start].chars().next_back().is_some_and(|c| !space(c))
}
