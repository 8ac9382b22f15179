//! Fits the letter-pair model of the stage `decode`: `src/decode/data/pairs.bin`.
//!
//!     cargo run --release --features fit --example fit_encoding -- ../shared/train
//!
//! Reads `LANG.txt.xz` (only the permissive files) with the program `xz`; the same input gives the
//! same bytes. What it read, and under which licences, is written down in `src/decode/data/pairs.txt`.
//! After it `TAZALA_BLESS=1 cargo test --lib singles` works out `singles.bin` anew.

use std::path::Path;
use std::process::Command;

use tazala::decode::fit::{
    CYRILLIC, CYRILLIC_LANGUAGES, CYRILLIC_SIZE, Glyph, LATIN, LATIN_LANGUAGES, LATIN_SIZE, class, class::*,
};

/// Cost units in one nat, as in `decode::model`.
const NAT: f64 = 16.0;

fn main() {
    let train = std::env::args().nth(1).unwrap_or_else(|| "../shared/train".into());
    let train = Path::new(&train);
    let mut out = sign_costs(train);

    let mut lanes = Vec::new();
    for language in CYRILLIC_LANGUAGES {
        let files: &[&str] = match language {
            "kk" => &["kk", "kk.news"],
            "uz-Cyrl" => &["uz-Cyrl", "uz-Cyrl.derived"],
            "" => &[],
            _ => &[language],
        };
        let mut counts = Pairs::new(CYRILLIC_SIZE);
        for file in files {
            counts.read(&text(train, file), |g| g.cyrillic);
        }
        lanes.push(counts.costs(CYRILLIC.chars().count() + 2));
    }
    interleave(&mut out, &lanes);

    let mut lanes = Vec::new();
    for languages in LATIN_LANGUAGES {
        let mut probabilities = vec![0.0; LATIN_SIZE * LATIN_SIZE];
        for language in languages {
            let mut counts = Pairs::new(LATIN_SIZE);
            counts.read(&text(train, language), |g| g.latin);
            let p = counts.probabilities(LATIN.chars().count() + 2);
            probabilities.iter_mut().zip(p).for_each(|(sum, p)| *sum += p / languages.len() as f64);
        }
        lanes.push(probabilities.into_iter().map(cost).collect());
    }
    interleave(&mut out, &lanes);

    std::fs::write("src/decode/data/pairs.bin", &out).expect("write the tables");
    println!("pairs: {} bytes", out.len());
    let words = ["words.kk.tsv", "words.ru.tsv"].map(|file| words(train, file));
    let gaps = gaps::fit(&words, &["kk", "kk.news", "ru"].map(|file| text(train, file)));
    std::fs::write("src/decode/data/gaps.bin", &gaps).expect("write the tables");
    println!("gaps: {} bytes", gaps.len());
}

/// The letters lost in gaps.
mod gaps {
    use tazala::decode::fit::class::EDGE;
    use tazala::decode::fit::{AROUND, CHOICES, Context, GAP, GROUPS, Glyph, ROWS, neighbour};

    /// Times the text is read.
    const EPOCHS: usize = 4;
    /// One line of so many is kept aside to measure.
    const ASIDE: usize = 20;

    /// An averaged perceptron over the features of the context: `words` once, `text` some times.
    pub fn fit(words: &[String], text: &[String]) -> Vec<u8> {
        let mut weights = vec![0f32; ROWS * CHOICES];
        let mut sums = vec![0f64; ROWS * CHOICES];
        let mut steps = 0f64;
        let mut learn = |line: &str| {
            each(line, |context, group, truth| {
                steps += 1.0;
                let rows: Vec<usize> = context.rows(group).collect();
                let score = |l: usize, w: &[f32]| rows.iter().map(|r| w[r * CHOICES + l]).sum::<f32>();
                let others = (0..CHOICES).filter(|l| *l != truth);
                let Some(rival) = others.max_by(|a, b| score(*a, &weights).total_cmp(&score(*b, &weights))) else {
                    return;
                };
                // Asked for a margin of one, so that rare contexts are learnt firmly too.
                if score(truth, &weights) < score(rival, &weights) + 1.0 {
                    for r in rows {
                        for (l, by) in [(truth, 0.1), (rival, -0.1)] {
                            weights[r * CHOICES + l] += by;
                            sums[r * CHOICES + l] += f64::from(by) * steps;
                        }
                    }
                }
            });
        };
        for _ in 0..EPOCHS {
            mixed(words).for_each(|(_, line)| learn(line));
            mixed(text).filter(|(i, _)| i % ASIDE != 0).for_each(|(_, line)| learn(line));
        }
        let mean: Vec<f64> = weights.iter().zip(&sums).map(|(w, s)| f64::from(*w) - s / steps).collect();
        let largest = mean.iter().fold(0f64, |m, w| m.max(w.abs()));
        // A few large weights may be cut; the many small ones need the resolution.
        let scale = 127.0 / (largest * 0.4);
        let table: Vec<i8> = mean.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8).collect();

