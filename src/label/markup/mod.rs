//! Takes the measured lines of a page of HTML and where they stand among its elements.
//! Gives every line a score: log odds that it is text of the page's articles; the rule of a box that it stands in by
//! name ([`boxes`]); and, once lines are kept, those that belong to them by their element ([`lists`], [`siblings`]).
//! Promises that all depends on the page alone, in time linear in its lines but for the sorting of repeats, and can be
//! told in words.
//! Leaves phrases that give a line away, and which lines are kept at first, to the rest of `label`.
//!
//! Two looks. The first adds weights: of the facts that flat text is judged by, of the element a line stands in, of
//! the words of classes and ids around it, of the words it begins and ends with, of what the head of the page says the
//! text is. The second sees these scores of the neighbours, of each element around the line as a whole, of the elements
//! beside these that are like them and of all lines in elements like its own, among a hundred other facts, through a list
//! of small trees. A third look in the manner of the second gained nothing. All is fitted by `examples/fit_html`.

pub(crate) mod boxes;
pub(crate) mod echo;
pub(crate) mod family;
pub(crate) mod first;
pub(crate) mod lists;
pub(crate) mod reasons;
pub(crate) mod second;
pub(crate) mod siblings;
pub(crate) mod sums;
pub(crate) mod words;

use std::sync::LazyLock;

use super::evidence::Page;
use super::facts::number;
use super::trees::{self, Columns, Trees};
use crate::draft::Draft;
use crate::html::Html;
use crate::segment::Line;
use echo::Echo;
use words::Words;

/// Values of a tree of the second look: six questions.
pub(crate) const VALUES: usize = 1 << 6;

/// The fitted weights.
pub(crate) struct Weights {
    pub first: Vec<f32>,
    pub words: Words,
    pub second: Trees<VALUES>,
    /// Added to every score: positive keeps more.
    pub bias: f32,
}

/// The table of words.
const WORDS: &str = include_str!("data/words.tsv");

pub(crate) static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let first = include_str!("data/first.tsv");
    Weights {
        first: first::read(first),
        words: Words::read(WORDS),
        second: trees::read(include_str!("data/second.tsv"), second::FACTS),
        bias: number(first, "bias"),
    }
});

/// What is known of a page of HTML before any line is judged.
pub(crate) struct Markup<'p> {
    pub lines: &'p [Line],
    pub page: &'p Page,
    pub phrases: &'p [u8],
    pub html: &'p Html,
    pub echo: Echo,
    /// The line of the title, if one is told.
    pub title: Option<usize>,
}

impl<'p> Markup<'p> {
    /// Measures a page.
    pub fn of(draft: &Draft<'_>, lines: &'p [Line], page: &'p Page, phrases: &'p [u8], html: &'p Html) -> Markup<'p> {
        let echo = Echo::of(draft, lines, &html.head);
        Markup { title: title(lines, html, &echo), lines, page, phrases, html, echo }
    }
}

/// The line that is the title of the page: its first heading if the head of the page says the same, another line that has
/// nothing but words of the titles the head tells, or the heading all the same.
fn title(lines: &[Line], html: &Html, echo: &Echo) -> Option<usize> {
    /// Words of the head's titles among those of the heading, in eighths.
    const AGREES: u8 = 4;
    /// Shorter lines are names of sections.
    const WORDS: u32 = 3;
    let heading = html.head.heading.filter(|i| lines.get(*i).is_some_and(|l| l.features.words > 0));
    let told = |i: usize| echo.title.get(i).copied().unwrap_or_default();
    if let Some(heading) = heading.filter(|i| told(*i) >= AGREES) {
        return Some(heading);
    }
    let echoes = |i: &usize| told(*i) == 8 && lines[*i].features.words >= WORDS;
    let most = (0..lines.len()).filter(echoes).map(|i| lines[i].features.words).max();
    let line = (0..lines.len()).filter(echoes).find(|i| Some(lines[*i].features.words) == most);
    line.or(heading)
}

/// Scores (log odds for keeping) of all lines of a page.
pub(crate) fn scores(draft: &Draft<'_>, markup: &Markup<'_>) -> Vec<f32> {
    let weights = &*WEIGHTS;
    let first = first::scores(draft, markup, weights);
    let columns = Columns::of(&second::measure(markup, &first), first.len());
    let mut out = vec![0.0; first.len()];
    trees::add(&weights.second, &columns, &mut out);
    out
}
