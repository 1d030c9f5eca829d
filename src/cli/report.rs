//! The report: an article's quotes, claims and graph for a reader at a terminal.

use onrecord::graph::{self, Cell, Row, Table};
use onrecord::layers::Polarity;
use onrecord::record::{QuoteRecord, Record, Slices};
use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};

/// How a report is printed.
pub struct Report {
    width: usize,
    colour: bool,
}

/// Columns where the terminal does not tell.
const WIDTH: usize = 100;

impl Report {
    /// In colour when standard output is a terminal and `NO_COLOR` is not set.
    pub fn for_stdout() -> Report {
        let terminal = io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        Report {
            width: columns.unwrap_or(WIDTH).clamp(40, 160),
            colour: terminal && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// Prints the record's quotes, claims and graph.
    ///
    /// # Errors
    /// When `out` can't be written.
    pub fn print(&self, record: &Record, out: &mut impl Write) -> io::Result<()> {
        let title = record.title.as_deref().unwrap_or(&record.id);
        writeln!(out, "{}", self.bold(title))?;
        let about =
            [record.publisher.as_deref(), record.published.as_deref(), Some(record.origin.path.as_str())];
        writeln!(out, "{}", self.dim(&about.into_iter().flatten().collect::<Vec<_>>().join(", ")))?;
        let names: HashMap<&str, &str> =
            record.actors.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();

        self.head("quotes", record.quotes.len(), out)?;
        for quote in &record.quotes {
            self.quote(quote, &names, out)?;
        }
        self.head("claims", record.claims.len(), out)?;
        for claim in &record.claims {
            let voice = if claim.quote.is_some() { "quoted" } else { "article" };
            // A claim that something is not so never looks like its opposite.
            let negative = if claim.polarity == Polarity::Negative { "negative, " } else { "" };
            let line = format!("{:<9}{} ({voice}, {negative}{})", claim.start, claim.gist, claim.modality);
            self.wrap(&line, 9, out)?;
        }
        let rows = graph::rows(record);
        let shown: Vec<&Row> = rows.iter().filter(|r| is_told(r.table)).collect();
        self.head("graph", shown.len(), out)?;
        let labels = labels(&rows);
        for row in shown {
            if let [Cell::Text(start), Cell::Text(end), ..] = &row.cells[..] {
                let name = |id: &String| labels.get(id.as_str()).cloned().unwrap_or_else(|| id.clone());
                self.wrap(&format!("({}) -{}-> ({})", name(start), row.table.name(), name(end)), 4, out)?;
            }
        }
        writeln!(out)
    }

    fn head(&self, what: &str, count: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.bold(&format!("{what} ({count})")))
    }

    fn quote(
        &self,
        quote: &QuoteRecord,
        names: &HashMap<&str, &str>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let who: Vec<&str> = quote.speakers.iter().filter_map(|id| names.get(id.as_str()).copied()).collect();
        let written = words(quote.source.as_ref());
        let who = if who.is_empty() { "unknown".to_string() } else { who.join(", ") };
        let by = match written {
            Some(written) if written != who => format!("{who} (“{written}”)"),
            _ => who,
        };
        let cue = words(quote.cue.as_ref()).unwrap_or_default();
        let denied = if quote.polarity == Polarity::Negative { ", negative" } else { "" };
        let nested = if quote.within.is_some() { ", nested" } else { "" };
        let place = quote.content.spans.first().map_or(0, |s| s.start);
        writeln!(
            out,
            "{place:<9}{} {} {}",
            self.bold(&by),
            cue,
            self.dim(&format!("[{}{denied}{nested}]", quote.kind))
        )?;
        self.wrap(&format!("{:9}{}", "", graph::build::joined(&quote.content.spans)), 9, out)
    }

    /// Prints a text in lines that fit, the later ones indented.
    fn wrap(&self, text: &str, indent: usize, out: &mut impl Write) -> io::Result<()> {
        let lead = text.len() - text.trim_start().len();
        let (mut line, mut used) = (" ".repeat(lead), lead);
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if used > indent && used + length > self.width {
                writeln!(out, "{}", line.trim_end())?;
                (line, used) = (" ".repeat(indent), indent);
            }
            // What stands before the text of a row is a column: keep its width.
            line.push_str(word);
            used += length;
            let pad = if lead == 0 && used < indent { indent - used } else { 1 };
            line.push_str(&" ".repeat(pad));
            used += pad;
        }
        writeln!(out, "{}", line.trim_end())
    }

    fn bold(&self, text: &str) -> String {
        if self.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_string() }
    }

    fn dim(&self, text: &str) -> String {
        if self.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// Edges that tell a story; mentions and places would bury it.
fn is_told(table: Table) -> bool {
    !table.is_node() && !matches!(table, Table::In | Table::RefersTo)
}

/// What a node is called in print.
fn labels(rows: &[Row]) -> HashMap<&str, String> {
    let mut labels = HashMap::new();
    for row in rows.iter().filter(|r| r.table.is_node()) {
        let column = match row.table {
            Table::Article => "title",
            Table::Claim => "gist",
            Table::Quote => "content",
            Table::Actor | Table::Report => "name",
            _ => "text",
        };
        let place = row.table.columns().iter().position(|c| *c == column);
        if let (Some(Cell::Text(id)), Some(Cell::Text(text))) =
            (row.cells.first(), place.and_then(|p| row.cells.get(p)))
        {
            labels.insert(id.as_str(), short(text));
        }
    }
    labels
}

/// The first words of a text.
fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 9 { words[..8].join(" ") + " …" } else { words.join(" ") }
}

fn words(slices: Option<&Slices>) -> Option<String> {
    slices.map(|s| s.spans.iter().flat_map(|s| s.text.split_whitespace()).collect::<Vec<_>>().join(" "))
}
