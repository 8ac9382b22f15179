//! Fits the weights of the label stage to pages whose lines are labelled by hand.
//!
//! One command, deterministic, about a minute:
//! `cargo run --release --features fit --example fit_labels -- ../shared > src/label/data/weights.tsv`
//!
//! It reads `train/html` (flattened pages, English and German for the most part), the pages of
//! `eval/rawtext-dev` whose number is not divisible by three and every second page of
//! `fixtures/gold`; the others are for checking.

use std::collections::HashMap;
use std::path::Path;

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
    let shared = Path::new(&shared);
    let mut examples = html_pages(&shared.join("train/html"));
    let general = examples.len();
    let dev = shared.join("eval/rawtext-dev");
    examples.extend(raw_pages(&dev.join("pages"), &dev.join("gold"), |n| n % 3 != 0));
    examples.extend(raw_pages(Path::new("fixtures/gold"), Path::new("fixtures/gold"), |n| n % 2 == 0));
    eprintln!("{general} general pages, {} raw pages", examples.len() - general);
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
    let scores: Vec<Vec<f32>> =
        examples.iter().zip(&unseen).map(|(e, u)| e.page.second(u).iter().map(|ix| sum(&second, ix)).collect()).collect();
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
    println!("# Weights of the label stage: log odds for keeping a line, one weight a bin (label/evidence.rs, label/model.rs).");
    println!("# origin: fitted by examples/fit_labels.rs on labelled pages (WCXB 1.0, CC BY 4.0; trafilatura's evaluation pages,");
    println!("# Apache-2.0; fundus test data, MIT; texts themselves belong to their publishers, statistics only)   licence: as the project");
    print!("{}", fit::table(&first, &second, best.1, best.2));
}

type Row = (Vec<u32>, f32, f32);

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

fn sum(w: &[f32], ix: &[u32]) -> f32 {
    ix.iter().map(|i| w[*i as usize]).sum()
}

/// Logistic regression by Adagrad with a pull towards zero; the order is shuffled by a fixed rule.
fn descend(rows: &[Row], n: usize) -> Vec<f32> {
    const EPOCHS: usize = 14;
    const RATE: f32 = 0.12;
    const PULL: f32 = 2e-5;
    let mut w = vec![0.0f32; n];
    let mut mean = vec![0.0f32; n];
    let mut seen = vec![1e-3f32; n];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1du64;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(i, (state % (i as u64 + 1)) as usize);
        }
        for &r in &order {
            let (ix, y, weight) = &rows[r];
            let p = 1.0 / (1.0 + (-sum(&w, ix)).exp());
            let g = (p - y) * weight;
            for i in ix {
                let i = *i as usize;
                let g = g + PULL * w[i];
                seen[i] += g * g;
                w[i] -= RATE * g / seen[i].sqrt();
            }
        }
        // The mean of the last half of the way is steadier than its end.
        if epoch >= EPOCHS / 2 {
            mean.iter_mut().zip(&w).for_each(|(m, w)| *m += w);
        }
    }
    mean.iter().map(|m| m / (EPOCHS - EPOCHS / 2) as f32).collect()
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

fn example(text: &str, weight: f32, label: impl Fn(usize, &str) -> Option<bool>) -> Example {
    let page = FitPage::new(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let labels: Vec<Option<bool>> = page.numbers.iter().map(|n| label(*n, lines[*n])).collect();
    // A line counts by the root of its words, a page by its number of lines to the same degree.
    let raw: Vec<f32> = page.words().iter().map(|w| ((*w).clamp(1, 80) as f32).sqrt()).collect();
    let total: f32 = raw.iter().sum::<f32>().max(1.0);
    let scale = 30.0 / total.sqrt() / total.sqrt().max(1.0) * (total / 100.0).clamp(0.6, 3.0);
    Example { weights: raw.iter().map(|w| w * scale).collect(), labels, page, weight }
}

fn html_pages(dir: &Path) -> Vec<Example> {
    let gold = std::fs::read_to_string(dir.join("gold.jsonl")).expect("train/html/gold.jsonl");
    let mut out = Vec::new();
    for line in gold.lines() {
        let g: HashMap<String, serde_json::Value> = serde_json::from_str(line).expect("gold line");
        let Some(labels) = g.get("labels") else { continue };
        let labels: Vec<bool> = match labels {
            serde_json::Value::String(s) => s.bytes().map(|b| b == b'1').collect(),
            serde_json::Value::Array(a) => a.iter().map(|v| v.as_u64() == Some(1) || v.as_str() == Some("1")).collect(),
            _ => continue,
        };
        if g.get("text_ok").and_then(serde_json::Value::as_bool) == Some(false) {
            continue;
        }
        let name = g["name"].as_str().expect("name");
        let Ok(text) = std::fs::read_to_string(dir.join("pages").join(format!("{name}.txt"))) else { continue };
        let title = g.get("title").and_then(|t| t.as_str()).unwrap_or("\u{0}").trim().to_lowercase();
        // The tool is for articles: forums, shops and the like count for less.
        let article = matches!(g.get("page_type").and_then(|t| t.as_str()), None | Some("article"));
        // The sources differ on whether the headline is text, so nothing is learnt from it.
        out.push(example(&text, if article { 1.0 } else { 0.25 }, |i, l| {
            (l.trim().to_lowercase() != title).then(|| labels.get(i).copied()).flatten()
        }));
    }
    out
}

fn raw_pages(pages: &Path, gold: &Path, take: impl Fn(usize) -> bool) -> Vec<Example> {
    let mut names: Vec<_> = std::fs::read_dir(pages).expect("pages").flatten().map(|e| e.path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    names.sort();
    let mut out = Vec::new();
    for (_, path) in names.iter().enumerate().filter(|(n, _)| take(*n)) {
        let text = std::fs::read_to_string(path).expect("page");
        let stem = path.file_stem().expect("name").to_string_lossy().into_owned();
        let removed = std::fs::read_to_string(gold.join(format!("{stem}.removed.jsonl"))).unwrap_or_default();
        let mut gone: HashMap<usize, bool> = HashMap::new();
        for line in removed.lines().filter(|l| !l.trim().is_empty()) {
            let r: HashMap<String, serde_json::Value> = serde_json::from_str(line).expect("removed line");
            let reason = r["reason"].as_str().unwrap_or_default();
            let neutral = matches!(reason, "byline" | "caption" | "kicker" | "stub");
            let inline = r.get("inline").is_some_and(|v| v.as_bool() == Some(true));
            let at = r["line_no"].as_u64().expect("line_no") as usize - 1;
            // Lines that are partly kept, and those that may be either, teach nothing.
            *gone.entry(at).or_insert(!neutral && !inline) &= !neutral && !inline;
        }
        out.push(example(&text, 3.0, |i, _| match gone.get(&i) {
            Some(true) => Some(false),
            Some(false) => None,
            None => Some(true),
        }));
    }
    out
}
