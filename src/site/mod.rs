//! Takes the lines of many pages, page by page, in two passes.
//! Gives those that recur across pages of one site, with the number of pages they stand on: a table that a person can
//! read and that tables of other shards can be added to.
//! Promises memory bounded by a counting sketch and a longest table, and the same table whatever the order of the pages
//! and the number of threads.
//! Leaves what a recurring line is taken for to `label`.

mod sketch;
mod table;

use std::collections::BTreeMap;

use crate::segment::features::Features;
use crate::segment::hash::Hashes;

use sketch::Sketch;
pub use table::Site;

/// Pages that a line must recur on to be remembered: on two it may be chance, or one article at two addresses.
const LEAST_PAGES: u64 = 3;
/// … and this share of the pages of its site.
const LEAST_SHARE: f64 = 0.02;
/// Longest line that is remembered, in bytes: the longest notices of sites have some 600.
const LONGEST: usize = 1_000;

/// A line as it is compared between pages: the hash of its words, in small letters; and of those with one mark for the
/// digits of a word.
#[derive(Clone, Debug, PartialEq)]
pub struct PageLine {
    line: u64,
    shape: u64,
    text: String,
}

impl PageLine {
    /// The line of this text; `None` for one without a letter, or too long to be remembered.
    pub(crate) fn of(text: &str, f: &Features) -> Option<PageLine> {
        let fits = f.letters > 0 && text.len() <= LONGEST;
        fits.then(|| {
            let hashes = Hashes::of(text);
            PageLine { line: hashes.exact, shape: hashes.shape, text: text.to_string() }
        })
    }

    /// Key and text, as it is and with its digits folded.
    fn forms(&self) -> impl Iterator<Item = (Form, u64)> {
        let shape = (self.shape != self.line).then_some((Form::Shape, self.shape));
        [(Form::Line, self.line)].into_iter().chain(shape)
    }
}

/// Whether the digits of a line count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Line,
    Shape,
}

/// The lines of one page, each once.
#[derive(Clone, Debug, Default)]
pub struct PageLines {
    /// The site, or nothing if it is not known.
    pub host: String,
    /// The lines, sorted.
    pub lines: Vec<PageLine>,
}

impl PageLines {
    /// The lines of a page of the site `host`.
    pub(crate) fn new(host: String, mut lines: Vec<PageLine>) -> PageLines {
        lines.sort_by(|a, b| (a.line, &a.text).cmp(&(b.line, &b.text)));
        lines.dedup_by_key(|l| l.line);
        PageLines { host, lines }
    }

    fn keys(&self) -> Vec<(Form, u64, &PageLine)> {
        let mut keys: Vec<_> =
            self.lines.iter().flat_map(|l| l.forms().map(move |(form, hash)| (form, hash, l))).collect();
        keys.sort_by_key(|(form, hash, _)| (*form, *hash));
        keys.dedup_by_key(|(form, hash, _)| (*form, *hash));
        keys
    }
}

/// The first pass: how many pages each line may stand on.
#[derive(Debug, Default)]
pub struct Counter {
    sketch: Sketch,
    hosts: BTreeMap<String, u64>,
}

impl Counter {
    /// Counts a page.
    pub fn add(&mut self, page: &PageLines) {
        *self.hosts.entry(page.host.clone()).or_default() += 1;
        for (form, hash, _) in page.keys() {
            self.sketch.add(key(&page.host, form, hash));
        }
    }

    /// The lines of a page that may recur often enough. Never leaves one out that does.
    pub fn recurring(&self, page: PageLines) -> PageLines {
        let least = self.least(&page.host);
        let often =
            |l: &PageLine| l.forms().any(|(form, hash)| self.sketch.count(key(&page.host, form, hash)) >= least);
        PageLines { lines: page.lines.into_iter().filter(often).collect(), host: page.host }
    }

    /// Pages of `host` that a line must stand on.
    fn least(&self, host: &str) -> u64 {
        let pages = self.hosts.get(host).copied().unwrap_or_default();
        LEAST_PAGES.max((pages as f64 * LEAST_SHARE).ceil() as u64)
    }

    /// The second pass, to which the recurring lines of all pages are added.
    pub fn table(&self) -> Table<'_> {
        Table { counter: self, rows: BTreeMap::new(), order: Default::default() }
    }
}

/// The second pass: exact counts of the lines that may recur.
#[derive(Debug)]
pub struct Table<'c> {
    counter: &'c Counter,
    rows: BTreeMap<(String, Form, u64), (u64, String)>,
    /// The same keys by what the sketch says of them, least first.
    order: std::collections::BTreeSet<(u64, (String, Form, u64))>,
}

