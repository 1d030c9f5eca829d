//! The echoes of a run: which claims say what an earlier one says, from its committed shards.

use super::actors;
use super::blocks::Blocks;
use super::folder::{StoreError, writing};
use super::manifest::Manifest;
use crate::graph::Table;
use crate::graph::near_duplicate::{Echoes, digits, members};
use crate::graph::table::{Tables, render};
use crate::record::Record;
use rustc_hash::FxHashSet;
use std::path::Path;

/// What one record gives: its key, and a line with its blocks for each claim.
type Part = (u64, Vec<(Vec<String>, String)>);

/// Finds out which claims of the run in `folder` echo others, and writes the edges that say so in
/// place of those that were there. Comes after [`actors::join`], whose links tell which claims are of
/// the same actors. Works in rayon's current pool.
///
/// # Errors
/// When a shard can't be read or the edges not be written.
pub fn join(folder: &Path, manifest: &Manifest) -> Result<usize, StoreError> {
    let place = folder.join("graph");
    let heads = actors::heads(&actors::links(folder)?);
    let heads = heads.iter().map(|(id, head)| (digits(id), digits(head))).collect();
    let mut echoes = Echoes::new(&place, heads);
    // The same text twice is one article, as in the graph.
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    let mut blocks = Blocks::new(folder, &manifest.shards);
    while let Some(block) = blocks.next()? {
        for (key, claims) in block.map(|record| part(&record))? {
            if !seen.insert(key) {
                continue;
            }
            for (keys, line) in claims {
                echoes.add(&keys, &line).map_err(writing(&place))?;
            }
        }
    }
    let (mut tables, mut written) = (Tables::replace(&place, Table::Echoes), 0);
    echoes
        .finish(|echo| {
            written += 1;
            tables.write(&render(&echo.row()))
        })
        .and_then(|()| tables.finish())
        .map_err(writing(&place))?;
    Ok(written)
}

fn part(record: &Record) -> Part {
    let key = u64::from_str_radix(record.key(), 16).unwrap_or_default();
    (key, members(record).into_iter().map(|(keys, member)| (keys, member.line())).collect())
}
