//! The store and the exports at size: how fast they are made and asked, in how much memory.
//!
//! ```sh
//! cargo bench --bench store -- 1000000        # quotes; 50,000 when not given
//! ```
//!
//! The articles are the gold records of `corpus/`, over and over: each copy with ids, day and
//! publisher of its own, actors out of 500 families, and every eighth word of a quote replaced by one
//! of 50,000 made-up words (Zipf), so that there are words to search for. A plain program rather than
//! criterion: one build of a store takes minutes, and what counts is a whole run.

use onrecord::export::{self, Format, Provenance};
use onrecord::graph::id::sha256_hex;
use onrecord::query::{Filter, Store};
use onrecord::record::Record;
use onrecord::store::{self, Folder, index};
use rayon::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const FAMILIES: u64 = 500;

fn main() {
    let asked = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let wanted: usize = asked.unwrap_or(50_000);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{wanted}"));
    if !place.join("manifest.json").is_file() {
        make(&place, wanted);
    }
    let manifest = store::folder::read_manifest(&place).expect("readable").expect("a manifest");
    index::remove(&place).expect("removed");
    let (began, spent) = (Instant::now(), processor());
    let built = index::build(&place, &manifest, true, |_| {}).expect("a store");
    let seconds = began.elapsed().as_secs_f64();
    let bytes = fs::metadata(place.join(index::FILE)).expect("a store").len();
    println!(
        "index: {} quotes, {} claims, {} articles in {seconds:.1} s, {:.1} s of processor: {:.0} quotes/s, {} MB; peak {} MB",
        built.quotes,
        built.claims,
        built.articles,
        processor() - spent,
        built.quotes as f64 / seconds,
        bytes >> 20,
        peak()
    );
    ask(&place);
    let provenance = Provenance { version: manifest.onrecord.clone(), run: manifest.run.clone() };
    for format in Format::ALL {
        let out = place.join(format!("export-{}", format.name()));
        forget_peak();
        let (began, spent) = (Instant::now(), processor());
        let rows = export::to_path(&place.join("graph"), format, &provenance, &out).expect("an export");
        let (seconds, spent) = (began.elapsed().as_secs_f64(), processor() - spent);
        println!(
            "export {}: {rows} rows in {seconds:.1} s, {spent:.1} s of processor: {:.0} rows/s, {:.0} a second of processor; peak {} MB",
            format.name(),
            rows as f64 / seconds,
            rows as f64 / spent,
            peak()
        );
        let _ = if out.is_dir() { fs::remove_dir_all(&out) } else { fs::remove_file(&out) };
    }
}

/// Times of some questions, warm: the median and the longest of 21.
fn ask(place: &Path) {
    let store = Store::open(place).expect("a store");
    let text = |text: &str| Filter { text: Some(text.to_string()), limit: Some(20), ..Filter::default() };
    let someone = |name: &str| Some(store.actor(name).expect("an actor").keys);
    let most = store.stats(1).expect("stats").speakers[0].name.clone();
    // As many names as an actor may have over many articles.
    let family = |names: usize| {
        let speakers = store.stats(names).expect("stats").speakers;
        Some(speakers.iter().flat_map(|s| store.actor(&s.name).expect("an actor").keys).collect::<Vec<i64>>())
    };
    let days = (Some("2026-02-01".to_string()), Some("2026-02-28".to_string()));
    let questions = [
        ("a rare word", text("w40001")),
        ("a word in one of 2,000", text("w300")),
        ("a phrase", text("\"switch off a crane\"")),
        ("two words", text("crane line")),
        ("a prefix", text("w4000*")),
        ("a rare word of a speaker", Filter { speakers: someone(&most), ..text("w300") }),
        (
            "a speaker and a month",
            Filter {
                speakers: someone(&most),
                since: days.0.clone(),
                until: days.1.clone(),
                limit: Some(20),
                ..Filter::default()
            },
        ),
        (
            "all of a speaker in a month",
            Filter {
                speakers: someone(&most),
                since: days.0.clone(),
                until: days.1.clone(),
                ..Filter::default()
            },
        ),
        (
            "five speakers and a month",
            Filter {
                speakers: family(5),
                since: days.0.clone(),
                until: days.1.clone(),
                limit: Some(20),
                ..Filter::default()
            },
        ),
        ("the newest of five speakers", Filter { speakers: family(5), limit: Some(20), ..Filter::default() }),
        (
            "about five actors in a month",
            Filter {
                about: family(5),
                since: days.0.clone(),
                until: days.1.clone(),
                limit: Some(20),
                ..Filter::default()
            },
        ),
        (
            "about someone in a month",
            Filter {
                about: someone(&most),
                since: days.0,
                until: days.1,
                limit: Some(20),
                ..Filter::default()
            },
        ),
        ("the newest", Filter { limit: Some(20), ..Filter::default() }),
        (
            "the newest direct ones",
            Filter { kind: Some("direct".to_string()), limit: Some(20), ..Filter::default() },
        ),
    ];
    for (name, filter) in questions {
        let mut found = 0;
        let mut times: Vec<Duration> = (0..22)
            .map(|_| {
                found = 0;
                let began = Instant::now();
                store
                    .quotes(&filter, |_| {
                        found += 1;
                        Ok(())
                    })
                    .expect("an answer");
                began.elapsed()
            })
            .skip(1)
            .collect();
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!("query, {name}: {found} rows, {:.2} ms, at most {:.2} ms", ms(times[10]), ms(times[20]));
    }
}

