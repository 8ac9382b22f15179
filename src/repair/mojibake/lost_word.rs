//! A second look at letters that were chosen by their neighbours: does the whole word exist?

use super::reading::{Kind, Slot};
use crate::decode::gap::GROUPS;
use crate::words::{self, Known};

/// Most letters of one word that are tried together: 27 words.
const MOST: usize = 3;
/// Longest word that is looked up, in letters.
const LONGEST: usize = 40;
/// A Kazakh word takes the place of another when it is so many times as common, as a power of two.
const COMMONER: u8 = 3;

/// What the letter alone can be: the preposition `с` or the pronoun `я`.
const ALONE: [char; 2] = ['с', 'я'];
/// Words that no preposition stands before.
const AFTER_PRONOUN: [&str; 25] = [
    "не", "ни", "и", "а", "но", "бы", "б", "же", "ж", "ли", "как", "так", "там", "тут", "вам", "вас", "тебя", "тебе",
    "его", "ему", "их", "в", "на", "к", "уже",
];
/// Words that stand after a preposition only.
const AFTER_PREPOSITION: [&str; 9] = ["ним", "ней", "ними", "нею", "него", "неё", "нее", "них", "тобой"];
/// Endings of nouns and adjectives that no verb has and that stand after `с`.
const INSTRUMENTAL: [&str; 4] = ["ами", "ями", "ыми", "ней"];

/// Corrects the letters at `holes`, slots in order; those that hold none of the [`GROUPS`] stay. What
/// the words do not prove is marked as a guess.
pub(super) fn correct(slots: &mut [Slot], holes: &[usize]) {
    let mut rest = holes;
    while let [first, ..] = *rest {
        let word = word_around(slots, first);
        // A lost sign is in no word.
        let count = rest.iter().take_while(|hole| word.contains(hole)).count();
        let (here, after) = rest.split_at(count.max(1));
        rest = after;
        let told = if word.len() == 1 { alone(slots, first) } else { false };
        let mut ranks = Ranks::default();
        if (1..=MOST).contains(&count) && (2..=LONGEST).contains(&word.len()) {
            known(slots, word, here, &mut ranks);
        }
        for at in here {
            if !told && !proved(slots, *at, &mut ranks) {
                slots[*at].kind = Kind::Guessed;
            }
        }
    }
}

/// True when the space after the slot `at` was a byte of a letter, `read`, that goes on with what
/// follows; false when the word after it stands for itself; `None` when the words do not tell.
pub(super) fn goes_on(slots: &[Slot], at: usize, read: char) -> Option<bool> {
    let rest: String = slots.get(at + 2..)?.iter().take(LONGEST).map_while(letter).collect();
    let whole = format!("{read}{rest}");
    if rest.chars().count() == 1 {
        // Words of one letter, in Russian.
        return Some(!"авикосуяАВИКОСУЯ".contains(&rest));
    }
    let (whole, rest) = (rank(&whole) > 0, rank(&rest) > 0);
    (whole != rest).then_some(whole)
}

fn letter(slot: &Slot) -> Option<char> {
    slot.read.filter(|c| c.is_alphabetic())
}

/// The slots of the word that holds slot `at`.
fn word_around(slots: &[Slot], at: usize) -> std::ops::Range<usize> {
    let part = |slot: &&Slot| letter(slot).is_some();
    let before = slots[..at].iter().rev().take(LONGEST).take_while(part).count();
    let after = slots[at..].iter().take(LONGEST).take_while(part).count();
    at - before..at + after
}

/// How well a word is known: 0 not at all, 1 in a list, more by how common it is in Kazakh.
fn rank(word: &str) -> u8 {
    let lower = word.to_lowercase();
    match words::kazakh(&lower) {
        // The Kazakh list holds abbreviations and sounds of two letters.
        _ if lower.chars().count() < 3 => u8::from(words::russian(&lower)),
        Known::Word(weight) => 2 + weight,
        Known::Form => 1,
        _ => u8::from(words::russian(&lower)),
    }
}

/// The ranks of the words that one word with holes may be, each looked up once.
#[derive(Default)]
struct Ranks(Vec<(Vec<char>, u8)>);

impl Ranks {
    fn of(&mut self, letters: &[char]) -> u8 {
        if let Some((_, rank)) = self.0.iter().find(|(known, _)| known == letters) {
            return *rank;
        }
        let rank = rank(&letters.iter().collect::<String>());
        self.0.push((letters.to_vec(), rank));
        rank
    }
}

/// True when the words prove the letter at `at`: it makes a known word of its own, and no other
/// letter that it may be makes one, in whatever language.
fn proved(slots: &[Slot], at: usize, ranks: &mut Ranks) -> bool {
    let word = word_around(slots, at);
    let Some(group) = slots[at].read.and_then(group) else { return true };
    let mut letters: Vec<char> = slots[word.clone()].iter().filter_map(letter).collect();
    if !(2..=LONGEST).contains(&letters.len()) {
        return false;
    }
    let chosen = letters[at - word.start];
    group.iter().all(|c| {
        letters[at - word.start] = *c;
        (ranks.of(&letters) > 0) == (*c == chosen)
    })
}

/// Takes the letters that make a known word where those chosen make none.
fn known(slots: &mut [Slot], word: std::ops::Range<usize>, holes: &[usize], ranks: &mut Ranks) {
    let mut letters: Vec<char> = slots[word.clone()].iter().filter_map(letter).collect();
    let now = ranks.of(&letters);
    let Some(groups) = holes.iter().map(|hole| group(letters[hole - word.start])).collect::<Option<Vec<_>>>() else {
        return;
    };
    let mut best: Option<(u8, Vec<char>)> = None;
    for n in 0..groups.iter().map(|group| group.len()).product() {
        let mut n: usize = n;
        for (hole, group) in holes.iter().zip(&groups) {
            letters[hole - word.start] = group[n % group.len()];
            n /= group.len();
        }
        let rank = ranks.of(&letters);
        if rank > best.as_ref().map_or(0, |(best, _)| *best) {
            best = Some((rank, letters.clone()));
        }
    }
    if let Some((rank, letters)) = best
        && (now == 0 || now > 1 && rank >= now + COMMONER)
    {
        slots[word].iter_mut().zip(letters).for_each(|(slot, c)| slot.read = Some(c));
    }
}

/// The letters that `c` may be.
fn group(c: char) -> Option<&'static [char]> {
    GROUPS.iter().find(|group| group.contains(&c)).map(|group| &group[..])
}

/// Tells the preposition from the pronoun by what follows; false when that does not tell.
fn alone(slots: &mut [Slot], at: usize) -> bool {
    if !slots[at].read.is_some_and(|c| ALONE.contains(&c)) {
        return false;
    }
    let follows = slots[at + 1..].iter().filter_map(|slot| slot.read);
    let mut after = follows.skip_while(|c| *c == ' ').take(LONGEST).peekable();
    let pronoun = match after.peek() {
        None | Some('.' | ',' | '!' | '?' | ';' | ':' | ')' | '…') => true,
        Some(c) if c.is_alphabetic() => {
            let next: String = after.take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            let long = next.chars().count() > 3;
            if AFTER_PRONOUN.contains(&next.as_str()) || long && next.ends_with('л') {
                true
            } else if AFTER_PREPOSITION.contains(&next.as_str())
                || long && INSTRUMENTAL.iter().any(|e| next.ends_with(e))
            {
                false
            } else {
                return false;
            }
        }
        _ => return false,
    };
    slots[at].read = Some(ALONE[usize::from(pronoun)]);
    true
}
