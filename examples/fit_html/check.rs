//! What scores are worth on pages that they were not fitted on, counted as `html_score.py` of the shared folder does:
//! runs of four words, and snippets.

use std::collections::HashMap;

use crate::BIAS;
use crate::pages::{Example, words};

/// Hits, wrong ones and misses.
#[derive(Clone, Copy, Default)]
struct Counts {
    hits: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn precision(self) -> f64 {
        if self.hits == 0 { 0.0 } else { self.hits as f64 / (self.hits + self.wrong) as f64 }
    }

    fn recall(self) -> f64 {
        if self.hits == 0 { 0.0 } else { self.hits as f64 / (self.hits + self.missed) as f64 }
    }
}

/// Precision, recall and F1 in words.
fn told(precision: f64, recall: f64) -> String {
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    format!("F1 {f1:.4} (P {precision:.4}, R {recall:.4})")
}

/// Says what `scores` are worth on the pages of html-dev; a page without scores is not counted.
pub fn report(what: &str, examples: &[Example], scores: &[Vec<f32>]) {
    let pages: Vec<(&Example, String)> = examples
        .iter()
        .zip(scores)
        .filter(|(e, scores)| e.gold.dev && scores.len() == e.labels.len())
        .map(|(e, scores)| (e, kept(e, scores)))
        .collect();
    let say = |group: &str, take: &dyn Fn(&Example) -> bool| {
        let taken = || pages.iter().filter(|(e, _)| take(e));
        let runs: Vec<Counts> = taken().filter_map(|(e, kept)| Some(runs(e.gold.text.as_deref()?, kept))).collect();
        if !runs.is_empty() {
            let mean = |part: fn(Counts) -> f64, counts: fn(&&Counts) -> bool| {
                let of: Vec<f64> = runs.iter().filter(counts).map(|c| part(*c)).collect();
                of.iter().sum::<f64>() / of.len().max(1) as f64
            };
            let (p, r) =
                (mean(Counts::precision, |c| c.hits + c.wrong > 0), mean(Counts::recall, |c| c.hits + c.missed > 0));
            eprintln!("{what}: {} pages, {group}: {}", runs.len(), told(p, r));
        }
        let snippets = taken().map(|(e, kept)| snippets(e, kept)).fold(Counts::default(), |a, b| Counts {
            hits: a.hits + b.hits,
            wrong: a.wrong + b.wrong,
            missed: a.missed + b.missed,
        });
        if snippets.hits > 0 {
            eprintln!("{what}: {group}, snippets: {}", told(snippets.precision(), snippets.recall()));
        }
    };
    say("articles", &|e| e.gold.article);
    say("all", &|_| true);
    say("aeb", &|e| e.gold.source == "aeb");
    say("trafilatura", &|e| e.gold.source == "trafilatura");
}

/// The text that these scores keep.
fn kept(e: &Example, scores: &[f32]) -> String {
    let boxed = e.page.boxed();
    let title = e.page.title();
    let keep = |i: &usize| scores[*i] + BIAS > 0.0 && !boxed[*i] && title != Some(*i);
    let lines: Vec<&str> = (0..scores.len()).filter(keep).map(|i| e.page.texts()[i].as_str()).collect();
    lines.join("\n")
}

/// Runs of four words that two texts share, with their numbers.
fn runs(gold: &str, kept: &str) -> Counts {
    const RUN: usize = 4;
    let mut left: HashMap<&[&str], usize> = HashMap::new();
    let (gold, kept) = (words(gold), words(kept));
    gold.windows(RUN.min(gold.len().max(1))).for_each(|run| *left.entry(run).or_default() += 1);
    let mut counts = Counts::default();
    for run in kept.windows(RUN.min(kept.len().max(1))) {
        match left.get_mut(run).filter(|n| **n > 0) {
            Some(n) => {
                *n -= 1;
                counts.hits += 1;
            }
            None => counts.wrong += 1,
        }
    }
    counts.missed = left.values().sum();
    counts
}

/// Snippets that must stand in the text, and those that must not.
fn snippets(e: &Example, kept: &str) -> Counts {
    let text = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = |list: &[String]| list.iter().filter(|s| text.contains(s.as_str())).count();
    if e.gold.with.is_empty() {
        return Counts::default();
    }
    let hits = found(&e.gold.with);
    Counts { hits, wrong: found(&e.gold.without), missed: e.gold.with.len() - hits }
}
