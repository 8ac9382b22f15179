//! Bytes lost between two readings: UTF-8 was read as a page that leaves some bytes undefined, and
//! those became U+FFFD, "?" or nothing; or a no-break space became a plain one.
//!
//! In windows-1251 only byte 98 is undefined: what was lost is known. In windows-1252 there are
//! five such bytes, and the neighbours decide between the letters they give.

use super::lost_word;
use super::reading::{Kind, Slot};
use crate::decode::alphabet::{Glyph, class};
use crate::decode::code_page::CodePage;
use crate::decode::gap::{self, Context};
use crate::decode::model::{CYRILLIC_PRIOR, Cost, Model, NAT};

/// A sequence of UTF-8 without its last byte.
pub(super) struct Lost {
    /// The slot that holds its place.
    pub(super) slot: usize,
    /// The bits of the bytes that are there.
    pub(super) code: u32,
    /// What stands in the line where the last byte should be.
    pub(super) after: Option<char>,
}

/// Whole sequences a line must have for each that is to be restored: damage is rarer than letters.
const WHOLE_FOR_LOST: usize = 2;

/// The undefined bytes of a page: those that converters turn into U+FFFD or "?", or drop.
fn holes(page: &CodePage) -> &'static [u8] {
    match page.name {
        "windows-1251" | "kz-1048" => &[0x98],
        "windows-1252" => &[0x81, 0x8d, 0x8f, 0x90, 0x9d],
        "windows-1250" => &[0x81, 0x83, 0x88, 0x90, 0x98],
        _ => &[],
    }
}

/// What a lost byte may have been.
#[derive(Clone, Copy)]
struct Choice {
    read: char,
    /// The byte was a no-break space and stands there as a plain one.
    takes_space: bool,
}

/// What a no-break space costs where bytes were dropped, in nats.
const DROPPED: u32 = 4;
/// What a reading costs that makes no word where the other does, in nats.
const NO_WORD: u32 = 8;
/// What a conjunction of one letter at the start of a sentence gains that pairs of letters do not
/// know, in nats.
const WORD: u32 = 2;

/// True for a Russian conjunction of one letter that may begin a sentence at `at`.
fn is_word(read: char, slots: &[Slot], at: usize) -> bool {
    let mut before = slots[..at].iter().rev().filter_map(|s| s.read).skip_while(|c| *c == ' ');
    let begins = before.next().is_none_or(|c| matches!(c, '.' | '!' | '?' | '…' | '«' | '"' | '—' | '–' | '-'));
    begins && matches!(read, 'А' | 'И') && at.checked_sub(1).is_none_or(|i| slots[i].read == Some(' '))
}

/// Fills the open slots, if the line, read as `page`, is UTF-8 otherwise. With `words`, whole words are
/// asked too; without, what the line costs is known nearly as well and far sooner.
pub(super) fn restore(slots: &mut [Slot], lost: &[Lost], page: &CodePage, words: bool, model: &Model) {
    let whole = slots.iter().filter(|s| s.kind == Kind::Decoded).count();
    if lost.is_empty() || whole < WHOLE_FOR_LOST || whole < lost.len() {
        return;
    }
    let language = language(slots, model);
    let loss = Loss::of(slots, lost, page);
    // Slots of letters that the words may tell better.
    let mut chosen = Vec::new();
    for (i, l) in lost.iter().enumerate() {
        let context = context(slots, l.slot, &lost[i + 1..], model);
        let letters: Vec<char> = choices(l, page, loss).filter(|c| !c.takes_space).map(|c| c.read).collect();
        if let Some(read) = context.likeliest(&letters)
            && l.after != Some(' ')
        {
            slots[l.slot].read = Some(read);
            slots[l.slot].kind = Kind::Restored;
            chosen.push(l.slot);
            continue;
        }
        let joined = choices(l, page, loss).find(|choice| choice.takes_space);
        let goes_on = joined.filter(|_| words).and_then(|choice| lost_word::goes_on(slots, l.slot, choice.read));
        let best = choices(l, page, loss).min_by_key(|choice| {
            let cost = cost_around(slots, l.slot, *choice, language, model);
            let cost = cost + if goes_on.is_some_and(|on| on != choice.takes_space) { NO_WORD * NAT } else { 0 };
            match choice.takes_space {
                // Where bytes were dropped inside words, one was dropped before this space too.
                true => cost + if loss.inside { DROPPED * NAT } else { 0 },
                false if l.after == Some(' ') && is_word(choice.read, slots, l.slot) => cost.saturating_sub(WORD * NAT),
                false => cost,
            }
        });
        let Some(choice) = best else { continue };
        slots[l.slot].read = Some(choice.read);
        slots[l.slot].kind = Kind::Restored;
        if choice.takes_space {
            slots[l.slot + 1].read = None;
            slots[l.slot + 1].kind = Kind::Decoded;
        } else {
            chosen.push(l.slot);
        }
    }
    if words {
        lost_word::correct(slots, &chosen);
    }
}

