//! Words of Cyrillic and Latin letters: which alphabet was meant.

use crate::draft::Change;
use crate::language;
use crate::words as lists;

use super::cyrillic_homoglyph::CYRILLIC_HOMOGLYPH;
use super::latin_homoglyph::LATIN_HOMOGLYPH;
use super::likely_homoglyph::LIKELY_HOMOGLYPH;
use super::mixed_roman_numeral::numeral;
use super::word::{Letters, Script, letters, mixed_words, script};

/// What the letters of a Kazakh line say.
const KAZAKH_LINE: Letters = Letters { kazakh: true, may_be_kazakh: true, foreign: false };

/// How sure it must be that a line is in another language for its words to be doubted.
const ANOTHER: f32 = 0.9;

/// The mixed words of `text`, each in the alphabet it was meant in.
pub(crate) fn propose(text: &str) -> Vec<Change> {
    let (mut line, mut ours) = (None, None);
    mixed_words(text)
        .filter_map(|at| {
            let word = &text[at.clone()];
            let line = *line.get_or_insert_with(|| letters(text));
            if let Some(letter) = lone(word).filter(|_| line.kazakh) {
                return Some(Change::new(at, letter.to_string(), &LATIN_HOMOGLYPH));
            }
            Some(match meant(word, line)? {
                (Meant::Latin(with), true) => Change::new(at, with, &CYRILLIC_HOMOGLYPH),
                (Meant::Cyrillic(mut with), sure) => {
                    if word.starts_with('¥') && begins_sentence(&text[..at.start]) {
                        with.replace_range(..'ұ'.len_utf8(), "Ұ");
                    }
                    let sure = sure && *ours.get_or_insert_with(|| is_ours(text));
                    Change::new(at, with, if sure { &LATIN_HOMOGLYPH } else { &LIKELY_HOMOGLYPH })
                }
                (Meant::Latin(with), false) => Change::new(at, with, &LIKELY_HOMOGLYPH),
            })
        })
        .collect()
}

/// False for a line in a Cyrillic language other than Kazakh and Russian.
fn is_ours(text: &str) -> bool {
    let verdict = language::identify_by_letters(text);
    matches!(verdict.language, "kk" | "ru" | "und") || verdict.script != "Cyrl" || verdict.confidence < ANOTHER
}

/// The Kazakh letter for a word of one letter that Latin and Greek do not write alone: the initial
/// in `Н.Ə.`.
fn lone(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let c = chars.next().filter(|c| matches!(c, 'ə' | 'Ə' | 'ǝ' | 'Ǝ' | 'ɵ' | 'Ɵ'))?;
    chars.next().is_none().then(|| cyrillic_twin(c, KAZAKH_LINE)).flatten()
}

/// True when a sentence begins after `before`.
pub(crate) fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '«', '“', '"', '-', '–', '—']);
    before.is_empty() || before.ends_with(['.', '!', '?', '…', ':'])
}

/// What a mixed word was meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    /// The word in Cyrillic.
    Cyrillic(String),
    /// The word in Latin.
    Latin(String),
}

/// Decides on one word by its letters and those of its line, and tells whether they leave no doubt. `None`: it is of
/// one script, or an authorial mixture (`IDси`), or the letters do not tell.
fn meant(word: &str, line: Letters) -> Option<(Meant, bool)> {
    let mut shape = Shape::default();
    for c in word.chars() {
        shape.add(c, line);
    }
    if shape.cyrillic == 0 || shape.foreign == 0 || shape.other || numeral(word).is_some() {
        return None;
    }
    if suffixed(word) || prefixed(word) || line.foreign {
        return None;
    }
    match (shape.only_latin, shape.only_cyrillic) {
        // Letters of both alphabets without a twin: a glued word, a transliteration or a brand.
        (true, true) => None,
        (true, false) => shape.ascii.then(|| (Meant::Latin(to_latin(word)), true)),
        (false, true) => to_cyrillic(word, line)
            // Outside Kazakh the letter і is Ukrainian or Belarusian, whose words we do not know.
            .filter(|cyrillic| line.kazakh || !gains_i(word, cyrillic) || known(cyrillic))
            .map(|cyrillic| (Meant::Cyrillic(cyrillic), true)),
        (false, false) => either(word, line, &shape),
    }
}

/// What the letters of a word allow.
#[derive(Default)]
struct Shape {
    cyrillic: usize,
    foreign: usize,
    /// Some letter that is not Cyrillic has no Cyrillic twin.
    only_latin: bool,
    /// Some letter that is not Latin has no Latin twin.
    only_cyrillic: bool,
    /// A letter of a third script, or a mark.
    other: bool,
    /// A plain Latin letter without a Cyrillic twin.
    ascii: bool,
}

