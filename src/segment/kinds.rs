//! What the bytes of a window are.

use super::planes::{Planes, back};

/// What the bytes of a window are: masks with a bit for each byte.
///
/// Of the letters of two bytes, those from U+0400 to U+04FF are told from all else, and capitals from small ones.
#[derive(Clone, Copy, Default)]
pub(super) struct Kinds {
    /// Letters of ASCII.
    pub latin: u64,
    /// First bytes of Cyrillic letters.
    pub cyrillic: u64,
    /// Their second bytes.
    pub second: u64,
    /// Last bytes of the capitals of both.
    pub upper: u64,
    pub digits: u64,
    pub commas: u64,
    pub dots: u64,
    /// `.`, `!` and `?`.
    pub stops: u64,
    /// Spaces of ASCII.
    pub spaces: u64,
    /// Characters below the space, and what stands behind the text.
    pub controls: u64,
    /// Bytes that go on with a character.
    pub inside: u64,
    /// All that is looked at one by one: `'`, `:`, `>`, `@`, `|` and the first bytes of other characters than those of
    /// ASCII and Cyrillic letters.
    pub rare: u64,
    /// What goes on in the window behind.
    pub cut: Cut,
}

/// The first bytes of Cyrillic letters; and those with the lowest bit and the one above it, that tell the quarter of the
/// block that they lead to.
#[derive(Clone, Copy, Default)]
pub(super) struct Cut {
    pub cyrillic: u64,
    quarter: [u64; 2],
}

impl Kinds {
    /// The kinds of a window, and of what goes on from the window before.
    #[inline(always)]
    pub fn of([p0, p1, p2, p3, p4, p5, p6, p7]: Planes, before: Cut) -> Kinds {
        // D0 to D3 lead to U+0400, U+0440, U+0480 and U+04C0, each with 64 characters.
        let lead = p7 & p6;
        let cyrillic = lead & !p5 & p4 & !(p3 | p2);
        let quarter = [cyrillic & p0, cyrillic & p1];
        let second = back(cyrillic, before.cyrillic, 1);
        let (q0, q1) = (back(quarter[0], before.quarter[0], 1), back(quarter[1], before.quarter[1], 1));
        // Capitals are those before U+0430; from U+0460 on nearly all that are even.
        let paired = q1 | q0 & p5;
        let cyrillic_upper = second & (paired & !p0 | !(q1 | q0 | p5 & p4));

        // By the two high bits of the low seven: 00 controls, 01 signs and digits, 1 letters and a few signs.
        let ascii = !p7;
        let row = ascii & !p6 & p5;
        let (signs, numbers) = (row & !p4, row & p4);
        let high = ascii & p6;
        let any = p4 | p3 | p2 | p1 | p0;
        // The last five of a row of 32 are signs, and so is the first.
        let last = p4 & p3 & (p2 | p1 & p0);
        let latin = high & any & !last;
        let digits = numbers & !(p3 & (p2 | p1));
        // 2C to 2F.
        let points = signs & p3 & p2;
        let dots = points & p1 & !p0;
        let exclamations = signs & !(p3 | p2 | p1) & p0;
        let questions = numbers & last & p2 & p1 & p0;
        let apostrophes = signs & !p3 & p2 & p1 & p0;
        // `:` and `>` differ in one bit.
        let colons = numbers & p3 & p1 & !p0;
        // `@` is the first of its row (and so is the grave accent of the other), `|` one of the last of its own.
        let bars = high & (!any & !p5 | p5 & last & !(p1 | p0));
        Kinds {
            latin,
            cyrillic,
            second,
            upper: latin & !p5 | cyrillic_upper,
            digits,
            commas: points & !(p1 | p0),
            dots,
            stops: dots | exclamations | questions,
            spaces: signs & !(p3 | p2 | p1 | p0),
            controls: ascii & !(p6 | p5),
            inside: p7 & !p6,
            rare: lead & !cyrillic | apostrophes | colons | bars,
            cut: Cut { cyrillic, quarter },
        }
    }

    /// All bytes of letters and digits that are not rare.
    #[inline(always)]
    pub fn words(&self) -> u64 {
        self.latin | self.digits | self.cyrillic | self.second
    }
}

#[cfg(test)]
mod tests {
    use super::super::planes::{WIDTH, window};
    use super::super::sign::{Class, classify};
    use super::*;

    /// The kinds of the two windows of a text.
    fn kinds(text: &str) -> [Kinds; 2] {
        let first = Kinds::of(window(text.as_bytes(), 0), Cut::default());
        [first, Kinds::of(window(text.as_bytes(), WIDTH), first.cut)]
    }

    #[test]
    fn each_character_is_what_its_sign_says() {
        for c in ('\0'..'\u{530}').chain(['…', '中', '😀']) {
            // Within a window, and cut by its end.
            for before in [0, WIDTH - 1] {
                let code = c as u32;
                let [first, second] = kinds(&format!("{}{c}", " ".repeat(before)));
                let class = classify(code);
                let is = |mask: fn(&Kinds) -> u64| mask(&first) | mask(&second) != 0;
                let cyrillic = matches!(code, 0x400..0x500);
                assert_eq!(is(|k| k.latin), c.is_ascii_alphabetic(), "{c:?}");
                assert_eq!((is(|k| k.cyrillic), is(|k| k.second)), (cyrillic, cyrillic), "{c:?}");
                assert_eq!(is(|k| k.digits), class == Class::Digit, "{c:?}");
                assert_eq!(is(|k| k.commas), c == ',', "{c:?}");
                assert_eq!(is(|k| k.stops), matches!(c, '.' | '!' | '?'), "{c:?}");
                assert_eq!(is(|k| k.inside), !c.is_ascii(), "{c:?}");
                let rare = !c.is_ascii() && !cyrillic || "':>@|".contains(c);
                assert_eq!(is(|k| k.rare), rare, "{c:?}");
                // Signs that stand among letters, and letters whose case is not that of their neighbours.
                let odd = matches!(code, 0x482..0x48A | 0x4C1..0x4CF);
                assert!(is(|k| k.upper) == (class == Class::Upper && (c.is_ascii() || cyrillic)) || odd, "{c:?}");
            }
        }
    }
}
