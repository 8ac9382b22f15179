//! Which encoding each line of a page is in, by what its letters cost in each.
//!
//! Every line with bytes above 127 is priced in every candidate; the cheapest way through the page,
//! where changing the encoding from one line to the next has a price, decides. So neighbours help a
//! short line, and a page that mixes encodings still falls into its parts.

use encoding_rs::{Encoding, GB18030};

use super::alphabet::{Glyph, class};
use super::code_page::{self, CodePage};
use super::model::{Model, NAT};
use super::noise::is_noise;

/// A way to read bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    Utf8,
    Page(&'static CodePage),
    Gb18030,
    /// An encoding of the web that only the container's label brings in.
    Labelled(&'static Encoding, &'static str),
}

impl Reading {
    /// Name of the encoding, lower case.
    pub(super) fn name(self) -> &'static str {
        match self {
            Reading::Utf8 => "utf-8",
            Reading::Page(page) => page.name,
            Reading::Gb18030 => "gb18030",
            Reading::Labelled(_, name) => name,
        }
    }

    /// Appends the text of `bytes`; gives the number of undecodable bytes.
    pub(super) fn decode_to(self, bytes: &[u8], text: &mut String) -> u32 {
        match self {
            Reading::Utf8 => {
                let mut lost = 0;
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    if !chunk.invalid().is_empty() {
                        text.push('\u{fffd}');
                        lost += chunk.invalid().len() as u32;
                    }
                }
                lost
            }
            Reading::Page(page) => page.decode_to(bytes, text),
            Reading::Gb18030 => decode_with(GB18030, bytes, text),
            Reading::Labelled(encoding, _) => decode_with(encoding, bytes, text),
        }
    }

    /// What the text of `bytes` costs.
    fn cost(self, bytes: &[u8], model: &Model) -> u32 {
        let cost = match self {
            Reading::Utf8 => model.cost(bytes.utf8_chunks().flat_map(|chunk| {
                let lost = chunk.invalid().iter().map(|_| Glyph::sign(class::LOST));
                chunk.valid().chars().map(|c| model.glyph(c)).chain(lost)
            })),
            Reading::Page(page) => model.cost(bytes.iter().map(|b| page.glyphs[*b as usize])),
            Reading::Gb18030 => model.cost(Gb { bytes, model }),
            Reading::Labelled(encoding, _) => {
                let mut text = String::new();
                decode_with(encoding, bytes, &mut text);
                model.cost_of(&text)
            }
        };
        match self {
            Reading::Page(page) if page.byte('қ').is_none() => cost.total_without_kazakh(),
            _ => cost.total(),
        }
    }
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8], text: &mut String) -> u32 {
    let (decoded, damaged) = encoding.decode_without_bom_handling(bytes);
    text.push_str(&decoded);
    if damaged { decoded.matches('\u{fffd}').count() as u32 } else { 0 }
}

/// Glyphs of bytes read as GB 18030. The level of a Chinese character in GB 2312, which is its
/// lead byte, tells common ones from rare ones without a table of them.
struct Gb<'a> {
    bytes: &'a [u8],
    model: &'a Model,
}

impl Iterator for Gb<'_> {
    type Item = Glyph;

    fn next(&mut self) -> Option<Glyph> {
        let (len, glyph) = match *self.bytes {
            [] => return None,
            [b @ ..=0x7f, ..] => (1, self.model.glyph(b as char)),
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..] => (4, Glyph::sign(class::OTHER)),
            [0xb0..=0xd7, 0xa1..=0xfe, ..] => (2, Glyph::sign(class::HAN_COMMON)),
            [0xa1..=0xa3, 0xa1..=0xfe, ..] => (2, Glyph::sign(class::EAST_ASIAN)),
            [0x81..=0xa0 | 0xd8..=0xf7, 0x40..=0x7e | 0x80..=0xfe, ..] => (2, Glyph::sign(class::HAN)),
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, ..] => (2, Glyph::sign(class::OTHER)),
            _ => (1, Glyph::sign(class::LOST)),
        };
        self.bytes = &self.bytes[len..];
        Some(glyph)
    }
}

/// The candidates and what each costs before any line is seen, in nats: how rare it is on pages of
/// Kazakhstan. The order settles ties: windows-1251 for lower-case Russian that Mac Cyrillic has too.
const CANDIDATES: [(&str, u32); 11] = [
    ("utf-8", 0),
    ("windows-1251", 0),
    ("kz-1048", 1),
    ("windows-1252", 1),
    ("koi8-r", 2),
    ("gb18030", 2),
    ("ibm866", 2),
    ("pt154", 2),
    ("koi8-u", 3),
    ("iso-8859-5", 3),
    ("x-mac-cyrillic", 2),
];

