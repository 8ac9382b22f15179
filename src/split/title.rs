//! The title of an article whose layout does not mark one, and the title of a one-line item.
//!
//! Each line near the head of the text is scored by facts of its own and of its surroundings, with
//! weights fitted to pages whose headline is known (`data/title_weights.tsv`, `examples/fit_titles.rs`).

use std::ops::Range;
use std::sync::LazyLock;

use smallvec::SmallVec;
use unicode_segmentation::UnicodeSegmentation;

use super::marks::{Apart, DateMark};
use super::page::{Looks, Page};
use super::stems::{Heads, long_words, stem};
use crate::label::facts::{Facts, bin, number, share};
use crate::segment::features::{End, Start};

/// The facts of a candidate, with their number of bins.
pub(crate) const FACTS: Facts = Facts(&[
    ("shape", 9 * 8),
    ("lines-to-text", 12),
    ("titles-between", 5 * 2),
    ("repeats", 4),
    ("shares-words", 6 * 4),
    ("capitals", 6 * 4),
    ("start", 6),
    ("above", KINDS * 2),
    ("below", KINDS * 2),
    ("2-below", KINDS),
    ("score", 8),
    ("digits", 4),
    ("bars", 3),
    ("from-top", 8),
    ("longest", 2),
    ("all-capitals", 2),
    ("first-kept", 3),
]);

/// Kinds of line that stand around a title.
const KINDS: usize = 11;

/// How far above the first text a title may stand, in lines that hold anything: share boxes,
/// counters, the author, a picture and its caption may stand between.
const ABOVE: usize = 40;

/// How far below the first kept line it may stand: behind a kept caption or a lead.
const BELOW: usize = 3;

/// Place of `shares-words` in the list: the one fact that is read from the text.
const SHARED: usize = 4;

/// Its least bin of a title of which the text has a fifth of the long words.
const SHARES: usize = 4;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let table = include_str!("data/title_weights.tsv");
    let (bins, offsets) = (FACTS.read(table, "title"), FACTS.offsets());
    let shared = bins[offsets[SHARED]..][..FACTS.0[SHARED].1].iter();
    let range = shared.fold((0.0, 0.0), |(least, most), w| (w.min(least), w.max(most)));
    Weights { bins, offsets, least: number(table, "least"), range }
});

/// The table of weights.
struct Weights {
    bins: Vec<f32>,
    /// Where the bins of each fact begin.
    offsets: Vec<usize>,
    /// Score that a title must exceed.
    least: f32,
    /// Least and greatest weight of the words a title shares with its text.
    range: (f32, f32),
}

impl Weights {
    fn score(&self, candidate: &Candidate) -> f32 {
        candidate.facts.iter().zip(&self.offsets).map(|(bin, at)| self.bins[at + bin]).sum()
    }

    /// The score without the words shared.
    fn score_unread(&self, candidate: &Candidate) -> f32 {
        self.score(candidate) - self.bins[self.offsets[SHARED] + candidate.facts[SHARED]]
    }
}

/// A line that can be the title, and the bins of its facts.
pub(crate) struct Candidate {
    pub line: usize,
    pub facts: [usize; FACTS.0.len()],
}

/// Finds the line that is the title of the text that begins at line `text`, among the lines from
/// `first` on. Gives the line and the title's bytes in it.
pub(crate) fn choose(page: &Page<'_>, first: usize, text: usize) -> Option<(usize, Range<usize>)> {
    if let Some(told) = page.labels.title.filter(|i| *i >= first) {
        return Some((told, title_bytes(page, told)));
    }
    let weights = &*WEIGHTS;
    let mut candidates = candidates(page, first, text);
    let line = match leading(&candidates, weights) {
        Leading::None => return None,
        Leading::One(line) => line,
        Leading::From(bound) => {
            candidates.retain(|c| weights.score_unread(c) + weights.range.1 >= bound);
            compare(page, text, &mut candidates);
            best(&candidates, weights)?
        }
    };
    let line = if line == text && has_headline_above(page, first, line) { line - 1 } else { line };
    let line = headline_of_act(page, first, line).unwrap_or(line);
    Some((line, title_bytes(page, line)))
}

