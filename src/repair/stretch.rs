//! Very long lines, cut into stretches of the length of a paragraph.
//!
//! A page can be one line of a megabyte. Rules read whole lines when they read them at all; of a long
//! one they read the stretches that give them a reason. No stretch is shorter than the shortest line
//! that could be taken for a headline or a footer.

use std::borrow::Cow;

use crate::draft::{Draft, Span};

/// Bytes of a line that is left whole.
const WHOLE: usize = 8 << 10;
/// Least bytes of a stretch.
const LEAST: usize = 512;
/// Bytes in which a sentence should end that begins a stretch.
const SENTENCE: usize = 1 << 10;
/// Most bytes of a stretch; it ends in the middle of a word when that is longer.
const MOST: usize = 16 << 10;

/// `lines` with the very long ones cut, outside all edits of the draft.
pub(super) fn stretches<'l>(draft: &Draft<'_>, lines: &'l [Span]) -> Cow<'l, [Span]> {
    if lines.iter().all(|line| line.len() <= WHOLE) {
        return Cow::Borrowed(lines);
    }
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let mut rest = *line;
        while line.len() > WHOLE
            && let Some(at) = cut(&draft.source()[rest.range()])
        {
            let cut = rest.start as usize + at;
            let cut = draft.whole_edits(Span::new(cut, cut)).end;
            if cut as usize + LEAST > rest.end as usize {
                break;
            }
            all.push(Span { end: cut, ..rest });
            rest.start = cut;
        }
        all.push(rest);
    }
    Cow::Owned(all)
}

/// Where a stretch at the start of `text` ends: behind the space after a sentence, or after a word;
/// never inside a tag. `None` when the text is no longer than a stretch.
fn cut(text: &str) -> Option<usize> {
    if text.len() < 2 * LEAST {
        return None;
    }
    let bytes = text.as_bytes();
    let ends = memchr::memchr_iter(b' ', &bytes[LEAST..bytes.len().min(LEAST + SENTENCE)]).map(|at| LEAST + at);
    let sentence = ends.clone().find(|at| matches!(bytes[at - 1], b'.' | b'!' | b'?') && outside_tags(&bytes[..*at]));
    let word = || {
        let spaces = memchr::memchr_iter(b' ', &bytes[LEAST..bytes.len().min(MOST)]).map(|at| LEAST + at);
        spaces.into_iter().find(|at| *at > SENTENCE / 2 && outside_tags(&bytes[..*at]))
    };
    let at = sentence.or_else(word).map(|space| space + 1);
    at.or_else(|| (text.len() > MOST).then(|| text.floor_char_boundary(MOST)))
}

/// True when no angle bracket is open at the end.
fn outside_tags(bytes: &[u8]) -> bool {
    memchr::memrchr2(b'<', b'>', bytes).is_none_or(|at| bytes[at] == b'>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cuts(text: &str) -> Vec<&str> {
        let draft = Draft::new(text);
        let lines = [Span::new(0, text.len())];
        stretches(&draft, &lines).iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn usual_lines_stay_whole() {
        let line = "Сөйлем осылай аяқталады. ".repeat(100);
        assert_eq!(cuts(&line), [line.as_str()]);
    }

    #[test]
    fn long_lines_are_cut_after_sentences_and_outside_tags() {
        let line = format!("Ұзақ <img alt=\"{}\"> жол. {}", "Бір. ".repeat(200), "Келесі сөйлем. ".repeat(400));
        let cuts = cuts(&line);
        assert!(cuts.len() > 8 && cuts.concat() == line);
        assert!(cuts[0].ends_with("> ") && cuts[1..].iter().all(|cut| cut.len() >= LEAST && cut.ends_with(". ")));
    }

    #[test]
    fn a_word_without_end_is_cut_between_letters() {
        let line = "ә".repeat(100_000);
        assert!(cuts(&line).iter().all(|cut| cut.len() <= MOST));
    }

    proptest! {
        #[test]
        fn stretches_tile_the_line(words in prop::collection::vec("[а-я.<> ]{1,40}", 300..600)) {
            let line = words.concat();
            prop_assert_eq!(cuts(&line).concat(), line);
        }
    }
}
