//! The form of output, told by the name of the file: as it is, compressed, or Parquet.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::write::GzEncoder;

#[cfg(feature = "parquet")]
use super::parquet::Table;

/// How output is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Plain,
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
    /// `.parquet`
    Parquet,
}

impl Coding {
    /// What the name of `path` asks for.
    pub fn of(path: &Path) -> Coding {
        match path.extension().and_then(|e| e.to_str()) {
            Some("gz") => Coding::Gzip,
            Some("zst") => Coding::Zstd,
            Some("parquet") => Coding::Parquet,
            _ => Coding::Plain,
        }
    }

    /// True when it comes in members that are complete in themselves.
    pub fn has_members(self) -> bool {
        matches!(self, Coding::Gzip | Coding::Zstd)
    }
}

type To = BufWriter<Box<dyn Write + Send>>;

/// Where bytes go, compressed member by member. A member is complete in itself: what stands behind the last complete one
/// can be cut off.
pub struct Encoder {
    coding: Coding,
    state: State,
    /// No member was begun yet.
    fresh: bool,
}

enum State {
    /// Between two members, or not compressed.
    Between(To),
    Gzip(GzEncoder<To>),
    Zstd(zstd::Encoder<'static, To>),
    #[cfg(feature = "parquet")]
    Parquet(Box<Table>),
    /// Writing failed, or is done.
    Broken,
}

impl Encoder {
    /// Writes to `to`, which is empty.
    pub fn new(coding: Coding, to: Box<dyn Write + Send>) -> Encoder {
        Encoder { coding, state: State::Between(BufWriter::new(to)), fresh: true }
    }

    /// Writes to `to`, which holds complete members.
    pub fn behind(coding: Coding, to: Box<dyn Write + Send>) -> Encoder {
        Encoder { fresh: false, ..Encoder::new(coding, to) }
    }

    /// Adds `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.begin()?;
        match &mut self.state {
            State::Between(to) => to.write_all(bytes),
            State::Gzip(to) => to.write_all(bytes),
            State::Zstd(to) => to.write_all(bytes),
            #[cfg(feature = "parquet")]
            State::Parquet(to) => to.write(bytes),
            State::Broken => Err(io::Error::other("an earlier write failed")),
        }
    }

    /// Begins a member, unless one is at hand or there are none.
    fn begin(&mut self) -> io::Result<()> {
        if self.coding == Coding::Plain || !matches!(self.state, State::Between(_)) {
            return Ok(());
        }
        let State::Between(to) = std::mem::replace(&mut self.state, State::Broken) else { return Ok(()) };
        self.fresh = false;
        self.state = match self.coding {
            Coding::Gzip => State::Gzip(GzEncoder::new(to, flate2::Compression::default())),
            Coding::Zstd => State::Zstd(zstd::Encoder::new(to, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            #[cfg(feature = "parquet")]
            Coding::Parquet => State::Parquet(Box::new(Table::new(Box::new(to))?)),
            #[cfg(not(feature = "parquet"))]
            Coding::Parquet => return Err(io::Error::other("this program was built without Parquet")),
            Coding::Plain => State::Between(to),
        };
        Ok(())
    }

    /// Completes the member at hand.
    pub fn end_member(&mut self) -> io::Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Broken) {
            State::Between(to) => State::Between(to),
            State::Gzip(to) => State::Between(to.finish()?),
            State::Zstd(to) => State::Between(to.finish()?),
            #[cfg(feature = "parquet")]
            State::Parquet(to) => {
                to.finish()?;
                State::Broken
            }
            State::Broken => State::Broken,
        };
        Ok(())
    }

    /// Hands on what was kept back, as far as it is complete.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Between(to) => to.flush(),
            // To flush a compressor would change what it writes, by when it happens.
            State::Gzip(_) | State::Zstd(_) | State::Broken => Ok(()),
            #[cfg(feature = "parquet")]
            State::Parquet(_) => Ok(()),
        }
    }

    /// Completes the output. A compressed file without content still has one member.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.fresh {
            self.begin()?;
        }
        self.end_member()?;
        self.flush()
    }
}
