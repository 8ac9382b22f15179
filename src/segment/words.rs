//! The words of a line, those that a space stands behind many at a time.

use super::ended::Ended;
use super::hash;
use super::stop_words::StopWords;
use super::window::{Run, Windows};

/// The words of a line so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Words {
    pub words: u32,
    pub capitalised: u32,
    pub longest: u32,
    pub stop_words: u32,
    pub years: u8,
    /// Commas behind words, by [`Words::read`].
    pub commas: u32,
    /// Sentences that end within, likewise.
    pub inner_sentences: u32,
    /// Hash of the words, with one `#` for the digits of a word.
    pub shape: u64,
    /// Hash of those with digits as they are.
    with_digits: u64,
}

impl Words {
    /// Hash of the words as they are.
    pub fn exact(&self) -> u64 {
        self.shape ^ self.with_digits
    }

    /// Reads words of one run of letters with a [`Tail`], as nearly all are, from `at` on, and moves it behind them. Gives
    /// the run of letters that stands there, if there is one.
    #[inline(never)]
    pub fn read(
        &mut self,
        windows: &mut Windows,
        at: &mut usize,
        ended: &mut Ended,
        functions: &StopWords,
    ) -> Option<Run> {
        // A copy can stay in registers.
        let (mut words, mut begins, mut left) = (*self, *ended == Ended::AndSpace, None);
        *at = windows.runs(*at, |run, behind| {
            words.inner_sentences += u32::from(begins & run.capital);
            let Some(tail) = behind.and_then(Tail::of) else {
                left = Some(run);
                return None;
            };
            words.count(run.letters, run.capital);
            words.plain(run.hash, functions);
            words.commas += tail.comma();
            begins = tail.ends_sentence(run.letters);
            Some(tail.len())
        });
        if words.words > self.words {
            *ended = if begins { Ended::AndSpace } else { Ended::No };
        }
        *self = words;
        left
    }

    #[inline(always)]
    pub fn count(&mut self, len: u32, capital: bool) {
        self.words += 1;
        self.capitalised += u32::from(capital & (len > 1));
        self.longest = self.longest.max(len);
    }

    /// Adds a word without digits.
    #[inline(always)]
    pub fn plain(&mut self, hash: u64, functions: &StopWords) {
        self.stop_words += u32::from(functions.contain(hash));
        self.shape = hash::chain(self.shape, hash);
    }

    /// Adds a word with digits.
    pub fn with_digits(&mut self, hash: u64, shape: u64) {
        self.shape = hash::chain(self.shape, shape);
        self.with_digits = hash::chain(self.with_digits, hash);
    }
}

/// What stands behind most words: a space, or one mark and a space.
#[derive(Clone, Copy)]
struct Tail {
    /// What the mark is, 0 for none.
    kind: u8,
}

impl Tail {
    /// A mark that is no part of a word, and that nothing else depends on when a space stands behind it.
    const PLAIN: u8 = 1;
    const COMMA: u8 = 2;
    const DOT: u8 = 4;
    const STOP: u8 = 8;

    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let plain = b",.!?;:)\"";
        let mut i = 0;
        while i < plain.len() {
            kinds[plain[i] as usize] = Tail::PLAIN;
            i += 1;
        }
        kinds[b',' as usize] |= Tail::COMMA;
        kinds[b'.' as usize] |= Tail::DOT;
        kinds[b'!' as usize] |= Tail::STOP;
        kinds[b'?' as usize] |= Tail::STOP;
        kinds
    };

    /// The tail that these two bytes are or begin with, if one of both.
    #[inline(always)]
    fn of([mark, next]: [u8; 2]) -> Option<Tail> {
        let kind = Tail::KINDS[usize::from(mark)];
        let last = if kind == 0 { mark } else { next };
        (last == b' ').then_some(Tail { kind })
    }

    /// Its bytes.
    #[inline(always)]
    fn len(self) -> usize {
        1 + usize::from(self.kind & Tail::PLAIN)
    }

    /// How many commas it has.
    #[inline(always)]
    fn comma(self) -> u32 {
        u32::from(self.kind & Tail::COMMA != 0)
    }

    /// True when it ends a sentence, behind a word of so many letters: an initial with a dot does not.
    #[inline(always)]
    fn ends_sentence(self, letters: u32) -> bool {
        let dots = if letters == 1 { 0 } else { Tail::DOT };
        self.kind & (Tail::STOP | dots) != 0
    }
}
