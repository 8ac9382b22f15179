//! `tazala learn`: what recurs across the pages of sites, as a table for `clean --site`.

use std::path::{Path, PathBuf};

use clap::Args;
use tazala::error::{Error, ErrorKind};
use tazala::pipeline::Cleaner;
use tazala::site::{Counter, PageLines, Site};

use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Pages, Rules, Running, Settings};
use super::output::Output;
use super::progress::Progress;

/// Find the lines that recur across the pages of each site, for `clean --site`.
///
/// Pages are read twice, so they cannot come from standard input. Sites are told apart by the address of a page, where a
/// record or the page itself gives it; other pages are taken to be of one site.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    rules: Rules,
    /// Add the counts of this table, learnt from other pages (repeatable).
    #[arg(long, value_name = "FILE")]
    merge: Vec<PathBuf>,
    /// Write to this file; it appears under its name only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    settings: Settings,
}

/// The lines of the pages of a batch.
#[derive(Default)]
struct Tally(Vec<PageLines>);

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let mut site = Site::default();
    for path in &flags.merge {
        site.merge(&read(path)?);
    }
    let only_merge = flags.input.inputs.is_empty() && !flags.merge.is_empty();
    let standard_input = flags.input.inputs.is_empty() || flags.input.inputs.iter().any(|i| i.as_os_str() == "-");
    if standard_input && !only_merge {
        let message = "pages are read twice, so `learn` takes files and folders, not standard input";
        return Err(Error::new(ErrorKind::Config, "-", message));
    }
    let mut output = Output::open(flags.output.as_deref())?;
    let mut exit = Exit::Done;
    if !only_merge {
        let mut counter = Counter::default();
        exit = exit.or(pass(&flags, |page| counter.add(page))?);
        let mut table = counter.table();
        exit = exit.or(pass(&flags, |page| table.add(page))?);
        site.merge(&table.finish());
    }
    output.write(site.write().as_bytes())?;
    output.finish()?;
    Ok(exit)
}

/// Reads all pages once and gives their lines to `each`, in order.
fn pass(flags: &Flags, mut each: impl FnMut(&PageLines)) -> Result<Exit, Error> {
    let options = flags.input.options(&flags.pages);
    let cleaner = Cleaner::new(flags.rules.config(options.limits)?);
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    // Nothing is written while pages are read.
    let mut nothing = Output::open(None)?;
    drive(
        flags.input.reader(options)?,
        flags.running.threads(),
        move |document, _, tally: &mut Tally| {
            tally.0.push(cleaner.page_lines(document));
            Ok(())
        },
        &mut nothing,
        &mut progress,
        |tally| {
            tally.0.iter().for_each(&mut each);
            (tally.0.len() as u64, 0)
        },
    )
}

/// Reads a table.
pub fn read(path: &Path) -> Result<Site, Error> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::read(path, &e))?;
    Site::read(&text).map_err(|message| Error::new(ErrorKind::Config, path, message))
}
