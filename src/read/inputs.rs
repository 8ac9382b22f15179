//! Files, folders and standard input, in the order in which they are to be read.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::compressed::Decompress;
use super::tape::{Archive, Entry};
use crate::error::{Error, ErrorKind};

/// How deep archives are opened inside archives.
pub(super) const DEEPEST: usize = 3;

/// Which input it is: its number among those that were named or found, and inside archives the numbers of the files
/// down to it (0 where there is none).
pub(super) type Key = [u32; DEEPEST + 1];

/// One opened input.
pub(super) struct Input {
    /// Its name: the path, or `-`.
    pub(super) name: String,
    /// Its bytes, decompressed.
    pub(super) bytes: Box<dyn Read + Send>,
    /// True when a read may have to wait for someone to write (a pipe, a terminal).
    pub(super) waits: bool,
    pub(super) key: Key,
}

/// The inputs that were named, with folders opened up in the order of names.
pub struct Inputs {
    /// What is still to be read, the next one last.
    rest: Vec<Named>,
    /// Files opened so far.
    files: u64,
    /// Inputs opened or tried so far, without those inside archives.
    number: u32,
    /// Most bytes that one byte of a compressed input may give.
    ratio: u64,
    /// Bytes read so far, as they are stored.
    read: Arc<AtomicU64>,
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
    /// The names that a file lists, one a line.
    List(PathBuf, Box<dyn BufRead + Send>),
    /// An archive, and the number of its files that were opened.
    Archive { archive: Arc<Mutex<Archive>>, name: String, waits: bool, key: Key, files: u32 },
}

impl Inputs {
    /// Files, folders, `-` for standard input; nothing at all is standard input too.
    pub fn new(paths: &[PathBuf]) -> Inputs {
        let standard_input = [PathBuf::from("-")];
        let paths = if paths.is_empty() { &standard_input[..] } else { paths };
        Inputs::of(paths.iter().rev().cloned().map(Named::Given).collect())
    }

    /// The same, and then what the file `list` names, one path a line; `-` is standard input here too.
    pub fn with_list(paths: &[PathBuf], list: &Path) -> Result<Inputs, Error> {
        let lines: Box<dyn BufRead + Send> = match list.as_os_str() == "-" {
            true => Box::new(BufReader::new(io::stdin())),
            false => Box::new(BufReader::new(File::open(list).map_err(|e| Error::read(list, &e))?)),
        };
        let list = Named::List(list.to_path_buf(), lines);
        Ok(Inputs::of([list].into_iter().chain(paths.iter().rev().cloned().map(Named::Given)).collect()))
    }

    /// Bytes from any reader under a name; a read is taken to be one that may have to wait.
    pub fn from_reader(name: impl Into<String>, bytes: impl Read + Send + 'static) -> Inputs {
        Inputs::of(vec![Named::Bytes(name.into(), Box::new(bytes))])
    }

    fn of(rest: Vec<Named>) -> Inputs {
        Inputs { rest, files: 0, number: 0, ratio: 0, read: Arc::default() }
    }

    /// Sets the most bytes that one byte of a compressed input may give; 0 is without bound.
    pub(super) fn bound_ratio(&mut self, ratio: u64) {
        self.ratio = ratio;
    }

