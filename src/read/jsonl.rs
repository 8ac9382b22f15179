//! JSON lines: one object a line.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use memchr::{memchr, memchr_iter};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use smallvec::SmallVec;

use crate::document::Document;
use crate::write::json;
use crate::write::special::Specials;

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

/// Reads `line` into `document` (its `bytes`, `url`, `fields`, and `id` when the line has one). `address` is memory for
/// that of the page.
///
/// The error is a sentence for the user.
pub(super) fn read(line: &[u8], names: &Fields, document: &mut Document, mut address: String) -> Result<(), String> {
    let line = utf8(line)?;
    // Nothing is text too.
    let mut page = String::from_utf8(document.bytes.empty()).unwrap_or_default();
    let mut text = None;
    each_member(line, |key, value| {
        if key == names.text {
            page.clear();
            text = Some(value.unescape(&mut page));
        } else if key == names.id {
            document.id.clear();
            match value.text() {
                Some(id) => document.id.push_str(&id),
                None if value.raw != "null" => document.id.push_str(value.raw),
                None => {}
            }
        } else if key == names.url {
            document.url = value.text().map(|text| {
                let mut url = document.url.take().unwrap_or_else(|| std::mem::take(&mut address));
                url.clear();
                url.push_str(&text);
                url
            });
        } else {
            push_member(&mut document.fields, &key, value.raw);
        }
    })?;
    let text = text.ok_or_else(|| format!("the record has no field {:?}", names.text))?;
    text.ok_or_else(|| format!("the field {:?} is not a string", names.text))?;
    document.bytes = page.into();
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
pub fn members<'a>(line: &'a str, mut each: impl FnMut(Cow<'a, str>, &'a str)) -> Result<(), String> {
    each_member(line, |name, value| each(name, value.raw))
}

/// A value as raw JSON.
struct Value<'a, 'e> {
    raw: &'a str,
    /// Where its escapes begin, if that is known.
    escapes: Option<&'e [usize]>,
}

impl<'a> Value<'a, '_> {
    /// The text that the value stands for; `None` when it is no string.
    fn text(&self) -> Option<Cow<'a, str>> {
        match self.escapes {
            Some([]) => inside(self.raw).map(Cow::Borrowed),
            _ => string(self.raw),
        }
    }

    /// Appends the text that the value stands for; `None` when it is no string.
    fn unescape(&self, text: &mut String) -> Option<()> {
        let inside = inside(self.raw)?;
        // More room for an emptied text is asked for anew: to grow would copy what is not wanted any more.
        if text.is_empty() && text.capacity() < inside.len() {
            *text = String::with_capacity(inside.len());
        }
        text.reserve(inside.len());
        match self.escapes {
            Some(places) => unescape(inside, places.iter().map(|at| at - 1), text),
            None => unescape(inside, memchr_iter(b'\\', inside.as_bytes()), text),
        }
        Some(())
    }
}

fn each_member<'a>(line: &'a str, mut each: impl FnMut(Cow<'a, str>, Value<'a, '_>)) -> Result<(), String> {
    // What is found stays where it is made: it is large, and most records are small.
    let mut plain = Plain::default();
    if plain.read(line).is_some() {
        for Member { name, raw, escapes } in &plain.members {
            each(Cow::Borrowed(name), Value { raw, escapes: Some(&plain.escapes[escapes.clone()]) });
        }
        return Ok(());
    }
    struct Each<F>(F);
    impl<'a, F: FnMut(Cow<'a, str>, Value<'a, 'static>)> Visitor<'a> for Each<F> {
        type Value = ();
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a JSON object")
        }
        fn visit_map<M: MapAccess<'a>>(mut self, mut map: M) -> Result<(), M::Error> {
            while let Some(Text(key)) = map.next_key()? {
                let value: &'a RawValue = map.next_value()?;
                (self.0)(key, Value { raw: value.get(), escapes: None });
            }
            Ok(())
        }
    }
    let mut parser = serde_json::Deserializer::from_str(line);
    let parsed = parser.deserialize_map(Each(each)).and_then(|()| parser.end());
    parsed.map_err(|e| format!("not JSON: {}", without_line(&e.to_string())))
}

