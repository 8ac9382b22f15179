//! Takes the measured lines of a page.
//! Gives every line a score (how much speaks for keeping it), a first decision, and the phrase that
//! gives it away if there is one.
//! Promises that all depends on the page alone, and on what recurs on its site where that is known, in time linear in its
//! lines but for their sorting, and can be told in words.
//! Leaves titles, dates and sources, and where items begin, to `split`.

mod announced;
mod captions;
mod directories;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod fold;
pub(crate) mod headlines;
pub(crate) mod markup;
pub(crate) mod model;
mod neighbours;
pub(crate) mod phrases;
pub(crate) mod polls;
pub(crate) mod reasons;
pub(crate) mod recurring;
pub(crate) mod rules;
mod shown;
pub(crate) mod surroundings;
pub(crate) mod third;
pub(crate) mod topic;
pub(crate) mod trees;
pub(crate) mod wording;

use std::ops::Range;

use smallvec::SmallVec;

use crate::config::Config;
use crate::draft::Draft;
use crate::html::Html;
use crate::rule::Rule;
use crate::segment::Line;
use crate::segment::features::{End, Features, Start};
use recurring::{Known, Recurs};
use shown::{Shown, others};

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
    /// The line of the title, where markup tells it.
    pub title: Option<usize>,
    /// True for a page of HTML, whose line breaks mean nothing.
    pub html: bool,
    /// True where the head of the page says that it is one article.
    pub single: bool,
    /// Taken off the scores where the lines around a line are asked: the third look has asked them already.
    asked: f32,
    /// See [`Labels::is_foreign`]; empty for a page of one script.
    foreign: Vec<bool>,
    /// Controls glued to the head or the end of a line, in order.
    glued: Vec<Glued>,
}

/// A control of the site in the line of a text.
#[derive(Clone, Debug)]
pub(crate) struct Glued {
    /// Its line.
    pub line: usize,
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// Why it is cut off.
    pub rule: &'static Rule,
}

impl Labels {
    /// The controls glued to line `i`, in order.
    pub fn glued(&self, i: usize) -> &[Glued] {
        let from = self.glued.partition_point(|g| g.line < i);
        &self.glued[from..from + self.glued[from..].iter().take_while(|g| g.line == i).count()]
    }

    /// True when a phrase says that the line is no text: beyond doubt, or with the line's place.
    pub fn is_furniture(&self, i: usize) -> bool {
        self.hits[i].is_some_and(|r| !r.is(&rules::PHOTO_CREDIT) && (!is_weak(r) || !self.keep[i]))
    }

    /// True for a line of counters.
    pub fn is_counter(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::VIEW_COUNTER])
    }

    /// True for what stands between a title and its text: sharing, printing, comments.
    pub fn is_beside_title(&self, i: usize) -> bool {
        self.is_one_of(
            i,
            &[
                &rules::SHARE_LINE,
                &rules::PRINT_VERSION,
                &rules::COMMENT_LINE,
                &rules::PHOTO_CREDIT,
                &rules::SOCIAL_FOLLOW,
            ],
        )
    }

    /// True for a "read more" line.
    pub fn is_read_more(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::READ_MORE])
    }

    /// True for the name of a section.
    pub fn is_section(&self, i: usize) -> bool {
        self.is_one_of(i, &[&rules::SECTION_NAME])
    }

    /// True for a line in a script the page does not use.
    pub fn is_foreign(&self, i: usize) -> bool {
        self.foreign.get(i).is_some_and(|foreign| *foreign)
    }

    fn is_one_of(&self, i: usize, rules: &[&Rule]) -> bool {
        self.hits[i].is_some_and(|r| rules.iter().any(|x| x.is(r)))
    }
}

/// Labels the lines of a page; of HTML, with where they stand among its elements.
pub(crate) fn label(
    draft: &Draft<'_>,
    lines: &[Line],
    html: Option<&Html>,
    known: Option<Known<'_>>,
    config: &Config,
) -> Labels {
    label_with(draft, lines, html, known, config, Scores::Deciding)
}

/// True for the only line of a page of flat text that is text beyond doubt: some plain words, no phrase, no control of the
/// site. It is what [`label`] says of most such pages, told without anything that asks for lines around.
pub(crate) fn is_text_alone(draft: &Draft<'_>, line: &Line) -> bool {
    let found = || Found::in_line(draft.view(line.span).as_str(), &line.features, true, &mut Vec::new());
    model::is_kept_alone(&line.features) && matches!(found(), Found { rule: None, glued: [None, None] })
}