    /// Bytes read so far, as they are stored (compressed ones count as they lie on disk).
    pub(super) fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
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
                Named::Bytes(name, bytes) => return Some(Ok(self.input(name, bytes, true))),
                Named::EndOf(folder, before) if self.files == before => {
                    return Some(Err(Error::new(ErrorKind::Empty, folder, "no pages in this folder")));
                }
                Named::EndOf(..) => continue,
                Named::List(list, lines) => match self.listed(list, lines) {
                    Some(result) => return Some(Err(result)),
                    None => continue,
                },
                Named::Archive { archive, name, waits, key, files } => {
                    match self.entry(archive, name, waits, key, files) {
                        Some(result) => return Some(result),
                        None => continue,
                    }
                }
                Named::Given(path) => (path, true),
                Named::Found(path) => (path, false),
            };
            if given && path.as_os_str() == "-" {
                return Some(Ok(self.input("-".into(), Box::new(io::stdin()), true)));
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
            return Some(match File::open(&path) {
                Ok(file) => {
                    let waits = !file.metadata().is_ok_and(|m| m.is_file());
                    Ok(self.input(path.to_string_lossy().into_owned(), Box::new(file), waits))
                }
                Err(e) => {
                    self.number += 1;
                    Err(Error::read(&path, &e))
                }
            });
        }
    }

    /// The files of the archive `input`, of which `head` was read, come next.
    pub(super) fn open_archive(&mut self, input: Input, head: Vec<u8>) -> Result<(), Error> {
        if input.key[DEEPEST] > 0 {
            let message = format!("archives inside archives are opened {DEEPEST} deep, and this one is deeper");
            return Err(Error::new(ErrorKind::Read, input.name, message));
        }
        let archive = Archive::new(Box::new(io::Cursor::new(head).chain(input.bytes)));
        let archive = Arc::new(Mutex::new(archive));
        self.rest.push(Named::Archive { archive, name: input.name, waits: input.waits, key: input.key, files: 0 });
        Ok(())
    }

    /// The input that has `key`, whatever comes before it left unread; `None` when there is none such.
    pub(super) fn seek(&mut self, key: Key) -> Option<Result<Input, Error>> {
        loop {
            match self.next()? {
                Ok(input) if input.key == key => return Some(Ok(input)),
                Ok(input) => {
                    let depth = input.key.iter().take_while(|n| **n > 0).count();
                    // Anything else was read to its end before.
                    if input.key[..depth] == key[..depth]
                        && let Err(e) = self.open_archive(input, Vec::new())
                    {
                        return Some(Err(e));
                    }
                }
                // What could not be opened was told before.
                Err(_) => {}
            }
        }
    }

    /// An input that is no file of an archive.
    fn input(&mut self, name: String, bytes: Box<dyn Read + Send>, waits: bool) -> Input {
        self.number += 1;
        let mut key = Key::default();
        key[0] = self.number;
        let raw = Raw { bytes, read: self.read.clone() };
        Input { name, bytes: Box::new(Decompress::new(Box::new(raw), self.ratio)), waits, key }
    }

    /// Puts the next path of a list before what is left of the list.
    fn listed(&mut self, list: PathBuf, mut lines: Box<dyn BufRead + Send>) -> Option<Error> {
        let mut line = Vec::new();
        loop {
            line.clear();
            match lines.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(e) => return Some(Error::read(list, &e)),
            }
            let name = line.strip_suffix(b"\n").unwrap_or(&line);
            let name = name.strip_suffix(b"\r").unwrap_or(name);
            if !name.is_empty() {
                self.rest.push(Named::List(list, lines));
                self.rest.push(Named::Given(path_of(name)));
                return None;
            }
        }
    }

    /// The next file of an archive.
    fn entry(
        &mut self,
        archive: Arc<Mutex<Archive>>,
        name: String,
        waits: bool,
        mut key: Key,
        files: u32,
    ) -> Option<Result<Input, Error>> {
        let next = archive.lock().ok()?.next();
        let path = match next {
            Ok(path) => path?,
            Err(e) => return Some(Err(Error::read(name, &e))),
        };
        let bytes = Box::new(Decompress::new(Box::new(Entry::of(&archive)), self.ratio));
        let inside = format!("{name}/{path}");
        let depth = key.iter().take_while(|n| **n > 0).count();
        self.rest.push(Named::Archive { archive, name, waits, key, files: files + 1 });
        key[depth] = files + 1;
        Some(Ok(Input { name: inside, bytes, waits, key }))
    }
}

/// Counts what is read.
struct Raw {
    bytes: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// A path as it stands in a list.
#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(name).into()
}

/// A path as it stands in a list.
#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
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
