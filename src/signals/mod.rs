//! Takes an article's text and the parts it was made of.
//! Gives numbers for those who filter later.
//! Promises one pass over the text; nothing is dropped because of a signal.
//! Leaves policy to the user.

use crate::article::{Article, Removal, Signals};
use crate::draft::Edit;
use crate::rule::Certainty;
use crate::segment::features::Counts;

/// Measures an article whose text, parts, edits and language confidence are known.
pub(crate) fn measure(article: &Article, confidence: f32) -> Signals {
    let mut s = Signals {
        source_bytes: article.span.len() as u32,
        text_bytes: article.text.len() as u32,
        language_confidence: confidence,
        removed_share: removed_share(article),
        ..Signals::default()
    };
    let (mut letters, mut cyrillic, mut latin, mut chars) = (0u32, 0u32, 0u32, 0u32);
    for paragraph in article.text.split("\n\n").filter(|p| !p.is_empty()) {
        let c = Counts::of(paragraph);
        s.words += c.words;
        s.paragraphs += 1;
        letters += c.letters;
        cyrillic += c.cyrillic;
        latin += c.latin;
        chars += c.chars;
    }
    let share = |part: u32| if letters == 0 { 0.0 } else { part as f32 / letters as f32 };
    s.cyrillic_share = share(cyrillic);
    s.latin_share = share(latin);
    s.mean_paragraph_length = if s.paragraphs == 0 { 0.0 } else { chars as f32 / s.paragraphs as f32 };
    s.edits_certain = count(&article.edits, Certainty::Certain);
    s.edits_probable = count(&article.edits, Certainty::Probable);
    // By its first byte, which is rare; the last one is that of a common Cyrillic letter.
    let marks = memchr::memchr_iter(0xef, article.text.as_bytes());
    s.replacement_characters = marks.filter(|at| article.text[*at..].starts_with('\u{fffd}')).count() as u32;
    s
}

/// Share of the source, white space between blocks aside, that was dropped rather than moved to a field.
fn removed_share(article: &Article) -> f32 {
    let dropped: usize = article.removed.iter().filter(|r| r.became.is_none()).map(span_len).sum();
    let all: usize = article.kept.iter().map(|s| s.len()).sum::<usize>() + article.removed.iter().map(span_len).sum::<usize>();
    if all == 0 { 0.0 } else { dropped as f32 / all as f32 }
}

fn span_len(r: &Removal) -> usize {
    r.span.len()
}

/// Edits of that certainty; an edit of several rules is as uncertain as the least certain.
fn count(edits: &[Edit], certainty: Certainty) -> u32 {
    let of = |e: &Edit| match e.rules.iter().any(|r| r.certainty == Certainty::Probable) {
        true => Certainty::Probable,
        false => Certainty::Certain,
    };
    edits.iter().filter(|e| of(e) == certainty).count() as u32
}
