//! Fits the weights and trees by which the label stage judges pages of HTML.
//!
//! One command, deterministic, about ten minutes on two cores:
//! `cargo run --release --features fit --example fit_html -- ../shared src/label/markup/data`
//!
//! It learns from `train/html` and from every second page of `eval/html-dev`; the others are for checking. Every look
//! is fitted on scores that the look before gave to pages it had not seen. The last line it says is the F1 of words on
//! pages that no look had seen.

mod boost;
#[path = "../fitting/mod.rs"]
mod fitting;
mod pages;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::PathBuf;

use boost::Matrix;
use fitting::{Row, descend, sum};
use pages::Example;
use tazala::fit::{self, FitUses, Tree};

/// Parts into which the pages are dealt.
const FOLDS: usize = 4;
/// Parts for which trees are fitted that have not seen them, to choose the bias by.
const CHECKED: usize = 2;
/// Pages that a word must stand on to have a weight of its own, around lines and in them.
const WORD_PAGES: (usize, usize) = (6, 8);
/// One page in so many is taken to be in a language none of whose words are known, as Kazakh and Russian ones are here.
const FOREIGN: usize = 3;
/// Added to every score. By F1 of words 0 is best, but not by more than chance down to -1. A wrongly kept word breaks the
/// text it stands in, so it is lower: here precision is above .95 on pages not learnt from, and few paragraphs are lost.
const BIAS: f32 = -0.5;
/// Words with a smaller weight are left out of the table.
const LEAST_WEIGHT: f32 = 0.05;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let shared = PathBuf::from(arguments.next().unwrap_or_else(|| "../shared".into()));
    let out = PathBuf::from(arguments.next().unwrap_or_else(|| "src/label/markup/data".into()));
    let mut examples = pages::read(&shared.join("train/html"), |_| true);
    examples.extend(pages::read(&shared.join("eval/html-dev"), pages::is_even));
    let labelled = |e: &Example| e.labels.iter().flatten().count();
    eprintln!("{} pages, {} lines to learn from", examples.len(), examples.iter().map(labelled).sum::<usize>());

    let vocabulary = vocabulary(&examples);
    let size = fit::html_size() + vocabulary.len();
    let uses: Vec<Vec<Vec<u32>>> =
        examples.iter().enumerate().map(|(n, e)| uses(e, &vocabulary, (n / FOLDS).is_multiple_of(FOREIGN))).collect();
    let rows = |fold: Option<usize>| -> Vec<Row> {
        let mut rows = Vec::new();
        for (_, (e, uses)) in examples.iter().zip(&uses).enumerate().filter(|(n, _)| Some(n % FOLDS) != fold) {
            rows.extend(e.learnt().map(|(i, y, weight)| (uses[i].clone(), y, weight)));
        }
        rows
    };
    let scores = |w: &[f32], n: usize| -> Vec<f32> { uses[n].iter().map(|ix| sum(w, ix)).collect() };
    let mut first_unseen: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let w = descend(&rows(Some(fold)), size);
        (fold..examples.len()).step_by(FOLDS).for_each(|n| first_unseen[n] = scores(&w, n));
    }
    let first = descend(&rows(None), size);
    eprintln!("first look: F1 {:.4}", f1(&examples, &first_unseen));

    let (second, second_unseen) = look(&examples, &first_unseen);
    eprintln!("second look: F1 {:.4}", f1(&examples, &second_unseen));

    let write = |name: &str, what: &str, table: String| {
        let head = format!(
            "# {what} (label/markup)\n# origin: fitted by examples/fit_html on labelled pages (WCXB 1.0, CC BY 4.0; trafilatura's \
             evaluation pages,\n# Apache-2.0; fundus test data, MIT; the pages are their publishers', statistics only)   licence: as the project\n"
        );
        std::fs::write(out.join(name), head + &table).expect("the folder of tables");
    };
    let (facts, words) = first.split_at(fit::html_size());
    write("first.tsv", "Weights of the first look, one a bin", fit::html_table(facts) + &format!("bias\t{BIAS:.2}\n"));
    write("words.tsv", "Weights of words: place, word, log odds for keeping the line", word_table(&vocabulary, words));
    write("second.tsv", "Trees of the second look: questions, answers", fit::html_trees_table(&second));
}

