//! How likely a text is: costs of letter pairs by language and of kinds of signs in sequence.
//!
//! A cost is a negative logarithm of a probability, in units of 1/16 nat. The tables are fitted by
//! `examples/fit_encoding.rs`; `data/pairs.txt` says from what.

use super::alphabet::{CYRILLIC_SIZE, Glyph, Glyphs, LATIN_SIZE, class};

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
    glyphs: Glyphs,
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
const NARROW_CYRILLIC_PRIOR: [u16; CYRILLIC_LANES] = narrow(CYRILLIC_PRIOR);
const NARROW_LATIN_PRIOR: [u16; LATIN_LANES] = narrow(LATIN_PRIOR);

/// Costs as narrow numbers; what does not fit is out of the question.
const fn narrow<const LANES: usize>(wide: [u32; LANES]) -> [u16; LANES] {
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

    /// Leaves Kazakh as the only Cyrillic language.
    pub fn only_kazakh(&mut self) {
        self.cyrillic.iter_mut().enumerate().filter(|(l, _)| *l != KAZAKH).for_each(|(_, c)| *c = CLOSED);
    }

    /// Adds the cost of another stretch of the same text.
    pub fn add(&mut self, other: &Cost) {
        self.signs += other.signs;
        self.cyrillic.iter_mut().zip(other.cyrillic).for_each(|(a, b)| *a += b);
        self.latin.iter_mut().zip(other.latin).for_each(|(a, b)| *a += b);
    }
}

impl Model {
    /// The model over the tables of the program.
    pub fn new() -> Model {
        let (_, rest) = TABLES.split_at(class::COUNT * class::COUNT);
        let (cyrillic, latin) = rest.split_at(CYRILLIC_SIZE * CYRILLIC_SIZE * CYRILLIC_LANES);
        Model { cyrillic: cyrillic.as_chunks().0, latin: latin.as_chunks().0, glyphs: Glyphs::fetch() }
    }

    /// The glyph of `c`.
    #[inline]
    pub fn glyph(&self, c: char) -> Glyph {
        self.glyphs.of(c)
    }

    /// What a sign of class `next`, as it reads there, costs after one of class `before`.
    pub(super) fn class_cost(&self, before: usize, next: usize) -> u8 {
        TABLES[before * class::COUNT + next]
    }

    /// What each Cyrillic letter costs after number `before`, by language.
    pub(super) fn cyrillic_row(&self, before: usize) -> &'static [[u8; CYRILLIC_LANES]] {
        &self.cyrillic[before * CYRILLIC_SIZE..][..CYRILLIC_SIZE]
    }

    /// The same of Latin letters.
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
        // Narrow sums fit the registers; a cost is a byte, so so many of them cannot overflow.
        const NARROW: u32 = u16::MAX as u32 / u8::MAX as u32;
        let mut cyrillic = [0u16; CYRILLIC_LANES];
        let mut latin = [0u16; LATIN_LANES];
        let mut left = NARROW;
        for next in glyphs {
            let (next, signs) = stepped(before, next);
            cost.signs += signs;
            if before.cyrillic | next.cyrillic != 0 {
                let row = &self.cyrillic[before.cyrillic as usize * CYRILLIC_SIZE + next.cyrillic as usize];
                for l in 0..CYRILLIC_LANES {
                    cyrillic[l] += u16::from(row[l]);
                }
            }
            if before.latin | next.latin != 0 {
                let row = &self.latin[before.latin as usize * LATIN_SIZE + next.latin as usize];
                for l in 0..LATIN_LANES {
                    latin[l] += u16::from(row[l]);
                }
            }
            left -= 1;
            if left == 0 {
                widen(&mut cost.cyrillic, &mut cyrillic);
                widen(&mut cost.latin, &mut latin);
                left = NARROW;
            }
            before = next;
        }
        widen(&mut cost.cyrillic, &mut cyrillic);
        widen(&mut cost.latin, &mut latin);
        (cost, before)
    }

    /// What a stretch of no more than 250 glyphs costs after `before`: its signs, and its letters in the best
    /// languages, which together are the [`Cost::total`]; with its last glyph as it reads there. Where `kazakh`
    /// is set, no other Cyrillic language is thought of.
    #[inline]
    pub fn total_between(
        &self,
        mut before: Glyph,
        glyphs: impl Iterator<Item = Glyph>,
        kazakh: bool,
    ) -> (u32, u32, Glyph) {
        let mut signs = 0;
        let mut cyrillic = NARROW_CYRILLIC_PRIOR;
        let mut latin = NARROW_LATIN_PRIOR;
        for next in glyphs {
            let (next, sign) = stepped(before, next);
            signs += sign;
            if before.cyrillic | next.cyrillic != 0 {
                let row = &self.cyrillic[before.cyrillic as usize * CYRILLIC_SIZE + next.cyrillic as usize];
                for l in 0..CYRILLIC_LANES {
                    cyrillic[l] = cyrillic[l].saturating_add(u16::from(row[l]));
                }
            }
            if before.latin | next.latin != 0 {
                let row = &self.latin[before.latin as usize * LATIN_SIZE + next.latin as usize];
                for l in 0..LATIN_LANES {
                    latin[l] = latin[l].saturating_add(u16::from(row[l]));
                }
            }
            before = next;
        }
        let least = |lanes: &[u16]| u32::from(lanes.iter().fold(u16::MAX, |least, cost| least.min(*cost)));
        let cyrillic = if kazakh { u32::from(cyrillic[KAZAKH]) } else { least(&cyrillic) };
        (signs, cyrillic + least(&latin), before)
    }

    /// The cost of a string.
    pub fn cost_of(&self, text: &str) -> Cost {
        self.cost(text.chars().map(|c| self.glyph(c)))
    }
}

/// Moves narrow sums into wide ones.
fn widen<const LANES: usize>(wide: &mut [u32; LANES], narrow: &mut [u16; LANES]) {
    wide.iter_mut().zip(narrow).for_each(|(w, n)| *w += u32::from(std::mem::take(n)));
}
