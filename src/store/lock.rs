//! The lock of an output folder: one process writes, any number read.
//!
//! It is an advisory lock (flock) on `rejects.jsonl`, which every run has; the system takes it back
//! when the process ends, however it ends.

use super::StoreError;
use super::folder::{reading, writing};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Name of the file that is locked.
pub(super) const FILE: &str = "rejects.jsonl";

/// Takes the lock of `folder`, making the file where it is missing; it lasts as long as the file.
///
/// # Errors
/// [`StoreError::Locked`] when another process has it; input and output errors.
pub(super) fn take(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(FILE);
    let file = OpenOptions::new().create(true).append(true).open(&path).map_err(writing(&path))?;
    lock(folder, file)
}

/// Takes the lock of a folder that a run has made, to change its graph or its store. Works where
/// nothing may be written, too; `None` where there is nothing to lock.
///
/// # Errors
/// [`StoreError::Locked`] when another process has it; input and output errors.
pub fn existing(folder: &Path) -> Result<Option<File>, StoreError> {
    let path = folder.join(FILE);
    match File::open(&path) {
        Ok(file) => lock(folder, file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(reading(&path)(error)),
    }
}

fn lock(folder: &Path, file: File) -> Result<File, StoreError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: folder.to_path_buf() }),
        // A file system without locks: the run goes on without, as there is no way to have one.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(writing(&folder.join(FILE))(error)),
    }
}
