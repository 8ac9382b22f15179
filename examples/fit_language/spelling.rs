//! Kazakh text in the other two scripts, made letter by letter from Cyrillic text.
//!
//! The tables follow the decrees and romanisations named beside them; where a scheme has no letter for a loanword
//! letter, the commonest stand-in is used.

use crate::random::Random;

/// The letters, in the order of the spellings below.
const CYRILLIC: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// One Latin spelling for each letter of [`CYRILLIC`], separated by spaces; `-` for none.
const LATIN: [&str; 7] = [
    // BGN/PCGN 1979 as typed, without its marks.
    "a a b v g gh d e yo zh z i y k q l m n ng o o p r s t u u u f kh h ts ch sh shch - y i - e yu ya",
    // The same with its marks.
    "a ä b v g gh d e yo zh z ī y k q l m n ng o ö p r s t ū u ü f kh h ts ch sh shch - y i - ė yu ya",
    // Decree 569 (2017).
    "a a' b v g g' d e yo j z i' i' k q l m n n' o o' p r s t y' u u' f h h ts c' s' s'c' - y i - e i'y' i'a",
    // Decree 637 (2018).
    "a á b v g ǵ d e yo j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh - y i - e ıý ıa",
    // Draft of 2021.
    "a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş ş - y ı - e iu ia",
    // MediaWiki's converter.
    "a ä b v g ğ d e yo j z ï ý k q l m n ñ o ö p r s t w u ü f x h c ç ş şç - ı i - é yw ya",
    // QazAqparat.
    "a ä b v g ğ d e yo j z ï y k q l m n ñ o ö p r s t w u ü f x h c ç ş şş - ı i - é yu ya",
];

/// The Arabic letters (töte jazu); the front-vowel sign is put before the word instead of here.
const ARABIC: &str = "ا ا ب ۆ گ ع د ە يو ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش - ى ى - ە يۋ يا";
/// Letters that make a word a front-vowel word, and those that show it without the sign.
const FRONT: &str = "әөүі";
const FRONT_SHOWN: &str = "егкэ";
/// The two characters in use for the sign.
const SIGNS: [char; 2] = ['\u{674}', '\u{621}'];

/// Kazakh Cyrillic text in one of the Latin spellings.
pub fn latin(text: &str, random: &mut Random) -> String {
    let scheme = random.below(LATIN.len());
    let spelled = spell(text, LATIN[scheme]);
    // Marks get lost on the way to many pages.
    if random.chance(0.2) { spelled.chars().map(plain).filter(|&c| c != '\'').collect() } else { spelled }
}

/// A Kazakh name as English texts spell it.
pub fn romanized(name: &str) -> String {
    spell(name, LATIN[0])
}

/// Kazakh Cyrillic text in Arabic letters.
pub fn arabic(text: &str, random: &mut Random) -> String {
    let sign = *random.pick(&SIGNS);
    let mut out = String::new();
    for word in text.to_lowercase().split_inclusive(char::is_whitespace) {
        if word.contains(|c| FRONT.contains(c)) && !word.contains(|c| FRONT_SHOWN.contains(c)) {
            out.push(sign);
        }
        out.push_str(&spell(word, ARABIC));
    }
    out.replace(',', "،").replace('?', "؟")
}

fn spell(text: &str, table: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        match CYRILLIC.chars().zip(table.split(' ')).find(|pair| pair.0 == lower) {
            Some((_, "-")) => {}
            Some((_, letters)) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// The letter without its mark.
fn plain(c: char) -> char {
    match c {
        'ä' | 'á' => 'a',
        'ğ' | 'ǵ' => 'g',
        'ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' => 'n',
        'ö' | 'ó' => 'o',
        'ü' | 'ú' | 'ū' => 'u',
        'ş' => 's',
        'ç' => 'c',
        'ý' => 'y',
        'ė' | 'é' => 'e',
        _ => c,
    }
}
