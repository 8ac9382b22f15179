//! Lines that stand in one element with kept paragraphs: a quotation, a subheading, a last short sentence. Where an
//! page is small, little but its neighbours speaks for them; a large one tells by itself what such lines are.

use crate::html::element::{Tag, around};
use crate::html::{Html, Node};
use crate::segment::Line;
use crate::segment::features::End;

/// Doubt that a line between two kept paragraphs of one element may carry, in the unit of the scores (log odds).
const BETWEEN: f32 = -1.0;

/// The same for a sentence behind the last of them.
const BEHIND: f32 = -0.5;

/// Lines of a small page.
const SMALL: usize = 80;

/// Lines among which the kept ones are: an invitation to subscribe with a button and a heading may part them.
const REACH: usize = 6;

/// Elements that are not of the text though they may stand inside its element.
const ASIDE: u32 = around::NAV | around::HEADER | around::FOOTER | around::ASIDE | around::FORM | around::BUTTON;

/// Keeps such lines, but for those that are `furniture` by their words and those that are links.
pub(crate) fn keep(lines: &[Line], html: &Html, scores: &[f32], furniture: impl Fn(usize) -> bool, keep: &mut [bool]) {
    let n = lines.len();
    if n > SMALL {
        return;
    }

    // Once from each end, so that a run of them holds on to the text on either side.
    for i in (0..n).chain((0..n).rev()) {
        let facts = &html.lines[i];
        if keep[i] || scores[i] <= BETWEEN || facts.linked * 4 > facts.bytes || furniture(i) {
            continue;
        }
        let above = (i.saturating_sub(REACH)..i).rev().find(|j| keep[*j] && joins(html, i, *j));
        let Some(above) = above else { continue };
        let below = (i + 1..n.min(i + 1 + REACH)).find(|j| keep[*j] && joins(html, i, *j));
        let sentence = || {
            let own = block(html, i);
            lines[i].features.end == End::Sentence
                && own.parent == block(html, above).parent
                && matches!(own.tag, Tag::Paragraph | Tag::Blockquote)
        };
        keep[i] = below.is_some() || scores[i] > BEHIND && sentence();
    }
}

/// True when line `i` stands in the element of the paragraph that line `paragraph` is.
fn joins(html: &Html, i: usize, paragraph: usize) -> bool {
    const LEVELS: usize = 3;
    let at = block(html, paragraph);
    if !matches!(at.tag, Tag::Paragraph | Tag::Heading2 | Tag::Heading3 | Tag::Blockquote) {
        return false;
    }
    let mut own = block(html, i);
    if (own.around ^ at.around) & ASIDE != 0 {
        return false;
    }
    for _ in 0..LEVELS {
        if own.parent == at.parent {
            return true;
        }
        own = &html.nodes[own.parent as usize];
    }
    false
}

/// The element of line `i` that is no part of a line.
fn block(html: &Html, i: usize) -> &Node {
    let mut node = &html.nodes[html.lines[i].node as usize];
    while matches!(node.tag, Tag::Other | Tag::A | Tag::Strong | Tag::Time) && node.depth > 0 {
        node = &html.nodes[node.parent as usize];
    }
    node
}
