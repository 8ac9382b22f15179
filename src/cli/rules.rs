//! `tazala rules`: the rules, or one of them with its reason and example.

use std::fmt::Write;

use clap::Args;
use tazala::error::{Error, ErrorKind};
use tazala::rule::{self, Rule};

use super::exit::Exit;
use super::flags::unknown_rule;
use super::output::Output;

/// List the rules, or show one with its reason and an example.
#[derive(Args, Debug)]
pub struct Flags {
    /// The rule to show.
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let text = match flags.name {
        None => list(),
        Some(name) => {
            let rule = rule::by_name(&name).ok_or_else(|| Error::new(ErrorKind::Config, "", unknown_rule(&name)))?;
            page(rule)
        }
    };
    let mut output = Output::open(None)?;
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Exit::Done)
}

fn list() -> String {
    let width = rule::all().map(|r| r.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in rule::all() {
        let (stage, certainty) = (rule.stage.name(), rule.certainty.name());
        let _ = writeln!(text, "{:width$}  {stage:9}  {certainty:8}  {}", rule.name, rule.summary);
    }
    text
}

fn page(rule: &Rule) -> String {
    let (before, after) = rule.example;
    let (stage, certainty) = (rule.stage.name(), rule.certainty.name());
    let after = if after.is_empty() { "(left out)" } else { after };
    format!(
        "{} ({stage}, {certainty})\n\n{}\n\n{}\n\nExample:\n  - {}\n  + {}\n",
        rule.name,
        rule.summary,
        rule.reason,
        before.replace('\n', "\n    "),
        after.replace('\n', "\n    ")
    )
}
