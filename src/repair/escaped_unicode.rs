//! JSON and JavaScript escapes that reached the page as text.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

/// `\u0422\u043e\u0442`.
pub(crate) static ESCAPED_UNICODE: Rule = Rule::new(
    "escaped-unicode",
    Stage::Repair,
    Certainty::Certain,
    "decodes \\uXXXX escapes of letters and signs outside ASCII",
    "A script's string was printed without being read. ASCII escapes, broken ones and a backslash that is itself \
     escaped stay: they are code.",
    (r"\u0422\u043e\u0442", "Тот"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\\', &text.as_bytes()[from..]).map(|i| from + i) {
        // A run of backslashes is code.
        if text.as_bytes().get(at + 1) == Some(&b'\\') {
            from = at + text[at..].bytes().take_while(|b| *b == b'\\').count();
            continue;
        }
        from = at + 1;
        if let Some((end, c)) = escape(text, at) {
            changes.push(Change::new(at..end, c.to_string(), &ESCAPED_UNICODE));
            from = end;
        }
    }
    changes
}

/// The escape at `at`: its end and its character; a surrogate takes the low half with it.
fn escape(text: &str, at: usize) -> Option<(usize, char)> {
    let high = unit(text, at)?;
    if (0xd800..0xdc00).contains(&high) {
        let low = unit(text, at + 6)?;
        let c = char::decode_utf16([high, low]).next()?.ok()?;
        return Some((at + 12, c));
    }
    // Below U+00A0 stand ASCII and controls, which text has no reason to escape.
    char::from_u32(u32::from(high)).filter(|c| *c >= '\u{a0}' && *c < '\u{fffe}').map(|c| (at + 6, c))
}

/// The 16-bit unit written `\uXXXX` at `at`.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.as_bytes().get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}
