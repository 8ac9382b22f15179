//! What the benches run on: texts made of the fixtures, the same at every run.

use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of a corpus, roughly: more than fits the first caches.
const BYTES: usize = 512 << 10;

/// Some pages of one kind.
pub struct Corpus {
    pub name: &'static str,
    pub pages: Vec<String>,
}

impl Corpus {
    /// Bytes of all pages.
    pub fn bytes(&self) -> u64 {
        self.pages.iter().map(|page| page.len() as u64).sum()
    }
}

/// Clean prose in each language, whole pages, and the same pages damaged.
pub fn all() -> Vec<Corpus> {
    let pages = || [files("gold", ""), files("pages", "")].concat();
    vec![
        Corpus { name: "prose-kk", pages: filled(files("clean", "kk")) },
        Corpus { name: "prose-ru", pages: filled(files("clean", "ru")) },
        Corpus { name: "prose-en", pages: filled(files("clean", "en")) },
        Corpus { name: "pages", pages: filled(pages()) },
        Corpus { name: "damaged", pages: filled(pages().iter().map(|page| damaged(page)).collect()) },
    ]
}

fn files(folder: &str, prefix: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .filter(|path| path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(prefix.as_bytes())))
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("a page")).collect()
}

fn filled(pages: Vec<String>) -> Vec<String> {
    let mut bytes = 0;
    let enough = |page: &String| {
        let more = bytes < BYTES;
        bytes += page.len();
        more
    };
    pages.iter().cycle().cloned().take_while(enough).collect()
}

/// A page with something wrong on every third line: a look-alike letter, an entity, a tag, a soft hyphen, a lost space
/// or a line of mojibake.
fn damaged(page: &str) -> String {
    let mut out = String::with_capacity(page.len() * 2);
    for (n, line) in page.lines().enumerate() {
        match n % 18 {
            0 => out.push_str(&line.replacen('а', "a", 2)),
            3 => out.push_str(&line.replace(" және ", "&nbsp;және&nbsp;").replace('"', "&quot;")),
            6 => out.push_str(&format!("<span class=\"news\">{line}</span>")),
            9 => out.push_str(&line.replacen("ан", "а\u{ad}н", 3)),
            12 => out.push_str(&line.replace(". ", ".")),
            15 => out.extend(line.bytes().map(char::from)),
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
