//! The facts of the second look: what the first look thought of a line, of its neighbours and of the
//! page, and how the line stands to them.
//!
//! A sentence among navigation is suspect, a short line among sentences is not; teasers stand at equal
//! distances, menus repeat, and the text of an article is one stretch with little between.

use std::sync::LazyLock;

use super::evidence::{HEADINGS, Page, best_run, headings_since, outside};
use super::facts::{Bins, bin, share};
use super::trees::Columns;
use crate::segment::Line;
use crate::segment::features::Features;

/// The facts by name, in the order they are gathered.
pub(crate) const NAMES: &[&str] = &[
    "own",
    "1-above",
    "1-below",
    "2-above",
    "2-below",
    "3-above",
    "3-below",
    "window-2",
    "window-6",
    "window-15",
    "words-window-6",
    "run-distance",
    "run-gap",
    "run-share",
    "page",
    "page-lines",
    "page-words",
    "page-prose",
    "run-paragraph",
    "words-to-paragraph",
    "words",
    "end",
    "start",
    "stop-words",
    "capitals",
    "digits",
    "sentences",
    "commas",
    "longest-word",
    "words-1-above",
    "words-1-below",
    "words-2-above",
    "words-2-below",
    "end-1-above",
    "end-1-below",
    "prose-above",
    "prose-below",
    "paragraph-above",
    "paragraph-below",
    "prose-near",
    "short-near",
    "repeats",
    "repeats-near",
    "rhythm",
    "alike",
    "phrase",
    "phrase-near",
    "since-comments",
    "since-related",
    "since-tags",
    "since-foot",
    "place",
    "from-top",
    "from-bottom",
    "script",
    "year",
];

/// Bins of a score are so wide …
const SCORE_STEP: f32 = 0.5;
/// … and scores are cut off here.
const SCORE_CAP: f32 = 5.0;

/// Bin of a score, 0 to 20; 10 begins at zero.
fn score_bin(score: f32) -> u8 {
    ((score.clamp(-SCORE_CAP, SCORE_CAP) + SCORE_CAP) / SCORE_STEP) as u8
}

/// The bin of a neighbour that there is not, below all others.
const NO_LINE: u8 = 0;

/// A number in about equal ratios, 0 to 15.
pub(crate) fn log_bin(value: u32) -> u8 {
    LOG_BINS.of(value as usize) + u8::from(value >= 400) + u8::from(value >= 1000)
}

static LOG_BINS: Bins<181> = Bins::new(&[1, 2, 3, 4, 6, 9, 13, 19, 28, 42, 63, 100, 180]);

/// Words over which a line counts no more.
const WORDS_CAP: u32 = 60;
/// Words of a line that is a paragraph rather than a teaser.
const PARAGRAPH_WORDS: u32 = 25;
/// Words of a line that is short.
const SHORT_WORDS: u32 = 4;

/// Facts of a line.
const FACTS: usize = NAMES.len();

/// A page as its lines see it: what the facts of each of them are told from.
pub(crate) struct Surroundings<'p> {
    lines: &'p [Line],
    page: &'p Page,
    phrases: &'p [u8],
    sums: Sums,
    whole: Whole,
    /// The best stretch.
    run: (usize, usize),
    sights: Vec<Sight>,
}

