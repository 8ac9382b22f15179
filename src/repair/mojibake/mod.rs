//! Text decoded with the wrong encoding: mojibake, the Kazakh font hack, several layers of them.
//!
//! A line is taken word by word as it stands and as it would read if one of the mix-ups of
//! the module `mixup` were undone. The letter-pair model of `decode` prices every reading, and the cheapest
//! way through the words decides, changing the line only where the gain is beyond doubt. This is
//! repeated while it helps, for text that went wrong more than once.
//!
#![doc = include_str!("pairs.md")]

mod alphabet;
mod changes;
pub(crate) mod gate;
mod kin;
mod line;
mod lossy;
mod lost_word;
mod mixup;
mod page;
mod path;
mod proof;
mod reading;
mod rival;
#[cfg(test)]
mod round_trip;
mod sample;
mod sieve;
mod utf8;

use std::borrow::Cow;

use super::stretch::stretches;
use crate::decode::noise::is_noise;
use crate::draft::{Change, Draft, Span};
use crate::rule::{Certainty, Rule, Stage};
use mixup::Mixup;
use page::Page;

/// UTF-8 read as a code page.
pub(crate) static UTF8: Rule = Rule::new(
    "utf8-mojibake",
    Stage::Repair,
    Certainty::Certain,
    "UTF-8 that was read as a single-byte encoding is read as UTF-8",
    "Every letter became two signs. Only undone where the signs are whole UTF-8 sequences, or lack a byte that \
     the wrong encoding does not define, and the letters they give are far likelier than the signs.",
    ("ТљР°Р·Р°Т› С‚С–Р»С–", "Қазақ тілі"),
);

/// UTF-8 that lost bytes which windows-1252 does not define, where words do not prove which.
///
/// Likely, not certain, and applied all the same: without the letters the line is no text at all, and
/// nothing that was right is changed.
pub(crate) static GUESSED_LETTER: Rule = Rule::new(
    "guessed-letter",
    Stage::Repair,
    Certainty::Probable,
    "UTF-8 that lost bytes is read with the letters that the neighbours make likeliest",
    "A reader dropped the five bytes that windows-1252 leaves undefined, and three letters may have stood there. \
     The line is mended all the same, since without them it is no text; its edit says that a letter is a guess.",
    ("Ð˜Ð· Ð¢ÐµÐ±ÐµÐ½Ñ�ÐºÐ° Ð¾Ð½Ð° Ð²ÐµÑ€Ð½ÑƒÐ»Ð°Ñ�ÑŒ Ð¿Ð¾Ð´ Ð²ÐµÑ‡ÐµÑ€", "Из Тебенска она вернулась под вечер"),
);

/// A code page read as another.
pub(crate) static CODE_PAGE: Rule = Rule::new(
    "code-page-mojibake",
    Stage::Repair,
    Certainty::Certain,
    "text in one single-byte encoding that was read as another is read as what it is",
    "Every letter became another sign. Only undone where the letters of the right encoding make words of a \
     language and those on the page make none.",
    ("Ïðèâåò, Êàçàõñòàí!", "Привет, Казахстан!"),
);

/// KZ-1048 or PT154 read as windows-1251.
pub(crate) static KAZAKH_FONT: Rule = Rule::new(
    "kazakh-font",
    Stage::Repair,
    Certainty::Certain,
    "letters that a Kazakh font or code page drew in the place of other letters become Kazakh letters",
    "KZ-1048 and PT154 differ from windows-1251 in the Kazakh letters only. Serbian, Macedonian, Ukrainian, \
     Belarusian, Tajik and Mongolian use the letters seen there rightly and stay as they are.",
    ("Ќазаќстан Республикасыныѕ", "Қазақстан Республикасының"),
);

