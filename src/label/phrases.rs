//! Takes one line as it reads now.
//! Gives the phrases of the table that it is, begins with, ends with or, if short, holds.
//! Promises a few probes of a small filter for a line without phrases, nothing allocated, linear time.
//! Leaves what a phrase weighs to the decision.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::fold::{Folded, SIGN, WINDOW, is_word};
use super::rules;
use crate::rule::Rule;

/// A phrase found in a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// The rule whose phrase it is.
    pub rule: &'static Rule,
    /// Where in the line it was looked for.
    pub at: At,
    /// Its bytes in the line.
    pub range: Range<usize>,
}

/// Place of a phrase in a line, signs around the words of the line left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum At {
    /// The line is the phrase.
    Whole,
    /// The line begins with it.
    Start,
    /// The line ends with it.
    End,
    /// It stands anywhere in the line.
    Any,
}

impl At {
    fn named(name: &str) -> At {
        match name {
            "whole" => At::Whole,
            "start" => At::Start,
            "end" => At::End,
            "any" => At::Any,
            _ => panic!("unknown place {name:?} in the table of phrases"),
        }
    }
}

/// Bytes at either end of a line of [`WINDOW`] bytes or more in which phrases are looked for; the
/// longest phrase is shorter.
const ENDS: usize = 160;

/// Appends the phrases of `line`. A line of [`WINDOW`] bytes or more is a paragraph; only its ends
/// are looked at.
pub(crate) fn hits(line: &str, out: &mut Vec<Hit>) {
    let line_start = line.len() - line.trim_start().len();
    let text = line.trim();
    if text.len() < WINDOW {
        let folded = Folded::new(text);
        let found = Found { folded: &folded, shift: line_start, out };
        found.anchored(true, true).anywhere();
        return;
    }
    let mut head_end = ENDS;
    while !text.is_char_boundary(head_end) {
        head_end -= 1;
    }
    let folded = Folded::new(&text[..head_end]);
    Found { folded: &folded, shift: line_start, out }.anchored(true, false);
    let mut tail = text.len() - ENDS;
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    let folded = Folded::new(&text[tail..]);
    Found { folded: &folded, shift: line_start + tail, out }.anchored(false, true);
}

/// The search in one folded stretch.
struct Found<'f, 'o> {
    folded: &'f Folded,
    /// Where the stretch begins in the line.
    shift: usize,
    out: &'o mut Vec<Hit>,
}

impl Found<'_, '_> {
    /// Looks at the start and the end of the stretch, and at all of it when it is the line.
    fn anchored(mut self, start: bool, end: bool) -> Self {
        let bytes = self.folded.bytes();
        let first = bytes.iter().position(|b| is_word(*b)).unwrap_or(bytes.len());
        let last = bytes.iter().rposition(|b| is_word(*b)).map_or(first, |at| at + 1);
        if start {
            self.starts(first);
            // Some phrases begin with a sign: "(c) 20".
            let sign = bytes.iter().position(|b| !matches!(*b, b' ' | SIGN)).unwrap_or(first);
            if sign < first {
                self.starts(sign);
            }
        }
        if end {
            self.ends(last);
        }
        if start && end {
            self.whole(first, last);
        }
        self
    }

    fn starts(&mut self, from: usize) {
        let text = &self.folded.bytes()[from..];
        for phrase in PHRASES.starts.candidates(head_key(text)) {
            if text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len())) {
                self.add(phrase, from..from + phrase.text.len());
            }
        }
    }

    fn ends(&mut self, to: usize) {
        let text = &self.folded.bytes()[..to];
        for phrase in PHRASES.ends.candidates(tail_key(text)) {
            let from = to.wrapping_sub(phrase.text.len());
            let whole =
                from == 0 || !text.get(from.wrapping_sub(1)).is_some_and(|b| is_word(*b)) || !is_word(phrase.text[0]);
            if text.ends_with(phrase.text) && whole {
                self.add(phrase, from..to);
            }
        }
    }

    fn whole(&mut self, first: usize, last: usize) {
        let bytes = self.folded.bytes();
        // "– Главная." is an answer in an interview, not a menu.
        if bytes.first() == Some(&b'-') && matches!(bytes.last(), Some(b'.' | b'!' | b'?')) {
            return;
        }
        let text = &bytes[first..last];
        for phrase in PHRASES.whole.candidates(head_key(text)) {
            if text == phrase.text {
                self.add(phrase, first..last);
            }
        }
        // "Пікірлер (5)", "123 просмотра"
        let letter = |b: &u8| is_word(*b) && !b.is_ascii_digit();
        let Some(start) = text.iter().position(letter) else { return };
        let end = text.iter().rposition(letter).map_or(text.len(), |at| at + 1);
        let words = &text[start..end];
        if words.len() < text.len() {
            for phrase in PHRASES.whole.candidates(head_key(words)) {
                if words == phrase.text && rules::COUNTED.iter().any(|r| std::ptr::eq(*r, phrase.rule)) {
                    self.add(phrase, first + start..first + end);
                }
            }
        }
    }

    /// Looks for phrases at the start of each word and sign.
    fn anywhere(mut self) {
        let bytes = self.folded.bytes();
        let mut inside = false;
        for at in 0..bytes.len().saturating_sub(KEY - 1) {
            let word = is_word(bytes[at]);
            if !(word && inside) {
                let text = &bytes[at..];
                for phrase in PHRASES.any.long_candidates(head_key(text)) {
                    if text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len())) {
                        self.add(phrase, at..at + phrase.text.len());
                    }
                }
            }
            inside = word;
        }
    }

    fn add(&mut self, phrase: &Phrase, range: Range<usize>) {
        let range = self.shift + self.folded.place(range.start)..self.shift + self.folded.place(range.end);
        self.out.push(Hit { rule: phrase.rule, at: phrase.at, range });
    }
}

