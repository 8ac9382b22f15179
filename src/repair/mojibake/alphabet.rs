//! The alphabet of a line: its characters, each once, and what they become with a mix-up of code pages undone.
//!
//! A line has hundreds of characters but some forty different ones. What a mix-up makes of them is found out once
//! for each of these; the line itself is then read by looking up the places of its characters.

use std::sync::LazyLock;

use super::mixup::Mixup;
use super::reading::{self, KEPT};
use crate::decode::alphabet::{Glyph, class};
use crate::decode::model::{Model, NAT, WordCost};

/// Places of the ASCII characters, which are their codes; the signs, all other characters, have the places behind.
pub(super) const ASCII: usize = 128;
/// Characters whose places are found in one block.
const BLOCK: usize = 64;
/// Blocks of the characters up to the dingbats: nearly all that are met.
const BLOCKS: usize = 0x2700 / BLOCK;
/// Signs of a line, and blocks of them, for which there is room from the start.
const USUAL_SIGNS: usize = 64;
const USUAL_BLOCKS: usize = 6;
/// The characters of code pages that lie beyond: the apple and the ligatures of the Macintosh.
const FAR: [char; 3] = ['\u{f8ff}', '\u{fb01}', '\u{fb02}'];

/// The signs of a line while it is read.
pub(super) struct Signs {
    /// Each once, in the order in which they are met. Of those that lie far and that no code page has there is one
    /// for each glyph: nothing else is asked of them.
    signs: Vec<char>,
    /// For each block of characters the number of its places, from 1; 0 where none was met.
    numbers: [u8; BLOCKS],
    /// The places of the characters of a block; 0 for those that were not met.
    blocks: Vec<[u16; BLOCK]>,
    /// The places of the signs that lie far.
    far: Vec<u16>,
}

impl Signs {
    /// No signs yet.
    pub(super) fn new() -> Signs {
        let (signs, blocks) = (Vec::with_capacity(USUAL_SIGNS), Vec::with_capacity(USUAL_BLOCKS));
        Signs { signs, numbers: [0; BLOCKS], blocks, far: Vec::new() }
    }

    /// The place of `c`, which may be new.
    #[inline]
    pub(super) fn place(&mut self, c: char) -> u16 {
        if c.is_ascii() {
            return c as u16;
        }
        let (block, at) = (c as usize / BLOCK, c as usize % BLOCK);
        let Some(number) = self.numbers.get_mut(block) else { return self.place_far(c) };
        if *number == 0 {
            self.blocks.push([0; BLOCK]);
            *number = self.blocks.len() as u8;
        }
        let place = &mut self.blocks[usize::from(*number) - 1][at];
        if *place == 0 {
            *place = (ASCII + self.signs.len()) as u16;
            self.signs.push(c);
        }
        *place
    }

    #[cold]
    fn place_far(&mut self, c: char) -> u16 {
        let model = Model::new();
        let own = FAR.contains(&c);
        let same = |sign: char| sign == c || !own && !FAR.contains(&sign) && model.glyph(sign) == model.glyph(c);
        let known = self.far.iter().find(|place| same(self.signs[usize::from(**place) - ASCII]));
        known.copied().unwrap_or_else(|| {
            let place = (ASCII + self.signs.len()) as u16;
            self.signs.push(c);
            self.far.push(place);
            place
        })
    }

    /// The signs.
    pub(super) fn done(self) -> Vec<char> {
        self.signs
    }
}

/// A character as the model sees it under some reading: a [`Glyph`], and what it costs beside. It is read as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(4))]
struct Letter {
    class: u8,
    cyrillic: u8,
    latin: u8,
    extra: u8,
}

impl Letter {
    fn new(Glyph { class, cyrillic, latin }: Glyph) -> Letter {
        Letter { class, cyrillic, latin, extra: 0 }
    }

    /// A character that does not fit the mix-up, and stays.
    fn kept(glyph: Glyph) -> Letter {
        const EXTRA: u8 = (KEPT * NAT) as u8;
        const { assert!(EXTRA as u32 == KEPT * NAT) }
        Letter { extra: EXTRA, ..Letter::new(glyph) }
    }

    fn glyph(self) -> Glyph {
        Glyph { class: self.class, cyrillic: self.cyrillic, latin: self.latin }
    }
}

/// The letters of ASCII, which all readings share.
static PLAIN: LazyLock<[Letter; ASCII]> = LazyLock::new(|| {
    let model = Model::new();
    std::array::from_fn(|c| Letter::new(model.glyph(char::from(c as u8))))
});

/// What stands at each place of an alphabet under one reading.
pub(super) struct Letters {
    letters: Vec<Letter>,
    /// The text is in a code page made for Kazakh.
    kazakh: bool,
}

