//! Where output goes: standard output, or files that appear only when they are complete; compressed by name, in shards,
//! with a checkpoint from which another run can go on.

mod checkpoint;
mod coding;
mod file;
#[cfg(feature = "parquet")]
mod parquet;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tazala::engine::Batch;
use tazala::error::{Error, ErrorKind};
use tazala::read::Place;

pub use checkpoint::Checkpoint;
use coding::{Coding, Encoder};
use file::Unfinished;

/// Bytes in a member of compressed output, before compression: a file can be read and cut off member by member, and so
/// many cost no ratio that shows.
const MEMBER: u64 = 4 << 20;

/// The output of a run.
pub struct Output {
    /// The file or stream at hand; `None` before the first shard.
    to: Option<Encoder>,
    file: Option<Unfinished>,
    /// The name that was given, for messages.
    name: PathBuf,
    coding: Coding,
    /// What was written to the member at hand.
    member: u64,
    parts: Option<Parts>,
}

/// Output that is followed page by page.
struct Parts {
    shard_size: Option<u64>,
    /// What was written to the shard at hand.
    plain: u64,
    /// What was written since the last checkpoint.
    since: u64,
    every: u64,
    checkpoint: Option<Checkpoint>,
    shard: u32,
}

/// How output is divided and made safe.
#[derive(Debug, Default)]
pub struct Division {
    /// A new file after so many bytes.
    pub shard_size: Option<u64>,
    /// What is kept for another run.
    pub checkpoint: Option<Checkpoint>,
    /// A checkpoint after so many bytes.
    pub every: u64,
}

impl Output {
    /// Standard output, or the file `path`.
    pub fn open(path: Option<&Path>) -> Result<Output, Error> {
        match path {
            Some(path) if Coding::of(path) == Coding::Parquet => {
                Err(Error::new(ErrorKind::Config, path, "only the records of `tazala clean` can be written as Parquet"))
            }
            path => Output::whole(path),
        }
    }

