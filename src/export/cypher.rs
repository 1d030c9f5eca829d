//! Cypher: a `MERGE` a row, nodes first, for Neo4j, Kuzu and Memgraph. Loading it twice changes nothing.
//!
//! Only the apostrophe and the backslash are escaped. Line breaks and other control characters stand
//! as they are: Kuzu reads `\n` as `n` and knows no `\u0000` (seen in 0.11.3), and a string of Cypher may
//! hold them.

use super::Sink;
use crate::graph::table::joined_list;
use crate::graph::{Cell, Row, Table};
use std::io::{self, Write};

/// Writes Cypher.
pub struct Cypher<W: Write> {
    out: W,
}

impl<W: Write> Cypher<W> {
    /// Writes to `out`.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(
            b"// In Neo4j make a constraint a label first, or MERGE reads all nodes:\n\
              // CREATE CONSTRAINT IF NOT EXISTS FOR (n:Quote) REQUIRE n.id IS UNIQUE;\n",
        )?;
        Ok(Cypher { out })
    }

    fn properties(&mut self, row: &Row, skip: usize, lead: &str, between: &str) -> io::Result<bool> {
        let mut first = true;
        for (column, cell) in row.table.columns().iter().zip(&row.cells).skip(skip) {
            if *cell == Cell::Null {
                continue;
            }
            let prefix = if row.table.is_node() { "n." } else { "" };
            let sign = if row.table.is_node() { " = " } else { ": " };
            write!(self.out, "{}{prefix}`{column}`{sign}", if first { lead } else { between })?;
            self.value(cell)?;
            first = false;
        }
        Ok(!first)
    }

    fn value(&mut self, cell: &Cell) -> io::Result<()> {
        match cell {
            Cell::Null => self.out.write_all(b"null"),
            Cell::Text(text) => self.text(text),
            Cell::Integer(number) => write!(self.out, "{number}"),
            // A point keeps it from being taken for an integer.
            Cell::Real(number) => write!(self.out, "{number:?}"),
            Cell::List(items) => self.text(&joined_list(items)),
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(b"'")?;
        let mut done = 0;
        for (at, _) in text.match_indices(['\\', '\'']) {
            self.out.write_all(&text.as_bytes()[done..at])?;
            self.out.write_all(b"\\")?;
            done = at;
        }
        self.out.write_all(&text.as_bytes()[done..])?;
        self.out.write_all(b"'")
    }
}

/// Labels of an edge's ends, by the ids' prefixes.
fn label_of(cell: &Cell) -> &'static str {
    match cell {
        Cell::Text(id) => super::csv::label_of(id),
        _ => "Actor",
    }
}

impl<W: Write> Sink for Cypher<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        if row.table.is_node() {
            write!(self.out, "MERGE (n:`{}` {{`id`: ", row.table.name())?;
            self.value(&row.cells[0])?;
            self.out.write_all(b"})")?;
            self.properties(row, 1, " SET ", ", ")?;
            return self.out.write_all(b";\n");
        }
        write!(self.out, "MATCH (a:`{}` {{`id`: ", label_of(&row.cells[0]))?;
        self.value(&row.cells[0])?;
        write!(self.out, "}}), (b:`{}` {{`id`: ", label_of(&row.cells[1]))?;
        self.value(&row.cells[1])?;
        write!(self.out, "}}) MERGE (a)-[:`{}`", row.table.name())?;
        // Two articles may tell of the same role: what differs is part of the edge.
        if matches!(row.table, Table::HasRole | Table::SameAs | Table::Echoes)
            && self.properties(row, 2, " {", ", ")?
        {
            self.out.write_all(b"}")?;
        }
        self.out.write_all(b"]->(b);\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
