//! Gives every line of an item its role.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use smallvec::SmallVec;

use super::acts;
use super::byline::is_nobody;
use super::date::Iso;
use super::marks::{Apart, DateMark, Marks, UrlMark};
use super::page::{Looks, Page};
use super::{Item, Part, Parts, Plan, Role, rules, signing, title};
use crate::article::Field;
use crate::draft::{Span, View};
use crate::label::model;
use crate::segment::features::End;

/// Added to the scores of lines behind a marked head: what stands between two heads is text
/// unless it looks like anything but.
const INSIDE_BIAS: f32 = 1.0;

/// Words of a line that may not stand twice in one text.
const REPEATED_WORDS: u32 = 8;

/// Lines above a title among which its day and author may stand.
const FIELDS_ABOVE: usize = 10;

/// Lines below a title among which its author may stand: a label, a name, a day.
const FIELDS_BELOW_TITLE: usize = 3;

/// Lines behind the last running text among which it may be signed: two stanzas, a credit of a picture.
const LINES_BEHIND_PROSE: usize = 8;

/// What engines of sites print where there is nothing.
const NOTHING: [&str; 5] = ["None", "null", "undefined", "NaN", "[object Object]"];

/// Lines below a signature that may tell the author's post and place, and the words of each.
const SIGNING_LINES: usize = 2;
const SIGNING_WORDS: u32 = 3;

/// Lines around the title among which it stands again with the name of the site, and most words of that name.
const ECHO_LINES: usize = 8;
const SITE_WORDS: u32 = 5;

/// Builds the item of a plan and adds its parts. `many`: it stands among others; `keep`: the lines of the page that the
/// labels keep.
pub(crate) fn item(page: &Page<'_>, plan: &Plan, many: bool, keep: &mut Cow<'_, [bool]>, parts: &mut Parts) -> Item {
    let (from, to) = plan.lines;
    if many {
        keep_inside(page, plan, &mut keep.to_mut()[from..to]);
    }
    acts::keep(page, plan.lines, keep);
    let acts = signing::keep(page, plan.lines, keep);
    let keep = &keep[from..to];
    let first = parts.len();
    let mut roles = Roles {
        page,
        parts,
        date: None,
        modified: None,
        url: false,
        byline: false,
        signed: None,
        acts,
        seen: BTreeSet::new(),
    };
    let first_kept = |is_text: &dyn Fn(usize) -> bool| (from..to).find(|i| keep[i - from] && is_text(*i));
    // Where no line is long enough, sentences are the text.
    let first_text = first_kept(&|i| is_text(page, i)).or_else(|| first_kept(&|i| page.is(i, Looks::SENTENCE)));
    let head = plan.head.as_ref();
    let title = match head.and_then(|h| h.title.clone()) {
        Some(title) => Some(title),
        None => first_text.and_then(|t| {
            let alone = || title::echoed(page, from, t).or_else(|| title::lone(page, from, t));
            title::choose(page, from, t).or_else(|| (!many).then(alone)?)
        }),
    };
    // Text begins behind the title; before it stands furniture and fields.
    let body = match (head, &title) {
        (Some(h), _) => h.body,
        // A title behind the first text takes nothing from it.
        (None, Some((line, _))) if first_text.is_some_and(|t| t < *line) => from,
        (None, Some((line, _))) => line + 1,
        (None, None) => from,
    };
    let last_kept = (from..to).rev().find(|i| keep[i - from]);
    if let Some((_, iso)) = head.and_then(|h| h.date) {
        roles.date = Some(iso);
    }
    let last_prose = (from..to).rev().find(|i| keep[i - from] && page.is(*i, Looks::PROSE));
    let told = title.as_ref().map_or(body, |(line, _)| *line);
    let dated = first_text.filter(|_| !many && head.is_none()).and_then(|text| only_day(page, told.min(text)..text));
    // Fields stand a little above the title, or above the text of an item that has none, and down to its second line.
    let fields = match (&title, first_text) {
        (None, Some(text)) => text.saturating_sub(FIELDS_ABOVE)..body.max(text) + 2,
        _ => told.saturating_sub(FIELDS_ABOVE)..body + 2,
    };
    let zone =
        Zone { title: title.as_ref().map(|(l, _)| *l), body, fields, last: last_kept, last_prose, dated, from, to };
    for i in from..to {
        let text_at = head.filter(|h| h.body == i).map_or(0, |h| h.body_at);
        match &title {
            Some((line, range)) if *line == i => roles.title(i, range.clone(), text_at),
            _ if text_at > 0 => {
                roles.part(i, 0..text_at, Role::Field(Field::Date, &rules::DATE_LINE));
                roles.text(i, text_at..roles.len(i));
            }
            _ => roles.line(i, i >= body && keep[i - from], &zone),
        }
    }
    let (date, modified) = (roles.date, roles.modified);
    let span = match &parts[first..] {
        [a, .., b] => Span { start: a.span.start, end: b.span.end },
        [a] => a.span,
        [] => Span::default(),
    };
    Item { span, parts: first..parts.len(), date, modified }
}

