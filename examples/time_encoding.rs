//! Times decoding and repair on a file of sound UTF-8, and repair on the same text damaged in every
//! line: `cargo run --release --example time_encoding -- FILE`.
use encoding_rs::{Encoding, IBM866, ISO_8859_5, KOI8_R, UTF_8, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};
use tazala::config::Config;
use tazala::repair::repair_text;

/// What a line is written in and what it is read as.
type Mixup = (&'static Encoding, &'static Encoding);

const MIXUPS: [Mixup; 12] = [
    (UTF_8, WINDOWS_1251),
    (UTF_8, WINDOWS_1252),
    (UTF_8, KOI8_R),
    (UTF_8, IBM866),
    (UTF_8, X_MAC_CYRILLIC),
    (WINDOWS_1251, WINDOWS_1252),
    (WINDOWS_1251, KOI8_R),
    (WINDOWS_1251, IBM866),
    (KOI8_R, WINDOWS_1251),
    (KOI8_R, WINDOWS_1252),
    (IBM866, WINDOWS_1251),
    (ISO_8859_5, WINDOWS_1251),
];

/// Seconds of processor time of this thread so far, which a busy machine does not change (Linux).
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// Pages of about 100 kB, cut at line breaks.
fn pages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pages = Vec::new();
    let (mut start, mut end) = (0, 0);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        end += line.len();
        if end - start > 100_000 || end == bytes.len() {
            pages.push(&bytes[start..end]);
            start = end;
        }
    }
    pages
}

/// The lines of `page` that hold Cyrillic, each damaged by the mix-up that `choose` gives for its number;
/// a line that cannot be written so is left out.
fn damaged(page: &str, mut choose: impl FnMut(usize) -> Mixup) -> String {
    let mut text = String::new();
    let lines = page.lines().filter(|line| line.chars().any(|c| ('а'..='я').contains(&c)));
    for (number, line) in lines.enumerate() {
        let (really, read_as) = choose(number);
        let (bytes, _, lost) = really.encode(line);
        if !lost {
            text.push_str(&read_as.decode_without_bom_handling(&bytes).0);
            text.push('\n');
        }
    }
    text
}

fn time(what: &str, pages: &[String]) {
    let size: usize = pages.iter().map(String::len).sum();
    let at = cpu();
    let edits: usize = pages.iter().map(|page| repair_text(page, &Config::default()).edits.len()).sum();
    println!("repair, {what}: {:.1} MB/s of text, {edits} edits", size as f64 / 1e6 / (cpu() - at));
}

fn main() -> std::io::Result<()> {
    let bytes = std::fs::read(std::env::args().nth(1).expect("a file"))?;
    // The tables are made on first use.
    tazala::decode::decode(b"\xcf", None);
    let at = cpu();
    let decoded: Vec<_> = pages(&bytes).into_iter().map(|page| tazala::decode::decode(page, None)).collect();
    println!("decode: {:.0} MB/s ({})", bytes.len() as f64 / 1e6 / (cpu() - at), decoded[0].encoding);
    let sound: Vec<String> = decoded.into_iter().map(|page| page.text.into_owned()).collect();
    time("as it is", &sound);
    let all = |choose: &dyn Fn(usize, usize) -> Mixup| -> Vec<String> {
        sound.iter().enumerate().map(|(page, text)| damaged(text, |line| choose(page, line))).collect()
    };
    time("UTF-8 read as windows-1251", &all(&|_, _| MIXUPS[0]));
    time("windows-1251 read as windows-1252", &all(&|_, _| MIXUPS[5]));
    time("a mix-up for every page", &all(&|page, _| MIXUPS[page % MIXUPS.len()]));
    time("a mix-up for every line", &all(&|page, line| MIXUPS[(page + line * 7) % MIXUPS.len()]));
    Ok(())
}
