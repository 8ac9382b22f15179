//! What a line holds besides words: a date, an address, a byline, a number, a dateline.

use std::ops::{Index, Range};

use super::byline::{self, begins_with_label, byline_line, follows_label, is_below_name, is_label, may_name};
use super::credit::{Credit, credit};
use super::date::{Iso, LONGEST_LINE, Shape, date_at_end, date_at_start, date_line, has_year};
use super::signature::{may_sign, signature};
use super::source_url::{Address, address};
use crate::draft::{Draft, View};
use crate::segment::Line;
use crate::segment::features::{End, Features, Start, is_alphabetic};
use crate::segment::space::may_be_space;

/// Marks of one line; ranges are byte offsets into the line as it reads now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// A date that is not just told in a sentence.
    pub date: Option<DateMark>,
    /// It ends with a date that belongs to what is told before it, as captions do.
    pub told_day: bool,
    /// An address that is not just told in a sentence.
    pub url: Option<UrlMark>,
    /// The name in a line that is a byline.
    pub byline: Option<Range<usize>>,
    /// The line is a label whose names, a signature, stand on the next.
    pub names_follow: bool,
    /// The line is what stands below the name of an author: a post, or the word for one.
    pub below_name: bool,
    /// The name in a line that is written as newspapers sign, or stands below a label.
    pub signature: Option<Range<usize>>,
    /// `12. ` or `12) ` at the start: the number, and where the rest begins.
    pub number: Option<(u32, usize)>,
    /// `18:30 ` at the start: the time, and where the rest begins.
    pub time: Option<((u8, u8), usize)>,
    /// Nothing but marks that part sections: `* * *`, `———`.
    pub separator: bool,
    /// A line of a table of contents, or the path of a file: left over by the site's engine.
    pub leftover: bool,
    /// Where the place and agency of a dateline begin (`АСТАНА. ҚазАқпарат –`).
    pub dateline: Option<usize>,
}

impl Marks {
    /// True when there are none.
    fn are_none(&self) -> bool {
        let Marks {
            date,
            told_day,
            url,
            byline,
            names_follow,
            below_name,
            signature,
            number,
            time,
            separator,
            leftover,
            dateline,
        } = self;
        let some = date.is_some() | url.is_some() | byline.is_some() | signature.is_some() | dateline.is_some();
        !(some | told_day | number.is_some() | time.is_some() | names_follow | below_name | separator | leftover)
    }
}

/// Where in a line a date stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DateMark {
    /// The line is a date with little else.
    Line {
        /// Day of publication.
        published: Option<Iso>,
        /// Day of the last change.
        modified: Option<Iso>,
    },
    /// It ends with a date; what to cut.
    End(Iso, Range<usize>),
    /// It begins with a date; where the rest begins, and what tells it from the date.
    Start(Iso, usize, Apart),
}

/// What tells the rest of a line from the date at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apart {
    /// Nothing: both may be one sentence.
    Nothing,
    /// A sign, a time of day, or the look of a headline.
    Sign,
    /// The label before the date: "Дата: 2024-05-12 В селе …".
    Label,
}

/// Where in a line an address stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UrlMark {
    /// The line is an address, perhaps with a label.
    Line(Range<usize>),
    /// It ends with a label and an address: what to cut, and the address.
    End(Range<usize>, Range<usize>),
}

/// Longest line that is looked at for a dateline beyond its start, in bytes of its head.
const DATELINE_REACH: usize = 400;

/// Bytes between a place and its dash: an agency or a date stand there.
const DASH_REACH: usize = 64;

/// Longest line that can be the age of an article, in bytes: the longest real ones hold a section and a counter too.
const AGE_BYTES: u32 = 160;

/// Words of a label that stands alone above its names.
const LABEL_WORDS: u32 = 3;

/// The marks of all lines of a page. Most lines have none, so that they share the one that has nothing, and those that
/// read the same share theirs.
#[derive(Debug)]
pub(crate) struct PageMarks {
    /// Which of those found each line has.
    of: Vec<u32>,
    /// Nothing, then what some line has, then nothing again, for the next.
    found: Vec<Marks>,
}

