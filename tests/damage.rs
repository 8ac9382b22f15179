//! What holds of repair on texts that went wrong in the known ways.

use std::borrow::Cow;

use encoding_rs::{Encoding, IBM866, KOI8_R, MACINTOSH, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};
use proptest::prelude::*;
use tazala::config::Config;
use tazala::repair::repair_text;

const SENTENCES: [&str; 8] = [
    "Ауылдағы жаңа кітапхана күзде ашылып, балалар өлең оқыды.",
    "Өзеннің арғы бетіндегі көпірді биыл жөндейді, — деді ұста Ғалым.",
    "Вечером строители закончили мост через реку и открыли движение.",
    "На площади «Северная» прошла ярмарка: мёд, яблоки, хлеб — всё своё.",
    "The bridge was opened in May; the village had waited for years.",
    "ҚАЛАДА «ЖАСЫЛ КӨШЕ» ЖОБАСЫ БАСТАЛДЫ",
    "© 2011 ААҚ «Таң нұры». Барлық құқықтар қорғалған",
    "Бұл XIX ғасырдың ескі үйі.",
];

const PAGES: [&Encoding; 6] = [WINDOWS_1251, WINDOWS_1252, KOI8_R, IBM866, X_MAC_CYRILLIC, MACINTOSH];

/// A way to damage a text.
#[derive(Clone, Debug)]
enum Damage {
    /// Its UTF-8 is read as one of [`PAGES`].
    Misread(usize),
    /// It is written in the first page and read as the second; what the first lacks becomes `?`.
    Confused(usize, usize),
    /// Controls are dropped, turned to `?` or to U+FFFD: what readers do with undefined bytes.
    Lossy(u8),
    /// Every n-th letter that has a Latin twin becomes it.
    Lookalike(usize),
    /// Signs are escaped for HTML.
    Escaped,
    /// Every n-th letter becomes `?`.
    Lost(usize),
}

impl Damage {
    fn done_to(&self, text: &str) -> String {
        match *self {
            Damage::Misread(page) => PAGES[page].decode_without_bom_handling(text.as_bytes()).0.into_owned(),
            Damage::Confused(really, read_as) => {
                let bytes: Vec<u8> = text.chars().map(|c| byte(PAGES[really], c)).collect();
                PAGES[read_as].decode_without_bom_handling(&bytes).0.into_owned()
            }
            Damage::Lossy(how) => text
                .chars()
                .filter_map(|c| match (c, how) {
                    ('\u{80}'..='\u{9f}', 0) => None,
                    ('\u{80}'..='\u{9f}', 1) => Some('?'),
                    ('\u{80}'..='\u{9f}', _) => Some('\u{fffd}'),
                    _ => Some(c),
                })
                .collect(),
            Damage::Lookalike(n) => every(text, n, |c| match c {
                'а' => 'a',
                'е' => 'e',
                'і' => 'i',
                'о' => 'o',
                'с' => 'c',
                'ә' => 'ə',
                c => c,
            }),
            Damage::Escaped => text.replace('&', "&amp;").replace('«', "&laquo;").replace('—', "&#8212;"),
            Damage::Lost(n) => every(text, n, |c| if c.is_alphabetic() { '?' } else { c }),
        }
    }
}

fn byte(page: &'static Encoding, c: char) -> u8 {
    let mut utf8 = [0; 4];
    match page.encode(c.encode_utf8(&mut utf8)) {
        (Cow::Borrowed([byte]), _, false) => *byte,
        (Cow::Owned(bytes), _, false) if bytes.len() == 1 => bytes[0],
        _ => b'?',
    }
}

fn every(text: &str, n: usize, change: impl Fn(char) -> char) -> String {
    text.chars().enumerate().map(|(i, c)| if i % n == 0 { change(c) } else { c }).collect()
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..PAGES.len()).prop_map(Damage::Misread),
        (0..PAGES.len(), 0..PAGES.len()).prop_map(|(a, b)| Damage::Confused(a, b)),
        (0..3u8).prop_map(Damage::Lossy),
        (1..9usize).prop_map(Damage::Lookalike),
        Just(Damage::Escaped),
        (3..12usize).prop_map(Damage::Lost),
    ]
}

/// Up to four lines, each with up to three layers of damage.
fn page() -> impl Strategy<Value = String> {
    let line = (prop::sample::select(&SENTENCES[..]), prop::collection::vec(damage(), 0..4))
        .prop_map(|(text, layers)| layers.iter().fold(text.to_string(), |text, layer| layer.done_to(&text)));
    prop::collection::vec(line, 1..5).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A second run changes nothing, and lines stay lines.
    #[test]
    fn repairing_damage_twice_equals_repairing_it_once(text in page(), probable: bool) {
        let config = Config { probable, ..Config::default() };
        let once = repair_text(&text, &config).text.into_owned();
        let twice = repair_text(&once, &config).text.into_owned();
        prop_assert_eq!(&once, &twice, "from {:?}", text);
        prop_assert_eq!(once.matches('\n').count(), text.matches('\n').count());
    }
}

#[test]
fn sound_sentences_stay() {
    for text in SENTENCES {
        let config = Config { probable: true, ..Config::default() };
        assert_eq!(repair_text(text, &config).text, text);
    }
}

#[test]
fn one_layer_comes_off() {
    let config = Config::default();
    for text in &SENTENCES[..4] {
        for (number, page) in PAGES.iter().enumerate() {
            let damaged = Damage::Misread(number).done_to(text);
            if !damaged.contains('\u{fffd}') {
                assert_eq!(repair_text(&damaged, &config).text, *text, "{}", page.name());
            }
        }
    }
}
