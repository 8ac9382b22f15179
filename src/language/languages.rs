//! The languages of the tables and one number for each, whatever script it is written in.

/// Languages of the Cyrillic table, in the order of its weights.
pub const CYRILLIC: [&str; 16] =
    ["kk", "ru", "ky", "tt", "ba", "uz", "mn", "uk", "be", "bg", "sr", "mk", "tg", "az", "cv", "sah"];
/// Languages of the Latin table.
pub const LATIN: [&str; 22] = [
    "kk", "en", "uz", "az", "tr", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sl", "hr", "ro", "hu", "fi",
    "sv", "et", "lv",
];
/// Languages of the Arabic table.
pub const ARABIC: [&str; 4] = ["kk", "ar", "fa", "ug"];

/// How many language numbers there are; a few stand for nothing, because a language of two tables has one number.
pub const COUNT: usize = CYRILLIC.len() + LATIN.len() + ARABIC.len() + 3;
/// Number of Chinese, which Han without kana is taken for.
pub const CHINESE: usize = COUNT - 3;
/// Number of Japanese.
pub const JAPANESE: usize = COUNT - 2;
/// Number of all languages in scripts without a table.
pub const OTHER: usize = COUNT - 1;

/// Numbers of the languages of [`CYRILLIC`], [`LATIN`] and [`ARABIC`].
pub const CYRILLIC_NUMBERS: [usize; CYRILLIC.len()] = numbers(CYRILLIC);
/// See [`CYRILLIC_NUMBERS`].
pub const LATIN_NUMBERS: [usize; LATIN.len()] = numbers(LATIN);
/// See [`CYRILLIC_NUMBERS`].
pub const ARABIC_NUMBERS: [usize; ARABIC.len()] = numbers(ARABIC);

/// Number of Kazakh.
pub const KAZAKH: usize = number("kk");
/// Number of Russian.
pub const RUSSIAN: usize = number("ru");
/// Number of English.
pub const ENGLISH: usize = number("en");
/// Numbers of Kyrgyz, Tatar and Bashkir, which share many words with Kazakh.
pub const RELATIVES: [usize; 3] = [number("ky"), number("tt"), number("ba")];
/// Numbers of the languages a page of Kazakhstan is expected in: Kazakh, Russian, English.
pub const EXPECTED: [usize; 3] = [KAZAKH, RUSSIAN, ENGLISH];

/// Code of a language number: BCP 47, `und` for [`OTHER`].
pub const fn code(number: usize) -> &'static str {
    const LATIN_START: usize = CYRILLIC.len();
    const ARABIC_START: usize = LATIN_START + LATIN.len();
    match number {
        CHINESE => "zh",
        JAPANESE => "ja",
        0..LATIN_START => CYRILLIC[number],
        LATIN_START..ARABIC_START => LATIN[number - LATIN_START],
        ARABIC_START..CHINESE => ARABIC[number - ARABIC_START],
        _ => "und",
    }
}

/// Number of a code: the first that has it.
const fn number(language: &str) -> usize {
    let mut number = 0;
    while !same(code(number).as_bytes(), language.as_bytes()) {
        number += 1;
    }
    number
}

const fn numbers<const N: usize>(languages: [&str; N]) -> [usize; N] {
    let mut numbers = [0; N];
    let mut i = 0;
    while i < N {
        numbers[i] = number(languages[i]);
        i += 1;
    }
    numbers
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}
