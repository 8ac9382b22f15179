//! Lines that are a date, begin with one or end with one.

use std::ops::Range;

use smallvec::SmallVec;

use super::reader::{Scan, is_letter, space_width, width, word_end};
use super::scan::{Glance, glance, next_date};
use super::words::{Kinds, meaning};
use super::{DateMatch, Shape};

/// A line that is a date with little else.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DateLine {
    /// The date; `None` for a relative one ("2 күн бұрын").
    pub date: Option<DateMatch>,
    /// The date is one of a change ("Обновлено: …").
    pub modified: bool,
    /// The date of change in a line that gives both.
    pub changed: Option<DateMatch>,
    /// The line tells its age or the day without a calendar date.
    pub relative: bool,
    /// What is neither date nor a word of metadata: a section, a place, a counter. The caller
    /// must be content with all of it before it drops the line.
    pub rest: Vec<Range<usize>>,
}

/// Longest line, in bytes, that can be "a date with little else"; the longest real ones hold a
/// weekday, two dates with labels, a section and a counter.
pub(crate) const LONGEST_LINE: usize = 240;

/// The same of a line without a calendar date: the rest and a relative day.
const LONGEST_RELATIVE: usize = 160;

/// Longest rest of such a line: a section name and two counters, in words, in words between spaces and in bytes.
const REST_WORDS: usize = 8;
const REST_CELLS: usize = 6;
const REST_BYTES: usize = 120;

/// Most words between spaces that stand together in it: a section or a counter; more are a title with its date.
const CELL_WORDS: usize = 3;

/// Words that may stand beside a date without a separator: an author's name, a section.
const JOINED_WORDS: usize = 2;

/// The tokens of a line; of all but a few that hold a date and little else, they find room without being asked for.
type Tokens = SmallVec<[Token; 16]>;

/// Words that introduce a date.
pub(super) const LABELS: Kinds = Kinds::LABEL.or(Kinds::CHANGED);

/// Small words that stand between a label and a date.
pub(super) const SMALL: Kinds = Kinds::JOINER.or(Kinds::CLOCK);

/// Reads `text` as a line that is a date with little else; `None` for any other line.
pub(crate) fn date_line(text: &str) -> Option<DateLine> {
    if text.len() > LONGEST_LINE {
        return None;
    }
    let first = match glance(text, CELL_WORDS) {
        Glance::Date(date) => Some(date),
        // Of a longer line the rest would be too much beside "2 күн бұрын".
        Glance::Relative if text.len() <= LONGEST_RELATIVE => None,
        Glance::Relative | Glance::Nothing => return None,
    };
    let second = first.as_ref().and_then(|d| next_date(text, d.range.end, true));
    if second.as_ref().is_some_and(|d| next_date(text, d.range.end, true).is_some()) {
        return None;
    }
    let mut tokens = Tokens::new();
    let mut at = 0;
    for date in [&first, &second].into_iter().flatten() {
        read(text, at..date.range.start, &mut tokens);
        tokens.push(Token { sort: Sort::Date, kinds: Kinds::default(), range: date.range.clone() });
        at = date.range.end;
    }
    read(text, at..text.len(), &mut tokens);

    let relative = mark_relative(text, &mut tokens);
    if first.is_none() && !relative {
        return None;
    }
    mark_metadata(&mut tokens);
    if tied_to_words(&tokens, first.as_ref()) {
        return None;
    }
    let timed = first.as_ref().is_some_and(|d| d.iso.time.is_some());
    let strong = timed
        || tokens.iter().any(|t| matches!(t.sort, Sort::Bar | Sort::Clock) || t.is_label() || t.kinds.any(Kinds::ZONE));
    if first.as_ref().is_some_and(|d| d.shape == Shape::Short) && !strong && !text.trim_end().ends_with('.') {
        return None;
    }
    let rest = rest(text, &tokens, strong)?;
    let mut line = DateLine { relative: first.is_none(), rest, ..DateLine::default() };
    let labels = labels(&tokens);
    match (first, second) {
        (Some(first), Some(second)) => match (labels[0], labels[1]) {
            (Label::Change, Label::Publication) => (line.date, line.changed) = (Some(second), Some(first)),
            (_, Label::Change) => (line.date, line.changed) = (Some(first), Some(second)),
            _ if first.iso.same_day(second.iso) => line.date = Some(first),
            _ => return None, // a span of days, or a table
        },
        (first, _) => {
            line.modified = labels[0] == Label::Change;
            line.date = first;
        }
    }
    Some(line)
}

