//! What the elements of HTML are to a reader of text.

/// The elements that tell something of the text they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Any other.
    #[default]
    Other,
    A,
    Address,
    Article,
    Aside,
    Blockquote,
    Body,
    Br,
    Button,
    Cell,
    Description,
    Div,
    Figcaption,
    Figure,
    Footer,
    Form,
    Heading1,
    Heading2,
    Heading3,
    Header,
    Html,
    Item,
    Label,
    Link,
    List,
    Main,
    Meta,
    Nav,
    Paragraph,
    Preformatted,
    Row,
    Script,
    Section,
    Strong,
    Table,
    Time,
    Title,
}

impl Tag {
    /// True for a part of a line, and for what tells no more of its lines than the element around it does.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Tag::Other | Tag::A | Tag::Strong | Tag::Time)
    }
}

/// Number of [`Tag`]s.
pub(crate) const TAGS: usize = Tag::Title as usize + 1;

/// How an element stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Inside a line.
    Inline,
    /// It begins a line and ends one.
    Block,
    /// Likewise, but it belongs together with its neighbours: a cell, an item of a list.
    Part,
    /// It has no content.
    Void,
    /// Its content is not shown.
    Hidden,
}

/// The element called `name` (lower case).
pub(crate) fn element(name: &[u8]) -> (Tag, Flow) {
    use Flow::*;
    match name {
        b"a" => (Tag::A, Inline),
        b"b" | b"strong" => (Tag::Strong, Inline),
        b"p" => (Tag::Paragraph, Block),
        b"div" => (Tag::Div, Block),
        b"br" => (Tag::Br, Void),
        b"li" => (Tag::Item, Part),
        b"ul" | b"ol" | b"menu" | b"dir" => (Tag::List, Block),
        b"td" | b"th" => (Tag::Cell, Part),
        b"tr" => (Tag::Row, Part),
        b"table" => (Tag::Table, Block),
        b"thead" | b"tbody" | b"tfoot" | b"caption" => (Tag::Other, Part),
        b"dl" => (Tag::List, Block),
        b"dt" | b"dd" => (Tag::Description, Part),
        b"h1" => (Tag::Heading1, Block),
        b"h2" => (Tag::Heading2, Block),
        b"h3" | b"h4" | b"h5" | b"h6" => (Tag::Heading3, Block),
        b"article" => (Tag::Article, Block),
        b"section" => (Tag::Section, Block),
        b"main" => (Tag::Main, Block),
        b"nav" => (Tag::Nav, Block),
        b"aside" => (Tag::Aside, Block),
        b"header" | b"hgroup" => (Tag::Header, Block),
        b"footer" => (Tag::Footer, Block),
        b"figure" => (Tag::Figure, Block),
        b"figcaption" => (Tag::Figcaption, Block),
        b"blockquote" => (Tag::Blockquote, Block),
        b"pre" | b"listing" => (Tag::Preformatted, Block),
        b"form" => (Tag::Form, Block),
        b"address" => (Tag::Address, Block),
        b"button" => (Tag::Button, Part),
        b"label" => (Tag::Label, Part),
        b"time" => (Tag::Time, Inline),
        b"html" => (Tag::Html, Block),
        b"body" => (Tag::Body, Block),
        b"head" | b"center" | b"details" | b"summary" | b"fieldset" | b"legend" | b"dialog" | b"search" => {
            (Tag::Other, Block)
        }
        b"hr" => (Tag::Other, Void),
        b"meta" => (Tag::Meta, Void),
        b"link" => (Tag::Link, Void),
        b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"img" | b"input" | b"keygen"
        | b"param" | b"source" | b"track" | b"wbr" => (Tag::Other, Void),
        b"title" => (Tag::Title, Hidden),
        b"script" => (Tag::Script, Hidden),
        b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"applet" | b"canvas"
        | b"audio" | b"video" | b"select" | b"datalist" | b"textarea" | b"noembed" | b"noframes" | b"frameset"
        | b"xmp" | b"map" | b"rp" | b"rt" | b"rtc" => (Tag::Other, Hidden),
        _ => (Tag::Other, Inline),
    }
}

/// What the elements around a line are, as bits.
pub(crate) mod around {
    pub(crate) const ARTICLE: u32 = 1;
    pub(crate) const MAIN: u32 = 1 << 1;
    pub(crate) const NAV: u32 = 1 << 2;
    pub(crate) const HEADER: u32 = 1 << 3;
    pub(crate) const FOOTER: u32 = 1 << 4;
    pub(crate) const ASIDE: u32 = 1 << 5;
    pub(crate) const LIST: u32 = 1 << 6;
    pub(crate) const TABLE: u32 = 1 << 7;
    pub(crate) const FORM: u32 = 1 << 8;
    pub(crate) const FIGURE: u32 = 1 << 9;
    pub(crate) const SECTION: u32 = 1 << 10;
    pub(crate) const QUOTE: u32 = 1 << 11;
    pub(crate) const BUTTON: u32 = 1 << 12;
    pub(crate) const LINK: u32 = 1 << 13;
    /// Inside what the markup itself calls the text of the article.
    pub(crate) const TEXT: u32 = 1 << 14;
    /// Not shown before something happens: `hidden`, `display:none`, `aria-hidden`.
    pub(crate) const UNSEEN: u32 = 1 << 15;
    pub(crate) const PREFORMATTED: u32 = 1 << 16;
    pub(crate) const CAPTION: u32 = 1 << 17;
    /// Inside what the markup itself calls a thread of a forum or a question with its answers.
    pub(crate) const THREAD: u32 = 1 << 18;
    /// The content is no text at all.
    pub(crate) const HIDDEN: u32 = 1 << 31;
    /// What is beside the text, though it may stand inside its element.
    pub(crate) const BESIDE: u32 = NAV | HEADER | FOOTER | ASIDE | FORM | BUTTON;
}

/// What `tag` adds to what is around the lines inside it.
pub(crate) fn adds(tag: Tag) -> u32 {
    use around::*;
    match tag {
        Tag::Article => ARTICLE,
        Tag::Main => MAIN,
        Tag::Nav => NAV,
        Tag::Header => HEADER,
        Tag::Footer => FOOTER,
        Tag::Aside => ASIDE,
        Tag::List => LIST,
        Tag::Table => TABLE,
        Tag::Form => FORM,
        Tag::Figure => FIGURE,
        Tag::Section => SECTION,
        Tag::Blockquote => QUOTE,
        Tag::Button => BUTTON,
        Tag::A => LINK,
        Tag::Preformatted => PREFORMATTED,
        Tag::Figcaption => CAPTION,
        _ => 0,
    }
}
