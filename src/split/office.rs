//! Takes a short line behind a text.
//! Gives whether acts are signed with it: a post, initials and a surname ("Аким района Е. Жакенов"), or the post alone
//! above the name, which a rank or an office may stand before.
//! Promises that a post without a name, and a name without initials, sign nothing: headlines hold those.
//! Leaves to `assemble` whether the line stands where acts are signed; authors of articles are told by `signature`.

use super::folded::strip_start;
use crate::segment::features::{End, Features, is_alphabetic};
use crate::segment::space;

/// How a line signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    /// A post and a name.
    Whole,
    /// A post, whose holder may be named on the line below.
    Post,
    /// Initials and a surname.
    Name,
    /// A rank or an office and the name, below a post: "Республики Казахстан Н. Ким".
    OfOffice,
}

/// Words of a line that signs: "Исполняющий обязанности" has two, and a post with its office ten.
const WORDS: std::ops::RangeInclusive<u32> = 1..=14;

/// True for the few lines that are worth the reading.
pub(super) fn may_sign(f: &Features) -> bool {
    WORDS.contains(&f.words) && f.digits == 0 && matches!(f.end, End::Letter) && f.commas == 0
}

/// How the line signs, if it does.
pub(super) fn signed(text: &str) -> Option<Signed> {
    let (post, name) = at_name(text);
    match (is_post(post), name.is_empty()) {
        (true, false) => Some(Signed::Whole),
        (true, true) => Some(Signed::Post),
        (false, false) if post.is_empty() => Some(Signed::Name),
        (false, false) => Some(Signed::OfOffice),
        _ => None,
    }
}

/// Cuts a line before the initials and the surname at its end, in this order or the other.
fn at_name(text: &str) -> (&str, &str) {
    let text = text.trim_end_matches([' ', '\u{a0}', '_']);
    let (mut rest, mut surname, mut initials) = (text, false, false);
    while let Some((before, word)) = last_word(rest) {
        let (first, last) = (after_initials(word) > 0, !word[after_initials(word)..].is_empty());
        if last && (surname || !is_surname(&word[after_initials(word)..])) {
            break;
        }
        (rest, surname, initials) = (before, surname | last, initials | first);
    }
    if surname && initials { (rest, &text[rest.len()..]) } else { (text, "") }
}

/// The last word of `text`, and what stands before it.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let at = space::last_word(text);
    (at < text.len()).then(|| (text[..at].trim_end(), &text[at..]))
}

/// Where the initials end that a word begins with: "К.Б.", "Н.Серік".
fn after_initials(word: &str) -> usize {
    let mut end = 0;
    let mut letters = word.chars();
    while let (Some(letter), Some('.')) = (letters.next(), letters.next()) {
        if !letter.is_uppercase() {
            break;
        }
        end = word.len() - letters.as_str().len();
    }
    end
}

/// "Серік", "СЕРІК", "Серік-Ахмет"
fn is_surname(word: &str) -> bool {
    const LETTERS: usize = 3;
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| is_alphabetic(c) || c == '-')
        && word.chars().count() >= LETTERS
}

/// True when a word of `text` is a post, and `text` begins as a line does.
fn is_post(text: &str) -> bool {
    let named = |word: &str| POSTS.iter().any(|post| strip_start(word, post).is_some());
    text.starts_with(char::is_uppercase) && text.split([' ', '\u{a0}', '-', '–']).any(named)
}

/// What the names of posts begin with whose holders sign acts and announcements.
const POSTS: &[&str] = &[
    "аким",
    "әкімі",
    "министр",
    "председател",
    "төраға",
    "төрайым",
    "секретар",
    "хатшы",
    "руководител",
    "басшы",
    "директор",
    "президент",
    "начальник",
    "бастығы",
    "ректор",
    "прокурор",
    "chairman",
    "chairperson",
    "minister",
    "president",
    "secretary",
    "akim",
    "governor",
    "director",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_sign() {
        for (text, kind) in [
            ("Аким района Е. Серік", Signed::Whole),
            ("Аким района Е.Серік", Signed::Whole),
            ("Аудан әкімі Е. СЕРІК", Signed::Whole),
            ("Министр Н.Б. Ким", Signed::Whole),
            ("Мәслихат төрағасы Н. Б. Ким", Signed::Whole),
            ("Хатшы Серік А.", Signed::Whole),
            ("Премьер-министр А. Серік", Signed::Whole),
            ("И.о. председателя комитета О. Серік", Signed::Whole),
            ("Minister of Education A. Serik", Signed::Whole),
            ("Председатель маслихата", Signed::Post),
            ("Аудан әкімі", Signed::Post),
            ("К. Серікбаев", Signed::Name),
            ("Серікбаев К.Б.", Signed::Name),
        ] {
            assert_eq!(signed(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn other_lines_sign_nothing() {
        for text in ["", " ", "Айдос Серік", "Жаңалықтар", "А.", "ТОО", "Әкімдік"] {
            assert_eq!(signed(text), None, "{text}");
        }
        // A post above them is needed.
        for text in ["Корреспондент А. Серік", "аким А. Серік", "Республики Казахстан Н. СЕРІК"]
        {
            assert_eq!(signed(text), Some(Signed::OfOffice), "{text}");
        }
    }
}
