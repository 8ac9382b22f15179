//! Takes the labels of a page of flat text, line by line, and the lines.
//! Keeps doubtful lines that belong to kept ones beside them: sentences of a dialogue, verses, items of a list, headings
//! between paragraphs, days of a chronicle.
//! Promises that two walks are enough, one from each end, so that the time is linear in the lines.
//! Leaves lists that a line announces to `announced`, and those of offices to `directories`.

use smallvec::SmallVec;

use super::{Labels, rules};
use crate::segment::Line;
use crate::segment::features::{End, Features, Start};

/// Doubt that a line may carry and still stay: between kept lines, and beside one.
const INNER_DOUBT: f32 = -2.8;
const EDGE_DOUBT: f32 = -1.5;

/// What of that doubt a line may not carry whose neighbours the third look has asked.
pub(super) const ASKED: f32 = 0.7;

/// Words of a heading between paragraphs.
const HEADING_WORDS: u32 = 6;

/// Words of a line that sends the reader to one other article, rather than the head of a list of them.
const POINTER_WORDS: u32 = 5;

/// Words of a sentence with figures that tells something: fewer are a date or a price with its full stop.
const TELLING_WORDS: u32 = 6;

/// Letters of such a sentence, if its words are few and long: "Для справок: единый номер 105."
const TELLING_LETTERS: u32 = 20;

/// Most lines that sites put in a row between two paragraphs: a banner and an invitation to subscribe.
const INTERRUPTIONS: usize = 2;

/// Most lines of any kind among which the nearest paragraph is looked for: those, and the times of a player.
const REACH: usize = 6;

/// Words of a line in a chronicle that heads its paragraph: a day of the week with its date.
const DAY_WORDS: u32 = 4;

/// True for a line that sites put between the paragraphs of a text.
fn is_interruption(lines: &[Line], labels: &Labels, i: usize) -> bool {
    let f = &lines[i].features;
    let pointer = labels.is_one_of(i, &[&rules::RELATED_NEWS, &rules::READ_MORE]) && f.words >= POINTER_WORDS;
    let inserted = [&rules::ADVERTISEMENT, &rules::NEWSLETTER, &rules::SOCIAL_FOLLOW, &rules::APP_BANNER];
    let caption = is_caption_label(lines, labels, i) || i > 0 && is_caption_label(lines, labels, i - 1);
    pointer || caption || is_player(lines, labels, i) || labels.is_one_of(i, &inserted)
}

/// True for the heading of pictures or of a player: "Галерея", "ВИДЕО" above its times.
fn is_player(lines: &[Line], labels: &Labels, i: usize) -> bool {
    let above_times = || lines.get(i + 1).is_some_and(|below| is_time(&below.features));
    let short = lines[i].features.words <= 3;
    short && labels.is_one_of(i, &[&rules::PLAYER_NOTICE, &rules::PHOTO_CREDIT])
        || labels.is_one_of(i, &[&rules::SECTION_NAME]) && above_times()
}

/// True for the times of a player and the numbers of a gallery: `00:00 / 02:31`, `2/12`.
fn is_time(f: &Features) -> bool {
    (f.letters == 0) & (f.years == 0) & (2..=4).contains(&f.words) & (f.digits <= 8)
}

/// True for a label with the caption on the line below: "Image caption,".
fn is_caption_label(lines: &[Line], labels: &Labels, i: usize) -> bool {
    labels.is_one_of(i, &[&rules::PHOTO_CREDIT]) && matches!(lines[i].features.end, End::Comma | End::Colon)
}

/// Lines that belong to the kept text beside them stay unless much speaks against them: short
/// sentences of a dialogue, verses and the items of a list look like links to the weights, which saw
/// few of them.
pub(super) fn keep(lines: &[Line], labels: &mut Labels) {
    if lines.len() < 2 {
        return;
    }
    // Of lines that are furniture the score says enough.
    let is_doubtful = |i: usize| {
        let rubric = labels.hits[i].is_some_and(|r| r.is(&rules::SECTION_NAME));
        !labels.keep[i] & (rubric | (labels.scores[i] - labels.asked > INNER_DOUBT))
    };
    let mut doubtful: SmallVec<[usize; 64]> = SmallVec::from_elem(0, lines.len());
    let mut count = 0;
    for i in 0..lines.len() {
        // Without a branch, since any line may be doubtful.
        doubtful[count] = i;
        count += usize::from(is_doubtful(i));
    }
    doubtful.truncate(count);
    let mut kept = false;
    for &i in &doubtful {
        labels.keep[i] = belongs(lines, labels, i);
        kept |= labels.keep[i];
    }
    // Once from each end, so that a run of them holds on to the text on either side.
    if kept {
        for &i in doubtful.iter().rev() {
            labels.keep[i] = labels.keep[i] || belongs(lines, labels, i);
        }
    }
}

