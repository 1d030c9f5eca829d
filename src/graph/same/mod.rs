//! Same: which actors of different articles are one.
//!
//! In: the profiles of a corpus, each id once. Out: [`Link`]s, which become SAME_AS edges; ids are
//! never rewritten. Names that may be one actor's meet in blocks ([`member`]), which an external sort
//! gathers; each block is judged alone ([`judge`]), in parallel; decisions by hand overrule
//! ([`decision`]). Memory holds a batch of blocks and the links. The same profiles give the same
//! links in any order.

pub mod decision;
mod judge;
pub(super) mod member;

pub use decision::{DecisionError, Decisions};
pub use judge::{Link, METHODS};

use super::profile::Profile;
use super::schema::{Row, Table};
use super::sort::Sorter;
use member::{Member, blocks};
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// Members of blocks that are judged at a time.
const BATCH: usize = 20_000;

/// Gathers profiles and finds out which are the same.
pub struct Same {
    sorter: Sorter,
    decisions: Decisions,
    /// Those that the gazetteer has.
    known: Vec<Known>,
}

/// An actor that the gazetteer has.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    external: String,
    articles: u64,
    id: String,
}

impl Same {
    /// Keeps what does not fit into memory in `folder`, which must exist.
    pub fn new(folder: &Path, decisions: Decisions) -> Same {
        Same { sorter: Sorter::new(folder, "same"), decisions, known: Vec::new() }
    }

    /// Adds an actor; each id once.
    ///
    /// # Errors
    /// When a run can't be written.
    pub fn add(&mut self, profile: &Profile) -> io::Result<()> {
        self.decisions.meet(profile);
        if let Some(external) = &profile.external {
            self.known.push(Known {
                external: external.clone(),
                articles: profile.articles,
                id: profile.id.clone(),
            });
        }
        for (key, why) in blocks(profile) {
            self.sorter.add(&key, &serde_json::to_string(&Member::new(why, profile))?)?;
        }
        Ok(())
    }

    /// The links, by their ends.
    ///
    /// # Errors
    /// When a run can't be read or written.
    pub fn finish(self) -> io::Result<Vec<Link>> {
        let mut links = Vec::new();
        let (mut batch, mut size) = (Vec::new(), 0);
        self.sorter.finish(|key, values| {
            // Whoever is alone has nobody to be the same as.
            if values.len() > 1 {
                size += values.len();
                batch.push((key.to_owned(), values));
            }
            if size >= BATCH {
                size = 0;
                links.extend(judged(std::mem::take(&mut batch))?);
            }
            Ok(())
        })?;
        links.extend(judged(batch)?);
        let mut known = self.known;
        known.sort_unstable();
        for entry in known.chunk_by(|a, b| a.external == b.external) {
            // To the one that most articles have, as everywhere.
            if let Some((most, rest)) = entry.split_last() {
                links.extend(rest.iter().map(|one| Link {
                    start: one.id.clone(),
                    end: most.id.clone(),
                    method: "gazetteer",
                    score: 1.0,
                }));
            }
        }
        let entries = known.into_iter().map(|k| (k.id, k.external)).collect();
        Ok(self.decisions.overrule(links, &entries))
    }
}

fn judged(batch: Vec<(String, Vec<String>)>) -> io::Result<Vec<Link>> {
    let found: Vec<io::Result<Vec<Link>>> = batch
        .into_par_iter()
        .map(|(key, values)| {
            let members: Result<Vec<Member>, _> = values.iter().map(|v| serde_json::from_str(v)).collect();
            Ok(judge::judge(&key, &members?))
        })
        .collect();
    let mut links = Vec::new();
    for part in found {
        links.extend(part?);
    }
    Ok(links)
}

impl Link {
    /// Its row in the table of edges.
    pub fn row(&self) -> Row {
        Row::scored(Table::SameAs, &self.start, &self.end, self.method, self.score)
    }
}

#[cfg(test)]
mod tests {
    use super::member::tests::actor;
    use super::*;
    use crate::layers::ActorType::{Organization, Person};

    #[test]
    fn the_order_of_actors_leaves_no_trace() {
        let folder = tempfile::tempdir().expect("a folder");
        let given = ["Ada", "A.", "Karl", "Ida", "Jan", "Ada M."];
        let profiles: Vec<Profile> = (0..240)
            .map(|i| {
                let surname = format!("Lund{}", ["a", "b", "c", "d", "e", "f", "g"][i % 7]);
                let (name, kind) = match i % 5 {
                    0 => (surname, Person),
                    1 => (format!("{surname} Board"), Organization),
                    _ => (format!("{} {surname}", given[i % 6]), Person),
                };
                actor(&name, kind, i as u64 % 11)
            })
            .collect();
        let mut first = profiles.clone();
        first.sort_by(|a, b| a.id.cmp(&b.id));
        first.dedup_by(|a, b| a.id == b.id);
        let links = |profiles: &[Profile]| {
            let mut same = Same::new(folder.path(), Decisions::default());
            profiles.iter().for_each(|p| same.add(p).expect("a profile is taken"));
            same.finish().expect("links come")
        };
        let there = links(&first);
        first.reverse();
        assert!(!there.is_empty());
        assert_eq!(links(&first), there);
    }
}
