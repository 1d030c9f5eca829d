//! `onrecord actors`: who is in a run, under which names, and why names were taken for one.

use super::screen;
use super::unfinished;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use onrecord::graph::gazetteer::Gazetteer;
use onrecord::graph::id::normal_name;
use onrecord::graph::profile::Profile;
use onrecord::graph::same::{Decisions, METHODS};
use onrecord::layers::ActorType;
use onrecord::layers::Scope;
use onrecord::store::actors::{self, Family};
use onrecord::store::{self, echoes, index};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// List who is in a run, under which names, with which roles.
///
/// Names that are one actor's count together: the graph joins them by SAME_AS, with what that rests on.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Actors {
    /// An output folder of `onrecord extract`
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Only actors with this in their name or in another form of it
    #[arg(value_name = "TEXT")]
    text: Option<String>,

    /// Only actors of this type
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<Kind>,

    /// At most so many rows; 0 for all
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,

    /// How rows are printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,

    /// Show the names of this actor, by id or name, and why they were joined
    #[arg(long, value_name = "ID")]
    explain: Option<String>,

    /// First join the actors anew, with these pairs: a CSV with the columns one, other and verdict
    /// (same, different), actors by id or name
    #[arg(long, value_name = "CSV")]
    decisions: Option<PathBuf>,

    /// First give the actors your ids of them, and join them anew: a CSV or TSV with the columns name,
    /// id and, where wanted, type and aliases (joined by ;)
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  onrecord actors out/                           who is in most articles
  onrecord actors out/ Lund --type person        everybody called Lund
  onrecord actors out/ --explain 'Ada Lund'      why her names are one
  onrecord actors out/ --decisions pairs.csv     join anew, with pairs decided by hand
  onrecord actors out/ --gazetteer known.csv     link them to ids that you have, such as Wikidata's";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Person,
    Organization,
    Place,
    Group,
    Other,
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
}

impl Kind {
    fn actor_type(self) -> ActorType {
        match self {
            Kind::Person => ActorType::Person,
            Kind::Organization => ActorType::Organization,
            Kind::Place => ActorType::Place,
            Kind::Group => ActorType::Group,
            Kind::Other => ActorType::Other,
        }
    }
}

/// A row as it is printed.
#[derive(Serialize)]
struct Entry<'f> {
    id: &'f str,
    name: &'f str,
    #[serde(rename = "type")]
    kind: ActorType,
    articles: u64,
    mentions: u64,
    quotes: u64,
    first: Option<&'f str>,
    last: Option<&'f str>,
    aliases: &'f [String],
    roles: &'f [String],
    members: &'f [String],
    external_id: Option<&'f str>,
}

impl Actors {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder holds no actors, a name is unknown, or edges can't be written.
    pub fn run(self) -> Result<ExitCode> {
        let path = self.folder.join(actors::FILE);
        if !path.is_file() {
            bail!(
                "{}: there is none; give an output folder of onrecord extract, of this version",
                path.display()
            );
        }
        if self.decisions.is_some() || self.gazetteer.is_some() {
            let decisions = self.decisions.as_deref().map(Decisions::read).transpose()?.unwrap_or_default();
            if let Some(file) = &self.gazetteer {
                let known = actors::identify(&self.folder, &Gazetteer::read(file)?)?;
                if io::stderr().is_terminal() {
                    eprintln!("{known} actors are in {}", file.display());
                }
            }
            self.join(decisions)?;
        }
        unfinished::warn(&self.folder)?;
        let mut out = BufWriter::new(io::stdout().lock());
        match &self.explain {
            Some(who) => self.explain(who, &mut out)?,
            None => self.list(&mut out)?,
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }

    fn join(&self, decisions: Decisions) -> Result<()> {
        unfinished::refuse(&self.folder)?;
        let _lock = store::lock::existing(&self.folder)?;
        let links = actors::join(&self.folder, decisions)?;
        let manifest = store::folder::read_manifest(&self.folder)?
            .with_context(|| format!("{}: holds no manifest.json", self.folder.display()))?;
        // Whether two claims are of the same actors has changed.
        echoes::join(&self.folder, &manifest)?;
        if self.folder.join(index::FILE).is_file() {
            index::build(&self.folder, &manifest, manifest.complete, |_| {})?;
        }
        if io::stderr().is_terminal() {
            eprintln!("{links} links between actors");
        }
        Ok(())
    }

    fn list(&self, out: &mut impl Write) -> Result<()> {
        let text = self.text.as_deref().map(normal_name);
        let most = if self.limit == 0 { usize::MAX } else { self.limit };
        let found = actors::families(&self.folder, most, |family| {
            let names = || std::iter::once(&family.sum.name).chain(&family.sum.aliases);
            family.sum.scope == Scope::Global
                && self.kind.is_none_or(|kind| family.sum.kind == kind.actor_type())
                && text.as_ref().is_none_or(|text| names().any(|name| normal_name(name).contains(text)))
        })?;
        if found.is_empty() {
            eprintln!("nobody found");
        }
        match self.format {
            Format::Table => table(&found, out)?,
            Format::Jsonl => {
                for family in &found {
                    serde_json::to_writer(&mut *out, &entry(family))?;
                    out.write_all(b"\n")?;
                }
            }
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                let heads = [
                    "id",
                    "name",
                    "type",
                    "articles",
                    "mentions",
                    "quotes",
                    "first",
                    "last",
                    "aliases",
                    "roles",
                    "members",
                    "external_id",
                ];
                writer.write_record(heads)?;
                for family in &found {
                    let e = entry(family);
                    let [articles, mentions, quotes] =
                        [e.articles, e.mentions, e.quotes].map(|n| n.to_string());
                    let [aliases, roles, members] =
                        [e.aliases, e.roles, e.members].map(|list| list.join(";"));
                    let (first, last) = (e.first.unwrap_or_default(), e.last.unwrap_or_default());
                    writer.write_record([
                        e.id,
                        e.name,
                        e.kind.as_str(),
                        &articles,
                        &mentions,
                        &quotes,
                        first,
                        last,
                        &aliases,
                        &roles,
                        &members,
                        e.external_id.unwrap_or_default(),
                    ])?;
                }
                writer.flush()?;
            }
        }
        Ok(())
    }

