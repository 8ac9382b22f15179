//! `tazala schema`, `completions` and `man`: texts that the program knows about itself.

use clap::{Args, Command};
use clap_complete::Shell;
use tazala::error::{Error, ErrorKind};
use tazala::write::SCHEMA;

use super::exit::Exit;
use super::output::Output;

/// Print shell completions.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell to complete for.
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual page.
#[derive(Args, Debug)]
pub struct Man {
    /// The verb whose page to print.
    verb: Option<String>,
}

/// Prints the schema.
pub fn schema() -> Result<Exit, Error> {
    print(SCHEMA.as_bytes())
}

/// Prints completions for the shell.
pub fn completions(flags: Completions, mut command: Command) -> Result<Exit, Error> {
    let mut text = Vec::new();
    clap_complete::generate(flags.shell, &mut command, "tazala", &mut text);
    print(&text)
}

/// Prints the manual page of the program or of a verb.
pub fn man(flags: Man, mut command: Command) -> Result<Exit, Error> {
    command.build();
    let command = match &flags.verb {
        None => command,
        Some(verb) => command.find_subcommand(verb).cloned().ok_or_else(|| {
            Error::new(ErrorKind::Config, "", format!("there is no verb `{verb}`; see `tazala help`"))
        })?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text).map_err(|e| Error::write("manual page", &e))?;
    print(&text)
}

fn print(text: &[u8]) -> Result<Exit, Error> {
    let mut output = Output::open(None)?;
    output.write(text)?;
    output.finish()?;
    Ok(Exit::Done)
}
