//! Tests of the stage as a whole: files in, articles and rejects out.

use super::*;
use crate::article::RegionKind;
use jiff::civil::date;
use proptest::prelude::*;

const BODY: &str = "The mayor resigned on Tuesday after a vote that nobody in the town had \
                    expected, and she said that she would not run again. The council will meet on \
                    Friday to name a successor, who is to serve until the election in \
                    May, as the law of the town has required since it was written.";

fn raw(format: Format, bytes: &[u8]) -> Raw {
    let origin = Origin { path: "news/a".into(), record: 2 };
    Raw { origin, format, bytes: bytes.to_vec(), offset: 40, consumed: 0 }
}

fn parsed(format: Format, text: &str) -> Result<Article, Reject> {
    parse(raw(format, text.as_bytes()), &Options::default())
}

#[test]
fn a_folder_becomes_articles_in_the_order_of_its_paths() {
    let dir = tempfile::tempdir().unwrap();
    let page = format!("<html><article><h1>A page</h1>{}</article>", format!("<p>{BODY}").repeat(5));
    let lines = format!("{{\"id\": 1, \"text\": \"{BODY}\"}}\n{{\"text\": \"cut\n");
    for (name, text) in [("b.txt", BODY), ("a.jsonl", &lines), ("c.html", &page), ("d.md", "x")] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let root = dir.path().to_string_lossy().into_owned();
    let options = Options::default();
    let found = inputs(&[root.clone().into()], None).unwrap();
    let total = input_bytes(&found).unwrap();
    let raws: Vec<_> = read(found, &options).collect();
    assert_eq!(raws.last().unwrap().as_ref().unwrap().consumed, total);
    let got: Vec<_> = raws.into_iter().map(|raw| parse(raw.unwrap(), &options)).collect();
    assert_eq!(got[0].as_ref().unwrap().id.as_deref(), Some("1"));
    let reject = got[1].as_ref().unwrap_err();
    assert_eq!((reject.record, reject.offset.is_some()), (1, true));
    for (at, name) in [(2, "b.txt"), (3, "c.html")] {
        let article = got[at].as_ref().unwrap();
        assert_eq!(article.id, Some(format!("{root}/{name}")));
        assert_eq!(article.language.as_deref(), Some("en"));
    }
}

#[test]
fn the_default_date_stands_behind_every_other() {
    let options = Options { published: Some(date(2015, 12, 1)), ..Options::default() };
    let dated = |format, text: &str| {
        let article = parse(raw(format, text.as_bytes()), &options).unwrap();
        (article.published.unwrap(), article.published_basis)
    };
    assert_eq!(dated(Format::Text, BODY), (date(2015, 12, 1), PublishedBasis::Given));
    let text = format!("Published March 20, 2015\n\n{BODY} The war ended on May 3, 1998.");
    assert_eq!(dated(Format::Text, &text), (date(2015, 3, 20), PublishedBasis::Dateline));
    let line = format!("{{\"text\": \"{BODY}\", \"published\": \"2014-02-03\"}}");
    assert_eq!(dated(Format::Jsonl, &line), (date(2014, 2, 3), PublishedBasis::Given));
    let war = format!("{BODY}\nThe war ended on May 3, 1998.");
    assert_eq!(parsed(Format::Text, &war).unwrap().published, None);
}

#[test]
fn a_headline_in_the_text_is_the_title_where_none_is_given() {
    let article = parsed(Format::Text, &format!("Mayor resigns after vote\n\n{BODY}")).unwrap();
    assert_eq!(article.title.as_deref(), Some("Mayor resigns after vote"));
    assert_eq!(article.regions[0].kind, RegionKind::Title);
}

#[test]
fn an_empty_text_is_a_reject() {
    for (format, text) in
        [(Format::Text, " \n"), (Format::Jsonl, "{\"text\": \"\"}"), (Format::Jsonl, "{\"text\": \" \\n\"}")]
    {
        assert_eq!(parsed(format, text).unwrap_err().reason, "empty");
    }
}

#[test]
fn other_languages_are_rejects_unless_asked_for() {
    let text = "Le ministre de la Culture a annoncé mardi que les musées de la ville seraient \
                ouverts le dimanche, et que des visites guidées seraient proposées aux familles. "
        .repeat(3);
    let reject = parsed(Format::Text, &text).unwrap_err();
    assert!(reject.reason.contains("French"), "{}", reject.reason);
    let options = Options { any_language: true, ..Options::default() };
    let article = parse(raw(Format::Text, text.as_bytes()), &options).unwrap();
    assert_eq!(article.language.as_deref(), Some("fr"));
}

#[test]
fn a_reject_is_one_line_of_json() {
    let reject = parsed(Format::Jsonl, "{").unwrap_err();
    let line = serde_json::to_value(&reject).unwrap();
    assert_eq!(line["path"], "news/a");
    assert_eq!(line["record"], 2);
    assert_eq!(line["offset"], 40);
    let reject = parsed(Format::Html, "<p>").unwrap_err();
    assert!(serde_json::to_value(&reject).unwrap().get("offset").is_none());
}

#[test]
fn one_line_of_a_million_bytes_is_read_in_time() {
    let text = "{a[ad The mayor said “no” to it. ".repeat(30_000);
    assert!(text.len() > 900_000);
    let article = parsed(Format::Text, &text).unwrap();
    assert_eq!(article.text, text);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in any::<String>()) {
        for format in [Format::Text, Format::Jsonl] {
            let _ = parse(raw(format, &bytes), &Options { max_chars: MaxChars(usize::MAX), ..Options::default() });
            if let Ok(article) = parse(raw(format, text.as_bytes()), &Options::default()) {
                prop_assert!(format == Format::Jsonl || text.ends_with(&article.text));
            }
        }
    }
}
