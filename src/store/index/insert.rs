//! Insert: entries into the tables, on one connection, in order.

use super::Built;
use super::entry::Entry;
use crate::graph::profile::plainness;
use rusqlite::{Connection, Statement, params};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Keys that were given out: 16 bytes an article, 24 an actor; and 8 bytes a name that is in the
/// table, since most names come again with every article.
#[derive(Default)]
pub struct Known {
    actors: FxHashMap<u64, Actor>,
    articles: FxHashMap<u64, i64>,
    publishers: FxHashMap<String, i64>,
    names: FxHashSet<u64>,
    quotes: i64,
    claims: i64,
}

/// What is known of an actor.
#[derive(Clone, Copy)]
struct Actor {
    key: i64,
    /// Hash of the name that the table holds.
    name: u64,
}

/// The 16 hex digits of an actor's or article's id, or those of its article in a claim's.
fn digits(id: &str) -> Option<u64> {
    u64::from_str_radix(id.get(4..20)?, 16).ok()
}

fn hashed(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

impl Known {
    /// Reads them from a file that was begun.
    pub fn load(connection: &Connection) -> rusqlite::Result<Known> {
        let mut actors = FxHashMap::default();
        let mut statement = connection.prepare("SELECT id, key, name FROM actor")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(id) = digits(row.get_ref(0)?.as_str().unwrap_or_default()) {
                let name = hashed(row.get_ref(2)?.as_str().unwrap_or_default());
                actors.insert(id, Actor { key: row.get(1)?, name });
            }
        }
        let mut articles = FxHashMap::default();
        let mut statement = connection.prepare("SELECT id, key FROM article")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(id) = digits(row.get_ref(0)?.as_str().unwrap_or_default()) {
                articles.insert(id, row.get(1)?);
            }
        }
        let last = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let mut publishers = FxHashMap::default();
        let mut statement = connection.prepare("SELECT name, key FROM publisher")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            publishers.insert(row.get(0)?, row.get(1)?);
        }
        Ok(Known {
            actors,
            articles,
            publishers,
            names: FxHashSet::default(),
            quotes: last("SELECT coalesce(max(key), 0) FROM quote")?,
            claims: last("SELECT coalesce(max(key), 0) FROM claim")?,
        })
    }

    /// The key of an actor.
    pub fn actor(&self, id: &str) -> Option<i64> {
        self.actors.get(&digits(id)?).map(|actor| actor.key)
    }

    /// The key of the article in which a claim stands.
    pub fn article_of(&self, claim: &str) -> Option<i64> {
        self.articles.get(&digits(claim)?).copied()
    }
}

/// Places of `Inserts::ties`.
const SAID: usize = 0;
const QUOTE_ABOUT: usize = 1;
const CLAIM_ABOUT: usize = 2;

/// Rows of a table that ties quotes or claims to actors. Its key begins with the actor, so rows come
/// in any order; those of a shard are held back and inserted in the order of the key.
struct Tie<'c> {
    statement: Statement<'c>,
    rows: Vec<(i64, String, i64)>,
}

impl<'c> Tie<'c> {
    fn new(statement: Statement<'c>) -> Self {
        Tie { statement, rows: Vec::new() }
    }

    fn add(&mut self, actor: i64, day: &str, key: i64) {
        self.rows.push((actor, day.to_string(), key));
    }

    fn insert(&mut self) -> rusqlite::Result<()> {
        self.rows.sort_unstable();
        for (actor, day, key) in self.rows.drain(..) {
            self.statement.execute(params![actor, day, key])?;
        }
        Ok(())
    }
}

/// The statements of one shard's transaction.
pub struct Inserts<'c> {
    known: &'c mut Known,
    shard: i64,
    publisher: Statement<'c>,
    article: Statement<'c>,
    article_text: Statement<'c>,
    record: Statement<'c>,
    actor: Statement<'c>,
    actor_name: Statement<'c>,
    actor_renamed: Statement<'c>,
    name: Statement<'c>,
    ties: [Tie<'c>; 3],
    quote: Statement<'c>,
    quote_text: Statement<'c>,
    claim: Statement<'c>,
    claim_text: Statement<'c>,
    quantity: Statement<'c>,
}

