//! Fits the table of one script.

use std::collections::HashMap;

use tazala::language::fitting::{ARABIC, CYRILLIC, Keys, Kind, LATIN, Words, hashes, place};

use crate::{corpus::Corpora, damage, random::Random, spelling};

/// Weights are kept as multiples of this many nats, in a byte: up to about 4 nats either way.
const STEP: f32 = 1.0 / 32.0;
/// A letter run seen fewer times than this among the texts drawn is not kept.
const MIN_COUNT: u32 = 4;
/// Pseudo-count that pulls the languages of a rare run towards the share of each language.
const SMOOTHING: f32 = 2.0;
/// First step of the descent; it falls to zero in a straight line.
const RATE: f32 = 0.1;
/// Pull of every weight towards zero, each time it is adjusted (L2).
const PULL: f32 = 3e-4;

/// Share of Russian and English texts that get Kazakh names.
const NAMED: f32 = 0.25;
/// They need at least this many words of their own.
const NAMED_WORDS: usize = 3;

/// What is fitted.
pub struct Plan {
    kind: Kind,
    /// Language, corpus, share of the texts drawn.
    languages: Vec<(&'static str, Draw, f32)>,
    /// The table has `1 << bits` slots.
    bits: u32,
    /// Texts drawn to choose the letter runs.
    choosing: usize,
    /// Texts drawn to fit their weights.
    fitting: usize,
}

/// How texts of a language come about.
#[derive(Clone, Copy)]
enum Draw {
    Plain(&'static str),
    Kazakh,
    KazakhLatin,
    KazakhArabic,
    Relative(&'static str),
    Russian,
    English,
}

impl Draw {
    fn text(self, corpora: &Corpora, random: &mut Random) -> String {
        match self {
            Self::Plain(name) => corpora.of(name).draw(random),
            Self::Kazakh => damage::kazakh(corpora.of("kk").draw(random), random),
            Self::KazakhLatin => spelling::latin(&corpora.of("kk").draw(random), random),
            Self::KazakhArabic if random.chance(0.2) => corpora.of("kk-Arab").draw(random),
            Self::KazakhArabic => spelling::arabic(&corpora.of("kk").draw(random), random),
            Self::Relative(name) => damage::relative(corpora.of(name).draw(random), random),
            Self::Russian => {
                let text = damage::russian(corpora.of("ru").draw(random), random);
                with_names(text, random, |random| corpora.of("kk").name(random).to_owned())
            }
            Self::English => {
                let text = corpora.of("en").draw(random);
                with_names(text, random, |random| spelling::romanized(corpora.of("kk").name(random)))
            }
        }
    }
}

/// Puts Kazakh names into a text now and then, as any news of Kazakhstan has them.
fn with_names(text: String, random: &mut Random, name: impl Fn(&mut Random) -> String) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if words.len() < NAMED_WORDS || !random.chance(NAMED) {
        return text;
    }
    // One name to every four words, so that the text still tells.
    for _ in 0..=random.below(words.len() / 4 + 1) {
        let at = random.below(words.len() + 1);
        words.insert(at, name(random));
    }
    words.join(" ")
}

impl Plan {
    /// The Cyrillic table.
    pub fn cyrillic() -> Self {
        let languages = CYRILLIC.map(|language| match language {
            "kk" => (language, Draw::Kazakh, 0.16),
            "ru" => (language, Draw::Russian, 0.24),
            "ky" => (language, Draw::Relative("ky"), 0.13),
            "tt" => (language, Draw::Relative("tt"), 0.11),
            "ba" => (language, Draw::Relative("ba"), 0.11),
            "uz" => (language, Draw::Plain("uz-Cyrl"), 0.05),
            "mn" => (language, Draw::Plain("mn"), 0.06),
            "uk" => (language, Draw::Plain("uk"), 0.10),
            "az" => (language, Draw::Plain("az-Cyrl"), 0.005),
            _ => (language, Draw::Plain(language), 0.02),
        });
        Self { kind: Kind::Cyrillic, languages: languages.into(), bits: 16, choosing: 1_500_000, fitting: 8_000_000 }
    }

