//! What a line has in common with the text of its page: the teaser of another story shares few words with it.

use super::wording::Word;

/// Bytes of the shortest word that tells a topic; shorter ones are function words for the most part.
const LEAST: usize = 4;

/// The longer words of the lines of a page, each by its beginning, so that its endings do not matter.
#[derive(Debug, Default)]
pub(crate) struct Stems {
    stems: Vec<u32>,
    /// Of each line, where its stems end.
    ends: Vec<usize>,
}

impl Stems {
    /// Takes up a word of the line that is being read.
    pub fn word(&mut self, word: &Word<'_>) {
        let stem = word.stem();
        // Of digits only zeros are left.
        if word.len() >= LEAST && stem as u8 != b'0' {
            self.stems.push((stem.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> u32::BITS) as u32);
        }
    }

    /// Ends a line.
    pub fn end_line(&mut self) {
        self.ends.push(self.stems.len());
    }

    /// The stems of all lines in order.
    fn lines(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.stems[start..*end])
    }

    /// Of each line, how many of its stems other lines of the text have; `text` tells which lines those are.
    pub fn shared(&self, text: impl Fn(usize) -> bool) -> Shared {
        let mut known = Known::with_room(self.stems.len());
        for (i, stems) in self.lines().enumerate().filter(|(i, _)| text(*i)) {
            stems.iter().for_each(|stem| known.add(*stem, i as u32));
        }
        let mut sums = Vec::with_capacity(self.ends.len() + 1);
        let mut sum = (0, 0);
        sums.push(sum);
        for (i, stems) in self.lines().enumerate() {
            let own = u32::from(text(i));
            sum.0 += stems.iter().filter(|stem| known.lines(**stem) > own).count() as u32;
            sum.1 += stems.len() as u32;
            sums.push(sum);
        }
        Shared(sums)
    }
}

/// Running counts of shared stems and of all stems, before each line and behind the last one.
pub(crate) struct Shared(Vec<(u32, u32)>);

impl Shared {
    /// Share of shared stems in the lines up to `reach` away from line `i`: 0 for no stems at all, 1 to 17.
    pub fn share(&self, i: usize, reach: usize) -> u8 {
        let (lo, hi) = (self.0[i.saturating_sub(reach)], self.0[(i + reach + 1).min(self.0.len() - 1)]);
        let (shared, all) = (u64::from(hi.0 - lo.0), u64::from(hi.1 - lo.1));
        (shared * 16).checked_div(all).map_or(0, |share| 1 + share as u8)
    }

    /// Shared stems of line `i`.
    pub fn count(&self, i: usize) -> u32 {
        self.0[i + 1].0 - self.0[i].0
    }
}

/// In how many lines a stem stands: a table that is at most half full.
struct Known(Vec<Slot>);

#[derive(Clone, Copy, Default)]
struct Slot {
    stem: u32,
    /// Lines that have it; 0 in a free slot.
    lines: u32,
    /// The last of them.
    last: u32,
}

impl Known {
    /// Slots that are looked at: of stems made to fall on one place the rest goes unknown, which costs no time.
    const PROBES: usize = 8;

    fn with_room(stems: usize) -> Known {
        Known(vec![Slot::default(); (2 * stems).next_power_of_two()])
    }

    /// Where a stem stands, or would.
    fn place(&self, stem: u32) -> Option<usize> {
        let mask = self.0.len() - 1;
        let first = (stem.wrapping_mul(0x9e37_79b1) >> 8) as usize;
        let mut places = (first..first + Known::PROBES).map(|at| at & mask);
        places.find(|at| self.0[*at].lines == 0 || self.0[*at].stem == stem)
    }

    /// Notes that line `line` has a stem; lines come in order.
    fn add(&mut self, stem: u32, line: u32) {
        if let Some(at) = self.place(stem) {
            let slot = &mut self.0[at];
            if slot.lines == 0 || slot.last != line {
                *slot = Slot { stem, lines: slot.lines + 1, last: line };
            }
        }
    }

    fn lines(&self, stem: u32) -> u32 {
        self.place(stem).map_or(0, |at| self.0[at].lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(lines: &[&str]) -> Stems {
        let mut stems = Stems::default();
        for line in lines {
            crate::label::wording::each(line, |word, next, _| {
                if next.is_none() {
                    stems.word(word);
                }
            });
            stems.end_line();
        }
        stems
    }

    #[test]
    fn what_the_text_says_elsewhere_is_shared() {
        let lines = ["Bridges repaired", "The bridge was closed for repairs", "Menu", "A repair of bridges", "in 2019"];
        let shared = stems(&lines).shared(|i| i == 1 || i == 3);
        // Endings aside, both words of the heading stand in the text; the text's own words count by its other lines.
        assert_eq!((0..5).map(|i| shared.count(i)).collect::<Vec<_>>(), [2, 2, 0, 2, 0]);
        assert_eq!((shared.share(0, 0), shared.share(2, 0), shared.share(4, 0)), (17, 1, 0));
        assert_eq!(shared.share(2, 2), 1 + 6 * 16 / 8);
    }

    #[test]
    fn a_page_without_words_shares_nothing() {
        let shared = stems(&["", "12"]).shared(|_| true);
        assert_eq!((shared.count(1), shared.share(1, 7)), (0, 0));
    }
}
