//! Records, their schema, and the views of a page, on a page whose cleaning was written by hand.

use serde_json::Value;
use tazala::article::{Article, Field, Flag, Removal, Signals};
use tazala::decode::{self, Decoded};
use tazala::document::Document;
use tazala::draft::{Edit, Span};
use tazala::pipeline::Page;
use tazala::rule::{Certainty, Rule, Rules, Stage};
use tazala::write::explain::{Style, explain};
use tazala::write::restore::Record;
use tazala::write::{Audit, SCHEMA, diff, record, report};

static MENU: Rule = Rule::new("menu-line", Stage::Label, Certainty::Certain, "", "", ("", ""));
static TITLE: Rule = Rule::new("title-line", Stage::Split, Certainty::Certain, "", "", ("", ""));
static GLUED: Rule = Rule::new("glued-paragraph", Stage::Normalize, Certainty::Certain, "", "", ("", ""));
static LETTER: Rule = Rule::new("look-alike", Stage::Repair, Certainty::Certain, "", "", ("", ""));
static LOSSY: Rule = Rule::new("lossy-mark", Stage::Repair, Certainty::Probable, "", "", ("", ""));

const SOURCE: &str =
    "Басты бет\n\nЖаңа кiтапхана\nБірінші абзац.Екінші абзац.\n \nҮшінші «абзац?\nБөлісу\n\nТағы бір\nМәтін";

fn span(words: &str) -> Span {
    let start = SOURCE.find(words).expect("words of the page");
    Span::new(start, start + words.len())
}

fn edit(before: &str, inside: &str, after: &str, rules: &[&'static Rule]) -> Edit {
    let (outer, inner) = (span(inside), inside.find(before).expect("inside"));
    let start = outer.start as usize + inner;
    Edit {
        span: Span::new(start, start + before.len()),
        after: after.to_string().into(),
        rules: Rules::from_slice(rules),
    }
}

/// Two articles: a menu line, a title with a Latin letter, two paragraphs of which the first was
/// two, a flag, a share line; then a title and a text.
fn page() -> Page<'static> {
    let second = span("Тағы бір").start;
    let removal = |words, rule, became| Removal { span: span(words), rules: Rules::from([rule]), became };
    let first = Article {
        id: "p:1".into(),
        part: (1, 2),
        span: Span { start: 0, end: second },
        title: Some("Жаңа кітапхана".into()),
        date: Some("2025-02-21T18:30".into()),
        language: "kk",
        script: "Cyrl",
        text: "Бірінші абзац.\n\nЕкінші абзац.\n\nҮшінші «абзац?".into(),
        kept: vec![span("Бірінші абзац.Екінші абзац."), span("Үшінші «абзац?")],
        removed: vec![
            removal("Басты бет", &MENU, None),
            removal("Жаңа кiтапхана", &TITLE, Some(Field::Title)),
            removal("Бөлісу", &MENU, None),
        ],
        edits: vec![
            edit("i", "кiтапхана", "і", &[&LETTER]),
            Edit {
                span: {
                    let s = span("Екінші");
                    Span { start: s.start, end: s.start }
                },
                after: "\n\n".into(),
                rules: Rules::from_slice(&[&GLUED, &LETTER]),
            },
        ],
        flags: vec![Flag { rule: &LOSSY, span: edit("?", "абзац?", "", &[]).span, reading: Some("»".into()) }],
        signals: Signals { source_bytes: second, removed_share: 0.4321, cyrillic_share: 1.0, ..Signals::default() },
        ..Article::default()
    };
    let rest = Article {
        id: "p:2".into(),
        part: (2, 2),
        span: Span { start: second, end: SOURCE.len() as u32 },
        title: Some("Тағы бір".into()),
        language: "und",
        script: "Zyyy",
        text: "Мәтін".into(),
        kept: vec![span("Мәтін")],
        removed: vec![removal("Тағы бір", &TITLE, Some(Field::Title))],
        ..Article::default()
    };
    Page { decoded: decoded(), articles: vec![first, rest] }
}

