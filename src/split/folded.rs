//! Comparison without regard to capitals, for the few words of the tables of this stage.

/// Where `phrase` (small letters, single spaces) ends if `text` begins with it.
pub(super) fn strip_start(text: &str, phrase: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for expected in phrase.chars() {
        let (_, letter) = letters.next()?;
        if !same(letter, expected) {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// Where `phrase` (small letters, single spaces) begins if `text` ends with it.
pub(super) fn strip_end(text: &str, phrase: &str) -> Option<usize> {
    let mut letters = text.char_indices().rev();
    let mut start = text.len();
    for expected in phrase.chars().rev() {
        let (at, letter) = letters.next()?;
        if !same(letter, expected) {
            return None;
        }
        start = at;
    }
    Some(start)
}

#[inline]
fn same(letter: char, expected: char) -> bool {
    small(letter) == expected || (expected == ' ' && letter == '\u{a0}')
}

/// The small form of a letter, and a plain hyphen for the dashes that stand for one.
#[inline]
pub(super) fn small(letter: char) -> char {
    match letter {
        // The letters of the tables first: the general way is slow, and most lines differ at once.
        'A'..='Z' => letter.to_ascii_lowercase(),
        'А'..='Я' => char::from_u32(letter as u32 + 32).unwrap_or(letter),
        '\0'..='\u{7f}' | 'а'..='я' => letter,
        '‑' | '–' => '-',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// The rows of a table of this stage: the cells `kind`, `lang` and `phrase`.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_else(|| panic!("a row of a table is short: {line:?}"));
        (cell(), cell(), cell())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_do_not_matter() {
        assert_eq!(strip_start("ҚазАқпарат агенттігі", "қазақпарат"), Some("ҚазАқпарат".len()));
        assert_eq!(strip_end("тексті. Дереккөз", "дереккөз"), Some("тексті. ".len()));
        assert_eq!(strip_end("көз", "дереккөз"), None);
        assert_eq!(strip_start("", "а"), None);
    }
}
