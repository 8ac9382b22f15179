//! Times decoding and the repair of mojibake on a file: `time_encoding FILE`.
use tazala::config::Config;
use tazala::draft::{Draft, Span};

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

fn main() -> std::io::Result<()> {
    let bytes = std::fs::read(std::env::args().nth(1).expect("a file"))?;
    tazala::decode::decode(b"\xcf", None);
    let mb = bytes.len() as f64 / 1e6;
    let at = cpu();
    let mut n = 0;
    let decoded: Vec<_> = pages(&bytes).into_iter().map(|page| tazala::decode::decode(page, None)).collect();
    let seconds = cpu() - at;
    println!("decode {:.0} MB/s ({})", mb / seconds, decoded[0].encoding);
    let at = cpu();
    let mut size = 0;
    for page in &decoded {
        let mut start = 0;
        let spans: Vec<Span> = page
            .text
            .split_inclusive('\n')
            .map(|l| {
                let s = Span::new(start, start + l.trim_end_matches('\n').len());
                start += l.len();
                s
            })
            .collect();
        size += page.text.len();
        let mut draft = Draft::new(&page.text);
        tazala::repair::repair(&mut draft, &spans, &Config::default());
        n += draft.edits().len();
    }
    let seconds = cpu() - at;
    println!("repair {:.1} MB/s of text, {n} edits", size as f64 / 1e6 / seconds);
    Ok(())
}
