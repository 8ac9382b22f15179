//! Finds dates: anchors at runs of figures and at words that can begin a date, then reads on
//! from there a bounded number of short tokens.

use super::reader::{CLOSING, NUMERAL, OPENING, Part, Scan, is_letter, width, word_before, word_end};
use super::words::{Kinds, Meaning, look_up, may_begin_date, may_mean, meaning};
use super::{DateMatch, Iso, Shape};
use crate::segment::features::{is_alphabetic, is_alphanumeric};

/// The first date of `text` at or after byte `from`, which must not lie inside a word or number.
/// With `short`, figures with a two-digit year count on their own.
pub(super) fn next_date(text: &str, from: usize, short: bool) -> Option<DateMatch> {
    let scan = Scan { text, bytes: text.as_bytes(), short };
    let mut at = from;
    while at < scan.bytes.len() {
        let byte = scan.bytes[at];
        let found = if byte.is_ascii_digit() {
            scan.at_digits(at)
        } else if is_letter(byte) {
            scan.at_word(at)
        } else {
            Err(at + width(byte))
        };
        match found {
            Ok(date) => return Some(date),
            Err(skip) => at = skip,
        }
    }
    None
}

/// The date that begins at byte `at` of `text`, if one does.
pub(super) fn date_here(text: &str, at: usize) -> Option<DateMatch> {
    let scan = Scan { text, bytes: text.as_bytes(), short: false };
    match *scan.bytes.get(at)? {
        byte if byte.is_ascii_digit() => scan.at_digits(at).ok(),
        byte if is_letter(byte) => {
            let word = &text[at..word_end(scan.bytes, at)];
            if may_begin_date(word) { scan.at_word(at).ok() } else { None }
        }
        _ => None,
    }
}

/// What a short line holds, as far as tells whether it can be a date with little else.
pub(super) enum Glance {
    /// A date, the first.
    Date(DateMatch),
    /// No date but a word that tells an age or a day ("2 күн бұрын", "вчера").
    Relative,
    /// Neither, or more words before the first date than such a line has.
    Nothing,
}

/// Looks at `text`, a line, once. A line of more than `most` words in a row, between spaces, that date lines do not know is
/// none; most lines of prose end the look with that.
pub(super) fn glance(text: &str, most: usize) -> Glance {
    let scan = Scan { text, bytes: text.as_bytes(), short: true };
    let mut at = 0;
    let mut unknown = 0;
    let mut relative = false;
    while at < scan.bytes.len() {
        let byte = scan.bytes[at];
        let found = if byte.is_ascii_digit() {
            unknown = 0;
            scan.at_digits(at)
        } else if is_letter(byte) {
            let end = word_end(scan.bytes, at);
            let word = &text[at..end];
            let meaning = if may_mean(word) { look_up(word) } else { Meaning::default() };
            if meaning != Meaning::default() {
                unknown = 0;
            } else if at == 0 || scan.bytes[at - 1] == b' ' {
                if unknown == most {
                    return Glance::Nothing;
                }
                unknown += 1;
            }
            relative |= meaning.kinds.any(Kinds::AGO.or(Kinds::DAY));
            scan.at_known_word(at, end, meaning)
        } else {
            // Whatever may stand between two cells of a line parts their words.
            unknown = if matches!(byte, b' ' | b',' | b'.' | b'-') { unknown } else { 0 };
            Err(at + width(byte))
        };
        match found {
            Ok(date) => return Glance::Date(date),
            Err(skip) => at = skip,
        }
    }
    if relative { Glance::Relative } else { Glance::Nothing }
}

