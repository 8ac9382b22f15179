//! A line cut into words.

use std::ops::Range;

use memchr::memchr2;
use smallvec::SmallVec;

use super::alphabet::{ASCII, Signs};
use crate::decode::alphabet::{Glyph, class};
use crate::decode::model::{Model, WordCost};

/// A line cut into words, each with the white space after it.
pub(super) struct Line {
    /// Its characters.
    pub(super) chars: Vec<char>,
    /// For each character its place in the alphabet of the line: see [`ASCII`].
    pub(super) places: Vec<u16>,
    /// Its characters above ASCII, each once. Whether a mix-up fits a line depends on these alone.
    pub(super) signs: Vec<char>,
    /// Character ranges of the words; they tile the line.
    pub(super) words: Vec<Range<usize>>,
    /// Byte offset of each word, and the length at the end.
    offsets: Vec<usize>,
}

/// Longest word in characters, so that a page without spaces has words too: it is cut before the next
/// ASCII character, where no sequence of UTF-8 is cut in two, or at the latest after [`LAST_CUT`].
const LONGEST_WORD: usize = 200;
/// The costs of so many characters, a byte each, fit the narrow sums of the model.
const LAST_CUT: usize = 250;

impl Line {
    pub(super) fn new(text: &str) -> Line {
        let (mut chars, mut places) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
        let (mut words, mut offsets) = (Vec::with_capacity(text.len() / 8), Vec::with_capacity(text.len() / 8));
        let (mut signs, mut cuts) = (Signs::new(), Cuts::default());
        offsets.push(0);
        let mut first = 0;
        for (offset, c) in text.char_indices() {
            if cuts.before(c) {
                words.push(first..chars.len());
                offsets.push(offset);
                first = chars.len();
            }
            chars.push(c);
            places.push(signs.place(c));
        }
        if !chars.is_empty() {
            words.push(first..chars.len());
            offsets.push(text.len());
        }
        Line { chars, places, signs: signs.done(), words, offsets }
    }

    /// Byte range of a word.
    pub(super) fn bytes(&self, word: usize) -> Range<usize> {
        self.offsets[word]..self.offsets[word + 1]
    }

    /// About the bytes from a word to the end of the line, mostly of letters of two.
    pub(super) fn bytes_from(&self, word: usize) -> usize {
        2 * (self.chars.len() - self.words[word].start)
    }

    /// The places of a word's signs, of its characters above ASCII, among the signs of the line.
    pub(super) fn signs_of(&self, word: usize) -> impl Iterator<Item = usize> {
        self.places[self.words[word].clone()].iter().filter_map(|place| usize::from(*place).checked_sub(ASCII))
    }
}

/// The byte ranges of the words of `text`.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let from = start;
        start = (start < text.len()).then(|| word_end(text, start))?;
        Some(from..start)
    })
}

/// Where the word of `text` ends that begins at `start`: after its white space.
pub(super) fn word_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    // No word is longer.
    let most = &rest[..rest.len().min(4 * LAST_CUT)];
    let space = memchr2(b' ', b'\t', most).unwrap_or(most.len());
    let spaces = most[space..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    if space + spaces < LONGEST_WORD {
        return start + space + spaces;
    }
    let mut cuts = Cuts::default();
    text[start..].char_indices().find(|(_, c)| cuts.before(*c)).map_or(text.len(), |(offset, _)| start + offset)
}

/// Where a text is cut into words, told character by character.
#[derive(Default)]
struct Cuts {
    /// Characters of the word so far.
    length: usize,
    after_space: bool,
}

impl Cuts {
    /// True when a word ends before `c`, the next character.
    #[inline]
    fn before(&mut self, c: char) -> bool {
        let space = matches!(c, ' ' | '\t');
        let long = self.length >= LONGEST_WORD && (c.is_ascii() || self.length >= LAST_CUT);
        let cut = self.after_space && !space || long;
        self.length = if cut { 1 } else { self.length + 1 };
        self.after_space = space;
        cut
    }
}

/// What the signs and the letters of one word of `text` cost, which stands at `word`: the same as in a line
/// that is read as a whole.
pub(super) fn word_cost(text: &str, word: Range<usize>, model: &Model) -> (u32, u32) {
    let before = glyph_before(text[..word.start].chars().rev().map(|c| model.glyph(c)));
    let glyphs: SmallVec<[Glyph; 32]> = text[word.clone()].chars().map(|c| model.glyph(c)).collect();
    let cost = cost_of(&glyphs, before, word.end == text.len(), model);
    (cost.signs, cost.letters())
}

/// What the glyphs of a word cost; `last` tells that the line ends with it. A function by itself, so that the sums of
/// its loop stay in registers.
#[inline(never)]
fn cost_of(glyphs: &[Glyph], before: Glyph, last: bool, model: &Model) -> WordCost {
    let (mut cost, end) = model.word_between(before, glyphs.iter().copied());
    if last {
        model.end(&mut cost, end);
    }
    cost
}

/// The last glyph before a word as it reads there, of the glyphs before it, the last one first.
pub(super) fn glyph_before(before: impl Iterator<Item = Glyph>) -> Glyph {
    let edge = Glyph::sign(class::EDGE);
    let space = Glyph::sign(class::SPACE);
    let mut before = before.peekable();
    let mut spaces = 0;
    while before.next_if_eq(&space).is_some() {
        spaces += 1;
    }
    // A capital is inside a word or not by the one letter before it; a space by what it follows.
    let last = before.next().map_or(edge, |last| last.after(before.next().unwrap_or(edge)));
    if spaces == 0 { last } else { space.after(last) }
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_without_end_are_cut_between_letters() {
        let line = Line::new(&"қ".repeat(1000));
        assert_eq!(line.words, [0..250, 250..500, 500..750, 750..1000]);
        assert_eq!(Line::new(&"k".repeat(300)).words, [0..200, 200..300]);
    }

    #[test]
    fn every_sign_is_named_once() {
        assert_eq!(Line::new("ab қала «қала» \u{fb01}\u{fb01}").signs, ['қ', 'а', 'л', '«', '»', '\u{fb01}']);
    }

    proptest! {
        #[test]
        fn a_word_by_itself_costs_what_it_costs_in_its_line(text in "([а-яА-Яқғ]{0,6}|[a-zA-Z]{1,5}|[.,!?№«»\u{a0}]|[ \t]{1,2}){0,30}") {
            let (model, line) = (Model::new(), Line::new(&text));
            let mut totals = Vec::new();
            Reading::totals_as_is(&line, &model, |total| totals.push(total));
            for (word, total) in totals.into_iter().enumerate() {
                let (signs, letters) = word_cost(&text, line.bytes(word), &model);
                prop_assert_eq!(signs + letters, total, "{:?}", &text[line.bytes(word)]);
                prop_assert_eq!(Reading::as_is(&line, &model).costs[word].total(), total);
            }
        }
    }
}
