//! Takes one line as it reads now.
//! Gives the phrases of the table that it is, begins with, ends with or, if short, holds.
//! Promises a few probes of a small filter for a line without phrases, nothing allocated, linear time.
//! Leaves what a phrase weighs to the decision.

pub(crate) mod glued;
mod index;

use std::ops::Range;
use std::sync::LazyLock;

use self::index::{Index, KEY, Phrase, begins_alike, filter, head_key, is_letter, is_set, tail_key};
use super::fold::{Folded, SIGN, is_word};
use super::rules;
use crate::rule::Rule;

/// A phrase found in a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// The rule whose phrase it is.
    pub rule: &'static Rule,
    /// Where in the line it was looked for.
    pub at: At,
    /// Its bytes in the line.
    pub range: Range<usize>,
}

/// Place of a phrase in a line, signs around the words of the line left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum At {
    /// The line is the phrase.
    Whole,
    /// The line begins with it.
    Start,
    /// The line begins with it and no small letter goes on: its end, a sign, a figure or a name
    /// follows. For words that begin ordinary sentences too.
    Head,
    /// The line ends with it.
    End,
    /// It stands anywhere in the line.
    Any,
}

impl At {
    fn named(name: &str) -> At {
        match name {
            "whole" => At::Whole,
            "start" => At::Start,
            "head" => At::Head,
            "end" => At::End,
            "any" => At::Any,
            _ => panic!("unknown place {name:?} in the table of phrases"),
        }
    }
}

/// A line of this many bytes or more is a paragraph; only its ends are looked at.
const SHORT: usize = 400;

/// Bytes of the ends of a paragraph in which phrases are looked for; the longest phrase is shorter.
const ENDS: usize = 160;

/// Bytes of the ends of any line that are folded to tell whether a phrase can be there at all.
const GLANCE: usize = 24;

/// Longest line that can be a phrase with signs around it.
const LONGEST_WHOLE: usize = 160;

/// Appends the phrases of `line`.
pub(crate) fn hits(line: &str, out: &mut Vec<Hit>) {
    let text = line.trim();
    if !may_hold(text) {
        return;
    }
    let shift = line.len() - line.trim_start().len();
    if text.len() < SHORT {
        let folded = Folded::<SHORT>::head(text);
        let mut search = Search { folded: &folded, shift, out };
        search.starts();
        search.ends();
        search.whole();
        search.anywhere();
    } else {
        Search { folded: &Folded::<ENDS>::head(text), shift, out }.starts();
        let tail = Folded::<ENDS>::tail(text);
        let shift = shift + text.len() - tail.text().len();
        Search { folded: &tail, shift, out }.ends();
    }
}

/// False for nearly all lines without a phrase, at the cost of a glance at the ends and at the
/// heads of words.
fn may_hold(text: &str) -> bool {
    may_begin(text) || PHRASES.may_end(text) || (text.len() < SHORT && PHRASES.may_stand_in(text))
}

/// The same of phrases at the head of a line, or that are all of it.
fn may_begin(text: &str) -> bool {
    if !PHRASES.may_open(text) {
        return false;
    }
    let head = Folded::<GLANCE>::head(text);
    let head = head.bytes();
    let Some(first) = head.iter().position(|b| is_word(*b)) else { return !head.is_empty() };
    let letter = head.iter().position(is_letter).unwrap_or(head.len());
    if first + KEY > head.len() && text.len() > GLANCE {
        return true; // more signs than a glance can pass
    }
    let sign = first > 0 && PHRASES.starts.may_begin(&head[first_sign(head)..]);
    if sign || PHRASES.starts.may_begin(&head[first..]) {
        return true;
    }
    if text.len() <= LONGEST_WHOLE {
        let numbered = letter > first && (letter + KEY > head.len() || PHRASES.whole.may_be(&head[letter..]));
        if numbered || PHRASES.whole.may_be(&head[first..]) {
            return true;
        }
    }
    false
}

