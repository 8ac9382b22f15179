//! What a paragraph may need: one look at its bytes for all rules.

use crate::pairs::{ANY, Pair, Pairs};

/// A reason for a rule to read a paragraph; they are single bits.
pub(super) type Reason = u16;

/// A tab, two spaces in a row, a space at an end or beside a line end.
pub(super) const SPACE: Reason = 1;
/// The last byte of an opening quotation mark before a space.
pub(super) const QUOTE: Reason = 2;
/// What may end a sentence or item before what may begin or quote one.
pub(super) const GLUE: Reason = 4;
/// A number behind such an end, and a number before a dot or bracket: together perhaps an item of a list.
const NUMBER: Reason = 8;
const POINT: Reason = 16;
/// A straight quotation mark, a line end, and a dot behind a number: what tells where in its line a glued one stands.
const PLACE: Reason = 32;

static PAIRS: Pairs = Pairs::of(&[
    Pair(SPACE, ANY, &[(b'\t', b'\t')]),
    Pair(SPACE, &[(b' ', b' '), (b'\n', b'\n')], &[(b' ', b' ')]),
    Pair(SPACE, &[(b' ', b' ')], &[(b'\n', b'\n'), (b'\r', b'\r')]),
    // Of “ and «.
    Pair(QUOTE, &[(0x9c, 0x9c), (0xab, 0xab)], &[(b' ', b' ')]),
    // Capital letters, quotation marks and brackets, dashes, and whatever is not ASCII.
    Pair(
        GLUE,
        &[(b'.', b'.'), (b'!', b'!'), (b'?', b'?'), (b':', b';')],
        &[(b'A', b'Z'), (b'"', b'"'), (b')', b')'), (b'-', b'-'), (0xc2, 0xf4)],
    ),
    Pair(NUMBER, &[(b'.', b'.'), (b':', b';')], &[(b'0', b'9')]),
    Pair(POINT, &[(b'0', b'9')], &[(b'.', b'.'), (b')', b')')]),
    Pair(PLACE, ANY, &[(b'"', b'"'), (b'\n', b'\n')]),
    Pair(PLACE, &[(b'0', b'9')], &[(b'.', b'.')]),
]);

/// The reasons that `text` shows. It errs on the side of looking.
pub(super) fn scan(text: &str) -> Reason {
    // The text stands between line ends.
    let seen = PAIRS.shown(b'\n', text.as_bytes());
    let end = if text.ends_with(' ') { SPACE } else { 0 };
    let item = if seen & NUMBER != 0 && seen & POINT != 0 { GLUE } else { 0 };
    (seen | end | item) & (SPACE | QUOTE | GLUE)
}

/// The first byte at or after `at` that may end a sentence or item where another is glued to it, or that tells the place
/// of such a one.
pub(super) fn next_mark(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map_or(b'\n', |i| bytes[i]);
    if PAIRS.pair(before, *bytes.get(at)?) & PLACE != 0 {
        return Some(at);
    }
    let second = PAIRS.find(GLUE | NUMBER | PLACE, bytes, at + 1)?;
    let glued = PAIRS.pair(bytes[second - 1], bytes[second]) & (GLUE | NUMBER) != 0;
    Some(if glued { second - 1 } else { second })
}
