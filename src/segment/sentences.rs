//! Sentences that end within a line.

use super::sign::{Class, Signs, decode};

/// True when another sentence begins behind a mark that ends one; `rest` stands behind the mark. Closing quotation marks
/// and brackets may stand before the space, opening ones and dashes behind it.
#[inline]
pub(super) fn another_begins(rest: &[u8], signs: &Signs) -> bool {
    let (mut i, mut spaced) = (0, false);
    while i < rest.len() {
        let (c, len) = decode(rest, i);
        i += len;
        match c {
            0x20 | 0xA0 => spaced = true,
            0x22 => {}
            0xBB | 0x201D | 0x2019 | 0x29 if !spaced => {}
            0xAB | 0x201C | 0x201E | 0x2018 | 0x2013 | 0x2014 | 0x2D if spaced => {}
            _ => return spaced && signs.of(c).class() == Class::Upper,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_behind_a_space_begins_one() {
        let begins = |rest: &str| another_begins(rest.as_bytes(), Signs::fetch());
        for rest in [" Ол", "» — Ол", "\" “Ол", ")\u{a0}Ол", "  – «Ә»"] {
            assert!(begins(rest), "{rest}");
        }
        for rest in ["", " ", "Ол", " ол", "» ол", " 12", ". Ол", " (Ол)", "« Ол", " » Ол"] {
            assert!(!begins(rest), "{rest}");
        }
    }
}
