//! The output folder: opening, going on after a kill, committing shards.

use super::manifest::{Counts, Manifest, Shard, chain, hex};
use super::{lock, replaced};
use crate::record::SCHEMA;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
pub(super) const ARTICLES: &str = "articles";

/// What can go wrong with an output folder.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum StoreError {
    #[error("{}: {source}; free space or rights, then run the same command again: it goes on after the last committed shard", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: holds a run with other settings ({differ}); give another folder, or --overwrite to replace it", path.display())]
    OtherRun { path: PathBuf, differ: String },
    #[error("{}: another onrecord is writing into this folder; wait for it to end, or give another folder", path.display())]
    Locked { path: PathBuf },
    #[error("{}: was changed after it was committed; --overwrite makes the run anew", path.display())]
    Changed { path: PathBuf },
    #[error("{}: a committed shard can't be opened ({source}); --overwrite makes the run anew", path.display())]
    Missing { path: PathBuf, source: io::Error },
    #[error("{}: lists a shard named {name:?}, which no run makes; --overwrite makes the run anew", path.display())]
    ShardName { path: PathBuf, name: String },
    #[error("{}: is not empty and holds no manifest.json of onrecord; give another folder", path.display())]
    Foreign { path: PathBuf },
    #[error("{}: is not a manifest of onrecord ({source}); give another folder, or --overwrite to replace it", path.display())]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("{}: line {line} is not a record ({source}); the shard was changed after it was written: run extract again", path.display())]
    Record { path: PathBuf, line: usize, source: serde_json::Error },
    #[error("{}: {source}; it can be deleted and made again with onrecord index", path.display())]
    Index { path: PathBuf, source: rusqlite::Error },
}

/// What decides the bytes of a run besides the content of its input.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The INPUT arguments.
    pub inputs: Vec<String>,
    /// What the records depend on, by name.
    pub records: BTreeMap<String, String>,
    /// What the graph depends on beside the records, by name.
    pub graph: BTreeMap<String, String>,
    /// Input items of a shard; 0 where the caller commits as it likes.
    pub shard: usize,
}

impl Settings {
    fn run(&self) -> String {
        let Settings { inputs, records, graph, shard } = self;
        hex(Sha256::new().chain_update(format!("{inputs:?} {records:?} {graph:?} {shard}")))
    }
}

/// An output folder that is being written.
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
    /// Items of a full shard.
    full: usize,
    rejects: BufWriter<File>,
    shard: Option<OpenShard>,
}

struct OpenShard {
    file: BufWriter<File>,
    temporary: PathBuf,
    hasher: Sha256,
    /// What it accounts for; hash and file name are not yet true.
    about: Shard,
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
    /// Opens `path` for a run with these settings: a new folder, an empty one, or one that a run with
    /// the same settings left, whose committed shards are kept. The folder is locked until the value
    /// is dropped.
    ///
    /// # Errors
    /// [`StoreError::OtherRun`] and [`StoreError::Foreign`] unless `overwrite`;
    /// [`StoreError::Locked`], [`StoreError::Changed`], input and output errors. A folder without a
    /// manifest is never emptied.
    pub fn open(path: &Path, settings: &Settings, overwrite: bool) -> Result<Folder, StoreError> {
        let occupied = || {
            let others = |entry: fs::DirEntry| entry.file_name() != lock::FILE;
            fs::read_dir(path).is_ok_and(|entries| entries.flatten().any(others))
        };
        if !path.join(MANIFEST).exists() && occupied() {
            return Err(StoreError::Foreign { path: path.to_path_buf() });
        }
        fs::create_dir_all(path).map_err(writing(path))?;
        let lock = lock::take(path)?;
        let found = match read_manifest(path) {
            Ok(found) => found,
            Err(StoreError::Manifest { .. } | StoreError::ShardName { .. }) if overwrite => {
                Some(Manifest::default())
            }
            Err(error) => return Err(error),
        };
        let fresh = Manifest {
            onrecord: env!("CARGO_PKG_VERSION").to_string(),
            schema: SCHEMA.to_string(),
            run: settings.run(),
            settings: settings.records.clone(),
            ..Manifest::default()
        };
        let manifest = match &found {
            Some(old) if !overwrite => going_on(path, old, settings)?,
            _ => fresh,
        };
        let mut folder = Folder {
            path: path.to_path_buf(),
            manifest,
            full: settings.shard,
            rejects: BufWriter::new(lock),
            shard: None,
        };
        if overwrite && let Some(old) = &found {
            // The manifest goes first: from here on nobody takes the old results for finished ones.
            folder.write_manifest()?;
            replaced::move_aside(path, old.complete)?;
        }
        folder.prepare()?;
        Ok(folder)
    }

