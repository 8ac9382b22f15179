//! Takes the lines of a page of plain text.
//! Gives them joined again where a program had broken them to fit a width: mails, and what text browsers and converters
//! write (`lynx -dump`, `w3m -dump` and html2text break at 70 to 80 columns).
//! Promises a break goes only where the first word of the next line would not have fit the width; a page whose sentences
//! are not broken so throughout keeps all its lines.
//! Leaves verse, lists and headings, whose lines end sooner, as they are.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::smallvec;

use super::{Blanks, Spans};
use crate::draft::{Edit, Span};
use crate::rule::{Certainty, Rule, Stage};

pub(crate) static WRAPPED_LINE: Rule = Rule::new(
    "wrapped-line",
    Stage::Segment,
    Certainty::Certain,
    "joins the lines of paragraphs that a program broke to fit a width",
    "Half a sentence is no line: it can be neither judged nor searched. A page is joined when its sentences are broken \
     throughout where the next word would not have fit; headings, verse and items of lists end sooner and stay.",
    ("Көпір арқылы күніне екі жүз\nкөлік өтеді.", "Көпір арқылы күніне екі жүз көлік өтеді."),
);

/// Rules of this stage.
pub(crate) static RULES: &[&Rule] = &[&WRAPPED_LINE];

/// Widths, in characters, that texts are broken to: columns of print are narrower, and screens that show more do not break.
const NARROWEST: usize = 45;
const WIDEST: usize = 120;

/// Sentences that must be broken at the width before a page counts as wrapped …
const LEAST: u32 = 5;
/// … and how many must be so for each that is broken elsewhere, and for each line that is longer.
const TIMES: u32 = 9;

/// Joins the lines of a page that is wrapped; gives the edits that take the breaks out.
pub(crate) fn join(source: &str, spans: &mut Spans, after_blank: &mut Blanks) -> Vec<Edit> {
    if !may_be_wrapped(spans) || !is_broken(source, spans, after_blank) {
        return Vec::new();
    }
    let lines = sides(source, spans);
    let Some(width) = width(&lines, after_blank) else { return Vec::new() };
    let mut edits = Vec::new();
    let mut joined = 0;
    for i in 1..lines.len() {
        let (above, line) = (&lines[i - 1], &lines[i]);
        if !after_blank[i] && above.widths(line).contains(&width) && !begins_paragraph(above, line) {
            let span = Span { start: spans[joined].end, end: spans[i].start };
            // A word with a hyphen may be broken behind it.
            let after = if ends_in_hyphen(above.text) && starts_lower(line.text) { "" } else { " " };
            edits.push(Edit { span, after: Cow::Borrowed(after), rules: smallvec![&WRAPPED_LINE] });
            spans[joined].end = spans[i].end;
            continue;
        }
        joined += 1;
        (spans[joined], after_blank[joined]) = (spans[i], after_blank[i]);
    }
    spans.truncate(joined + 1);
    after_blank.truncate(joined + 1);
    edits
}

/// What the lengths of the lines alone tell: some could be broken, and hardly any is longer than a broken one can be.
fn may_be_wrapped(spans: &[Span]) -> bool {
    /// Bytes of one character in the scripts that are broken at spaces.
    const BYTES: usize = 2;
    let (mut wide, mut long) = (0, 0);
    for span in spans {
        wide += u32::from(span.len() >= NARROWEST / 2);
        long += u32::from(span.len() > WIDEST * BYTES);
    }
    wide > LEAST && long * 8 < wide
}

/// True when enough sentences go on in the next line, wherever they are broken.
fn is_broken(source: &str, spans: &[Span], after_blank: &[bool]) -> bool {
    let read = |span: Span| &source[span.range()];
    let pairs = spans.windows(2).zip(&after_blank[1..]).filter(|(_, blank)| !**blank);
    let broken = pairs.filter(|(pair, _)| starts_lower(read(pair[1])) && is_open(read(pair[0])));
    broken.take(LEAST as usize).count() == LEAST as usize
}

