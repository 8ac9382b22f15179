//! The lines that the text between tags makes, and the elements that hold them.

use smallvec::smallvec;

use super::hints::hash;
use super::{NONE, NOSCRIPT, Node, Open, Parted, Tree};
use crate::draft::{Edit, Span};
use crate::html::element::{Tag, around};
use crate::html::{LINES, MARKUP};

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

/// The line at hand.
#[derive(Debug)]
pub(super) struct Line {
    start: usize,
    end: usize,
    pub(super) facts: LineFacts,
}

impl Tree<'_> {
    /// A line break inside a block.
    pub(super) fn line_break(&mut self) {
        if !self.hidden() {
            // Two in a row part paragraphs.
            self.plain_row = false;
            let twice = self.line.is_none() && self.broken;
            self.end_line(if twice { Parted::Block } else { Parted::Break });
            self.broken = true;
        }
    }

    /// Text between two tags.
    pub(in crate::html) fn text(&mut self, start: usize, end: usize) {
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
                self.html.edits.push(Edit { span, after: after.into(), rules: smallvec![&MARKUP] });
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

    pub(super) fn end_line(&mut self, parted: Parted) {
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
