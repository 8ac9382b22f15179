//! Text decoded with the wrong encoding: mojibake, the Kazakh font hack, several layers of them.
//!
//! A line is taken word by word as it stands and as it would read if one of the mix-ups of
//! the module `mixup` were undone. The letter-pair model of `decode` prices every reading, and the cheapest
//! way through the words decides, changing the line only where the gain is beyond doubt. This is
//! repeated while it helps, for text that went wrong more than once.
//!
#![doc = include_str!("pairs.md")]

mod gate;
mod kin;
mod lossy;
mod lost_word;
mod mixup;
mod path;
mod reading;
#[cfg(test)]
mod round_trip;
mod sieve;

use std::borrow::Cow;
use std::cell::OnceCell;

use super::stretch::stretches;
use crate::decode::model::{Cost, Model, NAT};
use crate::decode::noise::is_noise;
use crate::draft::{Change, Draft, Span};
use crate::rule::{Certainty, Rule, Stage};
use crate::words;
use mixup::Mixup;
use path::Path;
use reading::{Line, Reading, Slot};

/// UTF-8 read as a code page.
pub(crate) static UTF8: Rule = Rule::new(
    "utf8-mojibake",
    Stage::Repair,
    Certainty::Certain,
    "UTF-8 that was read as a single-byte encoding is read as UTF-8",
    "Every letter became two signs. Only undone where the signs are whole UTF-8 sequences, or lack a byte that \
     the wrong encoding does not define, and the letters they give are far likelier than the signs.",
    ("ТљР°Р·Р°Т› С‚С–Р»С–", "Қазақ тілі"),
);

/// UTF-8 that lost bytes which windows-1252 does not define, where words do not prove which.
///
/// Likely, not certain, and applied all the same: without the letters the line is no text at all, and
/// nothing that was right is changed.
pub(crate) static GUESSED_LETTER: Rule = Rule::new(
    "guessed-letter",
    Stage::Repair,
    Certainty::Probable,
    "UTF-8 that lost bytes is read with the letters that the neighbours make likeliest",
    "A reader dropped the five bytes that windows-1252 leaves undefined, and three letters may have stood there. \
     The line is mended all the same, since without them it is no text; its edit says that a letter is a guess.",
    ("Ð˜Ð· Ð¢ÐµÐ±ÐµÐ½Ñ�ÐºÐ° Ð¾Ð½Ð° Ð²ÐµÑ€Ð½ÑƒÐ»Ð°Ñ�ÑŒ Ð¿Ð¾Ð´ Ð²ÐµÑ‡ÐµÑ€", "Из Тебенска она вернулась под вечер"),
);

/// A code page read as another.
pub(crate) static CODE_PAGE: Rule = Rule::new(
    "code-page-mojibake",
    Stage::Repair,
    Certainty::Certain,
    "text in one single-byte encoding that was read as another is read as what it is",
    "Every letter became another sign. Only undone where the letters of the right encoding make words of a \
     language and those on the page make none.",
    ("Ïðèâåò, Êàçàõñòàí!", "Привет, Казахстан!"),
);

/// KZ-1048 or PT154 read as windows-1251.
pub(crate) static KAZAKH_FONT: Rule = Rule::new(
    "kazakh-font",
    Stage::Repair,
    Certainty::Certain,
    "letters that a Kazakh font or code page drew in the place of other letters become Kazakh letters",
    "KZ-1048 and PT154 differ from windows-1251 in the Kazakh letters only. Serbian, Macedonian, Ukrainian, \
     Belarusian, Tajik and Mongolian use the letters seen there rightly and stay as they are.",
    ("Ќазаќстан Республикасыныѕ", "Қазақстан Республикасының"),
);

