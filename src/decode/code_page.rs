//! Code pages: the 128 upper bytes of the single-byte encodings, both ways.
//!
//! `encoding_rs` knows those of the web; KZ-1048, PT154 and IBM437 stand in `data/code_pages.tsv`.

use std::sync::LazyLock;

use encoding_rs::Encoding;

use super::alphabet::Glyph;
use super::model::Model;

/// One single-byte encoding; bytes below 128 are ASCII in all of them.
pub(crate) struct CodePage {
    /// Name, lower case.
    pub(crate) name: &'static str,
    /// What the bytes 80 to FF mean. An undefined byte is the control character of its number if
    /// the web says so, U+FFFD otherwise.
    pub(crate) upper: [char; 128],
    /// The same as the model sees it, for all 256 bytes.
    pub(crate) glyphs: [Glyph; 256],
    /// Bytes of the characters below U+0600 and of U+2000 to U+26FF; 0 for what the page lacks.
    bytes: Vec<u8>,
    /// The characters that have no place there, with their bytes: the apple and the ligatures of the
    /// Macintosh.
    others: Vec<(char, u8)>,
}

/// Number of the places that [`slot`] gives.
pub(crate) const SLOTS: usize = 0x600 + 0x700;

/// Place of a character in [`CodePage::bytes`]; none for the few characters of code pages that lie far
/// from the others, and for most that are in no page.
#[inline]
pub(crate) fn slot(c: char) -> Option<usize> {
    match c as u32 {
        c @ ..0x600 => Some(c as usize),
        c @ 0x2000..0x2700 => Some(c as usize - 0x2000 + 0x600),
        _ => None,
    }
}

/// The character whose [`slot`] that is; every slot has one.
pub(crate) fn at_slot(slot: usize) -> Option<char> {
    char::from_u32(if slot < 0x600 { slot } else { slot - 0x600 + 0x2000 } as u32)
}

impl std::fmt::Debug for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl CodePage {
    fn new(name: &'static str, upper: [char; 128]) -> CodePage {
        let model = Model::new();
        let mut glyphs = [Glyph::default(); 256];
        for (b, glyph) in glyphs.iter_mut().enumerate() {
            *glyph = model.glyph(if b < 128 { b as u8 as char } else { upper[b - 128] });
        }
        let mut bytes = vec![0; SLOTS];
        let mut others = Vec::new();
        for (c, byte) in upper.iter().zip(128..=255) {
            match slot(*c) {
                Some(slot) => bytes[slot] = byte,
                None if *c != '\u{fffd}' => others.push((*c, byte)),
                None => {}
            }
        }
        CodePage { name, upper, glyphs, bytes, others }
    }

    /// The character of a byte.
    #[inline]
    pub(crate) fn char(&self, byte: u8) -> char {
        if byte < 128 { byte as char } else { self.upper[byte as usize - 128] }
    }

    /// The byte of a character, if the page has it.
    #[inline]
    pub(crate) fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        match slot(c) {
            Some(slot) => Some(self.bytes[slot]).filter(|b| *b != 0),
            None => self.others.iter().find(|(other, _)| *other == c).map(|(_, byte)| *byte),
        }
    }

    /// Appends the text of `bytes`; gives the number of undefined bytes.
    pub(crate) fn decode_to(&self, bytes: &[u8], text: &mut String) -> u32 {
        text.reserve(bytes.len() * 2);
        let mut undefined = 0;
        for b in bytes {
            let c = self.char(*b);
            undefined += u32::from(c == '\u{fffd}');
            text.push(c);
        }
        undefined
    }
}

/// The pages that `encoding_rs` knows, by its name, in the lower case we report.
const OF_THE_WEB: [(&str, &str); 12] = [
    ("windows-1251", "windows-1251"),
    ("koi8-r", "KOI8-R"),
    ("koi8-u", "KOI8-U"),
    ("ibm866", "IBM866"),
    ("iso-8859-5", "ISO-8859-5"),
    ("x-mac-cyrillic", "x-mac-cyrillic"),
    ("windows-1252", "windows-1252"),
    ("windows-1250", "windows-1250"),
    ("macintosh", "macintosh"),
    ("windows-1254", "windows-1254"),
    ("iso-8859-2", "ISO-8859-2"),
    ("iso-8859-15", "ISO-8859-15"),
];

