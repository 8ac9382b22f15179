//! Linked data (JSON-LD): what a page says of its article to machines.

use serde_json::Value;

use super::head::iso;
use crate::article::spaced;
use crate::split::date::Iso;

/// The type of a script that holds linked data.
pub(super) const TYPE: &str = "application/ld+json";

/// Objects of one script that are looked at; a page about one article has a few dozen.
const OBJECTS: usize = 2_000;

/// What linked data tell of the article.
#[derive(Debug, Default)]
pub(super) struct Linked {
    articles: Vec<Article>,
    publisher: Option<String>,
    text: String,
}

#[derive(Debug, Default)]
struct Article {
    headline: Option<String>,
    published: Option<Iso>,
    modified: Option<Iso>,
    author: Option<String>,
}

impl Linked {
    /// Reads the text of a script. What is no JSON tells nothing.
    pub(super) fn read(&mut self, text: &str) {
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        let value: Option<Value> = serde_json::from_str(text).ok().or_else(|| {
            // Line breaks inside strings are the usual mistake.
            let mended: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&mended).ok()
        });
        let mut rest: Vec<&Value> = value.iter().collect();
        let mut seen = 0;
        while let Some(value) = rest.pop() {
            seen += 1;
            if seen > OBJECTS {
                return;
            }
            match value {
                Value::Array(list) => rest.extend(list.iter().rev()),
                Value::Object(map) => {
                    if map.get("@type").is_some_and(is_article) {
                        self.article(value);
                    }
                    for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"] {
                        rest.extend(map.get(key));
                    }
                }
                _ => {}
            }
        }
    }

    fn article(&mut self, value: &Value) {
        let text = |key: &str| value[key].as_str().map(unescaped).filter(|t| !t.is_empty());
        let day = |key: &str| value[key].as_str().and_then(iso);
        let author = match &value["author"] {
            Value::Array(list) => list.first().and_then(name),
            one => name(one),
        };
        self.articles.push(Article {
            headline: text("headline").or_else(|| text("name")),
            published: day("datePublished"),
            modified: day("dateModified"),
            author,
        });
        self.publisher = self.publisher.take().or_else(|| name(&value["publisher"]));
        if let Some(body) = value["articleBody"].as_str() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(body);
        }
    }

    /// The article, if the page is about one.
    fn only(&self) -> Option<&Article> {
        let first = self.articles.first()?;
        self.articles.iter().all(|a| a.headline == first.headline).then_some(first)
    }

    pub(super) fn headline(&self) -> Option<&str> {
        self.only()?.headline.as_deref()
    }

    pub(super) fn published(&self) -> Option<Iso> {
        self.only()?.published
    }

    pub(super) fn modified(&self) -> Option<Iso> {
        self.only()?.modified
    }

    pub(super) fn author(&self) -> Option<&str> {
        self.only()?.author.as_deref()
    }

    pub(super) fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// True for the types of one text: articles, posts, reports; not lists of them.
fn is_article(kind: &Value) -> bool {
    let one = |v: &Value| {
        v.as_str().is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting") || t.ends_with("NewsReport"))
    };
    match kind {
        Value::Array(list) => list.iter().any(one),
        kind => one(kind),
    }
}

/// A name, given as text or as the name of a thing.
fn name(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value["name"].as_str())?;
    Some(unescaped(text)).filter(|t| !t.is_empty() && !t.starts_with("http"))
}

/// `text` with its character references read, and single spaces.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in crate::repair::references(text) {
        out.push_str(&text[at..change.range.start]);
        out.push_str(&change.with);
        at = change.range.end;
    }
    out.push_str(&text[at..]);
    spaced(&out)
}
