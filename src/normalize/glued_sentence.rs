//! Paragraphs that lost the line break between them.

use std::sync::LazyLock;

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};
use crate::segment::features::{is_alphabetic, is_alphanumeric, lower};

use super::scan::next_mark;

/// `… their Professions.College students …`
pub(crate) static GLUED_SENTENCE: Rule = Rule::new(
    "glued-sentence",
    Stage::Normalize,
    Certainty::Certain,
    "puts a paragraph break between sentences and list items that stand without a space",
    "The page's markup separated them and the text lost it. Dots inside host and file names, initials, \
     abbreviations, numbers, names of services and code stay, and so does whatever has too few words around it to be \
     two sentences.",
    ("Жарыс аяқталды.Келесі кезең мамырда өтеді.", "Жарыс аяқталды.\n\nКелесі кезең мамырда өтеді."),
);

/// Words that end in a dot without ending a sentence.
static ABBREVIATIONS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/abbreviations.tsv"), |_| true));
/// What follows the last dot of a host or file name.
static TAILS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "tail"));
/// What a host name that ends a sentence ends in.
static HOSTS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "host"));
/// Names of services that go on after a dot (Яндекс.Карты).
static STEMS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(include_str!("data/dotted_names.tsv"), |kind| kind == "stem"));

/// Some short words in small letters, by length and then by letters.
struct WordSet(Vec<&'static str>);

impl WordSet {
    /// The second column of a table, of the rows whose first is of that kind.
    fn of(table: &'static str, kind: fn(&str) -> bool) -> WordSet {
        let rows = table.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
        let mut words: Vec<&str> = rows.filter(|(first, _)| kind(first)).map(|(_, second)| second).collect();
        words.sort_unstable_by_key(|word| (word.len(), *word));
        WordSet(words)
    }

    /// True when `word` is one of them.
    fn contains(&self, word: &str) -> bool {
        self.0.binary_search_by_key(&(word.len(), word), |known| (known.len(), known)).is_ok()
    }

    /// True when `word` in small letters, which are as long as capitals in the alphabets here, is one of them.
    fn contains_small(&self, word: &str) -> bool {
        let small = || word.chars().map(|c| lower(c as u32));
        let by_letters = |known: &&str| known.chars().map(|c| c as u32).cmp(small());
        self.0.binary_search_by(|known| known.len().cmp(&word.len()).then_with(|| by_letters(known))).is_ok()
    }
}

/// Farthest that a look around a candidate goes, in bytes: longer tokens and sentences are judged
/// by what is near.
const REACH: usize = 240;

/// What ends before a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Dot,
    /// `!` or `?`.
    Mark,
    Colon,
    Semicolon,
}

/// What begins after a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A capitalised word, perhaps behind an opening quotation mark.
    Sentence,
    /// A dash and a space, then a capital letter.
    Dash,
    /// A dash and a space, then a small letter or digit: an item of a list.
    Item,
    /// A number, a dot or bracket, and a space: an item of a numbered list.
    Numbered(u32),
}