/// Where the parts of an item stand, in lines.
struct Zone {
    title: Option<usize>,
    body: usize,
    /// Lines around the title and the beginning of the text.
    fields: Range<usize>,
    last: Option<usize>,
    /// Last line of running text.
    last_prose: Option<usize>,
    /// The only day between the title and the text.
    dated: Option<usize>,
    from: usize,
    to: usize,
}

impl Zone {
    /// True for lines around the title and right behind the text, where fields stand, and for the only day between.
    fn holds_fields(&self, i: usize) -> bool {
        let behind_text = self.last.is_some_and(|l| i >= l && i <= l + 4);
        self.fields.contains(&i) || self.is_below_title(i) || behind_text || self.dated == Some(i)
    }

    /// True for lines where newspapers sign: right below the title, and at the end of the text or just behind.
    fn is_signed_at(&self, i: usize) -> bool {
        self.is_below_title(i) || i > self.body && self.is_behind_prose(i)
    }

    fn is_below_title(&self, i: usize) -> bool {
        self.title.is_some_and(|t| t < i && i <= t + FIELDS_BELOW_TITLE)
    }

    fn is_behind_prose(&self, i: usize) -> bool {
        self.last_prose.is_some_and(|l| i > l && i <= l + LINES_BEHIND_PROSE)
    }

    fn is_above_title(&self, i: usize) -> bool {
        self.title.is_some_and(|t| i < t)
    }
}

/// The one line of these that is a day of publication, if there is just one.
fn only_day(page: &Page<'_>, lines: Range<usize>) -> Option<usize> {
    if !page.shows(Looks::DATE_LINE) {
        return None;
    }
    let mut days = lines.filter(|i| page.published(*i).is_some());
    days.next().filter(|_| days.next().is_none())
}

/// True when line `i` is the title, line `t`, and the name of the site behind a dash or a bar, as tabs of browsers show it.
fn is_named_page(page: &Page<'_>, t: usize, i: usize) -> bool {
    let (title, f) = (&page.lines[t].features, &page.lines[i].features);
    if !(title.words + 1..=title.words + SITE_WORDS).contains(&f.words) || f.end == End::Sentence {
        return false;
    }
    let (title, line) = (page.draft.view(page.lines[t].span), page.draft.view(page.lines[i].span));
    let site = line.as_str().strip_prefix(title.as_str()).map(str::trim_start);
    site.is_some_and(|site| site.starts_with(['-', '–', '—', '|', '»', '•']) && !site.contains('('))
}

/// True for a line that can be the first of a text.
pub(crate) fn is_text(page: &Page<'_>, i: usize) -> bool {
    page.is(i, Looks::PROSE) || page.lines[i].features.words >= 8 && !page.is(i, Looks::DATE)
}

