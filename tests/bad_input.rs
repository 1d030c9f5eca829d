//! Bad input is a result: a reject that names path, record and reason, or a clear error; never a
//! panic, never a hang, and the other articles come out unharmed.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use support::{check, command, lines, run, run_with_input};
use tempfile::{TempDir, tempdir};

const GOOD: &str =
    "The dam at Orrin Falls is safe, engineer Ada Lund said on Monday. “We checked every gate,” she said.";

/// A folder with one good article and the bad file `name`.
fn folder(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("good.txt"), GOOD).expect("written");
    fs::write(folder.path().join(name), bytes).expect("written");
    folder
}

/// Runs over the folder: the good article must come out, the bad one must be rejected for a reason
/// that holds `reason`.
fn rejects(name: &str, bytes: &[u8], reason: &str) {
    let folder = folder(name, bytes);
    let ran = run(&["extract", folder.path().to_str().expect("UTF-8"), "--output", "-", "--quiet"]);
    assert_eq!(ran.code, 3, "{name}: {}", ran.stderr);
    let records = ran.records();
    assert_eq!(records.len(), 1, "{name}");
    assert_eq!(records[0]["text"], GOOD);
    assert!(records[0]["quotes"].as_array().is_some_and(|q| !q.is_empty()));
    let rejects = ran.rejects();
    assert_eq!(rejects.len(), 1, "{name}: {}", ran.stderr);
    let (path, why) =
        (rejects[0]["path"].as_str().expect("path"), rejects[0]["reason"].as_str().expect("reason"));
    assert!(path.ends_with(name), "{path}");
    assert!(why.contains(reason), "{name}: {why}");
}

#[test]
fn an_empty_file_and_one_of_white_space() {
    rejects("empty.txt", b"", "empty");
    rejects("white.txt", b" \n\t\r\n \n", "empty");
    rejects("empty.html", b"", "empty");
}

