//! Golden tests over the corpus: what comes out is compared with what came out before
//! (`tests/golden/`), and scored against the gold that stands beside each article.
//!
//! `ONRECORD_BLESS=1 cargo test --release --test golden` writes the golden files anew: read their
//! diff as code.

mod support;

use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::{check, corpus, run};

/// The records of the corpus' texts, with the metadata of its index, and of its page.
fn records() -> Vec<Value> {
    let place = tempfile::tempdir().expect("a folder");
    let input = place.path().join("corpus.jsonl");
    let (mut rows, mut pages) = (String::new(), Vec::new());
    let mut index = csv::Reader::from_path(corpus().join("index.csv")).expect("an index");
    for row in index.deserialize() {
        let mut row: HashMap<String, String> = row.expect("a row");
        let path = row.remove("path").expect("a path");
        if path.ends_with(".html") {
            pages.push(format!("corpus/{path}"));
            continue;
        }
        row.insert("text".into(), fs::read_to_string(corpus().join(&path)).expect("an article"));
        row.insert("id".into(), path);
        writeln!(rows, "{}", serde_json::to_string(&row).expect("JSON")).expect("a string grows");
    }
    fs::write(&input, rows).expect("written");
    let mut args = vec!["extract".to_string(), input.to_str().expect("UTF-8").to_string()];
    args.extend(pages);
    args.extend(["--output".to_string(), "-".to_string()]);
    let ran = run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.records()
}

/// File name of an article, less its extension.
fn stem(record: &Value) -> String {
    let path = Path::new(record["id"].as_str().expect("an id"));
    path.file_stem().and_then(|s| s.to_str()).expect("a name").to_string()
}

fn gold(record: &Value) -> Value {
    let path = corpus().join(stem(record) + ".gold.json");
    serde_json::from_slice(&fs::read(path).expect("gold")).expect("JSON")
}

fn spans(part: &Value) -> String {
    let list = part["spans"].as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .map(|s| s["text"].as_str().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" … ")
        .replace('\n', "⏎")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[][..], Vec::as_slice)
}

/// Names by actor id.
fn names(record: &Value) -> HashMap<&str, &str> {
    list(record, "actors").iter().filter_map(|a| Some((a["id"].as_str()?, a["name"].as_str()?))).collect()
}

fn speakers(quote: &Value, names: &HashMap<&str, &str>) -> Vec<String> {
    list(quote, "speakers").iter().filter_map(|s| names.get(s.as_str()?)).map(|n| n.to_lowercase()).collect()
}

/// What a reader compares: no ids, no offsets, no confidence.
fn outline(record: &Value) -> String {
    let mut out = String::new();
    let names = names(record);
    let mut line = |text: String| writeln!(out, "{}", text.trim_end()).expect("a string grows");
    for region in list(record, "regions") {
        line(format!(
            "region  {} {}-{}",
            region["kind"].as_str().unwrap_or_default(),
            region["start"],
            region["end"]
        ));
    }
    for actor in list(record, "actors") {
        let mentions: Vec<&str> = list(actor, "mentions").iter().filter_map(|m| m["text"].as_str()).collect();
        let roles: Vec<&str> = list(actor, "roles").iter().filter_map(|m| m["text"].as_str()).collect();
        let (kind, name) =
            (actor["type"].as_str().unwrap_or_default(), actor["name"].as_str().unwrap_or_default());
        line(
            format!("actor   {kind} | {name} | {} | {}", mentions.join("; "), roles.join("; "))
                .replace('\n', "⏎"),
        );
    }
    for date in list(record, "dates") {
        let text = |key: &str| date[key].as_str().unwrap_or("-").replace('\n', "⏎");
        line(format!(
            "date    {} | {} | {} | {}..{}",
            text("text"),
            text("type"),
            text("value"),
            text("earliest"),
            text("latest")
        ));
    }
    for quote in list(record, "quotes") {
        let word = |key: &str| quote[key].as_str().unwrap_or_default();
        let nested = if quote["within"].is_null() { "" } else { " nested" };
        line(format!(
            "quote   {} {} {}{nested} | {} | {} | {}",
            word("kind"),
            word("act"),
            word("polarity"),
            speakers(quote, &names).join(", "),
            spans(&quote["cue"]),
            spans(&quote["content"])
        ));
    }
    for claim in list(record, "claims") {
        let word = |key: &str| claim[key].as_str().unwrap_or("-").replace('\n', "⏎");
        line(format!(
            "claim   {} {} | {} | {} | {} | {}",
            word("polarity"),
            word("modality"),
            word("subject"),
            word("predicate"),
            word("object"),
            word("gist")
        ));
    }
    out
}

