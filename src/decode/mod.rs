//! Takes the bytes of a page and what its container said of their encoding.
//! Gives the page as text, the encoding and how sure it is.
//! Promises UTF-8 that is valid is borrowed, not copied; every undecodable byte becomes U+FFFD and is counted.
//! Leaves text that was decoded wrongly before it reached us to `repair`.

pub(crate) mod alphabet;
pub(crate) mod code_page;
mod detect;
pub(crate) mod gap;
pub(crate) mod model;
mod utf16;

use std::borrow::Cow;

use crate::rule::Rule;
use model::Model;

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] = &[];

/// What the program that fits the model needs to see of it.
#[cfg(feature = "fit")]
pub mod fit {
    pub use super::alphabet::*;
    pub use super::gap::{AROUND, CHOICES, Context, GAP, GROUPS, ROWS, neighbour};
}

/// A page as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<'a> {
    /// The decoded page; borrowed when the bytes are UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding, lower case (`utf-8`, `windows-1251`, `kz-1048`); of most of the bytes
    /// where lines are in different encodings.
    pub encoding: &'static str,
    /// How sure the choice is, 0 to 1.
    pub confidence: f32,
    /// What decided it, in a few words.
    pub reason: &'static str,
    /// Bytes that the encoding does not define; they became U+FFFD.
    pub undecodable: u32,
    /// The other encodings of a page whose lines are in different ones.
    pub others: Vec<&'static str>,
}

/// Decodes `bytes`; `hint` is a label from the container, evidence but not truth.
///
/// In this order: a byte order mark decides; UTF-16 without one shows by its zero bytes; valid
/// UTF-8 is UTF-8; anything else is decided line by line by what its letters cost in each encoding.
///
/// ```
/// let decoded = tazala::decode::decode(b"\x8d\xe0\xe7\xe0\x9d \xf2\xb3\xeb\xb3", None);
/// assert_eq!((&*decoded.text, decoded.encoding), ("Қазақ тілі", "kz-1048"));
/// ```
pub fn decode<'a>(bytes: &'a [u8], hint: Option<&str>) -> Decoded<'a> {
    let certain = |text, encoding, reason, undecodable| Decoded {
        text,
        encoding,
        confidence: 1.0,
        reason,
        undecodable,
        others: Vec::new(),
    };
    let (bytes, marked) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let model = Model::new();
    let order = utf16::mark(bytes).filter(|_| !marked);
    if let Some(order) = order.or_else(|| utf16::guess(bytes, &model)) {
        let marked = utf16::mark(bytes) == Some(order);
        let mut text = String::with_capacity(bytes.len());
        let lost = utf16::decode_to(&bytes[if marked { 2 } else { 0 }..], order, &mut text);
        let reason = if marked { "byte order mark" } else { "zero bytes of UTF-16" };
        return Decoded { confidence: if marked { 1.0 } else { 0.98 }, ..certain(text.into(), order.name(), reason, lost) };
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        let reason = if marked { "byte order mark" } else { "valid UTF-8" };
        return certain(Cow::Borrowed(text), "utf-8", reason, 0);
    }
    by_lines(bytes, if marked { Some("utf-8") } else { hint }, &model)
}

fn by_lines(bytes: &[u8], hint: Option<&str>, model: &Model) -> Decoded<'static> {
    let detected = detect::detect(bytes, hint, model);
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut undecodable = 0;
    // Bytes by encoding.
    let mut shares: Vec<(&'static str, usize)> = Vec::new();
    let mut start = 0;
    for (end, reading) in detected.runs {
        undecodable += reading.decode_to(&bytes[start..end], &mut text);
        match shares.iter_mut().find(|(name, _)| *name == reading.name()) {
            Some(share) => share.1 += end - start,
            None => shares.push((reading.name(), end - start)),
        }
        start = end;
    }
    shares.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let mut names = shares.into_iter().map(|(name, _)| name);
    let encoding = names.next().unwrap_or("utf-8");
    let others: Vec<_> = names.collect();
    let reason = match (others.is_empty(), encoding) {
        (false, _) => "letter pairs, line by line",
        (true, "utf-8") => "UTF-8 with damage",
        (true, _) => "letter pairs",
    };
    // Eight nats of margin: wrong once in some thousand, by the pages the model was measured on.
    let confidence = 1.0 - 0.5 * (-detected.margin / 8.0).exp();
    Decoded { text: Cow::Owned(text), encoding, confidence, reason, undecodable, others }
}