/// Keeps the lines behind the head of a plan, if it has one, that may be text between two heads; no others.
fn keep_inside(page: &Page<'_>, plan: &Plan, keep: &mut [bool]) {
    let Some(head) = &plan.head else { return };
    let (from, to) = plan.lines;
    let body = head.body.min(to);
    let inside = model::search(&page.labels.scores[body..to], model::WEIGHTS.change, model::WEIGHTS.bias + INSIDE_BIAS);
    keep[..body - from].fill(false);
    for (i, k) in inside.into_iter().enumerate() {
        let text = k || page.is(body + i, Looks::PROSE) || page.text(body + i);
        keep[body - from + i] = text && !page.is(body + i, Looks::FURNITURE);
    }
    if head.body_at > 0 {
        keep[body - from] = true;
    }
}

struct Roles<'a, 'p> {
    page: &'a Page<'p>,
    /// The parts of the page so far.
    parts: &'a mut Parts,
    date: Option<Iso>,
    modified: Option<Iso>,
    /// Whether the item has a source, and a byline.
    url: bool,
    byline: bool,
    /// The line of a signature.
    signed: Option<usize>,
    /// The lines with which an act is signed.
    acts: SmallVec<[usize; 4]>,
    /// Hashes of kept lines that stand on the page more than once and may stand in the text only once.
    seen: BTreeSet<u64>,
}

impl Roles<'_, '_> {
    /// Adds a part for bytes of line `i`, less the controls that are glued to what is kept of it.
    fn part(&mut self, i: usize, mut range: Range<usize>, role: Role) {
        let page = self.page;
        if matches!(role, Role::Keep | Role::Field(Field::Title, _)) {
            for glued in page.labels.glued(i).iter().filter(|g| page.config.runs(g.rule)) {
                let cut = glued.range.start.max(range.start)..glued.range.end.min(range.end);
                if cut.start < cut.end {
                    self.piece(i, range.start..cut.start, role);
                    self.piece(i, cut.clone(), Role::Drop(glued.rule));
                    range.start = cut.end;
                }
            }
        }
        self.piece(i, range, role);
    }

    /// Adds a part for bytes of line `i`, trimmed; nothing when there is nothing but white space.
    fn piece(&mut self, i: usize, range: Range<usize>, role: Role) {
        if range.start >= range.end {
            return;
        }
        let line = self.page.lines[i].span;
        // Most lines are one piece, which is trimmed and cuts no edit.
        let mut span = match range == (0..self.len(i)) {
            true => line,
            false => self.trimmed(&self.page.draft.view(line), range),
        };
        // Parts do not overlap, whatever the ranges were.
        span.start = span.start.max(self.parts.last().map_or(0, |p| p.span.end));
        if span.start < span.end {
            self.parts.push(Part { span, role });
        }
    }

    /// The span of `range` in a line without white space at its ends, and with the whole of the edits that it would cut.
    fn trimmed(&self, line: &View<'_>, range: Range<usize>) -> Span {
        let span = line.source_span(range);
        let text = self.page.draft.source()[span.range()].trim_start();
        let start = span.end as usize - text.len();
        let span = Span::new(start, start + text.trim_end().len());
        if line.is_edited() { self.page.draft.whole_edits(span) } else { span }
    }

    /// True for a line of controls or tags, of which repairs left nothing that is seen: they are why it goes.
    fn is_blank(&self, i: usize) -> bool {
        let line = &self.page.lines[i];
        line.features.words == 0 && self.page.draft.view(line.span).as_str().trim().is_empty()
    }

    fn len(&self, i: usize) -> usize {
        self.page.lines[i].features.bytes as usize
    }

