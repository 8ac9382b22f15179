//! Takes the labelled lines of a page.
//! Gives its items: which spans are text, which became a title, a date, a byline or a source, and
//! which are left out and why.
//! Promises items tile the page and the parts of an item are in order and disjoint; a page that is one article
//! stays whole; a page without an article is one item without text.
//! Leaves spaces and lost line breaks inside kept text to `normalize`.

mod acts;
pub(crate) mod assemble;
pub(crate) mod byline;
pub(crate) mod credit;
pub(crate) mod date;
mod folded;
pub(crate) mod heads;
pub(crate) mod marks;
mod office;
mod page;
pub(crate) mod rules;
mod seen;
pub(crate) mod signature;
mod signing;
pub(crate) mod source_url;
mod stems;
pub(crate) mod title;

use std::borrow::Cow;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use crate::article::Field;
use crate::config::Config;
use crate::draft::{Draft, Span};
use crate::label::Labels;
use crate::rule::Rule;
use crate::segment::Line;
use date::Iso;
use heads::{Head, Kind};
use page::{Looks, Page};

pub(crate) use rules::RULES;

/// A page that was split.
#[derive(Debug)]
pub(crate) struct Split {
    /// Its items, in order: at least one.
    pub items: SmallVec<[Item; 1]>,
    /// What became of the lines of all items, in order.
    parts: Parts,
}

impl Split {
    /// The parts of an item.
    pub(crate) fn parts(&self, item: &Item) -> &[Part] {
        &self.parts[item.parts.clone()]
    }

    /// The spans of the page that are text.
    pub(crate) fn kept(&self) -> SmallVec<[Span; 4]> {
        let mut kept = SmallVec::with_capacity(self.parts.len());
        kept.extend(self.parts.iter().filter(|p| matches!(p.role, Role::Keep)).map(|p| p.span));
        kept
    }
}

/// A stretch of the page that is one news item.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its part of the source.
    pub span: Span,
    /// Which of the parts are its own.
    parts: Range<usize>,
    /// Day of publication.
    pub date: Option<Iso>,
    /// Day of the last change.
    pub modified: Option<Iso>,
}

/// A span of an item and what became of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub span: Span,
    pub role: Role,
}

