//! Takes an end of a line, of a fixed number of bytes.
//! Gives them in the form in which phrases are compared, with the way back to the line.
//! Promises nothing is allocated, and folding folded text changes nothing.
//! Leaves look-alike letters to `repair`, which ran before.
//!
//! Small letters (ASCII, Cyrillic, Kazakh), е for ё, one space for any white space, straight
//! quotes, hyphens for dashes; zero-width characters are left out, bullets, arrows and pictures
//! become [`SIGN`].

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
        let mut folded = Folded { text, bytes: [0; WINDOW], len: 0 };
        let source = text.as_bytes();
        let mut at = 0;
        while at < source.len() {
            let (width, letter) = fold(&source[at..]);
            if at + width > WINDOW {
                break;
            }
            folded.push(letter);
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
        let source = self.text.as_bytes();
        let mut anew = Folded::<WINDOW> { text: self.text, bytes: [0; WINDOW], len: 0 };
        let (mut place, mut end) = (0, 0);
        while end < source.len() && (anew.len <= at || at == self.len) {
            let (width, letter) = fold(&source[end..]);
            if end + width > WINDOW {
                break;
            }
            anew.push(letter);
            (place, end) = (end, end + width);
        }
        if at == self.len { end } else { place }
    }

    #[inline(always)]
    fn push(&mut self, letter: Letter<'_>) {
        match letter {
            Letter::None => {}
            Letter::Space if self.len > 0 && self.bytes[self.len - 1] == b' ' => {}
            Letter::Space => self.put(b' '),
            Letter::One(byte) => self.put(byte),
            Letter::Two(a, b) => {
                self.put(a);
                self.put(b);
            }
            Letter::Kept(bytes) => bytes.iter().for_each(|b| self.put(*b)),
        }
    }

    #[inline(always)]
    fn put(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }
}

/// What a character becomes; never longer than it was.
enum Letter<'t> {
    None,
    Space,
    One(u8),
    Two(u8, u8),
    Kept(&'t [u8]),
}

/// The first character of `bytes`, which are UTF-8: its width and what it becomes.
#[inline(always)]
fn fold(bytes: &[u8]) -> (usize, Letter<'_>) {
    match *bytes {
        [a @ 0..=0x7f, ..] => (1, ascii(a)),
        [0xd0, b @ 0x90..=0x9f, ..] => (2, Letter::Two(0xd0, b + 0x20)),
        [0xd0, b @ 0xa0..=0xaf, ..] => (2, Letter::Two(0xd1, b - 0x20)),
        [0xd0, 0x81, ..] | [0xd1, 0x91, ..] => (2, Letter::Two(0xd0, 0xb5)),
        [0xd0, b @ 0x80..=0x8f, ..] => (2, Letter::Two(0xd1, b + 0x10)),
        // From U+048A to U+04FF capitals are even and the small letter follows, but for the
        // palochka's neighbours (U+04C0 to U+04CE), which no language here has.
        [0xd2, b @ 0x8a..=0xbf, ..] => (2, Letter::Two(0xd2, b | 1)),
        [0xd3, b @ 0x90..=0xbf, ..] => (2, Letter::Two(0xd3, b | 1)),
        [0xc2, 0xa0, ..] => (2, Letter::Space),
        [0xc2, 0xad, ..] => (2, Letter::None),
        [0xc2, 0xab | 0xbb, ..] => (2, Letter::One(b'"')),
        [0xc2, 0xa9, ..] => (2, Letter::Kept(&bytes[..2])),
        [0xc2, _, ..] => (2, Letter::One(SIGN)),
        [0xca, 0xbc, ..] => (2, Letter::One(b'\'')),
        [0xc3..=0xdf, _, ..] => (2, Letter::Kept(&bytes[..2])),
        [0xe2, 0x80, c, ..] => (3, punctuation(c)),
        [0xe2, 0x88, 0x92, ..] => (3, Letter::One(b'-')),
        [0xe2, 0x84, 0x96, ..] => (3, Letter::Kept(&bytes[..3])),
        [0xe2, _, _, ..] => (3, Letter::One(SIGN)),
        [0xef, 0xb8, 0x80..=0x8f, ..] | [0xef, 0xbb, 0xbf, ..] => (3, Letter::None),
        [0xe0..=0xef, _, _, ..] => (3, Letter::Kept(&bytes[..3])),
        _ => (4.min(bytes.len()), Letter::One(SIGN)),
    }
}

fn ascii(byte: u8) -> Letter<'static> {
    match byte {
        b'\t' | b'\n' | b'\r' | b' ' => Letter::Space,
        0..=0x1f | 0x7f => Letter::One(SIGN),
        _ => Letter::One(byte.to_ascii_lowercase()),
    }
}

/// U+2000 to U+203F by their last byte.
fn punctuation(last: u8) -> Letter<'static> {
    match last {
        0x80..=0x8a | 0xaf => Letter::Space,
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
        ] {
            assert_eq!(folded(text), expected);
            assert_eq!(folded(expected), expected, "folding twice");
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
