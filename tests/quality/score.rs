//! What a cleaned page is worth beside its gold.
//!
//! Our own records say where every kept word stands, so nothing has to be guessed: words of the page are compared by
//! place. Words count as kept when they are text or title.

use std::collections::BTreeMap;

use tazala::article::{Article, Field};
use tazala::pipeline::Page;

use crate::gold::{self, Gold};
use crate::words::{self, Word};

/// Right answers, wrong ones and missing ones; for questions with one answer, right and missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub right: u32,
    pub wrong: u32,
    pub missing: u32,
}

impl Count {
    fn add(&mut self, is_right: bool) {
        self.right += u32::from(is_right);
        self.missing += u32::from(!is_right);
    }

    /// Share of what was given that is right; 1 when nothing was given.
    pub fn precision(&self) -> f64 {
        share(self.right, self.wrong)
    }

    /// Share of what should be given that was; 1 when there was nothing to give.
    pub fn recall(&self) -> f64 {
        share(self.right, self.missing)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (right, faults) = (2.0 * f64::from(self.right), f64::from(self.wrong + self.missing));
        if right + faults == 0.0 { 1.0 } else { right / (right + faults) }
    }
}

fn share(part: u32, rest: u32) -> f64 {
    if part + rest == 0 { 1.0 } else { f64::from(part) / f64::from(part + rest) }
}

/// Everything that is counted.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Lines that are boilerplate; those that hold kept words too, or nothing but neutral ones, are left out.
    pub lines: Count,
    /// Words kept.
    pub words: Count,
    /// Places inside the page where an article begins.
    pub boundaries: Count,
    /// Articles whose words came back with an F1 of at least [`GIVEN_BACK`].
    pub articles: Count,
    /// Fields that the gold has, and fields that it has not and that must stay empty.
    pub titles: Count,
    pub no_titles: Count,
    pub dates: Count,
    pub no_dates: Count,
    pub urls: Count,
    pub no_urls: Count,
    pub languages: Count,
    /// Places repaired.
    pub edits: Count,
    /// What went wrong, in words, with the line where it did.
    pub faults: Vec<String>,
}

/// An article is given back when its words agree this well.
const GIVEN_BACK: f64 = 0.95;
/// Words by which a boundary may be off: a date or a number may stand on either side of it.
const SLACK: usize = 3;

impl Score {
    /// Adds the counts of another page.
    pub fn add(&mut self, other: &Score) {
        for (mine, theirs) in self.counts_mut().into_iter().zip(other.clone().counts_mut()) {
            mine.right += theirs.right;
            mine.wrong += theirs.wrong;
            mine.missing += theirs.missing;
        }
    }

    fn counts_mut(&mut self) -> [&mut Count; 12] {
        [
            &mut self.lines,
            &mut self.words,
            &mut self.boundaries,
            &mut self.articles,
            &mut self.titles,
            &mut self.no_titles,
            &mut self.dates,
            &mut self.no_dates,
            &mut self.urls,
            &mut self.no_urls,
            &mut self.languages,
            &mut self.edits,
        ]
    }

    /// The numbers that floors are pinned for, 0 to 1.
    pub fn numbers(&self) -> BTreeMap<&'static str, f64> {
        BTreeMap::from([
            ("line_precision", self.lines.precision()),
            ("line_recall", self.lines.recall()),
            ("line_f1", self.lines.f1()),
            ("word_f1", self.words.f1()),
            ("boundary_f1", self.boundaries.f1()),
            ("articles", self.articles.recall()),
            ("titles", self.titles.recall()),
            ("no_titles", self.no_titles.recall()),
            ("dates", self.dates.recall()),
            ("no_dates", self.no_dates.recall()),
            ("urls", self.urls.recall()),
            ("no_urls", self.no_urls.recall()),
            ("languages", self.languages.recall()),
            ("edits", self.edits.recall()),
        ])
    }
}

/// A word of the page with its labels on both sides.
struct Labelled {
    word: Word,
    /// It is not of an article; and whether keeping it is as good.
    cut: Option<bool>,
    /// The article of the gold it belongs to.
    gold: Option<usize>,
    /// The article it was kept in.
    given: Option<usize>,
}

