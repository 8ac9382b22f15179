//! What the programs under `examples/` that fit tables need of the inside. Not part of the API.

use crate::draft::Draft;
use crate::label::evidence::{self, FACTS, gather};
use crate::label::model::{self, SECOND};
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
        let offsets = FACTS.offsets();
        let mut out = Vec::with_capacity(FACTS.0.len());
        gather(&self.lines, &self.page, &self.phrases, i, |fact, bin| out.push((offsets[fact] + bin) as u32));
        out
    }

    /// Indices of the weights of the second look, for all lines, given their first scores.
    pub fn second(&self, first: &[f32]) -> Vec<Vec<u32>> {
        let offsets = SECOND.offsets();
        let mut out = vec![Vec::with_capacity(SECOND.0.len()); first.len()];
        model::gather_second(&self.lines, first, |i, fact, bin| out[i].push((offsets[fact] + bin) as u32));
        out
    }
}

/// Number of weights of the first and of the second look.
pub fn sizes() -> (usize, usize) {
    (FACTS.weights(), SECOND.weights())
}

/// Which lines the search keeps.
pub fn search(scores: &[f32], change: f32, bias: f32) -> Vec<bool> {
    model::search(scores, change, bias)
}

/// The table as text: a line a fact, its bins in order.
pub fn table(first: &[f32], second: &[f32], change: f32, bias: f32) -> String {
    let (first, second) = (FACTS.write("first", first), SECOND.write("second", second));
    format!("{first}{second}change\t{change:.2}\nbias\t{bias:.2}\n")
}

/// Labels a page with the built-in weights.
pub fn keep(text: &str) -> (FitPage, Vec<bool>) {
    let p = FitPage::new(text);
    let w = &*model::WEIGHTS;
    let s = model::scores(&p.lines, &p.page, &p.phrases, w);
    let k = model::search(&s, w.change, w.bias);
    (p, k)
}

/// The candidates for the headline of a page, as the split stage sees them: the 0-based line of each,
/// and the weights it uses.
pub fn title_candidates(text: &str) -> Vec<(usize, Vec<u32>)> {
    crate::split::title_candidates(text)
}

/// Number of weights of a title.
pub fn title_size() -> usize {
    crate::split::title::FACTS.weights()
}

/// The table of a title's weights as text.
pub fn title_table(weights: &[f32]) -> String {
    crate::split::title::FACTS.write("title", weights)
}
