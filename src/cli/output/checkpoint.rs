//! What another run needs to go on where this one was stopped.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tazala::error::{Error, ErrorKind};
use tazala::read::Place;

use super::file::beside;

/// The file, and what it says or will say.
#[derive(Debug)]
pub struct Checkpoint {
    path: PathBuf,
    /// What it says.
    pub state: State,
    /// It was there when the run began.
    pub found: bool,
}

/// How far a run has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// What was run: a digest of the program's version and of everything that shapes the output.
    run: String,
    /// Everything is written.
    pub done: bool,
    /// Number of the shard at hand, from 1 on.
    pub shard: u32,
    /// That shard is complete.
    pub closed: bool,
    /// Length of the file at hand, bytes.
    pub bytes: u64,
    /// The same before compression.
    pub plain: u64,
    /// Exit code so far.
    pub exit: u8,
    /// The input that was being read, and its length where it has one.
    pub input: String,
    /// Its length, bytes.
    pub length: Option<u64>,
    /// Where in the inputs to go on.
    pub place: Option<Place>,
}

impl Checkpoint {
    /// The checkpoint in the file `path`, if there is one, for a run that `settings` tell apart from all others.
    pub fn open(path: &Path, settings: &str) -> Result<Checkpoint, Error> {
        let mut hasher = DefaultHasher::new();
        (env!("CARGO_PKG_VERSION"), settings).hash(&mut hasher);
        let run = format!("{:016x}", hasher.finish());
        let refuse = |message: &str| Error::new(ErrorKind::Config, path, message);
        let state = match fs::read(path) {
            Ok(text) => Some(
                serde_json::from_slice::<State>(&text)
                    .map_err(|e| refuse(&format!("not a checkpoint ({e}); remove it to begin anew")))?,
            ),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => return Err(refuse(&format!("cannot read: {e}"))),
        };
        let found = state.is_some();
        let state = state.unwrap_or_else(|| State { run: run.clone(), shard: 1, ..State::default() });
        if state.run != run {
            return Err(refuse(
                "the checkpoint of another run (inputs, flags or version differ); remove it to begin anew",
            ));
        }
        if !state.done && state.length.is_some() && state.length != length(&state.input) {
            return Err(refuse(&format!("{} is not what it was; remove the checkpoint to begin anew", state.input)));
        }
        Ok(Checkpoint { path: path.to_path_buf(), state, found })
    }

    /// Writes it: the old one or the new one is there at any moment.
    pub fn save(&self) -> Result<(), Error> {
        let fail = |e: std::io::Error| Error::write(&self.path, &e);
        let new = beside(&self.path, ".new");
        let mut text = serde_json::to_vec(&self.state).map_err(|e| fail(e.into()))?;
        text.push(b'\n');
        let mut file = File::create(&new).map_err(fail)?;
        file.write_all(&text).and_then(|()| file.sync_data()).map_err(fail)?;
        fs::rename(&new, &self.path).map_err(fail)
    }
}

/// Length of the file `name`, if it is one.
pub fn length(name: &str) -> Option<u64> {
    fs::metadata(name).ok().filter(fs::Metadata::is_file).map(|m| m.len())
}
