//! `onrecord show`: one article with its layers marked, on the terminal or as a page.

use super::page;
use super::screen;
use super::unfinished;
use anyhow::Result;
use clap::Args;
use onrecord::query::Store;
use onrecord::record::{Record, Slices};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Show an article with who says what in it.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Show {
    /// An output folder with a store
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// An article, by its id or the id of your record; or a quote, a claim, or what a query prints
    /// under "where"
    #[arg(value_name = "ID")]
    id: String,

    /// As a page that needs nothing else
    #[arg(long)]
    html: bool,
}

const AFTER: &str = "\
Examples:
  onrecord show out/ 72a6a7bdbeaa3a46:398-461            what a query printed under \"where\"
  onrecord show out/ art:72a6a7bdbeaa3a46 --html > article.html";

impl Show {
    /// Runs the command.
    ///
    /// # Errors
    /// When the id is unknown or the shard can't be read.
    pub fn run(self) -> Result<ExitCode> {
        unfinished::warn(&self.folder)?;
        let record = Store::open(&self.folder)?.record(&self.id)?;
        let mut out = BufWriter::new(io::stdout().lock());
        if self.html {
            out.write_all(page::page(&record).as_bytes())?;
        } else {
            print(&record, &mut out)?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Words of a named actor.
    Actor,
    /// A date.
    Date,
    /// What was said; the number is the quote's.
    Content(usize),
    /// A claim; the number is the claim's.
    Claim(usize),
    /// Who, as written.
    Source,
    /// The words that report.
    Cue,
    /// Debris.
    Debris,
}

/// A piece of the text with all layers that cover it.
pub struct Piece<'r> {
    /// The text.
    pub text: &'r str,
    /// The layers, sorted.
    pub layers: Vec<Layer>,
}

/// The text cut wherever a layer begins or ends.
pub fn pieces(record: &Record) -> Vec<Piece<'_>> {
    let mut spans: Vec<(usize, usize, Layer)> = Vec::new();
    let mut add = |slices: Option<&Slices>, layer: Layer| {
        spans.extend(slices.into_iter().flat_map(|s| &s.spans).map(|s| (s.start, s.end, layer)));
    };
    for (i, quote) in record.quotes.iter().enumerate() {
        add(Some(&quote.content), Layer::Content(i));
        add(quote.source.as_ref(), Layer::Source);
        add(quote.cue.as_ref(), Layer::Cue);
    }
    spans.extend(record.claims.iter().enumerate().map(|(i, c)| (c.start, c.end, Layer::Claim(i))));
    spans.extend(record.dates.iter().map(|d| (d.start, d.end, Layer::Date)));
    spans.extend(record.actors.iter().flat_map(|a| &a.mentions).map(|m| (m.start, m.end, Layer::Actor)));
    let debris = record.regions.iter().filter(|r| r.kind.is_debris());
    spans.extend(debris.map(|r| (r.start, r.end, Layer::Debris)));

    // Code points to bytes, for the places that matter.
    let bytes: Vec<usize> = record.text.char_indices().map(|(at, _)| at).chain([record.text.len()]).collect();
    let last = bytes.len() - 1;
    let cuts: BTreeSet<usize> =
        spans.iter().flat_map(|s| [s.0.min(last), s.1.min(last)]).chain([0, last]).collect();
    spans.sort_unstable();
    let (mut next, mut open): (usize, Vec<(usize, Layer)>) = (0, Vec::new());
    let mut pieces = Vec::new();
    for (&from, &to) in cuts.iter().zip(cuts.iter().skip(1)) {
        open.retain(|(end, _)| *end > from);
        while next < spans.len() && spans[next].0 <= from {
            if spans[next].1 > from {
                open.push((spans[next].1, spans[next].2));
            }
            next += 1;
        }
        let mut layers: Vec<Layer> = open.iter().map(|o| o.1).collect();
        layers.sort_unstable();
        layers.dedup();
        pieces.push(Piece { text: &record.text[bytes[from]..bytes[to]], layers });
    }
    pieces
}

fn print(record: &Record, out: &mut impl Write) -> io::Result<()> {
    let colour = screen::colour() || std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0");
    let paint = |code: &str, text: &str| {
        if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    };
    let title = record.title.as_deref().unwrap_or(&record.id);
    writeln!(out, "{}", paint("1", &screen::plain(title)))?;
    let about = [
        record.publisher.as_deref(),
        record.published.as_deref(),
        record.url.as_deref(),
        Some(&record.article_id),
    ];
    let about = about.into_iter().flatten().map(screen::plain).collect::<Vec<_>>().join(", ");
    writeln!(out, "{}", paint("2", &about))?;
    if colour {
        let legend = [
            ("32", "said"),
            ("33", "cue"),
            ("1;36", "source"),
            ("35", "date"),
            ("4", "actor"),
            ("2;9", "debris"),
        ];
        let legend = legend.map(|(code, name)| paint(code, name)).join("  ");
        writeln!(out, "{legend}\n")?;
    } else {
        writeln!(out)?;
    }
    for piece in pieces(record) {
        let text = screen::tame(piece.text);
        let code = code(&piece.layers);
        if !colour || code.is_empty() {
            out.write_all(text.as_bytes())?;
            continue;
        }
        // Line by line: some terminals paint to the edge where a colour crosses a line end.
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                out.write_all(b"\n")?;
            }
            if !line.is_empty() {
                write!(out, "\x1b[{code}m{line}\x1b[0m")?;
            }
        }
    }
    writeln!(out)
}

fn code(layers: &[Layer]) -> String {
    let mut codes: Vec<&str> = Vec::new();
    let has = |layer: Layer| layers.contains(&layer);
    if has(Layer::Debris) {
        return "2;9".to_string();
    }
    if has(Layer::Source) {
        codes.push("1;36");
    } else if has(Layer::Cue) {
        codes.push("33");
    } else if has(Layer::Date) {
        codes.push("35");
    } else if layers.iter().any(|l| matches!(l, Layer::Content(_))) {
        codes.push("32");
    }
    if has(Layer::Actor) {
        codes.push("4");
    }
    codes.join(";")
}
