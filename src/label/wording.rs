//! What the words of a line say of it: "read", "cookies" and "sign in" on one side, "said" and "because
//! of" on the other.
//!
//! Each word, each two words in a row, and the words at the ends of a line have a weight in
//! `data/wording.tsv`; their sum, over the root of their number, is the line's. Only pages in Latin
//! letters are read so: of others there are too few with labels to learn words from.
//!
//! The table is looked up as it lies in `data/wording.bin`, which is made of the other one (see `compile`), so that a
//! page does not wait for 42,000 rows to be read.

use crate::segment::lanes::{ascii_letters, within};
use wide::u8x16;

/// Bytes of a long line that are read at its head and at its end: what stands between is running text
/// whatever its words are.
const HEAD: usize = 200;
const TAIL: usize = 80;

/// Stands before the first word of a line and behind the last one.
pub(crate) const START: &str = "^";
pub(crate) const END: &str = "$";

/// The weights of words.
#[derive(Debug)]
pub(crate) struct Wording {
    /// A power of two of them. A key stands in its own one, in order of its coming; if that is full, in the next one that
    /// is not.
    buckets: &'static [Bucket],
    /// What speaks for a line before its words are read, in hundredths.
    bias: i32,
}

/// As many slots as a line of the cache holds, so that a word costs one line; of all slots a third is free.
type Bucket = [Slot; 16];

/// A mark of the key, 0 in a free slot, and in the lowest bits its weight in hundredths, the lowest byte first.
type Slot = [u8; 4];

/// Bits of a weight: up to five either way. All others are the mark's.
const WEIGHT_BITS: u32 = 10;

/// A table at the beginning of a line of the cache.
#[repr(align(64))]
struct Aligned<const BYTES: usize>([u8; BYTES]);

static TABLE: Aligned<{ include_bytes!("data/wording.bin").len() }> = Aligned(*include_bytes!("data/wording.bin"));

/// The fitted weights.
pub(crate) static WORDING: Wording = Wording::of(&TABLE.0);

/// The hash of no word.
const NONE: u32 = 0;

impl Wording {
    /// The weights in a compiled table: the buckets, then the bias.
    const fn of(table: &'static [u8]) -> Wording {
        let (slots, _) = table.as_chunks();
        let (bias, slots) = slots.split_last().expect("a table has a bias");
        Wording { buckets: slots.as_chunks().0, bias: i32::from_le_bytes(*bias) }
    }

    /// What the words of a line say: log odds for keeping it. Calls `word` with each of them.
    pub fn score<'t>(&self, line: &'t str, mut word: impl FnMut(&Word<'t>)) -> f32 {
        let (mut sum, mut count) = (0, 0u32);
        each(line, |first, second, key| {
            if second.is_none() {
                word(first);
            }
            sum += weight(self.buckets, key);
            count += 1;
        });
        (self.bias as f32 + sum as f32 / (count.max(1) as f32).sqrt()) / 100.0
    }
}

/// The weight of a key in hundredths, 0 if it has none.
fn weight(buckets: &[Bucket], key: u32) -> i32 {
    let mut at = home(buckets.len(), key);
    loop {
        // Which slot it is in nobody can foresee, so all are looked at.
        let is_key = |slot: &u32| slot >> WEIGHT_BITS << WEIGHT_BITS == mark(key);
        let slots = buckets[at].iter().map(|slot| u32::from_le_bytes(*slot));
        let found = slots.map(|slot| if is_key(&slot) { slot } else { 0 }).fold(0, |all, slot| all | slot);
        if found != 0 || buckets[at][buckets[at].len() - 1] == [0; 4] {
            return (found << (u32::BITS - WEIGHT_BITS)).cast_signed() >> (u32::BITS - WEIGHT_BITS);
        }
        at = (at + 1) % buckets.len();
    }
}

/// The bucket of a key.
fn home(buckets: usize, key: u32) -> usize {
    ((u64::from(key.wrapping_mul(0x9e37_79b1)) * buckets as u64) >> u32::BITS) as usize
}

/// What marks a key in its slot.
fn mark(key: u32) -> u32 {
    (key << WEIGHT_BITS).max(1 << WEIGHT_BITS)
}

