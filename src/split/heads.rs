//! Where items begin.
//!
//! A page of concatenated items repeats one layout: title and date, date and title, a number, a
//! rule between items, a source at the end. Each layout is looked for on the page as a whole first,
//! because what marks an item on one page (a date line, a line in capitals) is a plain part of the
//! story on another; then one walk over the lines collects the heads.

use std::ops::Range;

use super::date::{Iso, date_at_end};
use super::marks::{Apart, DateMark, Marks};
use super::page::{Looks, Page};
use crate::segment::features::{End, Features};

/// What made a line the beginning of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A title that ends in a date.
    TitleAndDate,
    /// A title with a date line below.
    DateBelow,
    /// A date line with a title below.
    DateAbove,
    /// A date, a title and the text in one line.
    OneLine,
    /// A date and a title in one line, the text below.
    DateAndTitle,
    /// A number of a running count.
    Number,
    /// A title in capitals.
    Capitals,
    /// What stands behind a rule, a source or a "read more" line.
    Behind,
    /// A title, and a text that begins with the date.
    DateInText,
    /// A title before a dateline.
    Dateline,
    /// A time of day before a title.
    Time,
    /// One of many titles with one line of text each.
    Pair,
}

/// The beginning of an item.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub kind: Kind,
    /// First line of the item.
    pub first: usize,
    /// The line of the title and the title's bytes in it.
    pub title: Option<(usize, Range<usize>)>,
    /// The line of the date.
    pub date: Option<Day>,
    /// First line of the text.
    pub body: usize,
    /// Where the text begins in that line.
    pub body_at: usize,
}

/// The layouts that the page as a whole shows.
#[derive(Debug, Default, PartialEq)]
struct Layout {
    /// Date lines stand above their titles rather than below.
    dates_above: bool,
    /// There are several date lines.
    many_dates: bool,
    /// Lines that begin with a number of one running count, in order.
    numbered: Vec<usize>,
    /// Several lines hold date, title and text.
    one_line: bool,
    /// Rules part items, not sections of one story.
    separators: bool,
    /// Titles are the lines in capitals.
    capitals: bool,
    /// Several texts begin with a dateline.
    datelines: bool,
    /// Several texts begin with a dateline, and none of them has a title.
    untitled_datelines: bool,
    /// Several items end in a source or a "read more" line.
    ends: bool,
    /// Several titles begin with a time of day.
    times: bool,
    /// The page is nothing but titles, each with one line of text.
    pairs: bool,
    /// Several titles stand below or above an age ("2 күн бұрын").
    ages: bool,
}

/// All heads of the page in order.
pub(crate) fn find(page: &Page<'_>) -> Vec<Head> {
    let layout = Layout::of(page);
    // Most pages of one article show nothing that a head could be told by.
    if layout == Layout::default() && page.refrain.is_none() && !page.shows(Looks::DATE) {
        return Vec::new();
    }
    let mut heads: Vec<Head> = Vec::new();
    let mut i = 0;
    // The line behind the last line that ended an item.
    let mut fresh = false;
    while i < page.len() {
        // Below a title and a line of introduction a dateline begins the text of that title.
        let titled = |first: usize| heads.last().is_some_and(|h| h.title.is_some() && first <= h.body + 1);
        let begins = |head: &Head| head.title.is_some() || head.kind != Kind::Dateline || !titled(head.first);
        if let Some(head) = head_at(page, &layout, i, fresh).filter(begins) {
            i = head.body.max(i + 1);
            // A one-line item may itself end in a source.
            fresh = layout.ends && (head.first..i).any(|l| page.is(l, Looks::LAST));
            heads.push(head);
            continue;
        }
        fresh = page.is_refrain(i)
            || layout.ends && page.is(i, Looks::LAST)
            || layout.separators && page.is(i, Looks::SEPARATOR);
        i += 1;
    }
    heads
}

