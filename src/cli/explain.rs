//! `tazala explain`: a page as a person wants to see it.

use std::io::{self, IsTerminal};

use clap::Args;
use tazala::error::Error;
use tazala::pipeline::Cleaner;
use tazala::write::diff;
use tazala::write::explain::{Style, explain};

use super::complain;
use super::exit::Exit;
use super::flags::{Input, Pages, Rules, Settings, When};
use super::output::Output;

/// Show what is kept, left out and changed on a page, with the rule of each and the reasons for each line.
#[derive(Args, Debug)]
pub struct Flags {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    rules: Rules,
    /// Give a unified diff between the page and its clean text instead.
    #[arg(long)]
    diff: bool,
    /// Use colour; `auto` does on a terminal, unless NO_COLOR is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: When,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the verb.
pub fn run(flags: Flags) -> Result<Exit, Error> {
    let options = flags.input.options(&flags.pages);
    let cleaner = Cleaner::new(flags.rules.config(options.limits)?);
    let style = style(flags.color);
    let mut output = Output::open(None)?;
    let mut exit = Exit::Done;
    for document in flags.input.reader(options)? {
        let document = match document {
            Ok(document) => document,
            Err(e) => {
                complain(&e);
                exit = exit.or(Exit::of(&e));
                continue;
            }
        };
        let page = cleaner.clean(&document);
        let text = match flags.diff {
            true => color_diff(diff::unified(&page, &document.id), style),
            false => explain(&page, &cleaner.reasons(&document), style),
        };
        output.write(text.as_bytes())?;
        output.flush()?;
    }
    output.finish()?;
    Ok(exit)
}

/// The flag is stronger than the environment, and there CLICOLOR_FORCE is stronger than NO_COLOR.
pub fn style(color: When) -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let on = match color {
        When::Always => true,
        When::Never => false,
        When::Auto if set("CLICOLOR_FORCE") => true,
        When::Auto => !no_color && io::stdout().is_terminal(),
    };
    if on { Style::Color } else { Style::Plain }
}

/// Lines that go in red, lines that come in green.
fn color_diff(diff: String, style: Style) -> String {
    if style == Style::Plain {
        return diff;
    }
    let color = |line: &str| match line.as_bytes().first() {
        Some(b'-') => "31",
        Some(b'+') => "32",
        Some(b'@') => "36",
        _ => "0",
    };
    diff.lines().map(|line| format!("\x1b[{}m{line}\x1b[0m\n", color(line))).collect()
}
