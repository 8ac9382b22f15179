//! The fitted tables: for each script a map from hashed letter runs to one small weight per language.
//!
//! A table has a power of two of slots. A slot holds a row of weights and the sixteen-bit mark of the one letter run it
//! was given to, side by side: the tables are larger than the caches near the processor, so that a look-up costs as much
//! as the memory it touches is apart. A run whose mark is not in its slot adds nothing. Weights are bytes; times `step`
//! they are natural logarithms of odds, and so are the biases.

use std::sync::LazyLock;

use super::{
    languages::{ARABIC, CYRILLIC, LATIN},
    ngrams::{MOST_FEATURES, features},
};

/// Sums of each table: the number of languages, rounded up to what the processor adds at once.
pub const CYRILLIC_LANES: usize = 16;
/// See [`CYRILLIC_LANES`].
pub const LATIN_LANES: usize = 24;
/// See [`CYRILLIC_LANES`].
pub const ARABIC_LANES: usize = 8;

/// Bytes of a slot of each table: a weight for each lane and, in the last two, the mark. Where there are lanes to spare
/// the mark is in two of those.
pub const CYRILLIC_SLOT: usize = 18;
/// See [`CYRILLIC_SLOT`].
pub const LATIN_SLOT: usize = 24;
/// See [`CYRILLIC_SLOT`].
pub const ARABIC_SLOT: usize = 8;
/// Bytes of a mark.
const MARK: usize = 2;

const _: () = assert!(
    CYRILLIC.len() <= CYRILLIC_LANES && LATIN.len() <= LATIN_LANES && ARABIC.len() <= ARABIC_LANES,
    "there is a sum for each language"
);
const _: () = assert!(
    CYRILLIC_LANES <= CYRILLIC_SLOT && LATIN_LANES <= LATIN_SLOT && ARABIC_LANES <= ARABIC_SLOT,
    "a row is read whole"
);
const _: () = assert!(
    CYRILLIC.len() + MARK <= CYRILLIC_SLOT && LATIN.len() + MARK <= LATIN_SLOT && ARABIC.len() + MARK <= ARABIC_SLOT,
    "the mark is no weight of a language"
);
/// Lanes of the widest table.
const MOST_LANES: usize = 24;
/// The sign bits of eight bytes, and the bytes in even places.
const SIGNS: u64 = 0x8080_8080_8080_8080;
/// See [`SIGNS`].
const EVEN: u64 = 0x00FF_00FF_00FF_00FF;

const _: () = assert!(
    CYRILLIC_LANES <= MOST_LANES
        && LATIN_LANES <= MOST_LANES
        && ARABIC_LANES <= MOST_LANES
        && MOST_FEATURES * 255 <= 0xFFFF,
    "the sums of a word fit"
);
const _: () = assert!(
    CYRILLIC_LANES.is_multiple_of(8) && LATIN_LANES.is_multiple_of(8) && ARABIC_LANES.is_multiple_of(8),
    "rows are added eight weights at a time"
);

/// No single word counts for more than this many nats against a language, so that the sentence decides and not the
/// foreign names in it.
const WORD_MAX: f32 = 7.0;

/// First bytes of the file; the digit is the version of the form.
pub const MAGIC: [u8; 4] = *b"TLI2";
/// Where the slots begin in the file: behind the heads of all tables, at a whole line of the cache.
pub const SLOTS_AT: usize = 256;

/// Bytes that begin at a line of the cache, so that as few slots as can be lie in two.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("data/letters.bin"));

/// The three tables.
pub struct Model {
    /// Over [`CYRILLIC`].
    pub cyrillic: Table<CYRILLIC_LANES, CYRILLIC_SLOT>,
    /// Over [`LATIN`].
    pub latin: Table<LATIN_LANES, LATIN_SLOT>,
    /// Over [`ARABIC`].
    pub arabic: Table<ARABIC_LANES, ARABIC_SLOT>,
}

/// One table of `N` lanes in slots of `S` bytes, borrowed from the program's own bytes.
pub struct Table<const N: usize, const S: usize> {
    slots: &'static [[u8; S]],
    shift: u32,
    /// Languages of the table; the other lanes are padding.
    pub languages: usize,
    /// [`WORD_MAX`] in steps.
    word_max: i32,
    /// What one unit of a weight is worth, in nats.
    pub step: f32,
    /// Added once a text, in nats.
    pub bias: [f32; N],
}

