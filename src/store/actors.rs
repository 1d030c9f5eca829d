//! The actors of a run: their profiles in `actors.jsonl`, and who of them is the same.
//!
//! The profiles are what joining needs; it reads neither articles nor shards, so a new decision, or
//! new articles whose profiles were written with the graph, are joined without a second extraction.

use super::folder::{StoreError, reading, writing};
use crate::graph::Table;
use crate::graph::gazetteer::Gazetteer;
use crate::graph::profile::Profile;
use crate::graph::same::{Decisions, Link, Same};
use crate::graph::table::{Tables, render};
use crate::union_find::UnionFind;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Name of the file of profiles in an output folder.
pub const FILE: &str = "actors.jsonl";

/// The profiles in an output folder, by id.
///
/// # Errors
/// When the folder holds none. Each item is an error where a line can't be read.
pub fn profiles(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<Profile, StoreError>> + use<>, StoreError> {
    lines(folder.join(FILE))
}

/// The links in an output folder, by their ends.
///
/// # Errors
/// When a line can't be read.
pub fn links(folder: &Path) -> Result<Vec<Joined>, StoreError> {
    let path = folder.join("graph").join(Table::SameAs.file_stem() + ".jsonl");
    if path.is_file() { lines(path)?.collect() } else { Ok(Vec::new()) }
}

/// An edge of SAME_AS as it is read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// Id of the one that fewer articles have.
    pub start: String,
    /// Id of the other.
    pub end: String,
    /// What it rests on.
    pub method: String,
    /// From 0 to 1.
    pub score: f64,
}

fn lines<T: serde::de::DeserializeOwned>(
    path: PathBuf,
) -> Result<impl Iterator<Item = Result<T, StoreError>> + use<T>, StoreError> {
    let file = BufReader::with_capacity(1 << 18, File::open(&path).map_err(reading(&path))?);
    Ok(file.lines().enumerate().map(move |(i, line)| {
        let line = line.map_err(reading(&path))?;
        serde_json::from_str(&line).map_err(|source| StoreError::Record {
            path: path.clone(),
            line: i + 1,
            source,
        })
    }))
}

/// Finds out which actors of the run in `folder` are the same, and writes the edges that say so in
/// place of those that were there. Works in rayon's current pool.
///
/// # Errors
/// When the profiles can't be read or the edges not be written.
pub fn join(folder: &Path, decisions: Decisions) -> Result<usize, StoreError> {
    let place = folder.join("graph");
    let mut same = Same::new(&place, decisions);
    for profile in profiles(folder)? {
        same.add(&profile?).map_err(writing(&place))?;
    }
    let links = same.finish().map_err(writing(&place))?;
    write(&place, &links).map_err(writing(&place))?;
    Ok(links.len())
}

/// Gives the actors of the run in `folder` the ids that `gazetteer` has for them, in place of those
/// that they had; `join` comes after it. Gives how many have one.
///
/// # Errors
/// When the profiles can't be read or written.
pub fn identify(folder: &Path, gazetteer: &Gazetteer) -> Result<usize, StoreError> {
    let (place, path) = (folder.join("graph"), folder.join(FILE));
    let temporary = path.with_extension("tmp");
    let mut file = BufWriter::new(File::create(&temporary).map_err(writing(&temporary))?);
    let mut tables = Tables::replace(&place, Table::Actor);
    let mut known = 0;
    for profile in profiles(folder)? {
        let mut profile = profile?;
        profile.external = gazetteer.id(&profile).map(str::to_owned);
        known += usize::from(profile.external.is_some());
        let line =
            serde_json::to_string(&profile).map_err(std::io::Error::from).map_err(writing(&temporary))?;
        writeln!(file, "{line}").map_err(writing(&temporary))?;
        tables.write(&render(&profile.row())).map_err(writing(&place))?;
    }
    file.flush().map_err(writing(&temporary))?;
    tables.finish().map_err(writing(&place))?;
    std::fs::rename(&temporary, &path).map_err(writing(&path))?;
    Ok(known)
}

