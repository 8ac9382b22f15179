//! Lines that stand in one element with kept paragraphs: a quotation, a subheading, a last short sentence. Where a page
//! is small, little but their neighbours speaks for them; a large one tells by itself what such lines are.

use crate::html::element::{Tag, around};
use crate::html::{Html, Node};
use crate::segment::Line;
use crate::segment::features::End;

/// Doubt that a line between two kept paragraphs of one element may carry, in the unit of the scores (log odds).
const BETWEEN: f32 = -1.0;

/// The same for a sentence behind the last of them.
const BEHIND: f32 = -0.5;

/// The same for a sentence in the very element of that paragraph, on a page so small that its end is near everywhere.
const BEHIND_ON_TINY: f32 = -2.0;

/// Lines of a small page, and of a tiny one.
const SMALL: usize = 80;
const TINY: usize = 25;

/// Lines among which the kept ones are: an invitation to subscribe with a button and a heading may part them.
const REACH: usize = 6;

/// Keeps such lines, but for those that are `furniture` by their words and those that are links.
pub(crate) fn keep(lines: &[Line], html: &Html, scores: &[f32], furniture: impl Fn(usize) -> bool, keep: &mut [bool]) {
    let n = lines.len();
    if n > SMALL {
        return;
    }
    // Once from each end, so that a run of them holds on to the text on either side.
    let tiny = n <= TINY;
    let (doubt, reach) = if tiny { (BEHIND_ON_TINY, TINY) } else { (BETWEEN, REACH) };
    for i in (0..n).chain((0..n).rev()) {
        let facts = &html.lines[i];
        if keep[i] || scores[i] <= doubt || facts.linked * 4 > facts.bytes || furniture(i) {
            continue;
        }
        let above = (i.saturating_sub(reach)..i).rev().find(|j| keep[*j] && joins(html, i, *j));
        let Some(above) = above else { continue };
        let below = (i + 1..n.min(i + 1 + reach)).find(|j| keep[*j] && joins(html, i, *j));
        let own = block(html, i);
        let paragraph = matches!(own.tag, Tag::Paragraph | Tag::Blockquote);
        let sentence = paragraph && lines[i].features.end == End::Sentence;
        let beside = own.parent == block(html, above).parent;
        keep[i] = match below {
            Some(_) if scores[i] > BETWEEN => true,
            _ => sentence && (scores[i] > BEHIND || tiny && beside),
        };
    }
}

/// True when line `i` stands in the element of the paragraph that line `paragraph` is.
fn joins(html: &Html, i: usize, paragraph: usize) -> bool {
    /// Elements around the line, a quotation in a box of its own, that may stand in that of the paragraph.
    const LEVELS: usize = 3;
    let at = block(html, paragraph);
    if !matches!(at.tag, Tag::Paragraph | Tag::Heading2 | Tag::Heading3 | Tag::Blockquote) {
        return false;
    }
    let mut own = block(html, i);
    if (own.around ^ at.around) & around::BESIDE != 0 {
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

/// The element of line `i`.
fn block(html: &Html, i: usize) -> &Node {
    html.block(html.lines[i].node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    /// Which lines of a page are kept, of which those with `kept` were and all others score so much.
    fn kept(page: &str, kept: &str, score: f32) -> String {
        let html = crate::html::read(page);
        let draft = Draft::with_edits(page, html.edits.clone());
        let lines = crate::segment::measure(&draft, &html.spans, &html.after_blank);
        let mut marks: Vec<bool> = kept.chars().map(|c| c == '+').collect();
        keep(&lines, &html, &vec![score; lines.len()], |_| false, &mut marks);
        marks.iter().map(|keep| if *keep { '+' } else { '-' }).collect()
    }

    /// The same with other lines below, so that the page is not tiny.
    fn kept_of_more(page: &str, keep: &str, score: f32) -> String {
        let more = ["<div>", &"<div>Қала</div>".repeat(TINY), "</div>"].concat();
        let marks = kept(&[page, &more].concat(), &[keep, &"-".repeat(TINY)].concat(), score);
        marks[..keep.len()].to_string()
    }

    #[test]
    fn lines_between_and_behind_kept_paragraphs() {
        let page = "<div><p>Көпір ашылды.<div><blockquote>Күттік</blockquote></div><p>Ел қуанды.<p>Сол күні той болды.\
                    <p>Жаңалықтар</div><p>Бізге жазылыңыз.";
        assert_eq!(kept_of_more(page, "+-+---", -0.4), "++++--");
        // Behind a text more has to speak for a sentence than inside it.
        assert_eq!(kept_of_more(page, "+-+---", -0.8), "+++---");
        assert_eq!(kept_of_more(page, "+-+---", -1.0), "+-+---");
        // Without a text there is nothing to belong to.
        assert_eq!(kept_of_more(page, "------", -0.4), "------");
    }

    #[test]
    fn sentences_in_the_element_of_a_paragraph_on_a_tiny_page() {
        let page = "<div><p>Көпір ашылды.<p>Ел қуанды.<p>Жаңалықтар<div><p>Той болды.</div></div><p>Бізге жазылыңыз.";
        assert_eq!(kept(page, "+----", -1.8), "++---");
        assert_eq!(kept(page, "+----", -2.0), "+----");
    }

    #[test]
    fn not_what_is_beside_the_text_and_not_links() {
        let page = "<div><p>Көпір ашылды.<aside><p>Ауа райы</aside><p><a href=x>Тағы оқыңыз</a><p>Ел қуанды.</div>";
        assert_eq!(kept(page, "+--+", -0.4), "+--+");
    }

    #[test]
    fn not_on_a_large_page() {
        let page = ["<p>Көпір ашылды.<p>Күттік<p>Ел қуанды.", &"<p>Қала".repeat(SMALL)].concat();
        let marks = ["+-+", &"-".repeat(SMALL)].concat();
        assert_eq!(kept(&page, &marks, -0.4), marks);
    }
}
