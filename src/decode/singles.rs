//! How common single glyphs are, whatever stands beside them.
//!
//! Worked out from the pair tables once, on first use: where the chain of letters that they describe
//! settles, in the languages met most, mixed by their priors. Far less sure than pairs and far
//! cheaper: it tells which few of many readings are worth the price of pairs.

use std::sync::LazyLock;

use super::alphabet::{CYRILLIC_SIZE, Glyph, LATIN_SIZE, class};
use super::model::{Model, NAT};

/// Costs of single glyphs, in units of 1/16 nat.
pub(crate) struct Singles {
    classes: [u8; class::COUNT],
    cyrillic: [u8; CYRILLIC_SIZE],
    latin: [u8; LATIN_SIZE],
}

/// Steps after which the chains have settled well enough.
const STEPS: usize = 3;
/// Languages of each alphabet that are asked: the first in the order of the lanes.
const LANES: usize = 3;
/// What a letter costs that none of them has, in nats.
const RARE: u8 = 9;

static SINGLES: LazyLock<Singles> = LazyLock::new(|| {
    let model = Model::new();
    let class_row = |before| (0..class::COUNT).map(move |next| model.class_cost(before, next));
    let mut classes = settled(class::COUNT, class_row, true);
    // By itself a capital does not tell whether it stands inside a word.
    classes[class::UPPER as usize] += classes[class::UPPER_INSIDE as usize];
    classes[class::LATIN_UPPER as usize] += classes[class::LATIN_UPPER_INSIDE as usize];
    let cyrillic = mixture(&super::model::CYRILLIC_PRIOR, CYRILLIC_SIZE, |lane, before| {
        model.cyrillic_row(before).iter().map(move |costs| costs[lane])
    });
    let latin = mixture(&super::model::LATIN_PRIOR, LATIN_SIZE, |lane, before| {
        model.latin_row(before).iter().map(move |costs| costs[lane])
    });
    Singles {
        classes: std::array::from_fn(|i| cost(classes[i])),
        cyrillic: std::array::from_fn(|i| if i == 0 { 0 } else { cost(cyrillic[i]) }),
        latin: std::array::from_fn(|i| if i == 0 { 0 } else { cost(latin[i]) }),
    }
});

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_letters_are_cheap() {
        let (model, singles) = (Model::new(), Singles::fetch());
        let cost = |c| singles.cost(model.glyph(c));
        assert!(cost('а') < cost('қ') && cost('қ') < cost('ѓ') && cost('а') < cost('А'));
        assert!(cost('e') < cost('q') && cost('e') < cost('Ð') && cost('а') < cost('╨'));
    }
}
