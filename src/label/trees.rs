//! Boosted trees: sums of small tables, each asked for with the same few questions of every line.
//!
//! A tree asks a few questions, "is this fact at least that?", the same ones whatever the answers are; the
//! answers, read as a binary number (the first question is its lowest digit), choose one of its values, and
//! a score is the sum of the values of all trees. So a tree is one line that a person can read, and many
//! lines of a page are answered at once, without a branch.
//!
//! Values are whole thousandths, which is what a table tells of them: so it does not matter in which order they are
//! summed up, and trees that ask nearly the same can be looked up as one (see `merged`).

mod alone;
#[cfg(any(test, feature = "fit"))]
mod merged;

use std::sync::OnceLock;

use wide::i8x16;

use self::alone::Alone;
use super::facts::decimal;

#[cfg(feature = "fit")]
pub(crate) use self::merged::compile;

/// Lines that are answered together: a vector register's worth of bytes.
const ABREAST: usize = 16;

/// Lines whose values are summed up together; of fewer at the end of a page, half as many.
const TOGETHER: usize = 8;

/// So few lines of a page are answered one by one.
const FEW: usize = 4;

/// Bins that a fact has at most.
const BINS: usize = 64;

/// A bin that no fact has: what a tree asks that has fewer questions than others.
const NEVER: u8 = BINS as u8;

/// Most questions of a tree.
const QUESTIONS: usize = 8;

/// The unit of the values.
const UNITS: f32 = 1000.0;

/// One tree of at most so many values, a power of two: one for each combination of answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree<const VALUES: usize> {
    /// The fact that each question is about.
    facts: [u8; QUESTIONS],
    /// Its least bin for yes.
    least: [u8; QUESTIONS],
    /// What each combination of answers adds to the score, in thousandths.
    values: [i16; VALUES],
}

/// One below the least bin of each question, once for each of the lines that are answered together.
static BELOW: [i8x16; 2 * BINS] = {
    let mut below = [i8x16::ZERO; 2 * BINS];
    let mut least = 0;
    while least < below.len() {
        below[least] = i8x16::new([least as i8 - 1; ABREAST]);
        least += 1;
    }
    below
};

impl<const VALUES: usize> Tree<VALUES> {
    /// Questions of a tree with all its values.
    const DEPTH: usize = VALUES.ilog2() as usize;

    /// A tree that asks nothing and adds nothing.
    const EMPTY: Self = Tree { facts: [0; QUESTIONS], least: [NEVER; QUESTIONS], values: [0; VALUES] };

    /// Bytes of a tree in a compiled table.
    const BYTES: usize = 2 * (Self::DEPTH + VALUES);

    /// A tree of these questions, "is this fact at least that?", with a value for each combination of answers;
    /// `None` if there are too many questions, a fact or a bin is none, or there are more or fewer values.
    pub fn new(questions: &[(usize, u8)], values: &[f32]) -> Option<Tree<VALUES>> {
        if questions.len() > Self::DEPTH.min(QUESTIONS) || values.len() != 1 << questions.len() {
            return None;
        }
        let mut tree = Self::EMPTY;
        for (i, &(fact, bin)) in questions.iter().enumerate() {
            (tree.facts[i], tree.least[i]) = (fact.try_into().ok()?, Some(bin).filter(|bin| *bin < NEVER)?);
        }
        tree.values.iter_mut().zip(values).for_each(|(to, from)| *to = (from * UNITS).round() as i16);
        Some(tree)
    }

    /// Its questions: the fact, and the least bin for yes.
    fn questions(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        let facts = self.facts.iter().map(|fact| usize::from(*fact));
        facts.zip(self.least).take_while(|(_, least)| *least != NEVER)
    }

    /// The value for a line with these bins, in thousandths.
    fn value(&self, bin: impl Fn(usize) -> u8) -> i16 {
        let yes = self.questions().map(|(fact, least)| bin(fact) >= least);
        let answers: usize = yes.enumerate().map(|(place, yes)| usize::from(yes) << place).sum();
        self.values[answers % VALUES]
    }

