//! Parquet: a folder of tables, a file each, compressed with Snappy, which every reader knows.
//!
//! Written with the column writers of `parquet`; arrow, which would triple what is compiled, is only
//! needed for reading and for wider types.

use super::Sink;
use crate::graph::schema::Kind;
use crate::graph::{Cell, Row, Table};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a group: what is held in memory.
const GROUP: usize = 1 << 16;

/// Bytes of text at which a group is closed before that.
const GROUP_BYTES: usize = 32 << 20;

/// Writes a folder of Parquet.
pub struct Parquet {
    folder: PathBuf,
    open: Option<Open>,
}

/// The table that is being written: rows come table by table.
struct Open {
    table: Table,
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// What waits of a column, in the form that its writer takes.
#[derive(Default)]
struct Column {
    texts: Vec<ByteArray>,
    integers: Vec<i64>,
    reals: Vec<f64>,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

impl Parquet {
    /// Writes into `folder`.
    pub fn new(folder: &Path) -> Parquet {
        Parquet { folder: folder.to_path_buf(), open: None }
    }
}

impl Sink for Parquet {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|open| open.table != row.table) {
            self.finish()?;
            self.open = Some(Open::create(&self.folder, row.table).map_err(other)?);
        }
        match &mut self.open {
            Some(open) => open.row(row).map_err(other),
            None => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.open.take() {
            Some(open) => open.close().map_err(other),
            None => Ok(()),
        }
    }
}

impl Open {
    fn create(folder: &Path, table: Table) -> Result<Open, ParquetError> {
        let mut message = format!("message {} {{", table.name());
        for (i, column) in table.columns().iter().enumerate() {
            let key = i == 0 || (i == 1 && !table.is_node());
            let need = if key { "REQUIRED" } else { "OPTIONAL" };
            let _ = match table.kind(column) {
                Kind::Text => write!(message, "{need} BYTE_ARRAY {column} (STRING); "),
                Kind::Integer => write!(message, "{need} INT64 {column}; "),
                Kind::Real => write!(message, "{need} DOUBLE {column}; "),
                Kind::List => write!(
                    message,
                    "REQUIRED group {column} (LIST) {{ REPEATED group list {{ REQUIRED BYTE_ARRAY element (STRING); }} }} "
                ),
            };
        }
        message.push('}');
        let schema = Arc::new(parse_message_type(&message)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_string())
            .build();
        let file = File::create(folder.join(table.file_stem() + ".parquet"))?;
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
        let columns = table.columns().iter().map(|_| Column::default()).collect();
        Ok(Open { table, writer, columns, rows: 0, bytes: 0 })
    }

    fn row(&mut self, row: &Row) -> Result<(), ParquetError> {
        for (cell, column) in row.cells.iter().zip(&mut self.columns) {
            match cell {
                Cell::Null => {}
                Cell::Text(text) => {
                    self.bytes += text.len();
                    column.texts.push(ByteArray::from(text.as_bytes().to_vec()));
                }
                Cell::Integer(number) => column.integers.push(i64::try_from(*number).unwrap_or(i64::MAX)),
                Cell::Real(number) => column.reals.push(*number),
                Cell::List(items) => {
                    for (i, item) in items.iter().enumerate() {
                        self.bytes += item.len();
                        column.texts.push(ByteArray::from(item.as_bytes().to_vec()));
                        column.definition.push(1);
                        column.repetition.push(i16::from(i > 0));
                    }
                    if items.is_empty() {
                        column.definition.push(0);
                        column.repetition.push(0);
                    }
                    continue;
                }
            }
            column.definition.push(i16::from(*cell != Cell::Null));
            column.repetition.push(0);
        }
        self.rows += 1;
        if self.rows >= GROUP || self.bytes >= GROUP_BYTES { self.group() } else { Ok(()) }
    }

    /// Writes the rows that wait as a group.
    fn group(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        (self.rows, self.bytes) = (0, 0);
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            let Column { texts, integers, reals, definition, repetition } = std::mem::take(column);
            let Some(mut writer) = group.next_column()? else { break };
            let (definition, repetition) = (Some(&definition[..]), Some(&repetition[..]));
            match writer.untyped() {
                ColumnWriter::ByteArrayColumnWriter(w) => w.write_batch(&texts, definition, repetition)?,
                ColumnWriter::Int64ColumnWriter(w) => w.write_batch(&integers, definition, repetition)?,
                ColumnWriter::DoubleColumnWriter(w) => w.write_batch(&reals, definition, repetition)?,
                _ => 0,
            };
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn close(mut self) -> Result<(), ParquetError> {
        self.group()?;
        self.writer.close()?;
        Ok(())
    }
}