/// One token of a line.
#[derive(Clone, Debug)]
struct Token {
    sort: Sort,
    kinds: Kinds,
    range: Range<usize>,
}

/// What a token is to a line that may be a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Date,
    /// A time of day on its own.
    Clock,
    /// A word or number that has been recognised as metadata.
    Metadata,
    Word,
    Figures,
    /// `|`, `•`, a tab and the like: stands between cells.
    Bar,
    Comma,
    Dash,
    Colon,
    /// Ends a sentence, or an initial.
    Stop,
    Bracket,
    /// Any other sign, such as an eye before a counter.
    Sign,
}

impl Token {
    fn is_label(&self) -> bool {
        self.sort == Sort::Metadata && self.kinds.any(LABELS)
    }

    /// Part of the rest rather than of the date.
    fn is_rest(&self) -> bool {
        matches!(self.sort, Sort::Word | Sort::Figures)
    }
}

/// Splits `range` into tokens.
fn read(text: &str, range: Range<usize>, tokens: &mut Tokens) {
    let scan = Scan { text: &text[..range.end], bytes: &text.as_bytes()[..range.end], short: true };
    let mut at = range.start;
    while at < range.end {
        let byte = scan.bytes[at];
        let (sort, kinds, end) = if is_letter(byte) {
            let end = word_end(scan.bytes, at);
            (Sort::Word, meaning(&text[at..end]).kinds, end)
        } else if byte.is_ascii_digit() {
            match scan.clock(at, false) {
                Some((_, end)) => (Sort::Clock, Kinds::default(), end),
                None => (Sort::Figures, Kinds::default(), scan.digits(at).1),
            }
        } else {
            let space = space_width(scan.bytes, at);
            if space > 0 && byte != b'\t' {
                at += space;
                continue;
            }
            (sort_of_sign(text[at..].chars().next().unwrap_or(' ')), Kinds::default(), at + width(byte))
        };
        tokens.push(Token { sort, kinds, range: at..end });
        at = end;
    }
}

fn sort_of_sign(sign: char) -> Sort {
    match sign {
        '|' | '•' | '·' | '\t' | '»' | '›' | '/' | '→' | '●' | '∙' | '▪' => Sort::Bar,
        ',' | ';' => Sort::Comma,
        '-' | '–' | '—' | '−' => Sort::Dash,
        ':' => Sort::Colon,
        '.' | '!' | '?' | '…' => Sort::Stop,
        '(' | ')' | '[' | ']' => Sort::Bracket,
        _ => Sort::Sign,
    }
}

/// Marks "4 months ago", "2 күн бұрын", "вчера"; true when there is one.
fn mark_relative(text: &str, tokens: &mut [Token]) -> bool {
    let mut found = false;
    for i in 0..tokens.len() {
        let kinds = tokens[i].kinds;
        let span = if kinds.any(Kinds::AGO) && i > 0 && tokens[i - 1].kinds.any(Kinds::UNIT) {
            let counted = i > 1 && is_count(text, &tokens[i - 2]);
            let mut from = if counted { i - 2 } else { i - 1 };
            // "15 hours 53 min ago"
            while counted && from >= 2 && tokens[from - 1].kinds.any(Kinds::UNIT) && is_count(text, &tokens[from - 2]) {
                from -= 2;
            }
            from..i + 1
        } else if kinds.any(Kinds::DAY) {
            i..i + 1
        } else {
            continue;
        };
        tokens[span].iter_mut().for_each(|t| t.sort = Sort::Metadata);
        found = true;
    }
    found
}

/// True for what stands before "minutes ago": up to three figures, or a number in words.
fn is_count(text: &str, token: &Token) -> bool {
    token.sort == Sort::Figures && text[token.range.clone()].len() <= 3 || token.kinds.any(Kinds::NUMBER)
}