impl<'c> Inserts<'c> {
    /// Prepares them.
    pub fn new(connection: &'c Connection, known: &'c mut Known, shard: i64) -> rusqlite::Result<Self> {
        let prepare = |sql: &str| connection.prepare(sql);
        Ok(Inserts {
            known,
            shard,
            publisher: prepare("INSERT INTO publisher VALUES (?, ?)")?,
            article: prepare("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?,
            article_text: prepare("INSERT INTO article_text (rowid, title, text) VALUES (?, ?, ?)")?,
            record: prepare("INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")?,
            actor: prepare("INSERT INTO actor VALUES (?, ?, ?, ?, ?, NULL)")?,
            actor_name: prepare("SELECT name FROM actor WHERE key = ?")?,
            actor_renamed: prepare("UPDATE actor SET name = ? WHERE key = ?")?,
            name: prepare("INSERT OR IGNORE INTO name VALUES (?, ?, ?)")?,
            ties: [
                Tie::new(prepare("INSERT OR IGNORE INTO said VALUES (?, ?, ?)")?),
                Tie::new(prepare("INSERT OR IGNORE INTO quote_about VALUES (?, ?, ?)")?),
                Tie::new(prepare("INSERT OR IGNORE INTO claim_about VALUES (?, ?, ?)")?),
            ],
            quote: prepare(
                "INSERT INTO quote VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?,
            quote_text: prepare("INSERT INTO quote_text (rowid, content) VALUES (?, ?)")?,
            claim: prepare("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?,
            claim_text: prepare("INSERT INTO claim_text (rowid, text, gist) VALUES (?, ?, ?)")?,
            quantity: prepare("INSERT INTO quantity VALUES (NULL, ?, ?, ?, ?, ?)")?,
        })
    }

    /// Adds a record whose line stands at `offset` of the shard. Of a text that came before, only
    /// the record is added.
    pub fn entry(
        &mut self,
        entry: &Entry,
        offset: usize,
        bytes: usize,
        built: &mut Built,
    ) -> rusqlite::Result<()> {
        let record = &entry.record;
        let id = u64::from_str_radix(record.key(), 16).unwrap_or_default();
        let (article, fresh) = match self.known.articles.get(&id) {
            Some(&key) => (key, false),
            None => {
                let key = self.known.articles.len() as i64 + 1;
                self.known.articles.insert(id, key);
                (key, true)
            }
        };
        let origin = &record.origin;
        let place = (self.shard, offset as i64, bytes as i64);
        let number = origin.record as i64;
        self.record.execute(params![record.id, article, origin.path, number, place.0, place.1, place.2])?;
        if fresh {
            let publisher = self.publisher(record.publisher.as_deref().unwrap_or(""))?;
            self.article(entry, article, publisher)?;
            built.articles += 1;
            built.quotes += record.quotes.len();
            built.claims += record.claims.len();
        }
        Ok(())
    }

    /// Inserts what was held back; the last call before the transaction is committed.
    pub fn finish(mut self) -> rusqlite::Result<()> {
        self.ties.iter_mut().try_for_each(Tie::insert)
    }

    fn publisher(&mut self, name: &str) -> rusqlite::Result<i64> {
        if let Some(&key) = self.known.publishers.get(name) {
            return Ok(key);
        }
        let key = self.known.publishers.len() as i64 + 1;
        self.publisher.execute(params![key, name])?;
        self.known.publishers.insert(name.to_string(), key);
        Ok(key)
    }

    /// Of two ways to write an actor's name the plainer one stays, as in the graph.
    fn rename(&mut self, id: u64, key: i64, name: &str) -> rusqlite::Result<()> {
        let held: String = self.actor_name.query_row([key], |row| row.get(0))?;
        if plainness(name) < plainness(&held) {
            self.actor_renamed.execute(params![name, key])?;
            self.known.actors.insert(id, Actor { key, name: hashed(name) });
        }
        Ok(())
    }

    fn article(&mut self, entry: &Entry, article: i64, publisher: i64) -> rusqlite::Result<()> {
        let record = &entry.record;
        self.article.execute(params![
            article,
            record.article_id,
            record.title,
            record.url,
            publisher,
            record.published.as_deref().unwrap_or(""),
            record.published_basis.as_str().to_owned(),
            record.byline,
            record.language,
            entry.chars as i64,
            record.text,
        ])?;
        self.article_text.execute(params![article, record.title, record.text])?;
        for (actor, names) in record.actors.iter().zip(&entry.names) {
            let Some(id) = digits(&actor.id) else { continue };
            let key = match self.known.actors.get(&id) {
                Some(&Actor { key, name }) => {
                    if name != hashed(actor.name.as_str()) {
                        self.rename(id, key, &actor.name)?;
                    }
                    key
                }
                None => {
                    let key = self.known.actors.len() as i64 + 1;
                    self.known.actors.insert(id, Actor { key, name: hashed(actor.name.as_str()) });
                    self.actor.execute(params![
                        key,
                        actor.id,
                        actor.name,
                        actor.kind.as_str(),
                        actor.scope.as_str().to_owned()
                    ])?;
                    key
                }
            };
            for (norm, written) in names {
                // After a restart the set is empty, and the table's key keeps names single.
                if self.known.names.insert(hashed((norm.as_str(), key))) {
                    self.name.execute(params![norm, key, written])?;
                }
            }
        }
        let first = self.known.quotes + 1;
        for (quote, worked) in record.quotes.iter().zip(&entry.quotes) {
            self.known.quotes += 1;
            let key = self.known.quotes;
            self.quote.execute(params![
                key,
                quote.id,
                article,
                publisher,
                worked.day,
                worked.day_basis,
                worked.kind,
                worked.act,
                worked.polarity,
                worked.source,
                worked.cue,
                worked.content,
                worked.start as i64,
                worked.end as i64,
                quote.addressee.as_deref().and_then(|a| self.known.actor(a)),
                worked.via,
                quote.within,
                quote.confidence,
            ])?;
            self.quote_text.execute(params![key, worked.content])?;
            for speaker in quote.speakers.iter().filter_map(|s| self.known.actor(s)) {
                self.ties[SAID].add(speaker, &worked.day, key);
            }
            for actor in worked.about.iter().filter_map(|a| self.known.actor(a)) {
                self.ties[QUOTE_ABOUT].add(actor, &worked.day, key);
            }
        }
        self.claims(entry, article, publisher, first)
    }

    fn claims(&mut self, entry: &Entry, article: i64, publisher: i64, first: i64) -> rusqlite::Result<()> {
        for (claim, worked) in entry.record.claims.iter().zip(&entry.claims) {
            self.known.claims += 1;
            let key = self.known.claims;
            self.claim.execute(params![
                key,
                claim.id,
                article,
                worked.quote.map(|place| first + place as i64),
                publisher,
                worked.day,
                claim.text,
                claim.gist,
                claim.subject,
                claim.predicate,
                claim.object,
                worked.polarity,
                worked.modality,
                claim.start as i64,
                claim.end as i64,
                worked.content_key,
                claim.confidence,
            ])?;
            self.claim_text.execute(params![key, claim.text, claim.gist])?;
            for actor in claim.actors.iter().filter_map(|a| self.known.actor(a)) {
                self.ties[CLAIM_ABOUT].add(actor, &worked.day, key);
            }
            for q in &claim.quantity {
                self.quantity.execute(params![key, q.value, q.unit, q.modifier, q.text])?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn keys_are_read_from_ids() {
        assert_eq!(digits("act:00000000000000ff"), Some(255));
        assert_eq!(digits("act:short"), None);
        assert_eq!(digits("ac🙂:00000000000000ff"), None);
    }
}
