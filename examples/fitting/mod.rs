//! What the fitting programs share: labelled pages, and logistic regression.

#![allow(dead_code)] // Each program reads the part of a page that it fits on.

pub mod boost;
mod markup;
pub mod wording;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

type Json = HashMap<String, serde_json::Value>;

/// A labelled page.
pub struct Labelled {
    pub text: String,
    /// Line by line: kept (`true`), dropped, or not to be learnt from.
    pub lines: Vec<Option<bool>>,
    /// Headlines of the page; any of them is right. Empty: the page shows none, or it is not known.
    pub titles: Vec<String>,
    /// True when the labels say that the page shows no headline.
    pub untitled: bool,
    /// How much the page counts.
    pub weight: f32,
    /// Number of the page's site; parts of a page have the same.
    pub number: usize,
    /// Name of a page of `eval/html-dev`.
    pub name: Option<String>,
    /// Where the HTML of a page of which only snippets are labelled is to be found.
    pub html: Option<PathBuf>,
    /// True for a part of another page.
    pub part: bool,
}

impl Labelled {
    /// The lines around what is kept and a few more: scrapers often save no more than that.
    fn cropped(&self, random: &mut Random) -> Option<Labelled> {
        const MOST: usize = 12;
        let kept = |label: &Option<bool>| *label == Some(true);
        let first = self.lines.iter().position(kept)?.saturating_sub(random.below(MOST));
        let last = (self.lines.iter().rposition(kept)? + 1 + random.below(MOST)).min(self.lines.len());
        let text: Vec<&str> = self.text.split('\n').skip(first).take(last - first).collect();
        Some(Labelled {
            text: text.join("\n"),
            lines: self.lines[first..last].to_vec(),
            titles: Vec::new(),
            untitled: false,
            weight: self.weight,
            number: self.number,
            name: None,
            html: self.html.clone(),
            part: true,
        })
    }
}

/// What a raw page counts: there are few of them, and they are what the tool is for.
const RAW_WEIGHT: f32 = 8.0;

/// The pages to fit on: `train/html` (flattened pages, English and German for the most part) and
/// `eval/html-dev`; the pages of `eval/rawtext-dev` whose number is not divisible by three and every
/// second page of `fixtures/gold`. The others are for checking.
pub fn pages(shared: &Path) -> Vec<Labelled> {
    let mut sites = HashMap::new();
    let mut pages = html_pages(&shared.join("train/html"), &mut sites);
    let trained = pages.len();
    pages.extend(html_pages(&shared.join("eval/html-dev"), &mut sites));
    pages[..trained].iter_mut().for_each(|page| page.name = None);
    let general = pages.len();
    let dev = shared.join("eval/rawtext-dev");
    pages.extend(raw_pages(&dev.join("pages"), &dev.join("gold"), |n| n % 3 != 0));
    pages.extend(raw_pages(Path::new("fixtures/gold"), Path::new("fixtures/gold"), |n| n % 2 == 0));
    eprintln!("{general} general pages, {} raw pages", pages.len() - general);
    pages
}

/// The host of an address without its first part, `www` or a section, if enough is left: pages of one site are alike.
fn site(url: &str) -> &str {
    let host = url.split("//").last().unwrap_or_default().split('/').next().unwrap_or_default();
    let shorter = host.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.len() > 6 && rest.contains('.'));
    shorter.unwrap_or(host)
}

/// The pages, those of snippets labelled by their HTML, and a part of each general one.
pub fn pages_and_parts(shared: &Path) -> Vec<Labelled> {
    let mut pages = pages(shared);
    let told =
        |page: &mut Labelled| page.html.as_ref().is_some_and(|html| markup::label(html, &page.text, &mut page.lines));
    let told = pages.iter_mut().map(told).filter(|told| *told).count();
    eprintln!("{told} pages are labelled by their HTML");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let whole = |p: &&Labelled| p.lines.iter().flatten().count() * 2 > p.lines.len() && p.weight <= 1.0;
    let parts: Vec<Labelled> = pages.iter().filter(whole).filter_map(|p| p.cropped(&mut random)).collect();
    pages.extend(parts);
    pages
}