fn write(place: &Path, links: &[Link]) -> std::io::Result<()> {
    let mut tables = Tables::replace(place, Table::SameAs);
    for link in links {
        tables.write(&render(&link.row()))?;
    }
    tables.finish()
}

/// An actor of a run with all that is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The member that most articles have, with the numbers of all members added up.
    pub sum: Profile,
    /// Ids of all members, that of `sum` first.
    pub members: Vec<String>,
}

/// How a family ranks: by articles, then mentions, then id.
type Rank = (u64, u64, Reverse<String>);

impl Family {
    /// The family of `members`, of whom there is at least one.
    fn of(mut members: Vec<Profile>) -> Option<Family> {
        members.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
        let ids = members.iter().map(|m| m.id.clone()).collect();
        let mut rest = members.into_iter();
        let mut sum = rest.next()?;
        let name = sum.name.clone();
        for other in rest {
            sum.add(other);
        }
        sum.aliases.push(std::mem::replace(&mut sum.name, name));
        sum.aliases.sort();
        sum.aliases.dedup();
        sum.aliases.retain(|alias| *alias != sum.name);
        Some(Family { sum, members: ids })
    }

    fn rank(&self) -> Rank {
        (self.sum.articles, self.sum.mentions, Reverse(self.sum.id.clone()))
    }
}

/// The families that `take` takes, those in most articles first, at most `most`. Memory holds these,
/// and the families that have links.
///
/// # Errors
/// When profiles or links can't be read.
pub fn families(
    folder: &Path,
    most: usize,
    take: impl Fn(&Family) -> bool,
) -> Result<Vec<Family>, StoreError> {
    let heads = heads(&links(folder)?);
    let mut joined: BTreeMap<&String, Vec<Profile>> = BTreeMap::new();
    let mut ranked: BinaryHeap<Reverse<(Rank, usize)>> = BinaryHeap::new();
    let mut kept: FxHashMap<usize, Family> = FxHashMap::default();
    let mut number = 0;
    let mut offer = |members: Vec<Profile>| {
        let Some(family) = Family::of(members).filter(&take) else { return };
        number += 1;
        ranked.push(Reverse((family.rank(), number)));
        kept.insert(number, family);
        if ranked.len() > most
            && let Some(Reverse((_, last))) = ranked.pop()
        {
            kept.remove(&last);
        }
    };
    for profile in profiles(folder)? {
        let profile = profile?;
        match heads.get(&profile.id) {
            None => offer(vec![profile]),
            Some(head) => joined.entry(head).or_default().push(profile),
        }
    }
    joined.into_values().for_each(offer);
    let mut found: Vec<Family> = kept.into_values().collect();
    found.sort_by_key(|family| Reverse(family.rank()));
    Ok(found)
}

/// For each actor with links the least id that they lead to.
pub(super) fn heads(links: &[Joined]) -> FxHashMap<String, String> {
    let mut families: UnionFind<String> = UnionFind::default();
    let mut members: BTreeSet<&str> = BTreeSet::new();
    for link in links {
        families.join(link.start.as_str(), link.end.as_str());
        members.extend([link.start.as_str(), link.end.as_str()]);
    }
    // In order: the first member of a family is the least.
    let mut least: FxHashMap<String, &str> = FxHashMap::default();
    members
        .into_iter()
        .map(|id| (id.to_owned(), (*least.entry(families.find(id)).or_insert(id)).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_join_over_others() {
        let link = |start: &str, end: &str| Joined {
            start: start.into(),
            end: end.into(),
            method: "name".into(),
            score: 1.0,
        };
        let heads = heads(&[link("d", "c"), link("b", "d"), link("x", "y")]);
        let of = |id: &str| heads.get(id).map(String::as_str);
        assert_eq!(
            [of("b"), of("c"), of("d"), of("y"), of("z")],
            [Some("b"), Some("b"), Some("b"), Some("x"), None]
        );
    }
}
