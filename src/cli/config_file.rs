//! `tazala.toml`: the same names as the flags, read as if they had been given before them.
//!
//! A key is a long flag of some verb, so the two cannot drift apart; a verb takes the keys that it
//! has a flag for. What is given on the command line wins.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind as Usage;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches, Parser};
use tazala::error::{Error, ErrorKind};
use toml::de::{DeTable, DeValue};

use super::complain;
use super::exit::Exit;

/// The name that is looked for in the working directory.
const NAME: &str = "tazala.toml";
/// Flags that make no sense in a file.
const NOT_KEYS: [&str; 7] = ["config", "isolated", "output", "checkpoint", "files-from", "help", "version"];

/// The arguments of the process together with the configuration file, or the exit code when they
/// are wrong (the message is out already).
pub fn parse_arguments<C: Parser + CommandFactory + FromArgMatches>() -> Result<C, Exit> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let refuse = |e: clap::Error| {
        let _ = e.print();
        if e.use_stderr() { Exit::Usage } else { Exit::Done }
    };
    let matches = C::command().try_get_matches_from(&arguments).map_err(refuse)?;
    let matches = match with_file(&C::command(), arguments, matches) {
        Ok(matches) => matches,
        Err(e) => {
            complain(&e);
            return Err(Exit::of(&e));
        }
    };
    C::from_arg_matches(&matches).map_err(refuse)
}

/// The arguments once more, with the settings of the file that they do not give themselves.
fn with_file(command: &Command, mut arguments: Vec<OsString>, matches: ArgMatches) -> Result<ArgMatches, Error> {
    let Some((verb, given)) = matches.subcommand() else { return Ok(matches) };
    let Some(verb) = command.find_subcommand(verb) else { return Ok(matches) };
    let Some(path) = file(verb, given) else { return Ok(matches) };
    let text =
        fs::read_to_string(&path).map_err(|e| Error::new(ErrorKind::Config, &path, format!("cannot read: {e}")))?;
    let fault = |at: usize, message: String| {
        let line = text[..at.min(text.len())].matches('\n').count() as u64 + 1;
        Error::new(ErrorKind::Config, &path, message).at_line(line)
    };
    let table = DeTable::parse(&text)
        .map_err(|e| fault(e.span().map_or(0, |s| s.start), e.message().to_string()))?
        .into_inner();
    let mut matches = matches.clone();
    // Settings go where flags may stand: before a `--` that ends them.
    let mut place = arguments.iter().position(|a| a == "--").unwrap_or(arguments.len());
    // In the order of the file, so that the first mistake is the one that is reported.
    let mut settings: Vec<_> = table.into_iter().collect();
    settings.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in settings {
        let at = key.span().start;
        let key = key.into_inner();
        if !keys(command).any(|k| k == key) {
            return Err(fault(at, unknown(command, &key)));
        }
        let Some(flag) = verb.get_arguments().find(|a| a.get_long() == Some(&key)) else { continue };
        if given.value_source(flag.get_id().as_str()) == Some(ValueSource::CommandLine) {
            continue;
        }
        for argument in
            as_flags(&key, value.into_inner(), flag.get_action().takes_values()).map_err(|m| fault(at, m))?
        {
            arguments.insert(place, argument.into());
            place += 1;
        }
        // One setting at a time, so that a mistake is reported with its line.
        matches = command.clone().try_get_matches_from(&arguments).map_err(|e| fault(at, short(&e, &key)))?;
    }
    Ok(matches)
}

/// The configuration file that applies, if any.
fn file(verb: &Command, given: &ArgMatches) -> Option<PathBuf> {
    let takes = verb.get_arguments().any(|a| a.get_id() == "config");
    if !takes {
        return None;
    }
    if let Some(path) = given.get_one::<PathBuf>("config") {
        return Some(path.clone());
    }
    (!given.get_flag("isolated") && Path::new(NAME).is_file()).then(|| NAME.into())
}

/// All long flags of all verbs that may stand in a file.
fn keys(command: &Command) -> impl Iterator<Item = &str> {
    command
        .get_subcommands()
        .flat_map(|verb| verb.get_arguments().filter_map(|a| a.get_long()))
        .filter(|key| !NOT_KEYS.contains(key))
}

/// A setting as command-line arguments.
fn as_flags(key: &str, value: DeValue<'_>, takes_value: bool) -> Result<Vec<String>, String> {
    if let (DeValue::Boolean(on), false) = (&value, takes_value) {
        return Ok(if *on { vec![format!("--{key}")] } else { Vec::new() });
    }
    if !takes_value {
        return Err(format!("`{key}` must be true or false"));
    }
    let one = |value: DeValue<'_>| match value {
        DeValue::String(s) => Ok(format!("--{key}={s}")),
        DeValue::Integer(n) => Ok(format!("--{key}={n}")),
        DeValue::Float(x) => Ok(format!("--{key}={x}")),
        _ => Err(format!("`{key}` must be a text, a number, or a list of them")),
    };
    match value {
        DeValue::Array(values) => values.into_iter().map(|v| one(v.into_inner())).collect(),
        value => Ok(vec![one(value)?]),
    }
}

/// What to say of a key that there is not.
fn unknown(command: &Command, key: &str) -> String {
    let near = keys(command)
        .map(|k| (tazala::rule::distance(k, key), k))
        .min()
        .filter(|(distance, k)| *distance <= (k.len() / 3).max(1));
    match near {
        Some((_, near)) => format!("there is no setting `{key}`; did you mean `{near}`?"),
        None => format!("there is no setting `{key}`; settings have the names of the flags"),
    }
}

/// The parser's message without its frame.
fn short(error: &clap::Error, key: &str) -> String {
    let message = error.to_string();
    let line = message.lines().next().unwrap_or_default();
    match error.kind() {
        Usage::ValueValidation | Usage::InvalidValue => {
            line.trim_start_matches("error: ").replace(&format!("--{key}"), key)
        }
        _ => format!("`{key}`: {}", line.trim_start_matches("error: ")),
    }
}
