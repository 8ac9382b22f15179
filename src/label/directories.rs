//! Lists of offices with their telephone numbers, a number below each name: the text of many a page of an akimat, and to
//! the weights a row of links.
//!
//! Only where text goes on below them or announces them: at the foot of a site stand such lists too.

use super::rules;
use crate::rule::Rule;
use crate::segment::Line;
use crate::segment::features::{End, Features, Start};

/// Least offices of a list: one or two with a number are the contacts of the site.
const LEAST: usize = 3;

/// Words of the name of an office.
const NAME_WORDS: u32 = 10;

/// Keeps the lists that stand right above a kept line, or below one that announces them.
pub(crate) fn keep(lines: &[Line], hits: &[Option<&'static Rule>], keep: &mut [bool]) {
    // "Приёмная" and "Бухгалтерия" are words of the contacts of a site too.
    let plain = |i: usize| hits[i].is_none_or(|rule| rule.is(&rules::CONTACTS) || rule.is(&rules::FOOTER));
    let is_entry =
        |i: usize| i + 1 < lines.len() && is_name(&lines[i].features) && is_number(&lines[i + 1].features) && plain(i);
    let mut i = 0;
    while i + 1 < lines.len() {
        let from = i;
        while is_entry(i) {
            i += 2;
        }
        // Right behind a text stand the contacts of the site, unless it announces the list.
        let announced = from > 0 && keep[from - 1] && lines[from - 1].features.end == End::Colon;
        let beside = announced || keep.get(i).is_some_and(|below| *below);
        if i >= from + 2 * LEAST && beside {
            keep[from..i].fill(true);
        }
        i = i.max(from + 1);
    }
}

/// "Отдел культуры и спорта"
fn is_name(f: &Features) -> bool {
    let ends = matches!(f.end, End::Letter | End::Closed | End::Colon);
    ends & (f.start == Start::Upper) & (f.words <= NAME_WORDS) & (f.inner_sentences == 0)
}

/// `2-14-36`, `8 (7172) 55-10-10`: three groups of figures at least, and no more than a number of a country has.
pub(super) fn is_number(f: &Features) -> bool {
    (f.letters == 0) & (f.years == 0) & (3..=6).contains(&f.words) & (5..=12).contains(&f.digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn kept(text: &str, kept: &str) -> String {
        let draft = Draft::new(text);
        let (spans, blank) = crate::segment::line_spans(text);
        let lines = crate::segment::measure(&draft, &spans, &blank);
        let mut marks: Vec<bool> = kept.chars().map(|c| c == '+').collect();
        keep(&lines, &vec![None; lines.len()], &mut marks);
        marks.iter().map(|keep| if *keep { '+' } else { '-' }).collect()
    }

    #[test]
    fn numbers_below_names_beside_text() {
        let list = "Приёмная\n2-14-36\nОтдел культуры\n2-11-90\nАрхив\n8 (71541) 2-25-07\n";
        assert_eq!(kept(&[list, "Звоните с девяти до шести.\n"].concat(), "------+"), "+++++++");
        assert_eq!(kept(&["Звоните по телефонам:\n", list].concat(), "+------"), "+++++++");
        assert_eq!(kept(&["Звоните с девяти до шести.\n", list].concat(), "+------"), "+------");
        assert_eq!(kept(&[list, "Карта сайта\n"].concat(), "-------"), "-------");
    }

    #[test]
    fn not_days_counters_and_a_single_office() {
        let days = "Көпір ашылды\n12.05.2025\nМектеп бітті\n11.05.2025\nЖол салынды\n10.05.2025\nКөпірді күттік.\n";
        assert_eq!(kept(days, "------+"), "------+");
        let counters = "Көпір ашылды\n10 482\nМектеп бітті\n9 113\nЖол салынды\n8 005\nКөпірді күттік.\n";
        assert_eq!(kept(counters, "------+"), "------+");
        assert_eq!(kept("Приёмная\n2-14-36\nЗвоните с девяти до шести.\n", "--+"), "--+");
    }
}
