//! Runs that are killed at random moments and started again, until one comes to its end: what they leave is what one
//! undisturbed run leaves, byte for byte.
//!
//! `TAZALA_KILLS=200 cargo test --release --test resume` kills two hundred runs of each kind instead of a few.

#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n.max(1)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(bytes).expect("memory");
    to.finish().expect("memory")
}

/// Pages of different lengths, one after another.
fn page(i: u64) -> String {
    let mut text = format!("{i}-нөмірлі жаңалық\n\n0{}.03.2024\n", i % 9 + 1);
    for j in 0..i * i % 40 {
        let _ = writeln!(text, "Ауданда {j} жаңа мектеп ашылды, оған {} бала барады.", i * 7 + j);
    }
    text
}

fn json_lines(n: u64) -> Vec<u8> {
    (0..n).flat_map(|i| format!("{}\n", serde_json::json!({"id": i, "text": page(i), "n": i})).into_bytes()).collect()
}

fn stream(n: u64) -> Vec<u8> {
    // One page in the middle is over the limit and goes on in parts.
    let pages = (0..n).map(|i| if i == n / 2 { page(i).repeat(200) } else { page(i) });
    pages.flat_map(|p| format!("{p}\x0c\n").into_bytes()).collect()
}

fn web_archive(n: u64) -> Vec<u8> {
    let record = |i| {
        let text = page(i);
        let head = format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://e.kz/{i}\r\nContent-Length: {}\r\n\r\n",
            text.len()
        );
        gzip(format!("{head}{text}\r\n\r\n").as_bytes())
    };
    (0..n).flat_map(record).collect()
}

fn tar(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, name, &bytes[..]).expect("memory");
    }
    archive.into_inner().expect("memory")
}

fn start(folder: &Path, inputs: &[&str], flags: &[&str], jobs: u64) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tazala"))
        .args(["clean", "--isolated", "--checkpoint", "run.ckpt", "--checkpoint-every", "16K", "--max-page", "16K"])
        .args(["--jobs", &jobs.to_string()])
        .args(flags)
        .args(inputs)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Everything the folder holds besides its inputs; hidden files (unfinished ones) and the checkpoint are taken away.
fn left(folder: &Path, inputs: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !inputs.contains(&&*name) {
            files.insert(name, fs::read(&path).expect("a file"));
            fs::remove_file(&path).expect("a file");
        }
    }
    files.remove("run.ckpt").expect("a checkpoint");
    files
}

/// Kills runs at random moments; each is started again until one ends, sometimes after being killed once more.
fn survive(files: &[(&str, Vec<u8>)], flags: &[&str], code: i32) {
    let kills: u64 = std::env::var("TAZALA_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let inputs: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let begun = Instant::now();
    let output = start(folder.path(), &inputs, flags, 1).wait_with_output().expect("the end");
    let whole = begun.elapsed().as_micros() as u64;
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    let wanted = left(folder.path(), &inputs);
    assert!(!wanted.is_empty() && wanted.values().all(|bytes| !bytes.is_empty()));

    let (mut dice, mut killed, mut resumed) = (Dice(0x9e37_79b9_7f4a_7c15), 0, 0);
    while killed < kills {
        let ended = loop {
            let mut child = start(folder.path(), &inputs, flags, dice.below(3) + 1);
            std::thread::sleep(Duration::from_micros(dice.below(whole * 5 / 4)));
            if child.try_wait().expect("a child").is_none() {
                child.kill().expect("a child");
                killed += 1;
            }
            let status = child.wait().expect("the end");
            if status.code().is_some() {
                break status;
            }
            resumed += u64::from(folder.path().join("run.ckpt").exists());
        };
        assert_eq!(ended.code(), Some(code));
        let got = left(folder.path(), &inputs);
        assert!(got.keys().eq(wanted.keys()), "{:?} instead of {:?}", got.keys(), wanted.keys());
        for (name, bytes) in &got {
            assert!(*bytes == wanted[name], "{name} differs after {killed} kills");
        }
    }
    println!("{killed} runs killed, {resumed} times a checkpoint was there, all outputs alike");
}

#[test]
fn json_lines_go_on() {
    let broken = [json_lines(250), b"no record\n".to_vec(), json_lines(120)].concat();
    survive(&[("a.jsonl", broken), ("b.jsonl", json_lines(40))], &["-o", "out.jsonl"], 3);
}

#[test]
fn compressed_streams_go_on_inside() {
    survive(&[("a.txt.gz", gzip(&stream(180)))], &["-o", "out.jsonl.zst"], 0);
}

#[test]
fn shards_of_archives_go_on() {
    let archive = tar(&[("a.warc.gz", web_archive(70)), ("b.jsonl", json_lines(40)), ("c.txt", stream(30))]);
    survive(&[("a.tar", archive)], &["-o", "out.jsonl.gz", "--shard-size", "20K"], 0);
}

#[test]
fn a_checkpoint_belongs_to_one_run() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.jsonl"), json_lines(20)).expect("a file");
    let run = |flags: &[&str]| {
        let output = start(folder.path(), &["a.jsonl"], flags, 1).wait_with_output().expect("the end");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(&["-o", "out.jsonl"]).0, Some(0));
    let first = fs::read(folder.path().join("out.jsonl")).expect("the output");
    let (code, note) = run(&["-o", "out.jsonl"]);
    assert!(code == Some(0) && note.contains("this run is complete"), "{note}");
    assert_eq!(fs::read(folder.path().join("out.jsonl")).expect("the output"), first);
    let (code, message) = run(&["-o", "out.jsonl", "--audit", "full"]);
    assert!(code == Some(2) && message.contains("the checkpoint of another run"), "{message}");
    fs::write(folder.path().join("run.ckpt"), "{").expect("a file");
    let (code, message) = run(&["-o", "out.jsonl"]);
    assert!(code == Some(2) && message.contains("not a checkpoint"), "{message}");
    fs::remove_file(folder.path().join("run.ckpt")).expect("a file");
    let (code, message) = run(&["-o", "-"]);
    assert!(code == Some(2) && message.contains("need a file"), "{message}");
}

