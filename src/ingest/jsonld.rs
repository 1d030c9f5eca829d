//! JSON-LD: what a page's `application/ld+json` scripts say of the article.

use super::tags::decode;
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// What the scripts of one page say, as written.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Vec<String>,
    pub(crate) modified: Vec<String>,
}

/// Reads the scripts of a page. One that is not JSON, as many are, still gives its dates.
pub(crate) fn facts(scripts: &[&str]) -> Facts {
    static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| pattern(r#""datePublished"\s*:\s*"([^"]{6,40})""#));
    let mut broken = Vec::new();
    let mut documents = Vec::new();
    for script in scripts {
        match value(script) {
            Some(document) => documents.push(document),
            None => {
                broken.extend(PUBLISHED.captures_iter(script).map(|c| c[1].to_string()));
            }
        }
    }
    let mut nodes = Vec::new();
    for document in &documents {
        collect(document, &mut nodes);
    }
    let mut facts = Facts::default();
    for rank in [Rank::Article, Rank::Page] {
        for node in nodes.iter().filter(|node| Rank::of(node) == Some(rank)) {
            facts.published.extend(line(node.get("datePublished")));
            facts.modified.extend(line(node.get("dateModified")));
            if rank == Rank::Page {
                continue;
            }
            if facts.headline.is_none() {
                facts.headline = line(node.get("headline")).or_else(|| line(node.get("name")));
            }
            if facts.authors.is_empty() {
                names(node.get("author"), &nodes, &mut facts.authors);
            }
            if facts.publisher.is_none() {
                let mut publisher = Vec::new();
                names(node.get("publisher"), &nodes, &mut publisher);
                facts.publisher = publisher.into_iter().next();
            }
        }
    }
    facts.published.extend(broken);
    facts
}

/// The value of a script, whose strings may hold raw line ends and which may stand in a comment.
fn value(script: &str) -> Option<Value> {
    let script = script.trim();
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let script = script.find("CDATA[").map_or(script, |at| &script[at + 6..]);
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])? + 1;
    let clean: String =
        script.get(start..end)?.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&clean).ok()
}

type Node = Map<String, Value>;

/// Gathers the objects of a document that may be about the page: not what they mention.
fn collect<'v>(value: &'v Value, nodes: &mut Vec<&'v Node>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, nodes)),
        Value::Object(node) => {
            nodes.push(node);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = node.get(key) {
                    collect(inner, nodes);
                }
            }
        }
        _ => {}
    }
}

/// How much a node is about the article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Article,
    Page,
}

impl Rank {
    fn of(node: &Node) -> Option<Self> {
        let types = match node.get("@type")? {
            Value::String(name) => vec![name.as_str()],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return None,
        };
        let is = |ends: &[&str]| types.iter().any(|t| ends.iter().any(|end| t.ends_with(end)));
        if is(&["Article", "Posting", "Report", "Review", "Recipe", "CreativeWork"]) {
            Some(Rank::Article)
        } else {
            is(&["Page", "VideoObject"]).then_some(Rank::Page)
        }
    }
}

/// A string of one line, entities decoded; the first of a list.
fn line(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.as_str(),
        Value::Array(items) => items.iter().find_map(Value::as_str)?,
        _ => return None,
    };
    let text = decode(text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The names of persons or organisations, which may stand in another node of the page.
fn names(value: Option<&Value>, nodes: &[&Node], found: &mut Vec<String>) {
    match value {
        Some(Value::Array(items)) => {
            // No article has more authors; the look-up below is not to be squared by a hostile page.
            for item in items.iter().take(50) {
                names(Some(item), nodes, found);
            }
        }
        Some(Value::Object(node)) => {
            let id = node.get("@id");
            let other = || nodes.iter().find(|n| id.is_some() && n.get("@id") == id);
            match node.get("name").or_else(|| other()?.get("name")) {
                Some(Value::Array(list)) => {
                    found.extend(list.iter().filter_map(|name| line(Some(name))));
                }
                name => found.extend(line(name)),
            }
        }
        other => found.extend(line(other)),
    }
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_comes_before_the_page() {
        let facts = facts(&[r##"{"@graph": [
            {"@type": "WebPage", "datePublished": "2014-01-01"},
            {"@type": ["NewsArticle"], "headline": "A &amp; B", "datePublished": "2015-12-01",
             "author": [{"@id": "#p"}, "John Roe"], "publisher": {"name": "The Daily"}},
            {"@type": "Person", "@id": "#p", "name": "Jane Doe"}]}"##]);
        assert_eq!(facts.headline.as_deref(), Some("A & B"));
        assert_eq!(facts.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(facts.publisher.as_deref(), Some("The Daily"));
        assert_eq!(facts.published, ["2015-12-01", "2014-01-01"]);
    }

    #[test]
    fn broken_scripts_give_what_they_can() {
        let found = facts(&["//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"a\nb\"};\n//"]);
        assert_eq!(found.headline.as_deref(), Some("a b"));
        let found = facts(&["{\"datePublished\": \"2015-12-01\", \"x\": \"a \"b\" c\"}"]);
        assert_eq!(found.published, ["2015-12-01"]);
        assert!(facts(&["", "}{", "[", "null"]).published.is_empty());
    }
}
