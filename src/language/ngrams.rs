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

/// Calls `feature` with the hash of every feature of a word given as symbols between boundary marks.
#[inline]
pub fn features(symbols: &[u16], mut feature: impl FnMut(u64)) {
    let mut window = 0u64;
    let mut whole = 0u64;
    for (at, &symbol) in symbols.iter().enumerate() {
        window = window << SYMBOL_BITS | u64::from(symbol);
        whole = (whole ^ u64::from(symbol)).wrapping_mul(SPREAD);
        if PREFIXES.contains(&at) && at + 1 < symbols.len() {
            feature(hash(whole >> 2 | PREFIX));
        }
        // A lone boundary mark says nothing.
        if at == 0 {
            continue;
        }
        if at + 1 < symbols.len() {
            feature(hash(u64::from(symbol)));
        }
        for run in &RUNS[..RUNS.len().min(at)] {
            feature(hash(window & run));
        }
    }
    // Shorter words are already a run with both boundary marks.
    if symbols.len() > LONGEST as usize {
        feature(hash(whole >> 2 | WHOLE));
    }
}

/// Mixes a key so that its top bits depend on all of it.
#[inline]
fn hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(SPREAD);
    (mixed ^ (mixed >> 29)).wrapping_mul(SPREAD)
}
