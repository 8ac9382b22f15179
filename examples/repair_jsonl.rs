//! Decodes and repairs JSON lines, for measuring: `{"id", "text" | "bytes_b64"}` in, `{"id", "text",
//! "encoding", "confidence", "edits", "flags"}` out.
//!
//!     cargo run --release --example repair_jsonl < set.jsonl > predictions.jsonl

use std::io::{BufRead, Write};

use base64::Engine;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let bytes = match record["bytes_b64"].as_str() {
            Some(b64) => base64::engine::general_purpose::STANDARD.decode(b64).map_err(std::io::Error::other)?,
            None => record["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
        };
        let decoded = tazala::decode::decode(&bytes, None);
        let answer = json!({
            "id": record["id"],
            "text": decoded.text,
            "encoding": decoded.encoding,
            "confidence": decoded.confidence,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
