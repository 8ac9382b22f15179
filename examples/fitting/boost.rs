//! Boosted trees that ask all lines the same questions.
//!
//! Gradient boosting of the logistic loss by its second-order expansion (Chen and Guestrin 2016, "XGBoost"), with one
//! question a level (Prokhorenkova et al. 2018, "CatBoost"), over facts cut into few bins.

use tazala::fit::{TREE_DEPTH, Tree};

/// What to learn from: the bins of the facts, fact by fact, and for each row what it is and how much it counts.
pub struct Rows {
    pub facts: Vec<Vec<u8>>,
    pub keep: Vec<bool>,
    pub weights: Vec<f32>,
}

/// Bins a fact has at most.
const BINS: usize = 32;

/// How the trees are grown.
#[derive(Clone, Copy)]
pub struct Growth {
    pub trees: usize,
    /// Share of its best value that a tree is given.
    pub rate: f32,
    /// Weight of the pull of values towards zero, in rows of mean weight.
    pub pull: f32,
    /// Facts of a hundred that each tree may ask for.
    pub facts: usize,
}

/// Grows trees one after the other, each on what those before it get wrong.
pub fn grow(rows: &Rows, how: Growth) -> Vec<Tree> {
    let n = rows.keep.len();
    let mean = rows.weights.iter().sum::<f32>() / n as f32;
    let weights: Vec<f32> = rows.weights.iter().map(|w| w / mean).collect();
    let mut scores = vec![0.0f32; n];
    let mut slopes = vec![(0.0f32, 0.0f32); n];
    let mut random = super::Random(0x2545_f491_4f6c_dd1d);
    let mut trees = Vec::with_capacity(how.trees);
    for _ in 0..how.trees {
        for i in 0..n {
            let p = 1.0 / (1.0 + (-scores[i]).exp());
            let y = if rows.keep[i] { 1.0 } else { 0.0 };
            slopes[i] = ((y - p) * weights[i], p * (1.0 - p) * weights[i]);
        }
        let asked: Vec<usize> = (0..rows.facts.len()).filter(|_| random.below(100) < how.facts).collect();
        let (questions, leaves) = questions(rows, &slopes, &asked, how.pull);
        let mut sums = vec![(0.0f64, 0.0f64); 1 << questions.len()];
        for (leaf, (g, h)) in leaves.iter().zip(&slopes) {
            let sum = &mut sums[usize::from(*leaf)];
            *sum = (sum.0 + f64::from(*g), sum.1 + f64::from(*h));
        }
        let values: Vec<f32> = sums.iter().map(|(g, h)| how.rate * (g / (h + f64::from(how.pull))) as f32).collect();
        scores.iter_mut().zip(&leaves).for_each(|(s, leaf)| *s += values[usize::from(*leaf)]);
        trees.push((questions, values));
    }
    trees
}

/// The questions of one tree, each the best one given those before it, and the leaf of every row.
fn questions(rows: &Rows, slopes: &[(f32, f32)], asked: &[usize], pull: f32) -> (Vec<(usize, u8)>, Vec<u8>) {
    let mut leaves = vec![0u8; slopes.len()];
    let mut out: Vec<(usize, u8)> = Vec::new();
    for level in 0..TREE_DEPTH {
        let mut best = (0.0f32, 0, 0u8);
        for &fact in asked {
            let mut sums = [[(0.0f32, 0.0f32); BINS]; 1 << TREE_DEPTH];
            for ((bin, leaf), (g, h)) in rows.facts[fact].iter().zip(&leaves).zip(slopes) {
                let sum = &mut sums[usize::from(*leaf)][usize::from(*bin)];
                *sum = (sum.0 + g, sum.1 + h);
            }
            let mut gains = [0.0f32; BINS];
            for leaf in &sums[..1 << level] {
                let all = leaf.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
                let gain = |(g, h): (f32, f32)| g * g / (h + pull);
                let mut less = (0.0f32, 0.0f32);
                for least in 1..BINS {
                    less = (less.0 + leaf[least - 1].0, less.1 + leaf[least - 1].1);
                    gains[least] += gain(less) + gain((all.0 - less.0, all.1 - less.1)) - gain(all);
                }
            }
            for (least, gain) in gains.iter().enumerate() {
                if *gain > best.0 {
                    best = (*gain, fact, least as u8);
                }
            }
        }
        let (gain, fact, least) = best;
        if gain <= 0.0 {
            break;
        }
        out.push((fact, least));
        for (leaf, bin) in leaves.iter_mut().zip(&rows.facts[fact]) {
            *leaf |= u8::from(*bin >= least) << level;
        }
    }
    (out, leaves)
}

/// The sum of the trees for every row.
pub fn scores(trees: &[Tree], facts: &[Vec<u8>]) -> Vec<f32> {
    let mut out = vec![0.0; facts.first().map_or(0, Vec::len)];
    for (questions, values) in trees {
        for (i, score) in out.iter_mut().enumerate() {
            let answer = |(k, (fact, least)): (usize, &(usize, u8))| usize::from(facts[*fact][i] >= *least) << k;
            *score += values[questions.iter().enumerate().map(answer).sum::<usize>()];
        }
    }
    out
}
