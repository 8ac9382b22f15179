//! Takes a word in lower case.
//! Gives whether Kazakh or Russian has it, and how common it is in Kazakh.
//! Promises no start-up cost: the lists are finite-state maps that are read where they lie.
//! Leaves what follows from that to the rules that ask.
//!
//! The lists are written by `examples/fit_words.rs`; `data/README.md` tells their origin, licence and
//! coverage too.

use std::sync::LazyLock;

use fst::Map;
use fst::raw::Node;

static KAZAKH: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/kk.fst")));
static KAZAKH_FORMS: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/kk_forms.fst")));
static RUSSIAN: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/ru.fst")));

static SHARED: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| open(include_bytes!("data/kk_shared.fst")));

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
    let (listed, stems) = prefixes(&KAZAKH, word);
    if let Some(weight) = listed {
        return Known::Word(weight as u8);
    }
    let (form, more) = prefixes(&KAZAKH_FORMS, word);
    if form.is_some() {
        return Known::Form;
    }
    if inflected(word, stems | more) { Known::Inflected } else { Known::No }
}

/// The value of `word` in `list`, and which of its beginnings the list has: bit n is the one without the last n bytes,
/// of which the longest ending has fewer than there are bits.
fn prefixes(list: &Map<&'static [u8]>, word: &str) -> (Option<u64>, u64) {
    let fst = list.as_fst();
    let (mut node, mut value, mut found) = (fst.root(), 0, 0);
    for (at, byte) in word.bytes().enumerate() {
        if node.is_final() {
            found |= 1u64.checked_shl((word.len() - at) as u32).unwrap_or(0);
        }
        let Some(step) = node.find_input(byte).map(|i| node.transition(i)) else { return (None, found) };
        value += step.out.value();
        node = fst.node(step.addr);
    }
    (node.is_final().then(|| value + node.final_output().value()), found)
}

/// True when `word` (lower case) is a Russian word or a form of one.
pub(crate) fn russian(word: &str) -> bool {
    RUSSIAN.contains_key(word)
}

/// True when `word` (lower case), a Kazakh one, stands in Kyrgyz, Tatar or Bashkir texts too.
pub(crate) fn is_shared(word: &str) -> bool {
    SHARED.contains_key(word)
}

/// One way to read the letters at some place of a word: how many of them, as what, at what cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Letters read.
    pub(crate) letters: usize,
    /// What they stand for: Cyrillic letters in lower case, at least one.
    pub(crate) with: &'static str,
    /// How far-fetched that is; 0 is the usual reading.
    pub(crate) cost: u8,
}

/// The ways to read each letter of a word.
#[derive(Debug)]
pub(crate) struct Readings {
    all: Vec<Reading>,
    /// Where those of each letter begin.
    starts: Vec<usize>,
}

impl Readings {
    /// Room for the readings of a word of so many letters.
    pub(crate) fn with_capacity(letters: usize) -> Readings {
        // Few letters have more than three.
        Readings { all: Vec::with_capacity(3 * letters), starts: Vec::with_capacity(letters) }
    }

    /// Goes on to the next letter.
    pub(crate) fn next_letter(&mut self) {
        self.starts.push(self.all.len());
    }

    /// Adds a reading that begins at the letter.
    pub(crate) fn add(&mut self, reading: Reading) {
        debug_assert!(
            matches!(reading.with.as_bytes(), [0xd0..=0xd3, ..]),
            "{reading:?} begins with no Cyrillic letter"
        );
        self.all.push(reading);
    }

    /// The number of letters.
    pub(crate) fn letters(&self) -> usize {
        self.starts.len()
    }

    /// Those that begin at letter `at`.
    pub(crate) fn at(&self, at: usize) -> &[Reading] {
        let end = self.starts.get(at + 1).copied().unwrap_or(self.all.len());
        &self.all[self.starts[at]..end]
    }
}

/// A word found behind a damaged one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The word, in lower case.
    pub(crate) word: String,
    /// How sure it is Kazakh.
    pub(crate) known: Known,
    /// Sum of the costs of its readings.
    pub(crate) cost: u8,
}

impl Spelling {
    /// Common words beat rare ones, and cheap readings dear ones. A unit of cost weighs as much as
    /// a word being twice as common.
    pub(crate) fn score(&self) -> i32 {
        let known = match self.known {
            Known::No => -20,
            Known::Inflected => 2,
            Known::Form => 3,
            Known::Word(weight) => 4 + i32::from(weight),
        };
        known - i32::from(self.cost)
    }
}

