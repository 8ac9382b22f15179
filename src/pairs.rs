//! Pairs of neighbouring bytes and what they show: the cheapest look at a text.
//!
//! A stage that has to find the few lines that need it says which pairs of bytes such a line holds.
//! A table tells of each pair what it shows, and a line is looked at by adding that up: two
//! instructions a byte, whatever the conditions and however many.

/// A condition on two neighbouring bytes: what it shows, and ranges of the first byte and of the second.
#[derive(Debug)]
pub(crate) struct Pair(pub(crate) u16, pub(crate) Ranges, pub(crate) Ranges);

/// Ranges of bytes, the ends included.
pub(crate) type Ranges = &'static [(u8, u8)];

/// Any byte: a condition on the other one alone.
pub(crate) const ANY: Ranges = &[(0, 255)];

/// What each pair of bytes shows, at the number that the two make when they are read at once. A text
/// touches only the parts of it that its letters have.
pub(crate) struct Pairs([u16; 1 << 16]);

impl Pairs {
    /// The table of `conditions`.
    pub(crate) const fn of(conditions: &[Pair]) -> Pairs {
        let mut shown = [0; 1 << 16];
        let mut i = 0;
        while i < conditions.len() {
            let Pair(shows, firsts, seconds) = &conditions[i];
            let mut first = 0;
            while first < 256 {
                let mut range = 0;
                while range < seconds.len() && within(firsts, first as u8) {
                    let mut second = seconds[range].0 as usize;
                    while second <= seconds[range].1 as usize {
                        shown[first | second << 8] |= *shows;
                        second += 1;
                    }
                    range += 1;
                }
                first += 1;
            }
            i += 1;
        }
        Pairs(shown)
    }

    /// What the pairs of `text` show together, `before` its first byte and itself being one of them.
    pub(crate) fn shown(&self, before: u8, text: &[u8]) -> u16 {
        /// Bytes looked at in one step, with no loop around each pair.
        const STEP: usize = 16;
        let of = |pair: [u8; 2]| self.0[usize::from(u16::from_le_bytes(pair))];
        let mut rest = text;
        let mut shown = rest.first().map_or(0, |first| of([before, *first]));
        while let Some(block) = rest.first_chunk::<{ STEP + 1 }>() {
            // The pairs that begin at even places and those at odd ones, so that each is read as one number.
            let (even, odd) = (block[..STEP].as_chunks().0, block[1..].as_chunks().0);
            for i in 0..STEP / 2 {
                shown |= of(even[i]) | of(odd[i]);
            }
            rest = &rest[STEP..];
        }
        for i in 1..rest.len() {
            shown |= of([rest[i - 1], rest[i]]);
        }
        shown
    }
}

impl Pairs {
    /// Place of the first byte of `text` from `from` on that shows something of `wanted` together with the byte before
    /// it; before the text stands a space.
    pub(crate) fn find(&self, wanted: u16, text: &[u8], from: usize) -> Option<usize> {
        const STEP: usize = 64;
        let mut at = from;
        while at < text.len() {
            let before = at.checked_sub(1).map_or(b' ', |i| text[i]);
            let end = text.len().min(at + STEP);
            if self.shown(before, &text[at..end]) & wanted != 0 {
                let shows = |i: &usize| {
                    let before = i.checked_sub(1).map_or(b' ', |i| text[i]);
                    self.0[usize::from(u16::from_le_bytes([before, text[*i]]))] & wanted != 0
                };
                return (at..end).find(shows);
            }
            at = end;
        }
        None
    }
}

const fn within(ranges: Ranges, byte: u8) -> bool {
    let mut i = 0;
    while i < ranges.len() {
        if ranges[i].0 <= byte && byte <= ranges[i].1 {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static PAIRS: Pairs =
        Pairs::of(&[Pair(1, ANY, &[(b'x', b'z')]), Pair(2, &[(b'a', b'b'), (b'd', b'd')], &[(b' ', b' ')])]);

    #[test]
    fn a_pair_shows_what_its_condition_says() {
        assert_eq!(PAIRS.shown(b' ', b"d c"), 2);
        assert_eq!(PAIRS.shown(b'a', b" "), 2);
        assert_eq!(PAIRS.shown(b'c', b" ey"), 1);
        assert_eq!(PAIRS.shown(b'a', b""), 0);
        assert_eq!(PAIRS.find(1, b"a x", 0), Some(2));
        assert_eq!((PAIRS.find(2, b"a x", 0), PAIRS.find(2, b"a x", 2)), (Some(1), None));
    }

    proptest! {
        #[test]
        fn all_pairs_are_looked_at(text in "[a-e ]{0,80}") {
            let bytes = text.as_bytes();
            let found = bytes.windows(2).any(|pair| matches!(pair, [b'a' | b'b' | b'd', b' ']));
            prop_assert_eq!(PAIRS.shown(b'-', bytes) == 2, found);
            let place = bytes.windows(2).position(|pair| matches!(pair, [b'a' | b'b' | b'd', b' ']));
            prop_assert_eq!(PAIRS.find(2, bytes, 0), place.map(|first| first + 1));
        }
    }
}