    fn whole(path: Option<&Path>) -> Result<Output, Error> {
        let new = |to: Box<dyn io::Write + Send>, file, name: &Path, coding| Output {
            to: Some(Encoder::new(coding, to)),
            file,
            name: name.into(),
            coding,
            member: 0,
            parts: None,
        };
        let Some(path) = path.filter(|p| p.as_os_str() != "-") else {
            return Ok(new(Box::new(io::stdout()), None, Path::new("standard output"), Coding::Plain));
        };
        let fail = |e: io::Error| Error::write(path, &e);
        if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
            // A device or a pipe cannot be replaced by renaming.
            let file = File::options().write(true).open(path).map_err(fail)?;
            return Ok(new(Box::new(file), None, path, Coding::of(path)));
        }
        let file = Unfinished::create(path).map_err(fail)?;
        let to = file.handle().map_err(fail)?;
        Ok(new(Box::new(to), Some(file), path, Coding::of(path)))
    }

    /// The file `path`, or shards with numbers in its name, as `division` says; with a checkpoint that was found, it goes
    /// on where that was made.
    pub fn divided(path: Option<&Path>, division: Division) -> Result<Output, Error> {
        let Division { shard_size, checkpoint, every } = division;
        if let Some(path) = path.filter(|p| Coding::of(p) == Coding::Parquet) {
            let refuse = |message: &str| Err(Error::new(ErrorKind::Config, path, message));
            if cfg!(not(feature = "parquet")) {
                return refuse("this program was built without Parquet (cargo build --features parquet)");
            }
            // Its index stands at the end of the file, so nothing of it can be gone on with.
            if checkpoint.is_some() {
                return refuse("a Parquet file cannot be gone on with: --checkpoint needs JSON lines");
            }
        }
        if shard_size.is_none() && checkpoint.is_none() {
            return Output::whole(path);
        }
        let Some(path) = path.filter(|p| p.as_os_str() != "-" && !fs::metadata(p).is_ok_and(|m| !m.is_file())) else {
            return Err(Error::new(ErrorKind::Config, "", "shards and checkpoints need a file to write to (-o FILE)"));
        };
        let coding = Coding::of(path);
        let shard = checkpoint.as_ref().map_or(1, |c| c.state.shard);
        let parts = Parts { shard_size, plain: 0, since: 0, every: every.max(1), checkpoint, shard };
        let mut output = Output { to: None, file: None, name: path.into(), coding, member: 0, parts: Some(parts) };
        output.go_on()?;
        Ok(output)
    }

    /// Takes up what the run before left.
    fn go_on(&mut self) -> Result<(), Error> {
        let Some(parts) = &mut self.parts else { return Ok(()) };
        let Some(checkpoint) = parts.checkpoint.as_ref().filter(|c| c.found) else { return Ok(()) };
        let (closed, bytes, plain) = (checkpoint.state.closed, checkpoint.state.bytes, checkpoint.state.plain);
        let path = parts.path(&self.name);
        if closed {
            parts.shard += 1;
            return Unfinished::complete(&path).map_err(|e| Error::write(&path, &e));
        }
        parts.plain = plain;
        let file = Unfinished::reopen(&path, bytes)?;
        let to = file.handle().map_err(|e| Error::write(&path, &e))?;
        (self.to, self.file) = (Some(Encoder::behind(self.coding, Box::new(to))), Some(file));
        Ok(())
    }

    /// Adds `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.to.is_none() && !bytes.is_empty() {
            self.begin()?;
        }
        match &mut self.to {
            Some(to) => to.write(bytes).map_err(|e| Error::write(&self.name, &e)),
            None => Ok(()),
        }
    }

    /// Adds the output of `batch`; `exit` is the exit code so far.
    pub fn batch<T>(&mut self, batch: &Batch<T>, exit: u8) -> Result<(), Error> {
        if self.parts.is_none() && self.coding == Coding::Plain {
            return self.write(&batch.out);
        }
        for (page, out, place) in batch.pages() {
            self.write(out)?;
            self.member += out.len() as u64;
            // Everything is divided behind a page, where another run could go on: so it does not matter how the pages
            // came in batches.
            if let Some(place) = place {
                self.divide(place, &page.path, out.len() as u64, exit)?;
            }
        }
        Ok(())
    }

    /// Ends the member, the shard, or makes a checkpoint behind a page, if it is time.
    fn divide(&mut self, place: Place, input: &str, written: u64, exit: u8) -> Result<(), Error> {
        let every = self.parts.as_ref().map_or(MEMBER, |p| p.every);
        if self.coding.has_members() && self.member >= MEMBER.min(every) {
            self.member = 0;
            if let Some(to) = &mut self.to {
                to.end_member().map_err(|e| Error::write(&self.name, &e))?;
            }
        }
        let Some(parts) = &mut self.parts else { return Ok(()) };
        parts.plain += written;
        parts.since += written;
        let full = parts.shard_size.is_some_and(|size| parts.plain >= size);
        let due = parts.since >= every && (!self.coding.has_members() || self.member == 0);
        if let Some(checkpoint) = parts.checkpoint.as_mut().filter(|_| full || due) {
            let length = checkpoint::length(input);
            let state = &mut checkpoint.state;
            // What the runs before met counts too.
            (state.place, state.exit, state.length) = (Some(place), state.exit.max(exit), length);
            input.clone_into(&mut state.input);
        }
        match (full, due) {
            (true, _) => self.close(false),
            (false, true) => self.save(),
            _ => Ok(()),
        }
    }

    /// Opens the file at hand.
    fn begin(&mut self) -> Result<(), Error> {
        let Some(parts) = &self.parts else { return Ok(()) };
        let path = parts.path(&self.name);
        let fail = |e: io::Error| Error::write(&path, &e);
        let file = match parts.checkpoint {
            Some(_) => Unfinished::create_kept(&path),
            None => Unfinished::create(&path),
        };
        let file = file.map_err(fail)?;
        let to = file.handle().map_err(fail)?;
        (self.to, self.file) = (Some(Encoder::new(self.coding, Box::new(to))), Some(file));
        Ok(())
    }

    /// Makes a checkpoint of the file at hand.
    fn save(&mut self) -> Result<(), Error> {
        let (Some(parts), Some(to), Some(file)) = (&mut self.parts, &mut self.to, &mut self.file) else {
            return Ok(());
        };
        let Some(checkpoint) = &mut parts.checkpoint else { return Ok(()) };
        let bytes = to.flush().and_then(|()| file.sync()).map_err(|e| Error::write(&self.name, &e))?;
        let state = &mut checkpoint.state;
        (state.shard, state.bytes, state.plain, state.closed) = (parts.shard, bytes, parts.plain, false);
        parts.since = 0;
        checkpoint.save()
    }

    /// Completes the file at hand. What a checkpoint says comes first: should the run end before the file has its name,
    /// the next one gives it that.
    fn close(&mut self, done: bool) -> Result<(), Error> {
        let fail = |e: io::Error| Error::write(&self.name, &e);
        if let Some(to) = &mut self.to {
            to.finish().map_err(fail)?;
        }
        if let Some(Parts { checkpoint: Some(checkpoint), shard, .. }) = &mut self.parts {
            let bytes = self.file.as_mut().map_or(Ok(0), Unfinished::sync).map_err(fail)?;
            let state = &mut checkpoint.state;
            (state.shard, state.bytes, state.closed, state.done) = (*shard, bytes, true, done);
            checkpoint.save()?;
        }
        if let Some(mut file) = self.file.take() {
            file.finish().map_err(fail)?;
        }
        if let Some(parts) = &mut self.parts {
            (parts.shard, parts.plain, parts.since) = (parts.shard + 1, 0, 0);
        }
        (self.to, self.member) = (None, 0);
        Ok(())
    }

    /// Hands on what was kept back.
    pub fn flush(&mut self) -> Result<(), Error> {
        match &mut self.to {
            Some(to) => to.flush().map_err(|e| Error::write(&self.name, &e)),
            None => Ok(()),
        }
    }

    /// Completes the output: a file is safe on disk before it takes its place.
    pub fn finish(self) -> Result<(), Error> {
        self.finish_as(0)
    }

    /// The same with the exit code of the run.
    pub fn finish_as(mut self, exit: u8) -> Result<(), Error> {
        if let Some(parts) = &mut self.parts {
            if let Some(checkpoint) = &mut parts.checkpoint {
                checkpoint.state.exit = exit;
            }
            // A run without pages has one empty file.
            if parts.shard == 1 && self.to.is_none() {
                self.begin()?;
            }
        }
        self.close(true)
    }
}

impl Parts {
    /// The name of the shard at hand: `out-00001.jsonl.gz` for `out.jsonl.gz`.
    fn path(&self, name: &Path) -> PathBuf {
        if self.shard_size.is_none() {
            return name.to_path_buf();
        }
        let file = name.file_name().unwrap_or_default().to_string_lossy();
        let stem = file.trim_end_matches(".gz").trim_end_matches(".zst");
        // A hidden file's first dot is no ending.
        let dot = stem.rfind('.').filter(|i| *i > 0).unwrap_or(stem.len());
        name.with_file_name(format!("{}-{:05}{}", &file[..dot], self.shard, &file[dot..]))
    }
}
