//! Stats: who is quoted how often, by kind, publisher and month.

use super::{QueryError, Store};
use crate::union_find::UnionFind;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Reverse;

/// How often something comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// Figures of a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Rows of each table.
    pub totals: Vec<Count>,
    /// Quotes of those quoted most; actors that are the same count as one.
    pub speakers: Vec<Count>,
    /// Quotes by kind.
    pub kinds: Vec<Count>,
    /// Quotes by act.
    pub acts: Vec<Count>,
    /// Quotes by publisher.
    pub publishers: Vec<Count>,
    /// Quotes by month.
    pub months: Vec<Count>,
}

impl Store {
    /// Counts; of speakers, publishers and months at most `top`.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn stats(&self, top: usize) -> Result<Stats, QueryError> {
        let top = i64::try_from(top).unwrap_or(i64::MAX);
        let count = |sql: &str| -> Result<Vec<Count>, QueryError> {
            self.ask(|c| {
                let row = |row: &rusqlite::Row| {
                    let count = row.get::<_, i64>(1)?;
                    Ok(Count { name: row.get(0)?, count: u64::try_from(count).unwrap_or(0) })
                };
                c.prepare(sql)?.query_map([top], row)?.collect()
            })
        };
        let mut months = count(
            "SELECT CASE month WHEN '' THEN 'unknown' ELSE month END, n FROM
               (SELECT substr(day, 1, 7) AS month, count(*) AS n FROM quote GROUP BY month ORDER BY month DESC LIMIT ?)",
        )?;
        months.reverse();
        Ok(Stats {
            totals: count(
                "SELECT * FROM (SELECT 'articles', count(*) FROM article
                 UNION ALL SELECT 'quotes', count(*) FROM quote
                 UNION ALL SELECT 'quotes with a speaker', count(DISTINCT quote) FROM said
                 UNION ALL SELECT 'claims', count(*) FROM claim
                 UNION ALL SELECT 'actors', count(*) FROM actor) LIMIT 5 + 0 * ?",
            )?,
            speakers: self.speakers(usize::try_from(top).unwrap_or(usize::MAX))?,
            kinds: count("SELECT kind, count(*) FROM quote GROUP BY kind ORDER BY kind LIMIT max(3, ?)")?,
            acts: count(
                "SELECT act, count(*) AS n FROM quote GROUP BY act ORDER BY n DESC, act LIMIT max(5, ?)",
            )?,
            publishers: count(
                "SELECT CASE p.name WHEN '' THEN 'unknown' ELSE p.name END, s.n FROM
                   (SELECT publisher, count(*) AS n FROM quote GROUP BY publisher ORDER BY n DESC, publisher LIMIT ?) s
                   JOIN publisher p ON p.key = s.publisher ORDER BY s.n DESC, s.publisher",
            )?,
            months,
        })
    }
    fn speakers(&self, top: usize) -> Result<Vec<Count>, QueryError> {
        let pairs = |sql: &str| -> Result<Vec<(i64, i64)>, QueryError> {
            self.ask(|c| c.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        };
        // A link leads to the name that more articles have: where links end is the head.
        let mut families: UnionFind<i64> = UnionFind::default();
        for (one, other) in pairs("SELECT one, other FROM same_as")? {
            families.join(&one, &other);
        }
        let mut sums: FxHashMap<i64, u64> = FxHashMap::default();
        for (actor, count) in pairs("SELECT actor, count(*) FROM said GROUP BY actor")? {
            *sums.entry(families.find(&actor)).or_default() += u64::try_from(count).unwrap_or(0);
        }
        let mut ranked: Vec<(Reverse<u64>, i64)> = sums.into_iter().map(|(a, n)| (Reverse(n), a)).collect();
        ranked.sort_unstable();
        ranked.truncate(top);
        let name = "SELECT name FROM actor WHERE key = ?";
        let named = ranked.into_iter().map(|(Reverse(count), actor)| {
            Ok(Count { name: self.ask(|c| c.query_row(name, [actor], |row| row.get(0)))?, count })
        });
        named.collect()
    }
}
