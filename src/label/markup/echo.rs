//! How much of each line the head of the page says again: the title, the description, the text of the article.

use crate::draft::Draft;
use crate::html::Head;
use crate::segment::Line;
use crate::segment::features::{is_alphanumeric, lower};
use crate::segment::hash;

/// Of each line, in eighths of its words; empty when the head does not tell.
#[derive(Debug, Default)]
pub(crate) struct Echo {
    /// The text of the article, three words at a time.
    pub text: Vec<u8>,
    /// Any of its titles.
    pub title: Vec<u8>,
    /// The description.
    pub description: Vec<u8>,
}

/// What a line of less than three words has for a share.
pub(crate) const SHORT: u8 = 9;
/// Number of values of a share.
pub(crate) const SHARES: usize = 10;

/// A text of fewer words is no text but a teaser.
const TEXT_WORDS: usize = 25;

impl Echo {
    /// Measures the lines of a page.
    pub fn of(draft: &Draft<'_>, lines: &[Line], head: &Head) -> Echo {
        let text = Triples::of(head.text(), TEXT_WORDS);
        let description = Triples::of(head.description.as_deref().unwrap_or_default(), 5);
        let mut titles: Vec<u64> = Vec::new();
        head.titles().for_each(|t| each_word(t, |w| titles.push(w)));
        titles.sort_unstable();
        if text.is_none() && description.is_none() && titles.is_empty() {
            return Echo::default();
        }
        let mut echo = Echo::default();
        let mut own = Vec::new();
        for line in lines {
            own.clear();
            each_word(draft.view(line.span).as_str(), |w| own.push(w));
            if let Some(text) = &text {
                echo.text.push(text.share(&own));
            }
            if let Some(description) = &description {
                echo.description.push(description.share(&own));
            }
            let known = own.iter().filter(|w| titles.binary_search(w).is_ok()).count();
            echo.title.push((known * 8 / own.len().max(1)) as u8);
        }
        echo
    }

    /// The shares of line `i`, 0 where the head tells nothing.
    pub fn shares(&self, i: usize) -> [u8; 3] {
        [&self.text, &self.title, &self.description].map(|shares| shares.get(i).copied().unwrap_or_default())
    }
}

/// All runs of three words of a text.
struct Triples(Vec<u64>);

impl Triples {
    fn of(text: &str, least: usize) -> Option<Triples> {
        let mut words = Vec::new();
        each_word(text, |w| words.push(w));
        if words.len() < least {
            return None;
        }
        let mut triples: Vec<u64> = words.windows(3).map(triple).collect();
        triples.sort_unstable();
        Some(Triples(triples))
    }

    /// Eighths of `words` that stand in a known run.
    fn share(&self, words: &[u64]) -> u8 {
        if words.len() < 3 {
            return SHORT;
        }
        let (mut covered, mut next) = (0, 0);
        for (i, run) in words.windows(3).enumerate() {
            if self.0.binary_search(&triple(run)).is_ok() {
                covered += i + 3 - next.max(i);
                next = i + 3;
            }
        }
        (covered * 8 / words.len()) as u8
    }
}

fn triple(words: &[u64]) -> u64 {
    words.iter().fold(0, |h: u64, w| (h.rotate_left(23) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Calls `each` with a hash of each word of `text`: letters and digits, in small letters.
pub(crate) fn each_word(text: &str, mut each: impl FnMut(u64)) {
    let (mut hash, mut inside) = (hash::SEED, false);
    for c in text.chars() {
        if is_alphanumeric(c) {
            hash = hash::chain(hash, u64::from(lower(c as u32)));
            inside = true;
        } else if std::mem::take(&mut inside) {
            each(std::mem::replace(&mut hash, hash::SEED));
        }
    }
    if inside {
        each(hash);
    }
}
