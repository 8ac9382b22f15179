//! Words of a text as runs of symbols of one script, look-alike letters folded.

use super::letters::{self, BOUNDARY, Kind, LATIN, Letters, TABLES, cyrillic_for, latin_twin};

/// Longest run of letters read as one word; a longer one is read as several, so that an endless word costs no memory.
pub const MAX_LETTERS: usize = 28;

/// One word: its symbols between two boundary marks.
pub struct Word {
    /// The script it is read in.
    pub kind: Kind,
    /// Byte offset of its first letter.
    pub start: usize,
    /// Byte offset behind its last letter.
    pub end: usize,
    /// Letters, apostrophes not counted.
    pub letters: u32,
    /// It begins with a capital, and so may be a name.
    pub capital: bool,
    symbols: [u16; MAX_LETTERS + 2],
    len: usize,
}

impl Word {
    /// The symbols, with a boundary mark at each end.
    #[inline]
    pub fn symbols(&self) -> &[u16] {
        &self.symbols[..self.len]
    }
}

/// Walks over the words of a text. One [`Word`] is filled again and again.
pub struct Words<'a> {
    text: &'a str,
    /// Where the next character stands.
    at: usize,
    letters: Letters,
    word: Word,
    /// Letters of the current word by table: Cyrillic, Latin, Arabic.
    counts: [u32; TABLES],
    /// For a word of two scripts: which symbols are Latin, bit by place.
    latin: u32,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn new(text: &'a str) -> Self {
        let symbols = [0; MAX_LETTERS + 2];
        let word = Word { kind: Kind::Break, start: 0, end: 0, letters: 0, capital: false, symbols, len: 0 };
        Self { text, at: 0, letters: Letters::new(), word, counts: [0; TABLES], latin: 0 }
    }

    /// The next word; a Han character or a letter of a script without table is a word of its own.
    #[inline]
    pub fn next_word(&mut self) -> Option<&Word> {
        self.word.symbols[0] = BOUNDARY;
        self.word.len = 1;
        self.counts = [0; TABLES];
        self.latin = 0;
        loop {
            let at = self.at;
            let Some((letter, len)) = self.letters.first(self.text, at) else {
                return if self.word.len > 1 { Some(self.finish()) } else { None };
            };
            self.at += len;
            // Nearly all are letters of the scripts with a table.
            if let Some(table) = letter.table() {
                if self.word.len == 1 {
                    (self.word.start, self.word.capital) = (at, letter.is_capital());
                } else if self.word.len > MAX_LETTERS {
                    self.at = at;
                    return Some(self.finish());
                }
                self.counts[table] += 1;
                self.latin |= u32::from(table == LATIN) << self.word.len;
                self.push(letter.symbol(), at + len);
                continue;
            }
            match letter.kind() {
                Kind::Apostrophe if self.word.len > 1 && self.word.len <= MAX_LETTERS => {
                    self.word.symbols[self.word.len] = letters::APOSTROPHE;
                    self.word.len += 1;
                }
                Kind::Mark => {}
                kind if self.word.len > 1 => {
                    if matches!(kind, Kind::Han | Kind::Other) {
                        self.at = at;
                    }
                    return Some(self.finish());
                }
                kind @ (Kind::Han | Kind::Other) => {
                    self.word.kind = kind;
                    self.word.letters = 1;
                    (self.word.start, self.word.capital) = (at, letter.is_capital());
                    self.word.end = at + len;
                    return Some(&self.word);
                }
                _ => {}
            }
        }
    }

    #[inline]
    fn push(&mut self, symbol: u16, end: usize) {
        self.word.symbols[self.word.len] = symbol;
        self.word.len += 1;
        self.word.end = end;
    }

    #[inline]
    fn finish(&mut self) -> &Word {
        let [cyrillic, latin, arabic] = self.counts;
        self.word.letters = cyrillic + latin + arabic;
        self.word.kind = match (cyrillic, latin, arabic) {
            (_, 0, 0) => Kind::Cyrillic,
            (0, _, 0) => Kind::Latin,
            _ => self.fold(),
        };
        // A closing quotation mark that looks like an apostrophe is no part of the word.
        while self.word.len > 2 && self.word.symbols[self.word.len - 1] == letters::APOSTROPHE {
            self.word.len -= 1;
        }
        self.word.symbols[self.word.len] = BOUNDARY;
        self.word.len += 1;
        &self.word
    }

    /// Decides the script of a word that mixes scripts (or is Arabic) and folds the letters of the other one.
    #[cold]
    fn fold(&mut self) -> Kind {
        let [cyrillic, latin, arabic] = self.counts;
        if arabic >= cyrillic + latin {
            return Kind::Arabic;
        }
        let symbols = &mut self.word.symbols[1..self.word.len];
        let is_latin = |at: usize| self.latin >> (at + 1) & 1 == 1;
        let twins =
            |s: &[u16]| s.iter().enumerate().all(|(at, &s)| is_latin(at) || s < 0x10 || latin_twin(s).is_some());
        let kind = if latin > cyrillic && twins(symbols) { Kind::Latin } else { Kind::Cyrillic };
        for (at, symbol) in symbols.iter_mut().enumerate() {
            *symbol = match (kind, is_latin(at)) {
                (Kind::Cyrillic, true) => cyrillic_for(*symbol),
                (Kind::Latin, false) => latin_twin(*symbol).unwrap_or(*symbol),
                _ => *symbol,
            };
        }
        kind
    }
}