/// A row of the table.
struct Phrase {
    text: &'static [u8],
    rule: &'static Rule,
    at: At,
    /// A letter may follow: the row ends with `*`, or with a sign or figure.
    open: bool,
}

impl Phrase {
    /// True when the phrase is at an end before `next`.
    fn ends_at(&self, next: Option<&u8>) -> bool {
        self.open || !next.is_some_and(|b| is_word(*b))
    }
}

/// Bytes of a key: four Cyrillic letters.
const KEY: usize = 8;

/// The first [`KEY`] bytes of `text` as a number; missing ones are zero.
fn head_key(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => text.iter().rev().fold(0, |key, b| key << 8 | u64::from(*b)),
    }
}

/// The same of the last bytes, read backwards.
fn tail_key(text: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => text.iter().fold(0, |key, b| key << 8 | u64::from(*b)),
    }
}

/// Phrases of one place by their key.
#[derive(Default)]
struct Index {
    /// Phrases with equal keys stand together.
    phrases: Vec<Phrase>,
    keys: HashMap<u64, Range<u32>>,
    /// A bit for each hash of a key: nearly all words end here.
    filter: Vec<u64>,
    /// Keys shorter than [`KEY`] bytes, as masks; phrases may be as short as two bytes.
    masks: Vec<u64>,
}

/// Bits of the filter, as a power of two: at most a thousand keys in 2 KiB.
const FILTER_BITS: u32 = 14;

impl Index {
    fn new(mut phrases: Vec<Phrase>, key: fn(&[u8]) -> u64) -> Index {
        phrases.sort_by_key(|p| key(p.text));
        let mut index = Index { filter: vec![0; 1 << (FILTER_BITS - 6)], ..Index::default() };
        for (at, phrase) in phrases.iter().enumerate() {
            let own = key(phrase.text);
            let at = at as u32;
            index.keys.entry(own).and_modify(|r| r.end = at + 1).or_insert(at..at + 1);
            let bit = Index::bit(own);
            index.filter[bit >> 6] |= 1 << (bit & 63);
            let mask = Index::mask(phrase.text.len());
            if phrase.text.len() < KEY && !index.masks.contains(&mask) {
                index.masks.push(mask);
            }
        }
        index.phrases = phrases;
        index
    }

    /// A multiplicative hash; the constant is 2^64 over the golden ratio.
    fn bit(key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - FILTER_BITS)) as usize
    }

    fn mask(len: usize) -> u64 {
        if len < KEY { (1 << (8 * len)) - 1 } else { u64::MAX }
    }

    /// Phrases of at least [`KEY`] bytes that text with this key may hold.
    fn long_candidates(&self, key: u64) -> &[Phrase] {
        let bit = Index::bit(key);
        if self.filter[bit >> 6] & (1 << (bit & 63)) == 0 {
            return &[];
        }
        self.keys.get(&key).map_or(&[], |r| &self.phrases[r.start as usize..r.end as usize])
    }

    /// Phrases of any length that text with this key may hold, each once.
    fn candidates(&self, key: u64) -> impl Iterator<Item = &Phrase> {
        let short = self.masks.iter().map(move |mask| key & mask).filter(move |masked| *masked != key);
        std::iter::once(key).chain(short).flat_map(|key| self.long_candidates(key))
    }
}

/// The table, ready to look up.
struct Phrases {
    whole: Index,
    starts: Index,
    ends: Index,
    any: Index,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut all: HashMap<At, Vec<Phrase>> = HashMap::new();
    for (rule, _, at, text) in rows() {
        let rule = rules::RULES.iter().find(|r| r.name == rule);
        let rule = rule.unwrap_or_else(|| panic!("no rule for the phrase {text:?}"));
        let (text, stem) = text.strip_suffix('*').map_or((text, false), |t| (t, true));
        let at = At::named(at);
        let open = stem || !text.ends_with(char::is_alphabetic);
        all.entry(at).or_default().push(Phrase { text: text.as_bytes(), rule, at, open });
    }
    let mut of = |at| all.remove(&at).unwrap_or_default();
    Phrases {
        whole: Index::new(of(At::Whole), head_key),
        starts: Index::new(of(At::Start), head_key),
        ends: Index::new(of(At::End), tail_key),
        any: Index::new(of(At::Any), head_key),
    }
});

/// The rows of the table: rule, language, place, phrase.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    include_str!("data/phrases.tsv").lines().filter(|l| !l.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_else(|| panic!("a row of the table of phrases is short: {line:?}"));
        (cell(), cell(), cell(), cell())
    })
}

#[cfg(test)]
mod tests;
