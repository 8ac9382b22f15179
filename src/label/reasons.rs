//! Why a line was kept or left out, in words: what weighed most, recomputed for those who ask.
//!
//! A phrase is named by its rule. A fact of the second look weighs what the score would change if it
//! were what it is on most lines; of the first look the facts with the greatest weights are named. Of the third
//! look, where a page gets one, its own facts are told beside those of the second.

use super::evidence::{FACTS, Page};
use super::markup::{self, Markup};
use super::surroundings::{NAMES, Surroundings};
use super::third::{self, Reading, THIRD};
use super::trees::{self, Columns};
use super::wording::WORDING;
use super::{Labels, Scores, evidence, find_phrases, is_weak, label_with, model};
use crate::config::Config;
use crate::draft::{Draft, Span};
use crate::html::Html;
use crate::segment::Line;
use crate::segment::features::{End, Start};

/// Why one line was kept or left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Reasons {
    /// The line.
    pub span: Span,
    /// Log odds for keeping it; its neighbours may have had the last word.
    pub score: f32,
    /// What weighed most, the heaviest first; each begins with `for` or `against`.
    pub words: Vec<String>,
}

/// Reasons that are told of a line.
const TOLD: usize = 4;

/// Reasons of this weight and less are not told.
const LEAST: f32 = 0.15;

/// The reasons for all lines of a page; of HTML, with where they stand among its elements.
pub(crate) fn reasons(draft: &Draft<'_>, lines: &[Line], html: Option<&Html>, config: &Config) -> Vec<Reasons> {
    let labels = label_with(draft, lines, html, None, config, Scores::All);
    let phrases = find_phrases(draft, lines).kinds;
    let page = Page::of(lines, &phrases);
    let (told, bias) = match html {
        Some(html) => {
            let markup = Markup::of(draft, lines, &page, &phrases, html);
            (markup::reasons::told(draft, &markup), markup::WEIGHTS.bias)
        }
        None => (told(draft, lines, &page, &phrases), model::WEIGHTS.bias),
    };
    told.into_iter()
        .enumerate()
        .map(|(i, told)| {
            let mut told = joined(told);
            told.retain(|(w, _)| w.abs() > LEAST);
            told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
            let score = labels.scores[i] + bias;
            let mut words = beyond_doubt(&labels, lines, i);
            words.extend(told.iter().map(|(w, why)| format!("{} ({w:+.1}): {why}", side(*w))));
            words.truncate(TOLD);
            if words.is_empty() {
                words.push(format!("{}: nothing stands out, many small things add up", side(score)));
            }
            if labels.keep[i] != (score > 0.0) {
                words.push(format!("{}: the lines around it", if labels.keep[i] { "for" } else { "against" }));
            }
            Reasons { span: lines[i].span, score, words }
        })
        .collect()
}

/// What weighs on the lines of flat text, with the words for it.
fn told(draft: &Draft<'_>, lines: &[Line], page: &Page, phrases: &[u8]) -> Vec<Vec<(f32, String)>> {
    let weights = &*model::WEIGHTS;
    let first = model::first_scores(lines, page, phrases, &weights.first);
    let all: Vec<usize> = (0..lines.len()).collect();
    let columns = Surroundings::of(lines, page, phrases, &first).facts(&all);
    let third = third::looks_at(lines, phrases).then(|| {
        let mut scores = vec![0.0; lines.len()];
        trees::add(&weights.second, &columns, &mut scores);
        third::gather(lines, page, &columns, &scores, &Reading::of(draft, lines, &WORDING), &all)
    });
    let offsets = FACTS.offsets();
    let of = |i: usize| {
        let now = trees::score_with(&weights.second, &columns, i, (0, columns.bin(0, i)));
        let mut told: Vec<(f32, String)> = Vec::new();
        for (fact, typical) in weights.typical.iter().enumerate() {
            let bin = columns.bin(fact, i);
            let weight = now - trees::score_with(&weights.second, &columns, i, (fact, *typical));
            if fact == 0 {
                // The first look itself: its heaviest facts that pull the same way.
                let mut own: Vec<(f32, &str)> = Vec::new();
                evidence::gather(lines, page, phrases, i, |f, b| {
                    own.push((weights.first[offsets[f] + b], FACTS.0[f].0));
                });
                own.retain(|(w, _)| w * weight > 0.0);
                own.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
                let all: f32 = own.iter().map(|(w, _)| w).sum();
                told.extend(own.iter().take(2).map(|(w, name)| (weight * w / all, first_words(name).to_string())));
            } else {
                told.push((weight, second_words(NAMES[fact], bin, *typical)));
            }
        }
        told.extend(third.iter().flat_map(|columns| third_told(columns, i)));
        told
    };
    (0..lines.len()).map(of).collect()
}