/// The headline above a line that tells the kind of an act, its day and its number: "Решение маслихата от 5 мая 2024 года
/// № 12". Little may stand between: whether it is in force.
fn headline_of_act(page: &Page<'_>, first: usize, line: usize) -> Option<usize> {
    const REACH: usize = 2;
    const LEAST: u32 = 3;
    let is_headline = |i: &usize| {
        let f = &page.lines[*i].features;
        page.title_like(*i) && f.words >= LEAST && f.start == Start::Upper && f.end != End::Sentence
    };
    if page.lines[line].features.years == 0 || !is_act(page.draft.view(page.lines[line].span).as_str()) {
        return None;
    }
    (first..line).rev().take(REACH).find(is_headline)
}

/// True for the kind of an act with a number.
fn is_act(text: &str) -> bool {
    const BEGINS: [&str; 7] = ["Решение", "Приказ", "Постановление", "Распоряжение", "Указ", "Закон", "Кодекс"];
    const HOLDS: [&str; 6] = ["бұйрығы", "қаулысы", "шешімі", "өкімі", "Жарлығы", "Заңы"];
    let numbered = text.contains('№') || text.contains(" N ");
    numbered && (BEGINS.iter().any(|b| text.starts_with(b)) || HOLDS.iter().any(|h| text.contains(h)))
}

/// True for the first line of a text, written as a headline is, below one that the labels keep too: a standfirst, whose
/// headline had too few words to be taken for text.
fn has_headline_above(page: &Page<'_>, first: usize, line: usize) -> bool {
    const WORDS: std::ops::RangeInclusive<u32> = 4..=25;
    let Some(above) = line.checked_sub(1).filter(|above| *above >= first && page.labels.keep[*above]) else {
        return false;
    };
    let f = &page.lines[above].features;
    page.title_like(above)
        && WORDS.contains(&f.words)
        && f.end != End::Sentence
        && !page.is(above, Looks::DATE)
        && page.labels.hits[above].is_none()
        && page.labels.page.repeats(above) == 1
}

/// The title of a page of one article that [`choose`] finds none on: the line above the text, dates and counters between
/// aside, when it begins the page, is one word below furniture, or stands in capitals. The weights were fitted to pages of
/// news, where such lines are names of sections; announcements are headed so.
pub(crate) fn lone(page: &Page<'_>, first: usize, text: usize) -> Option<(usize, Range<usize>)> {
    /// Lines of fields between a title and its text.
    const FIELDS: usize = 4;
    /// Letters of a title of one word: shorter ones are buttons and languages.
    const LETTERS: u32 = 5;
    /// Words of a title that the weights doubt.
    const WORDS: u32 = 12;
    let between =
        |i: &usize| page.is(*i, Looks::FIELD.or(Looks::DATE)) || page.labels.is_beside_title(*i) || is_genre(page, *i);
    let line = (first..text).rev().take(FIELDS).find(|i| !between(i))?;
    let f = &page.lines[line].features;
    // Above a question or an answer "Интервью" is no section: who speaks there must have been named.
    let genre = || page.lines[text].features.start == Start::Dash && page.labels.is_section(line);
    let told = (page.labels.hits[line].is_none() || genre()) && page.labels.page.repeats(line) == 1;
    let shaped = f.words <= WORDS && f.letters >= LETTERS && matches!(f.start, Start::Upper | Start::Quote);
    let open = matches!(f.end, End::Letter | End::Digit | End::Closed) && f.inner_sentences == 0;
    // A row of such lines is a menu.
    let heads = line == first || page.labels.hits[line - 1].is_some();
    let marked = line == first || f.words == 1 || f.all_caps();
    let plain = f.words == 1 || page.title_like(line) && !page.name_like(line);
    (told && shaped && open && heads && marked && plain).then(|| (line, title_bytes(page, line)))
}

