//! What the words of a text say, script by script, and the decision made of it.

use memchr::{memchr, memrchr};

use super::{
    Verdict,
    languages::{
        ARABIC, ARABIC_NUMBERS, CHINESE, COUNT, CYRILLIC, CYRILLIC_NUMBERS, ENGLISH, EXPECTED, JAPANESE, KAZAKH, LATIN,
        LATIN_NUMBERS, OTHER, RELATIVES, RUSSIAN, code,
    },
    letters::Kind,
    model::{ARABIC_LANES, CYRILLIC_LANES, LATIN_LANES, Model, Room, Sums, Table},
    other_scripts,
    words::{Word, Words},
};

/// Text longer than this many bytes is first judged by its two ends, ...
const SHORT: usize = 2 * END;
/// ... of this many bytes each (a whole word more or less). Half of the lines of a page are shorter, but most of its
/// text is in longer ones.
const END: usize = 80;
/// Both ends must be in the same language, and the two together speak for it by this many nats: two words' worth
/// (see `WORD_MAX` in `model`), which no sentence of the development texts has for a wrong language. Of text longer
/// than [`WHOLE`] each end is read only until it has spoken for half of that, and without its names: five words mostly.
const CLEAR: f32 = 14.0;
/// Where the ends do not tell, text longer than this many bytes is judged by [`WINDOWS`] pieces of it.
const WHOLE: usize = 400;
/// Pieces of a long text, spread evenly from its start to its end.
const WINDOWS: usize = 4;
/// Bytes of a piece.
const WINDOW: usize = 80;

/// Scripts that are told apart: Cyrillic, Latin, Arabic, Han, all others.
const SCRIPTS: [&str; 5] = ["Cyrl", "Latn", "Arab", "Hani", "Zzzz"];
/// Cost in nats of each letter in a script the language is not written in. Latin letters cost less, for names and
/// addresses are written with them in any text; a Han character stands for a word.
const FOREIGN: [f32; 5] = [1.0, 0.3, 1.0, 2.0, 1.0];
/// The same for a word in the midst of others, where a run of Latin words is another language's sentence.
const FOREIGN_WORD: [f32; 5] = [1.0, 0.6, 1.0, 2.0, 1.0];
/// No language is held against more foreign letters of a script than this.
const FOREIGN_MAX: u32 = 200;

/// Kazakh in Latin letters must lead English by this many nats: English news of Kazakhstan is full of Kazakh names.
const DOUBT_ENGLISH: f32 = 3.0;

/// Nats by which the words without a capital must speak for Russian or English to outweigh names, ...
const CLEARLY: f32 = 5.0;
/// ... and by which that language then leads.
const NAMES: f32 = 3.0;

/// Below this confidence in a language that is not expected, a second opinion is asked whether the text is in one that
/// the tables do not hold, ...
const UNSURE: f32 = 0.99;
/// ... if it has this many letters.
const ENOUGH: u32 = 25;

/// A score for each language number, in nats, known up to a constant; minus infinity for a language none of whose
/// scripts occurs.
pub type Scores = [f32; COUNT];

/// Letters and sums of weights by script.
#[derive(Clone)]
pub struct Evidence {
    cyrillic: Sums<CYRILLIC_LANES>,
    latin: Sums<LATIN_LANES>,
    /// The same of words with a capital, which may be names.
    cyrillic_names: Sums<CYRILLIC_LANES>,
    latin_names: Sums<LATIN_LANES>,
    arabic: Sums<ARABIC_LANES>,
    /// Letters in each of [`SCRIPTS`].
    letters: [u32; 5],
    /// Kana among the Han characters.
    kana: u32,
}

impl Evidence {
    /// No evidence at all.
    pub fn none() -> Self {
        Self {
            cyrillic: [0; CYRILLIC_LANES],
            latin: [0; LATIN_LANES],
            cyrillic_names: [0; CYRILLIC_LANES],
            latin_names: [0; LATIN_LANES],
            arabic: [0; ARABIC_LANES],
            letters: [0; 5],
            kana: 0,
        }
    }

