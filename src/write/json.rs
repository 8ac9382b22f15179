//! JSON, written by hand: records are most of what the tool writes.

use memchr::memchr3_iter;

/// Bytes of a short string.
const GLANCE: usize = 64;

/// `s` as a JSON string. Runs without a character to escape are copied as a whole.
pub fn string(out: &mut Vec<u8>, s: &str) {
    let bytes = s.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let is_special = |b: u8| (b < b' ') | (b == b'"') | (b == b'\\');
    // Line breaks, quotation marks and backslashes are searched for many bytes at a look; other control characters are
    // rare, and whether there is any is seen as quickly. Of a name or an address all is seen at a glance.
    let is_odd = |b: u8| (b < b' ') & (b != b'\n');
    if bytes.len() <= GLANCE && !bytes.iter().fold(false, |any, b| any | is_special(*b)) {
        out.extend_from_slice(bytes);
    } else if bytes.iter().fold(false, |odd, b| odd | is_odd(*b)) {
        let special = |(at, b): (usize, &u8)| is_special(*b).then_some(at);
        runs(out, bytes, bytes.iter().enumerate().filter_map(special));
    } else {
        runs(out, bytes, memchr3_iter(b'\n', b'"', b'\\', bytes));
    }
    out.push(b'"');
}

/// Copies `bytes`; those at the places `special` are escaped.
fn runs(out: &mut Vec<u8>, bytes: &[u8], special: impl Iterator<Item = usize>) {
    let mut done = 0;
    for at in special {
        out.extend_from_slice(&bytes[done..at]);
        escape(out, bytes[at]);
        done = at + 1;
    }
    out.extend_from_slice(&bytes[done..]);
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
pub fn number(out: &mut Vec<u8>, mut n: u64) {
    // All that there is room for is copied and then cut: copies of so many bytes need no call.
    let mut digits = [b'0'; 20];
    let count = n.checked_ilog10().map_or(1, |tens| tens as usize + 1);
    for digit in digits[..count].iter_mut().rev() {
        *digit = b'0' + (n % 10) as u8;
        n /= 10;
    }
    let len = out.len() + count;
    out.extend_from_slice(&digits);
    out.truncate(len);
}

/// A number that is not negative, to four decimals, without final zeros; what is not a number
/// counts as zero.
pub fn decimal(out: &mut Vec<u8>, x: f32) {
    let ten_thousandths = (f64::from(x) * 1e4).round() as u64;
    number(out, ten_thousandths / 10_000);
    let mut rest = ten_thousandths % 10_000;
    if rest > 0 {
        out.push(b'.');
        let mut unit = 1_000;
        while rest > 0 {
            out.push(b'0' + (rest / unit) as u8);
            rest %= unit;
            unit /= 10;
        }
    }
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
        assert_eq!(written(|out| number(out, u64::MAX)), u64::MAX.to_string());
    }

    proptest! {
        #[test]
        fn strings_read_back(s in "[\u{0}-\u{7f}]{0,30}|\\PC{0,30}|[a-zа-я\"\\\\\n]{0,40}") {
            let json = written(|out| string(out, &s));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), s);
        }
    }
}
