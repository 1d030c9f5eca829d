//! Unfinished runs: what is asked of an output folder that a stopped run left is answered with a
//! warning, and not at all where the answer would be cut off.

use anyhow::Result;
use onrecord::store::folder::read_manifest;
use std::io::{self, Write};
use std::path::Path;

/// Warns on standard error where the run in `folder` is not finished.
///
/// # Errors
/// When the manifest can't be read.
pub fn warn(folder: &Path) -> Result<()> {
    if is(folder)? {
        let folder = folder.display();
        // The answer is worth more than the warning.
        let _ = writeln!(
            io::stderr(),
            "warning: {folder}: the run is unfinished, and so is the answer; the same extract command finishes it"
        );
    }
    Ok(())
}

/// Refuses where the run in `folder` is not finished.
///
/// # Errors
/// Then, and when the manifest can't be read.
pub fn refuse(folder: &Path) -> Result<()> {
    anyhow::ensure!(
        !is(folder)?,
        "{}: the run is unfinished, its graph not whole; the same extract command finishes it",
        folder.display()
    );
    Ok(())
}

/// True for a run that began and did not end.
fn is(folder: &Path) -> Result<bool> {
    Ok(read_manifest(folder)?.is_some_and(|manifest| !manifest.complete))
}
