//! Where the lines of a text end.

use wide::u8x16;

use super::planes::{WIDTH, places};

/// Calls `each` with the place and the bytes of every line break: LF, CR LF, CR, LINE SEPARATOR or PARAGRAPH SEPARATOR.
pub(super) fn breaks(text: &[u8], mut each: impl FnMut(usize, usize)) {
    let mut behind = 0;
    let (windows, rest) = text.as_chunks();
    let mut last = [0; WIDTH];
    last[..rest.len()].copy_from_slice(rest);
    for (window, at) in windows.iter().chain([&last]).zip((0..).step_by(WIDTH)) {
        for place in places(candidates(window)) {
            let at = at + place;
            let len = break_len(&text[at..]);
            // The LF of a CR LF is read.
            if len > 0 && at >= behind {
                each(at, len);
                behind = at + len;
            }
        }
    }
}

/// The bytes of a window that a line break may begin with.
#[inline(always)]
fn candidates(window: &[u8; WIDTH]) -> u64 {
    let is = |lanes: u8x16, byte| lanes.simd_eq(u8x16::splat(byte));
    let (sixteens, _) = window.as_chunks();
    let [a, b, c, d] = [0, 1, 2, 3].map(|n| {
        let lanes = u8x16::new(sixteens[n]);
        // E2 leads the two Unicode separators and all general punctuation.
        (is(lanes, b'\n') | is(lanes, b'\r') | is(lanes, 0xE2)).to_bitmask()
    });
    u64::from(c | d << 16) << 32 | u64::from(a | b << 16)
}

/// Length of the line break that a text begins with, 0 for none.
fn break_len(text: &[u8]) -> usize {
    match text {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_break_is_found_wherever_it_stands() {
        for before in 0..2 * WIDTH {
            let text = format!("{}\r\n\n\r\u{2028}–\u{2029}", "–".repeat(before));
            let mut found = Vec::new();
            breaks(text.as_bytes(), |at, len| found.push((at - 3 * before, len)));
            assert_eq!(found, [(0, 2), (2, 1), (3, 1), (4, 3), (10, 3)], "{before}");
        }
    }
}
