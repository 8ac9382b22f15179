//! UTF-8 that was read as a code page: its sequences among the signs that the page made of it.

use std::ops::Range;
use std::str::Chars;

use super::changes::Changes;
use super::line::{self, Line};
use super::lossy::Lost;
use super::mixup::Mixup;
use super::proof::GAIN_SURE;
use super::reading::{Kind, Reading, Slot};
use super::rule;
use crate::decode::code_page::CodePage;
use crate::decode::model::{Model, NAT};
use crate::draft::Change;

/// Sequences that a line needs to be UTF-8 beyond doubt.
const SEQUENCES: usize = 4;
/// Characters at the head of such a line whose gain stands for the whole.
const PROOF: usize = 160;

/// True when `signs`, a text from its first sign above ASCII on, begins with a sequence of UTF-8 that was
/// read as the page of `mixup`: most lines show by it that they are something else.
pub(super) fn begins(mixup: &Mixup, signs: &str) -> bool {
    let mut chars = signs.chars();
    chars.next().is_some_and(|lead| read(lead, &mut chars, mixup.read_as).is_some())
}

/// Undoes a mix-up of UTF-8 on a line that it befell throughout, whose sequences prove themselves: every
/// character above ASCII is part of one, there are enough, and those at the head of the line make it
/// far likelier. Gives the gain too, in nats.
pub(super) fn throughout<'m>(mixup: &'m Mixup, text: &str, model: &Model) -> Option<(&'m Mixup, u32, Vec<Change>)> {
    let mut changes = Changes::default();
    let mut sequences = 0;
    for word in line::words(text).filter(|word| !text[word.clone()].is_ascii()) {
        let mut chars = text[word.clone()].chars();
        let with = changes.at(word.clone(), rule(mixup), (text.len() - word.start) / 2);
        while let Some(c) = chars.next() {
            if c.is_ascii() {
                with.push(c);
            } else {
                with.push(read(c, &mut chars, mixup.read_as)?);
                sequences += 1;
            }
        }
    }
    if sequences < SEQUENCES {
        return None;
    }
    let gain = head_gain(mixup, text, model)?;
    Some((mixup, gain, changes.done()))
}

/// What the first words of a line gain with a mix-up of UTF-8 undone, in nats; `None` if it is too
/// little or one of them loses.
fn head_gain(mixup: &Mixup, text: &str, model: &Model) -> Option<u32> {
    let (mut chars, mut end) = (0, 0);
    for word in line::words(text) {
        if chars >= PROOF {
            break;
        }
        chars += text[word.clone()].chars().count();
        end = word.end;
    }
    let head = Line::new(&text[..end]);
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

/// The character of which `lead` and the characters after it are the bytes, read as `page`.
#[inline]
fn read(lead: char, after: &mut Chars<'_>, page: &CodePage) -> Option<char> {
    let (more, mut code, least) = begun(page.byte(lead)?)?;
    for _ in 0..more {
        let byte = page.byte(after.next()?).filter(|b| b & 0xc0 == 0x80)?;
        code = code << 6 | u32::from(byte & 0x3f);
    }
    char::from_u32(code).filter(|_| code >= least)
}

/// What the first byte of a sequence tells: how many bytes follow, the bits it holds, and the least
/// character that needs so many.
#[inline]
fn begun(lead: u8) -> Option<(usize, u32, u32)> {
    match lead {
        0xc2..=0xdf => Some((1, u32::from(lead & 0x1f), 0x80)),
        0xe0..=0xef => Some((2, u32::from(lead & 0x0f), 0x800)),
        0xf0..=0xf4 => Some((3, u32::from(lead & 0x07), 0x10000)),
        _ => None,
    }
}

/// The characters of a line as bytes of the page they were read as.
pub(super) struct Bytes<'a> {
    chars: &'a [char],
    /// 0 for those that the page lacks.
    bytes: Vec<u8>,
}

impl<'a> Bytes<'a> {
    /// Those of `chars`, read as `page`.
    pub(super) fn of(chars: &'a [char], page: &CodePage) -> Bytes<'a> {
        Bytes { chars, bytes: chars.iter().map(|c| page.byte(*c).unwrap_or(0)).collect() }
    }

    /// Reads the characters of a word as UTF-8. Where a sequence lacks its last byte, a slot is
    /// left open in `lost`.
    pub(super) fn decode(&self, word: Range<usize>, slots: &mut Vec<Slot>, lost: &mut Vec<Lost>) {
        let end = word.end;
        let mut i = word.start;
        while i < end {
            let c = self.chars[i];
            let (length, read, kind) = match sequence(&self.bytes[i..end]) {
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

/// What begins at a byte.
enum Sequence {
    /// So many bytes are a sequence for this character.
    Whole(usize, char),
    /// So many bytes are a sequence but for its last byte; the bits so far.
    Lacking(usize, u32),
    /// None.
    None,
}

/// The sequence of UTF-8 that `bytes` begin with.
#[inline]
fn sequence(bytes: &[u8]) -> Sequence {
    let Some((more, mut code, least)) = bytes.first().and_then(|lead| begun(*lead)) else { return Sequence::None };
    for have in 0..more {
        match bytes.get(1 + have).filter(|b| **b & 0xc0 == 0x80) {
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
