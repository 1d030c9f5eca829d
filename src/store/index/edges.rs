//! What belongs to the whole run, SAME_AS, ECHOES and the ids of a gazetteer: it is replaced, not added to.

use super::failing;
use super::insert::Known;
use crate::store::folder::{StoreError, reading};
use rusqlite::{Connection, OptionalExtension, params};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

#[derive(serde::Deserialize)]
struct Edge {
    start: String,
    end: String,
    method: String,
    score: f64,
}

/// Gives each row in the file `edges` to `take`; none where there is no such file.
fn read<T: serde::de::DeserializeOwned>(
    edges: &Path,
    path: &Path,
    mut take: impl FnMut(&T) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    let Ok(file) = File::open(edges) else { return Ok(()) };
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(reading(edges))?;
        let edge: T = serde_json::from_str(&line).map_err(|source| StoreError::Record {
            path: edges.to_path_buf(),
            line: number + 1,
            source,
        })?;
        take(&edge).map_err(failing(path))?;
    }
    Ok(())
}

/// Takes in the edges that join actors.
pub fn same_as(connection: &Connection, edges: &Path, known: &Known, path: &Path) -> Result<(), StoreError> {
    connection.execute("DELETE FROM same_as", []).map_err(failing(path))?;
    let mut insert =
        connection.prepare("INSERT OR IGNORE INTO same_as VALUES (?, ?, ?, ?)").map_err(failing(path))?;
    read(edges, path, |edge: &Edge| {
        if let (Some(one), Some(other)) = (known.actor(&edge.start), known.actor(&edge.end)) {
            insert.execute(params![one, other, edge.method, edge.score])?;
        }
        Ok(())
    })
}

/// Takes in the edges that lead from a claim to the one that it repeats.
pub fn echoes(connection: &Connection, edges: &Path, known: &Known, path: &Path) -> Result<(), StoreError> {
    connection.execute("DELETE FROM echo", []).map_err(failing(path))?;
    let mut insert =
        connection.prepare("INSERT OR IGNORE INTO echo VALUES (?, ?, ?, ?)").map_err(failing(path))?;
    let mut find =
        connection.prepare("SELECT key FROM claim WHERE article = ? AND id = ?").map_err(failing(path))?;
    let mut key = |id: &str| -> rusqlite::Result<Option<i64>> {
        let Some(article) = known.article_of(id) else { return Ok(None) };
        find.query_row(params![article, id], |row| row.get(0)).optional()
    };
    read(edges, path, |edge: &Edge| {
        if let (Some(claim), Some(original)) = (key(&edge.start)?, key(&edge.end)?) {
            insert.execute(params![claim, original, edge.method, edge.score])?;
        }
        Ok(())
    })
}

/// Takes in the ids that a gazetteer has for actors.
pub fn known(connection: &Connection, nodes: &Path, known: &Known, path: &Path) -> Result<(), StoreError> {
    #[derive(serde::Deserialize)]
    struct Node {
        id: String,
        external_id: Option<String>,
    }
    let clear = "UPDATE actor SET external_id = NULL WHERE external_id IS NOT NULL";
    connection.execute(clear, []).map_err(failing(path))?;
    let mut update =
        connection.prepare("UPDATE actor SET external_id = ? WHERE key = ?").map_err(failing(path))?;
    read(nodes, path, |node: &Node| {
        if let (Some(external), Some(actor)) = (&node.external_id, known.actor(&node.id)) {
            update.execute(params![external, actor])?;
        }
        Ok(())
    })
}
