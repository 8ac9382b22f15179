//! The source, the edits made to it, and how the text reads with them.
//!
//! The decoded page is never changed. A [`Draft`] holds it together with the [`Edit`]s made so
//! far; every stage reads a [`Piece`] of it as it reads *now*, proposes [`Change`]s in the offsets
//! it sees, and the draft stores them as offsets into the source. So edits compose, no stage keeps
//! an offset map, and the text can be rebuilt from source and edits at any time.

use std::borrow::Cow;
use std::ops::Range;

use crate::rule::{Certainty, Rule, Rules};

/// Half-open range of byte offsets into the source, always on character boundaries.
///
/// Offsets are `u32`: a page is cut long before 4 GiB (see [`crate::config::Limits`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; `start` must not exceed `end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range to index a string with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True when `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A recorded change: what stood at `span` reads `after`, because of `rules`.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What is replaced, in the source; empty for an insertion.
    pub span: Span,
    /// What stands there now; most of it is one of a few texts (a space, a paragraph break, a letter) that no edit needs a
    /// copy of.
    pub after: Cow<'static, str>,
    /// The rules that made it, in the order they ran; more than one when changes met.
    pub rules: Rules,
}

impl Edit {
    /// Proven only if each of its rules is.
    pub fn certainty(&self) -> Certainty {
        match self.rules.iter().any(|rule| rule.certainty == Certainty::Probable) {
            true => Certainty::Probable,
            false => Certainty::Certain,
        }
    }
}

/// A proposed change, in offsets of the text as it reads now.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What to replace, byte offsets into [`Piece::text`].
    pub range: Range<usize>,
    /// What to put there.
    pub with: Cow<'static, str>,
    /// Why.
    pub rule: &'static Rule,
}

impl Change {
    /// A change of `range` into `with` because of `rule`.
    pub fn new(range: Range<usize>, with: impl Into<Cow<'static, str>>, rule: &'static Rule) -> Change {
        Change { range, with: with.into(), rule }
    }
}

/// A page and the edits made to it so far: sorted, disjoint, never touching.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    source: &'a str,
    edits: Vec<Edit>,
    rendered: Rendered,
    room: Room,
}

/// Spans whose text was rendered once for all views of them; none while edits are being made.
#[derive(Clone, Debug, Default)]
struct Rendered {
    /// In order, each with its place in `text`.
    spans: Vec<(Span, Range<usize>)>,
    text: String,
}

impl Rendered {
    fn clear(&mut self) {
        self.spans.clear();
        self.text.clear();
    }

    fn of(&self, span: Span) -> Option<&str> {
        let at = self.spans.binary_search_by_key(&span, |(span, _)| *span).ok()?;
        Some(&self.text[self.spans[at].1.clone()])
    }
}

