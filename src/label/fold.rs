//! Takes an end of a line, of a fixed number of bytes.
//! Gives them in the form in which phrases are compared, with the way back to the line.
//! Promises nothing is allocated, and folding folded text changes nothing.
//! Leaves look-alike letters to `repair`, which ran before.
//!
//! Small letters (ASCII, Cyrillic, Kazakh), е for ё, one space for any white space, straight
//! quotes, hyphens for dashes; the letters that Kazakh in Latin script has beside those of ASCII lose their marks, as its
//! schemes put different ones; zero-width characters are left out, bullets, arrows and pictures become [`SIGN`].

/// Stands for a sign that no phrase has.
pub(super) const SIGN: u8 = 1;

/// A folded stretch of a line of at most `WINDOW` bytes; lives on the stack.
pub(super) struct Folded<'t, const WINDOW: usize> {
    text: &'t str,
    bytes: [u8; WINDOW],
    len: usize,
}

impl<'t, const WINDOW: usize> Folded<'t, WINDOW> {
    /// Folds the first `WINDOW` bytes of `text`.
    pub(super) fn head(text: &'t str) -> Self {
        Folded::up_to(text, WINDOW)
    }

    /// Folds the first `most` bytes of `text`, at most `WINDOW`.
    pub(super) fn up_to(text: &'t str, most: usize) -> Self {
        let mut folded = Folded { text, bytes: [0; WINDOW], len: 0 };
        let source = &text.as_bytes()[..text.len().min(most).min(WINDOW)];
        let mut at = 0;
        while let Some(width) = folded.take(source, at) {
            at += width;
        }
        folded
    }

    /// Folds the last `WINDOW` bytes of `text`, or one to three less.
    pub(super) fn tail(text: &'t str) -> Self {
        let mut from = text.len().saturating_sub(WINDOW);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        Folded::head(&text[from..])
    }

    /// The folded bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// What was folded.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Where in the text the character of the folded byte at `at` begins; for the end, where the
    /// last character ends. Folds anew, for hits are rare.
    pub(super) fn place(&self, at: usize) -> usize {
        let source = &self.text.as_bytes()[..self.text.len().min(WINDOW)];
        let mut anew = Folded::<WINDOW> { text: self.text, bytes: [0; WINDOW], len: 0 };
        let (mut place, mut end) = (0, 0);
        while anew.len <= at || at == self.len {
            let Some(width) = anew.take(source, end) else { break };
            (place, end) = (end, end + width);
        }
        if at == self.len { end } else { place }
    }

    /// Folds the character at `at`; its width, or nothing where the source, which is no longer than the window, ends or
    /// cuts the character.
    #[inline(always)]
    fn take(&mut self, source: &[u8], at: usize) -> Option<usize> {
        match *source.get(at)? {
            first @ 0..0x80 => {
                self.push(ASCII[usize::from(first)]);
                Some(1)
            }
            // Most letters of the pages that matter.
            first @ 0xd0..=0xd3 => {
                let pair = CYRILLIC[usize::from(first & 3)][usize::from(source.get(at + 1)? & 0x3f)];
                self.bytes[self.len..self.len + 2].copy_from_slice(&pair);
                self.len += 2;
                Some(2)
            }
            first => self.take_odd(source, at, first),
        }
    }

    /// The same for other characters.
    fn take_odd(&mut self, source: &[u8], at: usize, first: u8) -> Option<usize> {
        let width = match first {
            ..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        let character = source.get(at..at + width)?;
        match fold(character) {
            Letter::None => {}
            Letter::One(byte) => self.push(byte),
            Letter::Kept => character.iter().for_each(|b| self.put(*b)),
        }
        Some(width)
    }

    /// Adds a byte; of several spaces in a row the first.
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        if byte != b' ' || self.len == 0 || self.bytes[self.len - 1] != b' ' {
            self.put(byte);
        }
    }

    #[inline(always)]
    fn put(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }
}

