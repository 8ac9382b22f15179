//! Words that tell dots inside abbreviations and names from those that end a sentence.

use std::sync::LazyLock;

use crate::segment::features::lower;

/// Words that end in a dot without ending a sentence.
pub(super) static ABBREVIATIONS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/abbreviations.tsv"), |_| true));
/// What follows the last dot of a host or file name.
pub(super) static TAILS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "tail"));
/// What a host name that ends a sentence ends in.
pub(super) static HOSTS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "host"));
/// Names of services that go on after a dot (Яндекс.Карты).
pub(super) static STEMS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "stem"));

/// Some short words in small letters, by length and then by letters.
pub(super) struct WordSet {
    words: Vec<&'static str>,
    /// For the code point of a last letter, modulo the length of the table: a bit for each length of the words that end
    /// so. Most words in question differ from all words of the set in this already.
    lengths: [u32; 256],
}

impl WordSet {
    /// The second column of a table, of the rows whose first is of that kind.
    fn of(table: &'static str, kind: fn(&str) -> bool) -> WordSet {
        let rows = table.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
        let mut words: Vec<&str> = rows.filter(|(first, _)| kind(first)).map(|(_, second)| second).collect();
        words.sort_unstable_by_key(|word| (word.len(), *word));
        let mut lengths = [0; 256];
        for word in &words {
            let last = word.chars().next_back().map_or(0, u32::from);
            lengths[last as usize % 256] |= length_bit(word);
        }
        WordSet { words, lengths }
    }

    /// True when `word` is one of them.
    pub fn contains(&self, word: &str) -> bool {
        self.words.binary_search_by_key(&(word.len(), word), |known| (known.len(), known)).is_ok()
    }

    /// True when `word` in small letters, which are as long as capitals in the alphabets here, is one of them.
    pub fn contains_small(&self, word: &str) -> bool {
        let last = word.chars().next_back().map_or(0, |c| lower(c.into()));
        if self.lengths[last as usize % 256] & length_bit(word) == 0 {
            return false;
        }
        let small = || word.chars().map(|c| lower(c.into()));
        let by_letters = |known: &&str| known.chars().map(u32::from).cmp(small());
        self.words.binary_search_by(|known| known.len().cmp(&word.len()).then_with(|| by_letters(known))).is_ok()
    }
}

/// A bit for the length of a word; the longest ones share one.
fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}
