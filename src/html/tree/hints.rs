//! What the attributes of an element tell: what its lines are, by the standard's words for it, and the words of its
//! class and id.

use crate::html::element::around;
use crate::html::tokens::{Attribute, Attributes};

/// What the attributes of an element tell of the lines inside it.
pub(super) fn told(attributes: &Attributes) -> u32 {
    let mut bits = 0;
    if attributes.value(Attribute::Hidden).is_some() || attributes.value(Attribute::AriaHidden) == Some("true") {
        bits |= around::UNSEEN;
    }
    if let Some(style) = attributes.value(Attribute::Style)
        && style.split(';').filter_map(|s| s.split_once(':')).any(|(name, value)| {
            let (name, value) = (name.trim(), value.trim());
            (name.eq_ignore_ascii_case("display") && value.starts_with("none"))
                || (name.eq_ignore_ascii_case("visibility") && value.starts_with("hidden"))
        })
    {
        bits |= around::UNSEEN;
    }
    if attributes.value(Attribute::Itemprop).is_some_and(|v| v.contains("articleBody")) {
        bits |= around::TEXT;
    }
    if attributes
        .value(Attribute::Itemtype)
        .is_some_and(|v| v.ends_with("DiscussionForumPosting") || v.ends_with("QAPage"))
    {
        bits |= around::THREAD;
    }
    match attributes.value(Attribute::Role) {
        Some("main") => bits |= around::MAIN,
        Some("navigation" | "menu" | "menubar") => bits |= around::NAV,
        Some("banner") => bits |= around::HEADER,
        Some("contentinfo") => bits |= around::FOOTER,
        Some("complementary") => bits |= around::ASIDE,
        Some("article") => bits |= around::ARTICLE,
        Some("button") => bits |= around::BUTTON,
        _ => {}
    }
    bits
}

/// Adds the hashes of the words of `text`, a class list or an id: runs of ASCII letters, parted where a capital
/// follows a small letter, in small letters. `most` bounds the list.
pub(super) fn words(text: &str, hints: &mut Vec<u32>, most: usize) {
    const SHORTEST: usize = 2;
    const LONGEST: usize = 24;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && hints.len() < most {
        if !bytes[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len()
            && bytes[at].is_ascii_alphabetic()
            && !(bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase())
        {
            at += 1;
        }
        if (SHORTEST..=LONGEST).contains(&(at - start)) {
            hints.push(hash(&bytes[start..at]));
        }
    }
}

/// What FNV-1a begins with.
pub(crate) const SEED: u32 = 0x811c_9dc5;

/// One step of FNV-1a.
pub(crate) fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// FNV-1a of a name in small letters.
pub(crate) fn hash(name: &[u8]) -> u32 {
    name.iter().fold(SEED, |h, b| step(h, b.to_ascii_lowercase()))
}

/// Remembers which words have these hashes.
#[cfg(feature = "fit")]
pub(super) fn name_words(attributes: &Attributes, hints: &[u32], names: &mut std::collections::HashMap<u32, String>) {
    for kind in [Attribute::Class, Attribute::Id, Attribute::Itemprop, Attribute::Role] {
        let value = attributes.value(kind).unwrap_or_default();
        for word in value.split(|c: char| !c.is_ascii_alphabetic()) {
            let word = word.to_ascii_lowercase();
            for start in 0..word.len() {
                for end in start + 1..=word.len() {
                    let key = hash(&word.as_bytes()[start..end]);
                    if hints.contains(&key) {
                        names.entry(key).or_insert_with(|| word[start..end].to_string());
                    }
                }
            }
        }
    }
}
