//! Compressed inputs, web archives, tar archives and lists of files: every page accounted for, faults told with their
//! place, and what is read does not depend on how the bytes come in.

use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tazala::config::Limits;
use tazala::document::{Bound, Document};
use tazala::read::{Format, Inputs, Options, Place, Reader, Step};

/// Gives its bytes in pieces of the given sizes.
struct Pieces(Cursor<Vec<u8>>, Vec<usize>, usize);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.1[self.2 % self.1.len()].min(buffer.len());
        self.2 += 1;
        self.0.read(&mut buffer[..size])
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    to.write_all(bytes).expect("memory");
    to.finish().expect("memory")
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    to.write_all(bytes).expect("memory");
    to.finish().expect("memory")
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut to = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).expect("options");
    to.write_all(bytes).expect("memory");
    to.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory")
}

fn tar(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, &bytes[..]).expect("memory");
    }
    archive.into_inner().expect("memory")
}

/// A record of a web archive.
fn record(kind: &str, content_type: &str, url: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2025-03-04T05:06:07Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(url: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
    record("response", "application/http; msgtype=response", url, &http)
}

/// Pages and problems, in order.
fn all(name: &str, bytes: &[u8], sizes: &[usize], options: &Options) -> (Vec<Document>, Vec<String>) {
    let source = Pieces(Cursor::new(bytes.to_vec()), sizes.to_vec(), 0);
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for step in Reader::new(Inputs::from_reader(name, source), options.clone()) {
        match step {
            Ok(page) => pages.push(page),
            Err(e) => problems.push(e.to_string()),
        }
    }
    (pages, problems)
}

fn texts(pages: &[Document]) -> Vec<String> {
    pages.iter().map(|p| String::from_utf8_lossy(&p.bytes).into_owned()).collect()
}

/// Pages and problems of files in a folder of their own.
fn files(files: &[(&str, Vec<u8>)], options: &Options) -> (Vec<Document>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("a file");
            path
        })
        .collect();
    read(Inputs::new(&paths), folder.path(), options)
}

fn read(inputs: Inputs, folder: &Path, options: &Options) -> (Vec<Document>, Vec<String>) {
    let inside = format!("{}/", folder.display());
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for step in Reader::new(inputs, options.clone()) {
        match step {
            Ok(mut page) => {
                page.path = page.path.replace(&inside, "");
                pages.push(page);
            }
            Err(e) => problems.push(e.to_string().replace(&inside, "")),
        }
    }
    (pages, problems)
}

const STREAM: &[u8] = b"one\x0ctwo\x0cthree";

#[test]
fn compression_is_told_by_content_not_by_name() {
    for compressed in [gzip(STREAM), zstd(STREAM), bzip2(STREAM), xz(STREAM), STREAM.to_vec()] {
        for sizes in [&[1 << 20][..], &[1], &[7, 3]] {
            let (pages, problems) = all("x", &compressed, sizes, &Options::default());
            assert_eq!((texts(&pages), problems.len()), (vec!["one".into(), "two".into(), "three".into()], 0));
        }
    }
}

#[test]
fn a_faulty_member_costs_what_follows_in_its_file_only() {
    let text: String =
        (0..30_000u32).map(|i| format!("{} and more words\x0c", i.wrapping_mul(2_654_435_761))).collect();
    let (first, second) = (gzip(b"first\x0c"), gzip(text.as_bytes()));
    let cut = [&first[..], &second[..second.len() / 2]].concat();
    let length = cut.len();
    let (pages, problems) = files(&[("a", cut), ("b", gzip(b"good")), ("c", vec![0x1f, 0x8b, 8])], &Options::default());
    let whole: Vec<&str> = text.split('\x0c').collect();
    let got = texts(&pages);
    let kept = got.len() - 2;
    assert!(kept > 5_000 && got[0] == "first" && got[1..kept] == whole[..kept - 1]);
    assert_eq!(got[kept + 1], "good");
    let truncated: Vec<_> = pages.iter().filter(|p| !p.bounds.is_empty()).map(|p| p.page).collect();
    assert_eq!(truncated, [kept as u32 + 1], "the last page of the file that was cut");
    assert!(pages[kept].bounds.iter().eq([Bound::Truncated]));
    let place = format!(
        "a: cannot read: the gzip member that begins at byte {} is cut short: the input ends at byte {length}; what came before was read",
        first.len()
    );
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(problems[0], place);
    assert!(problems[1].starts_with("c: cannot read: the gzip member that begins at byte 0 is cut short"));
}