/// Undoes mojibake in a text of one or more lines; borrowed when there is none.
///
/// ```
/// assert_eq!(tazala::repair::mojibake::mend("ТљР°Р·Р°Т› С‚С–Р»С–"), "Қазақ тілі");
/// assert_eq!(tazala::repair::mojibake::mend("Ќазаќстан Республикасыныѕ"), "Қазақстан Республикасының");
/// assert_eq!(tazala::repair::mojibake::mend("?аза?стан"), "?аза?стан");
/// ```
pub fn mend(text: &str) -> Cow<'_, str> {
    let mut draft = Draft::new(text);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Span::new(start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    let lines = stretches(&draft, &lines).into_owned();
    repair(&mut draft, &lines, |line| !is_noise(text[lines[line].range()].as_bytes()), |_| true);
    match draft.edits() {
        [] => Cow::Borrowed(text),
        edits => crate::draft::render(text, Span::new(0, text.len()), edits),
    }
}

/// A suspicious line and what was found out about it.
struct Found {
    span: Span,
    /// Nothing suspicious begins before.
    from: usize,
    /// The changes of its rounds.
    rounds: Vec<Vec<Change>>,
    /// What the page had taught before.
    lessons: usize,
}

/// Mends the lines of a page; gives those that read otherwise now, in order.
///
/// Every suspicious line (none is very long, see `stretch`) is looked at alone first. What was found is evidence for the others: where
/// lines disagree on the Kazakh code page, the one that gained more is taken for all, and lines of
/// which nothing could be said are tried again with the mix-ups of the page.
/// A line is left alone when any of the rules it needs does not run. Lines by whose number `may_be` tells that they are
/// not suspicious or no text, and that were not edited, are not looked at alone.
pub(crate) fn repair(
    draft: &mut Draft<'_>,
    lines: &[Span],
    may_be: impl Fn(usize) -> bool,
    runs: impl Fn(&Rule) -> bool,
) -> Vec<Span> {
    let mut changed = Vec::new();
    let mut page = Page::default();
    let mut found: Vec<Found> = Vec::new();
    let mut walk = gate::Walk::over(draft.source());
    for (number, span) in lines.iter().enumerate() {
        // Where nothing was edited, the line reads as the source does.
        let edited = draft.is_edited(*span);
        if !edited && !may_be(number) {
            continue;
        }
        let in_source = if edited { Some(0) } else { walk.find(span.range()) };
        let Some(from) = in_source else { continue };
        let view = draft.view(*span);
        let bytes = view.as_str().as_bytes();
        if (!edited || gate::suspicious(bytes) && !is_noise(bytes)) && !gate::is_far(bytes) {
            let lessons = page.lessons;
            found.push(Found { span: *span, from, rounds: page.repair(view.as_str(), from), lessons });
        }
    }
    if page.known.is_empty() {
        return changed;
    }
    let doubt = page.settle();
    let mut found = found.into_iter().peekable();
    draft.pass(lines.iter().copied(), |piece| {
        let rounds = match found.next_if(|found| found.span == piece.span()) {
            Some(found) if !found.rounds.is_empty() && !doubt => found.rounds,
            // The page has taught nothing since.
            Some(found) if found.rounds.is_empty() && found.lessons == page.lessons => return,
            Some(found) => page.repair(piece.text(), found.from),
            // Code pages can leave nothing suspicious: a headline in capitals becomes small letters.
            None if page.may_suffer(piece.text()) => page.repair(piece.text(), 0),
            None => return,
        };
        if !rounds.is_empty() && rounds.iter().flatten().all(|c| runs(c.rule)) {
            let before = piece.text().to_string();
            rounds.into_iter().for_each(|changes| piece.apply(changes));
            if piece.text() != before {
                changed.push(piece.span());
            }
        }
    });
    changed
}