    /// The evidence of a text: of its ends if they tell, else of all of it, or of pieces spread over a long one.
    pub fn of(model: &Model, text: &str) -> Self {
        let (mut evidence, mut room) = (Self::none(), Room::new());
        let room = &mut room;
        if text.len() > SHORT {
            let enough = (text.len() > WHOLE).then_some(CLEAR / 2.0);
            let first = evidence.read_end(model, room, window(text, 0, END), enough);
            let twice = enough.map(|nats| 2.0 * nats);
            let both = evidence.read_end(model, room, window(text, text.len() - END, END), twice);
            if both.is_some_and(|(language, lead)| lead >= CLEAR && first.is_some_and(|(l, _)| l == language)) {
                return evidence;
            }
            evidence = Self::none();
        }
        if text.len() <= WHOLE {
            evidence.read(model, room, text);
        } else {
            for i in 0..WINDOWS {
                evidence.read(model, room, window(text, (text.len() - WINDOW) / (WINDOWS - 1) * i, WINDOW));
            }
        }
        evidence
    }

    fn read(&mut self, model: &Model, room: &mut Room, text: &str) {
        let mut words = Words::new(text);
        while let Some(word) = words.next_word() {
            self.add(model, room, text, word);
        }
    }

    /// Reads an end of a text and tells what it and what was read before say together. With `enough`, no names are read,
    /// and no words once the others lead by so many nats.
    fn read_end(&mut self, model: &Model, room: &mut Room, text: &str, enough: Option<f32>) -> Option<(usize, f32)> {
        let mut words = Words::new(text);
        while let Some(word) = words.next_word() {
            if enough.is_some() && word.capital {
                continue;
            }
            self.add(model, room, text, word);
            if let Some(nats) = enough
                && let Some(clear) = self.clear(model, nats)
            {
                return Some(clear);
            }
        }
        self.clear(model, 0.0)
    }

    /// The lane of the language that the words without a capital speak for, and its lead over the next in nats, if it is
    /// not less than `least`; none where they are not all of one script that has a table.
    fn clear(&self, model: &Model, least: f32) -> Option<(usize, f32)> {
        let others: u32 = self.letters[2..].iter().sum();
        match (self.letters[0], self.letters[1], others) {
            (1.., 0, 0) => model.cyrillic.lead(&self.cyrillic, least),
            (0, 1.., 0) => model.latin.lead(&self.latin, least),
            _ => None,
        }
    }

    /// Adds one word of `text`.
    #[inline]
    pub fn add(&mut self, model: &Model, room: &mut Room, text: &str, word: &Word) {
        let name = word.capital;
        match word.kind {
            Kind::Cyrillic => {
                let sums = if name { &mut self.cyrillic_names } else { &mut self.cyrillic };
                model.cyrillic.add(word.symbols(), room, sums);
            }
            Kind::Latin => {
                let sums = if name { &mut self.latin_names } else { &mut self.latin };
                model.latin.add(word.symbols(), room, sums);
            }
            Kind::Arabic => model.arabic.add(word.symbols(), room, &mut self.arabic),
            Kind::Han => self.kana += u32::from(other_scripts::is_kana(&text[word.start..word.end])),
            _ => {}
        }
        self.letters[script(word.kind)] += word.letters;
    }

    /// True when all letters are Cyrillic, or stand among such.
    pub fn is_cyrillic(&self) -> bool {
        self.letters[0] > 0 && self.letters[1..] == [0; 4]
    }

    /// True when nearly all letters are of one script.
    pub fn is_of_one_script(&self) -> bool {
        self.letters.iter().any(|&letters| letters * 8 > self.letters() * 7)
    }

    /// Letters of all scripts.
    pub fn letters(&self) -> u32 {
        self.letters.iter().sum()
    }

    /// What the letters of each script cost a language that is not written in it.
    fn foreign(&self, costs: &[f32; 5]) -> [f32; 5] {
        std::array::from_fn(|i| self.letters[i].min(FOREIGN_MAX) as f32 * costs[i])
    }

    /// The main script, as an index into [`SCRIPTS`].
    fn script(&self) -> usize {
        let weight = self.foreign(&FOREIGN);
        (1..SCRIPTS.len()).fold(0, |best, i| if weight[i] > weight[best] { i } else { best })
    }

    /// False for what cannot be in a language that the second opinion alone knows: of Cyrillic it knows no more than the
    /// tables do, and names are in no language. It costs as much as a hundred short pages.
    fn may_be_uncovered(&self) -> bool {
        match SCRIPTS[self.script()] {
            "Latn" => self.latin != [0; LATIN_LANES],
            script => script == "Arab",
        }
    }

