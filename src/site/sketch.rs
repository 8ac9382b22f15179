//! A count-min sketch: how often each of any number of keys was added, never too few, in a fixed number of bytes.

/// Independent rows; a key is over-counted only when it meets others in each of them.
const ROWS: usize = 4;
/// Counters of a row: with ten million different lines the chance that a line that stands on one page is taken for one
/// that recurs is still small, and the second pass counts exactly.
const WIDTH: usize = 1 << 20;

/// The counters.
#[derive(Debug)]
pub(super) struct Sketch(Vec<u32>);

impl Default for Sketch {
    fn default() -> Sketch {
        Sketch(vec![0; ROWS * WIDTH])
    }
}

impl Sketch {
    /// Adds a key. Sums do not depend on the order in which keys come.
    pub(super) fn add(&mut self, key: u64) {
        for place in places(key) {
            self.0[place] = self.0[place].saturating_add(1);
        }
    }

    /// How often it was added, or more.
    pub(super) fn count(&self, key: u64) -> u64 {
        places(key).map(|place| self.0[place]).min().unwrap_or_default().into()
    }
}

fn places(key: u64) -> impl Iterator<Item = usize> {
    (0..ROWS).map(move |row| {
        let mixed = (key ^ row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        row * WIDTH + (mixed >> 40) as usize % WIDTH
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_counted_too_few_times() {
        let mut sketch = Sketch::default();
        (0..50_000u64).for_each(|k| (0..=k % 3).for_each(|_| sketch.add(k)));
        let wrong = (0..50_000u64).filter(|k| sketch.count(*k) != k % 3 + 1).count();
        assert!((0..50_000u64).all(|k| sketch.count(k) > k % 3));
        assert!(wrong < 50, "{wrong} of 50,000 are counted too often");
    }
}