/// What the facts of the third look alone weigh for line `i`, beside what the second look thought of it.
fn third_told(columns: &Columns, i: usize) -> impl Iterator<Item = (f32, String)> + '_ {
    let own = NAMES.len()..third::NAMES.len();
    let so_far = own.start;
    let now = trees::score_with(&THIRD.trees, columns, i, (so_far, columns.bin(so_far, i)));
    own.skip(1).zip(&THIRD.typical[so_far + 1..]).map(move |(fact, typical)| {
        let weight = now - trees::score_with(&THIRD.trees, columns, i, (fact, *typical));
        (weight, third_words(third::NAMES[fact], columns.bin(fact, i), *typical))
    })
}

/// Facts that say the same in one.
fn joined(told: Vec<(f32, String)>) -> Vec<(f32, String)> {
    let mut out: Vec<(f32, String)> = Vec::with_capacity(told.len());
    for (weight, words) in told {
        match out.iter_mut().find(|(_, w)| *w == words) {
            Some((sum, _)) => *sum += weight,
            None => out.push((weight, words)),
        }
    }
    out
}

fn side(weight: f32) -> &'static str {
    if weight > 0.0 { "for" } else { "against" }
}

/// What decides without any weighing.
fn beyond_doubt(labels: &Labels, lines: &[Line], i: usize) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(rule) = labels.hits[i] {
        let how = if is_weak(rule) { "perhaps, by its words" } else { "by its words" };
        words.push(format!("against: {how}, {} ({})", lower_first(rule.summary), rule.name));
    }
    if labels.is_foreign(i) {
        words.push("against: in a script the page does not use".into());
    }
    if lines[i].features.end == End::Ellipsis && labels.scores[i] <= super::CONDEMNED {
        words.push("against: one of several lines cut off by an ellipsis".into());
    }
    words
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// What a fact of the first look measures.
pub(super) fn first_words(name: &str) -> &str {
    match name {
        "shape" => "its number of words and how it ends",
        "function-words" => "its share of function words",
        "capitals" => "its share of words with a capital",
        "inner-sentences" => "the sentences inside it",
        "commas" => "its commas",
        "start" => "how it begins",
        "digits" => "its share of figures",
        "marks" => "addresses, @ or bars in it",
        "repeats" => "lines like it on the page",
        "lines-from-top" => "its distance from the top",
        "lines-from-bottom" => "its distance from the end",
        "place" => "its place on the page",
        "blank-lines" => "blank lines around it",
        "main-run" => "its place to the longest stretch of text",
        "prose-above" => "its distance to running text above",
        "prose-below" => "its distance to running text below",
        "prose-near" => "running text right beside it",
        "prose-around" => "running text around it",
        "prose-on-page" => "how much running text the page has",
        "script" => "its script",
        "shape-2-above" | "shape-1-above" => "the lines above it",
        "shape-1-below" | "shape-2-below" => "the lines below it",
        "like-neighbours" => "how like its neighbours it is",
        "longest-word" => "its longest word",
        "phrase" => "a phrase in it",
        "phrase-above" => "a phrase in the line above",
        "phrase-below" => "a phrase in the line below",
        "under-heading" => "the heading it stands under",
        "year" => "years in it",
        _ => name,
    }
}

