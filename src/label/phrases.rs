//! Takes one line as it reads now.
//! Gives the phrases of the table that it is, begins with, ends with or, if short, holds.
//! Promises a few probes of a small filter for a line without phrases, nothing allocated, linear time.
//! Leaves what a phrase weighs to the decision.

pub(crate) mod figures;
pub(crate) mod glued;
mod index;
pub(crate) mod mail;

use std::sync::LazyLock;

use memchr::memchr;
use wide::u8x16;

use self::index::{Filter, Index, KEY, Phrase, begins_alike, head_key, is_letter, tail_key};
use super::fold::{self, Folded, SIGN, is_word};
use super::rules;
use crate::rule::Rule;
use crate::segment::features::{Features, is_alphabetic};

/// A phrase found in a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// The rule whose phrase it is.
    pub rule: &'static Rule,
    /// Where in the line it was looked for.
    pub at: At,
}

/// Place of a phrase in a line, signs around the words of the line left aside; the strongest first.
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

/// Longest line, in words, that a phrase can condemn which is not all of it: a sentence may mention what
/// a notice says.
const NOTICE_WORDS: u32 = 60;

/// A line of so many bytes or less is folded as a whole at the first glance: most lines that are a phrase.
const SINGLE: usize = 64;

/// A line with a glance at its head.
pub(crate) struct Opening<'t> {
    line: &'t str,
    /// The head, folded, unless no phrase can begin there: all of a line of [`SINGLE`] bytes, [`GLANCE`] bytes of others.
    head: Option<Folded<'t, SINGLE>>,
}

