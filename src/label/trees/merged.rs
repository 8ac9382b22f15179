//! Trees that ask nearly the same are looked up as one, and a table of them is compiled.
//!
//! Looking up a value costs as much for a tree of eight questions as for one of five. So trees which have questions
//! enough in common are added up to one whose values are the sums of theirs: 120 trees of five questions become some
//! seventy. That takes a while, so it is done once, and what comes of it is read by the program.

use super::{QUESTIONS, Tree, Trees};

/// The questions of a tree: fact and least bin.
type Questions = Vec<(usize, u8)>;

/// A table of these trees, merged to such of `MERGED` values, for [`Trees::compiled`].
pub(crate) fn compile<const VALUES: usize, const MERGED: usize>(trees: &Trees<VALUES>) -> Vec<u8> {
    let mut table = Vec::with_capacity(trees.trees.len() * Tree::<MERGED>::BYTES);
    for group in groups(&trees.trees, Tree::<MERGED>::DEPTH.min(QUESTIONS)) {
        let tree = sum::<VALUES, MERGED>(&group);
        let depth = Tree::<MERGED>::DEPTH;
        table.extend_from_slice(&tree.facts[..depth]);
        table.extend_from_slice(&tree.least[..depth]);
        table.extend(tree.values.iter().flat_map(|value| value.to_le_bytes()));
    }
    table
}

/// Parts trees into groups that ask at most `most` questions together: round by round the two groups that ask the fewest
/// become one.
fn groups<const VALUES: usize>(trees: &[Tree<VALUES>], most: usize) -> Vec<Vec<&Tree<VALUES>>> {
    let mut groups: Vec<Vec<&Tree<VALUES>>> = trees.iter().map(|tree| vec![tree]).collect();
    loop {
        let asked: Vec<Questions> = groups.iter().map(|group| questions(group)).collect();
        let pairs = (0..groups.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let mut pairs: Vec<(usize, usize, usize)> = pairs.map(|(a, b)| (joint(&asked[a], &asked[b]), a, b)).collect();
        pairs.retain(|(joint, ..)| *joint <= most);
        if pairs.is_empty() {
            return groups;
        }
        pairs.sort_unstable();
        let mut free = vec![true; groups.len()];
        for (_, a, b) in pairs {
            if free[a] && free[b] {
                (free[a], free[b]) = (false, false);
                let merged = std::mem::take(&mut groups[b]);
                groups[a].extend(merged);
            }
        }
        groups.retain(|group| !group.is_empty());
    }
}

/// How many questions both ask.
fn joint(a: &Questions, b: &Questions) -> usize {
    a.len() + b.iter().filter(|question| !a.contains(question)).count()
}

/// What the trees of a group ask, each question once.
fn questions<const VALUES: usize>(group: &[&Tree<VALUES>]) -> Questions {
    let mut all: Questions = group.iter().flat_map(|tree| tree.questions()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The tree whose values are the sums of those of a group.
fn sum<const VALUES: usize, const MERGED: usize>(group: &[&Tree<VALUES>]) -> Tree<MERGED> {
    let asked = questions(group);
    let mut tree = Tree::new(&asked, &vec![0.0; 1 << asked.len()]).expect("a group asks no more than a tree may");
    for (answers, value) in tree.values.iter_mut().enumerate().take(1 << asked.len()) {
        let yes =
            |question: &(usize, u8)| asked.iter().position(|q| q == question).is_some_and(|at| answers >> at & 1 == 1);
        for tree in group {
            let answers: usize = tree.questions().enumerate().map(|(i, q)| usize::from(yes(&q)) << i).sum();
            *value =
                value.checked_add(tree.values[answers]).expect("the values of a group are some thousands together");
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::trees::{Columns, add};
    use crate::label::{model, surroundings, third};

    /// The table of the text and the compiled one; `TAZALA_BLESS` writes the latter anew.
    fn check(text: &str, names: &[&str], compiled: &[u8], file: &str) {
        let trees = crate::label::trees::read::<{ 1 << model::DEPTH }>(text, names);
        let table = compile::<{ 1 << model::DEPTH }, { model::VALUES }>(&trees);
        if std::env::var_os("TAZALA_BLESS").is_some() {
            let file = format!("{}/src/label/data/{file}", env!("CARGO_MANIFEST_DIR"));
            return std::fs::write(file, table).expect("the table is written");
        }
        assert!(table == compiled, "{file} is not that of its text: TAZALA_BLESS=1 cargo test --lib merged");
        let merged = Trees::<{ model::VALUES }>::compiled(compiled);
        assert!(merged.trees.len() * 4 < trees.trees.len() * 3, "{} are left", merged.trees.len());
        // Lines whose bins have nothing to do with each other.
        let lines = 100;
        let mut seed = 1u32;
        let mut bins = vec![0; names.len() * lines];
        bins.iter_mut().for_each(|bin| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *bin = (seed >> 24) as u8 % 24;
        });
        let columns = Columns::of(&bins, lines);
        let (mut one_by_one, mut as_one) = (vec![0.0; lines], vec![0.0; lines]);
        add(&trees, &columns, &mut one_by_one);
        add(&merged, &columns, &mut as_one);
        assert_eq!(one_by_one, as_one);
        assert!(one_by_one.iter().any(|score| *score > 0.0) && one_by_one.iter().any(|score| *score < 0.0));
    }

    #[test]
    fn the_compiled_trees_are_those_of_the_tables() {
        let (weights, third) = (include_str!("../data/weights.tsv"), include_str!("../data/third.tsv"));
        check(weights, surroundings::NAMES, include_bytes!("../data/weights.bin"), "weights.bin");
        check(third, &third::NAMES, include_bytes!("../data/third.bin"), "third.bin");
    }
}