/// True for a doubtful line that belongs to the kept text beside it.
fn belongs(lines: &[Line], labels: &Labels, i: usize) -> bool {
    let n = lines.len();
    let kept = |i: Option<usize>| i.is_some_and(|i| i < n && labels.keep[i]);
    let score = labels.scores[i] - labels.asked;
    let f = &lines[i].features;
    // Lines in between that send the reader elsewhere or sell something part nothing, nor do rules and the times of a player.
    let parts_nothing = |j: &usize| is_interruption(lines, labels, *j);
    let told = |j: &usize| !is_time(&lines[*j].features) && lines[*j].features.words > 0;
    let above = (0..i).rev().take(REACH).filter(told).take(INTERRUPTIONS + 1).find(|j| !parts_nothing(j));
    let below = (i + 1..n).take(REACH).filter(told).take(INTERRUPTIONS + 1).find(|j| !parts_nothing(j));
    let (above, below) = (kept(above), kept(below));
    // One short line, a subheading, may stand between.
    let around = (above || kept(i.checked_sub(2))) && (below || kept(Some(i + 2)));
    // Below the next day of a chronicle, and the next rubric of a digest, the text goes on.
    let below_head = i >= 2 && kept(Some(i - 2)) && is_told(lines, i - 2) && is_head_again(lines, labels, i - 1);
    if !(above || below || around || below_head) {
        return false;
    }
    let telling = f.words >= TELLING_WORDS || f.letters >= TELLING_LETTERS;
    let plain = f.start == Start::Dash || f.digits == 0 || telling;
    // What someone said belongs to the text above.
    let spoken = f.start == Start::Quote && f.end == End::Sentence && f.words >= TELLING_WORDS;
    // Tags or a control behind a sentence hide its end.
    let tail = || f.words >= TELLING_WORDS && labels.glued(i).iter().any(|glued| glued.range.start > 0);
    let answer = f.start == Start::Dash && above && below;
    let sentence = f.end == End::Sentence && (f.words >= 2 || answer) && plain || tail();
    let listed = i > 0
        && (matches!(lines[i - 1].features.end, End::Colon | End::Comma)
            || f.end == End::Comma
            || f.start == Start::Lower)
        && f.words >= 2;
    // A line with a colon belongs to the list below it.
    let listed = listed || f.end == End::Colon && below && f.words >= 2;
    // At the head of a text nothing stands above it.
    let opens = f.end == End::Colon
        && below
        && f.words >= 2
        && lines.get(i + 1).is_some_and(|l| matches!(l.features.start, Start::Digit | Start::Dash));
    // Between two texts a day heads a chronicle.
    let day = f.digits > 0 && f.words == 2 && f.end == End::Letter;
    let told = || is_told(lines, i - 1) && is_told(lines, i + 1);
    if above && below && told() && is_head_again(lines, labels, i) {
        return true;
    }
    // So does a heading, if little speaks against it.
    let heading = f.start == Start::Upper
        && matches!(f.end, End::Letter | End::Colon)
        && f.words <= HEADING_WORDS
        && score > EDGE_DOUBT
        && labels.page.repeats(i) == 1;
    let between = above && below && lines[i - 1].features.prose() && lines[i + 1].features.prose();
    let listed = listed || between && (day || heading);
    // And a name above the first paragraph or under the last one signs it.
    let name = (2..=3).contains(&f.words) && f.capitalised == f.words && f.end == End::Letter;
    let signs = (i + 1 == n && above && lines[i - 1].features.prose())
        || (i == 0 && below && lines.get(1).is_some_and(|l| l.features.prose()));
    if name && signs && labels.hits[i].is_none() {
        return true;
    }
    if labels.hits[i].is_some() {
        // A rubric inside a digest stands between its texts.
        return above && below && is_told(lines, i - 1) && is_told(lines, i + 1);
    }
    (around && (sentence || f.prose()))
        || opens
        || below_head && sentence
        || (above && below && listed)
        // What goes on behind a comma or semicolon goes on below.
        || (below && f.end == End::Comma && f.words >= 2)
        || (above && spoken)
        || (above && score > EDGE_DOUBT && (sentence || f.prose() || listed))
        || (below && score > EDGE_DOUBT && (sentence || f.prose()))
}

/// True for a line that heads its paragraph as another does that stands before the paragraph above it, or behind the one
/// below: both are days and little else, or rubrics.
fn is_head_again(lines: &[Line], labels: &Labels, i: usize) -> bool {
    let f = |i: usize| &lines[i].features;
    let is_day = |i: usize| {
        let f = f(i);
        let shaped = matches!(f.start, Start::Upper | Start::Digit) && (2..=DAY_WORDS).contains(&f.words);
        shaped && f.letters > 0 && (1..=2).contains(&f.digits) && labels.hits[i].is_none()
    };
    let alike = |a: &Features, b: &Features| a.words.abs_diff(b.words) <= 1 && a.start == b.start && a.end == b.end;
    let days = |j: usize| is_day(j) && is_day(i) && alike(f(j), f(i));
    let rubrics = |j: usize| labels.is_section(i) && labels.is_section(j);
    let other = |j: usize| days(j) || rubrics(j);
    i >= 2 && other(i - 2) || i + 3 < lines.len() && other(i + 2) && is_told(lines, i + 1) && is_told(lines, i + 3)
}

/// True for a sentence, and for more than one.
fn is_told(lines: &[Line], i: usize) -> bool {
    const WORDS: u32 = 4;
    let f = &lines[i].features;
    f.prose() || f.end == End::Sentence && f.words >= WORDS
}
