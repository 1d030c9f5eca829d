//! RDF: triples in Turtle, N-Triples, TriG and JSON-LD.
//!
//! In TriG the content stands in the default graph, and who made it, by the terms of PROV, in a graph
//! of its own: `urn:onrecord:provenance`. It holds no time, so a second run gives the same bytes.

use super::terms::{PREFIXES, Triples, iri, triples};
use super::{Provenance, Sink};
use crate::graph::{Cell, Row, Table};
use oxjsonld::{JsonLdSerializer, WriterJsonLdSerializer};
use oxrdf::vocab::rdf;
use oxrdf::{GraphNameRef, LiteralRef, NamedNodeRef, QuadRef, TermRef, TripleRef};
use oxttl::ntriples::WriterNTriplesSerializer;
use oxttl::trig::WriterTriGSerializer;
use oxttl::turtle::WriterTurtleSerializer;
use oxttl::{NTriplesSerializer, TriGSerializer, TurtleSerializer};
use std::io::{self, Write};

const PROVENANCE: NamedNodeRef = NamedNodeRef::new_unchecked("urn:onrecord:provenance");
const GENERATED_BY: NamedNodeRef = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasGeneratedBy");
const ACTIVITY: NamedNodeRef = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#Activity");
const ASSOCIATED: NamedNodeRef = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasAssociatedWith");
const AGENT: NamedNodeRef = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#SoftwareAgent");
const PROGRAM: NamedNodeRef = NamedNodeRef::new_unchecked("urn:onrecord:program");
const VERSION: NamedNodeRef = NamedNodeRef::new_unchecked("https://schema.org/softwareVersion");

/// A writer of triples, with what makes it a file.
pub struct Rdf<S> {
    /// `None` once it is finished.
    writer: Option<S>,
    /// The run, where the format tells who made it.
    run: Option<String>,
    /// Articles whose run is still to be told.
    articles: Vec<String>,
    version: String,
}

/// A serializer of one of the formats.
pub trait Serializer {
    /// Writes a triple of the content.
    fn write(&mut self, triple: TripleRef) -> io::Result<()>;

    /// Writes a triple of the provenance, where there is one.
    fn provenance(&mut self, triple: TripleRef) -> io::Result<()>;

    /// Writes the end.
    fn end(self) -> io::Result<()>;
}

macro_rules! triples_only {
    ($serializer:ident, $end:expr) => {
        impl<W: Write> Serializer for $serializer<W> {
            fn write(&mut self, triple: TripleRef) -> io::Result<()> {
                self.serialize_triple(triple)
            }

            fn provenance(&mut self, _: TripleRef) -> io::Result<()> {
                Ok(())
            }

            fn end(self) -> io::Result<()> {
                let end: fn(Self) -> io::Result<W> = $end;
                end(self)?.flush()
            }
        }
    };
}

triples_only!(WriterTurtleSerializer, |writer| writer.finish());
triples_only!(WriterNTriplesSerializer, |writer| Ok(writer.finish()));

impl<W: Write> Serializer for WriterTriGSerializer<W> {
    fn write(&mut self, triple: TripleRef) -> io::Result<()> {
        self.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))
    }

    fn provenance(&mut self, triple: TripleRef) -> io::Result<()> {
        self.serialize_quad(triple.in_graph(PROVENANCE))
    }

    fn end(self) -> io::Result<()> {
        self.finish()?.flush()
    }
}

impl<W: Write> Serializer for WriterJsonLdSerializer<W> {
    fn write(&mut self, triple: TripleRef) -> io::Result<()> {
        self.serialize_quad(QuadRef::new(
            triple.subject,
            triple.predicate,
            triple.object,
            GraphNameRef::DefaultGraph,
        ))
    }

    fn provenance(&mut self, _: TripleRef) -> io::Result<()> {
        Ok(())
    }

    fn end(self) -> io::Result<()> {
        self.finish()?.flush()
    }
}

fn content<S>(writer: S) -> Rdf<S> {
    Rdf { writer: Some(writer), run: None, articles: Vec::new(), version: String::new() }
}

fn bad(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}

/// Turtle.
pub fn turtle<W: Write>(out: W) -> io::Result<Rdf<WriterTurtleSerializer<W>>> {
    let mut serializer = TurtleSerializer::new();
    for (name, prefix) in PREFIXES {
        serializer = serializer.with_prefix(name, prefix).map_err(bad)?;
    }
    Ok(content(serializer.for_writer(out)))
}

/// N-Triples.
pub fn ntriples<W: Write>(out: W) -> Rdf<WriterNTriplesSerializer<W>> {
    content(NTriplesSerializer::new().for_writer(out))
}

/// TriG, with provenance.
pub fn trig<W: Write>(out: W, provenance: &Provenance) -> io::Result<Rdf<WriterTriGSerializer<W>>> {
    let mut serializer = TriGSerializer::new();
    for (name, prefix) in PREFIXES.into_iter().chain([("prov", "http://www.w3.org/ns/prov#")]) {
        serializer = serializer.with_prefix(name, prefix).map_err(bad)?;
    }
    let run = format!("run:{}", provenance.run.get(..16).unwrap_or(&provenance.run));
    Ok(Rdf {
        run: Some(iri(&run)),
        version: provenance.version.clone(),
        ..content(serializer.for_writer(out))
    })
}

/// JSON-LD.
pub fn jsonld<W: Write>(out: W) -> io::Result<Rdf<WriterJsonLdSerializer<W>>> {
    let mut serializer = JsonLdSerializer::new();
    for (name, prefix) in PREFIXES {
        serializer = serializer.with_prefix(name, prefix).map_err(bad)?;
    }
    Ok(content(serializer.for_writer(out)))
}

impl<S: Serializer> Triples for Rdf<S> {
    fn triple(&mut self, triple: TripleRef) -> io::Result<()> {
        match &mut self.writer {
            Some(writer) => writer.write(triple),
            None => Ok(()),
        }
    }
}

impl<S: Serializer> Sink for Rdf<S> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        if let (true, Table::Article, Some(Cell::Text(id))) =
            (self.run.is_some(), row.table, row.cells.first())
        {
            self.articles.push(iri(id));
        }
        triples(row, self)
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        if let Some(run) = &self.run {
            let run = NamedNodeRef::new_unchecked(run);
            writer.provenance(TripleRef::new(run, rdf::TYPE, ACTIVITY))?;
            writer.provenance(TripleRef::new(run, ASSOCIATED, PROGRAM))?;
            writer.provenance(TripleRef::new(PROGRAM, rdf::TYPE, AGENT))?;
            let version = LiteralRef::new_simple_literal(&self.version);
            writer.provenance(TripleRef::new(PROGRAM, VERSION, TermRef::Literal(version)))?;
            for article in &self.articles {
                let article = NamedNodeRef::new_unchecked(article);
                writer.provenance(TripleRef::new(article, GENERATED_BY, run))?;
            }
        }
        writer.end()
    }
}
