//! The elements that are open, and the lines that their text makes.
//!
//! Not the tree builder of the standard: which elements are around a line is all that is asked, so end tags that are
//! missing are put where the standard's parser would mostly put them, and those without a beginning are ignored.

use smallvec::smallvec;

use super::element::{Flow, Tag, adds, around, element};
use super::tokens::{Attribute, Attributes};
use super::{Html, LINES, MARKUP};
use crate::draft::{Edit, Span};

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

/// Where a line stands among the elements, and how much of it is a link.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineFacts {
    /// The innermost element at its beginning.
    pub node: u32,
    /// Bytes other than white space.
    pub bytes: u32,
    /// Those inside links, and those in bold.
    pub linked: u32,
    pub strong: u32,
    /// Links that begin in it.
    pub links: u16,
    /// A break, not a block, ends the line before it.
    pub after_break: bool,
    /// It holds a `<time>`.
    pub time: bool,
}

/// Open elements that are remembered; deeper ones count as their parent.
const DEPTH: usize = 512;
/// How far up the open elements one is looked for that a tag may close.
const REACH: usize = 64;
/// Words of class and id of one element that are remembered.
const HINTS: usize = 16;

const NONE: u32 = u32::MAX;

/// The element for readers without scripts.
pub(super) const NOSCRIPT: &[u8] = b"noscript";

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

/// The line at hand.
#[derive(Debug)]
struct Line {
    start: usize,
    end: usize,
    facts: LineFacts,
}

