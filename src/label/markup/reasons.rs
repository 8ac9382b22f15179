//! What speaks for and against the lines of a page of HTML, in words, recomputed for those who ask.
//!
//! A fact of the second look weighs what the score would change if it were what it is on the middle line of the page;
//! the score of the first look among them is told by the weights that it is the sum of.

use std::collections::HashMap;

use super::first::{self, Source};
use super::words::{self, Place};
use super::{Markup, WEIGHTS, WORDS, second};
use crate::draft::Draft;
use crate::label::facts::Facts;
use crate::label::trees::{self, Columns};
use crate::label::{evidence, reasons};

/// Reasons of the first look that are told, at most.
const TOLD: usize = 3;

/// For each line what weighs, positive for keeping it, with the words for it.
pub(crate) fn told(draft: &Draft<'_>, markup: &Markup<'_>) -> Vec<Vec<(f32, String)>> {
    let weights = &*WEIGHTS;
    let first = first::scores(draft, markup, weights);
    let columns = Columns::of(&second::measure(markup, &first), first.len());
    let usual: Vec<u8> = (0..second::FACTS.len()).map(|fact| middle(&columns, fact, first.len())).collect();
    let names = names();
    let of = |line: usize| {
        let now = trees::score_with(&weights.second, &columns, line, (0, columns.bin(0, line)));
        let mut told = Vec::new();
        for (fact, usual) in usual.iter().enumerate() {
            let bin = columns.bin(fact, line);
            if bin == *usual {
                continue;
            }
            let weight = now - trees::score_with(&weights.second, &columns, line, (fact, *usual));
            match second::FACTS[fact] {
                "own" => told.extend(own(draft, markup, line, &names, weight)),
                name => told.push((weight, second_words(name, bin > *usual))),
            }
        }
        told
    };
    (0..first.len()).map(of).collect()
}

/// The bin of a fact that half of the lines do not exceed.
fn middle(columns: &Columns, fact: usize, lines: usize) -> u8 {
    let mut bins: Vec<u8> = (0..lines).map(|line| columns.bin(fact, line)).collect();
    bins.sort_unstable();
    bins.get(lines / 2).copied().unwrap_or_default()
}

/// The words that have weights, by their keys.
fn names() -> HashMap<u32, &'static str> {
    words::rows(WORDS).map(|(place, word, _)| (place.key(words::hash_of([word, ""])), word)).collect()
}

/// The heaviest reasons of the first look that pull the way in which its score does, which weighs `weight`.
fn own(
    draft: &Draft<'_>,
    markup: &Markup<'_>,
    line: usize,
    names: &HashMap<u32, &'static str>,
    weight: f32,
) -> Vec<(f32, String)> {
    let weights = &*WEIGHTS;
    let mut all: Vec<(f32, String)> = Vec::new();
    first::gather(markup, line, |at| {
        let words = match Source::of(at) {
            Source::Flat(fact) => reasons::first_words(name_of(evidence::FACTS, fact)).to_string(),
            Source::Markup(fact) => first_words(name_of(first::FACTS, fact)).to_string(),
        };
        all.push((weights.first[at], words));
    });
    let mut put = |place: Place, key: u32| {
        if let Some(name) = names.get(&key) {
            all.push((weights.words.weight(key), word_words(place, name)));
        }
    };
    words::around(markup.html, markup.html.lines[line].node, |place, word| put(place, place.key(word)));
    words::ends(draft.view(markup.lines[line].span).as_str(), |place, word| {
        put(place, place.key(words::hash_of(word)));
    });
    all.retain(|(w, _)| w * weight > 0.0);
    all.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let sum: f32 = all.iter().map(|(w, _)| w).sum();
    all.truncate(TOLD);
    all.into_iter().map(|(w, words)| (weight * w / sum, words)).collect()
}

fn name_of(facts: Facts, fact: usize) -> &'static str {
    facts.0[fact].0
}

/// What a word says at its place.
fn word_words(place: Place, word: &str) -> String {
    match place {
        Place::Near => format!("\"{word}\" in the class or id of its element or the one around it"),
        Place::Far => format!("\"{word}\" in the class or id of an element further out"),
        Place::First | Place::Pair => format!("begins with \"{word}\""),
        Place::Last => format!("ends with \"{word}\""),
        Place::Short => format!("a short line with \"{word}\""),
    }
}

