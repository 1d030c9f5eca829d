//! Who is who across articles: the edges, the command, decisions by hand.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::{lines, output_folder, run, tree};
use tempfile::tempdir;

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A record of an article that names these persons and organizations, with their other names.
fn record(number: usize, actors: &[(&str, &str, &[&str])]) -> Value {
    let text = format!("Article {number} names them.");
    let key = &onrecord::graph::id::sha256_hex(text.as_bytes())[..16];
    let actors: Vec<Value> = actors
        .iter()
        .map(|(name, kind, aliases)| {
            json!({
                "id": onrecord::graph::id::global_actor(kind, name), "name": name, "type": kind, "scope": "global",
                "aliases": aliases, "roles": [], "mentions": [{"start": 0, "end": 7, "text": "Article", "form": "name"}]
            })
        })
        .collect();
    json!({
        "schema": "onrecord/1", "id": number.to_string(), "article_id": format!("art:{key}"),
        "origin": {"path": "made-up", "record": number}, "title": null, "publisher": null,
        "published": "2026-03-01", "published_basis": "given", "byline": null, "url": null, "language": "en",
        "text": text, "regions": [], "actors": actors, "dates": [], "quotes": [], "claims": []
    })
}

const PERSON: &str = "person";
const BODY: &str = "organization";

fn articles() -> Vec<Value> {
    vec![
        record(1, &[("Ada Lund", PERSON, &["Lund"]), ("Norland Harbour Board", BODY, &["NHB"])]),
        record(2, &[("Ada Lund", PERSON, &[]), ("NHB", BODY, &[])]),
        record(3, &[("Ada M. Lund", PERSON, &[]), ("Norland Harbour Board", BODY, &["NHB"])]),
        record(4, &[("Lund", PERSON, &[]), ("Karl Vester", PERSON, &[])]),
        record(5, &[("Karen Vester", PERSON, &[]), ("Vester", PERSON, &[])]),
    ]
}

fn edges(out: &Path) -> Vec<(String, String, String)> {
    let rows = lines(&fs::read(out.join("graph/edges_SAME_AS.jsonl")).unwrap_or_default());
    let names = lines(&fs::read(out.join("actors.jsonl")).expect("profiles"));
    let name = |id: &Value| {
        let row = names.iter().find(|p| p["id"] == *id).expect("both ends are there");
        row["name"].as_str().expect("a name").to_string()
    };
    let mut edges: Vec<_> = rows
        .iter()
        .map(|r| (name(&r["start"]), name(&r["end"]), r["method"].as_str().expect("a method").to_string()))
        .collect();
    edges.sort();
    edges
}

fn three(one: &str, other: &str, method: &str) -> (String, String, String) {
    (one.into(), other.into(), method.into())
}

#[test]
fn names_of_one_actor_are_joined_and_names_of_two_are_not() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 2);
    assert_eq!(
        edges(out.path()),
        [
            three("Ada M. Lund", "Ada Lund", "person"),
            three("Lund", "Ada Lund", "surname"),
            three("NHB", "Norland Harbour Board", "acronym"),
        ]
    );
}

#[test]
fn articles_in_another_order_give_the_same_actors_and_edges() {
    let (one, other) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    let mut records = articles();
    output_folder(one.path(), &records, 2);
    records.reverse();
    output_folder(other.path(), &records, 3);
    let joined = |folder: &Path| -> Vec<_> {
        let all = tree(folder);
        let names = ["actors.jsonl", "edges_SAME_AS.jsonl", "edges_SAME_AS.csv", "nodes_Actor.csv"];
        all.into_iter()
            .filter(|(p, _)| p.file_name().is_some_and(|n| names.iter().any(|w| n == *w)))
            .collect()
    };
    assert_eq!(joined(one.path()).len(), 4);
    assert_eq!(joined(one.path()), joined(other.path()));
}