/// Which scores are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scores {
    /// Those of lines about which there is a doubt.
    Deciding,
    /// All, to be shown.
    All,
}

/// The same, with scores as exact as they are asked for.
fn label_with(
    draft: &Draft<'_>,
    lines: &[Line],
    html: Option<&Html>,
    known: Option<Known<'_>>,
    config: &Config,
    exact: Scores,
) -> Labels {
    let Phrases { mut hits, kinds, glued } = find_phrases(draft, lines);
    let page = evidence::Page::of(lines, &kinds);
    let third = html.is_none() && third::looks_at(lines, &kinds);
    let shown = Shown::of(lines);
    let foreign = foreign(lines, &shown);
    let mut condemned: SmallVec<[bool; 64]> = SmallVec::from_elem(false, lines.len());
    condemned.iter_mut().zip(&foreign).for_each(|(condemned, foreign)| *condemned = *foreign);
    if shown.ends(End::Ellipsis) {
        cut_off(lines, &mut condemned);
    }
    headlines::under_topics(lines, &mut condemned);
    if config.runs(&polls::READER_POLL) {
        polls::find(draft, lines, &kinds, &mut hits);
    }
    let mut title = None;
    let (mut scores, change, bias) = match html {
        Some(html) => {
            let markup = markup::Markup::of(draft, lines, &page, &kinds, html);
            title = markup.title;
            let boxes = markup::boxes::boxes(&markup);
            hits.iter_mut().zip(boxes).for_each(|(hit, rule)| *hit = rule.filter(|r| config.runs(r)).or(*hit));
            told(&hits, &mut condemned);
            (markup::scores(draft, &markup), 0.0, markup::WEIGHTS.bias)
        }
        None => {
            // Markup tells such lists better.
            headlines::under_headings(lines, &hits, &mut condemned);
            if shown.times {
                headlines::under_times(lines, &mut condemned);
            }
            captions::below_labels(lines, &mut hits);
            captions::around_credits(lines, &page, &mut hits);
            captions::above_credits(lines, &page, &mut hits);
            told(&hits, &mut condemned);
            let settled = (exact == Scores::Deciding).then_some(&*condemned);
            let weights = &*model::WEIGHTS;
            // What recurs on the site takes something off the score.
            let lone = settled.filter(|_| known.is_none()).and_then(|_| model::lone_score(lines, &kinds));
            let scores = match lone {
                Some(score) => vec![score],
                None => model::scores(draft, lines, &page, &kinds, third, settled),
            };
            (scores, weights.change, weights.bias)
        }
    };
    let recurs = known.map(|known| known.judge(lines, title, config)).unwrap_or_default();
    for (i, recurs) in recurs.iter().enumerate() {
        match recurs {
            Recurs::Sure if hits[i].is_none_or(is_weak) => {
                (hits[i], condemned[i]) = (Some(&recurring::RECURRING_LINE), true);
            }
            Recurs::Suspect => scores[i] -= recurring::DOUBT,
            Recurs::Sure | Recurs::No => {}
        }
    }
    for (score, condemned) in scores.iter_mut().zip(&condemned) {
        *score = if *condemned { score.min(CONDEMNED) } else { *score };
    }
    let keep = model::search(&scores, change, bias);
    let mut labels = Labels {
        scores,
        keep,
        hits,
        page,
        foreign,
        glued,
        title,
        html: html.is_some(),
        single: html.is_some_and(|h| h.head.is_article()),
        asked: if third { neighbours::ASKED } else { 0.0 },
    };
    keep_something(lines, &mut labels);
    // Of HTML the second look knows which lines share an element, so it needs help with lists alone, and on small pages
    // with what stands among paragraphs.
    match html {
        Some(html) => {
            let Labels { scores, hits, keep, .. } = &mut labels;
            markup::siblings::keep(lines, html, scores, |i| hits[i].is_some(), keep);
            markup::lists::keep_whole(html, scores, |i| hits[i].is_some(), keep);
        }
        None => {
            if shown.ends(End::Colon) {
                announced::keep(lines, |i| labels.hits[i].is_some(), &mut labels.keep);
            }
            neighbours::keep(lines, &mut labels);
            drop_figures_above_text(lines, &mut labels.keep);
            if shown.numbers {
                directories::keep(lines, &labels.hits, &mut labels.keep);
            }
        }
    }
    labels
}

