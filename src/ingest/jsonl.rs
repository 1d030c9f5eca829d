//! JSONL: one line, one article.
//!
//! The text field is the article's text to the code point. What else a record says of the article
//! is taken where it has the right form and is left out where not: a bad date costs the date, not
//! the article. A record without a text is a reject.

use super::fields::FieldMap;
use super::{Reject, published};
use crate::article::{Article, Origin, PublishedBasis};
use serde_json::{Map, Value};

/// The article of one line that begins at byte `offset` of its file.
pub(crate) fn article(
    origin: &Origin,
    offset: u64,
    line: Vec<u8>,
    fields: &FieldMap,
) -> Result<Article, Reject> {
    let reject = |at: usize, reason: String| Reject::new(origin, Some(offset + at as u64), reason);
    if let Err(error) = std::str::from_utf8(&line) {
        let at = error.valid_up_to();
        return Err(reject(at, format!("not UTF-8 at byte {} of the line", at)));
    }
    let mut record: Map<String, Value> = match serde_json::from_slice(&line) {
        Ok(Value::Object(record)) => record,
        Ok(other) => {
            return Err(reject(0, format!("the record is {}, not an object", kind(&other))));
        }
        Err(error) => {
            return Err(reject(0, format!("not a JSON record (one a line): {error}")));
        }
    };
    let text = match record.remove(&fields.text) {
        Some(Value::String(text)) => text,
        Some(other) => {
            let what = kind(&other);
            return Err(reject(0, format!("field `{}` is {what}, not a string", fields.text)));
        }
        None => return Err(reject(0, missing(&fields.text, &record))),
    };
    let day = record.get(&fields.published).and_then(published::given);
    Ok(Article {
        id: match record.get(&fields.id) {
            Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
            Some(Value::Number(id)) => Some(id.to_string()),
            _ => None,
        },
        title: line_of(&record, &fields.title),
        publisher: line_of(&record, &fields.publisher),
        published: day,
        published_basis: day.map_or(PublishedBasis::None, |_| PublishedBasis::Given),
        byline: line_of(&record, &fields.byline),
        url: line_of(&record, &fields.url),
        text,
        ..Article::default()
    })
}

/// A field of one line, or a list of them (`["Jane Doe", "John Roe"]`) joined by commas.
fn line_of(record: &Map<String, Value>, key: &str) -> Option<String> {
    let line = match record.get(key)? {
        Value::String(line) => line.trim().to_string(),
        Value::Array(items) => {
            items.iter().filter_map(Value::as_str).map(str::trim).collect::<Vec<_>>().join(", ")
        }
        _ => return None,
    };
    (!line.is_empty()).then_some(line)
}

/// The reason for a record without its text, naming the fields it has.
fn missing(field: &str, record: &Map<String, Value>) -> String {
    let mut names: Vec<&str> = record.keys().map(String::as_str).take(12).collect();
    names.sort_unstable();
    let has = match names.is_empty() {
        true => "none".to_string(),
        false => names.join(", "),
    };
    let has: String = has.chars().take(200).collect();
    format!("no field `{field}`; fields there are: {has}")
}

/// What a value is, with its article.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str) -> Result<Article, Reject> {
        let origin = Origin { path: "a.jsonl".into(), record: 3 };
        article(&origin, 100, line.as_bytes().to_vec(), &FieldMap::default())
    }

    #[test]
    fn text_is_kept_to_the_code_point() {
        let article = read(r#"{"text": "\n\r\n\u0000é😀 \ufeff", "id": 7}"#).unwrap();
        assert_eq!(article.text, "\n\r\n\0é😀 \u{feff}");
        assert_eq!(article.id.as_deref(), Some("7"));
    }

    #[test]
    fn metadata_is_taken_and_a_bad_date_costs_only_the_date() {
        let line = r#"{"text":"t","title":" T ","byline":["A B","C D"],"published":"2015-12-01"}"#;
        let article = read(line).unwrap();
        assert_eq!(article.title.as_deref(), Some("T"));
        assert_eq!(article.byline.as_deref(), Some("A B, C D"));
        assert_eq!(article.published, Some(jiff::civil::date(2015, 12, 1)));
        assert_eq!(article.published_basis, PublishedBasis::Given);
        let article = read(r#"{"text":"t","published":"soon","title":3}"#).unwrap();
        assert_eq!((article.published, article.title), (None, None));
        assert_eq!(article.published_basis, PublishedBasis::None);
    }

    #[test]
    fn broken_lines_say_what_is_wrong() {
        for (line, says) in [
            ("{\"text\": \"cut", "EOF while parsing"),
            ("not json", "expected"),
            ("[1]", "an array"),
            ("{\"body\": \"x\", \"a\": 1}", "no field `text`; fields there are: a, body"),
            ("{}", "are: none"),
            ("{\"text\": null}", "field `text` is null"),
            ("{\"text\": [\"a\"]}", "field `text` is an array"),
            ("{\"text\": \"\\ud800\"}", "hex escape"),
        ] {
            let reject = read(line).unwrap_err();
            assert!(reject.reason.contains(says), "{line}: {}", reject.reason);
            assert_eq!((reject.record, reject.offset), (3, Some(100)));
        }
        let deep = "[".repeat(100_000);
        assert!(read(&deep).unwrap_err().reason.contains("recursion"));
    }

    #[test]
    fn a_line_in_another_encoding_is_rejected_at_its_byte() {
        let origin = Origin::default();
        let line = b"{\"text\": \"caf\xE9\"}".to_vec();
        let reject = article(&origin, 10, line, &FieldMap::default()).unwrap_err();
        assert_eq!(reject.offset, Some(23));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(text in any::<String>(), id in "[a-z]{1,5}") {
            let line = serde_json::json!({"text": text, "id": id}).to_string();
            let article = read(&line).unwrap();
            prop_assert_eq!(article.text, text);
            prop_assert_eq!(article.id, Some(id));
        }
    }
}
