//! Runs every case under `fixtures/rules/{repair,normalize}`: `<stage>/<rule>.toml`, many cases a file.
//!
//! A case has a `name`, a `why`, an `in` and an `out` (a text, or "same"); `expect = "fail"` marks a
//! known failure, which must fail until the day it passes and is unmarked; `flagged` lists the
//! pieces that are flagged and stay. Only the rule of the file runs, probable rules too; then the result is mended once more and must stay as it is.

mod case_files;

use std::collections::BTreeSet;

use tazala::config::Config;
use tazala::repair::{normalize_text, repair_text};
use tazala::rule::{Rule, Stage};

use case_files::{cases, rules};

/// One case as written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    r#in: String,
    out: String,
    expect: Option<String>,
    #[serde(default)]
    flagged: Vec<String>,
}

/// The stages whose cases are texts.
const STAGES: [Stage; 2] = [Stage::Repair, Stage::Normalize];

fn run(rule: &'static Rule, text: &str) -> String {
    let config = Config { probable: true, only: vec![rule], ..Config::default() };
    match rule.stage {
        Stage::Normalize => normalize_text(text, &config).text.into_owned(),
        _ => repair_text(text, &config).text.into_owned(),
    }
}

/// The pieces of `text` that the rule flags without a reading.
fn flagged(rule: &'static Rule, text: &str) -> Vec<String> {
    let config = Config { only: vec![rule], ..Config::default() };
    let flags = repair_text(text, &config).flags;
    flags.iter().filter(|flag| flag.reading.is_none()).map(|flag| text[flag.span.range()].to_string()).collect()
}

#[test]
fn every_case_holds() {
    let mut failures = Vec::new();
    for rule in rules(&STAGES) {
        for case in cases::<Case>(rule) {
            let want = if case.out == "same" { &case.r#in } else { &case.out };
            let got = run(rule, &case.r#in);
            let known = match case.expect.as_deref() {
                None => false,
                Some("fail") => true,
                Some(other) => panic!("{} / {}: expect = {other:?}", rule.name, case.name),
            };
            match (got == *want, known) {
                (false, false) => failures.push(format!(
                    "{} / {} ({})\n  in   {:?}\n  want {want:?}\n  got  {got:?}",
                    rule.name, case.name, case.why, case.r#in
                )),
                (true, true) => failures.push(format!("{} / {} passes now: unmark it", rule.name, case.name)),
                _ => {}
            }
            if flagged(rule, &case.r#in) != case.flagged {
                let flags = flagged(rule, &case.r#in);
                failures.push(format!("{} / {} flags {flags:?}", rule.name, case.name));
            }
            if run(rule, &got) != got {
                failures.push(format!("{} / {}: a second run changes {got:?}", rule.name, case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_is_tested_both_ways() {
    for rule in rules(&STAGES) {
        let cases: Vec<Case> = cases(rule);
        assert!(
            cases.iter().any(|c| (c.out != "same" || !c.flagged.is_empty()) && c.expect.is_none()),
            "{} never fires",
            rule.name
        );
        assert!(cases.iter().any(|c| c.out == "same" && c.flagged.is_empty()), "{} is never tempted", rule.name);
        let names: BTreeSet<&str> = cases.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names.len(), cases.len(), "{} has two cases of one name", rule.name);
        assert!(cases.iter().all(|c| !c.why.is_empty()), "{} has a case without a why", rule.name);
    }
}

#[test]
fn every_example_is_true() {
    for rule in rules(&STAGES) {
        let (before, after) = rule.example;
        assert_eq!(run(rule, before), after, "{}", rule.name);
    }
}

#[test]
fn every_file_belongs_to_a_rule() {
    case_files::every_file_belongs_to_a_rule(&STAGES);
}
