//! Sums over stretches of lines, and the small numbers in steps that the second look sees of them.

use super::Markup;
use crate::segment::features::Features;

/// A count in steps: one by one up to 8, then four steps for each doubling.
pub(crate) fn level(n: u32) -> u8 {
    if n < 8 {
        return n as u8;
    }
    let log = 31 - n.leading_zeros();
    (8 + (log - 3) * 4 + (n >> (log - 2) & 3)).min(63) as u8
}

/// A share in 32nds.
pub(crate) fn share(part: u32, whole: u32) -> u8 {
    (u64::from(part) * 32 / u64::from(whole.max(1))).min(32) as u8
}

/// A score in quarters, from -8 to 8.
pub(crate) fn score(s: f32) -> u8 {
    ((s.clamp(-7.9, 7.9) + 8.0) * 4.0) as u8
}

/// Sums over lines, so that those of any stretch are a difference.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub words: u32,
    pub bytes: u32,
    pub linked: u32,
    pub prose: u32,
    /// Scores weighted by words, and the weights.
    pub score: f32,
    pub weight: f32,
    /// What a stretch gains when it is kept whole.
    pub gain: i64,
}

impl std::ops::Sub for Sums {
    type Output = Sums;

    fn sub(self, o: Sums) -> Sums {
        Sums {
            words: self.words - o.words,
            bytes: self.bytes - o.bytes,
            linked: self.linked - o.linked,
            prose: self.prose - o.prose,
            score: self.score - o.score,
            weight: self.weight - o.weight,
            gain: self.gain - o.gain,
        }
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, o: Sums) {
        self.words += o.words;
        self.bytes += o.bytes;
        self.linked += o.linked;
        self.prose += o.prose;
        self.score += o.score;
        self.weight += o.weight;
        self.gain += o.gain;
    }
}

/// Long lines count for more: a paragraph outweighs a few links.
fn weight(f: &Features) -> f32 {
    2.0 + f.words.min(60) as f32 / 6.0
}

/// The sums over all lines before each, and over all.
pub(crate) fn sums(markup: &Markup<'_>, scores: &[f32]) -> Vec<Sums> {
    let mut all = Vec::with_capacity(scores.len() + 1);
    let mut sum = Sums::default();
    all.push(sum);
    for (i, s) in scores.iter().enumerate() {
        let (f, facts) = (&markup.lines[i].features, &markup.html.lines[i]);
        let (s, w) = (s.clamp(-4.0, 4.0), weight(f));
        sum.words += f.words;
        sum.bytes += facts.bytes;
        sum.linked += facts.linked;
        sum.prose += if f.prose() { f.words } else { 0 };
        sum.score += s * w;
        sum.weight += w;
        sum.gain += (s.clamp(-3.0, 3.0) * w * 16.0) as i64;
        all.push(sum);
    }
    all
}
