//! Bytes a second of each stage by itself: `cargo bench --bench stages [-- FILTER]`.

mod corpora;

use std::hint::black_box;

use corpora::Corpus;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use tazala::config::Config;
use tazala::document::Document;
use tazala::pipeline::{Cleaner, Page};
use tazala::repair::{may_need_repair, normalize_text, repair_text};
use tazala::write::{Audit, record};
use tazala::{decode, language};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for corpus in corpora::all() {
        let mut group = criterion.benchmark_group(corpus.name);
        group.throughput(Throughput::Bytes(corpus.bytes()));
        stages(&mut group, &corpus);
        group.finish();
    }
    criterion.final_summary();
}

fn stages(group: &mut BenchmarkGroup<'_, WallTime>, corpus: &Corpus) {
    let config = Config::default();
    let mut each = |name: &str, work: &mut dyn FnMut(&str)| {
        group.bench_function(name, |b| b.iter(|| corpus.pages.iter().for_each(|page| work(page))));
    };
    each("decode", &mut |page| {
        black_box(decode::decode(page.as_bytes(), None));
    });
    each("repair", &mut |page| {
        black_box(repair_text(page, &config));
    });
    each("normalize", &mut |page| {
        black_box(normalize_text(page, &config));
    });
    each("repair-scan", &mut |page| {
        black_box(page.lines().filter(|line| may_need_repair(line)).count());
    });
    each("language-lines", &mut |page| {
        let lines: Vec<&str> = page.lines().collect();
        black_box(language::identify_lines(&lines));
    });
    each("language", &mut |page| {
        for line in page.lines() {
            black_box(language::identify(line));
        }
    });
    let cleaner = Cleaner::new(Config::default());
    let documents: Vec<Document> = corpus.pages.iter().map(|page| Document::from_text("page", page.as_str())).collect();
    group.bench_function("clean", |b| {
        b.iter(|| documents.iter().for_each(|document| drop(black_box(cleaner.clean(document)))));
    });
    let cleaned: Vec<Page<'_>> = documents.iter().map(|document| cleaner.clean(document)).collect();
    for (name, audit) in [("write-counts", Audit::Counts), ("write-full", Audit::Full)] {
        let mut out = Vec::new();
        group.bench_function(name, |b| {
            b.iter(|| {
                out.clear();
                for (document, page) in documents.iter().zip(&cleaned) {
                    page.articles.iter().for_each(|a| record::write(&mut out, document, &page.decoded, a, audit));
                }
                black_box(out.len())
            });
        });
    }
}
