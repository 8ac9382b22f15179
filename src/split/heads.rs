//! Where items begin.
//!
//! A page of concatenated items repeats one layout: title and date, date and title, a number, a
//! rule between items, a source at the end. Each layout is looked for on the page as a whole first,
//! because what marks an item on one page (a date line, a line in capitals) is a plain part of the
//! story on another; then one walk over the lines collects the heads.

use std::ops::Range;

use super::date::Iso;
use super::marks::{DateMark, Marks, UrlMark, title_like};
use crate::label::Labels;
use crate::segment::Line;
use crate::segment::features::End;

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
    /// A title before a dateline.
    Dateline,
    /// A time of day before a title.
    Time,
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
    pub date: Option<(usize, Iso)>,
    /// First line of the text.
    pub body: usize,
    /// Where the text begins in that line.
    pub body_at: usize,
}

/// A page to find heads on.
pub(crate) struct Page<'p> {
    pub lines: &'p [Line],
    pub marks: &'p [Marks],
    pub labels: &'p Labels,
}

/// The layouts that the page as a whole shows.
#[derive(Debug, Default)]
struct Layout {
    /// Date lines stand above their titles rather than below.
    dates_above: bool,
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
    /// Several items end in a source or a "read more" line.
    ends: bool,
    /// Several titles begin with a time of day.
    times: bool,
}

impl Page<'_> {
    fn len(&self) -> usize {
        self.lines.len()
    }

    fn title_like(&self, i: usize) -> bool {
        i < self.len() && title_like(&self.lines[i], &self.marks[i]) && !self.labels.is_furniture(i)
    }

    /// A line that can be text of an item: running text, or something the label stage would keep.
    fn text(&self, i: usize) -> bool {
        let f = &self.lines[i].features;
        !self.labels.is_furniture(i)
            && !self.is_date_line(i)
            && !matches!(f.end, End::Ellipsis)
            && (f.prose() || (f.words >= 5 && self.labels.scores[i] > 0.0) || self.marks[i].dateline == Some(0))
    }

    fn is_date_line(&self, i: usize) -> bool {
        matches!(self.marks[i].date, Some(DateMark::Line { .. }))
    }

    fn published(&self, i: usize) -> Option<Iso> {
        match self.marks[i].date {
            Some(DateMark::Line { published, .. }) => published,
            _ => None,
        }
    }

    fn ends_item(&self, i: usize) -> bool {
        matches!(self.marks[i].url, Some(UrlMark::End(..)) | Some(UrlMark::Line(_))) || self.labels.is_read_more(i)
    }

    /// First line at or after `i` that is not a byline, a date line or a line of counters.
    fn skip_fields(&self, mut i: usize) -> usize {
        let stop = (i + 3).min(self.len());
        while i < stop && (self.marks[i].byline.is_some() || self.is_date_line(i) || self.labels.is_counter(i)) {
            i += 1;
        }
        i
    }
}

/// All heads of the page in order.
pub(crate) fn find(page: &Page<'_>) -> Vec<Head> {
    let layout = Layout::of(page);
    let mut heads: Vec<Head> = Vec::new();
    let mut i = 0;
    // The line behind the last line that ended an item.
    let mut fresh = false;
    while i < page.len() {
        if let Some(head) = head_at(page, &layout, i, fresh) {
            i = head.body.max(i + 1);
            // A one-line item may itself end in a source.
            fresh = layout.ends && (head.first..i).any(|l| page.ends_item(l));
            heads.push(head);
            continue;
        }
        fresh = (layout.ends && page.ends_item(i)) || (layout.separators && page.marks[i].separator);
        i += 1;
    }
    heads
}

