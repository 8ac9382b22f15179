//! The letters of 64 bytes at a time, of the two alphabets that nearly all text is in, without a branch for a letter.

use wide::u8x16;

use super::hash;

/// Bytes that are read at once.
const WIDTH: usize = 64;

/// What stands in the 64 bytes of a text from a place on, a bit for each byte.
pub(super) struct Window {
    /// The place.
    at: usize,
    /// First bytes of the Cyrillic letters of [`Lanes`].
    cyrillic: u64,
    /// First bytes of runs of letters, each of one alphabet.
    starts: u64,
    /// The bytes behind runs that end before the last byte of the window.
    ends: u64,
    /// First bytes of capitals among those.
    upper: u64,
    /// First bytes of the letters that Kazakh has and Russian has not.
    kazakh: u64,
    /// One byte for each letter, the same for a capital and its small form, at the place of its first byte; 0 at the
    /// places of all other bytes, and room behind for the words that begin at the last places.
    folded: [u8; WIDTH + hash::WORD],
}

/// Letters of one alphabet that stand together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// What they are: letters of the Cyrillic rows, or of ASCII.
    pub cyrillic: bool,
    /// How many.
    pub letters: u32,
    /// Bytes that they take.
    pub bytes: usize,
    /// The first is a capital.
    pub capital: bool,
    /// The hash of the letters in lower case.
    pub hash: u64,
}

/// The windows of a text, one after the other, and what stood in them.
pub(super) struct Windows<'t> {
    text: &'t [u8],
    window: Window,
    /// Letters of ASCII, and Cyrillic ones, of the runs that were asked for.
    letters: [u32; 2],
    /// Capitals of the windows that were left.
    upper: u32,
    /// Letters that Kazakh has and Russian has not, likewise.
    kazakh: u32,
}

/// The letters of a text by kind.
pub(super) struct Tally {
    pub latin: u32,
    pub cyrillic: u32,
    pub upper: u32,
    pub kazakh: u32,
}

impl<'t> Windows<'t> {
    pub fn new(text: &'t [u8]) -> Windows<'t> {
        let mut window = Window::default();
        window.read(text, 0);
        Windows { text, window, letters: [0; 2], upper: 0, kazakh: 0 }
    }

    /// The run of letters at `at`, if one of the two alphabets begins there. Places are asked for in order, none twice,
    /// and no letter of the alphabets is left out. A run that is longer than a window comes in parts.
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
            let mut place = at - self.window.at;
            if place >= WIDTH {
                self.advance(at);
                place = 0;
            }
            let rest = self.text.get(self.window.at..).unwrap_or_default();
            let before = u64::MAX << place;
            let (mut starts, mut ends) = (self.window.starts & before, self.window.ends & before << 1);
            // The places of runs come from the masks alone, and are compared with where one is due: the processor need not
            // wait for what stands behind the run before.
            while starts.trailing_zeros() as usize == place {
                let (from, to) = (starts.trailing_zeros() as usize, ends.trailing_zeros() as usize);
                if ends == 0 && from > 0 {
                    break;
                }
                let run = self.window.run(from, to - from);
                self.letters[usize::from(run.cyrillic)] += run.letters;
                let behind = rest.get(to..to + 2).map(|bytes| [bytes[0], bytes[1]]);
                let Some(read) = each(run, behind) else { return self.window.at + place };
                place = to + read;
                (starts, ends) = (starts & (starts - 1), ends & ends.wrapping_sub(1));
            }
            at = self.window.at + place;
            // Else it is cut off by the end of the window, or the window is read.
            let cut = starts.trailing_zeros() as usize == place && ends == 0;
            if !cut && place < WIDTH {
                return at;
            }
            self.advance(at);
        }
    }

    /// Reads on from `at`.
    #[inline(never)]
    fn advance(&mut self, at: usize) {
        self.count(at);
        self.window.read(self.text, at);
    }

    /// Counts what stands before `to` in the window.
    fn count(&mut self, to: usize) {
        let read = to - self.window.at;
        let mask = if read < WIDTH { (1 << read) - 1 } else { u64::MAX };
        self.upper += (self.window.upper & mask).count_ones();
        self.kazakh += (self.window.kazakh & mask).count_ones();
    }

    /// What was counted, at the end of the text.
    pub fn tally(mut self) -> Tally {
        self.count(self.text.len());
        let [latin, cyrillic] = self.letters;
        Tally { latin, cyrillic, upper: self.upper, kazakh: self.kazakh }
    }
}

impl Default for Window {
    fn default() -> Window {
        Window { at: 0, cyrillic: 0, starts: 0, ends: 0, upper: 0, kazakh: 0, folded: [0; WIDTH + hash::WORD] }
    }
}

impl Window {
    /// Reads the window of `text` from `at` on, which is the beginning of a character; behind the text stands nothing.
    #[inline(always)]
    fn read(&mut self, text: &[u8], at: usize) {
        self.at = at;
        let rest = text.get(at..).unwrap_or_default();
        if let Some(bytes) = rest.first_chunk() {
            return self.fill(bytes);
        }
        let mut bytes = [0; WIDTH + 1];
        bytes[..rest.len()].copy_from_slice(rest);
        self.fill(&bytes);
    }

    /// Takes these bytes; the last is only looked at as the second of a letter.
    fn fill(&mut self, bytes: &[u8; WIDTH + 1]) {
        let (firsts, seconds) = (bytes[..WIDTH].as_chunks().0, bytes[1..].as_chunks().0);
        let folded = self.folded.as_chunks_mut().0;
        let [mut latin, mut cyrillic, mut upper, mut kazakh] = [0; 4];
        for (n, ((first, second), folded)) in firsts.iter().zip(seconds).zip(folded).enumerate() {
            let lanes = Lanes::of(u8x16::new(*first), u8x16::new(*second));
            let bits = |lanes: u8x16| u64::from(lanes.to_bitmask()) << (16 * n);
            latin |= bits(lanes.latin);
            cyrillic |= bits(lanes.cyrillic);
            upper |= bits(lanes.upper);
            kazakh |= bits(lanes.kazakh);
            *folded = lanes.folded.to_array();
        }
        let pairs = cyrillic | cyrillic << 1;
        self.starts = latin & !(latin << 1) | pairs & !(pairs << 1);
        self.ends = latin << 1 & !latin | pairs << 1 & !pairs;
        (self.cyrillic, self.upper, self.kazakh) = (cyrillic, upper, kazakh);
    }

    /// The run of so many bytes at the `from`th place.
    #[inline(always)]
    fn run(&self, from: usize, bytes: usize) -> Run {
        let cyrillic = self.cyrillic >> from & 1;
        let capital = self.upper >> from & 1 != 0;
        Run {
            cyrillic: cyrillic != 0,
            letters: (bytes >> cyrillic) as u32,
            bytes,
            capital,
            hash: self.hash(from, bytes),
        }
    }

    /// The hash of so many bytes.
    #[inline(always)]
    fn hash(&self, from: usize, bytes: usize) -> u64 {
        let head = hash::of(&self.folded, from, bytes.min(hash::WORD));
        if bytes <= hash::WORD {
            return head;
        }
        let tail = hash::of(&self.folded, from + hash::WORD, bytes - hash::WORD);
        hash::chain(head, tail)
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