        let (mut asked, mut wrong) = (0, 0);
        for (_, line) in mixed(text).filter(|(i, _)| i % ASIDE == 0) {
            each(line, |context, group, truth| {
                let rows: Vec<usize> = context.rows(group).collect();
                let best =
                    (0..CHOICES).max_by_key(|l| rows.iter().map(|r| i32::from(table[r * CHOICES + l])).sum::<i32>());
                asked += 1;
                wrong += usize::from(best != Some(truth));
            });
        }
        println!("gaps: {wrong} of {asked} wrong on lines kept aside");
        table.into_iter().map(|w| w as u8).collect()
    }

    /// The lines with their numbers, in a mixed order: interface strings come first, sentences later.
    fn mixed(texts: &[String]) -> impl Iterator<Item = (usize, &str)> {
        const STRIDE: usize = 7919;
        let all: Vec<&str> = texts.iter().flat_map(|t| t.lines()).collect();
        let n = all.len();
        (0..n).map(move |i| (i, all[i * STRIDE % n]))
    }

    /// Asks for every letter of a line that can be lost.
    fn each(line: &str, mut ask: impl FnMut(&Context, usize, usize)) {
        let chars: Vec<char> = line.chars().collect();
        let around: Vec<u8> = chars.iter().map(|c| neighbour(Glyph::of(*c).after(Glyph::sign(EDGE)))).collect();
        for (at, c) in chars.iter().enumerate() {
            for (group, letters) in GROUPS.iter().enumerate() {
                let Some(truth) = letters.iter().position(|l| l == c) else { continue };
                let mut context = Context::default();
                for i in 0..AROUND {
                    context.left[i] = at.checked_sub(i + 1).map_or(0, |j| around[j]);
                    context.right[i] = chars.get(at + 1 + i).map_or(0, |c| match GROUPS.as_flattened().contains(c) {
                        true => GAP,
                        false => around[at + 1 + i],
                    });
                }
                ask(&context, group, truth);
            }
        }
    }
}

fn text(train: &Path, file: &str) -> String {
    unpacked(&train.join(format!("{file}.txt.xz")))
}

