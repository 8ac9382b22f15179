//! Hashes of words and lines.

/// What the hash of a line, or of a word that is not a run of letters alone, begins with.
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Most bytes that are hashed at once.
pub(super) const WORD: usize = 32;

/// The hash of some things in order, with one more; also of a line with one word more.
#[inline(always)]
pub(crate) fn chain(before: u64, next: u64) -> u64 {
    (before.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of `len` bytes, not more than [`WORD`], from the `from`th place of a buffer with as many behind it. All are
/// read in four pieces, whatever the length, for a loop would be left at a place that cannot be foreseen. One product of
/// 128 bits with its halves added mixes them, as in wyhash. The pieces are laid on each other a byte apart: letters of two
/// bytes have one byte here and a zero behind it, so that none covers another.
#[inline(always)]
pub(super) fn of<const N: usize>(buffer: &[u8; N], from: usize, len: usize) -> u64 {
    let (pieces, masks) = (buffer[from..from + WORD].as_chunks().0, MASKS[len]);
    let piece = |n: usize| u64::from_le_bytes(pieces[n]) & masks[n];
    let product =
        u128::from(piece(0) ^ piece(2).rotate_left(8)) * u128::from(piece(1) ^ piece(3).rotate_left(8) ^ SECRET);
    product as u64 ^ (product >> 64) as u64
}

/// A number without a pattern, so that the product of a short word is not 0: the digits of pi behind the point.
const SECRET: u64 = 0x243f_6a88_85a3_08d3;

/// Ones for the first bytes of four pieces, for each number of bytes.
const MASKS: [[u64; 4]; WORD + 1] = {
    let mut masks = [[0; 4]; WORD + 1];
    let mut len = 1;
    while len <= WORD {
        masks[len] = masks[len - 1];
        masks[len][(len - 1) / 8] |= 0xFF << (8 * ((len - 1) % 8));
        len += 1;
    }
    masks
};
