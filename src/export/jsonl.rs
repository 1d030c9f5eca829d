//! JSONL: an object a row, nodes first: `{"node": "Quote", "id": …}`, `{"edge": "SAID", "start": …,
//! "end": …}`.

use super::Sink;
use crate::graph::Row;
use crate::graph::table::render_json;
use std::io::{self, Write};

/// Writes JSONL.
pub struct Jsonl<W: Write> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Jsonl<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Jsonl { out, line: Vec::new() }
    }
}

impl<W: Write> Sink for Jsonl<W> {
    fn row(&mut self, row: &Row) -> io::Result<()> {
        self.line.clear();
        render_json(row, &mut self.line);
        let kind = if row.table.is_node() { "node" } else { "edge" };
        write!(self.out, "{{\"{kind}\":\"{}\",", row.table.name())?;
        self.out.write_all(&self.line[1..])
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
