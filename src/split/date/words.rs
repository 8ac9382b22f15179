//! The vocabulary of dates: folding of words and the table of what they mean.

use std::mem::take;
use std::ops::Range;
use std::sync::LazyLock;

use super::reader::width;

/// What a word can be, a set of the constants of this type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u32);

impl Kinds {
    pub(super) const MONTH: Kinds = Kinds(1);
    /// A month with a case ending.
    pub(super) const CASE: Kinds = Kinds(1 << 1);
    pub(super) const WEEKDAY: Kinds = Kinds(1 << 2);
    pub(super) const NUMBER: Kinds = Kinds(1 << 3);
    pub(super) const ORDINAL: Kinds = Kinds(1 << 4);
    pub(super) const SCALE: Kinds = Kinds(1 << 5);
    pub(super) const YEAR: Kinds = Kinds(1 << 6);
    pub(super) const MONTH_OF: Kinds = Kinds(1 << 7);
    pub(super) const SUFFIX: Kinds = Kinds(1 << 8);
    pub(super) const LABEL: Kinds = Kinds(1 << 9);
    pub(super) const CHANGED: Kinds = Kinds(1 << 10);
    pub(super) const JOINER: Kinds = Kinds(1 << 11);
    pub(super) const CLOCK: Kinds = Kinds(1 << 12);
    pub(super) const BINDS: Kinds = Kinds(1 << 13);
    pub(super) const ZONE: Kinds = Kinds(1 << 14);
    pub(super) const UNIT: Kinds = Kinds(1 << 15);
    pub(super) const AGO: Kinds = Kinds(1 << 16);
    pub(super) const DAY: Kinds = Kinds(1 << 17);

    /// An abbreviated month.
    pub(super) const SHORT: Kinds = Kinds(1 << 18);

    /// True when the word is of any of `kinds`.
    pub(super) fn any(self, kinds: Kinds) -> bool {
        self.0 & kinds.0 != 0
    }

    /// Both sets together.
    pub(super) const fn or(self, kinds: Kinds) -> Kinds {
        Kinds(self.0 | kinds.0)
    }

    fn named(name: &str) -> Kinds {
        match name {
            "stem" | "month" => Kinds::MONTH,
            "short" => Kinds::MONTH.or(Kinds::SHORT),
            "weekday" => Kinds::WEEKDAY,
            "number" => Kinds::NUMBER,
            "ordinal" => Kinds::ORDINAL,
            "scale" => Kinds::SCALE,
            "year" => Kinds::YEAR,
            "month-of" => Kinds::MONTH_OF,
            "suffix" => Kinds::SUFFIX,
            "label" => Kinds::LABEL,
            "changed" => Kinds::CHANGED,
            "joiner" => Kinds::JOINER,
            "clock" => Kinds::CLOCK,
            "binds" => Kinds::BINDS,
            "zone" => Kinds::ZONE,
            "unit" => Kinds::UNIT,
            "ago" => Kinds::AGO,
            "day" => Kinds::DAY,
            _ => panic!("unknown kind of word {name:?} in a table of dates"),
        }
    }
}

/// What a word of the table means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) kinds: Kinds,
    /// Number of the month or worth of the number; zero for other kinds.
    pub(super) value: u16,
}

/// What `word` means; nothing for a word that is not in the tables.
pub(super) fn meaning(word: &str) -> Meaning {
    if may_mean(word) { look_up(word) } else { Meaning::default() }
}

/// The same for words that [`may_mean`] something.
pub(super) fn look_up(word: &str) -> Meaning {
    let mut folded = [0; LONGEST];
    let Some(length) = fold(word, &mut folded) else { return Meaning::default() };
    VOCABULARY.meaning(&folded[..length]).unwrap_or_default()
}

/// False for most words that no date written in words can begin with (no month, no number);
/// looks at four letters only.
pub(super) fn may_begin_date(word: &str) -> bool {
    may_be_of(word, &VOCABULARY.heads)
}

