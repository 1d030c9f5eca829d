//! Decisions: pairs that somebody has decided to be the same or different actors.
//!
//! A CSV with a header and the columns `one`, `other` and `verdict`: `same` or `different`. An actor
//! is told by its id or by its name, which stands for all actors that are named so.

use super::judge::Link;
use crate::graph::id::normal_name;
use crate::graph::profile::Profile;
use crate::union_find::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};

/// What can be wrong with a file of decisions.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // the messages say it
pub enum DecisionError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: csv::Error },
    #[error("{}: the header must name the columns one, other and verdict", path.display())]
    Header { path: PathBuf },
    #[error("{}: line {line}: {verdict:?} is no verdict; write same or different", path.display())]
    Verdict { path: PathBuf, line: u64, verdict: String },
}

/// Pairs decided by hand.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// As written: an id or a normalised name each, true for the same.
    pairs: Vec<(String, String, bool)>,
    /// Ids of the actors that the pairs name.
    ids: FxHashMap<String, Vec<String>>,
}

impl Decisions {
    /// Reads a CSV.
    ///
    /// # Errors
    /// When it can't be read, lacks a column or holds another verdict.
    pub fn read(path: &Path) -> Result<Decisions, DecisionError> {
        let failed = |source| DecisionError::Read { path: path.to_path_buf(), source };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(failed)?;
        let heads = reader.headers().map_err(failed)?.clone();
        let column = |name: &str| {
            let found =
                heads.iter().position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
            found.ok_or_else(|| DecisionError::Header { path: path.to_path_buf() })
        };
        let (one, other, verdict) = (column("one")?, column("other")?, column("verdict")?);
        let mut decisions = Decisions::default();
        for row in reader.records() {
            let row = row.map_err(failed)?;
            let same = match &row[verdict] {
                "same" => true,
                "different" => false,
                told => {
                    let line = row.position().map_or(0, csv::Position::line);
                    return Err(DecisionError::Verdict {
                        path: path.to_path_buf(),
                        line,
                        verdict: told.to_owned(),
                    });
                }
            };
            decisions.add(&row[one], &row[other], same);
        }
        Ok(decisions)
    }

    /// Adds a pair.
    pub fn add(&mut self, one: &str, other: &str, same: bool) {
        let [one, other] =
            [one, other].map(|who| if who.starts_with("act:") { who.to_owned() } else { normal_name(who) });
        for who in [&one, &other] {
            self.ids.entry(who.clone()).or_default();
        }
        self.pairs.push((one, other, same));
    }

    /// Notes the id of an actor that a pair may name.
    pub fn meet(&mut self, profile: &Profile) {
        if self.pairs.is_empty() {
            return;
        }
        for who in [profile.id.clone(), normal_name(&profile.name)] {
            if let Some(ids) = self.ids.get_mut(&who) {
                ids.push(profile.id.clone());
            }
        }
    }

    /// `links`, each pair once with its best score, without those that would join what was decided
    /// to be different or is two entries of the gazetteer, the surest ones first; and the pairs decided
    /// to be the same. `entries`: the entries of those actors that have one.
    pub fn overrule(self, mut links: Vec<Link>, entries: &FxHashMap<String, String>) -> Vec<Link> {
        let mut apart: Vec<(String, String)> = Vec::new();
        for (one, other, same) in &self.pairs {
            let [mut ones, mut others] =
                [one, other].map(|who| self.ids.get(who).cloned().unwrap_or_default());
            ones.sort();
            others.sort();
            for (a, b) in ones.iter().flat_map(|a| others.iter().map(move |b| (a, b))).filter(|(a, b)| a != b)
            {
                if *same {
                    links.push(Link { start: a.clone(), end: b.clone(), method: "decision", score: 1.0 });
                } else {
                    apart.push((a.clone(), b.clone()));
                }
            }
        }
        links.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (&a.start, &a.end, a.method).cmp(&(&b.start, &b.end, b.method)))
        });
        let mut seen: FxHashSet<(String, String)> = FxHashSet::default();
        let pair = |l: &Link| {
            if l.start < l.end { (l.start.clone(), l.end.clone()) } else { (l.end.clone(), l.start.clone()) }
        };
        links.retain(|l| seen.insert(pair(l)));
        if !apart.is_empty() || !entries.is_empty() {
            let mut families = Families { entries: entries.clone(), ..Families::default() };
            links.retain(|l| {
                if l.method != "decision" && families.two_entries(&l.start, &l.end) {
                    return false;
                }
                let joins = apart.iter().any(|(a, b)| {
                    let (a, b) = (families.head(a), families.head(b));
                    let (start, end) = (families.head(&l.start), families.head(&l.end));
                    a == start && b == end || a == end && b == start
                });
                if !joins {
                    families.join(&l.start, &l.end);
                }
                !joins
            });
        }
        links.sort_by(|a, b| (&a.start, &a.end).cmp(&(&b.start, &b.end)));
        links
    }
}

