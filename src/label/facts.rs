//! Lists of facts: each cut into bins, each bin with one weight in a table.
//!
//! A table has a line a fact, `look.fact<TAB>weight weight …`, its bins in order, so that a person can
//! read what speaks for what.

/// A list of facts by name, with the number of bins of each, in the order they are gathered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts(pub &'static [(&'static str, usize)]);

impl Facts {
    /// Number of weights of the list.
    pub const fn weights(self) -> usize {
        let (mut n, mut i) = (0, 0);
        while i < self.0.len() {
            n += self.0[i].1;
            i += 1;
        }
        n
    }

    /// Where the bins of each fact begin in the list of weights.
    pub fn offsets(self) -> Vec<usize> {
        let begin = |at: &mut usize, bins: usize| {
            let begin = *at;
            *at += bins;
            Some(begin)
        };
        self.0.iter().scan(0, |at, (_, bins)| begin(at, *bins)).collect()
    }

    /// The weights of `look` in a table. Weights that the table lacks are 0: the table is part of the
    /// program, and the tests of its readers find one that does not fit.
    pub fn read(self, table: &str, look: &str) -> Vec<f32> {
        let mut out = vec![0.0; self.weights()];
        let offsets = self.offsets();
        for (name, values) in table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
            let fact = name.strip_prefix(look).and_then(|n| n.strip_prefix('.'));
            if let Some(k) = self.0.iter().position(|(n, _)| Some(*n) == fact) {
                let bins = out[offsets[k]..][..self.0[k].1].iter_mut();
                bins.zip(values.split(' ').filter_map(|v| v.parse().ok())).for_each(|(w, v)| *w = v);
            }
        }
        out
    }

    /// The lines of a table for these weights.
    #[cfg(feature = "fit")]
    pub fn write(self, look: &str, weights: &[f32]) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (name, bins) in self.0 {
            let values: Vec<String> = weights[at..at + bins].iter().map(|w| format!("{w:.2}")).collect();
            out.push_str(&format!("{look}.{name}\t{}\n", values.join(" ")));
            at += bins;
        }
        out
    }
}

/// The number in the line `name<TAB>number` of a table, 0 if there is none.
pub(crate) fn number(table: &str, name: &str) -> f32 {
    let row = |l: &str| l.split_once('\t').filter(|(n, _)| *n == name).and_then(|(_, v)| v.parse().ok());
    table.lines().find_map(row).unwrap_or(0.0)
}

/// Bin of a count: the number of `cuts`, in rising order, that it reaches. All are compared, which needs no branch.
#[inline(always)]
pub(crate) fn bin(value: u32, cuts: &[u32]) -> usize {
    cuts.iter().map(|c| usize::from(value >= *c)).sum()
}

/// Bin of a share given as part and whole: 0 for none, then one more for each cut in percent.
#[inline(always)]
pub(crate) fn share(part: u32, whole: u32, cuts: &[u32]) -> usize {
    if part == 0 { 0 } else { 1 + bin(part * 100 / whole.max(1), cuts) }
}
