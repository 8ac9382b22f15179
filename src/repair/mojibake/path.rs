//! The cheapest way through a line: for every word, whether it is sound or which mix-up it suffered.

use super::reading::Reading;
use crate::decode::model::{CYRILLIC_LANES, CYRILLIC_PRIOR, NAT};

/// Damage that begins inside a line, in nats; mostly it is the whole line that went wrong.
const INSIDE: u32 = 2;
/// Going back to sound text, in nats.
const BACK: u32 = 3;
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
    let as_is = if words.iter().all(|w| *w == 0) { cost } else { search(&readings[..1], &prices[..1]).1 };
    Path { words, cost, as_is }
}

/// Price of one language after another: a rare one is not left for a single word either.
fn change(from: usize, to: usize) -> u32 {
    if from == to { 0 } else { OTHER_LANGUAGE * NAT + CYRILLIC_PRIOR[from].max(CYRILLIC_PRIOR[to]) }
}

fn search(readings: &[Reading], prices: &[u32]) -> (Vec<usize>, u32) {
    let n = readings.len();
    let lanes = CYRILLIC_LANES;
    let count = readings[0].costs.len();
    let mut way = vec![u32::MAX / 2; n * lanes];
    // Where each state of each word came from.
    let mut came: Vec<u16> = Vec::with_capacity(count * n * lanes);
    for word in 0..count {
        // The cheapest language of every reading, and the cheapest of all.
        let best: Vec<usize> =
            (0..n).map(|r| (r * lanes..(r + 1) * lanes).min_by_key(|s| way[*s]).unwrap_or(0)).collect();
        let mut next = vec![0u32; n * lanes];
        for r in 0..n {
            let cost = &readings[r].costs[word];
            let common = cost.signs + cost.latin.iter().min().copied().unwrap_or(0);
            // Beginning, or coming from another reading.
            let enter = prices[r] * NAT;
            let from = (0..n)
                .filter(|f| *f != r)
                .map(|f| (way[best[f]].saturating_add(if r == 0 { BACK * NAT } else { enter + INSIDE * NAT }), best[f]))
                .min()
                .unwrap_or((u32::MAX / 2, 0));
            for (l, letters) in cost.cyrillic.iter().enumerate() {
                let s = r * lanes + l;
                let (before, origin) = if word == 0 {
                    (enter + CYRILLIC_PRIOR[l], s)
                } else {
                    let other = way[best[r]].saturating_add(change(best[r] % lanes, l));
                    let cross = from.0.saturating_add(change(from.1 % lanes, l));
                    [(way[s], s), (other, best[r]), (cross, from.1)]
                        .into_iter()
                        .min_by_key(|x| x.0)
                        .unwrap_or((way[s], s))
                };
                next[s] = before.saturating_add(common).saturating_add(*letters).min(u32::MAX / 2);
                came.push(origin as u16);
            }
        }
        way = next;
    }
    let mut at = (0..n * lanes).min_by_key(|s| way[*s]).unwrap_or(0);
    let cost = if count == 0 { 0 } else { way[at] };
    let mut words = vec![0; count];
    for word in (0..count).rev() {
        words[word] = at / lanes;
        at = came[word * n * lanes + at] as usize;
    }
    (words, cost)
}
