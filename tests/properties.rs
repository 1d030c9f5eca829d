//! Properties that hold for any text at all.

use onrecord::article::{Article, PublishedBasis};
use onrecord::encode::{Kernel, Model, Precision};
use onrecord::graph;
use onrecord::pipeline::{Config, Extractor};
use onrecord::record::Record;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Text that looks enough like news for the extractors to find something.
fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Ada Lund".to_string()),
        Just("the ministry of ports".to_string()),
        Just("she".to_string()),
        Just("who".to_string()),
        Just(" said ".to_string()),
        Just(" denied that ".to_string()),
        Just("According to ".to_string()),
        Just("\n\n".to_string()),
        Just(". ".to_string()),
        Just(", ".to_string()),
        Just(" \u{201c}".to_string()),
        Just("\u{201d} ".to_string()),
        Just("\"".to_string()),
        Just("''".to_string()),
        Just("``".to_string()),
        Just("{mosads}".to_string()),
        Just("at least 40 ships".to_string()),
        Just("last Wednesday".to_string()),
        Just("in the three weeks following the deal".to_string()),
        Just("the harbour would not reopen".to_string()),
        "\\PC{0,12}",
        "[A-Z][a-z]{1,8} ",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let model = Model::embedded();
    let engine = model.engine(Kernel::best(), Precision::Int8).expect("the model fits");
    let reader = model.reader(Box::new(engine)).expect("the model fits");
    Extractor::new(reader, Config { sentences: true, ..Config::default() })
});

fn record_of(text: &str) -> Record {
    let published = Some(jiff::civil::date(2026, 3, 12));
    let article = Article { published, published_basis: PublishedBasis::Given, ..Article::from_text(text) };
    EXTRACTOR.extract(vec![article]).expect("the engine reads it").remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn spans_slice_to_their_text(text in news()) {
        let record = record_of(&text);
        prop_assert_eq!(&record.text, &text);
        let chars: Vec<char> = text.chars().collect();
        let same = |start: usize, end: usize, own: &str| chars[start..end].iter().collect::<String>() == own;
        for actor in &record.actors {
            prop_assert!(!actor.mentions.is_empty());
            for m in &actor.mentions {
                prop_assert!(same(m.start, m.end, &m.text));
            }
        }
        for d in &record.dates {
            prop_assert!(same(d.start, d.end, &d.text));
            prop_assert!(d.earliest <= d.latest);
        }
        for q in &record.quotes {
            prop_assert!(!q.content.spans.is_empty());
            prop_assert!(q.content.spans.is_sorted_by_key(|s| s.start));
            let others = [&q.source, &q.cue, &q.via].into_iter().flatten().flat_map(|s| &s.spans);
            for s in q.content.spans.iter().chain(&q.quoted).chain(others) {
                prop_assert!(s.start < s.end && same(s.start, s.end, &s.text));
            }
            prop_assert!((0.0..=1.0).contains(&q.confidence));
        }
        for c in &record.claims {
            prop_assert!(same(c.start, c.end, &c.text));
        }
    }

    #[test]
    fn a_record_parses_back_and_its_graph_is_whole(text in news()) {
        let record = record_of(&text);
        let back: Record = serde_json::from_slice(&record.to_line()).expect("a record is JSON");
        prop_assert_eq!(&back, &record);
        let rows = graph::rows(&record);
        let id = |cell: &graph::Cell| if let graph::Cell::Text(id) = cell { id.clone() } else { String::new() };
        let mut nodes = HashSet::new();
        for row in rows.iter().filter(|r| r.table.is_node()) {
            prop_assert!(nodes.insert(id(&row.cells[0])), "a node comes twice");
        }
        for row in rows.iter().filter(|r| !r.table.is_node()) {
            prop_assert!(nodes.contains(&id(&row.cells[0])) && nodes.contains(&id(&row.cells[1])));
        }
    }
}
