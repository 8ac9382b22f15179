//! Lines that `tazala learn` saw on many pages of the site.

use crate::config::Config;
use crate::rule::{Certainty, Rule, Stage};
use crate::segment::Line;
use crate::site::Site;

/// A line that belongs to the site, because it recurs.
pub(crate) static RECURRING_LINE: Rule = Rule::new(
    "recurring-line",
    Stage::Label,
    Certainty::Certain,
    "Lines that recur on many pages of the site (with `--site`)",
    "What stands on a third of the pages of a site, digits aside, is no part of one article. The title of the page \
     stays, and so does the text of a page that is known as a whole, since such a page was read before.",
    ("Біздің Telegram-арнаға жазылыңыз, жаңалық бірінші сізде", ""),
);

/// Rules of this file.
pub(crate) static RULES: &[&Rule] = &[&RECURRING_LINE];

/// Pages of a site that must have been read with a line on them …
const PAGES: u64 = 5;
/// … and their share among all of its pages, in percent, for it to belong to the site.
const SURE: u64 = 33;
/// With this share it is only suspect.
const SUSPECT: u64 = 10;
/// What a suspect line loses, in log odds.
pub(crate) const DOUBT: f32 = 1.5;

/// What is known of the site of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'s> {
    pub site: &'s Site,
    pub host: &'s str,
}

/// What recurrence says of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Recurs {
    #[default]
    No,
    Suspect,
    Sure,
}

impl Known<'_> {
    /// What recurrence says of each line. `title` is the line of the title, where that is known.
    pub(crate) fn judge(&self, lines: &[Line], title: Option<usize>, config: &Config) -> Vec<Recurs> {
        if !config.runs(&RECURRING_LINE) {
            return vec![Recurs::No; lines.len()];
        }
        let mut all: Vec<Recurs> = lines.iter().map(|l| self.line(l)).collect();
        if let Some(title) = title {
            all[title] = Recurs::No;
        }
        // A page whose text recurs was itself among those that were read, perhaps at several addresses.
        let prose = |sure: bool| -> u32 {
            let own = lines.iter().zip(&all).filter(|(l, r)| l.features.prose() && (!sure || **r == Recurs::Sure));
            own.map(|(l, _)| l.features.words).sum()
        };
        if prose(true) * 2 > prose(false) {
            all.iter_mut().zip(lines).filter(|(_, l)| l.features.prose()).for_each(|(r, _)| *r = Recurs::No);
        }
        all
    }

    fn line(&self, line: &Line) -> Recurs {
        let f = &line.features;
        let (on, of) = self.site.pages(self.host, f);
        match on * 100 {
            _ if on < PAGES || f.letters == 0 => Recurs::No,
            share if share >= SURE * of => Recurs::Sure,
            share if share >= SUSPECT * of => Recurs::Suspect,
            _ => Recurs::No,
        }
    }
}
