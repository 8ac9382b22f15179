//! Lines and pages that are no text: images and archives, or pieces of them that came along with a page.

/// One control character in so many others; random bytes have one in six.
const RARE: usize = 10;
/// So few prove nothing: tables separate their fields by them.
const FEW: usize = 4;

/// True when so many of the bytes are control characters that they are no text, whatever they are
/// read as. Bytes of a page and of UTF-8 are counted alike: those that only continue a character of
/// UTF-8 do not count.
pub(crate) fn is_noise(bytes: &[u8]) -> bool {
    let controls = count(bytes, is_control);
    controls > FEW && controls * RARE > count(bytes, |b| b & 0xc0 != 0x80)
}

/// Bytes at the head of a page that tell of text that it is no noise.
const HEAD: usize = 256;
/// Control characters of noise are of so many kinds; tables separate their fields by two or three.
const KINDS: u32 = 6;
/// One control character in so many others, on a page of noise; random bytes have one in nine.
const SELDOM: usize = 20;
/// So many characters in a row without a control character may be text; of random bytes, one stretch in
/// some thousands is as long.
const STRETCH: usize = 64;

/// True when a page is noise from end to end, so that no stage finds anything in it: control characters of
/// many kinds throughout, and no stretch between them that is as long as a sentence.
pub(crate) fn is_noise_page(bytes: &[u8]) -> bool {
    if count(&bytes[..bytes.len().min(HEAD)], is_control) <= FEW {
        return false;
    }
    let (mut kinds, mut controls, mut chars, mut stretch) = (0u32, 0, 0, 0);
    for b in bytes.iter().filter(|b| **b & 0xc0 != 0x80) {
        chars += 1;
        stretch += 1;
        if is_control(*b) {
            kinds |= 1 << b;
            controls += 1;
            stretch = 0;
        } else if stretch == STRETCH {
            return false;
        }
    }
    kinds.count_ones() >= KINDS && controls * SELDOM > chars
}

/// True for the control characters that no line of text holds.
fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// The number of bytes that `is` true of; with narrow sums, which the compiler turns into vector
/// instructions.
pub(crate) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let narrow = bytes.chunks(usize::from(u8::MAX));
    narrow.map(|chunk| usize::from(chunk.iter().fold(0u8, |sum, b| sum + u8::from(is(*b))))).sum()
}

#[cfg(test)]
mod tests {
    use super::{is_noise, is_noise_page};

    #[test]
    fn tables_are_no_noise() {
        assert!(!is_noise(b"12\tab\tcd\r\n\t\t\t\t"));
        assert!(!is_noise(b"\x01a\x02b"));
        assert!(!is_noise("Қала\u{1}Халқы\u{1}Ауданы\u{1}Алматы\u{1}2 млн адам\u{1}683 шаршы километр жер".as_bytes()));
        assert!(is_noise(&(0..128).collect::<Vec<u8>>()));
    }

    #[test]
    fn a_page_with_a_sentence_is_no_noise() {
        let noise: Vec<u8> = (0..=255).rev().cycle().map(|b: u8| b.wrapping_mul(167)).take(3000).collect();
        assert!(is_noise_page(&noise));
        let sentence = "Ауыл тұрғындары жаңа көпірдің ашылуын үш жыл бойы күткен еді, енді жол қысқарды.";
        assert!(!is_noise_page(&[&noise, sentence.as_bytes(), &noise].concat()));
        assert!(!is_noise_page(sentence.as_bytes()) && !is_noise_page(b""));
        assert!(!is_noise_page("Қала\u{1}Халқы\u{2}Ауданы\u{1}Алматы\u{1}2 млн адам\u{2}".repeat(9).as_bytes()));
    }
}
