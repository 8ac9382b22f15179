//! Boxes that the markup itself names and that are never the text: readers' comments, captions of pictures.

use crate::html::element::{Tag, around};
use crate::html::tree::hints::hash;
use crate::rule::{Certainty, Rule, Stage};

use super::Markup;

/// What readers wrote below an article.
pub(crate) static READER_COMMENT: Rule = Rule::new(
    "reader-comment",
    Stage::Label,
    Certainty::Certain,
    "Comments of readers, in elements of HTML whose class or id says so",
    "They are not the article's. An element that holds the title, or that stands before any text, is the page itself, \
     whatever it is called; in what the markup calls a thread of a forum they are its posts.",
    ("<div class=\"comments\"><p>Керемет жаңалық екен!</p></div>", ""),
);

/// What stands under a picture.
pub(crate) static PICTURE_CAPTION: Rule = Rule::new(
    "picture-caption",
    Stage::Label,
    Certainty::Certain,
    "Captions of pictures, in elements of HTML that are made for them",
    "A caption breaks the text it stands in. One that is as long as a text is taken for text.",
    ("<figcaption>Жаңа көпір. Сурет: А. Бек</figcaption>", ""),
);

/// Rules of this file.
pub(crate) static RULES: &[&Rule] = &[&READER_COMMENT, &PICTURE_CAPTION];

/// Words of classes and ids that name the comments of a page.
const COMMENTS: &[&str] = &["comments", "comment", "commentlist", "commentaires", "kommentare", "respond", "disqus"];
/// Words of running text that stand before comments.
const TEXT_WORDS: u32 = 60;
/// Longest caption in words.
const CAPTION_WORDS: u32 = 80;

/// For each line the rule that takes it out, if any.
pub(crate) fn boxes(markup: &Markup<'_>) -> Vec<Option<&'static Rule>> {
    let html = markup.html;
    let mut out: Vec<Option<&'static Rule>> = (0..markup.lines.len())
        .map(|i| {
            let caption = html.nodes[html.lines[i].node as usize].around & around::CAPTION != 0;
            (caption && markup.lines[i].features.words <= CAPTION_WORDS).then_some(&PICTURE_CAPTION)
        })
        .collect();
    let names: Vec<u32> = COMMENTS.iter().map(|name| hash(name.as_bytes())).collect();
    let title = markup.title;
    let mut before = 0;
    let prose_before: Vec<u32> = markup
        .lines
        .iter()
        .map(|l| {
            let now = before;
            before += if l.features.prose() { l.features.words } else { 0 };
            now
        })
        .collect();
    // Elements are in the order of their first lines, so what is filled once is behind.
    let mut filled = 0;
    for node in &html.nodes {
        let (from, to) = (node.lines.0 as usize, node.lines.1 as usize);
        let thread = node.around & around::THREAD != 0;
        if to <= filled || thread || matches!(node.tag, Tag::Body | Tag::Html | Tag::Article | Tag::Main) {
            continue;
        }
        let hints = &html.hints[node.hints.0 as usize..node.hints.1 as usize];
        let named = hints.iter().any(|hint| names.contains(hint));
        if named && prose_before[from] > TEXT_WORDS && !title.is_some_and(|t| (from..to).contains(&t)) {
            out[from..to].fill(Some(&READER_COMMENT));
            filled = to;
        }
    }
    out
}
