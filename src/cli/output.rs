//! Where output goes: standard output, or a file that appears only when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tazala::error::Error;

/// The output of a run.
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    name: PathBuf,
    file: Option<Unfinished>,
}

/// A file under a temporary name beside its place; removed unless it is finished.
struct Unfinished {
    file: File,
    temporary: PathBuf,
    place: PathBuf,
    finished: bool,
}

impl Output {
    /// Standard output, or the file `path`.
    pub fn open(path: Option<&Path>) -> Result<Output, Error> {
        let Some(path) = path.filter(|p| p.as_os_str() != "-") else {
            return Ok(Output {
                to: BufWriter::new(Box::new(io::stdout())),
                name: "standard output".into(),
                file: None,
            });
        };
        let fail = |e: io::Error| Error::write(path, &e);
        let known = fs::metadata(path);
        if known.as_ref().is_ok_and(|m| !m.is_file()) {
            // A device or a pipe cannot be replaced by renaming.
            let file = File::options().write(true).open(path).map_err(fail)?;
            return Ok(Output { to: BufWriter::new(Box::new(file)), name: path.into(), file: None });
        }
        // Behind a link stands the file that is meant.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let temporary = place.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        let file = File::create(&temporary).map_err(fail)?;
        let unfinished = Unfinished { file, temporary, place, finished: false };
        if let Ok(known) = known {
            fs::set_permissions(&unfinished.temporary, known.permissions()).map_err(fail)?;
        }
        let to = unfinished.file.try_clone().map_err(fail)?;
        Ok(Output { to: BufWriter::new(Box::new(to)), name: path.into(), file: Some(unfinished) })
    }

    /// Adds `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.to.write_all(bytes).map_err(|e| Error::write(&self.name, &e))
    }

    /// Hands on what was kept back.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.to.flush().map_err(|e| Error::write(&self.name, &e))
    }

    /// Completes the output: a file is safe on disk before it takes its place.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()?;
        match &mut self.file {
            Some(file) => file.finish().map_err(|e| Error::write(&self.name, &e)),
            None => Ok(()),
        }
    }
}

impl Unfinished {
    fn finish(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.temporary, &self.place)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
