//! `tazala check`: findings and thresholds, for CI.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use tazala::document::Document;
use tazala::error::Error;
use tazala::pipeline::{Cleaner, Page};
use tazala::write::{json, report};

use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Pages, Rules, Running, Settings, rule_named};
use super::output::Output;
use super::progress::Progress;

/// Report what the rules find, with a summary, and fail when a threshold is passed.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    thresholds: Thresholds,
    /// Findings as `path:line:column: rule: what` with a summary, or one JSON object a line with the
    /// summary in the last.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "concise")]
    output_format: OutputFormat,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    settings: Settings,
}

/// What a corpus must not exceed.
#[derive(Args, Clone, Debug)]
struct Thresholds {
    /// Fail when a rule has more findings per page than this: `glued-sentence=0.5`, or `50%`
    /// (repeatable).
    #[arg(long, value_name = "RULE=RATE", value_parser = rule_rate)]
    max: Vec<(&'static str, f64)>,
    /// Fail when a greater share of the text (bytes other than white space) is left out: 0.5 or 50%.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    max_removed: Option<f64>,
    /// Fail when there are fewer articles with text.
    #[arg(long, value_name = "N")]
    min_articles: Option<u64>,
    /// Fail when an article is in another language than these.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    languages: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    Concise,
    Json,
}

/// What was counted.
#[derive(Default)]
struct Tally {
    pages: u64,
    articles: u64,
    /// Bytes other than white space, on the pages and among the removals.
    bytes: u64,
    removed: u64,
    findings: BTreeMap<&'static str, u64>,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let options = flags.input.options(&flags.pages);
    let cleaner = Cleaner::new(flags.rules.config(options.limits)?);
    let languages = flags.thresholds.languages.clone();
    let as_json = flags.output_format == OutputFormat::Json;
    let mut output = Output::open(None)?;
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    let mut total = Tally::default();
    let exit = drive(
        flags.input.reader(options)?,
        flags.running.threads(),
        move |document, out, tally: &mut Tally| {
            let page = cleaner.clean(document);
            for finding in report::findings(document, &page, &languages) {
                *tally.findings.entry(finding.rule).or_default() += 1;
                match as_json {
                    true => {
                        report::object(out, document, &finding);
                        out.push(b'\n');
                    }
                    false => report::concise(out, &document.path, &finding),
                }
            }
            tally.count(document, &page);
            Ok(())
        },
        &mut output,
        &mut progress,
        |tally| {
            total.add(tally);
            (tally.pages, tally.articles)
        },
    )?;
    let failures = flags.thresholds.failures(&total);
    output.write(&if as_json { total.object(&failures) } else { total.summary(&failures) })?;
    output.finish()?;
    // What was not read was not checked: that is said first.
    Ok(if exit == Exit::Done && !failures.is_empty() { Exit::Failed } else { exit })
}

impl Tally {
    fn count(&mut self, document: &Document, page: &Page<'_>) {
        let solid = |text: &str| text.bytes().filter(|b| !b.is_ascii_whitespace()).count() as u64;
        let text = &*page.decoded.text;
        self.pages += u64::from(document.cut.is_none_or(|part| part == 0));
        self.articles += page.articles.iter().filter(|a| !a.text.is_empty()).count() as u64;
        self.bytes += solid(text);
        // A line that became a field is not lost.
        let dropped = page.articles.iter().flat_map(|a| &a.removed).filter(|r| r.became.is_none());
        self.removed += dropped.map(|r| solid(&text[r.span.range()])).sum::<u64>();
    }

    fn add(&mut self, other: &Tally) {
        self.pages += other.pages;
        self.articles += other.articles;
        self.bytes += other.bytes;
        self.removed += other.removed;
        for (rule, n) in &other.findings {
            *self.findings.entry(rule).or_default() += n;
        }
    }

    fn per_page(&self, n: u64) -> f64 {
        n as f64 / self.pages.max(1) as f64
    }

    fn removed_share(&self) -> f64 {
        self.removed as f64 / self.bytes.max(1) as f64
    }

    /// The rules by number of findings, most first.
    fn ranking(&self) -> Vec<(&'static str, u64)> {
        let mut ranking: Vec<_> = self.findings.iter().map(|(rule, n)| (*rule, *n)).collect();
        ranking.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        ranking
    }

    fn summary(&self, failures: &[String]) -> Vec<u8> {
        let share = 100.0 * self.removed_share();
        let (pages, articles) = (counted(self.pages, "page"), counted(self.articles, "article"));
        let mut text = format!("{pages}, {articles}, {share:.1} % of the text left out\n");
        for (rule, n) in self.ranking() {
            text.push_str(&format!("{n:8}  {rule} ({:.2} per page)\n", self.per_page(n)));
        }
        failures.iter().for_each(|f| text.push_str(&format!("failed: {f}\n")));
        text.into_bytes()
    }

    fn object(&self, failures: &[String]) -> Vec<u8> {
        let mut out = b"{\"summary\":{\"pages\":".to_vec();
        json::number(&mut out, self.pages);
        out.extend_from_slice(b",\"articles\":");
        json::number(&mut out, self.articles);
        out.extend_from_slice(b",\"removed_share\":");
        json::decimal(&mut out, self.removed_share() as f32);
        out.extend_from_slice(b",\"rules\":{");
        for (i, (rule, n)) in self.ranking().into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            json::string(&mut out, rule);
            out.push(b':');
            json::number(&mut out, n);
        }
        out.extend_from_slice(b"},\"failed\":[");
        for (i, failure) in failures.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            json::string(&mut out, failure);
        }
        out.extend_from_slice(b"]}}\n");
        out
    }
}

impl Thresholds {
    /// The thresholds that were passed, in words.
    fn failures(&self, total: &Tally) -> Vec<String> {
        let mut failures = Vec::new();
        for (rule, max) in &self.max {
            let rate = total.per_page(total.findings.get(rule).copied().unwrap_or(0));
            if rate > *max {
                failures.push(format!("{rule}: {rate:.4} findings per page, at most {max} allowed"));
            }
        }
        if let Some(max) = self.max_removed.filter(|max| total.removed_share() > *max) {
            failures.push(format!("{:.4} of the text left out, at most {max} allowed", total.removed_share()));
        }
        if let Some(min) = self.min_articles.filter(|min| total.articles < *min) {
            failures.push(format!("{}, at least {min} wanted", counted(total.articles, "article")));
        }
        if let Some(n) = total.findings.get("language").filter(|_| !self.languages.is_empty()) {
            failures.push(format!("{} in other languages than {}", counted(*n, "article"), self.languages.join(", ")));
        }
        failures
    }
}

/// `RULE=RATE`.
fn rule_rate(text: &str) -> Result<(&'static str, f64), String> {
    let (name, value) = text.split_once('=').ok_or("must be RULE=RATE, such as glued-sentence=0.5")?;
    Ok((rule_named(name)?.name, rate(value)?))
}

/// A rate as a number, or per cent.
fn rate(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let rate = number.trim().parse::<f64>().map_err(|_| "not a rate, such as 0.5 or 50%".to_string())? / unit;
    if rate.is_finite() && rate >= 0.0 { Ok(rate) } else { Err("a rate is not negative".into()) }
}

/// A number and the things counted: "1 page", "2 pages".
fn counted(n: u64, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
