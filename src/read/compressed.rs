//! Compressed inputs, told by their first bytes and read member by member.
//!
//! The formats are decoded by libraries; what stands here is what they leave open: which format it
//! is, where a member begins, what follows the last one, and how much may come out of how little.

use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use zstd::stream::read::Decoder as ZstdDecoder;

/// Bytes of the compressed input that are held.
const BLOCK: usize = 64 << 10;
/// Bytes asked of a decoder at once, whatever the caller asks for: a decoder that fails gives nothing of what it had in
/// hand, and how much that is must not depend on the caller.
const CHUNK: usize = 16 << 10;
/// Until so much has come out, the ratio is not looked at: 16 MiB of anything is read in a moment,
/// and short stretches of zeros or blank lines compress a thousandfold in honest archives too.
const FREE: u64 = 16 << 20;
/// Most memory for the dictionary of an `.xz` member, KiB: what `xz -9` asks for.
const XZ_MEMORY: u32 = 72 << 10;

/// An input as it reads when decompressed; one that is not compressed reads as it is.
pub(super) struct Decompress {
    state: State,
    /// Most bytes out for one byte in; 0 is without bound.
    ratio: u64,
    /// Bytes given out.
    out: u64,
    /// Where in the input the member at hand begins.
    member: u64,
    /// What was decompressed and not yet given out.
    chunk: Vec<u8>,
    given: usize,
}

enum State {
    /// Nothing was read.
    Unknown(Counted),
    Plain(Counted),
    Gzip(Box<GzDecoder<Counted>>),
    Zstd(Box<ZstdDecoder<'static, Counted>>),
    Bzip2(Box<BzDecoder<Counted>>),
    Xz(Box<XzReader<Counted>>),
    Ended,
}

/// A format of compression.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

/// What the first bytes of an input say of it.
#[derive(PartialEq)]
enum Told {
    Kind(Kind),
    Plain,
    /// More bytes are needed.
    Perhaps,
}

impl Decompress {
    /// The bytes of `source`, at most `ratio` times as many as it has (0: as many as come).
    pub(super) fn new(source: Box<dyn Read + Send>, ratio: u64) -> Decompress {
        Decompress {
            state: State::Unknown(Counted::new(source)),
            ratio,
            out: 0,
            member: 0,
            chunk: Vec::new(),
            given: 0,
        }
    }

    /// The next member, if one follows where the last one ended.
    fn next_member(&mut self, kind: Kind, mut source: Counted) -> io::Result<State> {
        self.member = source.consumed;
        if source.tell()? == Told::Kind(kind) {
            return kind.open(source);
        }
        // Tapes and block devices fill the rest with zeros.
        while let data = source.fill_buf()?
            && !data.is_empty()
        {
            if data.iter().any(|b| *b != 0) {
                let at = self.member;
                return Err(invalid(format!("what follows the {} member that ends at byte {at} is none", kind.name())));
            }
            let n = data.len();
            source.consume(n);
        }
        Ok(State::Ended)
    }

    /// The error of a decoder as a sentence with its place.
    fn fault(&self, e: &io::Error) -> io::Error {
        let (kind, source) = match &self.state {
            State::Gzip(d) => (Kind::Gzip, d.get_ref()),
            State::Zstd(d) => (Kind::Zstd, d.get_ref()),
            State::Bzip2(d) => (Kind::Bzip2, d.get_ref()),
            State::Xz(d) => (Kind::Xz, d.inner()),
            State::Unknown(_) | State::Plain(_) | State::Ended => return io::Error::new(e.kind(), e.to_string()),
        };
        if source.failed {
            return io::Error::new(e.kind(), e.to_string());
        }
        let (member, at) = (self.member, source.consumed);
        let what = match source.ended {
            true => format!("is cut short: the input ends at byte {at}"),
            false => format!("is corrupt before byte {at} ({e})"),
        };
        invalid(format!("the {} member that begins at byte {member} {what}; what came before was read", kind.name()))
    }

