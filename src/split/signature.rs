//! Takes a short line.
//! Gives the name in it when it is written as newspapers sign: first name, then the surname in capitals ("Айдос САРЫМ").
//! Promises nothing but such a name in Cyrillic letters, with its comma or full stop: in Latin letters the custom is rare
//! and headings that end in an abbreviation are not, so there a comma must show that the place follows, or the surname
//! must end as those of Kazakhstan do.
//! Leaves to `assemble` whether the line stands where articles are signed.

use std::ops::Range;

use crate::segment::features::{Features, is_alphabetic, is_cyrillic};

/// Words of a signature: one or two given names and a surname.
const WORDS: std::ops::RangeInclusive<u32> = 2..=3;

/// Least letters of a surname in capitals: two are an abbreviation.
const SURNAME: usize = 3;

/// What surnames of Kazakhstan end with in English, and few other words.
const LATIN_ENDINGS: [&str; 9] = ["OV", "OVA", "EV", "EVA", "ULY", "KYZY", "BEK", "ENKO", "SKY"];

/// True for the few lines that are worth the reading.
pub(crate) fn may_sign(f: &Features) -> bool {
    WORDS.contains(&f.words) && f.digits == 0 && f.upper >= f.words + 2
}

/// The name in a line that is a signature.
pub(crate) fn signature(text: &str) -> Option<Range<usize>> {
    let name = text.trim_end_matches([',', '.', ' ', '\u{a0}']);
    let mut words = name.split_whitespace().rev();
    let surname = words.next()?;
    let may_be_latin = text.trim_end().ends_with(',') || is_local(surname);
    let letter = |c: char| c.is_uppercase() && (may_be_latin || is_cyrillic(c as u32));
    let capitals = surname.chars().all(|c| letter(c) || c == '-');
    if !capitals || surname.chars().filter(|c| is_alphabetic(*c)).count() < SURNAME {
        return None;
    }
    let mut given = words.peekable();
    given.peek()?;
    given.all(is_given_name).then_some(0..name.len())
}

/// True for a surname of Kazakhstan in Latin letters: "SERIKBAYEV", but neither "JULY" nor "SKY".
fn is_local(surname: &str) -> bool {
    const LETTERS: usize = 5;
    surname.len() >= LETTERS && LATIN_ENDINGS.iter().any(|end| surname.ends_with(end))
}

/// "Айдос", "А.", "Анна-Мария"
fn is_given_name(word: &str) -> bool {
    let mut letters = word.chars();
    if !letters.next().is_some_and(char::is_uppercase) {
        return false;
    }
    match letters.as_str() {
        "." => true,
        rest => {
            rest.starts_with(char::is_lowercase)
                && rest.split('-').skip(1).all(|part| part.starts_with(char::is_uppercase))
                && rest.chars().all(|c| is_alphabetic(c) || c == '-')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_the_surname_in_capitals() {
        for (text, name) in [
            ("Айдос САРЫМ", "Айдос САРЫМ"),
            ("Айдос САРЫМ,", "Айдос САРЫМ"),
            ("А. САРЫМ.", "А. САРЫМ"),
            ("Анна-Мария КИМ", "Анна-Мария КИМ"),
            ("Dástan ORALBAI,", "Dástan ORALBAI"),
            ("Aizhan SERIKBAYEVA", "Aizhan SERIKBAYEVA"),
            ("Arman BOLATULY", "Arman BOLATULY"),
        ] {
            assert_eq!(signature(text).map(|r| &text[r]), Some(name), "{text}");
        }
    }

    #[test]
    fn headings_and_abbreviations_are_no_names() {
        for text in [
            "",
            "САРЫМ",
            "Header CTA",
            "Special REPORT",
            "Until JULY",
            "Live UPDATES",
            "Айдос Сарым",
            "АЙДОС САРЫМ",
            "Қазақстан РФ",
            "Что такое НДС",
            "Жиын: ҚАРАР",
            "Формат А4-ТІҢ",
        ] {
            assert_eq!(signature(text), None, "{text}");
        }
    }
}
