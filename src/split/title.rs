//! The title of an article whose layout does not mark one, and the title of a one-line item.
//!
//! Each line near the head of the text is scored by facts of its own and of its surroundings, with
//! weights fitted to pages whose headline is known (`data/title_weights.tsv`, `examples/fit_titles.rs`).

use std::ops::Range;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::heads::Page;
use super::marks::DateMark;
use crate::draft::Draft;
use crate::label::facts::{Facts, bin, number, share};
use crate::segment::features::{End, Start, is_alphanumeric, lower};
use crate::segment::stop_words;

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

static TABLE: &str = include_str!("data/title_weights.tsv");
static WEIGHTS: LazyLock<(Vec<f32>, Vec<usize>, f32)> =
    LazyLock::new(|| (FACTS.read(TABLE, "title"), FACTS.offsets(), number(TABLE, "least")));

/// Finds the line that is the title of the text that begins at line `text`, among the lines from
/// `first` on. Gives the line and the title's bytes in it.
pub(crate) fn choose(draft: &Draft<'_>, page: &Page<'_>, first: usize, text: usize) -> Option<(usize, Range<usize>)> {
    if let Some(told) = page.labels.title.filter(|i| *i >= first) {
        return Some((told, title_bytes(page, told)));
    }
    let (weights, offsets, least) = &*WEIGHTS;
    let mut best: Option<(f32, usize)> = None;
    candidates(draft, page, first, text, |i, facts| {
        let score: f32 = facts.iter().zip(offsets).map(|(bin, at)| weights[at + bin]).sum();
        if score > *least && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, i));
        }
    });
    best.map(|(_, i)| (i, title_bytes(page, i)))
}

/// The bytes of line `i` that are a title: without the date, the number or the section.
fn title_bytes(page: &Page<'_>, i: usize) -> Range<usize> {
    let whole = 0..page.lines[i].features.bytes as usize;
    match &page.marks[i].date {
        Some(DateMark::End(_, cut)) if cut.start > 0 => 0..cut.start,
        Some(DateMark::Start(_, at, true)) => *at..whole.end,
        _ => whole,
    }
}

/// Calls `each` with every candidate line and the bins of its facts, from the last to the first.
pub(crate) fn candidates(
    draft: &Draft<'_>,
    page: &Page<'_>,
    first: usize,
    text: usize,
    mut each: impl FnMut(usize, &[usize]),
) {
    let lowest = first.max(text.saturating_sub(ABOVE));
    // Behind a sentence no title follows; behind a caption or an introduction that was kept one may.
    let below = if page.lines[text].features.end == End::Sentence { 0 } else { BELOW };
    let highest = (text + below).min(page.lines.len() - 1);
    // Read only when a line can be the title at all.
    let mut opening = None;
    let longest = (lowest..=text).filter(|i| page.title_like(*i)).map(|i| page.lines[i].features.words).max();
    // Lines, and title-like lines, between the candidate and the text.
    let (mut lines, mut titles) = (0u32, 0u32);
    let mut facts = Vec::with_capacity(FACTS.0.len());
    let apart = stands_apart(draft, page, text);
    for i in (lowest..=highest).rev() {
        if apart && lines > 0 && page.labels.page.repeats(i) == 1 {
            // What stands above other lines and a wide gap belongs to the head of the site.
            break;
        }
        if can_be_title(page, i, text) {
            facts.clear();
            let opening = opening.get_or_insert_with(|| {
                (text..page.lines.len()).take(4).flat_map(|i| stems(draft, page, i)).collect::<Vec<_>>()
            });
            gather(draft, page, i, text, (lines, titles), opening, longest, &mut facts);
            each(i, &facts);
        }
        if i <= text && i > lowest {
            let field = page.marks[i].byline.is_some() || page.marks[i].date.is_some() || page.labels.is_counter(i);
            lines += u32::from(i < text && !field);
            titles += u32::from(i < text && page.title_like(i));
        }
    }
}

/// True when three blank lines or more part the text from what stands above it.
fn stands_apart(draft: &Draft<'_>, page: &Page<'_>, text: usize) -> bool {
    const BREAKS: usize = 4;
    let Some(above) = text.checked_sub(1).filter(|_| !page.labels.html) else { return false };
    let gap = page.lines[above].span.end as usize..page.lines[text].span.start as usize;
    memchr::memchr_iter(b'\n', &draft.source().as_bytes()[gap]).count() >= BREAKS
}

fn can_be_title(page: &Page<'_>, i: usize, text: usize) -> bool {
    let f = &page.lines[i].features;
    page.title_like(i)
        && !(f.prose() && f.words > 25)
        && !(i == text && (page.ends_with_stop(i) || f.words > 20))
        && page.marks[i].dateline != Some(0)
        && !page.labels.is_beside_title(i)
        // A date that runs on into a sentence begins a short item, not a headline.
        && !matches!(page.marks[i].date, Some(DateMark::Start(_, _, false)))
        && i + 1 < page.lines.len()
}

#[allow(clippy::too_many_arguments)] // What a candidate is measured against.
fn gather(
    draft: &Draft<'_>,
    page: &Page<'_>,
    i: usize,
    text: usize,
    (lines, titles): (u32, u32),
    opening: &[u64],
    longest: Option<u32>,
    facts: &mut Vec<usize>,
) {
    let f = &page.lines[i].features;
    let own = stems(draft, page, i);
    let shared = own.iter().filter(|w| opening.contains(w)).count() as u32;
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
    facts.extend([
        bin(f.words, &[3, 4, 5, 7, 10, 14, 20, 28]) * 8 + f.end as usize,
        after,
        bin(titles, &[1, 2, 4, 8]) * 2 + usize::from(i >= text),
        bin(u32::from(page.labels.page.repeats(i)), &[2, 3, 4]),
        share(shared, own.len() as u32, &[20, 40, 60, 80]) * 4 + bin(own.len() as u32, &[2, 4, 7]),
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
    ]);
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

/// Hashes of the first five letters of the long words of a line: enough to see that a title and a
/// text speak of the same things in languages that inflect at the end.
fn stems(draft: &Draft<'_>, page: &Page<'_>, i: usize) -> Vec<u64> {
    const STEM: usize = 5;
    const WORDS: usize = 80;
    let view = draft.view(page.lines[i].span);
    view.as_str()
        .split(|c: char| !is_alphanumeric(c))
        .filter(|w| w.len() >= STEM)
        .take(WORDS)
        .map(|w| w.chars().take(STEM).fold(stop_words::SEED, |h, c| stop_words::step(h, lower(c as u32))))
        .collect()
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