/// The marks of lines that have none.
const NOTHING: u32 = 0;

impl PageMarks {
    /// Those of line `i`, if there is such a line.
    pub fn get(&self, i: usize) -> Option<&Marks> {
        self.of.get(i).map(|of| &self.found[*of as usize])
    }

    /// Those of each line.
    pub fn iter(&self) -> impl Iterator<Item = &Marks> {
        self.of.iter().map(|of| &self.found[*of as usize])
    }

    /// Reads a line; which of those found are its marks.
    fn read(&mut self, view: &View<'_>, f: &Features) -> u32 {
        let asks = Asks::of(f);
        if asks.nothing() {
            return NOTHING;
        }
        let next = self.found.len() - 1;
        read_line(view, f, &asks, &mut self.found[next]);
        if self.found[next].are_none() {
            return NOTHING;
        }
        self.found.push(Marks::default());
        next as u32
    }

    /// Those of line `i`, which from now on are its own.
    fn own(&mut self, i: usize) -> &mut Marks {
        let own = self.found.len() - 1;
        self.found[own] = self[i].clone();
        self.found.push(Marks::default());
        self.of[i] = own as u32;
        &mut self.found[own]
    }
}

impl Index<usize> for PageMarks {
    type Output = Marks;

    fn index(&self, i: usize) -> &Marks {
        &self.found[self.of[i] as usize]
    }
}

/// Reads the marks of every line.
pub(crate) fn read(draft: &Draft<'_>, lines: &[Line]) -> PageMarks {
    /// Lines with marks of all but a few short pages.
    const FEW: usize = 8;
    let views = draft.views(lines.iter().map(|line| line.span));
    let mut marks =
        PageMarks { of: Vec::with_capacity(lines.len()), found: Vec::with_capacity(2 + lines.len().min(FEW)) };
    marks.found.resize(2, Marks::default());
    for (i, (view, line)) in views.zip(lines).enumerate() {
        let of = match line.twin() {
            Some(above) => marks.of[i - above],
            None => marks.read(&view, &line.features),
        };
        marks.of.push(of);
    }
    for i in 1..lines.len() {
        if marks[i - 1].names_follow {
            let view = draft.view(lines[i].span);
            if marks[i].date.is_none() && follows_label(view.as_str()) {
                marks.own(i).signature = Some(0..view.as_str().len());
            } else {
                marks.own(i - 1).names_follow = false;
            }
        }
        if let Some(DateMark::End(published, cut)) = &marks[i - 1].date
            && is_kicker(draft.view(lines[i - 1].span).as_str().split_at(cut.start))
            && is_heading(&lines[i].features)
            && marks[i].date.is_none()
        {
            let date = DateMark::Line { published: Some(*published), modified: None };
            marks.own(i - 1).date = Some(date);
        }
    }
    name_with_post(lines, &mut marks);
    marks
}

/// True for a line without marks.
pub(crate) fn are_none(view: &View<'_>, f: &Features) -> bool {
    let asks = Asks::of(f);
    let mut marks = Marks::default();
    if !asks.nothing() {
        read_line(view, f, &asks, &mut marks);
    }
    marks.are_none()
}

/// Makes a byline of the name above the one post of a page; several are a list of people.
fn name_with_post(lines: &[Line], marks: &mut PageMarks) {
    /// A first name and a surname, perhaps with that of the father.
    const NAME_WORDS: u32 = 3;
    let follows = |i: usize| marks[i].names_follow && i + 1 < lines.len();
    let named = |i: usize| {
        let (f, m) = (&lines[i - 1].features, &marks[i - 1]);
        is_name(f, NAME_WORDS) && m.date.is_none() && m.byline.is_none() && !m.below_name
    };
    let mut posts = (1..lines.len()).filter(|i| marks[*i].below_name && !follows(*i) && named(*i));
    if let (Some(post), None) = (posts.next(), posts.next()) {
        for i in [post - 1, post] {
            let whole = Some(0..lines[i].features.bytes as usize);
            let marks = marks.own(i);
            (marks.byline, marks.names_follow) = (whole, false);
        }
    }
}

