//! Where the bytes stand that no JSON string holds as they are: quotation marks, backslashes and control characters.

use wide::u8x16;

/// Bytes that are looked at together.
const WIDTH: usize = 64;

/// The places of such bytes in a text, in order. One walk finds them all: a search for the next one would begin anew
/// behind each line of a text.
pub(crate) struct Specials<'t> {
    bytes: &'t [u8],
    /// Where the window stands.
    at: usize,
    /// Those of the window that were not given yet, a bit for each byte.
    left: u64,
}

impl<'t> Specials<'t> {
    pub(crate) fn of(bytes: &'t [u8]) -> Specials<'t> {
        Specials { bytes, at: 0, left: window(bytes) }
    }
}

impl Iterator for Specials<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.at += WIDTH;
            if self.at >= self.bytes.len() {
                self.at = self.bytes.len();
                return None;
            }
            self.left = window(&self.bytes[self.at..]);
        }
        let place = self.at + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

/// The special bytes among the first ones of `bytes`.
#[inline]
fn window(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(window) => measure(window),
        None => {
            let mut window = [b' '; WIDTH];
            window[..bytes.len()].copy_from_slice(bytes);
            measure(&window)
        }
    }
}

#[inline]
fn measure(window: &[u8; WIDTH]) -> u64 {
    window.as_chunks().0.iter().rev().fold(0, |places, lanes| {
        let lanes = u8x16::new(*lanes);
        let marks = lanes.simd_eq(u8x16::splat(b'"')) | lanes.simd_eq(u8x16::splat(b'\\'));
        let controls = lanes.min(u8x16::splat(0x1f)).simd_eq(lanes);
        places << 16 | u64::from((marks | controls).to_bitmask())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_are_those_that_a_look_at_each_byte_finds(bytes in proptest::collection::vec(
            prop_oneof![Just(b'"'), Just(b'\\'), 0..=255_u8, b'a'..=b'z', b'a'..=b'z', b'a'..=b'z'], 0..300)) {
            let each: Vec<usize> =
                (0..bytes.len()).filter(|at| matches!(bytes[*at], 0..0x20 | b'"' | b'\\')).collect();
            prop_assert_eq!(Specials::of(&bytes).collect::<Vec<_>>(), each);
        }
    }
}
