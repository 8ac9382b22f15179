//! Lines that are no text: pieces of images and archives that came along with a page.

/// One control character in so many others; random bytes have one in six.
const RARE: usize = 10;
/// So few prove nothing: tables separate their fields by them.
const FEW: usize = 4;

/// True when so many of the bytes are control characters that they are no text, whatever they are
/// read as. Bytes of a page and of UTF-8 are counted alike: those that only continue a character of
/// UTF-8 do not count.
pub(crate) fn is_noise(bytes: &[u8]) -> bool {
    let controls = count(bytes, |b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r'));
    controls > FEW && controls * RARE > count(bytes, |b| b & 0xc0 != 0x80)
}

/// The number of bytes that `is` true of; with narrow sums, which the compiler turns into vector
/// instructions.
pub(crate) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let narrow = bytes.chunks(usize::from(u8::MAX));
    narrow.map(|chunk| usize::from(chunk.iter().fold(0u8, |sum, b| sum + u8::from(is(*b))))).sum()
}

#[cfg(test)]
mod tests {
    use super::is_noise;

    #[test]
    fn tables_are_no_noise() {
        assert!(!is_noise(b"12\tab\tcd\r\n\t\t\t\t"));
        assert!(!is_noise(b"\x01a\x02b"));
        assert!(!is_noise("Қала\u{1}Халқы\u{1}Ауданы\u{1}Алматы\u{1}2 млн адам\u{1}683 шаршы километр жер".as_bytes()));
        assert!(is_noise(&(0..128).collect::<Vec<u8>>()));
    }
}