    /// The Latin table.
    pub fn latin() -> Self {
        let languages = LATIN.map(|language| match language {
            "kk" => (language, Draw::KazakhLatin, 0.10),
            "en" => (language, Draw::English, 0.32),
            "uz" => (language, Draw::Plain("uz-Latn"), 0.06),
            "az" => (language, Draw::Plain("az"), 0.05),
            "tr" => (language, Draw::Plain("tr"), 0.12),
            "de" | "fr" | "es" | "it" => (language, Draw::Plain(language), 0.04),
            _ => (language, Draw::Plain(language), 0.02),
        });
        Self { kind: Kind::Latin, languages: languages.into(), bits: 15, choosing: 500_000, fitting: 6_000_000 }
    }

    /// The Arabic table.
    pub fn arabic() -> Self {
        let languages = ARABIC.map(|language| match language {
            "kk" => (language, Draw::KazakhArabic, 0.3),
            _ => (language, Draw::Plain(language), 0.2),
        });
        Self { kind: Kind::Arabic, languages: languages.into(), bits: 13, choosing: 100_000, fitting: 400_000 }
    }

    /// The letters of its script.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The code of a language, by number.
    pub fn code(&self, language: usize) -> &'static str {
        self.languages[language].0
    }

    /// Draws a text, with the number of its language.
    pub fn text(&self, corpora: &Corpora, random: &mut Random) -> (usize, String) {
        let total: f32 = self.languages.iter().map(|l| l.2).sum();
        let mut at = random.fraction() * total;
        let language = self.languages.iter().position(|l| {
            at -= l.2;
            at < 0.0
        });
        let language = language.unwrap_or(0);
        (language, self.languages[language].1.text(corpora, random))
    }

