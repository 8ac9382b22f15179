//! Bytes that were read and not yet used.

use std::io::{self, Read};

/// Bytes asked for in one read: large enough that the system call does not show, small enough for
/// a worker's cache.
const READ: usize = 256 << 10;
/// A buffer that grew past this for one long line gives its memory back once the line is used.
const KEEP: usize = 4 << 20;

/// A window over a stream of bytes that slides and grows as needed.
#[derive(Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// Bytes of the stream used so far.
    used: u64,
}

impl Buffer {
    /// What was read and not yet used.
    pub(super) fn data(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Bytes of the stream used so far.
    pub(super) fn used(&self) -> u64 {
        self.used
    }

    /// Marks the first `n` bytes as used.
    pub(super) fn consume(&mut self, n: usize) {
        self.start += n;
        self.used += n as u64;
        if self.start == self.end {
            self.empty();
        }
    }

    /// Forgets everything: another stream begins, or this one goes on behind `used` bytes.
    pub(super) fn restart(&mut self, used: u64) {
        self.used = used;
        self.empty();
    }

    fn empty(&mut self) {
        (self.start, self.end) = (0, 0);
        if self.bytes.len() > KEEP {
            self.bytes = Vec::new();
        }
    }

    /// Reads once; false at the end of the stream.
    pub(super) fn fill(&mut self, source: &mut dyn Read) -> io::Result<bool> {
        if self.start > 0 && self.bytes.len() - self.end < READ {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.bytes.len() - self.end < READ {
            let size = (self.end + READ).max(self.end + self.end / 2);
            self.bytes.resize(size, 0);
        }
        loop {
            match source.read(&mut self.bytes[self.end..self.end + READ]) {
                Ok(n) => {
                    self.end += n;
                    return Ok(n > 0);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_slides_without_losing_bytes() {
        let all: Vec<u8> = (0..(READ * 3 + 17)).map(|i| (i % 251) as u8).collect();
        let (mut source, mut buffer, mut got) = (&all[..], Buffer::default(), Vec::new());
        while buffer.fill(&mut source).unwrap() {
            let n = buffer.data().len() * 2 / 3;
            got.extend_from_slice(&buffer.data()[..n]);
            buffer.consume(n);
        }
        got.extend_from_slice(buffer.data());
        assert_eq!(got, all);
        buffer.consume(buffer.data().len());
        assert_eq!(buffer.used(), all.len() as u64);
    }
}