fn head_at(page: &Page<'_>, layout: &Layout, i: usize, fresh: bool) -> Option<Head> {
    // What else begins an item does so behind the line that ends each of them.
    const TOLD: Looks = Looks::TITLE.or(Looks::DATE).or(Looks::NUMBER).or(Looks::TIME).or(Looks::DATELINE);
    let behind_refrain = fresh && page.refrain.is_some();
    if !behind_refrain && !page.is(i, TOLD) {
        return None;
    }
    let (line, marks) = (&page.lines[i], &page.marks[i]);
    let whole = 0..line.features.bytes as usize;
    if layout.numbered.binary_search(&i).is_ok() {
        let (_, at) = marks.number?;
        let (end, date) = match &marks.date {
            Some(DateMark::End(iso, cut)) => (cut.start, Some((i, *iso))),
            _ => (whole.end, None),
        };
        let date = date.or_else(|| page.published(i + 1).map(|d| (i + 1, d)));
        let body = page.skip_fields(i + 1);
        return Some(Head { kind: Kind::Number, first: i, title: Some((i, at..end)), date, body, body_at: 0 });
    }
    if !layout.numbered.is_empty() {
        // A running count is the layout; dates belong to the items it counts.
        return None;
    }
    if let Some(at) = marks.dateline
        && layout.datelines
        && at > 0
        && let Some(head) = title_and_dateline(page, i, at)
    {
        return Some(head);
    }
    if let Some((time, at)) = marks.time
        && layout.times
        && page.title_like(i)
    {
        let date = (0..i).rev().find_map(|d| page.published(d).map(|iso| (i, Iso { time: Some(time), ..iso })));
        return Some(Head {
            kind: Kind::Time,
            first: i,
            title: Some((i, at..whole.end)),
            date,
            body: i + 1,
            body_at: 0,
        });
    }
    if let Some(DateMark::Start(iso, at, apart)) = marks.date {
        if layout.one_line && one_line(page, i) {
            return Some(Head {
                kind: Kind::OneLine,
                first: i,
                title: Some((i, at..at)),
                date: Some((i, iso)),
                body: i,
                body_at: at,
            });
        }
        if apart != Apart::Nothing
            && line.features.words >= 4
            && !line.features.prose()
            && page.title_like(i)
            && page.text(i + 1)
        {
            return Some(Head {
                kind: Kind::DateAndTitle,
                first: i,
                title: Some((i, at..whole.end)),
                date: Some((i, iso)),
                body: i + 1,
                body_at: 0,
            });
        }
    }
    if let Some(DateMark::End(iso, cut)) = &marks.date {
        let body = page.skip_fields(i + 1);
        // Below the name of an author stand the post and the day.
        let post = i > 0 && page.marks[i - 1].byline.is_some();
        let title = line.features.words >= 4
            && page.title_like(i)
            && cut.start > 0
            && line.features.inner_sentences == 0
            && !post;
        // A section with counters and a date stands above the title, not above the text.
        if title && (page.text(body) || !title_above_text(page, body)) {
            return Some(Head {
                kind: Kind::TitleAndDate,
                first: i,
                title: Some((i, 0..cut.start)),
                date: Some((i, *iso)),
                body,
                body_at: 0,
            });
        }
    }
    if layout.is_dated(page, i) {
        let date = page.published(i).map(|iso| (i, iso));
        let timed = layout.times && page.marks.get(i + 1).is_some_and(|m| m.time.is_some());
        let title = below_date(page, i);
        if layout.dates_above && !timed && title_above_text(page, title) {
            let body = page.skip_fields(title + 1);
            return Some(Head {
                kind: Kind::DateAbove,
                first: i,
                title: Some((title, 0..page.lines[title].features.bytes as usize)),
                date,
                body,
                body_at: 0,
            });
        }
        // One item of several has no title.
        let behind_text = i > 0 && page.is(i - 1, Looks::SENTENCE);
        if layout.dates_above && layout.many_dates && behind_text && page.is(i + 1, Looks::PROSE) && page.text(i + 1) {
            return Some(Head { kind: Kind::DateAbove, first: i, title: None, date, body: i + 1, body_at: 0 });
        }
        return None;
    }
    if behind_refrain && page.is(i, Looks::PROSE) && page.text(i) {
        return Some(Head { kind: Kind::Behind, first: i, title: None, date: None, body: i, body_at: 0 });
    }
    if !page.title_like(i) {
        return None;
    }
    if !layout.dates_above
        && let Some((date, body)) = date_below(page, layout, i)
    {
        return Some(Head { kind: Kind::DateBelow, first: i, title: Some((i, whole)), date, body, body_at: 0 });
    }
    if let Some(DateMark::Start(iso, at, _)) = page.marks.get(i + 1).and_then(|m| m.date.as_ref())
        && !line.features.prose()
        && page.dated_text(i + 1, *at)
    {
        // A section name that returns on the page is no title.
        let section = line.features.words <= 3 && page.labels.page.repeats(i) > 1;
        return Some(Head {
            kind: Kind::DateInText,
            first: i,
            title: (!section).then_some((i, whole)),
            date: Some((i + 1, *iso)),
            body: i + 1,
            body_at: *at,
        });
    }
    if layout.untitled_datelines && marks.dateline == Some(0) {
        return Some(Head { kind: Kind::Dateline, first: i, title: None, date: None, body: i, body_at: 0 });
    }
    let body = page.skip_fields(i + 1);
    let followed = page.text(body);
    // "RSS - News" is written as a dateline is, and tells nothing.
    let dateline = |m: &Marks| m.dateline == Some(0) && page.lines[body].features.words >= TOLD_WORDS;
    if layout.datelines && marks.dateline != Some(0) && page.marks.get(body).is_some_and(dateline) {
        return Some(Head { kind: Kind::Dateline, first: i, title: Some((i, whole)), date: None, body, body_at: 0 });
    }
    if layout.capitals && page.is(i, Looks::CAPITALS) && followed {
        return Some(Head { kind: Kind::Capitals, first: i, title: Some((i, whole)), date: None, body, body_at: 0 });
    }
    if layout.pairs && followed && is_pair(page, i) {
        return Some(Head { kind: Kind::Pair, first: i, title: Some((i, whole)), date: None, body: i + 1, body_at: 0 });
    }
    if fresh && followed && !line.features.prose() {
        return Some(Head { kind: Kind::Behind, first: i, title: Some((i, whole)), date: None, body, body_at: 0 });
    }
    None
}