/// What a fact of the second look says with this bin, beside the bin of most lines.
fn second_words(name: &str, bin: u8, typical: u8) -> String {
    let either = |less: &str, more: &str| if bin < typical { less.to_string() } else { more.to_string() };
    match name {
        "1-above" | "2-above" | "3-above" => {
            either("the lines above look like no text", "the lines above look like text")
        }
        "1-below" | "2-below" | "3-below" => {
            either("the lines below look like no text", "the lines below look like text")
        }
        "window-2" | "window-6" | "window-15" | "words-window-6" => {
            either("among lines that look like no text", "among lines that look like text")
        }
        "run-distance" => match bin {
            8 => "inside the main text".into(),
            0..8 => "above the main text".into(),
            _ => "behind the main text".into(),
        },
        "run-gap" => either("little between it and the main text", "much between it and the main text"),
        "run-share" => either("the main text is a small part of the page", "the main text is most of the page"),
        "page" => either("the page looks like no article", "the page looks like an article"),
        "page-lines" => either("a page of few lines", "a page of many lines"),
        "page-words" => either("a page of few words", "a page of many words"),
        "page-prose" => either("little running text on the page", "much running text on the page"),
        "run-paragraph" => either("the paragraphs of the page are short", "the paragraphs of the page are long"),
        "words-to-paragraph" => either("short beside the page's paragraphs", "as long as the page's paragraphs"),
        "words" => either("few words", "many words"),
        "end" => format!("ends with {}", end_words(bin)),
        "start" => format!("begins with {}", start_words(bin)),
        "stop-words" => either("few function words", "many function words"),
        "capitals" => either("few words with a capital", "many words with a capital"),
        "digits" => either("few figures", "many figures"),
        "sentences" => either("no second sentence in it", "several sentences in it"),
        "commas" => either("few commas", "many commas"),
        "longest-word" => either("short words", "long words"),
        "words-1-above" | "words-2-above" => either("short lines above", "long lines above"),
        "words-1-below" | "words-2-below" => either("short lines below", "long lines below"),
        "end-1-above" => format!("the line above ends with {}", end_words(bin.wrapping_sub(1))),
        "end-1-below" => format!("the line below ends with {}", end_words(bin.wrapping_sub(1))),
        "prose-above" | "paragraph-above" => either("running text not far above", "no running text near above"),
        "prose-below" | "paragraph-below" => either("running text not far below", "no running text near below"),
        "prose-near" => either("little running text around it", "running text around it"),
        "short-near" => either("few short lines around it", "short lines around it"),
        "repeats" => either("it stands once on the page", "it stands several times on the page"),
        "repeats-near" => either("nothing repeated around it", "repeated lines around it"),
        "rhythm" => either("no rhythm of like lines", "like lines return at equal distances"),
        "alike" => either("its neighbours look different", "one of many like lines in a row"),
        "phrase" => either("no phrase of a site's furniture in it", "a phrase of a site's furniture in it"),
        "phrase-near" => either("no furniture around it", "furniture around it"),
        "since-comments" => either("not far behind a heading of comments", "no heading of comments near above"),
        "since-related" => either("not far behind a heading of other news", "no heading of other news near above"),
        "since-tags" => either("not far behind tags or share buttons", "no tags or share buttons near above"),
        "since-foot" => either("not far behind the foot of the page", "not at the foot of the page"),
        "place" => either("early on the page", "late on the page"),
        "from-top" => either("near the top", "far from the top"),
        "from-bottom" => either("near the end", "far from the end"),
        "script" => either("in the page's script", "not in the page's script, or without letters"),
        "year" => either("no year in it", "a year in it"),
        _ => name.to_string(),
    }
}

/// What a fact of the third look says with this bin, beside the bin of most lines.
fn third_words(name: &str, bin: u8, typical: u8) -> String {
    let (less, more) = match name {
        "wording" => ("its words are those of a site's furniture", "its words are those of a text"),
        "wording-1-above" | "wording-2-above" => {
            ("the words above are those of a site's furniture", "the words above are those of a text")
        }
        "wording-1-below" | "wording-2-below" => {
            ("the words below are those of a site's furniture", "the words below are those of a text")
        }
        name if name.starts_with("wording-") => ("among words of a site's furniture", "among words of a text"),
        "so-far-distance" => match bin {
            8 => return "inside the main text".into(),
            _ => ("above the main text", "behind the main text"),
        },
        "so-far-gap" => ("little between it and the main text", "much between it and the main text"),
        name if name.starts_with("so-far-") => {
            ("among lines that look like no text", "among lines that look like text")
        }
        "pattern" => ("no line is built like it", "other lines are built like it"),
        "patterns-near" => ("few dates or counters in a row around it", "dates or counters in a row around it"),
        "patterns-above" => ("few dates or counters in a row above", "dates or counters in a row above"),
        "patterns-below" => ("few dates or counters in a row below", "dates or counters in a row below"),
        "names-near" => ("few names around it", "names around it"),
        "kept-above" => ("little of the text above it", "much of the text above it"),
        "kept-below" => ("little of the text below it", "much of the text below it"),
        "topic" | "topic-hits" => ("few of its words stand in the text", "many of its words stand in the text"),
        "topic-page" => ("the lines of the page share few words", "the lines of the page share many words"),
        name if name.starts_with("topic-") => {
            ("few words around it stand in the text", "many words around it stand in the text")
        }
        _ => (name, name),
    };
    if bin < typical { less } else { more }.to_string()
}

