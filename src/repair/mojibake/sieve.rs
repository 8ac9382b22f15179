//! Which of the hundred mix-ups may have befallen some words, by how common single signs are.
//!
//! Pairs of letters tell far better, but asking them about every mix-up is what a damaged line would
//! cost most. Here a sign costs one addition of rows, which hold what it costs under each mix-up; the
//! few that promise most go on to the pairs.

use std::sync::{LazyLock, OnceLock};

use super::line::Line;
use super::mixup::{self, Mixup};
use super::reading::{self, KEPT};
use crate::decode::code_page::{self, CodePage};
use crate::decode::model::{Model, NAT};
use crate::decode::noise;
use crate::decode::singles::Singles;

/// Most signs that are looked at; so many costs do not overflow a row.
const SIGNS: usize = 64;
/// What single signs may cost more, in nats: a capital inside a word shows in pairs only.
const SLACK: u32 = 6;
/// Mix-ups of code pages that go on.
const BEST: usize = 12;

/// One sequence of UTF-8 in so many signs may be UTF-8; damaged letters are two signs or three each.
const SEQUENCES: usize = 6;

/// Places of a row: no less than there are mix-ups.
const WIDTH: usize = 128;
/// Places for the pages that text is read as.
const PAGES: usize = 16;

/// One sign under every mix-up, in the order of [`mixup::all`].
struct Row {
    /// What it costs read back; nothing for the mix-ups of UTF-8, where one sign is no letter.
    costs: [u16; WIDTH],
    /// 1 for each page that has it.
    had: [u8; PAGES],
    /// A bit for each page that has it, where it is the first byte of a sequence of UTF-8, and where it
    /// is a later one.
    pages: u16,
    leads: u16,
    follows: u16,
    /// A bit for each mix-up of the Kazakh fonts that makes another letter of it.
    fonts: u8,
}

/// The row of no sign.
const EMPTY: Row = Row { costs: [0; WIDTH], had: [0; PAGES], pages: 0, leads: 0, follows: 0, fonts: 0 };

/// The rows of the signs that some page has, and where to find them.
struct Sieve {
    /// The number of the row of a character by its [`code_page::slot`]; row 0 is that of a sign in no page.
    numbers: Vec<u16>,
    /// The same for characters without a slot.
    others: Vec<(char, u16)>,
    rows: Vec<Row>,
    /// For every mix-up the number of the page that its text was read as.
    read_as: Vec<usize>,
}

static SIEVE: LazyLock<Sieve> = LazyLock::new(Sieve::new);

/// The place of `page` among `pages`, put at their end if it was not there.
fn place(pages: &mut Vec<&'static CodePage>, page: &'static CodePage) -> usize {
    pages.iter().position(|known| std::ptr::eq(*known, page)).unwrap_or_else(|| {
        pages.push(page);
        pages.len() - 1
    })
}

impl Sieve {
    fn new() -> Sieve {
        let all = mixup::all();
        let (mut pages, mut really) = (Vec::new(), Vec::new());
        let read_as: Vec<usize> = all.iter().map(|m| place(&mut pages, m.read_as)).collect();
        debug_assert!(all.len() <= WIDTH && pages.len() <= PAGES);
        let makers: Vec<Option<usize>> = all.iter().map(|m| Some(place(&mut really, m.really?))).collect();
        let singles = Singles::fetch();
        // What the bytes of the pages cost that text can really be in.
        let costs: Vec<[u16; 256]> = really.iter().map(|page| page.glyphs.map(|glyph| singles.cost(glyph))).collect();
        let model = Model::new();
        let kazakh_fonts: Vec<&Mixup> = all.iter().filter(|m| m.is_kazakh_font()).collect();
        let row = |c: char| {
            let bytes: Vec<Option<u8>> = pages.iter().map(|page| page.byte(c)).collect();
            let mut row = EMPTY;
            for (number, byte) in bytes.iter().enumerate() {
                let Some(byte) = byte else { continue };
                row.had[number] = 1;
                row.pages |= 1 << number;
                row.leads |= u16::from(matches!(byte, 0xc2..=0xf4)) << number;
                row.follows |= u16::from(matches!(byte, 0x80..=0xbf)) << number;
            }
            let kept = singles.cost(model.glyph(c)) + (KEPT * NAT) as u16;
            for ((cost, page), maker) in row.costs.iter_mut().zip(&read_as).zip(&makers) {
                *cost = match (maker, bytes[*page]) {
                    (Some(maker), Some(byte)) => costs[*maker][usize::from(byte)],
                    _ => kept,
                };
            }
            let fonts = kazakh_fonts.iter().enumerate();
            row.fonts = fonts.fold(0, |bits, (bit, m)| bits | u8::from(reading::page_read(m, c) != c) << bit);
            row
        };
        let (mut numbers, mut others, mut rows) = (vec![0; code_page::SLOTS], Vec::new(), vec![EMPTY]);
        for c in pages.iter().flat_map(|page| page.upper).filter(|c| *c != '\u{fffd}') {
            let number = rows.len() as u16;
            match code_page::slot(c) {
                Some(slot) if numbers[slot] == 0 => numbers[slot] = number,
                None if !others.iter().any(|(other, _)| *other == c) => others.push((c, number)),
                _ => continue,
            }
            rows.push(row(c));
        }
        Sieve { numbers, others, rows, read_as }
    }