/// The title of a page of one article that [`choose`] finds none on: the one line around the beginning of the text that
/// stands there twice, as the headline and as the text of its picture or its tab, and has words that the text has too.
pub(crate) fn echoed(page: &Page<'_>, first: usize, text: usize) -> Option<(usize, Range<usize>)> {
    /// Lines above and below the first text that are looked at.
    const ABOVE: usize = 10;
    const BELOW: usize = 3;
    /// Least words: fewer are a section.
    const WORDS: u32 = 3;
    let twice = |i: &usize| page.labels.page.repeats(*i) == 2 && page.title_like(*i);
    let around = first.max(text.saturating_sub(ABOVE))..page.len().min(text + BELOW);
    let mut found: Option<usize> = None;
    for i in around.filter(twice) {
        let hash = |i: usize| page.lines[i].features.hash;
        if found.is_some_and(|found| hash(found) != hash(i)) {
            return None;
        }
        found = found.or(Some(i));
    }
    let line = found.filter(|i| *i < text && page.lines[*i].features.words >= WORDS && !page.name_like(*i))?;
    let mut candidate = [Candidate { line, facts: gather(page, line, text, (0, 0), None) }];
    compare(page, text, &mut candidate);
    (candidate[0].facts[SHARED] >= SHARES).then(|| (line, title_bytes(page, line)))
}

/// True for the kind of a text in brackets below its title: "(эссе)".
fn is_genre(page: &Page<'_>, i: usize) -> bool {
    let f = &page.lines[i].features;
    f.start == Start::Quote && f.end == End::Closed && f.words <= 2
}

/// What the facts tell of a title before any text is read.
enum Leading {
    /// No line can be the title, whatever words it shares.
    None,
    /// This line is the title, whatever words it shares.
    One(usize),
    /// It is one of the lines that can reach this score.
    From(f32),
}

fn leading(candidates: &[Candidate], weights: &Weights) -> Leading {
    /// More than sums of the same weights in another order can differ.
    const ROUNDING: f32 = 1e-3;
    let scores = || candidates.iter().map(|c| (weights.score_unread(c), c.line));
    let surest = scores().map(|(score, _)| score + weights.range.0).fold(weights.least, f32::max);
    let bound = surest - ROUNDING;
    let mut able = scores().filter(|(score, _)| score + weights.range.1 >= bound);
    match (able.next(), able.next()) {
        (None, _) => Leading::None,
        (Some((score, line)), None) if score + weights.range.0 > weights.least + ROUNDING => Leading::One(line),
        _ => Leading::From(bound),
    }
}

/// The line with the highest score, the last of equals, if that is enough for a title.
fn best(candidates: &[Candidate], weights: &Weights) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for candidate in candidates {
        let score = weights.score(candidate);
        if score > weights.least && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, candidate.line));
        }
    }
    best.map(|(_, line)| line)
}

/// The bytes of line `i` that are a title: without the date, the number or the section.
fn title_bytes(page: &Page<'_>, i: usize) -> Range<usize> {
    let whole = 0..page.lines[i].features.bytes as usize;
    match &page.marks[i].date {
        Some(DateMark::End(_, cut)) if cut.start > 0 => 0..cut.start,
        Some(DateMark::Start(_, at, Apart::Sign | Apart::Label)) => *at..whole.end,
        _ => whole,
    }
}

/// Every line that can be the title, from the last to the first, with its facts but for [`SHARED`], which [`compare`]
/// reads from the text.
pub(crate) fn candidates(page: &Page<'_>, first: usize, text: usize) -> Vec<Candidate> {
    let lowest = first.max(text.saturating_sub(ABOVE));
    // Behind a sentence no title follows, and behind a colon what it announces; behind a caption or an introduction that
    // was kept one may.
    let below = if matches!(page.lines[text].features.end, End::Sentence | End::Colon) { 0 } else { BELOW };
    let highest = (text + below).min(page.lines.len() - 1);
    let longest = (lowest..=text).filter(|i| page.title_like(*i)).map(|i| page.lines[i].features.words).max();
    // Lines, and title-like lines, between the candidate and the text.
    let (mut lines, mut titles) = (0u32, 0u32);
    let mut candidates = Vec::new();
    let apart = stands_apart(page, text);
    for i in (lowest..=highest).rev() {
        if apart && lines > 0 && page.labels.page.repeats(i) == 1 {
            // What stands above other lines and a wide gap belongs to the head of the site.
            break;
        }
        if can_be_title(page, i, text) {
            candidates.push(Candidate { line: i, facts: gather(page, i, text, (lines, titles), longest) });
        }
        if i <= text && i > lowest {
            lines += u32::from(i < text && !page.is(i, Looks::FIELD.or(Looks::DATE)));
            titles += u32::from(i < text && page.title_like(i));
        }
    }
    candidates
}

