//! The letters of 64 bytes at a time, of the two alphabets that nearly all text is in, without a branch for a letter.

use wide::u8x16;

use super::hash;

/// Bytes that are read at once, and most bytes of a run.
const WIDTH: usize = 64;

/// Where letters stand in a window of 64 bytes, a bit for each byte.
#[derive(Clone, Copy, Default)]
struct Window {
    /// First bytes of the Cyrillic letters of [`Lanes`].
    cyrillic: u64,
    /// First bytes of capitals of both alphabets.
    upper: u64,
    /// First bytes of runs of letters, each of one alphabet.
    starts: u64,
    /// The bytes behind runs.
    ends: u64,
    /// What goes on in the window behind: a letter of two bytes, a Cyrillic run, one of ASCII; 1 or 0.
    cut: [u64; 3],
}

/// Letters of one alphabet that stand together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// How many.
    pub letters: u32,
    /// Bytes that they take.
    pub bytes: usize,
    /// The first is a capital.
    pub capital: bool,
    /// The hash of the letters in lower case.
    pub hash: u64,
}

/// The letters of a text by kind.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub latin: u32,
    pub cyrillic: u32,
    /// Capitals.
    pub upper: u32,
    /// Letters that Kazakh has and Russian has not.
    pub kazakh: u32,
}

/// A text, seen through two windows that move over it: runs begin in the first and may end in the second.
pub(super) struct Windows<'t> {
    text: &'t [u8],
    /// Where the first window stands.
    at: usize,
    first: Window,
    second: Window,
    /// One byte for each letter of both windows, the same for a capital and its small form, at the place of its first
    /// byte; 0 at the places of all other bytes. Behind them is room for what is read beyond the end of a word.
    folded: [u8; 2 * WIDTH + hash::WORD],
    /// What stood in all windows so far.
    tally: Tally,
}