    /// The answers to its questions of [`ABREAST`] lines with these bins.
    #[inline]
    fn answers(&self, bins: &[[i8; ABREAST]]) -> [i8; ABREAST] {
        let mut answers = i8x16::ZERO;
        for (fact, least) in self.facts.iter().zip(&self.least).take(Self::DEPTH).rev() {
            // One below zero where the bin is greater than that below the least one.
            let yes = i8x16::new(bins[usize::from(*fact)]).simd_gt(BELOW[usize::from(*least) % BELOW.len()]);
            answers = answers + answers - yes;
        }
        answers.to_array()
    }
}

/// Trees whose values are summed up.
#[derive(Clone, Debug)]
pub(crate) struct Trees<const VALUES: usize> {
    trees: Vec<Tree<VALUES>>,
    /// How a line is answered alone; made for the first one.
    alone: OnceLock<Alone>,
}

impl<const VALUES: usize> Trees<VALUES> {
    /// These trees.
    pub fn new(trees: Vec<Tree<VALUES>>) -> Trees<VALUES> {
        Trees { trees, alone: OnceLock::new() }
    }

    /// The trees of a compiled table (see `merged`): of each tree the facts of its questions, their least bins, and its
    /// values as whole numbers of 16 bits, the low byte first.
    pub fn compiled(table: &[u8]) -> Trees<VALUES> {
        let depth = Tree::<VALUES>::DEPTH;
        let tree = |bytes: &[u8]| {
            let (questions, values) = bytes.split_at(2 * depth);
            let mut tree = Tree::EMPTY;
            tree.facts[..depth].copy_from_slice(&questions[..depth]);
            tree.least[..depth].copy_from_slice(&questions[depth..]);
            let values = values.as_chunks().0.iter().map(|value| i16::from_le_bytes(*value));
            tree.values.iter_mut().zip(values).for_each(|(to, from)| *to = from);
            tree
        };
        Trees::new(table.chunks_exact(Tree::<VALUES>::BYTES).map(tree).collect())
    }
}

/// The bins of all facts of all lines of a page.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Fact by fact those of the first [`ABREAST`] lines, then those of the next.
    bins: Vec<[i8; ABREAST]>,
    facts: usize,
}

impl Columns {
    /// Room for `facts` of `lines`, all 0.
    pub fn new(facts: usize, lines: usize) -> Columns {
        // Memory that comes cleared takes longer than to clear that of a short page.
        let mut bins = Vec::new();
        bins.resize(facts * lines.div_ceil(ABREAST), [0; ABREAST]);
        Columns { bins, facts }
    }

    /// The facts of so many lines, each fact's bins together.
    pub fn of(bins: &[u8], lines: usize) -> Columns {
        let mut columns = Columns::new(bins.len().checked_div(lines).unwrap_or(0), lines);
        for (fact, bins) in bins.chunks_exact(lines.max(1)).enumerate() {
            bins.iter().enumerate().for_each(|(line, bin)| columns.set(fact, line, *bin));
        }
        columns
    }

    /// These facts of some lines, with room for so many behind them, all 0.
    pub fn chosen(&self, lines: &[usize], more: usize) -> Columns {
        let facts = self.facts + more;
        let mut columns = Columns::new(facts, lines.len());
        for (to, from) in lines.iter().enumerate() {
            let block = &self.bins[from / ABREAST * self.facts..][..self.facts];
            let chosen = &mut columns.bins[to / ABREAST * facts..][..self.facts];
            for (to_bins, bins) in chosen.iter_mut().zip(block) {
                to_bins[to % ABREAST] = bins[from % ABREAST];
            }
        }
        columns
    }

    /// Sets a fact of a line.
    #[inline]
    fn set(&mut self, fact: usize, line: usize, bin: u8) {
        self.bins[line / ABREAST * self.facts + fact][line % ABREAST] = bin as i8;
    }

