//! `tazala detect`: encoding and language.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::value::RawValue;
use tazala::decode;
use tazala::document::Document;
use tazala::error::{Error, ErrorKind};
use tazala::language::{identify, identify_lines, spans};
use tazala::read::jsonl;
use tazala::write::json;
use tazala::write::record::list;

use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Running, Settings};
use super::output::Output;
use super::progress::Progress;

/// Tell the encoding and language of inputs, of records, lines or spans.
///
/// JSON lines with id and text come out as id, lang, script, confidence; with `--lines` as id and
/// lines; with `--spans` as id and spans.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    /// The language of every line.
    #[arg(long)]
    lines: bool,
    /// The language of every stretch of text; places are in characters.
    #[arg(long, conflicts_with = "lines")]
    spans: bool,
    /// Write to this file; it appears under its name only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Text,
    Line,
    Span,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let unit = match (flags.lines, flags.spans) {
        (true, _) => Unit::Line,
        (_, true) => Unit::Span,
        _ => Unit::Text,
    };
    let (text_field, id_field) = (flags.input.text_field.clone(), flags.input.id_field.clone());
    let mut output = Output::open(flags.output.as_deref())?;
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    let exit = drive(
        flags.input.reader(flags.input.whole())?,
        flags.running.threads(),
        move |document, out, pages: &mut u64| {
            *pages += 1;
            match document.record {
                true => record(document, unit, &id_field, &text_field, out)
                    .map_err(|m| Error::new(ErrorKind::Record, &document.path, m).at_line(document.line)),
                false => {
                    readable(document, unit, out);
                    Ok(())
                }
            }
        },
        &mut output,
        &mut progress,
        |pages| (*pages, 0),
    )?;
    output.finish()?;
    Ok(exit)
}

/// What a person reads.
fn readable(document: &Document, unit: Unit, out: &mut Vec<u8>) {
    let decoded = decode::decode(&document.bytes, None);
    let text = &*decoded.text;
    let lines = match unit {
        // The first mebibyte tells what there is to tell of a long file.
        Unit::Text if document.cut.is_some_and(|part| part > 0) => return,
        Unit::Text => {
            let v = identify(text);
            format!(
                "{}: {} ({:.2}, {}), {} {} ({:.2})\n",
                document.path, decoded.encoding, decoded.confidence, decoded.reason, v.language, v.script, v.confidence
            )
        }
        Unit::Line => {
            let lines: Vec<&str> = text.lines().collect();
            let verdicts = identify_lines(&lines).into_iter();
            verdicts.zip(&lines).map(|(verdict, line)| format!("{}\t{line}\n", verdict.language)).collect()
        }
        Unit::Span => {
            let spans = spans(text).into_iter();
            spans.map(|(range, language)| format!("{language}\t{}\n", text[range].replace(['\n', '\r'], " "))).collect()
        }
    };
    out.extend_from_slice(lines.as_bytes());
}

/// One record in, one record out.
fn record(document: &Document, unit: Unit, id_field: &str, text_field: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let (mut id, mut text, mut lines) = (None, None, None);
    jsonl::members(jsonl::utf8(&document.bytes)?, |key, value| match &*key {
        key if key == text_field => text = Some(value),
        key if key == id_field => id = Some(value),
        "lines" => lines = Some(value),
        _ => {}
    })?;
    let text = || -> Result<Cow<'_, str>, String> {
        let raw = text.ok_or_else(|| format!("the record has no field {text_field:?}"))?;
        jsonl::string(raw).ok_or_else(|| format!("the field {text_field:?} is not a string"))
    };
    out.extend_from_slice(b"{\"id\":");
    match id {
        Some(raw) => out.extend_from_slice(raw.as_bytes()),
        None => json::string(out, &document.id),
    }
    match unit {
        Unit::Text => {
            let verdict = identify(&text()?);
            for (name, value) in [("lang", verdict.language), ("script", verdict.script)] {
                out.extend_from_slice(format!(",\"{name}\":\"{value}\"").as_bytes());
            }
            out.extend_from_slice(b",\"confidence\":");
            json::decimal(out, verdict.confidence);
        }
        Unit::Line => {
            let lines = match lines {
                Some(raw) => texts_of(raw)?,
                None => text()?.lines().map(str::to_string).collect(),
            };
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            out.extend_from_slice(b",\"lines\":");
            list(out, &identify_lines(&lines), |out, verdict| json::string(out, verdict.language));
        }
        Unit::Span => {
            let text = text()?;
            let mut place = Characters { text: &text, at: 0, count: 0 };
            out.extend_from_slice(b",\"spans\":");
            list(out, &spans(&text), |out, (range, language)| {
                let (start, end) = (place.of(range.start), place.of(range.end));
                out.extend_from_slice(format!("[{start},{end},\"{language}\"]").as_bytes());
            });
        }
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

/// The texts of the field `lines`: a list of strings, or of objects with a text.
fn texts_of(raw: &str) -> Result<Vec<String>, String> {
    #[derive(Deserialize)]
    struct Line {
        text: String,
    }
    let lines: Vec<&RawValue> =
        serde_json::from_str(raw).map_err(|_| "the field \"lines\" is not a list".to_string())?;
    let text = |line: &RawValue| match jsonl::string(line.get()) {
        Some(text) => Some(text.into_owned()),
        None => serde_json::from_str(line.get()).ok().map(|line: Line| line.text),
    };
    lines.into_iter().map(|line| text(line).ok_or_else(|| "a line in \"lines\" has no text".to_string())).collect()
}

/// Numbers of characters before byte offsets that are asked for in order.
struct Characters<'t> {
    text: &'t str,
    at: usize,
    count: usize,
}

impl Characters<'_> {
    fn of(&mut self, offset: usize) -> usize {
        self.count += self.text[self.at..offset].chars().count();
        self.at = offset;
        self.count
    }
}
