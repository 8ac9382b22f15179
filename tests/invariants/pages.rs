//! Pages to try the invariants on: all fixtures, and pages composed of pieces of them at random.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;

/// A page of the fixtures.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub name: String,
    pub text: String,
}

/// The pages of a folder of fixtures, in the order of names.
pub fn folder(name: &str) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| Fixture {
        name: format!("{name}/{}", path.file_name().and_then(|n| n.to_str()).expect("a name")),
        text: fs::read_to_string(&path).expect("a page"),
    };
    paths.into_iter().map(read).collect()
}

/// All pages of the fixtures.
pub static ALL: LazyLock<Vec<Fixture>> =
    LazyLock::new(|| ["clean", "gold", "pages"].iter().flat_map(|f| folder(f)).collect());

/// All lines of all fixtures that hold anything.
static LINES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ALL.iter().flat_map(|f| f.text.lines()).filter(|l| !l.trim().is_empty()).collect());

/// What pages are made of beside lines: marks between items, fields, notices, damage.
const ODDITIES: &[&str] = &[
    "* * *",
    "***",
    "---",
    "=====",
    "###",
    "•",
    "1.",
    "2)",
    "№ 3",
    "12",
    "»",
    "?",
    "...",
    "|",
    "<<",
    "(",
    "\u{feff}",
    "21.02.2025",
    "21.02.2025 18:30",
    "2025-02-21T18:30:00+05:00",
    "21 ақпан 2025",
    "Сейсенбі, 3 қыркүйек 2024 жыл",
    "5 марта 2024 г., 09:15",
    "March 5, 2024",
    "31.02.2025",
    "99.99.9999",
    "Вчера, 12:40",
    "4 ай бұрын",
    "18:30",
    "https://example.kz/news/1",
    "Source : https://example.kz/a?b=c&d=e",
    "Дереккөз: example.kz",
    "Источник: https://",
    "www.example.kz",
    "Басты бет",
    "Бөлісу",
    "Читайте также",
    "Оқи отырыңыз:",
    "Read more",
    "Загрузка...",
    "0",
    "1 234 просмотра",
    "#тег #tag",
    "咪乐|直播|平台",
    "點擊這裡",
    "مرحبا بالعالم",
    "ᠮᠣᠩᠭᠣᠯ",
    "🎉🎉🎉",
    "👨‍👩‍👧‍👦",
    "Рђ Р±РѕР»Р°",
    "ÐÐ°Ð·Ð°Ò\u{9b}",
    "К,азак, т?л?",
    "&amp;amp;nbsp;",
    "&#x41;&#1240;",
    "<img src=\"a\" alt=\"",
    "\" />",
    "\\u0430\\u04d9",
    "Қaзaқcтaн",
    "ХХІ ғасыр",
    "XХ век",
    "кiтап",
    "а\u{301}а\u{306}и\u{306}",
    "қ\u{335}",
    "со\u{ad}вет",
    "\u{200b}",
    "\u{200e}\u{202a}",
    "\u{a0}\u{2003}",
    "\u{0}",
    "\u{1}\u{7f}\u{85}",
    "\u{fffd}\u{fffd}",
    "дауыс.Келесі",
    "сөз .Тағы",
    "\u{2028}",
    "\u{2029}",
    "\u{b}\u{c}",
];

const BREAKS: &[&str] =
    &["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n\r", "\n \t\n", "\n\n\n\n", "\u{85}", "\u{2028}", ""];

/// A line of some fixture, whole or cut, or an oddity, or both glued.
fn piece() -> impl Strategy<Value = String> {
    let line = || any::<Index>().prop_map(|i| i.get(&LINES).to_string());
    let oddity = || any::<Index>().prop_map(|i| i.get(ODDITIES).to_string());
    prop_oneof![
        6 => line(),
        2 => oddity(),
        1 => (line(), any::<Index>()).prop_map(|(line, at)| line[boundary(&line, at)..].to_string()),
        1 => (line(), any::<Index>(), oddity()).prop_map(|(mut line, at, oddity)| {
            line.insert_str(boundary(&line, at), &oddity);
            line
        }),
        1 => (line(), oddity(), "[ \t]{0,3}").prop_map(|(line, oddity, space)| format!("{line}{space}{oddity}")),
    ]
}

