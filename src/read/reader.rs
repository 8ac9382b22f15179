//! The reader: inputs one after another, pages as they are complete.

use std::fmt::Write as _;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter};

use super::buffer::Buffer;
use super::form::{BYTE_ORDER_MARK, Form, form};
use super::inputs::{Input, Inputs, Key};
use super::place::{Inside, Place};
use super::rest::{Rest, fits, name_part};
use super::text::{Found, Separator};
use super::{Options, cut, jsonl, warc};
use crate::config::Limits;
use crate::document::{Bound, Bounds, Document};
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
    /// The input that was read last.
    last: Key,
    /// Pages that are gone, for their memory, ...
    spare: Vec<Document>,
    /// ... and addresses of such.
    addresses: Vec<String>,
}

/// The input that is being read.
struct Open {
    input: Input,
    ended: bool,
    /// Why it ended before its time.
    fault: Option<Bound>,
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

impl Lines {
    /// True between two lines.
    pub(super) fn between(&self) -> bool {
        self.rest.is_none() && !self.skipping
    }
}

impl Reader {
    /// A reader of `inputs`.
    pub fn new(mut inputs: Inputs, options: Options) -> Reader {
        inputs.bound_ratio(options.limits.ratio);
        let (buffer, last) = (Buffer::default(), Key::default());
        Reader { inputs, options, buffer, open: None, last, spare: Vec::new(), addresses: Vec::new() }
    }

    /// Bytes read so far, as they are stored.
    pub fn bytes_read(&self) -> u64 {
        self.inputs.bytes_read()
    }

    /// Where reading stands, right behind the page that [`Reader::poll`] gave; `None` when that was a part of a record
    /// of which more parts follow.
    pub fn place(&self) -> Option<Place> {
        let Some(open) = &self.open else {
            return Some(Place { input: self.last, offset: 0, line: 0, page: 0, inside: Inside::Done });
        };
        let inside = Inside::of(open.form.as_ref()?)?;
        Some(Place { input: open.input.key, offset: self.buffer.used(), line: open.line, page: open.page, inside })
    }

    /// Goes on behind `place`, which a reader of the same inputs and options told behind a page of `path`: nothing must
    /// have been read. What comes before the place is skipped, and decompressed for that where it has to be.
    pub fn go_on(&mut self, place: &Place, path: &str) -> Result<(), Error> {
        let gone = |name: &str| {
            let message =
                "the inputs are not what they were: where the last run stopped there is nothing to go on with";
            Error::new(ErrorKind::Config, name, message)
        };
        let mut input = self.inputs.seek(place.input).ok_or_else(|| gone(path))??;
        if input.name != path {
            return Err(gone(path));
        }
        self.last = input.key;
        let Some(form) = place.inside.form() else { return Ok(()) };
        let skipped = io::copy(&mut (&mut input.bytes).take(place.offset), &mut io::sink());
        if skipped.map_err(|e| Error::read(&input.name, &e))? < place.offset {
            return Err(gone(&input.name));
        }
        self.buffer.restart(place.offset);
        let (page, line) = (place.page, place.line);
        self.open = Some(Open { input, ended: false, fault: None, form: Some(form), page, line });
        Ok(())
    }