fn decoded() -> Decoded<'static> {
    let mut decoded = decode::decode(SOURCE.as_bytes(), None);
    decoded.encoding = "utf-8";
    decoded
}

fn document() -> Document {
    Document { url: Some("https://e.kz/\"1\"".into()), fields: "\"n\":[1]".into(), ..Document::from_text("p", SOURCE) }
}

fn records(audit: Audit) -> Vec<String> {
    let (document, page) = (document(), page());
    let lines = page.articles.iter().map(|article| {
        let mut out = Vec::new();
        record::write(&mut out, &document, &page.decoded, article, audit);
        String::from_utf8(out).expect("UTF-8").trim_end().to_string()
    });
    lines.collect()
}

#[test]
fn records_have_their_fields_in_order() {
    let fields = [
        "id",
        "source",
        "part",
        "title",
        "date",
        "date_modified",
        "language",
        "script",
        "source_url",
        "site_name",
        "byline",
        "text",
        "removed",
        "edits",
        "flags",
        "signals",
    ];
    let line = &records(Audit::Counts)[0];
    let mut names = Vec::new();
    tazala::read::jsonl::members(line, |name, _| names.push(name.into_owned())).expect("an object");
    assert_eq!(names, fields);
    let value: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(value["removed"], serde_json::json!({"menu-line": 2, "title-line": 1}));
    assert_eq!(value["edits"], serde_json::json!({"glued-paragraph": 1, "look-alike": 2}));
    assert_eq!(value["signals"]["removed_share"], 0.4321);
    assert_eq!(value["source"]["fields"], serde_json::json!({"n": [1]}));
    let bare: Value = serde_json::from_str(&records(Audit::None)[0]).expect("JSON");
    assert!(bare.get("removed").is_none() && bare.get("edits").is_none());
}

#[test]
fn records_keep_to_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for audit in [Audit::Full, Audit::Counts, Audit::None] {
        for line in records(audit) {
            let value: Value = serde_json::from_str(&line).expect("JSON");
            let faults: Vec<String> =
                validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
            assert!(faults.is_empty(), "{faults:?}");
        }
    }
    let broken =
        serde_json::from_str(&records(Audit::Full)[0].replace("\"part\":[1,2]", "\"part\":[0,2]")).expect("JSON");
    assert!(!validator.is_valid(&broken), "the schema says something");
}

#[test]
fn full_records_hold_the_page() {
    let mut page = String::new();
    for line in records(Audit::Full) {
        let mut part = page.clone();
        Record::parse(&line).expect("a record").restore(&mut part).expect("it tiles");
        page = part;
    }
    assert_eq!(page, SOURCE);
}

#[test]
fn a_record_that_does_not_tile_is_an_error() {
    let line = &records(Audit::Full)[0];
    let cases = [
        ("\"text\":\"Бірінші абзац.\\n\\nЕ", "\"text\":\"Бірінші абзац. Е", "the text does not read \"\\n\\n\""),
        ("\"text\":\"Бөлісу\"", "\"text\":\"Бөлі\"", "should end at"),
        ("\"kept\":[[", "\"kept\":[[2,2],[", "twice"),
        ("\"gaps\":[[17,\"\\n\\n\"],", "\"gaps\":[", "is told by nothing"),
        ("абзац?\",\"removed\"", "абзац? Және\",\"removed\"", "bytes of the text come from nowhere"),
    ];
    for (from, to, message) in cases {
        let broken = line.replacen(from, to, 1);
        assert_ne!(&broken, line, "{from} is there");
        let fault = Record::parse(&broken).expect("a record").restore(&mut String::new()).expect_err(message);
        assert!(fault.contains(message) && fault.starts_with("record \"p:1\""), "{fault}");
    }
}

