//! Boosted trees: sums of small tables, each asked for with the same few questions of every line.
//!
//! A tree asks a few questions, "is this fact at least that?", the same ones whatever the answers are; the
//! answers, read as a binary number (the first question is its lowest digit), choose one of its values, and
//! a score is the sum of the values of all trees. So a tree is one line that a person can read, and many
//! lines of a page are answered at once, without a branch.

/// Lines that are answered together: a vector register's worth of bytes.
const ABREAST: usize = 16;

/// Lines whose values are summed up together.
const TOGETHER: usize = 4;

/// One tree of at most so many values, a power of two: one for each combination of answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree<const VALUES: usize> {
    questions: Vec<Question>,
    /// What each combination of answers adds to the score.
    values: [f32; VALUES],
}

/// "Is this fact at least that?"
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    fact: usize,
    /// The least bin for yes, once for each of the lines that are answered together.
    least: [u8; ABREAST],
}

impl Question {
    fn new(fact: usize, least: u8) -> Question {
        Question { fact, least: [least; ABREAST] }
    }
}

impl<const VALUES: usize> Tree<VALUES> {
    /// The value for a line with these bins.
    #[inline]
    fn value(&self, bin: impl Fn(usize) -> u8) -> f32 {
        let answer = |place: usize, q: &Question| usize::from(bin(q.fact) >= q.least[0]) << place;
        let answers: usize = self.questions.iter().enumerate().map(|(place, q)| answer(place, q)).sum();
        self.values[answers % VALUES]
    }

    /// The answers to its questions of [`ABREAST`] lines with these bins.
    #[inline]
    fn answers(&self, bins: &[[u8; ABREAST]]) -> [u8; ABREAST] {
        let mut answers = [0; ABREAST];
        for Question { fact, least } in self.questions.iter().rev() {
            for ((answer, bin), least) in answers.iter_mut().zip(&bins[*fact]).zip(least) {
                *answer = *answer << 1 | u8::from(bin >= least);
            }
        }
        answers
    }

    /// A tree as it was fitted; values beyond those given are 0.
    #[cfg(feature = "fit")]
    pub fn new(questions: &[(usize, u8)], values: &[f32]) -> Tree<VALUES> {
        let questions = questions.iter().map(|&(fact, least)| Question::new(fact, least)).collect();
        let mut tree = Tree { questions, values: [0.0; VALUES] };
        tree.values[..values.len()].copy_from_slice(values);
        tree
    }
}

/// The bins of all facts of all lines of a page.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Fact by fact those of the first [`ABREAST`] lines, then those of the next.
    bins: Vec<[u8; ABREAST]>,
    facts: usize,
}

impl Columns {
    /// Room for `facts` of `lines`, all 0.
    pub fn new(facts: usize, lines: usize) -> Columns {
        Columns { bins: vec![[0; ABREAST]; facts * lines.div_ceil(ABREAST)], facts }
    }

    /// The facts of so many lines, each fact's bins together.
    pub fn of(bins: &[u8], lines: usize) -> Columns {
        let mut columns = Columns::new(bins.len().checked_div(lines).unwrap_or(0), lines);
        for (fact, bins) in bins.chunks_exact(lines.max(1)).enumerate() {
            bins.iter().enumerate().for_each(|(line, bin)| columns.set(fact, line, *bin));
        }
        columns
    }

    /// Sets a fact of a line.
    #[inline]
    pub fn set(&mut self, fact: usize, line: usize, bin: u8) {
        self.bins[line / ABREAST * self.facts + fact][line % ABREAST] = bin;
    }

    /// Sets facts of a line, of which there are `FACTS`: the fact and its bin.
    #[inline]
    pub fn line<const FACTS: usize>(&mut self, line: usize) -> impl FnMut(usize, u8) {
        let block = self.bins[line / ABREAST * self.facts..].first_chunk_mut::<FACTS>().expect("a block has all facts");
        move |fact, bin| block[fact][line % ABREAST] = bin
    }

    /// A fact of a line.
    pub fn bin(&self, fact: usize, line: usize) -> u8 {
        self.bins[line / ABREAST * self.facts + fact][line % ABREAST]
    }
}

