//! What the lines of a page have shown, and how one line is mended with that.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::alphabet::{Asked, Letters};
use super::changes::{changed, changes};
use super::line::Line;
use super::mixup::{self, Mixup};
use super::proof::{GAIN, SOUND, convincing, gain_throughout};
use super::reading::{self, Reading};
use super::rival::Contest;
use super::{gate, kin, path, sample, sieve, utf8};
use crate::decode::model::{Cost, Model, NAT};
use crate::draft::Change;

/// Rounds of undoing: three layers of damage and one to see that nothing is left.
const ROUNDS: usize = 4;
/// What a mix-up is cheaper by where the page has shown it before, in nats.
const KNOWN: u32 = 3;
/// What the other Kazakh code page is dearer by where the page has shown one, in nats.
const OTHER_FONT: u32 = 8;
/// Mix-ups of the page that the short way tries.
const RECENT: usize = 3;
/// A mix-up has no rival when the next gains so many nats less.
const CLEAR: u32 = 12;
/// Bytes at the head of an unsuspicious line that tell whether the rest is looked at.
const HEAD: usize = 240;
/// Mix-ups that go on from the first, smaller sample.
const FIRST: usize = 6;
/// Mix-ups that are looked at for the whole line after the sample chose them.
const SHORTLIST: usize = 5;

/// What stands for a letter that the text's encoding did not have.
const LOST: char = '?';

/// What the lines of a page have shown so far.
#[derive(Default)]
pub(super) struct Page {
    /// Mix-ups that were undone, with what they gained in nats; the last one first.
    pub(super) known: Vec<(Mixup, u32)>,
    /// How often they changed, or their order.
    pub(super) lessons: usize,
}
impl Page {
    /// The changes that undo the mix-ups of one line; empty when there is nothing to undo.
    ///
    /// Rounds of changes, each in offsets of the text that the round before left. Nothing suspicious
    /// begins before `from`.
    pub(super) fn repair(&mut self, text: &str, mut from: usize) -> Vec<Vec<Change>> {
        let model = Model::new();
        let mut rounds = Vec::new();
        let mut now = Cow::Borrowed(text);
        for _ in 0..ROUNDS {
            if now.is_ascii() {
                break;
            }
            let line = OnceCell::new();
            let line = || line.get_or_init(|| Line::new(&now));
            let mut changes = self.round(&now, from, &line, &model);
            if changes.is_empty()
                && let Some((mixup, lone)) = kin::lone_letters(&now, &line)
            {
                self.remember(mixup, GAIN);
                changes = lone;
            }
            if changes.is_empty() {
                break;
            }
            now = Cow::Owned(changed(&now, &changes));
            from = 0;
            rounds.push(changes);
            if !gate::suspicious(now.as_bytes()) && !self.may_suffer(&now) {
                break;
            }
        }
        // What ends in control characters was not understood.
        if !rounds.is_empty() && controls(&now) > controls(text) { Vec::new() } else { rounds }
    }

    /// False for nearly all lines that are not suspicious: the mix-ups of the page change nothing in
    /// them, or their head has no odd words that these make better.
    pub(super) fn may_suffer(&self, text: &str) -> bool {
        if self.known.is_empty() || text.is_ascii() {
            return false;
        }
        let model = Model::new();
        let head = if text.len() < 2 * HEAD { text } else { &text[..text.floor_char_boundary(HEAD)] };
        let mut recent = self.known.iter().map(|(m, _)| m).take(RECENT);
        recent.any(|m| sieve::promises(m, head, &model)) && {
            let recent = self.recent();
            let sample = sample::odd(head, &recent, &model);
            sample.is_some_and(|sample| !self.best(recent, &sample, 1, &model).is_empty())
        }
    }

    /// The mix-ups of the page that the short way tries.
    fn recent(&self) -> Vec<Mixup> {
        self.known.iter().map(|(m, _)| *m).take(RECENT).collect()
    }

    /// Forgets the Kazakh code page that gained less, if the lines disagree; true if they did.
    pub(super) fn settle(&mut self) -> bool {
        let fonts = || self.known.iter().filter(|(m, _)| m.is_kazakh_font());
        let Some(most) = fonts().map(|(_, gain)| *gain).max() else { return false };
        let disagree = fonts().count() > 1;
        self.known.retain(|(m, gain)| !m.is_kazakh_font() || *gain == most);
        self.lessons += usize::from(disagree);
        disagree
    }

