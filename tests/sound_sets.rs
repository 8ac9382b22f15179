//! The sound texts of the development sets stay as they are. Without the sets the tests say so and
//! pass: they are not part of the project.

use std::path::PathBuf;

use serde_json::Value;
use tazala::config::Config;
use tazala::repair::{Repaired, repair_text};

/// The records of a set under `../shared/eval`, or under the folder that `TAZALA_SHARED` names.
fn set(path: &str) -> Option<Vec<Value>> {
    let shared = std::env::var_os("TAZALA_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let Ok(text) = std::fs::read_to_string(shared.join("eval").join(path)) else {
        eprintln!("skipped: there is no {path} under {}", shared.display());
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a record")).collect())
}

/// True for a word of Cyrillic and Latin letters both, which no correct text holds.
fn mixed(word: &str) -> bool {
    let cyrillic = word.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
    cyrillic && word.chars().any(|c| c.is_alphabetic() && c < '\u{370}')
}

/// The changes that the text itself does not ask for: neither a mixed word, nor a character reference,
/// a cut tag, an invisible sign or an odd space is replaced.
fn unasked(text: &str, repaired: &Repaired<'_>) -> Vec<(String, String)> {
    let asked = |before: &str| {
        mixed(before)
            || before.starts_with('&') && before.ends_with(';')
            || before.starts_with("</")
            || before == "<"
            || before.chars().all(|c| !c.is_alphanumeric() && !c.is_ascii() && (c.is_whitespace() || is_invisible(c)))
    };
    let edits = repaired.edits.iter().map(|edit| (text[edit.span.range()].to_string(), edit.after.to_string()));
    edits.filter(|(before, _)| !asked(before)).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[test]
fn correct_texts_stay() {
    let Some(records) = set("encoding-dev/clean.jsonl") else { return };
    for record in records {
        let text = record["text"].as_str().expect("a text");
        let repaired = repair_text(text, &Config::default());
        assert_eq!(unasked(text, &repaired), [], "{}", record["id"]);
        assert_eq!(repaired.flags, [], "{}", record["id"]);
    }
}

#[test]
fn rows_that_must_not_change_stay() {
    let Some(records) = set("lang-dev/homoglyph.jsonl") else { return };
    for record in records.iter().filter(|r| r["class"].as_str().is_some_and(|c| c.starts_with("clean_"))) {
        let text = record["true"].as_str().expect("a text");
        assert_eq!(unasked(text, &repair_text(text, &Config::default())), [], "{}", record["id"]);
    }
}
