//! The command line: verbs, flags, messages and exit codes. The only place that knows of terminals.

mod base64;
mod check;
mod clean;
mod config_file;
mod detect;
mod drive;
mod exit;
mod explain;
mod flags;
mod learn;
mod output;
mod progress;
mod repair;
mod restore;
mod rules;
mod texts;

use clap::{CommandFactory, Parser, Subcommand};
use tazala::error::Error;

pub use exit::Exit;

/// Clean articles out of raw scraped pages in Kazakh, Russian and English, with every change
/// accounted for.
#[derive(Debug, Parser)]
#[command(
    name = "tazala",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 a check failed; 2 wrong usage or configuration; 3 an input could not be read, \
                  a record not parsed or the output not written (the rest was still processed)."
)]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Clean(clean::Flags),
    Repair(repair::Flags),
    Detect(detect::Flags),
    Explain(explain::Flags),
    Check(check::Flags),
    Learn(learn::Flags),
    Restore(restore::Flags),
    Rules(rules::Flags),
    /// Print the JSON Schema of a record.
    Schema,
    Completions(texts::Completions),
    Man(texts::Man),
}

/// Runs what the arguments of the process say.
pub fn run() -> Exit {
    let line = match config_file::parse_arguments::<CommandLine>() {
        Ok(line) => line,
        Err(exit) => return exit,
    };
    let result = match line.verb {
        Verb::Clean(flags) => clean::run(flags),
        Verb::Repair(flags) => repair::run(flags),
        Verb::Detect(flags) => detect::run(flags),
        Verb::Explain(flags) => explain::run(flags),
        Verb::Check(flags) => check::run(flags),
        Verb::Learn(flags) => learn::run(flags),
        Verb::Restore(flags) => restore::run(flags),
        Verb::Rules(flags) => rules::run(flags),
        Verb::Schema => texts::schema(),
        Verb::Completions(flags) => texts::completions(flags, CommandLine::command()),
        Verb::Man(flags) => texts::man(flags, CommandLine::command()),
    };
    result.unwrap_or_else(|e| {
        let exit = Exit::of(&e);
        if exit != Exit::Done {
            complain(&e);
        }
        exit
    })
}

/// Says on standard error what went wrong.
fn complain(error: &Error) {
    say(&format!("tazala: {error}"));
}

/// A line on standard error; when nobody can read it, that is no reason to stop.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}
