//! Languages of the lines of a page, where a short line is judged in the light of the others.

use super::{
    Verdict,
    evidence::{Evidence, Scores, lead},
    known,
    languages::{COUNT, EXPECTED},
    model::Model,
};

/// A line counts for the page with its letters, but not with more than this many: what a paragraph says about its
/// neighbours does not grow with its length, and of a longer line no more is read where that much tells.
const LETTERS_MAX: f32 = 60.0;
/// How much less the line before or after the neighbour counts: the last ten lines hold most of the weight.
const FADE: f32 = 0.8;
/// Where the belief about a line comes from before it is read: the lines around it, the page, the languages of the
/// country, and nothing at all (all languages alike), so that a foreign line needs a few letters to be known as such.
const NEAR: f32 = 0.35;
/// See [`NEAR`].
const PAGE: f32 = 0.35;
/// See [`NEAR`].
const COUNTRY: f32 = 0.25;
/// See [`NEAR`].
const ANY: f32 = 0.05;
/// No surroundings change a lead of more nats than this: the least expected language has a share of `ANY / COUNT`,
/// whose logarithm is -6.8.
const CERTAIN: f32 = 7.0;

/// Weight of letters by language.
type Mass = [f32; COUNT];

/// Identifies every line of a page.
pub fn identify_lines(lines: &[&str]) -> Vec<Verdict> {
    let model = Model::shipped();
    let evidence: Vec<Evidence> = lines.iter().map(|line| Evidence::of(model, line)).collect();
    let scores: Vec<Scores> = evidence.iter().map(|evidence| evidence.scores(model)).collect();
    let masses: Vec<Mass> = evidence.iter().zip(&scores).map(|(evidence, scores)| mass(evidence, scores)).collect();

    let mut page = [0.0; COUNT];
    masses.iter().for_each(|mass| add(&mut page, mass));
    let mut before = [0.0; COUNT];
    let mut near = vec![[0.0; COUNT]; lines.len()];
    for (near, mass) in near.iter_mut().zip(&masses) {
        add(near, &before);
        fade_in(&mut before, mass);
    }
    let mut after = [0.0; COUNT];
    for (near, mass) in near.iter_mut().zip(&masses).rev() {
        add(near, &after);
        fade_in(&mut after, mass);
    }

    let mut verdicts = Vec::with_capacity(lines.len());
    for i in 0..lines.len() {
        if evidence[i].letters() == 0 || lead(&scores[i]) > CERTAIN {
            verdicts.push(evidence[i].verdict(&scores[i], lines[i]));
            continue;
        }
        // The line itself is no witness to its own surroundings.
        let others: Mass = std::array::from_fn(|l| (page[l] - masses[i][l]).max(0.0));
        let (all_near, all_others) = (near[i].iter().sum::<f32>(), others.iter().sum::<f32>());
        let mut judged = scores[i];
        if all_others > 1.0 {
            for (l, score) in judged.iter_mut().enumerate() {
                let belief = NEAR * near[i][l] / all_near.max(1.0) + PAGE * others[l] / all_others;
                let country = if EXPECTED.contains(&l) { COUNTRY / EXPECTED.len() as f32 } else { 0.0 };
                *score += (belief + country + ANY / COUNT as f32).ln();
            }
            known::correct_line(&mut judged, lines[i]);
        } else {
            let doubt = known::weigh(&evidence[i], &mut judged, lines[i]);
            Evidence::doubt_kazakh(&mut judged, doubt);
        }
        verdicts.push(evidence[i].verdict(&judged, lines[i]));
    }
    verdicts
}

/// The letters of a line, shared out among the languages it may be in.
fn mass(evidence: &Evidence, scores: &Scores) -> Mass {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if best == f32::NEG_INFINITY {
        return [0.0; COUNT];
    }
    let mut mass = scores.map(|score| if score > best - 14.0 { (score - best).exp() } else { 0.0 });
    let weight = (evidence.letters() as f32).min(LETTERS_MAX) / mass.iter().sum::<f32>();
    mass.iter_mut().for_each(|m| *m *= weight);
    mass
}

fn add(sum: &mut Mass, mass: &Mass) {
    sum.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass);
}

fn fade_in(sum: &mut Mass, mass: &Mass) {
    sum.iter_mut().zip(mass).for_each(|(sum, mass)| *sum = *sum * FADE + mass);
}
