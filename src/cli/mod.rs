//! The command line: one file a command.

pub mod extract;
pub mod progress;
pub mod report;
pub mod table;

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
  zcat wire.jsonl.gz | onrecord extract - --output - | jq .quotes

Exit codes: 0 all well, 1 failed, 2 wrong usage, 3 finished, but some input was rejected.";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Read articles; write actors, dates, quotes, claims and the graph of who said what.
    Extract(extract::Extract),
}
