//! `onrecord export`: the graph, or a part of it, in a format that other tools load.

use super::narrow::Narrow;
use super::{signals, unfinished};
use anyhow::{Context, Result};
use clap::Args;
use onrecord::export::{self, Format, Provenance, select};
use onrecord::query::{Sort, Store};
use onrecord::store;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the graph, or a part of it, in a format that other tools load.
///
/// With --about, --speaker and their like the quotes that pass are taken, with their claims, actors,
/// dates and articles. Without them the whole graph is.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Export {
    /// An output folder of `onrecord extract`
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// csv (headers of Neo4j), plain-csv (Kuzu, DuckDB), parquet, graphml, turtle, ntriples, trig,
    /// jsonld, cypher or jsonl
    #[arg(long, value_name = "FORMAT")]
    to: Format,

    /// A file; for csv, plain-csv and parquet a folder. Standard output when not given
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Only quotes and claims that this full text finds
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,

    #[command(flatten)]
    narrow: Narrow,

    /// No summary
    #[arg(short, long)]
    quiet: bool,
}

const AFTER: &str = "\
Examples:
  onrecord export out/ --to csv --output neo4j/
  onrecord export out/ --to turtle --about China --since 2026-01-01 --output china.ttl
  onrecord export out/ --to jsonl --speaker Ostrander | jq .";

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder holds no run, a name is unknown, or output can't be written.
    pub fn run(self) -> Result<ExitCode> {
        let manifest = store::folder::read_manifest(&self.folder)?.with_context(|| {
            format!(
                "{}: holds no manifest.json; give an output folder of onrecord extract",
                self.folder.display()
            )
        })?;
        let provenance = Provenance { version: manifest.onrecord.clone(), run: manifest.run.clone() };
        let whole = self.folder.join("graph");
        let rows = if self.narrow.is_open() && self.text.is_none() {
            unfinished::refuse(&self.folder)?;
            self.write(&whole, &provenance)?
        } else {
            unfinished::warn(&self.folder)?;
            let place = tempfile::tempdir().context("no folder for the part that is exported")?;
            signals::scratch(place.path().to_path_buf());
            select::write(&self.folder, &manifest, &self.selection()?, place.path())?;
            self.write(place.path(), &provenance)?
        };
        if !self.quiet {
            eprintln!("{rows} rows");
        }
        Ok(ExitCode::SUCCESS)
    }

    fn selection(&self) -> Result<select::Selection> {
        let store = Store::open(&self.folder)?;
        if store.is_behind()? {
            eprintln!("the store is older than the run: onrecord index {}", self.folder.display());
        }
        let mut filter = self.narrow.filter(&store, self.text.clone())?;
        filter.sort = Sort::Input;
        let mut selection = select::Selection::default();
        store.quote_ids(&filter, |id| selection.quote(id))?;
        store.claim_ids(&filter, |id| selection.claim(id))?;
        Ok(selection)
    }

    fn write(&self, graph: &Path, provenance: &Provenance) -> Result<usize> {
        Ok(match self.output.as_deref() {
            None => self.stream(graph, provenance)?,
            Some(path) if path == Path::new("-") => self.stream(graph, provenance)?,
            Some(path) => export::to_path(graph, self.to, provenance, path)?,
        })
    }

    fn stream(&self, graph: &Path, provenance: &Provenance) -> Result<usize> {
        let mut out = io::stdout().lock();
        let rows = export::to_stream(graph, self.to, provenance, &mut out)?;
        out.flush()?;
        Ok(rows)
    }
}
