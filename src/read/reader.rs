//! The reader: inputs one after another, pages as they are complete.

use std::fmt::Write as _;

use memchr::memchr;

use super::buffer::Buffer;
use super::form::{BYTE_ORDER_MARK, Form, form};
use super::inputs::{Input, Inputs};
use super::rest::{Rest, fits, name_part};
use super::text::Found;
use super::{Options, cut, jsonl};
use crate::document::Document;
use crate::error::{Error, ErrorKind};

/// What [`Reader::poll`] found.
#[derive(Debug)]
pub enum Step {
    /// A page.
    Page(Document),
    /// An input or a record that cannot be read; the rest goes on.
    Problem(Error),
    /// The next page is not complete: [`Reader::fill`] reads on and may wait.
    Wait,
    /// The end of all inputs.
    End,
}

/// Reads pages one after another. As an iterator it waits where it has to; [`Reader::poll`] and
/// [`Reader::fill`] tell when that would be.
pub struct Reader {
    inputs: Inputs,
    options: Options,
    buffer: Buffer,
    open: Option<Open>,
    spare: Vec<Document>,
}

/// The input that is being read.
struct Open {
    input: Input,
    ended: bool,
    form: Option<Form>,
    /// Pages begun so far.
    page: u32,
    /// 1-based line where the data at hand begins.
    line: u64,
}

/// Where the reading of JSON lines stands.
#[derive(Default)]
pub(super) struct Lines {
    /// What of the data at hand holds no line break.
    scanned: usize,
    /// Inside a line that is too long.
    skipping: bool,
    /// A record over the limit whose parts are being given out.
    rest: Option<Rest>,
}

impl Reader {
    /// A reader of `inputs`.
    pub fn new(inputs: Inputs, options: Options) -> Reader {
        Reader { inputs, options, buffer: Buffer::default(), open: None, spare: Vec::new() }
    }

    /// Bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.buffer.read()
    }

    /// Takes back a page that is no longer needed, for its memory.
    pub fn recycle(&mut self, mut page: Document) {
        /// Pages of usual size keep their memory; a rare long one does not hold it for ever.
        const KEEP: usize = 64 << 10;
        if page.bytes.capacity() <= KEEP && self.spare.len() < 1024 {
            page.bytes.clear();
            page.fields.clear();
            page.id.clear();
            (page.url, page.encoding, page.decoded, page.record) = (None, None, false, false);
            self.spare.push(page);
        }
    }

    /// The next page, unless a read that may have to wait is needed first.
    pub fn poll(&mut self) -> Step {
        loop {
            let Some(open) = &mut self.open else {
                match self.inputs.next() {
                    None => return Step::End,
                    Some(Err(e)) => return Step::Problem(e),
                    Some(Ok(input)) => self.open = Some(Open { input, ended: false, form: None, page: 0, line: 1 }),
                }
                continue;
            };
            if open.form.is_none() {
                open.form = form(self.buffer.data(), open.ended, &open.input.name, &self.options);
            }
            let step = match open.form {
                None => Some(Step::Wait),
                Some(Form::Text(_)) => self.text(),
                Some(Form::Lines(_)) => self.line(),
            };
            match step {
                Some(Step::Wait) if self.waits() => return Step::Wait,
                Some(Step::Wait) => {
                    if let Some(e) = self.fill() {
                        return Step::Problem(e);
                    }
                }
                Some(step) => return step,
                None => {}
            }
        }
    }

    fn waits(&self) -> bool {
        self.open.as_ref().is_some_and(|o| o.input.waits)
    }

    /// Reads once from the current input; an input that fails is given up.
    pub fn fill(&mut self) -> Option<Error> {
        let open = self.open.as_mut()?;
        match self.buffer.fill(&mut open.input.bytes) {
            Ok(more) => open.ended = !more,
            Err(e) => {
                let error = Error::read(&open.input.name, &e);
                self.close();
                return Some(error);
            }
        }
        None
    }

    fn close(&mut self) {
        self.open = None;
        self.buffer.clear();
    }

    /// The next page of plain text; `None` when another look is needed.
    fn text(&mut self) -> Option<Step> {
        let open = self.open.as_mut()?;
        let Some(Form::Text(pages)) = &mut open.form else { return None };
        let data = self.buffer.data();
        match pages.next(data, open.ended, &self.options.separator, &self.options.limits) {
            Found::More => Some(Step::Wait),
            Found::End => {
                self.close();
                None
            }
            Found::Drop { lines } => {
                open.line += lines;
                self.buffer.consume(1);
                None
            }
            Found::Page { length, drop, part, wide, last } => {
                let mut page = self.spare.pop().unwrap_or_default();
                page.bytes.extend_from_slice(&data[..length]);
                open.page += u32::from(part.is_none_or(|p| p == 0));
                open.label(&mut page, part);
                page.encoding = part.and(wide).map(|wide| wide.label().to_string());
                open.line += cut::line_breaks(&data[..length + drop]) as u64;
                self.buffer.consume(length + drop);
                if last {
                    self.close();
                }
                Some(Step::Page(page))
            }
        }
    }
}

