//! Lines in a language that a page is not written in.

use super::{
    Verdict,
    evidence::{Evidence, lead},
    model::Model,
    words::Words,
};

/// Fewest words that show a language beyond doubt; shorter lines are names, titles and slogans.
const WORDS: usize = 5;
/// Nats by which the other language must lead all others, the page's among them. No sentence of the development texts
/// in Kazakh, Russian or English reaches it for another language.
const SURE: f32 = 12.0;

/// The language of `line` when it is surely none of `main` (BCP 47 codes of the languages of its page): at least five
/// words, nearly all letters of one script, and a language that leaves no other near.
///
/// ```
/// use tazala::language::foreign;
///
/// let line = "Güvenilir canlı bahis siteleri burada sizi bekliyor, hemen kayıt olun";
/// assert_eq!(foreign(line, &["en", "ru"]).map(|verdict| verdict.language), Some("tr"));
/// assert_eq!(foreign(line, &["tr"]), None);
/// assert_eq!(foreign("The match ended in a draw", &["en"]), None);
/// ```
pub fn foreign(line: &str, main: &[&str]) -> Option<Verdict> {
    let mut words = Words::new(line);
    for _ in 0..WORDS {
        words.next_word()?;
    }
    let model = Model::shipped();
    let evidence = Evidence::of(model, line);
    let scores = evidence.scores(model);
    if lead(&scores) < SURE || !evidence.is_of_one_script() {
        return None;
    }
    let verdict = evidence.verdict(&scores, line);
    (verdict.language != "und" && !main.contains(&verdict.language)).then_some(verdict)
}
