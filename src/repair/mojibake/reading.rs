//! A line as it would read if a mix-up were undone, and what that costs word by word.

use std::ops::Range;

use super::alphabet::{ASCII, Letters};
use super::changes::Changes;
use super::line::{Line, glyph_before};
use super::lossy;
use super::mixup::Mixup;
use super::rule;
use super::utf8::Bytes;
use crate::decode::alphabet::{Glyph, class};
use crate::decode::model::{Model, NAT, WordCost};
use crate::draft::Change;

/// What stands in a reading for some characters of the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Characters of the line it stands for.
    pub(super) from: u32,
    pub(super) to: u32,
    /// The character read; `None` where it became part of the character before.
    pub(super) read: Option<char>,
    /// How it came about.
    pub(super) kind: Kind,
}

/// How a slot came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The character of the line; nothing is claimed of it (ASCII).
    Same,
    /// A character that does not fit the mix-up; it stays.
    Kept,
    /// Decoded.
    Decoded,
    /// Decoded from bytes of which one was lost: the only character it can have been, or the only one
    /// that makes a word.
    Restored,
    /// The same, where language alone chose between several.
    Guessed,
}

/// The line under one mix-up.
pub(super) struct Reading {
    /// Slots in order.
    pub(super) slots: Vec<Slot>,
    /// For every word, one past its last slot.
    pub(super) ends: Vec<usize>,
    /// Cost of every word.
    pub(super) costs: Vec<WordCost>,
}

/// What a character costs that does not fit the mix-up, in nats, beside its own cost.
pub(super) const KEPT: u32 = 5;
/// What a decoded control character costs, in nats.
const UNFINISHED: u32 = 5;
/// What restoring a lost byte costs, in nats.
const RESTORED: u32 = 2;

impl Reading {
    /// The costs of the line as it stands; its words are told by the line itself.
    pub(super) fn as_is(line: &Line, model: &Model) -> Reading {
        let mut costs = Vec::with_capacity(line.words.len());
        price(line, &Letters::as_is(&line.signs, model), model, |cost| costs.push(cost));
        Reading { slots: Vec::new(), ends: Vec::new(), costs }
    }

    /// Gives what every word costs with `mixup` undone wherever it fits to `each`, without the
    /// reading itself; lost letters are told by their neighbours alone.
    pub(super) fn costs(mixup: &Mixup, line: &Line, model: &Model, each: impl FnMut(WordCost)) {
        match mixup.really {
            None => Slots::decoded(mixup, line, false, model).price(model, each),
            Some(_) => price(line, &Letters::undone(mixup, &line.signs, model), model, each),
        }
    }

    /// Gives the [`WordCost::total`] of every word of the line as it stands.
    pub(super) fn totals_as_is(line: &Line, model: &Model, each: impl FnMut(u32)) {
        totals(line, &Letters::as_is(&line.signs, model), model, each);
    }

    /// The costs of the line with `mixup` undone wherever it fits; with the slots, if they are needed to
    /// know them.
    pub(super) fn costed(mixup: &Mixup, line: &Line, model: &Model) -> Reading {
        if mixup.really.is_none() {
            return Reading::undoing(mixup, line, true, model);
        }
        let mut costs = Vec::with_capacity(line.words.len());
        Reading::costs(mixup, line, model, |cost| costs.push(cost));
        Reading { slots: Vec::new(), ends: Vec::new(), costs }
    }

    /// Adds the slots that [`Reading::costed`] did not need.
    pub(super) fn complete(&mut self, mixup: &Mixup, line: &Line) {
        if mixup.really.is_none() {
            return;
        }
        let decoded = decoded(mixup, line);
        let slot = |(c, place, i): (&char, &u16, u32)| {
            let (read, kind) = match usize::from(*place).checked_sub(ASCII) {
                None => (*c, Kind::Same),
                Some(sign) => decoded[sign].map_or((*c, Kind::Kept), |read| (read, Kind::Decoded)),
            };
            Slot { from: i, to: i + 1, read: Some(read), kind }
        };
        let chars = line.chars.iter().zip(&line.places).zip(0..);
        self.slots.extend(chars.map(|((c, place), i)| slot((c, place, i))));
        self.ends.extend(line.words.iter().map(|word| word.end));
    }

