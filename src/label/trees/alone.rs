//! The answers of all trees for one line.
//!
//! Each bin of a fact answers some questions of some trees with yes. All these answers stand in a row, a byte for each
//! tree, so that a line is answered by as many rows as there are facts, laid over each other.

use wide::u8x16;

use super::{ABREAST, BINS, QUESTIONS, Tree};

/// Vector registers of a part of a row.
const REGISTERS: usize = 6;

/// Trees of a part of a row.
const PART: usize = REGISTERS * ABREAST;

/// A part of a row: the answers of so many trees.
type Part = [u8x16; REGISTERS];

/// The rows of all facts that some tree asks about.
#[derive(Clone, Debug)]
pub(super) struct Alone {
    facts: Vec<Fact>,
    /// Row by row.
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Fact {
    number: usize,
    /// Where the row of each of its bins begins among the parts; bins between the same questions have the same.
    rows: [u16; BINS],
}

impl Alone {
    /// Lays out the answers of these trees.
    pub(super) fn new<const VALUES: usize>(trees: &[Tree<VALUES>]) -> Alone {
        let width = trees.len().div_ceil(PART);
        let mut questions = Vec::with_capacity(trees.len() * QUESTIONS);
        for (t, tree) in trees.iter().enumerate() {
            questions.extend(tree.questions().enumerate().map(|(place, (fact, least))| (fact, least, t, place)));
        }
        questions.sort_unstable_by_key(|(fact, least, ..)| fact * BINS + usize::from(*least));
        let mut alone = Alone { facts: Vec::new(), parts: Vec::new() };
        for questions in questions.chunk_by(|a, b| a.0 == b.0) {
            let mut row = vec![[0u8; PART]; width];
            let mut rows = [alone.push(&row); BINS];
            for questions in questions.chunk_by(|a, b| a.1 == b.1) {
                questions.iter().for_each(|(_, _, tree, place)| row[tree / PART][tree % PART] |= 1 << place);
                rows[usize::from(questions[0].1)..].fill(alone.push(&row));
            }
            alone.facts.push(Fact { number: questions[0].0, rows });
        }
        alone
    }

    /// Adds a row; where it begins.
    fn push(&mut self, row: &[[u8; PART]]) -> u16 {
        let begin = self.parts.len() as u16;
        let register = |part: &[u8; PART], i: usize| u8x16::new(std::array::from_fn(|k| part[i * ABREAST + k]));
        let part = |part: &[u8; PART]| std::array::from_fn(|i| register(part, i));
        self.parts.extend(row.iter().map(part));
        begin
    }

    /// The sum of the values of all trees for a line with these bins, in thousandths.
    pub(super) fn sum<const VALUES: usize>(&self, trees: &[Tree<VALUES>], bin: impl Fn(usize) -> u8) -> i64 {
        let mut sum = 0;
        for (part, trees) in trees.chunks(PART).enumerate() {
            let mut answers = [u8x16::ZERO; REGISTERS];
            for fact in &self.facts {
                let row = usize::from(fact.rows[usize::from(bin(fact.number)) % BINS]);
                answers.iter_mut().zip(&self.parts[row + part]).for_each(|(all, yes)| *all |= *yes);
            }
            let mut bytes = [0; PART];
            bytes.chunks_exact_mut(ABREAST).zip(&answers).for_each(|(to, from)| to.copy_from_slice(from.as_array()));
            let values = trees.iter().zip(bytes).map(|(tree, yes)| i64::from(tree.values[usize::from(yes) % VALUES]));
            sum += values.sum::<i64>();
        }
        sum
    }
}
