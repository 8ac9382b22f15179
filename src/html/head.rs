//! What the head of a page, and data written for machines anywhere on it, tell of the article: Open Graph,
//! `<meta>`, `<link rel=canonical>`, `<time>`, `<title>`, and linked data (`linked`).

use super::element::Tag;
use super::linked::{self, Linked};
use super::tokens::{Attribute, Attributes};
use crate::article::spaced;
use crate::split::date::Iso;

/// What is told. Texts have single spaces, and are not yet repaired.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `og:title`, `twitter:title`.
    shared_title: Option<String>,
    /// `<title>`.
    page_title: Option<String>,
    /// First line of the first `<h1>`.
    pub heading: Option<usize>,
    heading_open: bool,
    pub site_name: Option<String>,
    pub description: Option<String>,
    author: Option<String>,
    published: Option<Iso>,
    modified: Option<Iso>,
    /// The first `<time datetime>` of the page, and whether there are others of another day.
    time: Option<Iso>,
    times: bool,
    canonical: Option<String>,
    /// `og:type` is `article`.
    article: bool,
    /// Language of the page, as `<html lang>` has it.
    pub language: Option<String>,
    linked: Linked,
    /// The script at hand is linked data.
    linked_open: bool,
}

impl Head {
    /// A `<meta>`, `<link>`, `<html>` or `<time>`.
    pub(super) fn tag(&mut self, tag: Tag, attributes: &Attributes) {
        let get = |kind| attributes.value(kind).map(str::trim).filter(|v| !v.is_empty());
        match tag {
            Tag::Html => self.language = self.language.take().or(get(Attribute::Lang).map(str::to_string)),
            Tag::Link => {
                let canonical = get(Attribute::Rel).is_some_and(|r| r.eq_ignore_ascii_case("canonical"));
                if let Some(href) = get(Attribute::Href).filter(|h| canonical && is_address(h)) {
                    self.canonical = Some(href.to_string());
                }
            }
            Tag::Time => {
                let Some(iso) = get(Attribute::Datetime).and_then(iso) else { return };
                self.times |= self.time.is_some_and(|t| !t.same_day(iso));
                self.time = self.time.or(Some(iso));
            }
            _ => {
                let name = get(Attribute::Property).or(get(Attribute::Name)).or(get(Attribute::Itemprop));
                if let (Some(name), Some(content)) = (name, get(Attribute::Content)) {
                    self.meta(&name.to_ascii_lowercase(), content);
                }
            }
        }
    }

    fn meta(&mut self, name: &str, content: &str) {
        let set = |field: &mut Option<String>| {
            if field.is_none() {
                *field = Some(spaced(content));
            }
        };
        match name {
            "og:title" | "twitter:title" => set(&mut self.shared_title),
            "og:site_name" | "application-name" => set(&mut self.site_name),
            "og:description" | "description" | "twitter:description" => set(&mut self.description),
            "og:type" => self.article |= content.eq_ignore_ascii_case("article"),
            "author" | "article:author" | "dc.creator" if !is_address(content) => set(&mut self.author),
            "og:url" if is_address(content) && self.canonical.is_none() => self.canonical = Some(content.to_string()),
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "dc.date.issued"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "date"
            | "dc.date"
            | "sailthru.date"
            | "parsely-pub-date" => {
                self.published = self.published.or(iso(content));
            }
            "article:modified_time" | "og:updated_time" | "datemodified" | "last-modified" => {
                self.modified = self.modified.or(iso(content));
            }
            _ => {}
        }
    }

    /// A script begins.
    pub(super) fn script(&mut self, attributes: &Attributes) {
        self.linked_open =
            attributes.value(Attribute::Type).is_some_and(|t| t.trim().eq_ignore_ascii_case(linked::TYPE));
    }

    /// The text of a script.
    pub(super) fn linked_data(&mut self, text: &str) {
        if std::mem::take(&mut self.linked_open) {
            self.linked.read(text);
        }
    }

    /// The text of `<title>`.
    pub(super) fn title(&mut self, text: &str) {
        if self.page_title.is_none() {
            self.page_title = Some(linked::unescaped(text)).filter(|t| !t.is_empty());
        }
    }

    /// An `<h1>` begins.
    pub(super) fn heading_begins(&mut self) {
        self.heading_open = self.heading.is_none();
    }

    /// Line `number` ends.
    pub(super) fn line(&mut self, number: usize) {
        if std::mem::take(&mut self.heading_open) {
            self.heading = Some(number);
        }
    }

