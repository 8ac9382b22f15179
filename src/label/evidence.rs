//! The evidence a line and its surroundings give, as small whole numbers.
//!
//! Every fact is cut into a few bins; each bin of each fact has one weight in `data/weights.tsv`, and
//! the evidence for keeping a line is the sum of the weights of its bins: a table a person can read,
//! and a decision that can be told in words.

use std::sync::LazyLock;

use super::facts::{Bins, Facts, bin, share};
use crate::segment::Line;
use crate::segment::features::{End, Features, Start};

/// The facts of the first look, with their number of bins, in the order of the table.
pub(crate) const FACTS: Facts = Facts(&[
    ("shape", 11 * 8),
    ("function-words", 6 * 4),
    ("capitals", 6 * 4),
    ("inner-sentences", 4),
    ("commas", 4),
    ("start", 6 * 4),
    ("digits", 5 * 4),
    ("marks", 12),
    ("repeats", 12),
    ("lines-from-top", 8),
    ("lines-from-bottom", 8),
    ("place", 10 * 4),
    ("blank-lines", 4),
    ("main-run", 9 * 4),
    ("prose-above", 7 * 4),
    ("prose-below", 7 * 4),
    ("prose-near", 4 * 4),
    ("prose-around", 6 * 4),
    ("prose-on-page", 6 * 4),
    ("script", 3),
    ("shape-2-above", 7 * 8),
    ("shape-1-above", 7 * 8),
    ("shape-1-below", 7 * 8),
    ("shape-2-below", 7 * 8),
    ("like-neighbours", 9),
    ("longest-word", 5),
    ("phrase", super::PHRASE_BINS),
    ("phrase-above", super::PHRASE_BINS),
    ("phrase-below", super::PHRASE_BINS),
    ("under-heading", 17 * 2),
    ("year", 3 * 4),
]);

/// What is known of the page as a whole before any line is judged.
#[derive(Debug)]
pub(crate) struct Page {
    /// What is known of each line, between [`REACH`] lines that there are not.
    places: Vec<Place>,
    /// The stretch of lines with the most running text (end exclusive).
    run: (usize, usize),
    /// True when most letters of the page are Cyrillic.
    cyrillic: bool,
}

/// Where a line stands on its page.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its coarse size and its end, [`NO_LINE`] for a line that there is not.
    shape: u8,
    /// How many lines of the page have its words, capped.
    repeats: u8,
    /// How many have its shape (digits aside), capped.
    shape_repeats: u8,
    /// Lines from the nearest prose line above and below, 0 for a prose line, capped.
    above: u8,
    below: u8,
    /// The kind of the last heading of a box above it and how far it is, 0 for none.
    heading: u8,
    /// Prose lines before it.
    prose_before: u32,
}

/// How many neighbours above and below tell their shape.
const REACH: usize = 2;

/// The shape of a neighbour that there is not.
const NO_LINE: u8 = 7;

/// Kinds of heading: comments; lists of other news; tags and sharing; the foot of the page.
pub(crate) const HEADINGS: usize = 4;

/// The kind of heading that each kind of phrase makes of a line, 1 to [`HEADINGS`]; 0 for none.
static HEADING: LazyLock<[u8; super::PHRASE_BINS]> = LazyLock::new(|| {
    use super::rules;
    const KINDS: [&[&crate::rule::Rule]; HEADINGS] = [
        &[&rules::COMMENT_LINE],
        &[&rules::RELATED_NEWS, &rules::MOST_READ, &rules::LATEST_NEWS],
        &[&rules::TAG_LINE, &rules::SHARE_LINE],
        &[&rules::FOOTER, &rules::COPYRIGHT_LINE, &rules::NEWSLETTER, &rules::SUBSCRIPTION, &rules::CONTACTS],
    ];
    super::each_phrase(|rule| {
        KINDS.iter().position(|kind| kind.iter().any(|r| r.is(rule))).map_or(0, |kind| kind as u8 + 1)
    })
});

/// The kind of heading that a phrase makes of a line.
fn heading(phrase: u8) -> Option<u8> {
    Some(HEADING[usize::from(phrase) % HEADING.len()]).filter(|kind| *kind > 0)
}

