//! Fits the word lists under `src/words/data` from the training word counts.
//!
//!     cargo run --release --example fit_words -- ../shared/train src/words/data
//!
//! `kk.fst` is a finite-state map (crate `fst`) from a word in lower case to its weight: 0 for a
//! word that only a dictionary attests, otherwise 1 + log2 of its count. The others hold words
//! without weights, which makes them half the size; `kk_shared.fst` those Kazakh words that stand in the texts of
//! Kyrgyz, Tatar or Bashkir too. Only the permissive files
//! and the lists made from them are read, never the CC BY-SA ones; origins and licences stand in
//! `src/words/data/README.md`. Needs the `xz` command.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::Path;
use std::process::{Command, Stdio};

/// Words longer than this (in bytes) are compounds that no repair has to look up.
const MAX_BYTES: usize = 48;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (train, data) = match (args.next(), args.next()) {
        (Some(train), Some(data)) => (train, data),
        _ => return Err("usage: fit_words TRAIN_DIR DATA_DIR".into()),
    };
    let (train, data) = (Path::new(&train), Path::new(&data));
    let attested = read(train, &["words.kk.tsv.xz", "words.kk.once.txt.xz", "kk.news.txt.xz"])?;
    let forms = read(train, &["words.kk.forms.txt.xz"])?;
    let mut shared = read(train, &["ky.txt.xz", "tt.txt.xz", "ba.txt.xz"])?;
    shared.retain(|word, _| attested.contains_key(word) || forms.contains_key(word));
    write(&attested, &data.join("kk.fst"), true)?;
    write(&forms, &data.join("kk_forms.fst"), false)?;
    write(&shared, &data.join("kk_shared.fst"), false)?;
    write(&read(train, &["words.ru.tsv.xz", "words.ru.forms.txt.xz"])?, &data.join("ru.fst"), false)
}

/// Words and how often they are attested.
type Counts = BTreeMap<String, u64>;

/// Reads `files` (word, optional tab and count). A list without counts attests one occurrence of each word, one of
/// forms none; a file of sentences counts its words.
fn read(train: &Path, files: &[&str]) -> Result<Counts, Box<dyn Error>> {
    let mut words = Counts::new();
    for file in files {
        let mut child = Command::new("xz").arg("-dc").arg(train.join(file)).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no output of xz")?;
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if file.starts_with("words.") {
                let (word, count) = match line.split_once('\t') {
                    Some((word, count)) => (word, count.parse()?),
                    None => (line.as_str(), if file.contains("forms") { 0 } else { 1 }),
                };
                add(&mut words, word, count);
            } else {
                let letters = |c: char| !(c.is_alphabetic() || c == '-');
                line.to_lowercase().split(letters).for_each(|word| add(&mut words, word.trim_matches('-'), 1));
            }
        }
        if !child.wait()?.success() {
            return Err(format!("xz failed on {file}").into());
        }
    }
    Ok(words)
}

/// Writes the map of `words`.
fn write(words: &Counts, out: &Path, weighted: bool) -> Result<(), Box<dyn Error>> {
    let mut map = fst::MapBuilder::new(BufWriter::new(std::fs::File::create(out)?))?;
    for (word, count) in words {
        let weight = if *count == 0 || !weighted { 0 } else { 1 + u64::from(count.ilog2()) };
        map.insert(word, weight)?;
    }
    map.finish()?;
    println!("{}: {} words, {} bytes", out.display(), words.len(), std::fs::metadata(out)?.len());
    Ok(())
}

fn add(words: &mut Counts, word: &str, count: u64) {
    let cyrillic = word.chars().all(|c| matches!(c, '\u{400}'..='\u{52f}' | '-'));
    if cyrillic && word.len() <= MAX_BYTES && word.chars().count() >= 2 {
        *words.entry(word.to_string()).or_insert(0) += count;
    }
}
