//! Reading: what comes out does not depend on how the bytes come in.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use tazala::config::Limits;
use tazala::document::Document;
use tazala::engine::{self, Event};
use tazala::error::{Error, ErrorKind};
use tazala::read::{Format, Inputs, Options, Reader, Separator, Step, line_breaks};

/// Gives its bytes in pieces of the given sizes.
struct Pieces {
    bytes: Vec<u8>,
    at: usize,
    sizes: Vec<usize>,
    reads: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.reads % self.sizes.len()].min(buffer.len()).min(self.bytes.len() - self.at);
        buffer[..size].copy_from_slice(&self.bytes[self.at..self.at + size]);
        (self.at, self.reads) = (self.at + size, self.reads + 1);
        Ok(size)
    }
}

fn pages(bytes: &[u8], sizes: &[usize], options: &Options) -> Vec<Document> {
    let source = Pieces { bytes: bytes.to_vec(), at: 0, sizes: sizes.to_vec(), reads: 0 };
    Reader::new(Inputs::from_reader("in", source), options.clone()).map(|page| page.expect("a page")).collect()
}

fn facts(pages: &[Document]) -> Vec<String> {
    let fact = |p: &Document| format!("{} page {} line {} cut {:?} {:?}", p.id, p.page, p.line, p.cut, &p.bytes[..]);
    pages.iter().map(fact).collect()
}

fn options(separator: Separator, page_bytes: usize, page_lines: usize) -> Options {
    Options {
        format: Format::Text,
        separator,
        limits: Limits { page_bytes, page_lines, ..Limits::default() },
        ..Options::default()
    }
}

