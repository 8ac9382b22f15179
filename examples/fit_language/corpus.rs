//! Reads the training files and draws texts from them.

use std::{
    collections::HashMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::random::Random;

/// Shares of the texts drawn from running text, from interface strings and from lists of terms; what a language lacks
/// goes to the others in proportion. Lists repeat the names of months and countries, which many languages share.
const SHARES: [f32; 3] = [0.6, 0.33, 0.07];
/// Shares of single words and of phrases among the texts drawn; the rest are whole lines.
const WORDS: f32 = 0.6;
const PHRASES: f32 = 0.3;
/// Share of the single words that come from a word list where there is one.
const LISTED: f32 = 0.25;
/// Single words shorter than this many letters are drawn again, up to [`TRIES`] times.
const SHORT: usize = 4;
/// See [`SHORT`].
const TRIES: usize = 2;
/// Words of a whole line that are used.
const LINE_WORDS: usize = 24;
/// Sources by the start of their name in `sources.tsv`: running text, and lists of terms. All others are interfaces.
const RUNNING: [&str; 3] = ["common-voice", "LASER", "udhr"];
/// See [`RUNNING`].
const TERMS: [&str; 1] = ["cldr"];
/// The source whose single words with a capital are names.
const NAMES: &str = "mimesis";

/// Text of one language in one script.
#[derive(Default)]
pub struct Corpus {
    /// Lines by kind, in the order of [`SHARES`].
    lines: [Vec<String>; 3],
    /// A list of words.
    words: Vec<String>,
    /// Names of people and places, without endings.
    names: Vec<String>,
}

/// All corpora, by file name without ending.
pub struct Corpora(HashMap<&'static str, Corpus>);

/// Every corpus and the files it is read from.
const FILES: [(&str, &[&str]); 41] = [
    ("kk", &["kk", "kk.news"]),
    ("ru", &["ru"]),
    ("en", &["en"]),
    ("ky", &["ky"]),
    ("tt", &["tt"]),
    ("ba", &["ba"]),
    ("uz-Cyrl", &["uz-Cyrl", "uz-Cyrl.derived"]),
    ("uz-Latn", &["uz-Latn"]),
    ("mn", &["mn"]),
    ("uk", &["uk"]),
    ("be", &["be"]),
    ("bg", &["bg"]),
    ("sr", &["sr"]),
    ("mk", &["mk"]),
    ("tg", &["tg"]),
    ("az-Cyrl", &["az-Cyrl"]),
    ("cv", &["cv"]),
    ("sah", &["sah"]),
    ("az", &["az"]),
    ("tr", &["tr"]),
    ("de", &["de"]),
    ("fr", &["fr"]),
    ("es", &["es"]),
    ("it", &["it"]),
    ("pt", &["pt"]),
    ("nl", &["nl"]),
    ("pl", &["pl"]),
    ("cs", &["cs"]),
    ("sk", &["sk"]),
    ("sl", &["sl"]),
    ("hr", &["hr"]),
    ("ro", &["ro"]),
    ("hu", &["hu"]),
    ("fi", &["fi"]),
    ("sv", &["sv"]),
    ("et", &["et"]),
    ("lv", &["lv"]),
    ("kk-Arab", &["kk-Arab"]),
    ("ar", &["ar"]),
    ("fa", &["fa"]),
    ("ug", &["ug"]),
];

/// Word lists that help with single words: corpus, file.
const LISTS: [(&str, &str); 2] = [("kk", "words.kk.forms.txt"), ("ru", "words.ru.forms.txt")];

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

impl Corpora {
    /// Reads all of [`FILES`] and [`LISTS`].
    pub fn read(folder: &Path) -> Result<Self> {
        let sources = fs::read_to_string(folder.join("sources.tsv"))?;
        let mut corpora = HashMap::new();
        for (name, files) in FILES {
            let corpus: &mut Corpus = corpora.entry(name).or_default();
            for file in files {
                let file = format!("{file}.txt.xz");
                let kind = kinds(&sources, &file);
                for (number, line) in unpack(folder.join(&file))?.lines().enumerate() {
                    let (kind, names) = kind(number + 1);
                    if names && line.starts_with(char::is_uppercase) && !line.contains(' ') {
                        corpus.names.push(line.to_owned());
                    }
                    corpus.lines[kind].push(line.to_owned());
                }
            }
        }
        for (name, file) in LISTS {
            let list = unpack(folder.join(format!("{file}.xz")))?;
            corpora.entry(name).or_default().words = list.lines().map(str::to_owned).collect();
        }
        Ok(Self(corpora))
    }

    /// The corpus of that name.
    pub fn of(&self, name: &str) -> &Corpus {
        &self.0[name]
    }
}

impl Corpus {
    /// A name.
    pub fn name(&self, random: &mut Random) -> &str {
        random.pick::<String>(&self.names)
    }

    /// A word, a phrase or a line.
    pub fn draw(&self, random: &mut Random) -> String {
        let kind = random.fraction();
        if kind < WORDS && !self.words.is_empty() && random.chance(LISTED) {
            return random.pick(&self.words).clone();
        }
        let share = |kind: usize| if self.lines[kind].is_empty() { 0.0 } else { SHARES[kind] };
        let mut at = random.fraction() * (share(0) + share(1) + share(2));
        let found = (0..SHARES.len()).find(|&kind| {
            at -= share(kind);
            at < 0.0
        });
        // Rounding may leave a rest; the first kind that has lines takes it.
        let first = || self.lines.iter().position(|lines| !lines.is_empty()).unwrap_or(0);
        let lines = &self.lines[found.unwrap_or_else(first)];
        let line = random.pick(lines);
        let words: Vec<&str> = line.split_whitespace().collect();
        let length = if kind < WORDS {
            1
        } else if kind < WORDS + PHRASES {
            2 + random.below(4)
        } else {
            LINE_WORDS
        };
        if words.len() <= length {
            return line.clone();
        }
        let mut start = random.below(words.len() - length + 1);
        if length == 1 {
            // A short word is hardly ever asked about alone.
            for _ in 0..TRIES {
                if words[start].chars().count() >= SHORT {
                    break;
                }
                start = random.below(words.len());
            }
        }
        words[start..start + length].join(" ")
    }
}

/// The kind of each line of `file`, as an index into [`SHARES`], and whether it may be a name; a file that the sources do not list is running text.
fn kinds(sources: &str, file: &str) -> impl Fn(usize) -> (usize, bool) {
    let starts = |source: &str, names: &[&str]| names.iter().any(|name| source.starts_with(name));
    let ranges: Vec<(usize, usize, usize, bool)> = sources
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] == file)
        .filter_map(|fields| {
            let kind = match fields[3] {
                source if starts(source, &RUNNING) => 0,
                source if starts(source, &TERMS) => 2,
                _ => 1,
            };
            Some((fields[1].parse().ok()?, fields[2].parse().ok()?, kind, fields[3].starts_with(NAMES)))
        })
        .collect();
    move |number| {
        let range = ranges.iter().find(|range| (range.0..=range.1).contains(&number));
        range.map_or((0, false), |range| (range.2, range.3))
    }
}

fn unpack(file: PathBuf) -> Result<String> {
    let output = Command::new("xz").arg("-dc").arg(&file).output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", file.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