impl<'p> Surroundings<'p> {
    /// Those of a page whose lines have such first scores. Linear in them.
    pub fn of(lines: &'p [Line], page: &'p Page, phrases: &'p [u8], first: &[f32]) -> Surroundings<'p> {
        let n = lines.len();
        let sums = Sums::of(lines, page, phrases, first);
        let words = |i: usize| lines[i].features.words.min(WORDS_CAP);
        // Long lines count for more in the best stretch: a paragraph outweighs a few links.
        let gain = |i: usize| (first[i].clamp(-3.0, 3.0) * (2.0 + words(i) as f32 / 6.0) * 16.0) as i64;
        let run = best_run((0..n).map(gain));
        let whole = Whole::of(lines, &sums, run);
        let mut sights = sights(lines, phrases, first);
        gaps(n, run, gain, |i, gap| sights[REACH + i].gap = gap);
        Surroundings { lines, page, phrases, sums, whole, run, sights }
    }

    /// The facts of the lines that are asked for.
    pub fn facts(&self, asked: &[usize]) -> Columns {
        let Surroundings { lines, page, phrases, sums, whole, run, sights } = self;
        let n = lines.len();
        let mut columns = Columns::new(FACTS, asked.len());
        for (row, &i) in asked.iter().enumerate() {
            let around = sights[i..].first_chunk::<{ 2 * REACH + 1 }>().expect("a sight for each neighbour");
            let f = &lines[i].features;
            let at = |offset: isize| &around[REACH.wrapping_add_signed(offset)];
            let mut set = columns.line::<FACTS>(row);
            let mut fact = 0;
            let mut put = |value: u8| {
                set(fact, value);
                fact += 1;
            };
            put(at(0).score - 1);
            [-1, 1, -2, 2, -3, 3].into_iter().for_each(|offset| put(at(offset).score));
            [2, 6, 15].into_iter().for_each(|reach| put(score_bin(sums.mean(i, reach))));
            put(score_bin(sums.mean_by_words(i, 6)));
            put(distance(i, *run));
            put(log_bin(at(0).gap));
            put(whole.run_share);
            put(whole.score);
            put(whole.lines);
            put(whole.words);
            put(whole.prose);
            put(whole.paragraph);
            put(bin(f.words * 8 / whole.paragraph_words.max(1), &[1, 2, 3, 4, 6, 8, 12]) as u8);
            put(at(0).words - 1);
            put(f.end as u8);
            put(f.start as u8);
            put(share(u32::from(f.stop_words), f.words, &[8, 15, 22, 30, 40, 50]) as u8);
            put(share(f.capitalised, f.words, &[10, 20, 33, 50, 75, 95]) as u8);
            put(share(f.digits, f.letters + f.digits, &[3, 8, 20, 50]) as u8);
            put(f.inner_sentences.min(7) as u8);
            put(f.commas.min(7) as u8);
            put(bin(u32::from(f.longest_word), &[5, 8, 11, 14, 18, 24, 30]) as u8);
            [-1, 1, -2, 2].into_iter().for_each(|offset| put(at(offset).words));
            [-1, 1].into_iter().for_each(|offset| put(at(offset).end));
            let (prose_above, prose_below) = page.prose_distances(i);
            put(log_bin(u32::from(prose_above)));
            put(log_bin(u32::from(prose_below)));
            put(log_bin(u32::from(at(0).above)));
            put(log_bin(u32::from(at(0).below)));
            let near = sums.between(i, NEAR);
            put(near.share(near.prose));
            put(near.share(near.short));
            put(bin(u32::from(page.repeats(i)), &[2, 3, 5, 9]) as u8);
            put(near.share(near.repeated));
            put(rhythm(around));
            put(log_bin(at(0).alike));
            put(PHRASE_CLASS[usize::from(phrases[i]) % PHRASE_CLASS.len()]);
            put(near.share(near.phrases));
            at(0).since.iter().for_each(|lines| put(log_bin(u32::from(*lines))));
            put((i * 16 / n) as u8);
            put(log_bin(i as u32));
            put(log_bin((n - 1 - i) as u32));
            put(page.script_bin(f));
            put(f.years.min(2));
            debug_assert_eq!(fact, FACTS);
        }
        columns
    }
}

/// What a line sees of itself and of each of its neighbours.
#[derive(Clone, Copy)]
struct Sight {
    /// Bins of the first score, of the words and of the end, one up, so that [`NO_LINE`] is below all of them.
    score: u8,
    words: u8,
    end: u8,
    /// The coarse look: its size and its end.
    look: u8,
    /// How many lines in a row look like it.
    alike: u32,
    /// What speaks against the lines between it and the best stretch.
    gap: u32,
    /// Lines from the nearest paragraph above and below, 255 for none.
    above: u8,
    below: u8,
    /// How many lines ago the last heading of each kind was.
    since: [u8; HEADINGS],
}

/// How many neighbours above and below a line sees.
const REACH: usize = 5;

/// The look of a line that there is not.
const NO_LOOK: u8 = u8::MAX;

/// The sights of all lines but for their gaps, with those of [`REACH`] lines that there are not before and behind them.
fn sights(lines: &[Line], phrases: &[u8], first: &[f32]) -> Vec<Sight> {
    let (score, words, end, since) = (NO_LINE, NO_LINE, NO_LINE, [255; HEADINGS]);
    let none = Sight { score, words, end, look: NO_LOOK, alike: 0, gap: 0, above: 255, below: 255, since };
    let mut sights = vec![none; lines.len() + 2 * REACH];
    let here = &mut sights[REACH..][..lines.len()];
    let mut far = 255u8;
    for (((line, score), since), sight) in lines.iter().zip(first).zip(headings_since(phrases)).zip(here.iter_mut()) {
        let f = &line.features;
        far = far.saturating_add(1);
        let (score, words, end) = (1 + score_bin(*score), 1 + log_bin(f.words), 1 + f.end as u8);
        *sight = Sight { score, words, end, look: look(f), above: far, since, ..none };
        far = if is_paragraph(f) { 0 } else { far };
    }
    far = 255;
    for (line, sight) in lines.iter().zip(here.iter_mut()).rev() {
        far = far.saturating_add(1);
        sight.below = far;
        far = if is_paragraph(&line.features) { 0 } else { far };
    }
    for run in here.chunk_by_mut(|a, b| a.look == b.look) {
        let alike = run.len() as u32;
        run.iter_mut().for_each(|sight| sight.alike = alike);
    }
    sights
}

fn is_paragraph(f: &Features) -> bool {
    f.prose() && f.words >= PARAGRAPH_WORDS
}

/// The coarse look of a line: its size and its end.
fn look(f: &Features) -> u8 {
    bin(f.words, &[4, 8, 16, 30]) as u8 * 8 + f.end as u8
}

/// Sums over lines.
#[derive(Clone, Copy, Default)]
struct Sum {
    lines: u32,
    score: f32,
    by_words: f32,
    words: u32,
    prose: u32,
    short: u32,
    repeated: u32,
    phrases: u32,
}

impl Sum {
    /// Share of a count among the lines of a window, in eighths; 0 is none.
    fn share(&self, count: u32) -> u8 {
        EIGHTHS[self.lines as usize % EIGHTHS.len()][count as usize % EIGHTHS.len()]
    }
}

/// Lines on either side whose shares are told.
const NEAR: usize = 5;

/// So many eighths (rounded up) of so many lines, at most `2 * NEAR + 1`, is a count of them.
static EIGHTHS: [[u8; 16]; 16] = {
    assert!(2 * NEAR + 1 < 16);
    let mut eighths = [[0; 16]; 16];
    let (mut lines, mut count) = (1, 0);
    while lines < 16 {
        eighths[lines][count] = (count * 8).div_ceil(lines) as u8;
        (lines, count) = if count == lines { (lines + 1, 0) } else { (lines, count + 1) };
    }
    eighths
};

/// Running sums over the lines of a page: the sums before each line, and those of all.
struct Sums(Vec<Sum>);

impl Sums {
    fn of(lines: &[Line], page: &Page, phrases: &[u8], first: &[f32]) -> Sums {
        let mut out = Vec::with_capacity(lines.len() + 1);
        let mut sum = Sum::default();
        out.push(sum);
        for (i, line) in lines.iter().enumerate() {
            let f = &line.features;
            let words = f.words.min(WORDS_CAP) + 1;
            let score = first[i].clamp(-SCORE_CAP, SCORE_CAP);
            sum.lines += 1;
            sum.score += score;
            sum.by_words += score * words as f32;
            sum.words += words;
            sum.prose += u32::from(f.prose());
            sum.short += u32::from(f.words <= SHORT_WORDS);
            sum.repeated += u32::from(page.repeats(i) > 1);
            sum.phrases += u32::from(phrases[i] > 0);
            out.push(sum);
        }
        Sums(out)
    }