/// What a fact of the first look measures.
fn first_words(name: &str) -> &str {
    match name {
        "tag" => "the element it stands in",
        "outer-tag" => "the element around its element",
        "article" => "inside or outside <article> and <main>",
        "nav-aside" => "inside or outside <nav> and <aside>",
        "header-footer" => "inside or outside <header> and <footer>",
        "list-table" => "inside or outside a list or table",
        "form-button" => "inside or outside a form or button",
        "figure-quote" => "inside or outside a figure or quote",
        "shown" => "whether the markup hides it, or calls it text",
        "linked" => "how much of it is a link",
        "strong" => "how much of it is bold",
        "depth" => "how deep it stands among the elements",
        "told-text" => "how much of it the page's data for machines have as text",
        "told-title" => "how much of it stands in the titles of the page's head",
        "told-description" => "how much of it stands in the description of the page's head",
        "behind-heading" => "its place to the title",
        "break" => "how it is parted from the line above",
        "time" => "whether it holds a time for machines",
        _ => name,
    }
}

/// What a fact of the second look says that is more (or less) than on the middle line.
fn second_words(name: &str, more: bool) -> String {
    let either = |low: &str, high: &str| if more { high.to_string() } else { low.to_string() };
    let part = name.rsplit_once('-').filter(|(_, end)| end.parse::<u8>().is_ok()).map_or(name, |(part, _)| part);
    match part {
        "words" if part != name => either("few words in its box", "many words in its box"),
        "lines" if part != name => either("few lines in its box", "many lines in its box"),
        "linked" if part != name => either("few links in its box", "many links in its box"),
        "prose" if part != name => either("little running text in its box", "running text in its box"),
        "share" => either("its box is a small part of the page", "its box is a large part of the page"),
        "score" => either("its box looks like no text", "its box looks like text"),
        "window" => either("among lines that look like no text", "among lines that look like text"),
        "words" => either("few words", "many words"),
        "letters-a-word" | "longest-word" => either("short words", "long words"),
        "function-words" => either("few function words", "many function words"),
        "capitals" => either("few words with a capital", "many words with a capital"),
        "upper" => either("few capitals", "many capitals"),
        "inner-sentences" => either("no second sentence in it", "several sentences in it"),
        "commas" => either("few commas", "many commas"),
        "end" | "ends-sentence" => either("does not end like a sentence", "ends like a sentence"),
        "start" => "how it begins".into(),
        "digits" => either("few figures", "many figures"),
        "address" => either("no address in it", "an address in it"),
        "bars" => either("no bars in it", "bars in it"),
        "repeats" => either("it stands once on the page", "it stands several times on the page"),
        "shape-repeats" => either("few lines of its shape", "many lines of its shape"),
        "prose" => either("no running text", "running text"),
        "years" => either("no year in it", "a year in it"),
        "other-script" => either("in the page's script", "not in the page's script"),
        "lines-above" | "place" | "words-above" => either("early on the page", "late on the page"),
        "lines-below" => either("near the end", "far from the end"),
        "lines" => either("a page of few lines", "a page of many lines"),
        "prose-lines" => either("little running text on the page", "much running text on the page"),
        "page-linked" => either("a page of few links", "a page of many links"),
        "page-score" => either("the page looks like no article", "the page looks like an article"),
        "tag" => "the element it stands in".into(),
        "paragraph" => either("not in a paragraph", "in a paragraph"),
        "heading" => either("no heading", "a heading"),
        "item" => either("no item of a list", "an item of a list"),
        "cell" => either("not in a table's cell", "in a table's cell"),
        "linked" => either("little of it is a link", "much of it is a link"),
        "links" => either("few links in it", "several links in it"),
        "strong" => either("little of it is bold", "much of it is bold"),
        "depth" => either("not deep among the elements", "deep among the elements"),
        "in-text" => either("not in what the markup calls the text", "in what the markup calls the text"),
        "unseen" => either("shown", "not shown at first"),
        "preformatted" => either("not in <pre>", "in <pre>"),
        "break" => either("no break before it", "a break before it"),
        "blank" => either("no block of its own", "a block of its own"),
        "time" => either("no time for machines in it", "a time for machines in it"),
        "told-text" => either(
            "the page's data for machines do not have it as text",
            "the page's data for machines have it as text, or no text at all",
        ),
        "told-title" => either("not in the titles of the page's head", "in the titles of the page's head"),
        "told-description" => {
            either("not in the description of the page's head", "in the description of the page's head")
        }
        "behind-heading" => either("close behind the title", "far behind the title, or before it"),
        "under-phrase" => "the heading it stands under".into(),
        "own" => "itself".into(),
        "1-above" | "2-above" | "3-above" => {
            either("the lines above look like no text", "the lines above look like text")
        }
        "1-below" | "2-below" | "3-below" => {
            either("the lines below look like no text", "the lines below look like text")
        }
        "words-1-above" | "words-2-above" => either("short lines above", "long lines above"),
        "words-1-below" | "words-2-below" => either("short lines below", "long lines below"),
        "end-1-above" => either("the line above is no sentence", "the line above ends like a sentence"),
        "end-1-below" => either("the line below is no sentence", "the line below ends like a sentence"),
        "linked-1-above" => either("few links in the line above", "links in the line above"),
        "linked-1-below" => either("few links in the line below", "links in the line below"),
        "same-1-above" => either("not in one element with the line above", "in one element with the line above"),
        "same-1-below" => either("not in one element with the line below", "in one element with the line below"),
        "run" | "best-distance" => either("above the main text", "behind the main text"),
        "best" => either("outside the element of the main text", "inside the element of the main text"),
        "best-steps" => either("close to the main text", "far from the main text among the elements"),
        "group-lines" => either("few lines in elements like its own", "many lines in elements like its own"),
        "group-words" => either("short lines in elements like its own", "long lines in elements like its own"),
        "group-linked" => either("few links in elements like its own", "links in elements like its own"),
        "group-prose" => {
            either("little running text in elements like its own", "running text in elements like its own")
        }
        "group-score" => either("elements like its own look like no text", "elements like its own look like text"),
        "family" => either("few elements like its own beside it", "many elements like its own beside it"),
        "family-score" => either(
            "the elements beside it that are like its own look like no text",
            "the elements beside it that are like its own look like text",
        ),
        "family-linked" => either(
            "few links in the elements beside it that are like its own",
            "links in the elements beside it that are like its own",
        ),
        "kept-above" => either("text not far above", "no text near above"),
        "kept-below" => either("text not far below", "no text near below"),
        _ => match name.strip_prefix("in-") {
            Some(element) => format!("{} {element}", if more { "inside a" } else { "not inside a" }),
            None => name.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_fact_has_words() {
        for name in second::FACTS {
            assert_ne!(second_words(name, true), *name, "{name}");
        }
        for (name, _) in first::FACTS.0 {
            assert_ne!(first_words(name), *name, "{name}");
        }
    }

    #[test]
    fn lines_are_told_by_their_elements_and_words() {
        let text = "Көпірдің жөндеуі күзде аяқталады, деп хабарлады аудан әкімдігі, ал оған дейін көлік айналып өтеді.";
        let page = format!(
            "<body><div class=menu><ul><li><a href=/>Басты бет</a><li><a href=/a>Ақпарат</a></ul></div><article><h1>Көпір \
             жөнделеді</h1><p>{text}<p>{text} Екінші.</article><div class=\"sidebar related\"><a href=/b>Тағы бір \
             хабар</a></div>"
        );
        let mut html = crate::html::read(&page);
        let draft = Draft::with_edits(&page, std::mem::take(&mut html.edits));
        let lines = crate::segment::measure(&draft, &html.spans, &html.after_blank);
        let reasons = reasons::reasons(&draft, &lines, Some(&html), &Config::default());
        assert_eq!(reasons.len(), lines.len());
        assert!(reasons.iter().all(|r| !r.words.is_empty()));
        let last = reasons.last().expect("a line");
        assert!(last.words.iter().any(|w| w.starts_with("against")), "{last:?}");
        assert!(reasons[3].words.iter().any(|w| w.starts_with("for")), "{:?}", reasons[3]);
    }
}
