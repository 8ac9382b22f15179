//! Flags that several verbs share, and what they mean.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use tazala::config::{Config, Limits};
use tazala::error::Error;
use tazala::read::{Fields, Format, Inputs, Options, Reader, Separator};
use tazala::rule::{self, Rule};

/// What to read, and how.
#[derive(Args, Clone, Debug)]
pub struct Input {
    /// Files, folders (read recursively, in the order of names), or `-` for standard input, which
    /// is also read when nothing is named.
    ///
    /// Compressed files (gzip, zstd, bzip2, xz) and tar archives are opened, whatever their names.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read what this file names too, one path a line; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Form of the inputs; `auto` takes them for JSON lines when the first line is an object with
    /// the text field, for a web archive when they begin with `WARC/`, and for HTML when they begin as
    /// a page of it does.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "auto")]
    pub format: FormatName,
    /// Field of JSON lines that holds the text.
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_field: String,
    /// Field of JSON lines that holds the id.
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub id_field: String,
}

/// How plain text and addresses are found in what is read.
#[derive(Args, Clone, Debug)]
pub struct Pages {
    /// Field of JSON lines that holds the address of the page.
    #[arg(long, value_name = "NAME", default_value = "url")]
    pub url_field: String,
    /// A line equal to this stands between the pages of a text stream, instead of a form feed.
    #[arg(long, value_name = "STRING", value_parser = NonEmptyStringValueParser::new())]
    pub page_separator: Option<String>,
    /// Longest page, in bytes (K and M may follow); a longer one is cut between blocks, lines or
    /// sentences and goes on in the next record.
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "1M")]
    pub max_page: usize,
    /// Most lines of a page; a longer one is cut likewise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), default_value_t = 20_000)]
    pub max_lines: u32,
    /// Longest record of a container (JSON line, WARC record, body when decompressed), in bytes; a
    /// longer JSON line is skipped, of a longer page the beginning is taken.
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "64M")]
    pub max_record: usize,
    /// Most bytes that one byte of a compressed input may give before the rest is given up, looked
    /// at from 16 MiB on; 0 is without bound.
    #[arg(long, value_name = "N", default_value_t = 250)]
    pub max_ratio: u64,
}

/// Which rules run, and how.
#[derive(Args, Clone, Debug)]
pub struct Rules {
    /// Do not run this rule (repeatable; see `tazala rules`).
    #[arg(long, value_name = "RULE", value_parser = rule_named, value_delimiter = ',')]
    pub skip: Vec<&'static Rule>,
    /// Run only this rule (repeatable).
    #[arg(long, value_name = "RULE", value_parser = rule_named, value_delimiter = ',')]
    pub only: Vec<&'static Rule>,
    /// Apply repairs that are only probable too, instead of flagging them.
    #[arg(long)]
    pub probable: bool,
    /// Take out what recurs on the pages of a site, by this table of `tazala learn`.
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// Encoding of plain text, such as `windows-1251` or `kz-1048`; `auto` detects it.
    #[arg(long, value_name = "NAME", value_parser = encoding, default_value = "auto")]
    pub encoding: String,
}

/// Threads and progress.
#[derive(Args, Clone, Debug)]
pub struct Running {
    /// Threads that work on pages; 0 is one for each core. The output does not depend on it.
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Show bytes, pages, articles, rate and time left on standard error; `auto` does when that is
    /// a terminal.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub progress: When,
}

/// Where settings come from; used before the rest is parsed.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Read settings from this file; without it, from `tazala.toml` in the working directory.
    #[arg(long, value_name = "FILE")]
    #[allow(dead_code, reason = "config_file looks it up by name, before the flags are complete")]
    pub config: Option<PathBuf>,
    /// Do not look for `tazala.toml`.
    #[arg(long)]
    #[allow(dead_code, reason = "likewise")]
    pub isolated: bool,
}

/// The forms of input, as they are called on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Told by content.
    Auto,
    /// Plain text.
    Text,
    /// A page of HTML.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// Web archive (WARC): responses, resources and conversions that are text or HTML.
    Warc,
    /// Web archive: conversions to text (WET).
    Wet,
}

/// When to do something that depends on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

impl Input {
    /// How to read these inputs as pages.
    pub fn options(&self, pages: &Pages) -> Options {
        Options {
            format: self.format(),
            fields: Fields { url: pages.url_field.clone(), ..self.fields() },
            separator: match &pages.page_separator {
                Some(line) => Separator::line(line),
                None => Separator::FormFeed,
            },
            limits: Limits {
                page_bytes: pages.max_page,
                page_lines: pages.max_lines as usize,
                record_bytes: pages.max_record,
                ratio: pages.max_ratio,
            },
            raw_lines: false,
        }
    }