/// The compiled form of a table `words<TAB>weight`.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn compile(table: &str) -> Vec<u8> {
    let rows = table.lines().count();
    let mut buckets = vec![[[0; 4]; 16]; (rows + rows / 2).div_ceil(16).next_power_of_two()];
    let mut bias = 0;
    for (words, weight) in table.lines().filter_map(|line| line.split_once('\t')) {
        let Some(weight) = hundredths(weight) else { continue };
        let (first, second) = words.split_once(' ').unwrap_or((words, ""));
        let key = match (first, second) {
            ("", "") => {
                bias = weight;
                continue;
            }
            (first, "") => pair(hash(first.as_bytes()), NONE),
            (first, second) => pair(hash(first.as_bytes()), hash(second.as_bytes())),
        };
        let slot: Slot = (mark(key) | weight.cast_unsigned() & ((1 << WEIGHT_BITS) - 1)).to_le_bytes();
        let mut at = home(buckets.len(), key);
        let place = loop {
            // A key is found by its mark alone, and one at most: the first of those in a bucket that have the same.
            let has_mark = |slot: &Slot| u32::from_le_bytes(*slot) >> WEIGHT_BITS == mark(key) >> WEIGHT_BITS;
            match buckets[at].iter().position(|slot| *slot == [0; 4] || has_mark(slot)) {
                Some(place) => break place,
                None => at = (at + 1) % buckets.len(),
            }
        };
        if buckets[at][place] == [0; 4] {
            buckets[at][place] = slot;
        }
    }
    let mut table = buckets.concat().concat();
    table.extend(bias.to_le_bytes());
    table
}

/// A number with at most two decimals, in hundredths; `None` for what is none, or too large.
#[cfg(any(test, feature = "fit"))]
fn hundredths(number: &str) -> Option<i32> {
    const MOST: f32 = ((1 << (WEIGHT_BITS - 1)) - 1) as f32;
    let hundredths = super::facts::decimal(number.as_bytes())? * 100.0;
    let rounded = hundredths.round();
    ((hundredths - rounded).abs() < 0.01 && rounded.abs() <= MOST).then_some(rounded as i32)
}

/// The key of two words in a row, or of one and [`NONE`].
fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(7).wrapping_mul(0x85eb_ca6b) ^ second).max(1)
}

/// A word of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'t> {
    /// The part of the line that it stands in, and where.
    #[cfg_attr(not(any(test, feature = "fit")), expect(dead_code, reason = "told to those who fit and test"))]
    part: &'t str,
    from: usize,
    to: usize,
    hash: u32,
    /// Its first [`CHUNK`] bytes, small, the first one lowest; zeros behind a shorter word.
    head: u64,
}

/// What stands before the first word of a line, and behind the last one.
const OUTSIDE: Word<'static> = Word { part: START, from: 0, to: START.len(), hash: hash(START.as_bytes()), head: 0 };
const BEHIND: Word<'static> = Word { part: END, from: 0, to: END.len(), hash: hash(END.as_bytes()), head: 0 };
/// No word.
const NOTHING: Word<'static> = Word { part: "", from: 0, to: 0, hash: NONE, head: 0 };

impl<'t> Word<'t> {
    /// The word as it stands in the line, empty for none.
    #[cfg(any(test, feature = "fit"))]
    pub fn text(&self) -> &'t str {
        self.part.get(self.from..self.to).unwrap_or_default()
    }

    /// True for what stands behind a word that is alone.
    pub fn is_none(&self) -> bool {
        self.to == 0
    }

    /// Its bytes.
    pub fn len(&self) -> usize {
        self.to - self.from
    }

    /// Its first six bytes, small, any digit as `0`: they tell it whatever its ending is.
    pub fn stem(&self) -> u64 {
        self.head & 0xffff_ffff_ffff
    }
}

/// Calls `each` with every word and every two words in a row of a line (the second is none for one word), and their key.
pub(crate) fn each<'t>(line: &'t str, mut each: impl FnMut(&Word<'t>, &Word<'t>, u32)) {
    let mut last = OUTSIDE;
    let mut read = |part: &'t str, last: &mut Word<'t>| {
        words(part, |word| {
            each(last, &word, pair(last.hash, word.hash));
            each(&word, &NOTHING, pair(word.hash, NONE));
            *last = word;
        });
    };
    if line.len() <= HEAD + TAIL {
        read(line, &mut last);
    } else {
        read(&line[..line.floor_char_boundary(HEAD)], &mut last);
        last = NOTHING;
        read(&line[line.ceil_char_boundary(line.len() - TAIL)..], &mut last);
    }
    if last.hash != OUTSIDE.hash {
        each(&last, &BEHIND, pair(last.hash, BEHIND.hash));
    }
}

/// Bytes that are looked at together.
const ABREAST: usize = 16;

/// Bytes whose words are told by the bits of one number.
const SPAN: usize = u64::BITS as usize;

