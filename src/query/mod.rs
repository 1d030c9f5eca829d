//! Questions on the store: who said what, filtered, ranked, counted.
//!
//! In: an output folder that holds an index, and a [`Filter`]. Out: [`QuoteHit`]s, [`ClaimHit`]s,
//! [`ArticleHit`]s, counts. SQL is put together from fixed pieces; what a user gives is only ever
//! bound to a parameter.

mod claims;
mod condition;
mod filter;
mod name;
mod quotes;
mod stats;
mod text;

pub use claims::ClaimHit;
pub use filter::{Filter, Numbers, Sort};
pub use name::Named;
pub use quotes::{ArticleHit, Paragraph, QuoteHit};
pub use stats::{Count, Stats};

use crate::record::Record;
use crate::store::index;
use crate::store::manifest::is_shard_name;
use crate::store::{StoreError, folder};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What can go wrong with a question.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum QueryError {
    #[error("{}: holds no {}; make it with: onrecord index {}", path.display(), index::FILE, path.display())]
    NoIndex { path: PathBuf },
    #[error("{}: was made by another version of onrecord; make it anew with onrecord index", path.display())]
    Version { path: PathBuf },
    #[error("{}: {source}", path.display())]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    #[error("{0}")]
    Text(text::TextError),
    #[error("no {what} is called “{name}”{}", name::suggested(suggestions))]
    Unknown { what: &'static str, name: String, suggestions: Vec<String> },
    #[error("no article, record, quote or claim has the id “{0}”")]
    NoSuchId(String),
    #[error("no day lies from {since} to {until}")]
    NoDay { since: String, until: String },
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("output: {0}")]
    Output(#[from] io::Error),
}

impl QueryError {
    /// True when the question itself is wrong, whatever the store holds.
    pub fn is_usage(&self) -> bool {
        matches!(self, QueryError::Text(_) | QueryError::NoDay { .. })
    }
}

/// A store that is open for questions. Nothing is ever written to it.
pub struct Store {
    folder: PathBuf,
    path: PathBuf,
    connection: Connection,
}

impl Store {
    /// Opens the index of an output folder.
    ///
    /// # Errors
    /// When there is none or it is of another version.
    pub fn open(folder: &Path) -> Result<Store, QueryError> {
        let path = folder.join(index::FILE);
        if !path.is_file() {
            return Err(QueryError::NoIndex { path: folder.to_path_buf() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&path, flags).and_then(|connection| {
            connection.execute_batch("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -65536;")?;
            let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            Ok((connection, version))
        });
        match opened {
            Ok((_, version)) if version != index::VERSION => Err(QueryError::Version { path }),
            Ok((connection, _)) => Ok(Store { folder: folder.to_path_buf(), path, connection }),
            Err(source) => Err(QueryError::Sqlite { path, source }),
        }
    }

    /// True when the folder's manifest lists other shards than the index holds.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub fn is_behind(&self) -> Result<bool, QueryError> {
        let Some(manifest) = folder::read_manifest(&self.folder)? else { return Ok(false) };
        let sql = "SELECT (SELECT count(*) FROM shard), (SELECT value FROM meta WHERE key = 'state')";
        let (shards, state): (usize, Option<String>) =
            self.ask(|c| c.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?))))?;
        let rounded = state.is_some_and(|state| state == shards.to_string());
        Ok(shards != manifest.shards.len() || manifest.complete && !rounded)
    }

    /// The record in which `id` lies: the id of an article, of a caller's record, or of a quote,
    /// claim, mention or date (with or without `quo:`).
    ///
    /// # Errors
    /// [`QueryError::NoSuchId`], and when a shard can't be read.
    pub fn record(&self, id: &str) -> Result<Record, QueryError> {
        let sql = "SELECT s.file, r.offset, r.bytes FROM record r JOIN shard s ON s.key = r.shard";
        let place = |condition: &str, id: &str| {
            let sql = format!("{sql} WHERE {condition} ORDER BY r.key LIMIT 1");
            let row = |row: &rusqlite::Row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as usize))
            };
            self.ask(|c| c.query_row(&sql, [id], row).optional())
        };
        let of_article = "r.article = (SELECT key FROM article WHERE id = ?)";
        let mut found = place("r.id = ?", id)?;
        if found.is_none() {
            found = place(of_article, id)?;
        }
        if found.is_none() {
            let mut parts = id.split(':').skip_while(|part| part.len() != 16);
            if let Some(key) = parts.next() {
                found = place(of_article, &format!("art:{key}"))?;
            }
        }
        let Some((file, offset, bytes)) = found else { return Err(QueryError::NoSuchId(id.to_string())) };
        let path = self.folder.join("articles").join(&file);
        if !is_shard_name(&file) {
            return Err(StoreError::ShardName { path: self.path.clone(), name: file }.into());
        }
        let mut line = vec![0; bytes];
        let read = File::open(&path).and_then(|mut shard| {
            shard.seek(SeekFrom::Start(offset))?;
            shard.read_exact(&mut line)
        });
        read.map_err(|source| QueryError::Read { path: path.clone(), source })?;
        Ok(serde_json::from_slice(&line).map_err(|source| StoreError::Record { path, line: 0, source })?)
    }

    /// Asks, and names the file in what goes wrong.
    fn ask<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, QueryError> {
        ask(&self.connection).map_err(|source| QueryError::Sqlite { path: self.path.clone(), source })
    }
}
