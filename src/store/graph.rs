//! The graph of a whole run, made from its committed shards.
//!
//! Reads the shards in order, a block of lines at a time; rows are made and rendered in parallel and
//! written in order. Memory is flat: a block of records, the keys of the articles seen (8 bytes
//! each) and what [`ActorTable`] holds.

use super::actors;
use super::blocks::{Block, Blocks};
use super::echoes;
use super::folder::{StoreError, writing};
use super::manifest::Manifest;
use crate::graph::actors::ActorTable;
use crate::graph::gazetteer::Gazetteer;
use crate::graph::profile::{Profile, profiles};
use crate::graph::same::Decisions;
use crate::graph::table::{Rendered, Tables, render};
use crate::graph::{self, Table};
use crate::record::Record;
use rustc_hash::FxHashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes the graph of the run in `folder`, with the ids that `gazetteer` has for its actors, to `folder/graph`, with the profiles of its actors, who of
/// them is the same, and which claims echo others; gives the number of rows by table.
///
/// # Errors
/// When a shard can't be read or a table can't be written.
pub fn write(
    folder: &Path,
    manifest: &Manifest,
    decisions: Decisions,
    gazetteer: Option<&Gazetteer>,
) -> Result<Vec<(Table, usize)>, StoreError> {
    let profiles = folder.join(actors::FILE);
    let mut written =
        write_tables(folder, manifest, &folder.join("graph"), Some, Some(&profiles), gazetteer)?;
    match actors::join(folder, decisions)? {
        0 => {}
        links => written.push((Table::SameAs, links)),
    }
    match echoes::join(folder, manifest)? {
        0 => {}
        found => written.push((Table::Echoes, found)),
    }
    Ok(written)
}

/// Writes the graph of what `take` leaves of each record to `place`.
///
/// # Errors
/// When a shard can't be read or a table can't be written.
pub fn write_part(
    folder: &Path,
    manifest: &Manifest,
    place: &Path,
    take: impl Fn(Record) -> Option<Record> + Sync,
) -> Result<Vec<(Table, usize)>, StoreError> {
    write_tables(folder, manifest, place, take, None, None)
}

fn write_tables(
    folder: &Path,
    manifest: &Manifest,
    place: &Path,
    take: impl Fn(Record) -> Option<Record> + Sync,
    profiles: Option<&Path>,
    gazetteer: Option<&Gazetteer>,
) -> Result<Vec<(Table, usize)>, StoreError> {
    let place = place.to_path_buf();
    let mut writer = Writer {
        tables: Tables::create(&place).map_err(writing(&place))?,
        actors: ActorTable::new(&place),
        seen: FxHashSet::default(),
        written: vec![0; Table::ALL.len()],
        place,
    };
    let mut blocks = Blocks::new(folder, &manifest.shards);
    while let Some(block) = blocks.next()? {
        writer.block(&block, &take)?;
    }
    writer.finish(profiles, gazetteer)
}

struct Writer {
    place: PathBuf,
    tables: Tables,
    actors: ActorTable,
    /// Keys of the articles whose rows are written: the same text twice is one article.
    seen: FxHashSet<u64>,
    written: Vec<usize>,
}

/// What one record gives: its rows but for actors, rendered, and its actors.
struct Parts {
    key: u64,
    rendered: Vec<Rendered>,
    actors: Vec<Profile>,
}

impl Writer {
    fn block(
        &mut self,
        block: &Block,
        take: &(impl Fn(Record) -> Option<Record> + Sync),
    ) -> Result<(), StoreError> {
        for part in block.map(|record| take(record).as_ref().map(parts))? {
            let Some(part) = part else { continue };
            if !self.seen.insert(part.key) {
                continue;
            }
            for row in &part.rendered {
                self.write(row)?;
            }
            for profile in part.actors {
                self.actors.add(profile).map_err(writing(&self.place))?;
            }
        }
        Ok(())
    }

    fn write(&mut self, row: &Rendered) -> Result<(), StoreError> {
        self.written[row.table as usize] += 1;
        self.tables.write(row).map_err(writing(&self.place))
    }

    fn finish(
        self,
        profiles: Option<&Path>,
        gazetteer: Option<&Gazetteer>,
    ) -> Result<Vec<(Table, usize)>, StoreError> {
        let Writer { place, mut tables, actors, mut written, .. } = self;
        let temporary = profiles.map(|path| path.with_extension("tmp"));
        let all = || -> io::Result<()> {
            let mut file = temporary.as_ref().map(File::create).transpose()?.map(BufWriter::new);
            actors.finish(|mut profile| {
                profile.external = gazetteer.and_then(|known| known.id(&profile)).map(str::to_owned);
                written[Table::Actor as usize] += 1;
                if let Some(file) = &mut file {
                    serde_json::to_writer(&mut *file, &profile)?;
                    file.write_all(b"\n")?;
                }
                tables.write(&render(&profile.row()))
            })?;
            if let (Some(mut file), Some(temporary), Some(path)) = (file, &temporary, profiles) {
                file.flush()?;
                fs::rename(temporary, path)?;
            }
            tables.finish()
        };
        all().map_err(writing(&place))?;
        Ok(Table::ALL.into_iter().zip(written).filter(|(_, rows)| *rows > 0).collect())
    }
}

fn parts(record: &Record) -> Parts {
    let rows = graph::rows(record);
    Parts {
        key: u64::from_str_radix(record.key(), 16).unwrap_or_default(),
        rendered: rows.iter().filter(|row| row.table != Table::Actor).map(render).collect(),
        actors: profiles(record),
    }
}