/// The first eight folded bytes of a text as a number, the first one lowest, if they are letters of ASCII or Cyrillic, single
/// spaces and other marks of ASCII behind a letter. `None` for other texts and for shorter ones.
pub(super) fn key(text: &str) -> Option<u64> {
    let source = text.as_bytes();
    if let Some(key) = source.first_chunk().and_then(cyrillic_key) {
        return Some(key);
    }
    if !matches!(source.first()?, b'a'..=b'z' | b'A'..=b'Z' | 0xd0..=0xd3) {
        return None;
    }
    let (mut key, mut bits, mut at) = (0u64, 0, 0);
    while bits < u64::BITS {
        let width = match *source.get(at)? {
            b' ' if source[at - 1] == b' ' => return None,
            byte @ b' '..0x7f => {
                key |= u64::from(ASCII[usize::from(byte)]) << bits;
                1
            }
            first @ 0xd0..=0xd3 => {
                let folded = CYRILLIC[usize::from(first & 3)][usize::from(*source.get(at + 1)? & 0x3f)];
                key |= u64::from(u16::from_le_bytes(folded)) << bits;
                2
            }
            _ => return None,
        };
        bits += 8 * width as u32;
        at += width;
    }
    Some(key)
}

/// The same if they are four letters whose first byte is 0xd0 to 0xd3, which most lines begin with.
fn cyrillic_key(source: &[u8; 8]) -> Option<u64> {
    const FIRST: u64 = 0x00fc_00fc_00fc_00fc;
    if u64::from_le_bytes(*source) & FIRST != 0x00d0_00d0_00d0_00d0 {
        return None;
    }
    let mut key = [0; 8];
    for (to, letter) in key.as_chunks_mut::<2>().0.iter_mut().zip(source.as_chunks::<2>().0) {
        *to = CYRILLIC[usize::from(letter[0] & 3)][usize::from(letter[1] & 0x3f)];
    }
    Some(u64::from_le_bytes(key))
}

