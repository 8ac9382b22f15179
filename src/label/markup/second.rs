//! The facts of the second look: a line among its neighbours and inside each element around it.
//!
//! All are small numbers in steps that grow with the number: counts by [`level`], shares in 32nds, scores in quarters.

use super::Markup;
use super::family::{Families, groups, signatures};
use super::sums::{Sums, level, score, share, sums};
use crate::html::Html;
use crate::html::element::{Tag, around};
use crate::label::evidence::best_run;
use crate::segment::features::End;

/// Elements around a line that are looked at, each with more lines than the one before.
const OUTER: usize = 4;
/// Those of them whose families are looked at.
const FAMILIES: usize = 3;

/// The facts by name, in the order in which [`measure`] gives them.
pub(crate) const FACTS: &[&str] = &[
    "words",
    "letters-a-word",
    "function-words",
    "capitals",
    "upper",
    "inner-sentences",
    "commas",
    "end",
    "ends-sentence",
    "start",
    "digits",
    "address",
    "bars",
    "repeats",
    "shape-repeats",
    "longest-word",
    "prose",
    "years",
    "other-script",
    "lines-above",
    "lines-below",
    "place",
    "words-above",
    "lines",
    "prose-lines",
    "page-linked",
    "page-score",
    "tag",
    "paragraph",
    "heading",
    "item",
    "cell",
    "linked",
    "links",
    "strong",
    "depth",
    "in-article",
    "in-main",
    "in-nav",
    "in-header",
    "in-footer",
    "in-aside",
    "in-list",
    "in-table",
    "in-form",
    "in-figure",
    "in-section",
    "in-quote",
    "in-button",
    "in-link",
    "in-text",
    "unseen",
    "preformatted",
    "break",
    "blank",
    "time",
    "told-text",
    "told-title",
    "told-description",
    "behind-heading",
    "under-phrase",
    "own",
    "1-above",
    "2-above",
    "3-above",
    "1-below",
    "2-below",
    "3-below",
    "window-2",
    "window-6",
    "window-15",
    "words-1-above",
    "words-2-above",
    "words-1-below",
    "words-2-below",
    "end-1-above",
    "end-1-below",
    "linked-1-above",
    "linked-1-below",
    "same-1-above",
    "same-1-below",
    "run",
    "best",
    "best-distance",
    "best-steps",
    "lines-0",
    "words-0",
    "linked-0",
    "prose-0",
    "share-0",
    "score-0",
    "lines-1",
    "words-1",
    "linked-1",
    "prose-1",
    "share-1",
    "score-1",
    "lines-2",
    "words-2",
    "linked-2",
    "prose-2",
    "share-2",
    "score-2",
    "lines-3",
    "words-3",
    "linked-3",
    "prose-3",
    "share-3",
    "score-3",
    "group-lines",
    "group-words",
    "group-linked",
    "group-prose",
    "group-score",
    "kept-above",
    "kept-below",
    "family-0",
    "family-score-0",
    "family-linked-0",
    "family-1",
    "family-score-1",
    "family-linked-1",
    "family-2",
    "family-score-2",
    "family-linked-2",
];

/// For each element the nearest one around it that has more lines; the root has itself.
fn outer(html: &Html) -> Vec<u32> {
    let mut outer: Vec<u32> = Vec::with_capacity(html.nodes.len());
    for (n, node) in html.nodes.iter().enumerate() {
        let parent = &html.nodes[node.parent as usize];
        let same = parent.lines == node.lines && node.parent as usize != n;
        outer.push(if same { outer[node.parent as usize] } else { node.parent });
    }
    outer
}