fn html_pages(dir: &Path, sites: &mut HashMap<String, usize>) -> Vec<Labelled> {
    let gold = std::fs::read_to_string(dir.join("gold.jsonl")).expect("gold.jsonl");
    let mut out = Vec::new();
    for line in gold.lines() {
        let g: Json = serde_json::from_str(line).expect("gold line");
        let name = g["name"].as_str().expect("name");
        if g.get("text_ok").and_then(serde_json::Value::as_bool) == Some(false) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(dir.join("pages").join(format!("{name}.txt"))) else { continue };
        let title = g.get("title").and_then(|t| t.as_str()).unwrap_or_default().trim().to_string();
        // The tool is for articles: forums, shops and the like count for less.
        let article = matches!(g.get("page_type").and_then(|t| t.as_str()), None | Some("article"));
        let lines = match labels(&g) {
            // The sources differ on whether the headline is text, so nothing is learnt from its line.
            Some(labels) => text
                .split('\n')
                .enumerate()
                .map(|(i, l)| {
                    let headline = !title.is_empty() && l.trim().to_lowercase() == title.to_lowercase();
                    labels.get(i).copied().filter(|_| !headline)
                })
                .collect(),
            None => snippet_lines(&g, &text),
        };
        let titles = if title.is_empty() { Vec::new() } else { vec![title] };
        let snippets = !g.contains_key("labels");
        let site = site(g.get("url").and_then(|u| u.as_str()).unwrap_or(name));
        let next = sites.len();
        let number = *sites.entry(site.to_string()).or_insert(next);
        out.push(Labelled {
            text,
            lines,
            titles,
            untitled: false,
            weight: if article { 1.0 } else { 0.25 },
            number,
            name: Some(name.to_string()),
            html: snippets.then(|| dir.join("pages").join(format!("{name}.html.gz"))),
            part: false,
        });
    }
    out
}

/// The label of each line, where the page has them.
fn labels(g: &Json) -> Option<Vec<bool>> {
    match g.get("labels")? {
        serde_json::Value::String(s) => Some(s.bytes().map(|b| b == b'1').collect()),
        serde_json::Value::Array(a) => {
            Some(a.iter().map(|v| v.as_u64() == Some(1) || v.as_str() == Some("1")).collect())
        }
        _ => None,
    }
}

/// Labels from snippets that must or must not be in the text, for the lines that hold one.
fn snippet_lines(g: &Json, text: &str) -> Vec<Option<bool>> {
    let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let snippets = |key: &str| -> Vec<String> {
        let list = g.get(key).and_then(|v| v.as_array()).into_iter().flatten();
        list.filter_map(|v| v.as_str()).map(plain).filter(|s| !s.is_empty()).collect()
    };
    let (with, without) = (snippets("with"), snippets("without"));
    let label = |line: &str| {
        let line = plain(line);
        let holds = |list: &[String]| list.iter().any(|s| line.contains(s.as_str()));
        match (holds(&with), holds(&without)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    };
    text.split('\n').map(label).collect()
}

fn raw_pages(pages: &Path, gold: &Path, take: impl Fn(usize) -> bool) -> Vec<Labelled> {
    let mut names: Vec<_> = std::fs::read_dir(pages).expect("pages").flatten().map(|e| e.path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    names.sort();
    let records = |path: &Path| -> Vec<Json> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("gold line")).collect()
    };
    let mut out = Vec::new();
    for (_, path) in names.iter().enumerate().filter(|(n, _)| take(*n)) {
        let text = std::fs::read_to_string(path).expect("page");
        let stem = path.file_stem().expect("name").to_string_lossy().into_owned();
        let mut lines: Vec<Option<bool>> = vec![Some(true); text.split('\n').count()];
        for r in records(&gold.join(format!("{stem}.removed.jsonl"))) {
            let reason = r["reason"].as_str().unwrap_or_default();
            let neutral = matches!(reason, "byline" | "caption" | "kicker" | "stub");
            let inline = r.get("inline").is_some_and(|v| v.as_bool() == Some(true));
            let at = r["line_no"].as_u64().expect("line_no") as usize - 1;
            // Lines that are partly kept, and those that may be either, teach nothing.
            let teaches = !neutral && !inline;
            lines[at] = lines[at].filter(|_| teaches).map(|_| false);
        }
        let articles = records(&gold.join(format!("{stem}.jsonl")));
        let titles: Vec<String> =
            articles.iter().filter_map(|a| a.get("title")?.as_str().map(str::to_string)).collect();
        let single = articles.len() == 1;
        out.push(Labelled {
            text,
            lines,
            untitled: single && titles.is_empty(),
            titles: if single { titles } else { Vec::new() },
            weight: RAW_WEIGHT,
            number: out.len(),
            name: None,
            html: None,
            part: false,
        });
    }
    out
}

/// Numbers that are the same at every run (xorshift, Marsaglia 2003).
pub struct Random(pub u64);

impl Random {
    /// A number under `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// One thing to learn from: the weights it uses, what it is (0 or 1), how much it counts.
pub type Row = (Vec<u32>, f32, f32);

/// Sum of the weights with these indices.
pub fn sum(w: &[f32], ix: &[u32]) -> f32 {
    ix.iter().map(|i| w[*i as usize]).sum()
}

/// Logistic regression by Adagrad with a pull towards zero; the order is shuffled by a fixed rule.
pub fn descend(rows: &[Row], n: usize) -> Vec<f32> {
    const EPOCHS: usize = 14;
    const RATE: f32 = 0.12;
    const PULL: f32 = 2e-5;
    let mut w = vec![0.0f32; n];
    let mut mean = vec![0.0f32; n];
    let mut seen = vec![1e-3f32; n];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            order.swap(i, random.below(i + 1));
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
