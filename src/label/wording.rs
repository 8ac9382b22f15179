//! What the words of a line say of it: "read", "cookies" and "sign in" on one side, "said" and "because
//! of" on the other.
//!
//! Each word, each two words in a row, and the words at the ends of a line have a weight in
//! `data/wording.tsv`; their sum, over the root of their number, is the line's. Only pages in Latin
//! letters are read so: of others there are too few with labels to learn words from.
//!
//! The table is looked up as it lies in `data/wording.bin`, which is made of the other one (see `compile`), so that a
//! page does not wait for 42,000 rows to be read.

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
    /// A power of two of them, nearly half of them free; a key stands at its place or at the next free one.
    slots: &'static [Slot],
    /// What speaks for a line before its words are read, in hundredths.
    bias: i32,
}

/// A mark of the key, 0 in a free slot, and its weight in hundredths, of 16 bits each, the mark below. The mark is half of
/// the key, so that the table takes a quarter of a megabyte: one of some fifty thousand words that are not in it is taken
/// for one that is.
type Slot = [u8; 4];

/// The fitted weights.
pub(crate) static WORDING: Wording = Wording::of(include_bytes!("data/wording.bin"));

/// The hash of no word.
const NONE: u32 = 0;

impl Wording {
    /// The weights in a compiled table: the bias in a slot of its own, then the slots.
    const fn of(table: &'static [u8]) -> Wording {
        let (bias, slots) = table.as_chunks().0.split_first().expect("a table has a bias");
        Wording { slots, bias: i32::from_le_bytes(*bias) }
    }

    /// What the words of a line say: log odds for keeping it. Calls `word` with each of them.
    pub fn score<'t>(&self, line: &'t str, mut word: impl FnMut(&'t str)) -> f32 {
        let (mut sum, mut count) = (0, 0u32);
        each(line, |[first, second], key| {
            if second.is_empty() {
                word(first);
            }
            sum += i32::from(weight(self.slots[place(self.slots, key)]));
            count += 1;
        });
        (self.bias as f32 + sum as f32 / (count.max(1) as f32).sqrt()) / 100.0
    }
}

/// Where a key stands, or the free slot where it would.
fn place(slots: &[Slot], key: u32) -> usize {
    let mask = slots.len() - 1;
    let is_end = |at: usize| {
        let found = u16::from_le_bytes([slots[at][0], slots[at][1]]);
        (found == mark(key)) | (found == 0)
    };
    let mut at = (key.wrapping_mul(0x9e37_79b1) >> 12) as usize & mask;
    // Whether it is the first slot or the second is a toss-up, so both are looked at.
    at = if is_end(at) { at } else { (at + 1) & mask };
    while !is_end(at) {
        at = (at + 1) & mask;
    }
    at
}

/// What marks a key in its slot.
fn mark(key: u32) -> u16 {
    (key as u16).max(1)
}

fn weight([_, _, low, high]: Slot) -> i16 {
    i16::from_le_bytes([low, high])
}

/// The compiled form of a table `words<TAB>weight`.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn compile(table: &str) -> Vec<u8> {
    let rows = table.lines().count();
    let mut slots: Vec<Slot> = vec![[0; 4]; (rows + rows / 2).next_power_of_two()];
    let mut bias = 0;
    for (words, weight) in table.lines().filter_map(|line| line.split_once('\t')) {
        let Some(weight) = hundredths(weight) else { continue };
        let (first, second) = words.split_once(' ').unwrap_or((words, ""));
        let key = match (first, second) {
            ("", "") => {
                bias = i32::from(weight);
                continue;
            }
            (first, "") => pair(hash(first), NONE),
            (first, second) => pair(hash(first), hash(second)),
        };
        let ([a, b], [c, d]) = (mark(key).to_le_bytes(), weight.to_le_bytes());
        let at = place(&slots, key);
        slots[at] = [a, b, c, d];
    }
    [&[bias.to_le_bytes()], &*slots].concat().concat()
}

/// A number with at most two decimals, in hundredths; `None` for what is none, or too large.
#[cfg(any(test, feature = "fit"))]
fn hundredths(number: &str) -> Option<i16> {
    let hundredths = super::facts::decimal(number.as_bytes())? * 100.0;
    let rounded = hundredths.round();
    ((hundredths - rounded).abs() < 0.01 && rounded.abs() <= f32::from(i16::MAX)).then_some(rounded as i16)
}

