//! The elements that are open, and the lines that their text makes.
//!
//! Not the tree builder of the standard: which elements are around a line is all that is asked, so end tags that are
//! missing are put where the standard's parser would mostly put them, and those without a beginning are ignored.

pub(crate) mod hints;
mod lines;

use super::Html;
use super::element::{Flow, Tag, adds, around, element};
use super::tokens::{Attribute, Attributes};
use hints::{hash, told, words};
use lines::Line;
pub(crate) use lines::LineFacts;

/// An element that holds lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// The element around it; of the root, itself.
    pub parent: u32,
    pub tag: Tag,
    /// What is around its lines, as bits (see [`around`]).
    pub around: u32,
    /// The words of its class and id, a range of [`Html::hints`].
    pub hints: (u32, u32),
    /// The lines inside it, end exclusive.
    pub lines: (u32, u32),
    /// Elements around it.
    pub depth: u16,
}

/// Open elements that are remembered; deeper ones count as their parent.
const DEPTH: usize = 512;
/// How far up the open elements one is looked for that a tag may close.
const REACH: usize = 64;
/// Words of class and id of one element that are remembered.
const HINTS: usize = 16;

const NONE: u32 = u32::MAX;

/// The element for readers without scripts.
pub(in crate::html) const NOSCRIPT: &[u8] = b"noscript";

#[derive(Clone, Copy, Debug)]
struct Open {
    tag: Tag,
    flow: Flow,
    /// A hash of the name, for those that have no tag of their own.
    name: u32,
    around: u32,
    node: u32,
    hints: (u32, u32),
    link: bool,
    strong: bool,
}

#[derive(Debug)]
pub(in crate::html) struct Tree<'s> {
    source: &'s str,
    html: Html,
    open: Vec<Open>,
    /// Elements that were too deep to be remembered.
    deeper: usize,
    line: Option<Line>,
    /// White space was seen since the last word.
    space: bool,
    /// A link ended since the last word.
    link_ended: bool,
    /// How the line at hand, or the next one, is parted from the one before.
    parted: Parted,
    /// Place of the last line break that a tag made.
    broken: bool,
    links: u16,
    time: bool,
    /// The row at hand holds cells of a few words and nothing else.
    plain_row: bool,
    scripts: Scripts,
    /// Bytes of text that only a reader without scripts sees.
    without_scripts: usize,
}

/// Whether the page is read as a browser shows it that runs scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::html) enum Scripts {
    Run,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parted {
    Break,
    Part,
    Block,
}

