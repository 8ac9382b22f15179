//! Takes text of any length.
//! Gives its language, its script and how sure that is.
//! Promises a constant cost per byte and no allocation; `und` when the text does not tell.
//! Leaves the vote over an article's blocks to `signals`.

mod evidence;
mod languages;
mod letters;
mod lines;
mod model;
mod ngrams;
mod other_scripts;
mod spans;
#[cfg(test)]
mod tests;
mod words;

pub use lines::identify_lines;
pub use spans::spans;

/// The insides that the program fitting the model shares with it.
#[cfg(feature = "fit")]
pub mod fitting {
    pub use super::languages::{ARABIC, CYRILLIC, LATIN};
    pub use super::letters::Kind;
    pub use super::model::{ARABIC_LANES, CYRILLIC_LANES, LATIN_LANES, MAGIC, place};
    pub use super::ngrams::features;
    pub use super::words::{Word, Words};
}

use evidence::Evidence;
use model::Model;

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
pub fn identify(text: &str) -> Verdict {
    let model = Model::shipped();
    let evidence = Evidence::of(model, text);
    let mut scores = evidence.scores(model);
    Evidence::doubt_kazakh(&mut scores);
    evidence.verdict(&scores, text)
}
