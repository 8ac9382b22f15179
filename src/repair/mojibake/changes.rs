//! The changes of a line, word by word.

use std::ops::Range;

use super::line::Line;
use super::mixup::Mixup;
use super::reading::Reading;
use super::{GUESSED_LETTER, rule};
use crate::draft::Change;
use crate::rule::Rule;

/// The text with `changes` made.
pub(super) fn changed(text: &str, changes: &[Change]) -> String {
    let mut after = String::with_capacity(text.len());
    let mut at = 0;
    for c in changes {
        after.push_str(&text[at..c.range.start]);
        after.push_str(&c.with);
        at = c.range.end;
    }
    after.push_str(&text[at..]);
    after
}

/// Changes of the words that read otherwise than they stand; neighbours make one.
pub(super) fn changes(line: &Line, readings: &[Reading], words: &[usize], mixups: &[Mixup]) -> Vec<Change> {
    let guesses: Vec<bool> = readings.iter().map(Reading::guesses).collect();
    let mut changes = Changes::default();
    for (word, reading) in words.iter().enumerate() {
        if *reading > 0 && readings[*reading].changed(word, line) > 0 {
            let rule = if guesses[*reading] { &GUESSED_LETTER } else { rule(&mixups[*reading - 1]) };
            let text = changes.at(line.bytes(word), rule);
            if text.is_empty() {
                // Mostly it is the rest of the line that changes.
                text.reserve(2 * (line.chars.len() - line.words[word].start));
            }
            readings[*reading].write(word, line, text);
        }
    }
    changes.done()
}

/// Changes that are being written, word by word.
#[derive(Default)]
pub(super) struct Changes {
    done: Vec<Change>,
    open: Option<(Range<usize>, String, &'static Rule)>,
}

impl Changes {
    /// Where to write what is to stand at `bytes`, which lie behind all before.
    pub(super) fn at(&mut self, bytes: Range<usize>, rule: &'static Rule) -> &mut String {
        match &mut self.open {
            Some((range, _, same)) if range.end == bytes.start && std::ptr::eq(*same, rule) => range.end = bytes.end,
            _ => {
                self.close();
            }
        }
        &mut self.open.get_or_insert_with(|| (bytes, String::new(), rule)).1
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().map(|(range, with, rule)| Change::new(range, with, rule)));
    }

    pub(super) fn done(mut self) -> Vec<Change> {
        self.close();
        self.done
    }
}