impl<'a> Draft<'a> {
    /// A draft without edits.
    pub fn new(source: &'a str) -> Draft<'a> {
        Draft::with_edits(source, Vec::new())
    }

    /// A draft with edits made before it: sorted, disjoint, never touching.
    pub(crate) fn with_edits(source: &'a str, edits: Vec<Edit>) -> Draft<'a> {
        debug_assert!(edits.windows(2).all(|w| w[0].span.end < w[1].span.start));
        Draft { source, edits, rendered: Rendered::default(), room: Room::default() }
    }

    /// The decoded page.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// All edits, in order of their place.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// All edits, for whoever has no use for the draft any more.
    pub(crate) fn into_edits(self) -> Vec<Edit> {
        self.edits
    }

    /// The edits that lie inside `span`. A span that a stage works on never cuts an edit.
    pub fn edits_in(&self, span: Span) -> &[Edit] {
        let from = &self.edits[self.edits.partition_point(|e| e.span.start < span.start)..];
        // Most spans hold no edit: then there is no end to search for.
        match from.first().is_some_and(|e| e.span.end <= span.end) {
            true => &from[..from.partition_point(|e| e.span.end <= span.end)],
            false => &[],
        }
    }

    /// True when something in `span` was edited.
    pub(crate) fn is_edited(&self, span: Span) -> bool {
        let first = self.edits.partition_point(|e| e.span.start < span.start);
        self.edits.get(first).is_some_and(|e| e.span.end <= span.end)
    }

    /// `span` widened so that it cuts no edit.
    pub fn whole_edits(&self, span: Span) -> Span {
        let at = self.edits.partition_point(|e| e.span.end <= span.start);
        let start = self.edits.get(at).map_or(span.start, |e| e.span.start.min(span.start));
        let last = self.edits[at..].partition_point(|e| e.span.start < span.end);
        let end = self.edits[at..at + last].last().map_or(span.end, |e| e.span.end.max(span.end));
        Span { start, end }
    }

    /// How `span` reads now; borrowed when nothing in it was edited, or when it was rendered before.
    pub fn view(&self, span: Span) -> View<'_> {
        let edits = self.edits_in(span);
        if edits.is_empty() {
            return View { span, text: Cow::Borrowed(&self.source[span.range()]), edits };
        }
        let text = match self.rendered.of(span) {
            Some(text) => Cow::Borrowed(text),
            None => render(self.source, span, edits),
        };
        View { span, text, edits }
    }

    /// How `spans` read now, which are in order and disjoint: nothing is searched for anew for each of them.
    pub fn views<'d>(&'d self, spans: impl Iterator<Item = Span> + 'd) -> impl Iterator<Item = View<'d>> {
        let mut rendered = self.rendered.spans.iter().peekable();
        self.edits_of(spans).map(move |(span, edits)| {
            if edits.is_empty() {
                return View { span, text: Cow::Borrowed(&self.source[span.range()]), edits };
            }
            while rendered.next_if(|(before, _)| before.start < span.start).is_some() {}
            let text = match rendered.next_if(|(same, _)| *same == span) {
                Some((_, place)) => Cow::Borrowed(&self.rendered.text[place.clone()]),
                None => render(self.source, span, edits),
            };
            View { span, text, edits }
        })
    }

    /// Each of `spans`, which are in order and disjoint, with the edits that lie inside it.
    fn edits_of(&self, spans: impl Iterator<Item = Span>) -> impl Iterator<Item = (Span, &[Edit])> {
        let mut left = &self.edits[..];
        spans.map(move |span| (span, split_edits(&mut left, span)))
    }

    /// Appends how `span` reads now to `text`.
    pub fn read_to(&self, span: Span, text: &mut String) {
        render_to(text, self.source, span, self.edits_in(span));
    }

    /// Renders those of `spans` (in order, disjoint) that were edited, so that later views of them cost nothing.
    pub fn render_once(&mut self, spans: &[Span]) {
        let mut rendered = std::mem::take(&mut self.rendered);
        rendered.clear();
        let edited = || self.edits_of(spans.iter().copied()).filter(|(_, edits)| !edits.is_empty());
        rendered.text.reserve(edited().map(|(span, edits)| most(span, edits)).sum());
        for (span, edits) in edited() {
            let start = rendered.text.len();
            render_to(&mut rendered.text, self.source, span, edits);
            rendered.spans.push((span, start..rendered.text.len()));
        }
        self.rendered = rendered;
    }

    /// Walks over `spans` (in order, disjoint) once and lets `work` change each of them.
    ///
    /// Linear in the spans, the old edits and the new ones: the edits are rebuilt in one merge.
    pub fn pass(&mut self, spans: impl IntoIterator<Item = Span>, mut work: impl FnMut(&mut Piece<'a>)) {
        self.rendered.clear();
        let mut room = std::mem::take(&mut self.room);
        let mut all = std::mem::take(&mut room.all);
        let mut before = std::mem::take(&mut self.edits);
        let spans = spans.into_iter();
        // Few pieces get more than one edit.
        all.reserve(before.len() + spans.size_hint().0);
        let mut old = before.drain(..);
        let edits = std::mem::take(&mut room.piece);
        let mut piece = Piece { source: self.source, span: Span::default(), edits, text: Cow::Borrowed(""), room };
        for span in spans {
            move_while(&mut old, &mut all, |e| e.span.start < span.start);
            move_while(&mut old, &mut piece.edits, |e| e.span.end <= span.end);
            piece.span = span;
            piece.render();
            work(&mut piece);
            // Most pieces have no edit.
            if !piece.edits.is_empty() {
                all.append(&mut piece.edits);
            }
        }
        all.extend(old);
        self.edits = all;
        piece.room.take_back(piece.text);
        self.room = Room { all: before, piece: piece.edits, ..piece.room };
    }
}

/// Moves the edits that come next in `from` to `to`, as long as they are `wanted`.
fn move_while(from: &mut std::vec::Drain<'_, Edit>, to: &mut Vec<Edit>, wanted: impl Fn(&Edit) -> bool) {
    let count = from.as_slice().iter().take_while(|e| wanted(e)).count();
    // Most spans have no edit, and none between them.
    if count > 0 {
        to.extend(from.take(count));
    }
}

/// How a span of the draft reads now.
#[derive(Clone, Debug)]
pub struct View<'d> {
    span: Span,
    text: Cow<'d, str>,
    edits: &'d [Edit],
}

impl View<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True when something in it was edited.
    pub(crate) fn is_edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Source offset of a byte offset of the text. A boundary between an edit and the text before
    /// it maps to the start of the edit; with `end`, behind what was deleted there, so that no
    /// range leaves out a deletion at its end. Strictly inside a replacement: the start of its
    /// edit, or its end when `end` is set, so that a range never cuts an edit.
    pub fn source_offset(&self, at: usize, end: bool) -> usize {
        let mut read = 0; // offset in the text that `src` stands for
        let mut src = self.span.start as usize;
        for e in self.edits {
            let gap = e.span.start as usize - src;
            if at < read + gap || at == read + gap && !(end && e.after.is_empty()) {
                break;
            }
            read += gap;
            if at < read + e.after.len() {
                return if end { e.span.end as usize } else { e.span.start as usize };
            }
            read += e.after.len();
            src = e.span.end as usize;
        }
        src + (at - read)
    }