/// The members of an object. Strings, which are nearly all of a page, are passed over many bytes at a look; other values
/// are left to the parser.
#[derive(Default)]
struct Plain<'a> {
    members: SmallVec<[Member<'a>; 8]>,
    /// Where the escapes of the values begin, from the first byte of each value on.
    escapes: Escapes,
}

/// Places of escapes; those of a page of usual length find room without being asked for.
type Escapes = SmallVec<[usize; 64]>;

/// A member of an object, and which of the escapes are in its value.
struct Member<'a> {
    name: &'a str,
    raw: &'a str,
    escapes: Range<usize>,
}

impl<'a> Plain<'a> {
    /// Reads the members of the object `line`. `None` for what is not JSON, and for escaped names: the parser has the word.
    fn read(&mut self, line: &'a str) -> Option<()> {
        let escapes = &mut self.escapes;
        let mut strings = Strings { line: line.as_bytes(), specials: Specials::of(line.as_bytes()), escapes };
        let mut rest = behind_space(behind_space(line).strip_prefix('{')?);
        if let Some(end) = rest.strip_prefix('}') {
            return behind_space(end).is_empty().then_some(());
        }
        loop {
            let before = strings.escapes.len();
            let (name, behind) = rest.split_at(strings.len(line.len() - rest.len())?);
            let name = inside(name).filter(|_| strings.escapes.len() == before)?;
            let behind = behind_space(behind_space(behind).strip_prefix(':')?);
            let len = match behind.as_bytes() {
                [b'"', ..] => strings.len(line.len() - behind.len())?,
                other => match small_number(other) {
                    Some(len) => len,
                    None => {
                        let mut values = serde_json::Deserializer::from_str(behind).into_iter::<&RawValue>();
                        values.next()?.ok()?.get().len()
                    }
                },
            };
            let (raw, behind) = behind.split_at(len);
            self.members.push(Member { name, raw, escapes: before..strings.escapes.len() });
            rest = behind_space(behind);
            match rest.strip_prefix(',') {
                Some(more) => rest = behind_space(more),
                None => return behind_space(rest.strip_prefix('}')?).is_empty().then_some(()),
            }
        }
    }
}

/// What stands behind the white space of JSON at the head of `text`; mostly there is none.
fn behind_space(text: &str) -> &str {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    match text.as_bytes().first() {
        Some(first) if is_space(first) => &text[text.bytes().take_while(is_space).count()..],
        _ => text,
    }
}

/// Length of the whole number that `bytes` begin with, followed by another member or the end of the object: numbers of
/// records, mostly. `None` for all else.
fn small_number(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = matches!((bytes, len), ([b'1'..=b'9', ..], 1..) | (_, 1));
    (whole && matches!(bytes.get(len), Some(b',' | b'}'))).then_some(len)
}

/// The strings of a line of JSON.
struct Strings<'a, 'e> {
    line: &'a [u8],
    /// The marks behind the last string.
    specials: Specials<'a>,
    /// Where the escapes of all strings so far begin, from the first byte of each string on.
    escapes: &'e mut Escapes,
}