    fn remember(&mut self, mixup: &Mixup, gain: u32) {
        match self.known.iter().position(|(m, _)| m.is(mixup)) {
            Some(i) => {
                self.known[i].1 += gain;
                self.known[..=i].rotate_right(1);
                self.lessons += usize::from(i > 0);
            }
            None => {
                self.known.insert(0, (*mixup, gain));
                self.lessons += 1;
            }
        }
    }

    /// What assuming the mix-up costs on this page, in nats.
    fn price(&self, mixup: &Mixup) -> u32 {
        if self.known.iter().any(|(m, _)| m.is(mixup)) {
            return mixup.price().saturating_sub(KNOWN);
        }
        let other = mixup.is_kazakh_font() && self.known.iter().any(|(m, _)| m.is_kazakh_font());
        mixup.price() + if other { OTHER_FONT } else { 0 }
    }

    /// One round: what undoing one layer changes. `line` gives `text` cut into words; sound lines need
    /// no such thing.
    fn round<'l>(&mut self, text: &str, from: usize, line: &impl Fn() -> &'l Line, model: &Model) -> Vec<Change> {
        let signs = text.trim_start_matches(|c: char| c.is_ascii());
        let mut utf8 = mixup::all().iter().take_while(|m| m.really.is_none()).filter(|m| utf8::begins(m, signs));
        if sieve::may_begin_utf8(signs)
            && let Some(found) = utf8.find_map(|m| utf8::throughout(m, text, model))
        {
            return self.take(found);
        }
        // Most lines are told by a few of their words.
        let best = match sample::suspicious(text, from, self.known.is_empty(), model) {
            Some(sample) => self.familiar(line, &sample, model).unwrap_or_else(|| self.shortlist(&sample, model)),
            // Without suspicious words, only what the page has shown is looked for.
            None if self.known.is_empty() => return Vec::new(),
            None => {
                let recent = self.recent();
                let sample = sample::odd(text, &recent, model);
                sample.map_or(Vec::new(), |sample| self.best(recent, &sample, 1, model))
            }
        };
        match &*best {
            [] => Vec::new(),
            [first, others @ ..] => self.undo(first, others, line(), model),
        }
    }

    /// The changes that undo on `line` what gains most on its sample, and the others where they are better;
    /// each with its gain, in the order of these.
    fn undo(&mut self, first: &(u32, Mixup), others: &[(u32, Mixup)], line: &Line, model: &Model) -> Vec<Change> {
        let (gain, first) = first;
        let (as_is, undone) = (Reading::as_is(line, model), Reading::costed(first, line, model));
        let contest = Contest { line, as_is: &as_is, first: (first, self.price(first), &undone) };
        let enter = |(_, m): &(u32, Mixup)| Some((*m, contest.enter(m, self.price(m), model)?));
        let close = others.iter().take_while(|(other, _)| other + CLEAR * NAT >= *gain).count();
        let mut rivals: Vec<(Mixup, Reading)> = others[..close].iter().filter_map(enter).collect();
        // No rival: it may be all that the line needs.
        if rivals.is_empty()
            && let Some(gain) = gain_throughout(first, line, &as_is, &undone)
        {
            return self.take((first, gain, reading::page_throughout(first, line)));
        }
        rivals.extend(others[close..].iter().filter_map(enter));
        let (mut mixups, mut readings) = (vec![*first], vec![as_is, undone]);
        for (rival, reading) in rivals {
            mixups.push(rival);
            readings.push(reading);
        }
        let prices: Vec<u32> = [0].into_iter().chain(mixups.iter().map(|m| self.price(m))).collect();
        let path = path::cheapest(&readings, &prices);
        for (number, (reading, m)) in readings.iter_mut().skip(1).zip(&mixups).enumerate() {
            if path.words.contains(&(number + 1)) {
                reading.complete(m, line);
            }
        }
        if !convincing(&path, line, &readings, &mixups) {
            return Vec::new();
        }
        for r in path.words.iter().filter(|r| **r > 0).take(1) {
            self.remember(&mixups[r - 1], (path.as_is - path.cost) / NAT);
        }
        changes(line, &readings, &path.words, &mixups)
    }

    /// The changes of a line damaged throughout; the page remembers by what.
    fn take(&mut self, (mixup, gain, changes): (&Mixup, u32, Vec<Change>)) -> Vec<Change> {
        self.remember(mixup, gain);
        changes
    }

    /// A mix-up of the page that fits the line and makes sound words of its sample: no others are
    /// looked at then.
    fn familiar<'l>(&self, line: &impl Fn() -> &'l Line, sample: &Line, model: &Model) -> Option<Vec<(u32, Mixup)>> {
        let sound = |m: &&Mixup| {
            let (mut cost, mut chars) = (Cost::default(), 0);
            let mut words = sample.words.iter();
            Reading::costs(m, sample, model, |c| {
                // A word that lost letters before the mix-up is dear however it is read.
                let whole = words.next().filter(|word| !sample.chars[(*word).clone()].contains(&LOST));
                if let Some(word) = whole {
                    cost.add(&c);
                    chars += word.len();
                }
            });
            let enough = chars == sample.chars.len() || chars >= sample::FIRST;
            enough && (cost.total() as f32) < SOUND * (chars as u32 * NAT) as f32
        };
        let fits = |m: &&Mixup| m.really.is_none() || m.is_kazakh_font() || reading::fits(m, line());
        self.known.iter().map(|(m, _)| m).take(RECENT).filter(sound).find(fits).map(|m| vec![(0, *m)])
    }

    /// The mix-ups that gain most on the sample, counting only the words that gain: the others may
    /// be sound.
    fn shortlist(&self, sample: &Line, model: &Model) -> Vec<(u32, Mixup)> {
        let mut mixups = sieve::sift(sample, model);
        if sample.chars.len() > 2 * sample::FIRST {
            let oddest = sample::oddest(sample, model);
            let first = self.best(mixups, &oddest, 0, model);
            let most = first.first().map_or(0, |(gain, _)| *gain);
            // What gains far less there will not make it good; the Kazakh fonts share a line at times.
            let near = first.into_iter().filter(|(gain, m)| m.is_kazakh_font() || gain * 3 >= most * 2);
            mixups = near.map(|(_, m)| m).take(FIRST).collect();
        }
        let mut best = self.best(mixups, sample, 1, model);
        best.truncate(SHORTLIST);
        best
    }

    /// Those of `mixups` that are worth their price, `times` taken, on a sample, with what they gain
    /// over it; the best first.
    fn best(&self, mixups: Vec<Mixup>, sample: &Line, times: u32, model: &Model) -> Vec<(u32, Mixup)> {
        let mut letters = Letters::as_is(&sample.signs, model);
        let mut as_is = Vec::with_capacity(sample.words.len());
        reading::totals(sample, &letters, model, |total| as_is.push(total));
        let gained = |totals: &[u32]| as_is.iter().zip(totals).map(|(a, total)| a.saturating_sub(*total)).sum::<u32>();
        let mut totals = Vec::with_capacity(as_is.len());
        let mut found: Vec<(u32, Mixup)> = Vec::with_capacity(mixups.len());
        let mut asked = Asked::room(sample.signs.len(), mixups.len());
        for m in mixups {
            totals.clear();
            let gain = if m.really.is_none() {
                Reading::costs(&m, sample, model, |cost| totals.push(cost.total()));
                gained(&totals)
            } else {
                letters.undo(&m, &sample.signs, model);
                let gain = asked.gain(&letters).unwrap_or_else(|| {
                    reading::totals(sample, &letters, model, |total| totals.push(total));
                    gained(&totals)
                });
                asked.push(&letters, gain);
                gain
            };
            let price = self.price(&m) * NAT * times;
            if gain > price {
                found.push((gain - price, m));
            }
        }
        found.sort_by_key(|(gain, _)| std::cmp::Reverse(*gain));
        found
    }
}

/// The number of characters U+0080 to U+009F.
fn controls(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xc2, bytes).filter(|at| bytes.get(at + 1).is_some_and(|b| *b < 0xa0)).count()
}
