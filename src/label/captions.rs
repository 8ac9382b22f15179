//! Takes the phrases of a page's lines.
//! Gives the rule of credits of pictures to the captions that stand beside them: below "Image caption,", above and below one
//! credit, and, where several pictures have the same one, above each credit.
//! Leaves the caption of a single picture, which reads as a heading does, to the weights.

use smallvec::SmallVec;

use super::evidence::Page;
use super::rules;
use crate::rule::Rule;
use crate::segment::Line;
use crate::segment::features::End;

/// Most words of a caption.
const CAPTION_WORDS: u32 = 30;

/// Gives the line below "Image caption," the rule of that.
pub(super) fn below_labels(lines: &[Line], hits: &mut [Option<&'static Rule>]) {
    const LABEL_WORDS: u32 = 3;
    for i in 1..lines.len() {
        let label = &lines[i - 1].features;
        let labelled = label.end == End::Comma && label.words <= LABEL_WORDS;
        if labelled && hits[i].is_none() && lines[i].features.words <= CAPTION_WORDS {
            hits[i] = hits[i - 1].filter(|rule| rule.is(&rules::PHOTO_CREDIT));
        }
    }
}

/// Gives the line below a credit that stands right above it too the rule of that: a caption, and the name of the picture.
/// Running text around a picture is an introduction.
pub(super) fn around_credits(lines: &[Line], page: &Page, hits: &mut [Option<&'static Rule>]) {
    for i in 2..lines.len() {
        let credit = hits[i - 1].filter(|rule| rule.is(&rules::PHOTO_CREDIT));
        let same = || page.repeats(i) > 1 && lines[i].features.hash == lines[i - 2].features.hash;
        if let Some(rule) = credit
            && hits[i].is_none()
            && !lines[i].features.prose()
            && same()
        {
            (hits[i - 2], hits[i]) = (hits[i - 2].or(Some(rule)), Some(rule));
        }
    }
}

/// Gives lines that stand above the credits of two pictures or more, each time the same, the rule of these.
pub(super) fn above_credits(lines: &[Line], page: &Page, hits: &mut [Option<&'static Rule>]) {
    let is_caption = |i: usize| {
        let credit = hits[i + 1].is_some_and(|rule| rule.is(&rules::PHOTO_CREDIT));
        credit && hits[i].is_none() && page.repeats(i) > 1 && lines[i].features.words <= CAPTION_WORDS
    };
    let last = lines.len().saturating_sub(1);
    let mut captions: SmallVec<[usize; 8]> = (0..last).filter(|i| is_caption(*i)).collect();
    captions.sort_by_key(|i| (lines[*i].features.hash, *i));
    for same in
        captions.chunk_by(|a, b| lines[*a].features.hash == lines[*b].features.hash).filter(|same| same.len() > 1)
    {
        same.iter().for_each(|i| hits[*i] = hits[*i + 1]);
    }
}