    /// The names of one actor, what is known of each, and what each link rests on.
    fn explain(&self, who: &str, out: &mut impl Write) -> Result<()> {
        let name = normal_name(who);
        let is_meant = |family: &Family| {
            family.members.iter().any(|id| id == who)
                || std::iter::once(&family.sum.name)
                    .chain(&family.sum.aliases)
                    .any(|n| normal_name(n) == name)
        };
        let found = actors::families(&self.folder, 1, is_meant)?;
        let Some(family) = found.first() else {
            bail!(
                "nobody is called {who}; onrecord actors {} {who} lists whose names hold it",
                self.folder.display()
            );
        };
        let mut members: BTreeMap<String, Profile> = BTreeMap::new();
        for profile in actors::profiles(&self.folder)? {
            let profile = profile?;
            if family.members.contains(&profile.id) {
                members.insert(profile.id.clone(), profile);
            }
        }
        for profile in family.members.iter().filter_map(|id| members.get(id)) {
            let Profile { id, name, kind, articles, quotes, .. } = profile;
            let plain = screen::plain(name);
            writeln!(out, "{plain} ({})  {id}  {articles} articles, {quotes} quotes", kind.as_str())?;
            if let Some(external) = &profile.external {
                writeln!(out, "    known as: {}", screen::plain(external))?;
            }
            for (head, list) in [("also", &profile.aliases), ("roles", &profile.roles)] {
                if !list.is_empty() {
                    let text = screen::plain(&list.join("; "));
                    writeln!(out, "    {head}: {}", screen::cut(&text, screen::width().saturating_sub(12)))?;
                }
            }
        }
        let links = actors::links(&self.folder)?;
        let mut own = links.iter().filter(|l| members.contains_key(&l.start)).peekable();
        if own.peek().is_some() {
            writeln!(out)?;
        }
        for link in own {
            let (Some(one), Some(other)) = (members.get(&link.start), members.get(&link.end)) else {
                continue;
            };
            let why = METHODS.iter().find(|(method, _)| *method == link.method).map_or("", |(_, why)| why);
            let [a, b] = [one, other].map(|p| format!("{} ({})", screen::plain(&p.name), p.kind.as_str()));
            writeln!(out, "{a} = {b}: {} {:.2}, {why}", link.method, link.score)?;
            let shared = one.shared_context(other);
            if shared > 0 {
                writeln!(out, "    {shared} others are named in the articles of both")?;
            }
        }
        Ok(())
    }
}

fn entry(family: &Family) -> Entry<'_> {
    let sum = &family.sum;
    Entry {
        id: &sum.id,
        name: &sum.name,
        kind: sum.kind,
        articles: sum.articles,
        mentions: sum.mentions,
        quotes: sum.quotes,
        first: sum.first.as_deref(),
        last: sum.last.as_deref(),
        aliases: &sum.aliases,
        roles: &sum.roles,
        members: &family.members,
        external_id: sum.external.as_deref(),
    }
}

/// Columns that other names and roles need at least.
const LEAST: usize = 4;

/// Name and type, numbers, other names and roles: the last two share what room is left.
fn table(found: &[Family], out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<[String; 6]> = found
        .iter()
        .map(|family| {
            let sum = &family.sum;
            [
                screen::plain(&sum.name),
                sum.kind.as_str().to_owned(),
                sum.articles.to_string(),
                sum.quotes.to_string(),
                screen::plain(&sum.aliases.join("; ")),
                screen::plain(&sum.roles.join("; ")),
            ]
        })
        .collect();
    let heads = ["actor", "type", "articles", "quotes", "also", "roles"].map(String::from);
    let wanted =
        |c: usize| rows.iter().chain([&heads]).map(|row| screen::columns(&row[c])).max().unwrap_or(0);
    let room = screen::width();
    let mut widths: [usize; 6] = std::array::from_fn(wanted);
    widths[0] = widths[0].min(room / 3);
    let left = room.saturating_sub(widths[..4].iter().sum::<usize>() + 2 * 5);
    if left < 2 * LEAST {
        // A narrow terminal has no room for the last two; "org…" says enough.
        widths[1] = widths[1].min(room.saturating_sub(widths[0] + widths[2] + widths[3] + 2 * 3));
        (widths[4], widths[5]) = (0, 0);
    } else {
        let also = widths[4].min(left.saturating_sub(widths[5]).max(left / 2));
        (widths[4], widths[5]) = (also, left - also);
    }
    let (bold, end) = if screen::colour() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    for (i, row) in std::iter::once(&heads).chain(&rows).enumerate() {
        let cells: Vec<String> = (0..6)
            .filter(|&c| c < 4 || widths[c] > 0)
            .map(|c| {
                let (cell, width) = (screen::cut(&row[c], widths[c]), widths[c]);
                if matches!(c, 2 | 3) { format!("{cell:>width$}") } else { screen::pad(&cell, width) }
            })
            .collect();
        let line = cells.join("  ");
        let (bold, end) = if i == 0 { (bold, end) } else { ("", "") };
        writeln!(out, "{bold}{}{end}", line.trim_end())?;
    }
    Ok(())
}
