//! Pages labelled by hand, as `fixtures/README.md` describes them.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reasons for which keeping or dropping words is equally right.
const NEUTRAL: &[&str] = &["byline", "caption", "kicker", "stub"];

/// A page and what a careful editor makes of it.
#[derive(Clone, Debug)]
pub struct Gold {
    /// Name of the page without its ending.
    pub name: String,
    /// The page.
    pub page: String,
    /// Its articles, in order.
    pub articles: Vec<Article>,
    /// What does not belong to them.
    pub cuts: Vec<Cut>,
}

/// An article as it should come out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Article {
    pub title: Option<String>,
    pub text: String,
    pub date: Option<String>,
    pub language: String,
    pub source_url: Option<String>,
    pub byline: Option<String>,
    /// Other answers that are as good; `None`: leaving it out is.
    pub title_accept: Vec<Option<String>>,
    pub date_accept: Vec<Option<String>>,
    pub source_url_accept: Vec<Option<String>>,
    pub edits: Vec<Edit>,
}

/// A place where the article must differ from the page.
#[derive(Clone, Debug, Deserialize)]
pub struct Edit {
    pub from: String,
    pub to: Option<String>,
    pub kind: String,
    /// Other repairs that are as good.
    #[serde(default)]
    pub accept: Vec<String>,
}

/// A line, or with `inline` a part of one, that is not of an article.
#[derive(Clone, Debug, Deserialize)]
pub struct Cut {
    /// 1-based.
    pub line_no: usize,
    pub text: String,
    pub reason: String,
    #[serde(default)]
    pub inline: bool,
}

impl Cut {
    /// True when keeping it is as good as dropping it.
    pub fn is_neutral(&self) -> bool {
        NEUTRAL.contains(&self.reason.as_str())
    }
}

/// Labelled pages and a fingerprint of them.
#[derive(Debug)]
pub struct Corpus {
    pub pages: Vec<Gold>,
    /// Of all names and bytes, labels included.
    pub digest: String,
}

/// Reads the pages of a folder; the labels stand beside them or in a folder of their own.
pub fn read(pages: &Path, labels: &Path) -> Corpus {
    let mut paths: Vec<PathBuf> = fs::read_dir(pages)
        .unwrap_or_else(|e| panic!("{}: {e}", pages.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let mut digest = Digest::default();
    let mut load = |path: &Path| {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        digest.add(path.file_name().map(|n| n.as_encoded_bytes()).unwrap_or_default());
        digest.add(text.as_bytes());
        text
    };
    let pages = paths.iter().map(|path| {
        let name = path.file_stem().and_then(|n| n.to_str()).expect("a name").to_string();
        Gold {
            page: load(path),
            articles: rows(&load(&labels.join(&name).with_extension("jsonl"))),
            cuts: rows(&load(&labels.join(&name).with_extension("removed.jsonl"))),
            name,
        }
    });
    Corpus { pages: pages.collect(), digest: digest.finish() }
}

fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

/// FNV-1a in 64 bits: enough to see that a corpus is another one.
#[derive(Debug)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Adds bytes, and that they end here.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().copied().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Sixteen hexadecimal digits.
    pub fn finish(&self) -> String {
        format!("{:016x}", self.0)
    }
}
