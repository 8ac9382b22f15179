//! Whether a text holds a year in figures, which nearly every date has.

use super::reader::digits_end;

/// True when `text` has a number of four figures that can be a year of the news, or three of two figures that make a date
/// in its short form: "21.02.25".
pub(crate) fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Numbers of two figures in a row, between points or strokes.
    let mut chain = 0;
    while let Some(gap) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let (before, start) = (&bytes[at..at + gap], at + gap);
        let end = digits_end(bytes, start);
        chain = match end - start {
            4 if matches!(bytes[start..], [b'1', b'9', ..] | [b'2', b'0' | b'1', ..]) => return true,
            2 if joins(before) => chain + 1,
            2 => 1,
            _ => 0,
        };
        if chain == 3 {
            return true;
        }
        at = end;
    }
    false
}

/// True for what stands between two figures of a date: a point or a stroke, and a space at most on either side.
fn joins(between: &[u8]) -> bool {
    between.len() <= 3 && matches!(between.trim_ascii(), b"." | b"/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_told_from_other_numbers() {
        for text in ["12.03.2024Жаңалық", "2024ж.", "в 1999-м", "21.02.25 г.", "21 / 02 / 98", "3 01.02.03", "2100"]
        {
            assert!(has_year(text), "{text}");
        }
        for text in ["", "5", "12345", "1850 теңге", "20245", "12.03", "12.03, 24", "1.2.25", "10:20:30", "12 34 56"]
        {
            assert!(!has_year(text), "{text}");
        }
    }
}
