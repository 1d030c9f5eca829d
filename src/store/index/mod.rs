//! The index: the records of a run as one SQLite file, `onrecord.sqlite`, in the output folder.
//!
//! In: the committed shards. Out: tables, views and full text as `schema.sql` describes them. The
//! file grows a shard at a time, a transaction each (write-ahead log), so a kill loses at most the
//! shard that was under way; a shard that is already in it (name and hash) is skipped. When its
//! shards are no longer those of the manifest it is made anew.
//!
//! Same shards, same bytes: one connection inserts in the order of the records, nothing holds a
//! time, and at the end the log is folded into the file. What belongs to a whole run (SAME_AS,
//! ECHOES, and `whole.sql`) comes when the run is whole, so an index that was made of a part of it
//! and grew is the same file as one that was made at once.

mod edges;
mod entry;
mod insert;
mod log;

use super::blocks::Blocks;
use super::folder::{StoreError, reading, writing};
use super::manifest::{Manifest, Shard};
use crate::graph::Table;
use entry::Entry;
use insert::{Inserts, Known};
use log::Folding;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Name of the file in an output folder.
pub const FILE: &str = "onrecord.sqlite";

/// Changes with `schema.sql` and `whole.sql`; a file of another version is made anew.
pub const VERSION: i64 = 3;

const SCHEMA: &str = include_str!("schema.sql");

/// Sorts indexes, joins segments of full text, counts for the planner.
const WHOLE: &str = include_str!("whole.sql");

/// What [`build`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Shards added.
    pub shards: usize,
    /// Shards that were there already.
    pub skipped: usize,
    /// Articles added.
    pub articles: usize,
    /// Quotes added.
    pub quotes: usize,
    /// Claims added.
    pub claims: usize,
}

/// Brings the index of `folder` up to its manifest. Parses in rayon's current pool. `whole`: the run
/// has its graph and no shards will follow. `progress` is called after each shard.
///
/// # Errors
/// When a shard can't be read or the file can't be written.
pub fn build(
    folder: &Path,
    manifest: &Manifest,
    whole: bool,
    mut progress: impl FnMut(&Built),
) -> Result<Built, StoreError> {
    let path = folder.join(FILE);
    let mut index = Index::open(&path, manifest)?;
    let mut built = Built { skipped: index.shards, ..Built::default() };
    let fresh = &manifest.shards[index.shards..];
    if !fresh.is_empty() {
        // A finished file has no log; nothing is changed where no shard is to come.
        index.connection.execute_batch("PRAGMA journal_mode = WAL").map_err(failing(&path))?;
        let folding = Folding::start(&path)?;
        let added = index.add(folder, fresh, &folding, &mut built, &mut progress);
        folding.end(&path).and(added)?;
    }
    index.finish(folder, whole)?;
    Ok(built)
}