/// Drops lines without letters above the first running text: rates, degrees and counters of the head of a site. More of
/// them are a table.
fn drop_figures_above_text(lines: &[Line], keep: &mut [bool]) {
    const MOST: usize = 6;
    let text = (0..lines.len()).find(|i| keep[*i] && lines[*i].features.prose()).unwrap_or(0);
    let figures = |i: &usize| lines[*i].features.letters == 0;
    if (0..text).filter(|i| keep[*i]).filter(figures).count() <= MOST {
        (0..text).filter(figures).for_each(|i| keep[i] = false);
    }
}

/// Score of a line that is no text beyond doubt.
const CONDEMNED: f32 = -4.0;

/// True for phrases that are also the rubrics of a digest or words of a story ("Экономика", "Адрес: …"):
/// the place of the line decides.
fn is_weak(rule: &Rule) -> bool {
    let weak = [
        &rules::SECTION_NAME,
        &rules::NAVIGATION,
        &rules::FOOTER,
        &rules::CONTACTS,
        &rules::WEATHER_WIDGET,
        &rules::CURRENCY_TICKER,
    ];
    weak.iter().any(|r| r.is(rule))
}

/// Marks lines whose phrase says beyond doubt that they are no text.
fn told(hits: &[Option<&'static Rule>], marks: &mut [bool]) {
    marks.iter_mut().zip(hits).for_each(|(mark, hit)| *mark |= hit.is_some_and(|r| !is_weak(r)));
}

/// Marks lines cut off by an ellipsis that stand together, or three with no more than a headline and a day between each
/// two: teasers of other pages. One alone may trail off.
fn cut_off(lines: &[Line], marks: &mut [bool]) {
    const BETWEEN: usize = 2;
    const APART: usize = 3;
    const TEASER_WORDS: u32 = 16;
    let cut = |l: &Line| {
        let f = &l.features;
        f.end == End::Ellipsis && f.words >= 4 && !matches!(f.start, Start::Dash | Start::Lower)
    };
    let (mut above, mut run) = (false, SmallVec::<[usize; 16]>::new());
    for (i, line) in lines.iter().enumerate() {
        let here = cut(line);
        if above && here {
            marks[i - 1..=i].fill(true);
        }
        above = here;
        if here {
            run.push(i);
            if let Some(near) = run.last_chunk::<APART>() {
                near.iter().for_each(|i| marks[*i] = true);
                for pair in near.windows(2) {
                    let between = pair[0] + 1..pair[1];
                    // Verses may stand between two that trail off, a day may not; no verse is as long as a teaser.
                    let dated = || lines[between.clone()].iter().any(|l| l.features.years > 0);
                    let parted = pair.iter().all(|i| lines[*i].features.words >= TEASER_WORDS) || dated();
                    marks[between].iter_mut().for_each(|mark| *mark |= parted);
                }
            }
        } else if line.features.end == End::Sentence || run.last().is_some_and(|last| i > last + BETWEEN) {
            run.clear();
        }
    }
}

/// A page whose every line was dropped though it holds running text, or sentences if it holds none, keeps those.
fn keep_something(lines: &[Line], labels: &mut Labels) {
    /// Doubt that the only running text of a page may carry, and its only sentences.
    const LONE_DOUBT: f32 = -3.0;
    const SHORT_DOUBT: f32 = -2.5;
    /// Words of a sentence on a page of short ones.
    const SHORT_WORDS: u32 = 4;
    if labels.keep.contains(&true) {
        return;
    }
    let mut keep = |doubt: f32, is_text: fn(&Features) -> bool| {
        for (i, line) in lines.iter().enumerate() {
            labels.keep[i] = is_text(&line.features) && labels.scores[i] > doubt && labels.hits[i].is_none();
        }
        labels.keep.contains(&true)
    };
    if !keep(LONE_DOUBT, Features::prose) {
        keep(SHORT_DOUBT, |f| f.end == End::Sentence && f.words >= SHORT_WORDS);
    }
}

/// The phrases of all lines of a page.
pub(crate) struct Phrases {
    /// Of each line the rule that counts.
    pub hits: Vec<Option<&'static Rule>>,
    /// Its kind for the weights.
    pub kinds: Vec<u8>,
    /// The controls glued to lines of text, in order.
    glued: Vec<Glued>,
}

/// Finds the phrases of all lines.
pub(crate) fn find_phrases(draft: &Draft<'_>, lines: &[Line]) -> Phrases {
    let mut phrases =
        Phrases { hits: Vec::with_capacity(lines.len()), kinds: Vec::with_capacity(lines.len()), glued: Vec::new() };
    let mut found = Vec::new();
    for (i, (view, line)) in draft.views(lines.iter().map(|l| l.span)).zip(lines).enumerate() {
        match line.twin() {
            Some(above) => phrases.repeat(i - above),
            None => {
                // A page without line breaks is one line, whatever it ends with.
                let whole = line.features.bytes as usize * 2 > draft.source().len();
                phrases.add(Found::in_line(view.as_str(), &line.features, whole, &mut found));
            }
        }
    }
    phrases
}

impl Phrases {
    /// Adds what was found in the next line.
    fn add(&mut self, Found { rule, glued }: Found) {
        let line = self.hits.len();
        self.hits.push(rule);
        self.kinds.push(rule.map_or(0, kind));
        self.glued.extend(glued.into_iter().flatten().map(|(range, rule)| Glued { line, range, rule }));
    }

    /// Gives the next line what line `i` has, which reads the same.
    fn repeat(&mut self, i: usize) {
        let line = self.hits.len();
        self.hits.push(self.hits[i]);
        self.kinds.push(self.kinds[i]);
        for at in self.glued.partition_point(|g| g.line < i)..self.glued.len() {
            if self.glued[at].line == i {
                self.glued.push(Glued { line, ..self.glued[at].clone() });
            }
        }
    }
}

/// What was found in one line.
struct Found {
    /// The rule that counts.
    rule: Option<&'static Rule>,
    /// The controls glued to its head and to its end.
    glued: [Option<(Range<usize>, &'static Rule)>; 2],
}

impl Found {
    /// Finds the phrase of a line, and the controls glued to it. It may be the `whole` page; `hits` is room to work in.
    fn in_line(text: &str, f: &Features, whole: bool, hits: &mut Vec<phrases::Hit>) -> Found {
        let opening = phrases::may_hold(text, f).then(|| phrases::Opening::of(text));
        let worded = opening.as_ref().and_then(|opening| phrases::strongest(opening, f.words, hits));
        let figures = || phrases::figures::may_be(f).then(|| phrases::figures::rule(text))?;
        let path = || (may_be_path(f) && phrases::glued::is_breadcrumb(text)).then_some(&crate::split::rules::MENU);
        let mail = || (phrases::mail::may_be(f) && phrases::mail::is_mail(text)).then_some(&rules::CONTACTS);
        let rule = worded.or_else(figures).or_else(path).or_else(mail);
        let claim = (whole && phrases::glued::may_claim(f, rule)).then(|| phrases::glued::claim(text)).flatten();
        let rule = rule.filter(|_| claim.is_none());
        let glued = match &opening {
            Some(opening) if f.words >= TITLE_WORDS => {
                [phrases::glued::head(opening), claim.or_else(|| phrases::glued::tail(text))]
            }
            _ => [None, None],
        };
        Found { rule, glued }
    }
}

/// A title with a control before it has as many words at least.
const TITLE_WORDS: u32 = 4;

/// False for nearly all lines that are no glued path to a page: such a line is short, begins with a capital and has more
/// of them inside a word.
fn may_be_path(f: &Features) -> bool {
    const WORDS: u32 = 12;
    const INSIDE: u32 = phrases::glued::JOINTS as u32;
    f.words <= WORDS && f.end == End::Letter && f.upper > INSIDE && f.upper - f.capitalised >= INSIDE
}

/// Number of a phrase rule among the facts: its place in the list, 0 is none.
fn kind(rule: &Rule) -> u8 {
    RULES.iter().position(|r| r.is(rule)).map_or(0, |i| 1 + i.min(PHRASE_BINS - 2) as u8)
}

/// Something about each kind of phrase, asked once; of none it is 0.
fn each_phrase(about: impl Fn(&'static Rule) -> u8) -> [u8; PHRASE_BINS] {
    std::array::from_fn(|kind| kind.checked_sub(1).and_then(|at| RULES.get(at)).map_or(0, |rule| about(rule)))
}

/// Lines whose letters are nearly all of a script that is rare on the page; empty where there is none.
fn foreign(lines: &[Line], shown: &Shown) -> Vec<bool> {
    const FEW: u32 = 4;
    // A page of such letters is in that script.
    if shown.others < u64::from(FEW) || shown.others * 4 >= shown.letters {
        return Vec::new();
    }
    lines.iter().map(|l| others(&l.features) >= FEW && others(&l.features) * 2 > l.features.letters).collect()
}