    /// How to read them whole: each JSON line as it stands, plain text without looking for pages.
    pub fn whole(&self) -> Options {
        Options {
            format: self.format(),
            fields: self.fields(),
            separator: Separator::Never,
            raw_lines: true,
            ..Options::default()
        }
    }

    fn format(&self) -> Format {
        match self.format {
            FormatName::Auto => Format::Auto,
            FormatName::Text => Format::Text,
            FormatName::Html => Format::Html,
            FormatName::Jsonl => Format::Jsonl,
            FormatName::Warc => Format::Warc,
            FormatName::Wet => Format::Wet,
        }
    }

    fn fields(&self) -> Fields {
        Fields { text: self.text_field.clone(), id: self.id_field.clone(), ..Fields::default() }
    }

    /// A reader of these inputs.
    pub fn reader(&self, options: Options) -> Result<Reader, Error> {
        let inputs = match &self.files_from {
            Some(list) => Inputs::with_list(&self.inputs, list)?,
            None => Inputs::new(&self.inputs),
        };
        Ok(Reader::new(inputs, options))
    }

    /// Their bytes in all, as they are stored, when that can be told beforehand.
    pub fn total_bytes(&self) -> Option<u64> {
        Inputs::total_bytes(&self.inputs).filter(|_| self.files_from.is_none())
    }
}

impl Rules {
    /// The configuration of the cleaner.
    pub fn config(&self, limits: Limits) -> Result<Config, Error> {
        Ok(Config {
            probable: self.probable,
            keep_markup: false,
            keep_typing: false,
            skip: self.skip.clone(),
            only: self.only.clone(),
            encoding: (self.encoding != "auto").then(|| self.encoding.clone()),
            site: self.site.as_deref().map(super::learn::read).transpose()?.map(Arc::new),
            limits,
        })
    }
}

impl Running {
    /// The number of threads meant.
    pub fn threads(&self) -> usize {
        match self.jobs {
            0 => thread::available_parallelism().map_or(1, |n| n.get()),
            n => n,
        }
    }
}

/// The rule called `name`.
pub fn rule_named(name: &str) -> Result<&'static Rule, String> {
    rule::by_name(name).ok_or_else(|| unknown_rule(name))
}

/// What to say of a rule that there is not.
pub fn unknown_rule(name: &str) -> String {
    match rule::nearest(name) {
        Some(near) => format!("there is no rule `{name}`; did you mean `{}`?", near.name),
        None => format!("there is no rule `{name}`; `tazala rules` lists them"),
    }
}

/// A number of bytes, with `K` or `M` for powers of 1024.
fn bytes(text: &str) -> Result<usize, String> {
    const LEAST: usize = 1 << 10;
    const MOST: usize = 1 << 30;
    let (digits, unit) = match text.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1 << 10),
        None => text.strip_suffix(['M', 'm']).map_or((text, 1), |digits| (digits, 1 << 20)),
    };
    let n = digits.parse::<usize>().map_err(|_| "not a number of bytes, such as 500000, 512K or 2M".to_string())?;
    n.checked_mul(unit)
        .filter(|n| (LEAST..=MOST).contains(n))
        .ok_or_else(|| "must lie between 1K and 1024M".to_string())
}

/// A number of bytes of output, with `K`, `M` or `G` for powers of 1024.
pub fn size(text: &str) -> Result<u64, String> {
    const LEAST: u64 = 1 << 10;
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        _ => return Err("not a number of bytes, such as 500000, 512K, 64M or 1G".into()),
    };
    let n = digits.parse::<u64>().map_err(|_| "not a number of bytes, such as 500000, 512K, 64M or 1G".to_string())?;
    n.checked_mul(1 << unit).filter(|n| *n >= LEAST).ok_or_else(|| "must be 1K or more".to_string())
}

/// An encoding label that the decoder knows.
fn encoding(name: &str) -> Result<String, String> {
    /// Names of the Kazakh code pages, which the standard's list of labels lacks.
    const KAZAKH: [&str; 8] =
        ["kz-1048", "kz1048", "rk1048", "strk1048-2002", "pt154", "ptcp154", "cp154", "cyrillic-asian"];
    let label = name.to_ascii_lowercase();
    let known =
        label == "auto" || KAZAKH.contains(&&*label) || encoding_rs::Encoding::for_label(label.as_bytes()).is_some();
    if known {
        Ok(label)
    } else {
        Err("not an encoding that is known; examples: utf-8, windows-1251, koi8-r, kz-1048".into())
    }
}