/// Price of another encoding on the next line, in nats.
const SWITCH: u32 = 6;
/// What the container's label is worth, in nats: it settles a short doubtful text, no more.
const LABEL: u32 = 4;
/// Lines longer than this are priced by a sample of it.
const LONGEST: usize = 4096;

/// The decision on a page.
pub(super) struct Detected {
    /// Runs of whole lines (end offset of each) and how to read them.
    pub(super) runs: Vec<(usize, Reading)>,
    /// Nats between the decision and the best whole page in another encoding.
    pub(super) margin: f32,
}

/// Decides how to read `bytes`, which are not valid UTF-8 as a whole.
pub(super) fn detect(bytes: &[u8], hint: Option<&str>, model: &Model) -> Detected {
    let readings = candidates(hint);
    let n = readings.len();
    let switch = SWITCH * NAT;
    // Cheapest way to the current line by reading; for every line, where each reading came from.
    let mut way: Vec<u64> = readings.iter().map(|(_, prior)| u64::from(*prior)).collect();
    let mut whole = way.clone();
    let mut came: Vec<u8> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut costs = vec![0u32; n];
    let mut start = 0;
    let mut sample = Vec::new();
    let kept = likeliest(bytes, &readings, model, &mut costs);
    for end in memchr::memchr_iter(b'\n', bytes).map(|i| i + 1).chain([bytes.len()]) {
        let line = &bytes[start..end];
        start = end;
        // Lines of ASCII say nothing; they go with the line before.
        if line.is_ascii() {
            if let Some(last) = ends.last_mut() {
                *last = end;
            }
            continue;
        }
        price(shortened(line, &mut sample), &readings, &kept, model, &mut costs);
        let best = (0..n).min_by_key(|i| way[*i]).unwrap_or(0);
        let base = way[best];
        for i in 0..n {
            let switched = base + u64::from(switch + readings[i].1);
            let stay = ends.is_empty() || way[i] <= switched;
            came.push(if stay { i } else { best } as u8);
            way[i] = way[i].min(if ends.is_empty() { u64::MAX } else { switched }) + u64::from(costs[i]);
            whole[i] += u64::from(costs[i]);
        }
        ends.push(end);
    }
    let mut at = (0..n).min_by_key(|i| way[*i]).unwrap_or(0);
    let cheapest = way[at];
    let mut runs: Vec<(usize, Reading)> = Vec::new();
    for (line, end) in ends.iter().enumerate().rev() {
        match runs.last() {
            Some((_, last)) if last.name() == readings[at].0.name() => {}
            _ => runs.push((*end, readings[at].0)),
        }
        at = came[line * n + at] as usize;
    }
    runs.reverse();
    if let Some(last) = runs.last_mut() {
        last.0 = bytes.len();
    }
    // Readings that cost the same read the same, as a rule: they are no rivals.
    let rival = whole.iter().filter(|w| **w > cheapest + u64::from(4 * NAT)).min();
    let margin = rival.map_or(f32::MAX, |w| (w - cheapest) as f32 / NAT as f32);
    Detected { runs, margin }
}

fn candidates(hint: Option<&str>) -> Vec<(Reading, u32)> {
    let mut all: Vec<(Reading, u32)> = CANDIDATES
        .iter()
        .filter_map(|(name, prior)| {
            let reading = match *name {
                "utf-8" => Reading::Utf8,
                "gb18030" => Reading::Gb18030,
                name => Reading::Page(code_page::page(name)?),
            };
            Some((reading, prior * NAT))
        })
        .collect();
    let Some(hint) = hint else { return all };
    let hinted = match code_page::by_label(hint) {
        Some(page) => Reading::Page(page),
        None => match Encoding::for_label(hint.trim().as_bytes()) {
            Some(e) if e == encoding_rs::UTF_8 => Reading::Utf8,
            Some(e) if e == GB18030 || e == encoding_rs::GBK => Reading::Gb18030,
            Some(e) if e.is_ascii_compatible() => Reading::Labelled(e, labelled_name(e)),
            _ => return all,
        },
    };
    match all.iter_mut().find(|(r, _)| r.name() == hinted.name()) {
        Some(known) => known.1 = 0,
        None => all.push((hinted, 0)),
    }
    for (reading, prior) in &mut all {
        if reading.name() != hinted.name() {
            *prior += LABEL * NAT;
        }
    }
    all
}

