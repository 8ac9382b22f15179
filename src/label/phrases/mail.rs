//! Takes one line as it reads now.
//! Tells whether it is the address of an editor or an office and nothing else ("redakcia@shahar.kz").
//! Leaves addresses behind a label ("E-mail: …") to the table of phrases, and those in sentences to the text.

use crate::segment::features::Features;

/// Longest address that is looked at, in bytes.
const LONGEST: u32 = 80;

/// False for nearly all lines.
pub(crate) fn may_be(f: &Features) -> bool {
    (f.at_signs == 1) & (f.bytes <= LONGEST)
}

/// True for a line that is one address: no space, one `@`, and a point in what follows it.
pub(crate) fn is_mail(line: &str) -> bool {
    let line = line.trim();
    let plain =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b));
    line.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.trim_matches('.').contains('.'))
}

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn an_address_stands_alone() {
        for line in ["redakcia@shahar.kz", " ak_jol-press@mail.example.kz "] {
            assert!(is_mail(line), "{line}");
        }
        for line in ["", "@shahar_kz", "shahar.kz", "Жазыңыз: redakcia@shahar.kz", "a@b", "a@b.kz, c@d.kz", "a@.kz"]
        {
            assert!(!is_mail(line), "{line}");
        }
    }
}