fn end_words(bin: u8) -> &'static str {
    match bin {
        b if b == End::Sentence as u8 => "a full stop",
        b if b == End::Ellipsis as u8 => "an ellipsis",
        b if b == End::Colon as u8 => "a colon",
        b if b == End::Comma as u8 => "a comma",
        b if b == End::Closed as u8 => "a closing quote or bracket",
        b if b == End::Digit as u8 => "a figure",
        b if b == End::Letter as u8 => "a letter",
        255 => "nothing: there is none",
        _ => "a sign",
    }
}

fn start_words(bin: u8) -> &'static str {
    match bin {
        b if b == Start::Upper as u8 => "a capital",
        b if b == Start::Lower as u8 => "a small letter",
        b if b == Start::Digit as u8 => "a figure",
        b if b == Start::Dash as u8 => "a dash",
        b if b == Start::Quote as u8 => "a quote or bracket",
        _ => "a sign",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_words() {
        for name in NAMES.iter().skip(1) {
            assert_ne!(second_words(name, 0, 1), *name, "{name}");
        }
        for (name, _) in FACTS.0 {
            assert_ne!(first_words(name), *name, "{name}");
        }
        assert_eq!(model::WEIGHTS.typical.len(), NAMES.len());
        for name in third::OWN.iter().skip(1) {
            assert_ne!(third_words(name, 0, 1), *name, "{name}");
        }
        assert_eq!(THIRD.typical.len(), third::NAMES.len());
    }

    #[test]
    fn lines_beyond_doubt_are_judged_as_if_they_had_been_asked() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages");
        let files = std::fs::read_dir(folder).expect("the folder of pages").map(|file| file.expect("a file").path());
        let mut unasked = 0;
        for file in files.filter(|file| file.to_string_lossy().ends_with(".in.txt")) {
            let text = String::from_utf8_lossy(&std::fs::read(&file).expect("a page")).into_owned();
            let draft = Draft::new(&text);
            let (spans, blank) = crate::segment::line_spans(&text);
            let lines = crate::segment::measure(&draft, &spans, &blank);
            let judge = |exact| label_with(&draft, &lines, None, None, &Config::default(), exact);
            let (asked, all) = (judge(Scores::Deciding), judge(Scores::All));
            assert_eq!(asked.keep, all.keep, "{}", file.display());
            for (asked, exact) in asked.scores.iter().zip(&all.scores) {
                assert!(asked == exact || (*asked > 1.5) == (*exact > 1.5), "{asked} for {exact}: {}", file.display());
                unasked += usize::from(asked != exact);
            }
        }
        assert!(unasked > 0, "some lines are beyond doubt");
    }

    #[test]
    fn words_of_a_page_in_latin_letters_are_reasons() {
        let text = "Sign in\nSubscribe to our newsletter\nShare this\n\
                    The bridge was opened on Monday, and the first cars went over it, the mayor said.\nPrivacy policy\n";
        let draft = Draft::new(text);
        let (spans, blank) = crate::segment::line_spans(text);
        let lines = crate::segment::measure(&draft, &spans, &blank);
        let reasons = reasons(&draft, &lines, None, &Config::default());
        let words: Vec<&String> = reasons.iter().flat_map(|r| &r.words).collect();
        assert!(words.iter().any(|w| w.contains("words")), "{words:?}");
    }

    #[test]
    fn every_line_has_reasons() {
        let text =
            "Басты бет\nЖаңа көпір ашылды\nКеше қалада жаңа көпір ашылып, алғашқы көліктер өтті.\nПікірлер (5)\n";
        let draft = Draft::new(text);
        let (spans, blank) = crate::segment::line_spans(text);
        let lines = crate::segment::measure(&draft, &spans, &blank);
        let reasons = reasons(&draft, &lines, None, &Config::default());
        assert_eq!(reasons.len(), 4);
        assert!(reasons.iter().all(|r| !r.words.is_empty() && r.words.len() <= TOLD + 1));
        assert!(reasons[3].words[0].contains("comment-line"), "{:?}", reasons[3]);
    }
}