/// False for most words that are not in the tables, and for none that [`may_begin_date`]; looks at four letters only.
pub(super) fn may_mean(word: &str) -> bool {
    may_be_of(word, &VOCABULARY.any)
}

/// False for most words that are none of those whose first letters `heads` has.
#[inline]
fn may_be_of(word: &str, heads: &[u64; HEADS / 64]) -> bool {
    let letters = first_letters(word.as_bytes());
    // Latin twins count as Cyrillic in a word that has both: then the letters do not tell.
    let latin = letters.iter().fold(false, |any, c| any | (*c >= u16::from(b'a')) & (*c <= u16::from(b'z')));
    if latin && !word.is_ascii() {
        return true;
    }
    let bit = head(letters);
    heads[bit >> 6] & (1 << (bit & 63)) != 0
}

/// The first four letters of `word`, folded; zero where it is shorter.
#[inline]
fn first_letters(word: &[u8]) -> [u16; 4] {
    // Of most words of dates, and of most others: four letters of two bytes, or of ASCII.
    if let Some(head) = word.first_chunk::<8>() {
        let of_two = |at: usize| FOLDED[usize::from(head[at] & 0x1f) << 6 | usize::from(head[at + 1] & 0x3f)];
        if [0, 2, 4, 6].iter().fold(true, |all, at| all & matches!(head[*at], 0xc0..0xe0)) {
            return [of_two(0), of_two(2), of_two(4), of_two(6)];
        }
    }
    let mut letters = [0; 4];
    let mut at = 0;
    for letter in &mut letters {
        let Some(a) = word.get(at).map(|a| usize::from(*a)) else { break };
        (*letter, at) = match a {
            ..0x80 => (FOLDED[a], at + 1),
            0x80..0xe0 => (FOLDED[(a & 0x1f) << 6 | word.get(at + 1).map_or(0, |b| usize::from(*b) & 0x3f)], at + 2),
            // No word of the tables has a letter of three bytes.
            _ => (u16::MAX, at + width(a as u8)),
        };
    }
    letters
}

/// Bytes of the longest word that is looked up; the longest of the tables is shorter.
const LONGEST: usize = 40;

/// The tables, ready to look up.
struct Vocabulary {
    /// The forms by the hash of their first letters, and where those of each hash begin.
    forms: Vec<Form>,
    starts: [u16; HEADS + 1],
    /// The letters of all forms.
    letters: Vec<u8>,
    /// A bit for each hash of the first letters of a month or number: few other words pass.
    heads: [u64; HEADS / 64],
    /// The same of all words.
    any: [u64; HEADS / 64],
    endings: Vec<Ending>,
}

/// A folded word of the tables.
struct Form {
    head: usize,
    /// Its letters.
    word: Range<usize>,
    meaning: Meaning,
    /// The language of the endings that a month takes.
    language: Option<&'static str>,
}

/// What a month can end in.
struct Ending {
    tail: Box<[u8]>,
    case: bool,
    language: &'static str,
}

impl Vocabulary {
    /// What a folded word means. Months with endings are not forms of their own: there are thousands.
    fn meaning(&self, word: &[u8]) -> Option<Meaning> {
        let head = head(first_letters(word));
        let forms = usize::from(self.starts[head])..usize::from(self.starts[head + 1]);
        self.forms[forms].iter().find_map(|form| {
            let tail = word.strip_prefix(&self.letters[form.word.clone()])?;
            if tail.is_empty() {
                return Some(form.meaning);
            }
            let language = form.language?;
            let ending = self.endings.iter().find(|e| e.language == language && *e.tail == *tail)?;
            let kinds = if ending.case { Kinds::MONTH.or(Kinds::CASE) } else { Kinds::MONTH };
            Some(Meaning { kinds, value: form.meaning.value })
        })
    }

