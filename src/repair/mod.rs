//! Takes a draft and the spans of its lines.
//! Gives the same draft with edits that mend characters, flags for what is lost and for repairs that are only likely, and
//! what the lines showed before.
//! Promises line breaks stay where they are; correct text is not touched; a second run changes nothing.
//! Leaves spaces, lost line breaks and paragraphs to `normalize`.
//!
//! A line is scanned once, byte by byte; a rule reads it only when the scan shows a reason
//! (`scan`), so clean lines cost the scan and nothing else.

mod control_character;
mod cyrillic_homoglyph;
mod digit_in_word;
mod endless_marks;
mod escaped_unicode;
mod half_transliterated;
mod html_entity;
mod html_remnant;
mod invisible_character;
mod latin_homoglyph;
mod letter_variant;
mod likely_homoglyph;
mod lost_letter;
mod mixed_roman_numeral;
mod mixed_script;
mod not_nfc;
mod odd_space;
mod overlay_mark;
pub(crate) mod scan;
mod spelling;
mod stretch;
mod transliteration;
mod word;

use std::borrow::Cow;

pub mod mojibake;

use crate::article::Flag;
use crate::census::{Census, Seen};
use crate::config::Config;
use crate::decode::noise::{is_noise, is_noise_page};
use crate::draft::{Change, Draft, Edit, Piece, Span};
use crate::rule::Rule;

use scan::{Trigger, Triggers, scan};

/// Rules of this stage, in order.
pub(crate) static RULES: &[&Rule] = &[
    &mojibake::UTF8,
    &mojibake::GUESSED_LETTER,
    &mojibake::CODE_PAGE,
    &mojibake::KAZAKH_FONT,
    &html_entity::HTML_ENTITY,
    &escaped_unicode::ESCAPED_UNICODE,
    &control_character::CONTROL_CHARACTER,
    &invisible_character::INVISIBLE_CHARACTER,
    &odd_space::ODD_SPACE,
    &html_remnant::HTML_REMNANT,
    &html_remnant::LONE_BRACKET,
    &endless_marks::ENDLESS_MARKS,
    &not_nfc::NOT_NFC,
    &overlay_mark::OVERLAY_MARK,
    &mixed_roman_numeral::MIXED_ROMAN_NUMERAL,
    &digit_in_word::DIGIT_IN_WORD,
    &digit_in_word::DIGIT_AT_WORD_EDGE,
    &half_transliterated::HALF_TRANSLITERATED,
    &half_transliterated::LIKELY_HALF_TRANSLITERATED,
    &latin_homoglyph::LATIN_HOMOGLYPH,
    &cyrillic_homoglyph::CYRILLIC_HOMOGLYPH,
    &likely_homoglyph::LIKELY_HOMOGLYPH,
    &letter_variant::LETTER_VARIANT,
    &spelling::RUSSIFIED_SPELLING,
    &spelling::CONFUSED_LETTER,
    &lost_letter::LOST_SIGN,
    &lost_letter::LOST_LETTER,
];

/// True for the rules that take away what can be read: right on a page, which had markup; a guess elsewhere.
pub(crate) fn takes_markup(rule: &Rule) -> bool {
    *rule == html_remnant::HTML_REMNANT || *rule == html_remnant::LONE_BRACKET
}

/// True for the rules that mend what an author typed; the others mend what programs did to it.
pub(crate) fn mends_typing(rule: &Rule) -> bool {
    let rules = [
        &mixed_roman_numeral::MIXED_ROMAN_NUMERAL,
        &digit_in_word::DIGIT_IN_WORD,
        &half_transliterated::HALF_TRANSLITERATED,
        &latin_homoglyph::LATIN_HOMOGLYPH,
        &cyrillic_homoglyph::CYRILLIC_HOMOGLYPH,
        &letter_variant::LETTER_VARIANT,
    ];
    rules.contains(&rule)
}

/// A look at a line: when, and what to propose.
struct Look {
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
const ESCAPED: Triggers = ENTITIES.when.and(UNICODE.when);

/// The looks that undo escapes; they are taken first because escapes hide everything else.
static ESCAPES: &[Look] = &[ENTITIES, UNICODE];

/// All looks in the order they are taken.
static LOOKS: &[Look] = &[
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
struct Plan<'c> {
    config: &'c Config,
    looks: &'static [Look],
    /// A bit for each of the looks that is taken.
    taken: u32,
    /// What a line must show for one of them to be taken; `None`: every line is looked at, since a look was asked for whose
    /// need no byte tells.
    when: Option<Triggers>,
}

impl<'c> Plan<'c> {
    fn of(looks: &'static [Look], config: &'c Config) -> Plan<'c> {
        let mut plan = Plan { config, looks, taken: 0, when: Some(Triggers::default()) };
        for (n, look) in looks.iter().enumerate() {
            let on_request = look.when.none();
            let wanted = |rule: &&Rule| config.runs(rule) && (!on_request || config.applies(rule));
            if look.rules.iter().any(wanted) {
                plan.taken |= 1 << n;
                plan.when = plan.when.map(|when| when.and(look.when)).filter(|_| !on_request);
            }
        }
        plan
    }