#[derive(Debug)]
pub(super) struct Tree<'s> {
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
pub(super) enum Scripts {
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
    pub(super) fn new(source: &'s str, scripts: Scripts) -> Tree<'s> {
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
    pub(super) fn start(&mut self, name: &[u8], attributes: &Attributes, self_closing: bool) {
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
                name_words(attributes, &self.html.hints[known..], &mut self.html.names);
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
    pub(super) fn end(&mut self, name: &[u8]) {
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

    /// A line break inside a block.
    fn line_break(&mut self) {
        if !self.hidden() {
            // Two in a row part paragraphs.
            self.plain_row = false;
            let twice = self.line.is_none() && self.broken;
            self.end_line(if twice { Parted::Block } else { Parted::Break });
            self.broken = true;
        }
    }

    /// Text between two tags.
    pub(super) fn text(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let Some(top) = self.open.last().copied() else { return self.words(start, end, None) };
        if top.around & around::HIDDEN == 0 {
            return self.words(start, end, Some(top));
        }
        let text = &self.source[start..end];
        match top.tag {
            Tag::Title => self.html.head.title(text),
            Tag::Script => self.html.head.linked_data(text),
            _ if top.name == hash(NOSCRIPT) => self.without_scripts += text_bytes(text),
            _ => {}
        }
    }

    fn words(&mut self, start: usize, end: usize, top: Option<Open>) {
        let bytes = self.source.as_bytes();
        let preformatted = top.is_some_and(|o| o.around & around::PREFORMATTED != 0);
        let mut at = start;
        while at < end {
            let blank = blank(&bytes[at..end]);
            if blank > 0 {
                if preformatted && memchr::memchr(b'\n', &bytes[at..at + blank]).is_some() {
                    self.end_line(Parted::Break);
                }
                self.space = true;
                at += blank;
                continue;
            }
            let word = at;
            while at < end && self::blank(&bytes[at..end]) == 0 {
                // To the next byte that can begin a blank.
                at += 1;
                at += bytes[at..end].iter().position(|b| is_edge(*b)).unwrap_or(end - at);
            }
            self.word(word, at, top);
        }
    }

    /// A run of text without white space.
    fn word(&mut self, start: usize, end: usize, top: Option<Open>) {
        let space = std::mem::take(&mut self.space);
        let apart = std::mem::take(&mut self.link_ended) && self.links > 0;
        if self.line.is_none() {
            if self.html.spans.len() >= LINES {
                return;
            }
            let node = self.node();
            let facts = LineFacts { node, after_break: self.parted == Parted::Break, ..LineFacts::default() };
            self.line = Some(Line { start, end: start, facts });
        }
        let Some(line) = &mut self.line else { return };
        if line.end < start && line.end > line.start {
            let after = if space || apart { " " } else { "" };
            if &self.source[line.end..start] != after {
                let span = Span::new(line.end, start);
                self.html.edits.push(Edit { span, after: after.to_string(), rules: smallvec![&MARKUP] });
            }
        }
        line.end = end;
        let facts = &mut line.facts;
        let size = (end - start) as u32;
        facts.bytes += size;
        facts.linked += if top.is_some_and(|o| o.link) { size } else { 0 };
        facts.strong += if top.is_some_and(|o| o.strong) { size } else { 0 };
        facts.links = facts.links.saturating_add(std::mem::take(&mut self.links));
        facts.time |= std::mem::take(&mut self.time);
        self.broken = false;
    }

    fn end_line(&mut self, parted: Parted) {
        (self.space, self.link_ended) = (false, false);
        let Some(line) = self.line.take() else {
            self.parted = self.parted.max(parted);
            return;
        };
        self.html.head.line(self.html.spans.len());
        self.html.spans.push(Span::new(line.start, line.end));
        self.html.after_blank.push(self.parted == Parted::Block);
        self.html.lines.push(line.facts);
        self.parted = parted;
        (self.links, self.time, self.broken) = (0, false, false);
    }

    /// The node of the innermost open element; makes those that are missing.
    fn node(&mut self) -> u32 {
        let first = self.html.spans.len() as u32;
        if self.html.nodes.is_empty() {
            self.html.nodes.push(Node {
                parent: 0,
                tag: Tag::Html,
                around: 0,
                hints: (0, 0),
                lines: (0, u32::MAX),
                depth: 0,
            });
        }
        let known = self.open.iter().rposition(|o| o.node != NONE);
        let mut parent = known.map_or(0, |i| self.open[i].node);
        for i in known.map_or(0, |i| i + 1)..self.open.len() {
            let o = &mut self.open[i];
            o.node = self.html.nodes.len() as u32;
            self.html.nodes.push(Node {
                parent,
                tag: o.tag,
                around: o.around,
                hints: o.hints,
                lines: (first, u32::MAX),
                depth: i as u16 + 1,
            });
            parent = o.node;
        }
        parent
    }

    /// The page, at its end, and how many bytes of text it shows only where no scripts run.
    pub(super) fn finish(&mut self) -> (Html, usize) {
        self.end_line(Parted::Block);
        self.close(0);
        let lines = self.html.spans.len() as u32;
        self.html.nodes.iter_mut().for_each(|n| n.lines.1 = n.lines.1.min(lines));
        (std::mem::take(&mut self.html), self.without_scripts)
    }
}

/// Bytes of `markup` outside tags.
fn text_bytes(markup: &str) -> usize {
    let after_tags = markup.split('<').enumerate();
    let text =
        after_tags.map(|(n, part)| if n == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    text.map(|t| t.trim().len()).sum()
}

/// Length of the white space that `bytes` begins with: that of Unicode too, and no-break spaces as character references.
fn blank(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        at += match rest.first() {
            Some(b) if b.is_ascii_whitespace() || *b == 0x0b => 1,
            Some(0xc2) if matches!(rest.get(1), Some(0x85 | 0xa0)) => 2,
            // U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F; U+1680; U+3000.
            Some(0xe2) if matches!(rest.get(1..3), Some([0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf] | [0x81, 0x9f])) => 3,
            Some(0xe1) if rest.starts_with("\u{1680}".as_bytes()) => 3,
            Some(0xe3) if rest.starts_with("\u{3000}".as_bytes()) => 3,
            Some(b'&') if rest.starts_with(b"&nbsp;") || rest.starts_with(b"&#160;") => 6,
            Some(b'&') if rest.starts_with(b"&#xa0;") || rest.starts_with(b"&#xA0;") => 6,
            _ => return at,
        };
    }
}

/// True for bytes that white space can begin with.
fn is_edge(b: u8) -> bool {
    b.is_ascii_whitespace() || matches!(b, 0x0b | 0xc2 | 0xe1..=0xe3 | b'&')
}

/// What the attributes of an element tell of the lines inside it.
fn told(attributes: &Attributes) -> u32 {
    let mut bits = 0;
    if attributes.value(Attribute::Hidden).is_some() || attributes.value(Attribute::AriaHidden) == Some("true") {
        bits |= around::UNSEEN;
    }
    if let Some(style) = attributes.value(Attribute::Style)
        && style.split(';').filter_map(|s| s.split_once(':')).any(|(name, value)| {
            let (name, value) = (name.trim(), value.trim());
            (name.eq_ignore_ascii_case("display") && value.starts_with("none"))
                || (name.eq_ignore_ascii_case("visibility") && value.starts_with("hidden"))
        })
    {
        bits |= around::UNSEEN;
    }
    if attributes.value(Attribute::Itemprop).is_some_and(|v| v.contains("articleBody")) {
        bits |= around::TEXT;
    }
    if attributes
        .value(Attribute::Itemtype)
        .is_some_and(|v| v.ends_with("DiscussionForumPosting") || v.ends_with("QAPage"))
    {
        bits |= around::THREAD;
    }
    match attributes.value(Attribute::Role) {
        Some("main") => bits |= around::MAIN,
        Some("navigation" | "menu" | "menubar") => bits |= around::NAV,
        Some("banner") => bits |= around::HEADER,
        Some("contentinfo") => bits |= around::FOOTER,
        Some("complementary") => bits |= around::ASIDE,
        Some("article") => bits |= around::ARTICLE,
        Some("button") => bits |= around::BUTTON,
        _ => {}
    }
    bits
}

/// Adds the hashes of the words of `text`, a class list or an id: runs of ASCII letters, parted where a capital
/// follows a small letter, in small letters. `most` bounds the list.
fn words(text: &str, hints: &mut Vec<u32>, most: usize) {
    const SHORTEST: usize = 2;
    const LONGEST: usize = 24;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && hints.len() < most {
        if !bytes[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len()
            && bytes[at].is_ascii_alphabetic()
            && !(bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase())
        {
            at += 1;
        }
        if (SHORTEST..=LONGEST).contains(&(at - start)) {
            hints.push(hash(&bytes[start..at]));
        }
    }
}

/// What FNV-1a begins with.
pub(crate) const SEED: u32 = 0x811c_9dc5;

/// One step of FNV-1a.
pub(crate) fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// FNV-1a of a name in small letters.
pub(crate) fn hash(name: &[u8]) -> u32 {
    name.iter().fold(SEED, |h, b| step(h, b.to_ascii_lowercase()))
}

/// Remembers which words have these hashes.
#[cfg(feature = "fit")]
fn name_words(attributes: &Attributes, hints: &[u32], names: &mut std::collections::HashMap<u32, String>) {
    for kind in [Attribute::Class, Attribute::Id, Attribute::Itemprop, Attribute::Role] {
        let value = attributes.value(kind).unwrap_or_default();
        for word in value.split(|c: char| !c.is_ascii_alphabetic()) {
            let word = word.to_ascii_lowercase();
            for start in 0..word.len() {
                for end in start + 1..=word.len() {
                    let key = hash(&word.as_bytes()[start..end]);
                    if hints.contains(&key) {
                        names.entry(key).or_insert_with(|| word[start..end].to_string());
                    }
                }
            }
        }
    }
}
