//! Turns evidence into a score for every line: two looks, then a search over the whole page.
//!
//! The first look adds the weights of the facts of a line (see [`evidence`]). The
//! second look adds weights for the first scores of the line, of its neighbours, of windows around
//! it, and for its place in the stretch of the page that scores best: a sentence among navigation
//! is suspect, a short line among sentences is not. The search then finds the cheapest way through
//! the page where changing between kept and dropped costs something, so that single lines follow
//! their surroundings unless they are sure.

use std::sync::LazyLock;

use super::evidence::{self, FACTS, Page, best_run, gather, run_bin};
use super::facts::{Facts, number};
use crate::segment::Line;

/// The facts of the second look.
pub(crate) const SECOND: Facts = Facts(&[
    ("own", 16),
    ("1-above", 10),
    ("1-below", 10),
    ("2-above", 10),
    ("2-below", 10),
    ("3-above", 10),
    ("3-below", 10),
    ("window-2", 12),
    ("window-6", 12),
    ("window-15", 12),
    ("best-run", 9 * 6),
    ("page", 8),
]);

/// Weights of both looks and of the search.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub first: Vec<f32>,
    pub second: Vec<f32>,
    /// Cost of a change between kept and dropped lines, in the unit of the scores (log odds).
    pub change: f32,
    /// Added to every score before the search: positive keeps more.
    pub bias: f32,
}

/// The fitted weights.
pub(crate) static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| parse(include_str!("data/weights.tsv")));

fn parse(table: &str) -> Weights {
    Weights {
        first: FACTS.read(table, "first"),
        second: SECOND.read(table, "second"),
        change: number(table, "change"),
        bias: number(table, "bias"),
    }
}

static FIRST_OFFSETS: LazyLock<Vec<usize>> = LazyLock::new(|| FACTS.offsets());
static SECOND_OFFSETS: LazyLock<Vec<usize>> = LazyLock::new(|| SECOND.offsets());

/// First scores: log odds that a line is to be kept, each line by itself and its neighbours' facts.
pub(crate) fn first_scores(lines: &[Line], page: &Page, phrases: &[u8], weights: &[f32]) -> Vec<f32> {
    let offsets = &**FIRST_OFFSETS;
    (0..lines.len())
        .map(|i| {
            let mut sum = 0.0;
            gather(lines, page, phrases, i, |fact, bin| sum += weights[offsets[fact] + bin]);
            sum
        })
        .collect()
}

/// Bin of a score: `bins` equal steps of the logistic curve's argument between -4 and 4.
fn score_bin(score: f32, bins: usize) -> usize {
    let step = 8.0 / (bins - 2) as f32;
    (((score + 4.0) / step).floor() as isize + 1).clamp(0, bins as isize - 1) as usize
}

/// Calls `emit(fact, bin)` for every fact of the second look, for every line in order.
pub(crate) fn gather_second(lines: &[Line], first: &[f32], mut emit: impl FnMut(usize, usize, usize)) {
    let n = first.len();
    let mut sums = Vec::with_capacity(n + 1);
    sums.push(0.0f32);
    for (i, s) in first.iter().enumerate() {
        sums.push(sums[i] + s.clamp(-4.0, 4.0));
    }
    let mean = |lo: usize, hi: usize| (sums[hi] - sums[lo]) / (hi - lo).max(1) as f32;
    // Long lines count for more in the best stretch: a paragraph outweighs a few links.
    let gain =
        |i: usize| (first[i].clamp(-3.0, 3.0) * (2.0 + lines[i].features.words.min(60) as f32 / 6.0) * 16.0) as i64;
    let run = best_run((0..n).map(gain));
    let whole = score_bin(mean(0, n), 8);
    for i in 0..n {
        let at =
            |offset: isize| i.checked_add_signed(offset).and_then(|j| first.get(j)).map_or(0, |s| score_bin(*s, 10));
        let window = |reach: usize| score_bin(mean(i.saturating_sub(reach), (i + reach + 1).min(n)), 12);
        emit(i, 0, score_bin(first[i], 16));
        for (fact, offset) in [-1isize, 1, -2, 2, -3, 3].into_iter().enumerate() {
            emit(i, 1 + fact, at(offset));
        }
        emit(i, 7, window(2));
        emit(i, 8, window(6));
        emit(i, 9, window(15));
        emit(i, 10, run_bin(i, run) * 6 + score_bin(first[i], 6));
        emit(i, 11, whole);
    }
}

/// Second scores, see the top of the module.
pub(crate) fn second_scores(lines: &[Line], first: &[f32], weights: &[f32]) -> Vec<f32> {
    let offsets = &**SECOND_OFFSETS;
    let mut out = vec![0.0; first.len()];
    gather_second(lines, first, |i, fact, bin| out[i] += weights[offsets[fact] + bin]);
    out
}

/// The cheapest labelling of the page: true for lines to keep.
pub(crate) fn search(scores: &[f32], change: f32, bias: f32) -> Vec<bool> {
    let n = scores.len();
    // Best score of a way that ends here kept / dropped, and whether it came from the other side.
    let (mut kept, mut dropped) = (0.0f32, 0.0f32);
    let mut from: Vec<(bool, bool)> = Vec::with_capacity(n);
    for s in scores {
        let turn_kept = dropped - change > kept;
        let turn_dropped = kept - change > dropped;
        let k = if turn_kept { dropped - change } else { kept } + (s + bias);
        let d = if turn_dropped { kept - change } else { dropped };
        from.push((turn_kept, turn_dropped));
        (kept, dropped) = (k, d);
    }
    let mut out = vec![false; n];
    let mut keep = kept > dropped;
    for i in (0..n).rev() {
        out[i] = keep;
        if if keep { from[i].0 } else { from[i].1 } {
            keep = !keep;
        }
    }
    out
}

/// Scores (log odds for keeping) of all lines of a page.
pub(crate) fn scores(lines: &[Line], page: &evidence::Page, phrases: &[u8], w: &Weights) -> Vec<f32> {
    let first = first_scores(lines, page, phrases, &w.first);
    second_scores(lines, &first, &w.second)
}