    /// The titles that are told, the surest first. That of the page mostly has the name of the site behind it.
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        let all = [self.linked.headline(), self.shared_title.as_deref(), self.page_title.as_deref()];
        all.into_iter().flatten()
    }

    /// A title for a page that shows none, without the name of the site.
    pub(crate) fn title_text(&self) -> Option<&str> {
        let title = self.titles().next()?;
        let site = self.site_name()?;
        // «Title - Site», «Title | Site».
        let bare = title.strip_suffix(site).map(|t| t.trim_end().trim_end_matches(['|', '-', '–', '—', '·', ':']));
        Some(bare.map_or(title, str::trim).trim()).filter(|t| !t.is_empty())
    }

    pub(crate) fn site_name(&self) -> Option<&str> {
        self.site_name.as_deref().or(self.linked.publisher())
    }

    pub(crate) fn author(&self) -> Option<&str> {
        self.linked.author().or(self.author.as_deref())
    }

    /// Day of publication. A `<time>` counts when it is the only one: others are those of other news. It also gives the
    /// time of the declared day when that has none, as one of another zone is not read.
    pub(crate) fn published(&self) -> Option<Iso> {
        let Some(declared) = self.linked.published().or(self.published) else {
            return self.time.filter(|_| !self.times);
        };
        let timed = self.time.filter(|time| declared.time.is_none() && time.same_day(declared));
        Some(timed.unwrap_or(declared))
    }

    pub(crate) fn modified(&self) -> Option<Iso> {
        self.linked.modified().or(self.modified)
    }

    /// True for a page that says it is one article.
    pub(crate) fn is_article(&self) -> bool {
        self.article || self.published.is_some() || self.linked.headline().is_some()
    }

    pub(crate) fn canonical(&self) -> Option<&str> {
        self.canonical.as_deref()
    }

    /// The text of the article as linked data has it.
    pub(crate) fn text(&self) -> &str {
        self.linked.text()
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The day, and the time where its zone is the site's own, of `2025-02-21`, `2025-02-21T18:30:00+05:00` and the like.
/// A time in UTC is no time that the reader of the page sees, so it is left out.
pub(super) fn iso(text: &str) -> Option<Iso> {
    let bytes = text.as_bytes();
    let number = |at: usize, len: usize| -> Option<u16> {
        let digits = bytes.get(at..at + len)?;
        digits.iter().try_fold(0u16, |n, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
    };
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let mut day = Iso::new(number(0, 4)?, number(5, 2)? as u8, number(8, 2)? as u8)?;
    if matches!(bytes.get(10), Some(b'T' | b' ')) && bytes.get(13) == Some(&b':') {
        let zone =
            text.get(16..).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_digit() || ":. ".contains(c));
        let utc = zone.starts_with(['Z', 'z']) || ["+00", "-00", "UTC", "GMT"].iter().any(|z| zone.starts_with(z));
        if let (Some(hour @ 0..24), Some(minute @ 0..60), false) = (number(11, 2), number(14, 2), utc) {
            day.time = Some((hour as u8, minute as u8));
        }
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn day(text: &str) -> Option<String> {
        iso(text).map(|d| d.to_string())
    }

    #[test]
    fn dates_for_machines_are_read() {
        assert_eq!(day("2025-02-21T18:30:00+05:00").as_deref(), Some("2025-02-21T18:30"));
        assert_eq!(day("2025-02-21 18:30").as_deref(), Some("2025-02-21T18:30"));
        assert_eq!(day("2025-02-21T18:30:00.000Z").as_deref(), Some("2025-02-21"));
        assert_eq!(day("2025-02-31"), None);
        assert_eq!(day("21.02.2025"), None);
    }

    #[test]
    fn the_head_tells_what_it_knows() {
        let page = "<html lang=kk><title>Көпір ашылды — Тас Қала</title><meta property=og:site_name content='Тас Қала'>\
            <link rel=canonical href=https://tas.example/1><meta name=author content='А. Бек'>\
            <script type=\"application/ld+json\">{\"@graph\":[{\"@type\":[\"NewsArticle\"],\"headline\":\"Көпір &quot;Ұзын&quot;\",\
            \"datePublished\":\"2024-05-06T10:00:00+05:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"Айна\"}],\
            \"articleBody\":\"Жаңа\n көпір.\"}]}</script><body><h1>x</h1>";
        let html = read(page);
        let head = &html.head;
        assert_eq!(head.titles().collect::<Vec<_>>(), ["Көпір \"Ұзын\"", "Көпір ашылды — Тас Қала"]);
        assert_eq!((head.author(), head.site_name()), (Some("Айна"), Some("Тас Қала")));
        assert_eq!(head.published().map(|d| d.to_string()).as_deref(), Some("2024-05-06T10:00"));
        assert_eq!(
            (head.canonical(), head.text(), head.heading),
            (Some("https://tas.example/1"), "Жаңа  көпір.", Some(0))
        );
        assert_eq!(head.language.as_deref(), Some("kk"));
    }
}
