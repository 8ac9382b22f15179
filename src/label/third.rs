//! The third look, at pages in Latin letters: what the words of a line and of the lines around it say,
//! beside what the second look thought of them.
//!
//! It asks about all that the second look asked, about the scores that the second look gave, and about
//! those of the words ([`wording`](super::wording)): trees again, and their sum is the score.

use std::sync::LazyLock;

use super::evidence::{Page, best_run};
use super::facts::{bin, number};
use super::surroundings;
use super::topic::Stems;
use super::trees::{self, Columns, Trees};
use super::wording::Wording;
use crate::draft::{Draft, View};
use crate::segment::Line;
use crate::segment::features::{End, Features};

/// The facts of this look alone, behind those of the second one.
pub(crate) const OWN: &[&str] = &[
    "so-far",
    "so-far-1-above",
    "so-far-1-below",
    "so-far-2-above",
    "so-far-2-below",
    "so-far-window-2",
    "so-far-window-7",
    "so-far-window-15",
    "so-far-page",
    "so-far-distance",
    "so-far-gap",
    "wording",
    "wording-1-above",
    "wording-1-below",
    "wording-2-above",
    "wording-2-below",
    "wording-window-2",
    "wording-window-7",
    "wording-window-15",
    "wording-page",
    "pattern",
    "patterns-near",
    "patterns-above",
    "patterns-below",
    "names-near",
    "kept-above",
    "kept-below",
    "topic",
    "topic-hits",
    "topic-window-2",
    "topic-window-7",
    "topic-page",
];

/// All facts by name.
pub(crate) static NAMES: LazyLock<Vec<&str>> =
    LazyLock::new(|| surroundings::NAMES.iter().chain(OWN).copied().collect());

/// Trees of the third look, and what they need.
#[derive(Debug)]
pub(crate) struct Third {
    pub trees: Trees<{ super::model::VALUES }>,
    /// The bin that each fact has on most lines.
    pub typical: Vec<u8>,
    /// Added to every score, so that zero parts the lines as it does for other pages.
    pub bias: f32,
}

/// The fitted trees.
pub(crate) static THIRD: LazyLock<Third> = LazyLock::new(|| {
    let table = include_str!("data/third.tsv");
    Third {
        trees: Trees::compiled(include_bytes!("data/third.bin")),
        typical: super::model::typical(table),
        bias: number(table, "bias"),
    }
});

/// True for pages that get this look: there are neighbours to look at, nine of ten letters are Latin, and the page is no digest of teasers, each
/// with its "read more", of which there are none among the pages that it is fitted to.
pub(crate) fn looks_at(lines: &[Line], phrases: &[u8]) -> bool {
    const TEASERS: usize = 3;
    /// Of fewer lines the words say no more than the second look knows.
    const LEAST: usize = 4;
    /// A digest has such a line in so many at least.
    const DIGEST: usize = 8;
    if lines.len() < LEAST {
        return false;
    }
    let (letters, latin) = lines.iter().fold((0u64, 0u64), |(letters, latin), line| {
        (letters + u64::from(line.features.letters), latin + u64::from(line.features.latin))
    });
    let read_more = super::kind(&super::rules::READ_MORE);
    let teasers = phrases.iter().filter(|phrase| **phrase == read_more).count();
    latin * 10 > letters * 9 && !(teasers >= TEASERS && teasers * DIGEST >= lines.len())
}

/// What was read of the words of all lines.
pub(crate) struct Reading {
    /// What the words of each line say.
    pub wordings: Vec<f32>,
    pub stems: Stems,
}

impl Reading {
    pub fn of(draft: &Draft<'_>, lines: &[Line], wording: &Wording) -> Reading {
        let mut stems = Stems::default();
        let read = |view: View<'_>| {
            let score = wording.score(view.as_str(), |word| stems.word(word));
            stems.end_line();
            score
        };
        Reading { wordings: draft.views(lines.iter().map(|line| line.span)).map(read).collect(), stems }
    }
}

/// Gathers the facts of the lines that are asked for: those of the second look, its scores, and what their words say.
pub(crate) fn gather(
    lines: &[Line],
    page: &Page,
    second: &Columns,
    scores: &[f32],
    reading: &Reading,
    asked: &[usize],
) -> Columns {
    let n = lines.len();
    const SHARED: usize = surroundings::NAMES.len();
    let mut columns = second.chosen(asked, OWN.len());
    let so_far = Sums::of(scores, SO_FAR_STEP);
    let wording = Sums::of(&reading.wordings, WORDING_STEP);
    let topics = reading.stems.shared(|i| scores[i] > 0.0 && lines[i].features.words >= TOPIC_WORDS);
    let gain = |i: usize| {
        let words = lines[i].features.words.min(WORDS_CAP) as f32;
        (scores[i].clamp(-3.0, 3.0) * (2.0 + words / 6.0) * 16.0) as i64
    };
    let run = best_run((0..n).map(gain));
    let mut gaps = vec![0; n];
    surroundings::gaps(n, run, gain, |i, gap| gaps[i] = gap);
    let patterns = Count::of(lines, |i| u32::from(page.shape_repeats(i) >= PATTERN && lines[i].features.digits > 0));
    let names = Count::of(lines, |i| u32::from(is_name(&lines[i].features)));
    let kept = Count::of(lines, |i| if scores[i] > 0.0 { lines[i].features.words.min(WORDS_CAP) } else { 0 });
    for (row, &i) in asked.iter().enumerate() {
        let mut set = columns.line::<{ SHARED + OWN.len() }>(row);
        let mut fact = SHARED;
        let mut put = |bin: u8| {
            set(fact, bin);
            fact += 1;
        };
        so_far.tell(i, &mut put);
        put(surroundings::distance(i, run));
        put(surroundings::log_bin(gaps[i]));
        wording.tell(i, &mut put);
        put(bin(u32::from(page.shape_repeats(i)), &[2, 3, 5, 9, 17, 40]) as u8);
        put(patterns.near(i));
        put(surroundings::log_bin(patterns.above(i)));
        put(surroundings::log_bin(patterns.below(i)));
        put(names.near(i));
        put(surroundings::log_bin(kept.above(i) / 4));
        put(surroundings::log_bin(kept.below(i) / 4));
        put(topics.share(i, 0));
        put(surroundings::log_bin(topics.count(i)));
        [2, 7, n].into_iter().for_each(|reach| put(topics.share(i, reach)));
        debug_assert_eq!(fact, SHARED + OWN.len());
    }
    columns
}