/// Least titles with an age: fewer are those of comments.
const LEAST_AGES: u32 = 3;

/// A line of date, title and text: several sentences, or a long one.
fn one_line(page: &Page<'_>, i: usize) -> bool {
    let f = &page.lines[i].features;
    f.words >= 8 && f.inner_sentences >= 1 && f.end != End::Ellipsis
}

/// Date lines of a page on which one may stand above a text without a title.
const MANY_DATES: u32 = 3;

/// Least words of a text that begins with a dateline.
const TOLD_WORDS: u32 = 5;

/// Least words of a title with a subtitle below: fewer are a name or a section.
const TITLE_WORDS: u32 = 4;

/// True for a title with its text below; a subtitle may stand between.
fn title_above_text(page: &Page<'_>, i: usize) -> bool {
    page.title_like(i) && !page.begins_small(i) && {
        let body = page.skip_fields(i + 1);
        let told = page.lines[i].features.words >= TITLE_WORDS && !page.name_like(i);
        let text = page.text(body) || told && is_subtitle(page, body) && page.text(page.skip_fields(body + 1));
        let f = &page.lines[i].features;
        let told_to_the_end = || f.inner_sentences > 0 && page.ends_with_stop(i);
        text && !(f.prose() && (f.words > 25 || told_to_the_end()))
    }
}

/// The line of the title below a date: the name of a section that returns on the page may stand between.
fn below_date(page: &Page<'_>, i: usize) -> usize {
    const WORDS: u32 = 3;
    // Below an author the day is that of the text above.
    let signed = i > 0 && page.marks[i - 1].byline.is_some();
    let section = !signed
        && page.lines.get(i + 1).is_some_and(|below| below.features.words <= WORDS)
        && (page.labels.is_section(i + 1) || page.labels.page.repeats(i + 1) > 1);
    if section && title_above_text(page, i + 2) { i + 2 } else { i + 1 }
}

/// True for a line that may stand between a title and its text: some words without a full stop.
fn is_subtitle(page: &Page<'_>, i: usize) -> bool {
    page.title_like(i) && page.lines[i].features.words >= 2 && page.lines[i].features.end != End::Sentence
}

/// The line of a day, and the day.
type Day = (usize, Iso);

