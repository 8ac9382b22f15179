//! Tar archives: the files in one, in the order in which they stand.
//!
//! Headers are parsed by the `tar` crate; it is driven from here because its own iterator borrows the
//! archive, while a file of it is to be an input like any other.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use tar::{EntryType, Header, PaxExtensions};

/// Size of a block, bytes.
const BLOCK: usize = 512;
/// Longest name or list of properties that is taken, bytes; a path is no longer than 4096.
const LONGEST_NAME: u64 = 64 << 10;

/// An archive that is being read.
pub(super) struct Archive {
    source: Box<dyn Read + Send>,
    /// Bytes of the file at hand that were not read.
    left: u64,
    /// Bytes behind it up to the next block.
    padding: u64,
    /// Where in the archive we are.
    at: u64,
}

/// A file of an archive; what of it is not read is skipped with the next one.
pub(super) struct Entry(Arc<Mutex<Archive>>);

impl Archive {
    /// The archive in `source`.
    pub(super) fn new(source: Box<dyn Read + Send>) -> Archive {
        Archive { source, left: 0, padding: 0, at: 0 }
    }

    /// True when `data` begins an archive, `None` when it is too short to tell.
    ///
    /// A stream that waits must not wait longer than needed, so what cannot be the name of a file and its mode is told
    /// before the mark at byte 257 has come.
    pub(super) fn begins(data: &[u8], ended: bool) -> Option<bool> {
        const MODE: std::ops::Range<usize> = 100..108;
        const MARK: std::ops::Range<usize> = 257..262;
        if let Some(mark) = data.get(MARK) {
            return Some(mark == b"ustar" && data[0] != 0);
        }
        let name = &data[..data.len().min(MODE.start)];
        let mode = data.get(MODE.start..data.len().min(MODE.end)).unwrap_or_default();
        let plausible = name.iter().all(|b| *b == 0 || *b >= b' ')
            && mode.iter().all(|b| matches!(b, b'0'..=b'7' | b' ' | 0))
            && data.first() != Some(&b'{');
        if plausible && !ended { None } else { Some(false) }
    }

    /// The path of the next file, hidden ones left out; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<String>> {
        let mut long: Option<Vec<u8>> = None;
        loop {
            self.skip(self.left + self.padding)?;
            (self.left, self.padding) = (0, 0);
            let mut header = Header::new_old();
            let block = header.as_mut_bytes();
            // An archive may end without the two empty blocks that should stand there.
            if self.block(block)? < BLOCK || block.iter().all(|b| *b == 0) {
                return Ok(None);
            }
            let sum = block
                .iter()
                .enumerate()
                .map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) })
                .sum::<u32>();
            let begin = self.at - BLOCK as u64;
            let fault = |what: &str| {
                io::Error::new(io::ErrorKind::InvalidData, format!("the tar header at byte {begin} {what}"))
            };
            if header.cksum().ok() != Some(sum) {
                return Err(fault("is corrupt"));
            }
            self.left = header.entry_size().map_err(|_| fault("has no size"))?;
            self.padding = (BLOCK as u64 - self.left % BLOCK as u64) % BLOCK as u64;
            match header.entry_type() {
                EntryType::GNULongName | EntryType::XHeader => {
                    let pax = header.entry_type() == EntryType::XHeader;
                    let mut text = Vec::new();
                    let wanted = self.left.min(LONGEST_NAME);
                    self.by_ref_take(wanted, &mut text)?;
                    match pax {
                        true => long = path_of(&text).or(long),
                        false => long = Some(text.into_iter().take_while(|b| *b != 0).collect()),
                    }
                }
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                    let path = long.take().unwrap_or_else(|| header.path_bytes().into_owned());
                    let path = String::from_utf8_lossy(&path).into_owned();
                    let path = path.trim_start_matches("./");
                    if !path.split('/').any(|part| part.starts_with('.')) && !path.ends_with('/') {
                        return Ok(Some(path.to_string()));
                    }
                }
                // The name that may have come before belongs to what has no content of its own.
                EntryType::XGlobalHeader => {}
                _ => long = None,
            }
        }
    }

    fn by_ref_take(&mut self, wanted: u64, text: &mut Vec<u8>) -> io::Result<()> {
        let n = (&mut self.source).take(wanted).read_to_end(text)? as u64;
        (self.left, self.at) = (self.left - n, self.at + n);
        Ok(())
    }

    /// Reads one block; less at the end of the source.
    fn block(&mut self, block: &mut [u8; BLOCK]) -> io::Result<usize> {
        let mut n = 0;
        while n < BLOCK {
            match self.source.read(&mut block[n..]) {
                Ok(0) => break,
                Ok(read) => n += read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        self.at += n as u64;
        Ok(n)
    }

    fn skip(&mut self, n: u64) -> io::Result<()> {
        self.at += io::copy(&mut (&mut self.source).take(n), &mut io::sink())?;
        Ok(())
    }
}

/// The path in the properties of the file that follows.
fn path_of(properties: &[u8]) -> Option<Vec<u8>> {
    let path = PaxExtensions::new(properties).filter_map(Result::ok).find(|p| p.key_bytes() == b"path")?;
    Some(path.value_bytes().to_vec())
}

impl Entry {
    /// The file that [`Archive::next`] named last.
    pub(super) fn of(archive: &Arc<Mutex<Archive>>) -> Entry {
        Entry(archive.clone())
    }
}

impl Read for Entry {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok(mut archive) = self.0.lock() else { return Ok(0) };
        let wanted = archive.left.min(buffer.len() as u64) as usize;
        if wanted == 0 {
            return Ok(0);
        }
        let n = archive.source.read(&mut buffer[..wanted])?;
        if n == 0 {
            let at = archive.at;
            archive.left = 0;
            let message = format!("the archive is cut short: it ends at byte {at}, inside this file");
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        (archive.left, archive.at) = (archive.left - n as u64, archive.at + n as u64);
        Ok(n)
    }
}
