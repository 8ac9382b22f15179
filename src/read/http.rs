//! HTTP responses as archives keep them: the header, chunks, content encodings, media types.
//!
//! Archives hold what servers sent and what crawlers made of it, so nothing here insists: a body that is not chunked
//! although the header says so is taken as it is, and of a body that breaks off, what came before is kept.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use memchr::{memchr, memmem};

use crate::config::Limits;
use crate::document::{Bound, Bounds};

/// Bytes of a body that tell what it is when nobody says so.
pub(super) const SNIFFED: usize = 512;

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Text,
    Html,
}

/// Place behind the blank line that ends a header, looked for from `from`.
pub(super) fn head_end(data: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'\n', &data[at..])? + 1;
        match data[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
}

/// Names and values of a header's lines; the first line has no colon behind a name and is left out.
pub(super) fn fields(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    head.split(|b| *b == b'\n').skip(1).filter_map(|line| {
        let colon = memchr(b':', line)?;
        Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
    })
}

/// The value of the field `name` (in lower case).
pub(super) fn field<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    fields(head).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The status of a response.
pub(super) fn status(head: &[u8]) -> Option<u16> {
    let line = head.split(|b| *b == b'\n').next()?.strip_prefix(b"HTTP/")?;
    let code = line.split(|b| *b == b' ').nth(1)?.trim_ascii();
    std::str::from_utf8(code).ok()?.parse().ok()
}

/// What a body of the type `told` is; the type itself when it is neither text nor HTML.
pub(super) fn media(told: Option<&[u8]>, body: &[u8]) -> Result<Media, Vec<u8>> {
    let told = told.map(|t| t.split(|b| *b == b';').next().unwrap_or(t).trim_ascii().to_ascii_lowercase());
    match told.as_deref() {
        Some(b"text/html" | b"application/xhtml+xml") => Ok(Media::Html),
        Some(b"text/plain") => Ok(Media::Text),
        Some(other) if !other.is_empty() && other != b"unk" => Err(other.to_vec()),
        // Nobody said: markup, text, or bytes that are neither.
        _ => {
            let start = &body[..body.len().min(SNIFFED)];
            match start.trim_ascii_start().first() {
                Some(b'<') => Ok(Media::Html),
                _ if memchr(0, start).is_some() => Err(b"of unknown type".to_vec()),
                _ => Ok(Media::Text),
            }
        }
    }
}

/// The encoding that a media type names.
pub(super) fn charset(told: &[u8]) -> Option<String> {
    let value = told.split(|b| *b == b';').skip(1).find_map(|parameter| {
        let equals = memchr(b'=', parameter)?;
        let (name, value) = (parameter[..equals].trim_ascii(), parameter[equals + 1..].trim_ascii());
        name.eq_ignore_ascii_case(b"charset").then_some(value)
    })?;
    let value = value.trim_ascii_start().strip_prefix(b"\"").unwrap_or(value);
    let value = value.strip_suffix(b"\"").unwrap_or(value);
    (!value.is_empty() && value.is_ascii()).then(|| String::from_utf8_lossy(value).to_ascii_lowercase())
}

/// Adds the body as it was meant to `out`: out of its chunks and its content encodings.
pub(super) fn unpack(head: &[u8], body: &[u8], limits: &Limits, out: &mut Vec<u8>, bounds: &mut Bounds) {
    let chunked =
        field(head, b"transfer-encoding").is_some_and(|v| memmem::find(&v.to_ascii_lowercase(), b"chunked").is_some());
    let mut body = match chunked.then(|| dechunk(body)).flatten() {
        Some((joined, complete)) => {
            if !complete {
                bounds.insert(Bound::Truncated);
            }
            Cow::Owned(joined)
        }
        None => Cow::Borrowed(body),
    };
    let codings = field(head, b"content-encoding").unwrap_or_default().to_ascii_lowercase();
    for coding in codings.split(|b| *b == b',').rev() {
        if let Some((decoded, bound)) = decode(coding.trim_ascii(), &body, limits) {
            bound.into_iter().for_each(|bound| bounds.insert(bound));
            body = Cow::Owned(decoded);
        }
    }
    match body {
        Cow::Owned(body) if out.is_empty() => *out = body,
        body => out.extend_from_slice(&body),
    }
}

