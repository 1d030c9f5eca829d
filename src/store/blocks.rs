//! Blocks: the committed records of a run, some megabytes at a time.

use super::folder::{StoreError, reading};
use super::manifest::{Shard, hex};
use crate::record::Record;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Bytes of records in a block; the last line may exceed it.
const SIZE: usize = 8 << 20;

/// Lines that follow each other in a shard.
pub struct Block {
    /// Index of the shard among those that are read.
    pub shard: usize,
    /// The lines, line ends included.
    pub lines: Vec<Vec<u8>>,
    path: PathBuf,
    /// Number of the first line, from 1.
    first: usize,
}

impl Block {
    /// What `work` makes of each record, in their order. Works in rayon's current pool.
    ///
    /// # Errors
    /// When a line is no record.
    pub fn map<T: Send>(&self, work: impl Fn(Record) -> T + Sync) -> Result<Vec<T>, StoreError> {
        self.lines
            .par_iter()
            .enumerate()
            .map(|(i, line)| {
                serde_json::from_slice(line).map(&work).map_err(|source| StoreError::Record {
                    path: self.path.clone(),
                    line: self.first + i,
                    source,
                })
            })
            .collect()
    }
}

/// Reads shards one after the other and knows no bounds between them: the first block of one can be
/// worked on while the last of the one before is written.
pub struct Blocks<'m> {
    folder: PathBuf,
    shards: &'m [Shard],
    /// Index of the shard that is read.
    at: usize,
    open: Option<Open>,
}

struct Open {
    path: PathBuf,
    lines: BufReader<File>,
    next: usize,
    /// Of the bytes read so far.
    hasher: Sha256,
}

impl<'m> Blocks<'m> {
    /// Reads `shards` of the output folder `folder`.
    pub fn new(folder: &Path, shards: &'m [Shard]) -> Blocks<'m> {
        Blocks { folder: folder.join("articles"), shards, at: 0, open: None }
    }

    /// The next block; none after the last one.
    ///
    /// # Errors
    /// When a shard can't be read, or its bytes are not those that were committed.
    pub fn next(&mut self) -> Result<Option<Block>, StoreError> {
        while let Some(shard) = self.shards.get(self.at) {
            let open = match &mut self.open {
                Some(open) => open,
                none => {
                    let path = self.folder.join(&shard.file);
                    let file = File::open(&path).map_err(reading(&path))?;
                    let lines = BufReader::with_capacity(1 << 18, file);
                    none.insert(Open { path, lines, next: 1, hasher: Sha256::new() })
                }
            };
            let lines = read(&mut open.lines, &open.path)?;
            if !lines.is_empty() {
                let first = open.next;
                open.next += lines.len();
                lines.iter().for_each(|line| open.hasher.update(line));
                return Ok(Some(Block { shard: self.at, lines, path: open.path.clone(), first }));
            }
            if let Some(open) = self.open.take().filter(|open| hex(open.hasher.clone()) != shard.sha256) {
                return Err(StoreError::Changed { path: open.path });
            }
            self.at += 1;
        }
        Ok(None)
    }
}

fn read(lines: &mut impl BufRead, path: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let (mut block, mut bytes) = (Vec::new(), 0);
    while bytes < SIZE {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).map_err(reading(path))? == 0 {
            break;
        }
        bytes += line.len();
        block.push(line);
    }
    Ok(block)
}
