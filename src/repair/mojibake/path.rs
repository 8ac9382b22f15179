//! The cheapest way through a line: for every word, whether it is sound or which mix-up it suffered.

use wide::u16x8;

use super::reading::Reading;
use crate::decode::model::{
    CYRILLIC_LANES, CYRILLIC_PRIOR, NARROW_CYRILLIC_PRIOR, NAT, WordCost, lowest, narrow, smaller,
};

/// Damage that begins inside a line, in nats; mostly it is the whole line that went wrong.
const INSIDE: u32 = 2;
/// Going back to sound text, in nats.
pub(super) const BACK: u32 = 3;
/// Another Cyrillic language, in nats.
const OTHER_LANGUAGE: u32 = 4;

/// The decision on a line.
pub(super) struct Path {
    /// For every word the number of its reading; 0 is "as it stands".
    pub(super) words: Vec<usize>,
    /// Cost of this way.
    pub(super) cost: u32,
    /// Cost of the line as it stands.
    pub(super) as_is: u32,
}

/// Finds it; `readings` starts with the line as it stands, `prices` holds the nats of assuming the others.
pub(super) fn cheapest(readings: &[Reading], prices: &[u32]) -> Path {
    let (words, cost) = search(readings, prices);
    let as_is = if words.iter().all(|w| *w == 0) { cost } else { alone(&readings[0]) };
    Path { words, cost, as_is }
}

/// Costs in each Cyrillic language.
type Lanes = [u16x8; 2];

/// Price of one language after another: a rare one is not left for a single word either.
static CHANGES: [Lanes; CYRILLIC_LANES] = {
    let mut changes = [[u16x8::new([0; 8]); 2]; CYRILLIC_LANES];
    let mut from = 0;
    while from < CYRILLIC_LANES {
        let mut prices = [0; CYRILLIC_LANES];
        let mut to = 0;
        while to < CYRILLIC_LANES {
            if from != to {
                let (from, to_prior) = (CYRILLIC_PRIOR[from], CYRILLIC_PRIOR[to]);
                prices[to] = OTHER_LANGUAGE * NAT + if from > to_prior { from } else { to_prior };
            }
            to += 1;
        }
        changes[from] = lanes(narrow(prices));
        from += 1;
    }
    changes
};

const fn lanes(costs: [u16; CYRILLIC_LANES]) -> Lanes {
    let [low, high] = *costs.as_chunks().0 else { panic!() };
    [u16x8::new(low), u16x8::new(high)]
}

/// The cost of one lane.
fn lane(lanes: &Lanes, lane: usize) -> u32 {
    u32::from(lanes[lane / 8].to_array()[lane % 8])
}

/// The cheapest ways to a word under one reading.
#[derive(Clone, Copy)]
struct Way {
    /// What the cheapest costs.
    cost: u32,
    /// The language that it ends in.
    best: usize,
    /// What the cheapest that ends in each language costs more.
    more: Lanes,
}

impl Way {
    /// The ways that begin in each language.
    fn begun(enter: u32) -> Way {
        Way { cost: enter, best: 0, more: lanes(NARROW_CYRILLIC_PRIOR) }
    }

    /// The ways that change the language here, or not, or come from another way for `cross` beside its cost.
    fn changed(&self, cross: Option<(u32, usize)>) -> Way {
        let own = &CHANGES[self.best];
        let stay: Lanes = std::array::from_fn(|i| smaller(self.more[i], own[i]));
        // Nobody comes from elsewhere for more than a change of the language.
        let Some((cross, best)) = cross.filter(|(cross, _)| *cross < self.cost + DEAREST) else {
            return Way { more: stay, ..*self };
        };
        let cost = cross.min(self.cost);
        let (here, there) = (self.cost - cost, cross - cost);
        let splat = |more: u32| u16x8::splat(more.min(u32::from(u16::MAX)) as u16);
        let from = &CHANGES[best];
        let more = |i: usize| smaller(stay[i].saturating_add(splat(here)), from[i].saturating_add(splat(there)));
        Way { cost, best, more: std::array::from_fn(more) }
    }

