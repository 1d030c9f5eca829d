//! Tables: the rows of a whole run as CSV and JSONL files, a pair for each table that has rows.
//!
//! A table's files are written under a temporary name and renamed when all is written, so a reader
//! never sees half a table. CSV is RFC 4180 with a header; a text stands on one line there (line
//! breaks and tabs become blanks, NUL becomes U+FFFD) because loaders that read in parallel refuse
//! quoted line ends; JSONL holds the exact characters. Inside an array `;` becomes `,`.

use super::schema::{Cell, Row, Table};
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A row in both forms, ready to be written.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The table that it belongs to.
    pub table: Table,
    /// One line of JSON, with its line end.
    pub json: Vec<u8>,
    /// One line of CSV, with its line end.
    pub csv: Vec<u8>,
}

/// Both forms of a row.
pub fn render(row: &Row) -> Rendered {
    let mut json = Vec::with_capacity(160);
    let mut csv = Vec::with_capacity(120);
    render_json(row, &mut json);
    render_csv(row, &mut csv);
    Rendered { table: row.table, json, csv }
}

/// A row as an object of JSON on one line, with its line end.
pub fn render_json(row: &Row, out: &mut Vec<u8>) {
    for (i, (name, cell)) in row.table.columns().iter().zip(&row.cells).enumerate() {
        out.extend_from_slice(if i == 0 { b"{" } else { b"," });
        json_text(name, out);
        out.push(b':');
        json_cell(cell, out);
    }
    out.extend_from_slice(b"}\n");
}

/// A row as a line of CSV, with its line end.
pub fn render_csv(row: &Row, out: &mut Vec<u8>) {
    for (i, cell) in row.cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        csv_cell(cell, out);
    }
    out.push(b'\n');
}

/// A list as one text: joined with `;`, which becomes `,` inside an item.
pub fn joined_list(items: &[String]) -> String {
    items.iter().map(|item| item.replace(';', ",")).collect::<Vec<_>>().join(";")
}

fn json_text(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect("a string is JSON, and a vector takes all bytes");
}

fn json_cell(cell: &Cell, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => out.extend_from_slice(b"null"),
        Cell::Text(text) => json_text(text, out),
        Cell::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Cell::Real(number) => {
            serde_json::to_writer(out, number).expect("a number is JSON, and a vector takes all bytes");
        }
        Cell::List(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                json_text(item, out);
            }
            out.push(b']');
        }
    }
}

fn csv_cell(cell: &Cell, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => {}
        Cell::Text(text) => csv_text(&one_line(text), out),
        Cell::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Cell::Real(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Cell::List(items) => {
            csv_text(&one_line(&joined_list(items)), out);
        }
    }
}

/// The text with line breaks and tabs as blanks.
fn one_line(text: &str) -> String {
    let plain = |c| match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0' => '\u{fffd}',
        c => c,
    };
    text.chars().map(plain).collect()
}