    /// Adds a folded word, which may be there with another meaning.
    fn add(&mut self, word: &[u8], meaning: Meaning, language: Option<&'static str>) {
        let head = head(first_letters(word));
        self.any[head >> 6] |= 1 << (head & 63);
        if meaning.kinds.any(Kinds::MONTH.or(Kinds::NUMBER).or(Kinds::ORDINAL).or(Kinds::SCALE)) {
            self.heads[head >> 6] |= 1 << (head & 63);
        }
        let start = self.letters.len();
        self.letters.extend_from_slice(word);
        self.forms.push(Form { head, word: start..self.letters.len(), meaning, language });
    }

    /// Puts the forms in order and makes one of those that are the same word.
    fn arrange(&mut self) {
        let mut forms = take(&mut self.forms);
        forms.sort_by_key(|form| form.head);
        let mut first = 0;
        for form in forms {
            if self.forms.last().is_some_and(|last| last.head != form.head) {
                first = self.forms.len();
            }
            let word = &self.letters[form.word.clone()];
            match self.forms[first..].iter_mut().find(|known| self.letters[known.word.clone()] == *word) {
                Some(known) => {
                    known.meaning.kinds = known.meaning.kinds.or(form.meaning.kinds);
                    known.meaning.value = known.meaning.value.max(form.meaning.value);
                    known.language = form.language.or(known.language);
                }
                None => self.forms.push(form),
            }
        }
        for (n, form) in (1..).zip(&self.forms) {
            self.starts[form.head + 1] = n;
        }
        let mut last = 0;
        for start in &mut self.starts {
            last = last.max(*start);
            *start = last;
        }
    }
}

/// Values of [`head`].
const HEADS: usize = 4096;

/// A hash of 12 bits.
fn head(letters: [u16; 4]) -> usize {
    letters.iter().fold(0, |hash, c| hash * 37 + usize::from(*c)) % HEADS
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut all = Vocabulary {
        forms: Vec::new(),
        starts: [0; HEADS + 1],
        letters: Vec::new(),
        heads: [0; HEADS / 64],
        any: [0; HEADS / 64],
        endings: Vec::new(),
    };
    let months = rows(include_str!("../data/months.tsv"));
    let rest = rows(include_str!("../data/date_words.tsv"));
    for (kind, value, language, form) in months.chain(rest) {
        let mut folded = [0; LONGEST];
        let length = fold(form, &mut folded).expect("a word of a table of dates fits");
        let folded = &folded[..length];
        if matches!(kind, "ending" | "case") {
            all.endings.push(Ending { tail: folded.into(), case: kind == "case", language });
            continue;
        }
        let meaning = Meaning { kinds: Kinds::named(kind), value };
        all.add(folded, meaning, (kind == "stem").then_some(language));
    }
    all.arrange();
    all
});

/// The rows of a table, one a form: kind, value, language, form.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, u16, &'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).skip(1).flat_map(|line| {
        let mut cells = line.split('\t');
        let mut cell = move || cells.next().unwrap_or_else(|| panic!("a row of a table of dates is short: {line:?}"));
        let (kind, value, language, forms) = (cell(), cell(), cell(), cell());
        let value = value.parse().expect("a number in the column value");
        forms.split(' ').map(move |form| (kind, value, language, form))
    })
}

/// Writes `word` in small letters without marks into `out`; `None` when it is longer than any word
/// of the tables, or of other letters. Latin twins in a word that has Cyrillic letters count as Cyrillic: labels are
/// often typed so ("Дата cоздания").
fn fold(word: &str, out: &mut [u8; LONGEST]) -> Option<usize> {
    if word.len() > LONGEST {
        return None;
    }
    let cyrillic = word.bytes().any(|b| matches!(b, 0xd0..=0xd3));
    let mut length = 0;
    for letter in word.chars() {
        let mut letter = fold_letter(letter);
        if cyrillic && letter.is_ascii() {
            letter = twin(letter);
        }
        let room = out.get_mut(length..)?;
        length += match (letter as u32, room) {
            (code @ ..0x80, [a, ..]) => {
                *a = code as u8;
                1
            }
            (code @ ..0x800, [a, b, ..]) => {
                (*a, *b) = (0xc0 | (code >> 6) as u8, 0x80 | (code & 0x3f) as u8);
                2
            }
            // No word of the tables has a letter of three bytes.
            _ => return None,
        };
    }
    Some(length)
}

