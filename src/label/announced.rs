//! Takes the lines of a page of flat text and which of them are kept.
//! Keeps the lists that kept lines announce: behind a colon, items without full stops, the last of them with one, or days.
//! Promises nothing of lines that a phrase gives away, and time linear in the lines.
//! Leaves lists of headlines, which end without a full stop and begin with capitals, to the weights.

use crate::segment::Line;
use crate::segment::features::{End, Start};

/// Most items of a list, and most words of one: more is text, and told as such.
const MOST_ITEMS: usize = 20;
const ITEM_WORDS: u32 = 40;

/// Keeps announced lists, and the line behind a list that announces the next.
pub(super) fn keep(lines: &[Line], hit: impl Fn(usize) -> bool, keep: &mut [bool]) {
    // One past the list above.
    let (mut i, mut behind) = (0, None);
    while i < lines.len() {
        let announces = lines[i].features.end == End::Colon && (keep[i] || behind == Some(i) && !hit(i));
        let end = || list_end(lines, i + 1, &hit).or_else(|| days_end(lines, i + 1, &hit));
        i = match announces.then(end).flatten() {
            Some(end) => {
                keep[i..end].fill(true);
                behind = Some(end);
                end
            }
            None => i + 1,
        };
    }
}

/// One past the last of the days or quantities that begin at line `from`: three lines or more of a figure and a few words.
fn days_end(lines: &[Line], from: usize, hit: &impl Fn(usize) -> bool) -> Option<usize> {
    const LEAST: usize = 3;
    const WORDS: std::ops::RangeInclusive<u32> = 2..=4;
    let is_day = |i: &usize| {
        let f = &lines[*i].features;
        f.start == Start::Digit && f.end == End::Letter && f.years == 0 && WORDS.contains(&f.words) && !hit(*i)
    };
    let days = (from..lines.len()).take(MOST_ITEMS).take_while(is_day).count();
    (days >= LEAST).then_some(from + days)
}

/// One past the last item of the list that begins at line `from`, if there is one: two items or more, of which the last
/// begins with a small letter and ends a sentence, or those before it end with commas or semicolons.
fn list_end(lines: &[Line], from: usize, hit: &impl Fn(usize) -> bool) -> Option<usize> {
    let mut divided = 0;
    for (n, line) in lines[from..].iter().take(MOST_ITEMS).enumerate() {
        let f = &line.features;
        if hit(from + n) || !(1..=ITEM_WORDS).contains(&f.words) || matches!(f.end, End::Colon | End::Ellipsis) {
            return None;
        }
        if f.end == End::Sentence {
            let listed = f.start == Start::Lower || divided * 2 >= n;
            return (n > 0 && listed).then_some(from + n + 1);
        }
        divided += usize::from(f.end == End::Comma);
    }
    None
}
