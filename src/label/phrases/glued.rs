//! Takes one line as it reads now.
//! Gives the controls of the site that lost the space or the line break between them and the text: at its head ("Версия
//! для печатиМост открыт"), at its end ("… көпір ашылды. Тегтер: көпір, жол").
//! Promises to look at the ends only, and that what is left of the line begins or ends as a line does.
//! Leaves lines that are nothing but controls to the search for phrases.

use std::ops::Range;

use memchr::memchr_iter;

use super::index::head_key;
use super::{At, Opening, PHRASES, SHORT};
use crate::label::fold::{Folded, is_word};
use crate::label::rules;
use crate::rule::Rule;
use crate::segment::features::Features;

/// Bytes of the head of a line in which a glued control ends: the longest phrases of a control are shorter.
const HEAD: usize = 64;

/// Bytes of the end of a line in which its tags stand.
const TAIL: usize = 240;

/// The control that a line begins with, when a capital follows it without a space.
pub(crate) fn head(opening: &Opening<'_>) -> Option<(Range<usize>, &'static Rule)> {
    let line = opening.line;
    let glance = opening.head.as_ref()?.bytes();
    let key = head_key(glance);
    if !PHRASES.controls.any(key, |p| super::begins_alike(p.text, glance)) {
        return None;
    }
    let folded = Folded::<HEAD>::head(line);
    let bytes = folded.bytes();
    let mut longest: Option<(Range<usize>, &'static Rule)> = None;
    PHRASES.controls.each(key, |p| {
        if !bytes.starts_with(p.text) || bytes.len() <= p.text.len() {
            return;
        }
        let end = folded.place(p.text.len());
        let small = line[..end].ends_with(char::is_lowercase);
        if small && line[end..].starts_with(char::is_uppercase) && longest.as_ref().is_none_or(|(l, _)| l.end <= end) {
            longest = Some((0..end, p.rule));
        }
    });
    longest
}

/// Rules whose label and list stand behind a text: tags, share buttons.
static TAILS: [&Rule; 2] = [&rules::TAG_LINE, &rules::SHARE_LINE];

/// True for the rules whose label and list stand behind a text.
pub(super) fn is_label(rule: &Rule) -> bool {
    TAILS.iter().any(|r| r.is(rule))
}

/// Bytes at the end of a label that tell it from other words; a short label has less.
pub(super) const LABEL_ENDS: std::ops::RangeInclusive<usize> = 2..=4;

/// The key of a text that ends like a label of `len` bytes, folded or not; its colon does not count.
pub(super) fn label_end(text: &[u8], len: usize) -> u64 {
    let text = text.strip_suffix(b":").unwrap_or(text);
    let from = text.len().saturating_sub(len.min(*LABEL_ENDS.end()));
    super::blurred(text[from..].iter().fold(0, |key, byte| key << 8 | u64::from(*byte)))
}

/// The tags or share buttons that the line ends with, behind a sentence.
pub(crate) fn tail(line: &str) -> Option<(Range<usize>, &'static Rule)> {
    if line.len() < SHORT / 10 {
        return None;
    }
    let from = line.floor_char_boundary(line.len().saturating_sub(TAIL));
    let colon = |at: usize| {
        // The label is short, so the sentence before it ends near the colon.
        let head = &line[..from + at + 1];
        let near = line.floor_char_boundary(head.len().saturating_sub(HEAD + 8));
        let start = near + head[near..].rfind(['.', '!', '?', '…', '»', ')', '”'])?;
        let start = start + head[start..].chars().next().map_or(1, char::len_utf8);
        let label = Folded::<HEAD>::head(line[start..].trim_start());
        let label = label.bytes();
        let names = |p: &super::Phrase| {
            let colon = p.text.ends_with(b":") || label.get(p.text.len()) == Some(&b':');
            colon && label.starts_with(p.text) && is_label(p.rule)
        };
        let key = head_key(label);
        let mut rule = None;
        PHRASES.openings.any(key, |p| {
            rule = names(p).then_some(p.rule);
            rule.is_some()
        });
        let rule = rule?;
        // Behind the tags nothing more is told.
        let tags = &line[from + at + 1..];
        let listed = tags.bytes().any(is_word) && !tags.trim_end().ends_with(['.', '!', '?', ':', ';']);
        listed.then_some((start..line.len(), rule))
    };
    // Labels end with a letter; times and addresses have their colon behind something else, mostly.
    let bytes = line.as_bytes();
    let labelled = |at: &usize| PHRASES.may_label(&bytes[..from + at]);
    memchr_iter(b':', &bytes[from..]).filter(labelled).find_map(colon)
}

/// Words of a line that is a page without its line breaks, at least: a title and a sentence.
const PAGE_WORDS: u32 = 15;

/// False for nearly all lines: they are short, or a phrase says that they are something else than a claim of copyright.
pub(crate) fn may_claim(f: &Features, rule: Option<&'static Rule>) -> bool {
    f.words >= PAGE_WORDS && f.inner_sentences > 0 && rule.is_none_or(|r| r.is(&rules::COPYRIGHT_LINE))
}

/// The claim of copyright that the line ends with, behind a sentence.
pub(crate) fn claim(line: &str) -> Option<(Range<usize>, &'static Rule)> {
    const MOST_WORDS: usize = 12;
    let from = line.floor_char_boundary(line.len().saturating_sub(TAIL));
    let at = from + line[from..].rfind('©')?;
    let before = line[..at].trim_end();
    let ended = before.ends_with(['.', '!', '?', '…', '»', '”']);
    let few = line[at..].split_whitespace().count() <= MOST_WORDS;
    (ended && few).then_some((before.len()..line.len(), &rules::COPYRIGHT_LINE))
}

/// Joints of a path, each a small letter before a capital.
pub(crate) const JOINTS: usize = 2;

/// True for the path to a page whose steps lost what stood between them: "ГлавнаяПомощьЖильё и земля".
pub(crate) fn is_breadcrumb(line: &str) -> bool {
    let mut small = false;
    let mut joints = line.char_indices().filter(|(_, c)| {
        let joint = small && c.is_uppercase();
        small = c.is_lowercase();
        joint
    });
    let Some((first, _)) = joints.next() else { return false };
    if joints.count() + 1 < JOINTS {
        return false;
    }
    let step = Folded::<HEAD>::head(&line[..first]);
    let is_entry =
        |p: &super::Phrase| p.at == At::Whole && p.text == step.bytes() && rules::MENUS.iter().any(|r| r.is(p.rule));
    PHRASES.openings.any(head_key(step.bytes()), is_entry)
}

/// Rules whose phrases are controls that stand above a title or a text.
pub(super) fn is_control(rule: &Rule) -> bool {
    let controls = [&rules::PRINT_VERSION, &rules::SHARE_LINE, &rules::NAVIGATION, &rules::READ_MORE];
    controls.iter().any(|r| r.is(rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_glued_to_a_title_is_found() {
        for (line, rest) in [
            ("Версия для печатиМост через реку открыт", "Мост через реку открыт"),
            ("Баспаға шығаруКөпір ашылды", "Көпір ашылды"),
        ] {
            let (range, _) = head(&Opening::of(line)).unwrap_or_else(|| panic!("nothing in {line}"));
            assert_eq!(&line[range.end..], rest);
        }
        for line in ["Версия для печати", "Версия для печати мост открыт", "ПечатьСервис открыл цех", "", "Мост"]
        {
            assert_eq!(head(&Opening::of(line)).map(|h| h.0), None, "{line}");
        }
    }

    #[test]
    fn a_glued_path_begins_with_an_entry_of_a_menu() {
        assert!(is_breadcrumb("ГлавнаяПомощьЖильё и земля"));
        assert!(is_breadcrumb("Басты бетҚызметтерЖер"));
        for line in ["ГлавнаяПомощь", "YouTube и TikTok обновились", "Главная Помощь Жильё", "КазАгроФинанс", ""]
        {
            assert!(!is_breadcrumb(line), "{line}");
        }
    }

    #[test]
    fn tags_behind_a_sentence_are_found() {
        for (line, kept) in [
            ("Жаңа көпір қала тұрғындарына ашылды. Тегтер: көпір, жол", "Жаңа көпір қала тұрғындарына ашылды."),
            (
                "Новый мост в городе открыли для движения. Теги: мост, дороги",
                "Новый мост в городе открыли для движения.",
            ),
            ("Жаңа көпір қала тұрғындарына ашылды. Бөлісу: FB VK TW", "Жаңа көпір қала тұрғындарына ашылды."),
            ("«Мост через реку построен», — сказал аким.Теги: мост", "«Мост через реку построен», — сказал аким."),
        ] {
            let (range, rule) = tail(line).unwrap_or_else(|| panic!("nothing in {line}"));
            assert_eq!(&line[..range.start], kept);
            assert!(TAILS.iter().any(|r| r.name == rule.name));
        }
        for line in [
            "Теги: мост, дороги, ремонт, город, район",
            "Теги нужны для поиска по сайту. Он объяснил: они просты",
            "Мост через реку открыли сегодня. Теги: это слова, по которым ищут статьи.",
        ] {
            assert_eq!(tail(line).map(|t| t.0), None, "{line}");
        }
    }

    #[test]
    fn a_claim_of_copyright_behind_a_sentence_is_found() {
        let line = "Жаңа көпір ашылды. © 2025 Барлық құқықтар қорғалған";
        assert_eq!(claim(line).map(|(range, _)| &line[..range.start]), Some("Жаңа көпір ашылды."));
        for line in ["© 2025 Барлық құқықтар қорғалған", "Фото © Айдос Сарым", "Жаңа көпір ашылды."]
        {
            assert_eq!(claim(line).map(|t| t.0), None, "{line}");
        }
    }
}
