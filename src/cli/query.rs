//! `onrecord query`: quotes, claims and articles that answer a question.

use super::narrow::Narrow;
use super::screen;
use super::unfinished;
use anyhow::Result;
use clap::{Args, ValueEnum};
use onrecord::query::{ArticleHit, ClaimHit, QueryError, QuoteHit, Sort, Store};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Ask who said what.
///
/// TEXT is full text: words (all of them), "a phrase", a OR b, a NOT b, begin*, NEAR(a b, 5).
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Query {
    /// An output folder with a store
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Full text; all when not given
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,

    /// Claims instead of quotes
    #[arg(long, conflicts_with = "articles")]
    claims: bool,

    /// Articles whose title or text says it, instead of quotes
    #[arg(
        long,
        requires = "text",
        conflicts_with_all = ["speaker", "about", "kind", "act", "number", "min_confidence", "sort"]
    )]
    articles: bool,

    /// Who else claims it: claims of other articles that say what this one says, by its id or by
    /// where it stands
    #[arg(long, value_name = "ID", requires = "claims")]
    echoes: Option<String>,

    #[command(flatten)]
    narrow: Narrow,

    /// What comes first; the best match of TEXT, or the newest, when not given
    #[arg(long, value_name = "ORDER")]
    sort: Option<Order>,

    /// At most so many rows; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// How rows are printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,

    /// In CSV, leave cells as they are that a spreadsheet would run as a formula (=…, +…, -…, @…);
    /// without this they get an apostrophe in front
    #[arg(long)]
    exact_csv: bool,

    /// Show each quote in its paragraph
    #[arg(long, conflicts_with_all = ["claims", "articles"])]
    context: bool,
}

const AFTER: &str = "\
Examples:
  onrecord query out/ grain --speaker Ostrander --since 2026-01-01
  onrecord query out/ '\"red line\" OR deadline' --context
  onrecord query out/ --about Kestria --claims --number
  onrecord query out/ --claims --echoes 72a6a7bdbeaa3a46:398-461
  onrecord query out/ --publisher Meridian --kind direct --limit 0 --format csv";

/// What comes first.
#[derive(Clone, Copy, ValueEnum)]
enum Order {
    /// The best match
    Relevance,
    /// The newest
    Newest,
    /// The oldest
    Oldest,
    /// The surest
    Confidence,
    /// As the articles came
    Input,
}

/// How rows are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table that fits the terminal
    Table,
    /// An object of JSON a line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
    /// A table of Markdown
    Md,
}

