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
            let text = changes.at(line.bytes(word), rule, line.bytes_from(word));
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
    /// Where to write what is to stand at `bytes`, which lie behind all before. From there on the line will hardly be
    /// longer than `rest`: mostly all of it changes, so that there is room for that.
    pub(super) fn at(&mut self, bytes: Range<usize>, rule: &'static Rule, rest: usize) -> &mut String {
        match &mut self.open {
            Some((range, _, same)) if range.end == bytes.start && std::ptr::eq(*same, rule) => range.end = bytes.end,
            _ => {
                self.close();
            }
        }
        &mut self.open.get_or_insert_with(|| (bytes, String::with_capacity(rest), rule)).1
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().map(|(range, mut with, rule)| {
            // Where words change by turns, each would keep room for the rest of the line.
            with.shrink_to(2 * with.len());
            Change::new(range, with, rule)
        }));
    }

    pub(super) fn done(mut self) -> Vec<Change> {
        self.close();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_by_turns_keep_no_room_for_the_rest_of_the_line() {
        let mut changes = Changes::default();
        for at in (0..4000).step_by(2) {
            changes.at(at..at + 1, &GUESSED_LETTER, 4000 - at).push('ә');
        }
        let room = |change: Change| change.with.into_owned().capacity();
        assert!(changes.done().into_iter().map(room).sum::<usize>() <= 2000 * 16);
    }
}