/// Removes the index of `folder`, where there is one.
///
/// # Errors
/// When it can't be removed.
pub fn remove(folder: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let path = folder.join(format!("{FILE}{suffix}"));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(writing(&path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// `map_err` with the path of the index.
fn failing(path: &Path) -> impl FnOnce(rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    move |source| StoreError::Index { path, source }
}

struct Index {
    path: PathBuf,
    connection: Connection,
    /// Shards in it.
    shards: usize,
    known: Known,
}

impl Index {
    /// Opens the file, or makes it anew when it is not a beginning of the manifest.
    fn open(path: &Path, manifest: &Manifest) -> Result<Index, StoreError> {
        if path.exists() {
            match Index::connect(path).and_then(|c| Ok((begun(&c, manifest)?, c))) {
                Ok((Some(shards), connection)) => {
                    let known = Known::load(&connection).map_err(failing(path))?;
                    return Ok(Index { path: path.to_path_buf(), connection, shards, known });
                }
                // Of other shards, of another version, or not a database: nothing in it is lost
                // that the shards don't hold.
                Ok((None, _)) => {}
                Err(rusqlite::Error::SqliteFailure(error, _))
                    if error.code == rusqlite::ErrorCode::NotADatabase => {}
                Err(error) => return Err(failing(path)(error)),
            }
            remove(path.parent().unwrap_or(Path::new("")))?;
        }
        let connection = Index::connect(path).and_then(|c| create(&c).map(|()| c)).map_err(failing(path))?;
        Ok(Index { path: path.to_path_buf(), connection, shards: 0, known: Known::default() })
    }

    fn connect(path: &Path) -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        // Rows are right by construction; looking each key up again would take a third longer.
        connection.execute_batch("PRAGMA foreign_keys = OFF")?;
        // What is freed becomes zeros: else a page's unused bytes depend on what was in the cache.
        connection.execute_batch("PRAGMA secure_delete = ON")?;
        // What `log` has not folded in is at 512 MB: a longer log costs disk.
        connection.execute_batch(
            "PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY; PRAGMA synchronous = NORMAL;
             PRAGMA wal_autocheckpoint = 65536;",
        )?;
        Ok(connection)
    }

    /// Adds shards, one transaction each.
    fn add(
        &mut self,
        folder: &Path,
        fresh: &[Shard],
        folding: &Folding,
        built: &mut Built,
        progress: &mut impl FnMut(&Built),
    ) -> Result<(), StoreError> {
        let mut blocks = Blocks::new(folder, fresh);
        let mut block = ahead(&mut blocks)?;
        for (at, shard) in fresh.iter().enumerate() {
            self.shard(at, shard, &mut block, &mut blocks, built)?;
            built.shards += 1;
            folding.ask();
            progress(built);
        }
        Ok(())
    }

    /// Adds shard `at` of those that `blocks` reads, `block` being its first block; leaves the first of
    /// the next one there.
    fn shard(
        &mut self,
        at: usize,
        shard: &Shard,
        block: &mut Option<Parsed>,
        blocks: &mut Blocks,
        built: &mut Built,
    ) -> Result<(), StoreError> {
        let Index { path, connection, known, shards } = self;
        let path = path.as_path();
        let transaction = connection.transaction().map_err(failing(path))?;
        let key = *shards as i64 + 1;
        let sql = "INSERT INTO shard (key, file, sha256) VALUES (?, ?, ?)";
        transaction.execute(sql, params![key, shard.file, shard.sha256]).map_err(failing(path))?;
        let mut inserts = Inserts::new(&transaction, known, key).map_err(failing(path))?;
        let mut offset = 0;
        while let Some(now) = block.take_if(|block| block.shard == at) {
            let mut next = Ok(None);
            // The next block is worked out while this one is inserted.
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| next = ahead(blocks));
                now.entries.iter().try_for_each(|(entry, bytes)| {
                    inserts.entry(entry, offset, *bytes, built)?;
                    offset += bytes;
                    Ok(())
                })
            })
            .map_err(failing(path))?;
            *block = next?;
            // It has some thousand allocations a record.
            rayon::spawn(|| drop(now));
        }
        inserts.finish().map_err(failing(path))?;
        transaction.commit().map_err(failing(path))?;
        *shards += 1;
        Ok(())
    }

    /// Folds the log into the file, once what belongs to a whole run is in it.
    fn finish(mut self, folder: &Path, whole: bool) -> Result<(), StoreError> {
        let path = self.path.clone();
        let joined_anew = whole && self.round_off(folder)?;
        // Also after a kill that came between that transaction and here.
        self.connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
            .map_err(failing(&path))?;
        let shards = self.shards;
        self.connection.close().map_err(|(_, error)| failing(&path)(error))?;
        if joined_anew {
            // The count that SQLite left tells open readers that pages which they hold are old.
            return Ok(());
        }
        settle(&path, shards).map_err(writing(&path))
    }

    /// Joins what the full text holds and takes in what belongs to the whole run, where that was not
    /// done. True when only the latter has changed.
    fn round_off(&mut self, folder: &Path) -> Result<bool, StoreError> {
        let path = self.path.clone();
        let told = |key: &str| -> Option<String> {
            let sql = "SELECT value FROM meta WHERE key = ?";
            self.connection.query_row(sql, [key], |row| row.get(0)).ok()
        };
        let table = |table: Table| folder.join("graph").join(table.file_stem() + ".jsonl");
        let (actors, claims, nodes) = (table(Table::SameAs), table(Table::Echoes), table(Table::Actor));
        let state = self.shards.to_string();
        let same = hash(&actors).map_err(reading(&actors))?;
        let echoes = hash(&claims).map_err(reading(&claims))?;
        let known = hash(&nodes).map_err(reading(&nodes))?;
        let is = |key: &str, value: &String| told(key).as_ref() == Some(value);
        let grown = !is("state", &state);
        let anew = !(is("same_as", &same) && is("echoes", &echoes) && is("known", &known));
        if grown || anew {
            let transaction = self.connection.transaction().map_err(failing(&path))?;
            edges::same_as(&transaction, &actors, &self.known, &path)?;
            edges::echoes(&transaction, &claims, &self.known, &path)?;
            edges::known(&transaction, &nodes, &self.known, &path)?;
            let sql = "INSERT OR REPLACE INTO meta (key, value)
                VALUES ('state', ?), ('same_as', ?), ('echoes', ?), ('known', ?)";
            transaction
                .execute_batch(if grown { WHOLE } else { "" })
                .and_then(|()| transaction.execute(sql, [&state, &same, &echoes, &known]))
                .and_then(|_| transaction.commit())
                .map_err(failing(&path))?;
        }
        Ok(anew && !grown)
    }
}