    /// The score of every language for a whole text.
    pub fn scores(&self, model: &Model) -> Scores {
        let mut scores = self.score(model, &FOREIGN, f32::NEG_INFINITY, 1.0);
        let best = (1..COUNT).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
        for other in [RUSSIAN, ENGLISH] {
            if best != other && self.is_of_names(model, other, best) {
                scores[other] = scores[best] + NAMES;
            }
        }
        scores
    }

    /// True when `best` speaks from the words with capitals only: the rest is clearly in `other`, Russian or English,
    /// so that the text is a sentence of that language about people and places of Kazakhstan.
    fn is_of_names(&self, model: &Model, other: usize, best: usize) -> bool {
        let clearly = |numbers: &[usize], nats: &[f32]| {
            let of = |language| numbers.iter().position(|n| *n == language).map(|lane| nats[lane]);
            of(other) == Some(0.0) && of(best).is_some_and(|nats| nats < -CLEARLY)
        };
        let only = |script: usize| self.letters[script] > 0 && self.letters[1 - script] * 8 < self.letters[script];
        if other == ENGLISH && only(1) && self.latin_names != [0; LATIN_LANES] {
            clearly(&LATIN_NUMBERS, &model.latin.nats(&self.latin, LATIN.len(), 0.0))
        } else if other == RUSSIAN && only(0) && self.cyrillic_names != [0; CYRILLIC_LANES] {
            clearly(&CYRILLIC_NUMBERS, &model.cyrillic.nats(&self.cyrillic, CYRILLIC.len(), 0.0))
        } else {
            false
        }
    }

    /// The score of every language for one word in the midst of others: without the biases, which count once a text,
    /// and finite for the languages not written in the word's script.
    pub fn word_scores(&self, model: &Model) -> Scores {
        let absent = -self.foreign(&FOREIGN_WORD).iter().sum::<f32>();
        self.score(model, &FOREIGN_WORD, absent, 0.0)
    }

    /// Scores at the given costs of foreign letters, with `absent` for a language none of whose scripts occurs, and the biases taken `bias` times.
    fn score(&self, model: &Model, costs: &[f32; 5], absent: f32, bias: f32) -> Scores {
        let foreign = self.foreign(costs);
        let all: f32 = foreign.iter().sum();
        let mut scores = [absent; COUNT];
        // A language pays for all letters, and is paid back those of the scripts it is written in.
        let mut pay = |number: usize, back: f32| {
            scores[number] = if scores[number].is_finite() { scores[number] } else { -all } + back;
        };
        if self.letters[0] > 0 {
            let nats = model.cyrillic.nats(&sum(&self.cyrillic, &self.cyrillic_names), CYRILLIC.len(), bias);
            CYRILLIC_NUMBERS.into_iter().zip(nats).for_each(|(number, nats)| pay(number, foreign[0] + nats));
        }
        if self.letters[1] > 0 {
            let nats = model.latin.nats(&sum(&self.latin, &self.latin_names), LATIN.len(), bias);
            LATIN_NUMBERS.into_iter().zip(nats).for_each(|(number, nats)| pay(number, foreign[1] + nats));
        }
        if self.letters[2] > 0 {
            let nats = model.arabic.nats(&self.arabic, ARABIC.len(), bias);
            ARABIC_NUMBERS.into_iter().zip(nats).for_each(|(number, nats)| pay(number, foreign[2] + nats));
        }
        if self.letters[3] > 0 {
            // Kana is written in Japanese only, and hardly a Japanese sentence is without.
            pay(CHINESE, if self.kana > 0 { 0.0 } else { foreign[3] });
            pay(JAPANESE, if self.kana > 0 { foreign[3] } else { 0.0 });
        }
        if self.letters[4] > 0 {
            pay(OTHER, foreign[4]);
        }
        scores
    }

    /// Lowers Kazakh where it leads its closest relatives by less than `doubt` nats, so that the text may as well be
    /// theirs: of words they share, the wrong ones called Kazakh weigh more than those missed. Not for a line whose
    /// page is known.
    pub fn doubt_kazakh(scores: &mut Scores, doubt: f32) {
        let relatives = RELATIVES.iter().map(|&relative| scores[relative]).fold(f32::NEG_INFINITY, f32::max);
        if scores[KAZAKH] - relatives < doubt {
            scores[KAZAKH] -= doubt;
        }
        // English has a score only where there are Latin letters, and then Kazakh means Kazakh in them.
        if scores[KAZAKH] - scores[ENGLISH] < DOUBT_ENGLISH {
            scores[KAZAKH] -= DOUBT_ENGLISH;
        }
    }

