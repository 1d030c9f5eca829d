//! CSV: a folder of tables, with the headers of `neo4j-admin database import` or with plain ones.
//!
//! The plain form has one edge file a pair of labels where a type joins several (`edges_IN_Quote.csv`),
//! because Kuzu copies one pair at a time, and brings `load.kuzu.cypher` and `load.duckdb.sql`.

use super::Sink;
use crate::graph::schema::Kind;
use crate::graph::table::render_csv;
use crate::graph::{Cell, Row, Table};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a folder of CSV.
pub struct Csv {
    folder: PathBuf,
    neo4j: bool,
    open: FxHashMap<(Table, &'static str), BufWriter<File>>,
    /// Files of the plain form: name, by table and label of the start.
    files: BTreeMap<(Table, &'static str), String>,
    line: Vec<u8>,
}

impl Csv {
    /// With the headers of Neo4j.
    pub fn neo4j(folder: &Path) -> Csv {
        Csv {
            folder: folder.to_path_buf(),
            neo4j: true,
            open: FxHashMap::default(),
            files: BTreeMap::new(),
            line: Vec::new(),
        }
    }

    /// With plain headers.
    pub fn plain(folder: &Path) -> Csv {
        Csv { neo4j: false, ..Csv::neo4j(folder) }
    }

    fn open(&mut self, table: Table, from: &'static str) -> io::Result<&mut BufWriter<File>> {
        let key = (table, from);
        if !self.open.contains_key(&key) {
            let stem = table.file_stem();
            let name = if from.is_empty() { format!("{stem}.csv") } else { format!("{stem}_{from}.csv") };
            let mut file = BufWriter::with_capacity(1 << 16, File::create(self.folder.join(&name))?);
            let header: Vec<String> = table
                .columns()
                .iter()
                .map(|c| if self.neo4j { neo4j(table, c) } else { c.to_string() })
                .collect();
            file.write_all(header.join(",").as_bytes())?;
            if self.neo4j {
                file.write_all(if table.is_node() { b",:LABEL" } else { b",:TYPE" })?;
            }
            file.write_all(b"\n")?;
            self.files.insert(key, name);
            self.open.insert(key, file);
        }
        Ok(self.open.get_mut(&key).expect("it was opened above"))
    }
}

/// A column as Neo4j's import names it, with its type.
fn neo4j(table: Table, column: &str) -> String {
    match (column, table.kind(column)) {
        ("id", _) => "id:ID".to_string(),
        ("start", _) if !table.is_node() => ":START_ID".to_string(),
        ("end", _) if !table.is_node() => ":END_ID".to_string(),
        (_, Kind::Text) => column.to_string(),
        (_, Kind::Integer) => format!("{column}:long"),
        (_, Kind::Real) => format!("{column}:double"),
        (_, Kind::List) => format!("{column}:string[]"),
    }
}

impl Sink for Csv {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        let from = match (&row.cells[0], row.table) {
            (Cell::Text(start), Table::In | Table::States) if !self.neo4j => label_of(start),
            _ => "",
        };
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        render_csv(row, &mut line);
        if self.neo4j {
            line.pop();
            line.push(b',');
            line.extend_from_slice(row.table.name().as_bytes());
            line.push(b'\n');
        }
        let written = self.open(row.table, from)?.write_all(&line);
        self.line = line;
        written
    }

    fn finish(&mut self) -> io::Result<()> {
        for file in self.open.values_mut() {
            file.flush()?;
        }
        if !self.neo4j {
            fs::write(self.folder.join("load.kuzu.cypher"), kuzu(&self.files))?;
            fs::write(self.folder.join("load.duckdb.sql"), duckdb(&self.files))?;
        }
        Ok(())
    }
}

/// The label that an id belongs to.
pub(super) fn label_of(id: &str) -> &'static str {
    match id.get(..4) {
        Some("art:") => "Article",
        Some("act:") => "Actor",
        Some("men:") => "Mention",
        Some("quo:") => "Quote",
        Some("clm:") => "Claim",
        Some("doc:") => "Report",
        _ => "Date",
    }
}