/// The small letter without marks; Kazakh letters become their Russian neighbours, which pages
/// without a Kazakh keyboard use for them.
fn fold_letter(letter: char) -> char {
    FOLDED.get(letter as usize).and_then(|small| char::from_u32(u32::from(*small))).unwrap_or(letter)
}

/// The small letters of all characters of one and two bytes, which the rules of [`folded`] are about.
static FOLDED: [u16; 0x800] = {
    let mut table = [0; 0x800];
    let mut c = 0;
    while c < table.len() {
        if let Some(letter) = char::from_u32(c as u32) {
            table[c] = folded(letter) as u16;
        }
        c += 1;
    }
    table
};

const fn folded(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'А'..='Я' => match char::from_u32(letter as u32 + 32) {
            Some(small) => small,
            None => letter,
        },
        'Ё' | 'ё' => 'е',
        'Ә' | 'ә' => 'а',
        'Ғ' | 'ғ' => 'г',
        'Қ' | 'қ' => 'к',
        'Ң' | 'ң' => 'н',
        'Ө' | 'ө' => 'о',
        'Ұ' | 'ұ' | 'Ү' | 'ү' => 'у',
        'Һ' | 'һ' => 'х',
        'І' | 'і' => 'и',
        'á' | 'Á' | 'ä' | 'Ä' => 'a',
        'ǵ' | 'Ǵ' | 'ğ' | 'Ğ' => 'g',
        'ı' | 'İ' | 'í' | 'Í' | 'ï' | 'Ï' => 'i',
        'ń' | 'Ń' | 'ñ' | 'Ñ' => 'n',
        'ó' | 'Ó' | 'ö' | 'Ö' => 'o',
        'ş' | 'Ş' => 's',
        'ú' | 'Ú' | 'ü' | 'Ü' | 'ū' | 'Ū' => 'u',
        'ý' | 'Ý' => 'y',
        _ => letter,
    }
}

fn twin(letter: char) -> char {
    match letter {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'и',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_their_forms() {
        for (word, month, case) in [
            ("Қаңтар", 1, false),
            ("қыркүйегі", 9, false),
            ("КЫРКУЙЕК", 9, false),
            ("қарашасы", 11, false),
            ("шілдедегі", 7, true),
            ("ақпанда", 2, true),
            ("маусымының", 6, true),
            ("naýryz", 3, false),
            ("qyrkúıek", 9, false),
            ("Şılde", 7, false),
            ("ФЕВРАЛЯ", 2, false),
            ("нояб", 11, false),
            ("Sept", 9, false),
            ("Cәуір", 4, false),
        ] {
            let m = meaning(word);
            assert!(m.kinds.any(Kinds::MONTH), "{word}");
            assert_eq!((m.value, m.kinds.any(Kinds::CASE)), (month, case), "{word}");
            assert!(may_begin_date(word), "{word}");
        }
    }

    #[test]
    fn words_that_only_begin_like_months_are_not_months() {
        for word in ["қазандық", "майский", "Marchenko", "мартышка", "октябрьский", "ақпаннан кейін", "Казань", "a"]
        {
            assert!(!meaning(word).kinds.any(Kinds::MONTH), "{word}");
        }
    }

    #[test]
    fn a_word_of_any_length_is_harmless() {
        assert_eq!(meaning(&"ә".repeat(10_000)), Meaning::default());
        assert_eq!(meaning(""), Meaning::default());
    }
}
