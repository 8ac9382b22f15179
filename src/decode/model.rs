//! How likely a text is: costs of letter pairs by language and of kinds of signs in sequence.
//!
//! A cost is a negative logarithm of a probability, in units of 1/16 nat. The tables are fitted by
//! `examples/fit_encoding.rs`; `data/pairs.txt` says from what.

use wide::{u8x16, u16x8};

use super::alphabet::{CYRILLIC_SIZE, Glyph, LATIN_SIZE, class};

/// Cost units in one nat.
pub const NAT: u32 = 16;
/// Number of Cyrillic languages (with one free lane).
pub const CYRILLIC_LANES: usize = 16;
/// Number of Latin groups of languages.
pub const LATIN_LANES: usize = 8;

/// Signs in sequence, then Cyrillic pairs, then Latin pairs; see [`Model::new`].
static TABLES: &[u8] = include_bytes!("data/pairs.bin");

/// Rows of [`STEPS`]: enough for the classes, and a power of two, so that an index needs no check.
const STEP_ROWS: usize = 64;
/// For the class that stands before and the class of a glyph by itself: the class the glyph has there
/// in the low byte ([`Glyph::after`]), what that costs in the high one.
static STEPS: [[u16; STEP_ROWS]; STEP_ROWS] = {
    let tables = include_bytes!("data/pairs.bin");
    let mut steps = [[0; STEP_ROWS]; STEP_ROWS];
    let mut at = 0;
    while at < class::COUNT * class::COUNT {
        let (before, class) = (at / class::COUNT, at % class::COUNT);
        let next = Glyph::sign(class as u8).after(Glyph::sign(before as u8)).class;
        let cost = tables[before * class::COUNT + next as usize];
        steps[before][class] = (cost as u16) << 8 | next as u16;
        at += 1;
    }
    steps
};

/// The glyph as it reads after `before`, and the cost of its class there.
#[inline(always)]
fn stepped(before: Glyph, next: Glyph) -> (Glyph, u32) {
    let step = STEPS[before.class as usize % STEP_ROWS][next.class as usize % STEP_ROWS];
    (Glyph { class: step as u8, ..next }, u32::from(step >> 8))
}

/// The fitted tables.
#[derive(Clone, Copy)]
pub struct Model {
    /// `[before][after][language]` costs of Cyrillic letters; number 0 is the edge of a word.
    cyrillic: &'static [[u8; CYRILLIC_LANES]],
    /// The same of Latin letters.
    latin: &'static [[u8; LATIN_LANES]],
}

/// What a text costs, before a language is chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Kinds of signs and their order.
    pub signs: u32,
    /// Cyrillic letters, by language.
    pub cyrillic: [u32; CYRILLIC_LANES],
    /// Latin letters, by group of languages.
    pub latin: [u32; LATIN_LANES],
}

/// Cost of choosing a Cyrillic language: Kazakh and Russian are at home, languages of large sites
/// are guests (1 to 2 nats), the others rare (4 nats), the free lane is closed.
pub const CYRILLIC_PRIOR: [u32; CYRILLIC_LANES] = [0, 0, 16, 24, 16, 24, 24, 64, 64, 48, 64, 64, 64, 64, 64, CLOSED];
/// Cost of choosing a Latin group, likewise.
pub const LATIN_PRIOR: [u32; LATIN_LANES] = [0, 8, 8, 8, 16, 16, 24, 16];

/// Cost of a language that is out of the question; some thousands of them do not overflow.
const CLOSED: u32 = 1 << 18;
/// The same priors for narrow sums.
pub const NARROW_CYRILLIC_PRIOR: [u16; CYRILLIC_LANES] = narrow(CYRILLIC_PRIOR);
const NARROW_LATIN_PRIOR: [u16; LATIN_LANES] = narrow(LATIN_PRIOR);

