//! Archives written by a library of the ecosystem (Python's warcio) are read without loss: every page, its address, its
//! date, its status and its bytes.
//!
//! The library is taken from where Python finds it, or installed below `target`; where neither can be done the test says
//! that it is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tazala::document::Document;
use tazala::read::{Format, Inputs, Options, Reader};

/// Runs Python with the library on its path; false when it fails.
fn python(library: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("python3").args(arguments).env("PYTHONPATH", library).output();
    output.is_ok_and(|o| {
        if !o.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&o.stderr));
        }
        o.status.success()
    })
}

/// The archives in a folder; `None` when they cannot be made here.
fn archives() -> Option<tempfile::TempDir> {
    let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("python");
    let folder = tempfile::tempdir().expect("a folder");
    let (target, place) = (library.to_string_lossy(), folder.path().to_string_lossy());
    let install =
        ["-m", "pip", "install", "--quiet", "--timeout", "20", "--retries", "0", "--target", &target, "warcio"];
    if !python(&library, &["-c", "import warcio"]) && !python(&library, &install) {
        return None;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/warcio/make.py");
    assert!(python(&library, &[script, &place]), "the archives are made");
    Some(folder)
}

fn read(path: &Path, format: Format) -> (Vec<Document>, Vec<String>) {
    // Pages whole, so that their bytes can be compared.
    let mut options = Options { format, ..Options::default() };
    (options.limits.page_bytes, options.limits.page_lines) = (1 << 24, usize::MAX);
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for step in Reader::new(Inputs::new(&[path.to_path_buf()]), options) {
        match step {
            Ok(page) => pages.push(page),
            Err(e) => problems.push(e.to_string()),
        }
    }
    (pages, problems)
}

/// The value of a letter of base64.
fn sextet(letter: u8) -> u32 {
    let at = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|b| *b == letter);
    at.map_or(0, |i| i as u32)
}

fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let word = four.iter().fold(0, |word, b| word << 6 | sextet(*b));
        let padding = four.iter().filter(|b| **b == b'=').count();
        bytes.extend(&word.to_be_bytes()[1..4 - padding]);
    }
    bytes
}

#[test]
fn archives_of_warcio_are_read_without_loss() {
    let Some(folder) = archives() else {
        eprintln!("skipped: Python with warcio cannot be had here");
        return;
    };
    let expected: Value =
        serde_json::from_slice(&fs::read(folder.path().join("expected.json")).expect("a file")).expect("JSON");
    for (name, kind, format) in [
        ("crawl.warc.gz", "warc", Format::Auto),
        ("crawl.warc", "warc", Format::Warc),
        ("text.wet.gz", "wet", Format::Wet),
        ("text.wet.gz", "wet", Format::Auto),
    ] {
        let (pages, notes) = read(&folder.path().join(name), format);
        let wanted = expected[kind].as_array().expect("a list");
        assert_eq!(pages.len(), wanted.len(), "{name}");
        for (page, wanted) in pages.iter().zip(wanted) {
            assert_eq!(page.url.as_deref(), wanted["url"].as_str());
            assert_eq!(page.fetched.as_deref(), wanted["date"].as_str());
            assert_eq!(page.status.map(u64::from), wanted["status"].as_u64());
            assert!(*page.bytes == base64(wanted["bytes"].as_str().expect("bytes")), "{:?}", page.url);
            assert!(page.id.starts_with("urn:uuid:") && page.bounds.is_empty());
        }
        assert!(notes.len() == 1 && notes[0].contains("records hold no page"), "{notes:?}");
    }
}
