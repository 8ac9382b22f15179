//! WARC and WET archives: records one after another, each with a header and a body of a told length.
//!
//! Written by hand, because a page must be there as soon as it is complete, a body may be too long to hold, and a run
//! must be able to go on behind any record: the `warc` crate reads each body whole into memory, whatever its length,
//! and waits for it. What is inside a body (HTTP, chunks, content encodings) is the matter of `http`.

use std::collections::BTreeMap;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::http::{self, Media, fields};
use crate::config::Limits;
use crate::document::{Bound, Document};

/// Longest header of a record, bytes. Those of real archives have one or two thousand.
const LONGEST_HEAD: usize = 64 << 10;
/// What a record begins with, for all versions.
const BEGIN: &[u8] = b"WARC/";

/// Which records are taken for pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Taken {
    /// Responses, resources and conversions.
    All,
    /// Conversions only: text that was made of pages.
    Conversions,
}

/// Finds the pages in an archive as it arrives.
#[derive(Debug)]
pub(super) struct Records {
    taken: Taken,
    state: State,
    /// Bytes of the data at hand that were looked at.
    scanned: usize,
    /// Records that hold no page, by reason.
    skipped: BTreeMap<String, u64>,
}

#[derive(Debug)]
enum State {
    /// Before a record.
    Head,
    /// Behind the header of a record that may hold a page.
    Body(Box<Record>),
    /// So many bytes are of no interest.
    Skip(u64),
    /// Where a record should begin there was none; the next one is looked for.
    Lost,
}

/// The header of a record.
#[derive(Debug, Default)]
struct Record {
    kind: Vec<u8>,
    length: Option<u64>,
    id: String,
    url: Option<String>,
    date: Option<String>,
    content_type: Vec<u8>,
    /// What the crawler found the payload to be.
    payload_type: Option<Vec<u8>>,
    truncated: bool,
    /// The HTTP header was looked at, and this is a page.
    surely: bool,
}

/// What stands at the head of the data.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing complete yet.
    More,
    /// So many bytes that are no page.
    Used(usize),
    /// So many bytes that are a page; it was filled in.
    Page(usize),
    /// So many bytes that cannot be read, and why.
    Problem(usize, String),
    /// The end.
    End,
}

impl Records {
    pub(super) fn new(taken: Taken) -> Records {
        Records::behind(taken, 0)
    }

    /// The same, `left` bytes before the next record.
    pub(super) fn behind(taken: Taken, left: u64) -> Records {
        let state = if left > 0 { State::Skip(left) } else { State::Head };
        Records { taken, state, scanned: 0, skipped: BTreeMap::new() }
    }

    /// Between two records: what is taken, and how many bytes stand before the next one.
    pub(super) fn between(&self) -> Option<(Taken, u64)> {
        match self.state {
            State::Head => Some((self.taken, 0)),
            State::Skip(left) => Some((self.taken, left)),
            State::Body(_) | State::Lost => None,
        }
    }

    /// True when `data` begins an archive, `None` when it is too short to tell.
    pub(super) fn begins(data: &[u8], ended: bool) -> Option<bool> {
        let equal = |mark: &[u8]| data.iter().zip(mark).all(|(a, b)| a == b);
        let any = equal(b"WARC/1.") || equal(b"WARC/0.");
        match any && data.len() < b"WARC/1.".len() {
            true if !ended => None,
            true => Some(false),
            false => Some(any),
        }
    }

    /// Looks for the next page in `data`, the bytes not yet used, and fills `page` if it finds one; `ended` tells
    /// that no more come.
    pub(super) fn next(&mut self, data: &[u8], ended: bool, limits: &Limits, page: &mut Document) -> Found {
        match &mut self.state {
            State::Head => self.head(data, ended),
            State::Body(_) => self.body(data, ended, limits, page),
            State::Skip(left) => {
                let n = (*left).min(data.len() as u64) as usize;
                *left -= n as u64;
                match (*left == 0, n) {
                    (true, _) => self.state = State::Head,
                    (false, 0) if ended => return Found::End,
                    (false, 0) => return Found::More,
                    _ => {}
                }
                Found::Used(n)
            }
            State::Lost => {
                let found = memmem::find(data, b"\nWARC/1.");
                if found.is_some() {
                    self.state = State::Head;
                }
                // What is kept back may be the first part of the mark.
                let keep = if ended { 0 } else { b"\nWARC/1.".len() - 1 };
                match found.map_or(data.len().saturating_sub(keep), |i| i + 1) {
                    0 if ended => Found::End,
                    0 => Found::More,
                    n => Found::Used(n),
                }
            }
        }
    }

    /// What was no page, in words, for a note at the end; `None` when all was.
    pub(super) fn left_out(&mut self) -> Option<String> {
        let skipped = std::mem::take(&mut self.skipped);
        let total: u64 = skipped.values().sum();
        let list: Vec<String> = skipped.into_iter().map(|(reason, n)| format!("{n} {reason}")).collect();
        (total > 0).then(|| format!("{total} records hold no page: {}", list.join(", ")))
    }

    fn skip(&mut self, reason: &[u8], length: u64) {
        /// More reasons than this are one: media types are free text.
        const REASONS: usize = 64;
        let reason: String = String::from_utf8_lossy(reason).chars().filter(|c| !c.is_control()).take(60).collect();
        let known = self.skipped.contains_key(&reason) || self.skipped.len() < REASONS;
        *self.skipped.entry(if known { reason } else { "others".into() }).or_default() += 1;
        self.state = State::Skip(length);
    }

    fn lost(&mut self, message: String) -> Found {
        self.state = State::Lost;
        self.scanned = 0;
        Found::Problem(0, message)
    }

