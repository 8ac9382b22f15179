//! Takes a decoded page of HTML.
//! Gives the lines a reader sees, each with where it stands among the elements, the edits that take the
//! markup out of them, and what the head of the page tells of the article.
//! Promises the source stays as it is; no recursion, time linear in the page, whatever is unclosed or nested.
//! Leaves which lines are text to `label`, character references to `repair`, and what no reader sees
//! (scripts, styles, forms' choices, what stands for those without scripts on a page that has a text of its own, text
//! behind the [`LINES`]th line) to the rule [`MARKUP`].

pub(crate) mod charset;
pub(crate) mod element;
pub(crate) mod head;
pub(crate) mod linked;
pub(crate) mod tokens;
pub(crate) mod tree;

use crate::draft::{Edit, Span};
use crate::rule::{Certainty, Rule, Stage};
pub(crate) use charset::looks_like_html;
pub(crate) use head::Head;
pub(crate) use tree::{LineFacts, Node};

/// Tags, and all that a browser does not show.
pub(crate) static MARKUP: Rule = Rule::new(
    "markup",
    Stage::Html,
    Certainty::Certain,
    "takes out the tags of an HTML page, and scripts, styles and comments, which no reader sees",
    "They say how the page looks, not what it says. Text between tags stays; breaks of lines inside a paragraph \
     are spaces there.",
    ("<p>Жаңа <b>көпір</b> ашылды.</p>", "Жаңа көпір ашылды."),
);

/// Rules of this stage.
pub(crate) static RULES: &[&Rule] = &[&MARKUP];

/// Most lines of one page that are read; the longest of 1,663 real pages has 5,400. It bounds memory when a page is
/// nothing but tags.
pub(crate) const LINES: usize = 20_000;

/// A page of HTML, read.
#[derive(Debug, Default)]
pub(crate) struct Html {
    /// The lines, in order.
    pub spans: Vec<Span>,
    /// Of each line: whether a block of its own begins with it (no cell or item of a list).
    pub after_blank: Vec<bool>,
    /// Of each line: where it stands.
    pub lines: Vec<LineFacts>,
    /// The elements that hold lines, parents before children.
    pub nodes: Vec<Node>,
    /// Hashes of the words of classes and ids, by the ranges of the nodes.
    pub hints: Vec<u32>,
    /// The words themselves, for tables that a person can read.
    #[cfg(feature = "fit")]
    pub names: std::collections::HashMap<u32, String>,
    /// Edits that take the markup out of the lines, in order.
    pub edits: Vec<Edit>,
    /// What the head tells.
    pub head: Head,
}

impl Html {
    /// The innermost element of a kind of its own around the lines of `node`; the root, if there is no other.
    pub fn block(&self, node: u32) -> &Node {
        let mut block = &self.nodes[node as usize];
        while block.tag.is_plain() && block.depth > 0 {
            block = &self.nodes[block.parent as usize];
        }
        block
    }
}

/// Reads a page.
pub(crate) fn read(source: &str) -> Html {
    tokens::read(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn lines(source: &str) -> Vec<String> {
        let html = read(source);
        let draft = Draft::with_edits(source, html.edits);
        html.spans.iter().map(|s| draft.view(*s).as_str().to_string()).collect()
    }

    #[test]
    fn blocks_are_lines_and_inline_tags_leave_nothing() {
        let page = "<html><head><title>T</title><style>p{}</style></head><body><p>Жаңа\r\n  <b>көпір</b>\n ашылды.\
                    <br>Екінші<i>сі</i><ul><li>бір<li>екі</ul><script>var a = '<p>no';</script><table><tr><td>a<td>b\
                    </table>a &lt; b < c<!-- no --> d";
        assert_eq!(lines(page), ["Жаңа көпір ашылды.", "Екіншісі", "бір", "екі", "a b", "a &lt; b < c d"]);
    }

    #[test]
    fn what_is_never_closed_does_no_harm() {
        assert_eq!(lines("<p>one<div class=\"x"), ["one"]);
        assert_eq!(lines("<p>one<!-- two"), ["one"]);
        assert_eq!(lines("<p>one<script>two</p>"), ["one"]);
        assert_eq!(lines("</p></div>one</a><b>two<p>three"), ["onetwo", "three"]);
        assert_eq!(lines("<svg><text>x</svg><p>one <select><option>x</p><p>two"), ["one", "two"]);
        assert_eq!(lines("a <"), ["a <"]);
        assert_eq!(lines(""), Vec::<String>::new());
    }

    #[test]
    fn depth_is_no_danger() {
        for unit in
            ["<div>", "<div><span><ul><li>", "<a href=x>", "</div>", "<p><b>", "<table><tr><td>x", "<!--", "<a b=\""]
        {
            let page = unit.repeat(20_000);
            assert!(read(&page).spans.len() <= LINES);
        }
    }

    #[test]
    fn white_space_of_any_kind_is_a_space() {
        assert_eq!(lines("<p>\u{3000}бір\u{2003}\u{85}екі\u{b}<b>\u{a0}</b>&nbsp;</p>\u{2028}"), ["бір екі"]);
    }

    #[test]
    fn a_page_written_for_readers_without_scripts_is_read_as_they_see_it() {
        let post = "Көпірдің жөндеуі күзге дейін созылады. ".repeat(20);
        let page = format!("<p>Күте тұрыңыз<noscript><style>p{{}}</style><p>{post}<p>Екінші хабар</noscript><p>Соңы");
        assert_eq!(lines(&page), ["Күте тұрыңыз", post.trim(), "Екінші хабар", "Соңы"]);
        // Beside a text of its own, or where it only asks for scripts, it is not shown.
        let shown = format!("<p>{post}<noscript><p>{post}</noscript>");
        assert_eq!(lines(&shown), [post.trim()]);
        assert_eq!(lines("<noscript>Скриптерді қосыңыз</noscript><p>Күте тұрыңыз"), ["Күте тұрыңыз"]);
    }

    #[test]
    fn links_without_a_space_between_them_are_words() {
        assert_eq!(lines("<a>News</a><a>Sport</a> <b>W</b>ord"), ["News Sport Word"]);
    }
}
