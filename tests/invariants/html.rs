//! The law on pages of HTML: fixtures, their beginnings, pages put together from pieces of markup, and pages of nothing but
//! markup.

use std::fs;

use proptest::prelude::*;
use tazala::document::Document;
use tazala::pipeline::Page;

use crate::{CLEANER, law};

fn document(bytes: &[u8]) -> Document {
    Document { html: true, bytes: bytes.to_vec().into(), ..Document::from_text("page", "") }
}

/// How a page breaks the law, if it does.
fn obeys(bytes: &[u8]) -> Result<(), String> {
    let document = document(bytes);
    law::check(&document, &CLEANER.clean(&document))
}

fn fixtures() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir("fixtures/pages")
        .expect("the folder of pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".in.html"))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a page")))
        .collect();
    pages.sort();
    pages
}

#[test]
fn fixtures_and_their_beginnings_are_accounted_for() {
    let pages = fixtures();
    assert!(pages.len() >= 3, "only {} pages", pages.len());
    for (name, page) in pages {
        for (from, to) in [("\n", "\n"), ("\n", "\r\n"), ("\n", ""), ("<p>", "<p><p>"), ("</div>", ""), ("\"", "'")] {
            obeys(page.replace(from, to).as_bytes()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        }
        for end in (0..page.len()).step_by(37) {
            obeys(&page.as_bytes()[..end]).unwrap_or_else(|fault| panic!("{name}, first {end} bytes: {fault}"));
        }
    }
}

#[test]
fn the_page_itself_is_not_changed() {
    for (name, page) in fixtures() {
        let document = document(page.as_bytes());
        let Page { decoded, articles } = CLEANER.clean(&document);
        assert_eq!(&*decoded.text, page, "{name}");
        assert!(articles.iter().any(|a| !a.text.is_empty()), "{name}: no text");
        let text: String = articles.iter().map(|a| a.text.as_str()).collect();
        assert!(!text.contains("</") && !text.contains("&nbsp;"), "{name}: {text}");
    }
}

#[test]
fn pages_of_nothing_but_markup_are_accounted_for() {
    let units =
        ["<div>", "<div><span><ul><li>", "</p>", "<a href=\"", "<!--", "&#123", "<table><tr><td>x", "<p>а", "<br>"];
    for unit in units {
        obeys(unit.repeat(5_000).as_bytes()).unwrap_or_else(|fault| panic!("{unit}: {fault}"));
    }
}

/// Pieces of markup and text, right and wrong.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=\"post comments\">",
    "</div>",
    "<br>",
    "<br/>",
    "<b>",
    "</b>",
    "<a href='/x'>",
    "</a>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<h2 id=a>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<!-- ",
    " -->",
    "<!doctype html>",
    "<title>",
    "</title>",
    "<pre>",
    "</pre>",
    "<figcaption>",
    "</figcaption>",
    "<time datetime=\"2025-01-02T03:04\">",
    "</time>",
    "<",
    ">",
    "\"",
    "&nbsp;",
    "&amp;lt;p&amp;gt;",
    "&#1240;",
    "&laquo;",
    "\n",
    "  ",
    "\u{a0}",
    "\r\n",
    "\t",
    "\u{c}",
    "\0",
    "Жаңа көпір ашылды, оны ауыл тұрғындары үш жыл күтті.",
    "В посёлке открыли мост.",
    "сөз",
    "a",
    "21 ақпан 2025, 18:30",
    "Бөлісу",
    "Пікірлер (5)",
    "Source : https://example.kz/1",
    "<meta property=og:title content='Жаңа көпір'>",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"a\"}",
    "<svg>",
    "</svg>",
    "<select><option>",
    "</",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_markup_is_accounted_for(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        obeys(pieces.concat().as_bytes()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        obeys(&bytes).map_err(TestCaseError::fail)?;
    }
}
