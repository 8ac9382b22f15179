//! A page whose lines were read and labelled, and what is asked of them when heads and titles are looked for.

use super::date::Iso;
use super::marks::{DateMark, Marks, PageMarks, UrlMark, begins_sentence, is_name, title_like};
use crate::config::Config;
use crate::draft::Draft;
use crate::label::Labels;
use crate::segment::Line;
use crate::segment::features::{End, Start};

/// A page to find heads on.
pub(crate) struct Page<'p> {
    pub config: &'p Config,
    pub draft: &'p Draft<'p>,
    pub lines: &'p [Line],
    pub marks: &'p PageMarks,
    pub labels: &'p Labels,
    /// Hash of the line that stands behind every item: an advertisement of the site's own.
    pub refrain: Option<u64>,
    /// How each line looks.
    looks: Vec<Looks>,
    /// The looks of all lines together.
    shown: Looks,
}

/// What is asked of a line time and again, and answered once: a set of the constants of this type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks(u16);

impl Looks {
    /// It can be a title.
    pub const TITLE: Looks = Looks(1);
    /// It can be text of an item.
    pub const TEXT: Looks = Looks(1 << 1);
    /// A phrase says that it is no text.
    pub const FURNITURE: Looks = Looks(1 << 2);
    /// It reads like running text.
    pub const PROSE: Looks = Looks(1 << 3);
    /// It ends as a sentence does, and no phrase says that it is no text.
    pub const SENTENCE: Looks = Looks(1 << 4);
    /// It is a date with little else.
    pub const DATE_LINE: Looks = Looks(1 << 5);
    /// It is, begins or ends with a date.
    pub const DATE: Looks = Looks(1 << 6);
    /// It is a byline, a date or a line of counters, as stand between a title and its text.
    pub const FIELD: Looks = Looks(1 << 7);
    /// It ends with its source, or leads to the rest of its text, as the last line of an item does.
    pub const LAST: Looks = Looks(1 << 8);
    /// It begins with a number of an item.
    pub const NUMBER: Looks = Looks(1 << 9);
    /// It begins with a time of day.
    pub const TIME: Looks = Looks(1 << 10);
    /// It holds a dateline.
    pub const DATELINE: Looks = Looks(1 << 11);
    /// It parts sections.
    pub const SEPARATOR: Looks = Looks(1 << 12);
    /// It is in capitals and has the words of a title.
    pub const CAPITALS: Looks = Looks(1 << 13);
    /// It is a date, an address or a byline.
    pub const METADATA: Looks = Looks(1 << 14);
    /// It is a path or a line of a table of contents that the site's engine left over.
    pub const LEFTOVER: Looks = Looks(1 << 15);

    /// True when it is one of `looks`.
    pub fn any(self, looks: Looks) -> bool {
        self.0 & looks.0 != 0
    }

    /// Both sets together.
    pub const fn or(self, looks: Looks) -> Looks {
        Looks(self.0 | looks.0)
    }

    /// This set less `looks`.
    fn without(self, looks: Looks) -> Looks {
        Looks(self.0 & !looks.0)
    }

    fn when(self, so: bool) -> Looks {
        Looks(self.0 * u16::from(so))
    }

    fn of(line: &Line, marks: &Marks, labels: &Labels, i: usize) -> Looks {
        let f = &line.features;
        let (furniture, prose) = (labels.is_furniture(i), f.prose());
        let date_line = matches!(marks.date, Some(DateMark::Line { .. }));
        // A line that ends with the address it was taken from is text; links do not end so.
        let sourced = matches!(marks.url, Some(UrlMark::End(..)));
        // Running text, or something the label stage would keep.
        let running = prose || f.words >= 5 && (labels.scores[i] > 0.0 || sourced) || marks.dateline == Some(0);
        [
            Looks::TITLE.when(title_like(line, marks) && f.end != End::Colon && !furniture),
            Looks::TEXT.when(running && !furniture && !date_line && f.end != End::Ellipsis),
            Looks::FURNITURE.when(furniture),
            Looks::PROSE.when(prose),
            Looks::SENTENCE.when(f.end == End::Sentence && !furniture),
            Looks::DATE_LINE.when(date_line),
            Looks::DATE.when(marks.date.is_some()),
            Looks::FIELD.when(date_line || marks.byline.is_some() || labels.is_counter(i)),
            Looks::LAST.when(marks.url.is_some() || labels.is_read_more(i)),
            Looks::NUMBER.when(marks.number.is_some()),
            Looks::TIME.when(marks.time.is_some()),
            Looks::DATELINE.when(marks.dateline.is_some()),
            Looks::SEPARATOR.when(marks.separator),
            Looks::CAPITALS.when(f.words >= 3 && f.all_caps()),
            Looks::METADATA.when(date_line || marks.byline.is_some() || matches!(marks.url, Some(UrlMark::Line(_)))),
            Looks::LEFTOVER.when(marks.leftover),
        ]
        .into_iter()
        .fold(Looks::default(), Looks::or)
    }
}

impl<'p> Page<'p> {
    /// The page of these lines.
    pub fn new(
        config: &'p Config,
        draft: &'p Draft<'p>,
        lines: &'p [Line],
        marks: &'p PageMarks,
        labels: &'p Labels,
    ) -> Page<'p> {
        let mut looks = Vec::with_capacity(lines.len());
        looks.extend(
            lines.iter().zip(marks.iter()).enumerate().map(|(i, (line, marks))| Looks::of(line, marks, labels, i)),
        );
        let mut page = Page { config, draft, lines, marks, labels, refrain: None, looks, shown: Looks::default() };
        for i in 0..lines.len() {
            if page.is(i, Looks::TITLE) && (page.returns(i) || page.is_reading(i)) {
                page.looks[i] = page.looks[i].without(Looks::TITLE);
            }
        }
        page.shown = page.looks.iter().fold(Looks::default(), |shown, looks| shown.or(*looks));
        page
    }
}

