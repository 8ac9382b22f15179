//! What the programs under `examples/` that fit tables need of the inside. Not part of the API.

use crate::draft::Draft;
use crate::html::Html;
use crate::label::evidence::{self, FACTS, gather};
use crate::label::markup::words::Place;
use crate::label::markup::{self, Markup};
use crate::label::topic::Stems;
use crate::label::{model, surroundings, third, trees, wording};
use crate::segment::{self, Line};

/// A page ready for fitting.
pub struct FitPage {
    lines: Vec<Line>,
    page: evidence::Page,
    phrases: Vec<u8>,
    texts: Vec<String>,
    /// Line of the text (0-based) of each line that holds anything.
    pub numbers: Vec<usize>,
}

impl FitPage {
    /// Measures the text of a page.
    pub fn new(text: &str) -> FitPage {
        let mut draft = Draft::new(text);
        let (spans, blank) = segment::line_spans(text);
        crate::repair::repair(&mut draft, &spans, &crate::config::Config::default());
        let lines = segment::measure(&draft, &spans, &blank).into_vec();
        let phrases = crate::label::find_phrases(&draft, &lines).kinds;
        let page = evidence::Page::of(&lines, &phrases);
        let mut numbers = Vec::new();
        let (mut at, mut number) = (0, 0);
        for s in &spans {
            number += text[at..s.start as usize].matches('\n').count();
            at = s.start as usize;
            numbers.push(number);
        }
        let texts = lines.iter().map(|l| draft.view(l.span).as_str().to_string()).collect();
        FitPage { lines, page, phrases, texts, numbers }
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
        let columns = self.surroundings(first);
        bins(&columns, surroundings::NAMES.len(), first.len())
    }

    fn surroundings(&self, first: &[f32]) -> trees::Columns {
        let all: Vec<usize> = (0..self.lines.len()).collect();
        surroundings::Surroundings::of(&self.lines, &self.page, &self.phrases, first).facts(&all)
    }

    /// True for a page that gets the third look.
    pub fn has_third(&self) -> bool {
        third::looks_at(&self.lines, &self.phrases)
    }

    /// The bins of the facts of the third look, fact by fact, given the scores of the looks before and of the words.
    pub fn third(&self, first: &[f32], second: &[f32], wordings: &[f32]) -> Vec<Vec<u8>> {
        let columns = self.surroundings(first);
        let mut stems = Stems::default();
        for text in &self.texts {
            wording::each(text, |word, next, _| {
                if next.is_none() {
                    stems.word(word);
                }
            });
            stems.end_line();
        }
        let reading = third::Reading { wordings: wordings.to_vec(), stems };
        let all: Vec<usize> = (0..self.lines.len()).collect();
        let columns = third::gather(&self.lines, &self.page, &columns, second, &reading, &all);
        bins(&columns, third::NAMES.len(), first.len())
    }

    /// The words of line `i` with their keys, as the third look reads them.
    pub fn wording(&self, i: usize) -> Vec<(u32, [&str; 2])> {
        let mut out = Vec::new();
        wording::each(&self.texts[i], |word, next, key| out.push((key, [word.text(), next.text()])));
        out
    }
}

/// The bins of so many facts of all lines, fact by fact.
fn bins(columns: &trees::Columns, facts: usize, lines: usize) -> Vec<Vec<u8>> {
    (0..facts).map(|fact| (0..lines).map(|i| columns.bin(fact, i)).collect()).collect()
}

/// One or two words as they stand in the table of the third look.
pub fn wording_text([first, second]: [&str; 2]) -> String {
    let (first, second) = (wording::small(first), wording::small(second));
    if second.is_empty() { first } else { format!("{first} {second}") }
}

/// The table of words of the third look in the form in which it is looked up.
pub fn compiled_wording(table: &str) -> Vec<u8> {
    wording::compile(table)
}

/// The table of the trees of the third look as text; `typical` and `bias` as in [`table`].
pub fn third_table(trees: &[Tree], typical: &[u8], bias: f32) -> String {
    let trees = grown::<{ 1 << TREE_DEPTH }>(trees);
    format!("{}{}bias\t{bias:.2}\n", trees::write(&trees, &third::NAMES), typical_line(typical))
}

/// The trees of the second look, or of the third one, in the form in which they are looked up.
pub fn compiled_trees(trees: &[Tree]) -> Vec<u8> {
    trees::compile::<{ 1 << TREE_DEPTH }, { model::VALUES }>(&grown(trees))
}

fn typical_line(typical: &[u8]) -> String {
    let bins: Vec<String> = typical.iter().map(u8::to_string).collect();
    format!("typical\t{}\n", bins.join(" "))
}

