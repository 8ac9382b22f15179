//! `tazala restore`: the decoded pages back from records written with `--audit full`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};
use tazala::error::{Error, ErrorKind};
use tazala::read::{Format, Inputs, Options, Reader, jsonl, line_breaks};
use tazala::write::json;
use tazala::write::restore::Record;

use super::exit::Exit;
use super::output::Output;
use super::{complain, say};

/// Rebuild the decoded pages, byte for byte, from records written with `--audit full`.
#[derive(Args, Debug)]
pub struct Flags {
    /// Files with records, or `-` for standard input, which is also read when nothing is named.
    #[arg(value_name = "RECORDS")]
    inputs: Vec<PathBuf>,
    /// Write the pages as text with a form feed between them, or as JSON lines.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: FormatName,
    /// Write to this file; or to this folder (one that exists, or a name with a slash at its end),
    /// one file a page.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Write this line between pages instead of a form feed.
    #[arg(long, value_name = "STRING")]
    page_separator: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Text,
    Jsonl,
}

/// Where restored pages go.
enum Target {
    Stream(Box<Output>),
    Folder(PathBuf),
}

/// The page that is being put together.
struct Page {
    path: String,
    number: u32,
    /// Line of the input where it begins.
    line: u64,
    /// Id, address and fields of the input's record, as far as known.
    id: String,
    url: Option<String>,
    fields: String,
    /// The parts that are complete; a page over the limit has several.
    text: String,
    /// The part at hand.
    part: String,
    /// Numbers of the cut and of the article that must come next.
    next: (u32, u32),
    /// A record of it was at fault: the page cannot be given back.
    broken: bool,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let folder = flags.output.as_deref().filter(|p| p.is_dir() || p.as_os_str().as_encoded_bytes().ends_with(b"/"));
    let mut writer = Writer {
        target: match folder {
            Some(folder) => Target::Folder(folder.to_path_buf()),
            None => Target::Stream(Box::new(Output::open(flags.output.as_deref())?)),
        },
        format: flags.format,
        separator: flags.page_separator,
        last: None,
    };
    let options = Options { format: Format::Jsonl, raw_lines: true, ..Options::default() };
    let mut reader = Reader::new(Inputs::new(&flags.inputs), options);
    let (mut page, mut exit) = (None, Exit::Done);
    while let Some(line) = reader.next() {
        let line = match line {
            Ok(line) => line,
            Err(e) => {
                complain(&e);
                exit = exit.or(Exit::of(&e));
                continue;
            }
        };
        let result = jsonl::utf8(&line.bytes).and_then(Record::parse).map_err(Fault::Record);
        let result = result.and_then(|record| add(&mut page, &record, &mut writer));
        match result {
            Ok(()) => {}
            Err(Fault::Record(message)) => {
                complain(&Error::new(ErrorKind::Record, &line.path, message).at_line(line.line));
                exit = exit.or(Exit::Unread);
            }
            Err(Fault::Output(e)) => return Err(e),
        }
        reader.recycle(line);
    }
    if let Some(page) = page {
        writer.write(page)?;
    }
    writer.finish()?;
    Ok(exit)
}

/// Why a record could not be added.
enum Fault {
    Record(String),
    Output(Error),
}

impl From<String> for Fault {
    fn from(message: String) -> Fault {
        Fault::Record(message)
    }
}

/// Adds `record` to `page`; writes the page before, when the record begins another.
fn add(page: &mut Option<Page>, record: &Record<'_>, writer: &mut Writer) -> Result<(), Fault> {
    let first = record.part.0 == 1 && record.source.cut.unwrap_or(0) == 0;
    if first {
        let begun = page.replace(Page::of(record));
        if let Some(done) = begun {
            writer.write(done).map_err(Fault::Output)?;
        }
    }
    let Some(page) = page else { return Err(missing(record).into()) };
    let result = page.add(record);
    page.broken |= result.is_err();
    result.map_err(Fault::Record)
}

fn missing(record: &Record<'_>) -> String {
    format!("record {:?}: part {} of {} without the parts before it", record.id, record.part.0, record.part.1)
}