/// Rounds of undoing: three layers of damage and one to see that nothing is left.
const ROUNDS: usize = 4;
/// What a repair must gain, in nats.
const GAIN: u32 = 4;
/// What a mix-up is cheaper by where the page has shown it before, in nats.
const KNOWN: u32 = 3;
/// What the other Kazakh code page is dearer by where the page has shown one, in nats.
const OTHER_FONT: u32 = 8;
/// Most that the words of a sound line cost on the average, in nats a character.
const SOUND: f32 = 3.2;
/// Mix-ups of the page that the short way tries.
const RECENT: usize = 3;
/// A mix-up has no rival when the next gains so many nats less.
const CLEAR: u32 = 12;
/// Bytes at the head of an unsuspicious line that tell whether the rest is looked at.
const HEAD: usize = 240;
/// Characters of a first, smaller sample, and mix-ups that go on from there.
const FIRST: (usize, usize) = (24, 6);
/// Mix-ups that are looked at for the whole line after the sample chose them.
const SHORTLIST: usize = 5;
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

/// Undoes mojibake in a text of one or more lines; borrowed when there is none.
///
/// ```
/// assert_eq!(tazala::repair::mojibake::mend("ТљР°Р·Р°Т› С‚С–Р»С–"), "Қазақ тілі");
/// assert_eq!(tazala::repair::mojibake::mend("Ќазаќстан Республикасыныѕ"), "Қазақстан Республикасының");
/// assert_eq!(tazala::repair::mojibake::mend("?аза?стан"), "?аза?стан");
/// ```
pub fn mend(text: &str) -> Cow<'_, str> {
    let mut draft = Draft::new(text);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Span::new(start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    let lines = stretches(&draft, &lines).into_owned();
    repair(&mut draft, &lines, |_| true);
    match draft.edits() {
        [] => Cow::Borrowed(text),
        edits => crate::draft::render(text, Span::new(0, text.len()), edits),
    }
}

/// What the lines of a page have shown so far.
#[derive(Default)]
pub(crate) struct Page {
    /// Mix-ups that were undone, with what they gained in nats; the last one first.
    known: Vec<(Mixup, u32)>,
}

/// Mends the lines of a page.
///
/// Every suspicious line (none is very long, see `stretch`) is looked at alone first. What was found is evidence for the others: where
/// lines disagree on the Kazakh code page, the one that gained more is taken for all, and lines of
/// which nothing could be said are tried again with the mix-ups of the page.
/// A line is left alone when any of the rules it needs does not run.
pub(crate) fn repair(draft: &mut Draft<'_>, lines: &[Span], runs: impl Fn(&Rule) -> bool) {
    let mut page = Page::default();
    let mut found: Vec<(Span, Vec<Vec<Change>>)> = Vec::new();
    for span in lines {
        let view = draft.view(*span);
        let bytes = view.as_str().as_bytes();
        if gate::suspicious(bytes) && !gate::is_far(bytes) && !is_noise(bytes) {
            found.push((*span, page.repair(view.as_str())));
        }
    }
    if page.known.is_empty() {
        return;
    }
    let doubt = page.settle();
    let mut found = found.into_iter().peekable();
    draft.pass(lines.iter().copied(), |piece| {
        let rounds = match found.next_if(|(span, _)| *span == piece.span()) {
            Some((_, rounds)) if !rounds.is_empty() && !doubt => rounds,
            Some(_) => page.repair(piece.text()),
            // Code pages can leave nothing suspicious: a headline in capitals becomes small letters.
            None if page.may_suffer(piece.text()) => page.repair(piece.text()),
            None => return,
        };
        if rounds.iter().flatten().all(|c| runs(c.rule)) {
            rounds.into_iter().for_each(|changes| piece.apply(changes));
        }
    });
}

impl Page {
    /// The changes that undo the mix-ups of one line; empty when there is nothing to undo.
    ///
    /// Rounds of changes, each in offsets of the text that the round before left.
    fn repair(&mut self, text: &str) -> Vec<Vec<Change>> {
        let model = Model::new();
        let mut rounds = Vec::new();
        let mut now = Cow::Borrowed(text);
        for _ in 0..ROUNDS {
            if now.is_ascii() {
                break;
            }
            let line = Line::new(&now);
            let mut changes = self.round(&now, &line, &model);
            if changes.is_empty()
                && let Some((mixup, lone)) = kin::lone_letters(&line)
            {
                self.remember(mixup, GAIN);
                changes = lone;
            }
            if changes.is_empty() {
                break;
            }
            now = Cow::Owned(changed(&now, &changes));
            rounds.push(changes);
            if !gate::suspicious(now.as_bytes()) && !self.may_suffer(&now) {
                break;
            }
        }
        // What ends in control characters was not understood.
        let controls = |t: &str| t.chars().filter(|c| ('\u{80}'..='\u{9f}').contains(c)).count();
        if controls(&now) > controls(text) { Vec::new() } else { rounds }
    }