/// For each line the kind of the last heading above and its distance in four steps.
fn headings(phrases: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let mut last: Option<(usize, u8)> = None;
    phrases.iter().enumerate().map(move |(i, phrase)| {
        let above = last.map_or(0, |(at, kind)| 1 + (kind - 1) * 4 + bin((i - at) as u32, &[3, 8, 25]) as u8);
        if let Some(kind) = heading(*phrase) {
            last = Some((i, kind));
        }
        above
    })
}

/// For each line how many lines ago the last heading of each kind was, 255 for none, 0 for itself.
pub(crate) fn headings_since(phrases: &[u8]) -> impl Iterator<Item = [u8; HEADINGS]> + '_ {
    let mut since = [255u8; HEADINGS];
    phrases.iter().map(move |phrase| {
        since.iter_mut().for_each(|lines| *lines = lines.saturating_add(1));
        if let Some(kind) = heading(*phrase) {
            since[usize::from(kind) - 1] = 0;
        }
        since
    })
}

/// Words over which a line counts no more towards the main run.
const RUN_WORDS_CAP: i64 = 60;
/// What every line costs the main run: a line of ten words neither helps nor hurts it.
const RUN_LINE_COST: i64 = 10;

impl Page {
    /// Measures a page; linear in its lines.
    pub fn of(lines: &[Line], phrases: &[u8]) -> Page {
        let nowhere =
            Place { shape: NO_LINE, repeats: 1, shape_repeats: 1, above: 0, below: 0, heading: 0, prose_before: 0 };
        let mut places = vec![nowhere; lines.len() + 2 * REACH];
        let (mut since, mut prose_before) = (255u8, 0);
        let (mut cyrillic, mut latin) = (0u64, 0u64);
        for ((line, heading), place) in lines.iter().zip(headings(phrases)).zip(&mut places[REACH..]) {
            let f = &line.features;
            let prose = f.prose();
            since = if prose { 0 } else { since.saturating_add(1) };
            let shape = Words::of(f).coarse * 8 + f.end as u8;
            *place = Place { shape, above: since, heading, prose_before, ..nowhere };
            prose_before += u32::from(prose);
            cyrillic += u64::from(f.cyrillic);
            latin += u64::from(f.latin);
        }
        let (here, behind) = places[REACH..].split_at_mut(lines.len());
        behind.iter_mut().for_each(|place| place.prose_before = prose_before);
        since = 255;
        for place in here.iter_mut().rev() {
            since = if place.above == 0 { 0 } else { since.saturating_add(1) };
            place.below = since;
        }
        repeats(lines, here);
        let gain = |l: &Line| i64::from(l.features.words).min(RUN_WORDS_CAP) - RUN_LINE_COST;
        Page { places, run: best_run(lines.iter().map(gain)), cyrillic: cyrillic > latin }
    }

    fn place(&self, i: usize) -> &Place {
        &self.places[REACH + i]
    }

    /// Prose lines of the page.
    fn prose(&self) -> u32 {
        self.places[self.places.len() - 1].prose_before
    }

    /// Share of prose among the lines from `i - reach` to `i + reach`, without `i`, in quarters.
    fn prose_share(&self, i: usize, reach: usize, bins: usize) -> usize {
        let (lo, hi) = (i.saturating_sub(reach), (i + reach + 1).min(self.places.len() - 2 * REACH));
        let own = u32::from(self.place(i).above == 0);
        let prose = (self.place(hi).prose_before - self.place(lo).prose_before - own) as usize;
        let lines = (hi - lo - 1).max(1);
        (prose * (bins - 1)).div_ceil(lines).min(bins - 1)
    }

    /// Lines from line `i` to the nearest prose above and below, 0 for prose, capped.
    pub fn prose_distances(&self, i: usize) -> (u8, u8) {
        let place = self.place(i);
        (place.above, place.below)
    }

    /// Whether a line is in the script of the page (0), in another (1), or without letters (2).
    pub fn script_bin(&self, f: &Features) -> u8 {
        match (f.cyrillic > f.latin, f.letters == 0) {
            (_, true) => 2,
            (c, _) => u8::from(c != self.cyrillic),
        }
    }

