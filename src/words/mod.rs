//! Takes a word in lower case.
//! Gives whether Kazakh or Russian has it, and how common it is in Kazakh.
//! Promises no start-up cost: the lists are finite-state maps that are read where they lie.
//! Leaves what follows from that to the rules that ask.
//!
//! The lists are written by `examples/fit_words.rs`; `data/README.md` tells their origin and licence.
//! Coverage on the Kazakh and Russian sentences of the language development set: see that file.

use std::sync::LazyLock;

use fst::Map;

static KAZAKH: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/kk.fst")));
static KAZAKH_FORMS: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/kk_forms.fst")));
static RUSSIAN: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/ru.fst")));

/// A list as a map; opening one only reads its header. The tests open all of them.
fn open(bytes: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(bytes).expect("a list that examples/fit_words.rs wrote")
}

/// How sure it is that a word is Kazakh, from weakest to strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// In no list.
    No,
    /// A known word with endings the language has.
    Inflected,
    /// A form that the affix rules of the dictionary make; many of them are never used.
    Form,
    /// In the word list: 0 in a dictionary only, else 1 + log2 of its count in running text.
    Word(u8),
}

impl Known {
    /// True for anything but [`Known::No`].
    pub(crate) fn yes(self) -> bool {
        self != Known::No
    }
}

/// What is known of `word` (lower case) as a Kazakh word.
pub(crate) fn kazakh(word: &str) -> Known {
    if let Some(weight) = KAZAKH.get(word) {
        return Known::Word(weight as u8);
    }
    if KAZAKH_FORMS.contains_key(word) {
        return Known::Form;
    }
    if inflected(word) { Known::Inflected } else { Known::No }
}

/// True when `word` (lower case) is a Russian word or a form of one.
pub(crate) fn russian(word: &str) -> bool {
    RUSSIAN.contains_key(word)
}

/// Endings of nouns, adjectives and verbs, one at a time: the word lists hold most chains of them.
const ENDINGS: &[&str] = &[
    "лар",
    "лер",
    "дар",
    "дер",
    "тар",
    "тер",
    "лары",
    "лері",
    "дары",
    "дері",
    "тары",
    "тері",
    "ым",
    "ім",
    "ың",
    "ің",
    "сы",
    "сі",
    "ымыз",
    "іміз",
    "ыңыз",
    "іңіз",
    "ның",
    "нің",
    "дың",
    "дің",
    "тың",
    "тің",
    "ға",
    "ге",
    "қа",
    "ке",
    "на",
    "не",
    "ды",
    "ді",
    "ты",
    "ті",
    "ны",
    "ні",
    "да",
    "де",
    "та",
    "те",
    "нда",
    "нде",
    "дан",
    "ден",
    "тан",
    "тен",
    "нан",
    "нен",
    "мен",
    "бен",
    "пен",
    "ғы",
    "гі",
    "қы",
    "кі",
    "дағы",
    "дегі",
    "тағы",
    "тегі",
    "ндағы",
    "ндегі",
    "лық",
    "лік",
    "дық",
    "дік",
    "тық",
    "тік",
    "лы",
    "лі",
    "сыз",
    "сіз",
    "ған",
    "ген",
    "қан",
    "кен",
    "ып",
    "іп",
    "атын",
    "етін",
    "йтын",
    "йтін",
    "шы",
    "ші",
    "мын",
    "мін",
    "сың",
    "сің",
];

/// Shortest stem in letters that an ending may be taken from; shorter stems fit anything.
const SHORTEST_STEM: usize = 3;

/// True when `word` is a listed word or form with one more ending.
fn inflected(word: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|stem| {
            stem.chars().nth(SHORTEST_STEM - 1).is_some()
                && (KAZAKH.contains_key(stem) || KAZAKH_FORMS.contains_key(stem))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_outrank_forms_and_inflections() {
        assert!(kazakh("үшін") > kazakh("жалғыз"));
        assert!(kazakh("жалғыз") > Known::Form);
        assert!(kazakh("мектептердегі") >= Known::Inflected);
        assert_eq!(kazakh("ттттт"), Known::No);
    }

    #[test]
    fn russian_has_its_forms() {
        assert!(russian("стол") && russian("областях"));
        assert!(!russian("қазақ"));
    }
}