/// Labels that an edge type joins.
fn pairs(table: Table) -> &'static [(&'static str, &'static str)] {
    match table {
        Table::Said => &[("Actor", "Quote")],
        Table::States => &[("Article", "Claim"), ("Quote", "Claim")],
        Table::Within => &[("Quote", "Quote")],
        Table::AddressedTo => &[("Quote", "Actor")],
        Table::Via => &[("Quote", "Report")],
        Table::SaidOn => &[("Quote", "Date")],
        Table::About => &[("Claim", "Actor")],
        Table::On => &[("Claim", "Date")],
        Table::RefersTo => &[("Mention", "Actor")],
        Table::In => &[
            ("Mention", "Article"),
            ("Quote", "Article"),
            ("Claim", "Article"),
            ("Report", "Article"),
            ("Date", "Article"),
        ],
        Table::HasRole | Table::SameAs => &[("Actor", "Actor")],
        Table::IssuedBy => &[("Report", "Actor")],
        Table::Echoes => &[("Claim", "Claim")],
        _ => &[],
    }
}

/// Statements that make Kuzu's tables and copy the files into them; run in the folder.
fn kuzu(files: &BTreeMap<(Table, &'static str), String>) -> String {
    let mut script = String::new();
    for table in Table::ALL {
        let columns = |skip: usize| -> Vec<String> {
            let typed = table.columns()[skip..].iter().map(|column| {
                let kind = match table.kind(column) {
                    Kind::Text | Kind::List => "STRING",
                    Kind::Integer => "INT64",
                    Kind::Real => "DOUBLE",
                };
                format!("`{column}` {kind}")
            });
            typed.collect()
        };
        if table.is_node() {
            let columns = columns(0).join(", ");
            let _ = writeln!(script, "CREATE NODE TABLE `{}` ({columns}, PRIMARY KEY (`id`));", table.name());
        } else {
            let ends = pairs(table).iter().map(|(from, to)| format!("FROM `{from}` TO `{to}`"));
            let parts: Vec<String> = ends.chain(columns(2)).collect();
            let _ = writeln!(script, "CREATE REL TABLE `{}` ({});", table.name(), parts.join(", "));
        }
    }
    for ((table, from), file) in files {
        let pair = pairs(*table).iter().find(|(label, _)| !from.is_empty() && label == from);
        let ends = pair.map_or(String::new(), |(from, to)| format!(", from='{from}', to='{to}'"));
        // RFC 4180 doubles a quotation mark; Kuzu would take a backslash for the escape.
        let _ = writeln!(script, "COPY `{}` FROM '{file}' (header=true, escape='\"'{ends});", table.name());
    }
    script
}

/// Views of DuckDB over the files; run in the folder.
fn duckdb(files: &BTreeMap<(Table, &'static str), String>) -> String {
    let mut script = String::new();
    for table in Table::ALL {
        let names: Vec<String> =
            files.iter().filter(|((t, _), _)| *t == table).map(|(_, name)| format!("'{name}'")).collect();
        if names.is_empty() {
            continue;
        }
        let types = table.columns().iter().map(|column| {
            let kind = match table.kind(column) {
                Kind::Text | Kind::List => "VARCHAR",
                Kind::Integer => "BIGINT",
                Kind::Real => "DOUBLE",
            };
            format!("'{column}': '{kind}'")
        });
        let _ = writeln!(
            script,
            "CREATE OR REPLACE VIEW \"{}\" AS SELECT * FROM read_csv([{}], header=true, delim=',', quote='\"', escape='\"', \
             allow_quoted_nulls=false, columns={{{}}});",
            table.file_stem(),
            names.join(", "),
            types.collect::<Vec<_>>().join(", ")
        );
    }
    script
}
