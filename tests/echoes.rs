//! Who repeated what: the edges between claims, the command, the parts.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{lines, output_folder, run, tree};
use tempfile::tempdir;

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A claim: subject, predicate, object, further arguments, named actors, and what the numbers are.
type Said<'s> = (&'s str, &'s str, &'s str, &'s [&'s str], &'s [&'s str], &'s [f64]);

const NONE: [&str; 0] = [];

/// A record of an article that claims this, in its own voice.
fn record(name: &str, day: &str, claims: &[Said]) -> Value {
    let mut text = format!("{name}.");
    let mut spans = Vec::new();
    for (subject, predicate, object, args, ..) in claims {
        let start = text.len() + 1;
        text = format!("{text} {subject} {predicate} {object} {}", args.join(" "));
        text.truncate(text.trim_end().len());
        spans.push((start, text.len()));
        text.push('.');
    }
    let key = &onrecord::graph::id::sha256_hex(text.as_bytes())[..16];
    let actor = |name: &str| onrecord::graph::id::global_actor("person", name);
    let named: BTreeSet<&str> = claims.iter().flat_map(|c| c.4).copied().collect();
    let actors: Vec<Value> = named
        .into_iter()
        .map(|name| {
            let mentions: Vec<Value> = text
                .match_indices(name)
                .map(|(at, _)| json!({"start": at, "end": at + name.len(), "text": name, "form": "name"}))
                .collect();
            json!({"id": actor(name), "name": name, "type": "person", "scope": "global", "aliases": [], "roles": [],
                   "mentions": mentions})
        })
        .collect();
    let claims: Vec<Value> = claims
        .iter()
        .zip(&spans)
        .map(|((subject, predicate, object, args, actors, numbers), &(start, end))| {
            let negative = predicate.contains("not");
            let quantity: Vec<Value> = numbers
                .iter()
                .map(|n| json!({"value": n, "unit": null, "mod": null, "start": start, "end": start + 1, "text": &text[start..=start]}))
                .collect();
            json!({
                "id": format!("clm:{key}:{start}-{end}:00000000"), "quote": null, "start": start, "end": end,
                "text": &text[start..end], "subject": subject, "predicate": predicate, "object": object,
                "args": args, "polarity": if negative { "negative" } else { "positive" }, "modality": "asserted",
                "quantity": quantity, "date": null, "actors": actors.iter().map(|a| actor(a)).collect::<Vec<_>>(),
                "gist": format!("{subject} {predicate} {object}"), "confidence": 0.5
            })
        })
        .collect();
    json!({
        "schema": "onrecord/1", "id": name, "article_id": format!("art:{key}"),
        "origin": {"path": "made-up", "record": 0}, "title": name, "publisher": null, "published": day,
        "published_basis": "given", "byline": null, "url": null, "language": "en", "text": text, "regions": [],
        "actors": actors, "dates": [], "quotes": [], "claims": claims
    })
}

/// What `a` and `b` say, others repeat, deny, count otherwise, or say of somebody else.
fn articles() -> Vec<Value> {
    let by_storm: Said =
        ("The ferry Sorrin", "was sunk by", "a winter storm", &["off the coast"], &NONE, &[]);
    let lund: Said =
        ("Ada Lund", "sued", "the harbour board", &["over damage to the pier"], &["Ada Lund"], &[]);
    vec![
        record("a", "2026-03-01", &[by_storm, lund]),
        record(
            "active",
            "2026-03-02",
            &[("A winter storm", "sank", "the ferry Sorrin", &["off the coast"], &NONE, &[])],
        ),
        record(
            "near",
            "2026-03-03",
            &[("Winter storms", "have sunk", "the old ferry Sorrin", &["off the coast"], &NONE, &[])],
        ),
        record(
            "denied",
            "2026-03-03",
            &[("The ferry Sorrin", "was not sunk by", "a winter storm", &["off the coast"], &NONE, &[])],
        ),
        record("years-on", "2029-03-03", &[by_storm]),
        record(
            "surname",
            "2026-03-02",
            &[("Lund", "is suing", "the harbour board", &["over damage to the pier"], &["Lund"], &[])],
        ),
        record(
            "someone-else",
            "2026-03-02",
            &[(
                "Karl Vester",
                "sued",
                "the harbour board",
                &["over damage to the pier"],
                &["Karl Vester"],
                &[],
            )],
        ),
        record(
            "turned",
            "2026-03-02",
            &[("The harbour board", "sued", "Ada Lund", &["over damage to the pier"], &["Ada Lund"], &[])],
        ),
        record(
            "b",
            "2026-03-05",
            &[("Seven pharmaceutical companies", "lost", "patient records", &["to burglars"], &NONE, &[7.0])],
        ),
        record(
            "figure",
            "2026-03-06",
            &[(
                "7 pharmaceutical companies",
                "have lost",
                "patient records",
                &["to burglars"],
                &NONE,
                &[7.0],
            )],
        ),
        record(
            "other-figure",
            "2026-03-06",
            &[("Nine pharmaceutical companies", "lost", "patient records", &["to burglars"], &NONE, &[9.0])],
        ),
        record("thin", "2026-03-01", &[("They", "did", "it", &[], &NONE, &[])]),
        record("thin-too", "2026-03-02", &[("They", "did", "it", &[], &NONE, &[])]),
    ]
}

