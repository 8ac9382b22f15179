//! The words of a line that tell most of what befell it.

use super::reading::{Line, Reading};
use super::{gate, mixup, proof};
use crate::decode::model::{Cost, Model, NAT};

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
/// The words of a line that are odd and, if so wished, suspicious to the gate; up to [`SAMPLE`]
/// characters of them, as a line of their own. `None` if they cannot gain enough. `cost` is asked for
/// the cost of a word as it stands.
pub(super) fn sample(text: &str, line: &Line, suspicious: bool, cost: impl Fn(usize) -> Cost) -> Option<Line> {
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
    (gain > (proof::GAIN + mixup::DAMAGE_KAZAKH) as f32).then(|| Line::new(&sample))
}
/// The oddest words of a sample, up to the length of a first one.
pub(super) fn oddest(sample: &Line, model: &Model) -> Line {
    let as_is = Reading::as_is(sample, model);
    let mut words: Vec<_> = sample.words.iter().zip(as_is.costs.iter().map(Cost::total)).collect();
    words.sort_by_key(|(word, cost)| std::cmp::Reverse(*cost / word.len().max(1) as u32));
    let mut length = 0;
    words.retain(|(word, _)| {
        let short = length < FIRST;
        length += word.len();
        short
    });
    Line::new(&words.into_iter().flat_map(|(word, _)| &sample.chars[word.clone()]).collect::<String>())
}
