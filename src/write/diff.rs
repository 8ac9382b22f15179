//! A unified diff between a page and its clean text.
//!
//! No search is needed: every line of the clean text knows where in the page it comes from.

use std::fmt::Write;

use super::trace::{Trace, kept};
use crate::pipeline::Page;

/// Lines of context around a change, as `diff -u` has.
const CONTEXT: usize = 3;

/// A line of the clean text and the place in the page where it begins.
struct New {
    text: String,
    source: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Op {
    /// The line of the page stays: its number there and in the clean text.
    Same(usize, usize),
    Minus(usize),
    Plus(usize),
}

/// The diff between `page` and the text of its articles (a blank line between them), with `name`
/// in its head; empty when they do not differ.
pub fn unified(page: &Page<'_>, name: &str) -> String {
    let old: Vec<&str> = page.decoded.text.split_inclusive('\n').collect();
    let new = clean_lines(page);
    let ops = align(&old, &new);
    let mut out = String::new();
    for (first, last) in hunks(&ops) {
        if out.is_empty() {
            let _ = write!(out, "--- {name}\n+++ {name} (clean)\n");
        }
        write_hunk(&ops, first, last, &old, &new, &mut out);
    }
    out
}

/// The lines of the clean text, each with its line break.
fn clean_lines(page: &Page<'_>) -> Vec<New> {
    let mut lines: Vec<New> = Vec::new();
    for article in &page.articles {
        for span in article.kept.iter().filter(|_| !article.text.is_empty()) {
            if !lines.is_empty() {
                lines.push(New { text: "\n".into(), source: span.start as usize });
            }
            let mut pieces = Vec::new();
            kept(*span, &article.edits, &mut pieces);
            let mut line = New { text: String::new(), source: span.start as usize };
            for piece in pieces {
                let (text, source, same) = match piece {
                    Trace::Kept(span) => (&page.decoded.text[span.range()], span.start as usize, true),
                    Trace::Edited(edit) => (&*edit.after, edit.span.end as usize, false),
                    Trace::Removed(_) | Trace::Gap(_) => continue,
                };
                let mut at = 0;
                for part in text.split_inclusive('\n') {
                    line.text.push_str(part);
                    at += part.len();
                    if part.ends_with('\n') {
                        let begins = if same { source + at } else { source };
                        lines.push(std::mem::replace(&mut line, New { text: String::new(), source: begins }));
                    }
                }
            }
            line.text.push('\n');
            lines.push(line);
        }
    }
    lines
}

/// What to do, line by line. Both sides are in the order of the page, so one walk is enough.
fn align(old: &[&str], news: &[New]) -> Vec<Op> {
    let mut ops = Vec::with_capacity(old.len() + news.len());
    let (mut taken, mut waiting): (usize, Vec<usize>) = (0, Vec::new());
    // The line of the page that holds the place looked at.
    let (mut line, mut end) = (0, old.first().map_or(0, |l| l.len()));
    for (n, new) in news.iter().enumerate() {
        while new.source >= end && line + 1 < old.len() {
            line += 1;
            end += old[line].len();
        }
        let blank = new.text == "\n";
        let found = match blank {
            true => old.get(taken).is_some_and(|o| *o == "\n").then_some(taken),
            false => (line >= taken && old.get(line) == Some(&&*new.text)).then_some(line),
        };
        match found {
            Some(same) => {
                // A blank line before it stays too, when both sides have one there.
                let blank =
                    waiting.last().copied().filter(|w| news[*w].text == "\n" && same > taken && old[same - 1] == "\n");
                waiting.truncate(waiting.len() - usize::from(blank.is_some()));
                ops.extend((taken..same - usize::from(blank.is_some())).map(Op::Minus));
                ops.extend(waiting.drain(..).map(Op::Plus));
                ops.extend(blank.map(|w| Op::Same(same - 1, w)));
                ops.push(Op::Same(same, n));
                taken = same + 1;
            }
            None => waiting.push(n),
        }
    }
    ops.extend((taken..old.len()).map(Op::Minus));
    ops.extend(waiting.into_iter().map(Op::Plus));
    ops
}

/// Runs of operations to show: changes with their context, merged where contexts meet.
fn hunks(ops: &[Op]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for (i, op) in ops.iter().enumerate() {
        if matches!(op, Op::Same(..)) {
            continue;
        }
        let (first, last) = (i.saturating_sub(CONTEXT), (i + CONTEXT + 1).min(ops.len()));
        match hunks.last_mut().filter(|h| h.1 >= first) {
            Some(hunk) => hunk.1 = last,
            None => hunks.push((first, last)),
        }
    }
    hunks
}

fn write_hunk(ops: &[Op], first: usize, last: usize, old: &[&str], new: &[New], out: &mut String) {
    let lines = |ops: &[Op]| {
        let minus = ops.iter().filter(|op| !matches!(op, Op::Plus(_))).count();
        (minus, ops.iter().filter(|op| !matches!(op, Op::Minus(_))).count())
    };
    let (before, here) = (lines(&ops[..first]), lines(&ops[first..last]));
    // A side without lines is said to stand behind the line before it.
    let start = |before: usize, here: usize| if here == 0 { before } else { before + 1 };
    let (a, b) = (start(before.0, here.0), start(before.1, here.1));
    let _ = writeln!(out, "@@ -{a},{} +{b},{} @@", here.0, here.1);
    for op in &ops[first..last] {
        let (sign, text) = match *op {
            Op::Same(o, _) => (' ', old[o]),
            Op::Minus(o) => ('-', old[o]),
            Op::Plus(n) => ('+', new[n].text.as_str()),
        };
        out.push(sign);
        out.push_str(text);
        if !text.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}
