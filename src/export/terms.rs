//! Terms: a row as triples.
//!
//! Nodes are `urn:onrecord:` and their id; places in the text are `urn:onrecord:art:K#char=s,e` (RFC
//! 5147). There are no blank nodes, so a second load of the same triples adds none. A claim is a node
//! with its parts; it is never asserted as a triple of its own, which would lose polarity, modality
//! and source. Vocabularies: schema.org, NIF, Web Annotation, and `urn:onrecord:vocab:` for the rest.

use crate::graph::{Cell, Row, Table};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{LiteralRef, NamedNodeRef, TermRef, TripleRef};
use std::io;

/// Start of the names of nodes.
pub const BASE: &str = "urn:onrecord:";

/// Prefixes that files declare.
pub const PREFIXES: [(&str, &str); 5] = [
    ("or", "urn:onrecord:vocab:"),
    ("schema", "https://schema.org/"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! vocabulary {
    ($($name:ident $iri:literal)*) => { $(const $name: NamedNodeRef = NamedNodeRef::new_unchecked($iri);)* };
}

vocabulary! {
    NEWS "https://schema.org/NewsArticle"
    PERSON "https://schema.org/Person"
    ORGANIZATION "https://schema.org/Organization"
    PLACE "https://schema.org/Place"
    QUOTATION "https://schema.org/Quotation"
    CLAIM "https://schema.org/Claim"
    ROLE "https://schema.org/Role"
    HEADLINE "https://schema.org/headline"
    URL "https://schema.org/url"
    PUBLISHED "https://schema.org/datePublished"
    NAME "https://schema.org/name"
    ALIAS "https://schema.org/alternateName"
    TEXT "https://schema.org/text"
    SPOKEN_BY "https://schema.org/spokenByCharacter"
    APPEARANCE "https://schema.org/appearance"
    PART_OF "https://schema.org/isPartOf"
    ABOUT "https://schema.org/about"
    ROLE_NAME "https://schema.org/roleName"
    KNOWN "https://schema.org/sameAs"
    TARGET "http://www.w3.org/ns/oa#hasTarget"
    STRING "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#RFC5147String"
    BEGIN "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex"
    END "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex"
    CONTEXT "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext"
    ANCHOR "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"
    OR_ACTOR "urn:onrecord:vocab:Actor"
    OR_GROUP "urn:onrecord:vocab:Group"
    OR_MENTION "urn:onrecord:vocab:Mention"
    OR_QUOTE "urn:onrecord:vocab:Quote"
    OR_REPORT "urn:onrecord:vocab:Report"
    OR_DATE "urn:onrecord:vocab:Date"
    OR_MATCH "urn:onrecord:vocab:Match"
    OR_STATES "urn:onrecord:vocab:states"
    OR_WITHIN "urn:onrecord:vocab:within"
    OR_ADDRESSED "urn:onrecord:vocab:addressedTo"
    OR_VIA "urn:onrecord:vocab:via"
    OR_SAID_ON "urn:onrecord:vocab:saidOn"
    OR_ON "urn:onrecord:vocab:on"
    OR_REFERS "urn:onrecord:vocab:refersTo"
    OR_ISSUED "urn:onrecord:vocab:issuedBy"
    OR_SAME "urn:onrecord:vocab:sameAs"
    OR_ECHOES "urn:onrecord:vocab:echoes"
    OR_ECHO "urn:onrecord:vocab:Echo"
    OR_HOLDER "urn:onrecord:vocab:holder"
    OR_BODY "urn:onrecord:vocab:body"
    OR_ONE "urn:onrecord:vocab:one"
    OR_OTHER "urn:onrecord:vocab:other"
    OR_QUOTED "urn:onrecord:vocab:quoted"
}

/// Takes triples.
pub trait Triples {
    /// Takes one.
    fn triple(&mut self, triple: TripleRef) -> io::Result<()>;
}

/// A subject and where its triples go.
struct Node<'s, T: Triples> {
    name: NamedNodeRef<'s>,
    out: &'s mut T,
}

impl<T: Triples> Node<'_, T> {
    fn is(&mut self, class: NamedNodeRef) -> io::Result<()> {
        self.link(rdf::TYPE, class)
    }

    fn link(&mut self, predicate: NamedNodeRef, object: NamedNodeRef) -> io::Result<()> {
        self.out.triple(TripleRef::new(self.name, predicate, object))
    }

    fn to(&mut self, predicate: NamedNodeRef, id: &str) -> io::Result<()> {
        let object = iri(id);
        self.link(predicate, NamedNodeRef::new_unchecked(&object))
    }

    fn cell(&mut self, predicate: NamedNodeRef, cell: &Cell) -> io::Result<()> {
        let number;
        let literal = match cell {
            Cell::Null => return Ok(()),
            Cell::Text(text) if predicate == PUBLISHED => LiteralRef::new_typed_literal(text, xsd::DATE),
            Cell::Text(text) => LiteralRef::new_simple_literal(text),
            Cell::Integer(n) => {
                number = n.to_string();
                LiteralRef::new_typed_literal(&number, xsd::INTEGER)
            }
            Cell::Real(n) => {
                number = n.to_string();
                LiteralRef::new_typed_literal(&number, xsd::DECIMAL)
            }
            Cell::List(items) => {
                for item in items {
                    let literal = LiteralRef::new_simple_literal(item);
                    self.out.triple(TripleRef::new(self.name, predicate, TermRef::Literal(literal)))?;
                }
                return Ok(());
            }
        };
        self.out.triple(TripleRef::new(self.name, predicate, TermRef::Literal(literal)))
    }

    /// A column under its own name.
    fn own(&mut self, row: &Row, column: &str) -> io::Result<()> {
        let name = format!("urn:onrecord:vocab:{}", camel(column));
        self.cell(NamedNodeRef::new_unchecked(&name), cell(row, column))
    }

    /// A place of the text, described, and the link to it.
    fn place(&mut self, predicate: NamedNodeRef, article: &str, start: &str, end: &str) -> io::Result<()> {
        let place = format!("{article}#char={start},{end}");
        let place = NamedNodeRef::new_unchecked(&place);
        self.link(predicate, place)?;
        let mut node = Node { name: place, out: self.out };
        node.is(STRING)?;
        for (predicate, offset) in [(BEGIN, start), (END, end)] {
            let literal = LiteralRef::new_typed_literal(offset, xsd::INTEGER);
            node.out.triple(TripleRef::new(node.name, predicate, TermRef::Literal(literal)))?;
        }
        node.link(CONTEXT, NamedNodeRef::new_unchecked(article))
    }

    fn places(&mut self, predicate: NamedNodeRef, article: &str, spans: &Cell) -> io::Result<()> {
        if let Cell::List(spans) = spans {
            for (start, end) in spans.iter().filter_map(|span| span.split_once('-')) {
                self.place(predicate, article, start, end)?;
            }
        }
        Ok(())
    }
}

