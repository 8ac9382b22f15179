//! The features of a word: its runs of one to five symbols, its beginnings and the word as a whole, each as one hashed number.

use super::letters::SYMBOL_BITS;

/// Longest run of symbols that is a feature.
pub const LONGEST: u32 = 5;
/// The last symbols of a window that make a run of two, three and so on up to [`LONGEST`].
const RUNS: [u64; LONGEST as usize - 1] = {
    let mut runs = [0; LONGEST as usize - 1];
    let mut i = 0;
    while i < runs.len() {
        runs[i] = (1 << (SYMBOL_BITS * (i as u32 + 2))) - 1;
        i += 1;
    }
    runs
};
/// An odd number with well spread bits (the golden ratio of 2^64), as in Fibonacci hashing.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Set in the key of a whole word, so that it meets no run of symbols (which has at most 50 bits).
const WHOLE: u64 = 1 << 63;

/// Letters of the beginnings of a word that are features: stems that are longer than the runs.
const PREFIXES: [usize; 2] = [5, 7];
/// Set in the key of a beginning.
const PREFIX: u64 = 1 << 62;

/// Features of the longest word: 30 symbols end 5 runs each, and there are 3 beginnings and wholes.
pub const MOST_FEATURES: usize = 154;

/// Keys that one symbol adds at most, beginnings and wholes apart: itself and the runs it ends.
const KEYS: usize = 1 + RUNS.len();

/// Room for the keys of a word, to be used again and again: clearing it costs as much as reading a short word.
pub struct Keys([u64; MOST_FEATURES + KEYS]);

impl Default for Keys {
    fn default() -> Keys {
        Keys([0; MOST_FEATURES + KEYS])
    }
}

/// The hashes of all features of a word given as symbols between boundary marks. Of a word longer than any that `Words`
/// gives, some features are left out.
#[inline]
pub fn hashes(symbols: &[u16], keys: &mut Keys) -> impl ExactSizeIterator<Item = u64> {
    let count = write_keys(symbols, &mut keys.0);
    keys.0[..count].iter().map(|key| hash(*key))
}

/// Writes the keys of all features of a word, and tells how many they are. All keys a symbol may add are written at
/// once and then counted, for words are too short to foresee how many there will be.
#[inline]
fn write_keys(symbols: &[u16], keys: &mut [u64; MOST_FEATURES + KEYS]) -> usize {
    let [first, inner @ .., last] = symbols else { return 0 };
    let (mut window, mut whole) = (0u64, 0u64);
    let mut step = |symbol: &u16| {
        window = window << SYMBOL_BITS | u64::from(*symbol);
        whole = (whole ^ u64::from(*symbol)).wrapping_mul(SPREAD);
        (window, whole)
    };
    step(first);
    let mut count = 0;
    for (symbol, at) in inner.iter().zip(1..) {
        let (window, whole) = step(symbol);
        if PREFIXES.contains(&at) {
            keys[count] = whole >> 2 | PREFIX;
            count += 1;
        }
        let Some(to) = keys[count..].first_chunk_mut::<KEYS>() else { return MOST_FEATURES };
        to[0] = u64::from(*symbol);
        (1..KEYS).for_each(|i| to[i] = window & RUNS[i - 1]);
        count = (count + 1 + at.min(RUNS.len())).min(MOST_FEATURES);
    }
    // A lone boundary mark says nothing, unlike what stands before it.
    let (window, whole) = step(last);
    for run in &RUNS[..RUNS.len().min(inner.len() + 1)] {
        keys[count] = window & run;
        count += 1;
    }
    // Shorter words are already a run with both boundary marks.
    if symbols.len() > LONGEST as usize {
        keys[count] = whole >> 2 | WHOLE;
        count += 1;
    }
    count.min(MOST_FEATURES)
}

/// Mixes a key so that its top bits depend on all of it.
#[inline]
fn hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(SPREAD);
    (mixed ^ (mixed >> 29)).wrapping_mul(SPREAD)
}
