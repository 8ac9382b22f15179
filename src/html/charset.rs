//! What the bytes of a page say of themselves before they are decoded.

/// How far into a page its form and its encoding are looked for: the standard has browsers look at 1,024 bytes, and
/// pages with long comments before the declaration are seen.
const HEAD: usize = 4096;

/// True for bytes that begin as a page of HTML does: a tag at once, and one that only whole pages have soon.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.first() != Some(&b'<') {
        return false;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    const PAGE: [&[u8]; 7] = [b"!doctype html", b"html", b"head", b"body", b"meta ", b"title", b"link "];
    memchr::memchr_iter(b'<', head).any(|at| {
        let tag = &head[at + 1..];
        PAGE.iter().any(|name| {
            tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name))
                && tag.get(name.len()).is_none_or(|b| name.ends_with(b" ") || !b.is_ascii_alphanumeric())
        })
    })
}

/// The encoding that a `<meta>` names: `charset=…`, in an attribute of its own or in a content type.
pub(crate) fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &head[from..]) {
        let tag = &head[from + at + 1..];
        from += at + 1;
        if !tag.get(..4).is_some_and(|t| t.eq_ignore_ascii_case(b"meta")) {
            continue;
        }
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let name = tag.windows(8).position(|w| w[..7].eq_ignore_ascii_case(b"charset") && matches!(w[7], b'=' | b' '));
        let Some(at) = name else { continue };
        let value = tag[at + 7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let len = value.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b)).count();
        return std::str::from_utf8(&value[..len]).ok().filter(|v| !v.is_empty());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_text() {
        for page in [
            "<!DOCTYPE html><p>",
            "\u{feff} <html>",
            "<!-- saved --><HEAD>",
            "<?xml version='1.0'?><html lang=kk>",
            "<title>x",
        ] {
            assert!(looks_like_html(page.as_bytes()), "{page}");
        }
        for text in
            ["", "text <html>", "<p>lines with tags that were left", "<heading>", "{\"text\":\"<html>\"}", "<3 <html5>"]
        {
            assert!(!looks_like_html(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_declared_encoding_is_read() {
        assert_eq!(declared(b"<meta charset='windows-1251'>"), Some("windows-1251"));
        assert_eq!(
            declared(b"<head><META http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">"),
            Some("koi8-r")
        );
        assert_eq!(declared(b"<meta name=x content=y><p charset=z>"), None);
        assert_eq!(declared(b"<meta charset"), None);
    }
}
