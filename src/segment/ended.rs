//! Sentences that end within a line.

/// Whether a sentence ended just before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    No,
    Yes,
    /// Yes, and a space stands behind it.
    AndSpace,
}

impl Ended {
    #[inline(always)]
    pub fn space(&mut self) {
        if *self == Ended::Yes {
            *self = Ended::AndSpace;
        }
    }

    /// After a character that is of no word; `initial` when it follows an initial or the number of a list.
    pub fn mark(&mut self, c: u32, initial: bool, rest: &[u8]) {
        match c {
            0xA0 => self.space(),
            0x2E if initial => *self = Ended::No,
            0x2E | 0x21 | 0x3F | 0x2026 => *self = Ended::Yes,
            0x22 | 0xAB | 0x201C | 0x201E | 0x2018 | 0x2013 | 0x2014 | 0x2D if *self == Ended::AndSpace => {}
            0x22 | 0xBB | 0x201D | 0x2019 | 0x29 if *self == Ended::Yes => {}
            0x3A if rest.starts_with(b"//") => {}
            _ => *self = Ended::No,
        }
    }
}