    /// How many lines of the page have the shape of line `i`, digits aside.
    pub fn shape_repeats(&self, i: usize) -> u8 {
        self.place(i).shape_repeats
    }

    /// The kind of the last heading of a box above line `i` and how far it is, 0 for none.
    pub fn under_heading(&self, i: usize) -> u8 {
        self.place(i).heading
    }

    /// How many lines of the page have the words of line `i`.
    pub fn repeats(&self, i: usize) -> u8 {
        self.place(i).repeats
    }
}

/// Counts how often the words of each line occur, and how often its shape, by their hashes, capped at 255; sorted, so
/// that it is linear-ish and independent of hash order.
fn repeats(lines: &[Line], places: &mut [Place]) {
    if lines.len() < 2 {
        return;
    }
    let mut keys: Vec<(u64, u32)> = lines.iter().map(|l| l.features.shape_hash).zip(0..).collect();
    keys.sort_unstable_by_key(|(shape, _)| *shape);
    let mut count = |run: &[(u64, u32)], count: fn(&mut Place) -> &mut u8| {
        let lines = run.len().min(255) as u8;
        run.iter().for_each(|(_, i)| *count(&mut places[*i as usize]) = lines);
    };
    for run in keys.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        count(run, |place| &mut place.shape_repeats);
        // Lines of the same words have the same shape. The key is now that of the words, for it is compared again and again.
        run.iter_mut().for_each(|(key, i)| *key = lines[*i as usize].features.hash);
        run.sort_unstable_by_key(|(words, _)| *words);
        run.chunk_by(|a, b| a.0 == b.0).for_each(|run| count(run, |place| &mut place.repeats));
    }
}

/// The contiguous stretch with the greatest sum (first of equals), end exclusive.
pub(crate) fn best_run(gains: impl Iterator<Item = i64>) -> (usize, usize) {
    let (mut best, mut best_at) = (i64::MIN, (0, 0));
    let (mut sum, mut start) = (0i64, 0);
    for (i, gain) in gains.enumerate() {
        if sum <= 0 {
            sum = 0;
            start = i;
        }
        sum += gain;
        if sum > best {
            best = sum;
            best_at = (start, i + 1);
        }
    }
    best_at
}

/// Bins of the number of words.
#[derive(Clone, Copy)]
struct Words {
    /// Eleven.
    fine: u8,
    /// Seven, for neighbours.
    coarse: u8,
    /// Four, to cross with other facts.
    size: u8,
}

/// The bins of each number of words; of greater ones those of the last.
static WORDS: [Words; 61] = {
    /// The number of `cuts` that `words` reaches, below.
    const fn reached(words: usize, cuts: &[usize]) -> u8 {
        let mut bin = 0;
        while bin < cuts.len() && words >= cuts[bin] {
            bin += 1;
        }
        bin as u8
    }
    let mut all = [Words { fine: 0, coarse: 0, size: 0 }; 61];
    let mut words = 0;
    while words < all.len() {
        all[words] = Words {
            fine: reached(words, &[1, 2, 3, 4, 6, 9, 13, 19, 30, 60]),
            coarse: reached(words, &[2, 4, 7, 12, 20, 45]),
            size: reached(words, &[3, 8, 20]),
        };
        words += 1;
    }
    all
};

impl Words {
    fn of(f: &Features) -> Words {
        WORDS[(f.words as usize).min(WORDS.len() - 1)]
    }
}

fn end_bin(end: End) -> usize {
    end as usize
}

/// Bins of the lines between a line and the nearest prose.
static NEAR: Bins<31> = Bins::new(&[1, 2, 3, 5, 9, 30]);

/// Bins of the lines between a line and the head of the page, or its foot.
static FROM_END: Bins<101> = Bins::new(&[1, 2, 4, 8, 16, 40, 100]);

