//! The language of a text that a glance tells: Kazakh, Russian or English, beyond doubt.
//!
//! Nearly all pages are in one of the three and say so in every line. The tables of [`model`](super::model) know forty
//! languages by a score of features for each word; they are larger than the caches near the processor, and a short page
//! would spend a third of its time on them. Here a table for each of two scripts tells these three, each from all other
//! languages of its script, by runs of three and four letters. It answers only where it is surer than it is of hardly any
//! text in another language; all else is left to the large tables.

use std::sync::LazyLock;

use memchr::memchr2;

use super::{
    Verdict,
    letters::{Kind, Letter, SYMBOL_BITS},
};

/// Bits of the number of a slot.
const BITS: u32 = 14;
/// Slots of a table.
pub const SLOTS: usize = 1 << BITS;
/// Languages that a table tells from all others of its script.
pub const LANES: usize = 2;
/// Those of the Cyrillic table and of the Latin one, which leaves a lane over.
pub const LANGUAGES: [[&str; LANES]; 2] = [["kk", "ru"], ["en", ""]];
/// What one unit of a weight is worth, in nats: weights are bytes.
pub const STEP: f32 = 1.0 / 16.0;

/// How surely a text must be in a language, in units of [`STEP`]: 8 nats. Of 636,957 texts of no more than [`WHOLE`] bytes
/// from the training files of 45 languages 3,975 reach this, but not 11; the large tables answer 18 of these otherwise:
/// Bulgarian sentences of words that Russian has too, and lines in two languages. On the development texts they answer all
/// alike.
const SURE: i32 = (8.0 / STEP) as i32;
/// A text of more bytes than this is judged by both its ends, which must agree: a page has more than one author.
const WHOLE: usize = 160;
/// Most bytes that are read of an end. It is read only until it is sure: half of it, mostly.
const END: usize = 200;
/// Characters that are read before the sum is looked at.
const STRIDE: usize = 16;
/// Letters of other scripts may be one in so many: names and addresses.
const OTHERS: u32 = 6;
const _: () = assert!(WHOLE <= 0xFF && END <= 0xFF, "a count of letters fits a byte");

/// What is added to each weight, so that none is negative and both lanes are added at once.
const RAISED: i32 = 128;

/// The weights of one script.
struct Table {
    /// Added once a text, in units of [`STEP`].
    bias: [i32; LANES],
    /// The raised weights of both lanes in the two bytes of a number: a smaller table is sooner in the cache.
    slots: [u16; SLOTS],
}

/// For each table the biases and the weights of each slot, a byte each.
static BYTES: &[u8; 2 * (1 + SLOTS) * LANES] = include_bytes!("data/glance.bin");
static TABLES: [Table; 2] = [Table::of(0), Table::of(1)];

impl Table {
    const fn of(number: usize) -> Table {
        let start = number * (1 + SLOTS) * LANES;
        let bias = [BYTES[start] as i8 as i32, BYTES[start + 1] as i8 as i32];
        let mut slots = [0; SLOTS];
        let mut slot = 0;
        while slot < SLOTS {
            let at = start + (1 + slot) * LANES;
            let (low, high) = (BYTES[at] as i8 as i32, BYTES[at + 1] as i8 as i32);
            slots[slot] = (low + RAISED) as u16 | ((high + RAISED) as u16) << 8;
            slot += 1;
        }
        Table { bias, slots }
    }

    /// The number of the table's language that a text of letters of `kind` is surely in. It is read to its end, or as far
    /// as it takes.
    fn language(&self, text: &str, kind: Kind, whole: bool) -> Option<usize> {
        let mut runs = Runs::of(text, kind);
        let mut sums = self.bias;
        loop {
            // The low bytes of the weights, and the numbers that both bytes make: that is quicker than to part them.
            let (mut low, mut both, mut count) = (0, 0, 0);
            for slots in runs.by_ref().take(STRIDE) {
                for weights in slots.map(|slot| u32::from(self.slots[slot])) {
                    low += weights & 0xFF;
                    both += weights;
                }
                count += 1;
            }
            for (sum, raised) in sums.iter_mut().zip([low, (both - low) >> 8]) {
                *sum += raised as i32 - (count * RUNS) as i32 * RAISED;
            }
            let sure = sums.iter().position(|sum| *sum >= SURE);
            if count < STRIDE || sure.is_some() && !whole {
                return sure.filter(|_| runs.are_of_one_script());
            }
        }
    }
}

/// Runs that each character ends: of three characters and of four.
const RUNS: usize = 2;

/// Characters below this are looked up in a table; in UTF-8 they have one byte or two.
const TABLED: usize = 0x800;

