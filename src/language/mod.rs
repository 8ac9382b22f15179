//! Takes text of any length.
//! Gives its language, its script and how sure that is.
//! Promises a constant cost per byte and no allocation; `und` when the text does not tell.
//! Leaves the vote over an article's blocks to `signals`.

/// What a text was identified as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// BCP 47 code, `und` when unknown.
    pub language: &'static str,
    /// ISO 15924 code of the script most letters belong to, `Zyyy` when there are no letters.
    pub script: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// Identifies the language of `text`.
pub fn identify(_text: &str) -> Verdict {
    Verdict { language: "und", script: "Zyyy", confidence: 0.0 }
}