    /// The verdict on `text`, whose evidence this is and whose scores are given (with whatever was added to them).
    pub fn verdict(&self, scores: &Scores, text: &str) -> Verdict {
        let letters = self.letters();
        let script = if letters == 0 { "Zyyy" } else { SCRIPTS[self.script()] };
        // One letter alone is a list mark, an initial or a unit; a Han character is a word.
        if letters < 2 && self.letters[3] == 0 {
            return Verdict { language: "und", script, confidence: 0.0 };
        }
        let best = (1..COUNT).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
        if best == OTHER {
            return other_scripts::identify(text);
        }
        // Below a millionth nothing is added worth the exponential.
        let near = scores.iter().map(|score| score - scores[best]).filter(|&below| below > -14.0);
        let total: f32 = near.map(f32::exp).sum();
        let script = if best == JAPANESE { "Jpan" } else { script };
        let confidence = 1.0 / total;
        if confidence < UNSURE
            && letters >= ENOUGH
            && !EXPECTED.contains(&best)
            && self.may_be_uncovered()
            && let Some((language, confidence)) = other_scripts::uncovered(text)
        {
            return Verdict { language, script, confidence };
        }
        Verdict { language: code(best), script, confidence }
    }
}

/// The script of a word, as an index into [`SCRIPTS`].
fn script(kind: Kind) -> usize {
    match kind {
        Kind::Cyrillic => 0,
        Kind::Latin => 1,
        Kind::Arabic => 2,
        Kind::Han => 3,
        _ => 4,
    }
}

/// How far the best language leads the next, in nats.
pub fn lead(scores: &Scores) -> f32 {
    // One instruction each, unlike those of the library: no score is not a number.
    let max = |a: f32, b: f32| if a > b { a } else { b };
    let min = |a: f32, b: f32| if a < b { a } else { b };
    let (mut best, mut next) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for &score in scores {
        (best, next) = (max(best, score), max(next, min(score, best)));
    }
    best - next
}

fn sum<const N: usize>(a: &Sums<N>, b: &Sums<N>) -> Sums<N> {
    std::array::from_fn(|i| a[i] + b[i])
}

impl<const N: usize, const S: usize> Table<N, S> {
    /// Scores of the first `languages` in nats, the best of them 0; the bias is taken `bias` times.
    fn nats(&self, sums: &Sums<N>, languages: usize, bias: f32) -> [f32; N] {
        let scores: [f32; N] = std::array::from_fn(|i| sums[i] as f32 * self.step + self.bias[i] * bias);
        let best = scores[..languages].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        scores.map(|score| score - best)
    }

    /// The lane of the best language and how far it is ahead of the next, in nats, if that is not less than `least`.
    fn lead(&self, sums: &Sums<N>, least: f32) -> Option<(usize, f32)> {
        let sums = &sums[..self.languages];
        let best = sums.iter().copied().max()?;
        // Whether any other is too near is told without a branch; mostly one is.
        let near = (least / self.step) as i32;
        if sums.iter().filter(|sum| best - **sum < near).count() > 1 {
            return None;
        }
        let lane = sums.iter().position(|sum| *sum == best)?;
        let next = sums[..lane].iter().chain(&sums[lane + 1..]).max()?;
        let lead = (best - next) as f32 * self.step;
        (lead >= least).then_some((lane, lead))
    }
}

/// About `len` bytes of `text` from `start` on, cut at spaces if there are any.
fn window(text: &str, start: usize, len: usize) -> &str {
    let boundary = |at: usize| text.ceil_char_boundary(at.min(text.len()));
    let piece = &text[boundary(start)..boundary(start + len)];
    let first = if start > 0 { memchr(b' ', piece.as_bytes()).unwrap_or(0) } else { 0 };
    let cut = start + len < text.len();
    let last = if cut { memrchr(b' ', piece.as_bytes()).filter(|&last| last > first) } else { None };
    &piece[first..last.unwrap_or(piece.len())]
}
