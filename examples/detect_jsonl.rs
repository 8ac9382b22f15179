//! Reads JSON lines and writes their languages, one JSON line each.
//!
//!     detect_jsonl [--text-field FIELD] FILE     {"id", "text"}               gives {"id", "lang", "confidence"}
//!     detect_jsonl --lines FILE                  {"id", "lines": [{"text"}]}  gives {"id", "lines": ["kk", ...]}
//!     detect_jsonl --spans FILE                  {"id", "text"}               gives {"id", "spans": [[0, 12, "kk"], ...]}
//!
//! Positions of spans count characters. Kazakh in Latin and in Arabic letters is `kk-Latn` and `kk-Arab`.

use std::{
    env, fs,
    io::{self, Write},
};

use serde_json::{Value, json};
use tazala::language::{Verdict, identify, identify_lines, spans};

fn main() -> io::Result<()> {
    let (mut mode, mut field, mut file) = (String::new(), "text".to_owned(), String::new());
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--text-field" => field = args.next().unwrap_or_default(),
            "--lines" | "--spans" => mode = arg,
            _ => file = arg,
        }
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in fs::read_to_string(file)?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let text = record[&field].as_str().unwrap_or_default();
        let answer = match mode.as_str() {
            "--lines" => {
                let lines = record["lines"].as_array().map_or(&[][..], Vec::as_slice);
                let lines: Vec<&str> = lines.iter().map(|line| line["text"].as_str().unwrap_or_default()).collect();
                let tags: Vec<String> = identify_lines(&lines).iter().map(tag).collect();
                json!({"id": record["id"], "lines": tags})
            }
            "--spans" => {
                let characters = |at: usize| text[..at].chars().count();
                let spans: Vec<_> = spans(text)
                    .into_iter()
                    .map(|(range, language)| json!([characters(range.start), characters(range.end), language]))
                    .collect();
                json!({"id": record["id"], "spans": spans})
            }
            _ => {
                let verdict = identify(text);
                json!({"id": record["id"], "lang": tag(&verdict), "confidence": verdict.confidence})
            }
        };
        writeln!(out, "{answer}")?;
    }
    out.flush()
}

/// The language, with the script where it is not the usual one.
fn tag(verdict: &Verdict) -> String {
    match (verdict.language, verdict.script) {
        ("kk", "Latn" | "Arab") => format!("kk-{}", verdict.script),
        (language, _) => language.to_owned(),
    }
}