/// What ASCII characters become.
static ASCII: [u8; 128] = {
    let mut folded = [0; 128];
    let mut byte = 0;
    while byte < folded.len() as u8 {
        folded[byte as usize] = match byte {
            b'\t' | b'\n' | b'\r' | b' ' => b' ',
            0..=0x1f | 0x7f => SIGN,
            _ => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    folded
};

/// What the letters become whose first byte is 0xd0 to 0xd3, by the low bits of both bytes.
static CYRILLIC: [[[u8; 2]; 64]; 4] = {
    let mut folded = [[[0; 2]; 64]; 4];
    let (mut first, mut low) = (0, 0);
    while first < 4 {
        let (lead, last) = (0xd0 + first as u8, 0x80 + low as u8);
        folded[first][low] = match (lead, last) {
            (0xd0, 0x90..=0x9f) => [0xd0, last + 0x20],
            (0xd0, 0xa0..=0xaf) => [0xd1, last - 0x20],
            (0xd0, 0x81) | (0xd1, 0x91) => [0xd0, 0xb5],
            (0xd0, 0x80..=0x8f) => [0xd1, last + 0x10],
            // From U+048A to U+04FF capitals are even and the small letter follows, but for the
            // palochka's neighbours (U+04C0 to U+04CE), which no language here has.
            (0xd2, 0x8a..=0xbf) | (0xd3, 0x90..=0xbf) => [lead, last | 1],
            _ => [lead, last],
        };
        low = (low + 1) % 64;
        first += (low == 0) as usize;
    }
    folded
};

/// What a character becomes; never longer than it was.
enum Letter {
    None,
    One(u8),
    Kept,
}

/// What the first character of `bytes`, which are UTF-8, becomes, if the tables above do not tell.
fn fold(bytes: &[u8]) -> Letter {
    match *bytes {
        [0xc2, 0xa0, ..] => Letter::One(b' '),
        [0xc2, 0xad, ..] => Letter::None,
        [0xc2, 0xab | 0xbb, ..] => Letter::One(b'"'),
        [0xc2, 0xa9, ..] => Letter::Kept,
        [0xc2, _, ..] => Letter::One(SIGN),
        [0xca, 0xbc, ..] => Letter::One(b'\''),
        [first @ 0xc3..=0xc7, last, ..] => latin(first, last).map_or(Letter::Kept, Letter::One),
        [0xc3..=0xdf, _, ..] => Letter::Kept,
        [0xe2, 0x80, c, ..] => punctuation(c),
        [0xe2, 0x88, 0x92, ..] => Letter::One(b'-'),
        [0xe2, 0x84, 0x96, ..] => Letter::Kept,
        [0xe2, _, _, ..] => Letter::One(SIGN),
        [0xef, 0xb8, 0x80..=0x8f, ..] | [0xef, 0xbb, 0xbf, ..] => Letter::None,
        [0xe0..=0xef, _, _, ..] => Letter::Kept,
        _ => Letter::One(SIGN),
    }
}

/// The letter of ASCII below the mark, for those of the schemes of Kazakh in Latin script (2018, 2019 and 2021).
fn latin(first: u8, last: u8) -> Option<u8> {
    match (first, last) {
        (0xc3, 0x81 | 0x84 | 0xa1 | 0xa4) => Some(b'a'),
        (0xc4, 0x9e | 0x9f) | (0xc7, 0xa6 | 0xa7 | 0xb4 | 0xb5) => Some(b'g'),
        (0xc3, 0x8d | 0xad) | (0xc4, 0xaa | 0xab | 0xb0 | 0xb1) => Some(b'i'),
        (0xc3, 0x91 | 0xb1) | (0xc5, 0x83 | 0x84 | 0x8a | 0x8b) => Some(b'n'),
        (0xc3, 0x93 | 0x96 | 0xb3 | 0xb6) => Some(b'o'),
        (0xc5, 0x9e | 0x9f) => Some(b's'),
        (0xc3, 0x9a | 0x9c | 0xba | 0xbc) | (0xc5, 0xaa | 0xab) => Some(b'u'),
        (0xc3, 0x9d | 0xbd) => Some(b'y'),
        _ => None,
    }
}

/// U+2000 to U+203F by their last byte.
fn punctuation(last: u8) -> Letter {
    match last {
        0x80..=0x8a | 0xaf => Letter::One(b' '),
        0x8b..=0x8f | 0xaa..=0xae => Letter::None,
        0x90..=0x95 => Letter::One(b'-'),
        0x98..=0x9b => Letter::One(b'\''),
        0x9c..=0x9f => Letter::One(b'"'),
        0xa6 => Letter::One(b'.'),
        _ => Letter::One(SIGN),
    }
}

/// True for a byte of a letter or figure, or of "©", which begins phrases.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        String::from_utf8(Folded::<100>::head(text).bytes().to_vec()).expect("folded text is UTF-8")
    }

    #[test]
    fn letters_spaces_and_signs_are_folded() {
        for (text, expected) in [
            ("ҚАЗАҚСТАН ӘҒҢӨҰҮҺІ", "қазақстан әғңөұүһі"),
            ("ЁЖ ёж ЩЪЭЮЯ", "еж еж щъэюя"),
            ("READ\u{a0}\t More…", "read more."),
            ("«Сайт» — “портал”", "\"сайт\" - \"портал\""),
            ("→ Толығырақ\u{ad} \u{1f441}", "\u{1} толығырақ \u{1}"),
            ("© № don’t", "© № don't"),
            ("SOŃǴY JAŃALYQTAR, Soñğy jañalyqtar", "songy janalyqtar, songy janalyqtar"),
            ("Taǧyda, Ūqsas jaŋalyqtar", "tagyda, uqsas janalyqtar"),
            ("Basty saıtqa ótý, À œ", "basty saitqa oty, À œ"),
        ] {
            assert_eq!(folded(text), expected);
            assert_eq!(folded(expected), expected, "folding twice");
        }
    }

    #[test]
    fn a_key_is_the_first_eight_folded_bytes() {
        for text in ["Ёлка у дома", "Read more", "В Алматы", "Қала. Жол", "abcdefgж"] {
            let folded = Folded::<20>::head(text);
            assert_eq!(key(text), folded.bytes().first_chunk().map(|b| u64::from_le_bytes(*b)), "{text}");
        }
        for text in ["", "Көл", "12 345 678", "«Ақ жол» партиясы", "Ол – аким", "a  b c d e f"]
        {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let text = "  «Ә» 👁 рет";
        let folded = Folded::<100>::head(text);
        for (at, byte) in folded.bytes().iter().enumerate() {
            assert!(text.is_char_boundary(folded.place(at)), "{at} {byte}");
        }
        assert_eq!(folded.place(folded.bytes().len()), text.len());
    }

    #[test]
    fn a_longer_text_is_folded_up_to_the_window() {
        let long = "ә".repeat(100);
        assert_eq!(Folded::<40>::head(&long).bytes().len(), 40);
        assert_eq!(Folded::<40>::tail(&long).bytes().len(), 40);
        let odd = format!("a{long}b");
        assert_eq!(Folded::<40>::head(&odd).bytes().len(), 39);
        assert_eq!(Folded::<40>::tail(&odd).bytes().len(), 39);
    }
}
