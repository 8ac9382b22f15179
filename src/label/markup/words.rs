//! Words that tell what a line is: those of classes and ids around it, and those it begins and ends with.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::html::Html;
use crate::html::tree::hints::{SEED, hash, step};
use crate::segment::features::{is_alphanumeric, lower};

/// Where a word stands. The first letter is its name in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// In the class or id of the element of the line, or of the one around it.
    Near,
    /// In that of an element further out.
    Far,
    /// The line begins with it.
    First,
    /// The line ends with it.
    Last,
    /// The line begins with these two.
    Pair,
    /// A word of a line of five words or less.
    Short,
}

impl Place {
    /// All places with their names.
    pub(crate) const ALL: [(Place, &'static str); 6] = [
        (Place::Near, "near"),
        (Place::Far, "far"),
        (Place::First, "first"),
        (Place::Last, "last"),
        (Place::Pair, "pair"),
        (Place::Short, "short"),
    ];

    /// The key of a word at this place.
    pub(crate) fn key(self, word: u32) -> u32 {
        word.wrapping_mul(0x9e37_79b1).rotate_left(5 + self as u32) ^ self as u32
    }
}

/// Elements around a line whose words count.
const LEVELS: usize = 8;
/// Words of a line that counts with all of them.
const FEW: usize = 5;
/// Bytes of a line that are looked at, from either end.
const ENDS: usize = 120;

/// A hash that is one already.
#[derive(Default)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0 << 8 | u64::from(*b));
    }

    fn write_u32(&mut self, key: u32) {
        // The table looks at the highest bits too.
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// The weights of words.
#[derive(Default)]
pub(crate) struct Words(HashMap<u32, f32, BuildHasherDefault<Same>>);

impl Words {
    /// Reads a table `place<TAB>word<TAB>weight`.
    pub(crate) fn read(table: &str) -> Words {
        Words(rows(table).map(|(place, word, weight)| (place.key(hash(word.as_bytes())), weight)).collect())
    }

    /// Weight of a word by its key.
    pub(crate) fn weight(&self, key: u32) -> f32 {
        self.0.get(&key).copied().unwrap_or_default()
    }
}

/// The rows of a table `place<TAB>word<TAB>weight`.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = (Place, &str, f32)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|row| {
        let mut cells = row.split('\t');
        let name = cells.next()?;
        let (place, _) = Place::ALL.iter().find(|(_, n)| *n == name)?;
        Some((*place, cells.next()?, cells.next()?.parse().ok()?))
    })
}

/// Calls `each` once with the key of each word of the elements around the lines of `node`.
pub(crate) fn around(html: &Html, node: u32, mut each: impl FnMut(Place, u32)) {
    let mut seen = [0u32; 48];
    let mut count = 0;
    let mut at = node;
    let mut level = 0;
    while level < LEVELS {
        let Some(n) = html.nodes.get(at as usize) else { return };
        // An element without a word is skipped, but for the first.
        let hints = &html.hints[n.hints.0 as usize..n.hints.1 as usize];
        for word in hints {
            if !seen[..count].contains(word) {
                if count < seen.len() {
                    seen[count] = *word;
                    count += 1;
                }
                each(if level < 2 { Place::Near } else { Place::Far }, *word);
            }
        }
        level += usize::from(!hints.is_empty() || level == 0);
        if n.parent == at {
            return;
        }
        at = n.parent;
    }
}

/// Calls `each` with the words at the ends of a line, one or two of them.
pub(crate) fn ends(text: &str, mut each: impl FnMut(Place, [&str; 2])) {
    let words = |text| str::split(text, |c: char| !is_alphanumeric(c)).filter(|w| !w.is_empty());
    let head = &text[..text.floor_char_boundary(ENDS)];
    let mut first_words = words(head);
    let Some(first) = first_words.next() else { return };
    each(Place::First, [first, ""]);
    if let Some(second) = first_words.next() {
        each(Place::Pair, [first, second]);
    }
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(ENDS))..];
    if let Some(last) = words(tail).next_back() {
        each(Place::Last, [last, ""]);
    }
    if text.len() <= ENDS && words(text).nth(FEW).is_none() {
        words(text).for_each(|w| each(Place::Short, [w, ""]));
    }
}

/// The characters of one or two words as they are compared: small letters, every digit as `0`, a space between them.
fn small<'w>([first, second]: [&'w str; 2]) -> impl Iterator<Item = char> + 'w {
    let space = (!second.is_empty()).then_some(' ');
    let small = |c: char| if c.is_ascii_digit() { '0' } else { char::from_u32(lower(c as u32)).unwrap_or(c) };
    first.chars().chain(space).chain(second.chars()).map(small)
}

/// The hash of one or two words.
pub(crate) fn hash_of(words: [&str; 2]) -> u32 {
    let mut buffer = [0; 4];
    small(words).fold(SEED, |h, c| c.encode_utf8(&mut buffer).bytes().fold(h, step))
}

/// One or two words as they stand in the table.
#[cfg(feature = "fit")]
pub(crate) fn text_of(words: [&str; 2]) -> String {
    small(words).collect()
}