    /// The title's line: the title, what stands before it (a number, a date) and behind it.
    fn title(&mut self, i: usize, range: Range<usize>, text_at: usize) {
        let before = match self.page.marks[i].number {
            Some(_) => Role::Drop(&rules::ITEM_NUMBER),
            None => Role::Field(Field::Date, &rules::DATE_LINE),
        };
        let before =
            if self.page.marks[i].time.is_some() { Role::Field(Field::Date, &rules::DATE_LINE) } else { before };
        let len = self.len(i);
        let range = if range.is_empty() {
            // One line: the title is its first sentence.
            let view = self.page.draft.view(self.page.lines[i].span);
            let end = title::first_sentence(&view.as_str()[range.start..]).map_or(range.start, |e| range.start + e);
            range.start..end
        } else {
            range
        };
        if let Some(DateMark::Start(iso, at, _)) = &self.page.marks[i].date
            && *at == range.start
        {
            self.date.get_or_insert(*iso);
        }
        self.part(i, 0..range.start, before);
        self.part(i, range.clone(), Role::Field(Field::Title, &rules::TITLE_LINE));
        match &self.page.marks[i].date {
            Some(DateMark::End(iso, cut)) if cut.start >= range.end && text_at <= range.end => {
                self.date.get_or_insert(*iso);
                self.part(i, range.end..cut.start, Role::Keep);
                self.part(i, cut.clone(), Role::Field(Field::Date, &rules::DATE_LINE));
            }
            _ => {
                // A date may stand between the title and the text of the same line.
                let text = if text_at > range.end { text_at } else { range.end };
                self.part(i, range.end..text, Role::Field(Field::Date, &rules::DATE_LINE));
                self.text(i, text..len);
            }
        }
    }

    /// Text of line `i`, with a source at its end cut off.
    fn text(&mut self, i: usize, range: Range<usize>) {
        match self.page.is(i, Looks::LAST).then(|| self.page.marks[i].url.clone()).flatten() {
            Some(UrlMark::End(cut, url)) if cut.start >= range.start => {
                let view = self.page.draft.view(self.page.lines[i].span);
                match super::byline::byline_at_end(&view.as_str()[..cut.start]) {
                    Some(b) if b.cut.start >= range.start && !self.byline => {
                        self.byline = true;
                        self.part(i, range.start..b.cut.start, Role::Keep);
                        self.part(i, b.cut.start..b.name.start, Role::Drop(&rules::BYLINE));
                        self.part(i, b.name.clone(), Role::Field(Field::Byline, &rules::BYLINE));
                        self.part(i, b.name.end..cut.start, Role::Drop(&rules::BYLINE));
                    }
                    _ => self.part(i, range.start..cut.start, Role::Keep),
                }
                self.part(i, cut.start..url.start, Role::Drop(&rules::SOURCE_LINE));
                self.url(i, url.clone());
                self.part(i, url.end..self.len(i), Role::Drop(&rules::SOURCE_LINE));
            }
            _ => self.part(i, range, Role::Keep),
        }
    }

    /// A line with a name that becomes the byline; what is beside it has the role `beside`.
    fn byline(&mut self, i: usize, name: Range<usize>, beside: Role) {
        self.byline = true;
        self.part(i, 0..name.start, beside);
        self.part(i, name.clone(), Role::Field(Field::Byline, &rules::BYLINE));
        self.part(i, name.end..self.len(i), beside);
    }

    /// True when the name in line `i` is one without a name: "Баспасөз орталығы".
    fn is_nobody(&self, i: usize, name: &Range<usize>) -> bool {
        let view = self.page.draft.view(self.page.lines[i].span);
        is_nobody(&view.as_str()[name.clone()])
    }

    /// True for the post and the place below a signature that ends in a comma.
    fn goes_on_signing(&self, i: usize) -> bool {
        let Some(signed) = self.signed.filter(|s| i <= s + SIGNING_LINES) else { return false };
        let commas = (signed..i).all(|line| self.page.lines[line].features.end == End::Comma);
        commas && self.page.lines[i].features.words <= SIGNING_WORDS
    }