static PAGES: LazyLock<Vec<CodePage>> = LazyLock::new(|| {
    let mut pages: Vec<CodePage> = OF_THE_WEB
        .iter()
        .filter_map(|(name, label)| Some(CodePage::new(name, of_the_web(Encoding::for_label(label.as_bytes())?))))
        .collect();
    let mut latin1 = ['\u{fffd}'; 128];
    latin1.iter_mut().zip('\u{80}'..='\u{ff}').for_each(|(c, own)| *c = own);
    pages.push(CodePage::new("iso-8859-1", latin1));
    for row in include_str!("data/code_pages.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut fields = row.split('\t');
        let (Some(name), Some(base), Some(bytes)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let upper = match pages.iter().find(|p| p.name == base) {
            Some(base) => changed(base.upper, bytes),
            None => {
                let mut upper = ['\u{fffd}'; 128];
                upper.iter_mut().zip(bytes.chars()).for_each(|(u, c)| *u = c);
                upper
            }
        };
        pages.push(CodePage::new(name, upper));
    }
    pages
});

fn of_the_web(encoding: &'static Encoding) -> [char; 128] {
    let bytes: Vec<u8> = (128..=255).collect();
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let mut upper = ['\u{fffd}'; 128];
    upper.iter_mut().zip(text.chars()).for_each(|(u, c)| *u = c);
    upper
}

/// A table with rows of the form `8D=Қ`; `-` leaves the byte undefined.
fn changed(mut upper: [char; 128], bytes: &str) -> [char; 128] {
    for pair in bytes.split(' ') {
        if let Some((byte, c)) = pair.split_once('=')
            && let Ok(byte) = usize::from_str_radix(byte, 16)
            && let Some(c) = c.chars().next()
        {
            upper[byte - 128] = if c == '-' { '\u{fffd}' } else { c };
        }
    }
    upper
}

/// The page of that name (one of the names this module lists).
pub(crate) fn page(name: &str) -> Option<&'static CodePage> {
    PAGES.iter().find(|p| p.name == name)
}

/// The page a label means: our names, those of the web, and the usual ones of the Kazakh pages.
pub(crate) fn by_label(label: &str) -> Option<&'static CodePage> {
    let label = label.trim().to_ascii_lowercase();
    let name = match label.as_str() {
        "kz1048" | "kz_1048" | "strk1048-2002" | "rk1048" => "kz-1048",
        "ptcp154" | "csptcp154" | "cp154" | "cyrillic-asian" => "pt154",
        "cp437" | "437" => "ibm437",
        "kz-1048" | "pt154" | "ibm437" => &label,
        _ => &Encoding::for_label(label.as_bytes())?.name().to_ascii_lowercase(),
    };
    page(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_round_trips() {
        for page in PAGES.iter() {
            for byte in 0..=255 {
                let c = page.char(byte);
                assert!(c == '\u{fffd}' || page.byte(c) == Some(byte), "{} {byte:02x}", page.name);
            }
        }
        assert_eq!(PAGES.len(), OF_THE_WEB.len() + 4);
        // The last character of its row is easily lost to an editor.
        assert_eq!(page("ibm437").unwrap().char(0xff), '\u{a0}');
    }

    #[test]
    fn the_kazakh_pages_hold_the_nine_letters() {
        for name in ["kz-1048", "pt154"] {
            let page = page(name).unwrap();
            assert!("ӘәҒғҚқҢңӨөҰұҮүҺһІі".chars().all(|c| page.byte(c).is_some()), "{name}");
        }
        assert_eq!(page("kz-1048").unwrap().byte('ү'), Some(0xbf));
        assert_eq!(page("pt154").unwrap().byte('ү'), Some(0x89));
        assert_eq!(page("windows-1251").unwrap().byte('қ'), None);
    }

    #[test]
    fn labels_are_read_generously() {
        for (label, name) in
            [("STRK1048-2002", "kz-1048"), (" PTCP154", "pt154"), ("cp1251", "windows-1251"), ("cp866", "ibm866")]
        {
            assert_eq!(by_label(label).map(|p| p.name), Some(name));
        }
        assert!(by_label("no-such-page").is_none());
    }
}