/// The search in one folded stretch of a line.
struct Search<'f, 'o, const WINDOW: usize> {
    folded: &'f Folded<'f, WINDOW>,
    /// Where the stretch begins in the line.
    shift: usize,
    out: &'o mut Vec<Hit>,
}

impl<const WINDOW: usize> Search<'_, '_, WINDOW> {
    fn starts(&mut self) {
        let bytes = self.folded.bytes();
        let first = bytes.iter().position(|b| is_word(*b)).unwrap_or(bytes.len());
        self.start_at(first);
        // Some phrases begin with a sign: "(c) 20".
        let sign = first_sign(bytes);
        if sign < first {
            self.start_at(sign);
        }
    }

    fn start_at(&mut self, from: usize) {
        let text = &self.folded.bytes()[from..];
        for phrase in PHRASES.starts.candidates(head_key(text)) {
            let end = from + phrase.text.len();
            let found = text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len()));
            if found && !self.goes_on(phrase, end) {
                self.add(phrase, from..end);
            }
        }
    }

    /// True when the line goes on behind a phrase as sentences do: with a small letter, or, after a
    /// label and its colon, with a small letter or a quotation and up to a full stop.
    fn goes_on(&self, phrase: &Phrase, end: usize) -> bool {
        let label = phrase.text.ends_with(b":");
        if phrase.at != At::Head && !label {
            return false;
        }
        let rest = self.folded.text()[self.folded.place(end)..].trim_start();
        match label {
            true => self.is_sentence() && !is_address(rest) && rest.starts_with(|c: char| c.is_lowercase() || c == '«'),
            false => rest.starts_with(char::is_lowercase),
        }
    }

    /// True when the line ends in one full stop, which buttons and notices of a few words lack.
    fn is_sentence(&self) -> bool {
        let line = self.folded.text();
        line.ends_with('.') && !line.ends_with("..")
    }

    fn ends(&mut self) {
        let bytes = self.folded.bytes();
        let to = bytes.iter().rposition(|b| is_word(*b)).map_or(0, |at| at + 1);
        let text = &bytes[..to];
        // "He was told to read more." and "Бейнежазба мың рет қаралды." end as controls do.
        let sentence = self.is_sentence();
        for phrase in PHRASES.ends.long_candidates(tail_key(text)) {
            let from = to.wrapping_sub(phrase.text.len());
            let whole =
                from == 0 || !text.get(from.wrapping_sub(1)).is_some_and(|b| is_word(*b)) || !is_word(phrase.text[0]);
            let told = sentence && rules::TOLD.iter().any(|r| std::ptr::eq(*r, phrase.rule));
            if text.ends_with(phrase.text) && whole && !told {
                self.add(phrase, from..to);
            }
        }
    }

    fn whole(&mut self) {
        let bytes = self.folded.bytes();
        let Some(first) = bytes.iter().position(|b| is_word(*b)) else { return };
        let last = bytes.iter().rposition(|b| is_word(*b)).map_or(first, |at| at + 1);
        // "– Главная." is an answer in an interview, not a menu.
        if bytes.first() == Some(&b'-') && matches!(bytes.last(), Some(b'.' | b'!' | b'?')) {
            return;
        }
        let text = &bytes[first..last];
        // "Features:" opens a list of the article; in a menu the colon is rare.
        let opens = bytes[last..].contains(&b':');
        let menu = |rule| rules::MENUS.iter().any(|r| std::ptr::eq(*r, rule));
        for phrase in PHRASES.whole.candidates(head_key(text)) {
            if text == phrase.text && !(opens && menu(phrase.rule)) {
                self.add(phrase, first..last);
            }
        }
        if self.out.is_empty() && is_menu(text) {
            self.out.push(Hit { rule: &crate::split::rules::MENU, at: At::Whole, range: 0..self.folded.text().len() });
        }
        // "Пікірлер (5)", "123 просмотра"
        let Some(start) = text.iter().position(is_letter) else { return };
        let end = text.iter().rposition(is_letter).map_or(text.len(), |at| at + 1);
        let words = &text[start..end];
        // "4. TikTok" is a heading.
        let numbered = text[..start].iter().any(|b| matches!(b, b'.' | b')'));
        if words.len() < text.len() && !numbered {
            for phrase in PHRASES.whole.candidates(head_key(words)) {
                if words == phrase.text && rules::COUNTED.iter().any(|r| std::ptr::eq(*r, phrase.rule)) {
                    self.add(phrase, first + start..first + end);
                }
            }
        }
    }

    /// Looks for phrases at the start of each word and sign.
    fn anywhere(&mut self) {
        let bytes = self.folded.bytes();
        let mut inside = false;
        for at in 0..bytes.len().saturating_sub(KEY - 1) {
            let word = is_word(bytes[at]);
            if !(word && inside) {
                let text = &bytes[at..];
                for phrase in PHRASES.any.long_candidates(head_key(text)) {
                    if text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len())) {
                        self.add(phrase, at..at + phrase.text.len());
                    }
                }
            }
            inside = word;
        }
    }

    fn add(&mut self, phrase: &Phrase, range: Range<usize>) {
        let range = self.shift + self.folded.place(range.start)..self.shift + self.folded.place(range.end);
        self.out.push(Hit { rule: phrase.rule, at: phrase.at, range });
    }
}

