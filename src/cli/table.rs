//! Tables of text that fit a terminal.

use std::io::{self, Write};

/// Columns of text; the first is aligned left, numbers right.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these heads; a table whose heads are all empty shows none.
    pub fn new<const N: usize>(heads: [&str; N]) -> Table {
        let rows = if heads.iter().all(|h| h.is_empty()) {
            Vec::new()
        } else {
            vec![heads.map(String::from).into()]
        };
        Table { rows }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Prints it.
    ///
    /// # Errors
    /// When `out` can't be written.
    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |c: usize| {
            self.rows.iter().filter_map(|r| r.get(c)).map(|s| s.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| {
                let number = cell.starts_with(|c: char| c.is_ascii_digit());
                if number { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            });
            writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}
