//! Lists of which most lines are text: all of their lines are, as a list says one thing.

use crate::html::Html;
use crate::html::element::Tag;

/// Doubt that a line of such a list may carry, in the unit of the scores (log odds).
const DOUBT: f32 = -1.5;

/// Keeps the lines of a list of which more than half are kept, but for those that are `furniture` by their words and
/// those that are a link and little else.
pub(crate) fn keep_whole(html: &Html, scores: &[f32], furniture: impl Fn(usize) -> bool, keep: &mut [bool]) {
    for list in html.nodes.iter().filter(|node| node.tag == Tag::List) {
        let lines = list.lines.0 as usize..list.lines.1 as usize;
        let kept = keep[lines.clone()].iter().filter(|keep| **keep).count();
        if kept == lines.len() || kept * 2 <= lines.len() {
            continue;
        }
        for i in lines {
            let facts = &html.lines[i];
            let link = facts.linked * 2 > facts.bytes;
            keep[i] |= scores[i] > DOUBT && !link && !furniture(i);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
