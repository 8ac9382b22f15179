//! Kazakh phrases of which only some letters are still Cyrillic.

use std::ops::Range;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::words::{self, Known, Spelling};

use super::transliteration::readings;
use super::word::{Script, letters, mixed_words, script, words};

/// `“Tuғan zher”` on a page that was translated by a program.
pub(crate) static HALF_TRANSLITERATED: Rule = Rule::new(
    "half-transliterated",
    Stage::Repair,
    Certainty::Certain,
    "writes a half-transliterated Kazakh phrase in Cyrillic again",
    "Translation programs turn a quoted Kazakh phrase into Latin letters and leave those standing that they do not \
     know. Each letter has several readings, the word list chooses, and every word of the phrase must be a Kazakh \
     word. A phrase without a Kazakh letter in a Latin word, and Latin stems with a Kazakh ending, stay.",
    ("“Tuғan zher”", "“Туған жер”"),
);

/// The same when a word of the restoration is rare or unknown.
pub(crate) static LIKELY_HALF_TRANSLITERATED: Rule = Rule::new(
    "likely-half-transliterated",
    Stage::Repair,
    Certainty::Probable,
    "reads a half-transliterated Kazakh phrase of which some word is no known Kazakh word",
    "The reading is the most usual one for each letter; names and rare words come out wrong now and then.",
    ("“Aқbulaқtytam auly”", "“Ақбулақтытам аулы”"),
);

/// Letters of Kazakh that have no Latin twin: what translation programs leave standing.
const KAZAKH: [char; 14] = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'Ә', 'Ғ', 'Қ', 'Ң', 'Ө', 'Ұ', 'Ү'];

/// Longest phrase in words and longest word in letters that are read; what is longer is not a
/// quoted phrase.
const LONGEST_PHRASE: usize = 40;
const LONGEST_WORD: usize = 28;
/// Most cost at which a form that is in no text may be the word: one second-best reading.
const MOST_COST: u8 = 1;
/// Least score of a listed word; a dictionary word read at the cost of one passes.
const SURE: i32 = 3;
/// Least score of a listed word that takes a letter for a mistaken one: a word of some currency.
const SURE_OF_MISTAKE: i32 = 5;

pub(crate) fn propose(text: &str) -> Vec<Change> {
    // The first bytes of the letters that no other alphabet has.
    if memchr::memchr2(0xd2, 0xd3, text.as_bytes()).is_none() {
        return Vec::new();
    }
    if !mixed_words(text).any(|at| kind(&text[at]) == Kind::Trigger) || letters(text).foreign || is_scheme(text) {
        return Vec::new();
    }
    let all: Vec<Range<usize>> = words(text).collect();
    let mut kinds: Vec<Kind> = all.iter().map(|at| kind(&text[at.clone()])).collect();
    // Beside such words one whose Latin letters all have Cyrillic twins is no look-alike either.
    for (at, kind) in all.iter().zip(&mut kinds) {
        if *kind == Kind::Mixed && text[at.clone()].contains(KAZAKH) {
            *kind = Kind::Trigger;
        }
    }
    let mut changes = Vec::new();
    let mut next = 0;
    for trigger in 0..all.len() {
        if kinds[trigger] != Kind::Trigger || trigger < next {
            continue;
        }
        let (phrase, quoted) = phrase(text, &all, &kinds, trigger, next);
        next = phrase.end;
        let kept: String = text[all[phrase.start].start..all[phrase.end - 1].end]
            .to_lowercase()
            .chars()
            .filter(|c| KAZAKH.contains(c))
            .collect();
        let spelled: Vec<(usize, Option<Spelling>)> =
            phrase.filter(|i| kinds[*i] != Kind::Cyrillic).map(|i| (i, spell(&text[all[i].clone()], &kept))).collect();
        let sure: Vec<bool> = spelled.iter().map(|(_, s)| s.as_ref().is_some_and(is_sure)).collect();
        let count = sure.iter().filter(|sure| **sure).count();
        let triggers = spelled.iter().filter(|(i, _)| kinds[*i] == Kind::Trigger).count();
        let whole = spelled.len() <= LONGEST_PHRASE && count == spelled.len();
        // In running text a run of Latin words may be of another language, unless most of it is
        // Kazakh and the letters that survived are all over it.
        let dense = !quoted && triggers * 4 >= spelled.len() && count * 10 >= spelled.len() * 6;
        for (word, (i, spelling)) in spelled.iter().enumerate() {
            let trigger = kinds[*i] == Kind::Trigger;
            // The parts of a compound stand or fall together.
            let compound = (0..spelled.len()).filter(|w| hyphenated(text, &all, spelled[*w].0, *i)).all(|w| sure[w]);
            let rule = if whole || (!quoted && sure[word] && compound && (trigger || dense)) {
                &HALF_TRANSLITERATED
            } else if (quoted || trigger || dense) && letters_of(&text[all[*i].clone()]) >= 2 {
                &LIKELY_HALF_TRANSLITERATED
            } else {
                continue;
            };
            if let Some(spelling) = spelling {
                let at = all[*i].clone();
                let with = in_case(&spelling.word, &text[at.clone()]);
                changes.push(Change::new(at, with, rule));
            }
        }
    }
    changes
}

