//! A list of small trees whose sum is a score.
//!
//! All questions of one depth of a tree are the same ("at least so much of this fact?"), so a tree is a few questions and
//! a table of answers: quick, since each question is put to all lines at once, and short enough to be read.

/// Questions of a tree.
pub(crate) const DEPTH: usize = 6;
/// Answers of a tree.
pub(crate) const LEAVES: usize = 1 << DEPTH;

/// Facts of all lines of a page, fact by fact: small numbers that are compared and nothing else.
#[derive(Debug)]
pub(crate) struct Columns {
    pub lines: usize,
    pub values: Vec<u8>,
}

impl Columns {
    /// The values of one fact.
    pub(crate) fn of(&self, fact: usize) -> &[u8] {
        &self.values[fact * self.lines..][..self.lines]
    }
}

/// One tree: fact and least value of each question, and the answer for each pattern of yes and no, the first
/// question in the lowest bit.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub questions: [(u16, u8); DEPTH],
    pub answers: Vec<f32>,
}

/// A sum of trees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trees(pub Vec<Tree>);

impl Trees {
    /// The sum for every line.
    pub(crate) fn scores(&self, columns: &Columns) -> Vec<f32> {
        let mut out = vec![0.0; columns.lines];
        let mut pattern = vec![0u8; columns.lines];
        for tree in &self.0 {
            pattern.fill(0);
            for (bit, (fact, least)) in tree.questions.iter().enumerate() {
                let values = columns.of(usize::from(*fact));
                pattern.iter_mut().zip(values).for_each(|(p, v)| *p |= u8::from(v >= least) << bit);
            }
            out.iter_mut().zip(&pattern).for_each(|(o, p)| *o += tree.answers[usize::from(*p) % LEAVES]);
        }
        out
    }

    /// Reads a table: a line a tree, its questions as `fact>=value`, then its answers.
    pub(crate) fn read(table: &str) -> Trees {
        let tree = |row: &str| -> Option<Tree> {
            let (questions, answers) = row.split_once('\t')?;
            let mut tree = Tree { questions: [(0, 0); DEPTH], answers: Vec::with_capacity(LEAVES) };
            for (slot, question) in tree.questions.iter_mut().zip(questions.split(' ')) {
                let (name, value) = question.split_once(">=")?;
                let fact = super::second::FACTS.iter().position(|f| *f == name)?;
                *slot = (fact as u16, value.parse().ok()?);
            }
            tree.answers.extend(answers.split(' ').filter_map(|a| a.parse::<f32>().ok()));
            (tree.answers.len() == LEAVES).then_some(tree)
        };
        Trees(table.lines().filter(|l| !l.starts_with('#')).filter_map(tree).collect())
    }

    /// The table of these trees.
    #[cfg(feature = "fit")]
    pub(crate) fn write(&self) -> String {
        let mut out = String::new();
        for tree in &self.0 {
            let question = |(fact, value): &(u16, u8)| format!("{}>={value}", super::second::FACTS[usize::from(*fact)]);
            let questions: Vec<String> = tree.questions.iter().map(question).collect();
            let answers: Vec<String> = tree.answers.iter().map(|a| format!("{a:.3}")).collect();
            out.push_str(&format!("{}\t{}\n", questions.join(" "), answers.join(" ")));
        }
        out
    }
}