/// Calls `emit(fact, bin)` for every fact of line `i`.
#[inline]
pub(crate) fn gather(lines: &[Line], page: &Page, phrases: &[u8], i: usize, mut emit: impl FnMut(usize, usize)) {
    let f = &lines[i].features;
    let words = Words::of(f);
    let size = usize::from(words.size);
    let n = lines.len();
    // Two above, the line itself, two below.
    let around = page.places[i..].first_chunk::<{ 2 * REACH + 1 }>().expect("a place for each neighbour");
    let place = &around[REACH];
    let mut fact = 0;
    let mut put = |bin: usize| {
        debug_assert!(bin < FACTS.0[fact].1, "{} {bin}", FACTS.0[fact].0);
        emit(fact, bin);
        fact += 1;
    };
    put(usize::from(words.fine) * 8 + end_bin(f.end));
    put(share(u32::from(f.stop_words), f.words, &[10, 20, 30, 45]) * 4 + size);
    put(share(f.capitalised, f.words, &[20, 40, 60, 90]) * 4 + size);
    put(usize::from(f.inner_sentences.min(3)));
    put(usize::from(f.commas.min(3)));
    put(start_bin(f.start) * 4 + size);
    put(share(f.digits, f.letters + f.digits, &[5, 15, 40]) * 4 + size);
    put(usize::from(f.urls.min(1)) * 6 + usize::from(f.at_signs.min(1)) * 3 + usize::from(f.bars.min(2)));
    let repeat = |r: u8| bin(u32::from(r), &[2, 3, 6]);
    put(match (repeat(place.repeats), repeat(place.shape_repeats)) {
        (0, s) => s,
        (r, _) => 4 + r + 4 * usize::from(f.words >= 3),
    });
    put(usize::from(FROM_END.of(i)));
    put(usize::from(FROM_END.of(n - 1 - i)));
    put((i * 10 / n) * 4 + size);
    let blank_below = lines.get(i + 1).is_none_or(|l| l.after_blank);
    put(usize::from(lines[i].after_blank) * 2 + usize::from(blank_below));
    put(run_bin(i, page.run) * 4 + size);
    put(usize::from(NEAR.of(place.above.into())) * 4 + size);
    put(usize::from(NEAR.of(place.below.into())) * 4 + size);
    put(page.prose_share(i, 2, 4) * 4 + size);
    put(page.prose_share(i, 8, 6) * 4 + size);
    put(bin(page.prose(), &[1, 2, 5, 12, 30]) * 4 + size);
    put(usize::from(page.script_bin(f)));
    [0, 1, 3, 4].into_iter().for_each(|neighbour| put(usize::from(around[neighbour].shape)));
    let alike = |g: Option<&Features>| {
        g.map_or(2, |g| {
            let same = g.end == f.end;
            2 - usize::from(same) - usize::from(same & (g.words.abs_diff(f.words) * 3 <= f.words))
        })
    };
    put(alike(neighbour(lines, i, -1)) * 3 + alike(neighbour(lines, i, 1)));
    put(bin(u32::from(f.longest_word), &[6, 11, 18, 30]));
    put(usize::from(phrases[i]));
    put(if i > 0 { usize::from(phrases[i - 1]) } else { 0 });
    put(phrases.get(i + 1).map_or(0, |p| usize::from(*p)));
    put(usize::from(place.heading) * 2 + usize::from(f.prose()));
    put(match f.years {
        0 => 0,
        _ if f.words <= 8 => 1,
        _ => 2,
    } * 4
        + bin((n - 1 - i) as u32, &[1, 3, 10]));
    debug_assert_eq!(fact, FACTS.0.len());
}

fn start_bin(start: Start) -> usize {
    start as usize
}

fn neighbour(lines: &[Line], i: usize, offset: isize) -> Option<&Features> {
    i.checked_add_signed(offset).and_then(|j| lines.get(j)).map(|l| &l.features)
}

/// Where a line stands to the main run: inside, or how far before or behind it.
fn run_bin(i: usize, run: (usize, usize)) -> usize {
    const STEPS: &[u32] = &[1, 2, 4, 10];
    let (above, below) = outside(i, run);
    bin(above, STEPS) + bin(below, STEPS) + 4 * usize::from(below > 0)
}

/// How many lines a line is above a stretch of lines, and how many below it.
pub(crate) fn outside(i: usize, (start, end): (usize, usize)) -> (u32, u32) {
    (start.saturating_sub(i) as u32, (i + 1).saturating_sub(end) as u32)
}