impl Strings<'_, '_> {
    /// Length of the string that begins at `start`, its quotation marks with it. Strings are asked for in order.
    fn len(&mut self, start: usize) -> Option<usize> {
        // What stands before is of a value that was no string.
        let opening = self.specials.find(|place| *place >= start)?;
        if opening != start || self.line[start] != b'"' {
            return None;
        }
        loop {
            let place = self.specials.next()?;
            match self.line[place..] {
                [b'"', ..] => return Some(place + 1 - start),
                [b'\\', b'"' | b'\\', ..] => {
                    self.specials.next();
                }
                [b'\\', b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => {}
                [b'\\', b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(u8::is_ascii_hexdigit) => {}
                _ => return None,
            }
            self.escapes.push(place - start);
        }
    }
}

/// What stands between the quotation marks of a raw JSON string; `None` when it is something else.
fn inside(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// The value of a raw JSON string; `None` when it is something else. A lone surrogate, which no
/// text can hold, becomes U+FFFD.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inside = inside(raw)?;
    if memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    let mut text = String::with_capacity(inside.len());
    unescape(inside, memchr_iter(b'\\', inside.as_bytes()), &mut text);
    Some(Cow::Owned(text))
}

/// Appends to `text` what `inside`, the inside of a JSON string, stands for; `escapes` are the places of its escapes, or
/// of all its backslashes.
fn unescape(inside: &str, escapes: impl Iterator<Item = usize>, text: &mut String) {
    let mut done = 0;
    for at in escapes {
        // The second half of a character, or a backslash that was escaped.
        if at < done {
            continue;
        }
        text.push_str(&inside[done..at]);
        let (c, len) = escaped(&inside[at..]);
        text.push(c);
        done = at + len;
    }
    text.push_str(&inside[done..]);
}

/// The character of the escape that `text` begins with, and how long that is.
fn escaped(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return coded(text),
        // The mark stands for itself; the parser let nothing else through.
        Some(mark) if mark.is_ascii() => char::from(*mark),
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (c, 2)
}

/// The same of an escape in hexadecimal, or of two that are one character.
fn coded(text: &str) -> (char, usize) {
    /// `\uXXXX`
    const LEN: usize = 6;
    let unit = |at: usize| {
        let digits = text.get(at..at + LEN)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
    match (first, unit(LEN)) {
        (0xd800..0xdc00, Some(second @ 0xdc00..0xe000)) => {
            let c = char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            (c.unwrap_or(char::REPLACEMENT_CHARACTER), 2 * LEN)
        }
        _ => (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), LEN),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Document, String> {
        let mut document = Document::default();
        read(line.as_bytes(), &Fields::default(), &mut document, "an old one".into()).map(|()| document)
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
    fn what_the_quick_way_takes_is_what_the_parser_takes() {
        let parsed = |line: &str| -> Option<Vec<(String, String)>> {
            let values: std::collections::BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
            Some(values.into_iter().map(|(name, raw)| (name, raw.get().to_owned())).collect())
        };
        let quick = |line: &str| -> Option<Vec<(String, String)>> {
            let mut plain = Plain::default();
            plain.read(line)?;
            let mut members: Vec<_> = plain.members.iter().map(|m| (m.name.to_owned(), m.raw.to_owned())).collect();
            members.sort();
            Some(members)
        };
        for line in [
            "{}",
            " { } ",
            r#"{"a":"б\"\\\/\b\f\n\r\t\u0430", "c" : [1, {"d": null}] ,"e":-1.5e3,"f":true}"#,
            r#"{"a":{"b":"}"}}"#,
            r#"{"a":0,"b":10,"c":0.5,"d":1e9,"e":7 }"#,
        ] {
            assert!(quick(line).is_some(), "{line}");
            assert_eq!(quick(line), parsed(line), "{line}");
        }
        for line in [
            "",
            "{",
            "[]",
            "{} x",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":1x}"#,
            r#"{"a":01}"#,
            r#"{"a":-}"#,
            r#"{"a":"b}"#,
            r#"{"a":"\x"}"#,
            r#"{"a":"\u12g4"}"#,
            "{\"a\":\"tab\t\"}",
            r#"{a":"b"}"#,
            r#"{"a":"b""c":"d"}"#,
        ] {
            assert_eq!((quick(line), parsed(line)), (None, None), "{line}");
        }
    }

    #[test]
    fn escapes_are_read_where_they_were_seen() {
        for (raw, text) in [
            (r#""\ud83d\ude00б\n\\\"\\n\u0430""#, "😀б\n\\\"\\nа"),
            (r#""\ud83d\n\ud83d\ude00\ud83d""#, "\u{fffd}\n😀\u{fffd}"),
            (r#""""#, ""),
        ] {
            let line = format!(r#"{{"a": {{"b": "\\\n"}}, "text": {raw}, "c": "\t"}}"#);
            assert_eq!(&*read_line(&line).unwrap().bytes, text.as_bytes(), "{raw}");
        }
    }

    #[test]
    fn escapes_become_what_they_stand_for() {
        for raw in [r#""""#, r#""\"\\\/\b\f\n\r\t""#, r#""\u0430\u00e9\ud83d\ude00 б""#, r#""а\u0000\n""#] {
            assert_eq!(string(raw).as_deref(), serde_json::from_str::<String>(raw).ok().as_deref(), "{raw}");
        }
        assert_eq!(string(r#""\ud800\ud83d\ude00\udc00""#).as_deref(), Some("\u{fffd}😀\u{fffd}"));
    }

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_character() {
        assert_eq!(string(r#""a\ud800b""#).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(string(r#""\ud83d\ude00\n""#).as_deref(), Some("😀\n"));
    }
}
