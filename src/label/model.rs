//! Turns evidence into a score for every line: two looks, or three, then a search over the whole page.
//!
//! The first look adds the weights of the facts of a line (see [`evidence`]). The second look is a sum
//! of small trees over the first scores of the line and its neighbours, and over how the line stands to
//! the page (see [`surroundings`](super::surroundings)). Pages in Latin letters get a third one, at their
//! words (see [`third`]). The search then finds the cheapest way through the page where changing between
//! kept and dropped costs something, so that single lines follow
//! their surroundings unless they are sure.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use smallvec::SmallVec;

use super::evidence::{self, FACTS, Page, gather};
use super::facts::number;
use super::surroundings::Surroundings;
use super::third;
use super::trees::{self, Trees};
use crate::draft::Draft;
use crate::segment::Line;
use crate::segment::features::{End, Features};

/// Weights of both looks and of the search.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub first: Vec<f32>,
    pub second: Trees<VALUES>,
    /// The bin that each fact of the second look has on most lines.
    pub typical: Vec<u8>,
    /// Cost of a change between kept and dropped lines, in the unit of the scores (log odds).
    pub change: f32,
    /// Added to every score before the search: positive keeps more.
    pub bias: f32,
}

/// Most questions of a tree of the second look, or of the third one.
#[cfg(any(test, feature = "fit"))]
pub(crate) const DEPTH: usize = 5;
/// Values of such trees as they are looked up, which is several as one.
pub(crate) const VALUES: usize = 1 << 8;

/// The fitted weights. Their trees are read from a table that is made of the other one (see [`trees`]).
pub(crate) static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| parse(include_str!("data/weights.tsv"), include_bytes!("data/weights.bin")));

fn parse(table: &str, compiled: &[u8]) -> Weights {
    Weights {
        first: FACTS.read(table, "first"),
        second: Trees::compiled(compiled),
        typical: typical(table),
        change: number(table, "change"),
        bias: number(table, "bias"),
    }
}

/// The bins in the line `typical` of a table.
pub(crate) fn typical(table: &str) -> Vec<u8> {
    let bins = table.lines().find_map(|l| l.strip_prefix("typical\t"));
    bins.map_or_else(Vec::new, |l| l.split(' ').filter_map(|bin| bin.parse().ok()).collect())
}

/// Where the bins of each fact of the first look begin among its weights.
const OFFSETS: [usize; FACTS.0.len()] = {
    let mut offsets = [0; FACTS.0.len()];
    let mut fact = 0;
    while fact < offsets.len() {
        offsets[fact] = FACTS.offset(fact);
        fact += 1;
    }
    offsets
};

/// First scores: log odds that a line is to be kept, each line by itself and its neighbours' facts.
pub(crate) fn first_scores(lines: &[Line], page: &Page, phrases: &[u8], weights: &[f32]) -> Vec<f32> {
    let weights = weights.first_chunk::<{ FACTS.weights() }>().expect("every bin has a weight");
    (0..lines.len())
        .map(|i| {
            let mut sum = 0.0;
            gather(lines, page, phrases, i, |fact, bin| sum += weights[OFFSETS[fact] + bin]);
            sum
        })
        .collect()
}

/// Scores are sums of thousandths or hundredths: what is nearer to zero is zero, whatever the sums were rounded to. As much
/// speaks for such a line as against it, so it goes.
const TIE: f32 = 1e-4;

/// The cheapest labelling of the page: true for lines to keep.
pub(crate) fn search(scores: &[f32], change: f32, bias: f32) -> Vec<bool> {
    // The weights that were fitted last let lines change for nothing, so that each one decides for itself.
    if change <= 0.0 {
        return scores.iter().map(|score| score + bias > TIE).collect();
    }
    let n = scores.len();
    // Best score of a way that ends here kept / dropped, and whether it came from the other side.
    let (mut kept, mut dropped) = (0.0f32, 0.0f32);
    let mut from: SmallVec<[(bool, bool); 64]> = SmallVec::with_capacity(n);
    for s in scores {
        let turn_kept = dropped - change > kept;
        let turn_dropped = kept - change > dropped;
        let k = if turn_kept { dropped - change } else { kept } + (s + bias);
        let d = if turn_dropped { kept - change } else { dropped };
        from.push((turn_kept, turn_dropped));
        (kept, dropped) = (k, d);
    }
    let mut out = vec![false; n];
    let mut keep = kept > dropped;
    for i in (0..n).rev() {
        out[i] = keep;
        if if keep { from[i].0 } else { from[i].1 } {
            keep = !keep;
        }
    }
    out
}

