//! Runs every case under `fixtures/rules/{decode,html,segment,label,split}`: `<stage>/<rule>.toml`, many cases a file.
//!
//! A case is a small `page` (of HTML when it begins with `<!DOCTYPE html>`) that is cleaned with every rule, as users do, and
//! where `site` gives a table of `tazala learn`, with that. What must hold of it:
//! each text of `removed` is taken out by the rule of the file, each text of `kept` stands in the
//! text of an article, each of `joined` does so and would not without the rule, `field` gives fields of the first article, and `articles` counts them.
//! `expect = "fail"` marks a known failure, which must fail until the day it passes and is unmarked.

mod case_files;

use std::collections::BTreeSet;
use std::sync::Arc;

use tazala::article::Article;
use tazala::config::Config;
use tazala::document::Document;
use tazala::pipeline::Cleaner;
use tazala::rule::{Rule, Stage};
use tazala::site::Site;

use case_files::{cases, rules};

/// One case as written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    page: String,
    site: Option<String>,
    #[serde(default)]
    removed: Vec<String>,
    #[serde(default)]
    kept: Vec<String>,
    #[serde(default)]
    joined: Vec<String>,
    field: Option<Fields>,
    articles: Option<usize>,
    expect: Option<String>,
}

/// Fields of an article; those not named may be anything, an empty one must be absent.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    title: Option<String>,
    date: Option<String>,
    date_modified: Option<String>,
    source_url: Option<String>,
    byline: Option<String>,
}

/// The stages whose cases are pages.
const STAGES: [Stage; 5] = [Stage::Decode, Stage::Html, Stage::Segment, Stage::Label, Stage::Split];

/// Cases that a rule must have of each kind: where it fires, and where it is tempted.
const LEAST: usize = 2;

impl Case {
    /// True when the rule of the file is tempted and must not fire.
    fn tempts(&self) -> bool {
        self.removed.is_empty() && self.joined.is_empty()
    }

    fn known_failure(&self) -> bool {
        match self.expect.as_deref() {
            None => false,
            Some("fail") => true,
            Some(other) => panic!("{}: expect = {other:?}", self.name),
        }
    }

    /// What does not hold of this case of `rule`, in words.
    fn faults(&self, rule: &Rule) -> Vec<String> {
        let html = self.page.starts_with("<!DOCTYPE html>");
        let document = Document { html, ..Document::from_text("case", self.page.as_str()) };
        let site = self.site.as_deref().map(|table| Arc::new(Site::read(table).expect("a table of recurring lines")));
        let articles = Cleaner::new(Config { site: site.clone(), ..Config::default() }).clean(&document).articles;
        let stands = |text: &String, articles: &[Article]| articles.iter().any(|a| a.text.contains(text.as_str()));
        let mut faults = Vec::new();
        for text in self.removed.iter().filter(|text| !self.is_removed(text, rule, &articles)) {
            faults.push(format!("{text:?} is not removed by {}: {}", rule.name, self.fate(text, &articles)));
        }
        for text in self.kept.iter().chain(&self.joined).filter(|text| !stands(text, &articles)) {
            faults.push(format!("{text:?} is not kept: {}", self.fate(text, &articles)));
        }
        if !self.joined.is_empty() {
            let skip = tazala::rule::all().filter(|r| r.name == rule.name).collect();
            let without = Cleaner::new(Config { site, skip, ..Config::default() }).clean(&document).articles;
            let told = self.joined.iter().filter(|text| stands(text, &without));
            faults.extend(told.map(|text| format!("{text:?} stands there without {} too", rule.name)));
        }
        if let Some(fields) = &self.field {
            faults.extend(fields.faults(&articles[0]));
        }
        if let Some(count) = self.articles.filter(|count| *count != articles.len()) {
            faults.push(format!("{} articles, not {count}", articles.len()));
        }
        faults
    }

    /// True when removals by `rule` cover some place of the page where `text` stands.
    fn is_removed(&self, text: &str, rule: &Rule, articles: &[Article]) -> bool {
        let by_rule = |at: usize| {
            let removed = articles.iter().flat_map(|a| &a.removed);
            removed.filter(|r| r.span.range().contains(&at)).any(|r| r.rules.iter().any(|x| x.name == rule.name))
        };
        let words = |from: usize| text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(move |(i, _)| from + i);
        self.page.match_indices(text).any(|(from, _)| words(from).all(by_rule))
    }

    /// What became of the first place where `text` begins.
    fn fate(&self, text: &str, articles: &[Article]) -> String {
        let Some(at) = self.page.find(text) else { return "not on the page".to_string() };
        let removed = articles.iter().flat_map(|a| &a.removed).find(|r| r.span.range().contains(&at));
        removed.map_or("kept, or kept in part".to_string(), |r| format!("removed by {}", r.rules[0].name))
    }
}

impl Fields {
    fn faults(&self, article: &Article) -> Vec<String> {
        let pairs = [
            ("title", &self.title, &article.title),
            ("date", &self.date, &article.date),
            ("date_modified", &self.date_modified, &article.date_modified),
            ("source_url", &self.source_url, &article.source_url),
            ("byline", &self.byline, &article.byline),
        ];
        let differs = |want: &str, got: &Option<String>| got.as_deref().unwrap_or_default() != want;
        let wrong = pairs.iter().filter(|(_, want, got)| want.as_deref().is_some_and(|want| differs(want, got)));
        wrong.map(|(name, want, got)| format!("{name} is {got:?}, not {want:?}")).collect()
    }
}

#[test]
fn every_case_holds() {
    let mut failures = Vec::new();
    for rule in rules(&STAGES) {
        for case in cases::<Case>(rule) {
            let faults = case.faults(rule);
            match (faults.is_empty(), case.known_failure()) {
                (false, false) => {
                    failures.push(format!("{} / {} ({})\n  {}", rule.name, case.name, case.why, faults.join("\n  ")));
                }
                (true, true) => failures.push(format!("{} / {} passes now: unmark it", rule.name, case.name)),
                _ => {}
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_is_tested_both_ways() {
    for rule in rules(&STAGES) {
        let cases: Vec<Case> = cases(rule);
        let fires = cases.iter().filter(|c| !c.tempts() && !c.known_failure()).count();
        assert!(fires >= LEAST, "{} fires in {fires} cases", rule.name);
        let tempted = cases.iter().filter(|c| c.tempts()).count();
        assert!(tempted >= LEAST, "{} is tempted in {tempted} cases", rule.name);
        let names: BTreeSet<&str> = cases.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names.len(), cases.len(), "{} has two cases of one name", rule.name);
        for case in &cases {
            assert!(!case.why.is_empty(), "{} / {} has no why", rule.name, case.name);
            let claims = case.kept.len() + case.joined.len() + case.removed.len() + usize::from(case.field.is_some());
            assert!(claims > 0, "{} / {} claims nothing", rule.name, case.name);
        }
    }
}

#[test]
fn every_file_belongs_to_a_rule() {
    case_files::every_file_belongs_to_a_rule(&STAGES);
}
