//! Whether a sentence ends before a place or begins at one.

use std::sync::LazyLock;

use crate::segment::features::{is_alphabetic, is_alphanumeric, lower};

use super::near::{has_words_after, has_words_before, near_after, near_before, token_before};
use super::word_set::{ABBREVIATIONS, HOSTS, STEMS, TAILS};

/// True when the dot at `at` ends a sentence rather than an abbreviation, a name or a number.
pub(super) fn ends(text: &str, at: usize) -> bool {
    let before = near_before(text, at);
    let Some(last) = before.chars().next_back() else { return false };
    match last {
        '”' | '»' | '"' | ']' | '%' | '’' => has_words_before(text, at, 2),
        ')' => !before.ends_with("()") && has_words_before(text, at, 2),
        c if c.is_ascii_digit() => number_ends(text, at, token_before(text, at)),
        c if is_alphabetic(c) => word_ends(text, at) && has_words_before(text, at, 2),
        _ => false,
    }
}

/// True when a word before the dot at `at` can end a sentence.
fn word_ends(text: &str, at: usize) -> bool {
    let before = near_before(text, at);
    let word = Word::at_end(before);
    if word.letters < 2 {
        return false;
    }
    let (head, letters) = before.split_at(before.len() - word.bytes);
    let letters = letters.trim_start_matches(is_joiner);
    // Most tokens are a word and nothing more.
    if head.ends_with(|c: char| !c.is_whitespace()) {
        let token = token_before(text, at);
        let head = token[..token.len() - word.bytes].trim_start_matches(|c: char| !is_alphanumeric(c) && c != '.');
        if head.ends_with('.') || head.contains(['@', '_', '\\', '=']) || head.contains("://") {
            return host(head, letters) || (initials(head) && titled(letters));
        }
        if head.contains('.') || head.ends_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
    }
    let (no_small, no_capital) = (word.kinds & SMALL == 0, word.kinds & CAPITAL == 0);
    let last = &letters[letters.len().saturating_sub(word.behind_hyphen)..];
    (no_small || (word.kinds & VOWEL != 0 && !ABBREVIATIONS.contains_small(last)))
        && (word.letters > 2 || no_small || no_capital)
        && !STEMS.contains_small(letters)
}

/// Letters, hyphens and apostrophes at the end of a text.
struct Word {
    bytes: usize,
    letters: usize,
    /// Kinds of all of its characters.
    kinds: u8,
    /// Bytes behind the last hyphen; all if there is none.
    behind_hyphen: usize,
}

impl Word {
    fn at_end(text: &str) -> Word {
        let mut word = Word { bytes: 0, letters: 0, kinds: 0, behind_hyphen: 0 };
        let mut hyphen = None;
        for c in text.chars().rev() {
            let kind = kind(c);
            if kind & (LETTER | JOINER) == 0 {
                break;
            }
            if c == '-' {
                hyphen.get_or_insert(word.bytes);
            }
            word.letters += usize::from(kind & LETTER);
            word.kinds |= kind;
            word.bytes += c.len_utf8();
        }
        Word { behind_hyphen: hyphen.unwrap_or(word.bytes), ..word }
    }
}

/// What a character is to a word; single bits.
const LETTER: u8 = 1;
const SMALL: u8 = 2;
const CAPITAL: u8 = 4;
const VOWEL: u8 = 8;
/// A hyphen or an apostrophe.
const JOINER: u8 = 16;

/// What `c` is, by table for all alphabets here.
fn kind(c: char) -> u8 {
    static KINDS: LazyLock<[u8; 0x530]> =
        LazyLock::new(|| std::array::from_fn(|c| char::from_u32(c as u32).map_or(0, kind_of)));
    KINDS.get(c as usize).copied().unwrap_or_else(|| kind_of(c))
}

fn kind_of(c: char) -> u8 {
    let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
    bit(is_alphabetic(c), LETTER)
        | bit(c.is_lowercase(), SMALL)
        | bit(c.is_uppercase(), CAPITAL)
        | bit(is_vowel(c), VOWEL)
        | bit(is_joiner(c), JOINER)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '’' | '\'')
}

/// True when `head` and `word` are an address that ends in a known domain: `mail@host.kz`.
fn host(head: &str, word: &str) -> bool {
    let name = head.rsplit("://").next().unwrap_or(head);
    HOSTS.contains(word)
        && name.len() > 1
        && name.chars().all(|c| is_alphanumeric(c) || matches!(c, '.' | '-' | '_' | '@'))
}

