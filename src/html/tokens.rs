//! The tokenizer's events, turned into tags, text and attributes with their places in the page.
//!
//! The tokenizer is that of the crate html5gum (WHATWG HTML, 13.2.5). Of all that it can give, only the places of tags
//! and comments are taken, and the attributes that tell something: text is what stands between them, undecoded, so that
//! every place is one in the source.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer, emitters::naive_next_state};

use super::Html;
use super::tree::{NOSCRIPT, Scripts, Tree};

/// An attribute that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Class,
    Id,
    Itemprop,
    Itemtype,
    Role,
    Hidden,
    AriaHidden,
    Style,
    Name,
    Property,
    Content,
    Rel,
    Href,
    Lang,
    Datetime,
    Type,
}

fn attribute(name: &[u8]) -> Option<Attribute> {
    Some(match name {
        b"class" => Attribute::Class,
        b"id" => Attribute::Id,
        b"itemprop" => Attribute::Itemprop,
        b"itemtype" => Attribute::Itemtype,
        b"role" => Attribute::Role,
        b"hidden" => Attribute::Hidden,
        b"aria-hidden" => Attribute::AriaHidden,
        b"style" => Attribute::Style,
        b"name" => Attribute::Name,
        b"property" => Attribute::Property,
        b"content" => Attribute::Content,
        b"rel" => Attribute::Rel,
        b"href" => Attribute::Href,
        b"lang" => Attribute::Lang,
        b"datetime" => Attribute::Datetime,
        b"type" => Attribute::Type,
        _ => return None,
    })
}

/// The attributes of one tag, in one buffer that is used again and again.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    list: Vec<(Attribute, usize, usize)>,
    bytes: Vec<u8>,
}

impl Attributes {
    /// The value of an attribute; bytes that are no UTF-8 make it empty.
    pub(super) fn value(&self, wanted: Attribute) -> Option<&str> {
        let (_, start, end) = self.list.iter().find(|(a, ..)| *a == wanted)?;
        Some(std::str::from_utf8(&self.bytes[*start..*end]).unwrap_or_default())
    }

    /// True when there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn clear(&mut self) {
        self.list.clear();
        self.bytes.clear();
    }
}

/// Longest value that is read; class lists and descriptions are far shorter, pictures written as addresses are not.
const LONGEST_VALUE: usize = 4096;
/// Longest name of an element or attribute; the longest we know has eleven letters.
const LONGEST_NAME: usize = 32;

struct Tokens<'s> {
    tree: Tree<'s>,
    scripts: Scripts,
    at: usize,
    /// Where the text since the last tag begins.
    text: usize,
    /// Where the last tag or comment was opened.
    opened: usize,
    /// A tag is open.
    inside: bool,
    start: bool,
    name: Vec<u8>,
    last_start: Vec<u8>,
    attribute: Vec<u8>,
    attributes: Attributes,
    self_closing: bool,
}

/// Reads a page. One that shows next to nothing before its scripts have run, while it holds a text for readers without
/// scripts, is read as these see it: forums are often written so.
pub(super) fn read(source: &str) -> Html {
    /// How much more text there is without scripts, and its least size in bytes: less is a request to turn them on.
    const MORE: usize = 3;
    const LEAST: usize = 500;
    let (html, without_scripts) = read_with(source, Scripts::Run);
    let shown: usize = html.lines.iter().map(|l| l.bytes as usize).sum();
    if without_scripts < LEAST.max(shown * MORE) { html } else { read_with(source, Scripts::Off).0 }
}

fn read_with(source: &str, scripts: Scripts) -> (Html, usize) {
    let tokens = Tokens {
        tree: Tree::new(source, scripts),
        scripts,
        at: 0,
        text: 0,
        opened: 0,
        inside: false,
        start: false,
        name: Vec::with_capacity(LONGEST_NAME),
        last_start: Vec::with_capacity(LONGEST_NAME),
        attribute: Vec::with_capacity(LONGEST_NAME),
        attributes: Attributes::default(),
        self_closing: false,
    };
    let mut read = (Html::default(), 0);
    let emitter = Sink { tokens, read: &mut read };
    // The reader of a string cannot fail, and this emitter yields no tokens: one call runs to the end.
    let _ = Tokenizer::new_with_emitter(source, emitter).next();
    read
}