/// The letters around a gap; `later` are the gaps to the right of it.
fn context(slots: &[Slot], at: usize, later: &[Lost], model: &Model) -> Context {
    let mut context = Context::default();
    let read = |s: &Slot| s.read.map(|c| gap::neighbour(model.glyph(c)));
    let left = slots[..at].iter().rev().filter_map(read);
    context.left.iter_mut().zip(left).for_each(|(n, c)| *n = c);
    let mut later = later.iter().map(|l| l.slot).peekable();
    for (n, (i, slot)) in context.right.iter_mut().zip(slots.iter().enumerate().skip(at + 1)) {
        *n = match later.next_if_eq(&i) {
            Some(_) => gap::GAP,
            None => read(slot).unwrap_or(0),
        };
    }
    context
}

/// What a line tells of its loss.
#[derive(Clone, Copy)]
struct Loss {
    /// No byte that the page does not define was lost: one is still there.
    none_undefined: bool,
    /// Lost bytes left a mark, so they were not simply dropped.
    marked: bool,
    /// Something is missing before a sign that is no space.
    inside: bool,
}

impl Loss {
    fn of(slots: &[Slot], lost: &[Lost], page: &CodePage) -> Loss {
        let last_byte = |c: char| c as u32 as u8 & 0x3f | 0x80;
        let undefined = |s: &Slot| {
            s.kind == Kind::Decoded && s.read.is_some_and(|c| c > '\u{7f}' && holes(page).contains(&last_byte(c)))
        };
        Loss {
            none_undefined: slots.iter().any(undefined),
            marked: lost.iter().any(|l| matches!(l.after, Some('\u{fffd}' | '?'))),
            inside: lost.iter().any(|l| l.after.is_some_and(|c| c != ' ')),
        }
    }
}

fn choices(lost: &Lost, page: &CodePage, loss: Loss) -> impl Iterator<Item = Choice> {
    let code = lost.code;
    let space = lost.after == Some(' ');
    let nbsp = page.byte('\u{a0}').filter(|b| b & 0xc0 == 0x80);
    // At the end of a text the no-break space was trimmed, where nothing else can have been lost.
    let nbsp = nbsp.filter(|_| space || lost.after.is_none() && holes(page).is_empty());
    let marked = matches!(lost.after, Some('\u{fffd}' | '?'));
    let undefined = if loss.none_undefined || space && loss.marked && !marked { &[] } else { holes(page) };
    let from_hole = undefined.iter().map(move |b| (*b, false));
    let from_space = nbsp.map(move |b| (b, space));
    from_hole.chain(from_space).filter_map(move |(byte, takes_space)| {
        let read = char::from_u32(code << 6 | u32::from(byte & 0x3f))?;
        let whole = if code < 0x20 { 0x80 } else { 0x800 };
        (read as u32 >= whole).then_some(Choice { read, takes_space })
    })
}

/// The Cyrillic lane the whole sequences are cheapest in.
fn language(slots: &[Slot], model: &Model) -> usize {
    let glyphs = slots.iter().filter(|s| s.kind != Kind::Kept).filter_map(|s| s.read).map(|c| model.glyph(c));
    let cost = model.cost(glyphs);
    (0..CYRILLIC_PRIOR.len()).min_by_key(|l| cost.cyrillic[*l].saturating_add(CYRILLIC_PRIOR[*l])).unwrap_or(0)
}

/// Characters on each side that are looked at.
const AROUND: usize = 3;

fn cost_around(slots: &[Slot], at: usize, choice: Choice, language: usize, model: &Model) -> u32 {
    let left = slots[at.saturating_sub(AROUND)..at].iter();
    let from = at + 1 + usize::from(choice.takes_space);
    let to = slots.len().min(at + 2 + AROUND);
    let right = slots[from.min(to)..to].iter();
    let mut cost = Cost::default();
    let mut before = Glyph::sign(class::EDGE);
    let reads = left.filter_map(|s| s.read).chain([choice.read]).chain(right.filter_map(|s| s.read));
    for c in reads {
        before = model.step(&mut cost, before, model.glyph(c));
    }
    model.step(&mut cost, before, Glyph::sign(class::EDGE));
    cost.signs + cost.cyrillic[language] + cost.latin.iter().min().copied().unwrap_or(0)
}
