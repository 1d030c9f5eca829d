//! Names and texts of every kind of character go through every export and come back.

use onrecord::export::{self, Format, Provenance};
use onrecord::graph::table::{Tables, render};
use onrecord::graph::{Cell, Row, Table};
use oxrdf::{Quad, Term};
use proptest::prelude::*;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::path::Path;

/// What comes back: the text, or `None` where it is null, by node id.
type Names = BTreeMap<String, Option<String>>;

const NAME: &str = "https://schema.org/name";

fn nodes(names: &[String]) -> Names {
    names.iter().enumerate().map(|(i, name)| (format!("doc:{i:016x}"), Some(name.clone()))).collect()
}

fn graph(folder: &Path, names: &Names) {
    let mut tables = Tables::create(folder).expect("a folder");
    for (id, name) in names {
        let row = Row::new(Table::Report, vec![Cell::Text(id.clone()), name.clone().into()]);
        tables.write(&render(&row)).expect("written");
    }
    tables.finish().expect("finished");
}

fn read_back(graph: &Path, format: Format, place: &Path) -> Names {
    let provenance = Provenance { version: "1".into(), run: "2".into() };
    let out = place.join("out");
    export::to_path(graph, format, &provenance, &out).expect("an export");
    let file = |name: &str| std::fs::read(out.join(name)).expect("a table");
    let bytes = || std::fs::read(&out).expect("a file");
    let iri = |name: &str| name.trim_start_matches("urn:onrecord:").to_string();
    let of_quads = |quads: Vec<Quad>| -> Names {
        let named = quads.into_iter().filter(|q| q.predicate.as_str() == NAME);
        named
            .map(|q| {
                let Term::Literal(name) = q.object else { panic!("a name is a literal") };
                (iri(&q.subject.to_string().replace(['<', '>'], "")), Some(name.value().to_string()))
            })
            .collect()
    };
    match format {
        Format::Neo4j | Format::Plain => {
            let bytes = file("nodes_Report.csv");
            assert_eq!(
                bytes.iter().filter(|&&b| b == b'\n').count(),
                std::str::from_utf8(&bytes).expect("UTF-8").lines().count()
            );
            let mut reader = csv::Reader::from_reader(&bytes[..]);
            reader
                .records()
                .map(|r| r.expect("a row"))
                .map(|r| (r[0].to_string(), Some(r[1].to_string())))
                .collect()
        }
        Format::Parquet => {
            use parquet::file::reader::{FileReader, SerializedFileReader};
            use parquet::record::RowAccessor;
            let file = std::fs::File::open(out.join("nodes_Report.parquet")).expect("a table");
            let reader = SerializedFileReader::new(file).expect("Parquet");
            let rows = reader.get_row_iter(None).expect("rows").map(|r| r.expect("a row"));
            rows.map(|r| (r.get_string(0).expect("an id").clone(), r.get_string(1).ok().cloned())).collect()
        }
        Format::GraphMl => graphml(&bytes()),
        Format::Turtle => of_quads(
            oxttl::TurtleParser::new()
                .for_slice(&bytes())
                .map(|t| t.expect("a triple").in_graph(oxrdf::GraphName::DefaultGraph))
                .collect(),
        ),
        Format::NTriples => of_quads(
            oxttl::NTriplesParser::new()
                .for_slice(&bytes())
                .map(|t| t.expect("a triple").in_graph(oxrdf::GraphName::DefaultGraph))
                .collect(),
        ),
        Format::TriG => {
            of_quads(oxttl::TriGParser::new().for_slice(&bytes()).map(|q| q.expect("a quad")).collect())
        }
        Format::JsonLd => {
            of_quads(oxjsonld::JsonLdParser::new().for_slice(&bytes()).map(|q| q.expect("a quad")).collect())
        }
        Format::Cypher => cypher(&String::from_utf8(bytes()).expect("UTF-8")),
        Format::Jsonl => bytes()
            .split(|&b| b == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice::<serde_json::Value>(line).expect("JSON"))
            .map(|v| (v["id"].as_str().expect("an id").into(), v["name"].as_str().map(String::from)))
            .collect(),
    }
}