type Vocabulary = HashMap<(&'static str, String), u32>;

/// The words that stand on enough pages, numbered behind the weights of the facts.
fn vocabulary(examples: &[Example]) -> Vocabulary {
    let mut pages: BTreeMap<(&'static str, String), (usize, usize)> = BTreeMap::new();
    for (n, e) in examples.iter().enumerate() {
        for (_, words) in &e.first {
            for word in words.iter().filter(|(_, w)| !w.is_empty()) {
                let entry = pages.entry(word.clone()).or_insert((usize::MAX, 0));
                if entry.0 != n {
                    *entry = (n, entry.1 + 1);
                }
            }
        }
    }
    let enough = |place: &str, n: usize| n >= if is_around(place) { WORD_PAGES.0 } else { WORD_PAGES.1 };
    let known = pages.into_iter().filter(|((place, _), (_, n))| enough(place, *n));
    known.zip(fit::html_size() as u32..).map(|((word, _), index)| (word, index)).collect()
}

/// True for words of classes and ids.
fn is_around(place: &str) -> bool {
    matches!(place, "near" | "far")
}

/// Of each line the weights it uses; with `foreign`, none of the words of the line itself.
fn uses(e: &Example, vocabulary: &Vocabulary, foreign: bool) -> Vec<Vec<u32>> {
    let line = |(facts, words): &FitUses| {
        let words = words.iter().filter(|(place, _)| !foreign || is_around(place));
        facts.iter().copied().chain(words.filter_map(|w| vocabulary.get(w).copied())).collect()
    };
    e.first.iter().map(line).collect()
}

fn word_table(vocabulary: &Vocabulary, weights: &[f32]) -> String {
    let mut rows: Vec<_> = vocabulary.iter().collect();
    rows.sort();
    let mut out = String::new();
    for ((place, word), index) in rows {
        let weight = weights[*index as usize - fit::html_size()];
        if weight.abs() >= LEAST_WEIGHT {
            let _ = writeln!(out, "{place}\t{word}\t{weight:.2}");
        }
    }
    out
}

/// Fits trees on all pages, and gives the scores of each page by trees that have not seen it.
fn look(examples: &[Example], first: &[Vec<f32>]) -> (Vec<Tree>, Vec<Vec<f32>>) {
    let columns: Vec<Vec<u8>> = examples.iter().zip(first).map(|(e, scores)| e.page.second(scores)).collect();
    let matrix = |fold: Option<usize>| {
        let mut matrix = Matrix::new(fit::html_facts().len());
        for (n, (e, values)) in examples.iter().zip(&columns).enumerate() {
            if fold.is_none_or(|fold| n % FOLDS != fold) {
                e.learnt().for_each(|(i, y, weight)| matrix.push(values, e.labels.len(), i, y, weight));
            }
        }
        matrix
    };
    let mut unseen = vec![Vec::new(); examples.len()];
    for fold in 0..CHECKED {
        let trees = boost::fit(&matrix(Some(fold)));
        (fold..examples.len()).step_by(FOLDS).for_each(|n| unseen[n] = fit::html_trees_scores(&trees, &columns[n]));
    }
    (boost::fit(&matrix(None)), unseen)
}

/// F1 (of the means over articles of precision and recall) of words, with the bias.
fn f1(examples: &[Example], scores: &[Vec<f32>]) -> f64 {
    let (mut precision, mut recall, mut pages) = (0.0, 0.0, 0.0);
    let known = examples.iter().zip(scores).filter(|(_, scores)| !scores.is_empty());
    for (e, scores) in known.filter(|(e, _)| e.whole && e.weight == 1.0) {
        let (mut kept, mut right, mut all) = (0.0, 0.0, 0.0);
        for ((label, score), words) in e.labels.iter().zip(scores).zip(&e.words) {
            let (Some(label), keep) = (label, score + BIAS > 0.0) else { continue };
            let words = f64::from(*words);
            kept += if keep { words } else { 0.0 };
            all += if *label { words } else { 0.0 };
            right += if keep && *label { words } else { 0.0 };
        }
        precision += if kept > 0.0 { right / kept } else { 0.0 };
        recall += if all > 0.0 { right / all } else { 1.0 };
        pages += 1.0;
    }
    let (p, r) = (precision / pages, recall / pages);
    2.0 * p * r / (p + r)
}
