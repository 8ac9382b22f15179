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
        self.offset(self.0.len())
    }

    /// Where the bins of a fact begin in the list of weights.
    pub const fn offset(self, fact: usize) -> usize {
        let (mut n, mut i) = (0, 0);
        while i < fact {
            n += self.0[i].1;
            i += 1;
        }
        n
    }

    /// Where the bins of each fact begin in the list of weights.
    pub fn offsets(self) -> Vec<usize> {
        (0..self.0.len()).map(|fact| self.offset(fact)).collect()
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
                bins.zip(values.as_bytes().split(|b| *b == b' ').filter_map(decimal)).for_each(|(w, v)| *w = v);
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

/// A number of a table, the same that `str::parse` gives, in a fraction of the time.
pub(crate) fn decimal(text: &[u8]) -> Option<f32> {
    /// Up to here `f32` holds all whole numbers.
    const EXACT: u32 = 1 << 24;
    const TENS: [f32; 8] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    let slowly = || str::from_utf8(text).ok()?.parse().ok();
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let (mut number, mut point) = (0, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' if number < EXACT / 10 => number = 10 * number + u32::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at + 1),
            _ => return slowly(),
        }
    }
    let decimals = digits.len() - point.unwrap_or(digits.len());
    // Of two exact numbers the quotient is the number nearest to the true one, and so is what `parse` gives.
    match TENS.get(decimals).map(|tens| number as f32 / tens) {
        Some(value) if digits.last().is_some_and(u8::is_ascii_digit) => Some(if negative { -value } else { value }),
        _ => slowly(),
    }
}

/// The number in the line `name<TAB>number` of a table, 0 if there is none.
pub(crate) fn number(table: &str, name: &str) -> f32 {
    let row = |l: &str| l.split_once('\t').filter(|(n, _)| *n == name).and_then(|(_, v)| decimal(v.as_bytes()));
    table.lines().find_map(row).unwrap_or(0.0)
}

/// Bin of a count: the number of `cuts`, in rising order, that it reaches. All are compared, which needs no branch.
#[inline(always)]
pub(crate) fn bin(value: u32, cuts: &[u32]) -> usize {
    cuts.iter().map(|c| usize::from(value >= *c)).sum()
}

/// The bins of small counts: [`bin`] looked up. The last one is that of all greater counts, so it must reach all cuts.
#[derive(Debug)]
pub(crate) struct Bins<const COUNTS: usize>([u8; COUNTS]);

impl<const COUNTS: usize> Bins<COUNTS> {
    /// The table for these cuts, in rising order.
    pub const fn new(cuts: &[u32]) -> Bins<COUNTS> {
        assert!(cuts[cuts.len() - 1] < COUNTS as u32);
        let mut bins = [0; COUNTS];
        let (mut count, mut reached) = (0, 0);
        while count < COUNTS {
            while reached < cuts.len() && count as u32 >= cuts[reached] {
                reached += 1;
            }
            bins[count] = reached as u8;
            count += 1;
        }
        Bins(bins)
    }

    /// The bin of a count.
    #[inline(always)]
    pub fn of(&self, count: usize) -> u8 {
        self.0[count.min(COUNTS - 1)]
    }
}

/// Bin of a share given as part and whole: 0 for none, then one more for each cut in percent. All are compared, without a
/// branch and without a division. Part and whole are below 40 million, a hundredth of what the numbers hold.
#[inline(always)]
pub(crate) fn share(part: u32, whole: u32, cuts: &[u32]) -> usize {
    let some = usize::from(part > 0);
    let reached: usize = cuts.iter().map(|cut| usize::from(part * 100 >= whole.max(1) * cut)).sum();
    some + reached * some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_looked_up() {
        const CUTS: &[u32] = &[1, 2, 5, 9];
        static BINS: Bins<10> = Bins::new(CUTS);
        for count in 0..30 {
            assert_eq!(usize::from(BINS.of(count)), bin(count as u32, CUTS), "{count}");
        }
    }

    #[test]
    fn shares_are_told_without_a_division() {
        const CUTS: &[u32] = &[10, 33, 75, 100];
        for (part, whole) in (0..60).flat_map(|part| (0..60).map(move |whole| (part, whole))) {
            let expected = if part == 0 { 0 } else { 1 + bin(part * 100 / whole.max(1), CUTS) };
            assert_eq!(share(part, whole, CUTS), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn decimals_are_read_as_the_standard_library_reads_them() {
        let texts =
            ["0", "-0.000", "1.234", "-4.31", "0.1", "16777215", "1677721.7", "99999999", "0.00000012345", "1e3"];
        for text in texts {
            assert_eq!(decimal(text.as_bytes()).map(f32::to_bits), text.parse().ok().map(f32::to_bits), "{text}");
        }
        for text in ["", "-", ".", "1.2.3", "x"] {
            assert_eq!(decimal(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for thousandths in 0..20_000u32 {
            let text = format!("-{}.{:03}", thousandths / 1000, thousandths % 1000);
            assert_eq!(decimal(text.as_bytes()), text.parse().ok(), "{text}");
        }
    }
}