    /// False for nearly all lines that are not suspicious: the mix-ups of the page change nothing in
    /// them, or their head has no odd words that these make better.
    fn may_suffer(&self, text: &str) -> bool {
        if text.is_ascii() || !self.known.iter().take(RECENT).any(|(m, _)| reading::touches(m, text)) {
            return false;
        }
        let model = Model::new();
        let head = if text.len() < 2 * HEAD { text } else { &text[..text.floor_char_boundary(HEAD)] };
        let line = Line::new(head);
        let as_is = Reading::as_is(&line, &model);
        sample(head, &line, false, |word| as_is.costs[word])
            .is_some_and(|sample| !self.best(self.recent(), &sample, 1, &model).is_empty())
    }

    /// The mix-ups of the page that the short way tries.
    fn recent(&self) -> Vec<Mixup> {
        self.known.iter().map(|(m, _)| *m).take(RECENT).collect()
    }

    /// Forgets the Kazakh code page that gained less, if the lines disagree; true if they did.
    fn settle(&mut self) -> bool {
        let fonts = || self.known.iter().filter(|(m, _)| m.is_kazakh_font());
        let Some(most) = fonts().map(|(_, gain)| *gain).max() else { return false };
        let disagree = fonts().count() > 1;
        self.known.retain(|(m, gain)| !m.is_kazakh_font() || *gain == most);
        disagree
    }