pub(crate) fn propose(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut changes: Vec<Change> = Vec::new();
    // Straight quotation marks so far on this line: an odd number means one is open.
    let mut quotes = 0usize;
    // Number of the last item of a numbered list, and where the last gap was put.
    let (mut item, mut gap) = (0, None);
    let mut at = 0;
    while let Some(mark) = next_mark(bytes, at) {
        at = mark;
        let end = match bytes[at] {
            b'.' => End::Dot,
            b'!' | b'?' => End::Mark,
            b':' => End::Colon,
            b';' => End::Semicolon,
            b'"' => {
                quotes += 1;
                at += 1;
                continue;
            }
            b'\n' => {
                (quotes, item, gap) = (0, 0, None);
                at += 1;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        if end == End::Dot
            && at.checked_sub(1).is_some_and(|i| bytes[i].is_ascii_digit())
            && let Some(number) = item_before(text, at)
        {
            item = number;
        }
        // Most marks end a sentence as they should; neither paragraphs nor quotations begin or end with other bytes.
        if !matches!(bytes.get(at + 1), Some(b'A'..=b'Z' | b'0'..=b'9' | b'"' | b')' | b'-' | 0xc2..)) {
            at += 1;
            continue;
        }
        // A straight mark right after a dot closes, whatever the count says: the dot is inside.
        let place = closed(text, at + 1, if end == End::Dot { 1 } else { quotes });
        let start = start(text, place);
        let glued = start.is_some_and(|start| match (end, start) {
            (End::Dot, Start::Sentence | Start::Dash) => {
                sentence_ends(text, at) && sentence_begins(text, place, at) && !(place == at + 1 && is_code(text, at))
            }
            (End::Mark, Start::Sentence | Start::Dash) => {
                has_words_before(text, at, 3) && sentence_begins(text, place, at) && has_words_after(text, place, 3)
            }
            (End::Colon | End::Semicolon, Start::Dash | Start::Item) => place == at + 1 && letter_before(text, at),
            (End::Dot | End::Semicolon, Start::Numbered(n)) => n >= 2 && n == item + 1 && sentence_ends(text, at),
            (End::Colon, Start::Numbered(n)) => n == 1 && place == at + 1 && letter_before(text, at),
            // A heading of a word or two between two gaps: `…relations.Reference:China …`.
            (End::Colon, Start::Sentence) => {
                place == at + 1
                    && gap.is_some_and(|gap: usize| at - gap < 40 && text[gap..at].split(' ').count() <= 3)
                    && sentence_begins(text, place, at)
                    && has_words_after(text, place, 4)
            }
            _ => false,
        });
        if glued {
            changes.push(Change::new(place..place, "\n\n", &GLUED_SENTENCE));
            gap = Some(place);
            if let Some(Start::Numbered(n)) = start {
                item = n;
            }
        }
        at += 1;
    }
    changes
}

/// Where the closing marks after a terminator end. One straight mark closes when `quotes` is odd.
fn closed(text: &str, from: usize, quotes: usize) -> usize {
    let mut open = quotes % 2 == 1;
    let mut place = from;
    for c in text[from..].chars() {
        match c {
            '”' | '»' | ')' | '’' => {}
            '"' if open => open = false,
            _ => break,
        }
        place += c.len_utf8();
    }
    place
}

/// What begins at `place`, if it can begin a paragraph.
fn start(text: &str, place: usize) -> Option<Start> {
    let rest = &text[place..];
    let mut chars = rest.chars();
    let first = chars.next()?;
    match first {
        c if c.is_uppercase() => Some(Start::Sentence),
        '“' | '«' | '„' | '"' => chars.next().filter(|c| c.is_uppercase()).map(|_| Start::Sentence),
        '-' | '–' | '—' => {
            if chars.next() != Some(' ') {
                return None;
            }
            let c = chars.next()?;
            if c.is_uppercase() || matches!(c, '“' | '«' | '"') {
                Some(Start::Dash)
            } else {
                is_alphanumeric(c).then_some(Start::Item)
            }
        }
        '0'..='9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?;
            if digits > 2 || !after.starts_with(is_alphabetic) {
                return None;
            }
            rest[..digits].parse().ok().map(Start::Numbered)
        }
        _ => None,
    }
}

/// The number of the list item whose dot stands at `at`: `1. First`.
fn item_before(text: &str, at: usize) -> Option<u32> {
    let bytes = text.as_bytes();
    let digits = bytes[..at].iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let before = (at - digits).checked_sub(1).map(|i| bytes[i]);
    let begins = matches!(before, None | Some(b' ' | b'\n' | b':' | b';' | b'.'));
    if !(1..=2).contains(&digits) || !begins || bytes.get(at + 1) != Some(&b' ') {
        return None;
    }
    text[at - digits..at].parse().ok()
}

/// True when the dot at `at` ends a sentence rather than an abbreviation, a name or a number.
fn sentence_ends(text: &str, at: usize) -> bool {
    let token = token_before(text, at);
    let Some(last) = token.chars().next_back() else { return false };
    match last {
        '”' | '»' | '"' | ']' | '%' | '’' => has_words_before(text, at, 2),
        ')' => !token.ends_with("()") && has_words_before(text, at, 2),
        c if c.is_ascii_digit() => number_ends(text, at, token),
        c if is_alphabetic(c) => has_words_before(text, at, 2) && word_ends(token),
        _ => false,
    }
}

/// True when a token that ends in a letter can end a sentence.
fn word_ends(token: &str) -> bool {
    let head = token.trim_end_matches(|c: char| is_alphabetic(c) || matches!(c, '-' | '’' | '\''));
    let word = token[head.len()..].trim_start_matches(['-', '’', '\'']);
    let head = head.trim_start_matches(|c: char| !is_alphanumeric(c) && c != '.');
    // Most tokens are a word and nothing more.
    if !head.is_empty() {
        if head.ends_with('.') || head.contains(['@', '_', '\\', '=']) || head.contains("://") {
            return host(head, word) || (initials(head) && titled(word));
        }
        if head.contains('.') || head.ends_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
    }
    let letters = word.chars().filter(|c| is_alphabetic(*c)).count();
    let capitals = word.chars().all(|c| !c.is_lowercase());
    if letters < 2 {
        return false;
    }
    let last = word.rsplit('-').next().unwrap_or(word);
    let small = |c: char| !c.is_uppercase();
    (capitals || (word.chars().any(vowel) && !ABBREVIATIONS.contains_small(last)))
        && (letters > 2 || capitals || word.chars().all(small))
        && !STEMS.contains_small(word)
}

/// True when the dot at `at` joins the parts of a name in a programming language (`logReader.ReadCheckpoint`), or may
/// do so because such names stand near (`Microsoft.Extensions.Logging`).
fn is_code(text: &str, at: usize) -> bool {
    let latin = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    if !latin(bytes[..at].last()) || !latin(bytes.get(at + 1)) {
        return false;
    }
    let (before, after) = (token_before(text, at), &text[at + 1..]);
    let behind = &after[..after.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let ahead = &before[before.len() - before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count()..];
    let near_before = near_before(text, at).rsplit('\n').next().unwrap_or_default();
    are_code(ahead, behind) || holds_code(near_before) || holds_code(near_after(text, at))
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
    let known = name.split('.').any(of_address);
    !known && name.split('.').all(word) && (rest.contains('.') || are_code(first, rest))
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

/// What stands before `at`, as far as the reach goes.
fn near_before(text: &str, at: usize) -> &str {
    let mut lo = at.saturating_sub(REACH);
    while !text.is_char_boundary(lo) {
        lo += 1;
    }
    &text[lo..at]
}

/// What stands after `place` on its line, as far as the reach goes.
fn near_after(text: &str, place: usize) -> &str {
    let mut hi = text.len().min(place + REACH);
    while !text.is_char_boundary(hi) {
        hi -= 1;
    }
    let near = &text[place..hi];
    &near[..near.find('\n').unwrap_or(near.len())]
}

/// True when what begins at `place` reads like a sentence: a word of letters, more words after
/// it, and no host, file, call or initial.
fn sentence_begins(text: &str, place: usize, dot: usize) -> bool {
    let body = text[place..].trim_start_matches(['“', '«', '„', '"', '-', '–', '—', ' ']);
    let word_len: usize =
        body.chars().take_while(|c| is_alphabetic(*c) || matches!(c, '\'' | '’')).map(char::len_utf8).sum();
    let (word, after) = body.split_at(word_len);
    let letters = word.chars().count();
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
    let latin_before = token_before(text, dot).ends_with(|c: char| c.is_ascii_alphabetic());
    !((latin_before || !word.is_ascii()) && TAILS.contains_small(word))
}

/// The run of other than white space before `at`, no longer than [`REACH`].
fn token_before(text: &str, at: usize) -> &str {
    let near = near_before(text, at);
    &near[near.rfind(char::is_whitespace).map_or(0, |i| i + near[i..].chars().next().map_or(0, char::len_utf8))..]
}

/// True when at least `least` words stand between the last end of a sentence (or line) and `at`, as
/// far as the reach goes.
fn has_words_before(text: &str, at: usize, least: usize) -> bool {
    let (mut words, mut inside) = (0, false);
    let mut next = None;
    for c in near_before(text, at).chars().rev() {
        let apart = |c: char| c.is_whitespace() || c.is_uppercase();
        match c {
            '\n' => return false,
            '.' | '!' | '?' if next.is_some_and(apart) => return false,
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
        next = Some(c);
    }
    false
}

/// True when at least `least` words stand between `place` and the end of the line, as far as the
/// reach goes.
fn has_words_after(text: &str, place: usize, least: usize) -> bool {
    let (mut words, mut inside) = (0, false);
    for c in text[place..].char_indices().take_while(|(i, c)| i + c.len_utf8() <= REACH).map(|(_, c)| c) {
        if c.is_whitespace() {
            if c == '\n' {
                break;
            }
            inside = false;
        } else if !inside && is_alphabetic(c) {
            inside = true;
            words += 1;
            if words == least {
                return true;
            }
        }
    }
    false
}

/// True when the character before `at` is a letter, so that `10:1. ` is no list.
fn letter_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| is_alphabetic(c) || matches!(c, ')' | '”' | '»' | '"'))
}

/// True for a vowel of the alphabets here, capital or small.
fn vowel(c: char) -> bool {
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
