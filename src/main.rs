//! The `onrecord` command: parses flags, calls a command, prints the error chain, gives the exit
//! code.

mod cli;

use clap::Parser;
use cli::{Cli, Command};
use onrecord::export::ExportError;
use onrecord::query::QueryError;
use std::io::{self, Write};
use std::process::ExitCode;

// Records are many small strings made on many threads; the system allocator takes a third longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = Cli::parse().command;
    cli::signals::watch();
    let done = match command {
        Command::Actors(actors) => actors.run(),
        Command::Export(export) => export.run(),
        Command::Extract(extract) => extract.run(),
        Command::Index(index) => index.run(),
        Command::Query(query) => query.run(),
        Command::Show(show) => show.run(),
        Command::Stats(stats) => stats.run(),
    };
    match done {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => match error.downcast::<clap::Error>() {
            // Flags that contradict each other, which only the command could see.
            Ok(usage) => usage.exit(),
            Err(error) => {
                // A full device must not make a panic of it.
                let _ = writeln!(io::stderr(), "onrecord: {}", message(&error));
                if is_usage(&error) { ExitCode::from(2) } else { ExitCode::FAILURE }
            }
        },
    }
}

/// The error and its causes, without those that the error tells itself.
fn message(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |mut told, cause| {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told.push_str(": ");
            told.push_str(&cause);
        }
        told
    })
}

/// True for what flags alone make wrong, but clap does not see.
fn is_usage(error: &anyhow::Error) -> bool {
    error.downcast_ref::<QueryError>().is_some_and(QueryError::is_usage)
        || matches!(error.downcast_ref(), Some(ExportError::NeedsFolder))
}

/// True when who read our output has seen enough: `| head` is not an error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
