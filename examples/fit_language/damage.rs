//! The ways Kazakh and its relatives are spoiled on real pages, done on purpose, so that the model knows them.

use crate::random::Random;

/// What Kazakh letters become when only a Russian keyboard is at hand.
const RUSSIFIED: [(&str, &str); 2] = [("әғқңөұүһі", "агкноуухи"), ("әғқңөұүһі", "агкноууги")];
/// The same for Kyrgyz, Tatar and Bashkir letters.
const RUSSIFIED_OTHER: (&str, &str) = ("әңөүһҙҡғҫҗ", "анеуxзкгсж");
/// KZ-1048 read as windows-1251; the other letters are the same in both.
const CODE_PAGE: (&str, &str) = ("әғқңөұүһ", "јєќѕґўїћ");
/// Ukrainian letters of fonts that draw them as Kazakh ones.
const FONT: (&str, &str) = ("үө", "їє");
/// Letters confused for each other by those who type.
const CONFUSED: (&str, &str) = ("үұіиһхңғқ", "ұүиіхһнгк");
/// Bashkir, Mongolian and older letters in place of Kazakh ones.
const VARIANTS: (&str, &str) = ("қғңөүұһ", "ҡґҥӧӯўћ");

/// Share of Kazakh texts that each kind of damage is done to.
const EACH: f32 = 0.04;
/// A text with fewer words than this stays as it is: a word typed with Russian letters may be any language's word.
const MIN_WORDS: usize = 3;

/// Damages a Kazakh text now and then.
pub fn kazakh(text: String, random: &mut Random) -> String {
    let long = text.split_whitespace().count() >= MIN_WORDS;
    let kind = random.fraction() / EACH;
    // The wrong code page shows in a single word as well.
    match kind as u32 {
        0 => replace(&text, CODE_PAGE, 1.0, random),
        1..=5 if long => {
            let letters = *random.pick(&RUSSIFIED);
            replace(&text, letters, 1.0, random)
        }
        6 if long => replace(&text, CONFUSED, 0.3, random),
        7 if long => replace(&text, FONT, 1.0, random),
        8 if long => replace(&text, VARIANTS, 0.5, random),
        _ => text,
    }
}

/// Damages a text of Kazakh's relatives now and then.
pub fn relative(text: String, random: &mut Random) -> String {
    let long = text.split_whitespace().count() >= MIN_WORDS;
    if long && random.chance(EACH) { replace(&text, RUSSIFIED_OTHER, 1.0, random) } else { text }
}

/// Russian with е for ё, as it is mostly printed.
pub fn russian(text: String, random: &mut Random) -> String {
    if random.chance(0.5) { text.replace('ё', "е") } else { text }
}

/// Replaces each of the letters with its counterpart, each time with the given probability.
fn replace(text: &str, (from, to): (&str, &str), share: f32, random: &mut Random) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match from.chars().zip(to.chars()).find(|pair| pair.0 == c) {
            Some((_, damaged)) if share >= 1.0 || random.chance(share) => damaged,
            _ => c,
        })
        .collect()
}
