//! Export: the graph in the formats that loaders take.
//!
//! In: the tables of a graph folder ([`tables`]), of a whole run or of what a filter takes of it
//! ([`select`]). Out: one file, or a folder of tables. Rows are read and written one at a time, nodes
//! before edges, in the order of the tables: memory is flat, and the same graph gives the same bytes.
//!
//! Text is exact in every format that can hold it. What a format can't hold becomes U+FFFD: NUL and
//! other characters outside XML in GraphML, NUL in CSV. CSV holds each text on one line: line breaks
//! and tabs become blanks there. Lists are lists in JSONL, Parquet and RDF; in CSV, GraphML and
//! Cypher they are joined with `;`, and a `;` inside an item becomes `,`.

mod csv;
mod cypher;
mod graphml;
mod jsonl;
mod parquet;
mod rdf;
pub mod select;
pub mod tables;
mod terms;

use crate::graph::Row;
use crate::store::StoreError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum ExportError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: line {line} is not a row of the graph ({source}); run extract again", path.display())]
    Row { path: PathBuf, line: usize, source: serde_json::Error },
    #[error("{}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{}: is not empty and was not made by an export; give another folder", path.display())]
    Occupied { path: PathBuf },
    #[error("{}: holds no graph; run extract again", path.display())]
    NoGraph { path: PathBuf },
    #[error("a folder of tables can't be written to standard output; give --output DIR")]
    NeedsFolder,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("output: {0}")]
    Output(#[from] io::Error),
}

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV with the headers of `neo4j-admin database import`.
    Neo4j,
    /// CSV with plain headers, an edge file a pair of labels, and scripts for Kuzu and DuckDB.
    Plain,
    /// Parquet, a file a table.
    Parquet,
    /// GraphML.
    GraphMl,
    /// Turtle.
    Turtle,
    /// N-Triples.
    NTriples,
    /// TriG: Turtle, and who made it in a graph of its own.
    TriG,
    /// JSON-LD.
    JsonLd,
    /// Cypher, a `MERGE` a row.
    Cypher,
    /// An object of JSON a line, nodes first.
    Jsonl,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 10] = [
        Format::Neo4j,
        Format::Plain,
        Format::Parquet,
        Format::GraphMl,
        Format::Turtle,
        Format::NTriples,
        Format::TriG,
        Format::JsonLd,
        Format::Cypher,
        Format::Jsonl,
    ];

    /// True when it is a folder of tables.
    pub fn is_folder(self) -> bool {
        matches!(self, Format::Neo4j | Format::Plain | Format::Parquet)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Neo4j => "csv",
            Format::Plain => "plain-csv",
            Format::Parquet => "parquet",
            Format::GraphMl => "graphml",
            Format::Turtle => "turtle",
            Format::NTriples => "ntriples",
            Format::TriG => "trig",
            Format::JsonLd => "jsonld",
            Format::Cypher => "cypher",
            Format::Jsonl => "jsonl",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let names = Format::ALL.map(Format::name);
        let found = Format::ALL.into_iter().find(|f| f.name() == name);
        found.ok_or_else(|| format!("one of {}", names.join(", ")))
    }
}

/// Who made the graph, for formats that tell.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Hash of inputs and settings.
    pub run: String,
}

/// Takes rows.
trait Sink {
    /// Takes one.
    fn row(&mut self, row: &Row) -> io::Result<()>;

    /// Writes what comes after the last.
    fn finish(&mut self) -> io::Result<()>;
}

/// Writes the tables in `graph` as one stream; gives the number of rows.
///
/// # Errors
/// [`ExportError::NeedsFolder`] for a format of tables; when a table can't be read or `out` not be
/// written.
pub fn to_stream(
    graph: &Path,
    format: Format,
    provenance: &Provenance,
    out: impl Write,
) -> Result<usize, ExportError> {
    let out = BufWriter::with_capacity(1 << 17, out);
    let mut sink: Box<dyn Sink + '_> = match format {
        Format::Neo4j | Format::Plain | Format::Parquet => return Err(ExportError::NeedsFolder),
        Format::GraphMl => Box::new(graphml::GraphMl::new(out)?),
        Format::Turtle => Box::new(rdf::turtle(out)?),
        Format::NTriples => Box::new(rdf::ntriples(out)),
        Format::TriG => Box::new(rdf::trig(out, provenance)?),
        Format::JsonLd => Box::new(rdf::jsonld(out)?),
        Format::Cypher => Box::new(cypher::Cypher::new(out)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(out)),
    };
    drain(graph, &mut *sink)
}

/// Writes the tables in `graph` to `path`, a file or a folder as the format is. What stands there of
/// an earlier export is replaced; a file takes its name when all is written.
///
/// # Errors
/// [`ExportError::Occupied`] where a folder holds something else; when a table can't be read or a
/// file not be written.
pub fn to_path(
    graph: &Path,
    format: Format,
    provenance: &Provenance,
    path: &Path,
) -> Result<usize, ExportError> {
    let failed = |source| ExportError::Write { path: path.to_path_buf(), source };
    if format.is_folder() {
        clear(path)?;
        let mut sink: Box<dyn Sink> = match format {
            Format::Neo4j => Box::new(csv::Csv::neo4j(path)),
            Format::Plain => Box::new(csv::Csv::plain(path)),
            _ => Box::new(parquet::Parquet::new(path)),
        };
        let rows = drain(graph, &mut *sink)?;
        fs::write(path.join(MARK), format!("onrecord export --to {}\n", format.name())).map_err(failed)?;
        return Ok(rows);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let file = File::create(&temporary).map_err(failed)?;
    let rows = match to_stream(graph, format, provenance, &file) {
        Ok(rows) => rows,
        Err(error) => {
            // Half a file is of no use; what went wrong with the export is what the user must hear.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
    };
    file.sync_all().and_then(|()| fs::rename(&temporary, path)).map_err(failed)?;
    Ok(rows)
}

/// Marks a folder as an export, so that a later one may replace its tables.
const MARK: &str = "onrecord-export.txt";

/// Makes the folder, or empties it of an earlier export.
fn clear(path: &Path) -> Result<(), ExportError> {
    let failed = |source| ExportError::Write { path: path.to_path_buf(), source };
    fs::create_dir_all(path).map_err(failed)?;
    let files: Vec<PathBuf> = fs::read_dir(path)
        .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect())
        .map_err(failed)?;
    if !files.is_empty() && !path.join(MARK).is_file() {
        return Err(ExportError::Occupied { path: path.to_path_buf() });
    }
    for file in files {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if name.starts_with("nodes_") || name.starts_with("edges_") || name.starts_with("load.") {
            fs::remove_file(&file).map_err(failed)?;
        }
    }
    // Until all is written it is no export that anyone should load, but it may be replaced.
    fs::write(path.join(MARK), "unfinished\n").map_err(failed)
}

fn drain(graph: &Path, sink: &mut dyn Sink) -> Result<usize, ExportError> {
    let mut rows = 0;
    tables::read(graph, |row| {
        rows += 1;
        sink.row(row).map_err(ExportError::Output)
    })?;
    sink.finish()?;
    Ok(rows)
}
