//! Bytes a second from JSON lines in memory to records, and of pages made to be slow, in three sizes: the time of the
//! latter must grow with the size and no faster, so the rate must stay. `cargo bench --bench pipeline [-- FILTER]`.

mod corpora;

use std::hint::black_box;
use std::io::Cursor;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput};
use tazala::config::Config;
use tazala::document::Document;
use tazala::engine::{self, Event};
use tazala::pipeline::Cleaner;
use tazala::read::{Format, Inputs, Options, Reader};
use tazala::write::{Audit, record};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    records(&mut criterion);
    growth(&mut criterion);
    criterion.final_summary();
}

/// Records in, records out, on one thread and on two.
fn records(criterion: &mut Criterion) {
    let cleaner = Arc::new(Cleaner::new(Config::default()));
    let mut group = criterion.benchmark_group("jsonl");
    for corpus in corpora::all() {
        let record =
            |(n, page): (usize, &String)| format!("{}\n", serde_json::json!({ "id": n.to_string(), "text": page }));
        let input: Arc<[u8]> = corpus.pages.iter().enumerate().map(record).collect::<String>().into_bytes().into();
        // Of the pages, not of the records around them: comparable with the stages.
        group.throughput(Throughput::Bytes(corpus.bytes()));
        for threads in [1, 2] {
            group.bench_function(BenchmarkId::new(corpus.name, threads), |b| {
                b.iter(|| black_box(end_to_end(&cleaner, input.clone(), threads)));
            });
        }
    }
    group.finish();
}

/// Bytes written.
fn end_to_end(cleaner: &Arc<Cleaner>, input: Arc<[u8]>, threads: usize) -> usize {
    let options = Options { format: Format::Jsonl, ..Options::default() };
    let reader = Reader::new(Inputs::from_reader("in", Cursor::new(input)), options);
    let cleaner = cleaner.clone();
    let work = move |document: &Document, out: &mut Vec<u8>, _: &mut ()| {
        let page = cleaner.clean(document);
        page.articles.iter().for_each(|a| record::write(out, document, &page.decoded, a, Audit::Counts));
        Ok(())
    };
    let mut written = 0;
    let sink = |event: Event<'_, ()>| {
        if let Event::Done(batch) = event {
            written += batch.out.len();
        }
        Ok(())
    };
    engine::run(reader, threads, work, sink).expect("the sink takes everything");
    written
}

/// Pages that would take a careless stage quadratic time.
const SLOW: &[(&str, &str)] = &[
    ("lines", "Ауданда жаңа мектеп ашылды.\n"),
    ("short-lines", "а\n"),
    ("dates", "21.02.2025\n"),
    ("heads", "Ауданда жаңа мектеп ашылды 21.02.2025\n"),
    ("one-line", "Ауданда жаңа мектеп ашылды, оған екі жүз бала барады. "),
    ("one-word", "ж"),
    ("marks", "\u{301}"),
    ("tags", "<a "),
    ("ampersands", "&amp;"),
    ("full-stops", "а.Б"),
    ("quotes", "\" « "),
    ("mixed-script", "кiтaп "),
    ("mojibake", "Ð\u{9a}Ð°Ð·Ð°Ò\u{9b} "),
    ("addresses", "https://example.kz/"),
];

fn growth(criterion: &mut Criterion) {
    let cleaner = Cleaner::new(Config::default());
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for (name, unit) in SLOW {
        for kilobytes in [64, 128, 256] {
            let document = Document::from_text("page", unit.repeat((kilobytes << 10) / unit.len()));
            group.throughput(Throughput::Bytes(document.bytes.len() as u64));
            group
                .bench_function(BenchmarkId::new(*name, kilobytes), |b| b.iter(|| black_box(cleaner.clean(&document))));
        }
    }
    group.finish();
}