    /// The ways through one word, read so.
    fn on(&self, word: &WordCost) -> Way {
        let [low, high] = word.cyrillic();
        let more = [self.more[0].saturating_add(low), self.more[1].saturating_add(high)];
        let least = lowest(smaller(more[0], more[1]));
        let more = more.map(|lanes| lanes - u16x8::splat(least));
        let none = |lanes: u16x8| lanes.simd_eq(u16x8::splat(0)).to_bitmask();
        let best = (none(more[0]) | none(more[1]) << 8).trailing_zeros() as usize;
        Way { cost: self.cost + word.common() + u32::from(least), best, more }
    }
}

/// More than any change to a language that is not out of the question costs.
const DEAREST: u32 = 2 * (OTHER_LANGUAGE + 4) * NAT;

/// All ways through a line, word by word and reading by reading.
struct Ways<'r> {
    readings: &'r [Reading],
    prices: &'r [u32],
    /// The ways behind each word under each reading.
    ways: Vec<Way>,
}

/// Coming from another reading: what that costs, and that reading with its language.
type Cross = (u32, (usize, usize));

impl Ways<'_> {
    /// The way from another reading of the word before `word` to reading `r` that is the cheapest; `None` where
    /// there is no other.
    fn cross(&self, word: usize, r: usize) -> Option<Cross> {
        let step = if r == 0 { BACK } else { self.prices[r] + INSIDE } * NAT;
        let before = self.before(word).iter().enumerate().filter(|(f, _)| *f != r);
        before.min_by_key(|(_, way)| way.cost).map(|(f, way)| (way.cost + step, (f, way.best)))
    }

    /// The ways behind the word before `word`.
    fn before(&self, word: usize) -> &[Way] {
        let n = self.readings.len();
        &self.ways[(word - 1) * n..word * n]
    }

    /// The cheapest ways to `word` in every language of reading `r`: in the same language, from the
    /// reading's cheapest one, or from another reading.
    fn arrive(&self, word: usize, r: usize) -> Way {
        self.before(word)[r].changed(self.cross(word, r).map(|(cost, (_, best))| (cost, best)))
    }

    /// Where the cheapest way came from that reads `word` in language `l` of reading `r`.
    fn origin(&self, word: usize, (r, l): (usize, usize)) -> (usize, usize) {
        let way = &self.before(word)[r];
        let (same, change) = (way.cost + lane(&way.more, l), way.cost + lane(&CHANGES[way.best], l));
        let own = if change < same { (r, way.best) } else { (r, l) };
        match self.cross(word, r) {
            Some((cross, from)) if cross + lane(&CHANGES[from.1], l) < same.min(change) => from,
            _ => own,
        }
    }
}

fn search(readings: &[Reading], prices: &[u32]) -> (Vec<usize>, u32) {
    let (n, count) = (readings.len(), readings[0].costs.len());
    if count == 0 {
        return (Vec::new(), 0);
    }
    let mut ways = Ways { readings, prices, ways: Vec::with_capacity(count * n) };
    for word in 0..count {
        for (r, reading) in readings.iter().enumerate() {
            let before = if word == 0 { Way::begun(prices[r] * NAT) } else { ways.arrive(word, r) };
            ways.ways.push(before.on(&reading.costs[word]));
        }
    }
    let ends = ways.before(count).iter().enumerate().map(|(r, way)| (way.cost, r, way.best));
    let (cost, mut at) = ends.min().map_or((0, (0, 0)), |(cost, r, best)| (cost, (r, best)));
    let mut words = vec![0; count];
    for word in (0..count).rev() {
        words[word] = at.0;
        if word > 0 {
            at = ways.origin(word, at);
        }
    }
    (words, cost)
}

/// The cost of the line as it stands: the search where there is no other reading.
fn alone(reading: &Reading) -> u32 {
    let Some((first, rest)) = reading.costs.split_first() else { return 0 };
    rest.iter().fold(Way::begun(0).on(first), |way, cost| way.changed(None).on(cost)).cost
}

#[cfg(test)]
mod tests {
    use super::super::line::Line;
    use super::*;
    use crate::decode::model::Model;

    #[test]
    fn a_line_alone_costs_what_the_search_finds() {
        for text in ["", "Көше бойына ағаш отырғызды", "The road was closed, дорогу закрыли, жол жабылды"]
        {
            let as_is = [Reading::as_is(&Line::new(text), &Model::new())];
            assert_eq!(alone(&as_is[0]), search(&as_is, &[0]).1, "{text}");
        }
    }
}