/// True for `Н.Ә.`: single capitals with dots.
fn initials(head: &str) -> bool {
    let mut chars = head.chars();
    while let Some(c) = chars.next() {
        if !c.is_uppercase() || chars.next() != Some('.') {
            return false;
        }
    }
    true
}

/// True for a capital and at least three small letters.
fn titled(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).filter(|c| c.is_lowercase()).count() >= 3
}

/// True when a number with a dot after it ends a sentence: not an item, a heading's number, a
/// version or a section.
fn number_ends(text: &str, at: usize, token: &str) -> bool {
    let number = token.trim_start_matches(['$', '€', '₸', '(', '«', '“', '"']);
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ':' | '/' | ','));
    let date = {
        let parts: Vec<&str> = number.split('.').collect();
        parts.len() == 3 && parts[2].len() == 4 && parts.iter().all(|p| p.parse::<u32>().is_ok())
    };
    // `18.VI` is a day: the month stands behind it in Roman figures.
    let month = text[at..].trim_start_matches('.').split(|c: char| !is_alphabetic(c)).next().unwrap_or_default();
    let month = !month.is_empty() && month.len() <= 4 && month.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    if !(plain || date) || month || !has_words_before(text, at, 3) {
        return false;
    }
    let before = token_before(text, (at - token.len()).saturating_sub(1));
    let before = before.trim_end_matches('.').to_lowercase();
    let titles = [
        "№",
        "no",
        "n",
        "ст",
        "статья",
        "статьи",
        "глава",
        "главы",
        "пункт",
        "пункта",
        "п",
        "рис",
        "табл",
        "таблица",
        "бап",
        "тарау",
        "тармақ",
        "сурет",
        "кесте",
        "chapter",
        "article",
        "section",
        "figure",
        "table",
        "part",
        "item",
        "version",
        "v",
        "часть",
        "бөлім",
        "step",
        "шаг",
    ];
    // A single digit is sooner an item of a list that was glued to the item before.
    number.len() >= 2 && !titles.contains(&before.as_str()) && !enumerates(text, at, number)
}

/// True when the number before or after this one stands near, with a dot: points of one line.
fn enumerates(text: &str, at: usize, number: &str) -> bool {
    let Some(n) = number.parse::<u32>().ok().filter(|n| (1..=99).contains(n)) else { return false };
    let (before, after) = (near_before(text, at - number.len()), near_after(text, at));
    let point = |near: &str, n: u32| near.contains(&format!(" {n}.")) || near.starts_with(&format!("{n}."));
    point(before, n - 1) || point(after, n + 1)
}

/// True when what begins at `place` reads like a sentence: a word of letters, more words after
/// it, and no host, file, call or initial.
pub(super) fn begins(text: &str, place: usize, dot: usize) -> bool {
    let body = text[place..].trim_start_matches(['“', '«', '„', '"', '-', '–', '—', ' ']);
    let of_word = |c: &char| kind(*c) & (LETTER | JOINER) != 0 && *c != '-';
    let (letters, length) =
        body.chars().take_while(of_word).fold((0, 0), |(letters, length), c| (letters + 1, length + c.len_utf8()));
    let (word, after) = body.split_at(length);
    let next = after.chars().next();
    let follows = next.is_some_and(|c| matches!(c, ' ' | ',' | '-' | '–' | ':' | '!' | '?' | '"' | '”' | '»' | ';'));
    if !follows || !has_words_after(text, place, 2) {
        return false;
    }
    if letters == 1 {
        // One-letter words that begin sentences; any other is an initial or a point of a list.
        let one = matches!(word, "A" | "I" | "А" | "В" | "И" | "К" | "О" | "С" | "У" | "Я");
        return one && after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(is_alphanumeric));
    }
    let latin_before = text.as_bytes()[..dot].last().is_some_and(u8::is_ascii_alphabetic);
    !((latin_before || !word.is_ascii()) && TAILS.contains_small(word))
}

/// True for a vowel of the alphabets here, capital or small.
fn is_vowel(c: char) -> bool {
    let small = char::from_u32(lower(c as u32)).unwrap_or(c);
    matches!(
        small,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'á'
            | 'é'
            | 'í'
            | 'ó'
            | 'ú'
            | 'ı'
            | 'ä'
            | 'ö'
            | 'ü'
            | 'а'
            | 'е'
            | 'ё'
            | 'и'
            | 'о'
            | 'у'
            | 'ы'
            | 'э'
            | 'ю'
            | 'я'
            | 'ә'
            | 'ө'
            | 'ұ'
            | 'ү'
            | 'і'
    )
}
