//! `tazala clean`: raw pages in, one JSON line an article out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tazala::error::Error;
use tazala::pipeline::Cleaner;
use tazala::write::{Audit, record};

use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Pages, Rules, Running, Settings};
use super::output::Output;
use super::progress::Progress;

/// Turn raw pages into clean articles, one JSON line each.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    rules: Rules,
    /// What records tell of removals and edits: all with span and words, numbers by rule, or nothing.
    #[arg(long, value_enum, value_name = "HOW", default_value = "counts")]
    audit: AuditName,
    /// Write to this file; it appears under its name only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AuditName {
    Full,
    Counts,
    None,
}

/// What a batch held.
#[derive(Default)]
struct Tally {
    pages: u64,
    articles: u64,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let audit = match flags.audit {
        AuditName::Full => Audit::Full,
        AuditName::Counts => Audit::Counts,
        AuditName::None => Audit::None,
    };
    let options = flags.input.options(&flags.pages);
    let cleaner = Cleaner::new(flags.rules.config(options.limits));
    let mut output = Output::open(flags.output.as_deref())?;
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    let exit = drive(
        flags.input.reader(options)?,
        flags.running.threads(),
        move |document, out, tally: &mut Tally| {
            let page = cleaner.clean(document);
            for article in &page.articles {
                record::write(out, document, &page.decoded, article, audit);
            }
            tally.pages += u64::from(document.cut.is_none_or(|part| part == 0));
            tally.articles += page.articles.len() as u64;
            Ok(())
        },
        &mut output,
        &mut progress,
        |tally| (tally.pages, tally.articles),
    )?;
    output.finish()?;
    Ok(exit)
}
