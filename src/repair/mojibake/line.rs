//! A line cut into words.

use std::cell::OnceCell;
use std::ops::Range;

use crate::decode::alphabet::{Glyph, class};
use crate::decode::code_page;
use crate::decode::model::Model;

/// A line cut into words, each with the white space after it.
pub(super) struct Line {
    /// Its characters.
    pub(super) chars: Vec<char>,
    /// Character ranges of the words; they tile the line.
    pub(super) words: Vec<Range<usize>>,
    /// Byte offset of each word, and the length at the end.
    offsets: Vec<usize>,
    /// Its characters above ASCII, each once; found when asked for.
    signs: OnceCell<Vec<char>>,
}

/// Longest word in characters, so that a page without spaces has words too: it is cut before the next
/// ASCII character, where no sequence of UTF-8 is cut in two, or at the latest after [`LAST_CUT`].
const LONGEST_WORD: usize = 200;
/// The costs of so many characters, a byte each, fit the narrow sums of the model.
const LAST_CUT: usize = 250;
/// Most characters that [`code_page::slot`] has no place for among the signs of a line.
const FAR: usize = 16;

impl Line {
    pub(super) fn new(text: &str) -> Line {
        // Filled through references, which is faster than one push a character.
        let mut chars = vec!['\0'; text.chars().count()];
        chars.iter_mut().zip(text.chars()).for_each(|(to, c)| *to = c);
        let mut words = Vec::with_capacity(text.len() / 8);
        let mut offsets = Vec::with_capacity(text.len() / 8);
        offsets.push(0);
        let (mut start, mut first) = (0, 0);
        while start < text.len() {
            let (end, length) = word(text, start);
            let last = first + length;
            words.push(first..last);
            offsets.push(end);
            (start, first) = (end, last);
        }
        Line { chars, words, offsets, signs: OnceCell::new() }
    }

    /// The first words as a line of their own.
    pub(super) fn head(&self, words: usize) -> Line {
        let end = self.words[..words].last().map_or(0, |word| word.end);
        Line {
            chars: self.chars[..end].to_vec(),
            words: self.words[..words].to_vec(),
            offsets: self.offsets[..=words].to_vec(),
            signs: OnceCell::new(),
        }
    }

    /// Byte range of a word.
    pub(super) fn bytes(&self, word: usize) -> Range<usize> {
        self.offsets[word]..self.offsets[word + 1]
    }

    /// The characters above ASCII, each once. Whether a mix-up fits a line depends on these alone.
    pub(super) fn signs(&self) -> &[char] {
        self.signs.get_or_init(|| {
            let mut seen = [0u64; code_page::SLOTS.div_ceil(64)];
            let (mut signs, mut far) = (Vec::new(), 0);
            for c in self.chars.iter().filter(|c| !c.is_ascii()) {
                let new = match code_page::slot(*c) {
                    Some(slot) => {
                        let bit = 1 << (slot % 64);
                        let before = seen[slot / 64];
                        seen[slot / 64] |= bit;
                        before & bit == 0
                    }
                    // Hardly a page has such characters, and none has so many.
                    None => far < FAR && !signs.contains(c),
                };
                if new {
                    far += usize::from(code_page::slot(*c).is_none());
                    signs.push(*c);
                }
            }
            signs
        })
    }
}

/// Where the word of `text` ends that begins at `start`: after its white space.
pub(super) fn word_end(text: &str, start: usize) -> usize {
    word(text, start).0
}

/// The end of the word of `text` that begins at `start`, and its length in characters.
fn word(text: &str, start: usize) -> (usize, usize) {
    let rest = &text.as_bytes()[start..];
    let (mut length, mut after_space) = (0, false);
    for (at, byte) in rest.iter().enumerate() {
        let space = matches!(byte, b' ' | b'\t');
        let begins = byte & 0xc0 != 0x80;
        if after_space && !space
            || length >= LONGEST_WORD && begins && length >= if byte.is_ascii() { LONGEST_WORD } else { LAST_CUT }
        {
            return (start + at, length);
        }
        length += usize::from(begins);
        after_space = space;
    }
    (text.len(), length)
}

/// What the signs and the letters of one word of `text` cost, which stands at `word`: the same as in a line
/// that is read as a whole.
pub(super) fn word_cost(text: &str, word: Range<usize>, model: &Model) -> (u32, u32) {
    let edge = (word.end == text.len()).then_some(Glyph::sign(class::EDGE));
    let glyphs = text[word.clone()].chars().map(|c| model.glyph(c)).chain(edge);
    let (signs, letters, _) = model.total_between(glyph_before(text, word.start, model), glyphs, false);
    (signs, letters)
}

/// The last glyph before `at` as it reads there.
fn glyph_before(text: &str, at: usize, model: &Model) -> Glyph {
    let edge = Glyph::sign(class::EDGE);
    let space = Glyph::sign(class::SPACE);
    let mut before = text[..at].chars().rev().map(|c| model.glyph(c)).peekable();
    let mut spaces = 0;
    while before.next_if_eq(&space).is_some() {
        spaces += 1;
    }
    // A capital is inside a word or not by the one letter before it; a space by what it follows.
    let last = before.next().map_or(edge, |last| last.after(before.next().unwrap_or(edge)));
    if spaces == 0 { last } else { space.after(last) }
}