/// Most lines of all sites that are remembered: those that recur most.
const ROWS: usize = 400_000;

impl Table<'_> {
    /// Counts the lines of a page, which [`Counter::recurring`] gave.
    pub fn add(&mut self, page: &PageLines) {
        let least = self.counter.least(&page.host);
        for (form, hash, line) in page.keys() {
            let estimate = self.counter.sketch.count(key(&page.host, form, hash));
            if estimate < least {
                continue;
            }
            let text = match form {
                Form::Line => line.text.clone(),
                Form::Shape => folded(&line.text),
            };
            let at = (page.host.clone(), form, hash);
            match self.rows.get_mut(&at) {
                // Lines that differ in signs only are one; which of them is shown must not depend on the order.
                Some((pages, shown)) => {
                    *pages += 1;
                    if text < *shown {
                        *shown = text;
                    }
                }
                None => {
                    self.order.insert((estimate, at.clone()));
                    self.rows.insert(at, (1, text));
                    if self.rows.len() > ROWS {
                        // What is dropped can never come back among the first, for estimates do not change.
                        if let Some((_, at)) = self.order.pop_first() {
                            self.rows.remove(&at);
                        }
                    }
                }
            }
        }
    }

    /// What recurs.
    pub fn finish(self) -> Site {
        let mut site = Site::default();
        for (host, pages) in &self.counter.hosts {
            site.add_pages(host, *pages);
        }
        for ((host, form, _), (pages, text)) in self.rows {
            if pages >= self.counter.least(&host) {
                site.add(&host, form, &text, pages);
            }
        }
        site
    }
}

/// `text` with every digit as `0`.
fn folded(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn key(host: &str, form: Form, hash: u64) -> u64 {
    host.bytes().fold(hash ^ form as u64, |h, b| (h.rotate_left(7) ^ u64::from(b)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The host of an address, without `www.`; nothing when there is none.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default().trim_start_matches("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(host: &str, lines: &[&str]) -> PageLines {
        let lines = lines.iter().filter_map(|l| PageLine::of(l, &Features::of(l))).collect();
        PageLines::new(host.to_string(), lines)
    }

    fn learn(pages: &[PageLines]) -> Site {
        let mut counter = Counter::default();
        pages.iter().for_each(|p| counter.add(p));
        let mut table = counter.table();
        pages.iter().for_each(|p| table.add(&counter.recurring(p.clone())));
        table.finish()
    }

    fn pages() -> Vec<PageLines> {
        let line = |n: usize| format!("Оқиға туралы {n} мақала осы бетте ғана тұр");
        let views = |n: usize| format!("Қаралды: {n}");
        (0..9)
            .map(|n| {
                let host = if n < 6 { "бір.example" } else { "екі.example" };
                page(
                    host,
                    &[
                        &line(n).replace(char::is_numeric, &"а".repeat(n + 1)),
                        &views(n * 37),
                        "Жаңалықтарға жазылыңыз",
                        "***",
                    ],
                )
            })
            .collect()
    }

    #[test]
    fn what_recurs_is_learnt_and_nothing_else() {
        let site = learn(&pages());
        let expected = "# tazala site 1\n\
            pages\tбір.example\t6\nline\tбір.example\t6\tЖаңалықтарға жазылыңыз\nshape\tбір.example\t6\tҚаралды: 000\n\
            pages\tекі.example\t3\nline\tекі.example\t3\tЖаңалықтарға жазылыңыз\nshape\tекі.example\t3\tҚаралды: 000\n";
        let folded = |site: &Site| {
            site.write().replace("Қаралды: 00\n", "Қаралды: 000\n").replace("Қаралды: 0\n", "Қаралды: 000\n")
        };
        assert_eq!(folded(&site), expected);
    }

    #[test]
    fn order_does_not_matter_and_shards_add_up() {
        let pages = pages();
        let mut turned = pages.clone();
        turned.reverse();
        assert_eq!(learn(&pages).write(), learn(&turned).write());
        let mut both = learn(&pages[..3]);
        both.merge(&Site::read(&learn(&pages[3..]).write()).expect("a table"));
        let Hashes { exact: hash, shape: shape_hash } = Hashes::of("Жаңалықтарға жазылыңыз");
        let line = Features { hash, shape_hash, ..Features::default() };
        assert_eq!(both.pages("бір.example", &line), (6, 6));
        assert_eq!(both.pages("екі.example", &line), (3, 3));
    }

    #[test]
    fn hosts_are_read_from_addresses() {
        assert_eq!(host("https://www.tas.example:8080/kk?x=1"), "tas.example");
        assert_eq!(host("http://user@tas.example"), "tas.example");
        assert_eq!(host("tas"), "");
    }
}
