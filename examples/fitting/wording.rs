//! Fits the weights of words: logistic regression over the words of single lines.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use tazala::fit::{self, FitPage};

/// Pages that a word, and two words in a row, must stand on to have a weight: what stands on fewer tells the pages
/// apart and not their parts.
const WORD_PAGES: usize = 8;
const PAIR_PAGES: usize = 8;

/// Weights smaller than this are left out of the table.
const LEAST_WEIGHT: f32 = 0.08;

/// The words that have weights, by key: their number and how they read.
pub type Vocabulary = BTreeMap<u32, (u32, String)>;

/// The words that stand on enough of these pages.
pub fn vocabulary<'p>(pages: impl Iterator<Item = &'p FitPage>) -> Vocabulary {
    let mut known: HashMap<u32, (usize, usize, String)> = HashMap::new();
    for (n, page) in pages.enumerate() {
        for i in 0..page.words().len() {
            for (key, words) in page.wording(i) {
                let entry = known.entry(key).or_insert_with(|| (usize::MAX, 0, fit::wording_text(words)));
                if entry.0 != n {
                    *entry = (n, entry.1 + 1, std::mem::take(&mut entry.2));
                }
            }
        }
    }
    let enough = |text: &str, pages| pages >= if text.contains(' ') { PAIR_PAGES } else { WORD_PAGES };
    let mut kept: Vec<(u32, String)> =
        known.into_iter().filter(|(_, (_, n, text))| enough(text, *n)).map(|(key, (_, _, text))| (key, text)).collect();
    kept.sort();
    kept.into_iter().enumerate().map(|(n, (key, text))| (key, (n as u32, text))).collect()
}

/// A line to learn from: the weights it uses, the factor of their sum, what it is (0 or 1), how much it counts.
pub type Row = (Vec<u32>, f32, f32, f32);

/// The weights that a line uses, and the factor of their sum.
pub fn uses(page: &FitPage, i: usize, vocabulary: &Vocabulary) -> (Vec<u32>, f32) {
    let words = page.wording(i);
    let known = words.iter().filter_map(|(key, _)| vocabulary.get(key)).map(|(n, _)| *n).collect();
    (known, 1.0 / (words.len().max(1) as f32).sqrt())
}

/// The score of a line: the last weight is there before any word is read.
pub fn score(w: &[f32], words: &[u32], factor: f32) -> f32 {
    w[w.len() - 1] + factor * super::sum(w, words)
}

/// The weights of `n` words and, last, the bias; by Adagrad with a pull towards zero.
pub fn descend(rows: &[Row], n: usize) -> Vec<f32> {
    const EPOCHS: usize = 10;
    const RATE: f32 = 0.15;
    const PULL: f32 = 2e-3;
    let mut w = vec![0.0f32; n + 1];
    let mut mean = vec![0.0f32; n + 1];
    let mut seen = vec![1e-2f32; n + 1];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut random = super::Random(0x2545_f491_4f6c_dd1d);
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            order.swap(i, random.below(i + 1));
        }
        for &r in &order {
            let (words, factor, y, weight) = &rows[r];
            let p = 1.0 / (1.0 + (-score(&w, words, *factor)).exp());
            let slope = (p - y) * weight;
            let mut step = |i: usize, g: f32| {
                let g = g + PULL * w[i];
                seen[i] += g * g;
                w[i] -= RATE * g / seen[i].sqrt();
            };
            step(n, slope);
            words.iter().for_each(|i| step(*i as usize, slope * factor));
        }
        if epoch >= EPOCHS / 2 {
            mean.iter_mut().zip(&w).for_each(|(m, w)| *m += w);
        }
    }
    mean.iter().map(|m| m / (EPOCHS - EPOCHS / 2) as f32).collect()
}

/// The table: the bias first, then the words in order.
pub fn table(vocabulary: &Vocabulary, w: &[f32]) -> String {
    let mut rows: Vec<(&str, f32)> = vocabulary.values().map(|(n, text)| (text.as_str(), w[*n as usize])).collect();
    rows.retain(|(_, weight)| weight.abs() >= LEAST_WEIGHT);
    rows.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = format!("\t{:.2}\n", w[w.len() - 1]);
    for (words, weight) in rows {
        let _ = writeln!(out, "{words}\t{weight:.2}");
    }
    out
}