    /// True when the name in line `i` stands below a label, or alone: in a row of names stand those who signed an appeal,
    /// or a squad.
    fn signs(&self, i: usize) -> bool {
        let marks = &self.page.marks;
        let (above, below) = (i.checked_sub(1).map(|above| &marks[above]), marks.get(i + 1));
        let named = |m: Option<&Marks>| m.is_some_and(|m| m.signature.is_some());
        let labelled = above.is_some_and(|m| m.names_follow);
        labelled || !named(above) && !named(below) && self.page.labels.hits[i].is_none()
    }

    fn url(&mut self, i: usize, url: Range<usize>) {
        let role = match self.url {
            false => Role::Field(Field::SourceUrl, &rules::SOURCE_LINE),
            true => Role::Drop(&rules::SOURCE_LINE),
        };
        self.url = true;
        self.part(i, url, role);
    }

    /// A line that may be a date, an address or a byline; false when it is none here.
    fn metadata(&mut self, i: usize, zone: &Zone) -> bool {
        let (page, len) = (self.page, self.len(i));
        let marks = &page.marks[i];
        if let Some(DateMark::Line { published, modified }) = &marks.date
            && (zone.holds_fields(i) || page.labels.scores[i] > 0.0)
        {
            let role = match (published, modified) {
                (Some(iso), _) if self.date.is_none_or(|d| d == *iso) => {
                    self.date = Some(*iso);
                    self.modified = self.modified.or(*modified);
                    Role::Field(Field::Date, &rules::DATE_LINE)
                }
                (_, Some(iso)) if self.modified.is_none() => {
                    self.modified = Some(*iso);
                    Role::Field(Field::DateModified, &rules::DATE_LINE)
                }
                _ => Role::Drop(&rules::DATE_LINE),
            };
            match marks.byline.clone().filter(|_| !self.byline) {
                Some(name) => self.byline(i, name, role),
                None => self.part(i, 0..len, role),
            }
            return true;
        }
        if let Some(UrlMark::Line(url)) = marks.url.clone() {
            self.part(i, 0..url.start, Role::Drop(&rules::SOURCE_LINE));
            self.url(i, url.clone());
            self.part(i, url.end..len, Role::Drop(&rules::SOURCE_LINE));
            return true;
        }
        let Some(name) = marks.byline.clone() else { return false };
        let menu = zone.is_above_title(i) && self.is_nobody(i, &name);
        let placed = zone.holds_fields(i) || zone.is_behind_prose(i);
        if !self.byline && placed && !menu {
            self.byline(i, name, Role::Drop(&rules::BYLINE));
        } else {
            self.part(i, 0..len, Role::Drop(if menu { &rules::MENU } else { &rules::BYLINE }));
        }
        true
    }

