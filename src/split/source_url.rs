//! Takes one line of text.
//! Gives the address that it ends with under a label ("Source : …"), or that it is.
//! Promises an address is `http(s)://…`, `www.…` or, after a label, a bare host with or without a
//! path; nothing but the last word is looked at unless that word is an address.
//! Leaves addresses inside sentences alone.

use std::ops::Range;
use std::sync::LazyLock;

use super::folded::{rows, strip_end};
use super::seen::{Ending, Tail};
use crate::segment::features::is_alphanumeric;
use crate::segment::space::last_word;

/// A labelled address at the end of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SourceAtEnd {
    /// What to cut: white space, brackets, label and address, to the end of the text.
    pub cut: Range<usize>,
    /// The address without the punctuation after it.
    pub url: Range<usize>,
}

/// A line that is only an address, with or without a label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UrlLine {
    /// The address without the punctuation after it.
    pub url: Range<usize>,
    /// A label says that the article comes from there.
    pub source: bool,
}

/// An address that is not just told in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Address {
    /// The line is an address, perhaps with a label.
    Line(UrlLine),
    /// It ends with a label and an address.
    End(SourceAtEnd),
}

/// The address that `text`, a line, is, or the labelled one that it ends with.
pub(crate) fn address(text: &str) -> Option<Address> {
    let url = last_address(text)?;
    if opens(&text[..url.start]) {
        return is_explicit(&text[url.clone()]).then_some(Address::Line(UrlLine { url, source: false }));
    }
    let label = label_before(text, url.start)?;
    if opens(&text[..label.start]) {
        return Some(Address::Line(UrlLine { url, source: label.source }));
    }
    source_at_end(text, url, &label).map(Address::End)
}

/// True when nothing but brackets and bullets stands before an address or its label.
fn opens(head: &str) -> bool {
    head.trim_matches(['(', '[', '<', '«', '"', '•', '-', '–', '—', '|', ' ', '\u{a0}']).is_empty()
}

/// The labelled address that ends `text`; `None` when it belongs to a sentence.
fn source_at_end(text: &str, url: Range<usize>, label: &Label) -> Option<SourceAtEnd> {
    let head = text[..label.start].trim_end();
    let capital = text[label.start..].starts_with(char::is_uppercase);
    let ended = head.ends_with(['.', '!', '?', '…', '»', '"', '”', ')', '(', '[', '|', ';']);
    // "An open source: https://…" is a part of its sentence.
    if !label.source || !(capital || ended) {
        return None;
    }
    let bare = head.trim_end_matches(['(', '[', '|', '•', '—', '–', '-', '*']).trim_end();
    (!bare.is_empty()).then_some(SourceAtEnd { cut: bare.len()..text.len(), url })
}

/// The address that is, or ends, the last word of `text`.
fn last_address(text: &str) -> Option<Range<usize>> {
    let closed = text.trim_end().trim_end_matches(['.', ',', ';', '>', '»', '"', '”', '|']);
    let word = last_word(closed);
    if !closed.as_bytes()[word..].contains(&b'.') {
        return None;
    }
    let start = word + address_start(&closed[word..])?;
    let address = &closed[start..];
    // A bracket belongs to the address only if it opens inside it.
    let end = match address.chars().next_back() {
        Some(')') if !address.contains('(') => closed.len() - 1,
        Some(']') if !address.contains('[') => closed.len() - 1,
        _ => closed.len(),
    };
    let address = closed[start..end].trim_end_matches(['.', ',']);
    is_address(address).then(|| start..start + address.len())
}

/// Where the address in `word` begins: at its scheme, at `www.`, or after a colon.
fn address_start(word: &str) -> Option<usize> {
    if let Some(at) = scheme_end(word) {
        let head = &word.as_bytes()[..at];
        let scheme = [&b"https"[..], b"http"]
            .into_iter()
            .find(|s| head.len().checked_sub(s.len()).is_some_and(|from| head[from..].eq_ignore_ascii_case(s)))?;
        return Some(at - scheme.len());
    }
    word.find("www.").or_else(|| Some(word.rfind(':').map_or(0, |at| at + 1)))
}

/// True for `https://host…`, `www.host…` and `host.kz/…`.
fn is_address(address: &str) -> bool {
    let host = scheme_end(address).map_or(address, |at| &address[at + 3..]);
    let host = &host[..host.find(['/', '?', '#', ':']).unwrap_or(host.len())];
    let host = host.strip_prefix("www.").unwrap_or(host);
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let explicit = is_explicit(address);
    // Hosts may be Cyrillic (қаз.рф), but then only with a scheme: "т.д" is none.
    let letter = |c: char| if explicit { is_alphanumeric(c) } else { c.is_ascii_alphanumeric() };
    // "Tengrinews.kz" and "NUR.KZ" are names of sites, "J.Smith" is that of a person.
    let in_capitals = name.len() >= 3 && top.len() <= 3 && !host.bytes().any(|b| b.is_ascii_lowercase());
    let top_letter = |c: char| match explicit {
        true => is_alphanumeric(c) || c == '-',
        false => c.is_ascii_lowercase() || in_capitals && c.is_ascii_uppercase(),
    };
    !name.is_empty()
        && name.chars().all(|c| letter(c) || matches!(c, '-' | '.' | '_'))
        && (2..=24).contains(&top.chars().count())
        && top.chars().all(top_letter)
}

/// Where the first `://` stands.
fn scheme_end(address: &str) -> Option<usize> {
    memchr::memchr_iter(b':', address.as_bytes()).find(|at| address[*at..].starts_with("://"))
}

/// True when the address says itself that it is one.
fn is_explicit(address: &str) -> bool {
    scheme_end(address).is_some() || address.starts_with("www.")
}

