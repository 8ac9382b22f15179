//! The command line as a user meets it: flags, pipes, files, exit codes, bad input.

#![cfg(feature = "cli")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// What a run left behind.
struct Run {
    stdout: Vec<u8>,
    stderr: String,
    code: i32,
}

impl Run {
    fn records(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.stdout).expect("records are UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("each line is a record")).collect()
    }

    /// The pages that records with the full audit hold, whatever was kept of them.
    fn pages(&self) -> Vec<String> {
        let restored = run_in(&std::env::temp_dir(), &["restore", "--format", "jsonl"], &self.stdout);
        restored.records().iter().map(|r| r["text"].as_str().expect("a text").to_string()).collect()
    }

    /// All of the output as one JSON value.
    fn value(&self) -> Value {
        serde_json::from_slice(&self.stdout).expect("JSON")
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("UTF-8")
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tazala"));
    command.args(arguments).current_dir(folder);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // The program may end before it has read all of it.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    feeder.join().expect("the feeder ends");
    Run {
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().expect("an exit code"),
    }
}

fn run(arguments: &[&str], input: &[u8]) -> Run {
    run_in(&std::env::temp_dir(), &[&[arguments[0], "--isolated"], &arguments[1..]].concat(), input)
}

fn clean(flags: &[&str], input: &[u8]) -> Run {
    run(&[&["clean", "--audit", "full"], flags].concat(), input)
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

/// Cleans with the full audit and restores.
fn round_trip(input: &[u8], flags: &[&str]) -> Run {
    let cleaned = clean(flags, input);
    assert_eq!(cleaned.code, 0, "{}", cleaned.stderr);
    run_in(&std::env::temp_dir(), &["restore"], &cleaned.stdout)
}

const PAGE: &str =
    "Астанада жаңа кітапхана ашылды\n\nКітапхана қала орталығында орналасқан. Оған күніне мың адам келеді.\n";

#[test]
fn an_empty_file_is_one_empty_record() {
    let f = folder(&[("empty.txt", b"")]);
    let run = run_in(f.path(), &["clean", "--audit", "full", "empty.txt"], b"");
    assert_eq!((run.code, run.records().len(), run.pages()), (0, 1, vec![String::new()]));
}

#[test]
fn a_missing_final_newline_changes_nothing_but_the_page() {
    let (with, without) = (run(&["clean"], PAGE.as_bytes()), run(&["clean"], PAGE.trim_end().as_bytes()));
    assert_eq!(with.records()[0]["text"], without.records()[0]["text"]);
    assert!(with.stdout.ends_with(b"}\n") && without.stdout.ends_with(b"}\n"));
}

#[test]
fn all_line_ends_come_back() {
    for page in [PAGE.replace('\n', "\r\n"), PAGE.replace('\n', "\r"), "\r\n\r\n\n\r a \r".to_string()] {
        assert_eq!(round_trip(page.as_bytes(), &[]).text(), page);
    }
}

#[test]
fn nul_bytes_are_content() {
    let page = format!("{PAGE}\0\n{PAGE}а\0ә\0\0");
    assert_eq!(round_trip(page.as_bytes(), &[]).text(), page);
}

#[test]
fn invalid_utf8_still_gives_a_record() {
    for bytes in [&b"\xff"[..], b"ok \xc3\x28 ok", b"\xd2\x9b\xd2", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"] {
        let run = run(&["clean"], bytes);
        assert_eq!((run.code, run.records().len()), (0, 1), "{bytes:?}: {}", run.stderr);
    }
}

#[test]
fn a_folder_is_read_in_name_order_without_hidden_files() {
    let files: [(&str, &[u8]); 5] =
        [("b.txt", b"2"), ("a/z.txt", b"1"), ("c.txt", b"3"), (".hidden", b"x"), ("a/.h/y", b"x")];
    let f = folder(&files);
    let run = run_in(f.path(), &["clean", "."], b"");
    let paths: Vec<_> =
        run.records().iter().map(|r| r["source"]["path"].as_str().expect("a path").to_string()).collect();
    assert_eq!(paths, ["./a/z.txt", "./b.txt", "./c.txt"]);
}

#[test]
fn a_folder_without_pages_is_worth_a_note() {
    let f = folder(&[("in/.keep", b"")]);
    let run = run_in(f.path(), &["clean", "in"], b"");
    assert_eq!((run.code, run.text()), (0, ""));
    assert!(run.stderr.contains("note: in: no pages in this folder"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_to_itself_ends() {
    let f = folder(&[("in/a.txt", b"one")]);
    std::os::unix::fs::symlink("..", f.path().join("in/loop")).expect("a link");
    std::os::unix::fs::symlink("a.txt", f.path().join("in/b.txt")).expect("a link");
    let run = run_in(f.path(), &["clean", "--progress", "always", "in"], b"");
    assert_eq!((run.code, run.records().len()), (0, 2), "{}", run.stderr);
}

#[test]
fn a_missing_file_among_good_ones_does_not_stop_the_rest() {
    let f = folder(&[("a.txt", b"one"), ("c.txt", b"three")]);
    let run = run_in(f.path(), &["clean", "a.txt", "b.txt", "c.txt"], b"");
    assert_eq!((run.code, run.records().len()), (3, 2));
    assert!(run.stderr.contains("b.txt: cannot read"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_does_not_stop_the_rest() {
    use std::os::unix::fs::PermissionsExt;
    let f = folder(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let locked = f.path().join("a.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::File::open(&locked).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let run = run_in(f.path(), &["clean", "a.txt", "b.txt"], b"");
    assert_eq!((run.code, run.records().len()), (3, 1));
    assert!(run.stderr.contains("a.txt: cannot read"), "{}", run.stderr);
}

#[test]
fn a_bad_json_line_is_reported_with_its_place() {
    let lines = "{\"text\":\"a\"}\n{\"text\": \n\n{\"id\":4}\n{\"text\":5}\n{\"text\":\"e\",\"id\":\"last\"}";
    let f = folder(&[("x.jsonl", lines.as_bytes())]);
    let run = run_in(f.path(), &["clean", "--audit", "full", "x.jsonl"], b"");
    assert_eq!((run.code, run.pages()), (3, vec!["a".to_string(), "e".to_string()]));
    for place in
        ["x.jsonl:2: not JSON", "x.jsonl:4: the record has no field \"text\"", "x.jsonl:5: the field \"text\" is not"]
    {
        assert!(run.stderr.contains(place), "{place}: {}", run.stderr);
    }
    assert_eq!(run.records()[1]["id"], "last");
}

#[test]
fn json_fields_are_named_and_the_rest_carried_through() {
    let line = r#"{"body":"Бір","key":7,"link":"https://e.kz/1","views":[1, 2],"text":"other"}"#;
    let flags = ["--format", "jsonl", "--text-field", "body", "--id-field", "key", "--url-field", "link"];
    let run = clean(&flags, line.as_bytes());
    let r = &run.records()[0];
    assert_eq!((r["id"].as_str(), r["source"]["url"].as_str()), (Some("7"), Some("https://e.kz/1")));
    assert_eq!(run.pages(), ["Бір"]);
    assert_eq!(r["source"]["fields"], serde_json::json!({"views": [1, 2], "text": "other"}));
}

#[test]
fn the_form_is_told_by_content() {
    let cases = [("\n {\"text\":\"a\"}\n", "a"), ("{\"no\":\"a\"}", "{\"no\":\"a\"}"), ("{not json}", "{not json}")];
    for (input, text) in cases {
        assert_eq!(clean(&[], input.as_bytes()).pages(), [text]);
    }
    assert_eq!(clean(&["--format", "text"], b"{\"text\":\"a\"}").pages(), ["{\"text\":\"a\"}"]);
}

#[test]
fn pages_of_a_stream_are_separated() {
    let run1 = clean(&[], b"a\x0c\nb\x0c\r\nc\x0cd\x0c\n");
    assert_eq!(run1.pages(), ["a", "b", "c", "d"]);
    let facts: Vec<_> = run1.records().iter().map(|r| (r["id"].to_string(), r["source"]["line"].as_u64())).collect();
    let at = |id: &str, line| (format!("{id:?}"), Some(line));
    assert_eq!(facts, [at("-", 1), at("-#2", 2), at("-#3", 3), at("-#4", 3)]);
    let run2 = clean(&["--page-separator", "===="], b"a\n====\nb ====\n=====\n====\r\nc\n====");
    assert_eq!(run2.pages(), ["a\n", "b ====\n=====\n", "c\n"]);
}

#[test]
fn a_page_over_the_limit_goes_on_in_parts() {
    let line = "Бірінші сөйлем осында аяқталады. ";
    let page = format!("{}\n{}\n\n{}", line.repeat(30), line.repeat(90), "ж".repeat(3000));
    let run = run(&["clean", "--audit", "full", "--max-page", "1K"], page.as_bytes());
    let records = run.records();
    let cuts: Vec<_> = records.iter().map(|r| r["source"]["cut"].as_u64().expect("a cut")).collect();
    assert_eq!(cuts, (0..cuts.len() as u64).collect::<Vec<_>>());
    assert!(cuts.len() > 8 && records.iter().all(|r| r["source"]["bytes"].as_u64() <= Some(1024)));
    assert!(records[2]["text"].as_str().expect("text").trim_end().ends_with("аяқталады."), "cut behind a sentence");
    assert_eq!((records[0]["id"].as_str(), records[1]["id"].as_str()), (Some("-"), Some("-~2")));
    let restored = run_in(&std::env::temp_dir(), &["restore"], &run.stdout);
    assert_eq!(restored.text(), page);
    let json = format!("{{\"text\":{}}}", serde_json::to_string(&page).expect("JSON"));
    let restored = round_trip(json.as_bytes(), &["--max-page", "1K"]);
    assert_eq!(restored.text(), page);
}

#[test]
fn an_unknown_flag_is_refused_with_a_suggestion() {
    let run = run(&["clean", "--audti", "full"], b"");
    assert_eq!((run.code, run.text()), (2, ""));
    assert!(run.stderr.contains("--audit"), "{}", run.stderr);
}

#[test]
fn an_unknown_rule_is_refused_with_a_suggestion() {
    let refused = run(&["clean", "--skip", "no-such-rule-at-all"], b"");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("there is no rule `no-such-rule-at-all`"), "{}", refused.stderr);
    let folder = std::env::temp_dir();
    let listed = run_in(&folder, &["rules"], b"");
    for name in listed.text().lines().filter_map(|line| line.split_whitespace().next()).take(3) {
        let shown = run_in(&folder, &["rules", name], b"");
        assert!(shown.code == 0 && shown.text().starts_with(name));
        let misspelt = run_in(&folder, &["rules", &format!("{name}x")], b"");
        assert_eq!(misspelt.code, 2);
        assert!(misspelt.stderr.contains(&format!("did you mean `{name}`?")), "{}", misspelt.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = || Stdio::from(fs::File::options().write(true).open("/dev/full").expect("/dev/full"));
    let f = folder(&[("a.txt", b"one")]);
    let output = command(f.path(), &["clean", "a.txt"]).stdout(full()).output().expect("a run");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output: cannot write"));
    let run = run_in(f.path(), &["clean", "a.txt", "-o", "/dev/full"], b"");
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("/dev/full: cannot write"), "{}", run.stderr);
}

#[test]
fn a_closed_pipe_is_a_normal_end() {
    let f = folder(&[("a.txt", PAGE.repeat(3_000).as_bytes())]);
    let mut child = command(f.path(), &["clean", "--max-page", "2K", "a.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some output");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[test]
fn the_first_record_leaves_before_the_last_page_comes() {
    let mut child = command(&std::env::temp_dir(), &["clean", "--isolated"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut records = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let begun = Instant::now();
    for id in ["-", "-#2"] {
        write!(stdin, "{PAGE}\x0c").expect("input is taken");
        let record = records.next().expect("a record at once").expect("UTF-8");
        assert!(record.starts_with(&format!("{{\"id\":\"{id}\"")), "{record}");
    }
    drop(stdin);
    assert!(records.next().is_none() && begun.elapsed() < Duration::from_secs(20));
    assert!(child.wait().expect("the end").success());
}

#[test]
fn the_number_of_threads_does_not_show() {
    let pages: String = (0..600).map(|i| format!("Page {i}\n\n{}\x0c\n", PAGE.repeat(i % 7))).collect();
    let runs = ["1", "2", "8"].map(|jobs| run(&["clean", "--audit", "full", "-j", jobs], pages.as_bytes()).stdout);
    assert!(runs[0].len() > pages.len() && runs[0] == runs[1] && runs[1] == runs[2]);
}

#[test]
fn pages_come_back_byte_for_byte() {
    let odd = [
        "",
        "\n",
        " ",
        "a",
        "\r",
        "a\r\n\r\nb",
        "\t\u{a0}\u{2028}x\u{85}",
        "𝄞\u{301}\u{200d}",
        "<p>Қазақ&nbsp;тілі</p>",
        "title\n\n\n\n\nbody\n\n",
        "{\"text\":",
        "\u{1b}[31m\u{7f}",
        "Ð°Ð±Ð²",
        "?аза?стан",
        "\u{fffd}",
        "https://e.kz/a?b=c&amp;d\n21.02.2025, 18:30\nПоделиться\nТэги: а, б",
    ];
    for page in odd.iter().copied().chain([PAGE]) {
        assert_eq!(round_trip(page.as_bytes(), &["--format", "text"]).text(), page);
    }
    let all = odd.join("\x0c\n");
    assert_eq!(round_trip(all.as_bytes(), &["--format", "text"]).text(), all, "as a stream");
}

#[test]
fn restored_pages_can_be_json_lines_or_files() {
    let lines = "{\"id\":\"x\",\"url\":\"https://e.kz\",\"text\":\"a\\nb\",\"n\":1}\n{\"id\":\"y\",\"text\":\"c\"}\n";
    let records = run(&["clean", "--audit", "full"], lines.as_bytes()).stdout;
    let back = run_in(&std::env::temp_dir(), &["restore", "--format", "jsonl"], &records);
    let values = |text: &str| text.lines().map(|l| serde_json::from_str::<Value>(l).expect("JSON")).collect::<Vec<_>>();
    assert_eq!(values(back.text()), values(lines));

    let f = folder(&[("in/a.txt", b"one\x0ctwo"), ("in/b/c", b"three")]);
    let records = run_in(f.path(), &["clean", "--audit", "full", "in"], b"").stdout;
    let written = run_in(f.path(), &["restore", "-o", "out/"], &records);
    assert_eq!(written.code, 0, "{}", written.stderr);
    for (name, text) in [("out/in/a.txt", "one"), ("out/in/a#2.txt", "two"), ("out/in/b/c", "three")] {
        assert_eq!(fs::read_to_string(f.path().join(name)).expect(name), text);
    }
}

#[test]
fn restore_says_which_record_is_at_fault() {
    let records = clean(&[], b"good one\x0cbad one\x0cgood two").stdout;
    let records = String::from_utf8(records).expect("UTF-8").replace("\"bad one\"", "\"bad\"");
    let run1 = run_in(&std::env::temp_dir(), &["restore"], records.as_bytes());
    assert_eq!((run1.code, run1.text()), (3, "good one\x0cgood two"));
    assert!(run1.stderr.contains("-:2: record \"-#2\": "), "{}", run1.stderr);
    let counts = run(&["clean"], b"page").stdout;
    let run2 = run_in(&std::env::temp_dir(), &["restore"], &counts);
    assert_eq!(run2.code, 3);
    assert!(run2.stderr.contains("written without `--audit full`"), "{}", run2.stderr);
}

#[test]
fn an_output_file_appears_only_when_it_is_complete() {
    let f = folder(&[("in.txt", b"one"), ("out.jsonl", b"old")]);
    let refused = run_in(f.path(), &["clean", "in.txt", "-o", "missing/out.jsonl"], b"");
    assert_eq!(refused.code, 3);
    let written = run_in(f.path(), &["clean", "in.txt", "-o", "out.jsonl"], b"");
    assert_eq!((written.code, written.text()), (0, ""));
    assert!(fs::read_to_string(f.path().join("out.jsonl")).expect("a file").starts_with("{\"id\":\"in.txt\""));
    let mut names: Vec<_> =
        fs::read_dir(f.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(names, ["in.txt", "out.jsonl"], "nothing else is left behind");
}

#[test]
fn explain_shows_colour_only_where_it_is_wanted() {
    let f = folder(&[("page.txt", PAGE.as_bytes())]);
    let colored = |flags: &[&str], name: &str, value: &str| {
        let output =
            command(f.path(), &[&["explain", "page.txt"], flags].concat()).env(name, value).output().expect("a run");
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&[], "TERM", "xterm"), "not a terminal");
    assert!(colored(&["--color", "always"], "TERM", "xterm"));
    assert!(colored(&["--color", "always"], "NO_COLOR", "1"), "the flag is stronger");
    assert!(colored(&[], "CLICOLOR_FORCE", "1"));
    assert!(!colored(&["--color", "never"], "CLICOLOR_FORCE", "1"));
    let text = run_in(f.path(), &["explain", "page.txt"], b"");
    assert!(text.text().contains("article 1 of 1") && text.text().contains("Кітапхана қала"));
}

#[test]
fn the_configuration_file_has_the_names_of_the_flags() {
    let f = folder(&[("tazala.toml", b"audit = \"none\"\njobs = 1\nprobable = true\n"), ("a.txt", b"one")]);
    let clean = |flags: &[&str]| run_in(f.path(), &[&["clean", "a.txt"], flags].concat(), b"");
    assert!(clean(&[]).records()[0].get("removed").is_none(), "found in the working directory");
    assert!(clean(&["--audit", "counts"]).records()[0].get("removed").is_some(), "flags win");
    assert!(clean(&["--isolated"]).records()[0].get("removed").is_some());

    for (settings, message) in [
        ("jobs = 1\nauditt = \"full\"\n", "t.toml:2: there is no setting `auditt`; did you mean `audit`?"),
        ("audit = \"loud\"\n", "t.toml:1: invalid value 'loud' for 'audit"),
        ("\nskip = [\"no-such\"]\n", "t.toml:2: invalid value 'no-such' for 'skip"),
        ("jobs = [\n", "t.toml:"),
        ("probable = 3\n", "t.toml:1: `probable` must be true or false"),
    ] {
        fs::write(f.path().join("t.toml"), settings).expect("a file");
        let run = clean(&["--config", "t.toml"]);
        assert_eq!((run.code, run.text()), (2, ""), "{settings}");
        assert!(run.stderr.contains(message), "{settings}: {}", run.stderr);
    }
    assert_eq!(clean(&["--config", "none.toml"]).code, 2);
}

#[test]
fn messages_and_progress_stay_off_standard_output() {
    let lines = "{\"text\":\"a\"}\nbroken\n{\"text\":\"b\"}\n";
    let run = run(&["clean", "--format", "jsonl", "--progress", "always"], lines.as_bytes());
    assert_eq!((run.code, run.records().len()), (3, 2));
    assert!(run.stderr.contains("2 pages, 2 articles"), "{}", run.stderr);
}

#[test]
fn check_fails_when_a_threshold_is_passed() {
    let f = folder(&[("a.txt", PAGE.as_bytes()), ("b.txt", b"")]);
    let check = |flags: &[&str]| run_in(f.path(), &[&["check", "a.txt", "b.txt"], flags].concat(), b"");
    let passed = check(&["--min-articles", "1", "--max-removed", "100%"]);
    assert_eq!(passed.code, 0, "{}", passed.text());
    assert!(passed.text().contains("2 pages, 1 article,"), "{}", passed.text());
    let failed = check(&["--min-articles", "2"]);
    assert_eq!(failed.code, 1);
    assert!(failed.text().ends_with("failed: 1 article, at least 2 wanted\n"), "{}", failed.text());
    let foreign = check(&["--languages", "tr"]);
    assert_eq!(foreign.code, 1);
    assert!(foreign.text().contains(": language: the text is in"), "{}", foreign.text());
    let json = check(&["--languages", "tr", "--output-format", "json"]);
    let values = json.records();
    assert!(values.iter().any(|v| v["rule"] == "language" && v["path"] == "a.txt"));
    assert_eq!(values.last().expect("a summary")["summary"]["pages"], 2);
    assert_eq!(check(&["--max", "no-such=1"]).code, 2);
    assert_eq!(run_in(f.path(), &["check", "a.txt", "none.txt", "--min-articles", "9"], b"").code, 3);
}

#[test]
fn repair_gives_one_record_for_one() {
    let lines = "{\"id\":1,\"text\":\"Бір\",\"n\":[1]}\n{\"id\":\"b\",\"bytes_b64\":\"0ZHRgQ==\",\"text\":\"no\"}\n{}\n{\"text\":\"c\"}\n";
    let run = run(&["repair", "--format", "jsonl"], lines.as_bytes());
    let records = run.records();
    assert_eq!((run.code, records.len()), (3, 3));
    assert!(run.stderr.contains("-:3: the record has neither the field \"text\" nor \"bytes_b64\""), "{}", run.stderr);
    let names = |record: &Value| record.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>());
    let all = ["confidence", "edits", "encoding", "flags", "id", "n", "text"].map(str::to_string);
    assert_eq!(names(&records[0]).as_deref(), Some(&all[..]));
    assert_eq!(
        (&records[0]["id"], &records[0]["text"], &records[0]["n"]),
        (&1.into(), &"Бір".into(), &serde_json::json!([1]))
    );
    assert_eq!((&records[1]["id"], &records[1]["text"]), (&"b".into(), &"ёс".into()));
    assert_eq!(records[2]["id"], "-#4");
}

#[test]
fn repair_gives_bytes_as_their_author_typed_them() {
    // "Біздiң ауыл" with a Latin i, as text and as bytes of KZ-1048.
    let lines = "{\"id\":\"t\",\"text\":\"Біздiң ауылда жаңа көпір салынды\"}\n\
                 {\"id\":\"b\",\"bytes_b64\":\"wbPn5Gm+IODz++vk4CDm4L7gIOq077PwIPHg6/vt5Ps=\"}\n";
    let texts = |flags: &[&str]| {
        let records = run(&[&["repair", "--format", "jsonl"], flags].concat(), lines.as_bytes()).records();
        records.iter().map(|r| r["text"].as_str().expect("a text").to_string()).collect::<Vec<_>>()
    };
    let (typed, mended) = ("Біздiң ауылда жаңа көпір салынды", "Біздің ауылда жаңа көпір салынды");
    assert_eq!(texts(&[]), [mended, typed]);
    assert_eq!(texts(&["--probable"]), [mended, mended]);
    assert_eq!(texts(&["--only", "latin-homoglyph"]), [mended, mended]);
    let records = run(&["repair", "--format", "jsonl"], lines.as_bytes()).records();
    assert_eq!(records[1]["encoding"], "kz-1048");
    assert_eq!(records[1]["flags"][0]["reading"], "Біздің");
}

#[test]
fn repair_leaves_good_text_as_it_is() {
    let text = format!("{PAGE}\x0c\n{}\x0c\r\n\x0cend", PAGE.replace('\n', "\r\n"));
    let run = run(&["repair"], text.as_bytes());
    assert_eq!((run.code, run.text()), (0, &*text));
}

#[test]
fn detect_answers_in_three_units() {
    let line = "{\"id\":7,\"text\":\"Бір екі\\nҮш\",\"lines\":[{\"text\":\"Бір екі\"},{\"text\":\"Үш\"}]}\n";
    let detect =
        |flag: &[&str]| run(&[&["detect", "--format", "jsonl"], flag].concat(), line.as_bytes()).records().remove(0);
    let text = detect(&[]);
    assert!(
        text["id"] == 7 && text["lang"].is_string() && text["script"].is_string() && text["confidence"].is_number()
    );
    assert_eq!(detect(&["--lines"])["lines"].as_array().map(Vec::len), Some(2));
    let spans = detect(&["--spans"])["spans"].clone();
    assert_eq!(spans.as_array().and_then(|s| s.last()).map(|s| s[1].clone()), Some(10.into()), "{spans}");
    let f = folder(&[("a.txt", PAGE.as_bytes())]);
    assert!(run_in(f.path(), &["detect", "a.txt"], b"").text().starts_with("a.txt: utf-8 (1.00, "));
}

#[test]
fn real_records_keep_to_the_schema() {
    let schema = run_in(&std::env::temp_dir(), &["schema"], b"");
    let validator = jsonschema::validator_for(&schema.value()).expect("a schema");
    let page = format!("Басты бет\n\n{PAGE}\n21.02.2025\nAстана &nbsp;қаласы.Жаңа\nБөлісу");
    let line = serde_json::json!({"id": 1, "url": "https://e.kz", "text": page, "views": 5}).to_string();
    for input in [page.as_bytes(), line.as_bytes(), b"", b"\xcf\xf0\xe8\xe2\xe5\xf2", b"a\0\xff"] {
        for flags in [["--audit", "full"], ["--audit", "counts"], ["--audit", "none"], ["--max-page", "1K"]] {
            for record in run(&[&["clean"], &flags[..]].concat(), input).records() {
                let faults: Vec<String> =
                    validator.iter_errors(&record).map(|e| format!("{}: {e}", e.instance_path)).collect();
                assert!(faults.is_empty(), "{faults:?} in {record}");
            }
        }
    }
}

#[test]
fn completions_and_manual_know_the_verbs() {
    let folder = std::env::temp_dir();
    let completions = run_in(&folder, &["completions", "bash"], b"");
    assert!(completions.code == 0 && completions.text().contains("--page-separator"));
    let manual = run_in(&folder, &["man", "clean"], b"");
    assert!(manual.code == 0 && manual.text().contains("max\\-page"), "{}", manual.text());
}

/// A page of HTML about one article.
const HTML: &str = "<!doctype html><html lang=kk><head><meta charset=utf-8><title>Ауылға су келді</title>\
    <meta property=og:type content=article></head><body><nav><a href=/>Басты бет</a> <a href=/n>Жаңалықтар</a></nav>\
    <h1>Ауылға су келді</h1><p>Бүгін Тасөткел ауылына ауыз су келді, құбырдың ұзындығы он екі шақырым.</p>\
    <p>Бұрын тұрғындар суды <b>көрші</b> ауылдан машинамен тасып ішетін, деді әкімдік өкілі.</p></body></html>";

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

#[test]
fn html_is_told_by_its_beginning() {
    let text = "Бүгін Тасөткел ауылына ауыз су келді, құбырдың ұзындығы он екі шақырым.\n\n\
        Бұрын тұрғындар суды көрші ауылдан машинамен тасып ішетін, деді әкімдік өкілі.";
    let line = serde_json::json!({"id": "a", "text": HTML}).to_string();
    let legacy = HTML
        .replace("charset=utf-8", "charset=windows-1251")
        .replace(['ғ', 'қ', 'ң', 'ү', 'ұ', 'ө', 'і', 'ә', 'һ'], "и");
    let (legacy_bytes, ..) = encoding_rs::WINDOWS_1251.encode(&legacy);
    for (input, arguments) in [
        (HTML.as_bytes().to_vec(), &["clean", "--audit", "full"][..]),
        (packed(HTML.as_bytes()), &["clean", "--audit", "full"]),
        (packed(line.as_bytes()), &["clean", "--audit", "full", "--format", "jsonl"]),
        (
            HTML.replace("<!doctype html><html lang=kk>", "").into_bytes(),
            &["clean", "--audit", "full", "--format", "html"],
        ),
    ] {
        let run = run(arguments, &input);
        let records = run.records();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0]["title"], "Ауылға су келді");
        assert_eq!(records[0]["text"], text);
        // Places are those in the page as it came.
        assert!(HTML.ends_with(&run.pages()[0]) || run.pages()[0] == HTML);
    }
    let run = run(&["clean"], &legacy_bytes);
    assert_eq!(run.records()[0]["source"]["encoding"], "windows-1251");
    // What is called text is text.
    let records = self::run(&["clean", "--format", "text"], HTML.as_bytes()).records();
    assert_ne!(records[0]["text"], text);
}

#[test]
fn what_recurs_is_learnt_and_taken_out() {
    let folder = TempDir::new().expect("a folder");
    let notice = "Біздің редакция әр жаңалықты өз тілшісінен ғана алып, сіздерге сол күні жеткізеді.";
    let bodies: [&str; 8] = [
        "Ауданда жаңа диірмен іске қосылып, күніне он тонна ұн тарта бастады, деп хабарлады кәсіпкер.",
        "Облыстық театр маусымды екі жаңа қойылыммен ашатынын режиссер баспасөз мәслихатында айтты.",
        "Қала маңындағы көлден биыл балық аулауға тыйым салынды, себебі су деңгейі қатты төмендеген.",
        "Жас шахматшы халықаралық жарыстан қола медальмен оралып, жаттықтырушысына алғыс айтты бүгін.",
        "Метеорологтар ертең боран соғатынын ескертіп, жолаушыларды ұзақ сапарға шықпауға шақырды.",
        "Мектептерде тегін ыстық тамақ беру келесі тоқсаннан басталады, деп мәлімдеді басқарма басшысы.",
        "Теміржолшылар көпірдің рельсін ауыстырып бітіп, пойыздар қозғалысы толық қалпына келтірілді.",
        "Ветеринарлар малды егуді аяқтады, енді шөпті қыстаққа тасу жұмысы басталады деп отыр шаруалар.",
    ];
    for (n, body) in bodies.iter().enumerate() {
        let page = format!(
            "{body}\n{notice}\nСоңғы сөйлем осы беттің өзіне ғана тән {} болып қала береді.\n",
            "сөз".repeat(n + 1)
        );
        fs::write(folder.path().join(format!("{n}.txt")), page).expect("a page");
    }
    let pages: Vec<String> = (0..8).map(|n| format!("{n}.txt")).collect();
    let learn = |files: &[String], jobs: &str, out: &str| {
        let mut arguments = vec!["learn", "-j", jobs, "-o", out];
        arguments.extend(files.iter().map(String::as_str));
        assert_eq!(run_in(folder.path(), &arguments, b"").code, 0);
        fs::read_to_string(folder.path().join(out)).expect("a table")
    };
    let table = learn(&pages, "1", "site.tsv");
    let mut turned = pages.clone();
    turned.reverse();
    assert_eq!(table, learn(&turned, "3", "turned.tsv"));
    assert!(table.contains(&format!("line\t\t8\t{notice}\n")), "{table}");
    assert_eq!(table.lines().count(), 3, "{table}");

    // Two shards give what all pages give.
    learn(&pages[..4], "1", "a.tsv");
    learn(&pages[4..], "1", "b.tsv");
    assert_eq!(run_in(folder.path(), &["learn", "--merge", "a.tsv", "--merge", "b.tsv"], b"").text(), table);

    for (n, body) in bodies.iter().enumerate() {
        let page = format!("{n}.txt");
        let without = run_in(folder.path(), &["clean", &page], b"").records();
        assert!(without[0]["text"].as_str().expect("text").contains(notice), "page {n}");
        let records = run_in(folder.path(), &["clean", "--site", "site.tsv", "--audit", "full", &page], b"").records();
        let text = records[0]["text"].as_str().expect("text");
        assert!(text.contains(body) && text.contains("Соңғы сөйлем") && !text.contains(notice), "page {n}: {text}");
        let removed = records[0]["removed"].as_array().expect("removals");
        let rules: Vec<&Value> = removed.iter().filter(|r| r["text"] == notice).map(|r| &r["rules"][0]).collect();
        assert_eq!(rules, ["recurring-line"]);
    }
    assert_eq!(run_in(folder.path(), &["learn"], b"text").code, 2);
    fs::write(folder.path().join("no.tsv"), "text\n").expect("a file");
    assert_eq!(run_in(folder.path(), &["clean", "--site", "no.tsv", "0.txt"], b"").code, 2);
}
