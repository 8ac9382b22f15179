//! The gate: whether a line can hold mojibake at all, at a fraction of a nanosecond a byte.
//!
//! It looks for what sound Kazakh, Russian and English lines seldom have and damaged ones always
//! do: characters outside their alphabets, a capital after a small letter, runs of capitals.

use wide::u8x16;

use crate::decode::noise::count;
use crate::pairs::{ANY, Pair};
use crate::segment::lanes::within;

/// Bytes looked at in one step, besides [`AHEAD`].
pub(super) const STEP: usize = 32;
/// Bytes of the longest pattern: four capitals.
const AHEAD: usize = 8;

/// A fact of pairs of bytes: where [`suspicious`] may find a reason, but for capitals inside a word.
pub(crate) const ODD: u32 = 1 << 7;

/// The conditions, those of [`step`] where two bytes tell.
pub(crate) const PAIRS: &[Pair] = &[
    // Ђ to Џ without Ё and І, ђ to џ without ё and і.
    Pair(ODD, &[(0xd0, 0xd0)], &[(0x80, 0x80), (0x82, 0x85), (0x87, 0x8f)]),
    Pair(ODD, &[(0xd1, 0xd1)], &[(0x90, 0x90), (0x92, 0x95), (0x97, 0xbf)]),
    // The second Cyrillic rows but the Kazakh letters.
    Pair(ODD, &[(0xd2, 0xd2)], &[(0x80, 0x91), (0x94, 0x99), (0x9c, 0xa1), (0xa4, 0xad), (0xb2, 0xb9), (0xbc, 0xbf)]),
    Pair(ODD, &[(0xd3, 0xd3)], &[(0x80, 0x97), (0x9a, 0xa7), (0xaa, 0xbf)]),
    // All between Latin-1 and Cyrillic; U+F000 to U+FFFF without U+FEC0 to U+FEFF.
    Pair(ODD, ANY, &[(0xc3, 0xcf)]),
    Pair(ODD, &[(0xef, 0xef)], &[(0x80, 0xba), (0xbc, 0xbf)]),
    // Signs of Latin-1 that are not usual.
    Pair(
        ODD,
        &[(0xc2, 0xc2)],
        &[(0x80, 0x9f), (0xa1, 0xa6), (0xa8, 0xa8), (0xaa, 0xaa), (0xac, 0xac), (0xaf, 0xaf), (0xb1, 0xb6)],
    ),
    Pair(ODD, &[(0xc2, 0xc2)], &[(0xb8, 0xba), (0xbc, 0xbf)]),
    // Other signs but arrows and those of general punctuation; of these † ‡ ‰ ‹ › ‚.
    Pair(ODD, &[(0xe2, 0xe2)], &[(0x81, 0x85), (0x87, 0xbf)]),
    Pair(ODD, &[(0x80, 0x80)], &[(0x9a, 0x9a), (0xa0, 0xa1), (0xb0, 0xb0), (0xb9, 0xba)]),
];

/// True when a capital of the first Cyrillic rows stands behind a letter of them.
pub(crate) fn capital_inside(text: &[u8]) -> bool {
    /// Sixteen places and the bytes of the letter and capital that begin at the last.
    const WINDOW: usize = 16 + 3;
    let all = u8x16::splat;
    let inside = |window: &[u8; WINDOW]| {
        let lanes = |from: usize| u8x16::new(window[from..from + 16].as_chunks().0[0]);
        (lanes(0) | all(1)).simd_eq(all(0xd1)) & lanes(2).simd_eq(all(0xd0)) & within(lanes(3), 0x90, 0xaf)
    };
    let Some(last) = text.last_chunk() else {
        let mut padded = [b' '; WINDOW];
        padded[..text.len()].copy_from_slice(text);
        return inside(&padded).to_bitmask() != 0;
    };
    let (mut found, mut rest) = (inside(last), text);
    while let Some(window) = rest.first_chunk() {
        found |= inside(window);
        rest = &rest[16..];
    }
    found.to_bitmask() != 0
}

/// True when the line is worth the price of a closer look. Sound text may be suspicious too.
pub(crate) fn suspicious(text: &[u8]) -> bool {
    find(text, 0).is_some()
}

/// The first [`STEP`] bytes, from `at` on in steps, in which something suspicious begins.
pub(super) fn find(text: &[u8], mut at: usize) -> Option<usize> {
    while at < text.len() {
        if odd_at(text, at) {
            return Some(at);
        }
        at += STEP;
    }
    None
}

/// True when something suspicious begins in the [`STEP`] bytes from `at` on.
fn odd_at(text: &[u8], at: usize) -> bool {
    let odd = |window: &[u8; STEP + AHEAD]| !calm(window) && step(window);
    match text[at..].first_chunk() {
        Some(window) => odd(window),
        None => {
            let mut last = [b' '; STEP + AHEAD];
            last[..text.len() - at].copy_from_slice(&text[at..]);
            odd(&last)
        }
    }
}

