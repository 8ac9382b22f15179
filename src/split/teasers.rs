//! Takes a page of flat text.
//! Gives the lines that are texts of items though they are cut off: "В селе открыли школу, она рассчитана на…" below its
//! headline, on a page that is nothing but such headlines and texts.
//! Promises that a page with any other text has none, and nor has one of less than three.
//! Leaves teasers without a headline, and those beside an article, to the reasons for leaving lines out.

use super::page::{Looks, Page};
use crate::label::rules::READ_MORE;
use crate::segment::features::End;

/// Least items that are cut off: fewer are links below an article that is lost.
const LEAST: usize = 3;

/// Least words of a text that is cut off: a headline may trail off too.
const CUT_WORDS: u32 = 8;

/// Words of a text that is told to its end, and of a headline.
const TOLD_WORDS: std::ops::RangeInclusive<u32> = 3..=60;
const HEADLINE_WORDS: u32 = 25;

/// The texts of such a page, in order; of any other page, none.
pub(super) fn texts(page: &Page<'_>) -> Vec<usize> {
    if page.labels.html || page.labels.cut_off < LEAST && !page.shows(Looks::LAST) {
        return Vec::new();
    }
    let (mut texts, mut cut) = (Vec::new(), 0);
    let mut i = 0;
    while i < page.len() {
        if let Some(text) = text_below(page, i) {
            cut += usize::from(is_cut(page, text));
            texts.push(text);
            i = text + 1;
        } else if page.text(i) && page.labels.keep[i] {
            return Vec::new();
        } else {
            i += 1;
        }
    }
    if cut >= LEAST && cut * 2 >= texts.len() { texts } else { Vec::new() }
}

/// The text below a headline: one line, cut off or told to its end.
pub(super) fn text_below(page: &Page<'_>, i: usize) -> Option<usize> {
    let headline = page.title_like(i) && page.lines[i].features.words <= HEADLINE_WORDS && !page.ends_with_stop(i);
    if !headline {
        return None;
    }
    let text = page.skip_fields(i + 1);
    let f = &page.lines.get(text)?.features;
    let told =
        || page.is(text, Looks::SENTENCE) && TOLD_WORDS.contains(&f.words) && !page.is(text + 1, Looks::SENTENCE);
    (is_cut(page, text) || told()).then_some(text)
}

/// True for a text that ends with an ellipsis, or with the control that leads to the rest of it.
fn is_cut(page: &Page<'_>, i: usize) -> bool {
    let f = &page.lines[i].features;
    let trails_off = f.end == End::Ellipsis && !page.is(i, Looks::FURNITURE);
    let led_on = || page.labels.glued(i).iter().any(|glued| glued.rule.is(&READ_MORE));
    f.words >= CUT_WORDS && (trails_off || led_on())
}
