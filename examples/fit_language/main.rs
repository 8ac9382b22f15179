//! Fits `src/language/data/letters.bin`, the tables the language identifier decides with, and `glance.bin`, the small
//! ones that are asked before them.
//!
//!     cargo run --release --features fit --example fit_language -- ../shared/train [letters|glance]
//!
//! For each script: draw texts of its languages, keep in every slot of the table the letter run that tells most, then
//! fit a multinomial logistic model over the kept runs by stochastic gradient descent. The result depends on nothing
//! but the training files and the numbers in this program. Needs the program `xz`.

mod corpus;
mod damage;
mod glance;
mod random;
mod spelling;
mod table;

use std::{env, error::Error, fs, path::Path, process::ExitCode, thread};

use tazala::language::fitting::{
    ARABIC_LANES, ARABIC_SLOT, CYRILLIC_LANES, CYRILLIC_SLOT, LATIN_LANES, LATIN_SLOT, MAGIC, SLOTS_AT,
};

use corpus::Corpora;
use table::{Plan, fit};

/// Where the tables go.
const LETTERS: &str = "src/language/data/letters.bin";
const GLANCE: &str = "src/language/data/glance.bin";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fit_language: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = env::args().nth(1).ok_or("usage: fit_language TRAINING_FOLDER [letters|glance]")?;
    let only = env::args().nth(2);
    if only.as_deref().is_some_and(|only| !matches!(only, "letters" | "glance")) {
        return Err("the tables are letters and glance".into());
    }
    let corpora = Corpora::read(Path::new(&folder))?;
    let wanted = |name| only.as_deref().is_none_or(|only| only == name);
    if wanted("letters") {
        write(LETTERS, &letters(&corpora))?;
    }
    if wanted("glance") {
        write(GLANCE, &glance::fit(&corpora))?;
    }
    Ok(())
}

/// The bytes of `letters.bin`.
fn letters(corpora: &Corpora) -> Vec<u8> {
    let tables = thread::scope(|scope| {
        let latin = scope.spawn(|| fit::<LATIN_LANES, LATIN_SLOT>(&Plan::latin(), corpora));
        let cyrillic = fit::<CYRILLIC_LANES, CYRILLIC_SLOT>(&Plan::cyrillic(), corpora);
        let arabic = fit::<ARABIC_LANES, ARABIC_SLOT>(&Plan::arabic(), corpora);
        [cyrillic, latin.join().expect("the fit does not panic"), arabic]
    });
    let mut bytes = MAGIC.to_vec();
    tables.iter().for_each(|table| bytes.extend(&table.head));
    assert!(bytes.len() <= SLOTS_AT, "the heads end before the slots");
    bytes.resize(SLOTS_AT, 0);
    tables.iter().for_each(|table| bytes.extend(&table.slots));
    bytes
}

fn write(file: &str, bytes: &[u8]) -> Result<(), Box<dyn Error + Send + Sync>> {
    fs::write(file, bytes)?;
    eprintln!("{file}: {} bytes", bytes.len());
    Ok(())
}