    /// Sets facts of a line, of which there are `FACTS`: the fact and its bin.
    #[inline]
    pub fn line<const FACTS: usize>(&mut self, line: usize) -> impl FnMut(usize, u8) {
        let block = self.bins[line / ABREAST * self.facts..].first_chunk_mut::<FACTS>().expect("a block has all facts");
        move |fact, bin| block[fact][line % ABREAST] = bin as i8
    }

    /// A fact of a line.
    pub fn bin(&self, fact: usize, line: usize) -> u8 {
        self.bins[line / ABREAST * self.facts + fact][line % ABREAST] as u8
    }
}

/// Adds the values of all trees to the scores of all lines.
pub(crate) fn add<const VALUES: usize>(trees: &Trees<VALUES>, columns: &Columns, scores: &mut [f32]) {
    let Trees { trees, alone } = trees;
    let blocks = columns.bins.chunks_exact(columns.facts.max(1));
    if scores.len() <= FEW {
        let alone = alone.get_or_init(|| Alone::new(trees));
        for bins in blocks {
            for (line, score) in scores.iter_mut().enumerate() {
                *score += told(alone.sum(trees, |fact| bins[fact][line] as u8));
            }
        }
        return;
    }
    let mut answers = Vec::with_capacity(trees.len());
    let (mut above, mut sums) = (None, [0; ABREAST]);
    for (scores, bins) in scores.chunks_mut(ABREAST).zip(blocks) {
        // In a long list of lines of one sort all have the same bins as those above them.
        if above != Some(bins) {
            answers.clear();
            answers.extend(trees.iter().map(|tree| tree.answers(bins)));
            for (sums, first) in sums[..scores.len()].chunks_mut(TOGETHER).zip((0..).step_by(TOGETHER)) {
                match sums.len() {
                    0..=HALF => sum_up::<HALF, VALUES>(trees, &answers, first, sums),
                    _ => sum_up::<TOGETHER, VALUES>(trees, &answers, first, sums),
                }
            }
            above = Some(bins);
        }
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += told(sum));
    }
}

/// Half of those that are summed up together.
const HALF: usize = TOGETHER / 2;

/// A sum of thousandths as a score.
fn told(sum: i64) -> f32 {
    sum as f32 / UNITS
}

/// Sums up the values for these answers of at most `LINES` lines, of which `first` is the first one abreast.
fn sum_up<const LINES: usize, const VALUES: usize>(
    trees: &[Tree<VALUES>],
    answers: &[[i8; ABREAST]],
    first: usize,
    to: &mut [i64],
) {
    // As wide as a register: one by one they are faster looked up than gathered to be added together.
    let mut sums = [0i64; LINES];
    for (tree, answers) in trees.iter().zip(answers) {
        let answers = answers[first..].first_chunk::<LINES>().expect("a part of those abreast");
        for (sum, answer) in sums.iter_mut().zip(answers) {
            *sum += i64::from(tree.values[usize::from(*answer as u8) % VALUES]);
        }
    }
    to.copy_from_slice(&sums[..to.len()]);
}

/// The sum of all trees for one line whose fact `fact` were `bin`.
pub(crate) fn score_with<const VALUES: usize>(
    trees: &Trees<VALUES>,
    columns: &Columns,
    line: usize,
    (fact, bin): (usize, u8),
) -> f32 {
    let asked = |f: usize| if f == fact { bin } else { columns.bin(f, line) };
    told(trees.trees.iter().map(|tree| i64::from(tree.value(asked))).sum())
}

