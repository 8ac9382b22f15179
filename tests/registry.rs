//! Every rule is documented, well named and has its cases; the README's tables of rules and fields are the code's.
//!
//! The tables stand between `<!-- rules -->` and `<!-- /rules -->`, `<!-- fields -->` and `<!-- /fields -->`;
//! `TAZALA_BLESS=1 cargo test --test registry` rewrites them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tazala::rule;
use tazala::write::SCHEMA;

#[test]
fn every_rule_is_documented() {
    for rule in rule::all() {
        let (before, after) = rule.example;
        assert!(!rule.summary.is_empty() && !rule.summary.contains('\n'), "{}: summary {:?}", rule.name, rule.summary);
        assert!(!rule.summary.ends_with('.'), "{}: a summary is no sentence", rule.name);
        assert!(rule.reason.split_whitespace().count() >= 5, "{}: reason {:?}", rule.name, rule.reason);
        // A rule that only flags leaves the text as it is.
        let flags = rule.certainty == rule::Certainty::Probable;
        assert!(!before.is_empty() && (before != after || flags), "{}: example {:?}", rule.name, rule.example);
        // What a rule says fits a table and a terminal.
        assert!(rule.summary.chars().count() <= 120, "{}: the summary is long: {}", rule.name, rule.summary);
    }
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for rule in rule::all() {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        assert!(rule.name.split('-').all(word), "{:?} is not in kebab case", rule.name);
        assert!(names.insert(rule.name), "{} stands twice", rule.name);
        assert_eq!(rule::by_name(rule.name), Some(rule));
    }
    assert!(names.len() > 20, "only {} rules", names.len());
}

#[test]
fn rules_are_listed_in_the_order_of_their_stages() {
    let stages: Vec<_> = rule::all().map(|r| r.stage).collect();
    assert!(stages.windows(2).all(|w| w[0] <= w[1]), "{stages:?}");
}

#[test]
fn every_rule_has_its_cases_and_every_file_of_cases_its_rule() {
    let folder = Path::new("fixtures/rules");
    let mut faults = Vec::new();
    let mut files = BTreeSet::new();
    for rule in rule::all() {
        let path = folder.join(rule.stage.name()).join(rule.name).with_extension("toml");
        let cases: Result<toml::Table, String> =
            fs::read_to_string(&path).map_err(|e| e.to_string()).and_then(|t| t.parse().map_err(|e| format!("{e}")));
        match cases {
            Ok(cases) if cases.get("case").and_then(|c| c.as_array()).is_some_and(|c| c.len() >= 2) => {}
            Ok(_) => {
                faults.push(format!("{}: a case where it fires and one that tempts it are missing", path.display()))
            }
            Err(e) => faults.push(format!("{}: {e}", path.display())),
        }
        files.insert(path);
    }
    for stage in fs::read_dir(folder).expect("the folder of cases") {
        for file in fs::read_dir(stage.expect("a stage").path()).expect("a folder") {
            let path = file.expect("a file").path();
            if !files.contains(&path) {
                faults.push(format!("{}: no such rule", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn table_of_rules() -> String {
    let mut table = String::from("| rule | stage | certainty | what it does |\n| --- | --- | --- | --- |\n");
    for rule in rule::all() {
        let (stage, certainty) = (rule.stage.name(), rule.certainty.name());
        let _ = writeln!(table, "| `{}` | {stage} | {certainty} | {} |", rule.name, cell(rule.summary));
    }
    table
}

fn table_of_fields() -> String {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let mut table = String::from("| field | what it is |\n| --- | --- |\n");
    // In the order of the file, which is that of a record; a JSON value would sort them.
    for (name, property) in properties() {
        let told = |p: &Value| p.get("description").and_then(Value::as_str).map(str::to_string);
        let referred = || {
            let place = property.get("$ref")?.as_str()?.strip_prefix('#')?;
            told(schema.pointer(place)?)
        };
        let what = told(&property).or_else(referred).unwrap_or_default();
        let _ = writeln!(table, "| `{name}` | {} |", cell(&what));
    }
    table
}

fn properties() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    tazala::read::jsonl::members(SCHEMA, |key, value| {
        if key == "properties" {
            let add = |key: std::borrow::Cow<'_, str>, value: &str| {
                found.push((key.into_owned(), serde_json::from_str(value).expect("JSON")));
            };
            tazala::read::jsonl::members(value, add).expect("an object");
        }
    })
    .expect("an object");
    found
}

/// Text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

#[test]
fn every_field_is_described() {
    let told = table_of_fields();
    assert!(properties().len() >= 16, "{told}");
    let bare: Vec<&str> = told.lines().filter(|l| l.ends_with("|  |")).collect();
    assert!(bare.is_empty(), "fields without a description in the schema: {bare:?}");
}

#[test]
fn the_tables_of_the_readme_are_up_to_date() {
    let mut readme = fs::read_to_string("README.md").unwrap_or_else(|e| panic!("README.md: {e}"));
    let bless = std::env::var_os("TAZALA_BLESS").is_some();
    for (name, table) in [("rules", table_of_rules()), ("fields", table_of_fields())] {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let start =
            readme.find(&open).map(|at| at + open.len()).unwrap_or_else(|| panic!("README.md has no line {open:?}"));
        let end =
            readme[start..].find(&close).map(|n| start + n).unwrap_or_else(|| panic!("README.md has no {close:?}"));
        // A blank line on both sides, or the table is no table to a reader of Markdown.
        let table = format!("\n{table}\n");
        match bless {
            true => readme.replace_range(start..end, &table),
            false => assert!(
                readme[start..end] == table,
                "the table of {name} in README.md is not up to date: TAZALA_BLESS=1 cargo test --test registry"
            ),
        }
    }
    if bless {
        fs::write("README.md", readme).expect("README.md can be written");
    }
}
