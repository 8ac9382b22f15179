//! Exit codes, the same for all verbs.

use std::process::ExitCode;

use tazala::error::{Error, ErrorKind};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All done; a closed output pipe is a normal end too.
    Done = 0,
    /// A threshold of `check` was passed.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// An input could not be read, a record not parsed, or the output not written.
    Unread = 3,
}

impl Exit {
    /// What `error` means for the exit code.
    pub fn of(error: &Error) -> Exit {
        match error.kind() {
            ErrorKind::ClosedPipe | ErrorKind::Empty => Exit::Done,
            ErrorKind::Config => Exit::Usage,
            ErrorKind::Read | ErrorKind::Record | ErrorKind::Write => Exit::Unread,
        }
    }

    /// The exit with this code.
    pub fn from_code(code: u8) -> Exit {
        [Exit::Done, Exit::Failed, Exit::Usage].into_iter().find(|e| *e as u8 == code).unwrap_or(Exit::Unread)
    }

    /// The worse of two.
    pub fn or(self, other: Exit) -> Exit {
        if (other as u8) > (self as u8) { other } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