/// Lower-case names of what only a label can bring in.
fn labelled_name(encoding: &'static Encoding) -> &'static str {
    const NAMES: [&str; 7] = ["big5", "euc-jp", "euc-kr", "shift_jis", "windows-1253", "windows-1255", "windows-1256"];
    NAMES.iter().find(|n| n.eq_ignore_ascii_case(encoding.name())).unwrap_or(&encoding.name())
}

/// A line to be priced: itself, or pieces of it that begin shortly before a byte above 127.
fn shortened<'a>(line: &'a [u8], sample: &'a mut Vec<u8>) -> &'a [u8] {
    const PIECES: usize = 16;
    const BEFORE: usize = 16;
    if line.len() <= LONGEST {
        return line;
    }
    sample.clear();
    let mut done = 0;
    for piece in 0..PIECES {
        let from = done.max(line.len() / PIECES * piece);
        let Some(upper) = line[from..].iter().position(|b| *b >= 0x80) else { break };
        // Cut after ASCII where there is any, so that no multi-byte character is cut.
        let from = from + line[from..from + upper].len().saturating_sub(BEFORE);
        done = line.len().min(from + LONGEST / PIECES);
        let cut = line[from..done].iter().position(|b| *b < 0x30).filter(|cut| *cut < BEFORE && from > 0).unwrap_or(0);
        sample.extend_from_slice(&line[from + cut..done]);
    }
    sample
}

/// Nats that any other reading costs more on a line that is UTF-8 beyond doubt.
const NOT_UTF8: u32 = 40;
/// Sequences of UTF-8 on a line that leave no doubt.
const SEQUENCES: usize = 6;

/// Bytes of a line of noise that are priced.
const HEAD: usize = 64;

/// Bytes of the page that choose the readings every line is priced in.
const SAMPLE: usize = 2048;
/// Readings chosen so, besides UTF-8.
const KEPT: usize = 5;
/// A line that costs more than this in the chosen readings, in nats a byte, is priced in all.
const ODD: u32 = 3;

/// The numbers of the readings that are cheapest on a sample of the page; all of them on a small one.
fn likeliest(bytes: &[u8], readings: &[(Reading, u32)], model: &Model, costs: &mut [u32]) -> Vec<usize> {
    let all = (0..readings.len()).collect();
    if bytes.len() < 2 * SAMPLE {
        return all;
    }
    let mut sample = Vec::with_capacity(SAMPLE + LONGEST);
    // Every so many bytes, the next line that is not ASCII.
    let stride = bytes.len() / 16;
    let mut from = 0;
    while from < bytes.len() && sample.len() < SAMPLE {
        let line_end = |at: usize| memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i + 1);
        let mut start = if from == 0 { 0 } else { line_end(from) };
        let mut end = line_end(start.min(bytes.len()));
        while end < bytes.len() && bytes[start..end].is_ascii() {
            start = end;
            end = line_end(start);
        }
        sample.extend_from_slice(&bytes[start.min(end)..end.min(start + SAMPLE / 8)]);
        from = end.max(from + stride);
    }
    if sample.is_ascii() {
        return all;
    }
    price(&sample, readings, &all, model, costs);
    let mut order = all;
    order.sort_by_key(|i| costs[*i]);
    order.truncate(KEPT);
    for (i, (reading, _)) in readings.iter().enumerate() {
        if matches!(reading, Reading::Utf8 | Reading::Labelled(..)) && !order.contains(&i) {
            order.push(i);
        }
    }
    order
}

fn price(line: &[u8], readings: &[(Reading, u32)], kept: &[usize], model: &Model, costs: &mut [u32]) {
    let upper = line.iter().filter(|b| **b >= 0x80).count();
    if upper >= 2 * SEQUENCES && std::str::from_utf8(line).is_ok() {
        for (cost, (reading, _)) in costs.iter_mut().zip(readings) {
            *cost = if matches!(reading, Reading::Utf8) { 0 } else { NOT_UTF8 * NAT };
        }
        return;
    }
    if line.len() > HEAD && is_noise(line) {
        // Nothing will make a text of it; its head says as much as all of it.
        let scale = line.len() as u32 / HEAD as u32;
        for (cost, (reading, _)) in costs.iter_mut().zip(readings) {
            *cost = reading.cost(&line[..HEAD], model) * scale;
        }
        return;
    }
    let (mut least, mut most) = (u32::MAX, 0);
    for i in kept {
        costs[*i] = readings[*i].0.cost(line, model);
        least = least.min(costs[*i]);
        most = most.max(costs[*i]);
    }
    let odd = least > ODD * NAT * line.len() as u32;
    for (i, (reading, _)) in readings.iter().enumerate().filter(|(i, _)| !kept.contains(i)) {
        costs[i] = if odd { reading.cost(line, model) } else { most };
    }
}
