//! The words of a line that tell most of what befell it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memrchr2;

use super::line::{Line, word_cost, word_end};
use super::mixup::Mixup;
use super::reading::{self, Reading};
use super::{gate, mixup, proof};
use crate::decode::model::{Model, NAT};

/// Characters of a first, smaller sample.
pub(super) const FIRST: usize = 24;
/// Characters of the sample.
const SAMPLE: usize = 96;
/// A word is odd when its characters cost more than this many nats each, on the average.
const ODD: f32 = 3.3;

/// What a character of a sound word costs as a rule, in nats.
const LIKELY: f32 = 2.4;
/// A word is odd too when one letter costs so many nats more.
const ODD_LETTER: f32 = 3.0;
/// It is odd too when the order of its signs costs this many nats beside one for each: a capital or
/// a currency sign inside it.
const ODD_SIGNS: f32 = 6.0;

/// What a character of sound text costs at least on the average, in nats.
const LEAST: f32 = 1.0;
/// The same where most letters are read anew, not a few Kazakh ones of rare words.
const LEAST_PAGES: f32 = 1.6;

/// The characters that undoing a Kazakh font changes.
static FONT: LazyLock<Vec<char>> = LazyLock::new(|| {
    let fonts = mixup::all().iter().filter(|m| m.is_kazakh_font());
    let drawn = fonts.flat_map(|m| m.read_as.upper.into_iter().filter(|c| reading::page_read(m, *c) != *c));
    drawn.collect()
});

/// The odd words of a line, up to [`SAMPLE`] characters of them.
struct Sample {
    words: String,
    /// Characters in them.
    length: usize,
    /// What they cost, in nats.
    nats: f32,
}

impl Sample {
    /// No words yet, and room for all.
    fn new() -> Sample {
        Sample { words: String::with_capacity(3 * SAMPLE), length: 0, nats: 0.0 }
    }

    /// Takes the word at `word` if it is odd.
    fn offer(&mut self, text: &str, word: Range<usize>, model: &Model) {
        let bytes = &text[word.clone()];
        let length = bytes.chars().count();
        let chars = length as f32;
        let (signs, letters) = word_cost(text, word, model);
        let nats = (signs + letters) as f32 / NAT as f32;
        let signs = signs as f32 / NAT as f32;
        if nats > ODD * chars || nats > LIKELY * chars + ODD_LETTER || signs > ODD_SIGNS + chars {
            self.words.push_str(bytes);
            self.length += length;
            self.nats += nats;
        }
    }

    fn is_full(&self) -> bool {
        self.length >= SAMPLE
    }

    /// The words as a line of their own; `None` if they cannot gain enough by any mix-up, or by those of
    /// the page.
    fn done(self, _: &str) -> Option<Line> {
        let enough = (proof::GAIN + mixup::DAMAGE_KAZAKH) as f32;
        (self.nats - LEAST * self.length as f32 > enough).then(|| Line::new(&self.words))
    }

    /// The same where no mix-up is known to the page, for words of `text`.
    fn done_afresh(self, text: &str) -> Option<Line> {
        let mut capitals = true;
        // Signs above ASCII in a word, and in the word that has most.
        let (mut signs, mut most) = (0, 0);
        for c in self.words.chars() {
            if c.is_ascii() {
                signs = if matches!(c, ' ' | '\t') { 0 } else { signs };
                continue;
            }
            capitals &= matches!(c, 'А'..='Я' | '«' | '»');
            if !matches!(c, 'А'..='я') && FONT.contains(&c) {
                return self.done(text);
            }
            signs += 1;
            most = signs.max(most);
        }
        // A mix-up of code pages changes every capital that it changes any of.
        let gain = if capitals { proof::GAIN_WORD } else { proof::GAIN + mixup::DAMAGE };
        let may_gain = self.nats - LEAST_PAGES * self.length as f32 > gain as f32;
        // Capitals that were small letters are in no word that proves it, if there are other words: acronyms.
        let acronyms = || capitals && most < proof::WHOLE_WORD && is_mostly_small(text);
        (may_gain && !acronyms()).then(|| Line::new(&self.words))
    }
}