/// Measures all lines, which have these scores by the first look: the bins of each fact together.
pub(crate) fn measure(markup: &Markup<'_>, scores: &[f32]) -> Vec<u8> {
    let (lines, html, page) = (markup.lines, markup.html, markup.page);
    let n = lines.len();
    let sums = sums(markup, scores);
    let of = |from: usize, to: usize| sums[to] - sums[from];
    let all = of(0, n);
    let outer = outer(html);
    let run = best_run(sums.windows(2).map(|w| w[1].gain - w[0].gain));
    // The innermost element among those that gain most.
    let gain = |(from, to): (u32, u32)| of(from as usize, to as usize).gain;
    let best = html.nodes.iter().map(|n| n.lines).max_by_key(|l| (gain(*l), std::cmp::Reverse(l.1 - l.0)));
    let best = best.unwrap_or_default();
    let prose_lines = lines.iter().filter(|l| l.features.prose()).count() as u32;
    let cyrillic = lines.iter().map(|l| u64::from(l.features.cyrillic)).sum::<u64>()
        > lines.iter().map(|l| u64::from(l.features.latin)).sum::<u64>();
    let mean = |s: Sums| score(if s.weight > 0.0 { s.score / s.weight } else { 0.0 });
    let signatures = signatures(html);
    let groups = groups(html, &signatures, n, of);
    let families = Families::of(html, &signatures, of);
    let mut values = vec![0u8; n * FACTS.len()];
    // Lines since one that the look before would keep, from either end.
    let kept: Vec<bool> = scores.iter().map(|s| *s > 0.0).collect();
    let below = distances(kept.iter().rev().copied());
    let above = distances(kept.iter().copied());
    for i in 0..n {
        let f = &lines[i].features;
        let facts = &html.lines[i];
        let node = &html.nodes[facts.node as usize];
        let tag = html.block(facts.node).tag;
        let has = |bit: u32| u8::from(node.around & bit != 0);
        let line = |offset: isize| i.checked_add_signed(offset).filter(|j| *j < n);
        let near = |offset: isize| line(offset).map_or(0, |j| score(scores[j]));
        let window = |reach: usize| mean(of(i.saturating_sub(reach), (i + reach + 1).min(n)));
        let words = |offset: isize| line(offset).map_or(63, |j| level(lines[j].features.words));
        let end = |offset: isize| line(offset).map_or(9, |j| ending(lines[j].features.end));
        let linked = |offset: isize| line(offset).map_or(40, |j| share(html.lines[j].linked, html.lines[j].bytes));
        let same = |offset: isize| {
            line(offset).map_or(0, |j| {
                let other = &html.nodes[html.lines[j].node as usize];
                u8::from(html.block(html.lines[j].node).tag == tag) + u8::from(other.parent == node.parent)
            })
        };
        let [text, title, description] = markup.echo.shares(i);
        let mut fact = 0;
        let mut put = |value: u8| {
            values[fact * n + i] = value;
            fact += 1;
        };
        // The line.
        put(level(f.words));
        put(level(f.letters / f.words.max(1)));
        put(share(f.stop_words.into(), f.words));
        put(share(f.capitalised, f.words));
        put(share(f.upper, f.letters));
        put(f.inner_sentences.min(20) as u8);
        put(f.commas.min(20) as u8);
        put(ending(f.end));
        put(u8::from(f.end == End::Sentence));
        put(f.start as u8);
        put(share(f.digits, f.letters + f.digits));
        put(f.urls.min(1) + 2 * f.at_signs.min(1));
        put(f.bars.min(10) as u8);
        put(level(page.repeats(i).into()));
        put(level(page.shape_repeats(i).into()));
        put(level(f.longest_word.into()));
        put(u8::from(f.prose()));
        put(f.years.min(3));
        put(u8::from(f.letters > 0 && (f.cyrillic > f.latin) != cyrillic));
        // Its place, and the page.
        put(level(i as u32));
        put(level((n - 1 - i) as u32));
        put(share(i as u32, n as u32));
        put(share(sums[i].words, all.words));
        put(level(n as u32));
        put(level(prose_lines));
        put(share(all.linked, all.bytes));
        put(mean(all));
        // Its element.
        put(tag as u8);
        put(u8::from(tag == Tag::Paragraph));
        put(match tag {
            Tag::Heading1 => 3,
            Tag::Heading2 => 2,
            Tag::Heading3 => 1,
            _ => 0,
        });
        put(u8::from(tag == Tag::Item));
        put(u8::from(tag == Tag::Cell));
        put(share(facts.linked, facts.bytes));
        put(facts.links.min(20) as u8);
        put(share(facts.strong, facts.bytes));
        put(node.depth.min(63) as u8);
        for bit in [
            around::ARTICLE,
            around::MAIN,
            around::NAV,
            around::HEADER,
            around::FOOTER,
            around::ASIDE,
            around::LIST,
            around::TABLE,
            around::FORM,
            around::FIGURE,
            around::SECTION,
            around::QUOTE,
            around::BUTTON,
            around::LINK,
            around::TEXT,
            around::UNSEEN,
            around::PREFORMATTED,
        ] {
            put(has(bit));
        }
        put(u8::from(facts.after_break));
        put(u8::from(lines[i].after_blank));
        put(u8::from(facts.time));
        put(if markup.echo.text.is_empty() { 10 } else { text });
        put(title);
        put(description);
        put(match markup.title {
            None => 63,
            Some(at) if i < at => 62,
            Some(at) => level((i - at) as u32).min(61),
        });
        put(page.under_heading(i));
        // Scores.
        put(score(scores[i]));
        for offset in [-1, -2, -3, 1, 2, 3] {
            put(near(offset));
        }
        for reach in [2, 6, 15] {
            put(window(reach));
        }
        // Neighbours.
        for offset in [-1, -2, 1, 2] {
            put(words(offset));
        }
        put(end(-1));
        put(end(1));
        put(linked(-1));
        put(linked(1));
        put(same(-1));
        put(same(1));
        // The stretch and the element that gain most.
        put(distance(i, run));
        let (from, to) = (best.0 as usize, best.1 as usize);
        put(u8::from((from..to).contains(&i)));
        put(distance(i, (from, to)));
        put(steps(html, &outer, facts.node, best));
        // The elements around it.
        let mut at = facts.node;
        for _ in 0..OUTER {
            let (from, to) = html.nodes[at as usize].lines;
            let s = of(from as usize, to as usize);
            put(level(to - from));
            put(level(s.words));
            put(share(s.linked, s.bytes));
            put(share(s.prose, s.words));
            put(share(s.words, all.words));
            put(mean(s));
            at = outer[at as usize];
        }
        let group = groups[i];
        put(level(group.0));
        put(level(group.1.words / group.0.max(1)));
        put(share(group.1.linked, group.1.bytes));
        put(share(group.1.prose, group.1.words));
        put(mean(group.1));
        put(level(above[i]));
        put(level(below[n - 1 - i]));
        // The elements beside those around it.
        let mut at = facts.node;
        for _ in 0..FAMILIES {
            let family = families.around(at);
            put(level(family.elements));
            put(mean(family.sums));
            put(share(family.sums.linked, family.sums.bytes));
            at = outer[at as usize];
        }
        debug_assert_eq!(fact, FACTS.len());
    }
    values
}

