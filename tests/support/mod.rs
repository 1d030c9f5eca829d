//! The built binary, run as a user runs it.
#![allow(dead_code)] // each test file uses a part

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder of articles that come with the project.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// `onrecord ARGS`, with what it printed and its exit code.
pub struct Ran {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

pub fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Ran {
    ran(command().args(args).output().expect("the binary starts"))
}

/// With bytes on standard input.
pub fn run_with_input<S: AsRef<std::ffi::OsStr>>(args: &[S], input: &[u8]) -> Ran {
    let mut child = command()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The binary may end without reading all.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the writer ends");
    ran(output)
}

fn ran(output: Output) -> Ran {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!stderr.contains("panicked"), "a panic reached the user:\n{stderr}");
    Ran { code: output.status.code().expect("it was not killed"), stdout: output.stdout, stderr }
}

impl Ran {
    /// Standard output as records.
    pub fn records(&self) -> Vec<Value> {
        lines(&self.stdout)
    }

    /// The rejects that went to standard error.
    pub fn rejects(&self) -> Vec<Value> {
        self.stderr
            .lines()
            .filter(|l| l.starts_with('{'))
            .map(|l| serde_json::from_str(l).expect("JSON"))
            .collect()
    }
}

/// Lines of JSON.
pub fn lines(bytes: &[u8]) -> Vec<Value> {
    let lines = bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty());
    lines.map(|l| serde_json::from_slice(l).expect("a line is JSON")).collect()
}

/// Every file below `folder` with its bytes, by relative path.
pub fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(place) = open.pop() {
        for entry in std::fs::read_dir(&place).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                files.push((path.strip_prefix(folder).expect("it is below").to_path_buf(), bytes));
            }
        }
    }
    files.sort();
    files
}

/// Checks what every record promises: spans slice to their own text, ids are unique and references
/// lead somewhere.
pub fn check(record: &Value) {
    let text: Vec<char> = record["text"].as_str().expect("text").chars().collect();
    walk(record, &text);
    let ids = |layer: &str| -> Vec<String> {
        let items = record[layer].as_array().expect(layer).iter();
        items.map(|item| item["id"].as_str().expect("an id").to_string()).collect()
    };
    let (actors, dates, quotes, claims) = (ids("actors"), ids("dates"), ids("quotes"), ids("claims"));
    for list in [&actors, &dates, &quotes, &claims] {
        let mut unique = list.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), list.len(), "an id comes twice in {}", record["id"]);
    }
    let leads = |value: &Value, to: &[String]| {
        if let Some(id) = value.as_str() {
            assert!(to.iter().any(|known| known == id), "{id} leads nowhere in {}", record["id"]);
        }
    };
    for quote in record["quotes"].as_array().expect("quotes") {
        assert!(!quote["content"]["spans"].as_array().expect("spans").is_empty());
        quote["speakers"].as_array().expect("speakers").iter().for_each(|s| leads(s, &actors));
        leads(&quote["addressee"], &actors);
        leads(&quote["date"], &dates);
        leads(&quote["within"], &quotes);
    }
    for claim in record["claims"].as_array().expect("claims") {
        leads(&claim["quote"], &quotes);
        leads(&claim["date"], &dates);
        claim["actors"].as_array().expect("actors").iter().for_each(|a| leads(a, &actors));
        assert!(claim["gist"].as_str().expect("a gist").split_whitespace().count() <= 12);
    }
}

/// Every object with `start`, `end` and `text` slices to its text.
fn walk(value: &Value, text: &[char]) {
    match value {
        Value::Object(map) => {
            if let (Some(start), Some(end), Some(own)) = (
                map.get("start").and_then(Value::as_u64),
                map.get("end").and_then(Value::as_u64),
                map.get("text"),
            ) {
                let slice: String = text[start as usize..end as usize].iter().collect();
                assert_eq!(own.as_str(), Some(slice.as_str()));
            }
            map.values().for_each(|v| walk(v, text));
        }
        Value::Array(items) => items.iter().for_each(|v| walk(v, text)),
        _ => {}
    }
}

/// The gold records of the corpus, in order of their files.
pub fn gold() -> Vec<Value> {
    let files = tree(&corpus());
    let gold = files.iter().filter(|(path, _)| path.to_string_lossy().ends_with(".gold.json"));
    gold.flat_map(|(path, bytes)| match serde_json::from_slice(bytes) {
        Ok(Value::Array(records)) => records,
        Ok(record) => vec![record],
        Err(error) => panic!("{}: {error}", path.display()),
    })
    .collect()
}

/// An output folder of these records, as a run would leave it: shards, manifest and graph, no store.
pub fn output_folder(path: &Path, records: &[Value], shard: usize) {
    let mut folder =
        onrecord::store::Folder::open(path, &Default::default(), true).expect("a new folder opens");
    for (i, record) in records.iter().enumerate() {
        let record: onrecord::record::Record = serde_json::from_value(record.clone()).expect("a record");
        folder.article(&record.to_line(), Default::default()).expect("written");
        if (i + 1) % shard == 0 {
            folder.commit().expect("committed");
        }
    }
    folder.commit().expect("committed");
    onrecord::store::graph::write(path, folder.manifest(), Default::default(), None).expect("a graph");
    folder.complete().expect("complete");
}