/// True for a line that looks like a person's name of at most so many words, each with a capital.
pub(crate) fn is_name(f: &Features, most: u32) -> bool {
    (2..=most).contains(&f.words) && f.capitalised == f.words && f.digits == 0 && f.end == End::Letter && !f.all_caps()
}

/// True for what stands before a date as the name of a section does: one word that begins with a capital.
fn is_section(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && text.starts_with(char::is_uppercase)
}

/// True for the name of a section, or two words of it that the day is glued to: "Новости Казахстана5 января 2024".
fn is_kicker((text, date): (&str, &str)) -> bool {
    const WORDS: usize = 2;
    let glued = date.starts_with(|c: char| c.is_ascii_digit()) && text.split_whitespace().count() <= WORDS;
    is_section(text) || glued && text.starts_with(char::is_uppercase)
}

/// True for a line that is written as a title is: a few words, the first with a capital, and no full stop.
fn is_heading(f: &Features) -> bool {
    const WORDS: std::ops::RangeInclusive<u32> = 2..=25;
    let begins = matches!(f.start, Start::Upper | Start::Quote);
    begins && WORDS.contains(&f.words) && !f.prose() && f.end != End::Sentence
}

/// Reads the marks of a line into `m`, which has none yet.
fn read_line(view: &View<'_>, f: &Features, asks: &Asks, m: &mut Marks) {
    if f.words == 0 {
        m.separator = f.urls == 0 && view.as_str().chars().filter(|c| !c.is_whitespace()).count() >= 3;
        return;
    }
    let text = view.as_str();
    m.leftover = asks.leftover && is_leftover(text, f);
    let dated = asks.date && may_be_dated(text, f);
    if asks.date {
        m.date = read_date(text, f, dated, &mut m.told_day);
        if m.date.is_none() && text.as_bytes()[0].is_ascii_digit() {
            m.number = number(text);
            if m.number.is_none() {
                m.time = time(text);
            }
        }
    }
    if asks.url {
        m.url = address(text).map(|address| match address {
            Address::Line(line) => UrlMark::Line(line.url),
            Address::End(source) => UrlMark::End(source.cut, source.url),
        });
    }
    if asks.byline && m.date.is_none() {
        m.byline = byline_line(text);
        if m.byline.is_none() && f.words <= LABEL_WORDS {
            (m.names_follow, m.below_name) = (is_label(text), is_below_name(text));
        }
        m.signature = may_sign(f).then(|| signature(text)).flatten();
    }
    if dated
        && asks.byline
        && may_credit(text, m)
        && let Some(Credit { date, modified, name }) = credit(text)
    {
        if !matches!(m.date, Some(DateMark::Line { .. })) {
            m.date =
                Some(DateMark::Line { published: (!modified).then_some(date), modified: modified.then_some(date) });
        }
        m.byline = Some(name);
    }
    if asks.dateline {
        m.dateline = dateline(text);
    }
}

/// What a line is to be asked, by what was measured of it: most long lines of prose are not asked anything.
struct Asks {
    date: bool,
    byline: bool,
    url: bool,
    dateline: bool,
    leftover: bool,
    separator: bool,
}

impl Asks {
    /// True when there is nothing to be asked.
    fn nothing(&self) -> bool {
        !(self.date | self.byline | self.url | self.dateline | self.leftover | self.separator)
    }

    /// The conditions are joined without a branch: what one line holds says nothing of the next.
    fn of(f: &Features) -> Asks {
        Asks {
            date: (f.digits >= 2) | ((f.bytes <= 120) & (f.digits >= 1)) | (f.start == Start::Digit),
            byline: (f.bytes as usize <= byline::LONGEST) & (f.letters > 0),
            url: (f.urls > 0) | may_end_in_host(f),
            // A place in capitals has two more than the one that begins it.
            dateline: f.upper >= f.capitalised + 2,
            leftover: ((f.end == End::Digit) | (f.urls == 0)) & (f.bytes <= LEFTOVER_BYTES),
            separator: f.words == 0,
        }
    }
}