    /// The line with `mixup`, one of UTF-8, undone wherever it fits; `words` is that of [`Slots::decoded`].
    pub(super) fn undoing(mixup: &Mixup, line: &Line, words: bool, model: &Model) -> Reading {
        let decoded = Slots::decoded(mixup, line, words, model);
        let mut costs = Vec::with_capacity(decoded.ends.len());
        decoded.price(model, |cost| costs.push(cost));
        Reading { slots: decoded.slots, ends: decoded.ends, costs }
    }

    /// The slots of a word.
    pub(super) fn word(&self, word: usize) -> &[Slot] {
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        &self.slots[start..self.ends[word]]
    }

    /// Appends the text of a word of `line`.
    pub(super) fn write(&self, word: usize, line: &Line, text: &mut String) {
        for slot in self.word(word) {
            match slot.kind {
                Kind::Kept => text.extend(&line.chars[slot.from as usize..slot.to as usize]),
                _ => text.extend(slot.read),
            }
        }
    }

    /// True when some letter is a guess.
    pub(super) fn guesses(&self) -> bool {
        self.slots.iter().any(|slot| slot.kind == Kind::Guessed)
    }

    /// Decoded letters of the word.
    pub(super) fn letters(&self, word: usize) -> usize {
        let letter = |s: &&Slot| s.kind == Kind::Decoded && s.read.is_some_and(char::is_alphabetic);
        self.word(word).iter().filter(letter).count()
    }

    /// Characters of the word that do not read as they stand.
    pub(super) fn changed(&self, word: usize, line: &Line) -> usize {
        let same =
            |s: &&Slot| s.kind == Kind::Kept || s.to - s.from == 1 && s.read == Some(line.chars[s.from as usize]);
        self.word(word).iter().filter(|s| !same(s)).count()
    }
}

/// The slots of a line under a mix-up of UTF-8.
struct Slots {
    slots: Vec<Slot>,
    /// For every word, one past its last slot.
    ends: Vec<usize>,
}

impl Slots {
    /// Reads the line as UTF-8 wherever it is that; `words` is that of [`lossy::restore`].
    fn decoded(mixup: &Mixup, line: &Line, words: bool, model: &Model) -> Slots {
        let mut slots = Vec::with_capacity(line.chars.len());
        let mut ends = Vec::with_capacity(line.words.len());
        let bytes = Bytes::of(&line.chars, mixup.read_as);
        let mut lost = Vec::new();
        for word in &line.words {
            bytes.decode(word.clone(), &mut slots, &mut lost);
            ends.push(slots.len());
        }
        lossy::restore(&mut slots, &lost, mixup.read_as, words, model);
        Slots { slots, ends }
    }

    /// The slots of every word.
    fn words(&self) -> impl Iterator<Item = &[Slot]> {
        let mut start = 0;
        self.ends.iter().map(move |end| &self.slots[std::mem::replace(&mut start, *end)..*end])
    }

    /// Gives the cost of every word to `each`.
    fn price(&self, model: &Model, mut each: impl FnMut(WordCost)) {
        let mut before = Glyph::sign(class::EDGE);
        for (number, word) in self.words().enumerate() {
            let mut extra = 0;
            let (mut cost, end) = model.word_between(before, glyphs(word, &mut extra, model));
            cost.signs += extra;
            before = end;
            if number + 1 == self.ends.len() {
                model.end(&mut cost, end);
            }
            each(cost);
        }
    }
}

/// The glyphs of a word's slots; what they cost beside is added to `extra`.
#[inline(always)]
fn glyphs<'s>(word: &'s [Slot], extra: &'s mut u32, model: &'s Model) -> impl Iterator<Item = Glyph> + 's {
    word.iter().filter_map(|slot| {
        *extra += match slot.kind {
            Kind::Same | Kind::Decoded => 0,
            Kind::Kept => KEPT * NAT,
            Kind::Restored | Kind::Guessed => RESTORED * NAT,
        };
        match slot.read {
            // In UTF-8, a control character is a letter that a further round will read.
            Some('\u{80}'..='\u{9f}') if slot.kind == Kind::Decoded => {
                *extra += UNFINISHED * NAT;
                None
            }
            read => read.map(|c| model.glyph(c)),
        }
    })
}