    /// Brings the files to what the manifest says.
    fn prepare(&mut self) -> Result<(), StoreError> {
        let articles = self.path.join(ARTICLES);
        fs::create_dir_all(&articles).map_err(writing(&articles))?;
        let rejects = self.path.join(lock::FILE);
        self.rejects.get_ref().set_len(self.manifest.reject_bytes).map_err(writing(&rejects))?;
        for shard in &self.manifest.shards {
            let path = articles.join(&shard.file);
            let file =
                File::open(&path).map_err(|source| StoreError::Missing { path: path.clone(), source })?;
            verify(&path, file, shard)?;
        }
        if let Some(open) = self.manifest.open.clone() {
            self.shard = Some(self.reopen(open)?);
        }
        if !self.manifest.complete {
            self.write_manifest()?;
        }
        self.remove_uncommitted()
    }

    /// Opens a shard that is not full to write on after what is safe of it.
    fn reopen(&self, about: Shard) -> Result<OpenShard, StoreError> {
        let path = self.path.join(ARTICLES).join(&about.file);
        let temporary = path.with_extension("tmp");
        // It still has the name, or already has it again, where a kill came between two steps.
        if !temporary.exists() {
            fs::rename(&path, &temporary)
                .map_err(|source| StoreError::Missing { path: path.clone(), source })?;
        }
        let file =
            OpenOptions::new().read(true).append(true).open(&temporary).map_err(writing(&temporary))?;
        let size = file.metadata().map_err(reading(&temporary))?.len();
        if size > about.bytes {
            file.set_len(about.bytes).map_err(writing(&temporary))?;
        }
        let again = file.try_clone().map_err(reading(&temporary))?;
        let hasher = verify(&temporary, again, &about)?;
        Ok(OpenShard { file: BufWriter::with_capacity(1 << 18, file), temporary, hasher, about })
    }

    /// What is committed.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes which input item the next record or reject is made of, by its digest: a later run only
    /// goes on when it finds the same items.
    ///
    /// # Errors
    /// When the shard can't be opened.
    pub fn consumed(&mut self, item: &[u8; 32]) -> Result<(), StoreError> {
        let about = &mut self.shard()?.about;
        about.inputs = chain(&about.inputs, item);
        Ok(())
    }