/// Costs as narrow numbers; what does not fit is out of the question.
pub const fn narrow<const LANES: usize>(wide: [u32; LANES]) -> [u16; LANES] {
    let mut narrow = [u16::MAX; LANES];
    let mut l = 0;
    while l < LANES {
        if wide[l] < u16::MAX as u32 {
            narrow[l] = wide[l] as u16;
        }
        l += 1;
    }
    narrow
}
/// Lane of Kazakh.
const KAZAKH: usize = 0;
/// What Kazakh costs more in a code page that cannot write it, in nats.
const KAZAKH_UNWRITTEN: u32 = 4;

impl Cost {
    /// The cost in the best languages.
    pub fn total(&self) -> u32 {
        self.signs + self.best_cyrillic(0) + self.best_latin()
    }

    /// The same for a code page without the Kazakh letters.
    pub fn total_without_kazakh(&self) -> u32 {
        self.signs + self.best_cyrillic(KAZAKH_UNWRITTEN * NAT) + self.best_latin()
    }

    fn best_cyrillic(&self, kazakh: u32) -> u32 {
        let mut priors = CYRILLIC_PRIOR;
        priors[KAZAKH] += kazakh;
        (0..CYRILLIC_LANES).fold(u32::MAX, |least, l| least.min(self.cyrillic[l] + priors[l]))
    }

    fn best_latin(&self) -> u32 {
        (0..LATIN_LANES).fold(u32::MAX, |least, l| least.min(self.latin[l] + LATIN_PRIOR[l]))
    }

    /// The cost of the Cyrillic letters in Kazakh or Russian, and in the best of the other languages.
    pub fn ours_and_others(&self) -> (u32, u32) {
        let least = |lanes: &[u32]| lanes.iter().copied().min().unwrap_or(0);
        (least(&self.cyrillic[..2]), least(&self.cyrillic[2..CYRILLIC_LANES - 1]))
    }

    /// Adds the cost of a word of the same text.
    pub fn add(&mut self, word: &WordCost) {
        self.signs += word.signs;
        word.letters.widen(self);
    }
}

impl Model {
    /// The model over the tables of the program.
    pub fn new() -> Model {
        let (_, rest) = TABLES.split_at(class::COUNT * class::COUNT);
        let (cyrillic, latin) = rest.split_at(CYRILLIC_SIZE * CYRILLIC_SIZE * CYRILLIC_LANES);
        Model { cyrillic: cyrillic.as_chunks().0, latin: latin.as_chunks().0 }
    }

    /// The glyph of `c`.
    #[inline]
    pub fn glyph(&self, c: char) -> Glyph {
        Glyph::of(c)
    }

    /// What a sign of class `next`, as it reads there, costs after one of class `before`.
    #[cfg(test)]
    pub(super) fn class_cost(&self, before: usize, next: usize) -> u8 {
        TABLES[before * class::COUNT + next]
    }

