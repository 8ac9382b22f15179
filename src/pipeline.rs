//! The stages in order.

use std::fmt::Write;
use std::mem::take;
use std::vec;

use smallvec::smallvec;

use crate::article::{Article, Field, Flag, Removal, spaced};
use crate::census::Census;
use crate::config::Config;
use crate::decode::{self, Decoded, NOISE};
use crate::document::Document;
use crate::draft::{Draft, Edit, Span, render_to, split_edits};
use crate::html::{Html, MARKUP};
pub use crate::label::reasons::Reasons;
use crate::label::recurring::Known;
use crate::rule::{Rules, Stage};
use crate::segment::features::Counts;
use crate::segment::wrapped::{self, WRAPPED_LINE};
use crate::segment::{Line, Lines};
use crate::signals::{PARAGRAPH, Paragraphs};
use crate::site::{PageLine, PageLines};
use crate::split::date::Iso;
use crate::split::{Item, Part, Role, Split};
use crate::{html, label, language, normalize, repair, segment, signals, site, split};

/// The compiled tables and the configuration; built once, shared by threads.
#[derive(Debug)]
pub struct Cleaner {
    config: Config,
}

/// A page with the articles found on it.
#[derive(Debug)]
pub struct Page<'d> {
    /// The decoded page, the source that all spans point into.
    pub decoded: Decoded<'d>,
    /// At least one article; its text is empty when the page has none.
    pub articles: Vec<Article>,
}

impl Cleaner {
    /// A cleaner for `config`.
    pub fn new(config: Config) -> Cleaner {
        Cleaner { config }
    }

    /// What it was built with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Cleans one page. Total: any bytes give at least one article.
    pub fn clean<'d>(&self, document: &'d Document) -> Page<'d> {
        let decoded = self.decode(document);
        if decoded.noise && self.config.runs(&NOISE) {
            return Page { articles: vec![noise(&decoded.text, document)], decoded };
        }
        let read = self.lines(&decoded.text, document);
        let split = self.split(&read, document);
        let Read { mut draft, mut flags, census, lines, html } = read;
        flags.extend(normalize::normalize(&mut draft, &split.kept(), &census, &self.config));
        drop(census);
        flags.sort_by_key(|f| f.span);
        let count = split.items.len() as u32;
        let mut walk = Walk { draft: &draft, lines: &lines, edits: draft.edits() };
        let mut articles = Vec::with_capacity(split.items.len());
        articles.resize_with(split.items.len(), Article::default);
        for ((item, n), article) in split.items.iter().zip(1..).zip(&mut articles) {
            fill(article, &mut walk, item, split.parts(item), (n, count), &flags, document);
        }
        let mut edits = draft.into_edits().into_iter();
        for (article, item) in articles.iter_mut().zip(&split.items) {
            article.edits = kept_edits(item.span, split.parts(item), &mut edits);
            signals::count_edits(article);
            if let Some(html) = &html {
                tell(article, item.date, &html.head);
            }
        }
        Page { articles, decoded }
    }

    /// The lines of a page that can recur on other pages of its site, for `site`.
    pub fn page_lines(&self, document: &Document) -> PageLines {
        let decoded = self.decode(document);
        let Read { draft, lines, html, .. } = self.lines(&decoded.text, document);
        let line = |l: &Line| PageLine::of(draft.view(l.span).as_str(), &l.features);
        PageLines::new(host(document, html.as_deref()), lines.iter().filter_map(line).collect())
    }

    /// Why each line of a page is kept or left out, the strongest reasons in words.
    pub fn reasons(&self, document: &Document) -> Vec<Reasons> {
        let decoded = self.decode(document);
        let Read { draft, lines, html, .. } = self.lines(&decoded.text, document);
        label::reasons::reasons(&draft, &lines, html.as_deref(), &self.config)
    }

    /// What the lines of a page are, and where its items begin.
    fn split(&self, Read { draft, lines, html, .. }: &Read<'_>, document: &Document) -> Split {
        if let ([line], None, None) = (&**lines, html, &self.config.site)
            && label::is_text_alone(draft, line)
            && let Some(split) = split::alone(draft, line)
        {
            return split;
        }
        let host = self.config.site.as_ref().map(|_| host(document, html.as_deref()));
        let known = self.config.site.as_deref().zip(host.as_deref()).map(|(site, host)| Known { site, host });
        let labels = label::label(draft, lines, html.as_deref(), known, &self.config);
        split::split(draft, lines, &labels, &self.config)
    }

    fn decode<'d>(&self, document: &'d Document) -> Decoded<'d> {
        if document.decoded
            && let Some(text) = document.bytes.as_text()
        {
            return decode::text(text);
        }
        let declared = || html::charset::declared(&document.bytes).filter(|_| document.html);
        let hint = match document.decoded {
            true => Some("utf-8"),
            false => self.config.encoding.as_deref().or(document.encoding.as_deref()).or_else(declared),
        };
        decode::decode(&document.bytes, hint)
    }

    /// The first stages: lines, mended and measured.
    fn lines<'s>(&self, source: &'s str, document: &Document) -> Read<'s> {
        let mut html = document.html.then(|| Box::new(html::read(source)));
        let (spans, after_blank, edits) = match &mut html {
            Some(html) => (take(&mut html.spans).into(), take(&mut html.after_blank).into(), take(&mut html.edits)),
            None => {
                let (mut spans, mut after_blank) = segment::line_spans(source);
                let edits = match self.config.runs(&WRAPPED_LINE) {
                    true => wrapped::join(source, &mut spans, &mut after_blank),
                    false => Vec::new(),
                };
                (spans, after_blank, edits)
            }
        };
        let mut draft = Draft::with_edits(source, edits);
        let (flags, census) = repair::repair(&mut draft, &spans, &self.config);
        draft.render_once(&spans);
        let mut lines = segment::measure(&draft, &spans, &after_blank);
        if self.config.site.is_some() {
            segment::hash_all(&draft, &mut lines);
        }
        Read { draft, flags, census, lines, html }
    }
}

