//! The quality of what comes out, measured beside pages labelled by hand, and the floors it must not fall below.
//!
//! `cargo test --test quality -- --nocapture` prints the numbers and what is wrong, page by page.
//! The corpora under `../shared` (`TAZALA_SHARED` names another place) are measured where they are there.

mod compose;
mod floors;
mod gold;
mod score;
mod words;

use std::path::{Path, PathBuf};

use gold::{Corpus, Digest, Gold};
use score::Score;
use tazala::config::Config;
use tazala::document::Document;
use tazala::pipeline::Cleaner;

/// Pages of which the faults are told.
const WORST: usize = 15;

/// Cleans and scores all pages, tells the worst, and compares with the floors of `name`.
fn measure(name: &str, corpus: &Corpus) {
    assert!(!corpus.pages.is_empty(), "{name}: no pages");
    let cleaner = Cleaner::new(Config::default());
    let mut total = Score::default();
    let mut told: Vec<Vec<String>> = Vec::new();
    for gold in &corpus.pages {
        let document = Document::from_text(gold.name.as_str(), gold.page.as_str());
        let score = score::score(gold, &cleaner.clean(&document));
        total.add(&score);
        told.push(score.faults);
    }
    let numbers = total.numbers();
    println!("== {name}: {} pages, {} articles", corpus.pages.len(), total.articles.right + total.articles.missing);
    numbers.iter().for_each(|(name, n)| println!("  {name:<15} {n:.4}"));
    told.sort_by_key(|faults| std::cmp::Reverse(faults.len()));
    told.iter().take(WORST).flatten().for_each(|fault| println!("  {fault}"));
    floors::check(name, &corpus.digest, &numbers);
}

fn own() -> Corpus {
    let folder = Path::new("fixtures/gold");
    gold::read(folder, folder)
}

#[test]
fn own_pages() {
    measure("own", &own());
}

/// Kazakh pages apart: no public set has any, and general pages taught the weights most of what they know.
#[test]
fn kazakh_pages() {
    /// So many pages make the numbers worth telling.
    const FEWEST: usize = 20;
    let pages: Vec<Gold> = own().pages.into_iter().filter(|p| p.name.starts_with("kk_")).collect();
    assert!(pages.len() >= FEWEST);
    let mut digest = Digest::default();
    pages.iter().for_each(|p| digest.add(p.page.as_bytes()));
    measure("kazakh", &Corpus { digest: digest.finish(), pages });
}

#[test]
fn listings_of_every_layout() {
    let pages = compose::listings(&own().pages);
    assert!(pages.len() == compose::PAGES && pages.iter().all(|p| p.articles.len() >= 3));
    let mut digest = Digest::default();
    pages.iter().for_each(|p| digest.add(p.page.as_bytes()));
    measure("composed", &Corpus { digest: digest.finish(), pages });
}

/// The folder of shared data, if it is there; says so if not.
fn shared(inside: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TAZALA_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = root.join(inside);
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the capture of the test's output, so that it is seen in every run.
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: ../shared is absent ({inside})");
    None
}

#[test]
fn seeds() {
    if let Some(folder) = shared("seeds") {
        measure("seeds", &gold::read(&folder, &folder.join("gold")));
    }
}

#[test]
fn rawtext_dev() {
    if let Some(folder) = shared("eval/rawtext-dev") {
        measure("rawtext-dev", &gold::read(&folder.join("pages"), &folder.join("gold")));
    }
}

#[test]
fn gold_is_perfect_and_nothing_is_not() {
    let page: &str = "Мәзір\nТақырып осы\n21.02.2025\nБірінші сөйлем ұзақ болды.Екінші сөйлем де ұзақ.\nЕкінші тақырып\nБасқа мәтін басқаша айтылды.\n";
    let cut = |line_no, text: &str| gold::Cut { line_no, text: text.into(), reason: "nav".into(), inline: false };
    let article = |title: &str, text: &str| gold::Article {
        title: Some(title.into()),
        text: text.into(),
        language: "kk".into(),
        ..gold::Article::default()
    };
    let first = article("Тақырып осы", "Бірінші сөйлем ұзақ болды.\n\nЕкінші сөйлем де ұзақ.");
    let second = article("Екінші тақырып", "Басқа мәтін басқаша айтылды.");
    let gold = Gold {
        name: "page".into(),
        page: page.into(),
        articles: vec![first, second],
        cuts: vec![cut(1, "Мәзір"), cut(3, "21.02.2025")],
    };
    let document = Document::from_text("page", page);
    let decoded = tazala::decode::decode(page.as_bytes(), None);
    let span = |words: &str| {
        let start = page.find(words).expect("words of the page");
        tazala::draft::Span::new(start, start + words.len())
    };
    let given = |title: &str, words: &str, text: &str| tazala::article::Article {
        title: Some(title.into()),
        language: "kk",
        text: text.into(),
        kept: vec![span(words)],
        removed: vec![tazala::article::Removal {
            span: span(title),
            rules: tazala::rule::Rules::new(),
            became: Some(tazala::article::Field::Title),
        }],
        ..tazala::article::Article::default()
    };
    let articles = vec![
        given("Тақырып осы", "Бірінші сөйлем ұзақ болды.Екінші сөйлем де ұзақ.", &gold.articles[0].text),
        given("Екінші тақырып", "Басқа мәтін басқаша айтылды.", &gold.articles[1].text),
    ];
    let perfect = score::score(&gold, &tazala::pipeline::Page { decoded, articles });
    assert!(perfect.faults.is_empty(), "{:?}", perfect.faults);
    assert!(perfect.numbers().values().all(|n| *n == 1.0), "{:?}", perfect.numbers());

    let decoded = tazala::decode::decode(&document.bytes, None);
    let nothing = tazala::pipeline::Page { decoded, articles: vec![tazala::article::Article::default()] };
    let nothing = score::score(&gold, &nothing).numbers();
    for name in ["word_f1", "boundary_f1", "articles", "titles", "languages"] {
        assert_eq!(nothing[name], 0.0, "{name}");
    }
    assert_eq!((nothing["line_recall"], nothing["line_precision"]), (1.0, 2.0 / 6.0));
}
