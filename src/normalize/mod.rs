//! Takes a draft and the spans of its kept paragraphs.
//! Gives the same draft with edits of white space inside them.
//! Promises only white space is put in, moved or taken out; a second run changes nothing.
//! Leaves characters to `repair` and what is kept to `label` and `split`.

mod code_name;
mod glued_sentence;
mod misplaced_quote_space;
mod near;
mod repeated_space;
pub(crate) mod scan;
mod sentence;
mod word_set;

use crate::article::Flag;
use crate::census::{Census, Seen};
use crate::config::Config;
use crate::draft::{Change, Draft, Span};
use crate::rule::Rule;

use scan::{Reason, scan};

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] =
    &[&misplaced_quote_space::MISPLACED_QUOTE_SPACE, &repeated_space::REPEATED_SPACE, &glued_sentence::GLUED_SENTENCE];

/// A rule, what of a paragraph makes it read that, and what it proposes: changes in order and disjoint.
type Proposal = (&'static Rule, Reason, fn(&str) -> Vec<Change>);

/// What mends spaces. It comes before sentences are looked at: two spaces behind a dash would hide the item of a list
/// from them.
static SPACES: &[Proposal] = &[
    (&misplaced_quote_space::MISPLACED_QUOTE_SPACE, scan::QUOTE, misplaced_quote_space::propose),
    (&repeated_space::REPEATED_SPACE, scan::SPACE, repeated_space::propose),
];

/// Mends the white space of `kept` (spans of kept paragraphs in order), of lines that the census tells of. Every rule
/// of the stage is certain, so no flags come of it yet; the type is that of the other stages.
pub(crate) fn normalize(draft: &mut Draft<'_>, kept: &[Span], census: &Census, config: &Config) -> Vec<Flag> {
    let mut holding = census.in_order();
    let untidy: Vec<Span> = kept.iter().copied().filter(|span| may_be_untidy(draft, *span, holding(*span))).collect();
    if untidy.is_empty() {
        return Vec::new();
    }
    let glued = config.runs(&glued_sentence::GLUED_SENTENCE);
    let mut marks = Vec::new();
    draft.pass(untidy, |piece| {
        let mut seen = scan(piece.text(), &mut marks);
        for (rule, reason, propose) in SPACES {
            if seen & reason == 0 || !config.runs(rule) {
                continue;
            }
            let changes = propose(piece.text());
            if !changes.is_empty() {
                piece.apply(changes);
                seen = scan(piece.text(), &mut marks);
            }
        }
        if glued && !marks.is_empty() {
            piece.apply_last(glued_sentence::propose(piece.text(), &marks));
        }
    });
    Vec::new()
}

/// False for a paragraph that is part of a tidy line, that `holding` it, and reads as it did when that was looked at.
fn may_be_untidy(draft: &Draft<'_>, span: Span, holding: Option<&Seen>) -> bool {
    let text = &draft.source()[span.range()];
    holding.is_none_or(|seen| seen.untidy) || text.starts_with(' ') || text.ends_with(' ') || draft.is_edited(span)
}
