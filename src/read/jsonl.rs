//! JSON lines: one object a line.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::Document;
use crate::write::json;

/// Names of the fields that hold what we read.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The page's text.
    pub text: String,
    /// Its identity.
    pub id: String,
    /// Its address.
    pub url: String,
}

impl Default for Fields {
    fn default() -> Fields {
        Fields { text: "text".into(), id: "id".into(), url: "url".into() }
    }
}

/// Reads `line` into `document` (its `bytes`, `url`, `fields`, and `id` when the line has one).
///
/// The error is a sentence for the user.
pub(super) fn read(line: &[u8], names: &Fields, document: &mut Document) -> Result<(), String> {
    let line = utf8(line)?;
    let mut text = None;
    members(line, |key, value| {
        if key == names.text {
            text = Some(value);
        } else if key == names.id {
            document.id.clear();
            match string(value) {
                Some(id) => document.id.push_str(&id),
                None if value != "null" => document.id.push_str(value),
                None => {}
            }
        } else if key == names.url {
            document.url = string(value).map(Cow::into_owned);
        } else {
            push_member(&mut document.fields, &key, value);
        }
    })?;
    let text = text.ok_or_else(|| format!("the record has no field {:?}", names.text))?;
    let text = string(text).ok_or_else(|| format!("the field {:?} is not a string", names.text))?;
    document.bytes.extend_from_slice(text.as_bytes());
    document.decoded = true;
    document.html = crate::html::looks_like_html(&document.bytes);
    Ok(())
}

/// True when `line` is an object with a field that `holds_text` names.
pub(super) fn is_record(line: &[u8], holds_text: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    utf8(line).is_ok_and(|line| members(line, |key, _| found |= holds_text(&key)).is_ok()) && found
}

/// `line` as text, or what is wrong with it.
pub fn utf8(line: &[u8]) -> Result<&str, String> {
    simdutf8::basic::from_utf8(line).map_err(|_| {
        let at = std::str::from_utf8(line).map_or_else(|e| e.valid_up_to(), str::len);
        format!("not JSON: byte {} is not UTF-8", at + 1)
    })
}

/// Adds a member to raw JSON members.
pub fn push_member(members: &mut String, key: &str, value: &str) {
    if !members.is_empty() {
        members.push(',');
    }
    // The escaper writes UTF-8 for UTF-8; keys are short, so the copy does not show.
    let mut quoted = Vec::with_capacity(key.len() + 2);
    json::string(&mut quoted, key);
    members.push_str(&String::from_utf8_lossy(&quoted));
    members.push(':');
    members.push_str(value);
}

/// Calls `each` with the members of the object `line`: the name, and the value as raw JSON.
pub fn members<'a>(line: &'a str, each: impl FnMut(Cow<'a, str>, &'a str)) -> Result<(), String> {
    struct Each<F>(F);
    impl<'a, F: FnMut(Cow<'a, str>, &'a str)> Visitor<'a> for Each<F> {
        type Value = ();
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a JSON object")
        }
        fn visit_map<M: MapAccess<'a>>(mut self, mut map: M) -> Result<(), M::Error> {
            while let Some(Text(key)) = map.next_key()? {
                let value: &'a RawValue = map.next_value()?;
                (self.0)(key, value.get());
            }
            Ok(())
        }
    }
    let mut parser = serde_json::Deserializer::from_str(line);
    let parsed = parser.deserialize_map(Each(each)).and_then(|()| parser.end());
    parsed.map_err(|e| format!("not JSON: {}", without_line(&e.to_string())))
}

/// The value of a raw JSON string; `None` when it is something else. A lone surrogate, which no
/// text can hold, becomes U+FFFD.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    if let Ok(Text(text)) = serde_json::from_str(raw) {
        return Some(text);
    }
    let Bytes(mut bytes) = serde_json::from_str(raw).ok()?;
    for i in 0..bytes.len().saturating_sub(2) {
        // A surrogate and U+FFFD are three bytes each.
        if bytes[i] == 0xed && bytes[i + 1] >= 0xa0 {
            bytes[i..i + 3].copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The parser counts lines inside the one line it sees; the column alone tells something.
fn without_line(message: &str) -> String {
    message.replacen(" at line 1 column", " at column", 1)
}

/// A string, borrowed when it holds no escape.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text<'a>, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(s)))
            }
            fn visit_str<E>(self, s: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(s.to_owned())))
            }
        }
        from.deserialize_str(Borrow)
    }
}

/// A string that may hold lone surrogates, as bytes.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
        struct Copy;
        impl Visitor<'_> for Copy {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_bytes<E>(self, b: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(b.to_vec()))
            }
        }
        from.deserialize_bytes(Copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Document, String> {
        let mut document = Document::default();
        read(line.as_bytes(), &Fields::default(), &mut document).map(|()| document)
    }

    #[test]
    fn our_fields_are_taken_and_the_others_carried() {
        let d = read_line(r#"{"n": [1, {"a": "b"}], "text": "а\nб", "id": 7, "url": "https://e.kz", "k\"": "\u0430"}"#)
            .unwrap();
        assert_eq!((d.id.as_str(), &d.bytes[..], d.url.as_deref()), ("7", "а\nб".as_bytes(), Some("https://e.kz")));
        assert_eq!(d.fields, r#""n":[1, {"a": "b"}],"k\"":"\u0430""#);
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        assert!(
            read_line(r#"{"text": "a""#).unwrap_err().starts_with("not JSON: EOF while parsing an object at column 12")
        );
        assert_eq!(read_line(r#"{"id": 1}"#).unwrap_err(), "the record has no field \"text\"");
        assert_eq!(read_line(r#"{"text": 1}"#).unwrap_err(), "the field \"text\" is not a string");
        assert!(read_line("[1]").unwrap_err().contains("expected a JSON object"));
        assert!(read_line(r#"{"text":"a"} x"#).unwrap_err().contains("trailing characters"));
        assert_eq!(utf8(b"ab\xff").unwrap_err(), "not JSON: byte 3 is not UTF-8");
    }

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_character() {
        assert_eq!(string(r#""a\ud800b""#).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(string(r#""\ud83d\ude00\n""#).as_deref(), Some("😀\n"));
    }
}
