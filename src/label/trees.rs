//! Boosted trees: sums of small tables, each asked for with the same few questions of every line.
//!
//! A tree asks a few questions, "is this fact at least that?", the same ones whatever the answers are; the
//! answers, read as a binary number (the first question is its lowest digit), choose one of its values, and
//! a score is the sum of the values of all trees. So a tree is one line that a person can read, and many
//! lines of a page are answered at once, without a branch.

/// Lines that are answered together: a vector register's worth of bytes, twice.
const ABREAST: usize = 32;

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

    /// A tree as it was fitted; values beyond those given are 0.
    #[cfg(any(test, feature = "fit"))]
    pub fn new(questions: &[(usize, u8)], values: &[f32]) -> Tree<VALUES> {
        let mut tree = Tree { questions: questions.to_vec(), values: [0.0; VALUES] };
        tree.values[..values.len()].copy_from_slice(values);
        tree
    }
}

/// The bins of all facts of all lines of a page, fact by fact.
#[derive(Debug)]
pub(crate) struct Columns {
    bins: Vec<u8>,
    /// Lines, rounded up to what is answered together.
    height: usize,
}

impl Columns {
    /// Room for `facts` of `lines`, all 0.
    pub fn new(facts: usize, lines: usize) -> Columns {
        let height = lines.next_multiple_of(ABREAST);
        Columns { bins: vec![0; facts * height], height }
    }

    /// The facts of so many lines, each fact's bins together.
    pub fn of(bins: &[u8], lines: usize) -> Columns {
        let mut columns = Columns::new(bins.len().checked_div(lines).unwrap_or(0), lines);
        for (fact, bins) in bins.chunks_exact(lines.max(1)).enumerate() {
            let from = fact * columns.height;
            columns.bins[from..from + lines].copy_from_slice(bins);
        }
        columns
    }

    /// Sets a fact of a line.
    #[inline]
    pub fn set(&mut self, fact: usize, line: usize, bin: u8) {
        self.bins[fact * self.height + line] = bin;
    }

    /// A fact of a line.
    pub fn bin(&self, fact: usize, line: usize) -> u8 {
        self.bins[fact * self.height + line]
    }

    /// A fact of [`ABREAST`] lines.
    #[inline]
    fn block(&self, fact: usize, first: usize) -> &[u8; ABREAST] {
        let from = fact * self.height + first;
        self.bins[from..from + ABREAST].try_into().expect("a block's worth")
    }
}

/// Lines that are answered one by one: for fewer a register is a waste.
const FEW: usize = 3;

/// Adds the values of all trees to the scores of all lines.
pub(crate) fn add<const VALUES: usize>(trees: &[Tree<VALUES>], columns: &Columns, scores: &mut [f32]) {
    if scores.len() <= FEW {
        for (line, score) in scores.iter_mut().enumerate() {
            let sum: f32 = trees.iter().map(|tree| tree.value(|fact| columns.bin(fact, line))).sum();
            *score += sum;
        }
        return;
    }
    for (n, scores) in scores.chunks_mut(ABREAST).enumerate() {
        let mut sums = [0.0f32; ABREAST];
        for tree in trees {
            let mut answers = [0u8; ABREAST];
            for (place, &(fact, least)) in tree.questions.iter().enumerate() {
                let bins = columns.block(fact, n * ABREAST);
                for (answer, bin) in answers.iter_mut().zip(bins) {
                    *answer |= u8::from(*bin >= least) << place;
                }
            }
            for (sum, answer) in sums[..scores.len()].iter_mut().zip(&answers) {
                *sum += tree.values[usize::from(*answer) % VALUES];
            }
        }
        scores.iter_mut().zip(&sums).for_each(|(score, sum)| *score += sum);
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
