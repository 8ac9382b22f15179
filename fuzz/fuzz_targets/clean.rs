//! Any bytes give lawful articles: see `tests/invariants/law.rs`.

#![no_main]

#[path = "../../tests/invariants/law.rs"]
mod law;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tazala::config::Config;
use tazala::document::Document;
use tazala::pipeline::Cleaner;

static CLEANERS: LazyLock<[Cleaner; 2]> =
    LazyLock::new(|| [false, true].map(|probable| Cleaner::new(Config { probable, ..Config::default() })));

fuzz_target!(|bytes: &[u8]| {
    let document = Document { bytes: bytes.to_vec().into(), ..Document::from_text("page", "") };
    for cleaner in &*CLEANERS {
        let page = cleaner.clean(&document);
        if let Err(fault) = law::check(&document, &page) {
            panic!("{fault}");
        }
    }
});