impl Letters {
    /// Room for an alphabet with `signs`, with nothing read yet.
    pub(super) fn room(signs: &[char]) -> Letters {
        let mut letters = Vec::with_capacity(ASCII + signs.len());
        letters.extend_from_slice(&*PLAIN);
        Letters { letters, kazakh: false }
    }

    /// `signs` as they stand.
    pub(super) fn as_is(signs: &[char], model: &Model) -> Letters {
        let mut letters = Letters::room(signs);
        letters.read(signs, |c| Letter::new(model.glyph(c)));
        letters
    }

    /// `signs` with `mixup`, one of code pages, undone wherever it fits.
    pub(super) fn undone(mixup: &Mixup, signs: &[char], model: &Model) -> Letters {
        let mut letters = Letters::room(signs);
        letters.undo(mixup, signs, model);
        letters
    }

    /// The same in the place of what was read before.
    pub(super) fn undo(&mut self, mixup: &Mixup, signs: &[char], model: &Model) {
        self.kazakh = mixup.is_kazakh();
        self.read(signs, |c| match reading::page_glyph(mixup, c) {
            Some(glyph) => Letter::new(glyph),
            None => Letter::kept(model.glyph(c)),
        });
    }

    fn read(&mut self, signs: &[char], letter: impl Fn(char) -> Letter) {
        self.letters.truncate(ASCII);
        self.letters.extend(signs.iter().map(|c| letter(*c)));
    }

    /// The glyph at a place.
    pub(super) fn glyph(&self, place: u16) -> Glyph {
        self.letters[usize::from(place)].glyph()
    }

    /// What a word costs whose characters are at `places`, `before` standing before it; with its last glyph. `last`
    /// tells that the line ends with it.
    ///
    /// A function by itself, so that the sums of its loop stay in registers.
    #[inline(never)]
    pub(super) fn word(&self, places: &[u16], before: Glyph, last: bool, model: &Model) -> (WordCost, Glyph) {
        let mut extra = 0;
        let glyphs = places.iter().map(|place| {
            let letter = self.letters[usize::from(*place)];
            extra += u32::from(letter.extra);
            letter.glyph()
        });
        let (mut cost, end) = model.word_between(before, glyphs);
        cost.signs += extra;
        if last {
            model.end(&mut cost, end);
        }
        if self.kazakh {
            cost.only_kazakh();
        }
        (cost, end)
    }

    /// What begins a line.
    pub(super) const EDGE: Glyph = Glyph::sign(class::EDGE);

    /// Those of the signs.
    fn signs(&self) -> &[Letter] {
        &self.letters[ASCII..]
    }
}

/// What readings of a line gained that were asked about: many code pages differ in signs that it has none of.
pub(super) struct Asked {
    /// Their signs, one reading after the other.
    signs: Vec<Letter>,
    /// Whether each is in a code page made for Kazakh, and what it gained.
    gains: Vec<(bool, u32)>,
}

impl Asked {
    /// Room for `count` readings of a line with so many signs.
    pub(super) fn room(signs: usize, count: usize) -> Asked {
        Asked { signs: Vec::with_capacity(signs * count), gains: Vec::with_capacity(count) }
    }

    /// What the same reading gained before.
    pub(super) fn gain(&self, letters: &Letters) -> Option<u32> {
        let own = letters.signs();
        let mut before = self.signs.chunks_exact(own.len().max(1)).zip(&self.gains);
        before.find(|(signs, (kazakh, _))| *kazakh == letters.kazakh && *signs == own).map(|(_, (_, gain))| *gain)
    }

    /// Remembers what a reading gained.
    pub(super) fn push(&mut self, letters: &Letters, gain: u32) {
        self.signs.extend_from_slice(letters.signs());
        self.gains.push((letters.kazakh, gain));
    }
}

#[cfg(test)]
mod tests {
    use super::super::mixup;
    use super::*;

    #[test]
    fn far_signs_of_code_pages_are_told_apart() {
        let far = |c: &char| *c as usize / BLOCK >= BLOCKS && *c != '\u{fffd}';
        let pages = mixup::all().iter().map(|m| m.read_as);
        assert!(pages.flat_map(|page| page.upper).filter(far).all(|c| FAR.contains(&c)));
    }

    #[test]
    fn every_sign_has_a_place_of_its_own() {
        let mut signs = Signs::new();
        let places: Vec<u16> = "aқ«қ\u{fb01}日\u{fb01}本a".chars().map(|c| signs.place(c)).collect();
        assert_eq!(places, [97, 128, 129, 128, 130, 131, 130, 131, 97]);
        assert_eq!(signs.done(), ['қ', '«', '\u{fb01}', '日']);
    }
}
