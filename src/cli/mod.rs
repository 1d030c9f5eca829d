//! The command line: one file a command.

pub mod actors;
pub mod engine;
pub mod export;
pub mod extract;
pub mod index;
pub mod narrow;
pub mod page;
pub mod progress;
pub mod query;
pub mod report;
pub mod screen;
pub mod show;
pub mod signals;
pub mod stats;
pub mod table;
pub mod unfinished;

use clap::{Parser, Subcommand};

/// Who said what, from news at scale.
///
/// Reads news articles and writes actors, dates, quotes and claims as records and as a graph; every
/// edge is tied to exact characters of the text.
#[derive(Parser)]
#[command(name = "onrecord", version, max_term_width = 100, after_help = AFTER)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Examples:
  onrecord extract article.txt                   show who said what on the terminal
  onrecord extract news/ --output graph/         records and graph tables of a folder of articles
  onrecord query graph/ sanctions --since 2026-01-01
                                                 ask the folder who said what
  zcat wire.jsonl.gz | onrecord extract - --output - | jq .quotes

Exit codes: 0 all well, 1 failed, 2 wrong usage, 3 finished, but some input was rejected,
130 and 143 stopped by Ctrl-C or SIGTERM.";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// List who is in a run, under which names, and why names were taken for one actor's.
    Actors(actors::Actors),
    /// Read articles; write actors, dates, quotes, claims and the graph of who said what.
    Extract(extract::Extract),
    /// Make the store of an output folder, or add what is new in it.
    Index(index::Index),
    /// Ask who said what.
    Query(query::Query),
    /// Write the graph, or a part of it, in a format that other tools load.
    Export(export::Export),
    /// Show an article with who says what in it.
    Show(show::Show),
    /// Show who is quoted how often, by kind, publisher and month.
    Stats(stats::Stats),
}