/// Who echoes whom, by the names of the articles, and on what it rests.
fn edges(out: &Path) -> BTreeSet<(String, String, String)> {
    let table = |name: &str| lines(&fs::read(out.join("graph").join(name)).unwrap_or_default());
    let articles = table("nodes_Article.jsonl");
    let claims = table("nodes_Claim.jsonl");
    let of = |id: &Value| {
        assert!(claims.iter().any(|c| c["id"] == *id), "both ends are there");
        let key = id.as_str().expect("an id").split(':').nth(1).expect("a key").to_owned();
        let article = articles.iter().find(|a| a["id"] == format!("art:{key}")).expect("an article");
        article["title"].as_str().expect("a title").to_owned()
    };
    let rows = table("edges_ECHOES.jsonl");
    let found: BTreeSet<_> = rows
        .iter()
        .map(|r| (of(&r["start"]), of(&r["end"]), r["method"].as_str().expect("a method").to_owned()))
        .collect();
    assert_eq!(found.len(), rows.len(), "each once");
    found
}

fn expected() -> BTreeSet<(String, String, String)> {
    [
        ("active", "a", "content"),
        ("near", "a", "wording"),
        ("surname", "a", "wording"),
        ("figure", "b", "content"),
    ]
    .map(|(start, end, method)| (start.to_owned(), end.to_owned(), method.to_owned()))
    .into()
}

#[test]
fn repeated_claims_are_joined_and_others_are_not() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 4);
    assert_eq!(edges(out.path()), expected());
}

#[test]
fn order_shards_and_threads_leave_no_trace() {
    let mut records = articles();
    let edges_of = |records: &[Value], shard: usize| -> Vec<_> {
        let out = tempdir().expect("a folder");
        output_folder(out.path(), records, shard);
        let all = tree(out.path()).into_iter();
        all.filter(|(p, _)| p.to_string_lossy().contains("edges_ECHOES")).collect()
    };
    let first = edges_of(&records, 100);
    assert_eq!(first.len(), 2, "JSONL and CSV");
    records.reverse();
    assert_eq!(edges_of(&records, 3), first);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    assert_eq!(one.install(|| edges_of(&records, 2)), first);
}

#[test]
fn the_store_tells_who_repeated_a_claim() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 4);
    assert_eq!(run(&["index", path(out.path()), "--quiet"]).code, 0);
    let ask = |args: &[&str]| {
        let ran = run(&[&["query", path(out.path()), "--claims", "--format", "jsonl"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        lines(&ran.stdout)
    };
    let sunk = ask(&["sunk", "--sort", "oldest"]);
    let first = &sunk[0];
    assert_eq!((&first["title"], &first["echoes"], &first["echoed"]), (&json!("a"), &json!(null), &json!(2)));
    // From any of them, by its id or its place, all are found, the first one first.
    let near = sunk.iter().find(|c| c["title"] == "near").expect("it is found");
    assert_eq!(near["echoes"], first["id"]);
    let place =
        near["id"].as_str().expect("an id").trim_start_matches("clm:").rsplit_once(':').expect("a place").0;
    for id in [near["id"].as_str().expect("an id"), first["id"].as_str().expect("an id"), place] {
        let titles: Vec<_> = ask(&["--echoes", id]).iter().map(|c| c["title"].clone()).collect();
        assert_eq!(titles, ["a", "active", "near"]);
    }
    let table = run(&["query", path(out.path()), "--claims", "--echoes", place]);
    assert!(String::from_utf8_lossy(&table.stdout).contains("(echoed by 2)"));
    let nothing =
        run(&["query", path(out.path()), "--claims", "--echoes", "clm:0000000000000000:0-1:00000000"]);
    assert!(nothing.code == 1 && nothing.stderr.contains("has the id"), "{}", nothing.stderr);
}

#[test]
fn a_decision_on_actors_reaches_the_claims_about_them() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 4);
    assert_eq!(run(&["index", path(out.path()), "--quiet"]).code, 0);
    let pairs = out.path().join("pairs.csv");
    fs::write(&pairs, "one,other,verdict\nLund,Ada Lund,different\n").expect("written");
    assert_eq!(run(&["actors", path(out.path()), "--decisions", path(&pairs)]).code, 0);
    let mut left = expected();
    left.retain(|(start, ..)| start != "surname");
    assert_eq!(edges(out.path()), left);
    let store = rusqlite::Connection::open(out.path().join("onrecord.sqlite")).expect("a store");
    let count: i64 = store.query_row("SELECT count(*) FROM echo", [], |row| row.get(0)).expect("a count");
    assert_eq!(usize::try_from(count).ok(), Some(left.len()));
}

#[test]
fn a_part_keeps_the_echoes_between_its_claims() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 4);
    assert_eq!(run(&["index", path(out.path()), "--quiet"]).code, 0);
    let echoes = |filter: &[&str]| {
        let ran = run(&[&["export", path(out.path()), "--to", "jsonl"], filter].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let rows = lines(&ran.stdout);
        let ids: BTreeSet<&str> = rows.iter().filter_map(|r| r["id"].as_str()).collect();
        let edges: Vec<&Value> = rows.iter().filter(|r| r["edge"] == "ECHOES").collect();
        for edge in &edges {
            assert!(
                ["start", "end"].iter().all(|end| ids.contains(edge[end].as_str().expect("an id"))),
                "{edge}"
            );
        }
        edges.len()
    };
    assert_eq!(echoes(&[]), 4);
    assert_eq!(echoes(&["--since", "2026-03-05"]), 1);
    assert_eq!(echoes(&["--since", "2026-03-02", "--until", "2026-03-03"]), 0);
}
