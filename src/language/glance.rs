//! The language of a text that a glance tells: Kazakh, Russian or English, beyond doubt.
//!
//! Nearly all pages are in one of the three and say so in every line. The tables of [`model`](super::model) know forty
//! languages by a score of features for each word; they are larger than the caches near the processor, and a short page
//! would spend a third of its time on them. Here a table for each of two scripts tells these three, each from all other
//! languages of its script, by runs of three and four letters. It answers only where it is surer than it has ever been
//! of a text in another language; all else is left to the large tables.

use memchr::memchr2;

use super::{
    Verdict,
    letters::{Kind, Letters, SYMBOL_BITS},
};

/// Bits of the number of a slot.
const BITS: u32 = 14;
/// Slots of a table.
pub const SLOTS: usize = 1 << BITS;
/// Languages that a table tells from all others of its script.
pub const LANES: usize = 2;
/// Those of the Cyrillic table and of the Latin one, which leaves a lane over.
pub const LANGUAGES: [[&str; LANES]; 2] = [["kk", "ru"], ["en", ""]];
/// What one unit of a weight is worth, in nats: weights are bytes.
pub const STEP: f32 = 1.0 / 16.0;

/// How surely a text must be in a language, in nats: no text in another one, of those that the tables were fitted to and of
/// the development texts, is taken for one of the three by more than 8.1, and few by more than 5.
const SURE: i32 = (10.0 / STEP) as i32;
/// A text of more bytes than this is judged by both its ends, which must agree: a page has more than one author.
const WHOLE: usize = 160;
/// Most bytes that are read of an end. It is read only until it is sure: half of it, mostly.
const END: usize = 200;
/// Characters that are read before the sum is looked at.
const STRIDE: usize = 16;
/// Letters of other scripts may be one in so many: names and addresses.
const OTHERS: u64 = 6;

/// What is added to each weight, so that none is negative and both lanes are added at once.
const RAISED: i32 = 128;
const _: () = assert!(END + STRIDE <= 0xFF, "a count of letters fits a byte");

/// The weights of one script.
struct Table {
    /// Added once a text.
    bias: [i32; LANES],
    /// The raised weights of both lanes in the two bytes of a number: a smaller table is sooner in the cache.
    slots: [u16; SLOTS],
}

/// For each table the biases and the weights of each slot, a byte each.
static BYTES: &[u8; 2 * (1 + SLOTS) * LANES] = include_bytes!("data/glance.bin");
static TABLES: [Table; 2] = [Table::of(0), Table::of(1)];

impl Table {
    const fn of(number: usize) -> Table {
        let start = number * (1 + SLOTS) * LANES;
        let bias = [BYTES[start] as i8 as i32, BYTES[start + 1] as i8 as i32];
        let mut slots = [0; SLOTS];
        let mut slot = 0;
        while slot < SLOTS {
            let at = start + (1 + slot) * LANES;
            let (low, high) = (BYTES[at] as i8 as i32, BYTES[at + 1] as i8 as i32);
            slots[slot] = (low + RAISED) as u16 | ((high + RAISED) as u16) << 8;
            slot += 1;
        }
        Table { bias, slots }
    }

    /// The number of the table's language that a text of letters of `kind` is surely in. It is read to its end, or as far
    /// as it takes.
    fn language(&self, text: &str, kind: Kind, whole: bool) -> Option<usize> {
        let mut runs = Runs::of(text, kind);
        let mut sums = self.bias;
        loop {
            // The low bytes of the weights, and the numbers that both bytes make: that is quicker than to part them.
            let (mut low, mut both, mut count) = (0, 0, 0);
            while count < STRIDE
                && let Some(slots) = runs.next()
            {
                for weights in slots.map(|slot| u32::from(self.slots[slot])) {
                    low += weights & 0xFF;
                    both += weights;
                }
                count += 1;
            }
            for (sum, raised) in sums.iter_mut().zip([low, (both - low) >> 8]) {
                *sum += raised as i32 - (count * RUNS) as i32 * RAISED;
            }
            let sure = sums.iter().position(|sum| *sum >= SURE);
            if count < STRIDE || sure.is_some() && !whole {
                return sure.filter(|_| runs.are_of_one_script());
            }
        }
    }
}

/// Runs that each character ends: of three characters and of four.
const RUNS: usize = 2;

/// The runs of a text, as slots of a table. What is no letter of the script is the same whatever it is, and so are
/// capitals and small letters.
pub struct Runs<'t> {
    text: &'t str,
    /// Where the next character stands; behind the text stands one more.
    at: usize,
    letters: Letters,
    kind: Kind,
    /// The symbols of the last characters.
    last: u64,
    /// Characters of each [`Kind`], a byte each.
    counts: u64,
}

impl<'t> Runs<'t> {
    /// The runs of `text`, whose script has letters of `kind`.
    pub fn of(text: &'t str, kind: Kind) -> Runs<'t> {
        Runs { text, at: 0, letters: Letters::new(), kind, last: 0, counts: 0 }
    }

    /// The slots of the runs that the next character ends.
    #[inline(always)]
    pub fn next(&mut self) -> Option<[usize; RUNS]> {
        let mut symbol = 0;
        if let Some((letter, len)) = self.letters.next(self.text, self.at) {
            let own = u64::from(letter.number() == self.kind as u16);
            symbol = u64::from(letter.symbol()) & 0_u64.wrapping_sub(own);
            self.counts = self.counts.wrapping_add(1 << (8 * letter.number()));
            self.at += len;
        } else if self.at > self.text.len() {
            return None;
        } else {
            self.at += 1;
        }
        self.last = self.last << SYMBOL_BITS | symbol;
        let low = |symbols: u32| self.last & ((1 << (symbols * SYMBOL_BITS)) - 1);
        Some([3, 4].map(|symbols| slot(low(symbols))))
    }

    /// True when hardly any letters are of other scripts.
    fn are_of_one_script(&self) -> bool {
        let count = |kind: Kind| self.counts >> (8 * kind as u32) & 0xFF;
        let all: u64 = [Kind::Cyrillic, Kind::Latin, Kind::Arabic, Kind::Han, Kind::Other].map(count).iter().sum();
        (all - count(self.kind)) * OTHERS <= all
    }
}

/// The slot of a run. Multiplied by the golden ratio of 2^64, as in Fibonacci hashing.
#[inline(always)]
fn slot(run: u64) -> usize {
    (run.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
}

/// The verdict on a text whose language a glance tells.
pub fn glance(text: &str) -> Option<Verdict> {
    // Letters of the first rows of Cyrillic begin with these bytes.
    let head = &text.as_bytes()[..text.len().min(END)];
    let (number, kind, script) = match memchr2(0xD0, 0xD1, head) {
        Some(_) => (0, Kind::Cyrillic, "Cyrl"),
        None => (1, Kind::Latin, "Latn"),
    };
    let table = &TABLES[number];
    let lane = if text.len() <= WHOLE {
        table.language(text, kind, true)?
    } else {
        let len = END.min(text.len() / 2);
        let first = table.language(&text[..text.floor_char_boundary(len)], kind, false)?;
        let last = &text[text.ceil_char_boundary(text.len() - len)..];
        table.language(last, kind, false).filter(|last| *last == first)?
    };
    Some(Verdict { language: LANGUAGES[number][lane], script, confidence: 1.0 })
}
