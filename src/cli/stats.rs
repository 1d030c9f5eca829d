//! `onrecord stats`: who is quoted how often, by kind, publisher and month.

use super::screen;
use super::unfinished;
use anyhow::Result;
use clap::Args;
use onrecord::query::{Count, Store};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Show who is quoted how often, by kind, publisher and month.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Stats {
    /// An output folder with a store
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// At most so many speakers, publishers and months
    #[arg(long, value_name = "N", default_value_t = 12)]
    top: usize,

    /// As JSON
    #[arg(long)]
    json: bool,
}

const AFTER: &str = "\
Examples:
  onrecord stats out/ --top 30
  onrecord stats out/ --json | jq '.speakers[0]'";

impl Stats {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder holds no store or output can't be written.
    pub fn run(self) -> Result<ExitCode> {
        unfinished::warn(&self.folder)?;
        let stats = Store::open(&self.folder)?.stats(self.top)?;
        let mut out = BufWriter::new(io::stdout().lock());
        if self.json {
            serde_json::to_writer(&mut out, &stats)?;
            writeln!(out)?;
        } else {
            for Count { name, count } in &stats.totals {
                writeln!(out, "{count:>12}  {name}")?;
            }
            for (head, counts) in [
                ("quotes by speaker", &stats.speakers),
                ("quotes by kind", &stats.kinds),
                ("quotes by act", &stats.acts),
                ("quotes by publisher", &stats.publishers),
                ("quotes by month", &stats.months),
            ] {
                bars(head, counts, &mut out)?;
            }
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A bar a row, in eighths of a column.
fn bars(head: &str, counts: &[Count], out: &mut impl Write) -> io::Result<()> {
    let (bold, colour, end) =
        if screen::colour() { ("\x1b[1m", "\x1b[36m", "\x1b[0m") } else { ("", "", "") };
    writeln!(out, "\n{bold}{head}{end}")?;
    let room = screen::width();
    let names: Vec<String> = counts.iter().map(|c| screen::cut(&screen::plain(&c.name), room / 3)).collect();
    let name_width = names.iter().map(|n| screen::columns(n)).max().unwrap_or(0);
    let most = counts.iter().map(|c| c.count).max().unwrap_or(0).max(1);
    let number_width = most.to_string().len();
    let bar_width = room.saturating_sub(name_width + number_width + 6).clamp(4, 60);
    for (name, count) in names.iter().zip(counts) {
        let eighths = (count.count as u128 * bar_width as u128 * 8).div_ceil(u128::from(most)) as usize;
        let mut bar = "█".repeat(eighths / 8);
        bar.extend(['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8).wrapping_sub(1)));
        let name = screen::pad(name, name_width);
        writeln!(out, "  {name}  {:>number_width$}  {colour}{bar}{end}", count.count)?;
    }
    Ok(())
}
