//! The files of cases under `fixtures/rules`: one a rule, `<stage>/<rule>.toml`, many cases a file.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use tazala::rule::{self, Rule, Stage};

#[derive(serde::Deserialize)]
struct Cases<C> {
    case: Vec<C>,
}

fn folder(stage: Stage) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(stage.name())
}

/// The cases of a rule.
pub fn cases<C: DeserializeOwned>(rule: &Rule) -> Vec<C> {
    let path = folder(rule.stage).join(rule.name).with_extension("toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cases: Cases<C> = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    cases.case
}

/// The rules of these stages.
pub fn rules(stages: &[Stage]) -> impl Iterator<Item = &'static Rule> {
    rule::all().filter(|rule| stages.contains(&rule.stage))
}

/// Fails on a file that no rule of its stage reads.
pub fn every_file_belongs_to_a_rule(stages: &[Stage]) {
    for stage in stages {
        for entry in std::fs::read_dir(folder(*stage)).expect("the folder of cases") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
            assert!(rule::by_name(name).is_some_and(|r| r.stage == *stage), "{} has no rule", path.display());
        }
    }
}
