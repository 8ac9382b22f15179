//! Control characters in text.

use crate::decode::code_page;
use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

use super::mojibake::CODE_PAGE;

/// U+0002, U+009D and their kin.
pub(crate) static CONTROL_CHARACTER: Rule = Rule::new(
    "control-character",
    Stage::Repair,
    Certainty::Certain,
    "removes C0 and C1 control characters",
    "No control but the tab and the line ends has a meaning in text; form feed and vertical tab count as space.",
    ("мал\u{7f}инник", "малинник"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    text.char_indices()
        .filter(|(_, c)| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        .map(|(at, c)| {
            let range = at..at + c.len_utf8();
            if let Some(sign) = sign(text, at, c) {
                return Change::new(range, sign.to_string(), &CODE_PAGE);
            }
            let with = if matches!(c, '\u{b}' | '\u{c}') { " " } else { "" };
            Change::new(range, with, &CONTROL_CHARACTER)
        })
        .collect()
}

/// The quotation mark, dash or other sign that windows-1252 and windows-1251 write as the byte that
/// ISO 8859-1 reads as the control character at `at`. Beside other signs of the upper half it is a
/// rest of something else.
fn sign(text: &str, at: usize, c: char) -> Option<char> {
    let upper = |c: char| ('\u{80}'..='\u{ff}').contains(&c) && !matches!(c, '\u{a0}' | '«' | '»');
    let byte = u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80)?;
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    if before.is_some_and(upper) || after.is_some_and(upper) {
        return None;
    }
    let sign = code_page::page("windows-1252")?.char(byte);
    (is_general(sign) && sign == code_page::page("windows-1251")?.char(byte)).then_some(sign)
}

/// True in the block of general punctuation, and for the trade mark.
fn is_general(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '™')
}
