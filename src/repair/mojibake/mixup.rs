//! Mix-ups: pairs of encodings, what the text was read as and what it really is.
//! `pairs.md`, which the documentation of this module shows, tells what cannot be undone.

use std::sync::LazyLock;

use crate::decode::code_page::{CodePage, page};

/// Text in one encoding that was read as another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixup {
    /// Its place in the list of all.
    pub(super) number: usize,
    /// What it was read as: the page whose characters stand in the text.
    pub(super) read_as: &'static CodePage,
    /// What it is: a page, or UTF-8 for `None`.
    pub(super) really: Option<&'static CodePage>,
    /// What assuming it costs, in nats: how seldom it is met.
    pub(super) prior: u32,
    /// See [`Mixup::is_kazakh`] and [`Mixup::is_kazakh_font`]: names are compared once.
    kazakh: bool,
    kazakh_font: bool,
}

/// What assuming any damage costs, in nats.
pub(super) const DAMAGE: u32 = 9;
/// The same where only Kazakh letters are damaged: there are few of them on a line to tell.
pub(super) const DAMAGE_KAZAKH: u32 = 4;

impl Mixup {
    fn new(number: usize, read_as: &'static CodePage, really: Option<&'static CodePage>, prior: u32) -> Mixup {
        let kazakh = really.is_some_and(|page| matches!(page.name, "kz-1048" | "pt154"));
        Mixup { number, read_as, really, prior, kazakh, kazakh_font: kazakh && read_as.name == "windows-1251" }
    }

    /// True for KZ-1048 or PT154 read as windows-1251: the Kazakh letters are wrong, no others.
    pub(super) fn is_kazakh_font(&self) -> bool {
        self.kazakh_font
    }

    /// True when the text is in a code page made for Kazakh.
    pub(super) fn is_kazakh(&self) -> bool {
        self.kazakh
    }

    /// What a damaged stretch costs on top of its words, in nats.
    pub(super) fn price(&self) -> u32 {
        self.prior + if self.is_kazakh_font() { DAMAGE_KAZAKH } else { DAMAGE }
    }

    /// True for two values of the same mix-up.
    pub(super) fn is(&self, other: &Mixup) -> bool {
        self.number == other.number
    }
}

/// Pages that UTF-8 is read as, with the nats of assuming each.
const UTF8_READ_AS: [(&str, u32); 13] = [
    ("windows-1251", 0),
    ("windows-1252", 0),
    ("iso-8859-1", 1),
    ("koi8-r", 2),
    ("ibm866", 2),
    ("x-mac-cyrillic", 2),
    ("macintosh", 2),
    ("windows-1250", 2),
    ("iso-8859-5", 2),
    ("ibm437", 2),
    ("kz-1048", 2),
    ("pt154", 3),
    ("koi8-u", 3),
];

/// Pages that texts of ours are in, with the nats of assuming each.
const REALLY: [(&str, u32); 9] = [
    ("windows-1251", 0),
    ("kz-1048", 0),
    ("pt154", 1),
    ("koi8-r", 1),
    ("ibm866", 1),
    ("x-mac-cyrillic", 1),
    ("iso-8859-5", 3),
    ("koi8-u", 3),
    ("windows-1252", 4),
];

/// Pages that those are read as, likewise.
const READ_AS: [(&str, u32); 13] = [
    ("windows-1251", 0),
    ("windows-1252", 0),
    ("iso-8859-1", 1),
    ("koi8-r", 1),
    ("ibm866", 1),
    ("x-mac-cyrillic", 1),
    ("macintosh", 3),
    ("windows-1250", 3),
    ("iso-8859-5", 3),
    ("ibm437", 3),
    ("kz-1048", 3),
    ("pt154", 4),
    ("koi8-u", 3),
];

static MIXUPS: LazyLock<Vec<Mixup>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (name, prior) in UTF8_READ_AS {
        if let Some(read_as) = page(name) {
            all.push(Mixup::new(all.len(), read_as, None, prior));
        }
    }
    for (as_name, as_prior) in READ_AS {
        for (name, prior) in REALLY {
            if let (Some(read_as), Some(really)) = (page(as_name), page(name))
                && as_name != name
            {
                all.push(Mixup::new(all.len(), read_as, Some(really), prior + as_prior));
            }
        }
    }
    all
});

/// Every mix-up this stage undoes, those of UTF-8 first.
pub(super) fn all() -> &'static [Mixup] {
    &MIXUPS
}
