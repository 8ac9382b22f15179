//! Takes an article, and its text part by part.
//! Gives numbers for those who filter later.
//! Promises lines that stayed as `segment` measured them are not read again; nothing is dropped because of a signal.
//! Leaves policy to the user.

use crate::article::{Article, Signals};
use crate::html::MARKUP;
use crate::rule::Certainty;
use crate::segment::features::Counts;

/// What stands between two paragraphs of a text.
pub(crate) const PARAGRAPH: &str = "\n\n";

/// What the paragraphs of a text hold, summed up part by part.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paragraphs {
    counts: Counts,
    number: u32,
}

impl Paragraphs {
    /// Adds a part that holds so much, with so many paragraph breaks inside.
    pub fn add_counted(&mut self, counts: Counts, breaks: u32) {
        self.counts += counts;
        self.number += 1 + breaks;
    }

    /// Adds a part of any text.
    pub fn add(&mut self, text: &str) {
        for paragraph in text.split(PARAGRAPH).filter(|p| !p.is_empty()) {
            self.counts += Counts::of(paragraph);
            self.number += 1;
        }
    }
}

/// Measures an article whose text, parts and language confidence are known; `text` sums up its text. Its edits are
/// counted when it has them ([`count_edits`]).
pub(crate) fn measure(article: &Article, text: Paragraphs, confidence: f32) -> Signals {
    let Counts { words, letters, cyrillic, latin, chars } = text.counts;
    let mut s = Signals {
        source_bytes: article.span.len() as u32,
        text_bytes: article.text.len() as u32,
        words,
        paragraphs: text.number,
        language_confidence: confidence,
        removed_share: removed_share(article),
        ..Signals::default()
    };
    let share = |part: u32| if letters == 0 { 0.0 } else { part as f32 / letters as f32 };
    s.cyrillic_share = share(cyrillic);
    s.latin_share = share(latin);
    s.mean_paragraph_length = if s.paragraphs == 0 { 0.0 } else { chars as f32 / s.paragraphs as f32 };
    // By its first byte, which is rare; the last one is that of a common Cyrillic letter.
    let marks = memchr::memchr_iter(0xef, article.text.as_bytes());
    s.replacement_characters = marks.filter(|at| article.text[*at..].starts_with('\u{fffd}')).count() as u32;
    s
}

/// Share of the source, white space between blocks aside, that was dropped rather than moved to a field.
fn removed_share(article: &Article) -> f32 {
    let (mut dropped, mut all) = (0, article.kept.iter().map(|s| s.len()).sum::<usize>());
    // Markup is no part of what a reader sees.
    for removal in article.removed.iter().filter(|r| r.rules.iter().all(|rule| !rule.is(&MARKUP))) {
        all += removal.span.len();
        dropped += if removal.became.is_none() { removal.span.len() } else { 0 };
    }
    if all == 0 { 0.0 } else { dropped as f32 / all as f32 }
}

/// Counts the edits of an article; one of several rules is as uncertain as the least certain.
pub(crate) fn count_edits(article: &mut Article) {
    let probable = article.edits.iter().filter(|e| e.certainty() == Certainty::Probable).count();
    article.signals.edits_probable = probable as u32;
    article.signals.edits_certain = (article.edits.len() - probable) as u32;
}