/// Reads the lines `tree<TAB>fact>=bin fact>=bin …<TAB>value value …` of a table. A line that does not fit is left
/// out: the table is part of the program, and the tests of its readers find it.
pub(crate) fn read<const VALUES: usize>(table: &str, facts: &[&str]) -> Trees<VALUES> {
    let question = |question: &str| {
        let (name, least) = question.split_once('>')?;
        Some((facts.iter().position(|f| *f == name)?, least.strip_prefix('=')?.parse().ok()?))
    };
    let (mut asked, mut values) = (Vec::new(), Vec::with_capacity(VALUES));
    let mut tree = |line: &str| {
        let (questions, list) = line.strip_prefix("tree\t")?.split_once('\t')?;
        asked.clear();
        for text in questions.split(' ') {
            asked.push(question(text)?);
        }
        values.clear();
        for text in list.as_bytes().split(|b| *b == b' ') {
            values.push(decimal(text)?);
        }
        Tree::new(&asked, &values)
    };
    Trees::new(table.lines().filter_map(&mut tree).collect())
}

/// The lines of a table for these trees.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn write<const VALUES: usize>(trees: &Trees<VALUES>, facts: &[&str]) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for tree in &trees.trees {
        let questions: Vec<String> =
            tree.questions().map(|(fact, least)| format!("{}>={least}", facts[fact])).collect();
        let values = tree.values[..1 << questions.len()].iter();
        let values: Vec<String> = values.map(|value| format!("{:.3}", told((*value).into()))).collect();
        let _ = writeln!(out, "tree\t{}\t{}", questions.join(" "), values.join(" "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &[&str] = &["words", "end"];

    fn trees() -> Trees<4> {
        read("# two trees\ntree\twords>=3\t-1.0 1.0\ntree\tend>=1 words>=5\t0.0 0.25 0.5 2.0\n", FACTS)
    }

    #[test]
    fn answers_choose_the_value() {
        let trees = trees();
        assert_eq!(trees.trees.len(), 2);
        // More lines than are answered together, and some that are answered alone.
        let lines = ABREAST + FEW;
        let mut columns = Columns::new(FACTS.len(), lines);
        let (words, end) = (|i: usize| (i % 7) as u8, |i: usize| (i % 2) as u8);
        for i in 0..lines {
            columns.set(0, i, words(i));
            columns.set(1, i, end(i));
        }
        let mut scores = vec![0.5; lines];
        add(&trees, &columns, &mut scores);
        for (i, score) in scores.iter().enumerate() {
            let first = if words(i) >= 3 { 1.0 } else { -1.0 };
            let second = [0.0, 0.25, 0.5, 2.0][usize::from(end(i)) + 2 * usize::from(words(i) >= 5)];
            assert_eq!(*score, 0.5 + first + second, "line {i}");
            assert_eq!(score_with(&trees, &columns, i, (0, words(i))), first + second, "line {i}");
        }
    }

    #[test]
    fn a_line_is_scored_alone_as_among_others() {
        let trees = &crate::label::third::THIRD.trees;
        let (facts, lines) = (crate::label::third::NAMES.len(), 2 * ABREAST);
        let bin = |fact: usize, line: usize| ((fact * 7 + line * 11 + fact * line) % 32) as u8;
        let columns = |lines: std::ops::Range<usize>| {
            let mut columns = Columns::new(facts, lines.len());
            for (place, line) in lines.enumerate() {
                (0..facts).for_each(|fact| columns.set(fact, place, bin(fact, line)));
            }
            columns
        };
        let mut together = vec![0.0; lines];
        add(trees, &columns(0..lines), &mut together);
        for (line, score) in together.into_iter().enumerate() {
            let mut alone = [0.0];
            add(trees, &columns(line..line + 1), &mut alone);
            assert_eq!(alone, [score], "line {line}");
        }
    }

    #[test]
    fn a_table_is_written_as_it_is_read() {
        let trees = trees();
        let read = |table: &str| read::<4>(table, FACTS).trees;
        assert_eq!(read(&write(&trees, FACTS)), trees.trees);
        assert!(read("tree\twords>=3\t1.0\n").is_empty(), "a value is missing");
        assert!(read("tree\tcommas>=3\t1.0 2.0\n").is_empty(), "no such fact");
        assert!(read("tree\twords>=64\t1.0 2.0\n").is_empty(), "no such bin");
    }
}