/// `cue_start` as `cueStart`.
fn camel(column: &str) -> String {
    let mut out = String::with_capacity(column.len());
    let mut upper = false;
    for c in column.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}

/// The name of a node. Ids are made of hex digits, colons and hyphens (`graph::id`); anything else,
/// which only a foreign table could hold, is percent-encoded.
pub fn iri(id: &str) -> String {
    let mut out = String::with_capacity(BASE.len() + id.len());
    out.push_str(BASE);
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The name that an id of a gazetteer has in the web of data: an address as it is, Wikidata's `Q42`
/// under its address; none for other ids.
fn known(id: &str) -> Option<String> {
    let digits = id.strip_prefix('Q').filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if digits.is_some() {
        return Some(format!("http://www.wikidata.org/entity/{id}"));
    }
    let address = id.starts_with("http://") || id.starts_with("https://");
    // Only what N-Triples takes between angle brackets as it stands.
    let plain = |c: char| c > ' ' && c.is_ascii() && !"<>\"{}|^`\\".contains(c) && c != '\u{7f}';
    (address && id.chars().all(plain)).then(|| id.to_owned())
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r Cell {
    let place = row.table.columns().iter().position(|c| *c == column);
    place.and_then(|p| row.cells.get(p)).unwrap_or(&Cell::Null)
}

fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    match cell(row, column) {
        Cell::Text(text) => text,
        _ => "",
    }
}

fn number(row: &Row, column: &str) -> String {
    match cell(row, column) {
        Cell::Integer(number) => number.to_string(),
        _ => "0".to_string(),
    }
}

/// Gives the triples of a row to `out`.
///
/// # Errors
/// What `out` returns.
pub fn triples(row: &Row, out: &mut impl Triples) -> io::Result<()> {
    let (Some(Cell::Text(id)), second) = (row.cells.first(), row.cells.get(1)) else { return Ok(()) };
    let name = iri(id);
    let mut node = Node { name: NamedNodeRef::new_unchecked(&name), out };
    // The article in which a node with `K` in its id is located.
    let article = iri(&format!("art:{}", id.split(':').nth(1).unwrap_or_default()));
    let end = match second {
        Some(Cell::Text(end)) if !row.table.is_node() => end.as_str(),
        _ => "",
    };
    match row.table {
        Table::Article => {
            node.is(NEWS)?;
            node.cell(HEADLINE, cell(row, "title"))?;
            node.cell(URL, cell(row, "url"))?;
            node.cell(PUBLISHED, cell(row, "published"))?;
            for column in ["publisher", "published_basis", "sha256", "chars"] {
                node.own(row, column)?;
            }
            Ok(())
        }
        Table::Actor => {
            node.is(OR_ACTOR)?;
            match text(row, "type") {
                "person" => node.is(PERSON)?,
                "organization" => node.is(ORGANIZATION)?,
                "place" => node.is(PLACE)?,
                "group" => node.is(OR_GROUP)?,
                _ => {}
            }
            node.cell(NAME, cell(row, "name"))?;
            node.cell(ALIAS, cell(row, "aliases"))?;
            ["type", "roles", "scope", "external_id"].iter().try_for_each(|column| node.own(row, column))?;
            match known(text(row, "external_id")) {
                Some(known) => node.link(KNOWN, NamedNodeRef::new_unchecked(&known)),
                None => Ok(()),
            }
        }
        Table::Mention | Table::Date => {
            node.is(if row.table == Table::Date { OR_DATE } else { OR_MENTION })?;
            node.cell(ANCHOR, cell(row, "text"))?;
            for column in ["form", "type", "value", "earliest", "latest"] {
                node.own(row, column)?;
            }
            node.place(TARGET, &article, &number(row, "start"), &number(row, "end"))
        }
        Table::Quote => {
            node.is(OR_QUOTE)?;
            if text(row, "kind") != "indirect" {
                node.is(QUOTATION)?;
            }
            node.cell(TEXT, cell(row, "content"))?;
            for column in [
                "kind",
                "act",
                "polarity",
                "cue",
                "cue_start",
                "cue_end",
                "source",
                "source_start",
                "source_end",
                "confidence",
            ] {
                node.own(row, column)?;
            }
            node.places(TARGET, &article, cell(row, "content_spans"))?;
            node.places(OR_QUOTED, &article, cell(row, "quoted_spans"))
        }
        Table::Claim => {
            node.is(CLAIM)?;
            node.cell(TEXT, cell(row, "text"))?;
            for column in [
                "gist",
                "subject",
                "predicate",
                "object",
                "polarity",
                "modality",
                "quantity",
                "content_key",
                "confidence",
            ] {
                node.own(row, column)?;
            }
            node.link(APPEARANCE, NamedNodeRef::new_unchecked(&article))?;
            node.place(TARGET, &article, &number(row, "start"), &number(row, "end"))
        }
        Table::Report => {
            node.is(OR_REPORT)?;
            node.cell(NAME, cell(row, "name"))
        }
        Table::Said => {
            let (quote, actor) = (iri(end), name.clone());
            let quote = NamedNodeRef::new_unchecked(&quote);
            Node { name: quote, out: node.out }.link(SPOKEN_BY, NamedNodeRef::new_unchecked(&actor))
        }
        Table::States => node.to(OR_STATES, end),
        Table::Within => node.to(OR_WITHIN, end),
        Table::AddressedTo => node.to(OR_ADDRESSED, end),
        Table::Via => node.to(OR_VIA, end),
        Table::SaidOn => node.to(OR_SAID_ON, end),
        Table::About => node.to(ABOUT, end),
        Table::On => node.to(OR_ON, end),
        Table::RefersTo => node.to(OR_REFERS, end),
        Table::In => node.to(PART_OF, end),
        Table::IssuedBy => node.to(OR_ISSUED, end),
        Table::HasRole => {
            let (from, to) = (number(row, "role_start"), number(row, "role_end"));
            let article = text(row, "article");
            let key = article.trim_start_matches("art:");
            let role = iri(&format!(
                "rol:{key}:{from}-{to}:{}:{}",
                id.trim_start_matches("act:"),
                end.trim_start_matches("act:")
            ));
            let mut node = Node { name: NamedNodeRef::new_unchecked(&role), out: node.out };
            node.is(ROLE)?;
            node.cell(ROLE_NAME, cell(row, "role"))?;
            node.to(OR_HOLDER, id)?;
            node.to(OR_BODY, end)?;
            node.place(TARGET, &iri(article), &from, &to)
        }
        Table::SameAs => matched(node, OR_SAME, OR_MATCH, "sam", row),
        Table::Echoes => matched(node, OR_ECHOES, OR_ECHO, "ech", row),
    }
}

/// An edge with method and score: the link itself, and a node that tells what it rests on.
fn matched<T: Triples>(
    mut node: Node<T>,
    link: NamedNodeRef,
    class: NamedNodeRef,
    kind: &str,
    row: &Row,
) -> io::Result<()> {
    let (one, other) = (text(row, "start"), text(row, "end"));
    node.to(link, other)?;
    let bare = |id: &str| id.split_once(':').map_or(id, |(_, rest)| rest).to_string();
    let name = iri(&format!("{kind}:{}:{}:{}", bare(one), bare(other), text(row, "method")));
    let mut node = Node { name: NamedNodeRef::new_unchecked(&name), out: node.out };
    node.is(class)?;
    node.to(OR_ONE, one)?;
    node.to(OR_OTHER, other)?;
    node.own(row, "method")?;
    node.own(row, "score")
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn ids_of_a_gazetteer_are_linked_where_they_are_addresses() {
        assert_eq!(known("Q42").as_deref(), Some("http://www.wikidata.org/entity/Q42"));
        assert_eq!(
            known("https://norland.example/a?b=c#d").as_deref(),
            Some("https://norland.example/a?b=c#d")
        );
        for other in ["", "Q", "Q4x", "42", "https://a> <b", "http://a b", "urn:x", "https://a\u{e9}"] {
            assert_eq!(known(other), None, "{other}");
        }
    }
}