impl Query {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder holds no store, a name is unknown, or TEXT can't be read.
    pub fn run(self) -> Result<ExitCode> {
        unfinished::warn(&self.folder)?;
        let store = Store::open(&self.folder)?;
        if store.is_behind()? {
            eprintln!("the store is older than the run: onrecord index {}", self.folder.display());
        }
        let mut filter = self.narrow.filter(&store, self.text.clone())?;
        filter.limit = (self.limit > 0).then_some(self.limit);
        filter.echoing = self.echoes.as_deref().map(|id| store.claim_key(id)).transpose()?;
        filter.sort = match self.sort {
            // Who said it first comes first.
            None if self.echoes.is_some() => Sort::Oldest,
            None | Some(Order::Relevance) => Sort::Relevance,
            Some(Order::Newest) => Sort::Newest,
            Some(Order::Oldest) => Sort::Oldest,
            Some(Order::Confidence) => Sort::Confidence,
            Some(Order::Input) => Sort::Input,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        let mut rows = Rows::new(self.format, &mut out);
        rows.exact = self.exact_csv;
        let mut found = 0;
        if self.claims {
            rows.head(&["claim", "speaker", "date", "publisher", "where"], [5, 2, 0, 2, 0])?;
            store.claims(&filter, |hit| {
                found += 1;
                rows.claim(&hit).map_err(QueryError::Output)
            })?;
        } else if self.articles {
            rows.head(&["text", "title", "date", "publisher", "where"], [5, 3, 0, 2, 0])?;
            store.articles(&filter, |hit| {
                found += 1;
                rows.article(&hit).map_err(QueryError::Output)
            })?;
        } else if self.context && self.format == Format::Table {
            store.quotes(&filter, |hit| {
                found += 1;
                let paragraph = store.paragraph(&hit.article, hit.start, hit.end)?;
                rows.context(&hit, [&paragraph.before, &paragraph.quote, &paragraph.after])
                    .map_err(QueryError::Output)
            })?;
        } else {
            rows.head(&["quote", "speaker", "date", "publisher", "where"], [5, 2, 0, 2, 0])?;
            store.quotes(&filter, |hit| {
                found += 1;
                let context = if self.context {
                    let p = store.paragraph(&hit.article, hit.start, hit.end)?;
                    Some(p.before + &p.quote + &p.after)
                } else {
                    None
                };
                rows.quote(&hit, context).map_err(QueryError::Output)
            })?;
        }
        rows.end()?;
        out.flush()?;
        if found == 0 {
            eprintln!("nothing found");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A cell that no spreadsheet runs: `'=1+1` for `=1+1`, as OWASP advises. Numbers stay numbers.
fn guarded(cell: &str) -> Cow<'_, str> {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Prints rows as they come; a table waits for all, since its columns depend on them.
struct Rows<'o, W: Write> {
    format: Format,
    out: &'o mut W,
    heads: Vec<String>,
    weights: [usize; 5],
    waiting: Vec<[String; 5]>,
    csv: bool,
    /// True when cells of CSV are written as they are.
    exact: bool,
}

/// Rows that a table's columns are fitted to; later ones are printed by the same widths.
const FITTED: usize = 1000;

#[derive(Serialize)]
struct WithContext<'h> {
    #[serde(flatten)]
    hit: &'h QuoteHit,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl<'o, W: Write> Rows<'o, W> {
    fn new(format: Format, out: &'o mut W) -> Self {
        Rows {
            format,
            out,
            heads: Vec::new(),
            weights: [0; 5],
            waiting: Vec::new(),
            csv: false,
            exact: false,
        }
    }

    /// `weights`: how the columns share what is left when each can't have what it wants.
    fn head(&mut self, heads: &[&str; 5], weights: [usize; 5]) -> io::Result<()> {
        self.heads = heads.iter().map(|h| h.to_string()).collect();
        self.weights = weights;
        if self.format == Format::Md {
            writeln!(self.out, "| {} |\n|{}", self.heads.join(" | "), " --- |".repeat(heads.len()))?;
        }
        Ok(())
    }

    fn quote(&mut self, hit: &QuoteHit, context: Option<String>) -> io::Result<()> {
        match self.format {
            Format::Jsonl => self.json(&WithContext { hit, context }),
            Format::Csv => self.csv(
                &[
                    "id",
                    "speakers",
                    "day",
                    "day_basis",
                    "kind",
                    "act",
                    "polarity",
                    "source",
                    "cue",
                    "content",
                    "publisher",
                    "title",
                    "url",
                    "article",
                    "start",
                    "end",
                    "confidence",
                    "context",
                ],
                &[
                    &hit.id,
                    &hit.speakers.join("; "),
                    &hit.day,
                    &hit.day_basis,
                    &hit.kind,
                    &hit.act,
                    &hit.polarity,
                    hit.source.as_deref().unwrap_or(""),
                    hit.cue.as_deref().unwrap_or(""),
                    &hit.content,
                    &hit.publisher,
                    hit.title.as_deref().unwrap_or(""),
                    hit.url.as_deref().unwrap_or(""),
                    &hit.article,
                    &hit.start.to_string(),
                    &hit.end.to_string(),
                    &hit.confidence.to_string(),
                    context.as_deref().unwrap_or(""),
                ],
            ),
            _ => {
                let who = speaker(&hit.speakers, hit.source.as_deref());
                let said = context.unwrap_or_else(|| hit.content.clone());
                self.row([
                    said,
                    who,
                    hit.day.clone(),
                    hit.publisher.clone(),
                    place(&hit.article, hit.start, hit.end),
                ])
            }
        }
    }

    fn claim(&mut self, hit: &ClaimHit) -> io::Result<()> {
        match self.format {
            Format::Jsonl => self.json(hit),
            Format::Csv => self.csv(
                &[
                    "id",
                    "speakers",
                    "day",
                    "gist",
                    "subject",
                    "predicate",
                    "object",
                    "polarity",
                    "modality",
                    "text",
                    "publisher",
                    "title",
                    "article",
                    "quote",
                    "start",
                    "end",
                    "confidence",
                    "echoes",
                    "echoed",
                ],
                &[
                    &hit.id,
                    &hit.speakers.join("; "),
                    &hit.day,
                    &hit.gist,
                    &hit.subject,
                    &hit.predicate,
                    hit.object.as_deref().unwrap_or(""),
                    &hit.polarity,
                    &hit.modality,
                    &hit.text,
                    &hit.publisher,
                    hit.title.as_deref().unwrap_or(""),
                    &hit.article,
                    hit.quote.as_deref().unwrap_or(""),
                    &hit.start.to_string(),
                    &hit.end.to_string(),
                    &hit.confidence.to_string(),
                    hit.echoes.as_deref().unwrap_or(""),
                    &hit.echoed.to_string(),
                ],
            ),
            _ => {
                let who =
                    if hit.quote.is_none() { "(article)".to_string() } else { speaker(&hit.speakers, None) };
                let sign = if hit.polarity == "negative" { "not: " } else { "" };
                let gist = match &*hit.modality {
                    "asserted" => format!("{sign}{}", hit.gist),
                    modality => format!("{sign}{} [{modality}]", hit.gist),
                };
                let gist = match (&hit.echoes, hit.echoed) {
                    (None, 0) => gist,
                    (Some(_), 0) => format!("{gist} (an echo)"),
                    (_, n) => format!("{gist} (echoed by {n})"),
                };
                self.row([
                    gist,
                    who,
                    hit.day.clone(),
                    hit.publisher.clone(),
                    place(&hit.article, hit.start, hit.end),
                ])
            }
        }
    }

    fn article(&mut self, hit: &ArticleHit) -> io::Result<()> {
        match self.format {
            Format::Jsonl => self.json(hit),
            Format::Csv => self.csv(
                &["id", "title", "published", "publisher", "url", "snippet"],
                &[
                    &hit.id,
                    hit.title.as_deref().unwrap_or(""),
                    &hit.published,
                    &hit.publisher,
                    hit.url.as_deref().unwrap_or(""),
                    &hit.snippet,
                ],
            ),
            _ => {
                let title = hit.title.clone().unwrap_or_default();
                let place = hit.id.trim_start_matches("art:").to_string();
                self.row([hit.snippet.clone(), title, hit.published.clone(), hit.publisher.clone(), place])
            }
        }
    }

    /// A quote in its paragraph, marked.
    fn context(&mut self, hit: &QuoteHit, parts: [&String; 3]) -> io::Result<()> {
        let colour = screen::colour();
        let who = screen::plain(&speaker(&hit.speakers, hit.source.as_deref()));
        let place = place(&hit.article, hit.start, hit.end);
        let head: Vec<String> = [&who, &hit.day, &hit.publisher, &place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| screen::plain(part))
            .collect();
        let (bold, dim, mark, end) =
            if colour { ("\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[0m") } else { ("", "", "", "") };
        let (who, rest) = (&head[0], head[1..].join(", "));
        if screen::columns(who) + 2 + screen::columns(&rest) <= screen::width() {
            writeln!(self.out, "{bold}{who}{end}  {dim}{rest}{end}")?;
        } else {
            for (text, paint) in [(who, bold), (&rest, dim)] {
                for line in screen::wrap(text, screen::width(), usize::MAX) {
                    writeln!(self.out, "{paint}{line}{end}")?;
                }
            }
        }
        // Marks that no text holds are wrapped with the words and then turned into colours.
        let [before, quote, after] =
            parts.map(|part| screen::tame(part).replace(['\u{e000}', '\u{e001}'], "\u{fffd}"));
        let (open, close) = if colour { ("\u{e000}", "\u{e001}") } else { ("[", "]") };
        let marked = format!("{before}{open}{quote}{close}{after}");
        let marked = marked.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in screen::wrap(&marked, screen::width() - 4, usize::MAX) {
            writeln!(self.out, "    {}", line.replace('\u{e000}', mark).replace('\u{e001}', end))?;
        }
        if colour {
            write!(self.out, "\x1b[0m")?;
        }
        writeln!(self.out)
    }

    fn json(&mut self, hit: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, hit)?;
        self.out.write_all(b"\n")
    }

    fn csv(&mut self, heads: &[&str], cells: &[&str]) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().from_writer(&mut *self.out);
        if !std::mem::replace(&mut self.csv, true) {
            writer.write_record(heads)?;
        }
        if self.exact {
            writer.write_record(cells)?;
        } else {
            writer.write_record(cells.iter().map(|cell| guarded(cell).into_owned()))?;
        }
        writer.flush()
    }

