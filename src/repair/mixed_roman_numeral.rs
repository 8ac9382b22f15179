//! Roman numerals typed in two alphabets.

use crate::draft::Change;
use crate::rule::{Certainty, Rule, Stage};

use super::word::mixed_words;

/// `XXVІІ` with two Cyrillic letters.
pub(crate) static MIXED_ROMAN_NUMERAL: Rule = Rule::new(
    "mixed-roman-numeral",
    Stage::Repair,
    Certainty::Certain,
    "writes a Roman numeral of Latin and Cyrillic letters in Latin",
    "A numeral is Latin; one Latin letter shows that Latin was meant. A numeral wholly of Cyrillic letters is common \
     typing and stays.",
    ("XXVІІ съезд", "XXVII съезд"),
);

pub(crate) fn propose(text: &str) -> Vec<Change> {
    mixed_words(text)
        .filter_map(|at| numeral(&text[at.clone()]).map(|latin| Change::new(at, latin, &MIXED_ROMAN_NUMERAL)))
        .collect()
}

/// The word in Latin, when it is a Roman numeral of both alphabets.
pub(crate) fn numeral(word: &str) -> Option<String> {
    /// Longest numeral below 4000: MMMDCCCLXXXVIII.
    const LONGEST: usize = 15;
    let mut latin = String::new();
    let (mut mixed, mut small) = (0, false);
    for c in word.chars() {
        let (to, kind) = match c {
            'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M' => (c, 1),
            'І' | 'Ӏ' => ('I', 2),
            'Х' => ('X', 2),
            'С' => ('C', 2),
            'М' => ('M', 2),
            _ => return None,
        };
        mixed |= kind;
        small |= matches!(to, 'I' | 'V' | 'X');
        latin.push(to);
        if latin.len() > LONGEST {
            return None;
        }
    }
    // Numerals of hundreds alone (МC, CМ) are as likely abbreviations.
    (mixed == 3 && small && latin == canonical(value(&latin))).then_some(latin)
}

/// The value of a run of numeral letters, read in the subtractive way.
fn value(latin: &str) -> u32 {
    let digit = |b| match b {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        b'L' => 50,
        b'C' => 100,
        b'D' => 500,
        _ => 1000,
    };
    let bytes = latin.as_bytes();
    let mut sum = 0u32;
    for (i, b) in bytes.iter().enumerate() {
        let (now, next) = (digit(*b), bytes.get(i + 1).map_or(0, |b| digit(*b)));
        sum = if now < next { sum.wrapping_sub(now) } else { sum.wrapping_add(now) };
    }
    sum
}

/// The one regular way to write `value` below 4000; empty above.
fn canonical(mut value: u32) -> String {
    let mut out = String::new();
    if value >= 4000 {
        return out;
    }
    for (worth, letters) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while value >= worth {
            out.push_str(letters);
            value -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_numerals_of_both_alphabets() {
        assert_eq!(numeral("XXVІІ").as_deref(), Some("XXVII"));
        assert_eq!(numeral("IІ").as_deref(), Some("II"));
        for word in ["XXVII", "ХХІ", "ІIIІ", "IХС", "МC", "CМ", "Xі"] {
            assert_eq!(numeral(word), None, "{word}");
        }
    }
}
