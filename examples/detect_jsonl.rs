//! Reads JSON lines and writes their languages, one JSON line each.
//!
//!     detect_jsonl [--text-field FIELD] FILE            {"id", "text"}             -> {"id", "lang", "confidence"}

use std::{
    env, fs,
    io::{self, Write},
};

use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut field = "text".to_owned();
    let mut file = None;
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--text-field" => field = args.next().unwrap_or_default(),
            _ => file = Some(arg),
        }
    }
    let input = fs::read_to_string(file.unwrap_or_default())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in input.lines() {
        let record: Value = serde_json::from_str(line)?;
        let verdict = tazala::language::identify(record[&field].as_str().unwrap_or_default());
        let lang = match (verdict.language, verdict.script) {
            ("kk", "Latn") => "kk-Latn".to_owned(),
            ("kk", "Arab") => "kk-Arab".to_owned(),
            (language, _) => language.to_owned(),
        };
        writeln!(out, "{}", json!({"id": record["id"], "lang": lang, "confidence": verdict.confidence}))?;
    }
    out.flush()
}
