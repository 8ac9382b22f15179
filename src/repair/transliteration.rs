//! Latin letters back to Kazakh Cyrillic: what each may stand for.
//!
//! No scheme can be undone letter by letter: pages print BGN/PCGN 1979 without its marks (ә and а
//! both `a`; ө, о; ү, ұ, у; и, і; й, ы), the decrees of 2017 to 2021 use other letters again, and
//! translation programs lose the tails of қ, ң, ғ. So every letter has several readings and the
//! word list chooses. Tables: BGN/PCGN 1979, ISO 9:1995, the decrees, MediaWiki kk-latn.

use crate::words::{Reading, Readings};

/// Cost of a reading that is in the tables but not the usual one of its letter.
const SECOND: u8 = 1;
/// Cost of a reading of one scheme that is hardly used.
const RARE: u8 = 3;
/// Cost of a reading that no table has: one Kazakh letter in the place of another.
const MISTAKEN: u8 = 2;

/// Readings of `letters` (in lower case). `kept` are the Kazakh letters
/// that survived in the same phrase: what kept its tail once hardly lost it elsewhere. `mistaken`
/// adds the readings of letters that came out in the place of others.
pub(crate) fn readings(letters: &[char], kept: &str, mistaken: bool) -> Readings {
    let mut readings = Readings::with_capacity(letters.len());
    for at in 0..letters.len() {
        readings.next_letter();
        let mut add = |letters: usize, with: &'static str, cost: u8| readings.add(Reading { letters, with, cost });
        match letters[at] {
            'Ѐ'..='ӿ' => as_cyrillic(letters[at], mistaken, &mut add),
            _ => as_latin(&letters[at..], at == 0, kept, mistaken, &mut add),
        }
    }
    readings
}

/// What a Cyrillic letter stands for.
fn as_cyrillic(c: char, mistaken: bool, add: &mut impl FnMut(usize, &'static str, u8)) {
    for own in cyrillic(c) {
        add(1, own, 0);
        if mistaken && KAZAKH.contains(own) {
            KAZAKH.iter().filter(|other| *other != own).for_each(|other| add(1, other, MISTAKEN));
        }
    }
}

/// What the Latin letters at the start of `rest` stand for.
fn as_latin(rest: &[char], first: bool, kept: &str, mistaken: bool, add: &mut impl FnMut(usize, &'static str, u8)) {
    let c = rest[0];
    for (latin, cyrillic) in DIGRAPHS.iter().filter(|(latin, _)| latin[0] == c && rest.starts_with(latin)) {
        cyrillic.iter().for_each(|with| add(latin.len(), with, 0));
    }
    let Some((_, cyrillic)) = SINGLE.iter().find(|(latin, _)| *latin == c) else { return };
    for (i, with) in cyrillic.iter().enumerate() {
        // Both readings of i and both of y are as common in Kazakh words.
        let usual = i == 0 || (i == 1 && matches!(c, 'i' | 'y'));
        // Only the decree of 2017 writes у with y, and an accent.
        let dear = || c == 'y' || (c.is_ascii() && kept.contains(with));
        let cost = match usual {
            true => 0,
            false if dear() => RARE,
            false => SECOND,
        };
        add(1, with, cost);
    }
    if mistaken && c == 'k' {
        add(1, "ғ", MISTAKEN);
    }
    if first && c == 'e' {
        add(1, "э", SECOND);
    }
}

/// The letter `c` (lower case) of Kazakh or Russian as a reading of itself; none for any other.
pub(crate) fn cyrillic(c: char) -> &'static [&'static str] {
    let mut bytes = [0; 4];
    let letter = c.encode_utf8(&mut bytes).as_bytes();
    CYRILLIC.iter().position(|own| own.as_bytes() == letter).map_or(&[], |i| &CYRILLIC[i..=i])
}

/// Several Latin letters for one of Cyrillic (or for two).
const DIGRAPHS: &[(&[char], &[&str])] = &[
    (&['s', 'h', 'c', 'h'], &["щ"]),
    (&['z', 'h'], &["ж"]),
    (&['s', 'h'], &["ш"]),
    (&['c', 'h'], &["ч"]),
    (&['k', 'h'], &["х", "қ"]),
    (&['g', 'h'], &["ғ"]),
    (&['n', 'g'], &["ң"]),
    (&['t', 's'], &["ц"]),
    (&['y', 'a'], &["я"]),
    (&['i', 'a'], &["я", "ия"]),
    (&['y', 'u'], &["ю"]),
    (&['y', 'o'], &["ё"]),
    (&['y', 'e'], &["е"]),
    (&['i', 'y'], &["и", "ий"]),
    (&['y', 'y'], &["ый", "ы"]),
    (&['k', 's'], &["кс"]),
];

/// One Latin letter, its usual reading first.
const SINGLE: &[(char, &[&str])] = &[
    ('a', &["а", "ә"]),
    ('á', &["ә"]),
    ('ä', &["ә"]),
    ('b', &["б"]),
    ('c', &["ц", "с", "к"]),
    ('d', &["д"]),
    ('e', &["е"]),
    ('f', &["ф"]),
    ('g', &["г", "ғ"]),
    ('ğ', &["ғ"]),
    ('ǵ', &["ғ"]),
    ('h', &["һ", "х"]),
    ('i', &["і", "и", "ы"]),
    ('ı', &["ы", "і", "и", "й"]),
    ('ï', &["и"]),
    ('j', &["ж", "й"]),
    ('k', &["к", "қ"]),
    ('l', &["л", "ль"]),
    ('m', &["м"]),
    ('n', &["н", "ң", "нь"]),
    ('ñ', &["ң"]),
    ('ń', &["ң"]),
    ('o', &["о", "ө"]),
    ('ö', &["ө"]),
    ('ó', &["ө"]),
    ('p', &["п"]),
    ('q', &["қ"]),
    ('r', &["р", "рь"]),
    ('s', &["с", "сь"]),
    ('ş', &["ш"]),
    ('t', &["т", "ть"]),
    ('u', &["у", "ұ", "ү"]),
    ('ü', &["ү"]),
    ('ú', &["ү"]),
    ('ū', &["ұ"]),
    ('v', &["в"]),
    ('w', &["у"]),
    ('x', &["х", "кс"]),
    ('y', &["ы", "й", "у", "ү"]),
    ('ý', &["у"]),
    ('z', &["з"]),
];

/// The letters that only Kazakh has beside Russian ones: what translation programs leave standing.
const KAZAKH: &[&str] = &["ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"];

/// Cyrillic letters, which stand for themselves.
const CYRILLIC: &[&str] = &[
    "а", "ә", "б", "в", "г", "ғ", "д", "е", "ё", "ж", "з", "и", "й", "к", "қ", "л", "м", "н", "ң", "о", "ө", "п", "р",
    "с", "т", "у", "ұ", "ү", "ф", "х", "һ", "ц", "ч", "ш", "щ", "ъ", "ы", "і", "ь", "э", "ю", "я",
];