/// True for words of menus and nothing else, three times or more: "Жаңалықтар Фото Видео Байланыс".
fn is_menu(text: &[u8]) -> bool {
    const TIMES: usize = 3;
    let entry = |at: usize| {
        let rest = &text[at..];
        let fits = |p: &&Phrase| {
            rules::ENTRIES.iter().any(|r| std::ptr::eq(*r, p.rule))
                && rest.starts_with(p.text)
                && !rest.get(p.text.len()).is_some_and(|b| is_word(*b))
        };
        PHRASES.whole.candidates(head_key(rest)).filter(fits).map(|p| p.text.len()).max()
    };
    let (mut at, mut times) = (0, 0);
    while at < text.len() {
        let Some(len) = entry(at) else { return false };
        times += 1;
        at += len;
        at += text[at..].iter().take_while(|b| matches!(**b, b' ' | b'|' | b'/' | SIGN)).count();
    }
    times >= TIMES
}

/// True for what stands behind a label of contacts or tags rather than in a sentence: a number, an
/// address, or three words at most.
fn is_address(text: &str) -> bool {
    const FEW: usize = 3;
    text.contains(|c: char| c.is_ascii_digit() || c == '@') || text.split_whitespace().nth(FEW).is_none()
}

/// Where the first sign or word of folded bytes is that a phrase may begin with.
fn first_sign(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| !matches!(*b, b' ' | SIGN)).unwrap_or(bytes.len())
}

/// The table, ready to look up.
struct Phrases {
    whole: Index,
    starts: Index,
    ends: Index,
    any: Index,
    /// A bit for each hash of the blurred head of a phrase that may stand anywhere.
    heads: Vec<u64>,
    /// The same of the tails of phrases that end a line.
    tails: Vec<u64>,
}

impl Phrases {
    /// False for nearly all texts that begin with a letter and with no phrase: a glance at the first few letters.
    fn may_open(&self, text: &str) -> bool {
        /// A key and one letter of three bytes.
        const FEW: usize = KEY + 3;
        if !matches!(text.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z' | 0xd0..=0xd3, ..]) {
            return true;
        }
        let head = Folded::<FEW>::head(text);
        let key = head_key(head.bytes());
        head.bytes().len() < KEY || self.starts.may_hold(key) || self.whole.may_hold(key)
    }

    /// False for nearly all texts that no phrase ends. Reads the text as it is.
    fn may_end(&self, text: &str) -> bool {
        // Signs of ASCII and of U+2000 to U+2FFF; after others the fold below would not agree either.
        let mut word = text;
        while let Some(last) = word.as_bytes().last() {
            let sign = match *last {
                0..=0x7f if !last.is_ascii_alphanumeric() => 1,
                0x80..=0xbf if matches!(word.as_bytes(), [.., 0xe2, _, _]) => 3,
                0x80..=0xbf if matches!(word.as_bytes(), [.., 0xc2, 0xa0 | 0xbb]) => 2,
                _ => break,
            };
            word = &word[..word.len() - sign];
        }
        let Some(tail) = word.as_bytes().last_chunk() else { return false };
        if !is_set(&self.tails, blur(*tail)) {
            return false;
        }
        let folded = Folded::<GLANCE>::tail(word);
        let bytes = folded.bytes();
        let alike = |p: &Phrase| {
            let len = p.text.len().min(bytes.len());
            p.text[p.text.len() - len..] == bytes[bytes.len() - len..]
        };
        self.ends.long_candidates(tail_key(bytes)).iter().any(alike)
    }

