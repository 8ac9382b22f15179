//! Fits the word lists under `src/words/data` from the training word counts.
//!
//!     cargo run --release --example fit_words -- ../shared/train src/words/data
//!
//! `kk.fst` is a finite-state map (crate `fst`) from a word in lower case to its weight: 0 for a
//! word that only a dictionary attests, otherwise 1 + log2 of its count. The others hold words
//! without weights, which makes them half the size. Only the permissive files
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
    fit(train, &["words.kk.tsv.xz", "words.kk.once.txt.xz"], &data.join("kk.fst"), true)?;
    fit(train, &["words.kk.forms.txt.xz"], &data.join("kk_forms.fst"), false)?;
    fit(train, &["words.ru.tsv.xz", "words.ru.forms.txt.xz"], &data.join("ru.fst"), false)?;
    Ok(())
}

/// Reads `files` (word, optional tab and count; a file without counts attests one occurrence when
/// it is a list of text words) and writes the map.
fn fit(train: &Path, files: &[&str], out: &Path, weighted: bool) -> Result<(), Box<dyn Error>> {
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for file in files {
        // Forms made by affix rules are attested by no text.
        let default = if file.contains("forms") { 0 } else { 1 };
        let mut child = Command::new("xz").arg("-dc").arg(train.join(file)).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no output of xz")?;
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            let (word, count) = match line.split_once('\t') {
                Some((word, count)) => (word, count.parse()?),
                None => (line.as_str(), default),
            };
            if word.len() <= MAX_BYTES && word.chars().count() >= 2 {
                let weight = if count == 0 { 0 } else { 1 + u64::from(u64::ilog2(count)) };
                let entry = words.entry(word.to_string()).or_insert(0);
                *entry = weight.max(*entry);
            }
        }
        if !child.wait()?.success() {
            return Err(format!("xz failed on {file}").into());
        }
    }
    let mut map = fst::MapBuilder::new(BufWriter::new(std::fs::File::create(out)?))?;
    for (word, weight) in &words {
        map.insert(word, if weighted { *weight } else { 0 })?;
    }
    map.finish()?;
    println!("{}: {} words, {} bytes", out.display(), words.len(), std::fs::metadata(out)?.len());
    Ok(())
}