/// Bytes of a number of which hashes are made.
const CHUNK: usize = 8;

/// Room for the bytes of a part of a line, and for two chunks behind its last one.
const ROOM: usize = (HEAD + TAIL + 2 * CHUNK).next_multiple_of(SPAN);

/// Calls `each` with every word of a part of a line, of which there are at most [`HEAD`] and [`TAIL`] bytes.
///
/// A word is of letters and figures of ASCII and of all characters beyond it but those that begin with 0xc2 or 0xe2: spaces,
/// quotation marks, dashes, arrows.
fn words<'t>(part: &'t str, mut each: impl FnMut(Word<'t>)) {
    let mut small = [0; ROOM];
    small[..part.len()].copy_from_slice(part.as_bytes());
    // Whether the byte before the span is one of a word, and which of its first bytes belong to a sign.
    let (mut inside, mut sign) = (0, 0);
    let mut from = 0;
    for at in (0..=part.len()).step_by(SPAN) {
        let Bits { mut word, signs, long } = Bits::of(small[at..].first_chunk_mut().expect("room is whole spans"));
        word &= !(signs << 1 | long << 2 | sign);
        sign = signs >> (SPAN - 1) | long >> (SPAN - 2);
        // Where words begin and where they end, in turn.
        let mut bounds = word ^ (word << 1 | inside);
        let mut open = inside == 1;
        inside = word >> (SPAN - 1);
        while bounds != 0 {
            let bound = at + bounds.trailing_zeros() as usize;
            if open {
                let (hash, head) = hash_in(&small, from, bound);
                each(Word { part, from, to: bound, hash, head });
            }
            (open, from) = (!open, bound);
            bounds &= bounds - 1;
        }
    }
}

/// What the bytes of a span are, a bit each, the first one lowest.
struct Bits {
    /// Letters and figures, with the signs' bytes beyond ASCII but for the first.
    word: u64,
    /// The first byte of a sign of two or three bytes.
    signs: u64,
    /// Of one of three.
    long: u64,
}

impl Bits {
    /// Tells what the bytes of a span are, and makes them small: letters, and any digit `0`.
    fn of(span: &mut [u8; SPAN]) -> Bits {
        let all = u8x16::splat;
        let mut bits = Bits { word: 0, signs: 0, long: 0 };
        for (place, bytes) in (0..).step_by(ABREAST).zip(span.as_chunks_mut::<ABREAST>().0) {
            let now = u8x16::new(*bytes);
            let low = now | all(0x20);
            let (letter, digit, beyond) = (ascii_letters(now), within(now, b'0', b'9'), within(now, 0x80, 0xff));
            let long = now.simd_eq(all(0xe2));
            let signs = now.simd_eq(all(0xc2)) | long;
            bits.word |= u64::from((letter | digit | (beyond & !signs)).to_bitmask()) << place;
            bits.signs |= u64::from(signs.to_bitmask()) << place;
            bits.long |= u64::from(long.to_bitmask()) << place;
            *bytes = ((low & letter) | (all(b'0') & digit) | (now & beyond)).to_array();
        }
        bits
    }
}

/// The hash of a word that is small already.
const fn hash(word: &[u8]) -> u32 {
    let (mut hash, mut at) = (SEED, 0);
    while at < word.len() {
        let (mut chunks, mut byte) = ([0; 2], 0);
        while byte < 2 * CHUNK && at + byte < word.len() {
            chunks[byte / CHUNK] |= (word[at + byte] as u64) << (8 * (byte % CHUNK));
            byte += 1;
        }
        hash = mix(hash, chunks);
        at += 2 * CHUNK;
    }
    (hash >> u32::BITS) as u32
}

/// The same for a word in its part, with its first chunk.
fn hash_in(small: &[u8; ROOM], from: usize, to: usize) -> (u32, u64) {
    let chunk = |at: usize| {
        let bytes = small[at..].first_chunk().expect("there is room for two chunks behind a part");
        u64::from_le_bytes(*bytes) & BELOW[to.saturating_sub(at).min(CHUNK)]
    };
    let head = chunk(from);
    let mut hash = mix(SEED, [head, chunk(from + CHUNK)]);
    let mut at = from + 2 * CHUNK;
    while at < to {
        hash = mix(hash, [chunk(at), chunk(at + CHUNK)]);
        at += 2 * CHUNK;
    }
    ((hash >> u32::BITS) as u32, head)
}

