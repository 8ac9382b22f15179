//! The first look: each line by itself, its neighbours' facts, its element. A sum of weights.

use std::sync::LazyLock;

use super::words;
use super::{Markup, Weights, echo};
use crate::draft::Draft;
use crate::html::element::{TAGS, around};
use crate::label::evidence;
use crate::label::facts::{Facts, bin, share};

/// The facts of the element, beside those of flat text (`evidence::FACTS`), in the order of the table.
pub(crate) const FACTS: Facts = Facts(&[
    ("tag", TAGS * 4),
    ("outer-tag", TAGS),
    ("article", 4),
    ("nav-aside", 4),
    ("header-footer", 4),
    ("list-table", 4 * 4),
    ("form-button", 4),
    ("figure-quote", 4),
    ("shown", 4),
    ("linked", 6 * 4),
    ("strong", 4 * 4),
    ("depth", 7),
    ("told-text", echo::SHARES + 1),
    ("told-title", 9 * 2),
    ("told-description", echo::SHARES * 2),
    ("behind-heading", 9),
    ("break", 2),
    ("time", 2),
]);

static OFFSETS: LazyLock<(Vec<usize>, Vec<usize>)> = LazyLock::new(|| (evidence::FACTS.offsets(), FACTS.offsets()));

/// Number of weights of this look, those of words aside.
#[cfg(feature = "fit")]
pub(crate) fn weights() -> usize {
    evidence::FACTS.weights() + FACTS.weights()
}

/// Reads the weights from a table.
pub(crate) fn read(table: &str) -> Vec<f32> {
    [evidence::FACTS.read(table, "flat"), FACTS.read(table, "markup")].concat()
}

/// The fact that a weight belongs to, by its number in its list.
pub(crate) enum Source {
    /// One of `evidence::FACTS`.
    Flat(usize),
    /// One of [`FACTS`].
    Markup(usize),
}

impl Source {
    /// The fact of the weight with this index.
    pub fn of(at: usize) -> Source {
        let (flat, own) = &*OFFSETS;
        match at.checked_sub(evidence::FACTS.weights()) {
            None => Source::Flat(flat.partition_point(|o| *o <= at) - 1),
            Some(at) => Source::Markup(own.partition_point(|o| *o <= at) - 1),
        }
    }
}

/// Calls `each` with the index of every weight that line `i` uses.
pub(crate) fn gather(markup: &Markup<'_>, i: usize, mut each: impl FnMut(usize)) {
    let (flat, own) = &*OFFSETS;
    evidence::gather(markup.lines, markup.page, markup.phrases, i, |fact, bin| each(flat[fact] + bin));
    let (html, f) = (markup.html, &markup.lines[i].features);
    let facts = html.lines[i];
    let node = &html.nodes[facts.node as usize];
    let size = bin(f.words, &[3, 8, 20]);
    let has = |bit: u32| usize::from(node.around & bit != 0);
    let base = evidence::FACTS.weights();
    let mut fact = 0;
    let mut put = |bin: usize| {
        debug_assert!(bin < FACTS.0[fact].1, "{} {bin}", FACTS.0[fact].0);
        each(base + own[fact] + bin);
        fact += 1;
    };
    let [text, title, description] = markup.echo.shares(i);
    put(html.block(facts.node).tag as usize * 4 + size);
    put(html.nodes[node.parent as usize].tag as usize);
    put(has(around::ARTICLE) + 2 * has(around::MAIN));
    put(has(around::NAV) + 2 * has(around::ASIDE));
    put(has(around::HEADER) + 2 * has(around::FOOTER));
    put((has(around::LIST) + 2 * has(around::TABLE)) * 4 + size);
    put(has(around::FORM) + 2 * has(around::BUTTON));
    put(has(around::FIGURE) + 2 * has(around::QUOTE));
    put(has(around::UNSEEN) + 2 * has(around::TEXT));
    put(share(facts.linked, facts.bytes, &[15, 35, 60, 95]) * 4 + size);
    put(share(facts.strong, facts.bytes, &[30, 95]) * 4 + size);
    put(bin(u32::from(node.depth), &[5, 8, 11, 14, 18, 23]));
    put(if markup.echo.text.is_empty() { echo::SHARES } else { usize::from(text) });
    put(usize::from(title) * 2 + usize::from(f.words >= 4));
    put(usize::from(description) * 2 + usize::from(f.words >= 9));
    put(match markup.title {
        None => 8,
        Some(at) if i < at => 0,
        Some(at) => 1 + bin((i - at) as u32, &[1, 3, 8, 20, 60, 150]),
    });
    put(usize::from(facts.after_break));
    put(usize::from(facts.time));
    debug_assert_eq!(fact, FACTS.0.len());
}

/// Scores of all lines.
pub(crate) fn scores(draft: &Draft<'_>, markup: &Markup<'_>, weights: &Weights) -> Vec<f32> {
    // The words around lines of one element are the same.
    let mut last = (u32::MAX, 0.0);
    (0..markup.lines.len())
        .map(|i| {
            let node = markup.html.lines[i].node;
            if last.0 != node {
                last = (node, 0.0);
                words::around(markup.html, node, |place, word| last.1 += weights.words.weight(place.key(word)));
            }
            let mut score = last.1;
            gather(markup, i, |at| score += weights.first[at]);
            words::ends(draft.view(markup.lines[i].span).as_str(), |place, word| {
                score += weights.words.weight(place.key(words::hash_of(word)));
            });
            score
        })
        .collect()
}