impl<'s> Tree<'s> {
    pub(in crate::html) fn new(source: &'s str, scripts: Scripts) -> Tree<'s> {
        Tree {
            source,
            html: Html::default(),
            open: Vec::new(),
            deeper: 0,
            line: None,
            space: false,
            link_ended: false,
            parted: Parted::Block,
            broken: false,
            links: 0,
            time: false,
            plain_row: false,
            scripts,
            without_scripts: 0,
        }
    }

    /// What `name` is here.
    fn element(&self, name: &[u8]) -> (Tag, Flow) {
        match self.scripts {
            Scripts::Off if name == NOSCRIPT => (Tag::Other, Flow::Block),
            _ => element(name),
        }
    }

    fn hidden(&self) -> bool {
        self.open.last().is_some_and(|o| o.around & around::HIDDEN != 0)
    }

    /// A start tag.
    pub(in crate::html) fn start(&mut self, name: &[u8], attributes: &Attributes, self_closing: bool) {
        let (tag, flow) = self.element(name);
        match tag {
            Tag::Meta | Tag::Link | Tag::Html => self.html.head.tag(tag, attributes),
            Tag::Time => {
                self.time = true;
                self.html.head.tag(tag, attributes);
            }
            Tag::Br => self.line_break(),
            Tag::A => self.links = self.links.saturating_add(1),
            Tag::Script => self.html.head.script(attributes),
            _ => {}
        }
        if flow == Flow::Void {
            if name == b"hr" {
                self.end_line(Parted::Block);
            }
            return;
        }
        if matches!(flow, Flow::Block | Flow::Part) {
            self.begin(tag, flow);
            self.close_implied(tag);
        }
        // In foreign content a tag may close itself; everywhere else the standard ignores the slash.
        if self_closing && self.hidden() {
            return;
        }
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let above = self.open.last().copied();
        let mut bits = above.map_or(0, |o| o.around) | adds(tag);
        if flow == Flow::Hidden {
            bits |= around::HIDDEN;
        }
        let from = self.html.hints.len() as u32;
        if bits & around::HIDDEN == 0 {
            if !attributes.is_empty() {
                bits |= told(attributes);
                #[cfg(feature = "fit")]
                let known = self.html.hints.len();
                for kind in [Attribute::Class, Attribute::Id, Attribute::Itemprop, Attribute::Role] {
                    words(attributes.value(kind).unwrap_or_default(), &mut self.html.hints, from as usize + HINTS);
                }
                #[cfg(feature = "fit")]
                hints::name_words(attributes, &self.html.hints[known..], &mut self.html.names);
            }
            if tag == Tag::Heading1 {
                self.html.head.heading_begins();
            }
        }
        self.open.push(Open {
            tag,
            flow,
            name: hash(name),
            around: bits,
            node: NONE,
            hints: (from, self.html.hints.len() as u32),
            link: tag == Tag::A || above.is_some_and(|o| o.link),
            strong: tag == Tag::Strong || above.is_some_and(|o| o.strong),
        });
    }

    /// A block begins: it ends the line at hand, unless both are cells of a row of few words, which is a line.
    fn begin(&mut self, tag: Tag, flow: Flow) {
        if tag == Tag::Cell && self.joins() {
            self.space = true;
            return;
        }
        self.end_line(if flow == Flow::Block { Parted::Block } else { Parted::Part });
        self.plain_row = tag == Tag::Row || tag == Tag::Cell && self.plain_row;
    }

    /// True when the next cell of the row belongs to the line at hand. Pages that are laid out with tables have blocks or
    /// long texts in their cells.
    fn joins(&self) -> bool {
        /// Longest text of a cell, in bytes.
        const LONGEST: u32 = 120;
        self.plain_row && self.line.as_ref().is_some_and(|l| l.facts.bytes <= LONGEST)
    }

    /// An end tag.
    pub(in crate::html) fn end(&mut self, name: &[u8]) {
        let (tag, flow) = self.element(name);
        match flow {
            Flow::Block => self.end_line(Parted::Block),
            Flow::Part if tag == Tag::Cell && self.joins() => self.space = true,
            Flow::Part => self.end_line(Parted::Part),
            Flow::Void => {
                if tag == Tag::Br {
                    self.line_break();
                }
                return;
            }
            Flow::Inline | Flow::Hidden => {}
        }
        self.link_ended |= tag == Tag::A;
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let name = hash(name);
        // An inline element does not end the blocks around it, nor a cell or paragraph the table around it.
        let holds = |o: &Open| match flow {
            Flow::Inline => o.flow != Flow::Inline,
            Flow::Hidden => o.around & around::HIDDEN == 0,
            Flow::Part => o.tag == Tag::Table && tag != Tag::Table,
            _ => tag == Tag::Paragraph && matches!(o.tag, Tag::Table | Tag::Cell | Tag::Item),
        };
        for (up, o) in self.open.iter().rev().enumerate().take(if flow == Flow::Block { DEPTH } else { REACH }) {
            if o.name == name {
                let keep = self.open.len() - 1 - up;
                return self.close(keep);
            }
            if holds(o) {
                return;
            }
        }
    }

    /// Closes what a block that begins here ends without a tag: a paragraph; an item by the next one.
    fn close_implied(&mut self, tag: Tag) {
        for (up, o) in self.open.iter().rev().enumerate().take(REACH) {
            let ends = match tag {
                Tag::Item => o.tag == Tag::Item,
                Tag::Description => o.tag == Tag::Description,
                Tag::Cell => o.tag == Tag::Cell,
                Tag::Row => o.tag == Tag::Row,
                _ => o.tag == Tag::Paragraph,
            };
            if ends {
                let keep = self.open.len() - 1 - up;
                return self.close(keep);
            }
            let holds = match tag {
                Tag::Item | Tag::Description => o.tag == Tag::List || o.tag == Tag::Table,
                Tag::Cell | Tag::Row => o.tag == Tag::Table,
                _ => o.flow != Flow::Inline,
            };
            if holds {
                return;
            }
        }
    }

    /// Closes all but the outermost `keep` elements.
    fn close(&mut self, keep: usize) {
        let lines = self.html.spans.len() as u32 + u32::from(self.line.is_some());
        let mut unused = None;
        for o in self.open.drain(keep..) {
            match o.node {
                // Its hints are of no use, nor are those of the elements inside it.
                NONE => unused = unused.or(Some(o.hints.0)),
                node => self.html.nodes[node as usize].lines.1 = lines,
            }
        }
        if let Some(from) = unused {
            self.html.hints.truncate(from as usize);
        }
    }

    /// The page, at its end, and how many bytes of text it shows only where no scripts run.
    pub(in crate::html) fn finish(&mut self) -> (Html, usize) {
        self.end_line(Parted::Block);
        self.close(0);
        let lines = self.html.spans.len() as u32;
        self.html.nodes.iter_mut().for_each(|n| n.lines.1 = n.lines.1.min(lines));
        (std::mem::take(&mut self.html), self.without_scripts)
    }
}
