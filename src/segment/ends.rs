//! How a line begins and ends.

use super::sign::Class;

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Start {
    /// A capital letter.
    Upper,
    /// A small letter.
    Lower,
    /// A digit.
    Digit,
    /// A hyphen or dash.
    Dash,
    /// An opening quotation mark or bracket.
    Quote,
    /// A bullet, bar, arrow or anything else.
    #[default]
    Other,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// `.`, `!` or `?`, also before a closing quotation mark or bracket.
    Sentence,
    /// `…` or `...`.
    Ellipsis,
    /// `:`.
    Colon,
    /// `,` or `;`.
    Comma,
    /// A quotation mark or bracket without a sentence end before it.
    Closed,
    /// A digit.
    Digit,
    /// A letter.
    Letter,
    /// Anything else.
    #[default]
    Other,
}

/// The case of a letter, `None` for anything else.
fn letter_case(c: char) -> Option<Class> {
    match c {
        // The letters of the two scripts first: the general way is slow.
        'a'..='z' | 'а'..='џ' => Some(Class::Lower),
        'A'..='Z' | 'Ѐ'..='Я' => Some(Class::Upper),
        c if c.is_uppercase() => Some(Class::Upper),
        c if c.is_alphabetic() => Some(Class::Lower),
        _ => None,
    }
}

pub(super) fn start_of(text: &str) -> Start {
    match text.chars().next() {
        Some('-' | '–' | '—' | '−' | '―') => Start::Dash,
        Some('"' | '«' | '“' | '„' | '\'' | '‘' | '(' | '[') => Start::Quote,
        Some('0'..='9') => Start::Digit,
        Some(c) => match letter_case(c) {
            Some(Class::Upper) => Start::Upper,
            Some(_) => Start::Lower,
            None => Start::Other,
        },
        None => Start::Other,
    }
}

pub(super) fn end_of(text: &str) -> End {
    let mut closed = false;
    for c in text.chars().rev().take(4) {
        match c {
            '"' | '»' | '”' | '“' | '\'' | '’' | ')' | ']' => closed = true,
            '…' => return End::Ellipsis,
            '.' if text.ends_with("...") => return End::Ellipsis,
            '.' | '!' | '?' | '。' | '！' | '？' => return End::Sentence,
            _ if closed => return End::Closed,
            ':' => return End::Colon,
            ',' | ';' => return End::Comma,
            '0'..='9' => return End::Digit,
            c if letter_case(c).is_some() => return End::Letter,
            _ => return End::Other,
        }
    }
    if closed { End::Closed } else { End::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_before_the_closing_quote_ends_a_sentence() {
        assert_eq!(end_of("Ол «Иә!»"), End::Sentence);
        assert_eq!(end_of("«Ақ жол»"), End::Closed);
        assert_eq!(end_of("сообщил сегодня на бри…"), End::Ellipsis);
        assert_eq!(end_of(""), End::Other);
    }
}