#[test]
fn actors_lists_families_and_explains_them() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 10);
    let ran = run(&["actors", path(out.path()), "--format", "jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rows = lines(&ran.stdout);
    assert_eq!((&rows[0]["name"], &rows[0]["articles"]), (&json!("Ada Lund"), &json!(4)));
    assert_eq!(rows[0]["aliases"], json!(["Ada M. Lund", "Lund"]));
    assert_eq!(rows[0]["members"].as_array().map(Vec::len), Some(3));
    let table = run(&["actors", path(out.path()), "lund"]);
    assert_eq!(String::from_utf8_lossy(&table.stdout).lines().count(), 2, "a head and one row");
    let csv = run(&["actors", path(out.path()), "--type", "organization", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(&csv.stdout[..]);
    let row = reader.records().next().expect("a row").expect("CSV");
    assert_eq!((&row[1], &row[3]), ("Norland Harbour Board", "3"));
    let why = run(&["actors", path(out.path()), "--explain", "Ada M. Lund"]);
    let why = String::from_utf8_lossy(&why.stdout);
    assert!(why.contains("Lund (person) = Ada Lund (person): surname"), "{why}");
    assert!(why.contains("Ada M. Lund (person) = Ada Lund (person): person 0.92"), "{why}");
    let nobody = run(&["actors", path(out.path()), "--explain", "Nobody At All"]);
    assert_eq!(nobody.code, 1);
}

#[test]
fn decisions_overrule_and_reach_the_store() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 10);
    assert_eq!(run(&["index", path(out.path()), "--quiet"]).code, 0);
    let pairs = out.path().join("pairs.csv");
    fs::write(&pairs, "one,other,verdict\nLund,Ada Lund,different\nVester,Karen Vester,same\n")
        .expect("written");
    let ran = run(&["actors", path(out.path()), "--decisions", path(&pairs)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        edges(out.path()),
        [
            three("Ada M. Lund", "Ada Lund", "person"),
            three("NHB", "Norland Harbour Board", "acronym"),
            three("Vester", "Karen Vester", "decision"),
        ]
    );
    let store = rusqlite::Connection::open(out.path().join("onrecord.sqlite")).expect("a store");
    let count: i64 = store
        .query_row("SELECT count(*) FROM same_as WHERE method = 'decision'", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(count, 1);
    fs::write(&pairs, "one,other,verdict\nLund,Ada Lund,perhaps\n").expect("written");
    let ran = run(&["actors", path(out.path()), "--decisions", path(&pairs)]);
    assert!(ran.code == 1 && ran.stderr.contains("perhaps"), "{}", ran.stderr);
}

#[test]
fn each_role_at_a_body_is_an_edge() {
    let place = tempdir().expect("a folder");
    let mut article = record(1, &[("Ada Lund", PERSON, &[]), ("Norland", BODY, &[])]);
    let text = "Ada Lund, founder of Norland, is the chairman of Norland.";
    let at = |part: &str| {
        let start = text.find(part).expect("it is there");
        json!({"start": start, "end": start + part.len(), "text": part})
    };
    let key = &onrecord::graph::id::sha256_hex(text.as_bytes())[..16];
    (article["text"], article["article_id"]) = (json!(text), json!(format!("art:{key}")));
    article["actors"][0]["roles"] = json!([at("founder of Norland"), at("chairman of Norland")]);
    let mut mention = at("Norland");
    mention["form"] = json!("name");
    let mut second = mention.clone();
    let last = text.rfind("Norland").expect("it is there");
    (second["start"], second["end"]) = (json!(last), json!(last + 7));
    article["actors"][1]["mentions"] = json!([mention, second]);
    article["actors"][0]["mentions"][0]["text"] = json!("Ada Lun");
    output_folder(place.path(), &[article], 1);
    let edges = lines(&fs::read(place.path().join("graph/edges_HAS_ROLE.jsonl")).expect("edges"));
    let mut roles: Vec<&str> = edges.iter().map(|e| e["role"].as_str().expect("a role")).collect();
    roles.sort_unstable();
    assert_eq!(roles, ["chairman of Norland", "founder of Norland"]);
}

#[test]
fn a_gazetteer_links_actors_to_ids_that_the_user_has() {
    let out = tempdir().expect("a folder");
    output_folder(out.path(), &articles(), 10);
    assert_eq!(run(&["index", path(out.path()), "--quiet"]).code, 0);
    let known = out.path().join("known.csv");
    let table = "name,type,id,aliases\nAda Lund,person,Q1,Ada M. Lund\nLund,person,Q2,\n\
        Norland Harbour Board,organization,https://norland.example/nhb,NHB;Board\n";
    fs::write(&known, table).expect("written");
    let ran = run(&["actors", path(out.path()), "--gazetteer", path(&known)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // Two names of one entry are one; "Lund", another entry, is no longer joined by its surname.
    let found = edges(out.path());
    assert!(found.contains(&three("Ada M. Lund", "Ada Lund", "gazetteer")), "{found:?}");
    assert!(found.contains(&three("NHB", "Norland Harbour Board", "gazetteer")), "{found:?}");
    assert!(!found.iter().any(|(one, other, _)| one == "Lund" || other == "Lund"), "{found:?}");
    // In the table of nodes, in the store, in RDF, in what a user asks by.
    let nodes = lines(&fs::read(out.path().join("graph/nodes_Actor.jsonl")).expect("a table"));
    let id = |name: &str| nodes.iter().find(|n| n["name"] == name).expect("a node")["external_id"].clone();
    assert_eq!(
        [id("Ada Lund"), id("Ada M. Lund"), id("Karl Vester")],
        [json!("Q1"), json!("Q1"), Value::Null]
    );
    let store = rusqlite::Connection::open(out.path().join("onrecord.sqlite")).expect("a store");
    let count = |sql: &str| store.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a count");
    assert_eq!(count("SELECT count(*) FROM actor WHERE external_id = 'Q1'"), 2);
    let turtle = run(&["export", path(out.path()), "--to", "ntriples"]).stdout;
    let turtle = String::from_utf8(turtle).expect("UTF-8");
    for address in ["<http://www.wikidata.org/entity/Q1>", "<https://norland.example/nhb>"] {
        assert!(turtle.contains(&format!("<https://schema.org/sameAs> {address}")), "{address}");
    }
    assert_eq!(run(&["query", path(out.path()), "--speaker", "Q1"]).code, 0);
    let listed = run(&["actors", path(out.path()), "--explain", "Ada Lund"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("known as: Q1"));
    // Without the table the ids go again; a fault in it is told before anything is done.
    fs::write(&known, "name,id\nSomebody Else,Q7\n").expect("written");
    assert_eq!(run(&["actors", path(out.path()), "--gazetteer", path(&known)]).code, 0);
    assert_eq!(count("SELECT count(*) FROM actor WHERE external_id IS NOT NULL"), 0);
    fs::write(&known, "who,id\nSomebody Else,Q7\n").expect("written");
    let ran = run(&["actors", path(out.path()), "--gazetteer", path(&known)]);
    assert!(ran.code == 1 && ran.stderr.contains("header"), "{}", ran.stderr);
}