/// What the characters below [`TABLED`] are to the runs of a script: the symbol of a letter of it, 0 for all else; and a
/// one in [`OWN`] or [`OTHER`] for a letter.
struct Symbols([u32; TABLED]);

/// What the first byte of a character tells of its number: most of it, or all.
#[derive(Clone, Copy)]
struct Lead {
    row: u16,
    /// The bits of the second byte that are part of the number: none of a character of one byte.
    mask: u16,
}

/// Those of characters of one byte and two.
static LEADS: [Lead; 256] = {
    let mut leads = [Lead { row: 0, mask: 0 }; 256];
    let mut byte = 0;
    while byte < leads.len() {
        leads[byte] = match byte {
            0..0x80 => Lead { row: byte as u16, mask: 0 },
            _ => Lead { row: (byte as u16 & 0x1F) << 6, mask: 0x3F },
        };
        byte += 1;
    }
    leads
};

/// The bits of a symbol.
const SYMBOL: u32 = (1 << SYMBOL_BITS) - 1;
/// Where a letter of the script is counted, ...
const OWN: u32 = 16;
/// ... and one of another script.
const OTHER: u32 = 24;

impl Symbols {
    /// Those of the script whose letters are of `kind`, Cyrillic or Latin.
    fn of(kind: Kind) -> &'static Symbols {
        static CYRILLIC: LazyLock<Symbols> = LazyLock::new(|| Symbols::new(Kind::Cyrillic));
        static LATIN: LazyLock<Symbols> = LazyLock::new(|| Symbols::new(Kind::Latin));
        if kind == Kind::Latin { &LATIN } else { &CYRILLIC }
    }

    fn new(kind: Kind) -> Symbols {
        let symbol = |c: usize| char::from_u32(c as u32).map_or(0, |c| symbol(Letter::of(c), kind));
        Symbols(std::array::from_fn(symbol))
    }
}

/// What a letter is to the runs of a script.
fn symbol(letter: Letter, kind: Kind) -> u32 {
    match letter.kind() {
        own if own == kind => u32::from(letter.symbol()) | 1 << OWN,
        Kind::Break | Kind::Mark | Kind::Apostrophe => 0,
        _ => 1 << OTHER,
    }
}

/// The runs of a text, as slots of a table. What is no letter of the script is the same whatever it is, and so are
/// capitals and small letters.
pub struct Runs<'t> {
    text: &'t str,
    /// Where the next character stands; behind the text stands one more.
    at: usize,
    symbols: &'static Symbols,
    kind: Kind,
    /// The symbols of the last characters.
    last: u64,
    /// The letters, counted in two bytes as in a symbol; only of so short a text as [`glance`] reads do they tell anything.
    letters: u32,
}

impl<'t> Runs<'t> {
    /// The runs of `text`, whose script has letters of `kind`, Cyrillic or Latin.
    pub fn of(text: &'t str, kind: Kind) -> Runs<'t> {
        Runs { text, at: 0, symbols: Symbols::of(kind), kind, last: 0, letters: 0 }
    }

    /// What the next character is, and its bytes. There is no branch on whether it has one byte or two, which cannot be
    /// foreseen where letters of two bytes stand among spaces.
    #[inline(always)]
    fn symbol(&self) -> Option<(u32, usize)> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(self.at)?;
        if first >= 0xE0 {
            return self.text[self.at..].chars().next().map(|c| (symbol(Letter::of(c), self.kind), c.len_utf8()));
        }
        let second = u16::from(bytes.get(self.at + 1).copied().unwrap_or_default());
        let Lead { row, mask } = LEADS[usize::from(first)];
        let code = usize::from(row | second & mask);
        Some((self.symbols.0[code % TABLED], 1 + usize::from(first >> 7)))
    }

    /// True when hardly any letters are of other scripts.
    fn are_of_one_script(&self) -> bool {
        let (own, others) = (self.letters & 0xFF, self.letters >> (OTHER - OWN));
        others * OTHERS <= own + others
    }
}

impl Iterator for Runs<'_> {
    type Item = [usize; RUNS];

    /// The slots of the runs that the next character ends.
    #[inline(always)]
    fn next(&mut self) -> Option<[usize; RUNS]> {
        let (symbol, len) = match self.symbol() {
            None if self.at > self.text.len() => return None,
            next => next.unwrap_or((0, 1)),
        };
        self.at += len;
        self.letters = self.letters.wrapping_add(symbol >> OWN);
        self.last = self.last << SYMBOL_BITS | u64::from(symbol & SYMBOL);
        let low = |symbols: u32| self.last & ((1 << (symbols * SYMBOL_BITS)) - 1);
        Some([3, 4].map(|symbols| slot(low(symbols))))
    }
}

