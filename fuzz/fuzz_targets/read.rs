//! Any bytes as an input: plain, compressed, JSON lines, a web archive, an archive of all of them. Reading ends, does
//! not depend on how the bytes come in, keeps within its bounds, and goes on behind any page as if it had not stopped.
//!
//! The first byte chooses the form and the size of the reads, the rest is the input.

#![no_main]

use std::io::{self, Cursor, Read};

use libfuzzer_sys::fuzz_target;
use tazala::config::Limits;
use tazala::document::Document;
use tazala::read::{Format, Inputs, Options, Place, Reader, Step};

/// Gives its bytes in pieces.
struct Pieces(Cursor<Vec<u8>>, usize);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.1.min(buffer.len());
        self.0.read(&mut buffer[..size])
    }
}

const LIMITS: Limits = Limits { page_bytes: 256, page_lines: 16, record_bytes: 4096, ratio: 250 };

fn reader(input: &[u8], size: usize, format: Format) -> Reader {
    let bytes = Cursor::new(input.to_vec());
    let options = Options { format, limits: LIMITS, ..Options::default() };
    Reader::new(Inputs::from_reader("in", Pieces(bytes, size)), options)
}

fn pages(mut reader: Reader) -> Vec<(Document, Option<Place>)> {
    let mut pages = Vec::new();
    loop {
        match reader.poll() {
            Step::Page(page) => pages.push((page, reader.place())),
            Step::Problem(_) => {}
            Step::Wait => drop(reader.fill()),
            Step::End => return pages,
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, input)) = bytes.split_first() else { return };
    let format = [Format::Auto, Format::Text, Format::Jsonl, Format::Warc, Format::Wet][usize::from(first % 5)];
    let all = pages(reader(input, 1 << 20, format));
    let limits = |page: &Document| if page.html { LIMITS.html() } else { LIMITS };
    assert!(all.iter().all(|(page, _)| page.bytes.len() <= limits(page).page_bytes));
    // A few hundred compressed bytes may give a hundred thousand pages; to read those ten times over would show nothing.
    if all.len() > 1000 {
        return;
    }
    let facts = |page: &Document| format!("{page:?}");
    // A decoder may notice damage a few bytes earlier when it is given less at a time, so the last page may differ.
    let pieces = pages(reader(input, usize::from(first / 5) + 1, format));
    let same = all.len().min(pieces.len()).saturating_sub(1);
    assert!(all[..same].iter().zip(&pieces).all(|((a, _), (b, _))| facts(a) == facts(b)));
    // A few of them: each is read to its end once more.
    for (at, (page, place)) in all.iter().enumerate().step_by(all.len() / 8 + 1) {
        let Some(place) = place else { continue };
        let mut on = reader(input, 1 << 20, format);
        on.go_on(place, &page.path).expect("the same input");
        let rest = pages(on);
        assert!(rest.iter().map(|(page, _)| facts(page)).eq(all[at + 1..].iter().map(|(page, _)| facts(page))));
    }
});
