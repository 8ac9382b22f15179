//! `tazala clean`: raw pages in, one JSON line an article out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tazala::error::Error;
use tazala::pipeline::Cleaner;
use tazala::write::{Audit, record};

use super::drive::drive;
use super::exit::Exit;
use super::flags::{Input, Pages, Rules, Running, Settings, size};
use super::output::{Checkpoint, Division, Output};
use super::progress::Progress;
use super::say;

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
    /// Compressed when the name ends in `.gz` or `.zst`; a Parquet file when it ends in `.parquet`
    /// and the program was built with that.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Begin another file after so many bytes of records (K, M and G may follow): `out-00001.jsonl`,
    /// `out-00002.jsonl` and so on for `-o out.jsonl`.
    #[arg(long, value_name = "BYTES", value_parser = size, requires = "output")]
    shard_size: Option<u64>,
    /// Keep in this file how far the run has come; a run that was interrupted goes on there when it
    /// is started again in the same way.
    #[arg(long, value_name = "FILE", requires = "output")]
    checkpoint: Option<PathBuf>,
    /// Make a checkpoint after so many bytes of records.
    #[arg(long, value_name = "BYTES", value_parser = size, default_value = "16M")]
    checkpoint_every: u64,
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
    let checkpoint = flags.checkpoint.as_deref().map(|path| Checkpoint::open(path, &flags.settings())).transpose()?;
    let state = checkpoint.as_ref().filter(|c| c.found).map(|c| c.state.clone()).unwrap_or_default();
    let division = Division { shard_size: flags.shard_size, checkpoint, every: flags.checkpoint_every };
    let mut output = Output::divided(flags.output.as_deref(), division)?;
    if state.done {
        say("tazala: note: the checkpoint says that this run is complete; remove it to run again");
        return Ok(Exit::from_code(state.exit));
    }
    let options = flags.input.options(&flags.pages);
    let mut reader = flags.input.reader(options.clone())?;
    if let Some(place) = &state.place {
        reader.go_on(place, &state.input)?;
    }
    let cleaner = Cleaner::new(flags.rules.config(options.limits)?);
    let mut progress = Progress::new(flags.running.progress, &flags.input);
    let exit = drive(
        reader,
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
    let exit = exit.or(Exit::from_code(state.exit));
    output.finish_as(exit as u8)?;
    Ok(exit)
}

impl Flags {
    /// Everything that shapes the output, as text.
    fn settings(&self) -> String {
        let Flags { input, pages, rules, audit, output, shard_size, checkpoint_every, .. } = self;
        let names = |rules: &[&tazala::rule::Rule]| rules.iter().map(|r| r.name).collect::<Vec<_>>();
        let rules = (names(&rules.skip), names(&rules.only), rules.probable, &rules.encoding);
        format!("{:?}", (input, pages, rules, audit, output, shard_size, checkpoint_every))
    }
}