/// The key of two words in a row, or of one and [`NONE`].
fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(7).wrapping_mul(0x85eb_ca6b) ^ second).max(1)
}

/// Calls `each` with every word and every two words in a row of a line (the second empty for one word),
/// and their key.
pub(crate) fn each<'t>(line: &'t str, mut each: impl FnMut([&'t str; 2], u32)) {
    let (start, end) = (hash(START), hash(END));
    let mut last = (START, start);
    let mut read = |part: &'t str, last: &mut (&'t str, u32)| {
        words(part, |word, hash| {
            each([last.0, word], pair(last.1, hash));
            each([word, ""], pair(hash, NONE));
            *last = (word, hash);
        });
    };
    if line.len() <= HEAD + TAIL {
        read(line, &mut last);
    } else {
        read(&line[..line.floor_char_boundary(HEAD)], &mut last);
        last = ("", NONE);
        read(&line[line.ceil_char_boundary(line.len() - TAIL)..], &mut last);
    }
    if last.1 != start {
        each([last.0, END], pair(last.1, end));
    }
}

/// What a byte is in a word: itself as a small letter, any digit as `0`, or nothing of a word. Letters beyond
/// ASCII are words' bytes as they are.
static SMALL: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => b'0',
            b @ (b'A'..=b'Z' | b'a'..=b'z') => b | 0x20,
            // Heads of signs: spaces, quotation marks, dashes, arrows.
            0xc2 | 0xe2 => 0,
            b @ 0x80.. => b,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Calls `each` with every word of a text and its hash.
fn words<'t>(text: &'t str, mut each: impl FnMut(&'t str, u32)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        let mut hash = SEED;
        while let Some(small) = bytes.get(at).map(|b| SMALL[usize::from(*b)]).filter(|small| *small != 0) {
            hash = step(hash, small);
            at += 1;
        }
        if at > from {
            // Cut out without a panic, so that who asks for the hash alone does not pay for it.
            each(text.get(from..at).unwrap_or_default(), hash);
        } else {
            // A sign: its head and the bytes that follow it.
            at += 1;
            while at < bytes.len() && bytes[at] & 0xc0 == 0x80 {
                at += 1;
            }
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo), 32 bits.
const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Bytes at the beginning of a word that tell it whatever its ending is.
const WORD_HEAD: usize = 6;

/// The hash of a word's beginning.
pub(crate) fn head_hash(word: &str) -> u32 {
    word.bytes().take(WORD_HEAD).fold(SEED, |hash, byte| step(hash, SMALL[usize::from(byte)]))
}

fn hash(word: &str) -> u32 {
    word.bytes().fold(SEED, step)
}

/// A word as it stands in the table.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn small(word: &str) -> String {
    let small = |b: u8| if SMALL[usize::from(b)] == 0 { b } else { SMALL[usize::from(b)] };
    String::from_utf8(word.bytes().map(small).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(line: &str) -> Vec<String> {
        let mut out = Vec::new();
        each(line, |[a, b], _| out.push(format!("{} {}", small(a), small(b)).trim().to_string()));
        out
    }

    #[test]
    fn words_and_pairs_with_the_ends_marked() {
        assert_eq!(keys("“Sign in” – 25"), ["^ sign", "sign", "sign in", "in", "in 00", "00", "00 $"]);
        assert!(keys(" … ").is_empty());
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
        let table = compile("# words\n\t-0.5\nsign\t-1.0\nsign in\t-2.0\n^ he\t3.0\nin $\t-1.0\n");
        let wording = Wording::of(table.leak());
        let score = |line| wording.score(line, |_| ());
        assert_eq!(score(""), -0.5);
        // Five words, pairs and ends: "^ sign", "sign", "sign in", "in", "in $".
        assert!((score("Sign in") - (-0.5 - 4.0 / 5f32.sqrt())).abs() < 1e-6);
        assert!((score("He") - (-0.5 + 3.0 / 3f32.sqrt())).abs() < 1e-6);
        for (number, value) in [("-0.05", Some(-5)), ("1.5", Some(150)), ("x.00", None), ("0.125", None), ("400", None)]
        {
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
