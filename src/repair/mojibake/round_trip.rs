//! Good text written in A and read as B comes back exactly, for every pair; `pairs.md`, which is part
//! of the documentation of this module, lists the pairs that cannot and why, and is held true here.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::mixup::{self, Mixup};
use crate::config::Config;
use crate::repair::repair_text;

const KAZAKH: [&str; 6] = [
    "Ауылдағы жаңа кітапхана күзде ашылып, балалар өлең оқыды.",
    "Өзеннің арғы бетіндегі көпірді биыл жөндейді, — деді ұста Ғалым.",
    "Таңертең қой айдаған шопан тау бөктерінен жас түлкі көріпті.",
    "Мұражайға «Көне қоңырау» атты екі жүздей бұйым қойылды.",
    "Үлкен әжем қыста жүннен шұлық тоқып, көршілерге сыйлайтын.",
    "Ізгі ниетті жігіттер һәм қыздар ағаш отырғызуға шықты.",
];
const RUSSIAN: [&str; 6] = [
    "Вечером строители закончили мост через реку и открыли движение.",
    "На площади «Северная» прошла ярмарка: мёд, яблоки, хлеб — всё своё.",
    "Щенок подрос и съел у хозяйки целый пирог с вишней.",
    "Юные художники рисовали этюды на берегу пруда, пока не стемнело.",
    "Электричка опоздала на час, объявили об этом лишь в полдень.",
    "Фонари зажгли рано: туман спустился с гор ещё до обеда.",
];
const ENGLISH: [&str; 4] = [
    "The bridge was opened in May; the village had waited for years.",
    "“Nobody believed us at first,” the farmer’s daughter said.",
    "The café by the river — a small one — sells apple tarts for £2.",
    "Rain fell on the orchard and the children’s tents all night.",
];

/// Text written as it is and read as the mix-up reads it; `None` where a character or a byte has no
/// place in the pages.
pub(super) fn damaged(text: &str, mixup: &Mixup) -> Option<String> {
    let bytes = match mixup.really {
        None => text.as_bytes().to_vec(),
        Some(page) => text.chars().map(|c| page.byte(c)).collect::<Option<Vec<u8>>>()?,
    };
    let read: String = bytes.iter().map(|b| mixup.read_as.char(*b)).collect();
    (!read.contains('\u{fffd}')).then_some(read)
}

/// The text with all rules of the stage.
fn mend(text: &str) -> String {
    repair_text(text, &Config::default()).text.into_owned()
}

fn name(mixup: &Mixup) -> (&'static str, &'static str) {
    (mixup.really.map_or("utf-8", |page| page.name), mixup.read_as.name)
}

/// The pairs that the table excuses.
fn excused() -> Vec<(String, String)> {
    let rows = include_str!("pairs.md").lines().filter(|row| row.starts_with("| `"));
    rows.map(|row| {
        let names: Vec<&str> = row.split('`').collect();
        (names[1].to_string(), names[3].to_string())
    })
    .collect()
}

/// Texts of two sentences or two lines for a mix-up: English is written in UTF-8 and windows-1252, the others in what has their letters.
fn texts(mixup: &Mixup) -> Vec<String> {
    let latin = mixup.really.is_none_or(|page| page.name == "windows-1252");
    let english = if latin { &ENGLISH[..] } else { &[] };
    let by_language = [&KAZAKH[..], &RUSSIAN, english];
    let pairs = by_language.iter().flat_map(|sentences| sentences.windows(2));
    pairs.flat_map(|two| [two.join(" "), two.join("\n")]).collect()
}

#[test]
fn the_table_lists_what_cannot_come_back() {
    let mut failed: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for mixup in mixup::all() {
        for text in texts(mixup) {
            if let Some(read) = damaged(&text, mixup)
                && mend(&read) != text
            {
                failed.entry(name(mixup)).or_insert_with(|| format!("{read} -> {} for {text}", mend(&read)));
            }
        }
    }
    let excused = excused();
    let listed = |pair: &(&str, &str)| excused.iter().any(|(a, b)| (a.as_str(), b.as_str()) == *pair);
    let missing: Vec<_> = failed.iter().filter(|(pair, _)| !listed(pair)).collect();
    assert!(missing.is_empty(), "not in pairs.md: {missing:#?}");
    let idle: Vec<_> = excused.iter().filter(|(a, b)| !failed.contains_key(&(a.as_str(), b.as_str()))).collect();
    assert!(idle.is_empty(), "come back after all: {idle:?}");
}

proptest! {
    #[test]
    fn other_pairs_come_back(
        which in 0..mixup::all().len(),
        kazakh in prop::sample::subsequence(KAZAKH.to_vec(), 2..5),
        russian in prop::sample::subsequence(RUSSIAN.to_vec(), 2..5),
        english in prop::sample::subsequence(ENGLISH.to_vec(), 2..4),
    ) {
        let mixup = &mixup::all()[which];
        let (really, read_as) = name(mixup);
        if excused().iter().any(|(a, b)| a == really && b == read_as) {
            return Ok(());
        }
        let latin = mixup.really.is_none_or(|page| page.name == "windows-1252");
        let english = if latin { english } else { Vec::new() };
        for sentences in [kazakh, russian, english] {
            for text in [sentences.join(" "), sentences.join("\n")] {
                if let Some(read) = damaged(&text, mixup) {
                    prop_assert_eq!(mend(&read), text, "{} read as {}", really, read_as);
                }
            }
        }
    }
}