#[test]
fn explain_shows_every_part_of_the_page() {
    let text = explain(&page(), &[], Style::Plain);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in [
        "menu-line - Басты бет",
        "title-line → title - Жаңа кiтапхана",
        "glued-paragraph   Бірінші абзац.{+↵↵+}Екінші абзац.",
        "Үшінші «абзац?",
        "lossy-mark ? \"?\", perhaps \"»\"",
        "──── article 1 of 2 ── Жаңа кітапхана ── 2025-02-21T18:30 ── kk",
    ] {
        assert!(lines.contains(&line), "{line:?} in {text}");
    }
    let color = explain(&page(), &[], Style::Color);
    assert!(color.contains("\x1b[2;31mБөлісу\x1b[0m") && color.contains("\x1b[32m↵↵\x1b[0m"), "{color}");
}

#[test]
fn the_diff_leads_from_the_page_to_its_text() {
    let page = page();
    let diff = diff::unified(&page, "p");
    assert!(diff.starts_with("--- p\n+++ p (clean)\n@@ -1,"), "{diff}");
    assert!(
        diff.contains("\n-Басты бет\n") && diff.contains("\n+Бірінші абзац.\n") && diff.contains("\n Үшінші «абзац?\n"),
        "{diff}"
    );
    let texts: Vec<&str> = page.articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(patched(SOURCE, &diff), texts.join("\n\n") + "\n");
    let same = Page {
        articles: vec![Article { text: "а\n".into(), kept: vec![Span::new(0, 2)], ..Article::default() }],
        decoded: decode::decode("а\n".as_bytes(), None),
    };
    assert_eq!(diff::unified(&same, "p"), "");
}

/// What `patch` would make of `text`.
fn patched(text: &str, diff: &str) -> String {
    let mut old = text.split_inclusive('\n');
    let (mut out, mut taken) = (String::new(), 0);
    for line in diff.lines().skip(2) {
        if let Some(head) = line.strip_prefix("@@ -") {
            let (start, count) = head.split(' ').next().and_then(|r| r.split_once(',')).expect("a range");
            let first: usize = start.parse::<usize>().expect("a number") - usize::from(count != "0");
            while taken < first {
                out.push_str(old.next().expect("a line"));
                taken += 1;
            }
            continue;
        }
        match line.split_at(1) {
            ("+", text) => out.push_str(&format!("{text}\n")),
            (sign @ ("-" | " "), text) => {
                let line = old.next().expect("a line");
                assert_eq!(line.trim_end_matches('\n'), text);
                taken += 1;
                if sign == " " {
                    out.push_str(line);
                }
            }
            _ => assert_eq!(line, "\\ No newline at end of file"),
        }
    }
    out.extend(old);
    out
}

#[test]
fn findings_have_the_place_in_the_input() {
    let found = report::findings(&Document { line: 10, ..document() }, &page(), &["ru".into()]);
    let told: Vec<String> = found
        .iter()
        .map(|f| {
            let mut out = Vec::new();
            report::concise(&mut out, "p.txt", f);
            String::from_utf8(out).expect("UTF-8")
        })
        .collect();
    for line in [
        "p.txt:10:1: menu-line: left out: \"Басты бет\"\n",
        "p.txt:12:7: look-alike: \"i\" became \"і\"\n",
        "p.txt:13:1: language: the text is in \"kk\"\n",
        "p.txt:13:15: glued-paragraph: \"\" became \"\\n\\n\"\n",
        "p.txt:15:14: lossy-mark: \"?\", perhaps \"»\"\n",
    ] {
        assert!(told.iter().any(|t| t == line), "{line:?} in {told:?}");
    }
    assert!(found.windows(2).all(|w| w[0].span <= w[1].span));
    let record = Document { decoded: true, line: 3, ..document() };
    assert!(report::findings(&record, &page(), &[]).iter().all(|f| f.place == (3, 1)));
}