    /// True when a line that shows `triggers` is looked at.
    fn wants(&self, triggers: Triggers) -> bool {
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

/// Mends the characters of `lines` (spans of whole lines in order). Gives flags, and what the lines showed before.
pub(crate) fn repair(draft: &mut Draft<'_>, lines: &[Span], config: &Config) -> (Vec<Flag>, Census) {
    let mut found = Vec::new();
    let lines = &*stretch::stretches(draft, lines);
    let (source, census) = (draft.source(), Census::of(draft, lines));
    let plan = Plan::of(LOOKS, config);
    // Many pages are short and all sound.
    if plan.when.is_some() && census.lines().iter().all(Seen::is_sound) {
        return (Vec::new(), census);
    }
    // Escapes hide what mojibake looks like, and mojibake hides which letters are wrong.
    let escaped = lines_that(&census, |seen| seen.triggers.any(ESCAPED));
    if !escaped.is_empty() {
        let escapes = Plan::of(ESCAPES, config);
        draft.pass(escaped, |piece| {
            if memchr::memchr2(b'&', b'\\', piece.text().as_bytes()).is_some() {
                mend(piece, shown(piece, &census), &escapes, &mut found);
            }
        });
    }
    let may_be = |line: usize| may_be_mojibake(source, &census.lines()[line]);
    let runs = |rule: &Rule| config.runs(rule);
    let misread = !mojibake::repair(draft, lines, may_be, runs).is_empty();
    let (mut changed, mut lossy) = (Vec::new(), Vec::new());
    let wanted = |triggers: Triggers| plan.wants(triggers) || triggers.has(Trigger::Lost);
    let looked_at = lines_that(&census, |seen| wanted(seen.triggers) || draft.is_edited(seen.line));
    draft.pass(looked_at, |piece| {
        let (mended, triggers) = mend(piece, shown(piece, &census), &plan, &mut found);
        if mended {
            changed.push(piece.span());
        }
        if triggers.has(Trigger::Lost) {
            lossy.push(piece.span());
        }
    });
    // A sign mended (a no-break space, a look-alike) can show mojibake that it hid, and mojibake undone can show what the
    // other lines of the page suffer from.
    let mut whole_page = misread;
    for _ in 0..ROUNDS {
        changed = if whole_page {
            draft.render_once(lines);
            mojibake::repair(draft, lines, may_be, runs)
        } else {
            draft.render_once(&changed);
            mojibake::repair(draft, &changed, |_| true, runs)
        };
        if changed.is_empty() {
            break;
        }
        whole_page = true;
        found.retain(|(line, _)| changed.binary_search(line).is_err());
        lossy.retain(|line| changed.binary_search(line).is_err());
        draft.pass(changed.iter().copied(), |piece| {
            if mend(piece, shown(piece, &census), &plan, &mut found).1.has(Trigger::Lost) {
                lossy.push(piece.span());
            }
        });
        lossy.sort();
    }
    // Flags wait until their line has its last edit, so that their place is that of the final text.
    let mut flags = flag_likely(draft, found);
    if config.runs(&lost_letter::LOST_LETTER) {
        flag_losses(draft, &lossy, &mut flags);
    }
    (flags, census)
}

/// What a line shows now: what it did before if it was not edited.
fn shown(piece: &Piece<'_>, census: &Census) -> Triggers {
    let before = census.holding(piece.span()).filter(|_| !piece.is_edited());
    before.map_or_else(|| scan(piece.text()), |seen| seen.triggers)
}

/// True for a line that the census calls suspicious and that is no noise.
fn may_be_mojibake(source: &str, seen: &Seen) -> bool {
    let noise = || seen.triggers.has(Trigger::Control) && is_noise(source[seen.line.range()].as_bytes());
    seen.mojibake && !noise()
}

/// The lines of which the census tells something.
fn lines_that(census: &Census, tells: impl Fn(&Seen) -> bool) -> Vec<Span> {
    census.lines().iter().filter(|seen| tells(seen)).map(|seen| seen.line).collect()
}

/// Flags the changes of lines that are only likely.
fn flag_likely(draft: &Draft<'_>, mut found: Vec<(Span, Change)>) -> Vec<Flag> {
    found.sort_by_key(|(line, _)| *line);
    let flag = |(line, change): (Span, Change)| Flag {
        rule: change.rule,
        span: draft.view(line).source_span(change.range),
        reading: Some(change.with.into_owned()),
    };
    found.into_iter().map(flag).collect()
}

/// Flags what is lost for good on `lines`, those that show it.
fn flag_losses(draft: &Draft<'_>, lines: &[Span], flags: &mut Vec<Flag>) {
    let before = flags.len();
    for line in lines {
        let view = draft.view(*line);
        flags.extend(lost_letter::find(view.as_str()).into_iter().map(|range| Flag {
            rule: &lost_letter::LOST_LETTER,
            span: view.source_span(range),
            reading: None,
        }));
    }
    if flags.len() > before {
        flags.sort_by_key(|flag| flag.span);
    }
}

/// Mends one line, which shows `triggers`; tells whether it changed and what it shows now. What is only likely goes to `found`.
fn mend(
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
            if !look.when.any(triggers) && !look.when.none() {
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

/// True when something on `line` may have to be mended: the one look at its bytes that every line gets, which errs on
/// the side of looking. Mojibake is looked for apart from it.
pub fn may_need_repair(line: &str) -> bool {
    !scan(line).none()
}

/// A text with its characters mended, what was edited and what is only likely.
#[derive(Clone, Debug)]
pub struct Repaired<'a> {
    /// The text; borrowed when nothing was wrong with it.
    pub text: Cow<'a, str>,
    /// The edits, by place in the text that came in.
    pub edits: Vec<Edit>,
    /// Likely repairs that were not made.
    pub flags: Vec<Flag>,
}

/// Mends the characters of `text` line by line: mojibake, escapes, invisible characters, look-alike
/// letters. Never fails; what cannot be restored is left as it is and flagged.
///
/// The lines are those of one page: what went wrong in one is evidence for the others, so a page is
/// best given whole. `config` tells which rules run and whether likely repairs are made or only
/// flagged. Spans are byte offsets into `text`; line breaks stay where they are, and mending the
/// result once more changes nothing. Time is linear in the length of the text.
///
/// Each rule tells its own grounds ([`crate::rule::Rule::reason`]); the code pages are those of the WHATWG
/// Encoding Standard, with KZ-1048 and PT154 as the registry of IANA has them.
///
/// ```
/// use tazala::config::Config;
/// use tazala::repair::repair_text;
///
/// let repaired = repair_text("Ќазаќстан Республикасыныѕ &laquo;Їкіметі&raquo;", &Config::default());
/// assert_eq!(repaired.text, "Қазақстан Республикасының «Үкіметі»");
/// assert!(repaired.edits.iter().any(|edit| edit.rules[0].name == "kazakh-font"));
/// assert!(repaired.flags.is_empty());
///
/// let lost = repair_text("?аза?стан", &Config::default());
/// assert_eq!((&*lost.text, lost.flags[0].rule.name), ("?аза?стан", "lost-letter"));
/// ```
pub fn repair_text<'a>(text: &'a str, config: &Config) -> Repaired<'a> {
    let mut draft = Draft::new(text);
    // Nothing makes a text of an image.
    let flags = if is_noise_page(text.as_bytes()) { Vec::new() } else { repair(&mut draft, &lines(text), config).0 };
    Repaired::new(draft, flags)
}

/// Mends the white space of `text`, each of its lines taken as a kept paragraph.
pub fn normalize_text<'a>(text: &'a str, config: &Config) -> Repaired<'a> {
    let mut draft = Draft::new(text);
    let lines = lines(text);
    let census = Census::of(&draft, &lines);
    let flags = crate::normalize::normalize(&mut draft, &lines, &census, config);
    Repaired::new(draft, flags)
}

