//! How common single glyphs are, whatever stands beside them.
//!
//! Worked out from the pair tables beforehand (`data/singles.bin`): where the chain of letters that they describe
//! settles, in the languages met most, mixed by their priors. Far less sure than pairs and far
//! cheaper: it tells which few of many readings are worth the price of pairs.

use super::alphabet::{CYRILLIC_SIZE, Glyph, LATIN_SIZE, class};

/// Costs of single glyphs, in units of 1/16 nat.
pub(crate) struct Singles {
    classes: [u8; class::COUNT],
    cyrillic: [u8; CYRILLIC_SIZE],
    latin: [u8; LATIN_SIZE],
}

static SINGLES: Singles =
    Singles { classes: costs(0), cyrillic: costs(class::COUNT), latin: costs(class::COUNT + CYRILLIC_SIZE) };

/// The costs from a place of the file on, which holds what is worked out of the pair tables, a byte each.
const fn costs<const COUNT: usize>(from: usize) -> [u8; COUNT] {
    let bytes = include_bytes!("data/singles.bin");
    let mut costs = [0; COUNT];
    let mut at = 0;
    while at < COUNT {
        costs[at] = bytes[from + at];
        at += 1;
    }
    costs
}

impl Singles {
    /// The table.
    pub(crate) fn fetch() -> &'static Singles {
        &SINGLES
    }

    /// What `glyph` costs by itself.
    #[inline]
    pub(crate) fn cost(&self, glyph: Glyph) -> u16 {
        u16::from(self.classes[glyph.class as usize])
            + u16::from(self.cyrillic[glyph.cyrillic as usize])
            + u16::from(self.latin[glyph.latin as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{CYRILLIC_PRIOR, LATIN_PRIOR, Model, NAT};
    use super::*;

    /// Steps after which the chains have settled well enough.
    const STEPS: usize = 3;
    /// Languages of each alphabet that are asked: the first in the order of the lanes.
    const LANES: usize = 3;
    /// What a letter costs that none of them has, in nats.
    const RARE: u8 = 9;

    /// The costs of all glyphs, worked out of the pair tables.
    fn worked_out() -> Vec<u8> {
        let model = Model::new();
        let class_row = |before| (0..class::COUNT).map(move |next| model.class_cost(before, next));
        let mut classes = settled(class::COUNT, class_row, true);
        // By itself a capital does not tell whether it stands inside a word.
        classes[class::UPPER as usize] += classes[class::UPPER_INSIDE as usize];
        classes[class::LATIN_UPPER as usize] += classes[class::LATIN_UPPER_INSIDE as usize];
        let cyrillic = mixture(&CYRILLIC_PRIOR, CYRILLIC_SIZE, |lane, before| {
            model.cyrillic_row(before).iter().map(move |costs| costs[lane])
        });
        let latin = mixture(&LATIN_PRIOR, LATIN_SIZE, |lane, before| {
            model.latin_row(before).iter().map(move |costs| costs[lane])
        });
        let letters = |costs: &[f32]| [0].into_iter().chain(costs[1..].iter().map(|p| cost(*p))).collect::<Vec<u8>>();
        [classes.into_iter().map(cost).collect(), letters(&cyrillic), letters(&latin)].concat()
    }

    /// The settled distributions of several languages, mixed by what choosing each costs; `row` gives what
    /// follows a letter in a lane.
    fn mixture<I: Iterator<Item = u8>>(priors: &[u32], size: usize, row: impl Fn(usize, usize) -> I) -> Vec<f32> {
        let mut sum = vec![0.0; size];
        for (lane, prior) in priors.iter().enumerate().take(LANES) {
            let weight = (-(*prior as f32) / NAT as f32).exp();
            let lane = settled(size, |before| row(lane, before), false);
            // What is no letter of the alphabet is a state of the chain but no letter.
            let letters: f32 = lane[1..].iter().sum();
            sum.iter_mut().zip(lane).for_each(|(s, p)| *s += weight * p / letters.max(f32::MIN_POSITIVE));
        }
        let all: f32 = sum[1..].iter().sum();
        sum.iter_mut().for_each(|p| *p /= all);
        sum
    }

    /// Where a chain settles whose steps from a state cost `row`; `idle` tells whether state 0 may follow itself.
    fn settled<I: Iterator<Item = u8>>(size: usize, row: impl Fn(usize) -> I, idle: bool) -> Vec<f32> {
        let likely: [f32; 256] = std::array::from_fn(|cost| (-(cost as f32) / NAT as f32).exp());
        let mut now = vec![1.0 / size as f32; size];
        for _ in 0..STEPS {
            let mut next = vec![0.0; size];
            for (before, p) in now.iter().enumerate() {
                next.iter_mut().zip(row(before)).for_each(|(sum, cost)| *sum += p * likely[usize::from(cost)]);
                if before == 0 && !idle {
                    next[0] = 0.0;
                }
            }
            let all: f32 = next.iter().sum();
            next.iter_mut().for_each(|p| *p /= all);
            now = next;
        }
        now
    }

    fn cost(likely: f32) -> u8 {
        (-likely.ln() * NAT as f32).clamp(0.0, f32::from(RARE) * NAT as f32) as u8
    }

    #[test]
    fn the_file_holds_what_is_worked_out() {
        let costs = worked_out();
        if std::env::var_os("TAZALA_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/decode/data/singles.bin"), &costs).unwrap();
        }
        let held = include_bytes!("data/singles.bin");
        // Elsewhere the logarithm may differ in its last bit.
        let same = held.len() == costs.len() && costs.iter().zip(held).all(|(a, b)| a.abs_diff(*b) <= 1);
        assert!(same, "singles.bin is not what is worked out: TAZALA_BLESS=1 cargo test --lib singles");
    }

    #[test]
    fn common_letters_are_cheap() {
        let (model, singles) = (Model::new(), Singles::fetch());
        let cost = |c| singles.cost(model.glyph(c));
        assert!(cost('а') < cost('қ') && cost('қ') < cost('ѓ') && cost('а') < cost('А'));
        assert!(cost('e') < cost('q') && cost('e') < cost('Ð') && cost('а') < cost('╨'));
    }
}
