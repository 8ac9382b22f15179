//! A file that appears under its name only when it is complete.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use tazala::error::{Error, ErrorKind};

/// A file under a temporary name beside its place.
#[derive(Debug)]
pub struct Unfinished {
    file: File,
    temporary: PathBuf,
    place: PathBuf,
    /// Leave it there when it is not finished: another run goes on with it.
    keep: bool,
    finished: bool,
}

impl Unfinished {
    /// A new file that is to be `path`. It is removed unless it is finished.
    pub fn create(path: &Path) -> io::Result<Unfinished> {
        let place = place(path);
        let temporary = beside(&place, &format!(".{}.partial", std::process::id()));
        Unfinished::open(place, temporary, false)
    }

    /// A new file that is to be `path`, and stays where it is for another run when this one ends before its time.
    pub fn create_kept(path: &Path) -> io::Result<Unfinished> {
        let place = place(path);
        let temporary = beside(&place, ".partial");
        Unfinished::open(place, temporary, true)
    }

    fn open(place: PathBuf, temporary: PathBuf, keep: bool) -> io::Result<Unfinished> {
        let file = File::create(&temporary)?;
        let unfinished = Unfinished { file, temporary, place, keep, finished: false };
        if let Ok(known) = fs::metadata(&unfinished.place) {
            fs::set_permissions(&unfinished.temporary, known.permissions())?;
        }
        Ok(unfinished)
    }

    /// The file that another run left where `path` is to be, cut to its first `bytes`.
    pub fn reopen(path: &Path, bytes: u64) -> Result<Unfinished, Error> {
        let place = place(path);
        let temporary = beside(&place, ".partial");
        let gone = |what: &str| {
            let message = format!("{what}; remove the checkpoint to begin anew");
            Error::new(ErrorKind::Config, &temporary, message)
        };
        let mut file = File::options().read(true).write(true).open(&temporary).map_err(|_| gone("is missing"))?;
        let fail = |e: io::Error| Error::write(&temporary, &e);
        if file.metadata().map_err(fail)?.len() < bytes {
            return Err(gone("is shorter than it was"));
        }
        file.set_len(bytes).map_err(fail)?;
        file.seek(SeekFrom::End(0)).map_err(fail)?;
        Ok(Unfinished { file, temporary, place, keep: true, finished: false })
    }

    /// Gives the complete file that another run left its name, if it did not get so far.
    pub fn complete(path: &Path) -> io::Result<()> {
        let place = place(path);
        let temporary = beside(&place, ".partial");
        if temporary.exists() { fs::rename(temporary, place) } else { Ok(()) }
    }

    /// A handle to write with.
    pub fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Makes sure that everything written is on disk, and tells how much that is.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.file.sync_data()?;
        self.file.stream_position()
    }

    /// Gives the file its name.
    pub fn finish(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.temporary, &self.place)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished && !self.keep {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// The file that is meant by `path`: behind a link stands another one.
fn place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A hidden file beside `place` with `ending` behind its name.
pub fn beside(place: &Path, ending: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}{ending}"))
}
