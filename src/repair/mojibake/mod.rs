//! Text decoded with the wrong encoding: mojibake, the Kazakh font hack, several layers of them.
//!
//! A line is taken word by word as it stands and as it would read if one of the mix-ups of
//! [`mixup`] were undone. The letter-pair model of `decode` prices every reading, and the cheapest
//! way through the words decides, changing the line only where the gain is beyond doubt. This is
//! repeated while it helps, for text that went wrong more than once.

mod lossy;
mod mixup;
mod path;
mod reading;

use crate::decode::model::{Model, NAT};
use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use mixup::Mixup;
use reading::{Line, Reading};

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
const GAIN: u32 = 8;
/// Mix-ups that are looked at for the whole line after the sample chose them.
const SHORTLIST: usize = 5;
/// Characters of the sample.
const SAMPLE: usize = 96;
/// A word is odd when its characters cost more than this many nats each, on the average.
const ODD: f32 = 3.3;

/// The changes that undo the mix-ups of one line; empty when there is nothing to undo.
///
/// Rounds of changes, each in offsets of the text that the round before left.
pub(crate) fn repair(text: &str) -> Vec<Vec<Change>> {
    let model = Model::new();
    let mut rounds = Vec::new();
    let mut now = text.to_string();
    for _ in 0..ROUNDS {
        let changes = round(&now, &model);
        if changes.is_empty() {
            break;
        }
        let mut after = String::with_capacity(now.len());
        let mut at = 0;
        for c in &changes {
            after.push_str(&now[at..c.range.start]);
            after.push_str(&c.with);
            at = c.range.end;
        }
        after.push_str(&now[at..]);
        now = after;
        rounds.push(changes);
    }
    rounds
}

/// One round: what undoing one layer changes.
fn round(text: &str, model: &Model) -> Vec<Change> {
    if text.is_ascii() {
        return Vec::new();
    }
    let line = Line::new(text);
    let as_is = Reading::as_is(&line, model);
    let Some(sample) = sample(&line, &as_is) else { return Vec::new() };
    let mixups = shortlist(&sample, model);
    if mixups.is_empty() {
        return Vec::new();
    }
    let mut readings = vec![as_is];
    let mut priors = vec![0];
    for m in &mixups {
        readings.push(Reading::undoing(m, &line, model));
        priors.push(m.prior);
    }
    let path = path::cheapest(&readings, &priors);
    if path.as_is < path.cost + GAIN * NAT {
        return Vec::new();
    }
    changes(&line, &readings, &path.words, &mixups)
}

/// The odd words of a line, up to [`SAMPLE`] characters, as a line of their own.
fn sample(line: &Line, as_is: &Reading) -> Option<Line> {
    let mut text = String::new();
    let mut length = 0;
    for (word, cost) in line.words.iter().zip(&as_is.costs) {
        let chars = &line.chars[word.clone()];
        if chars.iter().all(char::is_ascii) {
            continue;
        }
        let nats = cost.total() as f32 / NAT as f32;
        if nats > ODD * chars.len() as f32 {
            text.extend(chars);
            length += chars.len();
            if length >= SAMPLE {
                break;
            }
        }
    }
    (!text.is_empty()).then(|| Line::new(&text))
}

/// The mix-ups that make the sample cheapest.
fn shortlist(sample: &Line, model: &Model) -> Vec<Mixup> {
    let total = |reading: &Reading| {
        let mut cost = crate::decode::model::Cost::default();
        reading.costs.iter().for_each(|c| cost.add(c));
        cost.total()
    };
    let as_is = total(&Reading::as_is(sample, model));
    let upper = sample.chars.iter().filter(|c| !c.is_ascii()).count();
    let mut found: Vec<(u32, &Mixup)> = Vec::new();
    let mut fits = (usize::MAX, false);
    for (i, m) in mixup::all().iter().enumerate() {
        // Mix-ups with the same page stand together.
        if i == 0 || mixup::all()[i - 1].read_as.name != m.read_as.name {
            let missing = sample.chars.iter().filter(|c| m.read_as.byte(**c).is_none()).count();
            fits = (i, missing * 4 <= upper);
        }
        if !fits.1 {
            continue;
        }
        let cost = total(&Reading::undoing(m, sample, model)) + m.prior * NAT;
        if cost + NAT < as_is {
            found.push((cost, m));
        }
    }
    found.sort_by_key(|(cost, _)| *cost);
    found.truncate(SHORTLIST);
    found.into_iter().map(|(_, m)| *m).collect()
}

/// Changes of the words that read otherwise than they stand.
fn changes(line: &Line, readings: &[Reading], words: &[usize], mixups: &[Mixup]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (word, reading) in words.iter().enumerate() {
        if *reading == 0 || readings[*reading].is_same(word, line) {
            continue;
        }
        let mut with = String::new();
        readings[*reading].write(word, line, &mut with);
        let range = &line.words[word];
        let range = line.offsets[range.start]..line.offsets[range.end];
        changes.push(Change::new(range, with, rule(&mixups[*reading - 1])));
    }
    changes
}

fn rule(mixup: &Mixup) -> &'static Rule {
    match mixup.really {
        None => &UTF8,
        Some(page) if mixup.read_as.name == "windows-1251" && matches!(page.name, "kz-1048" | "pt154") => &KAZAKH_FONT,
        Some(_) => &CODE_PAGE,
    }
}
