//! What the word lists add where the letters of a short text leave a doubt.
//!
//! The letters of `санат` may be Kazakh, Kyrgyz or Tatar; that Kazakh has the word and the others' texts do not is told
//! by a list alone. Lists hold too little to be asked about every text, and a lookup costs more than a letter run, so
//! they are asked only about texts of a few Cyrillic words whose best languages are close.

use crate::segment::features::is_alphabetic;
use crate::words::{self, Known};

use super::{
    evidence::{Evidence, Scores, lead},
    languages::{CYRILLIC_NUMBERS, KAZAKH, RELATIVES, RUSSIAN},
};

/// Most words that a text may have; longer ones are decided by their letters.
const MOST_WORDS: usize = 5;
/// Most bytes that a text may have; real words are far shorter, and an endless one costs nothing.
const MOST_BYTES: usize = 256;
/// Shortest word that counts, in letters; shorter ones are known to every list.
const SHORTEST: usize = 3;
/// The best language must not lead by more nats than this.
const CLOSE: f32 = 6.0;

// The weights below, in nats, were chosen on the development texts among multiples of a half; moving any of them by a
// half changes two answers in a thousand.

/// Against the languages outside the family of Kazakh when all words are Kazakh and not all Russian.
const KAZAKH_WORDS: f32 = 1.0;
/// For Russian when it has all words and Kazakh has not; a third of it when both have them.
const RUSSIAN_WORDS: f32 = 1.5;
/// Against Kazakh when it has none of the words, and in proportion when it has some.
const UNKNOWN: f32 = 2.0;
/// For Kazakh when it has all words, and neither Russian nor the texts of its relatives have.
const OWN: f32 = 1.5;

// How far Kazakh must lead Kyrgyz, Tatar and Bashkir, in nats, or it is lowered by as much. Of words they share, those
// wrongly called Kazakh weigh more than those missed.

/// When the lists were not asked.
const DOUBT: f32 = 1.0;
/// When all words are Kazakh, but Russian or the relatives have them too.
const DOUBT_SHARED: f32 = 2.5;
/// When all are Kazakh and only the dictionary attests one of them.
const DOUBT_DICTIONARY: f32 = 1.5;
/// When all are Kazakh and one of them is a form that the dictionary's rules make.
const DOUBT_FORM: f32 = 0.5;
/// Share of the doubt that is left in a phrase, where the words bear each other out.
const PHRASE: f32 = 0.5;

/// Adds to the scores of `text` what the lists know of its words, and gives how far Kazakh must lead its relatives.
pub fn weigh(evidence: &Evidence, scores: &mut Scores, text: &str) -> f32 {
    if !evidence.is_cyrillic() || lead(scores) >= CLOSE {
        return DOUBT;
    }
    let Some(found) = Found::of(text) else { return DOUBT };
    let outside = |language: &usize| *language != KAZAKH && !RELATIVES.contains(language);
    let russian = found.not_russian == 0;
    // Beside a word that only Kazakh has, a Russian one is a loan.
    let kazakh = found.unknown == 0 || (found.neither == 0 && !russian);
    if kazakh && !russian {
        CYRILLIC_NUMBERS.into_iter().filter(outside).for_each(|language| scores[language] -= KAZAKH_WORDS);
    }
    if russian {
        scores[RUSSIAN] += if kazakh { RUSSIAN_WORDS / 3.0 } else { RUSSIAN_WORDS };
    }
    if !kazakh {
        scores[KAZAKH] -= UNKNOWN * found.unknown as f32 / found.words as f32;
        return 0.0;
    }
    let own = !russian && found.not_shared > 0;
    scores[KAZAKH] += if own { OWN } else { 0.0 };
    let doubt = match found.least {
        _ if !own => DOUBT_SHARED,
        Known::No | Known::Inflected | Known::Form => DOUBT_FORM,
        Known::Word(0) => DOUBT_DICTIONARY,
        Known::Word(_) => 0.0,
    };
    if found.words > 1 { doubt * PHRASE } else { doubt }
}

/// Corrects the judgement on a line of a page by the one fact that its neighbours tell no better: that Russian has all
/// words of what is called Kazakh, and Kazakh has not.
pub fn correct_line(judged: &mut Scores, line: &str) {
    let near = judged[KAZAKH] - judged[RUSSIAN];
    if (0.0..RUSSIAN_WORDS).contains(&near)
        && Found::of(line).is_some_and(|found| found.not_russian == 0 && found.unknown > 0)
    {
        judged[RUSSIAN] += RUSSIAN_WORDS;
    }
}

/// The runs of letters of a text.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_alphabetic(c)).filter(|word| !word.is_empty())
}

/// What the lists know of the words of a short text.
struct Found {
    words: usize,
    /// How well the least known word is known to Kazakh.
    least: Known,
    /// Words that Kazakh has not.
    unknown: usize,
    /// Words that neither Kazakh nor Russian has.
    neither: usize,
    /// Words that Russian has not.
    not_russian: usize,
    /// Words that the texts of the relatives have not.
    not_shared: usize,
}

impl Found {
    /// Looks the words up; none when there are too many of them or all are too short.
    fn of(text: &str) -> Option<Self> {
        let mut found =
            Self { words: 0, least: Known::Word(u8::MAX), unknown: 0, neither: 0, not_russian: 0, not_shared: 0 };
        // Counted first: most texts have more, and need no copy in small letters.
        if text.len() > MOST_BYTES || words_of(text).nth(MOST_WORDS).is_some() {
            return None;
        }
        let lower = text.to_lowercase();
        for word in words_of(&lower).filter(|word| word.chars().nth(SHORTEST - 1).is_some()) {
            let known = words::kazakh(word);
            found.words += 1;
            if known.yes() {
                found.least = found.least.min(known);
            }
            found.unknown += usize::from(!known.yes());
            let russian = words::russian(word);
            found.neither += usize::from(!known.yes() && !russian);
            found.not_russian += usize::from(!russian);
            found.not_shared += usize::from(!words::is_shared(word));
        }
        (found.words > 0).then_some(found)
    }
}