/// A block, worked out for the writer: each record with the bytes of its line.
struct Parsed {
    shard: usize,
    entries: Vec<(Entry, usize)>,
}

/// The next block, worked out.
fn ahead(blocks: &mut Blocks) -> Result<Option<Parsed>, StoreError> {
    let Some(block) = blocks.next()? else { return Ok(None) };
    let lengths = block.lines.iter().map(Vec::len);
    let entries = block.map(Entry::new)?.into_iter().zip(lengths).collect();
    Ok(Some(Parsed { shard: block.shard, entries }))
}

/// Sets the header's count of changes (and the count to which the version of the library holds, which
/// must equal it) to the number of shards: SQLite counts connections there, of which a killed run
/// leaves more. See "file change counter" in SQLite's file format.
fn settle(path: &Path, shards: usize) -> io::Result<()> {
    const PLACES: [u64; 2] = [24, 92];
    let counter = u32::try_from(shards).unwrap_or(u32::MAX).to_be_bytes();
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut changed = false;
    for place in PLACES {
        let mut found = [0; 4];
        file.seek(SeekFrom::Start(place))?;
        file.read_exact(&mut found)?;
        if found != counter {
            file.seek(SeekFrom::Start(place))?;
            file.write_all(&counter)?;
            changed = true;
        }
    }
    if changed { file.sync_all() } else { Ok(()) }
}

/// Number of shards in the file when they are the first ones of the manifest.
fn begun(connection: &Connection, manifest: &Manifest) -> rusqlite::Result<Option<usize>> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version != VERSION {
        return Ok(None);
    }
    let mut statement = connection.prepare("SELECT file, sha256 FROM shard ORDER BY key")?;
    let shards = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let expected = manifest.shards.iter().map(|s| (&s.file, &s.sha256));
    let same = shards.len() <= manifest.shards.len()
        && shards.iter().zip(expected).all(|(have, want)| (&have.0, &have.1) == want);
    Ok(same.then_some(shards.len()))
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;")?;
    connection.execute_batch(&format!("BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"))
}

/// SHA-256 of a file; empty where there is none.
fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        file => io::copy(&mut file?, &mut hasher)?,
    };
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