impl<'t> Opening<'t> {
    /// Looks at the head of a line.
    pub fn of(line: &'t str) -> Opening<'t> {
        let glance = if line.len() <= SINGLE { SINGLE } else { GLANCE };
        Opening { line, head: PHRASES.may_open(line).then(|| Folded::up_to(line, glance)) }
    }

    /// False for nearly all lines that no phrase begins or is, of which `head` is a part.
    fn may_begin(&self, head: &[u8]) -> bool {
        let Some(first) = head.iter().position(|b| is_word(*b)) else { return !head.is_empty() };
        let letter = head.iter().position(is_letter).unwrap_or(head.len());
        if first + KEY > head.len() {
            return true; // more signs than a glance can pass
        }
        let may_be = self.line.len() <= LONGEST_WHOLE;
        let sign = first > 0 && PHRASES.openings.may_begin(&head[first_sign(head)..], false);
        if sign || PHRASES.openings.may_begin(&head[first..], may_be) {
            return true;
        }
        // "5 comments"
        may_be && letter > first && (letter + KEY > head.len() || PHRASES.openings.may_begin(&head[letter..], true))
    }
}

/// False for a line of figures and signs, which holds no phrase: all have letters, but for one.
pub(crate) fn may_hold(line: &str, f: &Features) -> bool {
    // Its last byte may be of other signs too.
    f.letters > 0 || line.as_bytes().contains(&BARE.as_bytes()[BARE.len() - 1])
}

/// The only phrase without letters.
const BARE: &str = "©";

/// The rule of the phrase that tells most of a line, which has so many words: a whole line beats a beginning, which
/// beats an end, which beats a mention. `found` is room to work in.
pub(crate) fn strongest(opening: &Opening<'_>, words: u32, found: &mut Vec<Hit>) -> Option<&'static Rule> {
    let notice = words <= NOTICE_WORDS;
    let text = trimmed(opening.line);
    if !notice && text.len() >= SHORT {
        return None;
    }
    found.clear();
    if text.len() == opening.line.len() {
        heads(opening, found)
    } else {
        heads(&Opening::of(text), found)
    }
    if !notice {
        found.retain(|h| h.at == At::Whole);
        return found.first().map(|h| h.rule);
    }
    for look in [ends, mentions] {
        if found.is_empty() {
            look(text, found);
        }
    }
    found.iter().min_by_key(|h| h.at).map(|h| h.rule)
}

/// `str::trim`, for a line that has nearly always no white space at its ends.
fn trimmed(line: &str) -> &str {
    match line.as_bytes() {
        // Letters of two bytes are Cyrillic; the other characters of ASCII are spaces and controls.
        [b'!'..=b'~' | 0xd0..=0xd3, .., b'!'..=b'~'] => line,
        [b'!'..=b'~' | 0xd0..=0xd3, .., 0xd0..=0xd3, _] => line,
        _ => line.trim(),
    }
}

/// Appends the phrases that a line without white space around it is or begins with.
fn heads(opening: &Opening<'_>, out: &mut Vec<Hit>) {
    let Some(head) = &opening.head else { return };
    if opening.line.len() <= SINGLE {
        return Search { folded: head, out }.opening(true);
    }
    if !opening.may_begin(head.bytes()) {
        return;
    }
    if opening.line.len() < SHORT {
        Search { folded: &Folded::<SHORT>::head(opening.line), out }.opening(true);
    } else {
        Search { folded: &Folded::<ENDS>::head(opening.line), out }.opening(false);
    }
}

/// Appends the phrases that `text` ends with.
fn ends(text: &str, out: &mut Vec<Hit>) {
    if PHRASES.may_end(text) {
        Search { folded: &Folded::<ENDS>::tail(text), out }.ends();
    }
}

/// Appends the phrases that `text`, if it is short, mentions.
fn mentions(text: &str, out: &mut Vec<Hit>) {
    if text.len() < SHORT && PHRASES.may_stand_in(text) {
        Search { folded: &Folded::<SHORT>::head(text), out }.anywhere();
    }
}

/// The search in one folded stretch of a line.
struct Search<'f, 'o, const WINDOW: usize> {
    folded: &'f Folded<'f, WINDOW>,
    out: &'o mut Vec<Hit>,
}

impl<const WINDOW: usize> Search<'_, '_, WINDOW> {
    /// Looks for the phrases that the line begins with; where the whole line is folded, for those too that are the line.
    fn opening(&mut self, whole: bool) {
        let bytes = self.folded.bytes();
        let first = bytes.iter().position(|b| is_word(*b)).unwrap_or(bytes.len());
        let last = bytes.iter().rposition(|b| is_word(*b)).map_or(first, |at| at + 1);
        // "– Главная." is an answer in an interview, not a menu.
        let answer = || bytes.first() == Some(&b'-') && matches!(bytes.last(), Some(b'.' | b'!' | b'?'));
        let words = (whole && first < last && !answer()).then(|| &bytes[first..last]);
        // "Features:" opens a list of the article; in a menu the colon is rare.
        let opens = || bytes[last..].contains(&b':');
        let menu = |rule| rules::MENUS.iter().any(|r| r.is(rule));
        PHRASES.openings.each(head_key(&bytes[first..]), |phrase| match phrase.at {
            At::Whole if words == Some(phrase.text) && !(menu(phrase.rule) && opens()) => self.add(phrase),
            At::Whole => {}
            _ => self.start(phrase, first),
        });
        // Some phrases begin with a sign: "(c) 20".
        let sign = first_sign(bytes);
        if sign < first {
            PHRASES.openings.each(head_key(&bytes[sign..]), |phrase| {
                if phrase.at != At::Whole {
                    self.start(phrase, sign);
                }
            });
        }
        if let Some(words) = words {
            self.menu_or_count(words);
        }
    }

    /// Adds a phrase that may begin a line if it stands at `from`.
    fn start(&mut self, phrase: &Phrase, from: usize) {
        let text = &self.folded.bytes()[from..];
        let found = text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len()));
        if found && !self.goes_on(phrase, from + phrase.text.len()) {
            self.add(phrase);
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
        PHRASES.ends.each(tail_key(text), |phrase| {
            let from = to.wrapping_sub(phrase.text.len());
            let whole =
                from == 0 || !text.get(from.wrapping_sub(1)).is_some_and(|b| is_word(*b)) || !is_word(phrase.text[0]);
            let told = sentence && rules::TOLD.iter().any(|r| r.is(phrase.rule));
            if text.ends_with(phrase.text) && whole && !told {
                self.add(phrase);
            }
        });
    }

    /// Tells whether a line, with the signs around it aside, is a menu if it is no phrase, or a phrase with a number.
    fn menu_or_count(&mut self, text: &[u8]) {
        if self.out.is_empty() && is_menu(text) {
            self.out.push(Hit { rule: &crate::split::rules::MENU, at: At::Whole });
        }
        // "Пікірлер (5)", "123 просмотра"
        let Some(start) = text.iter().position(is_letter) else { return };
        let end = text.iter().rposition(is_letter).map_or(text.len(), |at| at + 1);
        let words = &text[start..end];
        // "4. TikTok" is a heading.
        let numbered = text[..start].iter().any(|b| matches!(b, b'.' | b')'));
        if words.len() < text.len() && !numbered {
            PHRASES.openings.each(head_key(words), |phrase| {
                let counted = || rules::COUNTED.iter().any(|r| r.is(phrase.rule));
                if phrase.at == At::Whole && words == phrase.text && counted() {
                    self.add(phrase);
                }
            });
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
                PHRASES.any.each(head_key(text), |phrase| {
                    if text.starts_with(phrase.text) && phrase.ends_at(text.get(phrase.text.len())) {
                        self.add(phrase);
                    }
                });
            }
            inside = word;
        }
    }

