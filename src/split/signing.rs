//! Takes the lines of an item and which of them are kept.
//! Keeps the lines behind a text with which an act is signed: a post and a name, on one line or two.
//! Promises that only lines right below the text, or below another such line, are kept.
//! Leaves to `office` how they are written, and the names of authors to `signature`.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::office::{self, Signed};
use super::page::{Looks, Page};
use crate::segment::features::Start;

/// Words of a clause without its full stop that an act may be signed below.
const CLAUSE_WORDS: u32 = 8;

/// Words of the name of a country or an office above a post.
const OWNER_WORDS: u32 = 4;

/// Keeps the lines of an item with which an act is signed, and tells which they are; `keep` has the lines of the page.
pub(super) fn keep(page: &Page<'_>, (from, to): (usize, usize), keep: &mut Cow<'_, [bool]>) -> SmallVec<[usize; 4]> {
    let may_sign = |i: usize| {
        // A president is the name of a section too.
        let free = page.labels.hits[i].is_none() || page.labels.is_section(i);
        office::may_sign(&page.lines[i].features) && free && !page.is(i, Looks::METADATA)
    };
    let signed = |i: usize| may_sign(i).then(|| office::signed(page.draft.view(page.lines[i].span).as_str()))?;
    let is_owner = |i: usize| may_sign(i) && (2..=OWNER_WORDS).contains(&page.lines[i].features.words);
    let mut acts = SmallVec::new();
    for i in from + 1..to {
        // The last clause of an act may lack its full stop.
        let above = &page.lines[i - 1].features;
        let clause = || above.start == Start::Digit && above.words >= CLAUSE_WORDS;
        let below_text = page.is(i - 1, Looks::SENTENCE) || acts.last() == Some(&(i - 1)) || clause();
        if !(keep[i - 1] && below_text) {
            continue;
        }
        match signed(i) {
            Some(Signed::Whole) => acts.push(i),
            Some(Signed::Post) if i + 1 < to && matches!(signed(i + 1), Some(Signed::Name | Signed::OfOffice)) => {
                keep.to_mut()[i + 1] = true;
                acts.extend([i, i + 1]);
            }
            // "Қазақстан Республикасының" above "Президенті Қ. Серік".
            None if is_owner(i) && i + 1 < to && signed(i + 1) == Some(Signed::Whole) => acts.push(i),
            _ => continue,
        }
        keep.to_mut()[i] = true;
    }
    acts
}
