//! Takes the lines of a page of flat text and which of them are kept.
//! Keeps the lists that kept lines announce: behind a colon, items without full stops, the last of them with one.
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
        i = match announces.then(|| list_end(lines, i + 1, &hit)).flatten() {
            Some(end) => {
                keep[i..end].fill(true);
                behind = Some(end);
                end
            }
            None => i + 1,
        };
    }
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
