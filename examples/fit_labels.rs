//! Fits the weights of the label stage to pages whose lines are labelled by hand.
//!
//! One command, deterministic, about five minutes:
//! `cargo run --release --features fit --example fit_labels -- ../shared src/label/data`
//!
//! A third path, if given, is where the texts of the pages of html-dev are written as the looks see them that have not
//! seen their sites, for `html_score.py`; what the shipped tables make of the same pages, they have been fitted on.
//!
//! It writes `weights.tsv` (the looks at all pages), `wording.tsv` and `third.tsv` (the look at the words of pages in Latin
//! letters), each with the `.bin` made of it. What it says of unseen pages is measured site by site on looks that have
//! not seen them. The pages of which only snippets are labelled are labelled by the weights of HTML, so fit those first (`fit_html`).
//! The pages are told in `fitting/mod.rs`. After it, fit the titles (`fit_titles`), which read its scores.

#[path = "fitting/mod.rs"]
mod fitting;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use fitting::{Row, boost, descend, sum, wording};
use tazala::fit::{self, FitPage};

/// Parts that the pages are cut into; what is judged on one was fitted on the others.
const FOLDS: usize = 4;

/// How the trees of the second look are grown.
const GROWTH: boost::Growth = boost::Growth { trees: 120, rate: 0.12, pull: 8.0, facts: 50 };

/// How those of the third look are grown.
const GROWTH_OF_THIRD: boost::Growth = boost::Growth { trees: 240, rate: 0.08, pull: 8.0, facts: 40 };

/// Of a page with more lines than this only so many are learnt from, and count for the others.
const MOST_LINES: usize = 300;

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
    /// True for a part of another page.
    part: bool,
    /// True when its labels are those of its HTML, snippets aside: good to learn from and not to judge by.
    by_markup: bool,
    /// Name of a page of html-dev, and its lines.
    named: Option<(String, Vec<String>)>,
}

impl Example {
    /// True for a general article of which every line is known.
    fn is_article(&self) -> bool {
        let known = self.labels.iter().flatten().count();
        !self.part
            && !self.by_markup
            && self.weight == 1.0
            && known * 2 > self.labels.len()
            && self.labels.contains(&Some(true))
    }

    /// The lines to learn from, whether they are kept, and how much they count.
    fn learnt(&self) -> impl Iterator<Item = (usize, bool, f32)> {
        let known = self.labels.iter().flatten().count();
        let each = known.div_ceil(MOST_LINES).max(1);
        // Scattered, since lists return at equal distances.
        let taken = move |i: usize| (i.wrapping_mul(0x9e37_79b1) >> 16).is_multiple_of(each);
        let lines = self.labels.iter().enumerate().filter_map(|(i, label)| Some((i, (*label)?)));
        lines
            .filter(move |(i, _)| taken(*i))
            .map(move |(i, keep)| (i, keep, self.weights[i] * self.weight * each as f32))
    }
}

fn main() {
    let shared = std::env::args().nth(1).unwrap_or_else(|| "../shared".into());
    let out = PathBuf::from(std::env::args().nth(2).unwrap_or_else(|| "src/label/data".into()));
    let examples: Vec<Example> = fitting::pages_and_parts(Path::new(&shared)).iter().map(example).collect();

    // The second look is fitted on scores of a first look that has not seen the page, and judged on
    // pages that it has not seen itself.
    let fits = fits(|aside| descend(&rows(&examples, |e| Some(e.fold) != aside), fit::first_size()));
    let unseen_by = |e: &Example| -> Vec<f32> {
        (0..e.labels.len()).map(|l| sum(&fits.without[e.fold], &e.page.first(l))).collect()
    };
    let unseen: Vec<Vec<f32>> = examples.iter().map(unseen_by).collect();
    let first = fits.all;
    let facts: Vec<Vec<Vec<u8>>> = examples.iter().zip(&unseen).map(|(e, u)| e.page.second(u)).collect();
    let grown = self::fits(|aside| boost::grow(&boost_rows(&examples, &facts, &|e| Some(e.fold) != aside), GROWTH));
    let scores: Vec<Vec<f32>> =
        examples.iter().zip(&facts).map(|(e, facts)| boost::scores(&grown.without[e.fold], facts)).collect();
    let second = grown.all;

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
    let (change, bias) = (best.1, best.2);
    let write = |name: &str, what: &str, table: String| {
        let head = format!(
            "# {what}\n# origin: fitted by examples/fit_labels.rs on labelled pages (WCXB 1.0, CC BY 4.0; trafilatura's evaluation \
             pages,\n# Apache-2.0; fundus test data, MIT; texts themselves belong to their publishers, statistics only)   \
             licence: as the project\n"
        );
        std::fs::write(out.join(name), head + &table).expect("the folder of tables");
    };
    write(
        "weights.tsv",
        "Weights of the label stage: log odds for keeping a line, one weight a bin (label/evidence.rs, label/model.rs).",
        fit::table(&first, &second, &typical(&facts), change, bias),
    );
    let Third { words, trees, compiled, unseen } = third(&examples, &unseen, &scores, bias);
    let compiled = [
        ("weights.bin", fit::compiled_trees(&second)),
        ("third.bin", compiled),
        ("wording.bin", fit::compiled_wording(&words)),
    ];
    for (name, table) in compiled {
        std::fs::write(out.join(name), table).expect("the folder of tables");
    }
    write(
        "wording.tsv",
        "Weights of words: log odds for keeping a line (label/wording.rs); the first is there before any.",
        words,
    );
    write("third.tsv", "Trees of the third look: questions, answers (label/third.rs).", trees);
    if let Some(path) = std::env::args().nth(3) {
        write_texts(&path, &examples, |n| match &unseen[n][..] {
            [] => fit::search(&scores[n], change, bias),
            third => third.iter().map(|score| *score > 0.0).collect(),
        });
    }
}