    fn add(&mut self, phrase: &Phrase) {
        self.out.push(Hit { rule: phrase.rule, at: phrase.at });
    }
}

/// True for words of menus and nothing else, three times or more: "Жаңалықтар Фото Видео Байланыс".
fn is_menu(text: &[u8]) -> bool {
    const TIMES: usize = 3;
    let entry = |at: usize| {
        let rest = &text[at..];
        let fits = |p: &Phrase| {
            p.at == At::Whole
                && rules::ENTRIES.iter().any(|r| r.is(p.rule))
                && rest.starts_with(p.text)
                && !rest.get(p.text.len()).is_some_and(|b| is_word(*b))
        };
        let mut longest = None;
        PHRASES.openings.each(head_key(rest), |p| longest = longest.max(fits(p).then_some(p.text.len())));
        longest
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
    /// Those that begin a line or are all of it.
    openings: Index,
    ends: Index,
    any: Index,
    /// Those of several words that begin a line or are all of it and are controls.
    controls: Index,
    /// A bit for each hash of the blurred head of a phrase that may stand anywhere.
    heads: Filter,
    /// The same of the tails of phrases that end a line.
    tails: Filter,
    /// The same of the ends of phrases that are the label of what stands behind a text.
    labels: Filter,
}

impl Phrases {
    /// False for nearly all texts that no phrase begins, figures and signs before it aside: a glance at the first few
    /// letters.
    fn may_open(&self, text: &str) -> bool {
        let Some(letters) = first_letter(text.as_bytes()).and_then(|at| text.get(at..)) else { return true };
        let Some(key) = fold::key(letters) else { return !letters.is_empty() };
        self.openings.may_open(key)
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
        if !self.tails.has(blur(*tail)) {
            return false;
        }
        let folded = Folded::<GLANCE>::tail(word);
        let bytes = folded.bytes();
        let alike = |p: &Phrase| {
            let len = p.text.len().min(bytes.len());
            p.text[p.text.len() - len..] == bytes[bytes.len() - len..]
        };
        self.ends.any(tail_key(bytes), alike)
    }

    /// False for nearly all texts that do not end with the label of what stands behind a text. Reads the text as it is.
    fn may_label(&self, text: &[u8]) -> bool {
        text.last().is_some_and(is_letter)
            && glued::LABEL_ENDS.clone().any(|len| self.labels.has(glued::label_end(text, len)))
    }

    /// False for nearly all texts without a phrase that may stand anywhere. Reads the text as it
    /// is, and folds only where the blurred head of a word is one of a phrase.
    fn may_stand_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let begins = |at: usize| {
            let head = bytes[at..].first_chunk();
            head.is_some_and(|head| self.heads.has(blur(*head))) && self.stands_at(text, at)
        };
        // Behind the last place there is no room for a key.
        let places = (bytes.len() + 1).saturating_sub(KEY);
        let mut heads = first_heads(bytes) & 1u64.checked_shl(places as u32).map_or(u64::MAX, |behind| behind - 1);
        let (mut begin, mut at) = (0, SPAN);
        loop {
            while heads != 0 {
                if begins(begin + heads.trailing_zeros() as usize) {
                    return true;
                }
                heads &= heads - 1;
            }
            if at >= places {
                return false;
            }
            // Many places in one go, so that the loop over those that count seldom ends.
            begin = at;
            while at < places && at < begin + SPAN {
                // The last look begins where it is still a whole one.
                let from = at.min(places - ABREAST);
                heads |= u64::from(word_heads(bytes, from) >> (at - from)) << (at - begin);
                at = from + ABREAST;
            }
        }
    }

    /// True when a glance at the text from `at` on is like a phrase that may stand anywhere.
    #[cold]
    fn stands_at(&self, text: &str, at: usize) -> bool {
        let Some(text) = text.get(at..) else { return false };
        if fold::key(text).is_some_and(|key| !self.any.may_hold(key)) {
            return false;
        }
        let head = Folded::<GLANCE>::head(text);
        let alike = |p: &Phrase| begins_alike(p.text, head.bytes());
        self.any.any(head_key(head.bytes()), alike)
    }
}

/// Where the first letter of a text stands, or its end; `None` if a phrase may begin with what stands before it.
fn first_letter(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += match *byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0xd0..=0xd3 => break,
            // "(c) 20", "[email protected]"
            b'(' | b'[' => return None,
            // "7-day forecast", with any dash
            b'7' if text.get(at + 1).is_some_and(|next| *next == b'-' || !next.is_ascii()) => return None,
            0..0x80 => 1,
            // "©", which is no sign for phrases, and neither is "№".
            0xc2 if text.get(at + 1) != Some(&0xa9) => 2,
            0xe2 if text.get(at + 1..at + 3) != Some(&[0x84, 0x96]) => 3,
            0xf0 => 4,
            _ => return None,
        };
    }
    Some(at.min(text.len()))
}