    /// What each Cyrillic letter costs after number `before`, by language.
    #[cfg(test)]
    pub(super) fn cyrillic_row(&self, before: usize) -> &'static [[u8; CYRILLIC_LANES]] {
        &self.cyrillic[before * CYRILLIC_SIZE..][..CYRILLIC_SIZE]
    }

    /// The same of Latin letters.
    #[cfg(test)]
    pub(super) fn latin_row(&self, before: usize) -> &'static [[u8; LATIN_LANES]] {
        &self.latin[before * LATIN_SIZE..][..LATIN_SIZE]
    }

    /// Adds to `cost` what `next` costs after `before`; gives `next` as it reads there.
    #[inline]
    pub fn step(&self, cost: &mut Cost, before: Glyph, next: Glyph) -> Glyph {
        let (next, signs) = stepped(before, next);
        cost.signs += signs;
        if before.cyrillic | next.cyrillic != 0 {
            let row = &self.cyrillic[before.cyrillic as usize * CYRILLIC_SIZE + next.cyrillic as usize];
            cost.cyrillic.iter_mut().zip(row).for_each(|(a, b)| *a += u32::from(*b));
        }
        if before.latin | next.latin != 0 {
            let row = &self.latin[before.latin as usize * LATIN_SIZE + next.latin as usize];
            cost.latin.iter_mut().zip(row).for_each(|(a, b)| *a += u32::from(*b));
        }
        next
    }

    /// The cost of a whole text, from edge to edge.
    #[inline]
    pub fn cost(&self, glyphs: impl Iterator<Item = Glyph>) -> Cost {
        let edge = Glyph::sign(class::EDGE);
        let (mut cost, last) = self.cost_between(edge, glyphs);
        self.step(&mut cost, last, edge);
        cost
    }

    /// The cost of a stretch of text after `before`; with its last glyph as it reads there.
    #[inline]
    pub fn cost_between(&self, mut before: Glyph, glyphs: impl Iterator<Item = Glyph>) -> (Cost, Glyph) {
        let mut cost = Cost::default();
        // A cost is a byte, so so many of them do not overflow.
        const NARROW: u32 = u16::MAX as u32 / u8::MAX as u32;
        let mut sums = Sums::default();
        let mut left = NARROW;
        for next in glyphs {
            let (next, signs) = stepped(before, next);
            cost.signs += signs;
            sums.add(self, before, next);
            left -= 1;
            if left == 0 {
                std::mem::take(&mut sums).widen(&mut cost);
                left = NARROW;
            }
            before = next;
        }
        sums.widen(&mut cost);
        (cost, before)
    }

    /// What a word of no more than 250 glyphs costs after `before`; with its last glyph as it reads there.
    #[inline]
    pub fn word_between(&self, mut before: Glyph, glyphs: impl Iterator<Item = Glyph>) -> (WordCost, Glyph) {
        let mut cost = WordCost::default();
        for next in glyphs {
            let (next, signs) = stepped(before, next);
            cost.signs += signs;
            cost.letters.add(self, before, next);
            before = next;
        }
        (cost, before)
    }

    /// Adds to the cost of a word what the end of the text costs after its last glyph.
    pub fn end(&self, cost: &mut WordCost, last: Glyph) {
        let (edge, signs) = stepped(last, Glyph::sign(class::EDGE));
        cost.signs += signs;
        cost.letters.add(self, last, edge);
    }

    /// The cost of a string.
    pub fn cost_of(&self, text: &str) -> Cost {
        self.cost(text.chars().map(|c| self.glyph(c)))
    }
}

/// What a word costs, before a language is chosen: a [`Cost`] in narrow numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordCost {
    /// Kinds of signs and their order.
    pub signs: u32,
    letters: Sums,
}

impl WordCost {
    /// The cost in the best languages, as [`Cost::total`].
    #[inline]
    pub fn total(&self) -> u32 {
        self.signs + self.letters()
    }

    /// The same without signs.
    #[inline]
    pub fn letters(&self) -> u32 {
        let Sums { cyrillic: [low, high], latin } = Sums::PRIORS;
        let letters = &self.letters;
        let cyrillic = [letters.cyrillic[0].saturating_add(low), letters.cyrillic[1].saturating_add(high)];
        let sums = Sums { cyrillic, latin: letters.latin.saturating_add(latin) };
        sums.best_cyrillic() + sums.best_latin()
    }

    /// The same where Cyrillic letters are Kazakh or Russian ones.
    pub fn total_at_home(&self) -> u32 {
        let [kazakh, russian, ..] = self.letters.cyrillic[0].to_array();
        let latin = self.letters.latin.saturating_add(Sums::PRIORS.latin);
        self.signs + u32::from(kazakh.min(russian)) + u32::from(lowest(latin))
    }

    /// The cost of all but the Cyrillic letters, in the best Latin language.
    pub fn common(&self) -> u32 {
        self.signs + self.letters.best_latin()
    }