fn boundary(text: &str, at: Index) -> usize {
    let at = at.index(text.len() + 1);
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// A page of up to 40 pieces.
pub fn composed() -> impl Strategy<Value = String> {
    let broken = any::<Index>().prop_map(|i| *i.get(BREAKS));
    prop::collection::vec((piece(), broken), 0..40).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, line_break) in pieces {
            text.push_str(&piece);
            text.push_str(line_break);
        }
        text
    })
}

/// A page of up to 40 lines, each as some fixture has it or an oddity alone.
pub fn lines() -> impl Strategy<Value = String> {
    let oddity = any::<Index>().prop_map(|i| *i.get(ODDITIES));
    let line = any::<Index>().prop_map(|i| *i.get(&LINES));
    prop::collection::vec(prop_oneof![3 => line, 1 => oddity], 0..40).prop_map(|lines| lines.join("\n"))
}

/// A change to the bytes of a page.
#[derive(Clone, Debug)]
enum Mutation {
    Delete(Index, usize),
    Insert(Index, Vec<u8>),
    Repeat(Index, usize),
    Splice(Index, Index, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<Index>(), 1usize..40).prop_map(|(at, n)| Mutation::Delete(at, n)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(at, i)| Mutation::Insert(at, i.get(ODDITIES).as_bytes().to_vec())),
        (any::<Index>(), 1usize..300).prop_map(|(at, n)| Mutation::Repeat(at, n)),
        (any::<Index>(), any::<Index>(), 1usize..400).prop_map(|(at, from, n)| Mutation::Splice(at, from, n)),
    ]
}

/// A page of the fixtures with some of its bytes changed, often inside a character.
pub fn mutated() -> impl Strategy<Value = Vec<u8>> {
    (any::<Index>(), prop::collection::vec(mutation(), 1..12)).prop_map(|(page, mutations)| {
        let mut bytes = page.get(&ALL).text.clone().into_bytes();
        for mutation in mutations {
            mutate(&mut bytes, &mutation);
        }
        bytes
    })
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let place = |at: &Index, n: usize| {
        let start = at.index(bytes.len() + 1);
        (start, (start + n).min(bytes.len()))
    };
    match mutation {
        Mutation::Delete(at, n) => {
            let (start, end) = place(at, *n);
            bytes.drain(start..end);
        }
        Mutation::Insert(at, new) => {
            let (start, _) = place(at, 0);
            bytes.splice(start..start, new.iter().copied());
        }
        Mutation::Repeat(at, n) => {
            let (start, end) = place(at, *n);
            bytes.extend_from_within(start..end);
        }
        Mutation::Splice(at, from, n) => {
            let (start, _) = place(at, 0);
            let other = from.get(&ALL).text.as_bytes();
            let first = from.index(other.len());
            bytes.splice(start..start, other[first..(first + n).min(other.len())].iter().copied());
        }
    }
}

/// Bytes of every sort: any at all, any text, any text in UTF-16 with or without its mark.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let wide = (any::<String>(), any::<bool>(), any::<bool>()).prop_map(|(text, marked, big)| {
        let mark = if marked { "\u{feff}" } else { "" };
        let units: Vec<u16> = mark.encode_utf16().chain(text.encode_utf16()).collect();
        units.iter().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    });
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        prop::collection::vec(prop_oneof![Just(0u8), Just(b'\n'), Just(0xD0), Just(0xE2), any::<u8>()], 0..200),
        any::<String>().prop_map(String::into_bytes),
        "\\PC{0,200}".prop_map(String::into_bytes),
        wide,
    ]
}
