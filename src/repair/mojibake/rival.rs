//! Whether a second mix-up has anything to gain on a line beside the one that gains most.

use super::alphabet::Letters;
use super::line::Line;
use super::mixup::Mixup;
use super::reading::{self, Reading};
use crate::decode::model::{Model, NAT};

/// A line with what is known of it: how it stands, and the mix-up that gains most, with what assuming that
/// costs in nats.
pub(super) struct Contest<'a> {
    pub(super) line: &'a Line,
    pub(super) as_is: &'a Reading,
    pub(super) first: (&'a Mixup, u32, &'a Reading),
}

/// What a rival gains, in units of the model.
#[derive(Default)]
struct Gain {
    /// In the words that it makes cheaper than they are either way.
    beside: u32,
    /// In all words, in the place of the first.
    instead: i32,
}

impl Contest<'_> {
    /// The line with `rival` undone, which costs `price`, in nats; `None` where that is more than it gains.
    pub(super) fn enter(&self, rival: &Mixup, price: u32, model: &Model) -> Option<Reading> {
        let (first, first_price, _) = self.first;
        let more = (price as i32 - first_price as i32) * NAT as i32;
        let enough = |gain: &Gain| gain.beside > price * NAT || gain.instead > more;
        if rival.really.is_some() {
            return enough(&self.page_gain(rival, model)).then(|| Reading::costed(rival, self.line, model));
        }
        let mut signs = self.line.signs.iter();
        if first.really.is_none() && signs.all(|c| rival.read_as.byte(*c) == first.read_as.byte(*c)) {
            return None;
        }
        let reading = Reading::costed(rival, self.line, model);
        let mut gain = Gain::default();
        reading.costs.iter().enumerate().for_each(|(word, cost)| self.add(&mut gain, word, cost.total()));
        enough(&gain).then_some(reading)
    }

    /// What the words gain by a rival of code pages.
    fn page_gain(&self, rival: &Mixup, model: &Model) -> Gain {
        let (line, first) = (self.line, self.first.0);
        let mut gain = Gain::default();
        if first.really.is_none() || first.is_kazakh() && !rival.is_kazakh() {
            let mut words = 0..line.words.len();
            let each = |total| words.next().into_iter().for_each(|word| self.add(&mut gain, word, total));
            reading::totals(line, &Letters::undone(rival, &line.signs, model), model, each);
            return gain;
        }
        // Only words that read otherwise can gain.
        let other = |c: &char| reading::page_decoded(rival, *c) != reading::page_decoded(first, *c);
        let others: Vec<bool> = line.signs.iter().map(other).collect();
        if !others.contains(&true) {
            return gain;
        }
        let letters = Letters::undone(rival, &line.signs, model);
        for number in 0..line.words.len() {
            if line.signs_of(number).any(|sign| others[sign]) {
                self.add(&mut gain, number, reading::page_total(line, number, &letters, model));
            }
        }
        gain
    }

    /// Adds what a word gains that costs `total`. The others do not change the language for one word.
    fn add(&self, gain: &mut Gain, word: usize, total: u32) {
        let first = self.first.2.costs[word].total_at_home();
        gain.beside += first.min(self.as_is.costs[word].total_at_home()).saturating_sub(total);
        gain.instead += first as i32 - total as i32;
    }
}
