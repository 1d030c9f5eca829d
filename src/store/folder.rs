//! The output folder: opening, going on after a kill, committing shards.

use super::manifest::{Counts, Manifest, Shard};
use crate::record::SCHEMA;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What can go wrong with an output folder.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum StoreError {
    #[error("{}: {source}; free space or rights, then run the same command again: it goes on after the last committed shard", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: holds a finished run; give another folder, or --overwrite to replace it", path.display())]
    Finished { path: PathBuf },
    #[error("{}: holds an unfinished run over other inputs or settings; give another folder, or --overwrite to replace it", path.display())]
    OtherRun { path: PathBuf },
    #[error("{}: is not empty and holds no manifest.json of onrecord; give another folder", path.display())]
    Foreign { path: PathBuf },
    #[error("{}: is not a manifest of onrecord ({source}); give another folder, or --overwrite to replace it", path.display())]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("{}: line {line} is not a record ({source}); the shard was changed after it was written: run extract again", path.display())]
    Record { path: PathBuf, line: usize, source: serde_json::Error },
    #[error("{}: {source}; it can be deleted and made again with onrecord index", path.display())]
    Index { path: PathBuf, source: rusqlite::Error },
}

/// An output folder that is being written.
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
    rejects: BufWriter<File>,
    shard: Option<OpenShard>,
}

struct OpenShard {
    file: BufWriter<File>,
    temporary: PathBuf,
    hasher: Sha256,
    articles: usize,
    rejects: usize,
    counts: Counts,
}

/// `map_err` with the path that was written.
pub(super) fn writing(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_path_buf();
    move |source| StoreError::Write { path, source }
}

/// `map_err` with the path that was read.
pub(super) fn reading(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_path_buf();
    move |source| StoreError::Read { path, source }
}

impl Folder {
    /// Opens `path` for the run whose inputs and settings hash to `run`: a new folder, an empty one,
    /// or one that a killed run of the same kind left, whose committed shards are kept.
    ///
    /// # Errors
    /// [`StoreError::Finished`], [`StoreError::OtherRun`] and [`StoreError::Foreign`] unless
    /// `overwrite`; input and output errors. A folder without a manifest is never emptied.
    pub fn open(path: &Path, run: &str, overwrite: bool) -> Result<Folder, StoreError> {
        let owned = path.to_path_buf();
        let found = match read_manifest(path) {
            Ok(found) => found,
            Err(StoreError::Manifest { .. }) if overwrite => Some(Manifest::default()),
            Err(error) => return Err(error),
        };
        let manifest = match found {
            Some(_) if overwrite => None,
            Some(old) if old.complete => return Err(StoreError::Finished { path: owned }),
            Some(old) if old.run != run || old.onrecord != env!("CARGO_PKG_VERSION") => {
                return Err(StoreError::OtherRun { path: owned });
            }
            Some(old) => Some(old),
            None => {
                let occupied = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
                if occupied {
                    return Err(StoreError::Foreign { path: owned });
                }
                None
            }
        };
        let manifest = manifest.unwrap_or_else(|| Manifest {
            onrecord: env!("CARGO_PKG_VERSION").to_string(),
            schema: SCHEMA.to_string(),
            run: run.to_string(),
            ..Manifest::default()
        });
        let articles = path.join("articles");
        fs::create_dir_all(&articles).map_err(writing(&articles))?;
        // The manifest goes first: what it does not list may then be removed at any speed.
        let folder = Folder {
            rejects: BufWriter::new(open_rejects(path, &manifest)?),
            path: owned,
            manifest,
            shard: None,
        };
        folder.write_manifest()?;
        folder.remove_uncommitted()?;
        Ok(folder)
    }