    /// A line other than the title's.
    fn line(&mut self, i: usize, keep: bool, zone: &Zone) {
        let (page, len) = (self.page, self.len(i));
        if self.is_blank(i) || page.is(i, Looks::METADATA) && self.metadata(i, zone) {
            return;
        }
        if self.goes_on_signing(i) {
            return self.part(i, 0..len, Role::Drop(&rules::BYLINE));
        }
        if !self.byline && zone.is_signed_at(i) && !self.acts.contains(&i) {
            let marks = &page.marks[i];
            if marks.names_follow {
                return self.part(i, 0..len, Role::Drop(&rules::BYLINE));
            }
            if let Some(name) = marks.signature.clone().filter(|_| self.signs(i)) {
                self.signed = Some(i);
                return self.byline(i, name, Role::Drop(&rules::BYLINE));
            }
        }
        // The headline or a paragraph once more: sites repeat both around a picture or a share box.
        let hash = page.lines[i].features.hash;
        if keep && page.lines[i].features.words >= 4 && page.labels.page.repeats(i) > 1 {
            if zone.title.is_some_and(|t| page.lines[t].features.hash == hash) {
                return self.part(i, 0..len, Role::Drop(&rules::TITLE_ECHO));
            }
            // A verse may return; a paragraph does not.
            if page.lines[i].features.words >= REPEATED_WORDS && !self.seen.insert(hash) {
                return self.part(i, 0..len, Role::Drop(&rules::REPEATED_LINE));
            }
        }
        if keep && zone.title.is_some_and(|t| i.abs_diff(t) <= ECHO_LINES && is_named_page(page, t, i)) {
            return self.part(i, 0..len, Role::Drop(&rules::TITLE_ECHO));
        }
        const NO_TEXT: Looks = Looks::FURNITURE.or(Looks::SEPARATOR).or(Looks::LEFTOVER);
        let text = || !page.is(i, NO_TEXT) || self.acts.contains(&i);
        if keep && text() && !page.is_refrain(i) && !self.is_stray(i) {
            // A digest gives the day before the quotation: `September 20, 2024 — “…”`, an engine before the text.
            if self.date.is_none()
                && page.is(i, Looks::DATE)
                && let Some(DateMark::Start(iso, at, apart)) = &page.marks[i].date
                && (*apart == Apart::Label || zone.title.is_some() && *apart == Apart::Sign)
            {
                self.day_before(i, *iso, *at);
                return self.text(i, *at..len);
            }
            return self.text(i, 0..len);
        }
        let reason = self.reason(i, zone);
        // A rule that is not to run leaves its lines in the text.
        let role = if page.config.runs(reason) { Role::Drop(reason) } else { Role::Keep };
        match &page.marks[i].date {
            // A credit or a caption that goes may stand behind the day of the page.
            Some(DateMark::Start(iso, at, Apart::Label)) if self.date.is_none() => {
                self.day_before(i, *iso, *at);
                self.part(i, *at..len, role);
            }
            _ => self.part(i, 0..len, role),
        }
    }

    /// The day of the item, which stands before byte `at` of line `i`.
    fn day_before(&mut self, i: usize, day: Iso, at: usize) {
        self.date = Some(day);
        self.part(i, 0..at, Role::Field(Field::Date, &rules::DATE_LINE));
    }

    /// True for what the engine of a site prints where there is nothing.
    fn is_nothing(&self, i: usize) -> bool {
        let f = &self.page.lines[i].features;
        f.words <= 2
            && f.latin == f.letters
            && NOTHING.contains(&self.page.draft.view(self.page.lines[i].span).as_str())
    }

    /// True for the same between lines of Cyrillic letters: handbooks of programs have such headings.
    fn is_stray(&self, i: usize) -> bool {
        let cyrillic = |i: usize| self.page.lines.get(i).is_some_and(|l| l.features.cyrillic > l.features.latin);
        self.is_nothing(i) && i > 0 && (cyrillic(i - 1) || cyrillic(i + 1))
    }

    /// Why a line is left out.
    fn reason(&self, i: usize, zone: &Zone) -> &'static crate::rule::Rule {
        let f = &self.page.lines[i].features;
        if self.page.is_refrain(i) {
            &rules::REFRAIN
        } else if self.page.is(i, Looks::SEPARATOR) {
            &rules::SEPARATOR
        } else if self.page.is(i, Looks::LEFTOVER) || self.is_nothing(i) {
            &rules::ENGINE_LEFTOVER
        } else if let Some(rule) = self.page.labels.hits[i] {
            rule
        } else if self.page.labels.is_foreign(i) {
            &rules::FOREIGN_SPAM
        } else if zone.title.is_some_and(|t| self.page.lines[t].features.hash == f.hash) {
            &rules::TITLE_ECHO
        } else if f.end == End::Ellipsis {
            &rules::TEASER
        } else if zone.last.is_none() || i < zone.body.max(zone.from) {
            if f.words >= 5 { &rules::LINK_LIST } else { &rules::MENU }
        } else if f.words >= 5 {
            &rules::LINK_LIST
        } else if zone.last.is_some_and(|l| i > l) && i < zone.to {
            &rules::SITE_FOOTER
        } else {
            &rules::LINK_LIST
        }
    }
}