/// Most steps of one search; real words need some tens.
const STEPS: usize = 4000;
/// The first bytes of Cyrillic letters: D0 to D3.
const LEADS: usize = 4;
/// Steps that a search has room for from the start.
const USUAL: usize = 64;

/// The Kazakh word that scores best among all readings of a word. Only prefixes of listed words are followed, so the
/// search is small.
pub(crate) fn spell(readings: &Readings) -> Option<Spelling> {
    let mut best: Option<Spelling> = None;
    let listed = Search::of(&KAZAKH, readings);
    for found in listed.of_letters(readings.letters()) {
        keep(&mut best, Known::Word(found.weight as u8), found.cost, || listed.word(found));
    }
    // A form has no better score than one that costs nothing.
    let free = Spelling { word: String::new(), known: Known::Form, cost: 0 };
    if best.as_ref().is_none_or(|best| best.score() <= free.score()) {
        let forms = Search::of(&KAZAKH_FORMS, readings);
        for found in forms.of_letters(readings.letters()) {
            keep(&mut best, Known::Form, found.cost, || forms.word(found));
        }
    }
    if !best.as_ref().is_some_and(|best| matches!(best.known, Known::Word(_))) {
        inflect(readings, &listed, &mut best);
    }
    best
}

/// The same for a listed stem with one or two endings.
fn inflect(readings: &Readings, listed: &Search, best: &mut Option<Spelling>) {
    let mut todo = vec![(readings.letters(), String::new(), 0u8)];
    let mut first = true;
    while let Some((letters, tail, cost)) = todo.pop() {
        let outer = std::mem::replace(&mut first, false);
        // Few endings end in what the last letter may be.
        let last = letters.checked_sub(1).map_or(&[][..], |last| readings.at(last));
        let lasts = last.iter().filter(|r| r.letters == 1).fold(0, |lasts, r| lasts | last_letter(r.with));
        for ending in ENDINGS.iter().filter(|ending| ending.last & lasts != 0) {
            let Some((stem, more)) = stem(readings, letters, ending) else { continue };
            let cost = cost.saturating_add(more);
            for found in listed.of_letters(stem) {
                let word = || listed.word(found) + ending.text + &tail;
                keep(best, Known::Inflected, cost.saturating_add(found.cost), word);
            }
            if outer {
                todo.push((stem, format!("{}{tail}", ending.text), cost));
            }
        }
    }
}

/// Keeps a word that beats the best so far.
fn keep(best: &mut Option<Spelling>, known: Known, cost: u8, word: impl FnOnce() -> String) {
    let found = Spelling { word: String::new(), known, cost };
    let better = |best: &Spelling| (found.score(), best.cost) > (best.score(), found.cost);
    if best.as_ref().is_none_or(better) {
        *best = Some(Spelling { word: word(), ..found });
    }
}

/// The number of letters before `ending`, when one letter each of the first `letters` can be read as it, and what that
/// costs.
fn stem(readings: &Readings, letters: usize, ending: &Ending) -> Option<(usize, u8)> {
    let stem = letters.checked_sub(ending.letters).filter(|stem| *stem >= ending.shortest_stem())?;
    let mut cost = 0u8;
    for (i, (at, letter)) in ending.text.char_indices().enumerate() {
        let with = &ending.text[at..at + letter.len_utf8()];
        let reading = readings.at(stem + i).iter().find(|r| r.letters == 1 && r.with == with)?;
        cost = cost.saturating_add(reading.cost);
    }
    Some((stem, cost))
}

/// The words of a list that the first letters of some readings spell, however many of them.
struct Search {
    steps: Vec<Step>,
    found: Vec<Found>,
}

/// A reading taken in a search, after the one taken before it.
struct Step {
    /// Letters read.
    at: usize,
    /// Where the list goes on.
    node: Node<'static>,
    weight: u64,
    cost: u8,
    with: &'static str,
    /// Place of the step before in the list of steps; the first step is its own.
    before: usize,
}

/// A word found, what it weighs and what its readings cost.
struct Found {
    letters: usize,
    /// Place of its last step.
    last: usize,
    weight: u64,
    cost: u8,
}

