//! `onrecord index`: the store of an output folder, made or brought up to date.

use super::unfinished;
use anyhow::{Context, Result};
use clap::Args;
use onrecord::store::{self, index};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Make the store of an output folder, or add what is new in it.
///
/// The store is one SQLite file, onrecord.sqlite; its tables and views are described in it (.schema).
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Index {
    /// An output folder of `onrecord extract`
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

const AFTER: &str = "\
Examples:
  onrecord index out/
  sqlite3 out/onrecord.sqlite 'SELECT * FROM speakers ORDER BY quotes DESC LIMIT 10'";

impl Index {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder holds no run or the store can't be written.
    pub fn run(self) -> Result<ExitCode> {
        let manifest = store::folder::read_manifest(&self.folder)?.with_context(|| {
            format!(
                "{}: holds no manifest.json; give an output folder of onrecord extract",
                self.folder.display()
            )
        })?;
        unfinished::warn(&self.folder)?;
        let _lock = store::lock::existing(&self.folder)?;
        let began = Instant::now();
        let shown = !self.quiet && io::stderr().is_terminal();
        let built = index::build(&self.folder, &manifest, manifest.complete, |built| {
            if shown {
                eprint!("\r{} shards, {} quotes", built.shards, built.quotes);
            }
        })?;
        if shown {
            eprint!("\r\x1b[K");
        }
        if !self.quiet {
            let index::Built { shards, skipped, articles, quotes, claims } = built;
            let seconds = began.elapsed().as_secs_f64();
            eprintln!(
                "added {shards} shards ({skipped} were there): {articles} articles, {quotes} quotes, {claims} claims in {seconds:.1} s"
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
