//! Claims that answer a question.

use super::condition::{Statement, Thing};
use super::filter::Filter;
use super::{QueryError, Store, text};
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde::Serialize;

/// A claim that answers a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // as in the record
pub struct ClaimHit {
    pub id: String,
    /// Empty for the article's own voice and where unknown.
    pub speakers: Vec<String>,
    /// Id of the quote that states it; `None`: the article's own voice.
    pub quote: Option<String>,
    pub day: String,
    pub gist: String,
    pub subject: String,
    pub predicate: String,
    pub object: Option<String>,
    pub polarity: String,
    pub modality: String,
    pub text: String,
    pub publisher: String,
    pub title: Option<String>,
    pub article: String,
    pub start: usize,
    pub end: usize,
    pub confidence: f64,
    /// Id of the earlier claim, of another article, that it repeats.
    pub echoes: Option<String>,
    /// How many later claims repeat it.
    pub echoed: usize,
}

const COLUMNS: &str =
    "c.quote, c.id, (SELECT id FROM quote WHERE key = c.quote), c.day, c.gist, c.subject, c.predicate, c.object,
    c.polarity, c.modality, c.text, (SELECT name FROM publisher WHERE key = c.publisher),
    (SELECT title FROM article WHERE key = c.article), (SELECT id FROM article WHERE key = c.article),
    c.start, c.\"end\", c.confidence,
    (SELECT o.id FROM echo e JOIN claim o ON o.key = e.original WHERE e.claim = c.key),
    (SELECT count(*) FROM echo e WHERE e.original = c.key)";

impl Store {
    /// The key of the claim with this id, or of the one that stands at `K:start-end`, as a table of
    /// claims shows it.
    ///
    /// # Errors
    /// [`QueryError::NoSuchId`].
    pub fn claim_key(&self, id: &str) -> Result<i64, QueryError> {
        let mut parts = id.trim_start_matches("clm:").split(':');
        let (article, place) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (start, end) = place.split_once('-').unwrap_or_default();
        let sql = "SELECT key FROM claim WHERE article = (SELECT key FROM article WHERE id = ?)
                     AND (id = ? OR ?2 NOT LIKE 'clm:%' AND start = ? AND \"end\" = ?) ORDER BY key LIMIT 1";
        let parameters = params![format!("art:{article}"), id, start, end];
        let found = self.ask(|c| c.query_row(sql, parameters, |row| row.get(0)).optional())?;
        found.ok_or_else(|| QueryError::NoSuchId(id.to_string()))
    }

    /// Gives the claims that pass to `each`, in the filter's order.
    ///
    /// # Errors
    /// [`QueryError::Text`] when the text is no full-text query; what `each` returns.
    pub fn claims(
        &self,
        filter: &Filter,
        mut each: impl FnMut(ClaimHit) -> Result<(), QueryError>,
    ) -> Result<(), QueryError> {
        let Statement { sql, parameters, .. } = Statement::new(COLUMNS, Thing::Claim, filter);
        let failed = |error| text::explain(filter.text.as_deref(), &self.path, error);
        let mut speakers = self
            .connection
            .prepare(
                "SELECT a.name FROM said s JOIN actor a ON a.key = s.actor WHERE s.quote = ? ORDER BY a.key",
            )
            .map_err(failed)?;
        let mut statement = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(parameters)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let quote: Option<i64> = row.get(0).map_err(failed)?;
            let mut hit = hit(row).map_err(failed)?;
            if let Some(quote) = quote {
                let names = speakers.query_map([quote], |row| row.get(0)).map_err(failed)?;
                hit.speakers = names.collect::<rusqlite::Result<_>>().map_err(failed)?;
            }
            each(hit)?;
        }
        Ok(())
    }
}

fn hit(row: &rusqlite::Row) -> rusqlite::Result<ClaimHit> {
    let offset = |column: usize| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0));
    Ok(ClaimHit {
        id: row.get(1)?,
        speakers: Vec::new(),
        quote: row.get(2)?,
        day: row.get(3)?,
        gist: row.get(4)?,
        subject: row.get(5)?,
        predicate: row.get(6)?,
        object: row.get(7)?,
        polarity: row.get(8)?,
        modality: row.get(9)?,
        text: row.get(10)?,
        publisher: row.get(11)?,
        title: row.get(12)?,
        article: row.get(13)?,
        start: offset(14)?,
        end: offset(15)?,
        confidence: row.get(16)?,
        echoes: row.get(17)?,
        echoed: offset(18)?,
    })
}
