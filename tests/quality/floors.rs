//! The measured quality below which the tests fail: `fixtures/gold/floors.toml`.
//!
//! `TAZALA_BLESS=1` raises floors to what is measured and takes the fingerprint of a changed corpus; it lowers a floor
//! only with `TAZALA_LOWER=1` beside it, so that nobody does so in passing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::sync::Mutex;

const PATH: &str = "fixtures/gold/floors.toml";
const HEAD: &str = "# The quality below which `cargo test --test quality` fails, 0 to 1, by corpus. Written by
# `TAZALA_BLESS=1 cargo test --test quality`, which raises floors; to lower one, TAZALA_LOWER=1 too, and say why in the commit.
# `digest` is of the pages and labels that were measured.
";

/// Tests run side by side and share the file.
static FILE: Mutex<()> = Mutex::new(());

/// Floors are cut to so many decimals, so that they are read easily.
const DECIMALS: f64 = 10_000.0;

/// Compares `numbers`, measured on `corpus`, with its floors; with `TAZALA_BLESS` rewrites them.
pub fn check(corpus: &str, digest: &str, numbers: &BTreeMap<&'static str, f64>) {
    let _alone = FILE.lock().unwrap_or_else(|e| e.into_inner());
    let text = fs::read_to_string(PATH).unwrap_or_default();
    let mut file: toml::Table = text.parse().unwrap_or_else(|e| panic!("{PATH}: {e}"));
    let old = file.get(corpus).and_then(|c| c.as_table()).cloned().unwrap_or_default();
    let floor = |name: &str| old.get(name).and_then(toml::Value::as_float);
    let below: Vec<String> = numbers
        .iter()
        .filter_map(|(name, now)| {
            floor(name).filter(|floor| now < floor).map(|floor| format!("{name} {now:.4} < {floor:.4}"))
        })
        .collect();
    let (bless, lower) = (std::env::var_os("TAZALA_BLESS").is_some(), std::env::var_os("TAZALA_LOWER").is_some());
    assert!(below.is_empty() || bless && lower, "{corpus}: below the floor: {}", below.join(", "));
    if !bless {
        let known = old.get("digest").and_then(|d| d.as_str()).unwrap_or("none");
        assert_eq!(known, digest, "{corpus}: these are not the pages that the floors in {PATH} were measured on");
        let missing: Vec<_> = numbers.keys().filter(|name| floor(name).is_none()).collect();
        assert!(missing.is_empty(), "{corpus}: no floor in {PATH} for {missing:?}");
        return;
    }
    let mut new = toml::Table::from_iter([("digest".to_string(), toml::Value::from(digest))]);
    for (name, now) in numbers {
        let cut = (now * DECIMALS).floor() / DECIMALS;
        let kept = floor(name).filter(|floor| *floor > cut && !lower);
        new.insert((*name).to_string(), toml::Value::from(kept.unwrap_or(cut)));
    }
    file.insert(corpus.to_string(), toml::Value::Table(new));
    fs::write(PATH, written(&file)).unwrap_or_else(|e| panic!("{PATH}: {e}"));
}

fn written(file: &toml::Table) -> String {
    let mut text = String::from(HEAD);
    for (corpus, floors) in file {
        let _ = writeln!(text, "\n[{corpus}]");
        for (name, value) in floors.as_table().into_iter().flatten() {
            let _ = match value {
                toml::Value::Float(floor) => writeln!(text, "{name} = {floor:.4}"),
                other => writeln!(text, "{name} = {other}"),
            };
        }
    }
    text
}