/// Scores one page.
pub fn score(gold: &Gold, page: &Page<'_>) -> Score {
    assert_eq!(page.decoded.text, gold.page, "{}: gold pages are UTF-8", gold.name);
    let words = label(gold, page);
    let mut score = Score::default();
    lines(&mut score, gold, &words);
    for w in &words {
        match (w.cut, w.given) {
            (None, Some(_)) => score.words.right += 1,
            (None, None) => score.words.missing += 1,
            (Some(false), Some(_)) => score.words.wrong += 1,
            _ => {}
        }
    }
    boundaries(&mut score, gold, &words);
    articles(&mut score, gold, page, &words);
    score
}

fn label(gold: &Gold, page: &Page<'_>) -> Vec<Labelled> {
    let cuts = places_of_cuts(gold);
    let kept = places_of_articles(&page.articles);
    // A word belongs to the place that holds more than half of it.
    let holder = |places: &[(usize, usize, usize)], w: &Word| {
        let held = |p: &(usize, usize, usize)| 2 * p.1.min(w.end).saturating_sub(p.0.max(w.start)) >= w.end - w.start;
        let first = places.partition_point(|p| p.1 <= w.start);
        places[first..].iter().take_while(|p| p.0 < w.end).find(|p| held(p)).map(|p| p.2)
    };
    let words = words::of_page(&gold.page).into_iter().map(|word| Labelled {
        cut: holder(&cuts, &word).map(|i| gold.cuts[i].is_neutral()),
        given: holder(&kept, &word),
        gold: None,
        word,
    });
    let mut words: Vec<Labelled> = words.collect();
    let own: Vec<usize> = (0..words.len()).filter(|i| words[*i].cut.is_none()).collect();
    let texts: Vec<(usize, String)> =
        gold.articles.iter().enumerate().flat_map(|(k, a)| words_of(a).into_iter().map(move |w| (k, w))).collect();
    let (have, want): (Vec<&str>, Vec<&str>) =
        (own.iter().map(|i| words[*i].word.text.as_str()).collect(), texts.iter().map(|(_, w)| w.as_str()).collect());
    let places = words::align(&have, &want);
    // A word that was repaired is where its neighbour is.
    let mut last = None;
    for (i, place) in own.into_iter().zip(places) {
        last = place.map(|j| texts[j].0).or(last);
        words[i].gold = last;
    }
    words
}

fn words_of(article: &gold::Article) -> Vec<String> {
    let mut all = words::of(article.title.as_deref().unwrap_or_default());
    all.extend(words::of(&article.text));
    all
}