impl Scan<'_> {
    /// A date that begins with the figures at `at`, or where to go on.
    fn at_digits(&self, at: usize) -> Result<DateMatch, usize> {
        let (first, end) = self.digits(at);
        let digits = end - at;
        let Some(glued) = self.may_begin(at) else { return Err(self.chain_end(end)) };
        let found = match digits {
            1 | 2 if self.byte(end) == b':' => return self.time_first(at, glued),
            1 | 2 => self.numeric(at, first, digits, end).or_else(|| self.day_first(at, Part { value: first, end })),
            4 => self
                .year_first_figures(at, first, end)
                .or_else(|| (!glued).then(|| self.year_first(at, Part { value: first, end })).flatten()),
            _ => None,
        };
        match found {
            Some(date) => Ok(self.with_time_after(date)),
            None => Err(self.chain_end(end)),
        }
    }

    /// "18:30, 21.02.2025": a time that a date follows.
    fn time_first(&self, at: usize, glued: bool) -> Result<DateMatch, usize> {
        let Some((time, end)) = self.clock(at, false) else { return Err(self.chain_end(self.digits(at).1)) };
        let next = self.separator(end);
        if glued || next == end || !self.byte(next).is_ascii_digit() {
            return Err(end);
        }
        // A second time would make it a span of hours; the date then stands on its own.
        let (_, digits_end) = self.digits(next);
        if self.byte(digits_end) == b':' {
            return Err(end);
        }
        match self.at_digits(next) {
            Ok(mut date) if date.iso.time.is_none() => {
                date.iso.time = Some(time);
                date.range.start = at;
                Ok(date)
            }
            Ok(date) => Ok(date),
            Err(_) => Err(end),
        }
    }

    /// A date that begins with the word at `at`, or where to go on.
    fn at_word(&self, at: usize) -> Result<DateMatch, usize> {
        let end = word_end(self.bytes, at);
        let word = &self.text[at..end];
        self.at_known_word(at, end, if may_begin_date(word) { look_up(word) } else { Meaning::default() })
    }

    /// The same with what the word at `at..end` means, as far as it can begin a date.
    #[inline(always)]
    fn at_known_word(&self, at: usize, end: usize, meaning: Meaning) -> Result<DateMatch, usize> {
        // Most words are of no date and are followed by a space and a word.
        if meaning.kinds == Kinds::default() && self.byte(end) == b' ' && is_letter(self.byte(end + 1)) {
            return Err(end + 1);
        }
        self.dated_word(at, end, meaning)
    }

    fn dated_word(&self, at: usize, end: usize, meaning: Meaning) -> Result<DateMatch, usize> {
        self.date_of_word(at, end, meaning).map(|date| self.with_time_after(date))
    }

    /// The same without the time of day.
    fn date_of_word(&self, at: usize, end: usize, meaning: Meaning) -> Result<DateMatch, usize> {
        let Meaning { kinds, value } = meaning;
        if kinds.any(NUMERAL) {
            let (part, ordinal) = self.number_words(at);
            let day_of = || {
                // "the first March meeting": English needs the "of".
                let of = !self.bytes[at].is_ascii() || self.word(self.space(part.end)).0.eq_ignore_ascii_case("of");
                (ordinal && of && (1..=31).contains(&part.value)).then(|| self.day_first(at, part)).flatten()
            };
            let found = if part.value >= 1900 { self.year_first(at, part) } else { day_of() };
            return found.ok_or(part.end);
        }
        if kinds.any(Kinds::MONTH) && !kinds.any(Kinds::CASE) {
            let found = self.month_first(at, Part { value, end: self.stop_end(kinds, end) });
            return found.ok_or(end);
        }
        self.glued_month(at, end).ok_or(end)
    }

    /// "Jane DoeApril 28, 2023": a month glued to the end of the word at `at..end`.
    fn glued_month(&self, at: usize, end: usize) -> Option<DateMatch> {
        let next = self.space(end);
        if next == end || !self.byte(next).is_ascii_digit() {
            return None;
        }
        let word = &self.text[word_before(self.text, end, 24)];
        let (capital, _) = word.char_indices().rev().find(|(_, c)| c.is_uppercase())?;
        let small = word[..capital].chars().next_back().is_some_and(char::is_lowercase);
        let Meaning { kinds, value } = meaning(&word[capital..]);
        let start = end - word.len() + capital;
        if !small || start <= at || !kinds.any(Kinds::MONTH) || kinds.any(Kinds::CASE) {
            return None;
        }
        self.month_first(start, Part { value, end })
    }

    /// Whether figures at `at` can begin a date; true inside when they are glued to a word that
    /// stands before them ("Жарияланды12.03.2024").
    fn may_begin(&self, at: usize) -> Option<bool> {
        let before = self.text[..at].trim_end_matches([' ', '\u{a0}']);
        let Some(last) = before.chars().next_back() else { return Some(false) };
        let near = before.len() == at;
        let after_digit = |c: char| {
            let rest = before[..before.len() - c.len_utf8()].trim_end_matches([' ', '\u{a0}']);
            rest.ends_with(|c: char| c.is_ascii_digit())
        };
        match last {
            '№' | '#' | '$' | '€' | '₸' | '£' | '+' | '=' | '%' | '@' | '_' | '\\' | '/' | '*' | '×' if near => {
                None
            }
            '№' | '#' | '+' => None,
            // Numbers and versions (2.21), spans of days (12–15 марта), times and ratios (3:21).
            '.' | ',' | ':' if near && after_digit(last) => None,
            '-' | '–' | '—' | '−' if near && !after_digit(last) => (last != '-').then_some(false),
            '-' | '–' | '—' | '−' if near => self.span_of_dates(before).then_some(false),
            '–' | '—' if after_digit(last) => self.span_of_dates(before).then_some(false),
            _ if near && last.is_alphanumeric() => {
                let word = before.len() - before.trim_end_matches(is_alphabetic).len();
                let lone = before[..before.len() - word].chars().next_back();
                let lone = lone.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '»' | '"' | '|'));
                // Three letters of two bytes; "v", "ISO" and the like are shorter.
                (word >= 6 && lone).then_some(true)
            }
            _ => Some(false),
        }
    }

    /// True when the figures before a dash end a whole date with its year ("01.02.2025-05.02.2025").
    fn span_of_dates(&self, before: &str) -> bool {
        let head = before.trim_end_matches(['-', '–', '—', '−', ' ', '\u{a0}']);
        let figures = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        figures == 4 && matches!(head.as_bytes().get(head.len().wrapping_sub(5)), Some(b'.' | b'/' | b' '))
    }

    /// `21.02.2025`, `2/21/2025`, `21-02-2025`, `21. 02. 2025`, `21.02.25 г.`
    fn numeric(&self, at: usize, first: u16, digits: usize, end: usize) -> Option<DateMatch> {
        let (sep, second_at, spaced) = self.figure_separator(end)?;
        let (second, second_end) = self.digits(second_at);
        let (sep2, third_at, spaced2) = self.figure_separator(second_end)?;
        let (third, third_end) = self.digits(third_at);
        let two = digits == 2 && second_end - second_at == 2;
        if sep != sep2 || !(1..=2).contains(&(second_end - second_at)) || ((spaced || spaced2) && !two) {
            return None;
        }
        if self.bytes[..at].ends_with(b") ") && sep == b'-' {
            return None; // "(727) 12-03-2024" is a telephone number
        }
        let (year, shape) = match third_end - third_at {
            4 => (third, Shape::Numeric),
            2 if two && sep != b'-' => (third + if third < 50 { 2000 } else { 1900 }, Shape::Short),
            _ => return None,
        };
        let (day, month) = if sep != b'.' && second > 12 { (second, first) } else { (first, second) };
        let iso = Iso::new(year, month as u8, day as u8)?;
        let (end, worded) = self.year_end(third_end, sep)?;
        if shape == Shape::Short && !worded && !self.short {
            return None;
        }
        Some(DateMatch { range: at..end, iso, shape, inflected: false })
    }

    /// `2025-02-21`, `2025.02.21`, `2025-02-21T18:30:00+05:00`
    fn year_first_figures(&self, at: usize, year: u16, end: usize) -> Option<DateMatch> {
        let (sep, month_at, spaced) = self.figure_separator(end)?;
        let (month, month_end) = self.digits(month_at);
        let (sep2, day_at, spaced2) = self.figure_separator(month_end)?;
        let (day, day_end) = self.digits(day_at);
        let two = month_end - month_at == 2 && day_end - day_at == 2;
        if sep != sep2 || spaced || spaced2 || day_end - day_at > 2 || (sep == b'.' && !two) {
            return None;
        }
        let mut iso = Iso::new(year, u8::try_from(month).ok()?, day as u8)?;
        let mut end = day_end;
        if matches!(self.byte(end), b'T' | b't')
            && let Some((time, time_end)) = self.clock(end + 1, false)
        {
            iso.time = Some(time);
            end = self.zone_end(time_end);
        } else {
            end = self.year_end(end, sep)?.0;
        }
        Some(DateMatch { range: at..end, iso, shape: Shape::Iso, inflected: false })
    }

    /// The end of a date that ends in figures, with a word for "year" if one follows; `None` when
    /// the figures go on and so were no date.
    fn year_end(&self, end: usize, sep: u8) -> Option<(usize, bool)> {
        let (worded, true) = self.year_word(end) else {
            let next = self.byte(end);
            let on = matches!(next, b'.' | b',' | b'-' | b'/' | b':') && self.byte(end + 1).is_ascii_digit();
            let list = next == b',' || (next == b'-' && sep != b'-');
            if (on && !list) || matches!(next, b'%' | b'_' | b'@' | b'/') {
                return None;
            }
            // A small letter right after is a unit or a code; a capital begins a glued title.
            let glued = self.text[end..].chars().next().filter(|c| is_alphanumeric(*c));
            return glued.is_none_or(char::is_uppercase).then_some((end, false));
        };
        Some((worded, true))
    }

    /// `21 ақпан 2025`, `«21» февраля 2025 г.`, `21st of February, 2025`; `day` was read.
    fn day_first(&self, at: usize, day: Part) -> Option<DateMatch> {
        let (start, day_end) = self.day_end(at, day.end);
        let (month, case, month_end) = self.month_after(day_end)?;
        let year = self.year_behind_month(month_end)?;
        let iso = Iso::new(year.value, month, u8::try_from(day.value).ok()?)?;
        Some(DateMatch { range: start..year.end, iso, shape: Shape::DayFirst, inflected: case })
    }

    /// The year behind a month; the heads of newspapers put a weekday between: `22 мамыр, бейсенбі 2014 жыл`.
    fn year_behind_month(&self, month_end: usize) -> Option<Part> {
        let at = self.gap(month_end);
        self.year(at).or_else(|| {
            let (word, end) = self.word(at);
            if meaning(word).kinds.any(Kinds::WEEKDAY) { self.year(self.gap(end)) } else { None }
        })
    }

    /// `February 21, 2025`; the month was read.
    fn month_first(&self, at: usize, month: Part) -> Option<DateMatch> {
        let day_at = self.gap(month.end);
        if day_at == month.end {
            return None;
        }
        let day = self.day(day_at)?;
        let year_at = self.gap(day.end);
        if year_at == day.end {
            return None;
        }
        let year = self.year(year_at)?;
        let iso = Iso::new(year.value, month.value as u8, u8::try_from(day.value).ok()?)?;
        Some(DateMatch { range: at..year.end, iso, shape: Shape::MonthFirst, inflected: false })
    }

    /// `2025 жылғы 21 ақпан`, `2025 жылдың ақпан айының 21-і`, `2025 February 21`; the year was read.
    fn year_first(&self, at: usize, year: Part) -> Option<DateMatch> {
        let (year_end, worded) = self.year_word(year.end);
        let next = self.gap(year_end);
        let (iso, end, inflected) = if let Some(day) = self.day(next) {
            if !worded {
                return None;
            }
            let (_, day_end) = self.day_end(next, day.end);
            let (month, case, end) = self.month_after(day_end)?;
            // "в 2024 году 21 февраля 2025 года": the year belongs to what came before.
            if self.year(self.gap(end)).is_some() {
                return None;
            }
            (Iso::new(year.value, month, u8::try_from(day.value).ok()?)?, end, case)
        } else {
            let (word, month_end) = self.word(next);
            let m = meaning(word);
            if !m.kinds.any(Kinds::MONTH) || m.kinds.any(Kinds::CASE) {
                return None;
            }
            let (of, of_end) = self.word(self.space(month_end));
            let of = meaning(of).kinds.any(Kinds::MONTH_OF);
            let day = self.day(self.space(if of { of_end } else { month_end }))?;
            if !of && (self.year(self.gap(day.end)).is_some() || self.byte(day.end) == b':') {
                return None;
            }
            (Iso::new(year.value, m.value as u8, u8::try_from(day.value).ok()?)?, day.end, false)
        };
        Some(DateMatch { range: at..end, iso, shape: Shape::YearFirst, inflected })
    }

    /// A day in figures or words at `at`, with its suffix.
    fn day(&self, at: usize) -> Option<Part> {
        let quoted = at + self.quote(at, OPENING);
        if self.byte(quoted).is_ascii_digit() {
            let (value, end) = self.digits(quoted);
            let on = matches!(self.byte(end), b'.' | b',') && self.byte(end + 1).is_ascii_digit();
            if end - quoted > 2 || on || self.byte(end) == b'%' {
                return None;
            }
            let end = self.day_end(quoted, end).1;
            return Some(Part { value, end });
        }
        if !is_letter(self.byte(at)) {
            return None;
        }
        let (part, ordinal) = self.number_words(at);
        ordinal.then_some(part)
    }

    /// Widens a day by its suffix and the quotes around it.
    fn day_end(&self, start: usize, end: usize) -> (usize, usize) {
        let dash = end + usize::from(self.byte(end) == b'-');
        let (word, word_end) = self.word(dash);
        let end = if meaning(word).kinds.any(Kinds::SUFFIX) { word_end } else { end };
        let closing = self.quote(end, CLOSING);
        let opening = OPENING.iter().find(|q| self.text[..start].ends_with(**q));
        match opening {
            Some(quote) if closing > 0 => (start - quote.len(), end + closing),
            _ => (start, end + closing),
        }
    }

    /// The month that follows a day: its number, whether it is inflected, and where it ends.
    fn month_after(&self, day_end: usize) -> Option<(u8, bool, usize)> {
        let mut at = self.space(day_end);
        if at == day_end && matches!(self.byte(at), b'-' | b'/') {
            at += 1;
        }
        let (mut word, mut end) = self.word(at);
        if word.eq_ignore_ascii_case("of") {
            (word, end) = self.word(self.space(end));
        }
        let Meaning { kinds, value } = meaning(word);
        if !kinds.any(Kinds::MONTH) {
            return None;
        }
        Some((value as u8, kinds.any(Kinds::CASE), self.stop_end(kinds, end)))
    }

    /// A year in figures or words at `at`, with the word for it.
    fn year(&self, at: usize) -> Option<Part> {
        if is_letter(self.byte(at)) {
            let (part, ordinal) = self.number_words(at);
            let (end, worded) = self.year_word(part.end);
            let english = self.byte(at).is_ascii();
            return ((1900..=2100).contains(&part.value) && (worded || (english && !ordinal)))
                .then_some(Part { value: part.value, end });
        }
        let (value, end) = self.digits(at);
        if end - at != 4 || !(1900..=2100).contains(&value) {
            return None;
        }
        let (worded_end, worded) = self.year_word(end);
        if worded {
            return Some(Part { value, end: worded_end });
        }
        let rest = &self.text[end..];
        let mut next = rest.chars();
        let on = match next.next() {
            Some('.' | ',' | ':' | '/') => next.next().is_some_and(|c| c.is_ascii_digit()) && !rest.starts_with(','),
            Some('%' | '_') => true,
            Some(c) if is_alphanumeric(c) => !c.is_uppercase(),
            // "2025 000": a grouped number. "21 февраля 2000 человек": a count of people.
            Some(' ' | '\u{a0}') => {
                let after = self.space(end);
                let (_, group) = self.digits(after);
                let counted = value % 100 == 0 && self.text[after..].starts_with(char::is_lowercase);
                (group - after == 3 && self.byte(group) != b'.') || counted
            }
            _ => false,
        };
        (!on).then_some(Part { value, end })
    }

    /// Adds the time of day that follows a date.
    fn with_time_after(&self, mut date: DateMatch) -> DateMatch {
        if date.iso.time.is_some() {
            return date;
        }
        let mut at = self.separator(date.range.end);
        let mut announced = false;
        for _ in 0..2 {
            let (word, end) = self.word(at);
            if word.is_empty() || !meaning(word).kinds.any(Kinds::CLOCK) {
                break;
            }
            announced = true;
            at = self.space(end + usize::from(self.byte(end) == b'.' || self.byte(end) == b':'));
        }
        if at > date.range.end
            && let Some((time, end)) = self.clock(at, announced)
        {
            date.iso.time = Some(time);
            date.range.end = end;
        }
        date
    }
}