    /// Bytes of the input used so far.
    fn used(&self) -> u64 {
        match &self.state {
            State::Unknown(s) | State::Plain(s) => s.consumed,
            State::Gzip(d) => d.get_ref().consumed,
            State::Zstd(d) => d.get_ref().consumed,
            State::Bzip2(d) => d.get_ref().consumed,
            State::Xz(d) => d.inner().consumed,
            State::Ended => u64::MAX,
        }
    }

    fn bomb(&self) -> Option<io::Error> {
        let plain = matches!(self.state, State::Plain(_) | State::Ended | State::Unknown(_));
        let (out, used) = (self.out, self.used());
        (!plain && self.ratio > 0 && out > FREE && out > used.saturating_mul(self.ratio)).then(|| {
            let message =
                format!("{used} bytes gave {out}, more than {} times as many; the rest is not read", self.ratio);
            io::Error::new(io::ErrorKind::FileTooLarge, message)
        })
    }
}

impl Read for Decompress {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.given == self.chunk.len() {
            if let State::Unknown(source) = &mut self.state {
                let told = source.tell()?;
                let State::Unknown(source) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(0) };
                self.state = match told {
                    Told::Kind(kind) => kind.open(source)?,
                    Told::Plain | Told::Perhaps => State::Plain(source),
                };
            }
            if let State::Plain(source) = &mut self.state {
                return source.read(buffer);
            }
            self.decode()?;
        }
        let n = (&self.chunk[self.given..]).read(buffer)?;
        self.given += n;
        Ok(n)
    }
}

impl Decompress {
    /// Decompresses the next chunk; an empty one at the end.
    fn decode(&mut self) -> io::Result<()> {
        self.given = 0;
        self.chunk.clear();
        if let Some(e) = self.bomb() {
            self.state = State::Ended;
            return Err(e);
        }
        self.chunk.resize(CHUNK, 0);
        let read = self.decode_some();
        self.chunk.truncate(*read.as_ref().unwrap_or(&0));
        self.out += self.chunk.len() as u64;
        read.map(drop)
    }

    /// Fills the chunk as far as one call of the decoder does.
    fn decode_some(&mut self) -> io::Result<usize> {
        loop {
            let read = match &mut self.state {
                State::Gzip(d) => d.read(&mut self.chunk),
                State::Zstd(d) => d.read(&mut self.chunk),
                State::Bzip2(d) => d.read(&mut self.chunk),
                State::Xz(d) => d.read(&mut self.chunk),
                State::Unknown(_) | State::Plain(_) | State::Ended => return Ok(0),
            };
            match read {
                Ok(0) => {
                    self.state = match std::mem::replace(&mut self.state, State::Ended) {
                        State::Gzip(d) => self.next_member(Kind::Gzip, d.into_inner())?,
                        State::Zstd(d) => self.next_member(Kind::Zstd, d.finish())?,
                        State::Bzip2(d) => self.next_member(Kind::Bzip2, d.into_inner())?,
                        State::Xz(d) => self.next_member(Kind::Xz, d.into_inner())?,
                        State::Unknown(_) | State::Plain(_) | State::Ended => return Ok(0),
                    };
                }
                Ok(n) => return Ok(n),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    let fault = self.fault(&e);
                    self.state = State::Ended;
                    return Err(fault);
                }
            }
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Gzip => "gzip",
            Kind::Zstd => "zstd",
            Kind::Bzip2 => "bzip2",
            Kind::Xz => "xz",
        }
    }

    fn open(self, source: Counted) -> io::Result<State> {
        Ok(match self {
            Kind::Gzip => State::Gzip(Box::new(GzDecoder::new(source))),
            Kind::Zstd => State::Zstd(Box::new(ZstdDecoder::with_buffer(source)?.single_frame())),
            Kind::Bzip2 => State::Bzip2(Box::new(BzDecoder::new(source))),
            Kind::Xz => State::Xz(Box::new(XzReader::new_mem_limit(source, false, XZ_MEMORY))),
        })
    }
}

