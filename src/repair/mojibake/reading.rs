//! A line as it would read if a mix-up were undone, and what that costs word by word.

use super::changes::Changes;
use super::line::Line;
use super::lossy::{self, Lost};
use super::mixup::Mixup;
use super::proof::GAIN_SURE;
use super::rule;
use crate::decode::alphabet::{Glyph, class};
use crate::decode::code_page::CodePage;
use crate::decode::model::{Cost, Model, NAT};
use crate::decode::noise::count;
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
    pub(super) costs: Vec<Cost>,
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
        price(line, model, |c| (model.glyph(c), 0), |cost| costs.push(cost));
        Reading { slots: Vec::new(), ends: Vec::new(), costs }
    }

    /// Gives what every word costs with `mixup` undone wherever it fits to `each`, without the
    /// reading itself; lost letters are told by their neighbours alone.
    pub(super) fn costs(mixup: &Mixup, line: &Line, model: &Model, mut each: impl FnMut(Cost)) {
        let Some(really) = mixup.really else {
            return Reading::undoing(mixup, line, false, model).costs.into_iter().for_each(each);
        };
        let kazakh = mixup.is_kazakh();
        price(line, model, page_reader(mixup, really, model), |mut cost| {
            if kazakh {
                cost.only_kazakh();
            }
            each(cost);
        });
    }

    /// Gives only the [`Cost::total`] of every word.
    pub(super) fn totals(mixup: &Mixup, line: &Line, model: &Model, mut each: impl FnMut(u32)) {
        let Some(really) = mixup.really else {
            let reading = Reading::undoing(mixup, line, false, model);
            return reading.costs.iter().for_each(|cost| each(cost.total()));
        };
        totals(line, model, page_reader(mixup, really, model), mixup.is_kazakh(), each);
    }

    /// Gives the [`Cost::total`] of every word of the line as it stands.
    pub(super) fn totals_as_is(line: &Line, model: &Model, each: impl FnMut(u32)) {
        totals(line, model, |c| (model.glyph(c), 0), false, each);
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
        let Some(really) = mixup.really else { return };
        self.slots.reserve(line.chars.len());
        for (i, c) in line.chars.iter().enumerate() {
            let (read, kind) = match mixup.read_as.byte(*c) {
                Some(b) if b < 0x80 => (*c, Kind::Same),
                Some(b) => match really.char(b) {
                    '\u{fffd}' => (*c, Kind::Kept),
                    read => (read, Kind::Decoded),
                },
                None => (*c, Kind::Kept),
            };
            self.slots.push(Slot { from: i as u32, to: i as u32 + 1, read: Some(read), kind });
        }
        self.ends.extend(line.words.iter().map(|word| word.end));
    }

    /// The line with `mixup`, one of UTF-8, undone wherever it fits; `words` is that of [`lossy::restore`].
    fn undoing(mixup: &Mixup, line: &Line, words: bool, model: &Model) -> Reading {
        let mut slots = Vec::with_capacity(line.chars.len());
        let mut ends = Vec::with_capacity(line.words.len());
        let bytes = Bytes { chars: &line.chars, page: mixup.read_as };
        let mut lost = Vec::new();
        for word in &line.words {
            bytes.decode(word.clone(), &mut slots, &mut lost);
            ends.push(slots.len());
        }
        lossy::restore(&mut slots, &lost, mixup.read_as, words, model);
        Reading::priced(slots, ends, model)
    }

    fn priced(slots: Vec<Slot>, ends: Vec<usize>, model: &Model) -> Reading {
        let edge = Glyph::sign(class::EDGE);
        let mut before = edge;
        let mut start = 0;
        let mut costs = Vec::with_capacity(ends.len());
        for end in &ends {
            let mut extra = 0;
            let word = &slots[start..*end];
            let reads = word.iter().filter_map(|slot| {
                extra += match slot.kind {
                    Kind::Same | Kind::Decoded => 0,
                    Kind::Kept => KEPT * NAT,
                    Kind::Restored | Kind::Guessed => RESTORED * NAT,
                };
                match slot.read {
                    // In UTF-8, a control character is a letter that a further round will read.
                    Some('\u{80}'..='\u{9f}') if slot.kind == Kind::Decoded => {
                        extra += UNFINISHED * NAT;
                        None
                    }
                    read => read.map(|c| model.glyph(c)),
                }
            });
            let (mut cost, last) = model.cost_between(before, reads);
            cost.signs += extra;
            before = last;
            start = *end;
            costs.push(cost);
        }
        if let Some(last) = costs.last_mut() {
            model.step(last, before, edge);
        }
        Reading { slots, ends, costs }
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

/// Gives the cost of every word of `line` to `each`; `read` tells what a character becomes and what
/// that costs beside its letters.
#[inline(always)]
fn price(line: &Line, model: &Model, read: impl Fn(char) -> (Glyph, u32), mut each: impl FnMut(Cost)) {
    let edge = Glyph::sign(class::EDGE);
    let mut before = edge;
    for (i, word) in line.words.iter().enumerate() {
        let mut extra = 0;
        let glyphs = line.chars[word.clone()].iter().map(|c| {
            let (glyph, more) = read(*c);
            extra += more;
            glyph
        });
        let (mut cost, last) = model.cost_between(before, glyphs);
        cost.signs += extra;
        before = last;
        if i + 1 == line.words.len() {
            model.step(&mut cost, before, edge);
        }
        each(cost);
    }
}

/// The same with the [`Cost::total`] of every word.
#[inline(always)]
fn totals(line: &Line, model: &Model, read: impl Fn(char) -> (Glyph, u32), kazakh: bool, mut each: impl FnMut(u32)) {
    let edge = Glyph::sign(class::EDGE);
    let mut before = edge;
    for (i, word) in line.words.iter().enumerate() {
        let mut extra = 0;
        let glyphs = line.chars[word.clone()].iter().map(|c| {
            let (glyph, more) = read(*c);
            extra += more;
            glyph
        });
        let last = (i + 1 == line.words.len()).then_some(edge);
        let (signs, letters, end) = model.total_between(before, glyphs.chain(last), kazakh);
        before = end;
        each(signs + letters + extra);
    }
}

/// What a character becomes with a mix-up of code pages undone, and what that costs beside its letters.
#[inline(always)]
fn page_reader(mixup: &Mixup, really: &'static CodePage, model: &Model) -> impl Fn(char) -> (Glyph, u32) {
    let read_as = mixup.read_as;
    move |c| match read_as.byte(c) {
        Some(b) if b < 0x80 || really.char(b) != '\u{fffd}' => (really.glyphs[usize::from(b)], 0),
        _ => (model.glyph(c), KEPT * NAT),
    }
}

/// True when undoing `mixup` changes some character of `text`, or makes one of several.
pub(super) fn touches(mixup: &Mixup, text: &str) -> bool {
    // A page of Latin letters and signs has nothing of the Cyrillic rows.
    if mixup.read_as.byte('а').is_none() && count(text.as_bytes(), |b| matches!(b, 0xc2..=0xcf | 0xe0..)) == 0 {
        return false;
    }
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

/// True when the line reads the same with either mix-up of code pages undone.
pub(super) fn reads_as(one: &Mixup, other: &Mixup, line: &Line) -> bool {
    let (Some(really), Some(really_other)) = (one.really, other.really) else { return false };
    line.signs().iter().all(|c| {
        let read = one.read_as.byte(*c).map(|b| really.char(b));
        read == other.read_as.byte(*c).map(|b| really_other.char(b))
    })
}

/// True when the page that the line was read as has all of its characters.
pub(super) fn fits(mixup: &Mixup, line: &Line) -> bool {
    line.signs().iter().all(|c| mixup.read_as.byte(*c).is_some())
}

/// True when undoing `mixup`, one of code pages, changes some of `chars`.
pub(super) fn changes_page(mixup: &Mixup, chars: &[char]) -> bool {
    chars.iter().any(|c| !c.is_ascii() && page_read(mixup, *c) != *c)
}

/// What `c` reads as with `mixup`, one of code pages, undone; itself where the mix-up does not fit.
#[inline]
pub(super) fn page_read(mixup: &Mixup, c: char) -> char {
    let read = mixup.really.zip(mixup.read_as.byte(c)).map(|(really, byte)| really.char(byte));
    read.filter(|read| *read != '\u{fffd}').unwrap_or(c)
}

/// The changes of a line that suffered a mix-up of code pages throughout.
pub(super) fn page_throughout(mixup: &Mixup, line: &Line) -> Vec<Change> {
    let mut changes = Changes::default();
    for (number, word) in line.words.iter().enumerate() {
        let chars = &line.chars[word.clone()];
        if changes_page(mixup, chars) {
            let text = changes.at(line.bytes(number), rule(mixup));
            if text.is_empty() {
                // Mostly it is the rest of the line that changes.
                text.reserve(2 * (line.chars.len() - word.start));
            }
            chars.iter().for_each(|c| text.push(page_read(mixup, *c)));
        }
    }
    changes.done()
}

/// Sequences that a line needs to be UTF-8 beyond doubt.
const SEQUENCES: usize = 4;
/// Characters at the head of such a line whose gain stands for the whole.
const PROOF: usize = 160;

/// True when the first sign of `text` begins a sequence of UTF-8 that was read as the page of `mixup`:
/// most lines show by it that they are something else.
pub(super) fn opens_utf8(mixup: &Mixup, text: &str) -> bool {
    let Some(first) = text.bytes().position(|b| !b.is_ascii()) else { return false };
    let mut chars = ['\0'; LONGEST_SEQUENCE];
    let length = chars.iter_mut().zip(text[first..].chars()).map(|(to, c)| *to = c).count();
    matches!(Bytes { chars: &chars, page: mixup.read_as }.sequence(0, length), Sequence::Whole(..))
}

/// Undoes a mix-up of UTF-8 on a line that it befell throughout, whose sequences prove themselves: every
/// character above ASCII is part of one, there are enough, and those at the head of the line make it
/// far likelier. Gives the gain too, in nats.
pub(super) fn utf8_throughout<'m>(
    mixup: &'m Mixup,
    line: &Line,
    model: &Model,
) -> Option<(&'m Mixup, u32, Vec<Change>)> {
    let bytes = Bytes { chars: &line.chars, page: mixup.read_as };
    let mut text = String::new();
    let mut changes = Changes::default();
    let mut sequences = 0;
    for (number, word) in line.words.iter().enumerate() {
        let before = sequences;
        text.clear();
        let mut i = word.start;
        while i < word.end {
            if line.chars[i].is_ascii() {
                text.push(line.chars[i]);
                i += 1;
                continue;
            }
            let Sequence::Whole(length, read) = bytes.sequence(i, word.end) else { return None };
            text.push(read);
            i += length;
            sequences += 1;
        }
        if sequences > before {
            changes.at(line.bytes(number), rule(mixup)).push_str(&text);
        }
    }
    if sequences < SEQUENCES {
        return None;
    }
    let gain = head_gain(mixup, line, model)?;
    Some((mixup, gain, changes.done()))
}

/// What the first words of a line gain with a mix-up of UTF-8 undone, in nats; `None` if it is too
/// little or one of them loses.
fn head_gain(mixup: &Mixup, line: &Line, model: &Model) -> Option<u32> {
    let words = line.words.iter().take_while(|word| word.start < PROOF).count();
    let head = line.head(words);
    let as_is = Reading::as_is(&head, model);
    let reading = Reading::undoing(mixup, &head, true, model);
    let (mut gain, mut chars) = (0, 0);
    for (word, (before, after)) in as_is.costs.iter().zip(&reading.costs).enumerate() {
        if reading.changed(word, &head) == 0 {
            continue;
        }
        let (before, now) = (before.total(), after.total());
        if now >= before {
            return None;
        }
        gain += (before - now) / NAT;
        chars += reading.word(word).len() as u32;
    }
    (gain >= GAIN_SURE.max(chars)).then_some(gain)
}

/// Bytes of the longest sequence of UTF-8.
const LONGEST_SEQUENCE: usize = 4;

/// The characters of a line as bytes of the page they were read as.
struct Bytes<'a> {
    chars: &'a [char],
    page: &'static CodePage,
}