/// First scores (log odds) about which there is a doubt. Of 11,830 lines of the bench corpus and the development pages in
/// Cyrillic the second look gave all 1,910 above it 2.1 at least, and all 667 below it -2.6 at most: it turned none. So it
/// is not asked about them where nothing but its answer would come of it.
const DOUBTFUL: std::ops::Range<f32> = -8.0..4.5;

/// The score of the only line of a page, if all that both looks can say of such a line is for keeping it. How much, nobody
/// asks, and both looks cost as much as to measure the line.
pub(crate) fn lone_score(lines: &[Line], phrases: &[u8]) -> Option<f32> {
    match (lines, phrases) {
        ([line], [0]) if is_kept_alone(&line.features) => Some(DOUBTFUL.end),
        _ => None,
    }
}

/// True for a line of some plain words with few figures, without a phrase, that both looks keep where it is all of its
/// page, whatever else was measured of it: a test asks them of many.
pub(crate) fn is_kept_alone(f: &Features) -> bool {
    const WORDS: RangeInclusive<u32> = 4..=19;
    const LONGEST_WORD: u16 = 29;
    /// Figures are fewer than one in so many letters and figures.
    const FIGURES: u32 = 5;
    WORDS.contains(&f.words)
        && f.longest_word <= LONGEST_WORD
        && f.digits * FIGURES < f.letters + f.digits
        && (f.urls, f.at_signs, f.bars, f.years) == (0, 0, 0, 0)
        && matches!(f.end, End::Sentence | End::Closed | End::Letter | End::Other)
}

/// Lines whose facts are gathered and then asked together: those of a whole page of very many would not stay in the cache.
const ASKED_TOGETHER: usize = 2048;

/// Scores (log odds for keeping) of all lines of a page; `third` tells whether it gets the third look, `settled` the lines
/// of which nobody will ask the score: they have any.
pub(crate) fn scores(
    draft: &Draft<'_>,
    lines: &[Line],
    page: &evidence::Page,
    phrases: &[u8],
    third: bool,
    settled: Option<&[bool]>,
) -> Vec<f32> {
    let w = &*WEIGHTS;
    let mut scores = first_scores(lines, page, phrases, &w.first);
    // The third look asks what the second one thought of all lines around.
    let all = third || settled.is_none();
    let is_asked = |i: &usize| all || settled.is_some_and(|settled| !settled[*i] && DOUBTFUL.contains(&scores[*i]));
    let asked: SmallVec<[usize; 64]> = (0..lines.len()).filter(is_asked).collect();
    if asked.is_empty() {
        return scores;
    }
    let surroundings = Surroundings::of(lines, page, phrases, &scores);
    let mut second = vec![0.0; asked.len()];
    if third {
        let columns = surroundings.facts(&asked);
        trees::add(&w.second, &columns, &mut second);
        return third::scores(draft, lines, page, &columns, second, settled);
    }
    for (asked, second) in asked.chunks(ASKED_TOGETHER).zip(second.chunks_mut(ASKED_TOGETHER)) {
        trees::add(&w.second, &surroundings.facts(asked), second);
    }
    asked.iter().zip(second).for_each(|(i, score)| scores[*i] = score);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Draft, Span};
    use crate::segment::features::Start;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn a_lone_line_that_is_not_asked_about_would_be_kept(
            end in prop::sample::select(vec![End::Sentence, End::Closed, End::Letter, End::Other]),
            start in prop::sample::select(vec![
                Start::Upper, Start::Lower, Start::Digit, Start::Dash, Start::Quote, Start::Other,
            ]),
            (words, longest_word, letters_a_word) in (4..=19_u32, 1..=29_u16, 2..9_u32),
            // In per cent of words and letters.
            (capitalised, stop_words, digits) in (0..=100_u32, 0..=100_u32, 0..25_u32),
            (commas, inner_sentences, cyrillic) in (0..10_u16, 0..10_u16, any::<bool>()),
        ) {
            let letters = words * letters_a_word;
            let f = Features {
                words,
                letters,
                capitalised: words * capitalised / 100,
                stop_words: (words * stop_words / 100) as u16,
                digits: letters * digits / 100,
                cyrillic: if cyrillic { letters } else { 0 },
                latin: if cyrillic { 0 } else { letters },
                longest_word,
                commas,
                inner_sentences,
                start,
                end,
                ..Features::default()
            };
            let lines = [Line::alone(Span::default(), f)];
            prop_assert!(lone_score(&lines, &[0]).is_some());
            let page = Page::of(&lines, &[0]);
            let score = scores(&Draft::new(""), &lines, &page, &[0], false, None)[0];
            prop_assert!(search(&[score], WEIGHTS.change, WEIGHTS.bias)[0], "{score} {:?}", lines[0]);
        }
    }
}
