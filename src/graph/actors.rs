//! Actors of a whole run: one row an id, in bounded memory.
//!
//! The same actor comes with each article that names it. [`ActorTable`] joins its rows: it holds at
//! most [`HELD`] actors in memory, writes them to a sorted run on disk when there are more, and
//! merges the runs at the end (external merge sort; Knuth, TAOCP 3, 5.4). The first name and type
//! seen win; aliases and roles add up.

use super::schema::{Cell, Row, Table};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Actors held in memory before a run is written.
const HELD: usize = 200_000;

/// At most this many aliases and roles an actor, so that one row stays a row.
const LISTED: usize = 50;

/// Joins the rows of actors.
pub struct ActorTable {
    folder: PathBuf,
    held: FxHashMap<String, Entry>,
    limit: usize,
    runs: Vec<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    name: String,
    kind: String,
    scope: String,
    aliases: Vec<String>,
    roles: Vec<String>,
}

impl Entry {
    /// Takes over what a later row of the same id adds.
    fn add(&mut self, later: Entry) {
        let aliases = later.aliases.into_iter().chain([later.name]).filter(|a| *a != self.name);
        extend(&mut self.aliases, aliases);
        extend(&mut self.roles, later.roles.into_iter());
    }
}

fn extend(list: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for item in more {
        if list.len() < LISTED && !list.contains(&item) {
            list.push(item);
        }
    }
}

impl ActorTable {
    /// Keeps its runs in `folder`, which must exist.
    pub fn new(folder: &Path) -> ActorTable {
        ActorTable { folder: folder.to_path_buf(), held: FxHashMap::default(), limit: HELD, runs: Vec::new() }
    }

    /// Adds a row of [`Table::Actor`].
    ///
    /// # Errors
    /// When a run can't be written.
    pub fn add(&mut self, row: Row) -> io::Result<()> {
        let Ok(
            [
                Cell::Text(id),
                Cell::Text(name),
                Cell::Text(kind),
                Cell::List(aliases),
                Cell::List(roles),
                Cell::Text(scope),
            ],
        ) = <[Cell; 6]>::try_from(row.cells)
        else {
            return Ok(()); // not a row of this table
        };
        let mut entry = Entry { name, kind, scope, aliases: Vec::new(), roles: Vec::new() };
        extend(&mut entry.aliases, aliases.into_iter());
        extend(&mut entry.roles, roles.into_iter());
        match self.held.get_mut(&id) {
            Some(held) => held.add(entry),
            None => {
                self.held.insert(id, entry);
            }
        }
        if self.held.len() >= self.limit { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        let path = self.folder.join(format!("actors-{:05}.run", self.runs.len()));
        let mut file = BufWriter::new(File::create(&path)?);
        self.runs.push(path);
        let mut entries: Vec<_> = self.held.drain().collect();
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for entry in &entries {
            serde_json::to_writer(&mut file, entry)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    }

    /// Gives each actor once, by id, to `write`.
    ///
    /// # Errors
    /// When a run can't be read or written, and what `write` returns.
    pub fn finish(mut self, mut write: impl FnMut(Row) -> io::Result<()>) -> io::Result<()> {
        self.spill()?;
        let mut runs = Vec::new();
        let mut heads = BinaryHeap::new();
        for (i, path) in self.runs.iter().enumerate() {
            let mut run = Run { lines: BufReader::new(File::open(path)?), head: None };
            if let Some(id) = run.advance()? {
                heads.push(Reverse((id, i)));
            }
            runs.push(run);
        }
        let mut current: Option<(String, Entry)> = None;
        // Runs of one id come in the order in which they were written, so the first name seen wins.
        while let Some(Reverse((id, i))) = heads.pop() {
            let Some(entry) = runs[i].head.take() else { continue };
            match &mut current {
                Some((same, held)) if *same == id => held.add(entry),
                _ => {
                    if let Some(done) = current.replace((id, entry)) {
                        write(row(done))?;
                    }
                }
            }
            if let Some(id) = runs[i].advance()? {
                heads.push(Reverse((id, i)));
            }
        }
        if let Some(done) = current {
            write(row(done))?;
        }
        self.runs.iter().try_for_each(fs::remove_file)
    }
}

struct Run {
    lines: BufReader<File>,
    head: Option<Entry>,
}

impl Run {
    /// Reads the next entry and gives its id.
    fn advance(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let (id, entry): (String, Entry) = serde_json::from_str(&line)?;
        self.head = Some(entry);
        Ok(Some(id))
    }
}

fn row((id, entry): (String, Entry)) -> Row {
    let Entry { name, kind, scope, mut aliases, roles } = entry;
    aliases.sort();
    let cells =
        vec![id.into(), name.into(), kind.into(), Cell::List(aliases), Cell::List(roles), scope.into()];
    Row::new(Table::Actor, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: usize, alias: &str) -> Row {
        row((
            format!("act:{id:04}"),
            Entry {
                name: format!("Name {id}"),
                kind: "person".into(),
                scope: "global".into(),
                aliases: vec![alias.to_string()],
                roles: Vec::new(),
            },
        ))
    }

    #[test]
    fn runs_on_disk_give_the_same_rows_as_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let gather = |limit: usize| {
            let mut table = ActorTable::new(folder.path());
            table.limit = limit;
            for i in 0..500 {
                table.add(actor(i * 7 % 60, &format!("alias {}", i % 11))).expect("a row is taken");
            }
            let mut rows = Vec::new();
            table
                .finish(|row| {
                    rows.push(row);
                    Ok(())
                })
                .expect("rows come");
            rows
        };
        let (spilled, held) = (gather(16), gather(HELD));
        assert_eq!(spilled.len(), 60);
        assert_eq!(spilled, held);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
