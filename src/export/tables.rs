//! Tables: the rows of a graph folder, read back one at a time.

use super::ExportError;
use crate::graph::{Cell, Row, Table};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Gives each row of the tables in `graph` to `each`, nodes before edges.
///
/// # Errors
/// When there is no table, one can't be read, or `each` fails.
pub fn read(graph: &Path, mut each: impl FnMut(&Row) -> Result<(), ExportError>) -> Result<(), ExportError> {
    if !graph.is_dir() {
        return Err(ExportError::NoGraph { path: graph.to_path_buf() });
    }
    Table::ALL.into_iter().try_for_each(|table| read_table(graph, table, &mut each))
}

/// Gives each row of one table to `each`; none where there is no such table.
///
/// # Errors
/// When it can't be read, or `each` fails.
pub fn read_table(
    graph: &Path,
    table: Table,
    each: &mut impl FnMut(&Row) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let path = graph.join(table.file_stem() + ".jsonl");
    let Ok(file) = File::open(&path) else { return Ok(()) };
    let mut lines = BufReader::with_capacity(1 << 17, file);
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = lines.read_until(b'\n', &mut line);
        if read.map_err(|source| ExportError::Read { path: path.clone(), source })? == 0 {
            return Ok(());
        }
        number += 1;
        let row = parse(table, &line);
        each(&row.map_err(|source| ExportError::Row { path: path.clone(), line: number, source })?)?;
    }
}

/// A line of a table as its row.
///
/// # Errors
/// When it is not an object of JSON with plain values.
pub fn parse(table: Table, line: &[u8]) -> serde_json::Result<Row> {
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    let cells = deserializer.deserialize_map(Cells { columns: table.columns() })?;
    Ok(Row { table, cells })
}

struct Cells {
    columns: &'static [&'static str],
}

impl<'de> Visitor<'de> for Cells {
    type Value = Vec<Cell>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a row of the graph")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Cell>, A::Error> {
        let mut cells = vec![Cell::Null; self.columns.len()];
        let mut next = 0;
        while let Some(key) = map.next_key::<&str>()? {
            let cell = map.next_value_seed(One)?;
            // Columns come in their order; the search is for tables of another version.
            let place = match self.columns.get(next) {
                Some(column) if *column == key => Some(next),
                _ => self.columns.iter().position(|c| *c == key),
            };
            if let Some(place) = place {
                cells[place] = cell;
                next = place + 1;
            }
        }
        Ok(cells)
    }
}

struct One;

impl<'de> DeserializeSeed<'de> for One {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One {
    type Value = Cell;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("null, a text, a number or a list of texts")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Integer(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Real(number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<String>()? {
            list.push(item);
        }
        Ok(Cell::List(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::table::render;

    #[test]
    fn what_is_rendered_is_read_back() {
        let hostile = "a\"b\\c\n\0\u{202e}🙂";
        let row = Row::new(
            Table::Actor,
            vec![
                "act:1".into(),
                hostile.into(),
                Cell::Null,
                Cell::List(vec![hostile.into(), "b;c".into()]),
                Cell::List(vec![]),
                "global".into(),
                "Q1".into(),
            ],
        );
        assert_eq!(parse(Table::Actor, &render(&row).json).expect("a row"), row);
        let row = Row::new(Table::SameAs, vec!["a".into(), "b".into(), "name".into(), Cell::Real(1.0)]);
        assert_eq!(parse(Table::SameAs, &render(&row).json).expect("a row"), row);
        assert!(parse(Table::SameAs, b"[1]").is_err());
    }
}