    /// The cost of the Cyrillic letters, by language.
    pub fn cyrillic(&self) -> [u16x8; 2] {
        self.letters.cyrillic
    }

    /// Leaves Kazakh as the only Cyrillic language.
    pub fn only_kazakh(&mut self) {
        let kazakh = self.letters.cyrillic[0].to_array()[KAZAKH];
        let mut closed = [u16::MAX; CYRILLIC_LANES / 2];
        closed[KAZAKH] = kazakh;
        self.letters.cyrillic = [u16x8::new(closed), u16x8::new([u16::MAX; CYRILLIC_LANES / 2])];
    }
}

/// The smaller of two numbers, lane by lane.
#[inline]
pub fn smaller(a: u16x8, b: u16x8) -> u16x8 {
    a - a.saturating_sub(b)
}

/// The smallest number of all lanes.
#[inline]
pub fn lowest(lanes: u16x8) -> u16 {
    // Of signed numbers, whose smallest is found without a look at each: the order is that of unsigned ones with their
    // highest bits turned.
    const HIGHEST: u16 = 1 << 15;
    (lanes ^ u16x8::splat(HIGHEST)).cast_signed().reduce_min().cast_unsigned() ^ HIGHEST
}

/// Sums of the costs of letters by language, narrow enough to stay in registers. They do not overflow: what
/// costs so much is out of the question.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    cyrillic: [u16x8; 2],
    latin: u16x8,
}

impl Sums {
    /// The priors of the languages.
    const PRIORS: Sums = {
        let [low, high] = *NARROW_CYRILLIC_PRIOR.as_chunks().0 else { panic!() };
        Sums { cyrillic: [u16x8::new(low), u16x8::new(high)], latin: u16x8::new(NARROW_LATIN_PRIOR) }
    };

    /// Adds what `next` costs after `before`.
    #[inline(always)]
    fn add(&mut self, model: &Model, before: Glyph, next: Glyph) {
        if before.cyrillic | next.cyrillic != 0 {
            let row = u8x16::new(model.cyrillic[before.cyrillic as usize * CYRILLIC_SIZE + next.cyrillic as usize]);
            let [low, high] = &mut self.cyrillic;
            *low = low.saturating_add(u16x8::from_u8x16_low(row));
            *high = high.saturating_add(u16x8::from_u8x16_high(row));
        }
        if before.latin | next.latin != 0 {
            let row = model.latin[before.latin as usize * LATIN_SIZE + next.latin as usize];
            let row = u8x16::from(u128::from(u64::from_le_bytes(row)).to_le_bytes());
            self.latin = self.latin.saturating_add(u16x8::from_u8x16_low(row));
        }
    }

    /// The lowest of the Cyrillic sums.
    #[inline]
    fn best_cyrillic(&self) -> u32 {
        u32::from(lowest(smaller(self.cyrillic[0], self.cyrillic[1])))
    }

    /// The lowest of the Latin ones.
    #[inline]
    fn best_latin(&self) -> u32 {
        u32::from(lowest(self.latin))
    }

    /// Adds them to wide sums.
    #[inline(always)]
    fn widen(self, cost: &mut Cost) {
        let add = |wide: &mut [u32], narrow: u16x8| {
            wide.iter_mut().zip(narrow.to_array()).for_each(|(w, n)| *w += u32::from(n));
        };
        let (low, high) = cost.cyrillic.split_at_mut(CYRILLIC_LANES / 2);
        add(low, self.cyrillic[0]);
        add(high, self.cyrillic[1]);
        add(&mut cost.latin, self.latin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_lane_is_found() {
        for lowest_at in 0..8 {
            let mut lanes = [u16::MAX; 8];
            lanes[(lowest_at + 1) % 8] = 1 << 15;
            assert_eq!(lowest(u16x8::new(lanes)), 1 << 15);
            lanes[lowest_at] = 3;
            assert_eq!(lowest(u16x8::new(lanes)), 3);
        }
    }
}