/// Lets [`peak`] begin anew, where the system can.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Most memory that this process held so far, in MB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
}

/// Seconds of processor that this process used so far; 0 where the system does not tell.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// An output folder of at least `wanted` quotes.
fn make(place: &Path, wanted: usize) {
    let gold = gold();
    let quotes: usize = gold.iter().map(|r| r["quotes"].as_array().map_or(0, Vec::len)).sum();
    let copies = wanted.div_ceil(quotes);
    let mut folder = Folder::open(place, &Default::default(), true).expect("a folder");
    for copy in 0..copies {
        let lines: Vec<Vec<u8>> = gold
            .par_iter()
            .enumerate()
            .map(|(i, record)| resample(record, (copy * gold.len() + i) as u64).to_line())
            .collect();
        lines.iter().for_each(|line| folder.article(line, Default::default()).expect("written"));
        if folder.pending() >= 1000 {
            folder.commit().expect("committed");
        }
    }
    folder.commit().expect("committed");
    let (began, spent) = (Instant::now(), processor());
    let rows = store::graph::write(place, folder.manifest(), Default::default(), None).expect("a graph");
    let total: usize = rows.iter().map(|(_, n)| n).sum();
    let (seconds, spent) = (began.elapsed().as_secs_f64(), processor() - spent);
    println!("graph: {total} rows in {seconds:.1} s, {spent:.1} s of processor; peak {} MB", peak());
    folder.complete().expect("complete");
}

fn gold() -> Vec<Value> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> =
        fs::read_dir(corpus).expect("a corpus").map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.to_string_lossy().ends_with(".gold.json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| -> Value {
        serde_json::from_slice(&fs::read(path).expect("read")).expect("JSON")
    };
    paths.iter().map(read).flat_map(|v| if let Value::Array(list) = v { list } else { vec![v] }).collect()
}

/// A copy of a record that is an article of its own.
fn resample(record: &Value, number: u64) -> Record {
    let mut random = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let key = record["article_id"].as_str().expect("an id").trim_start_matches("art:");
    let text = format!("{}\n\nCopy {number}.", record["text"].as_str().expect("a text"));
    let line = record.to_string().replace(key, &sha256_hex(text.as_bytes())[..16]);
    let mut copy: Record = serde_json::from_str(&line).expect("a record");
    copy.id = format!("copy-{number}");
    copy.text = text;
    copy.publisher = Some(format!("Publisher {}", draw() % 40));
    copy.published = Some(format!("202{}-{:02}-{:02}", draw() % 7, draw() % 12 + 1, draw() % 28 + 1));
    // Few families have most of the articles.
    let family = (draw() % FAMILIES) * (draw() % FAMILIES) / FAMILIES;
    let other = |id: &str| match u64::from_str_radix(&id[4..], 16) {
        Ok(digits) => format!("act:{:016x}", digits ^ family),
        Err(_) => id.to_string(),
    };
    for actor in &mut copy.actors {
        actor.id = other(&actor.id);
        actor.name = format!("{} {family}", actor.name);
        actor.aliases.iter_mut().for_each(|alias| *alias = format!("{alias} {family}"));
    }
    for quote in &mut copy.quotes {
        quote.date = None;
        quote.speakers.iter_mut().chain(&mut quote.addressee).for_each(|id| *id = other(id));
        for span in &mut quote.content.spans {
            let words = span.text.split(' ').map(|word| {
                // Zipf: the inverse of a uniform draw.
                let rank = 50_000 / (draw() % 50_000 + 1);
                let uniform = draw() % 50_000;
                if draw() % 8 == 0 {
                    format!("w{}", if rank < 50 { uniform } else { rank })
                } else {
                    word.to_string()
                }
            });
            span.text = words.collect::<Vec<_>>().join(" ");
        }
    }
    copy.claims.iter_mut().flat_map(|claim| &mut claim.actors).for_each(|id| *id = other(id));
    copy
}