/// Places of a text that are looked at together: a vector register's worth of bytes.
const ABREAST: usize = 16;

/// Bytes of the longest sign: a picture.
const LONGEST_SIGN: usize = 4;

/// Places of which the bits of one number tell something.
const SPAN: usize = u64::BITS as usize;

/// Those of the first [`SPAN`] places of a text at which a phrase may begin, a bit each.
fn first_heads(text: &[u8]) -> u64 {
    // As if behind spaces.
    let mut room = [b' '; LONGEST_SIGN + SPAN];
    let len = text.len().min(SPAN);
    room[LONGEST_SIGN..][..len].copy_from_slice(&text[..len]);
    let heads = |place: usize| u64::from(word_heads(&room, LONGEST_SIGN + place)) << place;
    (0..SPAN).step_by(ABREAST).map(heads).fold(0, |all, heads| all | heads)
}

/// Those of [`ABREAST`] places from `at` on, which is behind the longest sign, at which a phrase may begin: behind a
/// figure or a sign, which are ASCII or begin with a byte that tells. A bit each, the first place lowest.
fn word_heads(bytes: &[u8], at: usize) -> u32 {
    let all = u8x16::splat;
    let before = |width: usize| {
        u8x16::new(*bytes[at - width..].first_chunk::<ABREAST>().expect("there is room for a key behind"))
    };
    let (one, two, three, four) = (before(1), before(2), before(3), before(4));
    let ascii = one.min(all(0x7f)).simd_eq(one);
    // How far behind `a` it is, as a small letter: 0 to 25, if it is one.
    let letter = (one | all(0x20)) - all(b'a');
    let sign = letter.max(all(26)).simd_eq(letter);
    let picture = four.max(all(0xf0)).simd_eq(four);
    ((ascii & sign) | two.simd_eq(all(0xc2)) | three.simd_eq(all(0xe2)) | picture).to_bitmask()
}

/// A key that is the same for capitals and small letters, folded or not: in ASCII and in Cyrillic
/// they differ in bits 5 and 6 (A-П), in the lowest bit of the first byte (Р-Я) or of the second (Қ).
fn blur(head: [u8; KEY]) -> u64 {
    blurred(u64::from_le_bytes(head))
}

/// The same of the bytes of a number.
fn blurred(bytes: u64) -> u64 {
    bytes & 0x1e1e_1e1e_1e1e_1e1e
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
        let open = stem || !text.ends_with(is_alphabetic);
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
    let heads = Filter::of(any.iter().map(|p| blur(*p.text.first_chunk().expect(whole_key))));
    starts.append(&mut whole);
    // One word may be a part of a name ("ПринтСервис"); two words and a capital are not.
    let control = |p: &&Phrase| glued::is_control(p.rule) && p.text.contains(&b' ');
    let controls = starts.iter().filter(control).copied().collect();
    let labels = starts.iter().filter(|p| glued::is_label(p.rule));
    let labels = Filter::of(labels.map(|p| glued::label_end(p.text, p.text.len())));
    let tails = Filter::of(ends.iter().map(|p| blur(*p.text.last_chunk().expect(whole_key))));
    Phrases {
        openings: Index::new(starts, head_key),
        ends: Index::new(ends, tail_key),
        any: Index::new(any, head_key),
        controls: Index::new(controls, head_key),
        heads,
        tails,
        labels,
    }
});

/// The rows of the table: rule, language, place, phrase.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let mut rest = include_str!("data/phrases.tsv");
    let line_end = |rest: &str| memchr(b'\n', rest.as_bytes());
    // Fields are too short for a search to be worth its call.
    let field_end = |rest: &str| rest.bytes().position(|b| b == b'\t');
    let lines = std::iter::from_fn(move || (!rest.is_empty()).then(|| cut_at(&mut rest, line_end)));
    lines.filter(|l| !l.starts_with('#')).skip(1).map(move |mut row| {
        let [rule, language, at] = [(); 3].map(|()| cut_at(&mut row, field_end));
        (rule, language, at, row)
    })
}

/// Takes what stands before an `end`, or all, off `rest`.
fn cut_at(rest: &mut &'static str, end: impl Fn(&str) -> Option<usize>) -> &'static str {
    let at = end(rest).unwrap_or(rest.len());
    let taken = &rest[..at];
    *rest = rest.get(at + 1..).unwrap_or_default();
    taken
}

#[cfg(test)]
mod tests;