/// What a line shows of where it begins and ends.
struct Sides<'s> {
    text: &'s str,
    /// Characters of white space before it.
    indent: usize,
    /// Characters up to its end, white space before it included.
    columns: usize,
    /// Characters of its first word.
    first_word: usize,
}

fn starts_lower(line: &str) -> bool {
    line.starts_with(char::is_lowercase)
}

fn ends_in_hyphen(line: &str) -> bool {
    line.strip_suffix('-').is_some_and(|head| head.ends_with(char::is_alphabetic))
}

/// True when no sentence ends with `line`, so that a small letter below goes on with it.
fn is_open(line: &str) -> bool {
    line.ends_with(|c: char| c.is_alphanumeric() || c == ',') || ends_in_hyphen(line)
}

fn sides<'s>(source: &'s str, spans: &[Span]) -> Vec<Sides<'s>> {
    let mut end = 0;
    let mut of = |span: &Span| {
        let gap = &source[end..span.start as usize];
        let indent = gap.chars().rev().take_while(|c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')).count();
        end = span.end as usize;
        let text = &source[span.range()];
        let columns = indent + text.chars().count();
        let first_word = text.split_whitespace().next().map_or(0, |word| word.chars().count());
        Sides { text, indent, columns, first_word }
    };
    spans.iter().map(&mut of).collect()
}

