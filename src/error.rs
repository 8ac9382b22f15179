//! What can fail: reading, writing, configuration. Content cannot be wrong, only odd.

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong, and where.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    input: PathBuf,
    line: Option<u64>,
    message: String,
}

/// The sort of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// An input could not be opened or read.
    Read,
    /// A record of an input could not be parsed; the rest goes on.
    Record,
    /// A folder holds no pages: worth a word, but not a failure.
    Empty,
    /// The output could not be written.
    Write,
    /// The other end of the output pipe is closed: a normal end.
    ClosedPipe,
    /// Wrong usage or configuration.
    Config,
}

impl Error {
    /// A failure of `kind` at `input`; `message` says what happened and, where it can, the cure.
    pub fn new(kind: ErrorKind, input: impl AsRef<Path>, message: impl Into<String>) -> Error {
        Error { kind, input: input.as_ref().to_path_buf(), line: None, message: message.into() }
    }

    /// The same with the 1-based line of the input.
    pub fn at_line(mut self, line: u64) -> Error {
        self.line = Some(line);
        self
    }

    /// A failure to read `input`.
    pub fn read(input: impl AsRef<Path>, e: &std::io::Error) -> Error {
        Error::new(ErrorKind::Read, input, format!("cannot read: {e}"))
    }

    /// A failure to write `output`; a broken pipe is told apart.
    pub fn write(output: impl AsRef<Path>, e: &std::io::Error) -> Error {
        let kind = if e.kind() == std::io::ErrorKind::BrokenPipe { ErrorKind::ClosedPipe } else { ErrorKind::Write };
        Error::new(kind, output, format!("cannot write: {e}"))
    }

    /// The sort of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.input.as_os_str().is_empty() {
            write!(f, "{}:", self.input.display())?;
            if let Some(line) = self.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