#[test]
fn shards_joined_are_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.jsonl"), json_lines(120)).expect("a file");
    let run = |flags: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_tazala"))
            .args(["clean", "--isolated", "a.jsonl"])
            .args(flags)
            .current_dir(folder.path())
            .status();
        assert_eq!(status.expect("a run").code(), Some(0));
    };
    let read = |name: &str| fs::read(folder.path().join(name)).expect(name);
    run(&["-o", "whole.jsonl"]);
    run(&["-o", "part.jsonl", "--shard-size", "20K"]);
    let mut joined = Vec::new();
    for i in 1.. {
        let name = format!("part-{i:05}.jsonl");
        if !folder.path().join(&name).exists() {
            assert!(i > 3, "{i} shards");
            break;
        }
        let shard = read(&name);
        assert!(shard.ends_with(b"}\n"));
        joined.extend(shard);
    }
    assert!(joined == read("whole.jsonl"));
    for name in ["x.jsonl.gz", "x.jsonl.zst"] {
        run(&["-o", name]);
        let mut plain = Vec::new();
        match name.ends_with("gz") {
            true => {
                std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&read(name)[..]), &mut plain)
                    .expect("gzip");
            }
            false => plain = zstd::decode_all(&read(name)[..]).expect("zstd"),
        }
        assert!(plain == read("whole.jsonl"), "{name}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_holds_the_records() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.jsonl"), json_lines(30)).expect("a file");
    for name in ["x.parquet", "x.jsonl"] {
        let status = Command::new(env!("CARGO_BIN_EXE_tazala"))
            .args(["clean", "--isolated", "a.jsonl", "-o", name])
            .current_dir(folder.path())
            .status();
        assert_eq!(status.expect("a run").code(), Some(0));
    }
    let file = fs::File::open(folder.path().join("x.parquet")).expect("a file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let lines = fs::read_to_string(folder.path().join("x.jsonl")).expect("a file");
    let mut rows = 0;
    for (row, line) in reader.get_row_iter(None).expect("rows").zip(lines.lines()) {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for (name, field) in row.expect("a row").get_column_iter() {
            let wanted = &record[name.as_str()];
            match field {
                Field::Null => assert!(wanted.is_null(), "{name}"),
                Field::Str(text) if wanted.is_string() => assert_eq!(wanted, text.as_str()),
                Field::Str(json) => assert_eq!(*wanted, serde_json::from_str::<serde_json::Value>(json).expect("JSON")),
                other => panic!("{name}: {other:?}"),
            }
        }
        rows += 1;
    }
    assert_eq!(rows, lines.lines().count());
}