/// The chunks of `body` joined, and whether the last one was there; `None` when it is not in chunks.
fn dechunk(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        // Some writers keep no line end behind a chunk.
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        let end = memchr(b'\n', &rest[..rest.len().min(1024)]);
        let size = end.and_then(|end| {
            let digits = rest[..end].split(|b| *b == b';').next()?.trim_ascii();
            usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return if out.is_empty() { None } else { Some((out, false)) };
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some((out, true));
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        if size > rest.len() {
            return Some((out, false));
        }
        rest = &rest[size..];
    }
}

/// `body` decoded, and the bound it ran into; `None` when it is not in `coding` after all.
fn decode(coding: &[u8], body: &[u8], limits: &Limits) -> Option<(Vec<u8>, Option<Bound>)> {
    let from: Box<dyn Read + '_> = match coding {
        b"gzip" | b"x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        // Servers disagree whether this has a header.
        b"deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => Box::new(flate2::read::ZlibDecoder::new(body)),
        b"deflate" => Box::new(flate2::read::DeflateDecoder::new(body)),
        b"br" => Box::new(brotli_decompressor::Decompressor::new(Cursor::new(body), 4096)),
        b"zstd" => Box::new(zstd::stream::read::Decoder::with_buffer(body).ok()?),
        _ => return None,
    };
    let mut out = Vec::new();
    let ratio = match limits.ratio {
        0 => usize::MAX,
        // A short page of blanks is no bomb.
        ratio => body.len().saturating_mul(ratio as usize).max(1 << 20),
    };
    let most = limits.record_bytes.min(ratio);
    let read = from.take(most as u64 + 1).read_to_end(&mut out);
    let bound = match read {
        Err(_) if out.is_empty() => return None,
        Err(_) => Some(Bound::Truncated),
        Ok(_) if out.len() <= most => None,
        Ok(_) if most == ratio => Some(Bound::MaxRatio),
        Ok(_) => Some(Bound::MaxRecord),
    };
    out.truncate(most);
    Some((out, bound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const GZIPPED: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";

    fn unpacked(head: &[u8], body: &[u8], limits: &Limits) -> (Vec<u8>, Bounds) {
        let (mut out, mut bounds) = (Vec::new(), Bounds::default());
        unpack(head, body, limits, &mut out, &mut bounds);
        (out, bounds)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        to.write_all(text).unwrap();
        to.finish().unwrap()
    }

    #[test]
    fn heads_are_read_as_servers_write_them() {
        let head = b"HTTP/1.1 404 Not Found\nCONTENT-TYPE : text/html; Charset=\"Windows-1251\"\nno colon\n\nbody";
        assert_eq!(head_end(head, 0), Some(head.len() - 4));
        assert_eq!(status(head), Some(404));
        let told = field(head, b"content-type").unwrap();
        assert_eq!((media(Some(told), b""), charset(told).as_deref()), (Ok(Media::Html), Some("windows-1251")));
        assert_eq!(media(Some(b"image/png"), b""), Err(b"image/png".to_vec()));
        assert_eq!(media(None, b" <!doctype html>"), Ok(Media::Html));
        assert_eq!(media(None, b"a\0b"), Err(b"of unknown type".to_vec()));
        assert_eq!((status(b""), charset(b"text/html"), head_end(b"a\r\n\r", 0)), (None, None, None));
    }

    #[test]
    fn chunks_are_joined() {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let unchunk = |body: &[u8]| unpacked(head, body, &Limits::default());
        let told = |(out, bounds): (Vec<u8>, Bounds)| (String::from_utf8(out).unwrap(), bounds.is_empty());
        assert_eq!(told(unchunk(b"3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")), ("abc0123456789".into(), true));
        assert_eq!(told(unchunk(b"3\r\nabc\r\n5\r\nde")), ("abcde".into(), false), "cut short");
        assert_eq!(told(unchunk(b"not chunked")), ("not chunked".into(), true));
        assert_eq!(told(unchunk(b"ffffffffffffffffffff\r\nx")), ("ffffffffffffffffffff\r\nx".into(), true));
    }

    #[test]
    fn content_is_decoded() {
        let text = "Қазақ тілі ".repeat(500);
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(text.as_bytes()).unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(text.as_bytes()).unwrap();
        for (coding, body) in [
            ("gzip", gzip(text.as_bytes())),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("zstd", zstd::encode_all(text.as_bytes(), 1).unwrap()),
            ("identity", text.clone().into_bytes()),
            ("gzip", text.clone().into_bytes()),
            ("gzip, x-gzip", gzip(&gzip(text.as_bytes()))),
        ] {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n");
            let (out, bounds) = unpacked(head.as_bytes(), &body, &Limits::default());
            assert!(out == text.as_bytes() && bounds.is_empty(), "{coding}");
        }
        // A word stored as it is.
        let brotli = [0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
        let (out, _) = unpacked(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", &brotli, &Limits::default());
        assert_eq!(out, b"hello");
    }

    #[test]
    fn bodies_are_bounded() {
        let bomb = gzip(&vec![b' '; 3 << 20]);
        let limits = Limits { record_bytes: 2 << 20, ..Limits::default() };
        let (out, bounds) = unpacked(GZIPPED, &bomb, &limits);
        assert_eq!((out.len(), bounds.iter().collect::<Vec<_>>()), (1 << 20, vec![Bound::MaxRatio]));
        let (out, bounds) = unpacked(GZIPPED, &bomb, &Limits { ratio: 0, ..limits });
        assert_eq!((out.len(), bounds.iter().collect::<Vec<_>>()), (2 << 20, vec![Bound::MaxRecord]));
        let text: Vec<u8> =
            (0..20_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_string().into_bytes()).collect();
        let cut = gzip(&text);
        let (out, bounds) = unpacked(GZIPPED, &cut[..cut.len() / 2], &Limits::default());
        assert!(!out.is_empty() && text.starts_with(&out));
        assert_eq!(bounds.iter().collect::<Vec<_>>(), [Bound::Truncated]);
    }
}
