//! The looks that are taken at a line, when and in which order, and a line mended by them until nothing changes.

use super::scan::{Trigger, Triggers, scan};
use super::{
    control_character, cyrillic_homoglyph, digit_in_word, endless_marks, escaped_unicode, half_transliterated,
    html_entity, html_remnant, invisible_character, latin_homoglyph, letter_variant, likely_homoglyph, lost_letter,
    mixed_roman_numeral, mixed_script, mojibake, not_nfc, odd_space, overlay_mark, spelling,
};
use crate::config::Config;
use crate::draft::{Change, Piece, Span};
use crate::rule::Rule;

/// A look at a line: when, and what to propose.
pub(super) struct Look {
    /// The scan must show one of these; none: any line, but only for rules that are applied.
    when: Triggers,
    /// The rules that may come of it.
    rules: &'static [&'static Rule],
    /// What they propose, in order and disjoint.
    propose: fn(&str) -> Vec<Change>,
}

const ENTITIES: Look = Look {
    when: Triggers::of(&[Trigger::Ampersand]),
    rules: &[&html_entity::HTML_ENTITY],
    propose: html_entity::propose,
};

const UNICODE: Look = Look {
    when: Triggers::of(&[Trigger::Escape]),
    rules: &[&escaped_unicode::ESCAPED_UNICODE],
    propose: escaped_unicode::propose,
};

/// What lines show that need them.
pub(super) const ESCAPED: Triggers = ENTITIES.when.and(UNICODE.when);

/// The looks that undo escapes; they are taken first because escapes hide everything else.
pub(super) static ESCAPES: &[Look] = &[ENTITIES, UNICODE];

/// All looks in the order they are taken.
pub(super) static LOOKS: &[Look] = &[
    ENTITIES,
    UNICODE,
    Look {
        when: Triggers::of(&[Trigger::Control]),
        rules: &[&control_character::CONTROL_CHARACTER, &mojibake::CODE_PAGE],
        propose: control_character::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Invisible]),
        rules: &[&invisible_character::INVISIBLE_CHARACTER],
        propose: invisible_character::propose,
    },
    Look { when: Triggers::of(&[Trigger::OddSpace]), rules: &[&odd_space::ODD_SPACE], propose: odd_space::propose },
    Look {
        when: Triggers::of(&[Trigger::Angle]),
        rules: &[&html_remnant::HTML_REMNANT, &html_remnant::LONE_BRACKET],
        propose: html_remnant::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Compose]),
        rules: &[&endless_marks::ENDLESS_MARKS],
        propose: endless_marks::propose,
    },
    Look { when: Triggers::of(&[Trigger::Compose]), rules: &[&not_nfc::NOT_NFC], propose: not_nfc::propose },
    Look {
        when: Triggers::of(&[Trigger::Mark]),
        rules: &[&overlay_mark::OVERLAY_MARK],
        propose: overlay_mark::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Numeral]),
        rules: &[&mixed_roman_numeral::MIXED_ROMAN_NUMERAL],
        propose: mixed_roman_numeral::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::DigitInWord, Trigger::Mixed]),
        rules: &[&digit_in_word::DIGIT_IN_WORD, &digit_in_word::DIGIT_AT_WORD_EDGE],
        propose: digit_in_word::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Mixed]),
        rules: &[&half_transliterated::HALF_TRANSLITERATED, &half_transliterated::LIKELY_HALF_TRANSLITERATED],
        propose: half_transliterated::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Mixed]),
        rules: &[
            &latin_homoglyph::LATIN_HOMOGLYPH,
            &cyrillic_homoglyph::CYRILLIC_HOMOGLYPH,
            &likely_homoglyph::LIKELY_HOMOGLYPH,
        ],
        propose: mixed_script::propose,
    },
    Look {
        when: Triggers::of(&[Trigger::Variant]),
        rules: &[&letter_variant::LETTER_VARIANT],
        propose: letter_variant::propose,
    },
    Look { when: Triggers::of(&[Trigger::Lost]), rules: &[&lost_letter::LOST_SIGN], propose: lost_letter::propose },
    Look {
        when: Triggers::of(&[]),
        rules: &[&spelling::RUSSIFIED_SPELLING, &spelling::CONFUSED_LETTER],
        propose: spelling::propose,
    },
];

/// The looks that a configuration has a use for.
pub(super) struct Plan<'c> {
    config: &'c Config,
    looks: &'static [Look],
    /// A bit for each of the looks that is taken.
    taken: u32,
    /// What a line must show for one of them to be taken; `None`: every line is looked at, since a look was asked for whose
    /// need no byte tells.
    when: Option<Triggers>,
}

impl Look {
    /// True when the look needs no reason, but to be asked for.
    fn is_on_request(&self) -> bool {
        self.when.none()
    }

    /// True when the configuration has a use for it.
    fn is_wanted(&self, config: &Config) -> bool {
        let applies = |rule: &Rule| !self.is_on_request() || config.applies(rule);
        self.rules.iter().any(|rule| config.runs(rule) && applies(rule))
    }
}

/// True when no line is looked at that shows no reason.
pub(super) fn look_by_need(config: &Config) -> bool {
    !LOOKS.iter().any(|look| look.is_on_request() && look.is_wanted(config))
}

impl<'c> Plan<'c> {
    pub fn of(looks: &'static [Look], config: &'c Config) -> Plan<'c> {
        let mut plan = Plan { config, looks, taken: 0, when: Some(Triggers::default()) };
        for (n, look) in looks.iter().enumerate().filter(|(_, look)| look.is_wanted(config)) {
            plan.taken |= 1 << n;
            plan.when = plan.when.map(|when| when.and(look.when)).filter(|_| !look.is_on_request());
        }
        plan
    }

    /// True when a line that shows `triggers` is looked at.
    pub fn wants(&self, triggers: Triggers) -> bool {
        self.when.is_none_or(|when| when.any(triggers))
    }

    /// The looks that are taken.
    fn looks(&self) -> impl Iterator<Item = &'static Look> {
        self.looks.iter().enumerate().filter(|(n, _)| self.taken >> n & 1 == 1).map(|(_, look)| look)
    }
}

/// Most rounds over one line. A repair can uncover another (an entity inside a tag, a soft hyphen
/// written as an entity); every real chain seen ends in the second round and the third sees that.
const ROUNDS: usize = 6;

/// Mends one line, which shows `triggers`; tells whether it changed and what it shows now. What is only likely goes to `found`.
pub(super) fn mend(
    piece: &mut Piece<'_>,
    mut triggers: Triggers,
    plan: &Plan,
    found: &mut Vec<(Span, Change)>,
) -> (bool, Triggers) {
    if !plan.wants(triggers) {
        return (false, triggers);
    }
    let first = found.len();
    let mut mended = false;
    for _ in 0..ROUNDS {
        found.truncate(first);
        let mut changed = false;
        for look in plan.looks() {
            if !look.when.any(triggers) && !look.is_on_request() {
                continue;
            }
            let mut apply = Vec::new();
            for change in (look.propose)(piece.text()) {
                match (plan.config.runs(change.rule), plan.config.applies(change.rule)) {
                    (false, _) => {}
                    (true, true) => apply.push(change),
                    (true, false) => found.push((piece.span(), change)),
                }
            }
            if !apply.is_empty() {
                piece.apply(apply);
                changed = true;
                triggers = scan(piece.text());
            }
        }
        if !changed {
            return (mended, triggers);
        }
        mended = true;
    }
    // Still moving: places noted in this round may have shifted.
    found.truncate(first);
    (mended, triggers)
}