/// What was fitted with each part of the pages aside, and on all of them.
struct Fits<T> {
    without: Vec<T>,
    all: T,
}

/// Fits side by side, each time with the part of the pages aside that `fit` is told.
fn fits<T: Send>(fit: impl Fn(Option<usize>) -> T + Sync) -> Fits<T> {
    std::thread::scope(|scope| {
        let without: Vec<_> = (0..FOLDS)
            .map(|fold| {
                scope.spawn({
                    let fit = &fit;
                    move || fit(Some(fold))
                })
            })
            .collect();
        let all = fit(None);
        Fits { without: without.into_iter().map(|fit| fit.join().expect("a fit")).collect(), all }
    })
}

/// Writes the texts of the pages that have names, as records: what `kept` says of their lines.
fn write_texts(path: &str, examples: &[Example], kept: impl Fn(usize) -> Vec<bool>) {
    let mut out = String::new();
    for (n, e) in examples.iter().enumerate() {
        if let Some((name, lines)) = &e.named {
            let text: Vec<&str> = lines.iter().zip(kept(n)).filter(|(_, k)| *k).map(|(l, _)| l.as_str()).collect();
            let _ = writeln!(out, "{}", serde_json::json!({ "name": name, "text": text.join("\n") }));
        }
    }
    std::fs::write(path, out).expect("a file for texts");
}

/// The third look.
struct Third {
    /// The tables: words and trees.
    words: String,
    trees: String,
    /// The trees as they are looked up.
    compiled: Vec<u8>,
    /// Scores by trees that have not seen the site, above zero for lines to keep; empty for pages without this look.
    unseen: Vec<Vec<f32>>,
}

/// Fits the third look. `first` and `second`: what the looks before gave to pages that
/// they had not seen; `bias`: what other pages' scores are given in the end.
fn third(examples: &[Example], first: &[Vec<f32>], second: &[Vec<f32>], bias: f32) -> Third {
    let latin: Vec<usize> = (0..examples.len()).filter(|e| examples[*e].page.has_third()).collect();
    // A part of a page has no words of its own.
    let whole = |e: &&Example| !e.part;
    let vocabulary = wording::vocabulary(latin.iter().map(|e| &examples[*e]).filter(whole).map(|e| &e.page));
    let uses: Vec<Vec<(Vec<u32>, f32)>> = latin
        .iter()
        .map(|e| (0..examples[*e].labels.len()).map(|i| wording::uses(&examples[*e].page, i, &vocabulary)).collect())
        .collect();
    let fitted = |aside: Option<usize>| {
        let mut rows: Vec<wording::Row> = Vec::new();
        for (e, uses) in latin.iter().map(|e| &examples[*e]).zip(&uses) {
            if whole(&e) && Some(e.fold) != aside {
                for (i, keep, weight) in e.learnt() {
                    let (words, factor) = uses[i].clone();
                    rows.push((words, factor, f32::from(u8::from(keep)), weight));
                }
            }
        }
        wording::descend(&rows, vocabulary.len())
    };
    let weights = fits(fitted);
    let mut facts: Vec<Vec<Vec<u8>>> = vec![Vec::new(); examples.len()];
    for (e, uses) in latin.iter().zip(&uses) {
        let w = &weights.without[examples[*e].fold];
        let wordings: Vec<f32> = uses.iter().map(|(words, factor)| wording::score(w, words, *factor)).collect();
        facts[*e] = examples[*e].page.third(&first[*e], &second[*e], &wordings);
    }
    let grown = fits(|aside| {
        let of = |e: &Example| e.page.has_third() && Some(e.fold) != aside;
        boost::grow(&boost_rows(examples, &facts, &of), GROWTH_OF_THIRD)
    });
    let mut unseen: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for e in &latin {
        unseen[*e] = boost::scores(&grown.without[examples[*e].fold], &facts[*e]);
    }
    let judged: Vec<usize> = latin.iter().copied().filter(|e| examples[*e].is_article()).collect();
    let own = |scores: &[Vec<f32>], bias: f32| article_f1(examples, &judged, scores, bias);
    let steps = (-16..=16).map(|step| step as f32 / 8.0);
    let (f1, best) = steps
        .map(|bias| (own(&unseen, bias), bias))
        .fold((0.0, 0.0), |best, now| if now.0 > best.0 { now } else { best });
    eprintln!(
        "articles in Latin letters: {:.4} after two looks, {f1:.4} after three with bias {best}",
        own(second, bias)
    );
    let latin: Vec<Vec<Vec<u8>>> = latin.iter().map(|e| std::mem::take(&mut facts[*e])).collect();
    unseen.iter_mut().flatten().for_each(|score| *score += best);
    Third {
        words: wording::table(&vocabulary, &weights.all),
        trees: fit::third_table(&grown.all, &typical(&latin), best - bias - HELD_BACK),
        compiled: fit::compiled_trees(&grown.all),
        unseen,
    }
}