impl Bytes<'_> {
    /// The byte above 127 of the character at `i`.
    fn upper(&self, i: usize, end: usize) -> Option<u8> {
        if i >= end {
            return None;
        }
        self.page.byte(self.chars[i]).filter(|b| *b >= 0x80)
    }

    /// The UTF-8 sequence that begins at `i`.
    fn sequence(&self, i: usize, end: usize) -> Sequence {
        let (more, mut code) = match self.upper(i, end) {
            Some(b @ 0xc2..=0xdf) => (1, u32::from(b & 0x1f)),
            Some(b @ 0xe0..=0xef) => (2, u32::from(b & 0x0f)),
            Some(b @ 0xf0..=0xf4) => (3, u32::from(b & 0x07)),
            _ => return Sequence::None,
        };
        let least = [0, 0x80, 0x800, 0x10000][more];
        for have in 0..more {
            match self.upper(i + 1 + have, end).filter(|b| b & 0xc0 == 0x80) {
                Some(b) => code = code << 6 | u32::from(b & 0x3f),
                None if have + 1 == more => return Sequence::Lacking(more, code),
                None => return Sequence::None,
            }
        }
        match char::from_u32(code) {
            Some(c) if code >= least => Sequence::Whole(more + 1, c),
            _ => Sequence::None,
        }
    }

    /// Reads the characters of a word as UTF-8. Where a sequence lacks its last byte, a slot is
    /// left open in `lost`.
    fn decode(&self, word: std::ops::Range<usize>, slots: &mut Vec<Slot>, lost: &mut Vec<Lost>) {
        let end = word.end;
        let mut i = word.start;
        while i < end {
            let c = self.chars[i];
            let (length, read, kind) = match self.sequence(i, end) {
                Sequence::Whole(length, read) => (length, read, Kind::Decoded),
                Sequence::None => (1, c, if c.is_ascii() { Kind::Same } else { Kind::Kept }),
                Sequence::Lacking(length, code) => {
                    let after = self.chars[..end].get(i + length).copied();
                    lost.push(Lost { slot: slots.len(), code, after });
                    let marked = matches!(after, Some('\u{fffd}' | '?'));
                    (length + usize::from(marked), c, Kind::Kept)
                }
            };
            slots.push(Slot { from: i as u32, to: (i + length) as u32, read: Some(read), kind });
            i += length;
        }
    }
}

/// What begins at a character of the line.
enum Sequence {
    /// So many characters are a sequence for this one.
    Whole(usize, char),
    /// So many characters are a sequence but for its last byte; the bits so far.
    Lacking(usize, u32),
    /// None.
    None,
}
