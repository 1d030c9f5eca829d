//! The `onrecord` command: parses flags, calls a command, prints the error chain, gives the exit
//! code.

mod cli;

use clap::Parser;
use cli::{Cli, Command};
use std::io;
use std::process::ExitCode;

// Records are many small strings made on many threads; the system allocator takes a third longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
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
                eprintln!("onrecord: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

/// True when who read our output has seen enough: `| head` is not an error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