fn rule(mixup: &Mixup) -> &'static Rule {
    match mixup.really {
        None => &UTF8,
        Some(_) if mixup.is_kazakh_font() => &KAZAKH_FONT,
        Some(_) => &CODE_PAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::round_trip::damaged;
    use super::*;
    use proptest::prelude::*;

    const KAZAKH: &str = "Ауылдағы жаңа кітапхананың есігі күзде ашылып, балалар өлең оқыды";
    const RUSSIAN: &str = "Вечером строители закончили мост через реку и открыли движение";

    #[test]
    fn every_mixup_is_undone() {
        for mixup in mixup::all() {
            for text in [KAZAKH, RUSSIAN] {
                let Some(read) = damaged(text, mixup) else { continue };
                // Where a letter or two differ (Mac Cyrillic and Windows), nothing is beyond doubt.
                if read.chars().zip(text.chars()).filter(|(a, b)| a != b).count() < 5 {
                    continue;
                }
                assert_eq!(mend(&read), text, "{:?} read as {}", mixup.really, mixup.read_as.name);
            }
        }
    }

    #[test]
    fn layers_come_off_one_by_one() {
        for outer in ["windows-1251", "windows-1252", "iso-8859-1"] {
            let outer = mixup::all().iter().find(|m| m.read_as.name == outer && m.really.is_none()).unwrap();
            for inner in mixup::all().iter().filter(|m| m.really.is_none() || m.is_kazakh_font()) {
                let Some(once) = damaged(KAZAKH, inner) else { continue };
                let Some(twice) = damaged(&once, outer) else { continue };
                assert_eq!(mend(&twice), KAZAKH, "{inner:?} {outer:?}");
            }
        }
    }

    #[test]
    fn a_damaged_phrase_in_a_sound_line_is_mended_alone() {
        let line = "Жиналыста СЃРѕР·РґР°РЅРёРµ РЅРѕРІРѕРіРѕ РїР°СЂРєР° талқыланды";
        assert_eq!(mend(line), "Жиналыста создание нового парка талқыланды");
    }

    #[test]
    fn the_lines_of_a_page_agree_on_the_kazakh_table() {
        // єылым is ғылым in KZ-1048 and әылым in PT154; the other line tells which.
        assert_eq!(mend("Ќазаќстан Їкіметініѕ шешімі\nєылым"), "Қазақстан Үкіметінің шешімі\nғылым");
        assert_eq!(mend("Ќазаќстан ‡кіметініњ шешімі\nєдебиет"), "Қазақстан Үкіметінің шешімі\nәдебиет");
    }

    #[test]
    fn tempting_text_stays() {
        for text in [
            "ВІКІ",
            "Њ. Ћосић и Ђ. Џевдет су стигли у Љубљану",
            "Ќе дојдат и ѓаците од Ѕвечан",
            "Її подруга Євгенія їздила до Їжівців",
            "Ў яго быў дзённік пра Ўладзіслава",
            "ГГГГ-ММ-ДД ЧЧ:ММ",
            "ШҚО, БҚО, АҚ «ҚТЖ», ЮНЕСКО, КСРО",
            "ÄÖÜ äöü ß, façade, naïve, ½ × ¾ ÷",
            "?аза?стан ?немі",
            "с�з бен �нер",
            "╔══╗ │░▒▓│ ╚══╝",
            "ЦЕНТРАЛЬНАЯ ПЛОЩАДЬ ЗАКРЫТА",
            "НА ДНЕ И НЕ У ДНА ОНИ НЕ ОДНИ",
        ] {
            assert_eq!(mend(text), text);
        }
    }

    #[test]
    fn lost_bytes_are_restored_where_it_is_known_which() {
        assert_eq!(mend("УР·С–СЂ Р�РіС–Р»С–Рє Р°СѓС‹Р»РґР°"), "Әзір Игілік ауылда");
        assert_eq!(mend("РІС‹РµС…Р°Р»Рё РІ Р РѕСЃСЃРёСЋ СѓС‚СЂРѕРј"), "выехали в Россию утром");
    }

    proptest! {
        #[test]
        fn any_text_comes_out_line_by_line(text in "([Ѐ-ӿ ]|[\u{80}-\u{ff}]|[─-▟]|[a-z�?\n]){0,60}") {
            let once = mend(&text).into_owned();
            prop_assert_eq!(once.matches('\n').count(), text.matches('\n').count());
        }

        #[test]
        fn any_bytes_read_as_any_page_come_out(bytes in prop::collection::vec(any::<u8>(), 0..80), page in 0..13usize) {
            let page = mixup::all()[page].read_as;
            mend(&bytes.iter().map(|b| page.char(*b)).collect::<String>());
        }
    }
}
