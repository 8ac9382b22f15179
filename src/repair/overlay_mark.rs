//! Kazakh letters drawn as a Russian letter and an overlaid mark.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

use super::word::letters;

/// г + U+0335 for ғ, which no normal form composes.
pub(crate) static OVERLAY_MARK: Rule = Rule::new(
    "overlay-mark",
    Stage::Repair,
    Certainty::Certain,
    "composes a letter and the stroke or tail laid over it into the Kazakh letter",
    "The marks are how fonts without the letters drew them, and Unicode does not compose them. Only on Kazakh lines.",
    ("қоршаг\u{335}ан бұл", "қоршаған бұл"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    // The first byte of all the marks.
    for at in memchr::memchr_iter(0xcc, text.as_bytes()) {
        let (before, behind) = text.split_at(at);
        if let (Some(base), Some(mark)) = (before.chars().next_back(), behind.chars().next())
            && let Some(letter) = compose(base, mark)
        {
            changes.push(Change::new(at - base.len_utf8()..at + mark.len_utf8(), letter, &OVERLAY_MARK));
        }
    }
    if !changes.is_empty() && !letters(text).may_be_kazakh && !letters(&plain(text)).kazakh {
        changes.clear();
    }
    changes
}

/// The text as it reads with the marks composed: the marked letters are evidence of Kazakh too.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match out.chars().next_back().and_then(|base| compose(base, c)) {
            Some(letter) => {
                out.pop();
                out.push_str(letter);
            }
            None => out.push(c),
        }
    }
    out
}

/// The letter that `base` and `mark` draw. Strokes: U+0335, U+0336, U+0337, U+0338; tails: U+0329,
/// U+0321, U+0322, U+0326, U+0327, U+0328.
fn compose(base: char, mark: char) -> Option<&'static str> {
    let stroke = matches!(mark, '\u{335}'..='\u{338}');
    let tail = matches!(mark, '\u{329}' | '\u{321}' | '\u{322}' | '\u{326}'..='\u{328}');
    Some(match base {
        'г' if stroke => "ғ",
        'Г' if stroke => "Ғ",
        'у' | 'ү' if stroke => "ұ",
        'У' | 'Ү' if stroke => "Ұ",
        'о' if stroke => "ө",
        'О' if stroke => "Ө",
        'к' if tail => "қ",
        'К' if tail => "Қ",
        'н' if tail => "ң",
        'Н' if tail => "Ң",
        _ => return None,
    })
}