/// The day below a title, none where an age stands there, and where the text begins. It stands right below the title,
/// behind fields (a byline, an author's name, a counter), or behind a sentence of introduction, which then is text.
fn date_below(page: &Page<'_>, layout: &Layout, i: usize) -> Option<(Option<Day>, usize)> {
    let f = &page.lines[i].features;
    // A name above a date is that of a commenter, a sentence the end of a text, and a small letter goes on with a menu.
    if page.begins_small(i) || f.prose() && (f.words > 25 || page.ends_with_stop(i)) || f.words < 3 || page.name_like(i)
    {
        return None;
    }
    let mut j = i + 1;
    while j < (i + 4).min(page.len()) {
        if layout.is_dated(page, j) {
            return Some((page.published(j).map(|iso| (j, iso)), page.skip_fields(j + 1)));
        }
        if !(page.marks[j].byline.is_some() || page.labels.is_counter(j) || page.name_like(j)) {
            break;
        }
        j += 1;
    }
    let lead = &page.lines.get(i + 1)?.features;
    let introduced =
        f.end != End::Sentence && f.words >= 3 && lead.end == End::Sentence && (5..=45).contains(&lead.words);
    let iso = page.published(i + 2).filter(|_| introduced)?;
    Some((Some((i + 2, iso)), i + 1))
}

/// `Title PLACE. Agency – text` in one line, with the date before the title or before the place.
fn title_and_dateline(page: &Page<'_>, i: usize, at: usize) -> Option<Head> {
    let view = page.draft.view(page.lines[i].span);
    let prefix = &view.as_str()[..at];
    let (title, date) = match (&page.marks[i].date, date_at_end(prefix)) {
        (Some(DateMark::Start(iso, from, _)), _) if *from < at => (*from..at, Some((i, *iso))),
        (_, Some(end)) => (0..end.cut.start, Some((i, end.date.iso))),
        _ => (0..at, None),
    };
    let words = prefix[title.clone()].split_whitespace().count();
    if !(3..=40).contains(&words) {
        return None;
    }
    let above = i.checked_sub(1).and_then(|d| page.published(d).map(|iso| (d, iso)));
    let first = above.filter(|_| date.is_none()).map_or(i, |(d, _)| d);
    Some(Head { kind: Kind::Dateline, first, title: Some((i, title)), date: date.or(above), body: i, body_at: at })
}

impl Layout {
    /// True for a line that is a day of publication, or an age where ages part items.
    fn is_dated(&self, page: &Page<'_>, i: usize) -> bool {
        page.published(i).is_some() || self.ages && page.is_age(i)
    }

    fn of(page: &Page<'_>) -> Layout {
        let mut layout = Layout::default();
        let (mut above, mut below, mut dates) = (0, 0, 0);
        let mut ages = 0;
        for i in page.that_are(Looks::DATE_LINE).filter(|i| page.published(*i).is_some() || page.is_age(*i)) {
            let before = i > 0 && page.title_like(i - 1) && page.lines[i - 1].features.end != End::Sentence;
            let title = below_date(page, i);
            let after = title_above_text(page, title) && page.lines[title].features.end != End::Sentence;
            dates += 1;
            above += u32::from(after && !before);
            below += u32::from(before && !after);
            ages += u32::from((before || after) && page.is_age(i));
        }
        let begins_with_date = |i: &usize| matches!(page.marks[*i].date, Some(DateMark::Start(..)));
        let one_line_items = || page.that_are(Looks::DATE).filter(|i| begins_with_date(i) && one_line(page, *i));
        let datelines = || page.that_are(Looks::DATELINE);
        // A source or "read more" that stands behind text ends an item.
        let ends = || page.that_are(Looks::LAST).filter(|i| *i == 0 || page.text(*i - 1) || page.text(*i));
        let times = || page.that_are(Looks::TIME).filter(|i| page.title_like(*i));
        layout.many_dates = dates >= MANY_DATES;
        layout.dates_above = above > below;
        layout.one_line = one_line_items().nth(1).is_some();
        layout.datelines = datelines().nth(1).is_some();
        layout.ends = ends().nth(1).is_some();
        layout.times = times().nth(2).is_some();
        let bare = |i: usize| {
            page.marks[i].dateline == Some(0)
                && page.lines[i].features.prose()
                && (i == 0 || !page.title_like(i - 1) || page.text(i - 1))
        };
        layout.untitled_datelines = datelines().nth(2).is_some() && datelines().all(bare);
        layout.numbered = numbered(page);
        layout.separators = separators(page);
        layout.capitals = capitals(page);
        layout.pairs = pairs(page);
        layout.ages = ages >= LEAST_AGES;
        layout
    }
}