impl Reader {
    /// The page of the next JSON line; `None` when another look is needed.
    fn line(&mut self) -> Option<Step> {
        let open = self.open.as_mut()?;
        let Some(Form::Lines(lines)) = &mut open.form else { return None };
        if let Some(rest) = &mut lines.rest {
            let mut part = self.spare.pop().unwrap_or_default();
            if rest.next(&mut part, &self.options.limits) {
                return Some(Step::Page(part));
            }
            lines.rest = None;
        }
        let data = self.buffer.data();
        let (length, used) = match memchr(b'\n', &data[lines.scanned..]) {
            Some(i) => (lines.scanned + i, lines.scanned + i + 1),
            None if open.ended && data.is_empty() => {
                self.close();
                return None;
            }
            None if open.ended => (data.len(), data.len()),
            None if data.len() > jsonl::LONGEST_LINE || lines.skipping => {
                let first = !std::mem::replace(&mut lines.skipping, true);
                lines.scanned = 0;
                self.buffer.clear();
                return Some(if first {
                    Step::Problem(open.problem("the record is over 256 MiB"))
                } else {
                    Step::Wait
                });
            }
            None => {
                lines.scanned = data.len();
                return Some(Step::Wait);
            }
        };
        lines.scanned = 0;
        let skip = std::mem::take(&mut lines.skipping);
        let line = data[..length].strip_prefix(BYTE_ORDER_MARK).unwrap_or(&data[..length]);
        let step = (!skip && !line.trim_ascii().is_empty()).then(|| {
            open.page += 1;
            let mut page = self.spare.pop().unwrap_or_default();
            let read = match self.options.raw_lines {
                true => {
                    page.bytes.extend_from_slice(line);
                    page.record = true;
                    Ok(())
                }
                false => jsonl::read(line, &self.options.fields, &mut page),
            };
            match read {
                Ok(()) => Step::Page(page),
                Err(e) => Step::Problem(open.problem(&e)),
            }
        });
        let step = match step {
            Some(Step::Page(mut page)) => {
                open.label(&mut page, None);
                if self.options.raw_lines || fits(&page.bytes, &self.options.limits) {
                    Some(Step::Page(page))
                } else {
                    open.form = Some(Form::Lines(Lines { rest: Some(Rest::of(page)), ..Lines::default() }));
                    None
                }
            }
            other => other,
        };
        open.line += u64::from(used > length);
        self.buffer.consume(used);
        step
    }
}

impl Open {
    /// Says where `page` came from.
    fn label(&self, page: &mut Document, cut: Option<u32>) {
        page.path.clone_from(&self.input.name);
        (page.page, page.line, page.cut) = (self.page, self.line, cut);
        if page.id.is_empty() {
            page.id.push_str(&self.input.name);
            if self.page > 1 {
                let _ = write!(page.id, "#{}", self.page);
            }
        }
        name_part(page);
    }

    /// A record that cannot be read.
    fn problem(&self, message: &str) -> Error {
        Error::new(ErrorKind::Record, &self.input.name, message).at_line(self.line)
    }
}

impl Iterator for Reader {
    type Item = Result<Document, Error>;

    fn next(&mut self) -> Option<Result<Document, Error>> {
        loop {
            match self.poll() {
                Step::Page(page) => return Some(Ok(page)),
                Step::Problem(e) => return Some(Err(e)),
                Step::End => return None,
                Step::Wait => {
                    if let Some(e) = self.fill() {
                        return Some(Err(e));
                    }
                }
            }
        }
    }
}