/// Which actors are joined already.
#[derive(Default)]
struct Families {
    members: UnionFind<String>,
    /// The entry of the gazetteer that a family is, by its head.
    entries: FxHashMap<String, String>,
}

impl Families {
    fn head(&mut self, of: &str) -> String {
        self.members.find(of)
    }

    fn join(&mut self, one: &str, other: &str) {
        if let Some((one, head)) = self.members.join(one, other)
            && let Some(entry) = self.entries.get(&one).cloned()
        {
            self.entries.entry(head).or_insert(entry);
        }
    }

    /// True when the two belong to families that are different entries.
    fn two_entries(&mut self, one: &str, other: &str) -> bool {
        let (one, other) = (self.head(one), self.head(other));
        matches!((self.entries.get(&one), self.entries.get(&other)), (Some(a), Some(b)) if a != b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::same::member::tests::actor;
    use crate::layers::ActorType::Person;

    fn link(start: &str, end: &str, score: f64) -> Link {
        Link { start: start.into(), end: end.into(), method: "name", score }
    }

    #[test]
    fn what_is_different_is_not_joined_over_a_third() {
        let mut decisions = Decisions::default();
        decisions.add("act:a", "act:c", false);
        let met = |id: &str| {
            let mut profile = actor(id, Person, 1);
            profile.id = id.into();
            profile
        };
        ["act:a", "act:b", "act:c"].iter().for_each(|id| decisions.meet(&met(id)));
        let links =
            vec![link("act:a", "act:b", 0.8), link("act:b", "act:c", 0.9), link("act:b", "act:c", 0.7)];
        assert_eq!(decisions.overrule(links, &FxHashMap::default()), [link("act:b", "act:c", 0.9)]);
    }

    #[test]
    fn two_entries_are_not_joined_over_a_third() {
        let entries = [("act:a", "Q1"), ("act:c", "Q2")].map(|(id, q)| (id.to_owned(), q.to_owned()));
        let links = vec![link("act:a", "act:b", 0.8), link("act:b", "act:c", 0.9)];
        let found = Decisions::default().overrule(links, &entries.into_iter().collect());
        assert_eq!(found, [link("act:b", "act:c", 0.9)]);
    }

    #[test]
    fn names_stand_for_all_who_bear_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("decisions.csv");
        std::fs::write(&path, "one,other,verdict\nThe Ada Lund,\"Karl Lund\",same\n").expect("written");
        let mut decisions = Decisions::read(&path).expect("decisions");
        let (ada, karl) = (actor("Ada Lund", Person, 1), actor("Karl Lund", Person, 1));
        decisions.meet(&ada);
        decisions.meet(&karl);
        let found = decisions.overrule(Vec::new(), &FxHashMap::default());
        assert_eq!((found.len(), found[0].method, found[0].score), (1, "decision", 1.0));
        std::fs::write(&path, "one,other,verdict\na,b,maybe\n").expect("written");
        let error = Decisions::read(&path).expect_err("no verdict").to_string();
        assert!(error.contains("line 2") && error.contains("maybe"), "{error}");
        std::fs::write(&path, "a,b\n").expect("written");
        assert!(matches!(Decisions::read(&path), Err(DecisionError::Header { .. })));
    }
}
