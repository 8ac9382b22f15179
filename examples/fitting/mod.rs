//! What the fitting programs share: labelled pages, and logistic regression.

#![allow(dead_code)] // Each program reads the part of a page that it fits on.

use std::collections::HashMap;
use std::path::Path;

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
}

/// The pages to fit on: `train/html` (flattened pages, English and German for the most part), the
/// pages of `eval/rawtext-dev` whose number is not divisible by three and every second page of
/// `fixtures/gold`; the others are for checking.
pub fn pages(shared: &Path) -> Vec<Labelled> {
    let mut pages = html_pages(&shared.join("train/html"));
    let general = pages.len();
    let dev = shared.join("eval/rawtext-dev");
    pages.extend(raw_pages(&dev.join("pages"), &dev.join("gold"), |n| n % 3 != 0));
    pages.extend(raw_pages(Path::new("fixtures/gold"), Path::new("fixtures/gold"), |n| n % 2 == 0));
    eprintln!("{general} general pages, {} raw pages", pages.len() - general);
    pages
}

fn html_pages(dir: &Path) -> Vec<Labelled> {
    let gold = std::fs::read_to_string(dir.join("gold.jsonl")).expect("train/html/gold.jsonl");
    let mut out = Vec::new();
    for line in gold.lines() {
        let g: Json = serde_json::from_str(line).expect("gold line");
        let labels: Vec<bool> = match g.get("labels") {
            Some(serde_json::Value::String(s)) => s.bytes().map(|b| b == b'1').collect(),
            Some(serde_json::Value::Array(a)) => {
                a.iter().map(|v| v.as_u64() == Some(1) || v.as_str() == Some("1")).collect()
            }
            _ => continue,
        };
        if g.get("text_ok").and_then(serde_json::Value::as_bool) == Some(false) {
            continue;
        }
        let name = g["name"].as_str().expect("name");
        let Ok(text) = std::fs::read_to_string(dir.join("pages").join(format!("{name}.txt"))) else { continue };
        let title = g.get("title").and_then(|t| t.as_str()).unwrap_or_default().trim().to_string();
        // The tool is for articles: forums, shops and the like count for less.
        let article = matches!(g.get("page_type").and_then(|t| t.as_str()), None | Some("article"));
        // The sources differ on whether the headline is text, so nothing is learnt from its line.
        let lines = text
            .split('\n')
            .enumerate()
            .map(|(i, l)| {
                labels.get(i).copied().filter(|_| title.is_empty() || l.trim().to_lowercase() != title.to_lowercase())
            })
            .collect();
        let titles = if title.is_empty() { Vec::new() } else { vec![title] };
        out.push(Labelled { text, lines, titles, untitled: false, weight: if article { 1.0 } else { 0.25 } });
    }
    out
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
            weight: 3.0,
        });
    }
    out
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
