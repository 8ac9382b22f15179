//! Repairs are edits of the text they were made to, leave its lines alone, and a second run makes none.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tazala::config::Config;
use tazala::repair::{Repaired, normalize_text, repair_text};

static CONFIGS: LazyLock<[Config; 2]> =
    LazyLock::new(|| [false, true].map(|probable| Config { probable, ..Config::default() }));

fuzz_target!(|text: &str| {
    for config in &*CONFIGS {
        let repaired = repair_text(text, config);
        replays(text, &repaired);
        assert_eq!(line_breaks(&repaired.text), line_breaks(text), "repairs keep lines");
        let again = repair_text(&repaired.text, config);
        assert_eq!(again.text, repaired.text, "a second run changes something: {:?}", again.edits);
        let normal = normalize_text(&repaired.text, config);
        replays(&repaired.text, &normal);
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&normal.text), words(&repaired.text), "only white space is normalized");
    }
});

fn replays(text: &str, repaired: &Repaired<'_>) {
    let mut rebuilt = text.to_string();
    for edit in repaired.edits.iter().rev() {
        rebuilt.replace_range(edit.span.range(), &edit.after);
    }
    assert_eq!(rebuilt, repaired.text);
}

fn line_breaks(text: &str) -> usize {
    text.bytes().filter(|b| *b == b'\n').count()
}
