//! What the tables do not cover: one script, one language where that is so, and a second opinion from `whatlang` else.

use super::Verdict;

/// Whether a piece of Han text is kana, which only Japanese is written with.
pub fn is_kana(text: &str) -> bool {
    text.chars().next().is_some_and(|c| ('\u{3040}'..='\u{30FF}').contains(&c))
}

/// Bytes of a text that the second opinion reads; it takes about 40 microseconds a call on this much.
const ENOUGH: usize = 300;

/// A language in a script of the tables that none of them holds, if the second opinion is sure of one.
pub fn uncovered(text: &str) -> Option<(&'static str, f32)> {
    let info = whatlang::detect(head(text)).filter(whatlang::Info::is_reliable)?;
    let language = match info.lang() {
        whatlang::Lang::Afr => "af",
        whatlang::Lang::Cat => "ca",
        whatlang::Lang::Dan => "da",
        whatlang::Lang::Ind => "id",
        whatlang::Lang::Jav => "jv",
        whatlang::Lang::Lit => "lt",
        whatlang::Lang::Nob => "nb",
        whatlang::Lang::Sna => "sn",
        whatlang::Lang::Tgl => "tl",
        whatlang::Lang::Tuk => "tk",
        whatlang::Lang::Urd => "ur",
        whatlang::Lang::Vie => "vi",
        whatlang::Lang::Zul => "zu",
        _ => return None,
    };
    Some((language, info.confidence() as f32))
}

/// As much of a text as the second opinion reads.
fn head(text: &str) -> &str {
    let end = (ENOUGH.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    &text[..end]
}

/// Identifies a text whose letters are mostly of no script of the tables.
pub fn identify(text: &str) -> Verdict {
    let text = head(text);
    let und = Verdict { language: "und", script: "Zzzz", confidence: 0.0 };
    let Some(info) = whatlang::detect(text) else { return und };
    let language = match info.lang() {
        whatlang::Lang::Heb => "he",
        whatlang::Lang::Yid => "yi",
        whatlang::Lang::Kor => "ko",
        whatlang::Lang::Kat => "ka",
        whatlang::Lang::Hye => "hy",
        whatlang::Lang::Ell => "el",
        whatlang::Lang::Tha => "th",
        whatlang::Lang::Hin => "hi",
        whatlang::Lang::Mar => "mr",
        whatlang::Lang::Nep => "ne",
        whatlang::Lang::Ben => "bn",
        whatlang::Lang::Pan => "pa",
        whatlang::Lang::Guj => "gu",
        whatlang::Lang::Ori => "or",
        whatlang::Lang::Tam => "ta",
        whatlang::Lang::Tel => "te",
        whatlang::Lang::Kan => "kn",
        whatlang::Lang::Mal => "ml",
        whatlang::Lang::Sin => "si",
        whatlang::Lang::Mya => "my",
        whatlang::Lang::Khm => "km",
        whatlang::Lang::Amh => "am",
        _ => return und,
    };
    let script = match info.script() {
        whatlang::Script::Hebrew => "Hebr",
        whatlang::Script::Hangul => "Hang",
        whatlang::Script::Georgian => "Geor",
        whatlang::Script::Armenian => "Armn",
        whatlang::Script::Greek => "Grek",
        whatlang::Script::Thai => "Thai",
        whatlang::Script::Devanagari => "Deva",
        whatlang::Script::Bengali => "Beng",
        whatlang::Script::Gurmukhi => "Guru",
        whatlang::Script::Gujarati => "Gujr",
        whatlang::Script::Oriya => "Orya",
        whatlang::Script::Tamil => "Taml",
        whatlang::Script::Telugu => "Telu",
        whatlang::Script::Kannada => "Knda",
        whatlang::Script::Malayalam => "Mlym",
        whatlang::Script::Sinhala => "Sinh",
        whatlang::Script::Myanmar => "Mymr",
        whatlang::Script::Khmer => "Khmr",
        whatlang::Script::Ethiopic => "Ethi",
        _ => "Zzzz",
    };
    Verdict { language, script, confidence: info.confidence() as f32 }
}
