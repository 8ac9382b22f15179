//! Sixty-four bytes at once, as eight numbers of sixty-four bits.

use wide::u8x16;

/// Bytes of a window.
pub(super) const WIDTH: usize = 64;

/// The bits of a window: bit `i` of number `k` is bit `k` of byte `i`. What each of the bytes is can be told from them
/// with a few logical operations for all of them.
pub(super) type Planes = [u64; 8];

/// The window at `at` of a text; behind the text stand zeros.
#[inline(always)]
pub(super) fn window(text: &[u8], at: usize) -> Planes {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(bytes) = rest.first_chunk() {
        return planes(bytes);
    }
    last(text, rest.len())
}

/// The window of the last `len` bytes of a text.
#[inline(never)]
fn last(text: &[u8], len: usize) -> Planes {
    if len == 0 {
        return Planes::default();
    }
    // Of a longer text the whole window that ends with it, moved down, is found sooner than a copy is made.
    if let Some(bytes) = text.last_chunk() {
        return planes(bytes).map(|plane| plane >> (WIDTH - len));
    }
    let mut bytes = [0; WIDTH];
    bytes[..len].copy_from_slice(text);
    planes(&bytes)
}

#[inline(always)]
fn planes(bytes: &[u8; WIDTH]) -> Planes {
    let (sixteens, _) = bytes.as_chunks();
    let mut lanes: [u8x16; WIDTH / 16] = [0, 1, 2, 3].map(|n| u8x16::new(sixteens[n]));
    let mut planes = Planes::default();
    for plane in planes.iter_mut().rev() {
        // The mask takes the highest bit of each byte, and a byte added to itself has the next one there.
        let [a, b, c, d] = lanes.map(u8x16::to_bitmask);
        *plane = u64::from(c | d << 16) << 32 | u64::from(a | b << 16);
        lanes = lanes.map(|lane| lane + lane);
    }
    planes
}

/// The places of the ones of a mask, in order.
#[inline(always)]
pub(super) fn places(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (place < WIDTH).then_some(place)
    })
}

/// What stands `by` places before each place, where `before` is the mask of the window before.
#[inline(always)]
pub(super) fn back(mask: u64, before: u64, by: usize) -> u64 {
    mask << by | before >> (WIDTH - by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_hold_the_bits_of_the_bytes_and_zeros_behind() {
        let text: Vec<u8> = (0..=255).chain(3..90).collect();
        for len in [0, 1, 63, 64, 65, 127, 128, 300] {
            for at in (0..=len).step_by(WIDTH) {
                let planes = window(&text[..len], at);
                for i in 0..WIDTH {
                    let byte = (0..8).fold(0, |byte, k| byte | (planes[k] >> i & 1) << k);
                    assert_eq!(byte, text[..len].get(at + i).map_or(0, |b| u64::from(*b)), "{len} {at} {i}");
                }
            }
        }
    }

    #[test]
    fn places_are_those_of_the_ones() {
        assert_eq!(places(1 << 63 | 0b1010).collect::<Vec<_>>(), [1, 3, 63]);
        assert_eq!(places(0).next(), None);
    }
}
