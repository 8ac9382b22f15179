//! Takes the measured lines of a page.
//! Gives every line a score (how much speaks for keeping it), a first decision, and the phrase that
//! gives it away if there is one.
//! Promises that all depends on the page alone, in time linear in its lines, and can be told in words.
//! Leaves titles, dates and sources, and where items begin, to `split`.

pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod fold;
pub(crate) mod model;
pub(crate) mod phrases;
pub(crate) mod rules;

use crate::draft::Draft;
use crate::rule::Rule;
use crate::segment::Line;
use phrases::At;

pub(crate) use rules::RULES;

/// Kinds of phrase that are facts of their own for the weights: one a rule, 0 is none.
pub(crate) const PHRASE_BINS: usize = 48;

/// What was decided of the lines of a page.
#[derive(Debug)]
pub(crate) struct Labels {
    /// Log odds that the line is to be kept.
    pub scores: Vec<f32>,
    /// What the search over the page as a whole keeps.
    pub keep: Vec<bool>,
    /// The rule of the phrase that gives the line away.
    pub hits: Vec<Option<&'static Rule>>,
    /// What is known of the page as a whole.
    pub page: evidence::Page,
    foreign: Vec<bool>,
}

impl Labels {
    /// True when a phrase says beyond doubt that the line is no text.
    pub fn is_furniture(&self, i: usize) -> bool {
        self.hits[i].is_some_and(|r| r.name != rules::PHOTO_CREDIT.name)
    }

    /// True for the heading of a list or box: what is below it is not text.
    pub fn is_section(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::RELATED_NEWS, &rules::MOST_READ, &rules::LATEST_NEWS, &rules::COMMENT_LINE])
    }

    /// True for a line of counters.
    pub fn is_counter(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::VIEW_COUNTER])
    }

    /// True for a "read more" line.
    pub fn is_read_more(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::READ_MORE])
    }

    /// True for a line in a script the page does not use.
    pub fn is_foreign(&self, i: usize) -> bool {
        self.foreign[i]
    }

    fn is_one_of(&self, i: usize, rules: &[&Rule]) -> bool {
        self.hits[i].is_some_and(|r| rules.iter().any(|x| x.name == r.name))
    }
}

/// Longest line, in words, that an unanchored phrase can condemn: a sentence may mention what a
/// notice says.
const NOTICE_WORDS: u32 = 60;

/// Labels the lines of a page.
pub(crate) fn label(draft: &Draft<'_>, lines: &[Line]) -> Labels {
    let (hits, kinds) = find_phrases(draft, lines);
    let page = evidence::Page::of(lines, &kinds);
    let weights = &*model::WEIGHTS;
    let mut scores = model::scores(lines, &page, &kinds, weights);
    let foreign = foreign(lines);
    for i in 0..lines.len() {
        if foreign[i] || hits[i].is_some() {
            scores[i] = scores[i].min(-4.0);
        }
    }
    let keep = model::search(&scores, weights.change, weights.bias);
    let mut labels = Labels { scores, keep, hits, page, foreign };
    keep_inner_sentences(lines, &mut labels);
    labels
}

/// Doubt that a sentence between two kept sentences may carry and still stay.
const INNER_DOUBT: f32 = -1.5;

/// A sentence between kept sentences stays unless much speaks against it.
fn keep_inner_sentences(lines: &[Line], labels: &mut Labels) {
    for i in 1..lines.len().saturating_sub(1) {
        let around = labels.keep[i - 1] && labels.keep[i + 1];
        if !labels.keep[i] && around && lines[i].features.prose() && labels.scores[i] > INNER_DOUBT {
            labels.keep[i] = true;
        }
    }
}

/// The phrases of all lines: the rule that counts, and its kind for the weights.
pub(crate) fn find_phrases(draft: &Draft<'_>, lines: &[Line]) -> (Vec<Option<&'static Rule>>, Vec<u8>) {
    let mut hits = Vec::with_capacity(lines.len());
    let mut kinds = Vec::with_capacity(lines.len());
    let mut found = Vec::new();
    for line in lines {
        found.clear();
        phrases::hits(draft.view(line.span).as_str(), &mut found);
        let f = &line.features;
        // A whole line beats a beginning, which beats an end, which beats a mention.
        let best = found
            .iter()
            .filter(|h| match h.at {
                At::Whole => true,
                At::Start | At::End => f.words <= NOTICE_WORDS,
                At::Any => f.words <= NOTICE_WORDS,
            })
            .min_by_key(|h| h.at as u8);
        hits.push(best.map(|h| h.rule));
        kinds.push(best.map_or(0, |h| kind(h.rule)));
    }
    (hits, kinds)
}

/// Number of a phrase rule among the facts: its place in the list, 0 is none.
fn kind(rule: &Rule) -> u8 {
    RULES.iter().position(|r| r.name == rule.name).map_or(0, |i| 1 + i.min(PHRASE_BINS - 2) as u8)
}

/// Lines whose letters are nearly all of a script that is rare on the page.
fn foreign(lines: &[Line]) -> Vec<bool> {
    const FEW: u32 = 4;
    // Letters neither Cyrillic nor Latin; a page of them is in that script.
    let other = |f: &crate::segment::features::Features| f.letters - f.cyrillic - f.latin;
    let (all, others) = lines.iter().fold((0u64, 0u64), |(a, o), l| (a + u64::from(l.features.letters), o + u64::from(other(&l.features))));
    let rare = others * 4 < all;
    lines.iter().map(|l| rare && other(&l.features) >= FEW && other(&l.features) * 2 > l.features.letters).collect()
}
