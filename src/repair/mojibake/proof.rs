//! Whether what a mix-up makes of a line is beyond doubt.

use super::line::Line;
use super::mixup::Mixup;
use super::path::{self, Path};
use super::reading::{self, Reading, Slot};
use crate::decode::model::{Cost, NAT};
use crate::words;

/// What a repair must gain, in nats.
pub(super) const GAIN: u32 = 4;
/// Most that the words of a sound line cost on the average, in nats a character.
pub(super) const SOUND: f32 = 3.2;
/// What undoing a mix-up of code pages must gain, in nats: a capitalised word or a few signs gain
/// up to ten by chance.
const GAIN_PAGES: u32 = 12;
/// With less than this one of the repaired words must be a whole one at that, in nats.
pub(super) const GAIN_SURE: u32 = 25;
/// With less than this it may lack a letter of that: a list of signs is no text.
const GAIN_ALWAYS: u32 = 60;
/// Most that repaired words may cost, in nats a character; sound text costs 2 to 3.
const IMPLAUSIBLE: f32 = 4.1;
/// The same where the gain is sure.
const IMPLAUSIBLE_SURE: f32 = 4.8;
/// Letters of a word that is not found by chance.
pub(super) const WHOLE_WORD: usize = 5;

/// Gain of each changed letter that speaks for itself, in nats: a sign inside a word.
const GAIN_LETTER: u32 = 4;
/// Least that words gain, the price of the mix-up included, of which a mix-up of code pages changes every
/// letter, in nats: one of them must be whole.
pub(super) const GAIN_WORD: u32 = WHOLE_WORD as u32 * GAIN_LETTER;

/// True when the gain is beyond doubt.
pub(super) fn convincing(path: &Path, line: &Line, readings: &[Reading], mixups: &[Mixup]) -> bool {
    let gain = path.as_is.saturating_sub(path.cost) / NAT;
    // The words that read otherwise, with their readings, and how many of their characters do.
    let undone = path.words.iter().enumerate().filter(|(_, r)| **r > 0);
    let repaired = undone.map(|(word, r)| (word, *r, readings[*r].changed(word, line) as u32));
    let repaired: Vec<(usize, usize, u32)> = repaired.filter(|(_, _, changed)| *changed > 0).collect();
    let pages = path.words.iter().any(|r| *r > 0 && mixups[r - 1].really.is_some() && !mixups[r - 1].is_kazakh_font());
    if !pages {
        let fonts = repaired.iter().all(|(_, r, _)| mixups[r - 1].is_kazakh_font());
        let mut staying = Cost::default();
        path.words.iter().zip(&readings[0].costs).filter(|(r, _)| **r == 0).for_each(|(_, c)| staying.add(c));
        return gain >= GAIN && !(fonts && is_elsewhere(&staying));
    }
    // Letters of the longest word that the page gives.
    let longest = || repaired.iter().map(|(word, r, _)| readings[*r].letters(*word)).max().unwrap_or(0);
    let whole = || longest() >= WHOLE_WORD;
    let mut cost = Cost::default();
    let (mut chars, mut changed) = (0, 0);
    for (word, r, signs) in &repaired {
        cost.add(&readings[*r].costs[*word]);
        chars += readings[*r].word(*word).len();
        changed += signs;
    }
    let nats = cost.total() as f32 / NAT as f32 / chars.max(1) as f32;
    let price = repaired.iter().map(|(_, r, _)| mixups[r - 1].price()).min().unwrap_or(0);
    let sure = match gain {
        ..GAIN_PAGES => false,
        GAIN_PAGES..GAIN_SURE => nats < IMPLAUSIBLE && whole(),
        GAIN_SURE..GAIN_ALWAYS => nats < IMPLAUSIBLE_SURE && longest() + 1 >= WHOLE_WORD,
        _ => nats < IMPLAUSIBLE_SURE,
    };
    sure || gain >= GAIN && gain + price >= changed * GAIN_LETTER && nats < IMPLAUSIBLE && whole()
        || gain >= GAIN_PAGES && all_known(repaired.iter().map(|(word, r, _)| readings[*r].word(*word)))
}

/// Letters that known words hold together which are not found by chance.
const KNOWN_LETTERS: usize = 6;

/// True when the words of a line that a mix-up gives are Kazakh or Russian, and not by chance.
fn all_known<'r>(mut repaired: impl Iterator<Item = &'r [Slot]>) -> bool {
    let mut letters = 0;
    let known = repaired.all(|slots| {
        let text: String = slots.iter().filter_map(|slot| slot.read).flat_map(char::to_lowercase).collect();
        // One or two letters are too often an abbreviation in the lists.
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
        words.into_iter().all(|word| {
            letters += word.chars().count();
            words::russian(word) || words::kazakh(word).yes()
        })
    });
    known && letters >= KNOWN_LETTERS
}
/// What undoing a mix-up of code pages gains on a line that it damaged throughout, in nats: each word
/// that changes gains something or loses little, and together they gain far more than is asked for.
pub(super) fn gain_throughout(mixup: &Mixup, line: &Line, as_is: &Reading, undone: &Reading) -> Option<u32> {
    let font = mixup.is_kazakh_font();
    if mixup.really.is_none() || !font && !reading::fits(mixup, line) {
        return None;
    }
    let (mut gain, mut chars, mut cost, mut staying) = (0, 0, Cost::default(), Cost::default());
    let mut lost = false;
    let changed = reading::changed_signs(mixup, line);
    for (number, (before, after)) in as_is.costs.iter().zip(&undone.costs).enumerate() {
        if !line.signs_of(number).any(|sign| changed[sign]) {
            staying.add(before);
            continue;
        }
        let (before, now) = (before.total(), after.total());
        // The cheapest way would not leave the mix-up for less.
        lost |= now >= before + path::BACK * NAT;
        gain += before.saturating_sub(now) / NAT;
        chars += line.words[number].len() as u32;
        cost.add(after);
    }
    let enough = match font {
        // Most letters of its words are right; beyond doubt all the same, twice what is asked for.
        true => gain >= 2 * (GAIN + mixup.price()) && !is_elsewhere(&staying),
        // Where letters were lost before the mix-up, sound words are dear, and those on the page far dearer.
        false => {
            let costs_less = |nats: f32| (cost.total() as f32) < nats * (chars * NAT) as f32;
            gain >= GAIN_SURE.max(chars) && costs_less(SOUND)
                || gain >= GAIN_ALWAYS.max(2 * chars) && costs_less(IMPLAUSIBLE_SURE)
        }
    };
    (enough && !lost).then_some(gain)
}
/// Nats by which, beside an eighth of all, the sound words of a line show that it is in a language
/// of other countries.
const ELSEWHERE: u32 = 8;

/// True when the words that stay are Mongolian, Macedonian or the like, by their cost: their few odd
/// letters are no Kazakh ones.
fn is_elsewhere(staying: &Cost) -> bool {
    let (ours, others) = staying.ours_and_others();
    ours > others + others / 8 + ELSEWHERE * NAT
}