fn graphml(bytes: &[u8]) -> Names {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let (mut names, mut id, mut name) = (Names::new(), String::new(), None);
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(tag) if tag.name().as_ref() == "node" => {
                let attribute = tag.try_get_attribute("id").expect("attributes").expect("an id");
                id = attribute.value.to_string();
            }
            Event::Start(tag) if tag.name().as_ref() == "data" => {
                let key = tag.try_get_attribute("key").expect("attributes").expect("a key");
                name = (key.value.as_ref() == "n_name").then(String::new);
            }
            Event::Text(text) => {
                if let Some(name) = &mut name {
                    name.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                if let Some(name) = &mut name {
                    match entity.resolve_char_ref().expect("a character") {
                        Some(c) => name.push(c),
                        None => name.push_str(
                            quick_xml::escape::resolve_predefined_entity(&entity).expect("an entity"),
                        ),
                    }
                }
            }
            Event::End(tag) if tag.name().as_ref() == "data" => {
                if let Some(name) = name.take() {
                    names.insert(id.clone(), Some(name));
                }
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

fn cypher(script: &str) -> Names {
    let mut names = Names::new();
    let mut rest = script.split_once("\nMERGE").map_or("", |(_, rest)| rest);
    while !rest.is_empty() {
        rest = rest.strip_prefix(" (n:`Report` {`id`: '").expect("a node");
        let (id, after) = rest.split_once("'}) SET n.`name` = '").expect("an id and a name");
        let (mut name, mut escaped, mut end) = (String::new(), false, None);
        for (at, c) in after.char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                '\'' if !escaped => {
                    end = Some(at);
                    break;
                }
                c => {
                    name.push(c);
                    escaped = false;
                }
            }
        }
        names.insert(id.to_string(), Some(name));
        rest = after[end.expect("a closed string")..].strip_prefix("';\n").expect("an end");
        rest = rest.strip_prefix("MERGE").unwrap_or(rest);
    }
    names
}

/// What a format makes of a text.
fn held(format: Format, text: &str) -> String {
    let instead = |c: char| match (format, c) {
        (
            Format::Neo4j | Format::Plain,
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}',
        ) => ' ',
        (Format::Neo4j | Format::Plain, '\0') => '\u{fffd}',
        (Format::GraphMl, '\n' | '\r' | '\t') => c,
        (Format::GraphMl, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        _ => c,
    };
    text.chars().map(instead).collect()
}

fn check(names: &[String]) {
    let place = tempfile::tempdir().expect("a folder");
    let (written, graph_folder) = (nodes(names), place.path().join("graph"));
    graph(&graph_folder, &written);
    for format in Format::ALL {
        let place = tempfile::tempdir().expect("a folder");
        let expected: Names =
            written.iter().map(|(id, n)| (id.clone(), n.as_deref().map(|n| held(format, n)))).collect();
        assert_eq!(read_back(&graph_folder, format, place.path()), expected, "{}", format.name());
    }
}

#[test]
fn names_that_break_loaders() {
    check(&[
        "O'Neill \"the Hammer\"".into(),
        "tab\there, line\nbreak, return\r\nand \u{b}\u{c}\u{85}\u{2028}\u{2029}".into(),
        "nul \0 bell \u{7} escape \u{1b} delete \u{7f} \u{9b}".into(),
        "🙂👩‍👩‍👧 family".into(),
        "\u{202e}desrever\u{202c} محمد שלום".into(),
        "a;b,c|d\\e\\".into(),
        "'; DROP TABLE quote; --".into(),
        "\"}) DETACH DELETE n //".into(),
        "\\' }) RETURN 1 \\u0041 \\n".into(),
        "</script><script>alert(1)</script>]]><!--&amp;&lt;".into(),
        " ends in blanks ".into(),
        "\u{feff}mark \u{fffe}\u{ffff}\u{10ffff}".into(),
        "\"\"\" . <urn:x> <urn:y> \"\"\"@en ^^<z>".into(),
        "{\"@id\": \"x\", \"@value\": 1}".into(),
        "@value".into(),
        "=1+1".into(),
        "".into(),
        "null".into(),
        "NaN".into(),
    ]);
}

fn hostile() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '"', '\'', '`', ';', ',', '\\', '\n', '\r', '\t', '\0', '<', '>', '&', '{', '}', '$', '\u{1b}',
        '\u{85}', '\u{2028}', '\u{202e}', '\u{fffe}', '\u{feff}', '🙂', 'א', 'é', ' ', 'a', '-', '/', '@',
        '^', '#', '%',
    ]);
    prop::collection::vec(prop_oneof![4 => odd, 1 => any::<char>()], 0..24).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_name_survives_every_export(names in prop::collection::vec(hostile(), 1..6)) {
        check(&names);
    }
}