fn unpacked(path: &Path) -> String {
    let run = Command::new("xz").arg("-dc").arg(path).output().expect("run xz");
    assert!(run.status.success(), "{}", path.display());
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// A list of words, one a line, as they read inside a sentence.
fn words(train: &Path, file: &str) -> String {
    let rows = unpacked(&train.join(format!("{file}.xz")));
    rows.lines().filter_map(|row| row.split('\t').next()).flat_map(|word| [" ", word, " \n"]).collect()
}

fn cost(p: f64) -> u8 {
    if p <= 0.0 { 0 } else { (-p.ln() * NAT).round().clamp(0.0, 255.0) as u8 }
}

fn interleave(out: &mut Vec<u8>, lanes: &[Vec<u8>]) {
    for i in 0..lanes[0].len() {
        out.extend(lanes.iter().map(|lane| lane[i]));
    }
}

/// Counts of letter pairs of one language; number 0 is the edge of a word.
struct Pairs {
    size: usize,
    counts: Vec<f64>,
}

impl Pairs {
    fn new(size: usize) -> Pairs {
        Pairs { size, counts: vec![0.0; size * size] }
    }

    fn read(&mut self, text: &str, number: impl Fn(Glyph) -> u8) {
        for line in text.lines() {
            let mut before = 0;
            for c in line.chars().chain([' ']) {
                let n = number(Glyph::of(c)) as usize;
                if before | n != 0 {
                    self.counts[before * self.size + n] += 1.0;
                }
                before = n;
            }
        }
    }

    /// P(after | before), smoothed towards the letter's own frequency, and that towards equality,
    /// so that a letter the language does not know costs about 12 nats. `used` numbers are in use.
    fn probabilities(&self, used: usize) -> Vec<f64> {
        const TOWARDS_SINGLE: f64 = 12.0;
        const TOWARDS_EQUAL: f64 = 0.0004;
        let mut single = vec![0.0; self.size];
        for (i, n) in self.counts.iter().enumerate() {
            single[i % self.size] += n;
        }
        let total: f64 = single.iter().sum::<f64>().max(1.0);
        let single: Vec<f64> =
            single.iter().map(|n| (1.0 - TOWARDS_EQUAL) * n / total + TOWARDS_EQUAL / used as f64).collect();
        let mut out = vec![0.0; self.size * self.size];
        for before in 0..used {
            let row = &self.counts[before * self.size..][..self.size];
            // After the edge of a word comes a letter: number 0 is no outcome there.
            let lost = if before == 0 { single[0] } else { 0.0 };
            let sum: f64 = row.iter().sum();
            for after in usize::from(before == 0)..used {
                let towards = single[after] / (1.0 - lost);
                out[before * self.size + after] = (row[after] + TOWARDS_SINGLE * towards) / (sum + TOWARDS_SINGLE);
            }
        }
        out
    }

    fn costs(&self, used: usize) -> Vec<u8> {
        self.probabilities(used).into_iter().map(cost).collect()
    }
}

/// Languages whose order of signs stands for all, and how much each counts.
const SIGN_LANGUAGES: [&str; 6] = ["kk", "ru", "en", "uk", "bg", "fr"];

/// Nats that one sign of a class costs among its equals, and how often a class without training
/// text (the training text has no no-break spaces, controls or box drawing) follows anything.
const OWN: [(u8, f64, f64); 24] = [
    (DIGIT, 2.0, 1e-3),
    (COLON, 0.7, 1e-4),
    (MARK, 0.7, 1e-4),
    (OPEN, 0.3, 1e-4),
    (CLOSE, 0.3, 1e-4),
    (DASH, 0.5, 5e-4),
    (QUOTE_OPEN, 0.5, 5e-4),
    (QUOTE_CLOSE, 0.5, 5e-4),
    (ELLIPSIS, 0.0, 3e-4),
    (NUMERO, 0.0, 2e-4),
    (ASCII_SIGN, 2.5, 1e-3),
    (NBSP, 0.5, 1e-3),
    (SIGN, 2.0, 4e-4),
    (RARE, 4.0, 5e-5),
    (BOX, 4.0, 2e-5),
    (C0, 3.0, 1e-5),
    (C1, 3.5, 5e-6),
    (LOST, 1.0, 1e-5),
    (OTHER_LETTER, 4.5, 1e-4),
    (HAN_COMMON, 7.0, 1e-4),
    (HAN, 9.5, 3e-5),
    (EAST_ASIAN, 2.5, 1e-4),
    (INVISIBLE, 1.5, 5e-5),
    (OTHER, 6.0, 5e-5),
];

/// The least share of what real pages have and the training text lacks: words in the other script
/// (it holds one language a line) and headlines in capitals.
fn least_share(before: usize, after: usize) -> f64 {
    match (before as u8, after as u8) {
        (SPACE_CYRILLIC | SPACE_CAPITALS, LATIN_LOWER | LATIN_UPPER) => 0.01,
        (SPACE_LATIN, LOWER | UPPER) => 0.003,
        (SPACE_CAPITALS, UPPER) => 0.4,
        (UPPER, UPPER_INSIDE) => 0.1,
        _ => 0.0,
    }
}

/// Costs of one kind of sign after another. Two questions are kept apart, because the pair tables
/// answer which of them it is: inside a word, what case the next letter has; after it, what sign.
fn sign_costs(train: &Path) -> Vec<u8> {
    let n = class::COUNT;
    let mut share = vec![0.0; n * n];
    for language in SIGN_LANGUAGES {
        let mut counts = vec![0.0; n * n];
        let mut total = 0.0;
        for line in text(train, language).lines() {
            let edge = Glyph::sign(EDGE);
            let mut before = edge;
            for g in line.chars().map(Glyph::of).chain([edge]) {
                let g = g.after(before);
                counts[before.class as usize * n + g.class as usize] += 1.0;
                total += 1.0;
                before = g;
            }
        }
        share.iter_mut().zip(counts).for_each(|(s, c)| *s += c / total / SIGN_LANGUAGES.len() as f64);
    }
    let own = |class: usize| OWN.iter().find(|o| o.0 as usize == class);
    // Scripts of their own run on: a letter of theirs is followed by the next.
    for class in [OTHER_LETTER, HAN_COMMON, HAN, EAST_ASIAN, BOX] {
        let c = class as usize;
        share[c * n + c] += 1e-3;
    }
    share[HAN_COMMON as usize * n + HAN as usize] += 1e-4;
    share[HAN as usize * n + HAN_COMMON as usize] += 1e-3;
    share[HAN_COMMON as usize * n + EAST_ASIAN as usize] += 1e-4;
    share[EAST_ASIAN as usize * n + HAN_COMMON as usize] += 1e-3;

    let mut out = vec![0u8; n * n];
    for before in 0..n {
        let row = &share[before * n..][..n];
        let script = |c: usize| c / 3; // 0 Cyrillic, 1 Latin, 2 and more: no letter of the two
        let inside = |after: usize| script(before) < 2 && script(after) == script(before);
        for (within, floor) in [(true, 2e-4), (false, 3e-4)] {
            let outcomes: Vec<usize> = (0..n).filter(|a| inside(*a) == within).collect();
            let sum: f64 = outcomes.iter().map(|a| row[*a]).sum();
            // Rows without training text lean on an even mixture.
            let weight = |a: usize| {
                let least = own(a).map_or(floor, |o| o.2).max(least_share(before, a));
                (row[a] + 1e-6 * least) / (sum + 1e-6) * 0.99 + least
            };
            let all: f64 = outcomes.iter().map(|a| weight(*a)).sum();
            for a in outcomes {
                let nats = -(weight(a) / all).ln() + own(a).map_or(0.0, |o| o.1);
                out[before * n + a] = (nats * NAT).round().clamp(0.0, 255.0) as u8;
            }
        }
    }
    out
}
