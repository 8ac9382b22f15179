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
mod looks;
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

use looks::{ESCAPED, ESCAPES, LOOKS, Plan, look_by_need, mend};
use mojibake::gate;
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

/// Most times that a page is asked for mojibake again; every real page seen is settled in the second.
const ROUNDS: usize = 6;

/// Mends the characters of `lines` (spans of whole lines in order). Gives flags, and what the lines showed before.
pub(crate) fn repair(draft: &mut Draft<'_>, lines: &[Span], config: &Config) -> (Vec<Flag>, Census) {
    let lines = &*stretch::stretches(draft, lines);
    let census = Census::of(draft, lines);
    // Many pages are short and all sound.
    if look_by_need(config) && census.lines().iter().all(Seen::is_sound) {
        return (Vec::new(), census);
    }
    let plan = Plan::of(LOOKS, config);
    let mut mender = Mender { config, plan, lines, census: &census, likely: Vec::new(), lossy: Vec::new() };
    // Escapes hide what mojibake looks like, and mojibake hides which letters are wrong.
    mender.undo_escapes(draft);
    let misread = !mender.undo_mojibake(draft).is_empty();
    let mended = mender.mend_all(draft);
    // A sign mended (a no-break space, a look-alike, a control character) can show mojibake that it hid, and mojibake undone
    // what the other lines of the page suffer from. What was mixed up the page tells as a whole.
    let shows = |line: &Span| gate::suspicious(draft.view(*line).as_str().as_bytes());
    let mut changed = Vec::new();
    if misread || mended.iter().any(shows) {
        changed = mender.undo_mojibake(draft);
    }
    for _ in 1..ROUNDS {
        if changed.is_empty() {
            break;
        }
        mender.mend_again(draft, &changed);
        changed = mender.undo_mojibake(draft);
    }
    (mender.flags(draft), census)
}

/// A page while its characters are mended.
struct Mender<'p> {
    config: &'p Config,
    plan: Plan<'p>,
    lines: &'p [Span],
    /// What the lines showed before.
    census: &'p Census,
    /// Changes that are only likely, with their lines.
    likely: Vec<(Span, Change)>,
    /// Lines that show lost letters, in order.
    lossy: Vec<Span>,
}

impl Mender<'_> {
    /// Undoes what hides characters behind others.
    fn undo_escapes(&mut self, draft: &mut Draft<'_>) {
        let escaped = self.lines_that(|seen| seen.triggers.any(ESCAPED));
        if escaped.is_empty() {
            return;
        }
        let escapes = Plan::of(ESCAPES, self.config);
        draft.pass(escaped, |piece| {
            if memchr::memchr2(b'&', b'\\', piece.text().as_bytes()).is_some() {
                mend(piece, shown(piece, self.census), &escapes, &mut self.likely);
            }
        });
    }

    /// Undoes mojibake on the page; gives the lines that changed.
    fn undo_mojibake(&self, draft: &mut Draft<'_>) -> Vec<Span> {
        let source = draft.source();
        draft.render_once(self.lines);
        let may_be = |line: usize| may_be_mojibake(source, &self.census.lines()[line]);
        mojibake::repair(draft, self.lines, may_be, |rule| self.config.runs(rule))
    }

    /// Mends all lines that show a reason or were edited; gives those that changed.
    fn mend_all(&mut self, draft: &mut Draft<'_>) -> Vec<Span> {
        let wanted = |triggers: Triggers| self.plan.wants(triggers) || triggers.has(Trigger::Lost);
        let lines = self.lines_that(|seen| wanted(seen.triggers) || draft.is_edited(seen.line));
        let mut changed = Vec::new();
        draft.pass(lines, |piece| {
            if self.mend(piece) {
                changed.push(piece.span());
            }
        });
        changed
    }

    /// Mends `lines` once more, which changed since.
    fn mend_again(&mut self, draft: &mut Draft<'_>, lines: &[Span]) {
        self.likely.retain(|(line, _)| lines.binary_search(line).is_err());
        self.lossy.retain(|line| lines.binary_search(line).is_err());
        draft.pass(lines.iter().copied(), |piece| {
            self.mend(piece);
        });
        self.lossy.sort();
    }

    /// Mends a line; true when that changed it.
    fn mend(&mut self, piece: &mut Piece<'_>) -> bool {
        let (mended, triggers) = mend(piece, shown(piece, self.census), &self.plan, &mut self.likely);
        if triggers.has(Trigger::Lost) {
            self.lossy.push(piece.span());
        }
        mended
    }

    /// The lines of which the census tells something.
    fn lines_that(&self, tells: impl Fn(&Seen) -> bool) -> Vec<Span> {
        self.census.lines().iter().filter(|seen| tells(seen)).map(|seen| seen.line).collect()
    }

    /// What is likely and what is lost. Flags wait until their line has its last edit, so that their place is that of the
    /// final text.
    fn flags(self, draft: &Draft<'_>) -> Vec<Flag> {
        let mut flags = flag_likely(draft, self.likely);
        if self.config.runs(&lost_letter::LOST_LETTER) {
            flag_losses(draft, &self.lossy, &mut flags);
        }
        flags
    }
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
    fn a_line_that_shows_mojibake_once_it_is_mended_is_asked_with_its_page() {
        // The first line alone tells what was mixed up; the mark behind the е, and controls, hide it in the second.
        for second in ["ГђЕЎГ“Vе\u{308}n", "ГђЕЎГ“\0\0V\0\0е\0n"] {
            let repaired = repair_text(&format!("РЅВ?Рі\n{second}"), &Config::default()).text.into_owned();
            assert_eq!(repair_text(&repaired, &Config::default()).text, repaired);
        }
    }

    #[test]
    fn noise_stays_as_it_is() {
        let noise: String = (0..200u8).map(|n| char::from(n.wrapping_mul(53) % 0x60)).collect();
        let repaired = repair_text(&noise, &Config::default());
        assert_eq!((&*repaired.text, repaired.edits.len(), repaired.flags.len()), (&*noise, 0, 0));
    }
}