/// Questions about its lines. Those that take more than looks to answer are for lines of the page alone.
impl Page<'_> {
    /// Number of its lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// True when line `i` is one of `looks`; false behind the end of the page, as for all that is asked of looks.
    pub fn is(&self, i: usize, looks: Looks) -> bool {
        self.looks.get(i).is_some_and(|own| own.any(looks))
    }

    /// True when a line of the page is one of `looks`.
    pub fn shows(&self, looks: Looks) -> bool {
        self.shown.any(looks)
    }

    /// The lines that are one of `looks`.
    pub fn that_are(&self, looks: Looks) -> impl DoubleEndedIterator<Item = usize> {
        // Mostly there are none.
        let all: &[Looks] = if self.shows(looks) { &self.looks } else { &[] };
        all.iter().enumerate().filter(move |(_, own)| own.any(looks)).map(|(i, _)| i)
    }

    /// True for a line that can be a title.
    pub fn title_like(&self, i: usize) -> bool {
        self.is(i, Looks::TITLE)
    }

    /// True for a sentence that returns on the page, which is what the site says of itself.
    fn returns(&self, i: usize) -> bool {
        self.lines[i].features.end == End::Sentence && self.labels.page.repeats(i) > 1 && self.ends_with_stop(i)
    }

    /// True for figures with the name of what they are of: a rate, a temperature, the size of a file; and for a line with
    /// an address of mail or the name under which someone writes, as stand below a quoted post.
    fn is_reading(&self, i: usize) -> bool {
        let f = &self.lines[i].features;
        let named = || is_measure_or_address(self.draft.view(self.lines[i].span).as_str(), f.words);
        f.digits > 0 && (f.digits > f.letters && !self.is(i, Looks::DATE) || named())
    }

    /// True for the line that stands behind every item.
    pub fn is_refrain(&self, i: usize) -> bool {
        self.refrain.is_some_and(|hash| self.lines[i].features.hash == hash)
    }

    /// True for a line that ends with a full stop.
    pub fn ends_with_stop(&self, i: usize) -> bool {
        self.draft.view(self.lines[i].span).as_str().ends_with('.')
    }

    /// True for a line that begins with a word in small letters, which is no name such as "iPhone" or "n8n".
    pub fn begins_small(&self, i: usize) -> bool {
        let small = || {
            let view = self.draft.view(self.lines[i].span);
            let mut letters = view.as_str().chars();
            letters.next().is_some_and(char::is_lowercase)
                && letters.next().is_some_and(|c| c.is_lowercase() || c.is_whitespace())
        };
        self.lines[i].features.start == Start::Lower && small()
    }

    /// A line that looks like a person's name: two to four words, each with a capital.
    pub fn name_like(&self, i: usize) -> bool {
        is_name(&self.lines[i].features, 4)
    }

    /// A line that can be text of an item.
    pub fn text(&self, i: usize) -> bool {
        self.is(i, Looks::TEXT) && !self.is_refrain(i)
    }

    /// The day of publication that line `i` is.
    pub fn published(&self, i: usize) -> Option<Iso> {
        // Its looks are read sooner than its marks.
        if !self.is(i, Looks::DATE_LINE) {
            return None;
        }
        match self.marks[i].date {
            Some(DateMark::Line { published, .. }) => published,
            _ => None,
        }
    }

    /// True for a line that tells how long ago an item was published, and no day.
    pub fn is_age(&self, i: usize) -> bool {
        self.is(i, Looks::DATE_LINE)
            && matches!(self.marks[i].date, Some(DateMark::Line { published: None, modified: None }))
    }

    /// True for running text behind a date that is not part of its first sentence: the text
    /// begins with a capital, and no word for "year" ties it to the date.
    pub fn dated_text(&self, i: usize, at: usize) -> bool {
        if !self.text(i) || self.lines[i].features.words < 12 {
            return false;
        }
        let view = self.draft.view(self.lines[i].span);
        let (date, text) = view.as_str().split_at(at);
        let date = date.trim_end();
        begins_sentence(text) && !["года", "году", "жылы", "г.", "ж."].iter().any(|w| date.ends_with(w))
    }

    /// First line at or after `i` that is not a byline, a date line, a line of counters or one for sharing and the like;
    /// no further than three lines.
    pub fn skip_fields(&self, i: usize) -> usize {
        let stop = (i + 3).min(self.len());
        let field = |i: usize| self.is(i, Looks::FIELD) || self.labels.is_beside_title(i);
        (i..stop).find(|i| !field(*i)).unwrap_or(stop.max(i))
    }
}

/// True for a few words with degrees or the size of a file ("Алматы: +12 °C", "95,5 Kb"), and for text with an address of
/// mail ("mail@site.kz") or a name in brackets ("(@akimat)").
fn is_measure_or_address(text: &str, words: u32) -> bool {
    const WORDS: u32 = 4;
    const UNITS: [&str; 4] = ["Kb", "KB", "Mb", "MB"];
    let at = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '(');
    // The second byte of the sign is that of a letter too, its first of few.
    let degrees = || memchr::memchr("°".as_bytes()[0], text.as_bytes()).is_some() && text.contains('°');
    let measured = || degrees() || UNITS.iter().any(|unit| text.trim_end_matches('.').ends_with(unit));
    words <= WORDS && measured() || memchr::memchr_iter(b'@', text.as_bytes()).any(at)
}
