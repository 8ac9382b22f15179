//! Fits the small tables that tell Kazakh, Russian and English from the other languages of their scripts.

use tazala::language::fitting::{
    GLANCE_LANES as LANES, GLANCE_LANGUAGES as LANGUAGES, GLANCE_SLOTS as SLOTS, GLANCE_STEP as STEP, Runs,
};

use crate::{corpus::Corpora, random::Random, table::Plan};

/// Texts drawn to fit the weights of a table.
const TEXTS: usize = 6_000_000;
/// First step of the descent; it falls to zero in a straight line.
const RATE: f32 = 0.1;
/// Pull of every weight towards zero, each time it is adjusted (L2).
const PULL: f32 = 1e-4;

/// The bytes of both tables: the biases, then the weights of each slot.
pub fn fit(corpora: &Corpora) -> Vec<u8> {
    let plans = [Plan::cyrillic(), Plan::latin()];
    plans.iter().zip(LANGUAGES).flat_map(|(plan, languages)| descend(plan, languages, corpora)).collect()
}

/// Fits for each of the languages a logistic model of its own, with AdaGrad on the log-likelihood of one text at a time.
fn descend(plan: &Plan, languages: [&str; LANES], corpora: &Corpora) -> Vec<u8> {
    let mut random = Random::new(2);
    // The biases come first.
    let mut weights = vec![[0.0_f32; LANES]; 1 + SLOTS];
    let mut squares = vec![[1.0_f32; LANES]; 1 + SLOTS];
    let (mut rows, mut loss) = (Vec::new(), 0.0);
    for text in 1..=TEXTS {
        let rate = RATE * (1.0 - text as f32 / TEXTS as f32);
        let (language, drawn) = plan.text(corpora, &mut random);
        rows.clear();
        rows.push(0);
        rows.extend(Runs::of(&drawn, plan.kind()).flatten().map(|slot| 1 + slot));
        for lane in 0..LANES {
            let score: f32 = rows.iter().map(|row| weights[*row][lane]).sum();
            let holds = plan.code(language) == languages[lane];
            let gradient = 1.0 / (1.0 + (-score).exp()) - if holds { 1.0 } else { 0.0 };
            loss += (1.0 + if holds { (-score).exp() } else { score.exp() }).ln();
            for row in &rows {
                let (weight, square) = (&mut weights[*row][lane], &mut squares[*row][lane]);
                let g = gradient + PULL * *weight;
                *square += g * g;
                *weight -= rate * g / square.sqrt();
            }
        }
        let report = TEXTS / 10;
        if text % report == 0 {
            eprintln!("{languages:?} {text}: loss {:.4}", loss / report as f32);
            loss = 0.0;
        }
    }
    let byte = |weight: &f32| (weight / STEP).round().clamp(-127.0, 127.0) as i8 as u8;
    weights.iter().flatten().map(byte).collect()
}