/// False for most lines that do not end in the bare name of a site: `Источник: site.kz`. Before a full stop only a line
/// that is nothing else is asked.
fn may_end_in_host(f: &Features) -> bool {
    const WORDS: u32 = 6;
    let open = matches!(f.end, End::Letter | End::Closed) | ((f.end == End::Sentence) & (f.words <= WORDS));
    open & (f.latin > 0)
}

/// Longest line that can be left over by the site's engine: a heading with its leaders, a path of many folders.
const LEFTOVER_BYTES: u32 = 400;

/// True for `Введение ........ 3`, for `/upload/iblock/5f2/photo_01.jpg` and for what a server says of an include.
fn is_leftover(text: &str, f: &Features) -> bool {
    const ERROR: &str = "[an error occurred while processing this directive]";
    text == ERROR || (f.end == End::Digit && has_leaders(text)) || (f.urls == 0 && is_path(text))
}

/// True when what stands between a heading and its page is in `text`: five points in a row, with or without spaces.
fn has_leaders(text: &str) -> bool {
    /// Bytes of the longer form, but for one.
    const AROUND: usize = ". . . . ".len();
    let bytes = text.as_bytes();
    // One of any five bytes in a row is looked at: a point, of the one form as of the other.
    let chunks = bytes.as_chunks::<5>().0;
    chunks.iter().enumerate().filter(|(_, chunk)| chunk[4] == b'.').any(|(n, _)| {
        let at = 5 * n + 4;
        let near = &bytes[at.saturating_sub(AROUND)..bytes.len().min(at + AROUND + 1)];
        near.windows(5).any(|w| w == b".....") || near.windows(9).any(|w| w == b". . . . .")
    })
}

/// True for the path of a file of the kinds that pages show or offer.
fn is_path(text: &str) -> bool {
    // The ending has three or four letters, which nearly all lines have no full stop before.
    let [.., fifth, fourth, _, _, _] = text.as_bytes() else { return false };
    let name = match (fifth, fourth) {
        (_, b'.') => &text[text.len() - 3..],
        (b'.', _) => &text[text.len() - 4..],
        _ => return false,
    };
    const KINDS: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "svg", "pdf", "doc", "docx"];
    !text.contains(' ') && text.contains('/') && KINDS.iter().any(|kind| name.eq_ignore_ascii_case(kind))
}

/// False for a line without a year. One that stands alone was counted; one that is glued to a word, or that of a short
/// form, was not. Of a line too long to be a date, which only its ends can hold, the rest is not read for that.
fn may_be_dated(text: &str, f: &Features) -> bool {
    f.years > 0 || f.digits >= 4 && (text.len() > LONGEST_LINE || has_year(text))
}

/// False for most lines that are no credits, by the place of their date.
fn may_credit(text: &str, m: &Marks) -> bool {
    match &m.date {
        // Names, perhaps with a section behind them, stand before the date.
        Some(DateMark::End(_, cut)) => {
            let names = &text[..cut.start];
            may_name(names) || names.contains(" in ")
        }
        Some(_) => true,
        // "By Jane Doe on 6 May 2024": a preposition hides the date from those who look for lines that are one.
        None => m.byline.is_none() && begins_with_label(text),
    }
}

