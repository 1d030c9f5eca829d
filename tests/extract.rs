//! `onrecord extract` on the corpus: the same bytes at any number of threads, a run that goes on
//! after a kill, a graph whose edges have both ends.

mod support;

use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{check, command, lines, run, run_with_input, tree};
use tempfile::tempdir;

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn the_same_bytes_at_any_number_of_threads_and_on_a_second_run() {
    let place = tempdir().expect("a folder");
    let folders = ["one", "eight", "again"].map(|name| place.path().join(name));
    for (folder, jobs) in folders.iter().zip(["1", "8", "8"]) {
        let ran = run(&["extract", "corpus", "--jobs", jobs, "--shard", "4", "--output", path(folder)]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let [one, eight, again] = folders.map(|folder| tree(&folder));
    assert!(one.len() > 20, "records, tables, rejects and the manifest");
    assert_eq!(one, eight);
    assert_eq!(eight, again);
}

#[test]
fn every_record_of_the_corpus_keeps_its_promises() {
    let ran = run(&["extract", "corpus", "--with", "sentences", "--explain", "--output", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let records = ran.records();
    assert!(records.len() >= 15);
    for record in &records {
        check(record);
        assert_eq!(record["schema"], "onrecord/1");
        assert!(!record["quotes"].as_array().expect("quotes").is_empty(), "{}", record["id"]);
        assert!(!record["sentences"].as_array().expect("sentences").is_empty());
        assert!(record["dates"].as_array().expect("dates").iter().all(|d| d["rule"].is_string()));
    }
}

#[test]
fn text_goes_through_unchanged() {
    let texts =
        ["\n\n  “Naïve”,\the said.\r\n\r\nNext\u{a0}day: 🙂 \u{202e}ok\u{0} ", "''We''  said ``so'' he."];
    let rows: String = texts.iter().map(|t| format!("{}\n", json!({"text": t}))).collect();
    let ran = run_with_input(&["extract", "-", "--format", "jsonl", "--output", "-"], rows.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (record, text) in ran.records().iter().zip(texts) {
        assert_eq!(record["text"], text);
        check(record);
    }
}

#[test]
fn fields_of_a_foreign_jsonl_are_mapped() {
    let row = json!({"body": "The weir held, Ada Lund said on Tuesday.", "uuid": "x-1", "date": "2026-03-05T10:00:00Z", "head": "Weir holds"});
    let map = "text=body,id=uuid,published=date,title=head";
    let ran = run_with_input(
        &["extract", "-", "--format", "jsonl", "--field", map, "--output", "-"],
        row.to_string().as_bytes(),
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let record = &ran.records()[0];
    assert_eq!(
        (&record["id"], &record["title"], &record["published"]),
        (&json!("x-1"), &json!("Weir holds"), &json!("2026-03-05"))
    );
    assert_eq!(record["published_basis"], "given");
    assert_eq!(record["dates"][0]["value"], "2026-03-03");
}

#[test]
fn today_is_the_day_of_the_dateline() {
    let text = "OSLO, March 17 (Reuters) — The quay was shut today, the harbour board said.";
    let row = json!({"text": text, "published": "2015-03-18"});
    let ran =
        run_with_input(&["extract", "-", "--format", "jsonl", "--output", "-"], row.to_string().as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let record = &ran.records()[0];
    assert_eq!(record["published"], "2015-03-18");
    let dates = record["dates"].as_array().expect("dates");
    let today = dates.iter().find(|d| d["text"] == "today").expect("a date");
    assert_eq!((&today["value"], &today["earliest"]), (&json!("2015-03-17"), &json!("2015-03-17")));
}

#[test]
fn edges_have_both_ends_and_ids_come_once() {
    let place = tempdir().expect("a folder");
    let out = place.path().join("out");
    // The same articles twice: two records each, one node each.
    let ran = run(&["extract", "corpus", "corpus/cyber-port-breach.txt", "--output", path(&out)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut ids = HashSet::new();
    let tables = tree(&out.join("graph"));
    let named = |prefix: &'static str| {
        tables.iter().filter(move |(p, _)| path(p).starts_with(prefix) && path(p).ends_with(".jsonl"))
    };
    for (table, bytes) in named("nodes_") {
        for row in lines(bytes) {
            let id = row["id"].as_str().expect("an id").to_string();
            assert!(ids.insert(id.clone()), "{id} comes twice ({})", table.display());
        }
    }
    let mut edges = 0;
    for (table, bytes) in named("edges_") {
        let mut seen = HashSet::new();
        for row in lines(bytes) {
            for end in ["start", "end"] {
                let id = row[end].as_str().expect("an end");
                assert!(ids.contains(id), "{} leads to {id}, which is no node", table.display());
            }
            assert!(seen.insert(row.to_string()), "{}", table.display());
            let label =
                |end: &str| row[end].as_str().and_then(|id| id.get(..3)).expect("a prefix").to_string();
            let name = path(table).trim_start_matches("edges_").trim_end_matches(".jsonl");
            let pair = format!("{} {name} {}", label("start"), label("end"));
            assert!(PAIRS.contains(&&*pair), "{pair}");
            edges += 1;
        }
    }
    assert!(ids.len() > 500 && edges > 800, "{} nodes, {edges} edges", ids.len());
    for name in [
        "nodes_Article",
        "nodes_Actor",
        "nodes_Quote",
        "nodes_Claim",
        "edges_SAID",
        "edges_STATES",
        "edges_IN",
    ] {
        let (csv, json) = (out.join(format!("graph/{name}.csv")), out.join(format!("graph/{name}.jsonl")));
        let rows = lines(&fs::read(json).expect("read"));
        let mut reader = csv::Reader::from_path(csv).expect("a table");
        let header = reader.headers().expect("a header").clone();
        let table: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(table.len(), rows.len(), "{name}");
        for (row, json) in table.iter().zip(&rows) {
            assert_eq!(row.len(), header.len());
            assert_eq!(row.get(0), json[&header[0]].as_str());
        }
    }
}

/// What joins what.
const PAIRS: [&str; 19] = [
    "act SAID quo",
    "quo STATES clm",
    "art STATES clm",
    "quo WITHIN quo",
    "quo ADDRESSED_TO act",
    "quo VIA doc",
    "doc ISSUED_BY act",
    "quo SAID_ON dat",
    "clm ABOUT act",
    "clm ON dat",
    "men REFERS_TO act",
    "act HAS_ROLE act",
    "act SAME_AS act",
    "clm ECHOES clm",
    "men IN art",
    "quo IN art",
    "clm IN art",
    "doc IN art",
    "dat IN art",
];

#[test]
fn every_row_leads_to_exact_characters() {
    let place = tempdir().expect("a folder");
    let out = place.path().join("out");
    assert_eq!(run(&["extract", "corpus", "--output", path(&out)]).code, 0);
    let texts: HashMap<String, Vec<char>> = tree(&out.join("articles"))
        .iter()
        .flat_map(|(_, bytes)| lines(bytes))
        .map(|r| {
            let text = r["text"].as_str().expect("a text").chars().collect();
            (r["article_id"].as_str().expect("an id").to_string(), text)
        })
        .collect();
    let rows = |table: &str| lines(&fs::read(out.join(format!("graph/{table}.jsonl"))).expect("a table"));
    let cut = |id: &str, start: &Value, end: &Value| -> String {
        let text = &texts[&format!("art:{}", id.split(':').nth(1).expect("an article"))];
        let at = |offset: &Value| offset.as_u64().expect("an offset") as usize;
        text[at(start)..at(end)].iter().collect()
    };
    for row in rows("nodes_Article") {
        let text: String = texts[row["id"].as_str().expect("an id")].iter().collect();
        let sha256 = onrecord::graph::id::sha256_hex(text.as_bytes());
        assert_eq!(row["id"], format!("art:{}", &sha256[..16]));
        assert_eq!(row["sha256"], sha256);
        assert_eq!(row["chars"], text.chars().count());
    }
    for table in ["nodes_Mention", "nodes_Date", "nodes_Claim"] {
        for row in rows(table) {
            assert_eq!(cut(row["id"].as_str().expect("an id"), &row["start"], &row["end"]), row["text"]);
        }
    }
    for row in rows("nodes_Quote") {
        let id = row["id"].as_str().expect("an id");
        let pieces = |column: &str| -> Vec<String> {
            let spans = row[column].as_array().expect("spans").iter();
            let ends = spans.map(|s| s.as_str().and_then(|s| s.split_once('-')).expect("start-end"));
            ends.map(|(s, e)| cut(id, &s.parse().expect("a number"), &e.parse().expect("a number"))).collect()
        };
        assert_eq!(pieces("content_spans").join(" … "), row["content"]);
        assert!(pieces("quoted_spans").iter().all(|piece| !piece.is_empty()));
        for part in ["cue", "source"] {
            if let Some(text) = row[part].as_str().filter(|text| !text.contains('…')) {
                assert_eq!(cut(id, &row[format!("{part}_start")], &row[format!("{part}_end")]), text);
            }
        }
    }
    let roles = rows("edges_HAS_ROLE");
    assert!(!roles.is_empty());
    for row in roles {
        let article = row["article"].as_str().expect("an article");
        assert_eq!(cut(article, &row["role_start"], &row["role_end"]), row["role"]);
    }
}

/// Many articles, so that a kill falls into the middle.
fn long_input(place: &Path) -> String {
    let input = place.join("long.jsonl");
    let mut rows = String::new();
    for (i, (file, bytes)) in tree(&support::corpus()).iter().cycle().take(3000).enumerate() {
        if file.extension().is_some_and(|e| e == "txt") {
            let text = String::from_utf8_lossy(bytes);
            rows += &format!("{}\n", json!({"id": i, "text": format!("{text}\n\nArticle {i}.")}));
        }
    }
    rows += "not json\n";
    fs::write(&input, rows).expect("written");
    path(&input).to_string()
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let place = tempdir().expect("a folder");
    let input = long_input(place.path());
    let (whole, killed) = (place.path().join("whole"), place.path().join("killed"));
    let args = |out: &Path| ["extract", &input, "--shard", "20", "--output", path(out)].map(str::to_string);
    assert_eq!(run(&args(&whole)).code, 3);

    let mut kills = 0;
    let began = Instant::now();
    while kills < 5 && began.elapsed() < Duration::from_secs(60) {
        let committed = || fs::read_dir(killed.join("articles")).map_or(0, Iterator::count);
        let before = committed();
        let mut child =
            command().args(args(&killed)).args(["--jobs", "1", "--quiet"]).spawn().expect("it starts");
        while committed() < before + 3 && child.try_wait().expect("it can be asked").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        kills += 1;
    }
    let ran = run(&args(&killed));
    // The last kill may have come too late, and the run be whole already.
    assert!(ran.code == 3 || ran.stderr.contains("nothing to do"), "{}", ran.stderr);
    assert_eq!(tree(&whole), tree(&killed));
}

#[test]
fn a_folder_is_not_overwritten_unasked() {
    let place = tempdir().expect("a folder");
    let out = place.path().join("out");
    let args = ["extract", "corpus/cyber-port-breach.txt", "--output", path(&out)];
    assert_eq!(run(&args).code, 0);
    let before = tree(&out);
    let ran = run(&args);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("nothing to do"), "{}", ran.stderr);
    assert_eq!(tree(&out), before);
    let ran = run(&[&args[..], &["--explain"]].concat());
    assert_eq!(ran.code, 1);
    for part in ["--explain was false, is true", "--overwrite"] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    assert_eq!(tree(&out), before);
    let ran = run(&[&args[..], &["--overwrite"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(tree(&out), before);
}

#[test]
fn without_an_output_a_report_is_printed() {
    let ran = run(&["extract", "corpus/cyber-port-breach.txt", "--published", "2026-03-12"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report = String::from_utf8(ran.stdout).expect("UTF-8");
    for part in ["quotes (", "claims (", "graph (", "-SAID->", "-STATES->"] {
        assert!(report.contains(part), "no {part} in\n{report}");
    }
    assert!(!report.contains('\x1b'), "colour only on a terminal");
    assert!(ran.stderr.contains("quotes"), "the summary goes to standard error");
}

#[test]
fn low_confidence_is_left_out_on_request() {
    let all = run(&["extract", "corpus", "--output", "-"]).records();
    let sure = run(&["extract", "corpus", "--min-confidence", "0.8", "--output", "-"]).records();
    let quotes = |records: &[Value]| {
        records.iter().map(|r| r["quotes"].as_array().expect("quotes").len()).sum::<usize>()
    };
    assert!(quotes(&sure) < quotes(&all));
    for record in &sure {
        check(record);
        assert!(
            record["quotes"]
                .as_array()
                .expect("quotes")
                .iter()
                .all(|q| q["confidence"].as_f64() >= Some(0.8))
        );
    }
}
