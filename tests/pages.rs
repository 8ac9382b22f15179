//! Every page `fixtures/pages/NAME.in.txt` (or `.in.html`) gives exactly the records in `NAME.out.jsonl`, which is what
//! `tazala clean --audit full fixtures/pages/NAME.in.txt` writes. `TAZALA_BLESS=1 cargo test --test pages` rewrites them:
//! read the difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tazala::config::Config;
use tazala::pipeline::Cleaner;
use tazala::read::{Inputs, Options, Reader};
use tazala::write::{Audit, SCHEMA, record};

const FOLDER: &str = "fixtures/pages";

/// Paths of the pages, as one would name them at the root of the repository, where tests run.
fn pages() -> Vec<PathBuf> {
    let mut pages = files(".in.txt");
    pages.extend(files(".in.html"));
    pages
}

fn files(end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("the folder of pages").map(|e| e.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.to_string_lossy().ends_with(end)).collect();
    paths.sort();
    paths
}

fn expected(page: &Path) -> PathBuf {
    PathBuf::from(page.to_string_lossy().replace(".in.txt", ".out.jsonl").replace(".in.html", ".out.jsonl"))
}

fn records(page: &Path) -> String {
    let cleaner = Cleaner::new(Config::default());
    let mut out = Vec::new();
    for document in Reader::new(Inputs::new(&[page.to_path_buf()]), Options::default()) {
        let document = document.expect("a page");
        let cleaned = cleaner.clean(&document);
        for article in &cleaned.articles {
            record::write(&mut out, &document, &cleaned.decoded, article, Audit::Full);
        }
    }
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn every_page_gives_its_records() {
    let bless = std::env::var_os("TAZALA_BLESS").is_some();
    let mut faults = Vec::new();
    for page in pages() {
        let (path, got) = (expected(&page), records(&page));
        if bless {
            fs::write(&path, got).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(want) if want == got => {}
            Ok(want) => faults.push(format!("{} is not what comes out now{}", path.display(), difference(&want, &got))),
            Err(e) => faults.push(format!("{}: {e}", path.display())),
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nIf all of this is as it should be: TAZALA_BLESS=1 cargo test --test pages",
        faults.join("\n")
    );
}

/// Where records first differ, field by field.
fn difference(want: &str, got: &str) -> String {
    if want.lines().count() != got.lines().count() {
        return format!(": {} records expected, {} came", want.lines().count(), got.lines().count());
    }
    let mut told = String::new();
    for (n, (want, got)) in want.lines().zip(got.lines()).enumerate() {
        let (Ok(want), Ok(got)) = (serde_json::from_str::<Value>(want), serde_json::from_str::<Value>(got)) else {
            return format!(": record {} is no JSON", n + 1);
        };
        for (field, new) in got.as_object().into_iter().flatten() {
            if want.get(field) != Some(new) {
                let old = want.get(field).unwrap_or(&Value::Null);
                told.push_str(&format!("\n  record {}, {field}\n    expected {old}\n    came     {new}", n + 1));
            }
        }
    }
    told
}

#[test]
fn every_expected_file_belongs_to_a_page() {
    let pages = pages();
    assert!(pages.len() >= 15, "only {} pages", pages.len());
    let lost: Vec<PathBuf> =
        files(".out.jsonl").into_iter().filter(|f| !pages.iter().any(|p| expected(p) == *f)).collect();
    assert!(lost.is_empty(), "records without a page: {lost:?}");
}

#[test]
fn records_of_real_pages_keep_to_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for page in pages() {
        for line in records(&page).lines() {
            let value: Value = serde_json::from_str(line).expect("JSON");
            let faults: Vec<String> =
                validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", page.display());
        }
    }
}
