//! The decoded page back from its records.
//!
//! A record written with the full audit tells what became of each byte of its part of the page:
//! kept (and perhaps edited), removed, or white space between. Laid side by side these must tile
//! that part; a record for which they do not is an error, never a guess.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A record as far as it is needed to rebuild its part of the page.
#[derive(Debug, Deserialize)]
pub struct Record<'a> {
    /// The article's identity.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// Where the page came from.
    #[serde(borrow)]
    pub source: Source<'a>,
    /// Number of the article on its page, and how many there are.
    pub part: (u32, u32),
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    removed: Option<&'a RawValue>,
    #[serde(borrow)]
    edits: Option<&'a RawValue>,
    #[serde(borrow)]
    audit: Option<Tiling<'a>>,
}

/// The record's `source`.
#[derive(Debug, Deserialize)]
pub struct Source<'a> {
    /// Name of the input.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// Number of the page in its input.
    pub page: u32,
    /// Line of the input where the page begins.
    pub line: u64,
    /// Address of the page.
    #[serde(borrow)]
    pub url: Option<Cow<'a, str>>,
    /// Number of the part, if the page was over the limit.
    pub cut: Option<u32>,
    /// Other fields of the input's record.
    #[serde(borrow)]
    pub fields: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Tiling<'a> {
    span: (usize, usize),
    kept: Vec<(usize, usize)>,
    #[serde(borrow)]
    gaps: Vec<Gap<'a>>,
}

#[derive(Debug, Deserialize)]
struct Gap<'a>(usize, #[serde(borrow)] Cow<'a, str>);

#[derive(Debug, Deserialize)]
struct Removal<'a> {
    span: (usize, usize),
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
struct Edit<'a> {
    span: (usize, usize),
    #[serde(borrow)]
    before: Cow<'a, str>,
    #[serde(borrow)]
    after: Cow<'a, str>,
}

impl<'a> Record<'a> {
    /// Reads one line of records.
    pub fn parse(line: &'a str) -> Result<Record<'a>, String> {
        serde_json::from_str(line).map_err(|e| format!("not a record: {e}"))
    }

    /// Adds the article's part of the page to `page`, which must end where the part begins.
    pub fn restore(&self, page: &mut String) -> Result<(), String> {
        let fault = |message: String| format!("record {:?}: {message}", self.id);
        let (Some(tiling), Some(removed), Some(edits)) = (&self.audit, self.removed, self.edits) else {
            return Err(fault("written without `--audit full`".into()));
        };
        let removed: Vec<Removal<'_>> =
            serde_json::from_str(removed.get()).map_err(|e| fault(format!("\"removed\": {e}")))?;
        let edits: Vec<Edit<'_>> = serde_json::from_str(edits.get()).map_err(|e| fault(format!("\"edits\": {e}")))?;
        if tiling.span.0 != page.len() {
            let message = format!("begins at byte {}, but the page so far ends at {}", tiling.span.0, page.len());
            return Err(fault(message));
        }
        let mut kept = Kept { text: &self.text, at: 0, edits: &edits };
        let mut pieces: Vec<(usize, usize, Piece<'_>)> = tiling.kept.iter().map(|s| (s.0, s.1, Piece::Kept)).collect();
        pieces.extend(removed.iter().map(|r| (r.span.0, r.span.1, Piece::Given(&r.text))));
        pieces.extend(tiling.gaps.iter().map(|Gap(start, text)| (*start, start + text.len(), Piece::Given(text))));
        // Stable: pieces of the same place (one of them empty) keep their order.
        pieces.sort_by_key(|p| (p.0, p.1));
        for (start, end, piece) in pieces {
            if start != page.len() {
                return Err(fault(format!(
                    "byte {} of the page is told {}",
                    page.len().min(start),
                    match start > page.len() {
                        true => "by nothing",
                        false => "twice",
                    }
                )));
            }
            match piece {
                Piece::Given(text) => page.push_str(text),
                Piece::Kept => kept.undo(start, end, page).map_err(fault)?,
            }
            if page.len() != end {
                return Err(fault(format!("the piece at byte {start} should end at {end}, not at {}", page.len())));
            }
        }
        if page.len() != tiling.span.1 {
            return Err(fault(format!("ends at byte {}, not at {}", page.len(), tiling.span.1)));
        }
        kept.rest().map_err(fault)
    }
}

enum Piece<'a> {
    Kept,
    Given(&'a str),
}

/// The record's text while it is walked, one kept span after another.
struct Kept<'a> {
    text: &'a str,
    at: usize,
    edits: &'a [Edit<'a>],
}

impl Kept<'_> {
    /// Adds what stood at the kept span from `start` to `end` before it was edited.
    fn undo(&mut self, start: usize, end: usize, page: &mut String) -> Result<(), String> {
        // A blank line is written between paragraphs, so not before the first words.
        if self.at > 0 {
            self.expect("\n\n", start)?;
        }
        let from = self.edits.partition_point(|e| e.span.0 < start);
        for edit in self.edits[from..].iter().take_while(|e| e.span.1 <= end) {
            self.copy(edit.span.0.saturating_sub(page.len()), page)?;
            self.expect(&edit.after, edit.span.0)?;
            page.push_str(&edit.before);
        }
        self.copy(end.saturating_sub(page.len()), page)
    }

    fn copy(&mut self, n: usize, page: &mut String) -> Result<(), String> {
        let text = self
            .text
            .get(self.at..self.at + n)
            .ok_or_else(|| format!("the text ends before byte {}", page.len() + n))?;
        page.push_str(text);
        self.at += n;
        Ok(())
    }

    fn expect(&mut self, what: &str, place: usize) -> Result<(), String> {
        match self.text[self.at..].starts_with(what) {
            true => self.at += what.len(),
            false => return Err(format!("at byte {place} of the page the text does not read {what:?}")),
        }
        Ok(())
    }

    fn rest(&self) -> Result<(), String> {
        match self.text.len() - self.at {
            0 => Ok(()),
            n => Err(format!("{n} bytes of the text come from nowhere in the page")),
        }
    }
}
