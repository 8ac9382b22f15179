//! Names whose parts dots join: of programs and, among Cyrillic words, of sites.

use super::near::{near_after, near_before};
use super::word_set::{HOSTS, TAILS};
use crate::segment::features::is_cyrillic;

/// True when the dot at `at` joins the parts of a name in a programming language (`logReader.ReadCheckpoint`), or may
/// do so because such names stand near (`Microsoft.Extensions.Logging`).
pub(super) fn is_code(text: &str, at: usize) -> bool {
    let latin = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    if !latin(bytes[..at].last()) || !latin(bytes.get(at + 1)) {
        return false;
    }
    let (before, after) = (near_before(text, at), near_after(text, at));
    let behind = &after[1..];
    let behind = &behind[..behind.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let ahead = &before[before.len() - before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count()..];
    let line = before.rsplit('\n').next().unwrap_or_default();
    are_code(ahead, behind) || holds_code(line) || holds_code(after)
}

/// True when the dot at `at` joins two words in Latin letters that stand alone among Cyrillic ones: the name of a site
/// (`корреспондент Qala.Today со ссылкой`), which no list of domains needs to know.
pub(super) fn is_site(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_latin = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    if !is_latin(bytes[..at].last()) || !is_latin(bytes.get(at + 1)) {
        return false;
    }
    let latin = |c: char| c.is_ascii_alphanumeric();
    let outer = near_before(text, at).trim_end_matches(latin);
    let behind = near_after(text, at)[1..].trim_start_matches(latin);
    let letter = |c: &char| c.is_alphabetic();
    let cyrillic = |c: Option<char>| c.is_some_and(|c| is_cyrillic(c as u32));
    cyrillic(outer.chars().rfind(letter)) && behind.chars().find(letter).is_none_or(|c| cyrillic(Some(c)))
}

/// True when words on either side of a dot are names of a program: `fileReader.Open`, `FileReader.ReadLine`. One with a
/// capital inside behind a plain word is the name of a company that a sentence begins with.
fn are_code(ahead: &str, behind: &str) -> bool {
    let inside = |b: &[u8]| b[0].is_ascii_lowercase() && b[1].is_ascii_uppercase() && b[2].is_ascii_lowercase();
    let joined = |word: &str| word.as_bytes().windows(3).any(inside);
    joined(ahead) && (ahead.starts_with(|c: char| c.is_ascii_lowercase()) || joined(behind))
}

/// True when a dot between two letters joins such a name.
fn holds_code(near: &str) -> bool {
    let bytes = near.as_bytes();
    let space = |b: &u8| b.is_ascii_whitespace();
    memchr::memchr_iter(b'.', bytes).any(|dot| {
        let (ahead, behind) = (&bytes[..dot], &bytes[dot + 1..]);
        ahead.last().is_some_and(u8::is_ascii_alphabetic) && behind.first().is_some_and(u8::is_ascii_alphabetic) && {
            let start = ahead.iter().rposition(space).map_or(0, |at| at + 1);
            let end = behind.iter().position(space).map_or(bytes.len(), |at| dot + 1 + at);
            is_code_name(&near[start..end])
        }
    })
}

/// True for words joined by dots that are neither an address, a file's name nor initials.
fn is_code_name(token: &str) -> bool {
    let name = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let word = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let of_address = |part: &str| part == "www" || TAILS.contains_small(part) || HOSTS.contains_small(part);
    (rest.contains('.') || are_code(first, rest)) && name.split('.').all(|part| word(part) && !of_address(part))
}