    /// Adds a record's line (without line end) to the open shard.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn article(&mut self, line: &[u8], counts: Counts) -> Result<(), StoreError> {
        let shard = self.shard()?;
        for bytes in [line, b"\n"] {
            shard.hasher.update(bytes);
            shard.file.write_all(bytes).map_err(writing(&shard.temporary))?;
        }
        shard.about.bytes += line.len() as u64 + 1;
        shard.about.articles += 1;
        shard.about.counts.add(counts);
        Ok(())
    }

    /// Adds a reject's line (without line end); it is committed with the open shard.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn reject(&mut self, line: &[u8]) -> Result<(), StoreError> {
        let path = self.path.join(lock::FILE);
        self.rejects.write_all(line).and_then(|()| self.rejects.write_all(b"\n")).map_err(writing(&path))?;
        self.manifest.reject_bytes += line.len() as u64 + 1;
        self.shard()?.about.rejects += 1;
        Ok(())
    }

    /// Input items in the open shard.
    pub fn pending(&self) -> usize {
        self.shard.as_ref().map_or(0, |s| s.about.items())
    }

    /// Makes what is in the open shard safe without ending the shard: from here on a kill does not
    /// lose it, and the shards that a run makes do not depend on when this is called.
    ///
    /// # Errors
    /// When something can't be written; what was safe before stays safe.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        self.sync_rejects()?;
        let Some(shard) = &mut self.shard else { return Ok(()) };
        let temporary = &shard.temporary;
        shard.file.flush().and_then(|()| shard.file.get_ref().sync_all()).map_err(writing(temporary))?;
        let sha256 = hex(shard.hasher.clone());
        self.manifest.open = Some(Shard { sha256, ..shard.about.clone() });
        self.write_manifest()
    }

    /// Commits the open shard, if there is one: from here on a kill does not lose it.
    ///
    /// # Errors
    /// When something can't be written; the shard then stays uncommitted.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let Some(shard) = self.shard.take() else { return Ok(()) };
        self.sync_rejects()?;
        let file = shard.file.into_inner().map_err(|e| writing(&shard.temporary)(e.into_error()))?;
        file.sync_all().map_err(writing(&shard.temporary))?;
        let articles = self.path.join(ARTICLES);
        let path = articles.join(&shard.about.file);
        fs::rename(&shard.temporary, &path).map_err(writing(&path))?;
        sync_folder(&articles)?;
        self.manifest.shards.push(Shard { sha256: hex(shard.hasher), ..shard.about });
        self.manifest.open = None;
        self.write_manifest()
    }

    /// True when graph and store are those of the committed shards, of decisions and of a gazetteer
    /// with these hashes.
    pub fn is_complete(&self, settings: &Settings) -> bool {
        self.manifest.complete && self.manifest.graph == settings.graph
    }

    /// Marks graph and store as unfinished.
    ///
    /// # Errors
    /// When the manifest can't be written.
    pub fn begin_graph(&mut self, settings: &Settings) -> Result<(), StoreError> {
        self.manifest.complete = false;
        self.manifest.graph.clone_from(&settings.graph);
        self.manifest.run = settings.run();
        self.write_manifest()
    }

    /// Marks the run as complete; what it replaced is removed.
    ///
    /// # Errors
    /// When the manifest can't be written.
    pub fn complete(mut self) -> Result<Manifest, StoreError> {
        self.manifest.complete = true;
        self.write_manifest()?;
        replaced::remove(&self.path)?;
        Ok(self.manifest)
    }

    fn sync_rejects(&mut self) -> Result<(), StoreError> {
        let path = self.path.join(lock::FILE);
        self.rejects.flush().and_then(|()| self.rejects.get_ref().sync_all()).map_err(writing(&path))
    }

    /// The open shard: the last one where it is not full, as after a run whose input has grown.
    fn shard(&mut self) -> Result<&mut OpenShard, StoreError> {
        let open = match self.shard.take() {
            Some(open) => open,
            None => self.open_shard()?,
        };
        Ok(self.shard.insert(open))
    }

    fn open_shard(&mut self) -> Result<OpenShard, StoreError> {
        if self.manifest.shards.last().is_some_and(|last| last.items() < self.full) {
            let last = self.manifest.shards.pop();
            self.manifest.open.clone_from(&last);
            self.manifest.complete = false;
            self.write_manifest()?;
            if let Some(last) = last {
                return self.reopen(last);
            }
        }
        if self.manifest.complete {
            self.manifest.complete = false;
            self.write_manifest()?;
        }
        let name = shard_name(self.manifest.shards.len());
        let temporary = self.path.join(ARTICLES).join(&name).with_extension("tmp");
        let file = File::create(&temporary).map_err(writing(&temporary))?;
        Ok(OpenShard {
            file: BufWriter::with_capacity(1 << 18, file),
            temporary,
            hasher: Sha256::new(),
            about: Shard { file: name, ..Shard::default() },
        })
    }

    /// Replaces `manifest.json` in one step.
    fn write_manifest(&self) -> Result<(), StoreError> {
        let (temporary, path) = (self.path.join("manifest.json.tmp"), self.path.join(MANIFEST));
        let mut bytes =
            serde_json::to_vec_pretty(&self.manifest).expect("a manifest is plain strings and numbers");
        bytes.push(b'\n');
        File::create(&temporary)
            .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(writing(&path))?;
        sync_folder(&self.path)
    }

    /// Removes shards that the manifest does not list: left by a kill, or by the run before an
    /// overwrite.
    fn remove_uncommitted(&self) -> Result<(), StoreError> {
        let articles = self.path.join(ARTICLES);
        let open = self.shard.as_ref().and_then(|open| open.temporary.file_name()).map(ToOwned::to_owned);
        for entry in fs::read_dir(&articles).map_err(reading(&articles))? {
            let path = entry.map_err(reading(&articles))?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let ours = name.starts_with("part-") && (name.ends_with(".tmp") || name.ends_with(".jsonl"));
            let listed = self.manifest.shards.iter().any(|s| s.file == name);
            if ours && !listed && path.file_name() != open.as_deref() {
                fs::remove_file(&path).map_err(writing(&path))?;
            }
        }
        Ok(())
    }
}

