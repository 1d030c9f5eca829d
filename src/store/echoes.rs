//! The echoes of a run: which claims say what an earlier one says, from its committed shards.

use super::actors;
use super::folder::{StoreError, reading, writing};
use super::graph::read_block;
use super::manifest::Manifest;
use crate::graph::Table;
use crate::graph::echo::{Echoes, digits, members};
use crate::graph::table::{Tables, render};
use crate::record::Record;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::fs::File;
use std::io::BufReader;
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
    for shard in &manifest.shards {
        let path = folder.join("articles").join(&shard.file);
        let mut lines = BufReader::with_capacity(1 << 18, File::open(&path).map_err(reading(&path))?);
        let mut first = 1;
        loop {
            let block = read_block(&mut lines, &path)?;
            if block.is_empty() {
                break;
            }
            let parts: Vec<Result<Part, StoreError>> =
                block.par_iter().enumerate().map(|(i, line)| part(line, &path, first + i)).collect();
            for part in parts {
                let (key, claims) = part?;
                if !seen.insert(key) {
                    continue;
                }
                for (blocks, line) in claims {
                    echoes.add(&blocks, &line).map_err(writing(&place))?;
                }
            }
            first += block.len();
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

fn part(line: &[u8], path: &Path, number: usize) -> Result<Part, StoreError> {
    let record: Record = serde_json::from_slice(line).map_err(|source| StoreError::Record {
        path: path.to_path_buf(),
        line: number,
        source,
    })?;
    let key = u64::from_str_radix(record.key(), 16).unwrap_or_default();
    Ok((key, members(&record).into_iter().map(|(blocks, member)| (blocks, member.line())).collect()))
}
