//! Repairs and normalizes the texts of JSON lines, to measure the rules of letters and spaces.
//!
//!     cargo run --release --example letters_jsonl -- [--field NAME] [--normalize] [--probable] < SET.jsonl > PRED.jsonl
//!
//! Reads the text from `NAME` (default `text`) and writes `{"id", "text", "rules"}`.

use std::io::{BufRead, Write};

use tazala::config::Config;
use tazala::repair::{normalize_text, repair_text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let field = args.iter().position(|a| a == "--field").and_then(|i| args.get(i + 1)).map_or("text", String::as_str);
    let config = Config { probable: args.iter().any(|a| a == "--probable"), ..Config::default() };
    let normalize = args.iter().any(|a| a == "--normalize");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let repaired = repair_text(record[field].as_str().unwrap_or_default(), &config);
        let mut rules: Vec<&str> = repaired.edits.iter().flat_map(|e| &e.rules).map(|r| r.name).collect();
        let mut text = repaired.text.into_owned();
        if normalize {
            let edited = normalize_text(&text, &config);
            rules.extend(edited.edits.iter().flat_map(|e| &e.rules).map(|r| r.name));
            text = edited.text.into_owned();
        }
        let row = serde_json::json!({"id": record["id"], "text": text, "rules": rules});
        writeln!(out, "{row}")?;
    }
    Ok(())
}