    /// False for nearly all texts without a phrase that may stand anywhere. Reads the text as it
    /// is, and folds only where the blurred head of a word is one of a phrase.
    fn may_stand_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut before = true;
        for (at, byte) in bytes.iter().enumerate() {
            let here = before;
            before = BREAKS[usize::from(*byte)];
            if !here {
                continue;
            }
            let Some(head) = bytes[at..].first_chunk() else { break };
            if is_set(&self.heads, blur(*head)) && text.is_char_boundary(at) {
                let head = Folded::<GLANCE>::head(&text[at..]);
                let alike = |p: &Phrase| begins_alike(p.text, head.bytes());
                if self.any.long_candidates(head_key(head.bytes())).iter().any(alike) {
                    return true;
                }
            }
        }
        false
    }
}

/// Bytes after which a phrase may begin: ASCII that is no letter or figure, and the last bytes of
/// a no-break space and of quotes and dashes, which cost a needless look when they end a letter.
const BREAKS: [bool; 256] = {
    let mut breaks = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        breaks[byte] = !(byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    breaks[0xa0] = true;
    breaks[0xab] = true;
    breaks[0x93] = true;
    breaks[0x94] = true;
    breaks[0x9c] = true;
    breaks[0x9e] = true;
    breaks[0xa2] = true;
    breaks
};

/// A key that is the same for capitals and small letters, folded or not: in ASCII and in Cyrillic
/// they differ in bits 5 and 6 (A-П), in the lowest bit of the first byte (Р-Я) or of the second (Қ).
fn blur(head: [u8; KEY]) -> u64 {
    u64::from_le_bytes(head) & 0x1e1e_1e1e_1e1e_1e1e
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let (mut whole, mut starts, mut openings, mut ends, mut any) =
        <(Vec<_>, Vec<_>, Vec<_>, Vec<_>, Vec<_>)>::default();
    let mut rule = rules::RULES[0];
    for (name, _, at, text) in rows() {
        // The table is sorted by rule.
        if name != rule.name {
            let named = rules::RULES.iter().find(|r| r.name == name);
            rule = named.unwrap_or_else(|| panic!("no rule for the phrase {text:?}"));
        }
        let (text, stem) = text.strip_suffix('*').map_or((text, false), |t| (t, true));
        let at = At::named(at);
        let open = stem || !text.ends_with(char::is_alphabetic);
        let place = match at {
            At::Whole => &mut whole,
            At::Start => &mut starts,
            At::Head => &mut openings,
            At::End => &mut ends,
            At::Any => &mut any,
        };
        place.push(Phrase { text: text.as_bytes(), rule, at, open });
    }
    starts.append(&mut openings);
    let whole_key = "a phrase of this place has a whole key";
    let heads = filter(any.iter().map(|p| blur(*p.text.first_chunk().expect(whole_key))));
    let tails = filter(ends.iter().map(|p| blur(*p.text.last_chunk().expect(whole_key))));
    Phrases {
        whole: Index::new(whole, head_key),
        starts: Index::new(starts, head_key),
        ends: Index::new(ends, tail_key),
        any: Index::new(any, head_key),
        heads,
        tails,
    }
});

/// The rows of the table: rule, language, place, phrase.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    include_str!("data/phrases.tsv").lines().filter(|l| !l.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_else(|| panic!("a row of the table of phrases is short: {line:?}"));
        (cell(), cell(), cell(), cell())
    })
}

#[cfg(test)]
mod tests;