fn head_at(page: &Page<'_>, layout: &Layout, i: usize, fresh: bool) -> Option<Head> {
    let (line, marks) = (&page.lines[i], &page.marks[i]);
    let whole = 0..line.features.bytes as usize;
    if layout.numbered.binary_search(&i).is_ok() {
        let (_, at) = marks.number?;
        let (end, date) = match &marks.date {
            Some(DateMark::End(iso, cut)) => (cut.start, Some((i, *iso))),
            _ => (whole.end, None),
        };
        let date = date.or_else(|| (i + 1 < page.len()).then(|| page.published(i + 1)).flatten().map(|d| (i + 1, d)));
        let body = page.skip_fields(i + 1);
        return Some(Head { kind: Kind::Number, first: i, title: Some((i, at..end)), date, body, body_at: 0 });
    }
    if let Some(DateMark::Start(iso, at, separated)) = marks.date {
        if layout.one_line && one_line(page, i) {
            return Some(Head { kind: Kind::OneLine, first: i, title: Some((i, at..at)), date: Some((i, iso)), body: i, body_at: at });
        }
        if separated && line.features.words >= 4 && !line.features.prose() && page.title_like(i) && i + 1 < page.len() && page.text(i + 1) {
            return Some(Head { kind: Kind::DateAndTitle, first: i, title: Some((i, at..whole.end)), date: Some((i, iso)), body: i + 1, body_at: 0 });
        }
    }
    if let Some(DateMark::End(iso, cut)) = &marks.date {
        if line.features.words >= 4 && page.title_like(i) && cut.start > 0 {
            let body = page.skip_fields(i + 1);
            return Some(Head { kind: Kind::TitleAndDate, first: i, title: Some((i, 0..cut.start)), date: Some((i, *iso)), body, body_at: 0 });
        }
    }
    if let Some(at) = marks.dateline {
        if layout.datelines && at > 0 && (3..=40).contains(&line_words(line, at)) {
            let date = i.checked_sub(1).and_then(|d| page.published(d).map(|iso| (d, iso)));
            return Some(Head { kind: Kind::Dateline, first: date.map_or(i, |(d, _)| d), title: Some((i, 0..at)), date, body: i, body_at: at });
        }
    }
    if let Some((_, at)) = marks.time {
        if layout.times && page.title_like(i) {
            return Some(Head { kind: Kind::Time, first: i, title: Some((i, at..whole.end)), date: None, body: i + 1, body_at: 0 });
        }
    }
    if let Some(iso) = page.published(i) {
        if layout.dates_above && title_above_text(page, i + 1) {
            let body = page.skip_fields(i + 2);
            return Some(Head { kind: Kind::DateAbove, first: i, title: Some((i + 1, 0..page.lines[i + 1].features.bytes as usize)), date: Some((i, iso)), body, body_at: 0 });
        }
        return None;
    }
    if !page.title_like(i) {
        return None;
    }
    if !layout.dates_above {
        // The date stands below, perhaps behind a byline or a counter.
        let below = (i + 1..(i + 4).min(page.len()))
            .take_while(|j| *j == i + 1 || page.marks[j - 1].byline.is_some() || page.labels.is_counter(j - 1))
            .find_map(|j| page.published(j).map(|iso| (j, iso)));
        if let Some((j, iso)) = below {
            if title_before_date(page, i) {
                let body = page.skip_fields(j + 1);
                return Some(Head { kind: Kind::DateBelow, first: i, title: Some((i, whole)), date: Some((j, iso)), body, body_at: 0 });
            }
        }
    }
    let followed = i + 1 < page.len() && page.text(page.skip_fields(i + 1).min(page.len() - 1));
    if layout.datelines && i + 1 < page.len() && page.marks[i + 1].dateline == Some(0) && marks.dateline != Some(0) {
        return Some(Head { kind: Kind::Dateline, first: i, title: Some((i, whole)), date: None, body: i + 1, body_at: 0 });
    }
    if layout.capitals && capital_title(page, i) && followed {
        return Some(Head { kind: Kind::Capitals, first: i, title: Some((i, whole)), date: None, body: page.skip_fields(i + 1), body_at: 0 });
    }
    if fresh && followed && !line.features.prose() {
        return Some(Head { kind: Kind::Behind, first: i, title: Some((i, whole)), date: None, body: page.skip_fields(i + 1), body_at: 0 });
    }
    None
}