/// The character references of `text` and what they mean.
pub(crate) fn references(text: &str) -> Vec<Change> {
    html_entity::propose(text)
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        lines.push(Span::new(start, at));
        start = at + 1;
    }
    lines.push(Span::new(start, text.len()));
    lines
}

impl<'a> Repaired<'a> {
    fn new(draft: Draft<'a>, flags: Vec<Flag>) -> Repaired<'a> {
        let source = draft.source();
        let edits = draft.edits().to_vec();
        Repaired { text: crate::draft::render(source, Span::new(0, source.len()), &edits), edits, flags }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_mended_shows_what_the_others_suffer_from() {
        // The Russian line makes windows-1252 the mix-up of the page before the Kazakh font is undone in part.
        let (misread, mended) = ("âèæó äîì", "вижу дом");
        let (font, kazakh) = (
            "Кґктемде ауылдыњ шетіндегі ґзенге жања кґпір салынды.",
            "Көктемде ауылдың шетіндегі өзенге жаңа көпір салынды.",
        );
        for [first, second] in [[(misread, mended), (font, kazakh)], [(font, kazakh), (misread, mended)]] {
            let page = format!("{}\n{}", first.0, second.0);
            let repaired = repair_text(&page, &Config::default());
            assert_eq!(repaired.text, format!("{}\n{}", first.1, second.1));
            assert!(repair_text(&repaired.text, &Config::default()).edits.is_empty());
        }
    }

    #[test]
    fn noise_stays_as_it_is() {
        let noise: String = (0..200u8).map(|n| char::from(n.wrapping_mul(53) % 0x60)).collect();
        let repaired = repair_text(&noise, &Config::default());
        assert_eq!((&*repaired.text, repaired.edits.len(), repaired.flags.len()), (&*noise, 0, 0));
    }
}