/// A page after the first stages.
struct Read<'s> {
    draft: Draft<'s>,
    flags: Vec<Flag>,
    census: Census,
    lines: Lines,
    /// Seldom there, and large.
    html: Option<Box<Html>>,
}

/// The site of a page, by its address or by what it says of itself; nothing if neither tells.
fn host(document: &Document, html: Option<&Html>) -> String {
    let own = html.and_then(|h| h.head.canonical());
    document.url.as_deref().or(own).map_or("", site::host).to_ascii_lowercase()
}

/// The record of a page that is no text.
fn noise(source: &str, document: &Document) -> Article {
    let span = Span::new(0, source.len());
    let verdict = language::identify("");
    let mut article = Article {
        id: document.id.clone(),
        part: (1, 1),
        span,
        language: verdict.language,
        script: verdict.script,
        source_url: document.url.clone(),
        removed: vec![Removal { span, rules: smallvec![&NOISE], became: None }],
        ..Article::default()
    };
    article.signals = signals::measure(&article, Paragraphs::default(), verdict.confidence);
    article
}

/// A way through the parts of a page: with each of them, which are asked for in order, its line and its edits, and nothing
/// is searched for anew.
struct Walk<'d> {
    draft: &'d Draft<'d>,
    /// The lines from that of the last part on.
    lines: &'d [Line],
    /// The edits behind the last part.
    edits: &'d [Edit],
}

impl<'d> Walk<'d> {
    /// The line that `part` begins in, and the edits inside it.
    fn to(&mut self, part: Span) -> (&'d Line, &'d [Edit]) {
        while let [_, next, ..] = self.lines
            && next.span.start <= part.start
        {
            self.lines = &self.lines[1..];
        }
        (&self.lines[0], split_edits(&mut self.edits, part))
    }
}

/// Those of the edits that lie in kept text and in fields of an item at `span`; `edits` are those of the page from there on.
fn kept_edits(span: Span, parts: &[Part], edits: &mut vec::IntoIter<Edit>) -> Vec<Edit> {
    let most = edits.as_slice().iter().take_while(|e| e.span.start < span.end).count();
    let mut kept = Vec::with_capacity(most);
    for part in parts.iter().filter(|p| !matches!(p.role, Role::Drop(_))) {
        let before = edits.as_slice().iter().take_while(|e| e.span.start < part.span.start).count();
        edits.by_ref().take(before).for_each(drop);
        let inside = edits.as_slice().iter().take_while(|e| e.span.end <= part.span.end).count();
        kept.extend(edits.take(inside));
    }
    kept
}