    fn row(&self, c: char) -> &Row {
        let number = match code_page::slot(c) {
            Some(slot) => self.numbers[slot],
            None => self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, number)| *number),
        };
        &self.rows[usize::from(number)]
    }
}

/// What single signs must cost less in some words for pairs to be asked, in nats.
const PROMISING: u32 = 4;

/// What the sign with a slot costs less by itself with the mix-up undone, if some page has it.
fn saved(mixup: &Mixup, slot: usize, model: &Model) -> i16 {
    let row = &SIEVE.rows[usize::from(SIEVE.numbers[slot])];
    let as_is = code_page::at_slot(slot).map(|c| Singles::fetch().cost(model.glyph(c)));
    as_is.filter(|_| row.pages != 0).map_or(0, |cost| cost as i16 - row.costs[mixup.number] as i16)
}

/// For the mix-ups that were asked about, what each sign with a slot costs less with them undone, in units of 1/16 nat.
/// The few signs of code pages that have none are seldom met and tell nothing.
static SAVES: [OnceLock<Vec<i16>>; WIDTH] = [const { OnceLock::new() }; WIDTH];

/// True when undoing a mix-up of code pages promises to make some words of `text` likelier; for those of
/// UTF-8 and the Kazakh fonts, when it changes any.
pub(super) fn promises(mixup: &Mixup, text: &str, model: &Model) -> bool {
    // A page of Latin letters and signs has nothing of the Cyrillic rows.
    if mixup.read_as.byte('а').is_none() && noise::count(text.as_bytes(), |b| matches!(b, 0xc2..=0xcf | 0xe0..)) == 0 {
        return false;
    }
    if mixup.really.is_none() || mixup.is_kazakh_font() {
        return reading::touches(mixup, text);
    }
    let saves =
        SAVES[mixup.number].get_or_init(|| (0..code_page::SLOTS).map(|slot| saved(mixup, slot, model)).collect());
    // What the words so far cost less, and the word that is being read.
    let (mut saved, mut word) = (0, 0);
    for c in text.chars() {
        if !c.is_ascii() {
            word += code_page::slot(c).map_or(0, |slot| i32::from(saves[slot]));
        } else if matches!(c, ' ' | '\t') {
            saved += word.max(0);
            word = 0;
        }
    }
    saved + word.max(0) > (PROMISING * NAT) as i32
}

/// False when `signs`, a text from its first sign above ASCII on, begins with no sequence of UTF-8 whatever page it was
/// read as: so do most lines.
pub(super) fn may_begin_utf8(signs: &str) -> bool {
    let mut chars = signs.chars();
    let (Some(lead), Some(next)) = (chars.next(), chars.next()) else { return false };
    SIEVE.row(lead).leads & SIEVE.row(next).follows != 0
}

/// The mix-ups that promise to make `words` likelier; those of UTF-8 and the Kazakh fonts as soon as
/// they can be it.
pub(super) fn sift(words: &Line, model: &Model) -> Vec<Mixup> {
    let (sieve, singles) = (&*SIEVE, Singles::fetch());
    let mut sum = EMPTY;
    let (mut count, mut as_is, mut in_no_page) = (0, 0, 0);
    // Pages in which the last sign began a sequence of UTF-8, and how many sequences went on.
    let (mut open, mut sequences) = (0, [0u8; PAGES]);
    for c in words.chars.iter().filter(|c| !c.is_ascii()).take(SIGNS) {
        let row = sieve.row(*c);
        for (sum, cost) in sum.costs.iter_mut().zip(&row.costs) {
            *sum += cost;
        }
        for (sum, had) in sum.had.iter_mut().zip(&row.had) {
            *sum += had;
        }
        let cost = u32::from(singles.cost(model.glyph(*c)));
        count += 1;
        as_is += cost;
        in_no_page += if row.pages == 0 { cost + KEPT * NAT } else { 0 };
        let went_on: u16 = open & row.follows;
        if went_on != 0 {
            sequences.iter_mut().enumerate().for_each(|(page, sum)| *sum += (went_on >> page & 1) as u8);
        }
        // Signs that the page lacks are passed over.
        open = row.leads | open & !row.pages;
        sum.fonts |= row.fonts;
    }
    let fits: [bool; PAGES] = std::array::from_fn(|page| (count - usize::from(sum.had[page])) * 4 <= count * 3);
    let mut mixups = Vec::with_capacity(2 * BEST);
    let mut found: Vec<(u32, &Mixup)> = Vec::with_capacity(4 * BEST);
    let mut font = 0;
    for ((m, page), cost) in mixup::all().iter().zip(&sieve.read_as).zip(&sum.costs) {
        // Where a letter or two are wrong, only their neighbours can tell.
        if m.is_kazakh_font() {
            mixups.extend((fits[*page] && sum.fonts >> font & 1 == 1).then_some(*m));
            font += 1;
        } else if m.really.is_none() {
            mixups.extend((fits[*page] && usize::from(sequences[*page]) * SEQUENCES >= count.max(1)).then_some(*m));
        } else if fits[*page] {
            let cost = u32::from(*cost) + in_no_page + m.prior * NAT;
            if cost < as_is + SLACK * NAT {
                found.push((cost, m));
            }
        }
    }
    found.sort_by_key(|(cost, _)| *cost);
    mixups.extend(found.into_iter().take(BEST).map(|(_, m)| *m));
    mixups
}