impl<'t> Windows<'t> {
    pub fn new(text: &'t [u8]) -> Windows<'t> {
        let (first, second) = (Window::default(), Window::default());
        let folded = [0; 2 * WIDTH + hash::WORD];
        let mut windows = Windows { text, at: 0, first, second, folded, tally: Tally::default() };
        windows.second = windows.read(0);
        windows.show(WIDTH);
        windows
    }

    /// The run of letters at `at`, if one of the two alphabets begins there. Places are asked for in order and no letter of
    /// the alphabets is left out. A run of more than 64 bytes comes in parts.
    pub fn run(&mut self, at: usize) -> Option<Run> {
        let mut run = None;
        self.runs(at, |found, _| {
            run = Some(found);
            None
        });
        run
    }

    /// Calls `each` with each run of letters from `at` on and the two bytes behind it, as long as it says how many of them
    /// are read too and a run begins behind those. Gives the place behind what is read.
    #[inline(always)]
    pub fn runs(&mut self, mut at: usize, mut each: impl FnMut(Run, Option<[u8; 2]>) -> Option<usize>) -> usize {
        loop {
            let mut place = at - self.at;
            while place >= WIDTH {
                self.advance();
                place -= WIDTH;
            }
            let rest = self.text.get(self.at..).unwrap_or_default();
            let before = u64::MAX << place;
            let (mut starts, mut ends) = (self.first.starts & before, self.first.ends & before << 1);
            // The places of runs come from the masks alone, and are compared with where one is due: the processor need not
            // wait for what stands behind the run before.
            while starts != 0 && starts.trailing_zeros() as usize == place {
                let from = starts.trailing_zeros() as usize;
                let to = if ends == 0 { self.end_in_second(from) } else { ends.trailing_zeros() as usize };
                let behind = rest.get(to..to + 2).map(|bytes| [bytes[0], bytes[1]]);
                let Some(read) = each(self.run_between(from, to), behind) else { return self.at + place };
                place = to + read;
                (starts, ends) = (starts & (starts - 1), ends & ends.wrapping_sub(1));
            }
            at = self.at + place;
            if place < WIDTH {
                return at;
            }
        }
    }

    /// Where the run at `from` ends that does not in the first window. Of a run that is too long this is one part, and
    /// another begins there.
    fn end_in_second(&mut self, from: usize) -> usize {
        let to = WIDTH + self.second.ends.trailing_zeros() as usize;
        if to - from <= WIDTH {
            return to;
        }
        self.second.starts |= 1 << from;
        from + WIDTH
    }

    /// The run from one place to another.
    #[inline(always)]
    fn run_between(&self, from: usize, to: usize) -> Run {
        let bytes = to - from;
        let letters = bytes >> (self.first.cyrillic >> from & 1);
        let capital = self.first.upper >> from & 1 != 0;
        let mut hash = hash::of(&self.folded, from, bytes.min(hash::WORD));
        if bytes > hash::WORD {
            hash = hash::chain(hash, hash::of(&self.folded, from + hash::WORD, bytes - hash::WORD));
        }
        Run { letters: letters as u32, bytes, capital, hash }
    }

    /// Moves both windows on by one.
    #[inline(never)]
    fn advance(&mut self) {
        self.at += WIDTH;
        self.show(self.at + WIDTH);
    }

    /// Makes the second window the first, and the one at `at` the second.
    fn show(&mut self, at: usize) {
        self.first = self.second;
        self.folded.copy_within(WIDTH..2 * WIDTH, 0);
        self.second = self.read(at);
    }

    /// Reads the window at `at`, behind the second; behind the text stands nothing.
    fn read(&mut self, at: usize) -> Window {
        let rest = self.text.get(at..).unwrap_or_default();
        if let Some(bytes) = rest.first_chunk() {
            return self.measure(bytes);
        }
        if rest.is_empty() {
            let [_, cyrillic, latin] = self.second.cut;
            return Window { ends: cyrillic | latin, ..Window::default() };
        }
        let mut bytes = [0; WIDTH + 1];
        bytes[..rest.len()].copy_from_slice(rest);
        self.measure(&bytes)
    }

    /// Measures the window of these bytes; the last is only looked at as the second of a letter.
    #[inline(never)]
    fn measure(&mut self, bytes: &[u8; WIDTH + 1]) -> Window {
        let (firsts, seconds) = (bytes[..WIDTH].as_chunks().0, bytes[1..].as_chunks().0);
        let folded = self.folded[WIDTH..2 * WIDTH].as_chunks_mut().0;
        let [mut latin, mut cyrillic, mut upper, mut kazakh] = [0_u64; 4];
        for (n, ((first, second), folded)) in firsts.iter().zip(seconds).zip(folded).enumerate() {
            let lanes = Lanes::of(u8x16::new(*first), u8x16::new(*second));
            let bits = |lanes: u8x16| u64::from(lanes.to_bitmask()) << (16 * n);
            latin |= bits(lanes.latin);
            cyrillic |= bits(lanes.cyrillic);
            upper |= bits(lanes.upper);
            kazakh |= bits(lanes.kazakh);
            *folded = lanes.folded.to_array();
        }
        self.tally.latin += if latin == 0 { 0 } else { latin.count_ones() };
        self.tally.cyrillic += cyrillic.count_ones();
        self.tally.upper += upper.count_ones();
        self.tally.kazakh += kazakh.count_ones();
        let [half, cut_cyrillic, cut_latin] = self.second.cut;
        let pairs = cyrillic | cyrillic << 1 | half;
        let (behind_pairs, behind_latin) = (pairs << 1 | cut_cyrillic, latin << 1 | cut_latin);
        Window {
            cyrillic,
            upper,
            starts: latin & !behind_latin | pairs & !behind_pairs,
            ends: behind_latin & !latin | behind_pairs & !pairs,
            cut: [cyrillic, pairs, latin].map(|mask| mask >> (WIDTH - 1)),
        }
    }

    /// What was counted, at the end of the text.
    pub fn tally(self) -> Tally {
        self.tally
    }
}

/// What sixteen bytes are: masks of a lane for each byte, but for the last field.
///
/// The Cyrillic letters are those of U+0400 to U+045F, U+0490 to U+04BF and U+04D0 to U+04FF: all that living languages
/// of the region write, in rows where letters alone stand, and capitals at even code points from U+0490 on.
struct Lanes {
    latin: u8x16,
    cyrillic: u8x16,
    upper: u8x16,
    kazakh: u8x16,
    /// Letters, with capitals and small ones alike.
    folded: u8x16,
}

impl Lanes {
    /// Sixteen bytes, and the byte behind each.
    #[inline(always)]
    fn of(first: u8x16, second: u8x16) -> Lanes {
        let all = |b: u8| u8x16::splat(b);
        // ASCII.
        let small = first | all(0x20);
        let latin = at_most(small - all(b'a'), b'z' - b'a');
        let latin_upper = (first & all(0x20)).simd_eq(all(0)) & latin;
        // Cyrillic: the leading bytes D0 to D3 and the lower half of the code point, U+04xx.
        let led = (first & all(0xFC)).simd_eq(all(0xD0));
        let low = times_64(first) | second & all(0x3F);
        let gaps = at_most(low - all(0x60), 0x8F - 0x60) | (low & all(0xF0)).simd_eq(all(0xC0));
        let cyrillic = !gaps & led;
        let first_rows = at_most(low, 0x2F);
        let in_pairs = at_least(low, 0x90);
        let even = (low & all(1)).simd_eq(all(0));
        let cyrillic_upper = (first_rows | in_pairs & even) & cyrillic;
        // U+0400 to U+040F have their small forms 80 on, U+0410 to U+042F theirs 32 on, the others theirs next to them.
        let to_small = (first_rows & all(0x20)) + (at_most(low, 0x0F) & all(0x30)) + (in_pairs & even & all(1));
        let cyrillic_small = low + to_small;
        let kazakh = KAZAKH.iter().fold(all(0), |any, letter| any | cyrillic_small.simd_eq(all(*letter)));
        Lanes {
            latin,
            cyrillic,
            upper: latin_upper | cyrillic_upper,
            kazakh: kazakh & cyrillic,
            folded: small & latin | cyrillic_small & cyrillic,
        }
    }
}

/// The second halves of the Kazakh letters in [`Lanes`], small.
const KAZAKH: [u8; 9] = *b"\x56\x93\x9b\xa3\xaf\xb1\xbb\xd9\xe9";

/// Lanes of at most `n`.
#[inline(always)]
fn at_most(lanes: u8x16, n: u8) -> u8x16 {
    lanes.min(u8x16::splat(n)).simd_eq(lanes)
}

/// Lanes of at least `n`.
#[inline(always)]
fn at_least(lanes: u8x16, n: u8) -> u8x16 {
    lanes.max(u8x16::splat(n)).simd_eq(lanes)
}

/// The low two bits of each lane as its high two: there are no shifts of bytes, but the compiler makes one of this.
#[inline(always)]
fn times_64(lanes: u8x16) -> u8x16 {
    (0..6).fold(lanes, |lanes, _| lanes + lanes)
}

#[cfg(test)]
mod tests {
    use super::super::sign::{Class, classify, lower};
    use super::*;