/// What an input is that begins with `data`; `ended` tells that nothing follows.
fn tell(data: &[u8], ended: bool) -> Told {
    // A magic number with gaps; `None` when `data` is too short to tell.
    let begins = |magic: &[Option<u8>]| {
        let equal = data.iter().zip(magic).all(|(b, m)| m.is_none_or(|m| m == *b));
        match (equal, data.len() >= magic.len()) {
            (true, true) => Some(true),
            (true, false) if !ended => None,
            _ => Some(false),
        }
    };
    let exact = |magic: &[u8]| begins(&magic.iter().copied().map(Some).collect::<Vec<_>>());
    let bzip2 = |block: [u8; 6]| {
        // "BZh", a digit for the size of blocks, and the mark of a block or of the end: text may begin with the first
        // four of them.
        let head = b"BZh".iter().copied().map(Some).chain([None]).chain(block.map(Some));
        begins(&head.collect::<Vec<_>>())
    };
    let skippable: Vec<_> = [None, Some(0x2a), Some(0x4d), Some(0x18)].to_vec();
    let found = [
        (Kind::Gzip, exact(&[0x1f, 0x8b, 0x08])),
        (Kind::Zstd, exact(&[0x28, 0xb5, 0x2f, 0xfd])),
        // A frame to skip: 0x50 to 0x5f first.
        (Kind::Zstd, if data.first().is_none_or(|b| b >> 4 == 5) { begins(&skippable) } else { Some(false) }),
        (Kind::Bzip2, bzip2([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])),
        (Kind::Bzip2, bzip2([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])),
        (Kind::Xz, exact(&[0xfd, b'7', b'z', b'X', b'Z', 0])),
    ];
    if let Some((kind, _)) = found.iter().find(|(_, f)| *f == Some(true)) {
        return Told::Kind(*kind);
    }
    if found.iter().any(|(_, f)| f.is_none()) { Told::Perhaps } else { Told::Plain }
}

/// The bytes of an input, counted as they are used.
struct Counted {
    source: Box<dyn Read + Send>,
    block: Vec<u8>,
    start: usize,
    end: usize,
    /// Bytes used so far.
    consumed: u64,
    /// The source has no more.
    ended: bool,
    /// The source itself failed, not what it holds.
    failed: bool,
}

impl Counted {
    fn new(source: Box<dyn Read + Send>) -> Counted {
        Counted { source, block: Vec::new(), start: 0, end: 0, consumed: 0, ended: false, failed: false }
    }

    /// Reads once behind what is held.
    fn more(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            self.block.resize(BLOCK, 0);
        }
        if self.start > 0 {
            self.block.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        loop {
            match self.source.read(&mut self.block[self.end..]) {
                Ok(n) => {
                    self.end += n;
                    self.ended = n == 0;
                    return Ok(());
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.failed = true;
                    return Err(e);
                }
            }
        }
    }

