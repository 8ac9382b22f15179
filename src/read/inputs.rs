//! Files, folders and standard input, in the order in which they are to be read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// One opened input.
pub(super) struct Input {
    /// Its name: the path, or `-`.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Box<dyn Read + Send>,
    /// True when a read may have to wait for someone to write (a pipe, a terminal).
    pub(super) waits: bool,
}

/// The inputs that were named, with folders opened up in the order of names.
pub struct Inputs {
    /// What is still to be read, the next one last.
    rest: Vec<Named>,
    /// Files opened so far.
    files: u64,
}

enum Named {
    /// As given.
    Given(PathBuf),
    /// Found in a folder.
    Found(PathBuf),
    /// The end of a folder that was named, and the files opened before it.
    EndOf(PathBuf, u64),
    /// A reader in place of a file.
    Bytes(String, Box<dyn Read + Send>),
}

impl Inputs {
    /// Files, folders, `-` for standard input; nothing at all is standard input too.
    pub fn new(paths: &[PathBuf]) -> Inputs {
        let standard_input = [PathBuf::from("-")];
        let paths = if paths.is_empty() { &standard_input[..] } else { paths };
        Inputs { rest: paths.iter().rev().cloned().map(Named::Given).collect(), files: 0 }
    }

    /// Bytes from any reader under a name; a read is taken to be one that may have to wait.
    pub fn from_reader(name: impl Into<String>, bytes: impl Read + Send + 'static) -> Inputs {
        Inputs { rest: vec![Named::Bytes(name.into(), Box::new(bytes))], files: 0 }
    }

    /// Bytes in all, when every input is a file or folder and can be measured.
    pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
        if paths.is_empty() {
            return None;
        }
        let mut rest: Vec<(PathBuf, bool)> = paths.iter().map(|path| (path.clone(), true)).collect();
        let mut total = 0;
        while let Some((path, given)) = rest.pop() {
            if given && path.as_os_str() == "-" {
                return None;
            }
            match kind(&path, given).ok()? {
                Kind::Folder => rest.extend(entries(&path).ok()?.into_iter().map(|found| (found, false))),
                Kind::File(bytes) => total += bytes,
                Kind::Other if given => return None,
                Kind::Other => {}
            }
        }
        Some(total)
    }

    /// The next input, or why one could not be opened.
    pub(super) fn next(&mut self) -> Option<Result<Input, Error>> {
        loop {
            let (path, given) = match self.rest.pop()? {
                Named::Bytes(name, bytes) => return Some(Ok(Input { name, bytes, waits: true })),
                Named::EndOf(folder, before) if self.files == before => {
                    return Some(Err(Error::new(ErrorKind::Empty, folder, "no pages in this folder")));
                }
                Named::EndOf(..) => continue,
                Named::Given(path) => (path, true),
                Named::Found(path) => (path, false),
            };
            if given && path.as_os_str() == "-" {
                return Some(Ok(Input { name: "-".into(), bytes: Box::new(io::stdin()), waits: true }));
            }
            match kind(&path, given) {
                Ok(Kind::Folder) => {
                    match entries(&path) {
                        Ok(found) => {
                            if given {
                                self.rest.push(Named::EndOf(path, self.files));
                            }
                            self.rest.extend(found.into_iter().rev().map(Named::Found));
                        }
                        Err(e) => return Some(Err(Error::read(&path, &e))),
                    }
                    continue;
                }
                Ok(Kind::Other) if !given => continue,
                // Whatever was named is opened, and so is what cannot be looked at: that tells why.
                Ok(Kind::Other | Kind::File(_)) | Err(_) => {}
            }
            self.files += 1;
            return Some(open(path));
        }
    }
}

/// What a path leads to.
enum Kind {
    Folder,
    /// A file and its length in bytes.
    File(u64),
    /// A pipe, a device; or, inside a folder, a link to a folder, which may lead back up.
    Other,
}

fn kind(path: &Path, given: bool) -> io::Result<Kind> {
    let facts = fs::metadata(path)?;
    let link = !given && facts.is_dir() && fs::symlink_metadata(path)?.is_symlink();
    Ok(match facts.is_file() {
        true => Kind::File(facts.len()),
        false if facts.is_dir() && !link => Kind::Folder,
        false => Kind::Other,
    })
}

fn open(path: PathBuf) -> Result<Input, Error> {
    let file = File::open(&path).map_err(|e| Error::read(&path, &e))?;
    let waits = !file.metadata().is_ok_and(|m| m.is_file());
    Ok(Input { name: path.to_string_lossy().into_owned(), bytes: Box::new(file), waits })
}

/// What a folder holds, in the order of names, hidden files left out.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}