    /// The sums before the lines from `reach` above, and behind those to `reach` below.
    fn window(&self, i: usize, reach: usize) -> (&Sum, &Sum) {
        (&self.0[i.saturating_sub(reach)], &self.0[(i + reach + 1).min(self.0.len() - 1)])
    }

    fn mean(&self, i: usize, reach: usize) -> f32 {
        let (lo, hi) = self.window(i, reach);
        (hi.score - lo.score) / (hi.lines - lo.lines) as f32
    }

    fn mean_by_words(&self, i: usize, reach: usize) -> f32 {
        let (lo, hi) = self.window(i, reach);
        (hi.by_words - lo.by_words) / (hi.words - lo.words).max(1) as f32
    }

    /// The counts of the lines from `reach` above to `reach` below.
    fn between(&self, i: usize, reach: usize) -> Sum {
        let (lo, hi) = self.window(i, reach);
        Sum {
            lines: hi.lines - lo.lines,
            prose: hi.prose - lo.prose,
            short: hi.short - lo.short,
            repeated: hi.repeated - lo.repeated,
            phrases: hi.phrases - lo.phrases,
            ..Sum::default()
        }
    }

    /// The sums of all lines.
    fn all(&self) -> Sum {
        self.0.last().copied().unwrap_or_default()
    }
}

/// What is the same for all lines of a page.
struct Whole {
    score: u8,
    lines: u8,
    words: u8,
    prose: u8,
    run_share: u8,
    paragraph: u8,
    /// Mean words of the lines of running text in the best stretch.
    paragraph_words: u32,
}

impl Whole {
    fn of(lines: &[Line], sums: &Sums, (start, end): (usize, usize)) -> Whole {
        let n = lines.len();
        let all = sums.all();
        let all_words = all.words.max(1);
        let (words, paragraphs) = lines[start..end]
            .iter()
            .filter(|l| l.features.prose())
            .fold((0u32, 0u32), |(w, p), l| (w.saturating_add(l.features.words), p + 1));
        let paragraph_words = words / paragraphs.max(1);
        Whole {
            score: score_bin(all.score / n as f32),
            lines: log_bin(n as u32),
            words: log_bin(all_words / 10),
            prose: share(all.prose, n as u32, &[5, 10, 20, 35, 50, 70]) as u8,
            run_share: share(sums.0[end].words - sums.0[start].words, all_words, &[20, 35, 50, 65, 80, 90]) as u8,
            paragraph: log_bin(paragraph_words),
            paragraph_words,
        }
    }
}

/// Where a line stands to the best stretch: 8 inside, less above it, more below.
pub(crate) fn distance(i: usize, run: (usize, usize)) -> u8 {
    const STEPS: &[u32] = &[1, 2, 3, 5, 9, 17, 40, 100];
    let (above, below) = outside(i, run);
    (8 + bin(below, STEPS) - bin(above, STEPS)) as u8
}

/// Tells of each line what speaks against the lines between it and the best stretch: the deepest sum on the way.
pub(crate) fn gaps(
    n: usize,
    (start, end): (usize, usize),
    gain: impl Fn(usize) -> i64,
    mut tell: impl FnMut(usize, u32),
) {
    const UNIT: i64 = 40;
    let mut way = (0i64, 0i64);
    let mut step = |i: usize, (sum, deepest): (i64, i64)| {
        tell(i, (-deepest / UNIT) as u32);
        let sum = sum + gain(i);
        (sum, deepest.min(sum))
    };
    for i in (0..start).rev() {
        way = step(i, way);
    }
    way = (0, 0);
    for i in end..n {
        way = step(i, way);
    }
}

/// How many of the distances 2 to 5 have a line of the same look both above and below, where the next
/// lines look different: teasers between titles and dates.
fn rhythm(around: &[Sight]) -> u8 {
    let same = |i: usize| around[i].look == around[REACH].look;
    let next = same(REACH - 1) | same(REACH + 1);
    let times: u8 = (2..=REACH).map(|k| u8::from(same(REACH - k) & same(REACH + k))).sum();
    times * u8::from(!next)
}

/// What each kind of phrase says of its line: nothing, that it may be furniture, a caption, that it is furniture.
static PHRASE_CLASS: LazyLock<[u8; super::PHRASE_BINS]> = LazyLock::new(|| {
    super::each_phrase(|rule| match rule {
        rule if rule.is(&super::rules::PHOTO_CREDIT) => 2,
        rule if super::is_weak(rule) => 1,
        _ => 3,
    })
});
