//! White space by its first bytes: most characters are told from it without being read.

/// True for the first byte of every character of white space, and of few others.
#[inline(always)]
pub(crate) fn may_be_space(byte: u8) -> bool {
    (byte <= b' ') | (byte == 0xc2) | (byte.wrapping_sub(0xe1) <= 2)
}

/// Where the last word of `text` begins: behind its last white space.
pub(crate) fn last_word(text: &str) -> usize {
    let mut end = text.len();
    while let Some(at) = last_space(&text.as_bytes()[..end]) {
        if let Some(space) = text[at..].chars().next().filter(|c| c.is_whitespace()) {
            return at + space.len_utf8();
        }
        end = at;
    }
    0
}

/// Where the last byte stands that [`may_be_space`].
fn last_space(bytes: &[u8]) -> Option<usize> {
    /// Bytes that are looked at together.
    const WIDTH: usize = 16;
    let mut end = bytes.len();
    while let Some(chunk) = bytes[..end].last_chunk::<WIDTH>() {
        if chunk.iter().fold(false, |any, byte| any | may_be_space(*byte)) {
            break;
        }
        end -= WIDTH;
    }
    bytes[..end].iter().rposition(|byte| may_be_space(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_white_space_may_be_space() {
        for space in (0..0x11_0000).filter_map(char::from_u32).filter(|c| c.is_whitespace()) {
            let text = format!("бір{space}екі—…");
            assert!(may_be_space(text.as_bytes()[6]), "{space:?}");
            assert_eq!(&text[last_word(&text)..], "екі—…", "{space:?}");
        }
        assert_eq!(last_word("сөз"), 0);
    }
}
