//! The cheapest way through a line: for every word, whether it is sound or which mix-up it suffered.

use super::reading::Reading;
use crate::decode::model::{CYRILLIC_LANES, CYRILLIC_PRIOR, Cost, NAT};

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

/// Price of one language after another: a rare one is not left for a single word either.
static CHANGES: [Lanes; CYRILLIC_LANES] = {
    let mut changes = [[0; CYRILLIC_LANES]; CYRILLIC_LANES];
    let mut at = 0;
    while at < CYRILLIC_LANES * CYRILLIC_LANES {
        let (from, to) = (CYRILLIC_PRIOR[at / CYRILLIC_LANES], CYRILLIC_PRIOR[at % CYRILLIC_LANES]);
        if at / CYRILLIC_LANES != at % CYRILLIC_LANES {
            changes[at / CYRILLIC_LANES][at % CYRILLIC_LANES] =
                (OTHER_LANGUAGE * NAT + if from > to { from } else { to }) as i32;
        }
        at += 1;
    }
    changes
};

/// Costs of the ways that end in each language of a reading: signed numbers, which compare fast, and no
/// more than [`MOST`].
type Lanes = [i32; CYRILLIC_LANES];
/// What a way costs that nobody takes; with one word and a change more it is still a number.
const MOST: i32 = 1 << 30;

/// The costs of one word, read so, for the ways that come to it for `before`.
fn on(before: &Lanes, cost: &Cost) -> Lanes {
    let common = cost.signs + cost.latin.iter().min().copied().unwrap_or(0);
    let mut after = *before;
    after.iter_mut().zip(&cost.cyrillic).for_each(|(w, c)| *w = (*w + (common + c) as i32).min(MOST));
    after
}

/// The ways that begin in each language.
fn begun(enter: u32) -> Lanes {
    CYRILLIC_PRIOR.map(|prior| (prior + enter) as i32)
}

/// All ways through a line, word by word and reading by reading.
struct Ways<'r> {
    readings: &'r [Reading],
    prices: &'r [u32],
    /// The costs behind each word under each reading.
    lanes: Vec<Lanes>,
    /// The cheapest language of each of them.
    best: Vec<usize>,
}

/// Coming from another reading: what that costs, and that reading with its language.
type Cross = (i32, (usize, usize));

impl Ways<'_> {
    /// The cheapest way from another reading of the word before `word` to reading `r`.
    fn cross(&self, word: usize, r: usize) -> Cross {
        let n = self.readings.len();
        let step = if r == 0 { BACK } else { self.prices[r] + INSIDE } * NAT;
        let (mut least, mut from) = (MOST, (0, 0));
        for f in (0..n).filter(|f| *f != r) {
            let at = (word - 1) * n + f;
            let lane = self.best[at];
            if self.lanes[at][lane] < least {
                (least, from) = (self.lanes[at][lane], (f, lane));
            }
        }
        (least.saturating_add(step as i32).min(MOST), from)
    }

    /// The cheapest ways to `word` in every language of reading `r`: in the same language, from the
    /// reading's cheapest one, or from another reading.
    fn arrive(&self, word: usize, r: usize) -> Lanes {
        let at = (word - 1) * self.readings.len() + r;
        let (way, best, (cross, (_, lane))) = (&self.lanes[at], self.best[at], self.cross(word, r));
        let (own, other, stay) = (&CHANGES[best], &CHANGES[lane], way[best]);
        std::array::from_fn(|l| way[l].min(stay + own[l]).min(cross + other[l]))
    }

    /// Where the cheapest way came from that reads `word` in language `l` of reading `r`.
    fn origin(&self, word: usize, (r, l): (usize, usize)) -> (usize, usize) {
        let at = (word - 1) * self.readings.len() + r;
        let (way, best, (cross, from)) = (&self.lanes[at], self.best[at], self.cross(word, r));
        let change = way[best] + CHANGES[best][l];
        let own = if change < way[l] { (r, best) } else { (r, l) };
        if cross + CHANGES[from.1][l] < way[l].min(change) { from } else { own }
    }
}

fn search(readings: &[Reading], prices: &[u32]) -> (Vec<usize>, u32) {
    let (n, count) = (readings.len(), readings[0].costs.len());
    if count == 0 {
        return (Vec::new(), 0);
    }
    let lanes = Vec::with_capacity(count * n);
    let mut ways = Ways { readings, prices, lanes, best: Vec::with_capacity(count * n) };
    for word in 0..count {
        for (r, reading) in readings.iter().enumerate() {
            let before = if word == 0 { begun(prices[r] * NAT) } else { ways.arrive(word, r) };
            let after = on(&before, &reading.costs[word]);
            ways.lanes.push(after);
            ways.best.push(cheapest_lane(&after));
        }
    }
    let ends = ways.lanes.iter().zip(&ways.best).skip((count - 1) * n).map(|(lanes, best)| lanes[*best]);
    let (cost, r) = ends.zip(0..).min().unwrap_or((0, 0));
    let mut at = (r, ways.best[(count - 1) * n + r]);
    let mut words = vec![0; count];
    for word in (0..count).rev() {
        words[word] = at.0;
        if word > 0 {
            at = ways.origin(word, at);
        }
    }
    (words, cost as u32)
}

/// The cost of the line as it stands: the search where there is no other reading.
fn alone(reading: &Reading) -> u32 {
    let Some((first, rest)) = reading.costs.split_first() else { return 0 };
    let mut way = on(&begun(0), first);
    for cost in rest {
        let best = cheapest_lane(&way);
        let change = way[best];
        way.iter_mut().zip(&CHANGES[best]).for_each(|(w, more)| *w = (*w).min(change + more));
        way = on(&way, cost);
    }
    way[cheapest_lane(&way)] as u32
}

/// The first of the cheapest languages.
fn cheapest_lane(lanes: &Lanes) -> usize {
    let least = lanes.iter().copied().fold(MOST, i32::min);
    lanes.iter().position(|c| *c == least).unwrap_or(0)
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