/// Reads the date of a line; when it is not `dated`, that can only be an age. `told` becomes true where the date that it
/// ends with is no more than told.
fn read_date(text: &str, f: &Features, dated: bool, told: &mut bool) -> Option<DateMark> {
    // An age is told in words, and beside no address.
    if (dated || f.bytes <= AGE_BYTES && f.letters > 0 && f.urls == 0)
        && let Some(line) = date_line(text)
    {
        let date = line.date.map(|d| d.iso);
        let changed = line.changed.map(|d| d.iso);
        return Some(match line.modified {
            true => DateMark::Line { published: None, modified: date },
            false => DateMark::Line { published: date, modified: changed },
        });
    }
    if !dated {
        return None;
    }
    if let Some(end) = date_at_end(text) {
        let before = &text[..end.cut.start];
        // A short word beside the figures of a day is a label of any language: "Datum 28.01.2022".
        if f.digits > f.letters && is_section(before) {
            return Some(DateMark::Line { published: Some(end.date.iso), modified: None });
        }
        // A section, counters and a date are fields, not a title.
        if before.bytes().any(|b| b.is_ascii_digit())
            && before.split_whitespace().nth(5).is_none()
            && before.split_whitespace().any(|w| w.bytes().all(|b| b.is_ascii_digit()))
        {
            return Some(DateMark::Line { published: Some(end.date.iso), modified: None });
        }
        // Behind a full stop the date belongs to the sentence or caption before it.
        let ended = before.trim_end().ends_with(['.', '!', '?']) && before.split_whitespace().nth(3).is_some();
        *told = ended || is_caption(before);
        return (!*told).then_some(DateMark::End(end.date.iso, end.cut));
    }
    let start = date_at_start(text)?;
    let figures = matches!(start.date.shape, Shape::Numeric | Shape::Iso)
        && f.end != End::Sentence
        && is_headline(&text[start.rest..]);
    // "Дата 2024-05-12 В селе …" is what engines write; a small letter goes on with a sentence.
    let engine = matches!(start.date.shape, Shape::Numeric | Shape::Iso)
        && start.labelled
        // "Date: 2024-05-12 - 2024-05-14" is a span of days.
        && text[start.date.range.end..start.rest].trim().is_empty()
        && !text[start.rest..].starts_with(char::is_lowercase);
    let apart = match (engine, start.separated || figures) {
        (true, _) => Apart::Label,
        (_, true) => Apart::Sign,
        _ => Apart::Nothing,
    };
    Some(DateMark::Start(start.date.iso, start.rest, apart))
}

/// True for what stands before the date of a picture: a sentence and a place ("Ауыл мектебі жанып жатыр. Көкшетау").
fn is_caption(before: &str) -> bool {
    const PLACE_WORDS: usize = 3;
    const SENTENCE_WORDS: usize = 3;
    /// Letters of a word before a full stop that is no abbreviation.
    const LETTERS: usize = 4;
    let Some((sentence, place)) = before.trim_end().rsplit_once(". ") else { return false };
    let last = sentence.rsplit(' ').next().unwrap_or_default();
    begins_sentence(place)
        && place.split_whitespace().count() <= PLACE_WORDS
        && sentence.split_whitespace().count() >= SENTENCE_WORDS
        && last.chars().filter(|c| is_alphabetic(*c)).count() >= LETTERS
}

/// True for what may follow a day in figures with no more than a space between ("12.11.2025 Көпір ашылды"): a capital or
/// a quotation mark, then some word in small letters, which names of authors and sections have not.
fn is_headline(text: &str) -> bool {
    const LETTERS: usize = 3;
    let small = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() >= LETTERS;
    begins_sentence(text) && text.split(' ').any(small)
}

/// True for text that begins with a capital or a quotation mark.
pub(crate) fn begins_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '“' | '"'))
}

/// `12. Title`, `12) Title`: a number of an item, at most three figures.
fn number(text: &str) -> Option<(u32, usize)> {
    const MOST: usize = 3;
    let digits = text.bytes().take(MOST + 1).take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > MOST || !matches!(text.as_bytes().get(digits), Some(b'.' | b')')) {
        return None;
    }
    let rest = &text[digits + 1..];
    let space = rest.len() - rest.trim_start().len();
    let letter = rest
        .trim_start()
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || matches!(c, '«' | '“' | '"') || c.is_ascii_digit());
    (space > 0 && letter).then(|| (text[..digits].parse().unwrap_or(0), digits + 1 + space))
}