fn shard_name(number: usize) -> String {
    format!("part-{number:05}.jsonl")
}

/// The manifest with which a run goes on where `old` is.
fn going_on(path: &Path, old: &Manifest, settings: &Settings) -> Result<Manifest, StoreError> {
    let path = path.to_path_buf();
    let mut differ = old.differences(&settings.records);
    if old.onrecord != env!("CARGO_PKG_VERSION") {
        differ.insert(0, format!("onrecord was {}, is {}", old.onrecord, env!("CARGO_PKG_VERSION")));
    }
    if old.shards.iter().any(|shard| shard.inputs.is_empty()) && settings.shard > 0 {
        differ.push("its manifest does not say which input was read".to_owned());
    }
    if differ.is_empty() {
        Ok(old.clone())
    } else {
        Err(StoreError::OtherRun { path, differ: differ.join("; ") })
    }
}

/// Checks that a shard's file has the size and hash that were committed; gives the hasher, fed.
fn verify(path: &Path, mut file: File, shard: &Shard) -> Result<Sha256, StoreError> {
    let mut hasher = Sha256::new();
    let size = io::copy(&mut file, &mut hasher).map_err(reading(path))?;
    if size != shard.bytes || hex(hasher.clone()) != shard.sha256 {
        return Err(StoreError::Changed { path: path.to_path_buf() });
    }
    Ok(hasher)
}

/// Makes the names in a folder last over a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    // Only Unix opens folders as files.
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(writing(path))
    } else {
        Ok(())
    }
}

