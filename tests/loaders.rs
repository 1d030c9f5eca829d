//! The exports, loaded by the tools that users load them with (`tests/loaders/run` installs them and
//! sets `ONRECORD_LOADERS`; without it there is nothing to ask).

mod support;

use serde_json::json;
use std::process::Command;
use support::{gold, output_folder, run};
use tempfile::tempdir;

/// Names that break loaders. NUL stands in one that no loader but JSON, SQLite and RDF gets exactly.
const HOSTILE: [&str; 12] = [
    "O'Neill \"the Hammer\"",
    "tab\there, line\nbreak, return\r\nand more",
    "nul \0 bell \u{7} escape \u{1b}",
    "🙂👩‍👩‍👧 family",
    "\u{202e}desrever\u{202c} محمد שלום",
    "a;b,c|d\\e\\",
    "'; DROP TABLE quote; --",
    "\"}) DETACH DELETE n //",
    "\\' }) RETURN 1 \\u0041 \\n",
    "</script><script>alert(1)</script>]]><!--&amp;&lt;",
    " ends in blanks ",
    "\"\"\" . <urn:x> <urn:y> \"\"\"@en ^^<z>",
];

#[test]
fn real_loaders_give_the_same_rows() {
    let Ok(python) = std::env::var("ONRECORD_LOADERS") else {
        eprintln!("ONRECORD_LOADERS is not set: run tests/loaders/run");
        return;
    };
    let mut records = gold();
    let mut next = HOSTILE.iter().cycle();
    for record in &mut records {
        for actor in record["actors"].as_array_mut().expect("actors") {
            let known = actor["name"] == "Kestria" || actor["type"] == "person";
            if !known {
                actor["name"] = json!(next.next());
                actor["aliases"] = json!([next.next(), next.next()]);
            }
            for role in actor["roles"].as_array_mut().expect("roles") {
                role["text"] = json!(next.next());
            }
        }
    }
    // A copy echoes what the first article claims.
    let copy = records[0].to_string();
    let key = records[0]["article_id"].as_str().expect("an id").trim_start_matches("art:");
    let text = format!("{}\n\nA copy.", records[0]["text"].as_str().expect("a text"));
    let other = &onrecord::graph::id::sha256_hex(text.as_bytes())[..16];
    let mut copy: serde_json::Value = serde_json::from_str(&copy.replace(key, other)).expect("JSON");
    copy["text"] = json!(text);
    records.push(copy);
    let place = tempdir().expect("a folder");
    let (store, exports) = (place.path().join("out"), place.path().join("exports"));
    output_folder(&store, &records, 5);
    let text = |path: &std::path::Path| path.to_str().expect("UTF-8").to_string();
    assert_eq!(run(&["index", &text(&store)]).code, 0);
    std::fs::create_dir_all(exports.join("part")).expect("a folder");
    for format in onrecord::export::Format::ALL {
        let name = format.name();
        let ran = run(&["export", &text(&store), "--to", name, "--output", &text(&exports.join(name))]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let part = exports.join("part").join(name);
        let ran =
            run(&["export", &text(&store), "--to", name, "--about", "Kestria", "--output", &text(&part)]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
    }
    let check = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/loaders/check.py");
    let status = Command::new(python)
        .args([check, &text(&store), &text(&exports), "Kestria"])
        .status()
        .expect("Python starts");
    assert!(status.success());
}