/// Fills the record of an item of these parts, but for its edits, which the draft still has.
fn fill(
    a: &mut Article,
    walk: &mut Walk<'_>,
    item: &Item,
    parts: &[Part],
    part: (u32, u32),
    flags: &[Flag],
    document: &Document,
) {
    let draft = walk.draft;
    (a.id, a.part, a.span) = (id(&document.id, part), part, item.span);
    (a.date, a.date_modified) = (item.date.map(|d| d.text()), item.modified.map(|d| d.text()));
    let mut at = item.span.start;
    let mut paragraphs = Paragraphs::default();
    let kept = || parts.iter().filter(|p| matches!(p.role, Role::Keep));
    let (count, bytes) = kept().fold((0, 0), |(n, bytes), p| (n + 1, bytes + p.span.len() + PARAGRAPH.len()));
    let put_in = walk.edits.iter().take_while(|e| e.span.start < item.span.end).map(|e| e.after.len());
    a.text.reserve_exact(bytes + put_in.sum::<usize>());
    a.kept.reserve_exact(count);
    a.removed.reserve(parts.len() - count);
    for part in parts {
        a.removed.extend(emptied(draft, Span { start: at, end: part.span.start }, document.html));
        at = part.span.end;
        let (line, edits) = walk.to(part.span);
        match part.role {
            Role::Keep => {
                if !a.text.is_empty() {
                    a.text.push_str(PARAGRAPH);
                }
                let start = a.text.len();
                render_to(&mut a.text, draft.source(), part.span, edits);
                match measured(draft, line, part.span, edits) {
                    Some((counts, breaks)) => paragraphs.add_counted(counts, breaks),
                    None => paragraphs.add(&a.text[start..]),
                }
                a.kept.push(part.span);
            }
            Role::Field(field, rule) => {
                let text = || Some(spaced(draft.view(part.span).as_str()));
                match field {
                    Field::Title => a.title = text(),
                    Field::SourceUrl => a.source_url = text(),
                    Field::SiteName => a.site_name = text(),
                    Field::Byline => a.byline = text(),
                    // The days were read by `split`.
                    Field::Date | Field::DateModified => {}
                }
                a.removed.push(Removal { span: part.span, rules: smallvec![rule], became: Some(field) });
            }
            Role::Drop(rule) => a.removed.push(Removal { span: part.span, rules: smallvec![rule], became: None }),
        }
    }
    a.removed.extend(emptied(draft, Span { start: at, end: item.span.end }, document.html));
    let first = flags.partition_point(|f| f.span.start < item.span.start);
    a.flags =
        flags[first..].iter().take_while(|f| f.span.start < item.span.end.max(item.span.start + 1)).cloned().collect();
    let verdict = language::identify(if a.text.is_empty() { a.title.as_deref().unwrap_or_default() } else { &a.text });
    a.language = verdict.language;
    a.script = verdict.script;
    if a.source_url.is_none() && part.1 == 1 {
        a.source_url.clone_from(&document.url);
    }
    a.signals = signals::measure(a, paragraphs, verdict.confidence);
}

/// The identity of an article: that of its page, with its number where the page has several.
fn id(page: &str, (number, count): (u32, u32)) -> String {
    let mut id = String::with_capacity(page.len() + ":4294967295".len());
    id.push_str(page);
    if count > 1 {
        // A text takes whatever is written to it.
        let _ = write!(id, ":{number}");
    }
    id
}

/// Gives an article what the head of its page tells of it, where its own lines do not. Of several articles on a page the
/// head knows nothing.
fn tell(article: &mut Article, shown: Option<Iso>, head: &html::Head) {
    fn told(field: &mut Option<String>, told: Option<&str>) {
        *field = field.take().or_else(|| told.map(str::to_string));
    }
    told(&mut article.site_name, head.site_name());
    if article.part.1 > 1 {
        return;
    }
    told(&mut article.title, head.title_text());
    told(&mut article.byline, head.author());
    told(&mut article.source_url, head.canonical());
    let date = match (shown, head.published()) {
        (Some(shown), Some(declared)) if same_news(shown, declared) => Some(shown),
        (shown, declared) => declared.or(shown),
    };
    article.date = date.map(|d| d.text());
    if article.date_modified.is_none() {
        article.date_modified = head.modified().map(|d| d.text());
    }
}

/// True when the day that a page shows may be the one it declares: the same, or next to it, as clocks in the head of a
/// page are often those of another time zone. A shown day without a time gives way to one that has it.
fn same_news(shown: Iso, declared: Iso) -> bool {
    let near = (shown.year, shown.month) == (declared.year, declared.month) && shown.day.abs_diff(declared.day) <= 1;
    near && (shown.day != declared.day || shown.time.is_some() || declared.time.is_none())
}

/// What stands between two parts, unless it is white space: repairs left nothing of it (a tag on a line of its own), so
/// no stage after them saw it. It goes because of them.
fn emptied(draft: &Draft<'_>, between: Span, html: bool) -> Option<Removal> {
    let bytes = &draft.source().as_bytes()[between.range()];
    // Nearly always one or two line breaks.
    if matches!(bytes, [] | [b'\n'] | [b'\n', b'\n']) || bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let text = &draft.source()[between.range()];
    let start = between.start as usize + (text.len() - text.trim_start().len());
    let span = Span::new(start, start + text.trim().len());
    let mut rules: Rules = draft.edits_in(span).iter().flat_map(|e| e.rules.iter().copied()).collect();
    // Between the lines of a page of HTML stands its markup.
    rules.extend(html.then_some(&MARKUP));
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    (!span.is_empty()).then_some(Removal { span, rules, became: None })
}

/// How often [`PARAGRAPH`] is in `text`, what an edit put in: nearly always it is no more than that, or a space.
fn paragraph_breaks(text: &str) -> usize {
    match text {
        PARAGRAPH => 1,
        _ if text.len() <= PARAGRAPH.len() => 0,
        _ => text.matches(PARAGRAPH).count(),
    }
}

