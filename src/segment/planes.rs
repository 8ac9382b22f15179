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
    if let Some(bytes) = rest.first_chunk::<WIDTH>() {
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
    if let Some(bytes) = text.last_chunk::<WIDTH>() {
        return planes(bytes).map(|plane| plane >> (WIDTH - len));
    }
    // Lines of numbers and names are shorter still.
    if len <= LANES {
        return planes(&padded::<LANES>(text));
    }
    planes(&padded::<WIDTH>(text))
}

/// A text with zeros behind it.
fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text);
    bytes
}

/// Bytes that the processor looks at together.
const LANES: usize = 16;

/// The planes of a window, or of its first bytes where zeros are behind them.
#[inline(always)]
fn planes<const N: usize>(bytes: &[u8; N]) -> Planes {
    let mut lanes = [u8x16::ZERO; WIDTH / LANES];
    let lanes = &mut lanes[..N / LANES];
    lanes.iter_mut().zip(bytes.as_chunks().0).for_each(|(lane, bytes)| *lane = u8x16::new(*bytes));
    let mut planes = Planes::default();
    for plane in planes.iter_mut().rev() {
        // The mask takes the highest bit of each byte, and a byte added to itself has the next one there.
        *plane = lanes.iter().rev().fold(0, |plane, lane| plane << LANES | u64::from(lane.to_bitmask()));
        lanes.iter_mut().for_each(|lane| *lane += *lane);
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
        for len in [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 300] {
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
