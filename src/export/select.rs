//! Select: the part of a graph that a filter takes, as a graph folder of its own.
//!
//! Taken are the quotes that pass, the claims that they state, the article's own claims that pass,
//! and what hangs on these: articles, who speaks, who is spoken to and of with their mentions in
//! these articles, dates, reports, the edges between them.

use super::{ExportError, tables};
use crate::graph::table::{Tables, render};
use crate::graph::{Cell, Row, Table};
use crate::record::Record;
use crate::store::{self, Manifest};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use std::path::Path;

/// The quotes and claims to take; 8 bytes each.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    quotes: FxHashSet<u64>,
    claims: FxHashSet<u64>,
    articles: FxHashSet<u64>,
}

fn hashed(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    id.hash(&mut hasher);
    hasher.finish()
}

/// The 16 digits of its article that the id of a quote or claim holds.
fn article_of(id: &str) -> &str {
    id.split(':').nth(1).unwrap_or_default()
}

impl Selection {
    /// Takes a quote.
    pub fn quote(&mut self, id: &str) {
        self.quotes.insert(hashed(id));
        self.articles.insert(hashed(article_of(id)));
    }

    /// Takes a claim.
    pub fn claim(&mut self, id: &str) {
        self.claims.insert(hashed(id));
        self.articles.insert(hashed(article_of(id)));
    }

    /// What of a record is taken; `None` when nothing is.
    pub fn of(&self, mut record: Record) -> Option<Record> {
        if !self.articles.contains(&hashed(record.key())) {
            return None;
        }
        record.quotes.retain(|q| self.quotes.contains(&hashed(&q.id)));
        let quotes: FxHashSet<String> = record.quotes.iter().map(|q| q.id.clone()).collect();
        for quote in &mut record.quotes {
            quote.within = quote.within.take().filter(|outer| quotes.contains(outer));
        }
        record.claims.retain(|claim| match &claim.quote {
            Some(quote) => quotes.contains(quote),
            None => self.claims.contains(&hashed(&claim.id)),
        });
        if record.quotes.is_empty() && record.claims.is_empty() {
            return None;
        }
        let dates: FxHashSet<&String> = record
            .quotes
            .iter()
            .filter_map(|q| q.date.as_ref())
            .chain(record.claims.iter().filter_map(|c| c.date.as_ref()))
            .collect();
        record.dates.retain(|d| dates.contains(&d.id));
        let named: FxHashSet<&String> = record
            .quotes
            .iter()
            .flat_map(|q| q.speakers.iter().chain(&q.addressee))
            .chain(record.claims.iter().flat_map(|c| &c.actors))
            .collect();
        let spoken: Vec<(usize, usize)> =
            record.quotes.iter().flat_map(|q| &q.content.spans).map(|s| (s.start, s.end)).collect();
        record.actors.retain(|actor| {
            let within = |m: (usize, usize)| spoken.iter().any(|s| s.0 <= m.0 && m.1 <= s.1);
            named.contains(&actor.id) || actor.mentions.iter().any(|m| within((m.start, m.end)))
        });
        Some(record)
    }
}

/// Writes the part of the graph of `folder` that is taken to `place`. Each of its rows is a row of the
/// whole graph, so parts that are loaded one after the other do not contradict each other.
///
/// # Errors
/// When a shard or table can't be read, or a table not be written.
pub fn write(
    folder: &Path,
    manifest: &Manifest,
    selection: &Selection,
    place: &Path,
) -> Result<(), ExportError> {
    store::graph::write_part(folder, manifest, place, |record| selection.of(record))?;
    let whole = folder.join("graph");
    let mut actors: FxHashSet<u64> = FxHashSet::default();
    tables::read_table(place, Table::Actor, &mut |row| {
        actors.extend(id(&row.cells[0]));
        Ok(())
    })?;
    // What an actor is called, and that two are the same, comes of the whole run, not of its records.
    let known = |cell: &Cell| id(cell).is_some_and(|id| actors.contains(&id));
    let named = take(&whole, place, Table::Actor, |row| known(&row.cells[0]))?;
    let joined = take(&whole, place, Table::SameAs, |row| row.cells[..2].iter().all(known))?;
    let mut claims: FxHashSet<u64> = FxHashSet::default();
    tables::read_table(place, Table::Claim, &mut |row| {
        claims.extend(id(&row.cells[0]));
        Ok(())
    })?;
    let stated = |cell: &Cell| id(cell).is_some_and(|id| claims.contains(&id));
    let echoed = take(&whole, place, Table::Echoes, |row| row.cells[..2].iter().all(stated))?;
    let failed = |source| ExportError::Write { path: place.to_path_buf(), source };
    if let (Some((tables, found)), true) = (named, !actors.is_empty())
        && found == actors.len()
    {
        tables.finish().map_err(failed)?;
    }
    [joined, echoed].into_iter().flatten().try_for_each(|(tables, _)| tables.finish()).map_err(failed)
}

fn id(cell: &Cell) -> Option<u64> {
    if let Cell::Text(id) = cell { Some(hashed(id)) } else { None }
}

/// Writes the rows of a table of `whole` that `keep` keeps in place of those in `place`, and how many
/// they are; `None` where the whole graph has no such table. They stand there once it is finished.
fn take(
    whole: &Path,
    place: &Path,
    table: Table,
    keep: impl Fn(&Row) -> bool,
) -> Result<Option<(Tables, usize)>, ExportError> {
    let failed = |source| ExportError::Write { path: place.to_path_buf(), source };
    if !whole.join(table.file_stem() + ".jsonl").is_file() {
        return Ok(None);
    }
    let (mut tables, mut found) = (Tables::replace(place, table), 0);
    tables::read_table(whole, table, &mut |row| {
        if keep(row) {
            found += 1;
            tables.write(&render(row)).map_err(failed)?;
        }
        Ok(())
    })?;
    Ok(Some((tables, found)))
}