/// What became of a span.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    /// It is text.
    Keep,
    /// It became a field.
    Field(Field, &'static Rule),
    /// It was left out.
    Drop(&'static Rule),
}

/// An item's lines before they are given roles.
#[derive(Debug)]
pub(crate) struct Plan {
    /// First line, and one past the last.
    pub lines: (usize, usize),
    pub head: Option<Head>,
}

/// The parts of a page: of a tiny one there is one.
pub(crate) type Parts = SmallVec<[Part; 1]>;

/// The items of a page: of most there is one.
type Plans = SmallVec<[Plan; 1]>;

/// A page that is the text of one line: nothing to be parted is on it, if no date, address, name or other mark is in the
/// line.
pub(crate) fn alone(draft: &Draft<'_>, line: &Line) -> Option<Split> {
    let unmarked = marks::are_none(&draft.view(line.span), &line.features);
    unmarked.then(|| Split {
        items: smallvec![Item { span: Span::new(0, draft.source().len()), parts: 0..1, date: None, modified: None }],
        parts: smallvec![Part { span: line.span, role: Role::Keep }],
    })
}

/// Splits a page into items.
pub(crate) fn split(draft: &Draft<'_>, lines: &[Line], labels: &Labels, config: &Config) -> Split {
    let marks = marks::read(draft, lines);
    let mut page = Page::new(config, draft, lines, &marks, labels);
    page.refrain = heads::refrain(&page);
    let plans = plan(&page);
    let many = plans.len() > 1;
    // A line is one part, but for those of the fields.
    let mut parts = Parts::with_capacity(lines.len() + FIELD_PARTS * plans.len());
    let mut keep = Cow::Borrowed(&*labels.keep);
    let mut items: SmallVec<[Item; 1]> =
        plans.iter().map(|plan| assemble::item(&page, plan, many, &mut keep, &mut parts)).collect();
    // Items tile the page: each begins where the one before ends.
    let end = draft.source().len() as u32;
    for i in 0..items.len() {
        items[i].span.start = if i == 0 { 0 } else { items[i - 1].span.end };
        items[i].span.end = match items.get(i + 1) {
            Some(next) => next.span.start,
            None => end,
        };
    }
    Split { items, parts }
}

/// Parts of the lines that hold fields, beyond one for each line.
const FIELD_PARTS: usize = 8;

/// Words an item's text must have: one short sentence.
const ITEM_WORDS: u32 = 5;

/// A page has a main article when one text has this many words …
const MAIN_WORDS: u32 = 90;
/// … and this many times as many as any other.
const MAIN_TIMES: u32 = 4;

/// Words before the first head that make an item of their own; less is an introduction, unless it ends as items do.
const LEAD_WORDS: u32 = 25;

/// Words of running text in a stretch of lines, and how many of them the labels keep.
#[derive(Clone, Copy, Debug, Default)]
struct Text {
    words: u32,
    kept: u32,
}

impl Text {
    fn of(page: &Page<'_>, lines: Range<usize>) -> Text {
        let mut t = Text::default();
        for i in lines.filter(|i| page.text(*i) || page.labels.keep[*i] && !page.is(*i, Looks::FURNITURE)) {
            let words = page.lines[i].features.words;
            t.words += words;
            t.kept += if page.labels.keep[i] { words } else { 0 };
        }
        t
    }
}

/// True for a head that begins an item on a page of HTML too: one with a date, a dateline or the source of another item
/// before it. There capitals, numbers and "read more" are those of subheadings, goods and teasers.
fn parts_markup(page: &Page<'_>, head: &Head) -> bool {
    let behind_source = || head.first > 0 && page.marks[head.first - 1].url.is_some();
    head.date.is_some() || head.kind == Kind::Dateline || head.kind == Kind::Behind && behind_source()
}

/// Decides which heads begin items.
fn plan(page: &Page<'_>) -> Plans {
    let n = page.lines.len();
    // Titles on the page of one article are those of other pages.
    let mut heads = if page.labels.single { Vec::new() } else { heads::find(page) };
    if page.labels.html {
        heads.retain(|h| parts_markup(page, h));
    }
    if heads.is_empty() {
        return smallvec![Plan { lines: (0, n), head: None }];
    }
    let end_of = |heads: &[Head], k: usize| heads.get(k + 1).map_or(n, |h| h.first);
    let texts: Vec<Text> = (0..heads.len()).map(|k| Text::of(page, heads[k].body..end_of(&heads, k))).collect();
    let before = heads[0].first;
    let lead = Text::of(page, 0..before);
    let most = texts.iter().chain([&lead]).map(|t| t.words).max().unwrap_or(0);
    let empty = texts.iter().filter(|t| t.words < ITEM_WORDS).count();
    // A page that is made of items from its head on, nearly all of them with a text.
    let regular = heads.len() - empty >= 2 && empty * 4 <= heads.len() && lead.kept < LEAD_WORDS;
    let mut k = 0;
    heads.retain(|h| {
        k += 1;
        let own = texts[k - 1];
        let marked = matches!(h.kind, Kind::OneLine | Kind::Number) || (h.kind == Kind::TitleAndDate && regular);
        // Beside a main article, titles with a date and a teaser are related news, and names with a
        // date are comments.
        let beside = most >= MAIN_WORDS && own.words < most && !marked;
        let dropped = own.kept * 2 < own.words && !regular;
        let small = own.words * MAIN_TIMES < most && !(regular && empty == 0);
        own.words >= ITEM_WORDS && !(beside && (dropped || small))
    });
    // Before the first head that is left there may be more text.
    let lead = match heads.first() {
        Some(head) if head.first > before => Text::of(page, 0..head.first),
        _ => lead,
    };
    // What ends as items do is one, however short.
    let ended = |h: &Head| h.kind == Kind::Behind && h.first > 0 && page.is(h.first - 1, Looks::LAST);
    let item = lead.kept >= ITEM_WORDS && heads.first().is_some_and(ended);
    if heads.len() < 2 && !(item && lead.kept < LEAD_WORDS) {
        // A lone head behind text is a part of the story, such as a caption with its date; of several times of day with
        // a headline, which are a feed, one has the text of the page below.
        let head = heads.pop().filter(|head| lead.kept < LEAD_WORDS && head.kind != Kind::Time);
        return smallvec![Plan { lines: (0, n), head }];
    }
    let mut plans = Plans::with_capacity(heads.len() + 1);
    if item || lead.kept >= LEAD_WORDS {
        plans.push(Plan { lines: (0, heads[0].first), head: None });
    }
    for k in 0..heads.len() {
        let start = if plans.is_empty() { 0 } else { heads[k].first };
        plans.push(Plan { lines: (start, end_of(&heads, k)), head: Some(heads[k].clone()) });
    }
    plans
}

/// For fitting: the title candidates of a page that is taken as one article.
#[cfg(feature = "fit")]
pub(crate) fn title_candidates(text: &str) -> Vec<(usize, Vec<u32>)> {
    let mut draft = Draft::new(text);
    let (spans, blank) = crate::segment::line_spans(text);
    let config = Config::default();
    crate::repair::repair(&mut draft, &spans, &config);
    let lines = crate::segment::measure(&draft, &spans, &blank);
    let labels = crate::label::label(&draft, &lines, None, None, &config);
    let marks = marks::read(&draft, &lines);
    let page = Page::new(&config, &draft, &lines, &marks, &labels);
    let mut out = Vec::new();
    let offsets = title::FACTS.offsets();
    if let Some(first) = (0..lines.len()).find(|i| labels.keep[*i] && assemble::is_text(&page, *i)) {
        let mut candidates = title::candidates(&page, 0, first);
        title::compare(&page, first, &mut candidates);
        for candidate in candidates {
            let number = text[..lines[candidate.line].span.start as usize].matches('\n').count();
            out.push((number, candidate.facts.iter().zip(&offsets).map(|(bin, at)| (at + bin) as u32).collect()));
        }
    }
    out
}
