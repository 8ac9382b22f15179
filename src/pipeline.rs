//! The stages in order.

use crate::article::Article;
use crate::config::Config;
use crate::decode::{self, Decoded};
use crate::document::Document;
use crate::draft::{Draft, Span};

/// The compiled tables and the configuration; built once, shared by threads.
#[derive(Debug)]
pub struct Cleaner {
    config: Config,
}

/// A page with the articles found on it.
#[derive(Debug)]
pub struct Page<'d> {
    /// The decoded page, the source that all spans point into.
    pub decoded: Decoded<'d>,
    /// At least one article; its text is empty when the page has none.
    pub articles: Vec<Article>,
}

impl Cleaner {
    /// A cleaner for `config`.
    pub fn new(config: Config) -> Cleaner {
        Cleaner { config }
    }

    /// What it was built with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Cleans one page. Total: any bytes give at least one article.
    pub fn clean<'d>(&self, document: &'d Document) -> Page<'d> {
        let decoded = decode::decode(&document.bytes, self.config.encoding.as_deref().or(document.encoding.as_deref()));
        let draft = Draft::new(&decoded.text);
        let span = Span::new(0, decoded.text.len());
        let article = Article {
            id: document.id.clone(),
            part: (1, 1),
            span,
            language: "und",
            script: "Zyyy",
            text: draft.view(span).as_str().to_string(),
            kept: vec![span],
            ..Article::default()
        };
        Page { articles: vec![article], decoded }
    }
}
