//! Sixteen bytes at once: questions that more than one search asks of them.

use wide::u8x16;

/// All ones in the lanes of bytes from `first` to `last`, zeros in the others.
#[inline(always)]
pub(crate) fn within(lanes: u8x16, first: u8, last: u8) -> u8x16 {
    // Bytes below the first wrap around to large ones.
    let from = lanes - u8x16::splat(first);
    from.min(u8x16::splat(last - first)).simd_eq(from)
}

/// The same of letters of ASCII, capital or small.
#[inline(always)]
pub(crate) fn ascii_letters(lanes: u8x16) -> u8x16 {
    within(lanes | u8x16::splat(0x20), b'a', b'z')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told() {
        for byte in 0..=u8::MAX {
            let told = |mask: u8x16| mask.to_bitmask() == 0xffff;
            let lanes = u8x16::splat(byte);
            assert_eq!(told(within(lanes, b'0', b'9')), byte.is_ascii_digit(), "{byte}");
            assert_eq!(told(within(lanes, 0xc3, 0xff)), byte >= 0xc3, "{byte}");
            assert_eq!(told(ascii_letters(lanes)), byte.is_ascii_alphabetic(), "{byte}");
        }
    }
}