/// A walk over the lines of a text that looks at every byte once, across the ends of lines.
pub(super) struct Walk<'a> {
    text: &'a [u8],
    /// Where the next step begins.
    at: usize,
    /// One past the last step in which something suspicious began.
    odd: usize,
}

impl<'a> Walk<'a> {
    /// A walk over `text`.
    pub(super) fn over(text: &'a str) -> Walk<'a> {
        Walk { text: text.as_bytes(), at: 0, odd: 0 }
    }

    /// Where something suspicious may begin first in the line at `line`, from the start of the line on;
    /// `None` if it is not suspicious. The lines asked for follow one another.
    pub(super) fn find(&mut self, line: std::ops::Range<usize>) -> Option<usize> {
        self.at = self.at.max(line.start);
        while self.odd <= line.start {
            if self.at >= line.end {
                return None;
            }
            let here = self.at;
            self.at += STEP;
            if odd_at(self.text, here) {
                self.odd = self.at;
            }
        }
        // The step may have met its reason beyond the end of the line, or before its start.
        let from = (self.odd - STEP).saturating_sub(line.start);
        find(&self.text[line], from)
    }
}

/// True when most characters above ASCII are of scripts that no code page has: Chinese, Korean, the
/// scripts of India. U+FFFD is none of them.
pub(crate) fn is_far(text: &[u8]) -> bool {
    let far = count(text, |b| matches!(b, 0xe3..=0xee | 0xf0..));
    far > 0 && far > 2 * count(text, |b| matches!(b, 0xc2..=0xe2))
}

/// True when nothing suspicious begins in the step, for nearly all steps of sound text: the cheap
/// question before [`step`], which is no for all that is not plain. Like that one written so that the
/// compiler turns it into vector instructions.
#[inline]
fn calm(t: &[u8; STEP + AHEAD]) -> bool {
    let (mut odd, mut rare) = (0u8, 0u8);
    for i in 0..STEP {
        let (a, b, c, d) = (t[i], t[i + 1], t[i + 2], t[i + 3]);
        let letter = a | 1 == 0xd1;
        // All of D0 but А to п, all of D1 but р to я and ё, і.
        let slavic = letter & (below(b, 0x90) ^ (a == 0xd1)) & (b != 0x91) & (b != 0x96);
        // A capital or a sign after a letter.
        let inside = letter & ((c == 0xd0) & !below(d, 0x90) & below(d, 0xb0) | (c == 0xe2) & (d != 0x80));
        odd |= u8::from(slavic | inside);
        rare |= u8::from((a >= 0xc2) & !letter);
    }
    odd == 0 && (rare == 0 || plain(t))
}

/// Compares a byte that follows a lead, which is one from 80 to BF, with a bound in that range; as signed
/// numbers, which compare fast.
#[inline(always)]
fn below(follows: u8, bound: u8) -> bool {
    (follows as i8) < bound as i8
}

/// True when what begins in the step and is neither ASCII nor of the first Cyrillic rows is plain: a
/// Kazakh letter, a dash, a quotation mark, a no-break space.
fn plain(t: &[u8; STEP + AHEAD]) -> bool {
    let mut odd = 0u8;
    for i in 0..STEP {
        let (a, b, c) = (t[i], t[i + 1], t[i + 2]);
        // Ғ Қ Ң Ү Ұ Һ, Ә Ө.
        let row = b | 1;
        let first = (row == 0x93) | (row == 0x9b) | (row == 0xa3) | (row == 0xaf) | (row == 0xb1) | (row == 0xbb);
        let asian = (a == 0xd2) & !first | (a == 0xd3) & (row != 0x99) & (row != 0xa9);
        let latin = (a > 0xc2) & (a < 0xd0) | (a == 0xef);
        let latin1 = (a == 0xc2) & (b != 0xa0) & (b & !0x10 != 0xab);
        let signs = (a == 0xe2) & ((b != 0x80) | (c == 0x9a) | !below(c, 0xa0));
        odd |= u8::from(asian | latin | latin1 | signs);
    }
    odd == 0
}

/// One step; written so that the compiler turns it into vector instructions.
#[inline]
fn step(t: &[u8; STEP + AHEAD]) -> bool {
    // Where capitals, small letters and the signs € and № begin; asked for several places each.
    let (mut capital, mut lower, mut sign) = ([0u8; STEP + AHEAD], [0u8; STEP], [0u8; STEP + 2]);
    for i in 0..STEP + AHEAD - 1 {
        capital[i] = u8::from((t[i] == 0xd0) & (t[i + 1] >= 0x90) & (t[i + 1] < 0xb0));
    }
    for i in 0..STEP {
        lower[i] = u8::from((t[i] == 0xd0) & (t[i + 1] >= 0xb0) | (t[i] == 0xd1) & (t[i + 1] < 0x90));
    }
    for i in 0..STEP + 2 {
        sign[i] = u8::from((t[i] == 0xe2) & ((t[i + 1] == 0x82) | (t[i + 1] == 0x84)));
    }
    let (mut found, mut latin1) = (0u8, 0u8);
    for i in 0..STEP {
        let (a, b, c) = (t[i], t[i + 1], t[i + 2]);
        // Ђ to Џ without Ё and І, ђ to џ without ё and і.
        let slavic = (a == 0xd0) & (b < 0x90) & (b != 0x81) & (b != 0x86)
            | (a == 0xd1) & (b >= 0x90) & (b != 0x91) & (b != 0x96);
        // Every letter of the second Cyrillic rows but the Kazakh ones: Ғ Қ Ң Ү Ұ Һ, Ә Ө.
        let row = b | 1;
        let kazakh = (row == 0x93) | (row == 0x9b) | (row == 0xa3) | (row == 0xaf) | (row == 0xb1) | (row == 0xbb);
        let asian = (a == 0xd2) & !kazakh | (a == 0xd3) & (row != 0x99) & (row != 0xa9);
        // All between Latin-1 and Cyrillic.
        let latin = (a > 0xc2) & (a < 0xd0);
        // Box drawing and mathematics, but not № ™ € ₸ and arrows; † ‡ ‰ ‹ › ‚; U+FFFD, but not U+FEFF.
        let boxes = (a == 0xe2) & (b > 0x80) & (b != 0x82) & (b != 0x84) & (b != 0x86) | (a == 0xef) & (b != 0xbb);
        let quotes = (a == 0xe2)
            & (b == 0x80)
            & ((c == 0xa0) | (c == 0xa1) | (c == 0xb0) | (c == 0xb9) | (c == 0xba) | (c == 0x9a));
        let inside = lower[i] & capital[i + 2];
        let run = capital[i] & capital[i + 2] & capital[i + 4] & capital[i + 6];
        // € or № that touches a Cyrillic letter.
        let touching = lower[i] & sign[i + 2] | sign[i] & u8::from((t[i + 3] == 0xd0) | (t[i + 3] == 0xd1));
        found |= u8::from(slavic | asian | latin | boxes | quotes) | inside | run | touching;
        latin1 |= u8::from(a == 0xc2);
    }
    found != 0 || latin1 != 0 && odd_sign(t)
}

/// True for a sign of Latin-1 but the no-break space and § © « ® ° · ».
#[cold]
fn odd_sign(t: &[u8; STEP + AHEAD]) -> bool {
    let usual = |b: u8| matches!(b, 0xa0 | 0xa7 | 0xa9 | 0xab | 0xad | 0xae | 0xb0 | 0xb7 | 0xbb);
    t[..=STEP].windows(2).any(|pair| pair[0] == 0xc2 && !usual(pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn far_scripts_are_told() {
        assert!(is_far("新桥今天通车，ок".as_bytes()) && !is_far("ТљР°Р�Р� 新".as_bytes()) && !is_far(b"plain"));
    }

    #[test]
    fn plain_news_passes_the_gate() {
        for line in [
            "Алматыда жаңа мектеп ашылды, деп хабарлады қала әкімдігі.",
            "По словам министра, работы завершатся до 1 сентября — «в срок».",
            "The ministry said on Friday that № 5 will open; price 300 ₸.",
            "Ёлка і ЕО, ІІМ",
            "Әсем өңір үшін ғылым, һәм Қаңтар айы; ұлы Өзен",
        ] {
            assert!(!suspicious(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn damage_is_stopped_wherever_it_stands() {
        for damage in
            ["Р°С‚Р°", "ќала", "оПХБЕР", "ПРИВЕТ", "Ïðèâåò", "╧ЁштхЄ", "\u{98}", "�", "‰л", "дн€", "№хф", "жаҫа"]
        {
            for before in 0..70 {
                let line = format!("{}{damage}", "а".repeat(before / 2) + &" ".repeat(before % 3));
                assert!(suspicious(line.as_bytes()), "{line}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_suspicious_step_is_calm(text in "([Ѐ-ӿ]|[А-я]|[ҒғҚқӘәӨө]|[А-Я]{3,5}|[\u{80}-\u{17f}]|[ -⛿]|[ a-z�？]){20}") {
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let mut window = [b' '; STEP + AHEAD];
                window.iter_mut().zip(text[at..].bytes()).for_each(|(w, b)| *w = b);
                prop_assert!(!calm(&window) || !step(&window), "{}", &text[at..]);
            }
        }

        #[test]
        fn a_line_that_shows_nothing_is_not_suspicious(text in "([Ѐ-ӿ]|[А-я]|[ҒғҚқӘәӨө]|[А-Я]{3,5}|[\u{80}-\u{17f}]|[ -⛿]|[ a-z�？]){0,30}") {
            let seen = crate::census::Seen::of(&text, crate::draft::Span::default());
            prop_assert!(seen.mojibake || !suspicious(text.as_bytes()), "{}", text);
        }

        #[test]
        fn a_walk_sees_what_single_lines_show(text in "([а-я]{1,9}|[А-Я]{1,5}|[ \n]|ќ|é){0,30}") {
            let mut walk = Walk::over(&text);
            let mut start = 0;
            for line in text.split('\n') {
                prop_assert_eq!(walk.find(start..start + line.len()).is_some(), suspicious(line.as_bytes()));
                start += line.len() + 1;
            }
        }
    }
}