/// Lines of the text that a title is compared with.
const OPENING: usize = 4;

/// Counts what words of each candidate the text that begins at line `text` has too.
pub(crate) fn compare(page: &Page<'_>, text: usize, candidates: &mut [Candidate]) {
    /// Long words of all but a few of the lines that are compared.
    const USUAL: usize = 64;
    let read = |i: usize| page.draft.view(page.lines[i].span);
    let mut heads = Heads::default();
    // The stems of all candidates, and where those of each end.
    let (mut own, mut ends) = (SmallVec::<[u64; USUAL]>::new(), SmallVec::<[usize; 8]>::new());
    for candidate in candidates.iter() {
        long_words(read(candidate.line).as_str(), |word| {
            heads.add(word);
            own.push(stem(word));
        });
        ends.push(own.len());
    }
    let mut opening = SmallVec::<[u64; USUAL]>::new();
    for i in (text..page.lines.len()).take(OPENING) {
        long_words(read(i).as_str(), |word| {
            if heads.may_have(word) {
                opening.push(stem(word));
            }
        });
    }
    let mut start = 0;
    for (candidate, end) in candidates.iter_mut().zip(ends) {
        let words = (end - start) as u32;
        let shared = own[start..end].iter().filter(|stem| opening.contains(stem)).count() as u32;
        candidate.facts[SHARED] = share(shared, words, &[20, 40, 60, 80]) * 4 + bin(words, &[2, 4, 7]);
        start = end;
    }
}

/// True when three blank lines or more part the text from what stands above it.
fn stands_apart(page: &Page<'_>, text: usize) -> bool {
    const BREAKS: usize = 4;
    let Some(above) = text.checked_sub(1).filter(|_| !page.labels.html) else { return false };
    let gap = page.lines[above].span.end as usize..page.lines[text].span.start as usize;
    memchr::memchr_iter(b'\n', &page.draft.source().as_bytes()[gap]).count() >= BREAKS
}

fn can_be_title(page: &Page<'_>, i: usize, text: usize) -> bool {
    let f = &page.lines[i].features;
    page.title_like(i)
        // Someone speaks, or a list goes on.
        && f.start != Start::Dash
        && !(f.prose() && f.words > 25)
        && !(i == text && (page.ends_with_stop(i) || f.words > 20))
        // Behind the first kept line, and behind a number, several sentences are text.
        && !(f.inner_sentences > 0 && (i > text || page.marks[i].number.is_some()))
        && page.marks[i].dateline != Some(0)
        && !is_path(page, i)
        // A small letter above the day goes on with a menu.
        && !(page.is(i + 1, Looks::DATE_LINE) && page.begins_small(i))
        && !page.labels.is_beside_title(i)
        && !page.marks[i].told_day
        // Lines that begin with a time in a row are a feed.
        && !is_in_feed(page, i)
        // A date that runs on into a sentence begins a short item, not a headline.
        && !matches!(page.marks[i].date, Some(DateMark::Start(_, _, Apart::Nothing)))
        && i + 1 < page.lines.len()
}

/// True for the last step of a path to the page: "» » Мост открыт".
fn is_path(page: &Page<'_>, i: usize) -> bool {
    let other = matches!(page.lines[i].features.start, Start::Quote | Start::Other);
    other && page.draft.view(page.lines[i].span).as_str().starts_with(['»', '›', '→'])
}

/// True for a line that begins with a time of day right above or below another.
fn is_in_feed(page: &Page<'_>, i: usize) -> bool {
    let timed = |i: usize| page.is(i, Looks::TIME);
    timed(i) && (i > 0 && timed(i - 1) || timed(i + 1))
}

