//! What the words of a text say, script by script, and the decision made of it.

use super::{
    Verdict,
    letters::Kind,
    model::{ARABIC, ARABIC_LANES, CYRILLIC, CYRILLIC_LANES, LATIN, LATIN_LANES, Model, Sums},
    other_scripts,
    words::{Word, Words},
};

/// Text longer than this many bytes is judged by [`WINDOWS`] pieces of it.
const WHOLE: usize = 640;
/// Pieces of a long text, spread evenly from its start to its end.
const WINDOWS: usize = 4;
/// Bytes of a piece.
const WINDOW: usize = 128;

/// Cost in nats of each letter in a script the language is not written in. Latin letters cost less, for names and
/// addresses are written with them in any text; a Han character stands for a word.
const FOREIGN: [f32; 5] = [1.0, 0.3, 1.0, 2.0, 1.0];
/// No language is held against more foreign letters of a script than this.
const FOREIGN_MAX: u32 = 200;

/// Letters and sums of weights by script.
#[derive(Clone)]
pub struct Evidence {
    cyrillic: Sums<CYRILLIC_LANES>,
    latin: Sums<LATIN_LANES>,
    arabic: Sums<ARABIC_LANES>,
    /// Letters in Cyrillic, Latin, Arabic, Han, other scripts.
    letters: [u32; 5],
    /// Kana among the Han characters.
    kana: u32,
}

/// A language in a script and its score in nats, known up to a constant.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// BCP 47 code.
    pub language: &'static str,
    /// ISO 15924 code.
    pub script: &'static str,
    /// Score in nats.
    pub score: f32,
}

impl Evidence {
    /// No evidence at all.
    pub fn none() -> Self {
        Self {
            cyrillic: [0; CYRILLIC_LANES],
            latin: [0; LATIN_LANES],
            arabic: [0; ARABIC_LANES],
            letters: [0; 5],
            kana: 0,
        }
    }

    /// The evidence of a text: of all of it, or of pieces spread over a long one.
    pub fn of(model: &Model, text: &str) -> Self {
        let mut evidence = Self::none();
        if text.len() <= WHOLE {
            evidence.read(model, text);
        } else {
            for i in 0..WINDOWS {
                evidence.read(model, window(text, (text.len() - WINDOW) / (WINDOWS - 1) * i));
            }
        }
        evidence
    }

    fn read(&mut self, model: &Model, text: &str) {
        let mut words = Words::new(text);
        while let Some(word) = words.next() {
            self.add(model, text, word);
        }
    }

    /// Adds one word of `text`.
    #[inline]
    pub fn add(&mut self, model: &Model, text: &str, word: &Word) {
        let script = match word.kind {
            Kind::Cyrillic => {
                model.cyrillic.add(word.symbols(), &mut self.cyrillic);
                0
            }
            Kind::Latin => {
                model.latin.add(word.symbols(), &mut self.latin);
                1
            }
            Kind::Arabic => {
                model.arabic.add(word.symbols(), &mut self.arabic);
                2
            }
            Kind::Han => {
                self.kana += u32::from(other_scripts::is_kana(&text[word.start..word.end]));
                3
            }
            _ => 4,
        };
        self.letters[script] += word.letters;
    }

    /// Letters of all scripts.
    pub fn letters(&self) -> u32 {
        self.letters.iter().sum()
    }

    /// The script with the most letters, as an index into [`FOREIGN`].
    fn main_script(&self) -> usize {
        let weight = |i: usize| self.letters[i].min(FOREIGN_MAX) as f32 * FOREIGN[i];
        (0..5).fold(0, |best, i| if weight(i) > weight(best) { i } else { best })
    }

    /// Calls `candidate` with every language of the scripts that occur.
    pub fn candidates(&self, model: &Model, mut candidate: impl FnMut(Candidate)) {
        let foreign: [f32; 5] = std::array::from_fn(|i| self.letters[i].min(FOREIGN_MAX) as f32 * FOREIGN[i]);
        let all: f32 = foreign.iter().sum();
        let cyrillic = nats(&self.cyrillic, model.cyrillic.step, &model.cyrillic.bias, CYRILLIC.len());
        let latin = nats(&self.latin, model.latin.step, &model.latin.bias, LATIN.len());
        let arabic = nats(&self.arabic, model.arabic.step, &model.arabic.bias, ARABIC.len());
        let has = |script: usize| self.letters[script] > 0;
        let main = self.main_script();
        let mut emit = |language: &'static str, script: usize, score: f32| {
            candidate(Candidate { language, script: SCRIPTS[script], score });
        };
        if has(0) {
            for (i, language) in CYRILLIC.into_iter().enumerate() {
                let mut score = cyrillic[i] - (all - foreign[0]);
                let mut script = 0;
                if let Some(at) = shared(language, &LATIN).filter(|_| has(1)) {
                    score += foreign[1] + latin[at];
                    script = if main == 1 { 1 } else { 0 };
                }
                emit(language, script, score);
            }
        }
        if has(1) {
            for (i, language) in LATIN.into_iter().enumerate() {
                if !(has(0) && shared(language, &CYRILLIC).is_some()) {
                    emit(language, 1, latin[i] - (all - foreign[1]));
                }
            }
        }
        if has(2) {
            for (i, language) in ARABIC.into_iter().enumerate() {
                emit(language, 2, arabic[i] - (all - foreign[2]));
            }
        }
        if has(3) {
            emit(if self.kana > 0 { "ja" } else { "zh" }, 3, foreign[3] - all);
        }
        if has(4) {
            emit("und", 4, foreign[4] - all);
        }
    }

    /// The best candidate and how likely it is among all. `text` is asked again for a script without a table.
    pub fn verdict(&self, model: &Model, text: &str) -> Verdict {
        // One letter alone is a list mark, an initial or a unit.
        if self.letters() < 2 && self.letters[3] == 0 {
            return Verdict {
                language: "und",
                script: if self.letters() == 0 { "Zyyy" } else { SCRIPTS[self.main_script()] },
                confidence: 0.0,
            };
        }
        let mut best = Candidate { language: "und", script: "Zyyy", score: f32::NEG_INFINITY };
        self.candidates(model, |c| {
            if c.score > best.score {
                best = c;
            }
        });
        let mut total = 0.0;
        self.candidates(model, |c| {
            // Below a millionth nothing is added worth the exponential.
            if c.score > best.score - 14.0 {
                total += (c.score - best.score).exp();
            }
        });
        if best.script == SCRIPTS[4] {
            return other_scripts::identify(text);
        }
        Verdict { language: best.language, script: best.script, confidence: 1.0 / total }
    }
}

const SCRIPTS: [&str; 5] = ["Cyrl", "Latn", "Arab", "Hani", "Zzzz"];

fn shared(language: &str, others: &[&str]) -> Option<usize> {
    others.iter().position(|&other| other == language)
}

/// Scores in nats, the best of them 0.
fn nats<const N: usize>(sums: &Sums<N>, step: f32, bias: &[f32; N], languages: usize) -> [f32; N] {
    let mut scores: [f32; N] = std::array::from_fn(|i| sums[i] as f32 * step + bias[i]);
    let best = scores[..languages].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for score in &mut scores {
        *score -= best;
    }
    scores
}

/// About [`WINDOW`] bytes of `text` from `start` on, cut at character boundaries and, where there is a space near, at it.
fn window(text: &str, start: usize) -> &str {
    let start = text.ceil_char_boundary(start);
    let piece = &text[start..text.floor_char_boundary((start + WINDOW).min(text.len()))];
    if start == 0 {
        return piece;
    }
    piece.find(' ').map_or(piece, |space| &piece[space..])
}
