//! `tazala repair`: text in, the same text mended out; nothing is left out.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::Args;
use tazala::article::{Article, Flag};
use tazala::config::{Config, Limits};
use tazala::decode::{self, Decoded};
use tazala::document::Document;
use tazala::draft::{Edit, Span};
use tazala::error::{Error, ErrorKind};
use tazala::pipeline::Page;
use tazala::read::jsonl;
use tazala::repair::{Repaired, repair_text};
use tazala::write::{json, record, report};

use super::base64;
use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Rules, Running, Settings};
use super::output::Output;
use super::progress::Progress;

/// Decode text and mend its characters, and leave all else as it is.
///
/// What is left of markup (a cut tag, a lone bracket) is flagged, for in a text that is no page it may be meant;
/// `--only html-remnant` removes it.
///
/// JSON lines hold `text` (or the field of `--text-field`) or `bytes_b64`; each comes out with id,
/// text, encoding, confidence, edits, flags, and its other fields. Of `bytes_b64` the text comes out as its author
/// typed it: look-alike letters and digits in words are flagged with their reading; `--probable` mends them.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    rules: Rules,
    /// Show each change with its place and rule instead of the text (JSON lines always do).
    #[arg(long)]
    explain: bool,
    /// Write to this file; it appears under its name only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let config = Config { keep_markup: true, ..flags.rules.config(Limits::default())? };
    let as_typed = Config { keep_typing: true, ..config.clone() };
    let mender = Mender { config, as_typed, text_field: flags.input.text_field.clone() };
    let (id_field, explain) = (flags.input.id_field.clone(), flags.explain);
    let mut output = Output::open(flags.output.as_deref())?;
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    let exit = drive(
        flags.input.reader(flags.input.whole())?,
        flags.running.threads(),
        move |document, out, pages: &mut u64| {
            *pages += 1;
            if document.record {
                return mender
                    .line(document, &id_field, out)
                    .map_err(|message| Error::new(ErrorKind::Record, &document.path, message).at_line(document.line));
            }
            let decoded = decode::decode(&document.bytes, mender.config.encoding.as_deref());
            match explain {
                true => explain_changes(document, &decoded, mender.pages(&decoded.text), out),
                false => mender.pages(&decoded.text).for_each(|(at, mended)| {
                    if at > 0 {
                        out.push(b'\x0c');
                    }
                    out.extend_from_slice(mended.text.as_bytes());
                }),
            }
            Ok(())
        },
        &mut output,
        &mut progress,
        |pages| (*pages, 0),
    )?;
    output.finish()?;
    Ok(exit)
}

struct Mender {
    config: Config,
    /// The same for records of bytes: what is asked there is what the bytes say.
    as_typed: Config,
    text_field: String,
}

impl Mender {
    /// The pages of a text stream, mended, each with the place where it begins. The form feeds
    /// between them are no damage to be mended.
    fn pages<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Repaired<'t>)> {
        let mut next = 0;
        text.split('\x0c').map(move |page| {
            let at = next;
            next += page.len() + 1;
            (at, repair_text(page, &self.config))
        })
    }

    /// One record in, one record out.
    fn line(&self, document: &Document, id_field: &str, out: &mut Vec<u8>) -> Result<(), String> {
        let (mut id, mut text, mut bytes, mut others) = (None, None, None, String::new());
        jsonl::members(jsonl::utf8(&document.bytes)?, |key, value| match &*key {
            "bytes_b64" => bytes = Some(value),
            key if key == id_field => id = Some(value),
            key if key == self.text_field => text = Some(value),
            // These are ours in the output.
            "id" | "text" | "encoding" | "confidence" | "edits" | "flags" => {}
            key => jsonl::push_member(&mut others, key, value),
        })?;
        let (bytes, label, config) = match (bytes, text) {
            (Some(raw), _) => {
                let encoded = jsonl::string(raw).ok_or("the field \"bytes_b64\" is not a string")?;
                let bytes = base64::decode(&encoded).ok_or("the field \"bytes_b64\" is not base64")?;
                (Cow::Owned(bytes), self.config.encoding.as_deref(), &self.as_typed)
            }
            (None, Some(raw)) => {
                let text =
                    jsonl::string(raw).ok_or_else(|| format!("the field {:?} is not a string", self.text_field))?;
                let bytes = match text {
                    Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                    Cow::Owned(text) => Cow::Owned(text.into_bytes()),
                };
                (bytes, Some("utf-8"), &self.config)
            }
            (None, None) => {
                return Err(format!("the record has neither the field {:?} nor \"bytes_b64\"", self.text_field));
            }
        };
        let decoded = decode::decode(&bytes, label);
        let mended = repair_text(&decoded.text, config);
        out.extend_from_slice(b"{\"id\":");
        match id {
            Some(raw) => out.extend_from_slice(raw.as_bytes()),
            None => json::string(out, &document.id),
        }
        out.extend_from_slice(b",\"text\":");
        json::string(out, &mended.text);
        out.extend_from_slice(b",\"encoding\":");
        json::string(out, decoded.encoding);
        out.extend_from_slice(b",\"confidence\":");
        json::decimal(out, decoded.confidence);
        out.extend_from_slice(b",\"edits\":");
        record::list(out, &mended.edits, |out, edit| record::edit(out, edit, &decoded.text));
        out.extend_from_slice(b",\"flags\":");
        record::list(out, &mended.flags, |out, flag| record::flag(out, flag, &decoded.text));
        if !others.is_empty() {
            out.push(b',');
            out.extend_from_slice(others.as_bytes());
        }
        out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Each change and flag as `path:line:column: rule: what`.
fn explain_changes<'t>(
    document: &Document,
    decoded: &Decoded<'_>,
    pages: impl Iterator<Item = (usize, Repaired<'t>)>,
    out: &mut Vec<u8>,
) {
    let mut article = Article::default();
    for (at, mended) in pages {
        let moved = |span: Span| Span::new(span.start as usize + at, span.end as usize + at);
        article.edits.extend(mended.edits.into_iter().map(|edit| Edit { span: moved(edit.span), ..edit }));
        article.flags.extend(mended.flags.into_iter().map(|flag| Flag { span: moved(flag.span), ..flag }));
    }
    let page = Page { decoded: decoded.clone(), articles: vec![article] };
    report::findings(document, &page, &[]).iter().for_each(|finding| report::concise(out, &document.path, finding));
}