impl Shape {
    fn add(&mut self, c: char, line: Letters) {
        match script(c) {
            Script::Cyrillic => {
                self.cyrillic += 1;
                self.only_cyrillic |= latin_twin(c).is_none();
            }
            Script::Latin | Script::Greek => {
                self.foreign += 1;
                let twin = cyrillic_twin(c, line);
                self.only_latin |= twin.is_none();
                self.ascii |= twin.is_none() && c.is_ascii();
                // Letters with marks, phonetic and Greek letters are no part of a Latin reading.
                self.only_cyrillic |= !c.is_ascii() && twin.is_some();
            }
            Script::Mark if c == '¥' && cyrillic_twin(c, line).is_some() => {
                self.foreign += 1;
                self.only_cyrillic = true;
            }
            // A stress mark or the like says nothing.
            Script::Mark if c != '¥' => {}
            _ => self.other = true,
        }
    }
}

/// A Latin word with a Cyrillic ending, which authors write without a hyphen: `IDси`, `APIдан`,
/// `appты`. One change of script, capitals before small letters or three letters at least before it.
fn suffixed(word: &str) -> bool {
    let stem = word.find(|c| script(c) == Script::Cyrillic).unwrap_or(word.len());
    let (stem, ending) = word.split_at(stem);
    let ending_is_small = ending.chars().all(|c| script(c) == Script::Cyrillic && c.is_lowercase());
    let letters = stem.chars().count();
    let capitals = letters >= 2 && stem.chars().all(|c| c.is_ascii_uppercase());
    if !ending_is_small || stem.is_empty() {
        return false;
    }
    if capitals {
        return true;
    }
    // `capбаз` is sooner a damaged word, if there is such a word; `beelinе` ends in a lone twin.
    letters >= 3
        && stem.chars().all(|c| c.is_ascii_alphabetic())
        && ending.chars().count() >= 2
        && to_cyrillic(word, KAZAKH_LINE).is_none_or(|cyrillic| !known(&cyrillic))
}

/// A Cyrillic word with Latin capitals glued to its small letters: `компаниейT`.
fn prefixed(word: &str) -> bool {
    let tail = word.trim_start_matches(|c: char| script(c) == Script::Cyrillic && c.is_lowercase());
    tail.len() < word.len() && !tail.is_empty() && tail.chars().all(|c| c.is_ascii_uppercase())
}

/// True when the restoration puts an і where the word had none.
fn gains_i(word: &str, restored: &str) -> bool {
    let count = |text: &str| text.chars().filter(|c| matches!(c, 'і' | 'І')).count();
    count(restored) > count(word)
}

/// True when Kazakh or Russian knows the word.
fn known(word: &str) -> bool {
    let lower = word.to_lowercase();
    lists::kazakh(&lower).yes() || lists::russian(&lower)
}

/// The word when both readings are possible: a word the languages know, else the alphabet of
/// most letters, which leaves a doubt.
fn either(word: &str, line: Letters, shape: &Shape) -> Option<(Meant, bool)> {
    let cyrillic = to_cyrillic(word, line);
    if let Some(cyrillic) = &cyrillic
        && known(cyrillic)
    {
        return Some((Meant::Cyrillic(cyrillic.clone()), true));
    }
    match shape.foreign.cmp(&shape.cyrillic) {
        std::cmp::Ordering::Greater => Some((Meant::Latin(to_latin(word)), false)),
        std::cmp::Ordering::Less => cyrillic.map(|cyrillic| (Meant::Cyrillic(cyrillic), false)),
        std::cmp::Ordering::Equal => None,
    }
}

/// The word with every Cyrillic letter that has a Latin twin replaced by it.
fn to_latin(word: &str) -> String {
    word.chars().map(|c| latin_twin(c).unwrap_or(c)).collect()
}

/// The word with every foreign letter replaced by its Cyrillic twin. A Y may be any of three
/// letters: the word list chooses, and without its help only a small y is у.
fn to_cyrillic(word: &str, line: Letters) -> Option<String> {
    /// Letters that may be any of three.
    const OPEN: [char; 4] = ['y', 'Y', 'Υ', 'υ'];
    /// More open letters than this are not tried.
    const MOST_OPEN: usize = 4;
    let mut plain = String::with_capacity(2 * word.len());
    plain.extend(word.chars().map(|c| cyrillic_twin(c, line).unwrap_or(c)));
    // The yen sign has no case: it takes that of the letters around it.
    if word.contains('¥') && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) {
        plain = plain.replace('ұ', "Ұ");
    }
    if !word.contains(OPEN) {
        return Some(plain);
    }
    let kazakh = line.may_be_kazakh && !line.foreign;
    let open: Vec<usize> = word.chars().enumerate().filter(|(_, c)| OPEN.contains(c)).map(|(i, _)| i).collect();
    let mut letters: Vec<char> = plain.chars().collect();
    let mut best = (rank(&plain, kazakh), plain);
    // Kyrgyz, Mongolian and Tatar lines may be Kazakh by their letters, and have no ұ.
    let count = if line.kazakh { 3 } else { 2 };
    if kazakh && open.len() <= MOST_OPEN {
        for n in 1..usize::pow(count, open.len() as u32) {
            let mut n = n;
            for at in &open {
                let set = if letters[*at].is_uppercase() { ['У', 'Ү', 'Ұ'] } else { ['у', 'ү', 'ұ'] };
                letters[*at] = set[n % count];
                n /= count;
            }
            let candidate: String = letters.iter().collect();
            let rank = rank(&candidate, kazakh);
            // Words that are as well known: у between consonants is rarer than ү and ұ.
            if rank > best.0 || (rank == best.0 && rank > 0 && open.iter().all(|at| between_consonants(&letters, *at)))
            {
                best = (rank, candidate);
            }
        }
    }
    let capital = word.contains(['Y', 'Υ']);
    (best.0 > 0 || !capital).then_some(best.1)
}

