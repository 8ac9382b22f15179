//! What stands near a place: the look at a candidate goes no farther, so that the time a line takes grows with its length
//! alone.

use crate::segment::features::{is_alphabetic, is_alphanumeric, is_uppercase};
use crate::segment::space::{last_word, may_be_space};

/// Farthest that a look around a candidate goes, in bytes: longer tokens and sentences are judged
/// by what is near.
const REACH: usize = 240;

/// What stands before `at`, as far as the reach goes.
pub(super) fn near_before(text: &str, at: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(REACH))..at]
}

/// What stands after `place` on its line, as far as the reach goes.
pub(super) fn near_after(text: &str, place: usize) -> &str {
    let near = &text[place..text.floor_char_boundary(place + REACH)];
    &near[..memchr::memchr(b'\n', near.as_bytes()).unwrap_or(near.len())]
}

/// The run of other than white space before `at`, no longer than the reach.
pub(super) fn token_before(text: &str, at: usize) -> &str {
    let near = near_before(text, at);
    &near[last_word(near)..]
}

/// True when at least `least` words stand between the last end of a sentence (or line) and `at`, as
/// far as the reach goes.
pub(super) fn has_words_before(text: &str, at: usize, least: usize) -> bool {
    let near = near_before(text, at);
    let parts = |byte: &u8| may_be_space(*byte) || matches!(byte, b'.' | b'!' | b'?' | b':');
    let (mut words, mut inside, mut end) = (0, false, near.len());
    loop {
        if inside {
            // Letters before the first of a word are passed over.
            let Some(place) = near.as_bytes()[..end].iter().rposition(parts) else { return false };
            end = near.ceil_char_boundary(place + 1);
        }
        let Some(c) = near[..end].chars().next_back() else { return false };
        match c {
            '\n' => return false,
            '.' | '!' | '?' if near[end..].starts_with(|c: char| c.is_whitespace() || is_uppercase(c)) => return false,
            ':' => inside = false,
            c if c.is_whitespace() => inside = false,
            c if !inside && is_alphanumeric(c) => {
                inside = true;
                words += 1;
                if words == least {
                    return true;
                }
            }
            _ => {}
        }
        end -= c.len_utf8();
    }
}

/// True when at least `least` words stand between `place` and the end of the line, as far as the
/// reach goes.
pub(super) fn has_words_after(text: &str, place: usize, least: usize) -> bool {
    let near = &text[place..text.floor_char_boundary(place + REACH)];
    let (mut words, mut inside, mut at) = (0, false, 0);
    loop {
        if inside {
            let Some(length) = near.as_bytes()[at..].iter().position(|byte| may_be_space(*byte)) else { return false };
            at += length;
        }
        let Some(c) = near[at..].chars().next() else { return false };
        if c == '\n' {
            return false;
        }
        if c.is_whitespace() {
            inside = false;
        } else if !inside && is_alphabetic(c) {
            inside = true;
            words += 1;
            if words == least {
                return true;
            }
        }
        at += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_counted_as_far_as_the_sentence_goes() {
        let text = "Бір екі. Үш төрт, бес:алты 7";
        assert!(has_words_before(text, text.len(), 5) && !has_words_before(text, text.len(), 6));
        assert!(has_words_after(text, 0, 5) && !has_words_after(text, 0, 6));
        assert!(!has_words_before("бір\nекі", "бір\nекі".len(), 2) && !has_words_after("бір\nекі", 0, 2));
    }

    #[test]
    fn a_token_ends_at_any_white_space() {
        assert_eq!(token_before("a\u{a0}«b»\u{2013}c.", 12), "«b»\u{2013}c");
    }

    /// The run before the end, character by character.
    fn token(text: &str) -> &str {
        text.rsplit(char::is_whitespace).next().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn a_token_is_what_no_white_space_parts(text in "([a-zа-я.]{1,5}|[ «»—\u{a0}\u{2003}\u{3000}\t]){0,20}") {
            prop_assert_eq!(token_before(&text, text.len()), token(&text));
        }
    }
}
