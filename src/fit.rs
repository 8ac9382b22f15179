//! What the programs under `examples/` that fit tables need of the inside. Not part of the API.

use crate::draft::Draft;
use crate::label::evidence::{self, FACTS, gather};
use crate::label::{model, surroundings, trees};
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

    /// The bins of the facts of the second look, fact by fact, given the first scores of all lines.
    pub fn second(&self, first: &[f32]) -> Vec<Vec<u8>> {
        let columns = surroundings::gather(&self.lines, &self.page, &self.phrases, first);
        let lines = 0..first.len();
        (0..surroundings::NAMES.len()).map(|fact| lines.clone().map(|i| columns.bin(fact, i)).collect()).collect()
    }
}

/// Number of weights of the first look.
pub fn first_size() -> usize {
    FACTS.weights()
}

/// Most questions of a tree of the second look.
pub const TREE_DEPTH: usize = trees::DEPTH;

/// A tree of the second look: fact and least bin of its questions, and the value of each combination of answers.
pub type Tree = (Vec<(usize, u8)>, Vec<f32>);

/// Which lines the search keeps.
pub fn search(scores: &[f32], change: f32, bias: f32) -> Vec<bool> {
    model::search(scores, change, bias)
}

/// The table as text: a line a fact of the first look, its bins in order; a line a tree.
///
/// `typical`: the bin that each fact of the second look has on most lines.
pub fn table(first: &[f32], second: &[Tree], typical: &[u8], change: f32, bias: f32) -> String {
    let tree = |(questions, values): &Tree| {
        let mut tree = trees::Tree { questions: questions.clone(), values: [0.0; 1 << TREE_DEPTH] };
        tree.values[..values.len()].copy_from_slice(values);
        tree
    };
    let second: Vec<trees::Tree> = second.iter().map(tree).collect();
    let (first, second) = (FACTS.write("first", first), trees::write(&second, surroundings::NAMES));
    let typical: Vec<String> = typical.iter().map(u8::to_string).collect();
    let typical = typical.join(" ");
    format!("{first}{second}typical\t{typical}\nchange\t{change:.2}\nbias\t{bias:.2}\n")
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
