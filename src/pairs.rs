//! Pairs of neighbouring bytes and what they show: the cheapest look at a text.
//!
//! A stage that has to find the few lines that need it says which pairs of bytes such a line holds.
//! A table tells of each pair what it shows, and a line is looked at by adding that up: two
//! instructions a byte, whatever the conditions and however many.

/// A condition on two neighbouring bytes: the facts it shows, one bit each, and ranges of the first byte and of the
/// second.
#[derive(Debug)]
pub(crate) struct Pair(pub(crate) u32, pub(crate) Ranges, pub(crate) Ranges);

/// Ranges of bytes, the ends included.
pub(crate) type Ranges = &'static [(u8, u8)];

/// Any byte: a condition on the other one alone.
pub(crate) const ANY: Ranges = &[(0, 255)];

/// The fact that a pair shows some of the seldom ones, which have the bits from [`SELDOM`] on.
pub(crate) const MORE: u32 = 1 << 15;
/// The bits of usual facts are below, and below [`MORE`].
const SELDOM: u32 = 16;

/// What each pair of bytes shows, at the number that the two make when they are read at once. A text
/// touches only the parts of it that its letters have, and the numbers are narrow, so that these stay in the cache.
pub(crate) struct Pairs([u16; 1 << 16]);

impl Pairs {
    /// The table of the usual facts of some lists of conditions.
    pub(crate) const fn of(lists: &[&[Pair]]) -> Pairs {
        Pairs::table(lists, 0)
    }

    /// The table of their seldom facts, which has these as the lowest bits.
    const fn seldom(lists: &[&[Pair]]) -> Pairs {
        Pairs::table(lists, SELDOM)
    }

    /// The table of the facts whose bits are `from` on.
    const fn table(lists: &[&[Pair]], from: u32) -> Pairs {
        let mut pairs = Pairs([0; 1 << 16]);
        let mut list = 0;
        while list < lists.len() {
            let mut i = 0;
            while i < lists[list].len() {
                let Pair(shows, firsts, seconds) = &lists[list][i];
                assert!(*shows & MORE == 0, "no fact of its own has the bit of `MORE`");
                let more = if from == 0 && *shows >> SELDOM != 0 { MORE } else { 0 };
                pairs.add((*shows >> from | more) as u16, firsts, seconds);
                i += 1;
            }
            list += 1;
        }
        pairs
    }

    const fn add(&mut self, shows: u16, firsts: Ranges, seconds: Ranges) {
        let mut first = 0;
        while first < 256 {
            let mut range = 0;
            while range < seconds.len() && within(firsts, first as u8) {
                let mut second = seconds[range].0 as usize;
                while second <= seconds[range].1 as usize {
                    self.0[first | second << 8] |= shows;
                    second += 1;
                }
                range += 1;
            }
            first += 1;
        }
    }

    /// What one pair shows.
    fn pair(&self, first: u8, second: u8) -> u16 {
        self.number([first, second])
    }

    fn number(&self, pair: [u8; 2]) -> u16 {
        self.0[usize::from(u16::from_le_bytes(pair))]
    }

    /// What the pairs of a block show together; there is no loop around each.
    fn block(&self, block: &[u8; BLOCK + 1]) -> u16 {
        // The pairs that begin at even places and those at odd ones, so that each is read as one number.
        let (even, odd) = (block[..BLOCK].as_chunks().0, block[1..].as_chunks().0);
        (0..BLOCK / 2).fold(0, |shown, i| shown | self.number(even[i]) | self.number(odd[i]))
    }

    /// What the pairs of `text` show together, `before` its first byte and itself being one of them.
    pub(crate) fn shown(&self, before: u8, text: &[u8]) -> u32 {
        let mut rest = text;
        let mut shown = rest.first().map_or(0, |first| self.pair(before, *first));
        while let Some(block) = rest.first_chunk() {
            shown |= self.block(block);
            rest = &rest[BLOCK..];
        }
        u32::from(match text.last_chunk() {
            // Some of these pairs were looked at before; a whole block costs less than pair by pair.
            Some(block) if rest.len() > FEW => shown | self.block(block),
            _ => rest.windows(2).fold(shown, |shown, pair| shown | self.pair(pair[0], pair[1])),
        })
    }

    /// Place of the first byte of `text` from `from` on that shows something of `wanted`, of usual facts, together with
    /// the byte before it; before the text stands a space.
    pub(crate) fn find(&self, wanted: u32, text: &[u8], from: usize) -> Option<usize> {
        debug_assert!(wanted >> SELDOM == 0, "seldom facts are not in this table");
        let wanted = wanted as u16;
        if from == 0 && self.pair(b' ', *text.first()?) & wanted != 0 {
            return Some(0);
        }
        // The first byte of the next pair.
        let mut at = from.max(1) - 1;
        while let Some(block) = text.get(at..)?.first_chunk()
            && self.block(block) & wanted == 0
        {
            at += BLOCK;
        }
        (at + 1..text.len()).find(|second| self.pair(text[second - 1], text[*second]) & wanted != 0)
    }
}

/// The tables of more facts than one holds: nearly all texts show usual ones only.
pub(crate) struct ManyPairs {
    usual: Pairs,
    seldom: Pairs,
}

impl ManyPairs {
    /// The tables of some lists of conditions.
    pub(crate) const fn of(lists: &[&[Pair]]) -> ManyPairs {
        ManyPairs { usual: Pairs::of(lists), seldom: Pairs::seldom(lists) }
    }

    /// What the pairs of `text` show together, as [`Pairs::shown`]; with [`MORE`], if seldom facts are among it.
    pub(crate) fn shown(&self, before: u8, text: &[u8]) -> u32 {
        match self.usual.shown(before, text) {
            shown if shown & MORE == 0 => shown,
            shown => shown | self.seldom.shown(before, text) << SELDOM,
        }
    }
}

/// Pairs looked at in one step.
const BLOCK: usize = 16;
/// Bytes at the end of a text whose pairs are looked at one by one.
const FEW: usize = 6;

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
        Pairs::of(&[&[Pair(1, ANY, &[(b'x', b'z')])], &[Pair(2, &[(b'a', b'b'), (b'd', b'd')], &[(b' ', b' ')])]]);

    #[test]
    fn seldom_facts_are_shown_too() {
        static MANY: ManyPairs =
            ManyPairs::of(&[&[Pair(1, ANY, &[(b'a', b'a')]), Pair(1 << 20, &[(b'a', b'a')], &[(b'b', b'b')])]]);
        assert_eq!([MANY.shown(b' ', b"ac"), MANY.shown(b' ', b"xab")], [1, 1 | MORE | 1 << 20]);
    }

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
