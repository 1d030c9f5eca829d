//! What must hold whatever happens to a run: a kill, changed input or settings, a second process, a
//! signal, changed files, items that are too large. The long form, with many kills in every phase, is
//! `tests/faults/run`.
#![cfg(unix)]

mod support;

use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use support::{Ran, command, lines, run, run_with_input, tree};
use tempfile::tempdir;

fn path(path: &Path) -> &str {
    path.to_str().expect("a test's path is UTF-8")
}

/// A line of JSONL about article `number`.
fn row(number: usize) -> String {
    let text = format!(
        "The ferry was late, Ada Lund said on Tuesday. \"We will add {number} boats,\" said Karl Quill, \
         the harbour's manager. Article {number} ends here."
    );
    format!("{}\n", json!({"id": format!("a{number}"), "text": text}))
}

fn rows(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(row).collect()
}

/// Input and output of a run that was stopped with records that are safe and others that are not.
struct Stopped {
    input: PathBuf,
    out: PathBuf,
    items: usize,
    _place: tempfile::TempDir,
}

const ITEMS: usize = 400;

impl Stopped {
    fn new(args: &[&str]) -> Stopped {
        let place = tempdir().expect("a folder");
        let (input, out) = (place.path().join("in.jsonl"), place.path().join("out"));
        fs::write(&input, rows(0..ITEMS)).expect("written");
        let mut child = start(&input, &out, args);
        let began = Instant::now();
        while items(&out) < 40 {
            assert!(began.elapsed() < Duration::from_secs(120), "nothing becomes safe");
            assert!(child.try_wait().expect("asked").is_none(), "the run ended before it could be stopped");
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let items = items(&out);
        assert!(items < ITEMS, "the run was whole before it could be stopped");
        Stopped { input, out, items, _place: place }
    }

    fn again(&self, more: &[&str]) -> Ran {
        let args = ["extract", path(&self.input), "--output", path(&self.out), "--shard", "20", "--quiet"];
        run(&[&args[..], more].concat())
    }

    /// The ids of all records in the output folder, in order.
    fn ids(&self) -> Vec<String> {
        let mut shards: Vec<PathBuf> = fs::read_dir(self.out.join("articles"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        shards.sort();
        let records = shards.iter().flat_map(|shard| lines(&fs::read(shard).expect("readable")));
        records.map(|record| record["id"].as_str().expect("an id").to_owned()).collect()
    }
}

fn start(input: &Path, out: &Path, more: &[&str]) -> Child {
    let args = ["extract", path(input), "--output", path(out), "--shard", "20", "--jobs", "1"];
    command().args(args).args(more).stderr(Stdio::piped()).spawn().expect("it starts")
}

/// Items that the manifest of `out` accounts for.
fn items(out: &Path) -> usize {
    onrecord::store::folder::read_manifest(out).ok().flatten().map_or(0, |manifest| manifest.items())
}

#[test]
fn a_changed_input_is_refused_and_a_grown_one_continued() {
    let stopped = Stopped::new(&[]);
    let before = tree(&stopped.out);
    for (change, input) in [
        ("a line in front", rows((900..901).chain(0..ITEMS))),
        ("the order reversed", rows((0..ITEMS).rev())),
        ("the first lines deleted", rows(30..ITEMS)),
        ("cut", rows(0..10)),
        ("other articles", rows(1000..1000 + ITEMS)),
        ("emptied", String::new()),
    ] {
        fs::write(&stopped.input, input).expect("written");
        let ran = stopped.again(&[]);
        assert_eq!(ran.code, 1, "{change}: {}", ran.stderr);
        assert!(ran.stderr.contains("input has changed"), "{change}: {}", ran.stderr);
        assert_eq!(items(&stopped.out), stopped.items, "{change}");
    }
    let kept = |tree: &[(PathBuf, Vec<u8>)]| {
        tree.iter().filter(|(p, _)| p.extension().is_some_and(|e| e == "jsonl")).count()
    };
    assert_eq!(kept(&before), kept(&tree(&stopped.out)));

    fs::write(&stopped.input, rows(0..ITEMS + 30)).expect("written");
    let ran = stopped.again(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let all: Vec<String> = (0..ITEMS + 30).map(|n| format!("a{n}")).collect();
    assert_eq!(stopped.ids(), all);

    // The run is finished: the same command does nothing, and more input is added as if it had
    // been there from the start.
    assert_eq!(stopped.again(&[]).code, 0);
    fs::write(&stopped.input, rows(0..ITEMS + 35)).expect("written");
    assert_eq!(stopped.again(&[]).code, 0);
    let whole = stopped.out.with_file_name("whole");
    let ran = run(&["extract", path(&stopped.input), "--output", path(&whole), "--shard", "20", "--quiet"]);
    assert_eq!(ran.code, 0);
    let names = |tree: &[(PathBuf, Vec<u8>)]| tree.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    let (whole, grown) = (tree(&whole), tree(&stopped.out));
    assert_eq!(names(&whole), names(&grown));
    for ((name, whole), (_, grown)) in whole.iter().zip(&grown) {
        assert!(whole == grown, "{} differs", name.display());
    }
}

#[test]
fn changed_settings_models_and_shards_are_refused_by_name() {
    let stopped = Stopped::new(&[]);
    for (flags, says) in [
        (&["--html", "fast"][..], "--html was exact, is fast"),
        (&["--min-confidence", "0.5"], "--min-confidence was"),
        (&["--max-chars", "5000"], "--max-chars was 1000000, is 5000"),
        (&["--precision", "f32"], "--precision was int8, is f32"),
    ] {
        let ran = stopped.again(flags);
        assert_eq!(ran.code, 1, "{flags:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{flags:?}: {}", ran.stderr);
    }
    // The model by its content, not its place.
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let model = stopped.out.with_file_name("model");
    fs::create_dir(&model).expect("made");
    for file in ["model.safetensors", "tokenizer.json", "config.json"] {
        fs::copy(models.join(file), model.join(file)).expect("copied");
    }
    let tokenizer = fs::read_to_string(model.join("tokenizer.json")).expect("read");
    fs::write(model.join("tokenizer.json"), format!("{tokenizer} ")).expect("written");
    let ran = stopped.again(&["--model", path(&model)]);
    assert!(ran.code == 1 && ran.stderr.contains("model was"), "{}", ran.stderr);

    let shard = stopped.out.join("articles/part-00000.jsonl");
    let bytes = fs::read(&shard).expect("read");
    fs::write(&shard, &bytes[..bytes.len() / 2]).expect("written");
    let ran = stopped.again(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("part-00000.jsonl: was changed"), "{}", ran.stderr);
    fs::write(&shard, bytes).expect("written");
    assert_eq!(stopped.again(&["--model", path(&models)]).code, 0, "the same model from its folder");
}

#[test]
fn a_second_writer_is_refused_and_an_unfinished_run_warned_of() {
    let place = tempdir().expect("a folder");
    let (input, out) = (place.path().join("in.jsonl"), place.path().join("out"));
    fs::write(&input, rows(0..ITEMS)).expect("written");
    let mut child = start(&input, &out, &["--quiet"]);
    while items(&out) < 20 {
        assert!(child.try_wait().expect("asked").is_none(), "it ended early");
        std::thread::sleep(Duration::from_millis(2));
    }
    for more in [&[][..], &["--overwrite"]] {
        let second = start(&input, &out, more).wait_with_output().expect("it ends");
        assert_eq!(second.status.code(), Some(1));
        let stderr = String::from_utf8_lossy(&second.stderr);
        assert!(stderr.contains("another onrecord is writing"), "{stderr}");
    }
    let ran = run(&["export", path(&out), "--to", "jsonl"]);
    assert!(ran.code == 1 && ran.stderr.contains("unfinished"), "{}", ran.stderr);
    let index = run(&["index", path(&out)]);
    assert!(index.code == 1 && index.stderr.contains("another onrecord"), "{}", index.stderr);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(run(&["export", path(&out), "--to", "jsonl"]).code, 0);
}

#[test]
fn a_signal_keeps_the_work_and_says_how_to_go_on() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let place = tempdir().expect("a folder");
        let (input, out) = (place.path().join("in.jsonl"), place.path().join("out"));
        fs::write(&input, rows(0..ITEMS)).expect("written");
        let child = start(&input, &out, &[]);
        while items(&out) < 20 {
            std::thread::sleep(Duration::from_millis(2));
        }
        let kill = std::process::Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status();
        assert!(kill.expect("kill starts").success());
        let began = Instant::now();
        let ended = child.wait_with_output().expect("it ends");
        assert!(began.elapsed() < Duration::from_secs(10), "{signal}");
        let stderr = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{stderr}");
        let said = format!("{} items are safe", items(&out));
        assert!(stderr.contains(&said) && stderr.contains("the same command goes on"), "{stderr}");
        let names = fs::read_dir(&out).expect("a folder").map(|e| e.expect("an entry").file_name());
        assert!(!names.into_iter().any(|name| name.to_string_lossy().ends_with(".tmp")));
    }
}

#[test]
fn what_is_too_large_is_a_reject_and_its_neighbours_are_read() {
    let place = tempdir().expect("a folder");
    let folder = place.path().join("in");
    fs::create_dir(&folder).expect("made");
    let page = format!("<html><body><article>{}", "<p>a ".repeat(1_200_000));
    fs::write(folder.join("page.html"), page).expect("written");
    fs::write(folder.join("word.txt"), "lorem".repeat(3_000_000)).expect("written");
    fs::write(folder.join("good.txt"), "The weir held, Ada Lund said on Tuesday.").expect("written");
    let line = format!("{}\n{}", json!({"text": "a ".repeat(2_000_000)}), row(1));
    fs::write(folder.join("z.jsonl"), line).expect("written");
    let began = Instant::now();
    let ran = run(&["extract", path(&folder), "--output", "-"]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(ran.records().len(), 2);
    let reasons: Vec<String> =
        ran.rejects().iter().map(|reject| reject["reason"].as_str().expect("a reason").to_owned()).collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].contains("tags and pieces of text"), "{reasons:?}");
    assert!(reasons[1..].iter().all(|reason| reason.contains("--max-chars 1000000")), "{reasons:?}");
    let ran = run_with_input(
        &["extract", "-", "--output", "-", "--max-chars", "20"],
        b"The weir held for a long time.",
    );
    assert!(ran.code == 3 && ran.stderr.contains("more than --max-chars 20"), "{}", ran.stderr);
}
