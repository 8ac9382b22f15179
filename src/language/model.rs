//! The fitted tables: for each script a map from hashed letter runs to one small weight per language.
//!
//! A table has a power of two of slots. A slot holds a row of weights and the sixteen-bit mark of the one letter run it
//! was given to, side by side: the tables are larger than the caches near the processor, so that a look-up costs as much
//! as the memory it touches is apart. A run whose mark is not in its slot adds nothing. Weights are bytes; times `step`
//! they are natural logarithms of odds, and so are the biases.

use std::sync::LazyLock;

use wide::u16x8;

use super::{
    languages::{ARABIC, CYRILLIC, LATIN},
    ngrams::{Keys, MOST_FEATURES, hashes},
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
const _: () = assert!(MOST_FEATURES * 255 <= 0xFFFF && MOST_FEATURES < 1 << u8::BITS, "the sums of a word fit");
const _: () = assert!(
    CYRILLIC_LANES <= 32 && LATIN_LANES <= 32 && ARABIC_LANES <= 32 && LATIN_LANES.is_multiple_of(2),
    "two parts of sixteen weights hold a row"
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
    word_max: i16,
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
    /// Where the bytes of a row begin that are added sixteen at a time, ...
    const PARTS: [usize; 2] = [0, N.saturating_sub(16)];
    /// ... and how many times.
    const COUNT: usize = N.div_ceil(16);
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
        Some(Self { slots, shift: 64 - bits, languages, word_max: (WORD_MAX / step) as i16, step, bias })
    }

    /// Adds the weights of one word to `sums`.
    #[inline]
    pub fn add(&self, symbols: &[u16], room: &mut Room, sums: &mut Sums<N>) {
        // First the marks, then the sums of the rows: they are all over a large table, and so the processor waits for
        // many of them at once.
        let mut found = 0_u8;
        for hash in hashes(symbols, &mut room.keys) {
            let (slot, mark) = place(hash, self.shift);
            room.slots[usize::from(found)] = slot as u32;
            // A word has no more features than there is room for.
            found += u8::from(self.slots[slot].last_chunk() == Some(&mark.to_le_bytes()));
        }
        // Sixteen weights are added at once: those in even places and those in odd ones, raised by 128 so that none is
        // negative. So many times 255 fits sixteen bits. Of 24 weights those in the middle are added twice.
        let mut lanes = [[u16x8::splat(0); 2]; 2];
        for slot in &room.slots[..usize::from(found)] {
            let row = &self.slots[*slot as usize];
            for (lanes, from) in lanes.iter_mut().zip(Self::PARTS).take(Self::COUNT) {
                let raised = sixteen(&row[from..]) ^ u16x8::splat(0x8080);
                lanes[0] += raised & u16x8::splat(0x00FF);
                lanes[1] += raised >> 8;
            }
        }
        let lanes = lanes.map(|halves| halves.map(u16x8::to_array));
        let raised = 128 * u16::from(found);
        let word: [i16; N] = std::array::from_fn(|lane| {
            let part = lane / 16;
            lanes[part][lane % 2][(lane - Self::PARTS[part]) / 2].wrapping_sub(raised) as i16
        });
        let best = word[..self.languages].iter().copied().max().unwrap_or(0);
        let least = best.saturating_sub(self.word_max);
        for lane in 0..Self::WEIGHTS {
            sums[lane] += i32::from(word[lane].max(least));
        }
    }
}

/// What adding a word needs room for, to be used again and again.
pub struct Room {
    keys: Keys,
    /// The slots of the features that are in the table.
    slots: [u32; 1 << u8::BITS],
}

impl Room {
    /// For words of any text and table.
    pub fn new() -> Room {
        Room { keys: Keys::default(), slots: [0; 1 << u8::BITS] }
    }
}

/// Sixteen bytes in pairs; zeros where there are fewer.
#[inline(always)]
fn sixteen(bytes: &[u8]) -> u16x8 {
    let mut padded = [0; 16];
    let bytes = bytes.first_chunk().unwrap_or_else(|| {
        padded[..bytes.len()].copy_from_slice(bytes);
        &padded
    });
    let (pairs, _) = bytes.as_chunks();
    u16x8::new(std::array::from_fn(|i| u16::from_le_bytes(pairs[i])))
}
