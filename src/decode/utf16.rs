//! UTF-16: with a byte order mark, or recognised by what its zero bytes and Cyrillic high bytes
//! would otherwise be, control characters.

use super::alphabet::{Glyph, class};
use super::model::Model;

/// Order of the bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn name(self) -> &'static str {
        match self {
            Order::Little => "utf-16le",
            Order::Big => "utf-16be",
        }
    }

    fn unit(self, pair: &[u8]) -> u16 {
        match self {
            Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
            Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
        }
    }
}

/// The byte order mark at the start of `bytes`.
pub(super) fn mark(bytes: &[u8]) -> Option<Order> {
    match bytes {
        [0xff, 0xfe, ..] => Some(Order::Little),
        [0xfe, 0xff, ..] => Some(Order::Big),
        _ => None,
    }
}

/// Bytes looked at: enough to be sure, little enough to cost nothing on a large page.
const SAMPLE: usize = 1024;
/// High bytes of Latin and Cyrillic in UTF-16 (00 to 05) are controls that texts do not hold.
const HIGH: u8 = 0x05;
/// What UTF-16 must be cheaper by than single bytes, in nats.
const MARGIN: u32 = 12;

/// The byte order of UTF-16 without a mark, if `bytes` are that.
pub(super) fn guess(bytes: &[u8], model: &Model) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Half of the bytes are high bytes; text in other scripts has fewer of these, never none.
    let mut controls = [0usize; 2];
    for pair in sample.chunks_exact(2) {
        controls[0] += usize::from(pair[0] <= HIGH);
        controls[1] += usize::from(pair[1] <= HIGH);
    }
    let order = if controls[1] > controls[0] { Order::Little } else { Order::Big };
    if controls[0].max(controls[1]) * 8 < sample.len() / 2 || sample.len() < 4 {
        return None;
    }
    let wide = model.cost(units(sample, order).map(|u| match u {
        Ok(c) => model.glyph(c),
        Err(_) => Glyph::sign(class::LOST),
    }));
    let narrow = model.cost(sample.iter().map(|b| match b {
        0..=127 => model.glyph(*b as char),
        _ => Glyph::sign(class::OTHER),
    }));
    (wide.total() + MARGIN * super::model::NAT < narrow.total()).then_some(order)
}

/// Appends the text; gives the number of bytes that are no UTF-16.
pub(super) fn decode_to(bytes: &[u8], order: Order, text: &mut String) -> u32 {
    let mut lost = 0;
    for c in units(bytes, order) {
        text.push(c.unwrap_or_else(|_| {
            lost += 2;
            '\u{fffd}'
        }));
    }
    if bytes.len() % 2 == 1 {
        lost += 1;
        text.push('\u{fffd}');
    }
    lost
}

fn units(bytes: &[u8], order: Order) -> impl Iterator<Item = Result<char, std::char::DecodeUtf16Error>> {
    char::decode_utf16(bytes.chunks_exact(2).map(move |pair| order.unit(pair)))
}
