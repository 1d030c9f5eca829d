//! `onrecord export` on the gold records of the corpus: whole, in part, twice.

mod support;

use onrecord::export::Format;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use support::{gold, lines, output_folder, run, tree};
use tempfile::{TempDir, tempdir};

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn indexed() -> TempDir {
    let place = tempdir().expect("a folder");
    output_folder(place.path(), &gold(), 7);
    assert_eq!(run(&["index", text(place.path()), "--quiet"]).code, 0);
    place
}

/// Rows of the JSONL export, by label or type.
fn rows(folder: &Path, args: &[&str]) -> BTreeMap<String, Vec<Value>> {
    let ran = run(&[&["export", text(folder), "--to", "jsonl"], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut rows: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in lines(&ran.stdout) {
        let name = row["node"].as_str().or(row["edge"].as_str()).expect("a label").to_string();
        rows.entry(name).or_default().push(row);
    }
    rows
}

/// Every edge leads from a node to a node, and nodes come once and first.
fn check(rows: &BTreeMap<String, Vec<Value>>) {
    let nodes = rows.values().flatten().filter(|r| r["id"].is_string());
    let mut ids = HashSet::new();
    for node in nodes {
        assert!(ids.insert(node["id"].as_str().expect("an id")), "{node}");
    }
    for edge in rows.values().flatten().filter(|r| r["edge"].is_string()) {
        for end in ["start", "end"] {
            assert!(ids.contains(edge[end].as_str().expect("an end")), "{edge}");
        }
    }
}

#[test]
fn a_second_export_is_the_same_to_the_byte() {
    let place = indexed();
    for format in Format::ALL {
        let outs = ["one", "two"].map(|name| place.path().join(format!("{}-{name}", format.name())));
        for out in &outs {
            let ran = run(&["export", text(place.path()), "--to", format.name(), "--output", text(out)]);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
        }
        if format.is_folder() {
            let [one, two] = outs.map(|out| tree(&out));
            assert!(one.len() > 15 && one == two, "{}", format.name());
        } else {
            let [one, two] = outs.map(|out| std::fs::read(out).expect("a file"));
            assert!(one.len() > 10_000 && one == two, "{}", format.name());
            let ran = run(&["export", text(place.path()), "--to", format.name()]);
            assert!(ran.stdout == one, "{}: standard output is the same", format.name());
        }
    }
}

#[test]
fn a_part_is_a_graph_of_its_own() {
    // An actor that the articles call by several names has one name in every part.
    let place = tempdir().expect("a folder");
    let mut records = gold();
    for actor in records.iter_mut().skip(3).flat_map(|r| r["actors"].as_array_mut().expect("actors")) {
        actor["name"] = actor["name"].as_str().expect("a name").to_uppercase().into();
    }
    output_folder(place.path(), &records, 7);
    assert_eq!(run(&["index", text(place.path()), "--quiet"]).code, 0);
    let whole = rows(place.path(), &[]);
    check(&whole);
    for filter in [&["--about", "Kestria"][..], &["--kind", "direct"], &["--number"]] {
        let part = rows(place.path(), filter);
        check(&part);
        for (table, rows) in &part {
            assert!(rows.iter().all(|row| whole[table].contains(row)), "{table}: a row of the whole graph");
        }
        let query = [&["query", text(place.path())], filter, &["--limit", "0", "--format", "jsonl"]].concat();
        let quotes: HashSet<String> =
            lines(&run(&query).stdout).iter().map(|q| q["id"].as_str().expect("an id").to_string()).collect();
        let taken: HashSet<String> =
            part["Quote"].iter().map(|q| q["id"].as_str().expect("an id").to_string()).collect();
        assert_eq!(taken, quotes, "{filter:?}");
        assert!(part.values().map(Vec::len).sum::<usize>() < whole.values().map(Vec::len).sum::<usize>());
        assert!(!part["SAID"].is_empty() && !part["Claim"].is_empty() && !part["Mention"].is_empty());
    }
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let place = indexed();
    let other = tempdir().expect("a folder");
    std::fs::write(other.path().join("nodes_thesis.csv"), "dear").expect("written");
    let ran = run(&["export", text(place.path()), "--to", "parquet", "--output", text(other.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("was not made by an export"), "{}", ran.stderr);
    assert!(other.path().join("nodes_thesis.csv").exists());
    let ran = run(&["export", text(place.path()), "--to", "csv"]);
    assert!(ran.code == 2 && ran.stderr.contains("--output"), "{}", ran.stderr);
}