    /// Takes back a page that is no longer needed, for its memory.
    pub fn recycle(&mut self, mut page: Document) {
        /// Pages of usual size keep their memory; a rare long one does not hold it for ever.
        const KEEP: usize = 64 << 10;
        const MOST: usize = 1024;
        let room = page.bytes.empty();
        let address = page.url.take().filter(|url| url.capacity() <= KEEP);
        if self.addresses.len() < MOST {
            self.addresses.extend(address);
        }
        if room.capacity() <= KEEP && self.spare.len() < MOST {
            page.bytes = room.into();
            page.fields.clear();
            page.id.clear();
            (page.encoding, page.decoded, page.record) = (None, false, false);
            (page.fetched, page.status, page.html, page.bounds) = (None, None, false, Bounds::default());
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
                    Some(Ok(input)) => {
                        self.open = Some(Open { input, ended: false, fault: None, form: None, page: 0, line: 1 });
                    }
                }
                continue;
            };
            if open.form.is_none() {
                open.form = form(self.buffer.data(), open.ended, &open.input.name, &self.options);
            }
            let step = match open.form {
                None => Some(Step::Wait),
                Some(Form::Text(_) | Form::Html(_)) => self.text(),
                Some(Form::Lines(_)) => self.line(),
                Some(Form::Archive(_)) => self.record(),
                Some(Form::Tape) => self.tape(),
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

    /// Reads once from the current input. One that fails ends there: what came before is given out.
    pub fn fill(&mut self) -> Option<Error> {
        let open = self.open.as_mut()?;
        match self.buffer.fill(&mut open.input.bytes) {
            Ok(more) => {
                open.ended = !more;
                None
            }
            Err(e) => {
                let error = Error::read(&open.input.name, &e);
                let bomb = e.kind() == io::ErrorKind::FileTooLarge;
                (open.ended, open.fault) = (true, Some(if bomb { Bound::MaxRatio } else { Bound::Truncated }));
                if self.buffer.used() == 0 && self.buffer.data().is_empty() {
                    self.close();
                }
                Some(error)
            }
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.last = open.input.key;
        }
        self.buffer.restart(0);
    }

    /// What was taken for an input is an archive of inputs.
    fn tape(&mut self) -> Option<Step> {
        let open = self.open.take()?;
        let head = self.buffer.data().to_vec();
        self.buffer.restart(0);
        self.inputs.open_archive(open.input, head).err().map(Step::Problem)
    }

    /// The next page of plain text; `None` when another look is needed.
    fn text(&mut self) -> Option<Step> {
        let open = self.open.as_mut()?;
        let (pages, html) = match &mut open.form {
            Some(Form::Text(pages)) => (pages, false),
            Some(Form::Html(pages)) => (pages, true),
            _ => return None,
        };
        let limits = if html { self.options.limits.html() } else { self.options.limits };
        let separator = match &self.options.separator {
            // In HTML a form feed is white space.
            Separator::FormFeed if html => &Separator::Never,
            separator => separator,
        };
        let data = self.buffer.data();
        match pages.next(data, open.ended, separator, &limits) {
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
            Found::Page { length, drop, part, bound, wide, last } => {
                let mut page = self.spare.pop().unwrap_or_default();
                page.bytes.fill(&data[..length]);
                open.page += u32::from(part.is_none_or(|p| p == 0));
                open.label(&mut page, part);
                page.html = html;
                page.encoding = part.and(wide).map(|wide| wide.label().to_string());
                bound.or(open.fault.filter(|_| last)).into_iter().for_each(|bound| page.bounds.insert(bound));
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
            // Half a record cannot be read, and why it is half was told.
            None if open.ended && open.fault.is_some() => {
                self.close();
                return None;
            }
            None if open.ended => (data.len(), data.len()),
            None if data.len() > self.options.limits.record_bytes || lines.skipping => {
                let first = !std::mem::replace(&mut lines.skipping, true);
                lines.scanned = 0;
                self.buffer.consume(self.buffer.data().len());
                return Some(if first {
                    let most = self.options.limits.record_bytes;
                    Step::Problem(open.problem(&format!("the record is over {most} bytes (--max-record)")))
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
        let step = if skip || line.trim_ascii().is_empty() {
            None
        } else {
            open.page += 1;
            let mut page = self.spare.pop().unwrap_or_default();
            let read = match self.options.raw_lines {
                true => {
                    page.bytes.fill(line);
                    page.record = true;
                    Ok(())
                }
                false => {
                    let address = self.addresses.pop().unwrap_or_default();
                    jsonl::read(line, &self.options.fields, &mut page, address)
                }
            };
            match read {
                Ok(()) => {
                    open.label(&mut page, None);
                    // A page is large, and each hand that it goes through is a copy.
                    if self.options.raw_lines || fits(&page, &self.options.limits) {
                        Some(Step::Page(page))
                    } else {
                        open.form = Some(Form::Lines(Lines { rest: Some(Rest::of(page)), ..Lines::default() }));
                        None
                    }
                }
                Err(e) => Some(Step::Problem(open.problem(&e))),
            }
        };
        open.line += u64::from(used > length);
        self.buffer.consume(used);
        step
    }

    /// The page of the next record of a web archive; `None` when another look is needed.
    fn record(&mut self) -> Option<Step> {
        let open = self.open.as_mut()?;
        let Some(Form::Archive(archive)) = &mut open.form else { return None };
        if let Some(rest) = &mut archive.rest {
            let mut part = self.spare.pop().unwrap_or_default();
            if rest.next(&mut part, &self.options.limits) {
                return Some(Step::Page(part));
            }
            archive.rest = None;
        }
        let (data, at) = (self.buffer.data(), self.buffer.used());
        let mut page = self.spare.pop().unwrap_or_default();
        let found = archive.records.next(data, open.ended, &self.options.limits, &mut page);
        let used = match found {
            warc::Found::More => 0,
            warc::Found::Used(n) | warc::Found::Page(n) | warc::Found::Problem(n, _) => n,
            warc::Found::End => {
                let note = archive.records.left_out().map(|note| Error::new(ErrorKind::Empty, &open.input.name, note));
                self.close();
                return note.map(Step::Problem);
            }
        };
        let line = open.line;
        // Bodies are bytes: only line feeds count.
        open.line += memchr_iter(b'\n', &data[..used]).count() as u64;
        let step = match found {
            warc::Found::More => Some(Step::Wait),
            warc::Found::Problem(_, message) => {
                Some(Step::Problem(open.problem_at(line, &format!("byte {at}: {message}"))))
            }
            warc::Found::Page(_) => {
                open.page += 1;
                open.label(&mut page, None);
                page.line = line;
                if page.bounds.iter().any(|bound| bound == Bound::Truncated) {
                    open.fault.into_iter().for_each(|bound| page.bounds.insert(bound));
                }
                let (whole, rest) = hand_over(page, &self.options.limits);
                if let Some(Form::Archive(archive)) = &mut open.form {
                    archive.rest = rest;
                }
                whole.map(Step::Page)
            }
            warc::Found::Used(_) | warc::Found::End => None,
        };
        self.buffer.consume(used);
        step
    }
}

/// A page that came whole out of a container: as it is, or in parts when it is over the limit.
fn hand_over(page: Document, limits: &Limits) -> (Option<Document>, Option<Rest>) {
    match fits(&page, limits) {
        true => (Some(page), None),
        false => (None, Some(Rest::of(page))),
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
        self.problem_at(self.line, message)
    }

    fn problem_at(&self, line: u64, message: &str) -> Error {
        Error::new(ErrorKind::Record, &self.input.name, message).at_line(line)
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