/// `18:30 Title`: a time of day at the start.
fn time(text: &str) -> Option<((u8, u8), usize)> {
    let b = text.as_bytes();
    let digits = b.iter().take(3).take_while(|c| c.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) || b.get(digits) != Some(&b':') {
        return None;
    }
    let minute = b.get(digits + 1..digits + 3)?;
    if !minute.iter().all(u8::is_ascii_digit) || b.get(digits + 3).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let (hour, minute) = (text[..digits].parse().ok()?, text[digits + 1..digits + 3].parse().ok()?);
    let rest = text[digits + 3..].trim_start_matches([' ', '\u{a0}', '|', '–', '—', '-', '•', ',']);
    (hour < 24 && minute < 60).then(|| ((hour, minute), text.len() - rest.len()))
}

/// Finds `PLACE. Agency –`, `PLACE (Agency) —`, `PLACE, 5 ақпан – ` or `PLACE –`: a place in capitals of
/// at least three letters, at most forty bytes of agency or date, and a dash between spaces.
/// Returns where the place begins: 0, or after a space inside the head of the line.
pub(crate) fn dateline(text: &str) -> Option<usize> {
    let head = &text[..text.floor_char_boundary(DATELINE_REACH)];
    let mut dash = find_dash(head, 0)?;
    // Only a place at the start may be of any number of words; any other stands right before its dash.
    let mut from = 0;
    if !begins_in_capitals(head) {
        from = head.floor_char_boundary(dash.saturating_sub(2 * DASH_REACH));
        from = head[..from].rfind(' ').map_or(0, |space| space + 1);
    }
    let mut place: Option<usize> = None;
    for (at, word) in (Words { text: head, at: from }) {
        // Behind the last dash stands no place.
        if at > dash {
            dash = find_dash(head, at)?;
        }
        if !begins_in_capitals(word) {
            place = None;
            continue;
        }
        let caps = word.trim_end_matches(['.', ',', ':']);
        let is_place = caps.chars().all(|c| c.is_uppercase() || c == '-')
            && caps.chars().count() >= 3
            && caps.chars().any(char::is_alphabetic);
        if is_place {
            let from = place.filter(|p| *p == 0).unwrap_or(at);
            match leads_to_dash(&head[at + word.len()..], word.ends_with(['.', ','])) {
                // Behind a title only the mark or the agency tells a place from an abbreviation.
                Some(named) if from == 0 || named && caps.chars().count() > 3 => return Some(from),
                _ => {}
            }
            // A place of several words: ALMA ATA, NUR-SULTAN CITY.
            place = if word == caps { Some(from) } else { None };
        } else {
            place = None;
        }
    }
    None
}

/// False for most words whose first or second character is a small letter, by their bytes: ASCII and the Cyrillic of
/// Russian.
fn begins_in_capitals(word: &str) -> bool {
    let small = matches!(
        word.as_bytes(),
        [b'a'..=b'z', ..]
            | [_, b'a'..=b'z', ..]
            | [0xd0, 0xb0..=0xbf, ..]
            | [0xd1, 0x80..=0x8f, ..]
            | [0xd0, _, 0xd0, 0xb0..=0xbf, ..]
            | [0xd0, _, 0xd1, 0x80..=0x8f, ..]
    );
    !small
}

/// Whether what follows a place leads to the dash of a dateline and on to a sentence; `Some(true)`
/// when an agency or a date stands between.
fn leads_to_dash(rest: &str, marked: bool) -> Option<bool> {
    let rest = &rest[..rest.floor_char_boundary(DASH_REACH)];
    let dash = find_dash(rest, 0)?;
    let behind = rest[dash..].trim_start_matches(['-', '–', '—', '―', ' ', '\u{a0}']).chars().next()?;
    if !(behind.is_uppercase() || matches!(behind, '«' | '“' | '"' | '„')) {
        return None;
    }
    let between = rest[..dash].trim();
    if between.is_empty() {
        return Some(marked);
    }
    let bracketed = between.starts_with('(') && between.ends_with(')');
    let name = between.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '«' || c == '/');
    (bracketed || (marked && name && between.split_whitespace().count() <= 4)).then_some(true)
}