    fn head(&mut self, data: &[u8], ended: bool) -> Found {
        // Two line ends stand behind a body; more or fewer do no harm.
        let blank = data.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if blank > 0 {
            return Found::Used(blank);
        }
        if data.is_empty() {
            return if ended { Found::End } else { Found::More };
        }
        if !data.starts_with(&BEGIN[..data.len().min(BEGIN.len())]) {
            return self.lost("where a record should begin there is none; the next one is looked for".into());
        }
        let near = &data[..data.len().min(LONGEST_HEAD)];
        let Some(end) = http::head_end(near, self.scanned) else {
            return match () {
                () if near.len() == LONGEST_HEAD => self.lost("the header of the record does not end".into()),
                () if ended => self.lost("the header of the last record is cut short".into()),
                () => {
                    self.scanned = near.len().saturating_sub(3);
                    Found::More
                }
            };
        };
        self.scanned = 0;
        let record = Record::parse(&data[..end]);
        let Some(length) = record.length else {
            return self.lost("the record does not tell its length".into());
        };
        let takes = match &record.kind[..] {
            b"response" | b"resource" => self.taken == Taken::All,
            b"conversion" => true,
            _ => false,
        };
        match takes {
            true => self.state = State::Body(Box::new(record)),
            false => self.skip(&record.kind, length),
        }
        Found::Used(end)
    }

    fn body(&mut self, data: &[u8], ended: bool, limits: &Limits, page: &mut Document) -> Found {
        let State::Body(record) = &mut self.state else { return Found::More };
        let length = record.length.unwrap_or(0);
        let wanted = length.min(limits.record_bytes as u64) as usize;
        let complete = data.len() >= wanted || ended;
        let body = &data[..data.len().min(wanted)];
        let http = record.kind == b"response" && record.is_http();
        let near = &body[..body.len().min(LONGEST_HEAD)];
        let head = if http { http::head_end(near, 0) } else { Some(0) };
        // A picture or a film need not be held to see that it is none of ours.
        if !record.surely {
            let head = match head {
                Some(head) => head,
                None if !complete && near.len() < LONGEST_HEAD => return Found::More,
                None => {
                    let reason = b"with a broken HTTP header";
                    self.skip(reason, length);
                    return Found::Used(0);
                }
            };
            if !complete && body.len() - head < http::SNIFFED {
                return Found::More;
            }
            match record.media(&body[..head], &body[head..]) {
                Ok(_) => record.surely = true,
                Err(reason) => {
                    self.skip(&reason, length);
                    return Found::Used(0);
                }
            }
        }
        if !complete {
            return Found::More;
        }
        let head = head.unwrap_or(0);
        page.html = record.media(&body[..head], &body[head..]) == Ok(Media::Html);
        record.fill(page, &body[..head], &body[head..], limits);
        if body.len() < wanted || record.truncated {
            page.bounds.insert(Bound::Truncated);
        }
        if length > wanted as u64 {
            page.bounds.insert(Bound::MaxRecord);
        }
        self.state = match length - body.len() as u64 {
            0 => State::Head,
            left => State::Skip(left),
        };
        Found::Page(body.len())
    }
}

impl Record {
    /// The fields of a header that we use.
    fn parse(head: &[u8]) -> Record {
        let mut record = Record::default();
        let text = |value: &[u8]| {
            // Some writers put addresses and ids in angle brackets.
            let value = value.strip_prefix(b"<").and_then(|v| v.strip_suffix(b">")).unwrap_or(value);
            String::from_utf8_lossy(value).into_owned()
        };
        for (name, value) in fields(head) {
            match name.to_ascii_lowercase().as_slice() {
                b"warc-type" => record.kind = value.to_ascii_lowercase(),
                b"content-length" => record.length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()),
                b"warc-record-id" => record.id = text(value),
                b"warc-target-uri" => record.url = Some(text(value)),
                b"warc-date" => record.date = Some(text(value)),
                b"content-type" => record.content_type = value.to_ascii_lowercase(),
                b"warc-identified-payload-type" => record.payload_type = Some(value.to_ascii_lowercase()),
                b"warc-truncated" => record.truncated = true,
                _ => {}
            }
        }
        record
    }

    /// True when the body begins with an HTTP header.
    fn is_http(&self) -> bool {
        self.content_type.starts_with(b"application/http")
            || self.content_type.is_empty() && self.url.as_ref().is_some_and(|u| u.starts_with("http"))
    }

    /// What the page is; if it is none, the media type that it has instead.
    fn media(&self, head: &[u8], body: &[u8]) -> Result<Media, Vec<u8>> {
        let told = match head.is_empty() {
            true => Some(&self.content_type[..]).filter(|t| !t.is_empty()),
            false => http::field(head, b"content-type"),
        };
        // The crawler looked at the payload, the server may not have.
        http::media(self.payload_type.as_deref().or(told), body)
    }

    fn fill(&self, page: &mut Document, head: &[u8], body: &[u8], limits: &Limits) {
        page.url.clone_from(&self.url);
        page.fetched.clone_from(&self.date);
        page.id.push_str(&self.id);
        let told = match head.is_empty() {
            true => Some(&self.content_type[..]),
            false => http::field(head, b"content-type"),
        };
        page.encoding = told.and_then(http::charset);
        if self.kind == b"conversion" && page.encoding.is_none() {
            // Conversions are UTF-8 by the format's description.
            page.encoding = Some("utf-8".into());
        }
        page.status = http::status(head);
        let mut bytes = page.bytes.empty();
        http::unpack(head, body, limits, &mut bytes, &mut page.bounds);
        page.bytes = bytes.into();
    }
}