/// The bits of so many bytes.
static BELOW: [u64; CHUNK + 1] = {
    let mut below = [0; CHUNK + 1];
    let mut bytes = 1;
    while bytes <= CHUNK {
        below[bytes] = u64::MAX >> (8 * (CHUNK - bytes));
        bytes += 1;
    }
    below
};

/// Digits of pi.
const SEED: u64 = 0x243f_6a88_85a3_08d3;

/// A hash with two more chunks of a word: multiplied by the golden ratio, twice, so that each bit of them counts in the
/// upper half.
const fn mix(hash: u64, [first, second]: [u64; 2]) -> u64 {
    const RATIO: u64 = 0x9e37_79b9_7f4a_7c15;
    ((hash ^ first).wrapping_mul(RATIO).rotate_left(29) ^ second).wrapping_mul(RATIO)
}

/// A word as it stands in the table.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn small(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(line: &str) -> Vec<String> {
        let mut out = Vec::new();
        each(line, |a, b, _| out.push(format!("{} {}", small(a.text()), small(b.text())).trim().to_string()));
        out
    }

    #[test]
    fn words_and_pairs_with_the_ends_marked() {
        assert_eq!(keys("“Sign in” – 25"), ["^ sign", "sign", "sign in", "in", "in 00", "00", "00 $"]);
        assert!(keys(" … ").is_empty());
    }

    #[test]
    fn words_have_the_hash_of_the_table() {
        let letters = "a-quite-uncommonly-longwordindeed—of Ünïcode №5 and “signs” …   x€y 0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
        for from in 0..letters.len() {
            let Some(line) = letters.get(from..) else { continue };
            for line in [line.to_string(), line.repeat(2), format!("{}{line}", "A b, ".repeat(12))] {
                let line = &line[..line.floor_char_boundary(HEAD + TAIL)];
                let mut told = Vec::new();
                words(line, |word| told.push((word.text(), word.hash, word.stem())));
                let sign = |c: char| {
                    matches!(c, '\u{80}'..'\u{c0}' | '\u{2000}'..'\u{3000}')
                        || c.is_ascii() && !c.is_ascii_alphanumeric()
                };
                let expected: Vec<&str> = line.split(sign).filter(|word| !word.is_empty()).collect();
                assert_eq!(told.iter().map(|(word, ..)| *word).collect::<Vec<_>>(), expected);
                for (word, told, stem) in told {
                    assert_eq!(told, hash(small(word).as_bytes()), "{word}");
                    let stem = stem.to_le_bytes();
                    let small = small(word);
                    assert_eq!(stem[..small.len().min(6)], small.as_bytes()[..small.len().min(6)]);
                }
            }
        }
    }

    #[test]
    fn a_long_line_is_read_at_its_ends() {
        let line = format!("One {} last", "of many words ".repeat(60));
        let keys = keys(&line);
        assert_eq!((keys[0].as_str(), keys[keys.len() - 1].as_str()), ("^ one", "last $"));
        assert!(keys.len() < 130, "{}", keys.len());
    }

    #[test]
    fn a_table_gives_every_word_its_weight() {
        let table = compile("# words\n\t-0.5\nsign\t-1.0\nsign in\t-2.0\n^ he\t3.0\nin $\t-1.0\nsign\t4.0\n");
        let wording = Wording::of(table.leak());
        let score = |line| wording.score(line, |_| ());
        assert_eq!(score(""), -0.5);
        // Five words, pairs and ends: "^ sign", "sign", "sign in", "in", "in $". Of two rows of one key the first counts.
        assert!((score("Sign in") - (-0.5 - 4.0 / 5f32.sqrt())).abs() < 1e-6);
        assert!((score("He") - (-0.5 + 3.0 / 3f32.sqrt())).abs() < 1e-6);
        for (number, value) in [("-0.05", Some(-5)), ("1.5", Some(150)), ("x.00", None), ("0.125", None), ("6", None)] {
            assert_eq!(hundredths(number), value, "{number}");
        }
        assert!(WORDING.score("Sign in", |_| ()) < WORDING.score("It was a long way, he said.", |_| ()));
    }

    #[test]
    fn the_compiled_table_is_that_of_the_words() {
        let compiled = compile(include_str!("data/wording.tsv"));
        if std::env::var_os("TAZALA_BLESS").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/label/data/wording.bin");
            return std::fs::write(file, compiled).expect("the table is written");
        }
        let same = compiled == include_bytes!("data/wording.bin");
        assert!(same, "wording.bin is not that of wording.tsv: TAZALA_BLESS=1 cargo test --lib wording");
    }
}
