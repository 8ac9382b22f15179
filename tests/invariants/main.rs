//! The invariants of the house, on every fixture and on random and damaged pages.
//!
//! Account, replay: `law.rs`. Still, once, alone, total: below. Both ways and twice broken are about single rules and
//! are tested with their cases in `fixtures.rs`; that time is linear shows in `benches/pipeline.rs`.

mod html;
mod law;
mod pages;

use std::io;
use std::sync::LazyLock;

use proptest::prelude::*;
use tazala::article::Article;
use tazala::config::Config;
use tazala::document::Document;
use tazala::engine::{self, Event};
use tazala::pipeline::Cleaner;
use tazala::read::{Format, Inputs, Options, Reader};
use tazala::repair::{normalize_text, repair_text};

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(Config::default()));
/// The same with everything it may do.
static EAGER: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(Config { probable: true, ..Config::default() }));

fn document(name: &str, bytes: &[u8]) -> Document {
    Document { bytes: bytes.to_vec().into(), ..Document::from_text(name, "") }
}

/// The articles of a page; how it breaks the law, if it does.
fn cleaned(name: &str, bytes: &[u8]) -> Result<Vec<Article>, String> {
    let document = document(name, bytes);
    let eager = EAGER.clean(&document);
    law::check(&document, &eager).map_err(|fault| format!("{name}, probable repairs made: {fault}"))?;
    let page = CLEANER.clean(&document);
    law::check(&document, &page).map_err(|fault| format!("{name}: {fault}"))?;
    Ok(page.articles)
}

