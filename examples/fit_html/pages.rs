//! Pages of HTML with what is known of their lines.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use tazala::fit::{FitHtml, FitUses};

/// A page with its lines labelled.
pub struct Example {
    pub page: FitHtml,
    pub first: Vec<FitUses>,
    /// To keep or not; `None` teaches nothing.
    pub labels: Vec<Option<bool>>,
    pub words: Vec<u32>,
    /// What each line counts.
    weights: Vec<f32>,
    /// What the page counts.
    pub weight: f32,
    /// True when every line is labelled, false when some are.
    pub whole: bool,
}

impl Example {
    /// The labelled lines: number, 0 or 1, weight.
    pub fn learnt(&self) -> impl Iterator<Item = (usize, f32, f32)> {
        self.labels
            .iter()
            .enumerate()
            .filter_map(|(i, label)| Some((i, f32::from(u8::from((*label)?)), self.weights[i])))
    }
}

/// True for the half of the pages whose names' bytes have an even sum, the half that the tables for flat text learn from.
pub fn is_even(name: &str) -> bool {
    name.bytes().map(u32::from).sum::<u32>() % 2 == 0
}

/// Reads the pages of a set that `take` takes: `gold.jsonl`, `pages/NAME.html.gz`.
pub fn read(set: &Path, take: impl Fn(&str) -> bool) -> Vec<Example> {
    let gold = std::fs::read_to_string(set.join("gold.jsonl")).expect("gold.jsonl");
    let mut out = Vec::new();
    for line in gold.lines() {
        let gold: HashMap<String, serde_json::Value> = serde_json::from_str(line).expect("a line of gold");
        let name = gold["name"].as_str().expect("name");
        if !take(name) {
            continue;
        }
        let packed = std::fs::File::open(set.join("pages").join(format!("{name}.html.gz"))).expect("a page");
        let mut bytes = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut bytes).expect("a packed page");
        let html = tazala::decode::decode(&bytes, None).text.into_owned();
        out.extend(example(&gold, &html));
    }
    out
}

fn example(gold: &HashMap<String, serde_json::Value>, html: &str) -> Option<Example> {
    let page = FitHtml::new(html);
    let words: Vec<Vec<&str>> = page.texts().iter().map(|t| words(t)).collect();
    let text = gold.get("gold_text").and_then(|t| t.as_str());
    let article = matches!(gold.get("page_type").and_then(|t| t.as_str()), None | Some("article"));
    let (mut labels, whole) = match text {
        Some(text) => (by_text(&words, text)?, true),
        None => (by_snippets(page.texts(), gold), false),
    };
    // The sources differ on whether the headline is text, so nothing is learnt from it.
    let titles: HashSet<Vec<String>> =
        page.titles().iter().map(|t| self::words(t).iter().map(|w| w.to_lowercase()).collect()).collect();
    for (label, words) in labels.iter_mut().zip(&words) {
        if !words.is_empty() && titles.contains(&words.iter().map(|w| w.to_lowercase()).collect::<Vec<_>>()) {
            *label = None;
        }
    }
    // What the markup itself names is decided without weights.
    labels.iter_mut().zip(page.boxed()).filter(|(_, boxed)| *boxed).for_each(|(label, _)| *label = None);
    // A line counts by the root of its words, a page by its number of lines to the same degree.
    let raw: Vec<f32> = words.iter().map(|w| (w.len().clamp(1, 80) as f32).sqrt()).collect();
    let total: f32 = raw.iter().sum::<f32>().max(1.0);
    // The tool is for articles: forums, shops and the like count for less.
    let weight = if article { 1.0 } else { 0.2 };
    let scale = weight * 30.0 / total * (total / 100.0).clamp(0.6, 3.0);
    // Snippets were chosen where it is hard to tell.
    let weights = raw.iter().map(|w| if whole { w * scale } else { 3.0 }).collect();
    let counts = words.iter().map(|w| w.len() as u32).collect();
    Some(Example { first: page.first(), page, labels, words: counts, weights, weight, whole })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}

/// A line is text when half of its words stand in runs of four that the text has; a shorter one when all of its words
/// do, together with its neighbours. `None` when the page does not hold the text.
fn by_text(lines: &[Vec<&str>], text: &str) -> Option<Vec<Option<bool>>> {
    const RUN: usize = 4;
    let gold = words(text);
    let runs: HashSet<&[&str]> = gold.windows(RUN.min(gold.len().max(1))).collect();
    let all: Vec<&str> = lines.iter().flatten().copied().collect();
    let mut covered = vec![false; all.len()];
    let mut met = HashSet::new();
    for (i, run) in all.windows(RUN).enumerate() {
        if runs.contains(run) {
            covered[i..i + RUN].fill(true);
            met.insert(run);
        }
    }
    // A page that lacks a good part of the text was saved without it.
    if met.len() * 100 < runs.len() * 70 {
        return None;
    }
    let mut at = 0;
    let labels = lines.iter().map(|line| {
        let own = &covered[at..at + line.len()];
        at += line.len();
        let known = own.iter().filter(|c| **c).count();
        Some(if line.len() >= RUN { known * 2 >= line.len() } else { !line.is_empty() && known == line.len() })
    });
    Some(labels.collect())
}

/// Lines with a snippet that must be kept or left out; of the others nothing is known.
fn by_snippets(lines: &[String], gold: &HashMap<String, serde_json::Value>) -> Vec<Option<bool>> {
    let list = |key: &str| -> Vec<String> {
        let values = gold.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
        values.iter().filter_map(|v| v.as_str()).map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let (with, without) = (list("with"), list("without"));
    let holds = |line: &str, snippets: &[String]| snippets.iter().any(|s| s.len() > 2 && line.contains(s.as_str()));
    let label = |line: &String| match (holds(line, &with), holds(line, &without)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    lines.iter().map(label).collect()
}
