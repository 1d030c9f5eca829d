//! GraphML, as networkx, igraph, Gephi and yEd read it: scalar values, no nulls, a key for nodes or
//! edges each, edge ids that are unique in the file.
//!
//! Written by hand rather than with an XML crate: five constructs, and the characters that XML can't
//! hold must be replaced in any case.

use super::Sink;
use crate::graph::schema::Kind;
use crate::graph::table::joined_list;
use crate::graph::{Cell, Row, Table};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes GraphML.
pub struct GraphMl<W: Write> {
    out: W,
}

impl<W: Write> GraphMl<W> {
    /// Writes to `out`.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
              <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
              xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
              xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
              http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
        )?;
        for (nodes, what, letter) in [(true, "node", 'n'), (false, "edge", 'e')] {
            let mut keys: BTreeMap<&str, &str> = BTreeMap::from([("label", "string")]);
            for table in Table::ALL.into_iter().filter(|t| t.is_node() == nodes) {
                for column in &table.columns()[if nodes { 1 } else { 2 }..] {
                    let kind = match table.kind(column) {
                        Kind::Text | Kind::List => "string",
                        Kind::Integer => "long",
                        Kind::Real => "double",
                    };
                    keys.insert(column, kind);
                }
            }
            for (name, kind) in keys {
                writeln!(
                    out,
                    "<key id=\"{letter}_{name}\" for=\"{what}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
                )?;
            }
        }
        out.write_all(b"<graph id=\"onrecord\" edgedefault=\"directed\">\n")?;
        Ok(GraphMl { out })
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in text.char_indices() {
            let instead: &[u8] = match c {
                '&' => b"&amp;",
                '<' => b"&lt;",
                '>' => b"&gt;",
                '"' => b"&quot;",
                // A reader would turn these into line feeds and blanks.
                '\r' => b"&#13;",
                '\n' => b"&#10;",
                '\t' => b"&#9;",
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}".as_bytes(),
                _ => continue,
            };
            self.out.write_all(&text.as_bytes()[done..at])?;
            self.out.write_all(instead)?;
            done = at + c.len_utf8();
        }
        self.out.write_all(&text.as_bytes()[done..])
    }

    fn cell(&mut self, cell: &Cell) -> io::Result<()> {
        match cell {
            Cell::Null => Ok(()),
            Cell::Text(text) => self.text(text),
            Cell::Integer(number) => write!(self.out, "{number}"),
            Cell::Real(number) => write!(self.out, "{number:?}"),
            Cell::List(items) => self.text(&joined_list(items)),
        }
    }

    fn data(&mut self, row: &Row, letter: char, skip: usize) -> io::Result<()> {
        write!(self.out, "<data key=\"{letter}_label\">{}</data>", row.table.name())?;
        for (column, cell) in row.table.columns().iter().zip(&row.cells).skip(skip) {
            if *cell != Cell::Null {
                write!(self.out, "<data key=\"{letter}_{column}\">")?;
                self.cell(cell)?;
                self.out.write_all(b"</data>")?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Sink for GraphMl<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        if row.table.is_node() {
            self.out.write_all(b"<node id=\"")?;
            self.cell(&row.cells[0])?;
            self.out.write_all(b"\">")?;
            self.data(row, 'n', 1)?;
            return self.out.write_all(b"</node>\n");
        }
        write!(self.out, "<edge id=\"{}", row.table.name())?;
        for cell in &row.cells[..2] {
            self.out.write_all(b"|")?;
            self.cell(cell)?;
        }
        // The same two nodes may be joined by several of these.
        if matches!(row.table, Table::HasRole | Table::SameAs | Table::Echoes) {
            for cell in &row.cells[2..] {
                self.out.write_all(b"|")?;
                self.cell(cell)?;
            }
        }
        self.out.write_all(b"\" source=\"")?;
        self.cell(&row.cells[0])?;
        self.out.write_all(b"\" target=\"")?;
        self.cell(&row.cells[1])?;
        self.out.write_all(b"\">")?;
        self.data(row, 'e', 2)?;
        self.out.write_all(b"</edge>\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"</graph>\n</graphml>\n")?;
        self.out.flush()
    }
}
