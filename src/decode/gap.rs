//! Which letter stood in a gap: a linear model over the letters around it.
//!
//! Where UTF-8 lost a byte that windows-1252 or windows-1250 does not define, three letters are
//! possible as a rule (`с`, `э` or `я`; `А`, `Н` or `Ё`). Pairs of letters do not tell them apart
//! well enough; four letters on each side do. Fitted by `examples/fit_encoding.rs`.

use super::alphabet::{Glyph, class};

/// Letters that one gap can be, and that the model tells apart: what windows-1252 loses after the
/// leads D1 and D0 of UTF-8.
pub const GROUPS: [[char; CHOICES]; 2] = [['с', 'э', 'я'], ['А', 'Н', 'Ё']];
/// Letters of a group.
pub const CHOICES: usize = 3;
/// Letters looked at on each side: the word beside a gap that is a word itself.
pub const AROUND: usize = 12;
/// What stands for a gap that is not filled yet.
pub const GAP: u8 = 0x7f;
/// Rows of the table of weights.
pub const ROWS: usize = 1 << 16;

/// `[feature][letter of the group]` weights.
static WEIGHTS: &[u8] = include_bytes!("data/gaps.bin");

/// What the model sees of a neighbour: the number of the letter and its case, 0 for no letter.
pub fn neighbour(glyph: Glyph) -> u8 {
    let upper = matches!(glyph.class, class::UPPER | class::UPPER_INSIDE);
    glyph.cyrillic | if upper { 0x80 } else { 0 }
}

/// The neighbours of a gap, nearest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// To the left, [`neighbour`]s.
    pub left: [u8; AROUND],
    /// To the right.
    pub right: [u8; AROUND],
}

/// Neighbours that make a feature together: so many to the left, so many to the right.
const TEMPLATES: [(usize, usize); 16] = [
    (1, 1),
    (2, 0),
    (0, 2),
    (3, 0),
    (0, 3),
    (2, 1),
    (1, 2),
    (2, 2),
    (4, 0),
    (0, 4),
    (3, 1),
    (1, 3),
    (3, 3),
    (4, 1),
    (1, 5),
    (5, 2),
];

impl Context {
    /// Rows of the table that speak on this context for a group.
    pub fn rows(&self, group: usize) -> impl Iterator<Item = usize> {
        let near = TEMPLATES.iter().map(|(left, right)| (&self.left[..*left], &self.right[..*right]));
        // A word of one letter is told by the words beside it: their ends and beginnings.
        let alone = self.left[0] == 0 && self.right[0] == 0;
        let (before, after) = (self.left.get(1..).unwrap_or(&[]), self.right.get(1..).unwrap_or(&[]));
        let length = after.iter().position(|n| *n == 0).unwrap_or(after.len());
        let end = &after[length.saturating_sub(3)..length];
        let beside: [(&[u8], &[u8]); 5] = [
            (&[], end),
            (&before[..3], &[]),
            (&[], &after[..3]),
            (&before[..2], &end[end.len().saturating_sub(2)..]),
            (&before[..2], &after[..2]),
        ];
        let beside = beside.into_iter().take(if alone { beside.len() } else { 0 });
        near.chain(beside).enumerate().map(move |(i, (left, right))| {
            let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ (i * GROUPS.len() + group) as u64;
            for n in left.iter().chain(&[0xff]).chain(right) {
                hash = (hash ^ u64::from(*n)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            // The upper bits are mixed best.
            (hash >> 40) as usize & (ROWS - 1)
        })
    }

    /// The likeliest of `choices`; `None` unless they hold one of the [`GROUPS`].
    pub(crate) fn likeliest(&self, choices: &[char]) -> Option<char> {
        let group = GROUPS.iter().position(|g| g.iter().all(|letter| choices.contains(letter)))?;
        let mut sums = [0i32; CHOICES];
        for row in self.rows(group) {
            let weights = &WEIGHTS[row * CHOICES..][..CHOICES];
            sums.iter_mut().zip(weights).for_each(|(sum, w)| *sum += i32::from(*w as i8));
        }
        let best = (0..CHOICES).max_by_key(|i| sums[*i])?;
        Some(GROUPS[group][best])
    }
}
