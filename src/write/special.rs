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

/// True for a text of no more than a window that holds no such byte; longer ones are not looked at.
#[inline]
pub(crate) fn is_short_and_plain(bytes: &[u8]) -> bool {
    let is_plain = |lanes: &[u8; 16]| specials(*lanes).to_bitmask() == 0;
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // What both ends of a text do not reach is between them.
        (Some(first), Some(last)) if bytes.len() <= WIDTH => {
            let (inner, _) = bytes[first.len()..].as_chunks();
            is_plain(first) && is_plain(last) && inner.iter().all(is_plain)
        }
        (None, _) => {
            let mut lanes = [b' '; 16];
            lanes[..bytes.len()].copy_from_slice(bytes);
            is_plain(&lanes)
        }
        _ => false,
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
    let (lanes, _) = window.as_chunks();
    lanes.iter().rev().fold(0, |places, lanes| places << 16 | u64::from(specials(*lanes).to_bitmask()))
}

/// All bits of the special bytes among some.
#[inline]
fn specials(lanes: [u8; 16]) -> u8x16 {
    let lanes = u8x16::new(lanes);
    let marks = lanes.simd_eq(u8x16::splat(b'"')) | lanes.simd_eq(u8x16::splat(b'\\'));
    let controls = lanes.min(u8x16::splat(0x1f)).simd_eq(lanes);
    marks | controls
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_are_those_that_a_look_at_each_byte_finds(bytes in prop_oneof![
            proptest::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), 0..=255_u8, b'a'..=b'z', b'a'..=b'z', b'a'..=b'z'], 0..300),
            proptest::collection::vec(prop_oneof![1 => 0..=255_u8, 20 => b'a'..=b'z'], 0..80),
        ]) {
            let each: Vec<usize> =
                (0..bytes.len()).filter(|at| matches!(bytes[*at], 0..0x20 | b'"' | b'\\')).collect();
            prop_assert_eq!(is_short_and_plain(&bytes), each.is_empty() && bytes.len() <= WIDTH);
            prop_assert_eq!(Specials::of(&bytes).collect::<Vec<_>>(), each);
        }
    }
}
