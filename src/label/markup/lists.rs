//! Lists that are text as a whole, as a list says one thing: those of which most lines are kept, and those that stand
//! between two paragraphs.

use crate::html::element::{Tag, around};
use crate::html::{Html, Node};

/// Doubt that a line of such a list may carry, in the unit of the scores (log odds).
const DOUBT: f32 = -1.5;
/// The same for the lines of a list between two paragraphs, on the mean: few short items look like a menu.
const DOUBT_BETWEEN: f32 = -2.5;

/// Keeps the lines of a list of which more than half are kept, or which stands between two paragraphs of the text, but
/// for those that are `furniture` by their words and those that are a link and little else.
pub(crate) fn keep_whole(html: &Html, scores: &[f32], furniture: impl Fn(usize) -> bool, keep: &mut [bool]) {
    for list in html.nodes.iter().filter(|node| node.tag == Tag::List) {
        let lines = list.lines.0 as usize..list.lines.1 as usize;
        let kept = keep[lines.clone()].iter().filter(|keep| **keep).count();
        if kept == lines.len() {
            continue;
        }
        let doubt = if kept * 2 > lines.len() {
            DOUBT
        } else if between(html, list, keep) && lines.clone().all(|i| html.lines[i].links == 0 && !furniture(i)) {
            let mean = scores[lines.clone()].iter().sum::<f32>() / lines.len() as f32;
            if mean < DOUBT_BETWEEN {
                continue;
            }
            f32::MIN
        } else {
            continue;
        };
        for i in lines {
            let facts = &html.lines[i];
            let link = facts.linked * 2 > facts.bytes;
            keep[i] |= scores[i] > doubt && !link && !furniture(i);
        }
    }
}

/// True for a list with a kept paragraph right before it and one right behind it, in the same element. What is furniture
/// by its element is not between them.
fn between(html: &Html, list: &Node, keep: &[bool]) -> bool {
    let paragraph = |i: usize| {
        let mut at = html.lines[i].node;
        loop {
            let node = &html.nodes[at as usize];
            if at == list.parent || node.parent == list.parent && node.tag == Tag::Paragraph {
                return keep[i];
            }
            // The root is not plain.
            if !node.tag.is_plain() {
                return false;
            }
            at = node.parent;
        }
    };
    let (from, to) = (list.lines.0 as usize, list.lines.1 as usize);
    list.around & around::BESIDE == 0 && from > 0 && to < keep.len() && paragraph(from - 1) && paragraph(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_between_two_paragraphs_is_a_part_of_them() {
        let html = crate::html::read(
            "<div><p>бір<p><b>екі</b><ul><li>үш<li>төрт</ul><p>бес<nav><ul><li>алты</ul></nav><p>жеті<ul><li><a href=x>\
             сегіз</a></ul><p>тоғыз</div><ul><li>он</ul><p>он бір",
        );
        let paragraphs = [true, true, false, false, true, false, true, false, true, false, true];
        let with_list = [true, true, true, true, true, false, true, false, true, false, true];
        let mut keep = paragraphs;
        keep_whole(&html, &[-2.0; 11], |_| false, &mut keep);
        assert_eq!(keep, with_list);
        for (score, furniture) in [(-3.0, 11), (-2.0, 3)] {
            let mut keep = paragraphs;
            keep_whole(&html, &[score; 11], |i| i == furniture, &mut keep);
            assert_eq!(keep, paragraphs);
        }
    }

    #[test]
    fn the_rest_of_a_list_is_kept_with_most_of_it() {
        let html = crate::html::read("<ul><li>бір<li>екі<li>үш<li><a href=x>төрт</a></ul><ul><li>бес<li>алты</ul>");
        let mut keep = [true, true, false, true, true, false];
        keep_whole(&html, &[1.0, 1.0, -1.0, -1.0, 1.0, -1.0], |_| false, &mut keep);
        assert_eq!(keep, [true, true, true, true, true, false]);
        let mut keep = [true, true, false, false, true, false];
        keep_whole(&html, &[1.0, 1.0, -2.0, -1.0, 1.0, -1.0], |i| i == 2, &mut keep);
        assert_eq!(keep, [true, true, false, false, true, false]);
        let mut keep = [true, true, true, false, false, false];
        keep_whole(&html, &[1.0, 1.0, 1.0, -1.0, 1.0, -1.0], |_| false, &mut keep);
        assert_eq!(keep, [true, true, true, false, false, false]);
    }
}