proptest! {
    #[test]
    fn pages_do_not_depend_on_the_reads(
        text in "([a-b=. ]|\n|\r|\r\n|\x0c|\n==\n|ж|\u{1f600}|\0){0,60}",
        sizes in prop::collection::vec(1usize..9, 1..6),
        page_bytes in 4usize..40,
        page_lines in 1usize..9,
        line in any::<bool>(),
    ) {
        let separator = if line { Separator::line("==") } else { Separator::FormFeed };
        let options = options(separator, page_bytes, page_lines);
        let (whole, pieces) = (pages(text.as_bytes(), &[1 << 20], &options), pages(text.as_bytes(), &sizes, &options));
        prop_assert_eq!(facts(&whole), facts(&pieces));
        prop_assert!(whole.iter().all(|p| p.bytes.len() <= page_bytes));
    }

    #[test]
    fn parts_of_an_unseparated_input_are_the_input(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        page_bytes in 4usize..40,
        page_lines in 1usize..9,
    ) {
        let parts = pages(&bytes, &[7, 3], &options(Separator::Never, page_bytes, page_lines));
        let joined: Vec<u8> = parts.iter().flat_map(|p| p.bytes.iter().copied()).collect();
        prop_assert_eq!(&joined, &bytes);
        prop_assert!(parts.iter().all(|p| line_breaks(&p.bytes) <= page_lines + 1));
        let numbers: Vec<_> = parts.iter().map(|p| p.cut.unwrap_or(0)).collect();
        prop_assert_eq!(numbers, (0..parts.len() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn a_json_record_and_a_file_are_cut_alike(text in "([a-b. ]|\n|\r\n|ж){1,80}", page_bytes in 4usize..40, page_lines in 1usize..9) {
        let plain = pages(text.as_bytes(), &[1 << 20], &options(Separator::Never, page_bytes, page_lines));
        let line = serde_json::json!({ "text": text }).to_string();
        let record = pages(line.as_bytes(), &[5], &Options { format: Format::Jsonl, ..options(Separator::Never, page_bytes, page_lines) });
        let bytes = |pages: &[Document]| pages.iter().map(|p| (p.cut, p.bytes.to_vec())).collect::<Vec<_>>();
        prop_assert_eq!(bytes(&plain), bytes(&record));
    }
}

#[test]
fn a_line_too_long_for_a_record_is_skipped_in_bounded_memory() {
    let line = format!("{{\"text\":\"{}", "x".repeat(100));
    let long = io::repeat(b'x').take(65 << 20);
    let source = io::Cursor::new(format!("{{\"text\":\"a\"}}\n{line}"))
        .chain(long)
        .chain(io::Cursor::new("\"}\n{\"text\":\"b\"}"));
    let got: Vec<_> = Reader::new(Inputs::from_reader("in", source), Options::default()).collect();
    let told: Vec<String> = got
        .iter()
        .map(|page| match page {
            Ok(page) => String::from_utf8_lossy(&page.bytes).into_owned(),
            Err(e) => e.to_string(),
        })
        .collect();
    assert_eq!(told, ["a", "in:2: the record is over 67108864 bytes (--max-record)", "b"]);
}

#[test]
fn parts_of_a_wide_page_know_their_encoding() {
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("Қазақ тілі\n".repeat(9).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let parts = pages(&bytes, &[5], &options(Separator::FormFeed, 64, 100));
    assert!(parts.len() > 2 && parts.iter().all(|p| p.encoding.as_deref() == Some("utf-16le")));
    let units: Vec<u16> =
        parts.iter().flat_map(|p| p.bytes.chunks_exact(2)).map(|u| u16::from_le_bytes([u[0], u[1]])).collect();
    assert_eq!(String::from_utf16_lossy(&units[1..]), "Қазақ тілі\n".repeat(9));
}

#[test]
fn a_page_is_there_before_anyone_waits() {
    let source = Pieces { bytes: b"one\x0ctwo".to_vec(), at: 0, sizes: vec![5], reads: 0 };
    let mut reader = Reader::new(Inputs::from_reader("in", source), Options::default());
    assert!(matches!(reader.poll(), Step::Wait));
    assert!(reader.fill().is_none());
    assert!(matches!(reader.poll(), Step::Page(page) if *page.bytes == *b"one"));
    assert!(matches!(reader.poll(), Step::Wait), "the rest is not complete");
}

/// A reader of pages that hold the numbers below `n`.
fn numbers(n: usize) -> Reader {
    let text: String = (0..n).map(|i| format!("{i}\x0c")).collect();
    Reader::new(Inputs::from_reader("in", io::Cursor::new(text)), Options::default())
}

#[test]
fn the_engine_keeps_the_order_and_outlives_a_failing_page() {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let (mut out, mut problems, mut count) = (Vec::new(), Vec::new(), 0);
    let work = |page: &Document, out: &mut Vec<u8>, tally: &mut usize| {
        if TURN.fetch_add(1, Ordering::Relaxed).is_multiple_of(700) {
            std::thread::sleep(Duration::from_millis(3));
        }
        out.extend_from_slice(&page.bytes);
        assert!(*page.bytes != *b"1234", "this page makes the work fail");
        out.push(b' ');
        *tally += 1;
        match &page.bytes[..] {
            b"77" => Err(Error::new(ErrorKind::Record, "in", "not this one")),
            _ => Ok(()),
        }
    };
    let result = engine::run(numbers(5000), 4, work, |event| {
        if let Event::Done(batch) = event {
            out.extend_from_slice(&batch.out);
            problems.extend(batch.problems.iter().map(Error::to_string));
            count += batch.tally;
        }
        Ok(())
    });
    assert!(result.is_ok());
    let wanted: String = (0..5000).filter(|n| ![77, 1234].contains(n)).map(|n| format!("{n} ")).collect();
    assert_eq!(String::from_utf8(out).expect("digits"), wanted);
    assert_eq!((problems.len(), count), (2, 4999));
    assert!(
        problems[0] == "in: not this one" && problems[1].starts_with("in:1: this page made the program fail"),
        "{problems:?}"
    );
}

#[test]
fn the_engine_stops_when_nobody_takes_its_output() {
    let work = |_: &Document, out: &mut Vec<u8>, _: &mut ()| {
        out.push(b'x');
        Ok(())
    };
    let closed = |event: Event<'_, ()>| match event {
        Event::Done(_) => Err(Error::new(ErrorKind::ClosedPipe, "out", "closed")),
        Event::Idle => Ok(()),
    };
    let error = engine::run(numbers(5000), 2, work, closed).expect_err("the sink's error");
    assert_eq!(error.kind(), ErrorKind::ClosedPipe);
}
