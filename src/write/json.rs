//! JSON, written by hand: records are most of what the tool writes.

use super::special::{Specials, is_short_and_plain};

/// `s` as a JSON string. What stands between two characters to escape is copied as a whole.
pub fn string(out: &mut Vec<u8>, s: &str) {
    let bytes = s.as_bytes();
    // Names, numbers and addresses.
    if is_short_and_plain(bytes) {
        return plain(out, s);
    }
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut done = 0;
    for at in Specials::of(bytes) {
        // Line breaks come in pairs.
        if at > done {
            out.extend_from_slice(&bytes[done..at]);
        }
        escape(out, bytes[at]);
        done = at + 1;
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

/// The same of a text that needs no escape: a name or a number of ours.
pub(super) fn plain(out: &mut Vec<u8>, s: &str) {
    debug_assert!(Specials::of(s.as_bytes()).next().is_none(), "{s:?} needs an escape");
    out.push(b'"');
    out.extend_from_slice(s.as_bytes());
    out.push(b'"');
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

/// `s` as a JSON string, or `null`.
pub fn optional(out: &mut Vec<u8>, s: Option<&str>) {
    match s {
        Some(s) => string(out, s),
        None => out.extend_from_slice(b"null"),
    }
}

/// A whole number.
pub fn number(out: &mut Vec<u8>, n: u64) {
    match usize::try_from(n).ok().and_then(|n| SMALL.get(n)) {
        Some(small) => add(out, *small, small[3].into()),
        None => large(out, n),
    }
}

/// A number of four digits or more; apart from the others, which need less room to work in.
#[inline(never)]
fn large(out: &mut Vec<u8>, mut n: u64) {
    if n < 100_000_000 {
        let n = n as u32;
        let count = n.ilog10() as usize + 1;
        let [high, low] = [n / 10_000, n % 10_000].map(|n| u64::from(u32::from_le_bytes(four(n as u16))));
        let digits = (low << 32 | high) >> (8 * (8 - count));
        return add(out, digits.to_le_bytes(), count);
    }
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while n > 0 {
        first -= 1;
        digits[first] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    out.extend_from_slice(&digits[first..]);
}

/// The digits of each small number, as nearly all numbers of a record are, and behind three of them how many there are.
static SMALL: [[u8; 4]; 1000] = {
    let mut small = [[0; 4]; 1000];
    let mut n = 0;
    while n < small.len() {
        let [a, b, c] = [b'0' + (n / 100) as u8, b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
        small[n] = match n {
            0..10 => [c, 0, 0, 1],
            10..100 => [b, c, 0, 2],
            _ => [a, b, c, 3],
        };
        n += 1;
    }
    small
};

/// Adds the first `count` bytes. All are copied and then cut: copies of so many bytes need no call.
#[inline]
fn add<const N: usize>(out: &mut Vec<u8>, bytes: [u8; N], count: usize) {
    let len = out.len() + count;
    out.extend_from_slice(&bytes);
    out.truncate(len);
}

/// The four last digits of a number, with the zeros before it.
#[inline]
fn four(n: u16) -> [u8; 4] {
    [n / 1000 % 10, n / 100 % 10, n / 10 % 10, n % 10].map(|digit| b'0' + digit as u8)
}

/// A number that is not negative, to four decimals, without final zeros; what is not a number
/// counts as zero.
pub fn decimal(out: &mut Vec<u8>, x: f32) {
    // Of so short a number the product and the sum are exact, so that this rounds to the nearest; a rounding of its own
    // would be a call.
    let ten_thousandths = (f64::from(x) * 1e4 + 0.5) as u64;
    number(out, ten_thousandths / 10_000);
    let rest = (ten_thousandths % 10_000) as u16;
    if rest == 0 {
        return;
    }
    let [a, b, c, d] = four(rest);
    // Behind the last digit that is not zero nothing is written.
    let zeros = usize::from(d == b'0') + usize::from(rest.is_multiple_of(100)) + usize::from(rest.is_multiple_of(1000));
    add(out, [b'.', a, b, c, d], ".0000".len() - zeros);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_have_no_needless_digits() {
        for (x, s) in
            [(0.0, "0"), (1.0, "1"), (0.5, "0.5"), (0.0501, "0.0501"), (123.45678, "123.4568"), (f32::NAN, "0")]
        {
            assert_eq!(written(|out| decimal(out, x)), s);
        }
        for n in (0..1100).chain([9999, 10_000, 12_345, 1_020_304, 99_999_999, 100_000_000, u64::MAX]) {
            assert_eq!(written(|out| number(out, n)), n.to_string());
        }
    }

    proptest! {
        #[test]
        fn decimals_are_rounded_to_the_nearest(x in 0.0..1e6_f32) {
            let read: f64 = written(|out| decimal(out, x)).parse().unwrap();
            prop_assert_eq!(read, (f64::from(x) * 1e4).round() / 1e4);
        }

        #[test]
        fn strings_read_back(s in "[\u{0}-\u{7f}]{0,30}|\\PC{0,30}|[a-zа-я\"\\\\\n]{0,40}") {
            let json = written(|out| string(out, &s));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), s);
        }
    }
}