/// What the first look uses of a line of HTML: weights, and words with the names of their places.
pub type FitUses = (Vec<u32>, Vec<(&'static str, String)>);

/// A page of HTML ready for fitting.
pub struct FitHtml {
    lines: Vec<Line>,
    page: evidence::Page,
    phrases: Vec<u8>,
    html: Html,
    echo: markup::echo::Echo,
    title: Option<usize>,
    texts: Vec<String>,
}

impl FitHtml {
    /// Reads and measures a page.
    pub fn new(source: &str) -> FitHtml {
        let mut html = crate::html::read(source);
        let mut draft = Draft::with_edits(source, std::mem::take(&mut html.edits));
        crate::repair::repair(&mut draft, &html.spans, &crate::config::Config::default());
        let lines = segment::measure(&draft, &html.spans, &html.after_blank).into_vec();
        let phrases = crate::label::find_phrases(&draft, &lines).kinds;
        let page = evidence::Page::of(&lines, &phrases);
        let Markup { echo, title, .. } = Markup::of(&draft, &lines, &page, &phrases, &html);
        let texts = lines.iter().map(|l| draft.view(l.span).as_str().to_string()).collect();
        FitHtml { lines, page, phrases, html, echo, title, texts }
    }

    /// The lines as they read.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The line that is the title of the page.
    pub fn title(&self) -> Option<usize> {
        self.title
    }

    /// The titles that the head of the page tells.
    pub fn titles(&self) -> Vec<String> {
        self.html.head.titles().map(str::to_string).collect()
    }

    fn with<T>(&self, work: impl FnOnce(&Markup<'_>) -> T) -> T {
        // The echo is moved in and out, since it is a part of the whole.
        let echo = markup::echo::Echo {
            text: self.echo.text.clone(),
            title: self.echo.title.clone(),
            description: self.echo.description.clone(),
        };
        let (lines, page, phrases, html) = (&self.lines[..], &self.page, &self.phrases[..], &self.html);
        work(&Markup { lines, page, phrases, html, echo, title: self.title })
    }

    /// Of each line: whether it stands in a box that is never text.
    pub fn boxed(&self) -> Vec<bool> {
        self.with(|markup| markup::boxes::boxes(markup).iter().map(Option::is_some).collect())
    }

    /// Of each line: the weights of the first look that it uses, and its words as place and text.
    pub fn first(&self) -> Vec<FitUses> {
        self.with(|markup| (0..self.lines.len()).map(|i| self.first_of(markup, i)).collect())
    }

    fn first_of(&self, markup: &Markup<'_>, i: usize) -> FitUses {
        let (mut weights, mut words) = (Vec::new(), Vec::new());
        markup::first::gather(markup, i, |at| weights.push(at as u32));
        let name = |place| Place::ALL.iter().find(|(p, _)| *p == place).map_or("", |(_, n)| *n);
        markup::words::around(&self.html, self.html.lines[i].node, |place, word| {
            words.push((name(place), self.html.names.get(&word).cloned().unwrap_or_default()));
        });
        markup::words::ends(&self.texts[i], |place, word| {
            words.push((name(place), markup::words::text_of(word)));
        });
        (weights, words)
    }

    /// The facts of the second look, column by column, given the scores of the first.
    pub fn second(&self, first: &[f32]) -> Vec<u8> {
        self.with(|markup| markup::second::measure(markup, first))
    }
}

/// Names of the facts of the second look of HTML.
pub fn html_facts() -> &'static [&'static str] {
    markup::second::FACTS
}

/// Number of weights of the first look of HTML, words aside.
pub fn html_size() -> usize {
    markup::first::weights()
}

/// The table of the first look of HTML as text.
pub fn html_table(weights: &[f32]) -> String {
    let (flat, own) = weights.split_at(FACTS.weights());
    FACTS.write("flat", flat) + &markup::first::FACTS.write("markup", own)
}

/// The table of the trees of the second look of HTML as text.
pub fn html_trees_table(trees: &[Tree]) -> String {
    trees::write(&html_trees(trees), markup::second::FACTS)
}

/// The sum of trees for lines of HTML, of which `values` gives the bins of each fact together.
pub fn html_trees_scores(trees: &[Tree], values: &[u8]) -> Vec<f32> {
    let lines = values.len() / markup::second::FACTS.len();
    let mut scores = vec![0.0; lines];
    trees::add(&html_trees(trees), &trees::Columns::of(values, lines), &mut scores);
    scores
}

fn html_trees(trees: &[Tree]) -> trees::Trees<{ markup::VALUES }> {
    grown(trees)
}

/// The trees as the looks have them.
fn grown<const VALUES: usize>(trees: &[Tree]) -> trees::Trees<VALUES> {
    let tree = |(questions, values): &Tree| trees::Tree::new(questions, values);
    let tree = |t: &Tree| tree(t).expect("a fitted tree has a value for each combination of answers");
    trees::Trees::new(trees.iter().map(tree).collect())
}

/// Number of weights of the first look.
pub fn first_size() -> usize {
    FACTS.weights()
}

/// Most questions of a tree of the second look.
pub const TREE_DEPTH: usize = model::DEPTH;

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
    let second = grown::<{ 1 << TREE_DEPTH }>(second);
    let (first, second) = (FACTS.write("first", first), trees::write(&second, surroundings::NAMES));
    format!("{first}{second}{}change\t{change:.2}\nbias\t{bias:.2}\n", typical_line(typical))
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