/// The tokens of a page, and where what was read goes at its end.
struct Sink<'s, 'h> {
    tokens: Tokens<'s>,
    read: &'h mut (Html, usize),
}

impl Tokens<'_> {
    /// Gives the text before the tag or comment that was just read to the tree.
    fn text_before(&mut self) {
        // A comment in a script is part of it; places never go back.
        let start = self.text.min(self.opened);
        self.tree.text(start, self.opened);
        self.text = self.at;
    }
}

impl Emitter for Sink<'_, '_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.tokens.last_start.clear();
        self.tokens.last_start.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        let tokens = &mut self.tokens;
        // A tag that is never closed is no text.
        let end = if tokens.inside { tokens.opened } else { tokens.at };
        tokens.tree.text(tokens.text.min(end), end);
        *self.read = tokens.tree.finish();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.tokens.opened = self.tokens.at - 1;
    }

    fn init_start_tag(&mut self) {
        let tokens = &mut self.tokens;
        (tokens.start, tokens.inside, tokens.self_closing) = (true, true, false);
        tokens.name.clear();
        tokens.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        (self.tokens.start, self.tokens.inside) = (false, true);
        self.tokens.name.clear();
        self.tokens.attributes.clear();
    }

    fn push_tag_name(&mut self, part: &[u8]) {
        push(&mut self.tokens.name, part, LONGEST_NAME);
    }

    fn set_self_closing(&mut self) {
        self.tokens.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.tokens.attribute.clear();
    }

    fn push_attribute_name(&mut self, part: &[u8]) {
        let tokens = &mut self.tokens;
        push(&mut tokens.attribute, part, LONGEST_NAME);
        // Attributes without a value are told by their names, which may come in parts.
        if tokens.attribute == b"hidden" {
            let at = tokens.attributes.bytes.len();
            tokens.attributes.list.push((Attribute::Hidden, at, at));
        }
    }

    fn push_attribute_value(&mut self, part: &[u8]) {
        let tokens = &mut self.tokens;
        let Some(kind) = attribute(&tokens.attribute) else { return };
        let bytes = &mut tokens.attributes.bytes;
        let fits = |had: usize| had + part.len() <= LONGEST_VALUE;
        match tokens.attributes.list.last_mut() {
            Some((last, start, end)) if *last == kind && fits(*end - *start) => {
                bytes.extend_from_slice(part);
                *end = bytes.len();
            }
            Some((last, ..)) if *last == kind => {}
            _ if fits(0) => {
                let start = bytes.len();
                bytes.extend_from_slice(part);
                tokens.attributes.list.push((kind, start, bytes.len()));
            }
            _ => {}
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let tokens = &mut self.tokens;
        tokens.inside = false;
        tokens.text_before();
        if !tokens.start {
            tokens.last_start.clear();
            tokens.tree.end(&tokens.name);
            return None;
        }
        tokens.tree.start(&tokens.name, &tokens.attributes, tokens.self_closing);
        std::mem::swap(&mut tokens.name, &mut tokens.last_start);
        match tokens.last_start.as_slice() {
            NOSCRIPT if tokens.scripts == Scripts::Off => None,
            name => naive_next_state(name),
        }
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        self.tokens.text_before();
    }

    fn init_doctype(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_force_quirks(&mut self) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn emit_current_doctype(&mut self) {
        self.tokens.text_before();
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        let tokens = &self.tokens;
        !tokens.start && !tokens.last_start.is_empty() && tokens.last_start == tokens.name
    }

    fn move_position(&mut self, by: isize) {
        self.tokens.at = self.tokens.at.saturating_add_signed(by);
    }
}

/// Adds a part of a name, as far as names go.
fn push(name: &mut Vec<u8>, part: &[u8], longest: usize) {
    if name.len() + part.len() <= longest {
        name.extend_from_slice(part);
    }
}
