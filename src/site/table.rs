//! The table of what recurs on the pages of sites, as text and in memory.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use super::Form;
use crate::segment::features::Features;
use crate::segment::hash::Hashes;

/// The first line of a table.
const MARK: &str = "# tazala site 1";

/// Lines that recur across pages, by site.
#[derive(Clone, Debug, Default)]
pub struct Site(BTreeMap<String, Host>);

#[derive(Clone, Debug, Default)]
struct Host {
    pages: u64,
    /// Pages of each line, and of each shape, with the text that is shown.
    rows: BTreeMap<(Form, u64), (u64, String)>,
    /// The same by hash alone.
    lines: HashMap<u64, u64>,
    shapes: HashMap<u64, u64>,
}

impl Site {
    /// Reads a table.
    ///
    /// The error is a sentence for the user.
    pub fn read(text: &str) -> Result<Site, String> {
        let mut lines = text.lines().enumerate();
        if lines.next().map(|(_, l)| l.trim_end()) != Some(MARK) {
            return Err(format!("not a table of `tazala learn`: its first line is not {MARK:?}"));
        }
        let mut site = Site::default();
        for (n, row) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let mut cells = row.splitn(4, '\t');
            let (kind, host, pages) = (cells.next(), cells.next(), cells.next().and_then(|p| p.parse().ok()));
            match (kind, host, pages, cells.next()) {
                (Some("pages"), Some(host), Some(pages), None) => site.add_pages(host, pages),
                (Some("line"), Some(host), Some(pages), Some(text)) => site.add(host, Form::Line, text, pages),
                (Some("shape"), Some(host), Some(pages), Some(text)) => site.add(host, Form::Shape, text, pages),
                _ => return Err(format!("line {} is no row of a table of `tazala learn`", n + 1)),
            }
        }
        Ok(site)
    }

    /// The table as text: the number of pages of each site, then its lines and shapes.
    pub fn write(&self) -> String {
        let mut out = format!("{MARK}\n");
        for (name, host) in &self.0 {
            let _ = writeln!(out, "pages\t{name}\t{}", host.pages);
            let mut rows: Vec<_> = host.rows.iter().map(|((form, _), (pages, text))| (*form, *pages, text)).collect();
            rows.sort_by(|a, b| (a.0, std::cmp::Reverse(a.1), a.2).cmp(&(b.0, std::cmp::Reverse(b.1), b.2)));
            for (form, pages, text) in rows {
                let form = if form == Form::Line { "line" } else { "shape" };
                let _ = writeln!(out, "{form}\t{name}\t{pages}\t{text}");
            }
        }
        out
    }

    /// Adds the counts of another table, made from other pages.
    pub fn merge(&mut self, other: &Site) {
        for (name, host) in &other.0 {
            self.add_pages(name, host.pages);
            host.rows.iter().for_each(|((form, _), (pages, text))| self.add(name, *form, text, *pages));
        }
    }

    pub(super) fn add_pages(&mut self, host: &str, pages: u64) {
        self.0.entry(host.to_string()).or_default().pages += pages;
    }

    pub(super) fn add(&mut self, host: &str, form: Form, text: &str, pages: u64) {
        // A table is a line a row.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let hashes = Hashes::of(&text);
        let host = self.0.entry(host.to_string()).or_default();
        let hash = if form == Form::Line { hashes.exact } else { hashes.shape };
        let row = host.rows.entry((form, hash)).or_insert_with(|| (0, text.clone()));
        row.0 += pages;
        if text < row.1 {
            row.1 = text;
        }
        let by_hash = if form == Form::Line { &mut host.lines } else { &mut host.shapes };
        by_hash.insert(hash, row.0);
    }

    /// On how many pages of a site the line stands, digits aside where that is more, and how many pages were read.
    pub(crate) fn pages(&self, host: &str, f: &Features) -> (u64, u64) {
        let Some(host) = self.0.get(host) else { return (0, 0) };
        let line = host.lines.get(&f.hash).copied().unwrap_or_default();
        let shape = host.shapes.get(&f.shape_hash).copied().unwrap_or_default();
        (line.max(shape), host.pages)
    }
}
