//! The cheapest way through a line: for every word, whether it is sound or which mix-up it suffered.

use super::reading::Reading;
use crate::decode::model::{CYRILLIC_LANES, CYRILLIC_PRIOR, NAT};

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
                OTHER_LANGUAGE * NAT + if from > to { from } else { to };
        }
        at += 1;
    }
    changes
};

/// Costs of the ways that end in each language of a reading.
type Lanes = [u32; CYRILLIC_LANES];

fn search(readings: &[Reading], prices: &[u32]) -> (Vec<usize>, u32) {
    let n = readings.len();
    let count = readings[0].costs.len();
    let mut way: Vec<Lanes> = vec![[u32::MAX / 2; CYRILLIC_LANES]; n];
    let mut next = way.clone();
    // Of every reading, its cheapest language.
    let mut best = vec![0usize; n];
    // Where each state of each word came from: reading times languages plus language.
    let mut came: Vec<[u16; CYRILLIC_LANES]> = Vec::with_capacity(count * n);
    for word in 0..count {
        best.iter_mut().zip(&way).for_each(|(b, lanes)| *b = cheapest_lane(lanes));
        for r in 0..n {
            let cost = &readings[r].costs[word];
            let common = cost.signs + cost.latin.iter().min().copied().unwrap_or(0);
            // Beginning, or coming from another reading.
            let enter = prices[r] * NAT;
            let (before, origin) = if word == 0 {
                let lane = |l: usize| (enter + CYRILLIC_PRIOR[l], (r * CYRILLIC_LANES + l) as u16);
                (std::array::from_fn(|l| lane(l).0), std::array::from_fn(|l| lane(l).1))
            } else {
                let step = if r == 0 { BACK * NAT } else { enter + INSIDE * NAT };
                let from =
                    (0..n).filter(|f| *f != r).min_by_key(|f| (way[*f][best[*f]], *f * CYRILLIC_LANES + best[*f]));
                let cross = from.map_or((u32::MAX / 2, 0, 0), |f| (way[f][best[f]].saturating_add(step), best[f], f));
                arrive(&way[r], r, best[r], cross)
            };
            for l in 0..CYRILLIC_LANES {
                next[r][l] = before[l].saturating_add(common).saturating_add(cost.cyrillic[l]).min(u32::MAX / 2);
            }
            came.push(origin);
        }
        std::mem::swap(&mut way, &mut next);
    }
    let ends = way.iter().enumerate().map(|(r, lanes)| (lanes[cheapest_lane(lanes)], r));
    let (cost, r) = ends.min().unwrap_or((0, 0));
    let mut at = r * CYRILLIC_LANES + cheapest_lane(&way[r]);
    let mut words = vec![0; count];
    for word in (0..count).rev() {
        words[word] = at / CYRILLIC_LANES;
        at = usize::from(came[word * n + at / CYRILLIC_LANES][at % CYRILLIC_LANES]);
    }
    (words, if count == 0 { 0 } else { cost })
}

/// The cost of the line as it stands: the search where there is no other reading.
fn alone(reading: &Reading) -> u32 {
    let mut way = CYRILLIC_PRIOR;
    for (word, cost) in reading.costs.iter().enumerate() {
        if word > 0 {
            let best = cheapest_lane(&way);
            let change = way[best];
            way.iter_mut().zip(&CHANGES[best]).for_each(|(w, more)| *w = (*w).min(change.saturating_add(*more)));
        }
        let common = cost.signs + cost.latin.iter().min().copied().unwrap_or(0);
        way.iter_mut().zip(cost.cyrillic).for_each(|(w, c)| *w = w.saturating_add(common).saturating_add(c));
    }
    if reading.costs.is_empty() { 0 } else { way[cheapest_lane(&way)] }
}

/// The first of the cheapest languages.
fn cheapest_lane(lanes: &Lanes) -> usize {
    let least = lanes.iter().copied().min().unwrap_or(0);
    lanes.iter().position(|c| *c == least).unwrap_or(0)
}

/// The cheapest way into every language of reading `r` before a word, and where it comes from: the
/// same language, the reading's best one, or another reading (its cost, language and number).
fn arrive(way: &Lanes, r: usize, best: usize, cross: (u32, usize, usize)) -> (Lanes, [u16; CYRILLIC_LANES]) {
    let (mut before, mut origin) = ([0; CYRILLIC_LANES], [0; CYRILLIC_LANES]);
    let (own, other) = (&CHANGES[best], &CHANGES[cross.1]);
    let from_own = (r * CYRILLIC_LANES + best) as u16;
    let from_other = (cross.2 * CYRILLIC_LANES + cross.1) as u16;
    for l in 0..CYRILLIC_LANES {
        let (mut cost, mut from) = (way[l], (r * CYRILLIC_LANES + l) as u16);
        let change = way[best].saturating_add(own[l]);
        (cost, from) = if change < cost { (change, from_own) } else { (cost, from) };
        let change = cross.0.saturating_add(other[l]);
        (cost, from) = if change < cost { (change, from_other) } else { (cost, from) };
        (before[l], origin[l]) = (cost, from);
    }
    (before, origin)
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
