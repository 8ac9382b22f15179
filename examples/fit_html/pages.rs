//! Pages of HTML with what is known of their lines.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use tazala::fit::{FitHtml, FitUses};

/// What is known of the text of a page.
pub struct Gold {
    /// True for a page of html-dev.
    pub dev: bool,
    /// The set that the page comes from.
    pub source: String,
    /// Registered name of the site, as far as the last two parts of the host tell it.
    pub site: String,
    /// True for an article, false for a forum, a shop and the like.
    pub article: bool,
    /// The whole text.
    pub text: Option<String>,
    /// Snippets that must stand in it, and those that must not; white space is single spaces.
    pub with: Vec<String>,
    pub without: Vec<String>,
}

/// A page with its lines labelled.
pub struct Example {
    pub gold: Gold,
    pub page: FitHtml,
    pub first: Vec<FitUses>,
    /// To keep or not; `None` teaches nothing.
    pub labels: Vec<Option<bool>>,
    /// What each line counts.
    weights: Vec<f32>,
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

/// Reads the pages of a set: `gold.jsonl`, `pages/NAME.html.gz`. `dev` says whether it is html-dev.
pub fn read(set: &Path, dev: bool) -> Vec<Example> {
    let gold = std::fs::read_to_string(set.join("gold.jsonl")).expect("gold.jsonl");
    let mut out = Vec::new();
    for line in gold.lines() {
        let gold: HashMap<String, serde_json::Value> = serde_json::from_str(line).expect("a line of gold");
        let name = gold["name"].as_str().expect("name");
        let packed = std::fs::File::open(set.join("pages").join(format!("{name}.html.gz"))).expect("a page");
        let mut bytes = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut bytes).expect("a packed page");
        let html = tazala::decode::decode(&bytes, None).text.into_owned();
        out.extend(example(told(&gold, dev), &html));
    }
    out
}

/// What a line of gold tells.
fn told(gold: &HashMap<String, serde_json::Value>, dev: bool) -> Gold {
    let text = |key: &str| gold.get(key).and_then(|v| v.as_str()).map(str::to_string);
    let snippets = |key: &str| -> Vec<String> {
        let values = gold.get(key).and_then(|v| v.as_array()).into_iter().flatten();
        values.filter_map(|v| v.as_str()).map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    Gold {
        dev,
        source: text("source").unwrap_or_default(),
        site: text("url").map(|url| site(&url)).unwrap_or_default(),
        article: text("page_type").is_none_or(|kind| kind == "article"),
        text: text("gold_text"),
        with: snippets("with"),
        without: snippets("without"),
    }
}

/// The last two parts of the host of an address.
fn site(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    parts[parts.len().saturating_sub(2)..].join(".")
}

fn example(gold: Gold, html: &str) -> Option<Example> {
    let page = FitHtml::new(html);
    let words: Vec<Vec<&str>> = page.texts().iter().map(|t| words(t)).collect();
    let whole = gold.text.is_some();
    let mut labels = match &gold.text {
        Some(text) => by_text(&words, text)?,
        None => by_snippets(page.texts(), &gold),
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
    let weight = if gold.article { 1.0 } else { 0.2 };
    let scale = weight * 30.0 / total * (total / 100.0).clamp(0.6, 3.0);
    // Snippets were chosen where it is hard to tell.
    let weights = raw.iter().map(|w| if whole { w * scale } else { 3.0 }).collect();
    Some(Example { first: page.first(), gold, page, labels, weights })
}

/// The words of a text.
pub fn words(text: &str) -> Vec<&str> {
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
fn by_snippets(lines: &[String], gold: &Gold) -> Vec<Option<bool>> {
    let holds = |line: &str, snippets: &[String]| snippets.iter().any(|s| s.len() > 2 && line.contains(s.as_str()));
    let label = |line: &String| match (holds(line, &gold.with), holds(line, &gold.without)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    lines.iter().map(label).collect()
}
