//! What a paragraph may need: one look at its bytes for all rules, 64 at a time and without a branch for a byte.

use wide::u8x16;

use crate::pairs::{ANY, Pair};

/// A reason for a rule to read a paragraph; they are single bits.
pub(super) type Reason = u8;

/// A tab, two spaces in a row, a space at an end or beside a line end.
pub(super) const SPACE: Reason = 1;
/// The last byte of an opening quotation mark before a space.
pub(super) const QUOTE: Reason = 2;

/// Facts of pairs of bytes: some reason or a mark that [`scan`] finds, but for a number behind a mark.
const ANY_REASON: u32 = 1 << 8;
/// A number behind such a mark, and a number before a dot or bracket: together perhaps an item of a list.
const NUMBER: u32 = 1 << 9;
const POINT: u32 = 1 << 10;

/// The conditions.
pub(crate) const PAIRS: &[Pair] = &[
    Pair(ANY_REASON, ANY, &[(b'\t', b'\t')]),
    Pair(ANY_REASON, &[(b' ', b' '), (b'\n', b'\n'), (0x9c, 0x9c), (0xab, 0xab)], &[(b' ', b' ')]),
    Pair(ANY_REASON, &[(b' ', b' ')], &[(b'\n', b'\n'), (b'\r', b'\r')]),
    Pair(
        ANY_REASON,
        &[(b'.', b'.'), (b'!', b'!'), (b'?', b'?'), (b':', b';')],
        &[(b'A', b'Z'), (b'"', b'"'), (b')', b')'), (b'-', b'-'), (0xc2, 0xf4)],
    ),
    Pair(NUMBER, &[(b'.', b'.'), (b':', b';')], &[(b'0', b'9')]),
    Pair(POINT, &[(b'0', b'9')], &[(b'.', b'.'), (b')', b')')]),
];

/// True when a text whose pairs show `shown` may give a rule a reason to read some paragraph of it, besides the spaces
/// at the ends of that.
pub(crate) fn untidy(shown: u32) -> bool {
    shown & ANY_REASON != 0 || shown & NUMBER != 0 && shown & POINT != 0
}

/// Bytes that are looked at in one step.
const STEP: usize = 64;

/// The reasons that `text` shows. Puts into `marks` the places of all `.`, `!`, `?`, `:` and `;` behind which another
/// sentence or item may be glued. It errs on the side of looking.
pub(super) fn scan(text: &str, marks: &mut Vec<usize>) -> Reason {
    marks.clear();
    let bytes = text.as_bytes();
    let mut seen = if text.starts_with(' ') || text.ends_with(' ') { SPACE } else { 0 };
    let mut at = 0;
    while let Some(step) = bytes[at..].first_chunk() {
        let shown = places(step);
        if shown != 0 {
            seen |= read(step, shown, at, marks);
        }
        at += STEP;
    }
    // Behind the text stands a line end.
    let mut last = [b'\n'; STEP + 1];
    last[..bytes.len() - at].copy_from_slice(&bytes[at..]);
    seen | read(&last, places(&last), at, marks)
}

/// A bit for each byte of a step that may show something together with the byte behind it.
#[inline(always)]
fn places(step: &[u8; STEP + 1]) -> u64 {
    let (firsts, seconds) = (step[..STEP].as_chunks().0, step[1..].as_chunks().0);
    let mut places = 0;
    for i in 0..STEP / 16 {
        let (first, second) = (u8x16::new(firsts[i]), u8x16::new(seconds[i]));
        let all = u8x16::splat;
        let space = |lanes: u8x16| lanes.min(all(b' ')).simd_eq(lanes);
        // Besides the marks this is true of `*`, `+`, `/` and `>`.
        let mark = (first | all(0x15)).simd_eq(all(b'?')) | first.simd_eq(all(b'!'));
        // Of “ and «.
        let quote = first.simd_eq(all(0x9c)) | first.simd_eq(all(0xab));
        let spaced = space(second);
        let shown = (space(first) | quote) & spaced | !spaced & mark | first.simd_eq(all(b'\t'));
        places |= u64::from(shown.to_bitmask()) << (16 * i);
    }
    places
}

/// The reasons at the places `shown` of a step that stands at `at`.
fn read(step: &[u8; STEP + 1], mut shown: u64, at: usize, marks: &mut Vec<usize>) -> Reason {
    let mut seen = 0;
    while shown != 0 {
        let place = shown.trailing_zeros() as usize;
        shown &= shown - 1;
        match (step[place], step[place + 1]) {
            (b'\t', _) | (b' ' | b'\n', b' ') | (b' ', b'\n' | b'\r') => seen |= SPACE,
            (0x9c | 0xab, b' ') => seen |= QUOTE,
            // Neither paragraphs nor quotations begin or end with other bytes.
            (b'.' | b'!' | b'?' | b':' | b';', b'A'..=b'Z' | b'0'..=b'9' | b'"' | b')' | b'-' | 0xc2..) => {
                marks.push(at + place);
            }
            _ => {}
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `scan` says, read pair by pair.
    fn by_pairs(text: &str) -> (Reason, Vec<usize>) {
        let (mut seen, mut marks) = (0, Vec::new());
        let padded = format!("\n{text}\n");
        for (at, pair) in padded.as_bytes().windows(2).enumerate() {
            match pair {
                [b'\t', _] | [b' ' | b'\n', b' '] | [b' ', b'\n' | b'\r'] => seen |= SPACE,
                [0x9c | 0xab, b' '] => seen |= QUOTE,
                [b'.' | b'!' | b'?' | b':' | b';', b'A'..=b'Z' | b'0'..=b'9' | b'"' | b')' | b'-' | 0xc2..] => {
                    marks.push(at - 1);
                }
                _ => {}
            }
        }
        (seen, marks)
    }

    #[test]
    fn plain_prose_shows_nothing() {
        let mut marks = Vec::new();
        for text in ["", "One sentence. Another one; and a «quote», 2.", "Бір сөйлем. “Екі” сөйлем!", "a b\nc d"]
        {
            assert_eq!((scan(text, &mut marks), marks.len()), (0, 0), "{text}");
        }
        assert_eq!((scan("Бір.Екі", &mut marks), &*marks), (0, &[6][..]));
        assert_eq!((scan("бір  екі“ ”", &mut marks), marks.len()), (SPACE | QUOTE, 0));
    }

    proptest! {
        #[test]
        fn every_pair_is_seen(text in "([а-яa-zA-Z]{0,9}|[ .!?:;\"«“\t\n\r/*+>0-9-]){0,60}") {
            let mut marks = vec![7];
            let seen = scan(&text, &mut marks);
            prop_assert_eq!((seen, marks), by_pairs(&text));
        }
    }
}
