//! The words of a page and of texts, and which of them are the same.

use unicode_normalization::UnicodeNormalization;

/// A word of a page.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands, in bytes.
    pub start: usize,
    pub end: usize,
    /// 0-based line.
    pub line: usize,
    /// In lower case.
    pub text: String,
}

/// The words of a page: runs of letters and digits.
pub fn of_page(page: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut base = 0;
    for (line, text) in page.split('\n').enumerate() {
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (start, c.is_alphanumeric() || c == '_') {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    words.push(Word { start: base + from, end: base + at, line, text: fold(&text[from..at]) });
                    start = None;
                }
                _ => {}
            }
        }
        base += text.len() + 1;
    }
    words
}

/// The words of a text, in lower case.
pub fn of(text: &str) -> Vec<String> {
    of_page(text).into_iter().map(|w| w.text).collect()
}

fn fold(word: &str) -> String {
    word.nfc().flat_map(char::to_lowercase).collect()
}

/// For each word of `page` the place of the same word in `gold`, where both are the same text up to small changes: after
/// a difference the two go on where the next three words (or what is left) are equal.
pub fn align(page: &[&str], gold: &[&str]) -> Vec<Option<usize>> {
    /// Words on both sides together that one difference may take: more than the longest title.
    const REACH: usize = 80;
    const RUN: usize = 3;
    let same = |i: usize, j: usize| {
        let run = RUN.min(page.len() - i).min(gold.len() - j);
        run > 0 && page[i..i + run] == gold[j..j + run]
    };
    let mut places = vec![None; page.len()];
    let (mut i, mut j) = (0, 0);
    while i < page.len() && j < gold.len() {
        if page[i] == gold[j] {
            places[i] = Some(j);
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let ahead = (1..=REACH).find_map(|reach| {
            let pairs = (0..=reach).map(|a| (i + a, j + reach - a));
            pairs.into_iter().find(|(i, j)| *i < page.len() && *j < gold.len() && same(*i, *j))
        });
        (i, j) = ahead.unwrap_or((i + 1, j));
    }
    places
}