/// Sums of the weights of a text, in units of the table's step.
pub type Sums<const N: usize> = [i32; N];

/// The slot of a hash in a table of `1 << bits` slots, and the mark that must stand in it.
#[inline]
pub fn place(hash: u64, shift: u32) -> (usize, u16) {
    ((hash >> shift) as usize, hash as u16)
}

impl Model {
    /// The model shipped with the program.
    pub fn shipped() -> &'static Self {
        static MODEL: LazyLock<Model> =
            LazyLock::new(|| Model::read(&BYTES.0).expect("the shipped table is checked by a test"));
        &MODEL
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let (heads, mut slots) = bytes.split_at_checked(SLOTS_AT)?;
        let mut heads = heads.strip_prefix(&MAGIC)?;
        let model = Self {
            cyrillic: Table::read(&mut heads, &mut slots, CYRILLIC.len())?,
            latin: Table::read(&mut heads, &mut slots, LATIN.len())?,
            arabic: Table::read(&mut heads, &mut slots, ARABIC.len())?,
        };
        slots.is_empty().then_some(model)
    }
}

impl<const N: usize, const S: usize> Table<N, S> {
    /// Lanes that hold no part of the mark.
    const WEIGHTS: usize = if N < S - MARK { N } else { S - MARK };

    /// Reads one table off the front of `heads` (number of bits of a slot's number, step, biases) and of `slots`.
    fn read(heads: &mut &'static [u8], slots: &mut &'static [u8], languages: usize) -> Option<Self> {
        let mut take = |n: usize| heads.split_off(..n);
        let bits = u32::from(*take(1)?.first()?);
        let float = |bytes: &[u8]| bytes.try_into().ok().map(f32::from_le_bytes);
        let step = float(take(4)?)?;
        let mut bias = [0.0; N];
        for b in &mut bias {
            *b = float(take(4)?)?;
        }
        let slots = slots.split_off(..S << bits)?.as_chunks().0;
        Some(Self { slots, shift: 64 - bits, languages, word_max: (WORD_MAX / step) as i32, step, bias })
    }

    /// Adds the weights of one word to `sums`.
    #[inline]
    pub fn add(&self, symbols: &[u16], sums: &mut Sums<N>) {
        // First the marks, then the sums of the rows: they are all over a large table, and so the processor waits for
        // many of them at once.
        let mut slots = [0u32; MOST_FEATURES];
        let mut found = 0;
        features(symbols, |hash| {
            let (slot, mark) = place(hash, self.shift);
            slots[found] = slot as u32;
            // A word has no more features than there are slots.
            let same = self.slots[slot].last_chunk() == Some(&mark.to_le_bytes());
            found = (found + usize::from(same)).min(MOST_FEATURES - 1);
        });
        let slots = &slots[..found];
        // Eight weights are added at once, in the sixteen-bit lanes of two numbers: the bytes in even places and those in
        // odd ones, raised by 128 so that none is negative. So many times 255 fits sixteen bits.
        let mut lanes = [[0u64; 2]; MOST_LANES / 8];
        for slot in slots {
            let row = self.slots[*slot as usize].as_chunks::<8>().0;
            for eight in 0..N / 8 {
                let raised = u64::from_le_bytes(row[eight]) ^ SIGNS;
                lanes[eight][0] += raised & EVEN;
                lanes[eight][1] += raised >> 8 & EVEN;
            }
        }
        let raised = 128 * slots.len() as i32;
        let mut word = [0i32; N];
        for eight in 0..N / 8 {
            for pair in 0..4 {
                for half in 0..2 {
                    let lane = (lanes[eight][half] >> (16 * pair)) as u16;
                    word[8 * eight + 2 * pair + half] = i32::from(lane) - raised;
                }
            }
        }
        let best = word[..self.languages].iter().copied().max().unwrap_or(0);
        let least = best - self.word_max;
        for lane in 0..Self::WEIGHTS {
            sums[lane] += word[lane].max(least);
        }
    }
}
