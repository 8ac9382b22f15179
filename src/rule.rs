//! Rules: named reasons to edit, remove or split.
//!
//! A rule is a constant. Edits, removals and evidence point to it, the command line selects it by
//! its name, its cases stand in `fixtures/rules/<stage>/<name>.toml`, and the table of rules in the
//! README is written from [`all`]. The name says what is wrong with the text and reads well after
//! "allow": *allow glued sentences*.

/// A named reason to edit, remove or split.
#[derive(Debug, PartialEq)]
pub struct Rule {
    /// Kebab-case name, the rule's only identity.
    pub name: &'static str,
    /// The stage that runs it.
    pub stage: Stage,
    /// Whether what it does is proven or only likely.
    pub certainty: Certainty,
    /// One line: what it finds and does.
    pub summary: &'static str,
    /// Why that is damage, and what the rule must not touch.
    pub reason: &'static str,
    /// Text before and after; for a removal, what goes and the empty string.
    pub example: (&'static str, &'static str),
}

impl Rule {
    /// A rule; to be used in a `static`.
    pub const fn new(
        name: &'static str,
        stage: Stage,
        certainty: Certainty,
        summary: &'static str,
        reason: &'static str,
        example: (&'static str, &'static str),
    ) -> Rule {
        Rule { name, stage, certainty, summary, reason, example }
    }

    /// True for this rule, told by where it stands: a `static` has one place, and places are compared sooner than names.
    #[inline]
    pub(crate) fn is(&self, other: &Rule) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The rules of an edit or a removal: nearly always one, which is kept in place, for a page has hundreds of them.
pub type Rules = smallvec::SmallVec<[&'static Rule; 1]>;

/// The stage a rule belongs to, in the order the stages run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Bytes to text.
    Decode,
    /// Markup to lines.
    Html,
    /// Lines: those that a program broke.
    Segment,
    /// Characters: encoding damage, HTML remnants, look-alike letters.
    Repair,
    /// What a line is: body, or a kind of boilerplate.
    Label,
    /// Where items begin and which lines are their fields.
    Split,
    /// Spaces and lost line breaks in kept text.
    Normalize,
}

impl Stage {
    /// The name used for folders and in output.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Decode => "decode",
            Stage::Html => "html",
            Stage::Segment => "segment",
            Stage::Repair => "repair",
            Stage::Label => "label",
            Stage::Split => "split",
            Stage::Normalize => "normalize",
        }
    }
}

/// How sure a rule is of what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Proven: always applied.
    Certain,
    /// Likely: flagged with its reading, applied on request. (`guessed-letter` is applied always: the
    /// text it mends was damaged beyond doubt, only one of its letters is not sure.)
    Probable,
}

impl Certainty {
    /// The word used in output.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Probable => "probable",
        }
    }
}

/// Every rule, in the order the stages run them.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    crate::decode::RULES
        .iter()
        .chain(crate::html::RULES)
        .chain(crate::segment::wrapped::RULES)
        .chain(crate::repair::RULES)
        .chain(crate::label::RULES)
        .chain(crate::label::polls::RULES)
        .chain(crate::label::markup::boxes::RULES)
        .chain(crate::label::recurring::RULES)
        .chain(crate::split::rules::PLACE)
        .chain(crate::split::RULES)
        .chain(crate::normalize::RULES)
        .copied()
}

/// The rule of that name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    all().find(|r| r.name == name)
}

/// The rule whose name is nearest to a misspelt one, if any is near enough to suggest.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    all()
        .map(|r| (distance(r.name, name), r))
        .min_by_key(|(d, _)| *d)
        .filter(|(d, r)| *d <= r.name.len() / 3)
        .map(|(_, r)| r)
}

/// Levenshtein distance in bytes, of names in ASCII; what is beyond the 64th byte of `b` is not looked at.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), &b.as_bytes()[..b.len().min(64)]);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut last = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (last + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            last = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
