//! Gradient boosting of small trees (see `label/trees.rs` for their form): each tree is fitted to what those
//! before it got wrong, on a part of the rows and facts drawn by a fixed rule.

use std::thread;

use tazala::fit::Tree;

/// Questions of a tree, and its answers.
const DEPTH: usize = 6;
const LEAVES: usize = 1 << DEPTH;
/// Values of a fact.
const VALUES: usize = 64;
/// Trees of a look.
const TREES: usize = 220;
/// What of each tree is taken: small steps forgive.
const RATE: f32 = 0.1;
/// Pull of answers towards 0, in units of weight.
const PULL: f32 = 4.0;
/// Shares of the rows and of the facts that the questions of a tree are chosen by.
const ROWS: f32 = 0.3;
const FACTS: f32 = 0.25;

/// Rows to learn from, fact by fact.
pub struct Matrix {
    columns: Vec<Vec<u8>>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

impl Matrix {
    pub fn new(facts: usize) -> Matrix {
        Matrix { columns: vec![Vec::new(); facts], labels: Vec::new(), weights: Vec::new() }
    }

    /// Adds line `i` of a page of `lines` lines with these values.
    pub fn push(&mut self, values: &[u8], lines: usize, i: usize, label: f32, weight: f32) {
        self.columns.iter_mut().enumerate().for_each(|(fact, column)| column.push(values[fact * lines + i]));
        self.labels.push(label);
        self.weights.push(weight);
    }
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn share(&mut self, share: f32) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 40) as f32) < share * (1u64 << 24) as f32
    }
}

/// Fits trees.
pub fn fit(matrix: &Matrix) -> Vec<Tree> {
    let n = matrix.labels.len();
    let mut scores = vec![0.0f32; n];
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut trees = Vec::with_capacity(TREES);
    for _ in 0..TREES {
        let pulls: Vec<(f32, f32)> = (0..n)
            .map(|r| {
                let p = 1.0 / (1.0 + (-scores[r]).exp());
                ((matrix.labels[r] - p) * matrix.weights[r], p * (1.0 - p) * matrix.weights[r])
            })
            .collect();
        let rows: Vec<u32> = (0..n as u32).filter(|_| dice.share(ROWS)).collect();
        let facts: Vec<u16> = (0..matrix.columns.len() as u16).filter(|_| dice.share(FACTS)).collect();
        let drawn: Vec<(f32, f32)> = rows.iter().map(|r| pulls[*r as usize]).collect();
        let columns: Vec<Vec<u8>> =
            facts.iter().map(|f| rows.iter().map(|r| matrix.columns[usize::from(*f)][*r as usize]).collect()).collect();
        let mut leaves = vec![0u8; rows.len()];
        let mut questions = [(0u16, 0u8); DEPTH];
        for (depth, question) in questions.iter_mut().enumerate() {
            let (k, value) = best_question(&columns, &drawn, &leaves, 1 << depth);
            *question = (facts[k], value);
            leaves.iter_mut().zip(&columns[k]).for_each(|(l, v)| *l |= u8::from(*v >= value) << depth);
        }
        let answers = answers(matrix, &questions, &pulls, &mut scores);
        trees.push((questions.iter().map(|(fact, value)| (usize::from(*fact), *value)).collect(), answers));
    }
    trees
}

/// The question that parts the rows best in all leaves at once: its place among the columns, and the least value.
fn best_question(columns: &[Vec<u8>], pulls: &[(f32, f32)], leaves: &[u8], parts: usize) -> (usize, u8) {
    let best_of = |range: std::ops::Range<usize>| {
        let mut best = (f32::MIN, 0, 0);
        let mut sums = vec![(0.0f32, 0.0f32); parts * VALUES];
        for k in range {
            sums.fill((0.0, 0.0));
            for ((value, leaf), (g, h)) in columns[k].iter().zip(leaves).zip(pulls) {
                let sum = &mut sums[usize::from(*leaf) * VALUES + usize::from(*value).min(VALUES - 1)];
                *sum = (sum.0 + g, sum.1 + h);
            }
            let mut gains = [0.0f32; VALUES];
            for leaf in sums.chunks_exact(VALUES) {
                let all = leaf.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
                let mut low = (0.0, 0.0);
                for (value, sum) in leaf.iter().enumerate() {
                    // Rows below `value` on one side, the rest on the other.
                    let high: (f32, f32) = (all.0 - low.0, all.1 - low.1);
                    gains[value] += low.0 * low.0 / (low.1 + PULL) + high.0 * high.0 / (high.1 + PULL);
                    low = (low.0 + sum.0, low.1 + sum.1);
                }
            }
            for (value, gain) in gains.iter().enumerate().skip(1) {
                if *gain > best.0 {
                    best = (*gain, k, value as u8);
                }
            }
        }
        best
    };
    let half = columns.len() / 2;
    let (a, b) = thread::scope(|scope| {
        let other = scope.spawn(|| best_of(half..columns.len()));
        (best_of(0..half), other.join().expect("no panic"))
    });
    let best = if b.0 > a.0 { b } else { a };
    (best.1, best.2)
}

/// The answers of a tree by all rows, whose scores are brought up to date.
fn answers(matrix: &Matrix, questions: &[(u16, u8); DEPTH], pulls: &[(f32, f32)], scores: &mut [f32]) -> Vec<f32> {
    let mut leaves = vec![0u8; scores.len()];
    for (depth, (fact, value)) in questions.iter().enumerate() {
        let column = &matrix.columns[usize::from(*fact)];
        leaves.iter_mut().zip(column).for_each(|(l, v)| *l |= u8::from(v >= value) << depth);
    }
    let mut sums = vec![(0.0f64, 0.0f64); LEAVES];
    for (leaf, (g, h)) in leaves.iter().zip(pulls) {
        let sum = &mut sums[usize::from(*leaf)];
        *sum = (sum.0 + f64::from(*g), sum.1 + f64::from(*h));
    }
    let answers: Vec<f32> = sums.iter().map(|(g, h)| (g / (h + f64::from(PULL))) as f32 * RATE).collect();
    scores.iter_mut().zip(&leaves).for_each(|(s, l)| *s += answers[usize::from(*l)]);
    answers
}
