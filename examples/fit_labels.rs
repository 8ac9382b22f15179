//! Fits the weights of the label stage to pages whose lines are labelled by hand.
//!
//! One command, deterministic, about a minute:
//! `cargo run --release --features fit --example fit_labels -- ../shared > src/label/data/weights.tsv`
//!
//! The pages are told in `fitting/mod.rs`. After it, fit the titles (`fit_titles`), which read its scores.

#[path = "fitting/mod.rs"]
mod fitting;

use std::path::Path;

use fitting::{Row, descend, sum};
use tazala::fit::{self, FitPage};

/// One page with what is known of its lines: `Some(true)` to keep, `None` not to learn from.
struct Example {
    page: FitPage,
    labels: Vec<Option<bool>>,
    weights: Vec<f32>,
    /// How much the page counts.
    weight: f32,
}

fn main() {
    let shared = std::env::args().nth(1).unwrap_or_else(|| "../shared".into());
    let examples: Vec<Example> = fitting::pages(Path::new(&shared)).iter().map(example).collect();
    let (n_first, n_second) = fit::sizes();

    // The second look is fitted on scores of a first look that has not seen the page.
    let folds = 4;
    let mut unseen: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for fold in 0..folds {
        let rows = rows(examples.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, e)| e), |e| {
            (0..e.labels.len()).map(|i| e.page.first(i)).collect()
        });
        let w = descend(&rows, n_first);
        for (i, e) in examples.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            unseen[i] = (0..e.labels.len()).map(|l| sum(&w, &e.page.first(l))).collect();
        }
    }
    let first = descend(&rows(examples.iter(), |e| (0..e.labels.len()).map(|i| e.page.first(i)).collect()), n_first);
    let mut at = 0;
    let second_rows = rows(examples.iter(), |e| {
        at += 1;
        e.page.second(&unseen[at - 1])
    });
    let second = descend(&second_rows, n_second);

    // The cost of a change and the bias are chosen on the unseen scores, by words kept rightly.
    let scores: Vec<Vec<f32>> = examples
        .iter()
        .zip(&unseen)
        .map(|(e, u)| e.page.second(u).iter().map(|ix| sum(&second, ix)).collect())
        .collect();
    let mut best = (0.0, 1.0, 0.0);
    for change in [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0] {
        for bias in [-1.5f32, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5] {
            let f1 = word_f1(&examples, &scores, change, bias);
            if f1 > best.0 {
                best = (f1, change, bias);
            }
        }
    }
    eprintln!("words kept rightly on unseen pages: F1 {:.4} with change {} bias {}", best.0, best.1, best.2);
    println!(
        "# Weights of the label stage: log odds for keeping a line, one weight a bin (label/evidence.rs, label/model.rs)."
    );
    println!(
        "# origin: fitted by examples/fit_labels.rs on labelled pages (WCXB 1.0, CC BY 4.0; trafilatura's evaluation pages,"
    );
    println!(
        "# Apache-2.0; fundus test data, MIT; texts themselves belong to their publishers, statistics only)   licence: as the project"
    );
    print!("{}", fit::table(&first, &second, best.1, best.2));
}

fn rows<'e>(examples: impl Iterator<Item = &'e Example>, mut of: impl FnMut(&Example) -> Vec<Vec<u32>>) -> Vec<Row> {
    let mut out = Vec::new();
    for e in examples {
        for (i, ix) in of(e).into_iter().enumerate() {
            if let Some(keep) = e.labels[i] {
                out.push((ix, if keep { 1.0 } else { 0.0 }, e.weights[i] * e.weight));
            }
        }
    }
    out
}

/// What a wrongly kept word counts against a wrongly dropped one.
const INTRUSION: f64 = 2.0;

/// F1 of the means over pages of precision and recall of words kept.
fn word_f1(examples: &[Example], scores: &[Vec<f32>], change: f32, bias: f32) -> f64 {
    let (mut precision, mut recall, mut pages) = (0.0, 0.0, 0.0);
    for (e, s) in examples.iter().zip(scores) {
        let kept = fit::search(s, change, bias);
        let (mut tp, mut fp, mut fn_) = (0.0, 0.0, 0.0);
        for ((label, keep), words) in e.labels.iter().zip(kept).zip(e.page.words()) {
            match (label, keep) {
                (Some(true), true) => tp += f64::from(words),
                (Some(false), true) => fp += f64::from(words),
                (Some(true), false) => fn_ += f64::from(words),
                _ => {}
            }
        }
        // A wrongly kept line also breaks the text it stands in, so it counts for more than its words.
        let share = |of: f64| if tp + of == 0.0 { 1.0 } else { tp / (tp + of) };
        fp *= INTRUSION;
        let weight = f64::from(e.weight);
        precision += weight * share(fp);
        recall += weight * share(fn_);
        pages += weight;
    }
    let (p, r) = (precision / pages, recall / pages);
    2.0 * p * r / (p + r)
}

fn example(p: &fitting::Labelled) -> Example {
    let page = FitPage::new(&p.text);
    let labels: Vec<Option<bool>> = page.numbers.iter().map(|n| p.lines.get(*n).copied().flatten()).collect();
    // A line counts by the root of its words, a page by its number of lines to the same degree.
    let raw: Vec<f32> = page.words().iter().map(|w| ((*w).clamp(1, 80) as f32).sqrt()).collect();
    let total: f32 = raw.iter().sum::<f32>().max(1.0);
    let scale = 30.0 / total * (total / 100.0).clamp(0.6, 3.0);
    Example { weights: raw.iter().map(|w| w * scale).collect(), labels, page, weight: p.weight }
}
