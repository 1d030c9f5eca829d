//! Actors of a whole run: one profile an id, in bounded memory.
//!
//! The same actor comes with each article that names it. [`ActorTable`] joins its profiles: it holds
//! at most [`HELD`] actors in memory, writes them to a sorted run on disk when there are more, and
//! merges the runs at the end (external merge sort; Knuth, TAOCP 3, 5.4). The order of the articles
//! leaves no trace.

use super::profile::Profile;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Actors held in memory before a run is written.
const HELD: usize = 200_000;

/// Joins the profiles of actors.
pub struct ActorTable {
    folder: PathBuf,
    held: FxHashMap<String, Profile>,
    limit: usize,
    runs: Vec<PathBuf>,
}

impl ActorTable {
    /// Keeps its runs in `folder`, which must exist.
    pub fn new(folder: &Path) -> ActorTable {
        ActorTable { folder: folder.to_path_buf(), held: FxHashMap::default(), limit: HELD, runs: Vec::new() }
    }

    /// Adds what one article tells of an actor.
    ///
    /// # Errors
    /// When a run can't be written.
    pub fn add(&mut self, profile: Profile) -> io::Result<()> {
        match self.held.get_mut(&profile.id) {
            Some(held) => held.add(profile),
            None => {
                self.held.insert(profile.id.clone(), profile);
            }
        }
        if self.held.len() >= self.limit { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        let path = self.folder.join(format!("actors-{:05}.run", self.runs.len()));
        let mut file = BufWriter::new(File::create(&path)?);
        self.runs.push(path);
        let mut profiles: Vec<_> = self.held.drain().map(|(_, profile)| profile).collect();
        profiles.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        for profile in &profiles {
            serde_json::to_writer(&mut file, profile)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    }

    /// Gives each actor once, by id, to `take`.
    ///
    /// # Errors
    /// When a run can't be read or written, and what `take` returns.
    pub fn finish(mut self, mut take: impl FnMut(Profile) -> io::Result<()>) -> io::Result<()> {
        self.spill()?;
        let mut runs = Vec::new();
        let mut heads = BinaryHeap::new();
        for (i, path) in self.runs.iter().enumerate() {
            let mut run = Run { lines: BufReader::new(File::open(path)?), head: None };
            if let Some(id) = run.advance()? {
                heads.push(Reverse((id, i)));
            }
            runs.push(run);
        }
        let mut current: Option<Profile> = None;
        while let Some(Reverse((id, i))) = heads.pop() {
            let Some(profile) = runs[i].head.take() else { continue };
            match &mut current {
                Some(held) if held.id == id => held.add(profile),
                _ => {
                    if let Some(done) = current.replace(profile) {
                        take(done)?;
                    }
                }
            }
            if let Some(id) = runs[i].advance()? {
                heads.push(Reverse((id, i)));
            }
        }
        if let Some(done) = current {
            take(done)?;
        }
        self.runs.iter().try_for_each(fs::remove_file)
    }
}

struct Run {
    lines: BufReader<File>,
    head: Option<Profile>,
}

impl Run {
    /// Reads the next profile and gives its id.
    fn advance(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let profile: Profile = serde_json::from_str(&line)?;
        let id = profile.id.clone();
        self.head = Some(profile);
        Ok(Some(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::layers::{ActorType, Scope};

    fn actor(id: usize, alias: &str) -> Profile {
        Profile {
            id: format!("act:{id:04}"),
            name: if alias.len().is_multiple_of(2) { format!("Name {id}") } else { format!("NAME {id}") },
            kind: ActorType::Person,
            scope: Scope::Global,
            aliases: vec![alias.to_string()],
            roles: Vec::new(),
            articles: 1,
            mentions: 2,
            quotes: 0,
            he: 1,
            she: 0,
            first: Some(format!("2026-01-{:02}", 1 + alias.len() % 9)),
            last: None,
            context: vec![7, alias.len() as u32],
            external: None,
        }
    }

    #[test]
    fn runs_on_disk_give_the_same_actors_as_memory_in_any_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let gather = |limit: usize, order: &dyn Fn(usize) -> usize| {
            let mut table = ActorTable::new(folder.path());
            table.limit = limit;
            for i in (0..500).map(order) {
                table.add(actor(i * 7 % 60, &format!("alias {}", i % 110))).expect("a profile is taken");
            }
            let mut all = Vec::new();
            table
                .finish(|profile| {
                    all.push(profile);
                    Ok(())
                })
                .expect("profiles come");
            all
        };
        let held = gather(HELD, &|i| i);
        assert_eq!(held.len(), 60);
        assert_eq!(gather(16, &|i| i), held);
        assert_eq!(gather(16, &|i| 499 - i), held);
        assert!(held.iter().all(|p| p.name.starts_with("Name")));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