/// True when no vowel stands beside the letter at `at`, and something does after it.
fn between_consonants(letters: &[char], at: usize) -> bool {
    let vowel =
        |c: &char| matches!(c, 'а' | 'ә' | 'е' | 'и' | 'о' | 'ө' | 'у' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'ю' | 'я');
    !at.checked_sub(1).is_some_and(|i| vowel(&letters[i])) && letters.get(at + 1).is_some_and(|c| !vowel(c))
}

/// How good a candidate is by the word lists; 0 when it is unknown.
fn rank(candidate: &str, kazakh: bool) -> u8 {
    let lower = candidate.to_lowercase();
    match lists::kazakh(&lower) {
        lists::Known::Word(weight) if kazakh => 3 + weight,
        lists::Known::Form if kazakh => 2,
        lists::Known::Inflected if kazakh => 1,
        _ => u8::from(lists::russian(&lower)),
    }
}

/// The Cyrillic letter that `c` passes for. What only Kazakh needs wants a line that may be Kazakh,
/// and h and v, which other languages' names hold, one that reads as Kazakh.
/// Sources: the look-alikes of Unicode TR39 and the damage seen on Kazakh pages.
fn cyrillic_twin(c: char, line: Letters) -> Option<char> {
    Some(match c {
        'a' | 'α' => 'а',
        'c' => 'с',
        'e' | 'ε' => 'е',
        'o' | 'ο' | 'ό' => 'о',
        'p' | 'ρ' => 'р',
        'x' | 'χ' => 'х',
        'y' | 'υ' => 'у',
        'i' | 'ı' | 'í' | 'ì' | 'ï' | 'ι' => 'і',
        'κ' => 'к',
        'π' => 'п',
        'τ' => 'т',
        'A' | 'Α' => 'А',
        'B' | 'Β' => 'В',
        'C' => 'С',
        'E' | 'Ε' => 'Е',
        'H' | 'Η' => 'Н',
        'K' | 'Κ' => 'К',
        'M' | 'Μ' => 'М',
        'O' | 'Ο' => 'О',
        'P' | 'Ρ' => 'Р',
        'T' | 'Τ' => 'Т',
        'X' | 'Χ' => 'Х',
        'Y' | 'Υ' => 'У',
        'I' | 'İ' | 'Í' | 'Ì' | 'Ι' => 'І',
        'Γ' => 'Г',
        'Π' => 'П',
        'Φ' => 'Ф',
        'ə' | 'ǝ' | 'ä' | 'æ' => 'ә',
        'Ə' | 'Ǝ' | 'Ä' | 'Æ' => 'Ә',
        'ɵ' | 'ø' | 'θ' | 'ö' => 'ө',
        'Ɵ' | 'Ø' | 'Θ' | 'Ö' => 'Ө',
        'ü' => 'ү',
        'Ü' => 'Ү',
        'ğ' => 'ғ',
        'Ğ' => 'Ғ',
        'ñ' | 'ŋ' => 'ң',
        'Ñ' | 'Ŋ' => 'Ң',
        'ë' => 'ё',
        'Ë' => 'Ё',
        'h' if line.kazakh => 'һ',
        'q' if line.may_be_kazakh && !line.foreign => 'қ',
        'Q' if line.may_be_kazakh && !line.foreign => 'Қ',
        'v' | 'γ' if line.kazakh => 'ү',
        'V' if line.kazakh => 'Ү',
        'ū' | '¥' if line.may_be_kazakh && !line.foreign => 'ұ',
        'Ū' if line.may_be_kazakh && !line.foreign => 'Ұ',
        _ => return None,
    })
}

/// The Latin letter that `c` passes for.
fn latin_twin(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'х' => 'x',
        'у' => 'y',
        'і' => 'i',
        'һ' => 'h',
        'ј' => 'j',
        'ѕ' => 's',
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        'І' => 'I',
        'Ј' => 'J',
        'Ѕ' => 'S',
        _ => return None,
    })
}