/// Marks labels, weekdays, zones, and the small words next to them or to a time.
fn mark_metadata(tokens: &mut [Token]) {
    for token in tokens.iter_mut() {
        if token.sort == Sort::Word && token.kinds.any(LABELS.or(Kinds::WEEKDAY).or(Kinds::ZONE).or(Kinds::YEAR)) {
            token.sort = Sort::Metadata;
        }
    }
    let mut last = Sort::Bar;
    for i in 0..tokens.len() {
        // "Обновление от 16 января": after a label a preposition is small too.
        let after_label = last == Sort::Metadata && tokens[i].kinds.any(Kinds::BINDS);
        let small = tokens[i].sort == Sort::Word && (tokens[i].kinds.any(SMALL) || after_label);
        if small {
            let next = tokens[i + 1..].iter().find(|t| !matches!(t.sort, Sort::Colon | Sort::Comma));
            let before_metadata = next.is_some_and(|t| match t.sort {
                Sort::Metadata | Sort::Clock => true,
                Sort::Date => tokens[i].kinds.any(Kinds::CLOCK),
                // "the last update": small words come in twos.
                _ => t.kinds.any(SMALL),
            });
            if last == Sort::Metadata || before_metadata {
                tokens[i].sort = Sort::Metadata;
            }
        }
        if !matches!(tokens[i].sort, Sort::Colon | Sort::Comma) {
            last = tokens[i].sort;
        }
    }
}

/// True when words of the line make the date a part of a phrase ("от 5 мая 2024"), give it another
/// meaning ("Дата рождения: …", "Туған күні: …"), or are a sentence.
fn tied_to_words(tokens: &[Token], first: Option<&DateMatch>) -> bool {
    let mut labelled = false;
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map(|j| &tokens[j]);
        let tied = match token.sort {
            Sort::Date => before.is_some_and(|t| {
                let colon = t.sort == Sort::Colon && i > 1 && tokens[i - 2].is_rest();
                colon || (t.kinds.any(Kinds::BINDS) && !labelled)
            }),
            Sort::Metadata if token.is_label() => before.is_some_and(Token::is_rest),
            Sort::Stop => before.is_some_and(|t| t.sort == Sort::Word && t.range.len() > 8),
            _ => false,
        };
        if tied {
            return true;
        }
        labelled |= token.is_label();
    }
    first.is_some_and(|d| d.inflected) && !labelled
}

/// The stretches of words that are not metadata; `None` when they are too much for such a line.
fn rest(text: &str, tokens: &[Token], strong: bool) -> Option<Vec<Range<usize>>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let (mut words_in_all, mut cells_in_all) = (0, 0);
    let mut i = 0;
    while i < tokens.len() {
        if !tokens[i].is_rest() {
            i += 1;
            continue;
        }
        let start = i;
        let mut end = i + 1; // one past the last word of the stretch
        while i < tokens.len() && !is_edge(tokens[i].sort) {
            i += 1;
            if tokens[i - 1].is_rest() {
                end = i;
            }
        }
        let words = tokens[start..end].iter().filter(|t| t.is_rest()).count();
        let apart = |t: Option<&Token>, dash: bool| {
            t.is_none_or(|t| match t.sort {
                Sort::Bar | Sort::Comma | Sort::Bracket | Sort::Sign => true,
                Sort::Dash => dash,
                _ => false,
            })
        };
        let before = start.checked_sub(1).map(|j| &tokens[j]);
        let alone = apart(before, strong) && apart(tokens.get(end), strong);
        if !alone && (!strong || words > JOINED_WORDS) {
            return None;
        }
        let stretch = tokens[start].range.start..tokens[end - 1].range.end;
        let cells = text[stretch.clone()].split_whitespace().count();
        if cells > CELL_WORDS {
            return None;
        }
        words_in_all += words;
        cells_in_all += cells;
        all.push(stretch);
    }
    let bytes: usize = all.iter().map(|r| text[r.clone()].len()).sum();
    (words_in_all <= REST_WORDS && cells_in_all <= REST_CELLS && bytes <= REST_BYTES).then_some(all)
}

/// What ends a stretch of rest.
fn is_edge(sort: Sort) -> bool {
    matches!(sort, Sort::Date | Sort::Clock | Sort::Metadata | Sort::Bar | Sort::Bracket)
}

/// What a label says of the date after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    None,
    Publication,
    Change,
}

/// The labels before the first and the second date.
fn labels(tokens: &[Token]) -> [Label; 2] {
    let mut found = [Label::None; 2];
    let mut dates = 0;
    for token in tokens {
        match token.sort {
            Sort::Date => dates += 1,
            Sort::Metadata if dates < 2 && token.kinds.any(Kinds::CHANGED) => found[dates] = Label::Change,
            Sort::Metadata if dates < 2 && token.is_label() && found[dates] == Label::None => {
                found[dates] = Label::Publication;
            }
            _ => {}
        }
    }
    found
}