    fn remember(&mut self, mixup: &Mixup, gain: u32) {
        match self.known.iter().position(|(m, _)| m.is(mixup)) {
            Some(i) => {
                self.known[i].1 += gain;
                self.known[..=i].rotate_right(1);
            }
            None => self.known.insert(0, (*mixup, gain)),
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

    /// One round: what undoing one layer changes.
    fn round(&mut self, text: &str, line: &Line, model: &Model) -> Vec<Change> {
        // Most lines are told by a few of their words.
        let whole = OnceCell::new();
        let as_is = || whole.get_or_init(|| Reading::as_is(line, model));
        let utf8 = || mixup::all().iter().take_while(|m| m.really.is_none());
        if let Some(found) = utf8().find_map(|m| reading::utf8_throughout(m, line, model)) {
            return self.take(found);
        }
        let best = match sample(text, line, true, |word| Reading::word_as_is(line, word, model)) {
            Some(sample) => self.familiar(line, &sample, model).unwrap_or_else(|| self.shortlist(&sample, model)),
            // Without suspicious words, only what the page has shown is looked for.
            None if self.known.is_empty() => return Vec::new(),
            None => match sample(text, line, false, |word| as_is().costs[word]) {
                Some(sample) => self.best(self.recent(), &sample, 1, model),
                None => return Vec::new(),
            },
        };
        // No rival: it may be all that the line needs.
        if let [(gain, m), others @ ..] = &*best {
            let mut rivals = others.iter().filter(|(other, _)| other + CLEAR * NAT >= *gain);
            if rivals.all(|(_, rival)| reading::reads_as(rival, m, line))
                && let Some(gain) = gain_throughout(m, line, as_is, model)
            {
                return self.take((m, gain, reading::page_throughout(m, line)));
            }
        }
        let mixups: Vec<Mixup> = best.into_iter().map(|(_, m)| m).collect();
        if mixups.is_empty() {
            return Vec::new();
        }
        let mut readings = vec![whole.into_inner().unwrap_or_else(|| Reading::as_is(line, model))];
        let mut prices = vec![0];
        for m in &mixups {
            readings.push(Reading::undoing(m, line, model));
            prices.push(self.price(m));
        }
        let path = path::cheapest(&readings, &prices);
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
    fn familiar(&self, line: &Line, sample: &Line, model: &Model) -> Option<Vec<(u32, Mixup)>> {
        let sound = |m: &&Mixup| {
            let mut cost = Cost::default();
            Reading::costs(m, sample, model, |c| cost.add(&c));
            (cost.total() as f32) < SOUND * (sample.chars.len() as u32 * NAT) as f32
        };
        let fits = |m: &&Mixup| m.really.is_none() || m.is_kazakh_font() || reading::fits(m, line);
        self.known.iter().map(|(m, _)| m).take(RECENT).filter(fits).find(sound).map(|m| vec![(0, *m)])
    }

    /// The mix-ups that gain most on the sample, counting only the words that gain: the others may
    /// be sound.
    fn shortlist(&self, sample: &Line, model: &Model) -> Vec<(u32, Mixup)> {
        let mut mixups = sieve::sift(sample, model);
        if sample.chars.len() > 2 * FIRST.0 {
            let first = self.best(mixups, &oddest(sample, model), 0, model);
            let most = first.first().map_or(0, |(gain, _)| *gain);
            // What gains far less there will not make it good; the Kazakh fonts share a line at times.
            let near = first.into_iter().filter(|(gain, m)| m.is_kazakh_font() || gain * 3 >= most * 2);
            mixups = near.map(|(_, m)| m).take(FIRST.1).collect();
        }
        let mut best = self.best(mixups, sample, 1, model);
        best.truncate(SHORTLIST);
        best
    }

    /// Those of `mixups` that are worth their price, `times` taken, on a sample, with what they gain
    /// over it; the best first.
    fn best(&self, mixups: Vec<Mixup>, sample: &Line, times: u32, model: &Model) -> Vec<(u32, Mixup)> {
        let as_is: Vec<u32> = Reading::as_is(sample, model).costs.iter().map(Cost::total).collect();
        let mut found: Vec<(u32, Mixup)> = Vec::new();
        for m in mixups {
            let (mut gain, mut as_is) = (0, as_is.iter());
            Reading::costs(&m, sample, model, |cost| {
                gain += as_is.next().map_or(0, |a| a.saturating_sub(cost.total()));
            });
            let price = self.price(&m) * NAT * times;
            if gain > price {
                found.push((gain - price, m));
            }
        }
        found.sort_by_key(|(gain, _)| std::cmp::Reverse(*gain));
        found
    }
}

/// What undoing a mix-up of code pages gains on a line that it damaged throughout, in nats: each word
/// that changes gains something or loses little, and together they gain far more than is asked for.
fn gain_throughout<'r>(mixup: &Mixup, line: &Line, as_is: impl Fn() -> &'r Reading, model: &Model) -> Option<u32> {
    let font = mixup.is_kazakh_font();
    if mixup.really.is_none() || !font && !reading::fits(mixup, line) {
        return None;
    }
    let (mut gain, mut chars, mut cost, mut staying) = (0, 0, Cost::default(), Cost::default());
    let mut words = line.words.iter().zip(&as_is().costs);
    let mut lost = false;
    Reading::costs(mixup, line, model, |after| {
        let Some((word, before)) = words.next() else { return };
        if !reading::changes_page(mixup, &line.chars[word.clone()]) {
            staying.add(before);
            return;
        }
        let (before, now) = (before.total(), after.total());
        // The cheapest way would not leave the mix-up for less.
        lost |= now >= before + path::BACK * NAT;
        gain += before.saturating_sub(now) / NAT;
        chars += word.len() as u32;
        cost.add(&after);
    });
    let enough = match font {
        // Most letters of its words are right; beyond doubt all the same, twice what is asked for.
        true => gain >= 2 * (GAIN + mixup.price()) && !is_elsewhere(&staying),
        false => gain >= GAIN_SURE.max(chars) && (cost.total() as f32) < SOUND * (chars * NAT) as f32,
    };
    (enough && !lost).then_some(gain)
}

/// The text with `changes` made.
fn changed(text: &str, changes: &[Change]) -> String {
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

/// The words of a line that are odd and, if so wished, suspicious to the gate; up to [`SAMPLE`]
/// characters of them, as a line of their own. `None` if they cannot gain enough. `cost` is asked for
/// the cost of a word as it stands.
fn sample(text: &str, line: &Line, suspicious: bool, cost: impl Fn(usize) -> Cost) -> Option<Line> {
    let mut sample = String::new();
    let mut length = 0;
    let mut gain = 0.0;
    // Where suspicious bytes are next; words before that need no look of their own.
    let mut next = if suspicious { gate::find(text.as_bytes(), 0) } else { None };
    for (number, word) in line.words.iter().enumerate() {
        let range = line.bytes(number);
        if suspicious {
            while next.is_some_and(|at| at + gate::STEP <= range.start) {
                next = next.and_then(|at| gate::find(text.as_bytes(), at + gate::STEP));
            }
            match next {
                None => break,
                Some(at) if range.end <= at => continue,
                Some(_) => {}
            }
        }
        let bytes = &text[range];
        if bytes.is_ascii() || suspicious && !gate::suspicious(bytes.as_bytes()) {
            continue;
        }
        let chars = word.len() as f32;
        let cost = cost(number);
        let nats = cost.total() as f32 / NAT as f32;
        let signs = cost.signs as f32 / NAT as f32;
        if !(nats > ODD * chars || nats > LIKELY * chars + ODD_LETTER || signs > ODD_SIGNS + chars) {
            continue;
        }
        sample.push_str(bytes);
        length += word.len();
        gain += nats - LEAST * chars;
        if length >= SAMPLE {
            break;
        }
    }
    (gain > (GAIN + mixup::DAMAGE_KAZAKH) as f32).then(|| Line::new(&sample))
}

/// Nats by which, beside an eighth of all, the sound words of a line show that it is in a language
/// of other countries.
const ELSEWHERE: u32 = 8;

/// True when the words that stay are Mongolian, Macedonian or the like, by their cost: their few odd
/// letters are no Kazakh ones.
fn is_elsewhere(staying: &Cost) -> bool {
    let (ours, others) = staying.ours_and_others();
    ours > others + others / 8 + ELSEWHERE * NAT
}

/// The oddest words of a sample, up to the length of a first one.
fn oddest(sample: &Line, model: &Model) -> Line {
    let as_is = Reading::as_is(sample, model);
    let mut words: Vec<_> = sample.words.iter().zip(as_is.costs.iter().map(Cost::total)).collect();
    words.sort_by_key(|(word, cost)| std::cmp::Reverse(*cost / word.len().max(1) as u32));
    let mut length = 0;
    words.retain(|(word, _)| {
        let short = length < FIRST.0;
        length += word.len();
        short
    });
    Line::new(&words.into_iter().flat_map(|(word, _)| &sample.chars[word.clone()]).collect::<String>())
}

/// Changes of the words that read otherwise than they stand; neighbours make one.
fn changes(line: &Line, readings: &[Reading], words: &[usize], mixups: &[Mixup]) -> Vec<Change> {
    let guesses: Vec<bool> = readings.iter().map(Reading::guesses).collect();
    let mut changes = Changes::default();
    for (word, reading) in words.iter().enumerate() {
        if *reading > 0 && readings[*reading].changed(word, line) > 0 {
            let rule = if guesses[*reading] { &GUESSED_LETTER } else { rule(&mixups[*reading - 1]) };
            let text = changes.at(line.bytes(word), rule);
            readings[*reading].write(word, line, text);
        }
    }
    changes.done()
}

/// Changes that are being written, word by word.
#[derive(Default)]
struct Changes {
    done: Vec<Change>,
    open: Option<(std::ops::Range<usize>, String, &'static Rule)>,
}

impl Changes {
    /// Where to write what is to stand at `bytes`, which lie behind all before.
    fn at(&mut self, bytes: std::ops::Range<usize>, rule: &'static Rule) -> &mut String {
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

    fn done(mut self) -> Vec<Change> {
        self.close();
        self.done
    }
}

/// What undoing a mix-up of code pages must gain, in nats: a capitalised word or a few signs gain
/// up to ten by chance.
const GAIN_PAGES: u32 = 12;
/// With less than this one of the repaired words must be a whole one at that, in nats.
const GAIN_SURE: u32 = 25;
/// With less than this it may lack a letter of that: a list of signs is no text.
const GAIN_ALWAYS: u32 = 60;
/// Most that repaired words may cost, in nats a character; sound text costs 2 to 3.
const IMPLAUSIBLE: f32 = 4.1;
/// The same where the gain is sure.
const IMPLAUSIBLE_SURE: f32 = 4.8;
/// Letters of a word that is not found by chance.
const WHOLE_WORD: usize = 5;

/// Gain of each changed letter that speaks for itself, in nats: a sign inside a word.
const GAIN_LETTER: u32 = 4;

/// True when the gain is beyond doubt.
fn convincing(path: &Path, line: &Line, readings: &[Reading], mixups: &[Mixup]) -> bool {
    let gain = path.as_is.saturating_sub(path.cost) / NAT;
    let pages = path.words.iter().any(|r| *r > 0 && mixups[r - 1].really.is_some() && !mixups[r - 1].is_kazakh_font());
    let repaired =
        || path.words.iter().enumerate().filter(|(word, r)| **r > 0 && readings[**r].changed(*word, line) > 0);
    if !pages {
        let fonts = repaired().all(|(_, r)| mixups[r - 1].is_kazakh_font());
        let mut staying = Cost::default();
        path.words.iter().zip(&readings[0].costs).filter(|(r, _)| **r == 0).for_each(|(_, c)| staying.add(c));
        return gain >= GAIN && !(fonts && is_elsewhere(&staying));
    }
    // Letters of the longest word that the page gives.
    let longest = repaired().map(|(word, r)| readings[*r].letters(word)).max().unwrap_or(0);
    let whole = longest >= WHOLE_WORD;
    let mut cost = Cost::default();
    let (mut chars, mut changed) = (0, 0);
    for (word, r) in repaired() {
        cost.add(&readings[*r].costs[word]);
        chars += readings[*r].word(word).len();
        changed += readings[*r].changed(word, line) as u32;
    }
    if gain >= GAIN_PAGES && all_known(repaired().map(|(word, r)| readings[*r].word(word))) {
        return true;
    }
    let nats = cost.total() as f32 / NAT as f32 / chars.max(1) as f32;
    let price = repaired().map(|(_, r)| mixups[r - 1].price()).min().unwrap_or(0);
    if whole && gain >= GAIN && gain + price >= changed * GAIN_LETTER && nats < IMPLAUSIBLE {
        return true;
    }
    match gain {
        ..GAIN_PAGES => false,
        GAIN_PAGES..GAIN_SURE => whole && nats < IMPLAUSIBLE,
        GAIN_SURE..GAIN_ALWAYS => longest + 1 >= WHOLE_WORD && nats < IMPLAUSIBLE_SURE,
        _ => nats < IMPLAUSIBLE_SURE,
    }
}

/// Letters that known words hold together which are not found by chance.
const KNOWN_LETTERS: usize = 6;

/// True when the words of a line that a mix-up gives are Kazakh or Russian, and not by chance.
fn all_known<'r>(mut repaired: impl Iterator<Item = &'r [Slot]>) -> bool {
    let mut letters = 0;
    let known = repaired.all(|slots| {
        let text: String = slots.iter().filter_map(|slot| slot.read).flat_map(char::to_lowercase).collect();
        // One or two letters are too often an abbreviation in the lists.
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
        words.into_iter().all(|word| {
            letters += word.chars().count();
            words::russian(word) || words::kazakh(word).yes()
        })
    });
    known && letters >= KNOWN_LETTERS
}

fn rule(mixup: &Mixup) -> &'static Rule {
    match mixup.really {
        None => &UTF8,
        Some(_) if mixup.is_kazakh_font() => &KAZAKH_FONT,
        Some(_) => &CODE_PAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::round_trip::damaged;
    use super::*;
    use proptest::prelude::*;

    const KAZAKH: &str = "Ауылдағы жаңа кітапхананың есігі күзде ашылып, балалар өлең оқыды";
    const RUSSIAN: &str = "Вечером строители закончили мост через реку и открыли движение";

    #[test]
    fn every_mixup_is_undone() {
        for mixup in mixup::all() {
            for text in [KAZAKH, RUSSIAN] {
                let Some(read) = damaged(text, mixup) else { continue };
                // Where a letter or two differ (Mac Cyrillic and Windows), nothing is beyond doubt.
                if read.chars().zip(text.chars()).filter(|(a, b)| a != b).count() < 5 {
                    continue;
                }
                assert_eq!(mend(&read), text, "{:?} read as {}", mixup.really, mixup.read_as.name);
            }
        }
    }

    #[test]
    fn layers_come_off_one_by_one() {
        for outer in ["windows-1251", "windows-1252", "iso-8859-1"] {
            let outer = mixup::all().iter().find(|m| m.read_as.name == outer && m.really.is_none()).unwrap();
            for inner in mixup::all().iter().filter(|m| m.really.is_none() || m.is_kazakh_font()) {
                let Some(once) = damaged(KAZAKH, inner) else { continue };
                let Some(twice) = damaged(&once, outer) else { continue };
                assert_eq!(mend(&twice), KAZAKH, "{inner:?} {outer:?}");
            }
        }
    }

    #[test]
    fn a_damaged_phrase_in_a_sound_line_is_mended_alone() {
        let line = "Жиналыста СЃРѕР·РґР°РЅРёРµ РЅРѕРІРѕРіРѕ РїР°СЂРєР° талқыланды";
        assert_eq!(mend(line), "Жиналыста создание нового парка талқыланды");
    }

    #[test]
    fn the_lines_of_a_page_agree_on_the_kazakh_table() {
        // єылым is ғылым in KZ-1048 and әылым in PT154; the other line tells which.
        assert_eq!(mend("Ќазаќстан Їкіметініѕ шешімі\nєылым"), "Қазақстан Үкіметінің шешімі\nғылым");
        assert_eq!(mend("Ќазаќстан ‡кіметініњ шешімі\nєдебиет"), "Қазақстан Үкіметінің шешімі\nәдебиет");
    }

    #[test]
    fn tempting_text_stays() {
        for text in [
            "ВІКІ",
            "Њ. Ћосић и Ђ. Џевдет су стигли у Љубљану",
            "Ќе дојдат и ѓаците од Ѕвечан",
            "Її подруга Євгенія їздила до Їжівців",
            "Ў яго быў дзённік пра Ўладзіслава",
            "ГГГГ-ММ-ДД ЧЧ:ММ",
            "ШҚО, БҚО, АҚ «ҚТЖ», ЮНЕСКО, КСРО",
            "ÄÖÜ äöü ß, façade, naïve, ½ × ¾ ÷",
            "?аза?стан ?немі",
            "с�з бен �нер",
            "╔══╗ │░▒▓│ ╚══╝",
            "ЦЕНТРАЛЬНАЯ ПЛОЩАДЬ ЗАКРЫТА",
            "НА ДНЕ И НЕ У ДНА ОНИ НЕ ОДНИ",
        ] {
            assert_eq!(mend(text), text);
        }
    }

    #[test]
    fn lost_bytes_are_restored_where_it_is_known_which() {
        assert_eq!(mend("УР·С–СЂ Р�РіС–Р»С–Рє Р°СѓС‹Р»РґР°"), "Әзір Игілік ауылда");
        assert_eq!(mend("РІС‹РµС…Р°Р»Рё РІ Р РѕСЃСЃРёСЋ СѓС‚СЂРѕРј"), "выехали в Россию утром");
    }

    proptest! {
        #[test]
        fn any_text_comes_out_line_by_line(text in "([Ѐ-ӿ ]|[\u{80}-\u{ff}]|[─-▟]|[a-z�?\n]){0,60}") {
            let once = mend(&text).into_owned();
            prop_assert_eq!(once.matches('\n').count(), text.matches('\n').count());
        }

        #[test]
        fn any_bytes_read_as_any_page_come_out(bytes in prop::collection::vec(any::<u8>(), 0..80), page in 0..13usize) {
            let page = mixup::all()[page].read_as;
            mend(&bytes.iter().map(|b| page.char(*b)).collect::<String>());
        }
    }
}