/// What the trees hold back: the rules about neighbours, which come after them, keep lines and drop none.
const HELD_BACK: f32 = 0.25;

/// Words that a wrongly kept line costs beside its own: it parts those above and below it.
const INTRUSION_WORDS: f64 = 3.0;

/// F1 of the means over pages of precision and recall of words kept.
fn article_f1(examples: &[Example], judged: &[usize], scores: &[Vec<f32>], bias: f32) -> f64 {
    let (mut precision, mut recall) = (0.0, 0.0);
    for e in judged {
        let (mut right, mut wrong, mut missing) = (0.0, 0.0, 0.0);
        for ((label, score), words) in examples[*e].labels.iter().zip(&scores[*e]).zip(examples[*e].page.words()) {
            let words = f64::from(words);
            match (label, score + bias > 0.0) {
                (Some(true), true) => right += words,
                (Some(false), true) => wrong += words + INTRUSION_WORDS,
                (Some(true), false) => missing += words,
                _ => {}
            }
        }
        let share = |of: f64| if right == 0.0 { 0.0 } else { right / (right + of) };
        precision += share(wrong);
        recall += share(missing);
    }
    2.0 * precision * recall / (precision + recall) / judged.len() as f64
}

fn rows(examples: &[Example], take: impl Fn(&Example) -> bool) -> Vec<Row> {
    let mut out = Vec::new();
    for e in examples.iter().filter(|e| take(e)) {
        out.extend(e.learnt().map(|(i, keep, weight)| (e.page.first(i), if keep { 1.0 } else { 0.0 }, weight)));
    }
    out
}

fn boost_rows(examples: &[Example], facts: &[Vec<Vec<u8>>], take: &dyn Fn(&Example) -> bool) -> boost::Rows {
    let count = facts.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = boost::Rows { facts: vec![Vec::new(); count], keep: Vec::new(), weights: Vec::new() };
    for (e, facts) in examples.iter().zip(facts).filter(|(e, _)| take(e)) {
        let learnt: Vec<(usize, bool, f32)> = e.learnt().collect();
        for (all, own) in out.facts.iter_mut().zip(facts) {
            all.extend(learnt.iter().map(|(i, ..)| own[*i]));
        }
        out.keep.extend(learnt.iter().map(|(_, keep, _)| keep));
        out.weights.extend(learnt.iter().map(|(.., weight)| weight));
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
    for (e, s) in examples.iter().zip(scores).filter(|(e, _)| !e.by_markup) {
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
    let named = p.name.clone().map(|name| {
        let lines: Vec<&str> = p.text.split('\n').collect();
        (name, page.numbers.iter().map(|n| lines[*n].to_string()).collect())
    });
    let labels: Vec<Option<bool>> = page.numbers.iter().map(|n| p.lines.get(*n).copied().flatten()).collect();
    // A line counts by the root of its words, a page by its number of lines to the same degree.
    let raw: Vec<f32> = page.words().iter().map(|w| ((*w).clamp(1, 80) as f32).sqrt()).collect();
    // A page of which few lines are known does not count as if they were all.
    let known: usize = labels.iter().flatten().count();
    let total: f32 = raw.iter().sum::<f32>().max(1.0);
    let few = known * 4 < labels.len();
    let scale = if few { SNIPPET_WEIGHT } else { 1.0 } * 30.0 / total * (total / 100.0).clamp(0.6, 3.0);
    Example {
        weights: raw.iter().map(|w| w * scale).collect(),
        labels,
        page,
        weight: p.weight,
        fold: p.number % FOLDS,
        part: p.part,
        by_markup: p.html.is_some(),
        named,
    }
}