    /// Source span of a range of the text, widened to whole edits.
    pub fn source_span(&self, range: Range<usize>) -> Span {
        let start = self.source_offset(range.start, false);
        let end = self.source_offset(range.end, true);
        Span::new(start, end.max(start))
    }
}

/// One span of a draft while a stage works on it.
#[derive(Debug)]
pub struct Piece<'a> {
    source: &'a str,
    span: Span,
    edits: Vec<Edit>,
    text: Cow<'a, str>,
    room: Room,
}

/// Memory that goes from one piece to the next, and from one pass to the next.
#[derive(Clone, Debug, Default)]
struct Room {
    /// Of the edits of the draft.
    all: Vec<Edit>,
    /// Of those of a piece.
    piece: Vec<Edit>,
    /// Of those of a piece with changes made to it.
    edits: Vec<Edit>,
    text: String,
}

impl Room {
    /// The text of `span` with `edits`, in this memory.
    fn render<'a>(&mut self, source: &'a str, span: Span, edits: &[Edit]) -> Cow<'a, str> {
        let (mut text, most) = (std::mem::take(&mut self.text), most(span, edits));
        text.clear();
        // More room is asked for anew: to grow would copy what is not wanted any more.
        if text.capacity() < most {
            text = String::with_capacity(most);
        }
        render_to(&mut text, source, span, edits);
        Cow::Owned(text)
    }

    /// Takes back the memory of a text that is not needed any more.
    fn take_back(&mut self, text: Cow<'_, str>) {
        if let Cow::Owned(text) = text {
            self.text = text;
        }
    }
}