    /// What the bytes at hand begin; reads no more than it takes to tell.
    fn tell(&mut self) -> io::Result<Told> {
        loop {
            let told = tell(&self.block[self.start..self.end], self.ended);
            if told != Told::Perhaps || self.ended {
                return Ok(told);
            }
            self.more()?;
        }
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && buffer.len() >= BLOCK && !self.ended {
            // A large read needs no block in between.
            let n = self.source.read(buffer).inspect_err(|_| self.failed = true)?;
            self.ended = n == 0;
            self.consumed += n as u64;
            return Ok(n);
        }
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.ended {
            (self.start, self.end) = (0, 0);
            self.more()?;
        }
        Ok(&self.block[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        self.start += n;
        self.consumed += n as u64;
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    /// `text` in one member of each format.
    fn compress(kind: Kind, text: &[u8]) -> Vec<u8> {
        match kind {
            Kind::Gzip => {
                let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                to.write_all(text).unwrap();
                to.finish().unwrap()
            }
            Kind::Zstd => {
                let mut to = zstd::Encoder::new(Vec::new(), 1).unwrap();
                // Without a checksum, which is the default, damage may go unnoticed.
                to.include_checksum(true).unwrap();
                to.write_all(text).unwrap();
                to.finish().unwrap()
            }
            Kind::Bzip2 => {
                let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
                to.write_all(text).unwrap();
                to.finish().unwrap()
            }
            Kind::Xz => {
                let mut to = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
                to.write_all(text).unwrap();
                to.finish().unwrap()
            }
        }
    }

    const ALL: [Kind; 4] = [Kind::Gzip, Kind::Zstd, Kind::Bzip2, Kind::Xz];

    /// What can be read of `bytes`, and why no more.
    fn read(bytes: &[u8], ratio: u64) -> (Vec<u8>, Option<String>) {
        let mut from = Decompress::new(Box::new(Cursor::new(bytes.to_vec())), ratio);
        let mut out = Vec::new();
        let fault = from.read_to_end(&mut out).err().map(|e| e.to_string());
        (out, fault)
    }

    fn text() -> Vec<u8> {
        (0..9_000u32).flat_map(|i| format!("{} ", i.wrapping_mul(2_654_435_761)).into_bytes()).collect()
    }

    #[test]
    fn members_are_read_one_after_another() {
        let text = text();
        for kind in ALL {
            let mut all = compress(kind, &text);
            all.extend(compress(kind, b""));
            all.extend(compress(kind, b"end"));
            assert_eq!(read(&all, 0), ([&text[..], b"end"].concat(), None), "{}", kind.name());
            all.extend([0; 100]);
            assert_eq!(read(&all, 0).1, None, "zeros behind the last member");
            all.extend(b"rest");
            let (out, fault) = read(&all, 0);
            assert_eq!(out.len(), text.len() + 3);
            assert!(fault.unwrap().ends_with("is none"));
        }
    }

    #[test]
    fn what_came_before_a_fault_is_kept() {
        let text = text();
        for kind in ALL {
            let first = compress(kind, b"first");
            let second = compress(kind, &text);
            let cut = [&first[..], &second[..second.len() * 9 / 10]].concat();
            let (out, fault) = read(&cut, 0);
            assert!(out.starts_with(b"first") && [b"first", &text[..]].concat().starts_with(&out));
            let place = format!(
                "member that begins at byte {} is cut short: the input ends at byte {}",
                first.len(),
                cut.len()
            );
            assert!(fault.as_ref().unwrap().contains(&place), "{fault:?}");
            let mut bad = [&first[..], &second[..]].concat();
            let middle = first.len() + second.len() / 2;
            bad[middle..middle + 40].iter_mut().for_each(|b| *b ^= 0x55);
            let (out, fault) = read(&bad, 0);
            assert!(out.starts_with(b"first"), "{}", kind.name());
            assert!(fault.as_ref().unwrap().contains("is corrupt before byte"), "{}: {fault:?}", kind.name());
        }
    }

    #[test]
    fn text_that_begins_like_a_magic_number_is_text() {
        for text in [&b""[..], b"B", b"BZh91 is a code", b"\x1f\x8b", b"\xfd7zXZ", b"\x28\xb5\x2f", b"P*", b"Zstd"] {
            assert_eq!(read(text, 1), (text.to_vec(), None));
        }
    }

    #[test]
    fn a_bomb_is_given_up() {
        let bomb = compress(Kind::Zstd, &vec![b' '; FREE as usize + (1 << 20)]);
        let (out, fault) = read(&bomb, 250);
        assert!(out.len() as u64 >= FREE && fault.unwrap().contains("more than 250 times"));
        assert_eq!(read(&bomb, 0).1, None);
    }
}