/// The manifest of a folder; `None` where there is none.
///
/// # Errors
/// When it can't be read or is not one.
pub fn read_manifest(folder: &Path) -> Result<Option<Manifest>, StoreError> {
    let path = folder.join(MANIFEST);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(reading(&path)(error)),
    };
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|source| StoreError::Manifest { path: path.clone(), source })?;
    manifest.check_names(&path)?;
    Ok(Some(manifest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(html: &str) -> Settings {
        let records = BTreeMap::from([("html".to_owned(), html.to_owned())]);
        Settings { records, shard: 2, ..Settings::default() }
    }

    fn add(folder: &mut Folder, line: &str) {
        folder.consumed(&[line.len() as u8; 32]).expect("noted");
        folder.article(line.as_bytes(), Counts::default()).expect("written");
    }

    fn texts(path: &Path) -> Vec<String> {
        let names = [0, 1].map(|n| path.join(ARTICLES).join(shard_name(n)));
        names.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
    }

    #[test]
    fn a_run_goes_on_after_the_last_committed_shard() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("out");
        let mut folder = Folder::open(&path, &settings("exact"), false).expect("a new folder opens");
        add(&mut folder, "{\"a\":1}");
        folder.consumed(&[1; 32]).expect("noted");
        folder.reject(b"{\"path\":\"x\"}").expect("written");
        folder.commit().expect("committed");
        add(&mut folder, "{\"a\":2}");
        folder.reject(b"{\"path\":\"lost\"}").expect("written");
        drop(folder); // killed: the second shard was never committed

        let folder = Folder::open(&path, &settings("exact"), false).expect("an unfinished run opens");
        assert_eq!((folder.manifest().items(), folder.manifest().articles()), (2, 1));
        assert_eq!(fs::read_to_string(path.join("rejects.jsonl")).expect("read"), "{\"path\":\"x\"}\n");
        assert_eq!(fs::read_dir(path.join("articles")).expect("read").count(), 1);
        folder.complete().expect("completed");
        let other = Folder::open(&path, &settings("fast"), false).map(|_| ()).expect_err("other settings");
        assert!(other.to_string().contains("html was exact, is fast"), "{other}");
        let anew = Folder::open(&path, &settings("fast"), true).expect("overwritten");
        assert_eq!(anew.manifest().items(), 0);
        assert!(path.join("replaced/articles").exists(), "the old results are kept until the new are whole");
        anew.complete().expect("completed");
        assert!(!path.join("replaced").exists());
    }

    #[test]
    fn a_checkpoint_is_kept_and_leaves_shards_as_they_would_be() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("out");
        let mut folder = Folder::open(&path, &settings("exact"), false).expect("a new folder opens");
        add(&mut folder, "one");
        folder.checkpoint().expect("safe");
        add(&mut folder, "lost");
        drop(folder);
        let mut folder = Folder::open(&path, &settings("exact"), false).expect("it goes on");
        assert_eq!((folder.manifest().items(), folder.pending()), (1, 1));
        add(&mut folder, "two");
        folder.commit().expect("committed");
        add(&mut folder, "three");
        folder.commit().expect("committed");
        folder.complete().expect("completed");
        assert_eq!(texts(&path), ["one\ntwo\n", "three\n"]);

        // The input has grown: the last shard is filled up.
        let mut folder = Folder::open(&path, &settings("exact"), false).expect("it goes on");
        assert!(folder.is_complete(&settings("exact")));
        add(&mut folder, "four");
        folder.commit().expect("committed");
        assert!(!folder.is_complete(&settings("exact")));
        assert_eq!(texts(&path), ["one\ntwo\n", "three\nfour\n"]);
    }

    #[test]
    fn a_shard_that_was_changed_is_noticed() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("out");
        let mut folder = Folder::open(&path, &settings("exact"), false).expect("a new folder opens");
        add(&mut folder, "one");
        folder.commit().expect("committed");
        drop(folder);
        fs::write(path.join(ARTICLES).join(shard_name(0)), "eno\n").expect("written");
        let error = Folder::open(&path, &settings("exact"), false).map(|_| ()).expect_err("changed");
        assert!(matches!(error, StoreError::Changed { .. }), "{error}");
    }

    #[test]
    fn a_folder_has_one_writer() {
        let place = tempfile::tempdir().expect("a folder");
        let first = Folder::open(place.path(), &settings("exact"), false).expect("a new folder opens");
        let second = Folder::open(place.path(), &settings("exact"), true).map(|_| ());
        assert!(matches!(second, Err(StoreError::Locked { .. })));
        drop(first);
        Folder::open(place.path(), &settings("exact"), false).expect("it is free again");
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder");
        fs::write(place.path().join("thesis.txt"), "dear").expect("written");
        for overwrite in [false, true] {
            let opened = Folder::open(place.path(), &settings("exact"), overwrite);
            assert!(matches!(opened, Err(StoreError::Foreign { .. })));
        }
        assert!(place.path().join("thesis.txt").exists());
        assert!(!place.path().join("rejects.jsonl").exists());
    }
}
