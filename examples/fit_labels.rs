//! Fits the weights of the label stage to pages whose lines are labelled by hand.
//!
//! One command, deterministic, about a minute:
//! `cargo run --release --features fit --example fit_labels -- ../shared > src/label/data/weights.tsv`
//!
//! The pages are told in `fitting/mod.rs`. After it, fit the titles (`fit_titles`), which read its scores.

#[path = "fitting/mod.rs"]
mod fitting;

use std::path::Path;

use fitting::{Row, boost, descend, sum};
use tazala::fit::{self, FitPage};

/// Parts that the pages are cut into; what is judged on one was fitted on the others.
const FOLDS: usize = 4;

/// How the trees of the second look are grown.
const GROWTH: boost::Growth = boost::Growth { trees: 120, rate: 0.12, pull: 8.0, facts: 50 };

/// What a line counts on a page of which only some lines are known.
const SNIPPET_WEIGHT: f32 = 3.0;

/// One page with what is known of its lines: `Some(true)` to keep, `None` not to learn from.
struct Example {
    page: FitPage,
    labels: Vec<Option<bool>>,
    weights: Vec<f32>,
    /// How much the page counts.
    weight: f32,
    /// The part that it belongs to when pages are kept aside.
    fold: usize,
}

fn main() {
    let shared = std::env::args().nth(1).unwrap_or_else(|| "../shared".into());
    let examples: Vec<Example> = fitting::pages_and_parts(Path::new(&shared)).iter().map(example).collect();

    // The second look is fitted on scores of a first look that has not seen the page, and judged on
    // pages that it has not seen itself.
    let fitted = |rows: Vec<Row>| descend(&rows, fit::first_size());
    let mut unseen: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let w = fitted(rows(&examples, |e| e.fold != fold));
        for (i, e) in examples.iter().enumerate().filter(|(_, e)| e.fold == fold) {
            unseen[i] = (0..e.labels.len()).map(|l| sum(&w, &e.page.first(l))).collect();
        }
    }
    let first = fitted(rows(&examples, |_| true));
    let facts: Vec<Vec<Vec<u8>>> = examples.iter().zip(&unseen).map(|(e, u)| e.page.second(u)).collect();
    let grown = |of: &dyn Fn(&Example) -> bool| boost::grow(&boost_rows(&examples, &facts, of), GROWTH);
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let trees = grown(&|e| e.fold != fold);
        for (i, _) in examples.iter().enumerate().filter(|(_, e)| e.fold == fold) {
            scores[i] = boost::scores(&trees, &facts[i]);
        }
    }
    let second = grown(&|_| true);

    // The cost of a change and the bias are chosen on the unseen scores, by words kept rightly.
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
    print!("{}", fit::table(&first, &second, &typical(&facts), best.1, best.2));
}

fn rows(examples: &[Example], take: impl Fn(&Example) -> bool) -> Vec<Row> {
    let mut out = Vec::new();
    for e in examples.iter().filter(|e| take(e)) {
        for (i, label) in e.labels.iter().enumerate() {
            if let Some(keep) = label {
                out.push((e.page.first(i), if *keep { 1.0 } else { 0.0 }, e.weights[i] * e.weight));
            }
        }
    }
    out
}

fn boost_rows(examples: &[Example], facts: &[Vec<Vec<u8>>], take: &dyn Fn(&Example) -> bool) -> boost::Rows {
    let mut out = boost::Rows { facts: vec![Vec::new(); facts[0].len()], keep: Vec::new(), weights: Vec::new() };
    for (e, facts) in examples.iter().zip(facts).filter(|(e, _)| take(e)) {
        let known = |i: &usize| e.labels[*i].is_some();
        for (all, own) in out.facts.iter_mut().zip(facts) {
            all.extend((0..e.labels.len()).filter(known).map(|i| own[i]));
        }
        out.keep.extend(e.labels.iter().flatten());
        out.weights.extend((0..e.labels.len()).filter(known).map(|i| e.weights[i] * e.weight));
    }
    out
}

/// The middle bin of each fact.
fn typical(facts: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let middle = |fact: usize| {
        let mut bins: Vec<u8> = facts.iter().flat_map(|page| &page[fact]).copied().collect();
        bins.sort_unstable();
        bins[bins.len() / 2]
    };
    (0..facts[0].len()).map(middle).collect()
}

/// What a wrongly kept word counts against a wrongly dropped one.
const INTRUSION: f64 = 3.5;

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
    // A page of which few lines are known does not count as if they were all.
    let known: usize = labels.iter().flatten().count();
    let total: f32 = raw.iter().sum::<f32>().max(1.0);
    let few = known * 4 < labels.len();
    let scale = if few { SNIPPET_WEIGHT } else { 1.0 } * 30.0 / total * (total / 100.0).clamp(0.6, 3.0);
    Example { weights: raw.iter().map(|w| w * scale).collect(), labels, page, weight: p.weight, fold: p.number % FOLDS }
}
