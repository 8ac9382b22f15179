//! What the lines of a page may need, for all stages that mend text: one look at every byte.
//!
//! Each stage says which pairs of neighbouring bytes ([`crate::pairs`]) the lines hold that it has to read; one table
//! answers for all of them, so that a line which needs nothing costs little more than two instructions a byte.

use smallvec::SmallVec;

use crate::draft::{Draft, Span};
use crate::normalize::scan as spaces;
use crate::pairs::ManyPairs;
use crate::repair::mojibake::gate;
use crate::repair::scan::{self as repair, Triggers};

static PAIRS: ManyPairs = ManyPairs::of(&[repair::PAIRS, gate::PAIRS, spaces::PAIRS]);

/// What the pairs of `line` show together.
pub(crate) fn shown(line: &str) -> u32 {
    PAIRS.shown(b' ', line.as_bytes())
}

/// What a line shows of what some stage looks for. It errs on the side of looking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) line: Span,
    /// Why rules of `repair` may have to read it.
    pub(crate) triggers: Triggers,
    /// It may hold mojibake.
    pub(crate) mojibake: bool,
    /// Rules of `normalize` may have to read it.
    pub(crate) untidy: bool,
}

impl Seen {
    /// Looks at every byte of `text`, which is the line at `line`.
    pub(crate) fn of(text: &str, line: Span) -> Seen {
        let (shown, bytes) = (shown(text), text.as_bytes());
        Seen {
            line,
            triggers: repair::triggers(shown, bytes),
            mojibake: shown & gate::ODD != 0 || shown & repair::CYRILLIC != 0 && gate::capital_inside(bytes),
            untidy: spaces::untidy(shown),
        }
    }

    /// True when no rule of `repair` has a reason to read the line.
    pub(crate) fn is_sound(&self) -> bool {
        self.triggers.none() && !self.mojibake
    }

    /// What is known of a line that was not looked at.
    fn unknown(line: Span) -> Seen {
        Seen { line, triggers: Triggers::ALL, mojibake: true, untidy: true }
    }
}

/// The lines of a page, in order, and what each shows.
#[derive(Debug)]
pub(crate) struct Census(SmallVec<[Seen; 4]>);

impl Census {
    /// Looks at `lines` as they stand in the source of the draft; of those that were edited nothing is known.
    pub(crate) fn of(draft: &Draft<'_>, lines: &[Span]) -> Census {
        let mut census = SmallVec::with_capacity(lines.len());
        for line in lines {
            census.push(match draft.is_edited(*line) {
                true => Seen::unknown(*line),
                false => Seen::of(&draft.source()[line.range()], *line),
            });
        }
        Census(census)
    }

    /// The lines.
    pub(crate) fn lines(&self) -> &[Seen] {
        &self.0
    }

    /// The lines that hold spans, if any do, which are asked for in order: nothing is searched for anew.
    pub(crate) fn in_order<'c>(&'c self) -> impl FnMut(Span) -> Option<&'c Seen> {
        let mut left = &*self.0;
        move |span| {
            while let [_, next, ..] = left
                && next.line.start <= span.start
            {
                left = &left[1..];
            }
            left.first().filter(|seen| seen.line.contains(span))
        }
    }

    /// The line that holds `span`, if one does.
    pub(crate) fn holding(&self, span: Span) -> Option<&Seen> {
        let after = self.0.partition_point(|seen| seen.line.start <= span.start);
        self.0[..after].last().filter(|seen| seen.line.contains(span))
    }
}