    fn is_kazakh(c: u32) -> bool {
        matches!(c | 1, 0x4D9 | 0x493 | 0x49B | 0x4A3 | 0x4E9 | 0x4B1 | 0x4AF | 0x4BB) || c == 0x456 || c == 0x406
    }

    fn read(text: &str) -> (Vec<Run>, Tally) {
        let (mut windows, mut runs, mut at) = (Windows::new(text.as_bytes()), Vec::new(), 0);
        while at < text.len() {
            let run = windows.run(at);
            at += run.map_or_else(|| text[at..].chars().next().map_or(1, char::len_utf8), |run| run.bytes);
            runs.extend(run);
        }
        (runs, windows.tally())
    }

    #[test]
    fn each_letter_is_what_its_sign_says() {
        for c in '\0'..'\u{530}' {
            let code = c as u32;
            let (runs, tally) = read(&c.to_string());
            let among = c.is_ascii_alphabetic() || matches!(code, 0x400..0x460 | 0x490..0x4C0 | 0x4D0..0x500);
            assert_eq!(runs.len(), usize::from(among), "{c:?}");
            if let [run] = runs[..] {
                let small = char::from_u32(lower(code)).unwrap();
                let upper = classify(code) == Class::Upper;
                assert_eq!((run.letters, run.bytes, run.capital), (1, c.len_utf8(), upper), "{c:?}");
                assert_eq!(run.hash, read(&small.to_string()).0[0].hash, "{c:?}");
                assert_eq!((tally.cyrillic, tally.latin), (u32::from(!c.is_ascii()), u32::from(c.is_ascii())));
                assert_eq!((tally.upper, tally.kazakh), (u32::from(upper), u32::from(is_kazakh(code))), "{c:?}");
            }
        }
    }

    #[test]
    fn a_word_has_one_hash_wherever_it_stands() {
        for word in ["Әже", "тАУ", "Meadow", "ҚАРА", "ұзақмерзімдіжоспарлаушылар", "Counterrevolutionarieswithoutend"]
        {
            let alone = read(&word.to_lowercase()).0[0];
            for before in 0..=2 * WIDTH {
                let (runs, tally) = read(&format!("{}{word}, {word}", "-".repeat(before)));
                assert!(runs.len() == 2 && runs.iter().all(|run| run.hash == alone.hash), "{word} behind {before}");
                assert_eq!(tally.upper as usize, 2 * word.chars().filter(|c| c.is_uppercase()).count());
            }
        }
    }

    #[test]
    fn runs_end_where_the_alphabet_does() {
        let letters: Vec<u32> = read("Aқпан abcқ ғd").0.iter().map(|run| run.letters).collect();
        assert_eq!(letters, [1, 4, 3, 1, 1, 1]);
    }

    #[test]
    fn long_runs_come_in_parts_that_depend_on_nothing_before() {
        let long = "жа".repeat(40);
        let parts = |text: &str| read(text).0.iter().map(|run| (run.letters, run.hash)).collect::<Vec<_>>();
        let alone = parts(&long);
        assert_eq!(alone.iter().map(|part| part.0).collect::<Vec<_>>(), [32, 32, 16]);
        for before in 0..=WIDTH {
            assert_eq!(parts(&format!("{}{}", " ".repeat(before), long.to_uppercase())), alone, "behind {before}");
        }
    }
}
