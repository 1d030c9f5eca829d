//! Name: from what a user calls an actor or publisher to keys of the store.

use super::{QueryError, Store};
use crate::graph::id::normal_name;
use std::collections::BTreeMap;

/// Whom a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Keys of those it stands for, and of those the graph says are the same.
    pub keys: Vec<i64>,
    /// Their names.
    pub names: Vec<String>,
    /// True when nobody is called exactly so and the nearest was taken.
    pub guessed: bool,
}

/// `; did you mean …?`
pub fn suggested(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(", ")) }
}

/// How many names are suggested.
const SUGGESTED: usize = 6;

impl Store {
    /// The actors that bear this name or alias, or have this id, in the graph or in the gazetteer. Where none does, the one whose name is nearest, if
    /// there is exactly one.
    ///
    /// # Errors
    /// [`QueryError::Unknown`] with names that come near.
    pub fn actor(&self, name: &str) -> Result<Named, QueryError> {
        let norm = normal_name(name);
        let sql = "SELECT DISTINCT actor FROM name WHERE norm = ? ORDER BY actor";
        let mut keys: Vec<i64> =
            self.ask(|c| c.prepare(sql)?.query_map([&norm], |row| row.get(0))?.collect())?;
        if name.starts_with("act:") {
            let sql = "SELECT key FROM actor WHERE id = ?";
            keys.extend(self.ask(|c| {
                c.prepare(sql)?.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()
            })?);
        }
        if keys.is_empty() {
            let sql = "SELECT key FROM actor WHERE external_id = ?";
            keys = self.ask(|c| c.prepare(sql)?.query_map([name], |row| row.get(0))?.collect())?;
        }
        let guessed = keys.is_empty();
        if guessed {
            let near = self.near(&norm)?;
            // The best rank must belong to one actor.
            let best: Vec<i64> = match near.first() {
                Some((rank, _, _)) => near.iter().take_while(|n| n.0 == *rank).map(|n| n.1).collect(),
                None => Vec::new(),
            };
            let families = best.iter().map(|&k| self.same(&[k])).collect::<Result<Vec<_>, _>>()?;
            match families.first() {
                Some(first) if families.iter().all(|f| f == first) => keys = best,
                _ => {
                    let mut suggestions: Vec<String> = Vec::new();
                    for (_, _, written) in near {
                        if suggestions.len() < SUGGESTED && !suggestions.contains(&written) {
                            suggestions.push(written);
                        }
                    }
                    return Err(QueryError::Unknown { what: "actor", name: name.to_string(), suggestions });
                }
            }
        }
        let keys = self.same(&keys)?;
        let names = self.names(&keys)?;
        Ok(Named { keys, names, guessed })
    }

    /// The publishers of this name; by a part of it where none is called so.
    ///
    /// # Errors
    /// [`QueryError::Unknown`] with the names that there are.
    pub fn publisher(&self, name: &str) -> Result<Named, QueryError> {
        let norm = normal_name(name);
        let all: Vec<(i64, String)> = self.ask(|c| {
            c.prepare("SELECT key, name FROM publisher ORDER BY name")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        let pick = |keep: &dyn Fn(&str) -> bool| -> Vec<&(i64, String)> {
            all.iter().filter(|(_, other)| keep(&normal_name(other))).collect()
        };
        let mut found = pick(&|other| other == norm);
        let guessed = found.is_empty();
        if guessed && !norm.is_empty() {
            found = pick(&|other| other.contains(&norm));
        }
        if found.is_empty() {
            let mut near: Vec<(usize, &String)> = all
                .iter()
                .filter(|p| !p.1.is_empty())
                .map(|(_, o)| (distance(&norm, &normal_name(o)), o))
                .collect();
            near.sort();
            let suggestions = near.into_iter().take(SUGGESTED).map(|(_, n)| n.clone()).collect();
            return Err(QueryError::Unknown { what: "publisher", name: name.to_string(), suggestions });
        }
        Ok(Named {
            keys: found.iter().map(|p| p.0).collect(),
            names: found.iter().map(|p| p.1.clone()).collect(),
            guessed,
        })
    }

    /// The keys and those of all actors that SAME_AS joins to them.
    fn same(&self, keys: &[i64]) -> Result<Vec<i64>, QueryError> {
        let list = serde_json::to_string(keys).unwrap_or_default();
        let sql = "WITH RECURSIVE them (key) AS (
             SELECT value FROM json_each(?)
             UNION SELECT other FROM same_as JOIN them ON one = them.key
             UNION SELECT one FROM same_as JOIN them ON other = them.key)
           SELECT key FROM them ORDER BY key";
        self.ask(|c| c.prepare(sql)?.query_map([list], |row| row.get(0))?.collect())
    }

    fn names(&self, keys: &[i64]) -> Result<Vec<String>, QueryError> {
        let list = serde_json::to_string(keys).unwrap_or_default();
        let sql = "SELECT DISTINCT name || ' (' || type || ')' FROM actor
           WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key";
        self.ask(|c| c.prepare(sql)?.query_map([list], |row| row.get(0))?.collect())
    }

    /// Actors whose names come near: rank, key, name; the nearest and most quoted first. Reads every
    /// name there is, which is why it comes after a miss only.
    fn near(&self, norm: &str) -> Result<Vec<(usize, i64, String)>, QueryError> {
        let words: Vec<&str> = norm.split(' ').filter(|w| !w.is_empty()).collect();
        let limit = norm.chars().count() / 4 + 1;
        let mut best: BTreeMap<i64, usize> = BTreeMap::new();
        self.ask(|c| {
            let mut statement = c.prepare("SELECT norm, actor FROM name")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let other = row.get_ref(0)?.as_str().unwrap_or_default();
                let rank = if !words.is_empty() && words.iter().all(|w| other.split(' ').any(|o| o == *w)) {
                    0
                } else if other.len().abs_diff(norm.len()) > 4 * limit {
                    continue;
                } else {
                    distance(norm, other)
                };
                if rank <= limit {
                    let actor = row.get(1)?;
                    best.entry(actor).and_modify(|r| *r = rank.min(*r)).or_insert(rank);
                }
            }
            Ok(())
        })?;
        let mut ranked: Vec<(usize, i64)> = best.into_iter().map(|(actor, rank)| (rank, actor)).collect();
        ranked.sort_unstable();
        ranked.truncate(200);
        let sql = "SELECT name, (SELECT count(*) FROM said WHERE actor = a.key) FROM actor a WHERE a.key = ?";
        let mut near = Vec::new();
        for (rank, key) in ranked {
            let row = |row: &rusqlite::Row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
            let (name, quotes) = self.ask(|c| c.prepare(sql)?.query_row([key], row))?;
            near.push((rank, -quotes, key, name));
        }
        near.sort();
        Ok(near.into_iter().map(|(rank, _, key, name)| (rank, key, name)).collect())
    }
}

/// Edits between two names (Levenshtein, with swaps of neighbours).
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let change = above[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut best = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distance_counts_edits_and_swaps() {
        assert_eq!(distance("ostrander", "ostrander"), 0);
        assert_eq!(distance("ostrandre", "ostrander"), 1);
        assert_eq!(distance("ostrader", "ostrander"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
