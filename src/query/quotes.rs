//! Quotes, and articles by their text.

use super::condition::{Statement, Thing};
use super::filter::Filter;
use super::{QueryError, Store, text};
use rusqlite::params_from_iter;
use serde::Serialize;

/// A quote that answers a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // as in the record
pub struct QuoteHit {
    pub id: String,
    pub speakers: Vec<String>,
    /// Said, or published where the text does not tell; empty where unknown.
    pub day: String,
    /// `said`, `published` or `none`.
    pub day_basis: String,
    pub kind: String,
    pub act: String,
    pub polarity: String,
    pub source: Option<String>,
    pub cue: Option<String>,
    pub content: String,
    pub publisher: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub article: String,
    pub start: usize,
    pub end: usize,
    pub confidence: f64,
    #[serde(skip)]
    pub(super) key: i64,
}

/// An article whose text answers a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // as in the record
pub struct ArticleHit {
    pub id: String,
    pub title: Option<String>,
    pub published: String,
    pub publisher: String,
    pub url: Option<String>,
    /// The place that answers, on one line.
    pub snippet: String,
}

/// The paragraph in which a quote stands, cut where the quote begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the three parts of it
pub struct Paragraph {
    pub before: String,
    pub quote: String,
    pub after: String,
}

const COLUMNS: &str =
    "q.key, q.id, q.day, q.day_basis, q.kind, q.act, q.polarity, q.source, q.cue, q.content,
    (SELECT name FROM publisher WHERE key = q.publisher),
    (SELECT title FROM article WHERE key = q.article),
    (SELECT url FROM article WHERE key = q.article),
    (SELECT id FROM article WHERE key = q.article), q.start, q.\"end\", q.confidence";

impl Store {
    /// Gives the quotes that pass to `each`, in the filter's order.
    ///
    /// # Errors
    /// [`QueryError::Text`] when the text is no full-text query; what `each` returns.
    pub fn quotes(
        &self,
        filter: &Filter,
        mut each: impl FnMut(QuoteHit) -> Result<(), QueryError>,
    ) -> Result<(), QueryError> {
        let Statement { sql, parameters, .. } = Statement::new(COLUMNS, Thing::Quote, filter);
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
            let mut hit = hit(row).map_err(failed)?;
            let names = speakers.query_map([hit.key], |row| row.get(0)).map_err(failed)?;
            hit.speakers = names.collect::<rusqlite::Result<_>>().map_err(failed)?;
            each(hit)?;
        }
        Ok(())
    }

    /// Gives the ids of the quotes that pass to `each`, in no order that a user would see.
    ///
    /// # Errors
    /// As [`Store::quotes`].
    pub fn quote_ids(&self, filter: &Filter, each: impl FnMut(&str)) -> Result<(), QueryError> {
        self.ids("q.id", Thing::Quote, filter, each)
    }

    /// The same for claims.
    ///
    /// # Errors
    /// As [`Store::quotes`].
    pub fn claim_ids(&self, filter: &Filter, each: impl FnMut(&str)) -> Result<(), QueryError> {
        self.ids("c.id", Thing::Claim, filter, each)
    }

    fn ids(
        &self,
        column: &str,
        thing: Thing,
        filter: &Filter,
        mut each: impl FnMut(&str),
    ) -> Result<(), QueryError> {
        let Statement { sql, parameters, .. } = Statement::new(column, thing, filter);
        let failed = |error| text::explain(filter.text.as_deref(), &self.path, error);
        let mut statement = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(parameters)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(row.get_ref(0).map_err(failed)?.as_str().unwrap_or_default());
        }
        Ok(())
    }

    /// Gives the articles whose title or text answers the filter's text, the best first.
    ///
    /// # Errors
    /// [`QueryError::Text`] when the text is no full-text query; what `each` returns.
    pub fn articles(
        &self,
        filter: &Filter,
        mut each: impl FnMut(ArticleHit) -> Result<(), QueryError>,
    ) -> Result<(), QueryError> {
        let failed = |error| text::explain(filter.text.as_deref(), &self.path, error);
        let sql = "SELECT r.id, r.title, r.published, p.name, r.url, snippet(article_text, 1, '', '', ' … ', 24)
             FROM article_text t CROSS JOIN article r ON r.key = t.rowid JOIN publisher p ON p.key = r.publisher
             WHERE article_text MATCH ?1 AND r.published >= ?2
               AND (?3 IS NULL OR r.published <= ?3 AND r.published <> '')
               AND (?4 IS NULL OR r.publisher IN (SELECT value FROM json_each(?4)))
             ORDER BY t.rank LIMIT ?5";
        let publishers = filter.publishers.as_ref().and_then(|keys| serde_json::to_string(keys).ok());
        let mut statement = self.connection.prepare(sql).map_err(failed)?;
        let parameters = rusqlite::params![
            filter.text.as_deref().unwrap_or_default(),
            filter.since.as_deref().unwrap_or_default(),
            filter.until,
            publishers,
            filter.limit.and_then(|l| i64::try_from(l).ok()).unwrap_or(-1),
        ];
        let mut rows = statement.query(parameters).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let read = || -> rusqlite::Result<ArticleHit> {
                Ok(ArticleHit {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    published: row.get(2)?,
                    publisher: row.get(3)?,
                    url: row.get(4)?,
                    snippet: row.get(5)?,
                })
            };
            each(read().map_err(failed)?)?;
        }
        Ok(())
    }

    /// The paragraph in which characters `start` to `end` of an article stand.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn paragraph(&self, article: &str, start: usize, end: usize) -> Result<Paragraph, QueryError> {
        let sql = "SELECT text FROM article WHERE id = ?";
        let text: String = self.ask(|c| c.prepare(sql)?.query_row([article], |row| row.get(0)))?;
        Ok(paragraph(&text, start, end))
    }
}

fn paragraph(text: &str, start: usize, end: usize) -> Paragraph {
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    let (from, to) = (byte(start), byte(end.max(start)));
    // A line is a paragraph, as it is when articles are read.
    let first = text[..from].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let last = text[to..].find(['\n', '\r']).map_or(text.len(), |at| to + at);
    Paragraph {
        before: text[first..from].to_string(),
        quote: text[from..to].to_string(),
        after: text[to..last].to_string(),
    }
}

fn hit(row: &rusqlite::Row) -> rusqlite::Result<QuoteHit> {
    let offset = |column: usize| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0));
    Ok(QuoteHit {
        key: row.get(0)?,
        id: row.get(1)?,
        speakers: Vec::new(),
        day: row.get(2)?,
        day_basis: row.get(3)?,
        kind: row.get(4)?,
        act: row.get(5)?,
        polarity: row.get(6)?,
        source: row.get(7)?,
        cue: row.get(8)?,
        content: row.get(9)?,
        publisher: row.get(10)?,
        title: row.get(11)?,
        url: row.get(12)?,
        article: row.get(13)?,
        start: offset(14)?,
        end: offset(15)?,
        confidence: row.get(16)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_a_line() {
        let cut = paragraph("One.\n\nÉlan: “two” said.\n\nThree.", 12, 17);
        assert_eq!((&*cut.before, &*cut.quote, &*cut.after), ("Élan: ", "“two”", " said."));
        let cut = paragraph("One.\r\nTwo.\nThree.", 6, 10);
        assert_eq!((&*cut.before, &*cut.quote, &*cut.after), ("", "Two.", ""));
        let all = paragraph("only", 0, 99);
        assert_eq!((&*all.before, &*all.quote, &*all.after), ("", "only", ""));
    }
}