/// Gives the cost of every word of `line`, read as `letters`, to `each`.
fn price(line: &Line, letters: &Letters, model: &Model, mut each: impl FnMut(WordCost)) {
    let mut before = Letters::EDGE;
    for word in &line.words {
        let last = word.end == line.places.len();
        let (cost, end) = letters.word(&line.places[word.clone()], before, last, model);
        before = end;
        each(cost);
    }
}

/// Gives only the [`WordCost::total`] of every word.
pub(super) fn totals(line: &Line, letters: &Letters, model: &Model, mut each: impl FnMut(u32)) {
    price(line, letters, model, |cost| each(cost.total()));
}

/// True when undoing `mixup` changes some character of `text`, or makes one of several.
pub(super) fn touches(mixup: &Mixup, text: &str) -> bool {
    let mut lead = false;
    text.chars().any(|c| {
        let byte = if c.is_ascii() { None } else { mixup.read_as.byte(c) };
        match (byte, mixup.really) {
            (Some(b), Some(really)) => !matches!(really.char(b), read if read == c || read == '\u{fffd}'),
            (Some(b), None) => {
                let follows = lead && b & 0xc0 == 0x80;
                lead = matches!(b, 0xc2..=0xf4);
                follows
            }
            (None, _) => {
                lead = false;
                false
            }
        }
    })
}

/// What a word of the line costs, read as `letters`: a [`WordCost::total`].
pub(super) fn page_total(line: &Line, word: usize, letters: &Letters, model: &Model) -> u32 {
    let Range { start, end } = line.words[word].clone();
    let before = glyph_before(line.places[..start].iter().rev().map(|place| letters.glyph(*place)));
    letters.word(&line.places[start..end], before, end == line.places.len(), model).0.total()
}

/// What each sign of the line reads as with `mixup`, one of code pages, undone; `None` where it does not fit.
pub(super) fn decoded(mixup: &Mixup, line: &Line) -> Vec<Option<char>> {
    line.signs.iter().map(|c| page_decoded(mixup, *c)).collect()
}

/// True when the page that the line was read as has all of its characters.
pub(super) fn fits(mixup: &Mixup, line: &Line) -> bool {
    line.signs.iter().all(|c| mixup.read_as.byte(*c).is_some())
}

/// For each sign of the line whether undoing `mixup`, one of code pages, changes it.
pub(super) fn changed_signs(mixup: &Mixup, line: &Line) -> Vec<bool> {
    line.signs.iter().map(|c| page_read(mixup, *c) != *c).collect()
}

/// True when undoing `mixup`, one of code pages, changes some of `chars`.
pub(super) fn changes_page(mixup: &Mixup, chars: &[char]) -> bool {
    chars.iter().any(|c| !c.is_ascii() && page_read(mixup, *c) != *c)
}

/// What `c` reads as with `mixup`, one of code pages, undone; itself where the mix-up does not fit.
#[inline]
pub(super) fn page_read(mixup: &Mixup, c: char) -> char {
    page_decoded(mixup, c).unwrap_or(c)
}

/// The same; `None` where the mix-up does not fit.
#[inline]
pub(super) fn page_decoded(mixup: &Mixup, c: char) -> Option<char> {
    let read = mixup.really.zip(mixup.read_as.byte(c)).map(|(really, byte)| really.char(byte));
    read.filter(|read| *read != '\u{fffd}')
}

/// The glyph of that.
#[inline]
pub(super) fn page_glyph(mixup: &Mixup, c: char) -> Option<Glyph> {
    let (really, byte) = mixup.really.zip(mixup.read_as.byte(c))?;
    (really.char(byte) != '\u{fffd}').then(|| really.glyphs[usize::from(byte)])
}

/// The changes of a line that suffered a mix-up of code pages throughout.
pub(super) fn page_throughout(mixup: &Mixup, line: &Line) -> Vec<Change> {
    let (decoded, changed) = (decoded(mixup, line), changed_signs(mixup, line));
    let mut changes = Changes::default();
    for (number, word) in line.words.iter().enumerate() {
        if line.signs_of(number).any(|sign| changed[sign]) {
            let text = changes.at(line.bytes(number), rule(mixup), line.bytes_from(number));
            for (c, place) in line.chars[word.clone()].iter().zip(&line.places[word.clone()]) {
                let sign = usize::from(*place).checked_sub(ASCII);
                text.push(sign.and_then(|sign| decoded[sign]).unwrap_or(*c));
            }
        }
    }
    changes.done()
}