/// For each line how many lines ago one was kept, 0 for none.
fn distances(kept: impl Iterator<Item = bool>) -> Vec<u32> {
    let mut since = 0u32;
    kept.map(|kept| {
        let out = since;
        since = match (kept, since) {
            (true, _) => 1,
            (false, 0) => 0,
            (false, n) => n + 1,
        };
        out
    })
    .collect()
}

/// Ways to end a line, from the least to the most like text.
fn ending(end: End) -> u8 {
    match end {
        End::Other => 0,
        End::Digit => 1,
        End::Letter => 2,
        End::Closed => 3,
        End::Ellipsis => 4,
        End::Comma => 5,
        End::Colon => 6,
        End::Sentence => 7,
    }
}

/// Where a line stands to a stretch: 32 inside, less before it, more behind it.
fn distance(i: usize, (from, to): (usize, usize)) -> u8 {
    if i < from {
        32 - level((from - i) as u32).min(31)
    } else if i >= to {
        32 + level((i + 1 - to) as u32).min(31)
    } else {
        32
    }
}

/// Elements, each with more lines than the one before, from that of a line out to one that holds all of `best`.
fn steps(html: &Html, outer: &[u32], node: u32, best: (u32, u32)) -> u8 {
    const MOST: u8 = 12;
    let (mut at, mut steps) = (node, 0);
    while steps < MOST {
        let lines = html.nodes[at as usize].lines;
        if lines.0 <= best.0 && best.1 <= lines.1 {
            return steps;
        }
        let next = outer[at as usize];
        if next == at {
            return steps;
        }
        at = next;
        steps += 1;
    }
    MOST
}