/// The lines of the longest running count 1, 2, 3, … of titles, each with text below, where no text
/// stands before the first: a count behind an introduction is a list inside one story. Nor is one of several sentences
/// a title.
fn numbered(page: &Page<'_>) -> Vec<usize> {
    if !page.shows(Looks::NUMBER) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut next = 1;
    let mut text_before = false;
    for i in 0..page.len() {
        match page.marks[i].number {
            Some((k, _)) if k == next && page.title_like(i) && is_short_title(&page.lines[i].features) => {
                let body = page.skip_fields(i + 1);
                // Clauses of one text follow each other without a text between.
                let clause = page.marks.get(body).is_some_and(|m| matches!(m.number, Some((n, _)) if n == k + 1));
                if next == 1 && text_before || !page.text(body) || clause {
                    break;
                }
                out.push(i);
                next += 1;
            }
            _ => text_before |= page.text(i) && page.labels.keep[i],
        }
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// True for a title that is no paragraph.
fn is_short_title(f: &Features) -> bool {
    f.words <= 25 && !(f.prose() && f.inner_sentences > 0)
}

/// True when rules stand between items: behind each comes a title with text below.
fn separators(page: &Page<'_>) -> bool {
    let (mut items, mut others) = (0, 0);
    for i in page.that_are(Looks::SEPARATOR) {
        let Some(next) = (i + 1 < page.len()).then_some(i + 1) else { continue };
        if page.title_like(next) && !page.is(next, Looks::PROSE) && title_above_text(page, next) {
            items += 1;
        } else if page.text(next) {
            others += 1;
        }
    }
    items >= 1 && items > others
}

/// True when lines in capitals are titles: two or more with text below, and the page's text begins
/// with one. Behind other text they are subheadings of one story.
fn capitals(page: &Page<'_>) -> bool {
    if !page.shows(Looks::CAPITALS) {
        return false;
    }
    let mut titles = 0;
    for i in 0..page.len() {
        if page.title_like(i) && page.is(i, Looks::CAPITALS) {
            let body = page.skip_fields(i + 1);
            if page.text(body) && !page.lines[body].features.all_caps() {
                // Subheadings are short; a title tells the news.
                titles += u32::from(page.lines[i].features.words >= 4);
            }
        } else if titles == 0 && page.labels.keep[i] && page.text(i) {
            return false;
        }
    }
    titles >= 2
}

/// A title with one line of text below it, and no more.
fn is_pair(page: &Page<'_>, i: usize) -> bool {
    page.title_like(i)
        && page.is(i + 1, Looks::SENTENCE)
        && !page.is(i + 2, Looks::SENTENCE)
        && page.lines[i].features.end != End::Sentence
        && (4..=25).contains(&page.lines[i].features.words)
        && (3..=50).contains(&page.lines[i + 1].features.words)
}

/// True when the page is nothing but titles with one line of text each: four or more in a row, and no
/// text beside them. A heading of two or three words is that of a section of one story.
fn pairs(page: &Page<'_>) -> bool {
    const LEAST: usize = 4;
    let texts = page.that_are(Looks::SENTENCE).count();
    if texts < LEAST {
        return false;
    }
    let (mut run, mut best, mut i) = (0, 0, 0);
    while i < page.len() {
        if is_pair(page, i) {
            run += 1;
            i += 2;
        } else {
            run = 0;
            i += 1;
        }
        best = best.max(run);
    }
    best >= LEAST && best == texts
}

/// The line that stands behind every item of a page whose items have no titles: it occurs three times
/// or more, each time behind text, and text or the end of the page follows.
pub(crate) fn refrain(page: &Page<'_>) -> Option<u64> {
    const LEAST: u8 = 3;
    let repeated = |i: usize| page.labels.page.repeats(i) >= LEAST && page.lines[i].features.words >= 3;
    let first = (1..page.len()).find(|i| repeated(*i) && page.text(i - 1))?;
    let hash = page.lines[first].features.hash;
    let places: Vec<usize> = (0..page.len()).filter(|i| page.lines[*i].features.hash == hash).collect();
    let behind_text = places.iter().all(|i| *i > 0 && page.text(i - 1));
    let before_text = places[..places.len() - 1].iter().all(|i| page.is(i + 1, Looks::PROSE));
    let last = places[places.len() - 1];
    let over = !(last + 1..page.len()).any(|i| page.is(i, Looks::PROSE) && page.text(i));
    (behind_text && before_text && over && !page.labels.is_read_more(first)).then_some(hash)
}