impl Piece<'_> {
    /// How the span reads now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands in the source.
    pub fn span(&self) -> Span {
        self.span
    }

    /// True when something in it was edited.
    pub fn is_edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Makes `changes`, which must be in order and disjoint. A change that touches an earlier
    /// edit becomes one edit with it that remembers both rules; a change that changes nothing is
    /// dropped, and an edit that ends where it began disappears.
    pub fn apply(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.record(changes);
            self.render();
        }
    }

    /// Makes the last changes: how the span reads with them is not asked here any more.
    pub(crate) fn apply_last(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.record(changes);
        }
    }

    fn record(&mut self, changes: Vec<Change>) {
        let mut out = std::mem::take(&mut self.room.edits);
        out.reserve(self.edits.len() + changes.len());
        let mut old = self.edits.drain(..).peekable();
        let mut new = changes.into_iter().peekable();
        // Source offset = offset in the text + shift, for text outside the old edits.
        let mut shift = self.span.start as isize;
        loop {
            // A cluster is a run of old edits and changes that touch; it becomes one edit.
            let old_at = old.peek().map(|e| (e.span.start as isize - shift) as usize);
            let start = match (old_at, new.peek().map(|c| c.range.start)) {
                (Some(o), Some(n)) => o.min(n),
                (Some(o), None) => o,
                (None, Some(n)) => n,
                (None, None) => break,
            };
            let src_start = start as isize + shift;
            let (mut end, mut read) = (start, start);
            let mut after = Cow::Borrowed("");
            let mut rules = Rules::new();
            let mut taken = 0;
            // Most clusters are one change, whose text is taken as it is.
            if old_at != Some(start)
                && let Some(c) = new.next()
            {
                (end, read, taken) = (c.range.end, c.range.end, 1);
                after = c.with;
                rules.push(c.rule);
            }
            loop {
                if let Some(e) = old.next_if(|e| (e.span.start as isize - shift) as usize <= end) {
                    let at = (e.span.start as isize - shift) as usize;
                    end = end.max(at + e.after.len());
                    shift += e.span.len() as isize - e.after.len() as isize;
                    e.rules.iter().for_each(|&r| add_rule(&mut rules, r));
                    taken += 1;
                    // Nothing but old edits so far: keep it as it is if nothing else touches it.
                    if taken == 1 && new.peek().is_none_or(|c| c.range.start > end) {
                        out.push(e);
                        rules.clear();
                        break;
                    }
                } else if let Some(c) = new.next_if(|c| c.range.start <= end) {
                    taken += 1;
                    let after = after.to_mut();
                    after.push_str(&self.text[read..c.range.start]);
                    after.push_str(&c.with);
                    read = c.range.end;
                    end = end.max(c.range.end);
                    add_rule(&mut rules, c.rule);
                } else {
                    if read < end {
                        after.to_mut().push_str(&self.text[read..end]);
                    }
                    let span = Span::new(src_start as usize, (end as isize + shift) as usize);
                    out.push(Edit { span, after, rules });
                    break;
                }
            }
        }
        out.retain(|e| self.source[e.span.range()] != *e.after);
        drop(old);
        self.room.edits = std::mem::replace(&mut self.edits, out);
    }

    /// Makes the text that of the span with its edits, in the memory of the text before it.
    fn render(&mut self) {
        let before = std::mem::replace(&mut self.text, Cow::Borrowed(&self.source[self.span.range()]));
        self.room.take_back(before);
        if !self.edits.is_empty() {
            self.text = self.room.render(self.source, self.span, &self.edits);
        }
    }
}

fn add_rule(rules: &mut Rules, rule: &'static Rule) {
    if !rules.iter().any(|r| r.is(rule)) {
        rules.push(rule);
    }
}

/// The text of `span` with `edits` (all inside it) applied.
pub(crate) fn render<'a>(source: &'a str, span: Span, edits: &[Edit]) -> Cow<'a, str> {
    if edits.is_empty() {
        return Cow::Borrowed(&source[span.range()]);
    }
    let mut text = String::with_capacity(most(span, edits));
    render_to(&mut text, source, span, edits);
    Cow::Owned(text)
}

/// The most bytes that `span` has with `edits`.
fn most(span: Span, edits: &[Edit]) -> usize {
    span.len() + edits.iter().map(|e| e.after.len()).sum::<usize>()
}

/// Splits the edits inside `span` off those that are left, and what stands before them.
pub(crate) fn split_edits<'e>(left: &mut &'e [Edit], span: Span) -> &'e [Edit] {
    while left.first().is_some_and(|e| e.span.start < span.start) {
        *left = &left[1..];
    }
    let own = left.iter().take_while(|e| e.span.end <= span.end).count();
    let (own, behind) = left.split_at(own);
    *left = behind;
    own
}

