//! Fits the weights and trees by which the label stage judges pages of HTML.
//!
//! One command, deterministic, about a minute of CPU time:
//! `cargo run --release --features fit --example fit_html -- ../shared src/label/markup/data`
//!
//! It learns from all pages of `train/html` and `eval/html-dev`. Every look is fitted on scores that the look before gave
//! to pages of sites it had not seen. With `--check` trees are also fitted without each part of the sites in turn, and it
//! says what the tables would reach on pages of html-dev whose sites they have not seen; that takes twice as long. With
//! `--check=1`, `--check=2`, … the sites are dealt in another way, and no table is written.

mod boost;
mod check;
#[path = "../fitting/mod.rs"]
mod fitting;
mod pages;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::PathBuf;

use boost::Matrix;
use fitting::{Row, descend, sum};
use pages::Example;
use tazala::fit::{self, FitUses};

/// Parts into which the sites are dealt.
const FOLDS: usize = 4;
/// Pages that a word must stand on to have a weight of its own, around lines and in them.
const WORD_PAGES: (usize, usize) = (6, 8);
/// One page in so many is taken to be in a language none of whose words are known, as Kazakh and Russian ones are here.
const FOREIGN: usize = 3;
/// Added to every score. By F1 of words 0 is best, but not by more than chance down to -1. A wrongly kept word breaks the
/// text it stands in, so it is lower: here precision is above .95 on pages not learnt from, and few paragraphs are lost.
pub const BIAS: f32 = -0.5;
/// Words with a smaller weight are left out of the table.
const LEAST_WEIGHT: f32 = 0.05;

fn main() {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let mut paths = paths.into_iter();
    let shared = PathBuf::from(paths.next().unwrap_or_else(|| "../shared".into()));
    let out = PathBuf::from(paths.next().unwrap_or_else(|| "src/label/markup/data".into()));
    let check = flags.iter().find_map(|f| f.strip_prefix("--check"));
    let deal: u64 = check.and_then(|f| f.strip_prefix('=')?.parse().ok()).unwrap_or(0);
    let mut examples = pages::read(&shared.join("train/html"), false);
    examples.extend(pages::read(&shared.join("eval/html-dev"), true));
    let labelled = |e: &Example| e.labels.iter().flatten().count();
    eprintln!("{} pages, {} lines to learn from", examples.len(), examples.iter().map(labelled).sum::<usize>());

    let folds: Vec<usize> = examples.iter().map(|e| fold_of(e, deal)).collect();
    let vocabulary = vocabulary(&examples);
    let size = fit::html_size() + vocabulary.len();
    let uses_of = |foreign: fn(usize) -> bool| -> Vec<Vec<Vec<u32>>> {
        examples.iter().enumerate().map(|(n, e)| uses(e, &vocabulary, foreign(n))).collect()
    };
    let uses = uses_of(|n| n.is_multiple_of(FOREIGN));
    let rows = |fold: Option<usize>| -> Vec<Row> {
        let mut rows = Vec::new();
        for ((e, uses), _) in examples.iter().zip(&uses).zip(&folds).filter(|(_, f)| Some(**f) != fold) {
            rows.extend(e.learnt().map(|(i, y, weight)| (uses[i].clone(), y, weight)));
        }
        rows
    };
    // Of pages that are taken for foreign, the check wants the scores that they really have.
    let known = if check.is_some() { uses_of(|_| false) } else { Vec::new() };
    let mut unseen: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    let mut unseen_known = unseen.clone();
    for fold in 0..FOLDS {
        let w = descend(&rows(Some(fold)), size);
        let scores = |uses: &[Vec<u32>]| uses.iter().map(|ix| sum(&w, ix)).collect();
        for n in (0..examples.len()).filter(|n| folds[*n] == fold) {
            unseen[n] = scores(&uses[n]);
            unseen_known[n] = known.get(n).map_or_else(Vec::new, |uses| scores(uses));
        }
    }
    let columns_of = |scores: &[Vec<f32>]| -> Vec<Vec<u8>> {
        examples.iter().zip(scores).map(|(e, scores)| e.page.second(scores)).collect()
    };
    let columns = columns_of(&unseen);
    if check.is_some() {
        check::report("first look", &examples, &unseen_known);
        let known_columns = columns_of(&unseen_known);
        let mut checked: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
        for fold in 0..FOLDS {
            let trees = boost::fit(&matrix(&examples, &columns, |n| folds[n] != fold));
            (0..examples.len())
                .filter(|n| folds[*n] == fold)
                .for_each(|n| checked[n] = fit::html_trees_scores(&trees, &known_columns[n]));
        }
        check::report("second look", &examples, &checked);
    }
    if deal != 0 {
        return;
    }
    let first = descend(&rows(None), size);
    let second = boost::fit(&matrix(&examples, &columns, |_| true));

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

/// The lines of the pages that `take` takes.
fn matrix(examples: &[Example], columns: &[Vec<u8>], take: impl Fn(usize) -> bool) -> Matrix {
    let mut matrix = Matrix::new(fit::html_facts().len());
    for (_, (e, values)) in examples.iter().zip(columns).enumerate().filter(|(n, _)| take(*n)) {
        e.learnt().for_each(|(i, y, weight)| matrix.push(values, e.labels.len(), i, y, weight));
    }
    matrix
}

/// The part that a page belongs to: those of one site belong together. Each `deal` is another one.
fn fold_of(e: &Example, deal: u64) -> usize {
    // FNV-1a.
    let seed = 0xcbf2_9ce4_8422_2325 ^ deal.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = e.gold.site.bytes().fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32) as usize % FOLDS
}
