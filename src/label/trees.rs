//! Boosted trees: sums of small tables, each asked for with the same few questions of every line.
//!
//! A tree asks a few questions, "is this fact at least that?", the same ones whatever the answers are; the
//! answers, read as a binary number (the first question is its lowest digit), choose one of its values, and
//! a score is the sum of the values of all trees. So a tree is one line that a person can read, and many
//! lines of a page are answered at once, without a branch.

/// Lines that are answered together: a vector register's worth of bytes.
const ABREAST: usize = 16;

/// One tree of at most so many values, a power of two: one for each combination of answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree<const VALUES: usize> {
    /// Fact and least bin of each question.
    pub questions: Vec<(usize, u8)>,
    /// What each combination of answers adds to the score.
    pub values: [f32; VALUES],
}

impl<const VALUES: usize> Tree<VALUES> {
    /// The value for a line with these bins.
    #[inline]
    fn value(&self, bin: impl Fn(usize) -> u8) -> f32 {
        let answer = |place: usize, &(fact, least): &(usize, u8)| usize::from(bin(fact) >= least) << place;
        let answers: usize = self.questions.iter().enumerate().map(|(place, q)| answer(place, q)).sum();
        self.values[answers % VALUES]
    }

    /// The answers to its questions of [`ABREAST`] lines with these bins.
    #[inline]
    fn answers(&self, bins: &[[u8; ABREAST]]) -> [u8; ABREAST] {
        let mut answers = [0; ABREAST];
        for &(fact, least) in self.questions.iter().rev() {
            for (answer, bin) in answers.iter_mut().zip(&bins[fact]) {
                *answer = *answer << 1 | u8::from(*bin >= least);
            }
        }
        answers
    }

    /// A tree as it was fitted; values beyond those given are 0.
    #[cfg(any(test, feature = "fit"))]
    pub fn new(questions: &[(usize, u8)], values: &[f32]) -> Tree<VALUES> {
        let mut tree = Tree { questions: questions.to_vec(), values: [0.0; VALUES] };
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

    /// Sets all facts of a line.
    #[inline]
    pub fn set_line(&mut self, line: usize, bins: &[u8]) {
        let block = &mut self.bins[line / ABREAST * self.facts..][..self.facts];
        block.iter_mut().zip(bins).for_each(|(abreast, bin)| abreast[line % ABREAST] = *bin);
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
        for (line, score) in scores.iter_mut().enumerate() {
            let value =
                |(tree, answers): (&Tree<VALUES>, &[u8; ABREAST])| tree.values[usize::from(answers[line]) % VALUES];
            *score += trees.iter().zip(&answers).map(value).sum::<f32>();
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
        Some((facts.iter().position(|f| *f == name)?, least.parse().ok()?))
    };
    let tree = |line: &str| {
        let (questions, list) = line.strip_prefix("tree\t")?.split_once('\t')?;
        let questions: Vec<(usize, u8)> = questions.split(' ').map(question).collect::<Option<_>>()?;
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
            tree.questions.iter().map(|(f, least)| format!("{}>={least}", facts[*f])).collect();
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
