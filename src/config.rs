//! What the library lets you choose.

use std::sync::Arc;

use crate::repair;
use crate::rule::{Certainty, Rule};
use crate::site::Site;

/// Choices for cleaning; [`Config::default`] is what the tool does without flags.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Apply probable repairs too; otherwise they are flagged with their reading.
    pub probable: bool,
    /// The text is no page, so that a tag or bracket in it may be meant: what is left of markup is flagged, and
    /// removed only by rules that `only` names.
    pub keep_markup: bool,
    /// The text is wanted as its author typed it, as bytes are decoded: letters of another alphabet and digits in words
    /// are flagged with their reading, and mended only by rules that `only` names, or with `probable`.
    pub keep_typing: bool,
    /// Rules that are not to run.
    pub skip: Vec<&'static Rule>,
    /// If not empty: the only repairs and removals that run.
    pub only: Vec<&'static Rule>,
    /// Encoding of the bytes, an encoding label; `None` detects it.
    pub encoding: Option<String>,
    /// Lines that recur across the pages of sites, as `tazala learn` found them.
    pub site: Option<Arc<Site>>,
    /// Bounds on what is held in memory.
    pub limits: Limits,
}

impl Config {
    /// True when `rule` is to run (whether it is applied or flagged is its certainty's matter).
    pub fn runs(&self, rule: &Rule) -> bool {
        (self.skip.is_empty() || !self.skip.iter().any(|r| r.name == rule.name))
            && (self.only.is_empty() || self.only.iter().any(|r| r.name == rule.name))
    }

    /// True when what `rule` proposes is to be applied rather than flagged.
    pub fn applies(&self, rule: &Rule) -> bool {
        let named = || self.only.iter().any(|r| r.name == rule.name);
        let kept = self.keep_markup && repair::takes_markup(rule)
            || self.keep_typing && !self.probable && repair::mends_typing(rule);
        (rule.certainty == Certainty::Certain || self.probable) && (!kept || named())
    }
}

/// Bounds on one unit of work.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest page in bytes; a longer one is cut at a block, line, sentence or character
    /// boundary and goes on as the next part of the same page.
    pub page_bytes: usize,
    /// Most lines a page may have before it is cut likewise.
    pub page_lines: usize,
    /// Longest record of a container (a JSON line, a WARC record, a body after decompression) in
    /// bytes; a longer JSON line is skipped and reported, of a longer page the beginning is taken.
    pub record_bytes: usize,
    /// Most bytes that one byte of a compressed input may give; what comes after is not read. It is
    /// looked at from 16 MiB on. 0 is without bound.
    pub ratio: u64,
}

impl Limits {
    /// The same for pages of HTML, of which an eighth or less is text: eight times the bytes, and any number of lines, as
    /// these say nothing there. So it is not cut where its text would not be.
    pub fn html(self) -> Limits {
        const TIMES: usize = 8;
        Limits { page_bytes: self.page_bytes.saturating_mul(TIMES), page_lines: usize::MAX, ..self }
    }
}

impl Default for Limits {
    /// 1 MiB holds the longest real pages seen (laws of 600 kB) whole, and bounds a worker's memory
    /// to a few megabytes; 20,000 lines keep pages of empty or one-letter lines within it too. 64 MiB
    /// is the largest record seen in published web corpora. Web text compresses 3 to 10 times,
    /// repetitive logs a hundred times, and gzip at most 1,032 times.
    fn default() -> Limits {
        Limits { page_bytes: 1 << 20, page_lines: 20_000, record_bytes: 64 << 20, ratio: 250 }
    }
}
