//! Takes the bytes of a page and what its container said of their encoding.
//! Gives the page as text, the encoding and how sure it is.
//! Promises UTF-8 that is valid is borrowed, not copied; every undecodable byte becomes U+FFFD and is counted.
//! Leaves text that was decoded wrongly before it reached us to `repair`.

pub(crate) mod alphabet;
pub(crate) mod code_page;
mod detect;
pub(crate) mod gap;
pub(crate) mod model;
pub(crate) mod noise;
pub(crate) mod singles;
mod utf16;

use std::borrow::Cow;

use crate::rule::{Certainty, Rule, Stage};
use model::Model;
use noise::is_noise_page;

/// A page that is no text.
pub(crate) static NOISE: Rule = Rule::new(
    "noise",
    Stage::Decode,
    Certainty::Certain,
    "a page that is no text in any encoding (an image, an archive) is taken out as a whole",
    "Control characters stand throughout it and no stretch between them is as long as a sentence. A page of text \
     with a piece of an image in it is not taken for one.",
    ("\u{1}\u{e}\u{2}ÿ\u{4}\u{1b}þ\u{5}", ""),
);

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] = &[&NOISE];

/// What the program that fits the model needs to see of it.
#[cfg(feature = "fit")]
pub mod fit {
    pub use super::alphabet::*;
    pub use super::gap::{AROUND, CHOICES, Context, GAP, GROUPS, ROWS, neighbour};
}

/// Reasons that are given in more than one place.
const MARKED: &str = "byte order mark";
/// See [`MARKED`].
const VALID: &str = "valid UTF-8";
/// How noise is read: nearly every byte is some character, and can be told from it.
const NOISE_PAGE: &str = "windows-1251";

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
    /// It is no text, whatever it is read as: an image, an archive.
    pub noise: bool,
}

/// What [`decode`] says of bytes that are called UTF-8 and known to be such.
pub fn text(text: &str) -> Decoded<'_> {
    match text.strip_prefix('\u{feff}') {
        Some(text) => certain(Cow::Borrowed(text), "utf-8", MARKED, 0),
        None => certain(Cow::Borrowed(text), "utf-8", VALID, 0),
    }
}

/// Decodes `bytes`; `hint` is a label from the container, evidence but not truth. Never fails: a byte
/// that the encoding does not define becomes U+FFFD and is counted ([`Decoded::undecodable`], in
/// bytes).
///
/// Encodings: UTF-8, UTF-16, GB 18030, windows-1251, windows-1252, KOI8-R, KOI8-U, IBM866, ISO 8859-5,
/// Mac Cyrillic (the WHATWG Encoding Standard), KZ-1048 and PT154 (the registry of IANA), and what else the
/// standard has when the label names it. From 20 bytes of text up the choice is right in all but a
/// few of a thousand; how sure it is is told ([`Decoded::confidence`], 0 to 1).
///
/// In this order: a byte order mark decides; what is called UTF-8 and is valid UTF-8 is believed, zero
/// bytes and all (JSON strings may hold them); UTF-16 without a mark shows by its zero bytes; valid
/// UTF-8 is UTF-8; anything else is decided line by line by what its letters cost in each encoding.
///
/// ```
/// let decoded = tazala::decode::decode(b"\x8d\xe0\xe7\xe0\x9d \xf2\xb3\xeb\xb3", None);
/// assert_eq!((&*decoded.text, decoded.encoding), ("Қазақ тілі", "kz-1048"));
/// ```
pub fn decode<'a>(bytes: &'a [u8], hint: Option<&str>) -> Decoded<'a> {
    let (bytes, marked) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let model = Model::new();
    let valid = simdutf8::basic::from_utf8(bytes).ok();
    let order = utf16::mark(bytes).filter(|_| !marked);
    let guess = || if marked || valid.is_some() && is_utf8(hint) { None } else { utf16::guess(bytes, &model) };
    if let Some(order) = order.or_else(guess) {
        let marked = utf16::mark(bytes) == Some(order);
        let mut text = String::with_capacity(bytes.len());
        let lost = utf16::decode_to(&bytes[if marked { 2 } else { 0 }..], order, &mut text);
        let reason = if marked { MARKED } else { "zero bytes of UTF-16" };
        return Decoded {
            confidence: if marked { 1.0 } else { 0.98 },
            ..certain(text.into(), order.name(), reason, lost)
        };
    }
    if let Some(text) = valid {
        return certain(Cow::Borrowed(text), "utf-8", if marked { MARKED } else { VALID }, 0);
    }
    by_lines(bytes, if marked { Some("utf-8") } else { hint }, &model)
}