/// Longest label of the table, in bytes.
const LONGEST_LABEL: usize = 48;

/// A label before an address.
struct Label {
    start: usize,
    /// It names a source rather than any link.
    source: bool,
}

/// The longest label, with a colon or dash, that ends right before `at`.
fn label_before(text: &str, at: usize) -> Option<Label> {
    let head = text[..at].trim_end_matches([' ', '\u{a0}', '\t', '(', '<', '«']);
    let named = head.trim_end_matches([':', '：', '-', '–', '—', '|']).trim_end();
    // "… from this source https://…" has no label, unless the label is all there is.
    if named.len() == head.len() && head.len() > LONGEST_LABEL {
        return None;
    }
    let tail = Tail::of(named);
    let (start, source) = LABELS
        .iter()
        .filter(|label| tail.may_be(&label.ending))
        .filter_map(|label| Some((strip_end(named, label.text)?, label.source)))
        .min_by_key(|(start, _)| *start)?;
    if named.len() == head.len() && start > 0 {
        return None;
    }
    // "akimSource" lost a space; "resource" and "қайта дереккөз" did not.
    let whole = !text[..start].ends_with(is_alphanumeric);
    let mut letters = text[start..].chars();
    let title_case = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    (whole || title_case).then_some(Label { start, source })
}

/// A row of the table of labels.
struct Wording {
    text: &'static str,
    /// Its last bytes, which tell most lines from most labels.
    ending: Ending,
    source: bool,
}

static LABELS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    let rows = rows(include_str!("data/source_labels.tsv"));
    rows.map(|(kind, _, text)| {
        assert!(text.len() <= LONGEST_LABEL, "{text:?} is too long");
        Wording { text, ending: Ending::of(text), source: kind == "source" }
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_labelled_address_at_the_end_is_found() {
        for (text, kept, url) in [
            (
                "Жол жөнделді. Source : https://akimat.kz/kz/news/15?lang=kk",
                "Жол жөнделді.",
                "https://akimat.kz/kz/news/15?lang=kk",
            ),
            ("in the region.Source : https://site.kz/en/1", "in the region.", "https://site.kz/en/1"),
            ("said the akimSource : https://site.kz/en/1", "said the akim", "https://site.kz/en/1"),
            ("said the akimSource:https://site.kz", "said the akim", "https://site.kz"),
            ("IN ALMATYSource: http://site.kz/", "IN ALMATY", "http://site.kz/"),
            ("Дорогу открыли. Источник: https://site.kz/ru/1.", "Дорогу открыли.", "https://site.kz/ru/1"),
            ("Дорогу открыли (Источник: https://site.kz/ru/1).", "Дорогу открыли", "https://site.kz/ru/1"),
            ("Жол ашылды. Дереккөз: www.site.kz/1", "Жол ашылды.", "www.site.kz/1"),
            ("Жол ашылды. Дереккөз: site.kz", "Жол ашылды.", "site.kz"),
            ("Жол ашылды. Дереккөз: Qala24.kz", "Жол ашылды.", "Qala24.kz"),
            ("Жол ашылды | Сілтеме - https://site.kz/1", "Жол ашылды", "https://site.kz/1"),
            ("Дорогу открыли. Ссылка на источник: https://site.kz/1", "Дорогу открыли.", "https://site.kz/1"),
            ("Дорогу открыли. источник: https://site.kz/a_(b)", "Дорогу открыли.", "https://site.kz/a_(b)"),
        ] {
            let Some(Address::End(found)) = address(text) else { panic!("no source in {text}") };
            assert_eq!((&text[..found.cut.start], &text[found.url]), (kept, url));
        }
    }

    #[test]
    fn addresses_in_sentences_are_left() {
        for text in [
            "",
            "Source :",
            "Source : https://site.kz",
            "Register at https://site.kz",
            "It is an open source: https://site.kz/code",
            "Толығырақ мына сілтеме: https://site.kz",
            "Read more in this resource: https://site.kz",
            "Тіркелу сілтемесі: https://site.kz",
            "Source : the ministry",
            "Source : https://site.kz and others",
            "Адрес: https://site.kz",
            "Дереккөз: т.б.",
            "Source: https://",
            "Источник: стр. 5",
            "The road was opened. Source: J.Smith",
            "The road was opened. Source: J.SMITH",
        ] {
            assert!(!matches!(address(text), Some(Address::End(_))), "{text}");
        }
    }

    #[test]
    fn lines_that_are_addresses() {
        for (text, url, source) in [
            ("https://site.kz/news/1", "https://site.kz/news/1", false),
            ("  www.site.kz ", "www.site.kz", false),
            ("(http://site.kz)", "http://site.kz", false),
            ("Source : https://site.kz/1?lang=kk", "https://site.kz/1?lang=kk", true),
            ("Source https://site.kz/1", "https://site.kz/1", true),
            ("Источник: site.kz", "site.kz", true),
            ("Источник: Qala-News.kz", "Qala-News.kz", true),
            ("Источник: QALA.KZ", "QALA.KZ", true),
            ("— Дереккөз: https://site.kz", "https://site.kz", true),
            ("Ссылка: https://site.kz", "https://site.kz", false),
        ] {
            let Some(Address::Line(found)) = address(text) else { panic!("no address in {text}") };
            assert_eq!((&text[found.url], found.source), (url, source), "{text}");
        }
        for text in ["site.kz", "Tengrinews.kz", "Толығырақ: https://site.kz", "", ".", "://", "т.б.", "1.2.3"]
        {
            assert!(!matches!(address(text), Some(Address::Line(_))), "{text}");
        }
    }
}