#[test]
fn records_are_what_they_were() {
    let bless = std::env::var_os("ONRECORD_BLESS").is_some();
    let mut changed = Vec::new();
    for record in records() {
        let name = stem(&record) + ".outline";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(&name);
        let now = outline(&record);
        if bless {
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(&path, now).expect("written");
        } else if fs::read_to_string(&path).unwrap_or_default() != now {
            let before = fs::read_to_string(&path).unwrap_or_default();
            let old: HashSet<&str> = before.lines().collect();
            let new: HashSet<&str> = now.lines().collect();
            changed.push(name);
            before.lines().filter(|l| !new.contains(l)).for_each(|l| changed.push(format!("  - {l}")));
            now.lines().filter(|l| !old.contains(l)).for_each(|l| changed.push(format!("  + {l}")));
        }
    }
    assert!(
        changed.is_empty(),
        "differ from tests/golden (ONRECORD_BLESS=1 writes them anew):\n{}",
        changed.join("\n")
    );
}

/// Words of a text by their first character, as sets of positions.
fn words(part: &Value, text: &[char]) -> HashSet<usize> {
    let mut found = HashSet::new();
    for span in list(part, "spans") {
        let (start, end) =
            (span["start"].as_u64().unwrap_or(0) as usize, span["end"].as_u64().unwrap_or(0) as usize);
        let begins = |i: &usize| text[*i].is_alphanumeric() && (*i == 0 || !text[*i - 1].is_alphanumeric());
        found.extend((start..end).filter(begins));
    }
    found
}

#[derive(Debug, Default)]
struct Score {
    right: usize,
    gold: usize,
    found: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }
}

/// Quotes of the outermost level: a pair shares half of the words of the larger content; it is
/// right when the speakers agree as well.
fn who_said_what(record: &Value, gold: &Value, score: &mut Score) {
    let text: Vec<char> = record["text"].as_str().expect("text").chars().collect();
    let outer = |r: &Value| -> Vec<(HashSet<usize>, Vec<String>)> {
        let names = names(r);
        let quotes = list(r, "quotes").iter().filter(|q| q["within"].is_null());
        quotes.map(|q| (words(&q["content"], &text), speakers(q, &names))).collect()
    };
    let (want, mut have) = (outer(gold), outer(record));
    score.gold += want.len();
    score.found += have.len();
    for (content, who) in want {
        let share = |other: &HashSet<usize>| {
            2 * content.intersection(other).count() >= content.len().max(other.len()).max(1)
        };
        if let Some(i) = have.iter().position(|(other, _)| share(other)) {
            let (_, said) = have.swap_remove(i);
            score.right +=
                usize::from(who.iter().any(|w| said.contains(w)) || (who.is_empty() && said.is_empty()));
        }
    }
}

/// Spans of one layer that are equal, by what `key` gives.
fn equal<K: std::hash::Hash + Eq>(
    record: &Value,
    gold: &Value,
    key: impl Fn(&Value) -> Vec<K>,
    score: &mut Score,
) {
    let (want, have): (HashSet<K>, HashSet<K>) =
        (key(gold).into_iter().collect(), key(record).into_iter().collect());
    score.right += want.intersection(&have).count();
    score.gold += want.len();
    score.found += have.len();
}

#[test]
fn records_reach_what_they_reached_against_gold() {
    let (mut quotes, mut actors, mut dates) = (Score::default(), Score::default(), Score::default());
    for record in records() {
        let gold = gold(&record);
        // The gold of the page ends with a line break that the page's text has not.
        let same = |r: &Value| r["text"].as_str().map(|t| t.trim_end().to_string());
        assert_eq!(same(&record), same(&gold), "{}: the gold is of another text", record["id"]);
        check(&gold);
        who_said_what(&record, &gold, &mut quotes);
        let named = |r: &Value| {
            let global = list(r, "actors").iter().filter(|a| a["scope"] == "global");
            global.map(|a| (a["type"].to_string(), a["name"].to_string().to_lowercase())).collect()
        };
        equal(&record, &gold, named, &mut actors);
        let dated = |r: &Value| {
            list(r, "dates")
                .iter()
                .map(|d| (d["start"].as_u64(), d["end"].as_u64(), d["value"].to_string()))
                .collect()
        };
        equal(&record, &gold, dated, &mut dates);
    }
    println!(
        "who said what F1 {:.1}, named actors recall {:.1}, dates F1 {:.1}",
        quotes.f1(),
        actors.recall(),
        dates.f1()
    );
    assert!(quotes.f1() >= QUOTES, "who said what F1 {:.1} ({quotes:?})", quotes.f1());
    assert!(actors.recall() >= ACTORS, "named actors recall {:.1} ({actors:?})", actors.recall());
    assert!(dates.f1() >= DATES, "dates F1 {:.1} ({dates:?})", dates.f1());
}

// Raise these when a change lifts what is reached; never lower one without saying why.
const QUOTES: f64 = 59.0;
// Every name in the corpus is invented, so that its type is read off its context alone: weights that know
// real names better (entities 85.0 to 85.4 on news) know these worse.
const ACTORS: f64 = 75.0;
const DATES: f64 = 81.0;