impl Sides<'_> {
    /// The widths that this line fits, but not with the first word of the line below behind it.
    fn widths(&self, below: &Sides<'_>) -> Range<usize> {
        /// Characters of the longest words but addresses and the like, which no line has room for.
        const LONGEST: usize = 24;
        self.columns..self.columns + 1 + below.first_word.min(LONGEST)
    }

    /// True for an address and the like, which no program breaks.
    fn is_word(&self) -> bool {
        !self.text.contains(char::is_whitespace)
    }

    /// True for a line that begins as the items of a list do.
    fn is_item(&self) -> bool {
        let word = self.text.split_whitespace().next().unwrap_or("");
        let number = word.trim_end_matches(['.', ')']);
        matches!(word, "-" | "–" | "—" | "*" | "+" | "•" | "·" | "o")
            || number.len() < word.len() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The width that most sentences are broken at, if nearly all are.
fn width(lines: &[Sides<'_>], after_blank: &[bool]) -> Option<usize> {
    // How many breaks more, or fewer, a width explains than that below it.
    let mut steps = [0_i32; WIDEST + 2];
    let mut breaks = 0;
    for (pair, _) in lines.windows(2).zip(&after_blank[1..]).filter(|(_, blank)| !**blank) {
        let (above, line) = (&pair[0], &pair[1]);
        // Buttons and names of sections are no sentences.
        if above.columns >= NARROWEST / 2 && is_open(above.text) && starts_lower(line.text) {
            breaks += 1;
            let widths = above.widths(line);
            steps[widths.start.min(WIDEST + 1)] += 1;
            steps[widths.end.min(WIDEST + 1)] -= 1;
        }
    }
    let mut explained = 0;
    let (mut most, mut least, mut width) = (0, 0, 0);
    for (columns, step) in steps.iter().enumerate().take(WIDEST + 1) {
        explained += step;
        if columns >= NARROWEST && explained >= most {
            least = if explained > most { columns } else { least };
            (most, width) = (explained, columns);
        }
    }
    let longer = lines.iter().filter(|line| line.columns > width && !line.is_word()).count() as u32;
    let (at_width, elsewhere) = (most as u32, (breaks - most) as u32 + longer);
    // Of widths that explain as much, that of the longest line.
    let longest = || lines.iter().map(|line| line.columns).filter(|columns| *columns <= width).max().unwrap_or(0);
    (at_width >= LEAST && at_width >= elsewhere * TIMES).then(|| longest().max(least))
}

/// True for a line that begins a paragraph though no blank line stands above it: it is set in, is an item of a list or a
/// labelled field behind the end of another, or stands below an address, an announcement or a text that was cut.
fn begins_paragraph(above: &Sides<'_>, line: &Sides<'_>) -> bool {
    let set_in = line.indent > above.indent + 1 && !above.is_item();
    let label =
        || line.text.split_whitespace().next().is_some_and(|word| word.ends_with(':')) && !starts_lower(line.text);
    let ended = || above.text.ends_with(['…', ':']) || above.text.ends_with("...");
    set_in
        || line.is_item() && !is_open(above.text)
        || label()
        || ended() && !starts_lower(line.text)
        || above.is_word()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::line_spans;

    /// The lines of a page after joining.
    fn joined(source: &str) -> Vec<String> {
        let (mut spans, mut blank) = line_spans(source);
        let edits = join(source, &mut spans, &mut blank);
        let draft = crate::draft::Draft::with_edits(source, edits);
        assert_eq!(spans.len(), blank.len());
        spans.iter().map(|s| draft.view(*s).as_str().to_owned()).collect()
    }

    /// `text` broken as converters do.
    fn wrap(text: &str, width: usize) -> String {
        let mut out = String::new();
        for paragraph in text.split('\n') {
            let mut columns = 0;
            for word in paragraph.split(' ') {
                let letters = word.chars().count();
                if columns > 0 {
                    let fits = columns + 1 + letters <= width;
                    out.push(if fits { ' ' } else { '\n' });
                    columns = if fits { columns + 1 } else { 0 };
                }
                out.push_str(word);
                columns += letters;
            }
            out.push('\n');
        }
        out
    }

    const STORY: &str = "Көпір ашылды\n\nБүгін ауылда тұрғындар үш жыл күткен жаңа көпір ашылды, оның құрылысына аудан \
        бюджетінен қаржы бөлінген. Көпір арқылы күніне екі жүз көлік өтеді, деді әкімдік өкілі жиналғандарға.\n\
        Жаңа көпірдің ұзындығы бір жүз жиырма метр, ені он екі метр, ал жүк көтергіштігі алпыс тоннаға дейін жетеді. \
        Ескі көпір былтыр көктемде су тасығанда бұзылған болатын.\n\nКелесі жылы ауданда тағы екі көпір салынады, олардың \
        жобасы қазір дайындалып жатыр, мердігер күзде анықталады, деп хабарлады әкімдік.";

    #[test]
    fn paragraphs_are_what_they_were_before_they_were_broken() {
        let lines: Vec<&str> = STORY.split('\n').filter(|l| !l.is_empty()).collect();
        for width in [60, 72, 78] {
            assert_eq!(joined(&wrap(STORY, width)), lines, "{width}");
        }
    }

    #[test]
    fn lines_of_a_page_that_is_not_wrapped_stay() {
        let lines: Vec<&str> = STORY.split('\n').filter(|l| !l.is_empty()).collect();
        assert_eq!(joined(STORY), lines);
        // Verse and lists of small letters end where their lines do, not where a width does.
        let verse = "желтый лист упал на мокрую дорогу у реки,\nгде шумит камыш,\nи никто его не видит этой осенью, \
            когда дожди идут,\nа ветер гонит облака\nна юг за перевал, туда, где спит зима,\nгде снег лежит на крышах\n\
            и смотрит дым в окно, как старый сторож,\nкоторый видит все\n";
        assert_eq!(joined(verse), verse.lines().collect::<Vec<_>>());
    }

    #[test]
    fn items_and_paragraphs_that_are_set_in_begin_anew() {
        let list =
            format!("{STORY}\n\n- бірінші\n- екінші, ол туралы бұрын да айтылған еді\n   Жаңа абзац осылай басталады.");
        let lines: Vec<&str> = list.split('\n').filter(|l| !l.is_empty()).map(str::trim).collect();
        assert_eq!(joined(&wrap(&list, 64)), lines);
    }

    #[test]
    fn a_word_that_was_broken_behind_its_hyphen_is_whole_again() {
        let page =
            format!("{STORY}\nОсы көпірден кейін ауылдағылар аудан орталығына бұрынғыдан әлде- қайда жылдам жетеді.");
        let broken = (50..80).map(|width| wrap(&page, width)).find(|page| page.contains("әлде-\nқайда"));
        let lines = joined(&broken.expect("a width that breaks there"));
        assert!(lines.iter().any(|l| l.ends_with("әлде-қайда жылдам жетеді.")), "{lines:?}");
    }
}
