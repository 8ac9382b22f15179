//! A line cut into words.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::memchr2;

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
            let end = word_end(text, start);
            let last = first + text[start..end].chars().count();
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
    let rest = &text.as_bytes()[start..];
    // No word is longer.
    let most = &rest[..rest.len().min(4 * LAST_CUT)];
    let space = memchr2(b' ', b'\t', most).unwrap_or(most.len());
    let spaces = most[space..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    if space + spaces < LONGEST_WORD {
        return start + space + spaces;
    }
    let mut after_space = false;
    for (n, (offset, c)) in text[start..].char_indices().enumerate() {
        let space = matches!(c, ' ' | '\t');
        if after_space && !space || n >= if c.is_ascii() { LONGEST_WORD } else { LAST_CUT } {
            return start + offset;
        }
        after_space = space;
    }
    text.len()
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
        assert_eq!(Line::new("ab қала «қала» \u{fb01}\u{fb01}").signs(), ['қ', 'а', 'л', '«', '»', '\u{fb01}']);
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
