//! Replaced results: what `--overwrite` finds in an output folder, moved aside to `DIR/replaced` until
//! the new run is whole, so that nothing answers from it and a kill does not lose it.

use super::StoreError;
use super::folder::{ARTICLES, writing};
use super::{actors, index};
use std::fs;
use std::io;
use std::path::Path;

const FOLDER: &str = "replaced";

/// Moves the results in `folder` aside. Those of a run that was not `complete` are removed where
/// older ones lie aside already.
pub(super) fn move_aside(folder: &Path, complete: bool) -> Result<(), StoreError> {
    let aside = folder.join(FOLDER);
    if complete {
        remove(folder)?;
    }
    let keep = !aside.exists();
    fs::create_dir_all(&aside).map_err(writing(&aside))?;
    let store = ["", "-wal", "-shm", "-journal"].map(|suffix| format!("{}{suffix}", index::FILE));
    let names = [ARTICLES, "graph", actors::FILE].into_iter().chain(store.iter().map(String::as_str));
    for name in names {
        let (from, to) = (folder.join(name), aside.join(name));
        if !from.exists() {
            continue;
        }
        if keep { fs::rename(&from, &to) } else { discard(&from) }.map_err(writing(&from))?;
    }
    Ok(())
}

/// Removes what lies aside.
pub(super) fn remove(folder: &Path) -> Result<(), StoreError> {
    let aside = folder.join(FOLDER);
    discard(&aside).map_err(writing(&aside))
}

fn discard(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
