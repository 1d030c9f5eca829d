//! The store: `onrecord index`, `query`, `show` and `stats` on the gold records of the corpus.

mod support;

use onrecord::store::{Manifest, folder::read_manifest, index};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;
use support::{command, gold, lines, output_folder, run};
use tempfile::{TempDir, tempdir};

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join(index::FILE)).expect("a store")
}

fn build(folder: &Path, manifest: &Manifest) -> index::Built {
    index::build(folder, manifest, manifest.complete, |_| {}).expect("a store")
}

/// A folder of the gold records with a store.
fn indexed(shard: usize) -> (TempDir, Manifest) {
    let place = tempdir().expect("a folder");
    output_folder(place.path(), &gold(), shard);
    let manifest = read_manifest(place.path()).expect("readable").expect("a manifest");
    build(place.path(), &manifest);
    (place, manifest)
}

/// Rows of `onrecord query DIR ARGS --format jsonl`.
fn query(folder: &Path, args: &[&str]) -> Vec<Value> {
    let ran = run(&[&["query", text(folder)], args, &["--limit", "0", "--format", "jsonl"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    lines(&ran.stdout)
}

#[test]
fn a_store_grows_by_shards_to_the_same_bytes() {
    let (whole, manifest) = indexed(4);
    assert!(manifest.shards.len() > 4);
    let leftovers = ["-wal", "-shm", "-journal"].map(|s| whole.path().join(format!("{}{s}", index::FILE)));
    assert!(leftovers.iter().all(|p| !p.exists()));
    let expected = bytes(whole.path());
    assert_eq!(build(whole.path(), &manifest).shards, 0, "nothing is left to do");
    assert_eq!(bytes(whole.path()), expected, "and nothing is touched");

    let again = tempdir().expect("a folder");
    output_folder(again.path(), &gold(), 4);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(7).build().expect("threads");
    pool.install(|| build(again.path(), &manifest));
    assert!(bytes(again.path()) == expected, "the same at another number of threads");

    // A part of a run that goes on, more of it, then the rest.
    fs::remove_file(again.path().join(index::FILE)).expect("removed");
    for part in [1, 2, 4, manifest.shards.len()] {
        let mut first = Manifest { complete: false, ..manifest.clone() };
        first.shards.truncate(part);
        build(again.path(), &first);
        assert!(leftovers.iter().all(|p| !p.exists()));
    }
    let built = build(again.path(), &manifest);
    assert_eq!((built.skipped, built.shards), (manifest.shards.len(), 0));
    assert!(bytes(again.path()) == expected, "the same however it grew");

    // A whole one to which shards come, by a tool that adds some: the same answers, if not the same pages.
    fs::remove_file(again.path().join(index::FILE)).expect("removed");
    let mut first = manifest.clone();
    first.shards.truncate(2);
    build(again.path(), &first);
    build(again.path(), &manifest);
    assert_eq!(query(again.path(), &[]), query(whole.path(), &[]));
}

#[test]
fn actors_are_called_in_the_store_as_in_the_graph() {
    let place = tempdir().expect("a folder");
    let mut records: Vec<Value> = (0..3).map(|copy| renamed(&gold()[0], copy)).collect();
    for actor in records[0]["actors"].as_array_mut().expect("actors") {
        actor["name"] = json!(actor["name"].as_str().expect("a name").to_uppercase());
    }
    output_folder(place.path(), &records, 2);
    build(place.path(), &read_manifest(place.path()).expect("readable").expect("a manifest"));
    let connection = Connection::open(place.path().join(index::FILE)).expect("a store");
    let mut statement = connection.prepare("SELECT id, name FROM actor ORDER BY id").expect("SQL");
    let stored: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<rusqlite::Result<_>>()
        .expect("rows");
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    let nodes = lines(&fs::read(place.path().join("graph/nodes_Actor.jsonl")).expect("a table"));
    let graph: Vec<(String, String)> = nodes.iter().map(|n| (text(&n["id"]), text(&n["name"]))).collect();
    assert!(graph.iter().any(|(_, name)| name.to_uppercase() != *name));
    assert_eq!(stored, graph);
}

#[test]
fn wrong_usage_is_told_from_a_failure() {
    let (place, _) = indexed(10);
    let folder = text(place.path());
    for (args, told) in [
        (&["query", folder, ""][..], "it is empty"),
        (&["query", folder, "a AND"], "full-text query"),
        (&["query", folder, "--since", "2026-02-01", "--until", "2026-01-01"], "no day lies"),
        (&["query", folder, "--number=10..5"], "no number lies"),
        (&["query", folder, "the", "--articles", "--speaker", "Lund"], "cannot be used with"),
        (&["export", folder, "--to", "csv"], "--output"),
        (&["show", folder], "<ID>"),
        (&["stats"], "<DIR>"),
    ] {
        let ran = run(args);
        assert!(ran.code == 2 && ran.stderr.contains(told), "{args:?}: {} {}", ran.code, ran.stderr);
    }
    let ran = run(&["export", folder, "--to", "turtle", "--output", "/nowhere/x.ttl"]);
    assert_eq!((ran.code, ran.stderr.matches("No such file").count()), (1, 1), "{}", ran.stderr);
    for command in ["extract", "index", "query", "export", "show", "stats", "actors"] {
        let help = String::from_utf8(run(&[command, "--help"]).stdout).expect("UTF-8");
        let example = format!("\n  onrecord {command} ");
        assert!(help.contains("Examples:") && help.contains(&example), "{command}: {help}");
    }
}

#[test]
fn names_of_one_actor_count_together() {
    let place = tempdir().expect("a folder");
    let mut records: Vec<Value> = (0..4).map(|copy| renamed(&gold()[0], copy)).collect();
    let most = || -> String {
        let ran = run(&["stats", text(place.path()), "--json"]);
        let first = &lines(&ran.stdout)[0]["speakers"][0];
        format!("{} {}", first["name"].as_str().expect("a name"), first["count"])
    };
    output_folder(place.path(), &records, 2);
    let manifest = || read_manifest(place.path()).expect("readable").expect("a manifest");
    build(place.path(), &manifest());
    let expected = most();
    let name = expected.rsplit_once(' ').expect("a count").0.to_string();
    // The same actor, once taken for something else.
    let (mut other, id) = (records.remove(0), "act:00000000000000aa");
    let actors = other["actors"].as_array().expect("actors");
    let old = actors.iter().find(|a| a["name"] == name).expect("the actor")["id"].clone();
    other = serde_json::from_str(&other.to_string().replace(old.as_str().expect("an id"), id)).expect("JSON");
    for actor in other["actors"].as_array_mut().expect("actors") {
        if actor["id"] == id {
            actor["type"] = json!("other");
        }
    }
    records.push(other);
    output_folder(place.path(), &records, 2);
    build(place.path(), &manifest());
    assert_eq!(most(), expected);
    let by_name = query(place.path(), &["--speaker", &name]);
    let by_id = query(place.path(), &["--speaker", id]);
    assert!(
        by_name.len() == by_id.len() && by_name.len().is_multiple_of(4),
        "{} {}",
        by_name.len(),
        by_id.len()
    );
}

#[test]
fn a_killed_index_goes_on_to_the_same_bytes() {
    let place = tempdir().expect("a folder");
    let mut records = Vec::new();
    for copy in 0..30 {
        for record in gold() {
            records.push(renamed(&record, copy));
        }
    }
    output_folder(place.path(), &records, 10);
    let manifest = read_manifest(place.path()).expect("readable").expect("a manifest");
    build(place.path(), &manifest);
    let expected = bytes(place.path());
    index::remove(place.path()).expect("removed");
    let log = place.path().join(format!("{}-wal", index::FILE));
    for _ in 0..6 {
        let mut child = command().args(["index", text(place.path()), "--quiet"]).spawn().expect("it starts");
        // Until something new is in the log.
        let size = || fs::metadata(&log).map_or(0, |m| m.len());
        let before = size();
        while size() <= before && child.try_wait().expect("it can be asked").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    let ran = run(&["index", text(place.path())]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(bytes(place.path()) == expected, "a kill leaves no trace");
}

/// The record under another article id.
fn renamed(record: &Value, copy: usize) -> Value {
    let key = record["article_id"].as_str().expect("an id").trim_start_matches("art:").to_string();
    let other = onrecord::graph::id::sha256_hex(format!("{key} {copy}").as_bytes())[..16].to_string();
    serde_json::from_str(&record.to_string().replace(&key, &other)).expect("JSON")
}

#[test]
fn a_store_of_other_shards_is_made_anew() {
    let (place, manifest) = indexed(10);
    let expected = bytes(place.path());
    let connection = Connection::open(place.path().join(index::FILE)).expect("a store");
    connection.execute("UPDATE shard SET sha256 = '0'", []).expect("a shard");
    drop(connection);
    assert_eq!(build(place.path(), &manifest).skipped, 0);
    // A shard that is not what the manifest says is not read into a store.
    let mut other = read_manifest(place.path()).expect("readable").expect("a manifest");
    other.shards[0].sha256 = "0".repeat(64);
    assert!(index::build(place.path(), &other, other.complete, |_| {}).is_err());
    fs::write(place.path().join(index::FILE), "not a database, but long enough to look like a file")
        .expect("written");
    let manifest = read_manifest(place.path()).expect("readable").expect("a manifest");
    assert_eq!(build(place.path(), &manifest).skipped, 0);
    assert!(bytes(place.path()) == expected);
}

#[test]
fn what_is_in_the_records_is_in_the_views() {
    let (place, _) = indexed(10);
    let connection = Connection::open(place.path().join(index::FILE)).expect("a store");
    let records = gold();
    let count = |sql: &str| connection.query_row(sql, [], |r| r.get::<_, i64>(0)).expect(sql);
    let expected =
        |layer: &str| records.iter().map(|r| r[layer].as_array().expect(layer).len() as i64).sum::<i64>();
    assert_eq!(count("SELECT count(DISTINCT key) FROM quotes"), expected("quotes"));
    assert_eq!(count("SELECT count(DISTINCT key) FROM claims"), expected("claims"));
    // Every quote's offsets lead to its first and last words.
    let wrong = "SELECT count(*) FROM quotes q JOIN article a ON a.id = q.article
        WHERE instr(q.content, ' … ') = 0 AND substr(a.text, q.start + 1, q.\"end\" - q.start) <> q.content";
    assert_eq!(count(wrong), 0);
    // What `.schema` shows says what the tables and views are for.
    let bare = "SELECT count(*) FROM sqlite_master
        WHERE (type = 'view' OR type = 'table' AND name NOT LIKE '%_text%' AND name NOT LIKE 'sqlite_%') AND sql NOT LIKE '%--%'";
    assert_eq!(count(bare), 0);
    for check in ["quote_text", "claim_text", "article_text"] {
        connection
            .execute(&format!("INSERT INTO {check} ({check}) VALUES ('integrity-check')"), [])
            .expect(check);
    }
}

#[test]
fn questions_are_answered() {
    let (place, _) = indexed(10);
    let all = query(place.path(), &[]);
    let records = gold();
    assert_eq!(
        all.len(),
        records.iter().map(|r| r["quotes"].as_array().expect("quotes").len()).sum::<usize>()
    );
    let speaker =
        all.iter().find_map(|q| q["speakers"][0].as_str().filter(|s| s.contains(' '))).expect("a speaker");
    let theirs = query(place.path(), &["--speaker", &speaker.to_uppercase()]);
    assert!(!theirs.is_empty() && theirs.len() < all.len());
    assert!(theirs.iter().all(|q| q["speakers"].as_array().expect("speakers").iter().any(|s| s == speaker)));
    for (flag, field, value) in [("--kind", "kind", "direct"), ("--act", "act", "intention")] {
        let some = query(place.path(), &[flag, value]);
        assert_eq!(some.len(), all.iter().filter(|q| q[field] == value).count());
    }
    let publisher =
        all.iter().find_map(|q| q["publisher"].as_str().filter(|p| !p.is_empty())).expect("a publisher");
    let some = query(place.path(), &["--publisher", publisher]);
    assert_eq!(some.len(), all.iter().filter(|q| q["publisher"] == publisher).count());
    let mut days: Vec<&str> =
        all.iter().filter_map(|q| q["day"].as_str()).filter(|d| !d.is_empty()).collect();
    days.sort_unstable();
    let (since, until) = (days[days.len() / 4], days[days.len() / 2]);
    let some = query(place.path(), &["--since", since, "--until", until, "--sort", "oldest"]);
    assert_eq!(some.len(), days.iter().filter(|d| **d >= since && **d <= until).count());
    assert!(some.is_sorted_by_key(|q| q["day"].as_str().expect("a day").to_string()));
    let both = query(place.path(), &["--speaker", speaker, "--since", since]);
    assert_eq!(both.len(), theirs.iter().filter(|q| q["day"].as_str() >= Some(since)).count());
    let sure = query(place.path(), &["--min-confidence", "0.9"]);
    assert!(sure.iter().all(|q| q["confidence"].as_f64() >= Some(0.9)));
    let numbers = query(place.path(), &["--number=2..20", "--claims"]);
    assert!(!numbers.is_empty());
    assert!(query(place.path(), &["--number"]).len() < all.len());
    let word = query(place.path(), &["said OR the", "--claims"]);
    assert!(!word.is_empty());
    assert_eq!(run(&["query", text(place.path()), "the", "--articles", "--limit", "3"]).code, 0);
}

#[test]
fn several_names_give_what_each_gives() {
    let (place, _) = indexed(10);
    let mut names: Vec<String> = Vec::new();
    for quote in query(place.path(), &[]) {
        if let Some(name) = quote["speakers"][0].as_str().filter(|n| n.contains(' '))
            && !names.iter().any(|n| n == name)
        {
            names.push(name.to_string());
        }
    }
    let (one, other) = (&*names[0], &*names[1]);
    let days: &[&str] = &["--since", "2000-01-01", "--until", "2026-06-30"];
    for what in [&[][..], &["--claims"]] {
        for flag in ["--speaker", "--about"] {
            for days in [&[][..], &days[..2], &days[2..], days] {
                let ids = |args: &[&str]| -> Vec<String> {
                    let rows = query(place.path(), &[args, what, days].concat());
                    let mut ids: Vec<String> =
                        rows.iter().map(|r| r["id"].as_str().expect("an id").to_string()).collect();
                    ids.sort();
                    assert!(ids.is_sorted_by(|a, b| a < b), "each comes once");
                    ids
                };
                let mut expected = [ids(&[flag, one]), ids(&[flag, other])].concat();
                expected.sort();
                expected.dedup();
                assert_eq!(ids(&[flag, one, flag, other]), expected, "{flag} {what:?} {days:?}");
            }
            let rows = query(place.path(), &[&[flag, one, flag, other], what].concat());
            assert!(rows.iter().map(|r| r["day"].as_str()).is_sorted_by(|a, b| a >= b), "the newest first");
        }
    }
}

#[test]
fn about_finds_claims_and_quotes() {
    let (place, _) = indexed(10);
    let kestria = query(place.path(), &["--about", "Kestria"]);
    assert!(!kestria.is_empty());
    let claims = query(place.path(), &["--about", "Kestria", "--claims"]);
    assert!(!claims.is_empty());
    let quoted = claims.iter().filter(|c| !c["quote"].is_null());
    for claim in quoted {
        assert!(kestria.iter().any(|q| q["id"] == claim["quote"]), "{claim}");
    }
}

#[test]
fn a_name_that_is_missed_is_suggested() {
    let (place, _) = indexed(10);
    let ran = run(&["query", text(place.path()), "--speaker", "Ostrandr"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("Ostrander"), "{}", ran.stderr);
    let ran = run(&["query", text(place.path()), "--speaker", "zzzzqqqq"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("no actor is called “zzzzqqqq”"), "{}", ran.stderr);
    let ran = run(&["query", text(place.path()), "--publisher", "Meridian Newz"]);
    assert!(ran.code == 1 && ran.stderr.contains("did you mean Meridian News"), "{}", ran.stderr);
}

#[test]
fn the_text_of_a_query_is_data() {
    let (place, _) = indexed(10);
    for (bad, told) in [
        ("O'Neill", "syntax error"),
        ("\"open", "not closed"),
        ("said:so", "column"),
        ("a AND", "ends too early"),
        ("NEAR(", "full-text"),
        ("*", "full-text"),
        ("'; DROP TABLE quote; --", "syntax error"),
    ] {
        let ran = run(&["query", text(place.path()), bad]);
        assert_eq!(ran.code, 2, "{bad}");
        assert!(ran.stderr.contains("full-text query") && ran.stderr.contains(told), "{bad}: {}", ran.stderr);
    }
    for flag in ["--speaker", "--about", "--publisher"] {
        let ran = run(&["query", text(place.path()), flag, "x' OR 1=1; DROP TABLE quote; --"]);
        assert_eq!(ran.code, 1, "{}", String::from_utf8_lossy(&ran.stdout));
    }
    assert!(!query(place.path(), &[]).is_empty());
}

#[test]
fn a_table_fits_its_terminal() {
    let (place, _) = indexed(10);
    for columns in [40, 60, 80, 100, 160, 200] {
        for args in [
            &["query"][..],
            &["query", "--claims"],
            &["query", "--context"],
            &["query", "the", "--articles"],
            &["actors"],
        ] {
            let ran = command()
                .args([&[args[0], text(place.path())], &args[1..], &["--limit", "0"]].concat())
                .env("COLUMNS", columns.to_string())
                .output()
                .expect("it runs");
            let table = String::from_utf8(ran.stdout).expect("UTF-8");
            assert!(table.lines().count() > 20, "{args:?}");
            for line in table.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= columns, "{columns}: {line}");
            }
        }
    }
    let ran = run(&["query", text(place.path()), "--format", "md", "--limit", "2"]);
    assert_eq!(String::from_utf8_lossy(&ran.stdout).lines().count(), 4);
    let ran = run(&["query", text(place.path()), "--format", "csv", "--limit", "5", "--context"]);
    assert_eq!(csv::Reader::from_reader(&ran.stdout[..]).records().filter(Result::is_ok).count(), 5);
    let ran = run(&["query", text(place.path()), "--context", "--limit", "3"]);
    assert!(String::from_utf8_lossy(&ran.stdout).contains('['));
    let ran = run(&["stats", text(place.path())]);
    assert!(String::from_utf8_lossy(&ran.stdout).contains('█'));
    let ran = run(&["stats", text(place.path()), "--json"]);
    assert_eq!(lines(&ran.stdout).len(), 1);
}

#[test]
fn an_article_is_shown_and_a_page_escapes_all() {
    let mut record = gold().swap_remove(0);
    let evil = "</title><script>alert(1)</script>\u{1b}[31m&\"'";
    record["title"] = json!(evil);
    record["publisher"] = json!(evil);
    record["id"] = json!("<b>mine");
    for actor in record["actors"].as_array_mut().expect("actors") {
        actor["name"] = json!(evil);
    }
    for claim in record["claims"].as_array_mut().expect("claims") {
        claim["gist"] = json!("\" onmouseover=\"alert(2)");
    }
    let place = tempdir().expect("a folder");
    output_folder(place.path(), &[record.clone()], 1);
    build(place.path(), &read_manifest(place.path()).expect("readable").expect("a manifest"));
    let quote = record["quotes"][0]["id"].as_str().expect("an id");
    for id in
        ["<b>mine", record["article_id"].as_str().expect("an id"), quote, quote.trim_start_matches("quo:")]
    {
        let ran = run(&["show", text(place.path()), id]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let shown = String::from_utf8(ran.stdout).expect("UTF-8");
        assert!(!shown.contains('\u{1b}'));
        let body = record["text"].as_str().expect("a text");
        assert!(shown.contains(body.trim_end()), "the text stands there as it is");
    }
    let page = String::from_utf8(run(&["show", text(place.path()), quote, "--html"]).stdout).expect("UTF-8");
    assert!(!page.contains("<script") && !page.contains("\" onmouseover"), "{page}");
    assert!(page.contains("&lt;script&gt;") && page.contains("class=\"quote"));
    let ran = run(&["show", text(place.path()), "art:0000000000000000"]);
    assert_eq!(ran.code, 1);
}