/// The slot of a run. Multiplied by the golden ratio of 2^64, as in Fibonacci hashing.
#[inline(always)]
fn slot(run: u64) -> usize {
    (run.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
}

/// The verdict on a text whose language a glance tells.
pub fn glance(text: &str) -> Option<Verdict> {
    // Letters of the first rows of Cyrillic begin with these bytes.
    let head = &text.as_bytes()[..text.len().min(END)];
    let (number, kind, script) = match memchr2(0xD0, 0xD1, head) {
        Some(_) => (0, Kind::Cyrillic, "Cyrl"),
        None => (1, Kind::Latin, "Latn"),
    };
    let table = &TABLES[number];
    let lane = if text.len() <= WHOLE {
        table.language(text, kind, true)?
    } else {
        let len = END.min(text.len() / 2);
        let first = table.language(&text[..text.floor_char_boundary(len)], kind, false)?;
        let last = &text[text.ceil_char_boundary(text.len() - len)..];
        table.language(last, kind, false).filter(|last| *last == first)?
    };
    Some(Verdict { language: LANGUAGES[number][lane], script, confidence: 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> Option<&'static str> {
        glance(text).map(|verdict| verdict.language)
    }

    const KAZAKH: &str = "Кеше кешкісін ауыл тұрғындары жаңа көпірдің құрылысын өз көздерімен көріп қайтты. ";
    const RUSSIAN: &str = "Вчера вечером жители посёлка сами посмотрели, как строится новый мост через эту реку. ";
    const ENGLISH: &str = "Last night the people of the village went to see how their new bridge is being built. ";

    #[test]
    fn the_three_languages_are_told() {
        for (text, expected) in [(KAZAKH, "kk"), (RUSSIAN, "ru"), (ENGLISH, "en")] {
            for times in [1, 2, 10] {
                let verdict = glance(&text.repeat(times)).map(|verdict| (verdict.language, verdict.script));
                assert_eq!(verdict, Some((expected, if expected == "en" { "Latn" } else { "Cyrl" })), "{text}");
            }
        }
    }

    #[test]
    fn others_and_what_does_not_tell_are_left_to_the_tables() {
        for text in [
            "",
            "2026 – 14:30, +7 (727)",
            "міст",
            "Учора ввечері мешканці селища самі подивилися, як будується новий міст через річку.",
            "Снощи жителите на селото сами видяха как се строи новият мост през реката.",
            "Кечээ кечинде айыл тургундары жаңы көпүрөнүн курулушун өз көздөрү менен көрүп кайтышты.",
            "Gestern Abend sahen die Leute aus dem Dorf selbst, wie ihre neue Brücke gebaut wird.",
            "昨晚村民们亲眼看到了新桥的建设情况。",
        ] {
            assert_eq!(language(text), None, "{text}");
            assert_eq!(language(&text.repeat(8)), None, "{text}");
        }
        assert_eq!(language("мост"), None);
    }

    #[test]
    fn both_ends_must_agree() {
        for (first, last) in [(KAZAKH, RUSSIAN), (RUSSIAN, KAZAKH), (RUSSIAN, ENGLISH), (ENGLISH, KAZAKH)] {
            assert_eq!(language(&[first.repeat(3), last.repeat(3)].concat()), None, "{first} {last}");
        }
        assert_eq!(language(&[KAZAKH, RUSSIAN, RUSSIAN, KAZAKH].concat()), Some("kk"));
    }

    #[test]
    fn a_name_in_other_letters_does_no_harm_and_a_sentence_does() {
        assert_eq!(language(&RUSSIAN.replace("мост", "Bridge")), Some("ru"));
        let half = |text: &str| text.chars().take(42).collect::<String>();
        assert_eq!(language(&[half(RUSSIAN), half(ENGLISH)].concat()), None);
    }

    #[test]
    fn nothing_speaks_for_the_lane_left_over() {
        let latin = &TABLES[1];
        assert_eq!(LANGUAGES[1][1], "");
        assert!(latin.bias[1] < SURE && latin.slots.iter().all(|weights| i32::from(weights >> 8) <= RAISED));
    }

    #[test]
    fn runs_go_to_the_end_of_the_text() {
        assert_eq!(Runs::of("", Kind::Latin).count(), 1);
        assert_eq!(Runs::of("мост", Kind::Cyrillic).count(), 5);
        // Capitals are small letters, and a letter of another script is no letter.
        let runs = |text| Runs::of(text, Kind::Cyrillic).collect::<Vec<_>>();
        assert_eq!(runs("Мост-2"), runs("мОСТ x"));
        assert_ne!(runs("мост"), runs("пост"));
    }
}