    /// Draws a text: the number of its language, and its features.
    fn draw(&self, corpora: &Corpora, random: &mut Random, features: &mut Vec<u64>) -> usize {
        let (language, text) = self.text(corpora, random);
        features.clear();
        let (mut words, mut keys) = (Words::new(&text), Keys::default());
        while let Some(word) = words.next_word() {
            if word.kind == self.kind {
                features.extend(hashes(word.symbols(), &mut keys));
            }
        }
        language
    }
}

/// A fitted table, as the program reads it.
pub struct Fitted {
    /// Bits of a slot's number, step, biases.
    pub head: Vec<u8>,
    /// Weights and mark of every slot.
    pub slots: Vec<u8>,
}

/// Fits a table of `N` lanes in slots of `S` bytes.
pub fn fit<const N: usize, const S: usize>(plan: &Plan, corpora: &Corpora) -> Fitted {
    let mut random = Random::new(1);
    let marks = choose::<N>(plan, corpora, &mut random);
    let (weights, bias) = descend::<N>(plan, corpora, &marks, &mut random);
    let mut head = vec![plan.bits as u8];
    head.extend(STEP.to_le_bytes());
    head.extend(bias.iter().flat_map(|b| b.to_le_bytes()));
    let byte = |w: &f32| (w / STEP).round().clamp(-127.0, 127.0) as i8 as u8;
    let slot = |(row, mark): (&[f32; N], &Option<u16>)| {
        let mut slot = [0; S];
        for (to, weight) in slot.iter_mut().zip(&row[..plan.languages.len()]) {
            *to = byte(weight);
        }
        if let Some(to) = slot.last_chunk_mut() {
            *to = mark.unwrap_or(0).to_le_bytes();
        }
        slot
    };
    Fitted { head, slots: weights.iter().zip(&marks).flat_map(slot).collect() }
}

/// The mark of the most telling letter run of every slot.
fn choose<const N: usize>(plan: &Plan, corpora: &Corpora, random: &mut Random) -> Vec<Option<u16>> {
    let mut counts: HashMap<u64, [u32; N]> = HashMap::new();
    let mut totals = [0u64; N];
    let mut hashes = Vec::new();
    for _ in 0..plan.choosing {
        let language = plan.draw(corpora, random, &mut hashes);
        totals[language] += hashes.len() as u64;
        for &hash in &hashes {
            counts.entry(hash).or_insert([0; N])[language] += 1;
        }
    }
    let all: u64 = totals.iter().sum();
    let share = totals.map(|total| total as f32 / all as f32);
    let mut best = vec![(0.0f32, 0u64); 1 << plan.bits];
    for (&hash, count) in &counts {
        if count.iter().sum::<u32>() < MIN_COUNT {
            continue;
        }
        let slot = place(hash, 64 - plan.bits).0;
        // The hash breaks ties, so that the order of the map does not matter.
        let candidate = (information(count, &share), hash);
        if slot != 0 && candidate > best[slot] {
            best[slot] = candidate;
        }
    }
    eprintln!("{:?}: {} runs, {} slots taken", plan.kind, counts.len(), best.iter().filter(|b| b.0 > 0.0).count());
    best.iter().map(|&(gain, hash)| (gain > 0.0).then(|| place(hash, 64 - plan.bits).1)).collect()
}

/// How much all occurrences of a run tell about the language: count times divergence from the shares, in nats.
fn information<const N: usize>(count: &[u32; N], share: &[f32; N]) -> f32 {
    let n: f32 = count.iter().sum::<u32>() as f32;
    let mut sum = 0.0;
    for (&c, &p) in count.iter().zip(share) {
        if p > 0.0 {
            let q = (c as f32 + SMOOTHING * p) / (n + SMOOTHING);
            sum += q * (q / p).ln();
        }
    }
    n * sum
}

/// Fits weights and biases with AdaGrad (Duchi, Hazan, Singer 2011) on the log-likelihood of one text at a time.
fn descend<const N: usize>(
    plan: &Plan,
    corpora: &Corpora,
    marks: &[Option<u16>],
    random: &mut Random,
) -> (Vec<[f32; N]>, [f32; N]) {
    let languages = plan.languages.len();
    let mut weights = vec![[0.0f32; N]; marks.len()];
    let mut squares = vec![[1.0f32; N]; marks.len()];
    let (mut bias, mut bias_squares) = ([0.0f32; N], [1.0f32; N]);
    let mut hashes = Vec::new();
    let (mut wrong, mut loss) = (0, 0.0);
    for text in 0..plan.fitting {
        let rate = RATE * (1.0 - text as f32 / plan.fitting as f32);
        let language = plan.draw(corpora, random, &mut hashes);
        let mut scores = bias;
        hashes.retain_mut(|hash| {
            let (slot, mark) = place(*hash, 64 - plan.bits);
            *hash = slot as u64;
            marks[slot] == Some(mark)
        });
        for &slot in &hashes {
            for (score, weight) in scores.iter_mut().zip(&weights[slot as usize]) {
                *score += weight;
            }
        }
        scores[languages..].fill(f32::NEG_INFINITY);
        let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        wrong += usize::from(scores[language] < best);
        let mut gradient = scores.map(|score| (score - best).exp());
        let total: f32 = gradient.iter().sum();
        loss -= scores[language] - best - total.ln();
        for g in &mut gradient {
            *g /= total;
        }
        gradient[language] -= 1.0;
        for &slot in &hashes {
            adjust(&mut weights[slot as usize], &mut squares[slot as usize], &gradient, rate);
        }
        adjust(&mut bias, &mut bias_squares, &gradient, rate);
        let report = plan.fitting / 10;
        if (text + 1) % report == 0 {
            let n = report as f32;
            eprintln!("{:?} {}: {:.2} % wrong, loss {:.4}", plan.kind, text + 1, wrong as f32 / n * 100.0, loss / n);
            (wrong, loss) = (0, 0.0);
        }
    }
    (weights, bias)
}

fn adjust<const N: usize>(weights: &mut [f32; N], squares: &mut [f32; N], gradient: &[f32; N], rate: f32) {
    for ((weight, square), g) in weights.iter_mut().zip(squares).zip(gradient) {
        let g = g + PULL * *weight;
        *square += g * g;
        *weight -= rate * g / square.sqrt();
    }
}