/// True for Kazakh in a Latin alphabet that has kept ә: no other Cyrillic letter stands beside Latin ones, and other words
/// have the marks of such alphabets ("jәne kóshe búgin").
fn is_scheme(text: &str) -> bool {
    const MARKS: [char; 12] = ['á', 'ó', 'ú', 'ý', 'ń', 'ǵ', 'Á', 'Ó', 'Ú', 'Ý', 'Ń', 'Ǵ'];
    const LEAST: usize = 2;
    // The first bytes of the marks, which Cyrillic has not.
    if memchr::memchr3(0xc3, 0xc5, 0xc7, text.as_bytes()).is_none() {
        return false;
    }
    let kept = |at: Range<usize>| text[at].chars().all(|c| script(c) != Script::Cyrillic || matches!(c, 'ә' | 'Ә'));
    mixed_words(text).all(kept) && words(text).filter(|at| text[at.clone()].contains(MARKS)).nth(LEAST - 1).is_some()
}

/// True when words `a` and `b` are neighbours joined by a hyphen.
fn hyphenated(text: &str, all: &[Range<usize>], a: usize, b: usize) -> bool {
    a.abs_diff(b) == 1 && &text[all[a.min(b)].end..all[a.max(b)].start] == "-"
}

/// Latin letters of a word. One of them in a Cyrillic word is sooner a look-alike than a rest.
fn letters_of(word: &str) -> usize {
    word.chars().filter(|c| script(*c) == Script::Latin).count()
}

/// What a word can be to a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Cyrillic throughout.
    Cyrillic,
    /// Latin throughout.
    Latin,
    /// Both, and neither alphabet alone can hold it: a Kazakh letter without a Latin twin and a
    /// Latin letter without a Cyrillic one.
    Trigger,
    /// Both otherwise: joins a phrase, starts none.
    Mixed,
    /// A name with an ending, or another script.
    Other,
}

fn kind(word: &str) -> Kind {
    let (mut latin, mut cyrillic, mut kazakh, mut plain, mut other) = (0, 0, false, false, false);
    let (mut switches, mut before) = (0, Script::None);
    for c in word.chars() {
        let now = script(c);
        match now {
            Script::Latin => {
                latin += 1;
                plain |= matches!(c.to_ascii_lowercase(), 'b' | 'd' | 'f' | 'g' | 'j'..='n' | 'r'..='u' | 'w' | 'z');
            }
            Script::Cyrillic => {
                cyrillic += 1;
                kazakh |= KAZAKH.contains(&c);
            }
            _ => other = true,
        }
        switches += usize::from(now != before);
        before = now;
    }
    // A Latin stem with a Cyrillic ending: `MediaWikiның`.
    let suffixed = switches == 2 && before == Script::Cyrillic && cyrillic >= 2;
    match (latin > 0, cyrillic > 0) {
        _ if other || suffixed => Kind::Other,
        (true, true) if kazakh && plain => Kind::Trigger,
        (true, true) => Kind::Mixed,
        (true, false) => Kind::Latin,
        _ => Kind::Cyrillic,
    }
}