    fn row(&mut self, cells: [String; 5]) -> io::Result<()> {
        let cells = cells.map(|cell| screen::plain(&cell));
        if self.format == Format::Md {
            // What Markdown would take for more than text is escaped.
            let cells = cells.map(|cell| {
                let mut out = String::new();
                for c in cell.chars() {
                    match c {
                        '<' => out.push_str("&lt;"),
                        '>' => out.push_str("&gt;"),
                        '&' => out.push_str("&amp;"),
                        '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
                        c => out.push(c),
                    }
                }
                out
            });
            return writeln!(self.out, "| {} |", cells.join(" | "));
        }
        self.waiting.push(cells);
        if self.waiting.len() >= FITTED { self.end() } else { Ok(()) }
    }

    /// Prints the rows that wait.
    fn end(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let wanted: Vec<usize> = (0..5)
            .map(|c| {
                let cells = self.waiting.iter().map(|row| screen::columns(&row[c]));
                cells.chain([screen::columns(&self.heads[c])]).max().unwrap_or(0)
            })
            .collect();
        let widths = fit(&wanted, &self.weights, screen::width() - 2 * 4);
        let (bold, end) = if screen::colour() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        let print = |out: &mut W, lines: [Vec<String>; 5], bold: &str, end: &str| -> io::Result<()> {
            for i in 0..lines.iter().map(Vec::len).max().unwrap_or(0) {
                let cells: Vec<String> = lines
                    .iter()
                    .zip(&widths)
                    .map(|(cell, &width)| screen::pad(cell.get(i).map_or("", String::as_str), width))
                    .collect();
                writeln!(out, "{bold}{}{end}", cells.join("  ").trim_end())?;
            }
            Ok(())
        };
        if !self.heads.iter().all(String::is_empty) {
            let heads = std::array::from_fn(|c| vec![screen::cut(&self.heads[c], widths[c])]);
            print(self.out, heads, bold, end)?;
        }
        for row in std::mem::take(&mut self.waiting) {
            // A day or a place that is cut short is of no use.
            let most = |c: usize| if c == 0 || self.weights[c] == 0 { 4 } else { 2 };
            let lines = std::array::from_fn(|c| screen::wrap(&row[c], widths[c], most(c)));
            print(self.out, lines, "", "")?;
        }
        Ok(())
    }
}

