//! Takes the bytes of a page and what its container said of their encoding.
//! Gives the page as text, the encoding and how sure it is.
//! Promises UTF-8 that is valid is borrowed, not copied; every undecodable byte becomes U+FFFD and is counted.
//! Leaves text that was decoded wrongly before it reached us to `repair`.

use std::borrow::Cow;

use crate::rule::Rule;

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] = &[];

/// A page as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<'a> {
    /// The decoded page; borrowed when the bytes are UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding, lower case (`utf-8`, `windows-1251`, `kz-1048`).
    pub encoding: &'static str,
    /// How sure the choice is, 0 to 1.
    pub confidence: f32,
    /// What decided it, in a few words.
    pub reason: &'static str,
    /// Bytes that the encoding does not define, each now U+FFFD.
    pub undecodable: u32,
}

/// Decodes `bytes`; `hint` is a label from the container, evidence but not truth.
pub fn decode<'a>(bytes: &'a [u8], _hint: Option<&str>) -> Decoded<'a> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: Cow::Borrowed(text),
            encoding: "utf-8",
            confidence: 1.0,
            reason: "valid UTF-8",
            undecodable: 0,
        },
        Err(_) => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let undecodable = text.matches('\u{fffd}').count() as u32;
            Decoded {
                text: Cow::Owned(text),
                encoding: "utf-8",
                confidence: 0.5,
                reason: "UTF-8 with damage",
                undecodable,
            }
        }
    }
}