#[test]
fn files_that_are_not_utf8() {
    rejects("latin1.txt", b"The caf\xe9 burned down, police said.", "UTF-8");
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    rejects("utf16-without-mark.txt", &utf16, "UTF-");
    let noise: Vec<u8> = (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    rejects("noise.txt", &noise, "");
}

#[test]
fn utf16_with_a_mark_is_read() {
    for big in [false, true] {
        let units = "\u{feff}".encode_utf16().chain(GOOD.encode_utf16());
        let bytes: Vec<u8> =
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
        let folder = folder("utf16.txt", &bytes);
        let ran =
            run(&["extract", folder.path().join("utf16.txt").to_str().expect("UTF-8"), "--output", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(ran.records()[0]["text"], GOOD);
    }
}

#[test]
fn nul_bytes_do_no_harm() {
    let text = format!("{GOOD}\0\n\n\0“It is\0 over,” Lund said.");
    let ran = run_with_input(&["extract", "-", "--format", "text", "--output", "-"], text.as_bytes());
    match ran.code {
        0 => check(&ran.records()[0]),
        3 => assert!(!ran.rejects()[0]["reason"].as_str().expect("reason").is_empty()),
        code => panic!("exit code {code}"),
    }
    let row = json!({"text": text}).to_string();
    let ran = run_with_input(&["extract", "-", "--format", "jsonl", "--output", "-"], row.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.records()[0]["text"], text);
}

/// A million letters of news, and a blob of data without a blank behind it.
#[test]
fn fifty_megabytes_on_one_line() {
    let article = "The mayor of Port Ellery said “the harbour is open” on Monday, and 40 ships left. ";
    let text = article.repeat((1 << 20) / article.len())
        + &"QmFzZTY0IHRoYXQgbm9ib2R5IGFza2VkIGZvcg".repeat((49 << 20) / 38);
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("long.txt");
    fs::write(&path, &text).expect("written");
    let path = path.to_str().expect("UTF-8");
    // More than an article has: a reject that names the limit, and a record where the limit is raised.
    let ran = run(&["extract", path, "--output", "-", "--quiet"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("--max-chars 1000000"), "{}", ran.stderr);
    let ran = run(&["extract", path, "--output", "-", "--quiet", "--max-chars", "100000000"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = ran.records();
    assert_eq!(records[0]["text"].as_str().map(str::len), Some(text.len()));
    assert!(records[0]["quotes"].as_array().is_some_and(|q| q.len() > 10_000));
}

#[test]
fn a_hundred_thousand_nested_quotation_marks() {
    let marks = ["“".repeat(100_000), "\"".repeat(100_000), "“\"".repeat(50_000), "”“".repeat(50_000)];
    for mut text in marks {
        text.push_str("The end, he said.\n\n");
        text.push_str(GOOD);
        let row = json!({"text": text}).to_string();
        let ran = run_with_input(
            &["extract", "-", "--format", "jsonl", "--any-language", "--output", "-"],
            row.as_bytes(),
        );
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let record = &ran.records()[0];
        check(record);
        // The paragraph behind the marks is read as ever.
        let quotes = record["quotes"].as_array().expect("quotes");
        let content = |q: &Value| q["content"]["spans"][0]["text"] == "“We checked every gate,”";
        assert!(quotes.iter().any(|q| content(q) && q["source"]["spans"][0]["text"] == "she"));
    }
}

#[test]
fn a_hundred_thousand_nested_tags() {
    let body = format!("<html><body>{}<p>{GOOD}</p></body></html>", "<div>".repeat(100_000));
    let folder = folder("bomb.html", body.as_bytes());
    let ran = run(&["extract", folder.path().to_str().expect("UTF-8"), "--output", "-", "--quiet"]);
    assert!(matches!(ran.code, 0 | 3), "{}", ran.stderr);
    assert!(ran.records().iter().any(|r| r["text"] == GOOD));
}

#[test]
fn a_gzip_that_breaks_off_gives_what_came_before() {
    let rows: String = (0..2000)
        .map(|i| format!("{}\n", json!({"id": format!("a{i}"), "text": format!("{GOOD} Number {i}.")})))
        .collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(rows.as_bytes()).expect("packed");
    let mut bytes = packed.finish().expect("packed");
    bytes.truncate(bytes.len() / 2);
    let folder = folder("cut.jsonl.gz", &bytes);
    let ran = run(&["extract", folder.path().to_str().expect("UTF-8"), "--output", "-", "--quiet"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.records().len() > 100, "what came before the cut is lost");
    let rejects = ran.rejects();
    assert!(!rejects.is_empty() && rejects.len() <= 2);
    assert!(rejects.iter().all(|r| r["path"].as_str().is_some_and(|p| p.ends_with("cut.jsonl.gz"))));
}

#[test]
fn broken_rows_in_the_middle_of_a_jsonl() {
    let good = |id: &str| json!({"id": id, "text": GOOD}).to_string();
    let rows = [
        good("first"),
        "{\"id\": \"broken\", \"text\": ".to_string(),
        "not json".to_string(),
        json!({"id": "no text"}).to_string(),
        json!({"id": "wrong type", "text": 7}).to_string(),
        json!(["a", "list"]).to_string(),
        "null".to_string(),
        good("last"),
        good("last"),
    ];
    let input = rows.join("\n");
    let ran =
        run_with_input(&["extract", "-", "--format", "jsonl", "--output", "-", "--quiet"], input.as_bytes());
    assert_eq!(ran.code, 3);
    let ids: Vec<Value> = ran.records().iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["first", "last", "last"], "a repeated id is two records");
    let rejects = ran.rejects();
    let records: Vec<u64> = rejects.iter().filter_map(|r| r["record"].as_u64()).collect();
    assert_eq!(records, [1, 2, 3, 4, 5, 6]);
    assert!(rejects.iter().all(|r| r["path"] == "-" && r["reason"].as_str().is_some_and(|s| s.len() > 8)));
    assert!(rejects[2]["reason"].as_str().is_some_and(|r| r.contains("text")));
}

#[test]
fn a_language_that_is_not_english() {
    let french = "Le ministre a déclaré lundi que la digue tiendrait et que les habitants de la vallée pourraient rentrer \
                  chez eux avant la fin de la semaine, selon un communiqué publié par la préfecture. Les secours ont \
                  travaillé toute la nuit pour dégager les routes, a-t-il ajouté devant la presse.";
    rejects("french.txt", french.as_bytes(), "not English");
    let ran = run_with_input(&["extract", "-", "--any-language", "--output", "-"], french.as_bytes());
    assert_eq!(ran.code, 0);
    assert_eq!(ran.records()[0]["language"], "fr");
}

#[test]
fn wrong_usage_and_missing_input() {
    for args in [
        &["extract"][..],
        &["extract", "--format", "pdf", "x"],
        &["extract", "--published", "soon", "x"],
        &["nothing"],
    ] {
        assert_eq!(run(args).code, 2, "{args:?}");
    }
    let ran = run(&["extract", "no/such/file.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("no/such/file.txt"), "{}", ran.stderr);
}

#[test]
fn an_output_that_cannot_be_written() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("occupied");
    fs::write(&file, "a file, not a folder").expect("written");
    let ran = run(&["extract", "corpus", "--output", file.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("occupied"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&file).expect("read"), "a file, not a folder");
}

#[test]
fn a_full_disk_is_an_error_and_no_panic() {
    if !Path::new("/dev/full").exists() {
        return; // only Linux has it
    }
    let sink = fs::OpenOptions::new().write(true).open("/dev/full").expect("it opens");
    let output = command()
        .args(["extract", "corpus", "--output", "-"])
        .stdout(sink)
        .stderr(Stdio::piped())
        .output()
        .expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("standard output") && !stderr.contains("panicked"), "{stderr}");
}

/// A tmpfs of 256 KiB fills up while shards are written: what was committed stays, and the run goes
/// on when there is room. Needs the right to mount, which containers often lack.
#[test]
fn a_disk_that_fills_up_keeps_what_was_committed() {
    let place = tempdir().expect("a folder");
    let (small, input) = (place.path().join("small"), place.path().join("in.jsonl"));
    fs::create_dir(&small).expect("made");
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "none"])
        .arg(&small)
        .output();
    if !mount.is_ok_and(|m| m.status.success()) {
        eprintln!("no right to mount a tmpfs: skipped");
        return;
    }
    let _unmount = Unmount(&small);
    let rows: String =
        (0..400).map(|i| format!("{}\n", json!({"id": i, "text": format!("{GOOD} Number {i}.")}))).collect();
    fs::write(&input, rows).expect("written");
    let out = small.join("out");
    let args = [
        "extract",
        input.to_str().expect("UTF-8"),
        "--shard",
        "10",
        "--quiet",
        "--output",
        out.to_str().expect("UTF-8"),
    ];
    let ran = run(&args);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("small/out"), "{}", ran.stderr);
    let manifest: Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("read")).expect("JSON");
    let shards = manifest["shards"].as_array().expect("shards");
    assert!(!shards.is_empty() && shards.len() < 40);
    for shard in shards {
        let bytes = fs::read(out.join("articles").join(shard["file"].as_str().expect("name"))).expect("read");
        assert_eq!(lines(&bytes).len(), 10);
    }
    let grown = std::process::Command::new("mount")
        .args(["-o", "remount,size=64m"])
        .arg(&small)
        .output()
        .expect("mount runs");
    assert!(grown.status.success());
    let ran = run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let total: usize = fs::read_dir(out.join("articles"))
        .expect("read")
        .map(|e| lines(&fs::read(e.expect("entry").path()).expect("read")).len())
        .sum();
    assert_eq!(total, 400);
}

struct Unmount<'p>(&'p Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = command()
        .args(["extract", "corpus", "corpus", "corpus", "--output", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
