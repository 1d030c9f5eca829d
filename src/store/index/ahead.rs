//! Ahead: the records of some shards, block by block, worked out for the writer.

use super::entry::Entry;
use crate::record::Record;
use crate::store::folder::{StoreError, reading};
use crate::store::graph::read_block;
use crate::store::manifest::Shard;
use rayon::prelude::*;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Records that follow each other in a shard.
pub struct Block {
    /// Index of the shard among those asked for.
    pub shard: usize,
    /// Each record with the bytes of its line, line end included.
    pub entries: Vec<(Entry, usize)>,
}

/// Reads shards in order and knows no bounds between them, so that the first block of one can be
/// parsed while the last of the one before is written.
pub struct Ahead<'m> {
    folder: PathBuf,
    shards: &'m [Shard],
    /// Index of the shard that is read.
    at: usize,
    open: Option<Open>,
}

struct Open {
    path: PathBuf,
    lines: BufReader<File>,
    /// Number of the next line, from 1.
    line: usize,
}

impl<'m> Ahead<'m> {
    /// Reads `shards` of the output folder `folder`.
    pub fn new(folder: &Path, shards: &'m [Shard]) -> Ahead<'m> {
        Ahead { folder: folder.join("articles"), shards, at: 0, open: None }
    }

    /// The next block; none after the last one. Parses in rayon's current pool.
    ///
    /// # Errors
    /// When a shard can't be read, or a line of it is no record.
    pub fn block(&mut self) -> Result<Option<Block>, StoreError> {
        while let Some(shard) = self.shards.get(self.at) {
            let open = match &mut self.open {
                Some(open) => open,
                none => {
                    let path = self.folder.join(&shard.file);
                    let file = File::open(&path).map_err(reading(&path))?;
                    none.insert(Open { path, lines: BufReader::with_capacity(1 << 18, file), line: 1 })
                }
            };
            let lines = read_block(&mut open.lines, &open.path)?;
            if !lines.is_empty() {
                let entries = entries(&lines, &open.path, open.line)?;
                open.line += lines.len();
                return Ok(Some(Block { shard: self.at, entries }));
            }
            self.open = None;
            self.at += 1;
        }
        Ok(None)
    }
}

fn entries(lines: &[Vec<u8>], path: &Path, first: usize) -> Result<Vec<(Entry, usize)>, StoreError> {
    lines
        .par_iter()
        .enumerate()
        .map(|(i, line)| {
            let record: Record = serde_json::from_slice(line).map_err(|source| StoreError::Record {
                path: path.to_path_buf(),
                line: first + i,
                source,
            })?;
            Ok((Entry::new(record), line.len()))
        })
        .collect()
}