/// Where the cuts stand: first byte, one past the last, number of the cut.
fn places_of_cuts(gold: &Gold) -> Vec<(usize, usize, usize)> {
    let mut starts = vec![0];
    starts.extend(gold.page.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    for (number, cut) in gold.cuts.iter().enumerate() {
        let start = starts[cut.line_no - 1];
        let line = gold.page[start..].split('\n').next().unwrap_or_default();
        if !cut.inline {
            places.push((start, start + line.len(), number));
            continue;
        }
        // The same words may be cut from a line twice.
        let from = places.last().map_or(0, |p| p.1.saturating_sub(start)).min(line.len());
        let found = line[from..].find(&cut.text).map(|at| from + at).or_else(|| line.find(&cut.text));
        let at = found.unwrap_or_else(|| panic!("{}:{}: no {:?}", gold.name, cut.line_no, cut.text));
        places.push((start + at, start + at + cut.text.len(), number));
    }
    places.sort_unstable();
    places
}

/// Where text and titles of the articles stand.
fn places_of_articles(articles: &[Article]) -> Vec<(usize, usize, usize)> {
    let spans = articles.iter().enumerate().flat_map(|(k, article)| {
        let titles = article.removed.iter().filter(|r| r.became == Some(Field::Title)).map(|r| r.span);
        article.kept.iter().copied().chain(titles).map(move |s| (s.start as usize, s.end as usize, k))
    });
    let mut places: Vec<_> = spans.collect();
    places.sort_unstable();
    places
}

fn lines(score: &mut Score, gold: &Gold, words: &[Labelled]) {
    for line in words.chunk_by(|a, b| a.word.line == b.word.line) {
        let cut = line.iter().filter(|w| w.cut == Some(false)).count();
        let neutral = line.iter().any(|w| w.cut == Some(true));
        if (cut > 0 && cut < line.len()) || (cut == 0 && neutral) {
            continue;
        }
        let dropped = 2 * line.iter().filter(|w| w.given.is_some()).count() < line.len();
        let number = line[0].word.line;
        let text = || gold.page.split('\n').nth(number).unwrap_or_default().chars().take(70).collect::<String>();
        match (cut > 0, dropped) {
            (true, true) => score.lines.right += 1,
            (true, false) => {
                score.lines.missing += 1;
                score.faults.push(format!("{}:{}: boilerplate kept: {}", gold.name, number + 1, text()));
            }
            (false, true) => {
                score.lines.wrong += 1;
                score.faults.push(format!("{}:{}: text lost: {}", gold.name, number + 1, text()));
            }
            (false, false) => {}
        }
    }
}

/// The start of an article is right between the end of the one before and its own first words of text.
fn boundaries(score: &mut Score, gold: &Gold, words: &[Labelled]) {
    let mut starts = starts(words);
    let line = |at: usize| words[at.min(words.len() - 1)].word.line + 1;
    for k in 1..gold.articles.len() {
        let own = |k: usize| (0..words.len()).filter(move |i| words[*i].gold == Some(k));
        let (Some(before), Some(first)) = (words.iter().rposition(|w| w.gold == Some(k - 1)), own(k).next()) else {
            continue;
        };
        let title = words::of(gold.articles[k].title.as_deref().unwrap_or_default()).len();
        let text = own(k).nth(title).unwrap_or(first);
        let zone = (before + 1).saturating_sub(SLACK).min(first)..=text + SLACK;
        match starts.iter().position(|at| zone.contains(at)) {
            Some(i) => {
                score.boundaries.right += 1;
                starts.remove(i);
            }
            None => {
                score.boundaries.missing += 1;
                score.faults.push(format!("{}:{}: no article begins here", gold.name, line(first)));
            }
        }
    }
    score.boundaries.wrong += starts.len() as u32;
    score.faults.extend(starts.iter().map(|at| format!("{}:{}: an article begins here", gold.name, line(*at))));
}

/// First words of the articles given, but for the first of all and those of neutral words.
fn starts(words: &[Labelled]) -> Vec<usize> {
    let mut found: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
    for (i, w) in words.iter().enumerate() {
        let Some(k) = w.given else { continue };
        let (_, all, neutral) = found.entry(k).or_insert((i, 0, 0));
        *all += 1;
        *neutral += usize::from(w.cut == Some(true));
    }
    found.into_values().filter(|(_, all, neutral)| neutral * 5 < all * 4).map(|(first, ..)| first).skip(1).collect()
}

fn articles(score: &mut Score, gold: &Gold, page: &Page<'_>, words: &[Labelled]) {
    let pairs = pairs(words);
    for (k, want) in gold.articles.iter().enumerate() {
        let given = pairs.get(&k).map(|i| &page.articles[*i]);
        let line = words.iter().find(|w| w.gold == Some(k)).map_or(0, |w| w.word.line + 1);
        let mut ask = |count: fn(&mut Score) -> &mut Count, right: bool, what: String| {
            count(score).add(right);
            // Of an article that is not there at all it is enough to say so once.
            if !right && (given.is_some() || what.starts_with("article")) {
                score.faults.push(format!("{}:{line}: {what}", gold.name));
            }
        };
        let f1 = agreement(want, given, k, words);
        ask(
            |s| &mut s.articles,
            f1 >= GIVEN_BACK,
            format!("article {} of {}: word F1 {f1:.3}", k + 1, gold.articles.len()),
        );
        let empty = Article::default();
        let have = given.unwrap_or(&empty);
        let there = given.is_some();

        let title = same(&want.title, &want.title_accept, &have.title, plain_title);
        let told = format!("title {:?}, not {:?}", have.title, want.title);
        match want.title.is_some() {
            true => ask(|s| &mut s.titles, there && title, told),
            false => ask(|s| &mut s.no_titles, there && title, told),
        }
        let day = |date: &str| date.chars().take(10).collect::<String>();
        let date = same(&want.date, &want.date_accept, &have.date, day);
        let told = format!("date {:?}, not {:?}", have.date, want.date);
        match want.date.is_some() {
            true => ask(|s| &mut s.dates, there && date, told),
            false => ask(|s| &mut s.no_dates, there && date, told),
        }
        let address = |url: &str| url.trim().trim_end_matches('/').to_string();
        let url = same(&want.source_url, &want.source_url_accept, &have.source_url, address);
        let told = format!("source_url {:?}, not {:?}", have.source_url, want.source_url);
        match want.source_url.is_some() {
            true => ask(|s| &mut s.urls, there && url, told),
            false => ask(|s| &mut s.no_urls, there && url, told),
        }
        let told = format!("language {:?}, not {:?}", have.language, want.language);
        ask(|s| &mut s.languages, there && have.language == want.language, told);
        let body = plain(&format!("{} {}", have.title.as_deref().unwrap_or_default(), have.text));
        for edit in &want.edits {
            ask(
                |s| &mut s.edits,
                there && repaired(edit, &body),
                format!("{}: not repaired: {:?}", edit.kind, edit.from),
            );
        }
    }
}

/// Gold articles and the given ones that share most words with them.
fn pairs(words: &[Labelled]) -> BTreeMap<usize, usize> {
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for (gold, given) in words.iter().filter_map(|w| w.gold.zip(w.given)) {
        *shared.entry((gold, given)).or_default() += 1;
    }
    let mut order: Vec<((usize, usize), u32)> = shared.into_iter().collect();
    order.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    let (mut pairs, mut taken) = (BTreeMap::new(), Vec::new());
    for ((gold, given), _) in order {
        if !pairs.contains_key(&gold) && !taken.contains(&given) {
            pairs.insert(gold, given);
            taken.push(given);
        }
    }
    pairs
}

/// F1 of the words of title and text, whatever their order; neutral words around the article may be there or not.
fn agreement(want: &gold::Article, given: Option<&Article>, k: usize, words: &[Labelled]) -> f64 {
    let Some(given) = given else { return 0.0 };
    let mut have = words::of(given.title.as_deref().unwrap_or_default());
    have.extend(words::of(&given.text));
    let want_words = words_of(want);
    let mut rest: BTreeMap<&str, i64> = BTreeMap::new();
    have.iter().for_each(|w| *rest.entry(w).or_default() += 1);
    let mut shared = 0;
    for word in &want_words {
        if let Some(n) = rest.get_mut(word.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            shared += 1;
        }
    }
    let own = |k: Option<usize>| words.iter().position(|w| w.gold.is_some() && w.gold == k);
    let until = own(Some(k + 1)).unwrap_or(words.len());
    let from = words.iter().rposition(|w| w.gold.is_some_and(|g| g < k)).map_or(0, |i| i + 1);
    let around = words[from.min(until)..until].iter().filter(|w| w.cut == Some(true)).map(|w| w.word.text.clone());
    let mut free = 0;
    for word in around.chain(words::of(want.byline.as_deref().unwrap_or_default())) {
        if let Some(n) = rest.get_mut(word.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            free += 1;
        }
    }
    match want_words.len() + have.len() - free {
        0 => 1.0,
        all => 2.0 * f64::from(shared) / all as f64,
    }
}

/// True when `have` is the answer wanted or one that is as good.
fn same(
    want: &Option<String>,
    accept: &[Option<String>],
    have: &Option<String>,
    plain: impl Fn(&str) -> String,
) -> bool {
    let have = have.as_deref().map(&plain);
    std::iter::once(want).chain(accept).any(|answer| answer.as_deref().map(&plain) == have)
}

/// Text with one kind of quote, dash and space.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(text.len());
    for c in text.nfc().filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')) {
        match c {
            '«' | '»' | '“' | '”' | '„' | '‟' => out.push('"'),
            '‘' | '’' | 'ʼ' | '`' | '´' => out.push('\''),
            '‐'..='―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            c if c.is_whitespace() && (out.is_empty() || out.ends_with(' ')) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A title without what does not make it wrong: quotes, a mark of media in brackets, a full stop.
fn plain_title(title: &str) -> String {
    let mut title = plain(title).replace('"', "");
    if let Some((before, mark)) = title.rsplit_once('(') {
        let media = ["ФОТО", "ВИДЕО", "СУРЕТ", "PHOTO", "PHOTOS", "VIDEO"];
        if media.contains(&mark.trim_end_matches([')', '.']).to_uppercase().as_str()) {
            title = before.to_string();
        }
    }
    let title = title.trim();
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.to_string(),
        _ => title.to_string(),
    }
}

/// True when the damage is gone and what should stand there does.
fn repaired(edit: &gold::Edit, body: &str) -> bool {
    let from = plain(&edit.from);
    let answers: Vec<String> = edit.to.iter().chain(&edit.accept).map(|to| plain(to)).collect();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stands = |what: &str| {
        body.match_indices(what).any(|(at, _)| {
            // Damage in letters is looked for as a word: it may be a part of a sound one.
            edit.kind != "homoglyph"
                || !letter(body[..at].chars().next_back()) && !letter(body[at + what.len()..].chars().next())
        })
    };
    let gone = !stands(&from) || answers.iter().any(|to| to.contains(&from));
    gone && answers.iter().any(|to| body.contains(to.as_str()))
}