/// The words of the phrase around word `trigger`, none before `from`, and whether quotation marks
/// bound it: the innermost quotation, else the run of words that hold Latin letters.
fn phrase(text: &str, all: &[Range<usize>], kinds: &[Kind], trigger: usize, from: usize) -> (Range<usize>, bool) {
    let (mut start, mut end) = (trigger, trigger + 1);
    let mut opened = false;
    while !opened && start > from && trigger - start < LONGEST_PHRASE {
        let between = &text[all[start - 1].end..all[start].start];
        if between.contains(['“', '«', '„', '"']) || between.contains(['”', '»']) {
            opened = between.contains(['“', '«', '„', '"']);
            break;
        }
        start -= 1;
    }
    if start == 0 && !opened {
        opened = text[..all[0].start].contains(['“', '«', '„', '"']);
    }
    let mut closed = false;
    while !closed && end < all.len() && end - trigger < LONGEST_PHRASE {
        let between = &text[all[end - 1].end..all[end].start];
        if between.contains(['“', '«', '„', '”', '»', '"']) {
            closed = between.contains(['”', '»', '"']);
            break;
        }
        end += 1;
    }
    if end == all.len() && !closed {
        closed = text[all[end - 1].end..].contains(['”', '»', '"']);
    }
    let latin = |i: usize| matches!(kinds[i], Kind::Latin | Kind::Mixed | Kind::Trigger);
    if opened && closed && (start..end).all(|i| kinds[i] != Kind::Other) {
        return (start..end, true);
    }
    (start, end) = (trigger, trigger + 1);
    while start > from && latin(start - 1) && trigger - start < LONGEST_PHRASE {
        start -= 1;
    }
    while end < all.len() && latin(end) && end - trigger < LONGEST_PHRASE {
        end += 1;
    }
    (start..end, false)
}

/// True when the list leaves no doubt.
fn is_sure(spelling: &Spelling) -> bool {
    match spelling.known {
        Known::No => false,
        Known::Inflected | Known::Form => spelling.cost <= MOST_COST,
        // Two letters fit too many abbreviations.
        Known::Word(_) => spelling.score() >= SURE,
    }
}

/// The best reading of a word, in a phrase that kept the letters `kept`; by the usual reading of
/// each letter when no list knows one.
fn spell(word: &str, kept: &str) -> Option<Spelling> {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if letters.len() > LONGEST_WORD {
        return None;
    }
    let regular = readings(&letters, kept, false);
    if let Some(spelling) = words::spell(&regular) {
        return Some(spelling);
    }
    // A listed word with a letter mistaken for another: only where a Kazakh letter stands.
    let kazakh = letters.iter().any(|c| script(*c) == Script::Cyrillic);
    if let Some(spelling) = kazakh.then(|| words::spell(&readings(&letters, kept, true))).flatten()
        && matches!(spelling.known, Known::Word(_))
        && spelling.score() >= SURE_OF_MISTAKE
    {
        return Some(spelling);
    }
    let mut usual = String::new();
    let mut at = 0;
    while at < regular.letters() {
        let reading = regular.at(at).first()?;
        usual.push_str(reading.with);
        at += reading.letters;
    }
    Some(Spelling { word: usual, known: Known::No, cost: 0 })
}

/// `restored` in the case of `damaged`: all capitals, a first capital, or small letters. Capitals
/// inside a word are part of the damage.
fn in_case(restored: &str, damaged: &str) -> String {
    let mut letters = damaged.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let capitals = capital && damaged.chars().nth(1).is_some() && damaged.chars().all(char::is_uppercase);
    if capitals {
        return restored.to_uppercase();
    }
    let mut out = String::with_capacity(restored.len());
    for (i, c) in restored.chars().enumerate() {
        match i == 0 && capital {
            true => out.extend(c.to_uppercase()),
            false => out.push(c),
        }
    }
    out
}
