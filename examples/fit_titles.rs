//! Fits the weights by which the split stage chooses a title, to pages whose headline is known.
//!
//! One command, deterministic, about a minute, after `fit_labels` and a rebuild:
//! `cargo run --release --features fit --example fit_titles -- ../shared > src/split/data/title_weights.tsv`
//!
//! The pages are told in `fitting/mod.rs`.

#[path = "fitting/mod.rs"]
mod fitting;

use std::path::Path;

use fitting::{Labelled, Row, descend, sum};
use tazala::fit;

/// The candidates of a page: the weights each uses, and whether it is the title.
struct Candidates {
    list: Vec<(Vec<u32>, bool)>,
    weight: f32,
    /// True when the page shows no title.
    untitled: bool,
}

fn main() {
    let shared = std::env::args().nth(1).unwrap_or_else(|| "../shared".into());
    let pages: Vec<Candidates> = fitting::pages(Path::new(&shared)).iter().filter_map(candidates).collect();
    let size = fit::title_size();
    // The least score a title must have is chosen on pages that the weights have not seen.
    let folds = 4;
    let mut unseen: Vec<(usize, Vec<f32>)> = Vec::new();
    for fold in 0..folds {
        let w = descend(&rows(pages.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, p)| p)), size);
        for (i, page) in pages.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            unseen.push((i, page.list.iter().map(|(ix, _)| sum(&w, ix)).collect()));
        }
    }
    // A wrong title takes a line from the text, so it costs what half a right one gains.
    let value = |page: &Candidates, scores: &[f32], least: f32| match (
        is_right(page, scores, least),
        scores.iter().any(|s| *s > least),
    ) {
        (true, _) => page.weight,
        (false, true) => -0.5 * page.weight,
        (false, false) => 0.0,
    };
    let right = |least: f32| -> f32 { unseen.iter().map(|(i, scores)| value(&pages[*i], scores, least)).sum() };
    let all: f32 = pages.iter().map(|p| p.weight).sum();
    let mut best = (0.0, 0.0);
    for step in -9..=4 {
        let least = step as f32 * 0.25;
        if right(least) > best.0 {
            best = (right(least), least);
        }
    }
    eprintln!("{} pages; value of titles on unseen pages: {:.4} with least {}", pages.len(), best.0 / all, best.1);
    let weights = descend(&rows(pages.iter()), size);
    println!(
        "# Weights for choosing a title: log odds that a line is the headline, one weight a bin (split/title.rs)."
    );
    println!(
        "# origin: fitted by examples/fit_titles.rs on pages whose headline is known (WCXB 1.0, CC BY 4.0; fundus test"
    );
    println!("# data, MIT; own pages; texts belong to their publishers, statistics only)   licence: as the project");
    println!("{}least\t{:.2}", fit::title_table(&weights), best.1);
}

fn is_right(page: &Candidates, scores: &[f32], least: f32) -> bool {
    let best = scores.iter().enumerate().filter(|(_, s)| **s > least).max_by(|a, b| a.1.total_cmp(b.1));
    match best {
        Some((k, _)) => page.list[k].1,
        None => page.untitled,
    }
}

fn rows<'c>(pages: impl Iterator<Item = &'c Candidates>) -> Vec<Row> {
    pages
        .flat_map(|p| p.list.iter().map(|(ix, right)| (ix.clone(), if *right { 1.0 } else { 0.0 }, p.weight)))
        .collect()
}

/// The candidates of a page that shows one headline, or none.
fn candidates(p: &Labelled) -> Option<Candidates> {
    if p.titles.is_empty() && !p.untitled {
        return None;
    }
    let lines: Vec<&str> = p.text.split('\n').collect();
    let same = |a: &str, b: &str| plain(a) == plain(b);
    let list: Vec<_> = fit::title_candidates(&p.text)
        .into_iter()
        .map(|(n, ix)| (ix, p.titles.iter().any(|t| same(t, lines[n]))))
        .collect();
    let found = list.iter().any(|(_, right)| *right);
    (p.untitled || found).then_some(Candidates {
        list,
        weight: if p.untitled { 6.0 } else { p.weight.min(2.0) },
        untitled: p.untitled,
    })
}

/// A title for comparison: its letters and digits in lower case.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
