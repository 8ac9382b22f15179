//! The title of an item whose layout does not mark one, and the title of a one-line item.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::heads::Page;
use super::marks::DateMark;
use crate::draft::Draft;
use crate::segment::features::{End, Start, lower};

/// How far above the first text a title may stand, in lines that hold anything.
const REACH: usize = 12;

/// What a title must score: the looks of one and a place right above the text.
const ENOUGH: f32 = 2.0;

/// Finds the line that is the title of the text that begins at line `text`, among the lines from
/// `first` on. Gives the line and the title's bytes in it.
pub(crate) fn choose(draft: &Draft<'_>, page: &Page<'_>, first: usize, text: usize) -> Option<(usize, Range<usize>)> {
    let opening = stems(draft, page, text);
    let lowest = first.max(text.saturating_sub(REACH));
    let mut best: Option<(f32, usize)> = None;
    // Lines between a candidate and the text that are not fields of the article.
    let mut between = 0;
    for i in (lowest..=text).rev() {
        if page.labels.is_section(i) && i < text {
            break;
        }
        if can_be_title(page, i, text) {
            let score = score(draft, page, i, between, &opening);
            if score >= ENOUGH && best.is_none_or(|(b, _)| score > b) {
                best = Some((score, i));
            }
        }
        let field = page.marks[i].byline.is_some() || page.marks[i].date.is_some() || page.labels.is_counter(i);
        between += usize::from(!field && i < text);
    }
    best.map(|(_, i)| {
        let whole = 0..page.lines[i].features.bytes as usize;
        let range = match &page.marks[i].date {
            Some(DateMark::End(_, cut)) if cut.start > 0 => 0..cut.start,
            Some(DateMark::Start(_, at, true)) => *at..whole.end,
            _ => whole,
        };
        (i, range)
    })
}

fn can_be_title(page: &Page<'_>, i: usize, text: usize) -> bool {
    let f = &page.lines[i].features;
    super::marks::title_like(&page.lines[i], &page.marks[i])
        && !page.labels.is_furniture(i)
        && !(f.prose() && f.words > 25)
        && !(i == text && (f.end == End::Sentence || f.words > 20 || page.marks[i].dateline == Some(0) || i + 1 >= page.lines.len()))
        && f.end != End::Colon
}

fn score(draft: &Draft<'_>, page: &Page<'_>, i: usize, between: usize, opening: &[u64]) -> f32 {
    let line = &page.lines[i];
    let f = &line.features;
    let mut s = match f.words {
        0..=2 => -0.8,
        3 => 0.2,
        4..=22 => 1.5,
        23..=30 => 0.6,
        _ => -1.0,
    };
    s += match between {
        0 => 1.5,
        1 => 0.8,
        2 => 0.3,
        n => -0.25 * n as f32,
    };
    if f.end == End::Sentence {
        s -= if f.words > 14 || f.commas > 0 { 1.5 } else { 0.7 };
    }
    if f.start == Start::Lower {
        s -= 1.0;
    }
    if page.labels.page.repeats(i) > 1 {
        s += 0.7;
    }
    if page.lines.get(i + 1).is_some() && (page.marks[i + 1].byline.is_some() || matches!(page.marks[i + 1].date, Some(DateMark::Line { .. }))) {
        s += 1.0;
    }
    s += page.labels.scores[i].clamp(-2.0, 2.0) * 0.4;
    let own = stems(draft, page, i);
    let shared = own.iter().filter(|w| opening.contains(w)).count();
    if own.len() >= 2 {
        s += (shared as f32 / own.len() as f32 * 2.0).min(1.2);
    }
    s
}

/// Hashes of the first five letters of the long words of a line: enough to see that a title and a
/// text speak of the same things in languages that inflect at the end.
fn stems(draft: &Draft<'_>, page: &Page<'_>, i: usize) -> Vec<u64> {
    const STEM: usize = 5;
    const WORDS: usize = 80;
    let view = draft.view(page.lines[i].span);
    view.as_str()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() >= STEM)
        .take(WORDS)
        .map(|w| w.chars().take(STEM).fold(crate::segment::stop_words::SEED, |h, c| crate::segment::stop_words::step(h, lower(c as u32))))
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
