//! Mac Cyrillic and windows-1251, or the Kazakh pages made after it, mixed up on a short line.
//!
//! All small letters but `я` are the same bytes in both, so one letter of a line may be all that
//! shows it: too little for pairs of letters to be sure. The list of Russian words is: the mix-up is
//! undone when every word it touches becomes a known word that it was not, among other known words.

use std::sync::LazyLock;

use super::line::{Line, words};
use super::mixup::{self, Mixup};
use super::reading;
use crate::draft::Change;
use crate::words as known;

/// Most words of a line that are looked at; a longer line has letters enough.
const WORDS: usize = 40;
/// Most words that may be touched.
const TOUCHED: usize = 3;
/// Letters of a word that the list is sure of.
const SURE: usize = 3;
/// Russian words of one letter that begin sentences.
const ALONE: &str = "АВИКОСУЯ";

/// The mix-ups this module undoes.
static KIN: LazyLock<Vec<&'static Mixup>> = LazyLock::new(|| {
    let windows = |name| matches!(name, "windows-1251" | "kz-1048" | "pt154");
    let kin = |m: &&Mixup| match (m.read_as.name, m.really.map(|page| page.name)) {
        ("x-mac-cyrillic", Some("windows-1251")) => true,
        (read_as, Some("x-mac-cyrillic")) => windows(read_as),
        _ => false,
    };
    mixup::all().iter().filter(kin).collect()
});

/// The mix-up of the two pages that the words of a line prove, and the line's changes. `line` gives
/// `text` cut into words.
pub(super) fn lone_letters<'l>(text: &str, line: &impl Fn() -> &'l Line) -> Option<(&'static Mixup, Vec<Change>)> {
    if starts(text, WORDS) >= WORDS || words(text).nth(WORDS).is_some() {
        return None;
    }
    let mut mixups = KIN.iter().filter(|m| touches_few(m, text));
    mixups.find_map(|m| proved(m, line()).then(|| (*m, reading::page_throughout(m, line()))))
}

/// Places behind white space where a word begins: words but for one, if none is very long. When they are `enough`, the
/// rest is not counted.
fn starts(text: &str, enough: usize) -> usize {
    let space = |b: u8| matches!(b, b' ' | b'\t');
    let bytes = text.as_bytes();
    let begins = |(before, at): (&u8, &u8)| u8::from(space(*before) & !space(*at));
    // Narrow sums, which the compiler turns into vector instructions.
    let narrow = bytes.chunks(NARROW).zip(bytes.get(1..).unwrap_or_default().chunks(NARROW));
    let mut sum = 0;
    for (before, at) in narrow {
        sum += usize::from(before.iter().zip(at).map(begins).sum::<u8>());
        if sum >= enough {
            break;
        }
    }
    sum
}

/// Places whose sum fits a byte.
const NARROW: usize = u8::MAX as usize;

/// True when undoing the mix-up changes some words of `text`, but few, and gives each the letters of one.
fn touches_few(mixup: &Mixup, text: &str) -> bool {
    let changes = |c: char| !c.is_ascii() && reading::page_read(mixup, c) != c;
    let mut touched = 0;
    for word in words(text).map(|word| &text[word]).filter(|word| word.chars().any(changes)) {
        touched += 1;
        // Nearly every line ends here, at the first of its capitals.
        if touched > TOUCHED || !spells(mixup, word) {
            return false;
        }
    }
    touched > 0
}

/// True when the letters of `word`, with the mix-up undone, are those of a Russian word as they were not
/// before: all small but the first perhaps.
fn spells(mixup: &Mixup, word: &str) -> bool {
    let small = |c: char| is_russian(c) && c.is_lowercase();
    let read = word.chars().map(|c| (c, reading::page_read(mixup, c)));
    let mut letters = read.skip_while(|(_, read)| !read.is_alphabetic());
    let Some((first, read)) = letters.next() else { return false };
    let mut was_word = is_russian(first);
    let mut after = letters.skip_while(|(c, read)| {
        let goes_on = small(*read);
        was_word &= !goes_on || small(*c);
        goes_on
    });
    is_russian(read) && after.all(|(_, read)| !read.is_alphabetic()) && !was_word
}

/// True when every word that undoing the mix-up changes becomes a known word.
fn proved(mixup: &Mixup, line: &Line) -> bool {
    let (mut known, mut others) = (0, 0);
    for (number, word) in line.words.iter().enumerate() {
        let chars = &line.chars[word.clone()];
        if reading::changes_page(mixup, chars) {
            if !restores(mixup, line, number) {
                return false;
            }
        } else if chars.iter().filter(|c| c.is_alphabetic()).count() >= SURE {
            match is_known(chars) {
                true => known += 1,
                false => others += 1,
            }
        }
    }
    known > others
}

/// True when undoing the mix-up makes a known word of one that [`spells`] another.
fn restores(mixup: &Mixup, line: &Line, number: usize) -> bool {
    let word = |number: usize| line.words.get(number).map_or(&[][..], |word| &line.chars[word.clone()]);
    let chars = word(number);
    let read: Vec<char> = chars.iter().map(|c| reading::page_read(mixup, *c)).collect();
    let letter = |c: &char| c.is_alphabetic();
    let (Some(first), Some(last)) = (read.iter().position(letter), read.iter().rposition(letter)) else { return false };
    let (read, before) = (&read[first..=last], &chars[first..=last]);
    // A capital inside a word that begins with one is a brand's.
    if before.iter().all(|c| is_russian(*c)) && before[0].is_uppercase() {
        return false;
    }
    match read.len() {
        // A dash or a sign can stand where a word of one letter would; a foreign letter does not.
        1 => {
            let (last, next) = (number.checked_sub(1).map_or(&[][..], word), word(number + 1));
            let ended = last.iter().rfind(|c| !c.is_whitespace()).is_none_or(|c| matches!(c, '.' | '!' | '?' | '…'));
            let goes_on = next.first().is_some_and(|c| c.is_lowercase()) && is_known(next);
            ALONE.contains(read[0]) && before[0].is_alphabetic() && ended && goes_on
        }
        _ => is_known(read) && (read.len() > SURE || before.iter().all(|c| c.is_alphabetic())),
    }
}

fn is_russian(c: char) -> bool {
    matches!(c, 'А'..='я' | 'Ё' | 'ё')
}

/// True for a Russian word with or without signs around it.
fn is_known(chars: &[char]) -> bool {
    let word: String = chars.iter().collect();
    known::russian(&word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_behind_white_space_are_counted() {
        let all = usize::MAX;
        assert_eq!([starts("", all), starts("қар", all), starts(" қар  жауды\t", all)], [0, 0, 2]);
        assert_eq!(starts(&"жол ".repeat(600), all), 599);
        assert!((40..120).contains(&starts(&"жол ".repeat(600), 40)));
    }
}
