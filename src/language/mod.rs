//! Takes text of any length.
//! Gives its language, its script and how sure that is.
//! Promises a constant cost per byte and no allocation; `und` when the text does not tell.
//! Leaves the vote over an article's blocks to `signals`.
//!
//! [`identify`] answers for one text, [`identify_lines`] for the lines of a page, where a short line is read in the
//! light of the others, and [`spans()`] for a text in several languages. The last two allocate for their answers.
//! [`foreign()`] tells whether a line is surely in a language that its page is not in.
//!
//! # How it decides
//!
//! A linear model over letters: every run of one to five letters of a word, the first five and seven letters of a longer
//! one and the word as a whole are looked up in a table of its script, and the weights found are added up by language.
//! There are tables for Cyrillic (16 languages), Latin (22) and Arabic (4), together 2.0 MB in the program. Words of
//! mixed script are folded to one script first, so that look-alike letters do no harm. A language pays for letters of a
//! script it is not written in. Han is Chinese, or Japanese if there is kana; any other script is left to `whatlang`,
//! which is asked too where the tables are not sure of a language other than Kazakh, Russian and English.
//! Before them [`identify`] asks two small tables (32 kB each) that tell these three from all others of their scripts by
//! runs of three and four letters. What they are sure of, nine of ten articles, costs a fifth of what the large ones do.
//! A text of more than 160 bytes is judged by its first and its last 80 when both speak clearly for one language, one of
//! more than 400 by as many words of them as that takes, names left out; else that one by four pieces of 80, spread over
//! it.
//!
//! Where the letters of up to five Cyrillic words leave a doubt, the word lists of the crate are asked (1.4 MB for
//! Kazakh, 1.3 MB for Russian, 50 kB of Kazakh words that its relatives have too), and a text that may as well be
//! Kyrgyz, Tatar or Bashkir is not called Kazakh. In a page the lines around decide instead.
//!
//! # How well
//!
//! Per cent right on the development texts (sentences of seven words or more, phrases of two to five, single words of
//! four letters or more; a word that other languages have as well is right in each of them):
//!
//! | language | sentence | phrase | word |
//! | --- | --- | --- | --- |
//! | Kazakh | 100.0 | 99.0 | 94.0 |
//! | Russian | 99.8 | 99.2 | 98.0 |
//! | English | 100.0 | 98.5 | 95.3 |
//! | Kyrgyz | 100.0 | 97.8 | 93.0 |
//! | Tatar | 100.0 | 98.5 | 92.0 |
//! | Bashkir | 100.0 | 98.8 | 83.3 |
//! | Uzbek, Cyrillic | 100.0 | 97.5 | 82.1 |
//! | Mongolian | 100.0 | 98.8 | 97.3 |
//! | Ukrainian | 100.0 | 97.5 | 86.3 |
//! | Turkish | 100.0 | 97.0 | 86.0 |
//! | Chinese | 100.0 | 100.0 | 100.0 |
//! | Arabic | 100.0 | 98.8 | – |
//! | Persian | 100.0 | 99.5 | – |
//! | Kazakh, Latin | 100.0 | 98.8 | 85.0 |
//! | Kazakh, Arabic | 100.0 | 100.0 | 94.4 |
//! | Kazakh, Russian, English or other | 99.99 | 99.2 | 94.5 |
//!
//! Measured with `tazala detect --format jsonl` and the scorer beside those texts. A word out of context is called
//! Kazakh only if it is clearly so: 17 of 3,900 Kyrgyz, Tatar and Bashkir texts are called Kazakh. Of the lines of
//! 200 pages 99.7 % are right, of the letters of 200 lines in several languages 99.9 %.
//!
//! # How to fit it again
//!
//! `cargo run --release --features fit --example fit_language -- ../shared/train` reads the training text and writes
//! `data/letters.bin` and `data/glance.bin`, always the same; with `letters` or `glance` behind it only that one.
//! `data/letters.md` says how they are made up, where the text of both is from and under which licences.

mod evidence;
mod foreign;
mod glance;
mod known;
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

pub use foreign::foreign;
pub use lines::identify_lines;
pub use spans::spans;

/// The insides that the program fitting the model shares with it.
#[cfg(feature = "fit")]
pub mod fitting {
    pub use super::glance::{
        LANES as GLANCE_LANES, LANGUAGES as GLANCE_LANGUAGES, Runs, SLOTS as GLANCE_SLOTS, STEP as GLANCE_STEP,
    };
    pub use super::languages::{ARABIC, CYRILLIC, LATIN};
    pub use super::letters::Kind;
    pub use super::model::{
        ARABIC_LANES, ARABIC_SLOT, CYRILLIC_LANES, CYRILLIC_SLOT, LATIN_LANES, LATIN_SLOT, MAGIC, SLOTS_AT, place,
    };
    pub use super::ngrams::{Keys, hashes};
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

/// Identifies the language of `text`: what it is in by itself, with no page around it.
pub fn identify(text: &str) -> Verdict {
    if let Some(verdict) = glance::glance(text) {
        return verdict;
    }
    let model = Model::shipped();
    let evidence = Evidence::of(model, text);
    let mut scores = evidence.scores(model);
    let doubt = known::weigh(&evidence, &mut scores, text);
    Evidence::doubt_kazakh(&mut scores, doubt);
    evidence.verdict(&scores, text)
}

/// The same by the letters alone, whose judgement of damaged words is better than that of the lists: they know none.
pub(crate) fn identify_by_letters(text: &str) -> Verdict {
    let model = Model::shipped();
    let evidence = Evidence::of(model, text);
    evidence.verdict(&evidence.scores(model), text)
}
