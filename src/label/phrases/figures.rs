//! Takes one line as it reads now.
//! Gives the rule of a line of figures that no phrase tells, as its words differ from day to day and from page to page:
//! exchange rates (`USD 538,1 EUR 625,4`), the pages of a list (`« Алдыңғы 1 2 3 … 87 Келесі »`), a postal address
//! (`050000, Алматы қ., Абай даңғ., 10`).
//! Promises that a line with other words beside its figures is none of them: a sentence tells of rates too.
//! Leaves lines of words to the table of phrases.

use crate::label::rules;
use crate::rule::Rule;
use crate::segment::features::{Features, is_alphanumeric};

/// Most words of such a line: ten rates with their names; more are a table.
const MOST_WORDS: u32 = 24;

/// Least rates in a line: one is told in a heading as well.
const LEAST_RATES: u32 = 2;

/// Pages that are counted without a gap: "1 2" may be anything.
const LEAST_PAGES: u32 = 3;

/// Least figures in such a line: each page has one, and rates and addresses have more.
const LEAST_FIGURES: u32 = LEAST_PAGES;

/// Most letters for each figure: an address has the names of a town and a street.
const MOST_LETTERS: u32 = 8;

/// False for nearly all lines: those of figures have few words and letters, but rates come in twos, and an address has an
/// index and a street.
pub(crate) fn may_be(f: &Features) -> bool {
    (f.digits >= LEAST_FIGURES)
        & (LEAST_RATES..=MOST_WORDS).contains(&f.words)
        & (f.letters <= f.digits.saturating_mul(MOST_LETTERS))
}

/// The rule of a line of figures.
pub(crate) fn rule(line: &str) -> Option<&'static Rule> {
    if is_rates(line) {
        Some(&rules::CURRENCY_TICKER)
    } else if is_pages(line) {
        Some(&rules::NAVIGATION)
    } else {
        is_address(line).then_some(&rules::CONTACTS)
    }
}

/// True for the names of two currencies or more, each with its rate, and nothing else.
fn is_rates(line: &str) -> bool {
    let (mut first, mut others, mut rates) = (None, false, 0);
    let mut named = |name: char| others |= *first.get_or_insert(name) != name;
    for word in words(line) {
        let figures = word.bytes().any(|b| b.is_ascii_digit());
        // `$538,1` is both.
        if let Some(sign) = word.chars().find(|c| SIGNS.contains(c)) {
            named(sign);
        } else if !figures {
            if is_one_of(word, CURRENCIES) {
                let first = word.chars().next();
                first.into_iter().for_each(|letter| named(letter.to_lowercase().next().unwrap_or(letter)));
            } else if !is_one_of(word, BESIDE_RATES) {
                return false;
            }
        }
        rates += u32::from(figures);
    }
    others && rates >= LEAST_RATES
}

/// True for the pages of a list, from the first on, and the words around them.
fn is_pages(line: &str) -> bool {
    let mut pages = 0;
    for word in words(line) {
        match word.parse::<u32>() {
            Ok(page) if pages < LEAST_PAGES => {
                if page != pages + 1 {
                    return false;
                }
                pages += 1;
            }
            // The last pages stand behind a gap.
            Ok(_) => {}
            Err(_) if is_one_of(word, BESIDE_PAGES) => {}
            Err(_) => return false,
        }
    }
    pages == LEAST_PAGES
}

/// True for a postal index, a town and a street, with what follows.
fn is_address(line: &str) -> bool {
    /// Figures of an index of Kazakhstan and its neighbours.
    const INDEX: usize = 6;
    const LEAST_PARTS: usize = 3;
    let index = line.bytes().take_while(u8::is_ascii_digit).count();
    index == INDEX
        && line[index..].starts_with(',')
        && line.split(',').count() > LEAST_PARTS
        && words(line).any(|word| is_one_of(word, STREETS))
}

/// What stands between spaces and bars, without the signs around it.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split(|c: char| c.is_whitespace() || matches!(c, '|' | '/' | '=' | ':' | ';'));
    parts
        .map(|word| word.trim_matches(|c: char| !is_alphanumeric(c) && !SIGNS.contains(&c)))
        .filter(|word| !word.is_empty())
}