/// Widths that add up to `room` at most: a column of weight 0 gets what it wants, the others share.
fn fit(wanted: &[usize], weights: &[usize; 5], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wanted.to_vec();
    if widths.iter().sum::<usize>() <= room {
        return widths;
    }
    let fixed: usize = wanted.iter().zip(weights).filter(|(_, w)| **w == 0).map(|(n, _)| n).sum();
    // A narrow terminal cuts the fixed columns, too.
    let fixed_room = fixed.min(room / 2);
    let mut left = room - fixed_room;
    let mut open: Vec<usize> = (0..wanted.len()).filter(|&c| weights[c] > 0).collect();
    for c in (0..wanted.len()).filter(|&c| weights[c] == 0) {
        widths[c] = (wanted[c] * fixed_room).checked_div(fixed).unwrap_or(0);
    }
    // Who wants less than its share leaves the rest to the others.
    while !open.is_empty() {
        let total: usize = open.iter().map(|&c| weights[c]).sum();
        match open.iter().position(|&c| wanted[c] <= left * weights[c] / total) {
            Some(place) => left -= wanted[open.remove(place)],
            None => {
                for &c in &open {
                    widths[c] = (left * weights[c] / total).max(1);
                }
                break;
            }
        }
    }
    widths
}

fn speaker(speakers: &[String], source: Option<&str>) -> String {
    match (speakers, source) {
        ([], Some(source)) => format!("“{source}”"),
        ([], None) => "unknown".to_string(),
        (speakers, _) => speakers.join(", "),
    }
}

/// Where it stands; `onrecord show DIR` takes it.
fn place(article: &str, start: usize, end: usize) -> String {
    format!("{}:{start}-{end}", article.trim_start_matches("art:"))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn columns_share_the_room() {
        for room in [30, 60, 92, 300] {
            for wanted in [[400, 30, 10, 20, 28], [5, 5, 10, 5, 28], [90, 400, 10, 400, 28]] {
                let widths = fit(&wanted, &[5, 2, 0, 2, 0], room);
                assert!(widths.iter().sum::<usize>() <= room.max(wanted.iter().sum()), "{widths:?}");
                assert!(widths.iter().zip(wanted).all(|(have, want)| *have <= want.max(1)));
            }
        }
        assert_eq!(fit(&[400, 10, 10, 10, 28], &[5, 2, 0, 2, 0], 92), [34, 10, 10, 10, 28]);
    }
}