fn lawful(name: &str, bytes: &[u8]) -> Vec<Article> {
    cleaned(name, bytes).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The same for random pages, where a panic at every step of the shrinking would drown the message.
fn obeys(bytes: &[u8]) -> Result<(), TestCaseError> {
    cleaned("page", bytes).map(drop).map_err(TestCaseError::fail)
}

#[test]
fn lines_of_which_repairs_leave_nothing_are_no_text() {
    // Found by fuzzing: lines of controls between texts and days.
    lawful("controls", include_bytes!("../../fuzz/seeds/clean/lines_of_controls"));
}

#[test]
fn fixtures_are_accounted_for() {
    for page in &*pages::ALL {
        lawful(&page.name, page.text.as_bytes());
        // The same pages as other systems would save them, and as one line.
        for (from, to) in
            [("\n", "\r\n"), ("\n", "\r"), ("\n", "\u{2028}"), ("\n", " "), ("\n", "\n\n"), ("\n\n", "\n")]
        {
            lawful(&page.name, page.text.replace(from, to).as_bytes());
        }
        let wide: Vec<u8> = page.text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        lawful(&page.name, &wide);
    }
}

/// Clean texts that are changed all the same, and should not be.
const NOT_STILL: &[&str] = &["clean/kk_poem.txt", "clean/kk_short.txt"];

/// Articles whose text loses something when it is cleaned again, by page and part.
const NOT_ONCE: &[&str] = &["pages/en_weekly_digest.in.txt 1"];

/// What `tests` found wrong, by name, must be what is known to be wrong: nothing new, and nothing that passes now.
fn only_known(known: &[&str], tests: impl IntoIterator<Item = (String, Option<String>)>) {
    let mut told = String::new();
    for (name, fault) in tests {
        match (fault, known.contains(&name.as_str())) {
            (Some(fault), false) => told.push_str(&format!("{name}: {fault}\n")),
            (Some(fault), true) => println!("known failure: {name}: {fault}"),
            (None, true) => told.push_str(&format!("{name} passes now: unmark it\n")),
            (None, false) => {}
        }
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn good_text_stays_as_it_is() {
    only_known(NOT_STILL, pages::folder("clean").into_iter().map(|page| (page.name.clone(), moved(&page))));
}

/// What was done to a text that was good.
fn moved(page: &pages::Fixture) -> Option<String> {
    let articles = lawful(&page.name, page.text.as_bytes());
    let [article] = &articles[..] else { return Some(format!("{} articles", articles.len())) };
    let lines: Vec<&str> = page.text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    // A first line of its own may be taken for a title: then it is not lost, it is a field.
    let titled = usize::from(article.title.as_deref().is_some_and(|title| title == lines[0]));
    let same = article.text.split("\n\n").eq(lines[titled..].iter().copied());
    told(article, &page.text).filter(|_| !same || article.removed.len() > titled || !article.edits.is_empty())
}

/// Removals and edits of an article, in a line.
fn told(article: &Article, source: &str) -> Option<String> {
    let removed: Vec<_> = article.removed.iter().map(|r| (r.rules[0].name, &source[r.span.range()])).collect();
    let edits: Vec<_> =
        article.edits.iter().map(|e| (e.rules[0].name, e.span, &source[e.span.range()], &e.after)).collect();
    Some(format!("removed {removed:?}, edits {edits:?}"))
}

#[test]
fn a_cleaned_text_is_clean() {
    let articles = pages::ALL.iter().flat_map(|page| {
        let articles = lawful(&page.name, page.text.as_bytes());
        articles.into_iter().map(|a| (format!("{} {}", page.name, a.part.0), unclean(&a.text)))
    });
    only_known(NOT_ONCE, articles);
}

/// What cleaning does to a cleaned text, which should be nothing.
fn unclean(text: &str) -> Option<String> {
    let articles = lawful("text", text.as_bytes());
    let [again] = &articles[..] else { return Some(format!("{} articles", articles.len())) };
    told(again, text).filter(|_| again.text != text || !again.removed.is_empty() || !again.edits.is_empty())
}

/// What comes of a stream of records on that many threads: a line a page.
fn streamed(records: &str, threads: usize) -> Vec<String> {
    let inputs = Inputs::from_reader("in", io::Cursor::new(records.to_string()));
    let reader = Reader::new(inputs, Options { format: Format::Jsonl, ..Options::default() });
    let mut out = Vec::new();
    let work = |page: &Document, out: &mut Vec<u8>, _: &mut ()| {
        out.extend_from_slice(format!("{:?}\n", CLEANER.clean(page).articles).as_bytes());
        Ok(())
    };
    let sink = |event: Event<'_, ()>| {
        if let Event::Done(batch) = event {
            assert!(batch.problems.is_empty(), "{:?}", batch.problems);
            out.extend_from_slice(&batch.out);
        }
        Ok(())
    };
    engine::run(reader, threads, work, sink).expect("the sink takes everything");
    String::from_utf8(out).expect("UTF-8").lines().map(str::to_string).collect()
}

#[test]
fn a_page_alone_is_a_page_in_company() {
    let record = |page: &pages::Fixture| format!("{}\n", serde_json::json!({ "id": page.name, "text": page.text }));
    // Several rounds, so that every thread has work and sees pages in another order.
    let records: Vec<String> = pages::ALL.iter().cycle().take(3 * pages::ALL.len()).map(record).collect();
    let one = streamed(&records.concat(), 1);
    assert_eq!(one.len(), records.len());
    assert_eq!(one, streamed(&records.concat(), 8), "one thread and eight");
    for (record, company) in records.iter().zip(&one).take(pages::ALL.len()) {
        assert_eq!(streamed(record, 1), [company.as_str()], "alone and in company");
    }
    let backwards: String = records.iter().rev().map(String::as_str).collect();
    assert!(streamed(&backwards, 8).iter().eq(one.iter().rev()), "in another order");
}

#[test]
fn pages_without_bounds_are_bounded() {
    let sentence = "Ауданда жаңа мектеп ашылды, оған екі жүз бала барады.";
    let long = [
        ("many lines", format!("{sentence}\n").repeat(50_000)),
        ("many short lines", "а\n".repeat(50_000)),
        ("many dates", "21.02.2025\n".repeat(20_000)),
        ("empty lines", "\n".repeat(100_000)),
        ("one line", format!("{sentence} ").repeat((2 << 20) / (sentence.len() + 1))),
        ("one word", "ж".repeat(1 << 20)),
        ("marks", format!("а{}", "\u{301}".repeat(100_000))),
        ("overlay marks", "қ\u{335}".repeat(50_000)),
        ("open tags", "<a ".repeat(100_000)),
        ("ampersands", "&amp;".repeat(100_000)),
        ("full stops", "а.Б".repeat(50_000)),
        ("quotes", "\" « ".repeat(50_000)),
        ("mixed", "кiтaп ".repeat(30_000)),
        ("mojibake", "Ð\u{9a}Ð°Ð·Ð°Ò\u{9b} ".repeat(20_000)),
        ("addresses", "https://example.kz/".repeat(20_000)),
        ("no text", "\u{1}".repeat(100_000)),
    ];
    for (name, text) in long {
        let options = Options { format: Format::Text, ..Options::default() };
        let inputs = Inputs::from_reader(name, io::Cursor::new(text.clone()));
        let mut restored = String::new();
        for part in Reader::new(inputs, options) {
            let part = part.expect("a page");
            let page = CLEANER.clean(&part);
            law::check(&part, &page).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            restored.push_str(&page.decoded.text);
        }
        assert_eq!(restored.len(), text.len(), "{name}");
    }
}

proptest! {
    // Failures are told with their input; what they teach becomes a fixture. PROPTEST_CASES asks for more than 256.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn composed_pages_are_accounted_for(text in pages::composed()) {
        obeys(text.as_bytes())?;
    }

    #[test]
    fn damaged_pages_are_accounted_for(bytes in pages::mutated()) {
        obeys(&bytes)?;
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in pages::bytes()) {
        obeys(&bytes)?;
    }

    #[test]
    fn a_second_repair_changes_nothing(text in pages::lines()) {
        for cleaner in [&*CLEANER, &*EAGER] {
            let repaired = repair_text(&text, cleaner.config()).text;
            let again = repair_text(&repaired, cleaner.config());
            prop_assert_eq!(&again.text, &repaired, "{:?}", again.edits);
            let normal = normalize_text(&repaired, cleaner.config()).text;
            let again = normalize_text(&normal, cleaner.config());
            prop_assert_eq!(&again.text, &normal, "{:?}", again.edits);
        }
    }
}