#[test]
fn half_a_json_line_is_no_record() {
    let lines = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n".repeat(5_000);
    let compressed = zstd(lines.as_bytes());
    let (pages, problems) = files(&[("x", compressed[..compressed.len() - 6].to_vec())], &Options::default());
    assert!(pages.len() <= 10_000 && texts(&pages).iter().all(|t| t == "a" || t == "b"));
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn what_a_bomb_gives_is_bounded() {
    let bomb = zstd(&vec![b'x'; 20 << 20]);
    let limits = Limits { page_bytes: 5 << 20, page_lines: usize::MAX, ..Limits::default() };
    let (pages, problems) =
        files(&[("bomb", bomb), ("next", b"next".to_vec())], &Options { limits, ..Options::default() });
    let bytes: usize = pages.iter().map(|p| p.bytes.len()).sum();
    assert!((16 << 20..19 << 20).contains(&bytes), "{bytes}");
    assert!(problems.len() == 1 && problems[0].contains("more than 250 times as many"), "{problems:?}");
    assert!(pages[pages.len() - 2].bounds.iter().any(|b| b == Bound::MaxRatio));
    assert!(pages[0].bounds.iter().eq([Bound::MaxPage]));
    assert_eq!(texts(&pages[pages.len() - 1..]), ["next"]);
}

/// An archive with every sort of record, and the pages in it.
fn archive() -> (Vec<Vec<u8>>, Vec<(&'static str, &'static str)>) {
    let html = "Content-Type: text/html; charset=windows-1251\r\n";
    let chunked = "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
    let packed = gzip("жиналыс өтті".as_bytes());
    let (head, tail) = packed.split_at(7);
    let mut chunks = format!("{:x}\r\n", head.len()).into_bytes();
    chunks.extend([head, format!("\r\n{:X};a=b\r\n", tail.len()).as_bytes(), tail, b"\r\n0\r\n\r\n"].concat());
    let records = vec![
        record("warcinfo", "application/warc-fields", "x", b"software: none\r\n"),
        record("request", "application/http; msgtype=request", "http://e.kz/1", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://e.kz/1", html, b"<p>\xcf\xf0\xe8\xe2\xe5\xf2"),
        response("http://e.kz/2", chunked, &chunks),
        response("http://e.kz/3", "Content-Type: image/png\r\n", &[0; 3000]),
        record("response", "text/dns", "dns:e.kz", b"e.kz. 1 IN A 1.2.3.4"),
        record("revisit", "application/http", "http://e.kz/1", b"HTTP/1.1 200 OK\r\n\r\n"),
        record("resource", "text/plain", "http://e.kz/4", b"a\n\nWARC/1.0\n\nb"),
        record("conversion", "text/plain", "http://e.kz/5", "мәтін\n".as_bytes()),
        response("http://e.kz/6", "Content-Type: text/html\r\n", b""),
    ];
    let pages = vec![
        ("http://e.kz/1", "<p>\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("http://e.kz/2", "жиналыс өтті"),
        ("http://e.kz/4", "a\n\nWARC/1.0\n\nb"),
        ("http://e.kz/5", "мәтін\n"),
        ("http://e.kz/6", ""),
    ];
    (records, pages)
}

#[test]
fn every_page_of_a_web_archive_is_accounted_for() {
    let (records, wanted) = archive();
    let packed: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    for bytes in [records.concat(), packed, zstd(&records.concat())] {
        for sizes in [&[1 << 20][..], &[1], &[97]] {
            let (pages, problems) = all("x.warc", &bytes, sizes, &Options::default());
            let texts = texts(&pages);
            let got: Vec<_> =
                pages.iter().map(|p| p.url.as_deref().expect("a URL")).zip(texts.iter().map(|t| &**t)).collect();
            assert_eq!(got, wanted);
            assert!(pages.iter().all(|p| p.fetched.as_deref() == Some("2025-03-04T05:06:07Z") && p.bounds.is_empty()));
            assert_eq!(
                pages.iter().map(|p| p.status).collect::<Vec<_>>(),
                [Some(200), Some(200), None, None, Some(200)]
            );
            assert_eq!(pages.iter().map(|p| p.html).collect::<Vec<_>>(), [true, false, false, false, true]);
            assert_eq!(pages[0].encoding.as_deref(), Some("windows-1251"));
            assert_eq!((pages[3].encoding.as_deref(), &*pages[0].id), (Some("utf-8"), "urn:uuid:http://e.kz/1"));
            let note = "x.warc: 5 records hold no page: 1 image/png, 1 request, 1 revisit, 1 text/dns, 1 warcinfo";
            assert_eq!(problems, [note]);
        }
    }
    let wet = Options { format: Format::Wet, ..Options::default() };
    let (pages, problems) = all("x", &records.concat(), &[1 << 20], &wet);
    assert_eq!((texts(&pages), problems.len()), (vec!["мәтін\n".to_string()], 1));
}

#[test]
fn a_broken_record_does_not_hide_the_next() {
    let (good, other) =
        (record("conversion", "text/plain", "a", b"good"), record("conversion", "text/plain", "b", b"other"));
    let lying = String::from_utf8(good.clone()).expect("text").replace("Content-Length: 4", "Content-Length: 2");
    let silent = String::from_utf8(good.clone()).expect("text").replace("Content-Length: 4", "Content-Size: 4");
    let bytes = [&good[..], lying.as_bytes(), silent.as_bytes(), &other].concat();
    let (pages, problems) = all("x", &bytes, &[5], &Options::default());
    assert_eq!(texts(&pages), ["good", "go", "other"]);
    let at = |n: usize| format!(": byte {n}: ");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains(&at(good.len() + lying.len() - 6)) && problems[0].contains("there is none"));
    assert!(problems[1].contains(&at(good.len() + lying.len())) && problems[1].contains("length"));

    let told =
        String::from_utf8(good.clone()).expect("text").replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date");
    let (pages, _) = all("x", told.as_bytes(), &[1 << 20], &Options::default());
    assert_eq!(
        (texts(&pages), pages[0].bounds.iter().collect::<Vec<_>>()),
        (vec!["good".to_string()], vec![Bound::Truncated])
    );

    let cut = &bytes[..good.len() - 6];
    let (pages, _) = all("x", cut, &[1 << 20], &Options::default());
    assert_eq!(
        (texts(&pages), pages[0].bounds.iter().collect::<Vec<_>>()),
        (vec!["go".to_string()], vec![Bound::Truncated])
    );
}

#[test]
fn a_long_record_is_bounded_and_says_so() {
    let limits = Limits { record_bytes: 5_000, page_bytes: 2_000, ..Limits::default() };
    let long = record("conversion", "text/plain", "a", "word ".repeat(3_000).as_bytes());
    let bytes = [long, record("conversion", "text/plain", "b", b"next")].concat();
    let (pages, problems) = all("x", &bytes, &[313], &Options { limits, ..Options::default() });
    let bounds: Vec<Vec<Bound>> = pages.iter().map(|p| p.bounds.iter().collect()).collect();
    let cut = vec![Bound::MaxPage, Bound::MaxRecord];
    assert_eq!(bounds, [cut.clone(), cut, vec![Bound::MaxRecord], vec![]]);
    assert_eq!(pages[..3].iter().map(|p| p.bytes.len()).sum::<usize>(), 5_000);
    assert_eq!((&pages[3].bytes[..], problems.len()), (&b"next"[..], 0));
}

#[test]
fn files_in_an_archive_are_inputs() {
    let deep = format!("{}/x.txt", "long-name".repeat(20));
    let inner = tar(&[("in.jsonl", b"{\"text\":\"inner\"}\n".to_vec())]);
    let outer = tar(&[
        ("a.txt", b"one\x0ctwo".to_vec()),
        (".hidden", b"x".to_vec()),
        ("empty.txt", Vec::new()),
        (&deep, gzip(b"deep")),
        ("b/inner.tar.gz", gzip(&inner)),
        ("c.warc", record("conversion", "text/plain", "u", b"web")),
        ("z.txt", vec![b'z'; 700]),
    ]);
    let long = "z".repeat(700);
    for bytes in [outer.clone(), gzip(&outer)] {
        let (pages, problems) = files(&[("x.tar", bytes), ("y", b"after".to_vec())], &Options::default());
        assert_eq!(texts(&pages), ["one", "two", "", "deep", "inner", "web", &long, "after"]);
        assert_eq!(problems, Vec::<String>::new());
        let paths: Vec<&str> = pages.iter().map(|p| &*p.path).collect();
        let wanted = [
            "x.tar/a.txt",
            "x.tar/a.txt",
            "x.tar/empty.txt",
            &format!("x.tar/{deep}"),
            "x.tar/b/inner.tar.gz/in.jsonl",
            "x.tar/c.warc",
            "x.tar/z.txt",
            "y",
        ];
        assert_eq!(paths, wanted);
    }
    let end = outer.len() - 1024 - 500;
    let (pages, problems) = files(&[("x.tar", outer[..end].to_vec()), ("y", b"after".to_vec())], &Options::default());
    assert_eq!((pages.len(), pages[6].bytes.len(), &*texts(&pages)[7]), (8, 512 + 12, "after"));
    assert!(problems.len() == 1 && problems[0].contains("the archive is cut short"), "{problems:?}");
}

#[test]
fn archives_in_archives_have_an_end() {
    let mut bytes = b"text".to_vec();
    for _ in 0..6 {
        bytes = tar(&[("x.tar", bytes)]);
    }
    let (pages, problems) = files(&[("x.tar", bytes)], &Options::default());
    assert!(pages.is_empty() && problems.len() == 1 && problems[0].contains("3 deep"), "{problems:?}");
}

#[test]
fn a_list_names_inputs() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("a", "1"), ("b", "2"), ("c", "3")] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let place = |name: &str| folder.path().join(name);
    let list = format!("{}\r\n\n{}\n{}", place("c").display(), place("missing").display(), place("a").display());
    fs::write(place("list"), list).expect("a file");
    let inputs = Inputs::with_list(&[place("b")], &place("list")).expect("a list");
    let (pages, problems) = read(inputs, folder.path(), &Options::default());
    assert_eq!(texts(&pages), ["2", "3", "1"]);
    assert!(problems.len() == 1 && problems[0].starts_with("missing: cannot read"), "{problems:?}");
    assert!(Inputs::with_list(&[], &place("none")).is_err());
}

