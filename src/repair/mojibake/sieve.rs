//! Which of the hundred mix-ups may have befallen some words, by how common single signs are.
//!
//! Pairs of letters tell far better, but asking them about every mix-up is what a damaged line would
//! cost most. Here a mix-up costs an addition a sign; the few that promise most go on to the pairs.

use std::sync::LazyLock;

use super::line::Line;
use super::mixup::{self, Mixup};
use super::reading::KEPT;
use crate::decode::code_page::CodePage;
use crate::decode::model::{Model, NAT};
use crate::decode::singles::Singles;

/// Most signs that are looked at.
const SIGNS: usize = 64;
/// What single signs may cost more, in nats: a capital inside a word shows in pairs only.
const SLACK: u32 = 6;
/// Mix-ups of code pages that go on.
const BEST: usize = 12;

/// What the bytes of a page cost by themselves.
type Costs = Box<[u16; 256]>;

/// The pages that text can really be in, and for every mix-up the place of its page among them.
static TABLES: LazyLock<(Vec<Costs>, Vec<Option<usize>>)> = LazyLock::new(|| {
    let mut pages: Vec<&CodePage> = Vec::new();
    let places = mixup::all().iter().map(|m| {
        let page = m.really?;
        let known = pages.iter().position(|known| std::ptr::eq(*known, page));
        Some(known.unwrap_or_else(|| {
            pages.push(page);
            pages.len() - 1
        }))
    });
    let places = places.collect();
    let costs = |page: &&CodePage| Box::new(std::array::from_fn(|byte| Singles::fetch().cost(page.glyphs[byte])));
    (pages.iter().map(costs).collect(), places)
});

/// The signs of some words as the bytes of a page.
struct Signs<'a> {
    page: Option<&'static CodePage>,
    /// Bytes of those that the page has.
    bytes: [u8; SIGNS],
    count: usize,
    /// What those cost that it has not.
    kept: u32,
    /// True when it has enough of them to be what the words were read as.
    fits: bool,
    /// All of them, with what each costs.
    all: &'a [(char, u16)],
}

impl Signs<'_> {
    fn read_as(&mut self, page: &'static CodePage) {
        (self.page, self.count, self.kept) = (Some(page), 0, 0);
        for (c, cost) in self.all {
            match page.byte(*c) {
                Some(byte) => {
                    self.bytes[self.count] = byte;
                    self.count += 1;
                }
                None => self.kept += u32::from(*cost) + KEPT * NAT,
            }
        }
        self.fits = (self.all.len() - self.count) * 4 <= self.all.len() * 3;
    }

    /// True when some signs in a row are a sequence of UTF-8.
    fn holds_sequence(&self) -> bool {
        let bytes = &self.bytes[..self.count];
        bytes.windows(2).any(|pair| matches!(pair, [0xc2..=0xf4, 0x80..=0xbf]))
    }
}

/// The mix-ups that promise to make `words` likelier; those of UTF-8 and the Kazakh fonts as soon as
/// they can be it.
pub(super) fn sift(words: &Line, model: &Model) -> Vec<Mixup> {
    let singles = Singles::fetch();
    let all: Vec<(char, u16)> =
        words.chars.iter().filter(|c| !c.is_ascii()).take(SIGNS).map(|c| (*c, singles.cost(model.glyph(*c)))).collect();
    let as_is: u32 = all.iter().map(|(_, cost)| u32::from(*cost)).sum();
    let mut signs = Signs { page: None, bytes: [0; SIGNS], count: 0, kept: 0, fits: false, all: &all };
    let mut mixups = Vec::new();
    let mut found: Vec<(u32, &Mixup)> = Vec::new();
    let (tables, places) = &*TABLES;
    for (m, place) in mixup::all().iter().zip(places) {
        // Mix-ups with the same page stand together.
        if !signs.page.is_some_and(|page| std::ptr::eq(page, m.read_as)) {
            signs.read_as(m.read_as);
        }
        if !signs.fits {
            continue;
        }
        let Some(place) = place else {
            mixups.extend(signs.holds_sequence().then_some(*m));
            continue;
        };
        // Where a letter or two are wrong, only their neighbours can tell.
        if m.is_kazakh_font() {
            mixups.push(*m);
            continue;
        }
        let costs = &tables[*place];
        let cost: u32 = signs.bytes[..signs.count].iter().map(|b| u32::from(costs[usize::from(*b)])).sum();
        let cost = cost + signs.kept + m.prior * NAT;
        if cost < as_is + SLACK * NAT {
            found.push((cost, m));
        }
    }
    found.sort_by_key(|(cost, _)| *cost);
    mixups.extend(found.into_iter().take(BEST).map(|(_, m)| *m));
    mixups
}