/// Appends the text of `span` with `edits` (all inside it) to `text`.
pub(crate) fn render_to(text: &mut String, source: &str, span: Span, edits: &[Edit]) {
    let mut at = span.start as usize;
    for e in edits {
        text.push_str(&source[at..e.span.start as usize]);
        text.push_str(&e.after);
        at = e.span.end as usize;
    }
    text.push_str(&source[at..span.end as usize]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Certainty, Stage};
    use proptest::prelude::*;

    static A: Rule = Rule::new("test-a", Stage::Repair, Certainty::Certain, "", "", ("", ""));
    static B: Rule = Rule::new("test-b", Stage::Repair, Certainty::Certain, "", "", ("", ""));

    fn piece(source: &str) -> Piece<'_> {
        let (edits, text, room) = (Vec::new(), Cow::Borrowed(source), Room::default());
        Piece { source, span: Span::new(0, source.len()), edits, text, room }
    }

    #[test]
    fn changes_that_meet_become_one_edit_with_both_rules() {
        let mut p = piece("one two three");
        p.apply(vec![Change::new(4..7, "2", &A)]);
        p.apply(vec![Change::new(4..5, "zwei", &B)]);
        assert_eq!(p.text(), "one zwei three");
        assert_eq!(p.edits.len(), 1);
        assert_eq!(p.edits[0].rules.iter().map(|r| r.name).collect::<Vec<_>>(), ["test-a", "test-b"]);
    }

    #[test]
    fn an_edit_that_ends_where_it_began_disappears() {
        let mut p = piece("abc");
        p.apply(vec![Change::new(1..2, "x", &A)]);
        p.apply(vec![Change::new(1..2, "b", &B)]);
        assert!(p.edits.is_empty());
    }

    #[test]
    fn a_view_maps_its_offsets_back() {
        let mut d = Draft::new("a&amp;b c");
        d.pass([Span::new(0, 9)], |p| p.apply(vec![Change::new(1..6, "&", &A)]));
        let v = d.view(Span::new(0, 9));
        assert_eq!(v.as_str(), "a&b c");
        assert_eq!(v.source_span(0..2), Span::new(0, 6));
        assert_eq!(v.source_span(2..3), Span::new(6, 7));
    }

    #[test]
    fn what_was_deleted_belongs_to_the_range_before_it() {
        let mut d = Draft::new("<b>ab</b>c");
        d.pass([Span::new(0, 10)], |p| p.apply(vec![Change::new(0..3, "", &A), Change::new(5..9, "", &A)]));
        let v = d.view(Span::new(0, 10));
        assert_eq!(v.as_str(), "abc");
        assert_eq!(v.source_span(0..1), Span::new(0, 4));
        assert_eq!(v.source_span(0..2), Span::new(0, 9));
        assert_eq!(v.source_offset(2, false), 5);
    }

    proptest! {
        /// Four layers of random changes equal the same changes made to a plain string.
        #[test]
        fn a_draft_reads_like_a_plain_string(source in "[a-zа-я ]{0,40}", seeds in prop::collection::vec(prop::collection::vec((0usize..60, 0usize..6, "[xyzж]{0,3}"), 0..5), 4)) {
            let mut p = piece(&source);
            let mut plain = source.clone();
            for layer in seeds {
                let mut changes: Vec<Change> = Vec::new();
                let text = p.text().to_string();
                let cut = |i: usize| { let mut i = i.min(text.len()); while !text.is_char_boundary(i) { i -= 1 } i };
                let mut layer: Vec<_> = layer.into_iter().map(|(a, n, w)| (cut(a), cut(a + n), w)).collect();
                layer.sort_by_key(|(a, b, _)| (*a, *b));
                let mut last = 0;
                for (a, b, w) in layer {
                    if a < last || (a == last && last > 0) { continue }
                    last = b.max(a);
                    changes.push(Change::new(a..b, w, &A));
                }
                for c in changes.iter().rev() { plain.replace_range(c.range.clone(), &c.with); }
                p.apply(changes);
                prop_assert_eq!(p.text(), plain.as_str());
                for w in p.edits.windows(2) { prop_assert!(w[0].span.end < w[1].span.start); }
                for e in &p.edits { prop_assert!(source.is_char_boundary(e.span.start as usize) && source.is_char_boundary(e.span.end as usize)); }
            }
        }
    }
}