impl Page {
    /// The page that `record` is the first of.
    fn of(record: &Record<'_>) -> Page {
        // The id of the first article of several is the page's with a number behind it.
        let id = match record.part.1 {
            1 => &*record.id,
            _ => record.id.strip_suffix(":1").unwrap_or(&record.id),
        };
        Page {
            path: record.source.path.to_string(),
            number: record.source.page,
            line: record.source.line,
            id: id.to_string(),
            url: record.source.url.as_deref().map(str::to_string),
            fields: record.source.fields.map(|f| f.get().to_string()).unwrap_or_default(),
            text: String::new(),
            part: String::new(),
            next: (0, 1),
            broken: false,
        }
    }

    fn add(&mut self, record: &Record<'_>) -> Result<(), String> {
        if (record.source.page, &*record.source.path) != (self.number, &*self.path) {
            return Err(missing(record));
        }
        if self.broken {
            return Ok(());
        }
        let cut = record.source.cut.unwrap_or(0);
        if record.part.0 == 1 && cut > 0 {
            self.text.push_str(&std::mem::take(&mut self.part));
        }
        if (cut, record.part.0) != self.next {
            return Err(missing(record));
        }
        self.next = if record.part.0 == record.part.1 { (cut + 1, 1) } else { (cut, record.part.0 + 1) };
        record.restore(&mut self.part)
    }
}

/// Writes restored pages.
struct Writer {
    target: Target,
    format: FormatName,
    separator: Option<String>,
    /// Path of the last page written, and the line of the input where it ended.
    last: Option<(String, u64)>,
}

impl Writer {
    fn write(&mut self, mut page: Page) -> Result<(), Error> {
        if page.broken {
            return Ok(());
        }
        if page.next.1 != 1 {
            say(&format!(
                "tazala: {}: page {} is not complete: records are missing at its end",
                page.path, page.number
            ));
        }
        page.text.push_str(&page.part);
        match (&mut self.target, self.format) {
            (Target::Folder(folder), _) => {
                let place = place(folder, &page);
                if let Some(parent) = place.parent() {
                    fs::create_dir_all(parent).map_err(|e| Error::write(parent, &e))?;
                }
                fs::write(&place, &page.text).map_err(|e| Error::write(&place, &e))
            }
            (Target::Stream(output), FormatName::Jsonl) => output.write(&object(&page)),
            (Target::Stream(output), FormatName::Text) => {
                if let Some((path, end)) = &self.last {
                    let separator = match &self.separator {
                        Some(line) => format!("{line}\n"),
                        // The line break that followed the form feed shows in the number of the line.
                        None if *path == page.path && page.line == end + 1 => "\x0c\n".into(),
                        None => "\x0c".into(),
                    };
                    output.write(separator.as_bytes())?;
                }
                self.last = Some((page.path, page.line + line_breaks(page.text.as_bytes()) as u64));
                output.write(page.text.as_bytes())
            }
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self.target {
            Target::Stream(output) => output.finish(),
            Target::Folder(_) => Ok(()),
        }
    }
}

/// The page as a JSON line with the fields it was read from.
fn object(page: &Page) -> Vec<u8> {
    let mut out = b"{\"id\":".to_vec();
    json::string(&mut out, &page.id);
    if let Some(url) = &page.url {
        out.extend_from_slice(b",\"url\":");
        json::string(&mut out, url);
    }
    out.extend_from_slice(b",\"text\":");
    json::string(&mut out, &page.text);
    // Names that were taken already are ours; the fields come from a record, so they parse.
    let mut others = String::new();
    let _ = jsonl::members(&page.fields, |key, value| {
        if !matches!(&*key, "id" | "url" | "text") {
            jsonl::push_member(&mut others, &key, value);
        }
    });
    if !others.is_empty() {
        out.push(b',');
        out.extend_from_slice(others.as_bytes());
    }
    out.extend_from_slice(b"}\n");
    out
}

/// The file for a page: its own path inside `folder`, without anything that would lead out of it.
fn place(folder: &Path, page: &Page) -> PathBuf {
    let inside: PathBuf = match &*page.path {
        "-" => "stdin.txt".into(),
        path => Path::new(path).components().filter(|c| matches!(c, Component::Normal(_))).collect(),
    };
    let place = folder.join(inside);
    match page.number {
        0 | 1 => place,
        n => {
            let mut name = place.file_stem().unwrap_or_default().to_os_string();
            name.push(format!("#{n}"));
            if let Some(extension) = place.extension() {
                name.push(".");
                name.push(extension);
            }
            place.with_file_name(name)
        }
    }
}