/// An empty text is quoted, so that it is not taken for null.
fn csv_text(text: &str, out: &mut Vec<u8>) {
    if text.is_empty()
        || text.contains([',', '"', '\n', '\r'])
        || text.starts_with(' ')
        || text.ends_with(' ')
    {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Writes tables into a folder.
pub struct Tables {
    folder: PathBuf,
    open: FxHashMap<Table, [Output; 2]>,
    /// The table to remove at the end unless it has rows.
    replaced: Option<Table>,
}

struct Output {
    file: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
}

impl Tables {
    /// Writes into `folder`, which is made, and emptied of an earlier run's tables.
    ///
    /// # Errors
    /// When the folder can't be made or an old table can't be removed.
    pub fn create(folder: &Path) -> io::Result<Tables> {
        fs::create_dir_all(folder)?;
        Table::ALL.iter().try_for_each(|&table| remove(folder, table))?;
        Ok(Tables::extend(folder))
    }

    /// Writes `table` anew into a folder that holds others. What stands there stays until
    /// [`Tables::finish`], so a kill leaves the one or the other.
    pub fn replace(folder: &Path, table: Table) -> Tables {
        Tables { replaced: Some(table), ..Tables::extend(folder) }
    }

    /// Writes further tables into a folder that holds some.
    pub fn extend(folder: &Path) -> Tables {
        Tables { folder: folder.to_path_buf(), open: FxHashMap::default(), replaced: None }
    }

    /// Adds a row to its table.
    ///
    /// # Errors
    /// When a file can't be made or written.
    pub fn write(&mut self, row: &Rendered) -> io::Result<()> {
        if !self.open.contains_key(&row.table) {
            let header = row.table.columns().join(",") + "\n";
            let [json, mut csv] = ["jsonl", "csv"].map(|e| Output::create(&self.folder, row.table, e));
            if let Ok(csv) = &mut csv {
                csv.file.write_all(header.as_bytes())?;
            }
            self.open.insert(row.table, [json?, csv?]);
        }
        if let Some([json, csv]) = self.open.get_mut(&row.table) {
            json.file.write_all(&row.json)?;
            csv.file.write_all(&row.csv)?;
        }
        Ok(())
    }

    /// Gives the tables their names.
    ///
    /// # Errors
    /// When what is buffered can't be written or a file can't be renamed.
    pub fn finish(self) -> io::Result<()> {
        if let Some(table) = self.replaced.filter(|table| !self.open.contains_key(table)) {
            remove(&self.folder, table)?;
        }
        let mut outputs: Vec<_> = self.open.into_iter().collect();
        outputs.sort_by_key(|(table, _)| *table);
        for output in outputs.into_iter().flat_map(|(_, pair)| pair) {
            output.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&output.temporary, &output.path)?;
        }
        Ok(())
    }
}

/// Removes the files of a table.
fn remove(folder: &Path, table: Table) -> io::Result<()> {
    for extension in ["jsonl", "csv", "jsonl.tmp", "csv.tmp"] {
        match fs::remove_file(folder.join(format!("{}.{extension}", table.file_stem()))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

impl Output {
    fn create(folder: &Path, table: Table, extension: &str) -> io::Result<Output> {
        let path = folder.join(format!("{}.{extension}", table.file_stem()));
        let temporary = folder.join(format!("{}.{extension}.tmp", table.file_stem()));
        Ok(Output { file: BufWriter::with_capacity(1 << 16, File::create(&temporary)?), temporary, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_on_one_line_of_csv_and_exact_in_json() {
        let name = "a\"b,c;d\ne\0f \u{202e}🙂";
        let cells = vec!["doc:1".into(), name.into()];
        let rendered = render(&Row::new(Table::Report, cells));
        let json: serde_json::Value = serde_json::from_slice(&rendered.json).expect("JSON");
        assert_eq!(json["name"], name);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&rendered.csv[..]);
        let row = reader.records().next().expect("a row").expect("CSV");
        assert_eq!(&row[1], "a\"b,c;d e\u{fffd}f \u{202e}🙂");
        assert_eq!(rendered.csv.iter().filter(|&&b| b == b'\n').count(), 1);
    }

    #[test]
    fn lists_are_joined_with_semicolons_that_no_item_holds() {
        let list = Cell::List(vec!["x;y".into(), "z".into()]);
        let cells =
            vec!["act:1".into(), "n".into(), "person".into(), list, Cell::List(vec![]), "global".into()];
        let rendered = render(&Row::new(Table::Actor, cells));
        assert_eq!(String::from_utf8_lossy(&rendered.csv), "act:1,n,person,\"x,y;z\",\"\",global\n");
    }
    #[test]
    fn a_table_that_is_replaced_stands_until_the_other_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("nodes_Report.jsonl");
        let report = |name: &str| render(&Row::new(Table::Report, vec!["doc:1".into(), name.into()]));
        let mut tables = Tables::create(folder.path()).expect("tables");
        tables.write(&report("first")).expect("written");
        tables.finish().expect("finished");
        let first = fs::read(&path).expect("a table");

        let mut tables = Tables::replace(folder.path(), Table::Report);
        tables.write(&report("second")).expect("written");
        drop(tables); // killed
        assert_eq!(fs::read(&path).expect("a table"), first);

        Tables::replace(folder.path(), Table::Report).finish().expect("finished");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