    /// What is committed.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a record's line (without line end) to the open shard.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn article(&mut self, line: &[u8], counts: Counts) -> Result<(), StoreError> {
        let shard = self.shard()?;
        let write = |shard: &mut OpenShard, bytes: &[u8]| {
            shard.hasher.update(bytes);
            shard.file.write_all(bytes).map_err(writing(&shard.temporary))
        };
        write(shard, line)?;
        write(shard, b"\n")?;
        shard.articles += 1;
        shard.counts.add(counts);
        Ok(())
    }

    /// Adds a reject's line (without line end); it is committed with the open shard.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn reject(&mut self, line: &[u8]) -> Result<(), StoreError> {
        let path = self.path.join("rejects.jsonl");
        self.rejects.write_all(line).and_then(|()| self.rejects.write_all(b"\n")).map_err(writing(&path))?;
        self.manifest.reject_bytes += line.len() as u64 + 1;
        self.shard()?.rejects += 1;
        Ok(())
    }

    /// Input items in the open shard.
    pub fn pending(&self) -> usize {
        self.shard.as_ref().map_or(0, |s| s.articles + s.rejects)
    }

    /// Commits the open shard, if there is one: from here on a kill does not lose it.
    ///
    /// # Errors
    /// When something can't be written; the shard then stays uncommitted.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let Some(shard) = self.shard.take() else { return Ok(()) };
        let rejects = self.path.join("rejects.jsonl");
        self.rejects.flush().and_then(|()| self.rejects.get_ref().sync_all()).map_err(writing(&rejects))?;
        let file = shard.file.into_inner().map_err(|e| writing(&shard.temporary)(e.into_error()))?;
        file.sync_all().map_err(writing(&shard.temporary))?;
        let name = shard_name(self.manifest.shards.len());
        let path = self.path.join("articles").join(&name);
        fs::rename(&shard.temporary, &path).map_err(writing(&path))?;
        let sha256 = shard.hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let OpenShard { articles, rejects, counts, .. } = shard;
        self.manifest.shards.push(Shard { file: name, sha256, articles, rejects, counts });
        self.write_manifest()
    }

    /// Marks the run as complete.
    ///
    /// # Errors
    /// When the manifest can't be written.
    pub fn complete(mut self) -> Result<Manifest, StoreError> {
        self.manifest.complete = true;
        self.write_manifest()?;
        Ok(self.manifest)
    }

    fn shard(&mut self) -> Result<&mut OpenShard, StoreError> {
        if self.shard.is_none() {
            let name = shard_name(self.manifest.shards.len()).replace(".jsonl", ".tmp");
            let temporary = self.path.join("articles").join(name);
            let file = File::create(&temporary).map_err(writing(&temporary))?;
            self.shard = Some(OpenShard {
                file: BufWriter::with_capacity(1 << 18, file),
                temporary,
                hasher: Sha256::new(),
                articles: 0,
                rejects: 0,
                counts: Counts::default(),
            });
        }
        Ok(self.shard.as_mut().expect("it was made above"))
    }

    /// Replaces `manifest.json` in one step.
    fn write_manifest(&self) -> Result<(), StoreError> {
        let (temporary, path) = (self.path.join("manifest.json.tmp"), self.path.join("manifest.json"));
        let mut bytes =
            serde_json::to_vec_pretty(&self.manifest).expect("a manifest is plain strings and numbers");
        bytes.push(b'\n');
        File::create(&temporary)
            .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(writing(&path))
    }

    /// Removes shards that the manifest does not list: left by a kill, or by the run before an
    /// overwrite.
    fn remove_uncommitted(&self) -> Result<(), StoreError> {
        let articles = self.path.join("articles");
        for entry in fs::read_dir(&articles).map_err(reading(&articles))? {
            let path = entry.map_err(reading(&articles))?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let ours = name.starts_with("part-") && (name.ends_with(".tmp") || name.ends_with(".jsonl"));
            if ours && !self.manifest.shards.iter().any(|s| s.file == name) {
                fs::remove_file(&path).map_err(writing(&path))?;
            }
        }
        Ok(())
    }
}

fn shard_name(number: usize) -> String {
    format!("part-{number:05}.jsonl")
}

/// `rejects.jsonl`, cut back to what is committed.
fn open_rejects(folder: &Path, manifest: &Manifest) -> Result<File, StoreError> {
    let path = folder.join("rejects.jsonl");
    let file = OpenOptions::new().create(true).append(true).open(&path).map_err(writing(&path))?;
    file.set_len(manifest.reject_bytes).map_err(writing(&path))?;
    Ok(file)
}

/// The manifest of a folder; `None` where there is none.
///
/// # Errors
/// When it can't be read or is not one.
pub fn read_manifest(folder: &Path) -> Result<Option<Manifest>, StoreError> {
    let path = folder.join("manifest.json");
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(reading(&path)(error)),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|source| StoreError::Manifest { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_goes_on_after_the_last_committed_shard() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("out");
        let mut folder = Folder::open(&path, "run", false).expect("a new folder opens");
        folder.article(b"{\"a\":1}", Counts::default()).expect("written");
        folder.reject(b"{\"path\":\"x\"}").expect("written");
        folder.commit().expect("committed");
        folder.article(b"{\"a\":2}", Counts::default()).expect("written");
        folder.reject(b"{\"path\":\"lost\"}").expect("written");
        drop(folder); // killed: the second shard was never committed

        let folder = Folder::open(&path, "run", false).expect("an unfinished run opens");
        assert_eq!((folder.manifest().items(), folder.manifest().articles()), (2, 1));
        assert_eq!(fs::read_to_string(path.join("rejects.jsonl")).expect("read"), "{\"path\":\"x\"}\n");
        assert_eq!(fs::read_dir(path.join("articles")).expect("read").count(), 1);
        folder.complete().expect("completed");
        assert!(matches!(Folder::open(&path, "run", false), Err(StoreError::Finished { .. })));
        assert_eq!(Folder::open(&path, "other", true).expect("overwritten").manifest().items(), 0);
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("thesis.txt"), "dear").expect("written");
        for overwrite in [false, true] {
            assert!(matches!(Folder::open(place.path(), "run", overwrite), Err(StoreError::Foreign { .. })));
        }
        assert!(place.path().join("thesis.txt").exists());
    }
}