/// Adds the values of all trees to the scores of all lines.
pub(crate) fn add<const VALUES: usize>(trees: &[Tree<VALUES>], columns: &Columns, scores: &mut [f32]) {
    let mut answers = vec![[0; ABREAST]; trees.len()];
    for (scores, bins) in scores.chunks_mut(ABREAST).zip(columns.bins.chunks_exact(columns.facts.max(1))) {
        answers.iter_mut().zip(trees).for_each(|(answers, tree)| *answers = tree.answers(bins));
        for (scores, first) in scores.chunks_mut(TOGETHER).zip((0..).step_by(TOGETHER)) {
            let mut sums = [0.0; TOGETHER];
            for (tree, answers) in trees.iter().zip(&answers) {
                let answers = answers[first..].first_chunk::<TOGETHER>().expect("a part of those abreast");
                for (sum, answer) in sums.iter_mut().zip(answers) {
                    *sum += tree.values[usize::from(*answer) % VALUES];
                }
            }
            scores.iter_mut().zip(&sums).for_each(|(score, sum)| *score += sum);
        }
    }
}

/// The sum of all trees for one line whose fact `fact` were `bin`.
pub(crate) fn score_with<const VALUES: usize>(
    trees: &[Tree<VALUES>],
    columns: &Columns,
    line: usize,
    (fact, bin): (usize, u8),
) -> f32 {
    let asked = |f: usize| if f == fact { bin } else { columns.bin(f, line) };
    trees.iter().map(|tree| tree.value(asked)).sum()
}

/// Reads the lines `tree<TAB>fact>=bin fact>=bin …<TAB>value value …` of a table. A line that does not fit is left
/// out: the table is part of the program, and the tests of its readers find it.
pub(crate) fn read<const VALUES: usize>(table: &str, facts: &[&str]) -> Vec<Tree<VALUES>> {
    let question = |q: &str| {
        let (name, least) = q.split_once(">=")?;
        Some(Question::new(facts.iter().position(|f| *f == name)?, least.parse().ok()?))
    };
    let tree = |line: &str| {
        let (questions, list) = line.strip_prefix("tree\t")?.split_once('\t')?;
        let questions: Vec<Question> = questions.split(' ').map(question).collect::<Option<_>>()?;
        let mut values = [0.0; VALUES];
        let mut count = 0;
        for (value, text) in values.iter_mut().zip(list.split(' ')) {
            *value = text.parse().ok()?;
            count += 1;
        }
        (count == 1 << questions.len()).then_some(Tree { questions, values })
    };
    table.lines().filter_map(tree).collect()
}

/// The lines of a table for these trees.
#[cfg(any(test, feature = "fit"))]
pub(crate) fn write<const VALUES: usize>(trees: &[Tree<VALUES>], facts: &[&str]) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for tree in trees {
        let questions: Vec<String> =
            tree.questions.iter().map(|q| format!("{}>={}", facts[q.fact], q.least[0])).collect();
        let values: Vec<String> = tree.values[..1 << questions.len()].iter().map(|v| format!("{v:.3}")).collect();
        let _ = writeln!(out, "tree\t{}\t{}", questions.join(" "), values.join(" "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &[&str] = &["words", "end"];

    fn trees() -> Vec<Tree<4>> {
        read("# two trees\ntree\twords>=3\t-1.0 1.0\ntree\tend>=1 words>=5\t0.0 0.25 0.5 2.0\n", FACTS)
    }

    #[test]
    fn answers_choose_the_value() {
        let trees = trees();
        assert_eq!(trees.len(), 2);
        // More lines than are answered together.
        let lines = ABREAST + 3;
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
    fn a_table_is_written_as_it_is_read() {
        let trees = trees();
        assert_eq!(read(&write(&trees, FACTS), FACTS), trees);
        assert!(read::<4>("tree\twords>=3\t1.0\n", FACTS).is_empty(), "a value is missing");
        assert!(read::<4>("tree\tcommas>=3\t1.0 2.0\n", FACTS).is_empty(), "no such fact");
    }
}