/// The facts of a candidate but for [`SHARED`]; `lines` and `titles` stand between it and the text.
fn gather(
    page: &Page<'_>,
    i: usize,
    text: usize,
    (lines, titles): (u32, u32),
    longest: Option<u32>,
) -> [usize; FACTS.0.len()] {
    let f = &page.lines[i].features;
    let after = match i.cmp(&text) {
        std::cmp::Ordering::Less => bin(lines, &[1, 2, 3, 4, 6, 9, 14, 22]),
        std::cmp::Ordering::Equal => 9,
        std::cmp::Ordering::Greater => 10 + usize::from(i > text + 1),
    };
    let kept = match (page.labels.keep[i], i > 0 && page.labels.keep[i - 1]) {
        (true, false) => 0,
        (true, true) => 1,
        _ => 2,
    };
    [
        bin(f.words, &[3, 4, 5, 7, 10, 14, 20, 28]) * 8 + f.end as usize,
        after,
        bin(titles, &[1, 2, 4, 8]) * 2 + usize::from(i >= text),
        bin(u32::from(page.labels.page.repeats(i)), &[2, 3, 4]),
        0,
        share(f.capitalised, f.words, &[20, 40, 60, 90]) * 4 + bin(f.words, &[4, 8, 14]),
        f.start as usize,
        kind(page, i.checked_sub(1)) * 2 + usize::from(page.lines[i].after_blank),
        kind(page, Some(i + 1)) * 2 + usize::from(page.lines.get(i + 1).is_none_or(|l| l.after_blank)),
        kind(page, Some(i + 2)),
        ((page.labels.scores[i].clamp(-3.5, 3.5) + 4.0) as usize).min(7),
        share(f.digits, f.letters + f.digits, &[5, 15]),
        usize::from(f.bars.min(2)),
        bin(i as u32, &[1, 3, 6, 12, 25, 50, 100]),
        usize::from(longest == Some(f.words)),
        usize::from(f.all_caps()),
        kept,
    ]
}

/// What sort of line stands there.
fn kind(page: &Page<'_>, i: Option<usize>) -> usize {
    let Some(i) = i.filter(|i| *i < page.lines.len()) else { return 0 };
    let f = &page.lines[i].features;
    if page.labels.is_counter(i) {
        1
    } else if page.labels.is_beside_title(i) {
        10
    } else if page.labels.hits[i].is_some() {
        2
    } else if matches!(page.marks[i].date, Some(DateMark::Line { .. })) {
        3
    } else if page.marks[i].byline.is_some() {
        4
    } else if page.name_like(i) {
        5
    } else if f.words <= 3 {
        6
    } else if f.prose() {
        7
    } else if f.start == Start::Lower {
        8
    } else {
        9
    }
}

/// The end of the first sentence of `text`, a title that runs into its text: initials and
/// abbreviations do not end it. `None` when the whole of `text` is one sentence.
pub(crate) fn first_sentence(text: &str) -> Option<usize> {
    const LONGEST: usize = 600;
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let mut end = 0;
    for sentence in head.split_sentence_bounds() {
        end += sentence.len();
        let words = head[..end].split_whitespace().count();
        let last = head[..end].trim_end().trim_end_matches('.').rsplit([' ', '.', '\u{a0}']).next().unwrap_or("");
        // An initial («Б.») or a small abbreviation («г.», «им.», «ул.») stands for a word.
        let letters = last.chars().count();
        let short = letters == 1 || letters <= 3 && last.chars().all(char::is_lowercase);
        if words >= 3 && !short && end < head.len() {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn initials_and_abbreviations_do_not_end_a_title() {
        let text = "А. Серіков Ақтөбеде жаңа зауыт ашты. Зауытта үш жүз адам жұмыс істейді.";
        assert_eq!(first_sentence(text).map(|e| text[..e].trim()), Some("А. Серіков Ақтөбеде жаңа зауыт ашты."));
        let text = "В г. Костанай открыли мост. Движение началось утром.";
        assert_eq!(first_sentence(text).map(|e| text[..e].trim()), Some("В г. Костанай открыли мост."));
        assert_eq!(first_sentence("Один мост открыт"), None);
    }
}
