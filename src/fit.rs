//! What the programs under `examples/` that fit tables need of the inside. Not part of the API.

use crate::draft::Draft;
use crate::label::evidence::{self, FACTS, gather, weights_len};
use crate::label::model::{self, SECOND, Weights};
use crate::segment::{self, Line};

/// A page ready for fitting.
pub struct FitPage {
    lines: Vec<Line>,
    page: evidence::Page,
    phrases: Vec<u8>,
    /// Line of the text (0-based) of each line that holds anything.
    pub numbers: Vec<usize>,
}

impl FitPage {
    /// Measures the text of a page.
    pub fn new(text: &str) -> FitPage {
        let mut draft = Draft::new(text);
        let (spans, blank) = segment::line_spans(text);
        crate::repair::repair(&mut draft, &spans, &crate::config::Config::default());
        let lines = segment::measure(&draft, &spans, &blank);
        let (_, phrases) = crate::label::find_phrases(&draft, &lines);
        let page = evidence::Page::of(&lines, &phrases);
        let mut numbers = Vec::new();
        let (mut at, mut number) = (0, 0);
        for s in &spans {
            number += text[at..s.start as usize].matches('\n').count();
            at = s.start as usize;
            numbers.push(number);
        }
        FitPage { lines, page, phrases, numbers }
    }

    /// Words of each line.
    pub fn words(&self) -> Vec<u32> {
        self.lines.iter().map(|l| l.features.words).collect()
    }

    /// Indices of the weights of the first look that line `i` uses.
    pub fn first(&self, i: usize) -> Vec<u32> {
        let offsets = model::offsets(FACTS);
        let mut out = Vec::with_capacity(FACTS.len());
        gather(&self.lines, &self.page, &self.phrases, i, |fact, bin| out.push((offsets[fact] + bin) as u32));
        out
    }

    /// Indices of the weights of the second look, for all lines, given their first scores.
    pub fn second(&self, first: &[f32]) -> Vec<Vec<u32>> {
        let offsets = model::offsets(SECOND);
        let mut out = vec![Vec::with_capacity(SECOND.len()); first.len()];
        model::gather_second(&self.lines, first, |i, fact, bin| out[i].push((offsets[fact] + bin) as u32));
        out
    }
}

/// Number of weights of the first and of the second look.
pub fn sizes() -> (usize, usize) {
    (weights_len(FACTS), weights_len(SECOND))
}

/// Which lines the search keeps.
pub fn search(scores: &[f32], change: f32, bias: f32) -> Vec<bool> {
    model::search(scores, change, bias)
}

/// The table as text: a line a fact, its bins in order.
pub fn table(first: &[f32], second: &[f32], change: f32, bias: f32) -> String {
    let mut out = String::new();
    for (look, facts, weights) in [("first", FACTS, first), ("second", SECOND, second)] {
        let mut at = 0;
        for (name, bins) in facts {
            let values: Vec<String> = weights[at..at + bins].iter().map(|w| format!("{w:.2}")).collect();
            out.push_str(&format!("{look}.{name}\t{}\n", values.join(" ")));
            at += bins;
        }
    }
    out.push_str(&format!("change\t{change:.2}\nbias\t{bias:.2}\n"));
    let _: Weights = model::parse(&out);
    out
}

/// Labels a page with the built-in weights.
pub fn keep(text: &str) -> (FitPage, Vec<bool>) {
    let p = FitPage::new(text);
    let w = &*model::WEIGHTS;
    let s = model::scores(&p.lines, &p.page, &p.phrases, w);
    let g = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let k = model::search(&s, g("TZC", w.change), g("TZB", w.bias));
    (p, k)
}