/// True for a word of a table in capitals or small letters, which of the alphabets there are equally long.
pub(crate) fn is_one_of(word: &str, table: &[&str]) -> bool {
    let is = |name: &&str| name.len() == word.len() && word.chars().flat_map(char::to_lowercase).eq(name.chars());
    table.iter().any(is)
}

/// Signs of currencies.
const SIGNS: [char; 6] = ['$', '€', '₽', '₸', '¥', '£'];

/// Names of currencies as tickers of Kazakhstan's sites give them.
const CURRENCIES: &[&str] = &[
    "usd",
    "eur",
    "rub",
    "rur",
    "cny",
    "gbp",
    "kzt",
    "kgs",
    "uzs",
    "try",
    "доллар",
    "доллары",
    "евро",
    "еуро",
    "рубль",
    "рублі",
    "юань",
    "юані",
    "фунт",
    "dollar",
    "euro",
    "ruble",
    "rouble",
    "yuan",
    "pound",
];

/// Words beside rates: whose they are and what they mean.
const BESIDE_RATES: &[&str] = &[
    "нб",
    "рк",
    "ұб",
    "қр",
    "kase",
    "сша",
    "ақш",
    "ресей",
    "қытай",
    "теңге",
    "тенге",
    "тг",
    "курс",
    "курсы",
    "валют",
    "бағам",
    "покупка",
    "продажа",
    "алу",
    "сату",
];

/// Words and abbreviations for a street, as addresses have them.
const STREETS: &[&str] = &[
    "ул",
    "улица",
    "пр",
    "пр-т",
    "проспект",
    "просп",
    "мкр",
    "микрорайон",
    "пер",
    "бульвар",
    "көш",
    "көшесі",
    "даңғ",
    "даңғылы",
    "шағынауданы",
    "street",
    "st",
    "avenue",
    "ave",
    "str",
];

/// Words beside the pages of a list: the ways back and forth.
const BESIDE_PAGES: &[&str] = &[
    "алдыңғы",
    "келесі",
    "бірінші",
    "соңғы",
    "бет",
    "артқа",
    "алға",
    "предыдущая",
    "пред",
    "следующая",
    "след",
    "вперёд",
    "вперед",
    "назад",
    "первая",
    "последняя",
    "страница",
    "страницы",
    "стр",
    "из",
    "ещё",
    "еще",
    "previous",
    "prev",
    "next",
    "first",
    "last",
    "page",
    "pages",
    "of",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<&'static str> {
        rule(line).map(|rule| rule.name)
    }

    #[test]
    fn exchange_rates() {
        for line in [
            "Доллар 540,2 ▲ Евро 628,9 ▼ Рубль 6,7",
            "USD 538.12 EUR 625.40 RUB 6.61",
            "$ 538.12 | € 625.40",
            "$538,12 €625,4",
            "НБ РК: USD = 538,12 / EUR = 625,40",
        ] {
            assert_eq!(told(line), Some("currency-ticker"), "{line}");
        }
    }

    #[test]
    fn pages_of_a_list() {
        for line in ["« Алдыңғы 1 2 3 ... 87 Келесі »", "1 2 3 4 5", "Страницы: 1 2 3 … 12 След. →", "[1] [2] [3] Next"]
        {
            assert_eq!(told(line), Some("navigation"), "{line}");
        }
    }

    #[test]
    fn postal_addresses() {
        for line in [
            "050000, Алматы қ., Абай даңғ., 10, тел. (727) 200-00-00",
            "021700, Акмолинская область, г. Щучинск, ул. Мира, 3",
        ] {
            assert_eq!(told(line), Some("contacts"), "{line}");
        }
    }

    #[test]
    fn not_lines_that_tell_something() {
        for line in [
            "Доллар подорожал до 540,2 тенге, евро – до 628,9",
            "USD 538.12",
            "$255.52 - $262.03",
            "Евро 2024 – Евро 2028",
            "Евро – 2024",
            "12 15 18",
            "150000, 200000, 250000: осындай үш сан, бір көше",
            "Абай даңғ., 10, екінші қабат, 5-бөлме",
            "1 2",
            "2 3 4",
            "1 2 3 бастап санаймыз",
            "Топ 1 2 3",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