/// Words of a line of the text that tells what the text is about.
const TOPIC_WORDS: u32 = 8;

/// Lines of one shape, figures aside, that make a pattern: the dates of comments, of teasers.
const PATTERN: u8 = 3;

/// True for one to three words with capitals and nothing else: who wrote a comment, or what a teaser is about.
fn is_name(f: &Features) -> bool {
    (1..=3).contains(&f.words) && f.capitalised == f.words && f.end == End::Letter
}

/// Running counts over the lines of a page.
struct Count(Vec<u32>);

impl Count {
    /// Lines on either side that are near.
    const REACH: usize = 6;

    fn of(lines: &[Line], count: impl Fn(usize) -> u32) -> Count {
        let mut sum = 0u32;
        let sums = (0..lines.len()).map(|i| {
            sum = sum.saturating_add(count(i));
            sum
        });
        Count(std::iter::once(0).chain(sums).collect())
    }

    /// How much there is among the lines near, a bin for each unit.
    fn near(&self, i: usize) -> u8 {
        let (lo, hi) = (i.saturating_sub(Count::REACH), (i + Count::REACH + 1).min(self.0.len() - 1));
        (self.0[hi] - self.0[lo]).min(2 * Count::REACH as u32) as u8
    }

    fn above(&self, i: usize) -> u32 {
        self.0[i]
    }

    fn below(&self, i: usize) -> u32 {
        self.0[self.0.len() - 1] - self.0[i + 1]
    }
}

/// Words over which a line counts no more.
const WORDS_CAP: u32 = 60;

/// Width of a bin of a score of the second look, and of one of the words.
const SO_FAR_STEP: f32 = 0.4;
const WORDING_STEP: f32 = 0.25;
/// Bins of a score on either side of zero.
const SIDE: f32 = 15.0;

/// Scores of lines with their running sums.
struct Sums<'s> {
    scores: &'s [f32],
    step: f32,
    sums: Vec<f32>,
}

impl<'s> Sums<'s> {
    fn of(scores: &'s [f32], step: f32) -> Sums<'s> {
        let cap = SIDE * step;
        let mut sums = Vec::with_capacity(scores.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        sums.extend(scores.iter().map(|score| {
            sum += score.clamp(-cap, cap);
            sum
        }));
        Sums { scores, step, sums }
    }

    /// Bin of a score, 1 to 31: 0 is for a line that there is not.
    fn bin(&self, score: f32) -> u8 {
        ((score / self.step).clamp(-SIDE, SIDE) + SIDE) as u8 + 1
    }

    /// The line itself, two lines on either side, windows around it and the page.
    #[inline(always)]
    fn tell(&self, i: usize, put: &mut impl FnMut(u8)) {
        let n = self.scores.len();
        put(self.bin(self.scores[i]));
        for offset in [-1isize, 1, -2, 2] {
            let score = i.checked_add_signed(offset).and_then(|j| self.scores.get(j));
            put(score.map_or(0, |score| self.bin(*score)));
        }
        for reach in [2, 7, 15, n] {
            let (lo, hi) = (i.saturating_sub(reach), (i + reach + 1).min(n));
            put(self.bin((self.sums[hi] - self.sums[lo]) / (hi - lo) as f32));
        }
    }
}

/// Scores of the second look (log odds) about which there is a doubt. Of 28,595 lines of pages in Latin letters this look
/// gave all 1,611 above it 1.6 at least, and all 4,315 below it -3.5 at most: it turned none, and is not asked about them
/// where nothing but its answer would come of it.
const DOUBTFUL: std::ops::Range<f32> = -4.75..3.75;

/// Scores of all lines of a page by this look; `settled` tells of which lines nobody will ask the score.
pub(crate) fn scores(
    draft: &Draft<'_>,
    lines: &[Line],
    page: &Page,
    second: &Columns,
    mut scores: Vec<f32>,
    settled: Option<&[bool]>,
) -> Vec<f32> {
    let third = &*THIRD;
    let is_asked = |i: &usize| settled.is_none_or(|settled| !settled[*i] && DOUBTFUL.contains(&scores[*i]));
    let asked: Vec<usize> = (0..lines.len()).filter(is_asked).collect();
    if asked.is_empty() {
        return scores;
    }
    let columns = gather(lines, page, second, &scores, &Reading::of(draft, lines, &super::wording::WORDING), &asked);
    let mut out = vec![third.bias; asked.len()];
    trees::add(&third.trees, &columns, &mut out);
    asked.iter().zip(out).for_each(|(i, score)| scores[*i] = score);
    scores
}