/// What [`Reader::poll`] gives page by page, with the place behind each and the path it came from.
fn places(mut reader: Reader) -> Vec<(String, Option<Place>, String)> {
    let mut pages = Vec::new();
    loop {
        match reader.poll() {
            Step::Page(page) => pages.push((format!("{page:?}"), reader.place(), page.path)),
            Step::Problem(_) => {}
            Step::Wait => drop(reader.fill()),
            Step::End => return pages,
        }
    }
}

#[test]
fn reading_goes_on_behind_any_page() {
    let (records, _) = archive();
    let lines = "{\"text\":\"a\"}\n\n{\"text\":1}\n{\"text\":\"long, long, long\"}\n{\"text\":\"b\"}";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("Қазақ тілі\n".repeat(3).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let outer = tar(&[
        ("a.warc.gz", records.iter().flat_map(|r| gzip(r)).collect()),
        ("b", tar(&[("c.jsonl", lines.into()), ("d", b"one\x0c\r\ntwo\x0c\nthree\x0c\n".to_vec())])),
        ("e", wide),
    ]);
    let limits = Limits { page_bytes: 10, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let reader = || Reader::new(Inputs::from_reader("x", Cursor::new(zstd(&outer))), options.clone());
    let all = places(reader());
    let mut went_on = 0;
    for (at, (_, place, path)) in all.iter().enumerate() {
        let Some(place) = place else { continue };
        let text = serde_json::to_string(place).expect("JSON");
        let mut on = reader();
        on.go_on(&serde_json::from_str(&text).expect("a place"), path).expect("the same input");
        assert_eq!(
            places(on).iter().map(|p| &p.0).collect::<Vec<_>>(),
            all[at + 1..].iter().map(|p| &p.0).collect::<Vec<_>>(),
            "{text}"
        );
        went_on += 1;
    }
    assert!(all.len() > 20 && went_on > all.len() / 2, "{went_on} of {}", all.len());
    let (_, last, path) = all.last().expect("a page");
    let last = last.as_ref().expect("a place");
    assert!(reader().go_on(last, "other").is_err());
    assert!(Reader::new(Inputs::from_reader("x", &b"other"[..]), options).go_on(last, path).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn containers_do_not_depend_on_the_reads(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        sizes in prop::collection::vec(1usize..4000, 1..6),
        form in 0usize..4,
    ) {
        let (records, _) = archive();
        let mut bytes = match form {
            0 => records.concat(),
            1 => records.iter().flat_map(|r| gzip(r)).collect(),
            2 => tar(&[("a.warc", records.concat()), ("b", gzip(STREAM)), ("c.jsonl", b"{\"text\":\"a\"}\n{\"text\"".to_vec())]),
            _ => bzip2(&records.concat()),
        };
        let damaged = !damage.is_empty();
        for (index, byte) in damage {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let facts = |(pages, problems): (Vec<Document>, Vec<String>)| (pages.iter().map(|p| format!("{p:?}")).collect::<Vec<_>>(), problems);
        let whole = facts(all("x", &bytes, &[1 << 20], &Options::default()));
        let pieces = facts(all("x", &bytes, &sizes, &Options::default()));
        if form == 0 || !damaged {
            prop_assert_eq!(whole, pieces);
        } else {
            // A decoder may notice damage a few bytes earlier when it is given less at a time; all before is the same.
            let same = whole.0.len().min(pieces.0.len()).saturating_sub(1);
            prop_assert_eq!(&whole.0[..same], &pieces.0[..same]);
        }
    }
}

/// Records and messages of `tazala clean` in `folder`, and its exit code.
#[cfg(feature = "cli")]
fn clean(folder: &Path, arguments: &[&str], stdin: &[u8]) -> (Vec<serde_json::Value>, String, Option<i32>) {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_tazala"))
        .args(["clean", "--isolated"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(stdin).expect("input is taken");
    let output = child.wait_with_output().expect("the end");
    let schema: serde_json::Value = serde_json::from_str(tazala::write::SCHEMA).expect("a schema");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let records: Vec<_> = text.lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
    records.iter().for_each(|record| assert!(schema.is_valid(record), "{record}"));
    (records, String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
}

#[cfg(feature = "cli")]
#[test]
fn records_tell_where_pages_came_from_and_what_bound_they_met() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    let text: String = (0..3_000u32).map(|i| format!("{}-бет сөз\n", i.wrapping_mul(2_654_435_761))).collect();
    let packed = gzip(text.as_bytes());
    write("cut", &packed[..packed.len() - 2_000]);
    write("crawl", &archive().0.iter().flat_map(|r| gzip(r)).collect::<Vec<_>>());
    let (records, messages, code) =
        clean(folder.path(), &["--max-lines", "1000", "--files-from", "-"], b"cut\ncrawl\n");
    assert_eq!(code, Some(3));
    assert!(messages.contains("cut: cannot read: the gzip member that begins at byte 0 is cut short"), "{messages}");
    assert!(messages.contains("note: crawl: 5 records hold no page"), "{messages}");
    let of = |path: &str| records.iter().map(|r| &r["source"]).filter(|s| s["path"] == path).collect::<Vec<_>>();
    let cut = of("cut");
    assert_eq!((&cut[0]["bounds"], &cut[0]["cut"]), (&serde_json::json!(["max-lines"]), &serde_json::json!(0)));
    assert_eq!(cut[cut.len() - 1]["bounds"], serde_json::json!(["truncated"]));
    let crawl = of("crawl");
    let wanted = ("http://e.kz/1", "2025-03-04T05:06:07Z", 200);
    let got = |s: &serde_json::Value| (s["url"].clone(), s["fetched"].clone(), s["status"].clone());
    assert_eq!(got(crawl[0]), (wanted.0.into(), wanted.1.into(), wanted.2.into()));
    assert_eq!(crawl[0]["encoding"], "windows-1251");
    let (records, _, code) = clean(folder.path(), &["--format", "wet", "crawl"], b"");
    assert_eq!((records.len(), code), (1, Some(0)));
    assert_eq!(clean(folder.path(), &["--files-from", "none"], b"").2, Some(3));
}
