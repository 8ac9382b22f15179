//! What the markup of a page says of the lines of its flat text, where nobody has labelled them.
//!
//! Of many pages only a few snippets are known. Their HTML is judged far better than their flat text can be, so that
//! what it keeps is what the looks at flat text are to learn from such pages.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use tazala::config::Config;
use tazala::document::Document;
use tazala::pipeline::Cleaner;

/// Of a hundred lines with snippets, those that the markup must be right about if its page is to teach anything.
const RIGHT: usize = 75;

/// Words in a row that stand for a line that is not in the text as it is.
const RUN: usize = 4;

/// Adds to the labels of a flat page those that its HTML gives; `false` if there is none to be trusted, and nothing added.
pub fn label(html: &Path, text: &str, labels: &mut [Option<bool>]) -> bool {
    let Some((kept, titles)) = kept(html) else { return false };
    let lines: HashSet<String> = kept.lines().map(plain).collect();
    let words = words(&kept);
    let runs: HashSet<&[&str]> = words.windows(RUN).collect();
    let of = |line: &str| -> bool {
        let own = self::words(line);
        let known = own.windows(RUN).filter(|run| runs.contains(run)).count();
        lines.contains(&plain(line)) || own.len() >= RUN && known * 2 > own.len() - RUN
    };
    let told: Vec<bool> = text.split('\n').map(of).collect();
    let known = || labels.iter().zip(&told).filter_map(|(label, told)| Some((*label)? == *told));
    let (right, all) = (known().filter(|right| *right).count(), known().count());
    if all == 0 || right * 100 < all * RIGHT {
        return false;
    }
    for ((label, told), line) in labels.iter_mut().zip(told).zip(text.split('\n')) {
        // The headline is neither text nor not.
        if !line.trim().is_empty() && !titles.contains(&plain(line)) {
            *label = label.or(Some(told));
        }
    }
    true
}

/// What is kept of a page of HTML, and its titles.
fn kept(path: &Path) -> Option<(String, Vec<String>)> {
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
    let document = Document { bytes: bytes.into(), html: true, ..Document::default() };
    let page = Cleaner::new(Config::default()).clean(&document);
    let texts: Vec<&str> = page.articles.iter().map(|a| a.text.as_str()).collect();
    let titles = page.articles.iter().filter_map(|a| a.title.as_deref()).map(plain).collect();
    Some((texts.join("\n"), titles))
}

fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}