/// Words of a line before the byte `at`, by its mean.
fn line_words(line: &Line, at: usize) -> usize {
    (line.features.words as usize * at).div_ceil(line.features.bytes.max(1) as usize)
}

/// A line of date, title and text: several sentences, or a long one.
fn one_line(page: &Page<'_>, i: usize) -> bool {
    let f = &page.lines[i].features;
    f.words >= 18 && f.inner_sentences >= 1 && f.end != End::Ellipsis
}

fn title_above_text(page: &Page<'_>, i: usize) -> bool {
    page.title_like(i) && i + 1 < page.len() && {
        let body = page.skip_fields(i + 1);
        body < page.len() && page.text(body) && !(page.lines[i].features.prose() && page.lines[i].features.words > 25)
    }
}

fn title_before_date(page: &Page<'_>, i: usize) -> bool {
    page.title_like(i) && !(page.lines[i].features.prose() && page.lines[i].features.words > 25)
}

fn capital_title(page: &Page<'_>, i: usize) -> bool {
    page.lines[i].features.all_caps() && page.lines[i].features.words >= 3
}

impl Layout {
    fn of(page: &Page<'_>) -> Layout {
        let n = page.len();
        let mut layout = Layout::default();
        let (mut above, mut below) = (0, 0);
        let (mut one_line_items, mut datelines, mut ends, mut times) = (0, 0, 0, 0);
        for i in 0..n {
            if page.published(i).is_some() {
                let before = i > 0 && title_before_date(page, i - 1);
                let after = title_above_text(page, i + 1);
                above += u32::from(after && !before);
                below += u32::from(before && !after);
            }
            if matches!(page.marks[i].date, Some(DateMark::Start(..))) && one_line(page, i) {
                one_line_items += 1;
            }
            datelines += u32::from(page.marks[i].dateline.is_some());
            // A source or "read more" that stands behind text ends an item.
            ends += u32::from(page.ends_item(i) && (i == 0 || page.text(i - 1) || page.text(i)));
            times += u32::from(page.marks[i].time.is_some() && page.title_like(i));
        }
        layout.dates_above = above > below;
        layout.one_line = one_line_items >= 2;
        layout.datelines = datelines >= 2;
        layout.ends = ends >= 2;
        layout.times = times >= 3;
        layout.numbered = numbered(page);
        layout.separators = separators(page);
        layout.capitals = capitals(page);
        layout
    }
}

/// The lines of the longest running count 1, 2, 3, … of titles, each with text below, where no text
/// stands before the first: a count behind an introduction is a list inside one story.
fn numbered(page: &Page<'_>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut next = 1;
    let mut text_before = false;
    for i in 0..page.len() {
        match page.marks[i].number {
            Some((k, _)) if k == next && page.title_like(i) && !page.lines[i].features.prose() => {
                let body = page.skip_fields(i + 1);
                if next == 1 && text_before || body >= page.len() || !page.text(body) {
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

/// True when rules stand between items: behind each comes a title with text below.
fn separators(page: &Page<'_>) -> bool {
    let (mut items, mut others) = (0, 0);
    for i in (0..page.len()).filter(|i| page.marks[*i].separator) {
        let Some(next) = (i + 1 < page.len()).then_some(i + 1) else { continue };
        if page.title_like(next) && !page.lines[next].features.prose() && title_above_text(page, next) {
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
    let mut titles = 0;
    for i in 0..page.len() {
        if page.title_like(i) && capital_title(page, i) {
            let body = page.skip_fields(i + 1);
            if body < page.len() && page.text(body) && !page.lines[body].features.all_caps() {
                // Subheadings are short; a title tells the news.
                titles += u32::from(page.lines[i].features.words >= 4);
            }
        } else if titles == 0 && page.labels.keep[i] && page.text(i) {
            return false;
        }
    }
    titles >= 2
}