/// Offset of the first dash between spaces, from byte `from` on.
fn find_dash(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'-', 0xe2, &bytes[from..]).map(|at| from + at).find(|at| {
        let width = match bytes[*at..] {
            [b'-', ..] => 1,
            // `–`, `—`, `―`
            [0xe2, 0x80, 0x93..=0x95, ..] => 3,
            _ => return false,
        };
        let (before, after) = (text[..*at].chars().next_back(), text[*at + width..].chars().next());
        before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)
    })
}

/// Words between spaces, with their offsets.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let mut start = self.at;
        while start < self.text.len() {
            match self.space(start) {
                0 => break,
                width => start += width,
            }
        }
        let end = self.end_of_word(start);
        self.at = end;
        (end > start).then(|| (start, &self.text[start..end]))
    }
}

impl Words<'_> {
    /// Where the white space behind `start` begins.
    fn end_of_word(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(i) = bytes[end..].iter().position(|b| may_be_space(*b)) {
            end += i;
            if self.space(end) > 0 {
                return end;
            }
            end += 1;
        }
        bytes.len()
    }

    /// Bytes of the white space at `at`; 0 when there is none, or when `at` is inside a character.
    #[inline(always)]
    fn space(&self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            b' ' => 1,
            byte if !may_be_space(byte) => 0,
            _ => self.text[at..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8),
        }
    }
}

/// True when a line can be a title by its looks: some words, not a list of links, not cut off.
pub(crate) fn title_like(line: &Line, marks: &Marks) -> bool {
    let f = &line.features;
    (2..=45).contains(&f.words)
        && f.letters * 2 >= f.bytes / 3
        && f.urls == 0
        && !matches!(f.end, End::Comma | End::Ellipsis)
        && f.inner_sentences <= 1
        && f.bars <= 2
        && marks.byline.is_none()
        && marks.url.is_none()
        && !matches!(marks.date, Some(DateMark::Line { .. }))
        && !marks.separator
        && !marks.leftover
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Span;

    #[test]
    fn a_dateline_is_found_at_the_head_and_behind_a_title() {
        assert_eq!(dateline("АСТАНА. ҚазАқпарат - Бүгін жиын өтті."), Some(0));
        assert_eq!(dateline("MEXICO CITY (AP) — The economy grew."), Some(0));
        assert_eq!(dateline("ALMATY – The city council met."), Some(0));
        assert_eq!(dateline("Жаңа мектеп ашылды ОРАЛ. Ақпарат – Облыста"), Some("Жаңа мектеп ашылды ".len()));
        assert_eq!(dateline("БҰҰ мен ЕҚЫҰ өкілдері келді"), None);
        assert_eq!(dateline("Экипаж «Союз ТМА – 18 М» кемесімен ұшты"), None);
        assert_eq!(dateline("Жұмыс орындары сақталады – ҚР ДСӘДМ"), None);
        assert_eq!(dateline("Премьер-министр РК встретился с послом"), None);
    }

    #[test]
    fn what_the_engine_left_over_is_a_line_of_its_own() {
        let left_over = |text: &str| {
            let (mut marks, f) = (Marks::default(), Features::of(text));
            read_line(&Draft::new(text).view(Span::new(0, text.len())), &f, &Asks::of(&f), &mut marks);
            marks.leftover
        };
        for text in [
            "Кіріспе ..... 3",
            "Кіріспе........................ 12",
            "Введение . . . . . 7",
            "a/b_1.JPG",
            "/files/план.docx",
            "[an error occurred while processing this directive]",
        ] {
            assert!(left_over(text), "{text}");
        }
        let article = format!("{} Кафе, магазин..... Открыто до 21:00", "Мост открыт. ".repeat(40));
        for text in ["Кіріспе .... 3", "Бағасы ..... теңге", "план a/b.jpg", "b.jpg", "a/b.jpga", "и/или. Да", &article]
        {
            assert!(!left_over(text), "{text}");
        }
    }

    #[test]
    fn a_number_needs_a_mark_and_a_capital() {
        assert_eq!(number("12. Жаңа көпір"), Some((12, 4)));
        assert_eq!(number("3) Новый мост"), Some((3, 3)));
        assert_eq!(number("2.1 млрд"), None);
        assert_eq!(number("15 жаңа мектеп"), None);
    }
}
