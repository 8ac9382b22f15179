//! Decodes and repairs JSON lines, for measuring: `{"id", "text" | "bytes_b64"}` in, `{"id", "text",
//! "encoding", "confidence", "edits", "flags"}` out.
//!
//!     cargo run --release --example repair_jsonl < set.jsonl > predictions.jsonl

use std::io::{BufRead, Write};

use base64::Engine;
use serde_json::{Value, json};
use tazala::config::Config;
use tazala::draft::{Draft, Span};
use tazala::repair::repair;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let bytes = match record["bytes_b64"].as_str() {
            Some(b64) => base64::engine::general_purpose::STANDARD.decode(b64).map_err(std::io::Error::other)?,
            None => record["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
        };
        let decoded = tazala::decode::decode(&bytes, None);
        let lines = lines(&decoded.text);
        let mut draft = Draft::new(&decoded.text);
        let flags = repair(&mut draft, &lines, &Config::default());
        let text = draft.view(Span::new(0, decoded.text.len())).as_str().to_string();
        let edits: Vec<Value> = draft
            .edits()
            .iter()
            .map(|e| {
                let rules: Vec<_> = e.rules.iter().map(|r| r.name).collect();
                let before = &decoded.text[e.span.range()];
                json!({ "span": [e.span.start, e.span.end], "rules": rules, "before": before, "after": e.after })
            })
            .collect();
        let flags: Vec<Value> =
            flags.iter().map(|f| json!({ "span": [f.span.start, f.span.end], "rule": f.rule.name })).collect();
        let answer = json!({
            "id": record["id"],
            "text": text,
            "encoding": decoded.encoding,
            "confidence": decoded.confidence,
            "edits": edits,
            "flags": flags,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// Spans of the lines, without their line breaks.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        spans.push(Span::new(start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    spans
}