/// True when most letters of the first Cyrillic rows are small.
fn is_mostly_small(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = || bytes.chunks(NARROW).zip(bytes.get(1..).unwrap_or_default().chunks(NARROW));
    // Narrow sums, which the compiler turns into vector instructions.
    let count = |is: fn(u8, u8) -> bool| -> usize {
        pairs().map(|(a, b)| usize::from(a.iter().zip(b).fold(0u8, |sum, (a, b)| sum + u8::from(is(*a, *b))))).sum()
    };
    let small = count(|a, b| (a == 0xd0) & (b >= 0xb0) | (a == 0xd1) & (b < 0x90));
    small > count(|a, b| (a == 0xd0) & (0x90..0xb0).contains(&b))
}
/// Places whose sum fits a byte.
const NARROW: usize = u8::MAX as usize;

/// True for a character that no code page has and that sound text may: an emoji, a stress mark.
fn is_stranger(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{20e3}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{10000}'..)
}

/// True when something in the word is suspicious that some code page has.
fn is_suspicious(word: &str) -> bool {
    gate::suspicious(word.as_bytes())
        && (!word.contains(is_stranger) || word.split(is_stranger).any(|part| gate::suspicious(part.as_bytes())))
}

/// The words of a line that are odd and suspicious to the gate, as a line of their own; `None` if they
/// cannot gain enough. Nothing suspicious begins before `from`; `afresh` where no mix-up is known to
/// the page.
pub(super) fn suspicious(text: &str, from: usize, afresh: bool, model: &Model) -> Option<Line> {
    let done = if afresh { Sample::done_afresh } else { Sample::done };
    let bytes = text.as_bytes();
    let mut sample = Sample::new();
    let mut start = 0;
    let mut next = gate::find(bytes, from);
    while let Some(at) = next {
        // Only words that reach into the step are looked at.
        if let Some(space) = bytes.get(start..at).and_then(|before| memrchr2(b' ', b'\t', before)) {
            start += space + 1;
        }
        while start < text.len().min(at + gate::STEP) {
            let end = word_end(text, start);
            if end > at && is_suspicious(&text[start..end]) {
                sample.offer(text, start..end, model);
                if sample.is_full() {
                    return done(sample, text);
                }
            }
            start = end;
        }
        next = gate::find(bytes, at + gate::STEP);
    }
    done(sample, text)
}

/// The odd words of a line that undoing one of `mixups` changes, suspicious or not, likewise.
pub(super) fn odd(text: &str, mixups: &[Mixup], model: &Model) -> Option<Line> {
    let mut sample = Sample::new();
    let mut start = 0;
    while start < text.len() && !sample.is_full() {
        let end = word_end(text, start);
        let word = &text[start..end];
        if !word.is_ascii() && mixups.iter().any(|m| reading::touches(m, word)) {
            sample.offer(text, start..end, model);
        }
        start = end;
    }
    sample.done(text)
}

/// The oddest words of a sample, up to the length of a first one.
pub(super) fn oddest(sample: &Line, model: &Model) -> Line {
    let mut costs = Vec::with_capacity(sample.words.len());
    Reading::totals_as_is(sample, model, |total| costs.push(total));
    let mut words: Vec<_> = sample.words.iter().zip(costs).collect();
    words.sort_by_key(|(word, cost)| std::cmp::Reverse(*cost / word.len().max(1) as u32));
    let mut length = 0;
    words.retain(|(word, _)| {
        let short = length < FIRST;
        length += word.len();
        short
    });
    Line::new(&words.into_iter().flat_map(|(word, _)| &sample.chars[word.clone()]).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_no_code_page_are_not_suspicious() {
        assert!(!is_suspicious("Би\u{301}тва ") && !is_suspicious("көктем🌷 "));
        assert!(is_suspicious("ТљР°🌷 ") && is_suspicious("Ð�"));
    }
}