impl Search {
    fn of(list: &'static Map<&'static [u8]>, readings: &Readings) -> Search {
        let fst = list.as_fst();
        let root = Step { at: 0, node: fst.root(), weight: 0, cost: 0, with: "", before: 0 };
        let (mut steps, mut found, mut todo) = (Vec::with_capacity(USUAL), Vec::new(), Vec::with_capacity(USUAL));
        steps.push(root);
        todo.push(0);
        for _ in 0..STEPS {
            let Some(place) = todo.pop() else { break };
            let Step { at, node, weight, cost, .. } = steps[place];
            if node.is_final() {
                let weight = weight + node.final_output().value();
                found.push(Found { letters: at, last: place, weight, cost });
            }
            if at == readings.letters() {
                continue;
            }
            let follow = |(node, weight): (Node<'static>, u64), byte: u8| {
                let step = node.transition(node.find_input(byte)?);
                Some((fst.node(step.addr), weight + step.out.value()))
            };
            // Most readings share their first bytes: where these lead to is found out once.
            let mut leads = [None; LEADS];
            for reading in readings.at(at).iter().filter(|r| at + r.letters <= readings.letters()) {
                let [lead, rest @ ..] = reading.with.as_bytes() else { continue };
                let begun = leads[usize::from(*lead) % LEADS].get_or_insert_with(|| follow((node, weight), *lead));
                let end = begun.and_then(|begun| rest.iter().try_fold(begun, |here, byte| follow(here, *byte)));
                if let Some((node, weight)) = end {
                    todo.push(steps.len());
                    let (at, cost) = (at + reading.letters, cost.saturating_add(reading.cost));
                    steps.push(Step { at, node, weight, cost, with: reading.with, before: place });
                }
            }
        }
        Search { steps, found }
    }

    /// The words that the first `letters` letters spell.
    fn of_letters(&self, letters: usize) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |found| found.letters == letters)
    }

    fn word(&self, found: &Found) -> String {
        let mut parts = Vec::new();
        let mut place = found.last;
        while place != 0 {
            parts.push(self.steps[place].with);
            place = self.steps[place].before;
        }
        parts.into_iter().rev().collect()
    }
}

/// An ending that a word can have.
struct Ending {
    text: &'static str,
    letters: usize,
    /// Its [`last_letter`].
    last: u64,
}

impl Ending {
    const fn of(text: &'static str) -> Ending {
        Ending { text, letters: text.len() / 2, last: last_letter(text) }
    }

    /// Shortest stem in letters that it may be taken from; shorter stems fit anything. An ending
    /// of five letters is sure enough for a stem of two.
    fn shortest_stem(&self) -> usize {
        if self.letters >= 5 { 2 } else { 3 }
    }
}

/// A bit for the last of some Kazakh letters, all of which take two bytes. No two letters share one that endings end in.
const fn last_letter(letters: &str) -> u64 {
    let bytes = letters.as_bytes();
    1 << (bytes[bytes.len() - 1] & 0x3f)
}

/// Endings of nouns, adjectives and verbs, one at a time: the word lists hold most chains of them.
static ENDINGS: [Ending; TEXTS.len()] = {
    let mut endings = [const { Ending::of("а") }; TEXTS.len()];
    let mut i = 0;
    while i < TEXTS.len() {
        endings[i] = Ending::of(TEXTS[i]);
        i += 1;
    }
    endings
};

#[rustfmt::skip]
const TEXTS: [&str; 107] = [
    "лар", "лер", "дар", "дер", "тар", "тер", "лары", "лері", "дары", "дері", "тары", "тері", "ым", "ім", "ың", "ің",
    "сы", "сі", "ымыз", "іміз", "ыңыз", "іңіз", "ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке",
    "на", "не", "ды", "ді", "ты", "ті", "ны", "ні", "да", "де", "та", "те", "нда", "нде", "дан", "ден", "тан", "тен",
    "нан", "нен", "мен", "бен", "пен", "ғы", "гі", "қы", "кі", "дағы", "дегі", "тағы", "тегі", "ндағы", "ндегі",
    "лық", "лік", "дық", "дік", "тық", "тік", "лы", "лі", "сыз", "сіз", "ған", "ген", "қан", "кен", "ып", "іп",
    "атын", "етін", "йтын", "йтін", "шы", "ші", "мын", "мін", "сың", "сің", "мысың", "місің", "бысың", "бісің",
    "пысың", "пісің", "мысыз", "місіз", "бысыз", "бісіз", "пысыз", "пісіз", "ын", "ін", "сын", "сін",
];

/// True when `word` is a listed word or form with one more ending; bit n of `stems` tells whether it is listed without
/// its last n bytes.
fn inflected(word: &str, stems: u64) -> bool {
    stems != 0
        && ENDINGS.iter().any(|ending| {
            stems >> ending.text.len() & 1 == 1
                && word.strip_suffix(ending.text).is_some_and(|stem| stem.chars().count() >= ending.shortest_stem())
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
