//! Elements that are alike: those side by side (the cards of a list of news, the paragraphs of a text, the items of a
//! list), and those anywhere on the page.

use super::sums::Sums;
use crate::html::{Html, Node};

/// Of each element what it and those beside it that are like it hold together.
pub(crate) struct Families {
    /// The outermost element with the same lines.
    whole: Vec<u32>,
    of: Vec<Family>,
}

/// Elements of one tag, with the same words in class and id, in one element.
#[derive(Clone, Copy, Default)]
pub(crate) struct Family {
    pub elements: u32,
    pub sums: Sums,
}

impl Families {
    /// `signatures` has a hash of the tag and the words of each element; `sums` gives those of a stretch of lines.
    pub fn of(html: &Html, signatures: &[u64], sums: impl Fn(usize, usize) -> Sums) -> Families {
        let lines = |node: &Node| (node.lines.0 as usize, node.lines.1 as usize);
        let mut whole: Vec<u32> = Vec::with_capacity(html.nodes.len());
        for (n, node) in html.nodes.iter().enumerate() {
            let parent = &html.nodes[node.parent as usize];
            let same = parent.lines == node.lines && node.parent as usize != n;
            whole.push(if same { whole[node.parent as usize] } else { n as u32 });
        }
        let mut keys: Vec<(u32, u64, u32)> = (0..html.nodes.len())
            .filter(|n| whole[*n] as usize == *n)
            .map(|n| (html.nodes[n].parent, signatures[n], n as u32))
            .collect();
        keys.sort_unstable();
        let mut of = vec![Family::default(); html.nodes.len()];
        for family in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let mut all = Family { elements: family.len() as u32, sums: Sums::default() };
            for (.., n) in family {
                let (from, to) = lines(&html.nodes[*n as usize]);
                all.sums += sums(from, to);
            }
            family.iter().for_each(|(.., n)| of[*n as usize] = all);
        }
        Families { whole, of }
    }

    /// The family of an element, or of the one around it that has no other lines.
    pub fn around(&self, node: u32) -> Family {
        self.of[self.whole[node as usize] as usize]
    }
}

/// Of each line: how many lines of the page stand in elements like its own, with the same classes around them, and their
/// sums. Cards of other news are like each other, and so are the paragraphs of a text.
pub(crate) fn groups(html: &Html, own: &[u64], lines: usize, of: impl Fn(usize, usize) -> Sums) -> Vec<(u32, Sums)> {
    /// Elements of a path that are compared, from the innermost.
    const LEVELS: usize = 4;
    let path = |node: u32| {
        let mut at = node as usize;
        (0..LEVELS).fold(0u64, |h, _| {
            let hash = (h.rotate_left(17) ^ own[at]).wrapping_mul(MIX);
            at = html.nodes[at].parent as usize;
            hash
        })
    };
    let mut paths: Vec<(u64, u32)> = (0..lines).map(|i| (path(html.lines[i].node), i as u32)).collect();
    paths.sort_unstable();
    let mut out = vec![(0, Sums::default()); lines];
    for group in paths.chunk_by(|a, b| a.0 == b.0) {
        let mut sum = Sums::default();
        group.iter().for_each(|(_, i)| sum += of(*i as usize, *i as usize + 1));
        group.iter().for_each(|(_, i)| out[*i as usize] = (group.len() as u32, sum));
    }
    out
}

/// Of each element a hash of its tag and the words of its class and id.
pub(crate) fn signatures(html: &Html) -> Vec<u64> {
    let of = |n: &Node| {
        let hints = &html.hints[n.hints.0 as usize..n.hints.1 as usize];
        hints.iter().fold(n.tag as u64 + 1, |h, w| (h.rotate_left(9) ^ u64::from(*w)).wrapping_mul(MIX))
    };
    html.nodes.iter().map(of).collect()
}

/// An odd number whose bits are well mixed (2^64 over the golden ratio).
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_one_kind_side_by_side_are_a_family() {
        let html = crate::html::read(
            "<body><div class=card><a>бір</a></div><div class=card><a>екі</a><p>үш</div><div class=text>төрт</div>",
        );
        let words = |from: usize, to: usize| Sums { words: (to - from) as u32, ..Sums::default() };
        let families = Families::of(&html, &signatures(&html), words);
        let of = |line: usize| families.around(html.lines[line].node);
        // The link is all that the first card holds, so it stands for the card; in the second it is a part.
        assert_eq!((of(0).elements, of(0).sums.words), (2, 3));
        assert_eq!((of(1).elements, of(1).sums.words), (1, 1));
        assert_eq!((of(3).elements, of(3).sums.words), (1, 1));
    }

    #[test]
    fn lines_in_elements_alike_are_a_group() {
        let html = crate::html::read("<ul><li class=a>бір<li class=a>екі</ul><p>үш</p><ul><li class=a>төрт</ul>");
        let words = |from: usize, to: usize| Sums { words: (to - from) as u32, ..Sums::default() };
        let groups = groups(&html, &signatures(&html), html.lines.len(), words);
        assert_eq!(groups.iter().map(|(lines, _)| *lines).collect::<Vec<_>>(), [3, 3, 1, 3]);
    }
}