/// What a kept span with such edits holds, by what was measured of its line: the rest of the line is subtracted, and white
/// space that was changed since is made up for. `None` when the span is no part of one line, cuts a word, or was changed
/// otherwise.
fn measured(draft: &Draft<'_>, line: &Line, span: Span, edits: &[Edit]) -> Option<(Counts, u32)> {
    // What is left is subtracted only if it is the smaller part: else the span itself is read sooner.
    if !line.span.contains(span) || span.len() * 2 < line.span.len() {
        return None;
    }
    let mut counts = Counts::from(&line.features);
    let (head, tail) = (Span { start: line.span.start, end: span.start }, Span { start: span.end, end: line.span.end });
    for rest in [head, tail].into_iter().filter(|rest| !rest.is_empty()) {
        let cut = if rest.end == span.start { rest.end } else { rest.start } as usize;
        let (before, after) = draft.source().split_at(cut);
        let inside = |c: Option<char>| c.is_some_and(|c| c == '\'' || !c.is_whitespace() && !c.is_ascii_punctuation());
        if inside(before.chars().next_back()) && inside(after.chars().next()) || !draft.edits_in(rest).is_empty() {
            return None;
        }
        counts -= Counts::of(&draft.source()[rest.range()]);
    }
    let mut breaks = 0;
    for edit in edits {
        let normalizing = edit.rules.iter().filter(|r| r.stage == Stage::Normalize).count();
        if normalizing == 0 {
            continue;
        }
        if normalizing < edit.rules.len() {
            return None; // what normalize found there is not known any more
        }
        let put_in = paragraph_breaks(&edit.after);
        counts.chars += (edit.after.chars().count() - put_in * PARAGRAPH.len()) as u32;
        counts.chars = counts.chars.saturating_sub(draft.source()[edit.span.range()].chars().count() as u32);
        breaks += put_in as u32;
    }
    Some((counts, breaks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_only_line_of_a_page_is_split_as_if_there_were_others(
            words in prop::collection::vec("[А-ЯҚ]?[а-яқі]{2,12}|[A-Z]?[a-z]{2,9}|[0-9]{1,4}|Астана|Автор:|Источник|[A-Z]{3,6}|\\PC{1,3}", 1..24),
            between in prop::collection::vec(" |, |\\. |: | – |@|/|\\.| «", 24),
            end in "|\\.|!|…|:|\\.kz",
        ) {
            let text = words.iter().zip(&between).fold(String::new(), |text, (word, sign)| {
                if text.is_empty() { word.clone() } else { text + sign + word }
            }) + &end;
            let (cleaner, document) = (Cleaner::new(Config::default()), Document::from_text("1", text.as_str()));
            let read = cleaner.lines(&text, &document);
            if let [_] = &*read.lines {
                let labels = label::label(&read.draft, &read.lines, None, None, cleaner.config());
                let split = split::split(&read.draft, &read.lines, &labels, cleaner.config());
                prop_assert_eq!(format!("{:?}", cleaner.split(&read, &document)), format!("{split:?}"));
            }
        }
    }

    #[test]
    fn a_plain_line_is_text_alone_and_a_line_of_the_site_is_not() {
        let alone = |text: &str| {
            let document = Document::from_text("1", text);
            let Read { draft, lines, .. } = Cleaner::new(Config::default()).lines(text, &document);
            label::is_text_alone(&draft, &lines[0]) && split::alone(&draft, &lines[0]).is_some()
        };
        assert!(alone("Ауыл тұрғындары жаңа көпірден алғаш рет өтті"));
        assert!(alone("The people of the village crossed their new bridge."));
        for text in [
            "Барлық құқықтар қорғалған, көшіруге болмайды",
            "Версия для печатиМост через реку открыт",
            "Көпір 12.05.2024 күні ашылды, 10:30",
            "Мост",
        ] {
            assert!(!alone(text), "{text}");
        }
    }

    #[test]
    fn the_declared_day_counts_unless_it_is_the_shown_one_in_another_zone() {
        let day = |month, day, time| Iso { year: 2024, month, day, time };
        let (shown, declared) = (Some((3, 10)), Some((22, 10)));
        assert!(same_news(day(5, 6, shown), day(5, 5, declared)));
        assert!(same_news(day(5, 6, None), day(5, 6, None)));
        assert!(same_news(day(5, 6, shown), day(5, 6, None)));
        assert!(!same_news(day(5, 6, None), day(5, 6, shown)));
        assert!(!same_news(Iso { year: 2023, ..day(1, 13, None) }, Iso { year: 2023, ..day(4, 28, None) }));
        assert!(!same_news(day(5, 6, None), day(4, 6, None)));
    }
}
