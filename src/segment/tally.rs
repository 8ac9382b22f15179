//! Counts of what stands in many windows.

use wide::u64x2;

/// Pairs of masks that are counted together.
const PAIRS: usize = 3;
/// Masks that are added up before a byte of the sums may be full: each adds eight at most.
const MOST: u32 = 31;

/// The ones of a mask of each kind, added up: not every processor counts them with one instruction, and so two masks are
/// counted at once, as far as single bytes.
#[derive(Default)]
pub(super) struct Tally {
    bytes: [u64x2; PAIRS],
    /// How many masks of each kind the bytes hold.
    held: u32,
    counts: [u32; 2 * PAIRS],
}

impl Tally {
    /// Counts one mask of each kind.
    #[inline(always)]
    pub fn add(&mut self, masks: [u64; 2 * PAIRS]) {
        let all = |byte: u8| u64x2::splat(u64::from_ne_bytes([byte; 8]));
        for n in 0..PAIRS {
            let ones = u64x2::new([masks[2 * n], masks[2 * n + 1]]);
            let twos = ones - (ones >> 1 & all(0x55));
            let fours = (twos & all(0x33)) + (twos >> 2 & all(0x33));
            self.bytes[n] += (fours + (fours >> 4)) & all(0x0F);
        }
        self.held += 1;
        if self.held == MOST {
            self.empty();
        }
    }

    /// The counts of all masks.
    pub fn counts(mut self) -> [u32; 2 * PAIRS] {
        self.empty();
        self.counts
    }

    fn empty(&mut self) {
        let even = 0x00FF_00FF_00FF_00FF;
        for n in 0..PAIRS {
            for (at, bytes) in self.bytes[n].to_array().into_iter().enumerate() {
                let pairs = (bytes & even) + (bytes >> 8 & even);
                self.counts[2 * n + at] += (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32;
            }
            self.bytes[n] = u64x2::default();
        }
        self.held = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ones_are_counted() {
        let mut tally = Tally::default();
        let (mut counts, mut mask) = ([0; 6], 1_u64);
        for _ in 0..100 {
            mask = mask.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let masks = [mask, 0, u64::MAX, mask >> 60, mask | mask << 1, !mask];
            tally.add(masks);
            counts.iter_mut().zip(masks).for_each(|(count, mask)| *count += mask.count_ones());
        }
        assert_eq!(tally.counts(), counts);
    }
}
