//! Hashes of words and lines.

use super::sign::{Class, Signs, decode};

/// What the hash of a word or a line begins with.
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of some things in order, with one more; also of a line with one word more.
#[inline(always)]
pub(crate) fn chain(before: u64, next: u64) -> u64 {
    (before.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hashes of the words of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hashes {
    /// In lower case: lines that differ in case, spaces and punctuation have the same.
    pub exact: u64,
    /// The same with one `#` for the digits of a word: lines that differ in numbers only have the same.
    pub shape: u64,
}

impl Hashes {
    /// The hashes of a line.
    pub fn of(text: &str) -> Hashes {
        let (bytes, signs) = (text.as_bytes(), Signs::fetch());
        let mut hashes = Hashes { exact: SEED, shape: SEED };
        // Whether a word is open, and whether it has digits.
        let (mut open, mut digits) = (false, false);
        let mut i = 0;
        while i < bytes.len() {
            let (c, len) = decode(bytes, i);
            i += len;
            let sign = signs.of(c);
            match sign.class() {
                Class::Digit => {
                    hashes.exact = chain(hashes.exact, u64::from(c));
                    if !digits {
                        hashes.shape = chain(hashes.shape, u64::from(b'#'));
                    }
                    (open, digits) = (true, true);
                }
                class if class.is_letter() || open && class == Class::Joiner => {
                    hashes.add(u64::from(sign.lower()));
                    open = true;
                }
                _ if open => {
                    hashes.add(u64::from(b' '));
                    (open, digits) = (false, false);
                }
                _ => {}
            }
        }
        if open {
            hashes.add(u64::from(b' '));
        }
        hashes
    }

    fn add(&mut self, next: u64) {
        self.shape = chain(self.shape, next);
        self.exact = chain(self.exact, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_and_marks_do_not_count_but_words_do() {
        let of = |text| Hashes::of(text).exact;
        assert_eq!(of("Ауа райы — бүгін"), of("АУА  райы, БҮГІН."));
        assert_ne!(of("Ауа райы"), of("Ауарайы"));
        assert_ne!(of("Ауа райы"), of("райы Ауа"));
    }

    #[test]
    fn digits_of_a_word_are_one_in_the_shape() {
        let (a, b) = (Hashes::of("Просмотров: 15"), Hashes::of("просмотров 1027"));
        assert!(a.exact != b.exact && a.shape == b.shape);
        assert_ne!(Hashes::of("15 27").shape, Hashes::of("1527").shape);
        let words = Hashes::of("без цифр");
        assert_eq!(words.exact, words.shape);
    }
}