fn certain<'a>(text: Cow<'a, str>, encoding: &'static str, reason: &'static str, undecodable: u32) -> Decoded<'a> {
    let noise = is_noise_page(text.as_bytes());
    Decoded { text, encoding, confidence: 1.0, reason, undecodable, others: Vec::new(), noise }
}

/// True for a label that means UTF-8 (WHATWG Encoding).
fn is_utf8(label: Option<&str>) -> bool {
    label.and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes())) == Some(encoding_rs::UTF_8)
}

fn by_lines(bytes: &[u8], hint: Option<&str>, model: &Model) -> Decoded<'static> {
    if let Some(page) = code_page::page(NOISE_PAGE).filter(|_| is_noise_page(bytes)) {
        let mut text = String::with_capacity(bytes.len() * 2);
        let undecodable = page.decode_to(bytes, &mut text);
        let reason = "no text in any encoding";
        return Decoded { confidence: 0.0, noise: true, ..certain(text.into(), page.name, reason, undecodable) };
    }
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
    Decoded { text: Cow::Owned(text), encoding, confidence, reason, undecodable, others, noise: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KAZAKH: &str = "Ауылда жаңа көпір салынды, өзен үстімен көлік жүреді.";
    const RUSSIAN: &str = "В посёлке открыли мост; движение начнётся утром.";
    const UKRAINIAN: &str = "У селі збудували міст, її чекали всі мешканці й гості.";
    const BULGARIAN: &str = "Първите гости пристигнаха вчера, а мостът беше отворен.";

    fn encoded(text: &str, page: &str) -> Vec<u8> {
        let page = code_page::page(page).unwrap();
        text.chars().map(|c| page.byte(c).unwrap()).collect()
    }

    #[test]
    fn utf8_is_borrowed_whatever_the_label_says() {
        for text in [KAZAKH, "plain", "", "\u{feff}"] {
            let decoded = decode(text.as_bytes(), Some("windows-1251"));
            assert!(matches!(decoded.text, Cow::Borrowed(_)));
            assert_eq!(decoded.encoding, "utf-8");
        }
        assert_eq!(decode(b"\xef\xbb\xbfab", None).text, "ab");
    }

    #[test]
    fn of_known_text_the_same_is_said() {
        for page in [KAZAKH, "", "a\0b\0", "\u{feff}", "\u{feff}\u{feff}аб", "\u{fffe}"] {
            assert_eq!(text(page), decode(page.as_bytes(), Some("utf-8")), "{page:?}");
        }
    }

    #[test]
    fn every_page_is_recognised_by_its_letters() {
        for (page, text) in [
            ("kz-1048", KAZAKH),
            ("pt154", KAZAKH),
            ("windows-1251", RUSSIAN),
            ("windows-1251", UKRAINIAN),
            ("windows-1251", BULGARIAN),
            ("koi8-r", RUSSIAN),
            ("koi8-u", UKRAINIAN),
            ("ibm866", RUSSIAN),
            ("iso-8859-5", RUSSIAN),
            ("x-mac-cyrillic", RUSSIAN),
            ("windows-1252", "La fête a été annoncée — à côté du marché."),
        ] {
            let bytes = encoded(text, page);
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, text, "{page}");
            assert_eq!((decoded.encoding, decoded.undecodable), (page, 0));
            assert!(decoded.confidence > 0.9, "{page} {}", decoded.confidence);
        }
        let (bytes, ..) = encoding_rs::GB18030.encode("新桥今天通车，村里的人都来了。");
        assert_eq!(decode(&bytes, None).encoding, "gb18030");
    }

    #[test]
    fn utf16_is_read_with_a_mark_and_without() {
        for text in [KAZAKH, RUSSIAN, "Plain words of English."] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for (bytes, name) in [(little, "utf-16le"), (big, "utf-16be")] {
                let decoded = decode(&bytes, None);
                assert_eq!((&*decoded.text, decoded.encoding), (text, name));
                let mark = if name == "utf-16le" { [0xff, 0xfe] } else { [0xfe, 0xff] };
                let marked = [&mark[..], &bytes].concat();
                assert_eq!(decode(&marked, None).text, text);
            }
        }
    }

    #[test]
    fn text_that_is_called_utf8_keeps_its_zero_characters() {
        for text in ["a\0b\0c\0d\0", "\0П\0р\0и", "\0\0\0\0"] {
            let decoded = decode(text.as_bytes(), Some("UTF-8"));
            assert_eq!((&*decoded.text, decoded.encoding), (text, "utf-8"));
        }
        // Without the label they are UTF-16.
        assert_eq!(decode(b"a\0b\0c\0d\0", None).text, "abcd");
    }

    #[test]
    fn lines_of_one_page_may_differ() {
        let bytes =
            [KAZAKH.as_bytes(), b"\n", &encoded(RUSSIAN, "windows-1251"), b"\n", &encoded(KAZAKH, "kz-1048")].concat();
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text, format!("{KAZAKH}\n{RUSSIAN}\n{KAZAKH}"));
        assert!(!decoded.others.is_empty());
    }

    #[test]
    fn a_label_settles_what_the_letters_leave_open() {
        // Small letters are the same on the Macintosh and in Windows, all but one.
        let bytes = encoded("я не знаю", "x-mac-cyrillic");
        assert_eq!(decode(&bytes, Some("x-mac-cyrillic")).text, "я не знаю");
        // A wrong label does not.
        assert_eq!(decode(&encoded(RUSSIAN, "koi8-r"), Some("windows-1252")).text, RUSSIAN);
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("新しい橋がひらいた");
        assert_eq!(decode(&bytes, Some("shift_jis")).text, "新しい橋がひらいた");
    }

    #[test]
    fn noise_is_read_byte_by_byte() {
        let noise: Vec<u8> = (0..=255).rev().cycle().map(|b: u8| b.wrapping_mul(167)).take(512).collect();
        let decoded = decode(&noise, None);
        assert_eq!((decoded.noise, decoded.encoding, decoded.undecodable), (true, "windows-1251", 0));
        assert_eq!(decoded.text.chars().count(), noise.len());
        assert!(!decode(&encoded(RUSSIAN, "koi8-r"), None).noise);
    }

    #[test]
    fn lost_bytes_are_counted() {
        let decoded =
            decode(b"\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82 \xd0\xbe\xd1\x82\xd0\xba\xd1\x80\xd1\x8b\xd1\x82 \xff", None);
        assert_eq!((&*decoded.text, decoded.encoding, decoded.undecodable), ("Мост открыт \u{fffd}", "utf-8", 1));
    }

    proptest! {
        #[test]
        fn any_bytes_give_text(bytes in prop::collection::vec(any::<u8>(), 0..300), hint in "[a-z0-9_-]{0,14}") {
            let decoded = decode(&bytes, Some(&hint));
            prop_assert!((0.0..=1.0).contains(&decoded.confidence));
            prop_assert!(decoded.undecodable as usize <= bytes.len());
            // Lines stay lines, unless two bytes make a unit.
            if !decoded.encoding.starts_with("utf-16") && !decoded.encoding.starts_with("gb") {
                let breaks = bytes.iter().filter(|b| **b == b'\n').count();
                prop_assert_eq!(decoded.text.matches('\n').count(), breaks);
            }
        }
    }
}
