//! The manifest: what of a run is committed. It holds no time and no path of the machine, so two
//! runs over the same input write the same bytes.

use serde::{Deserialize, Serialize};

/// What of a run is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub onrecord: String,
    /// Format of the records.
    pub schema: String,
    /// Hash of what decides the bytes of a run besides its input's content: the list of inputs and
    /// the settings. A run only goes on where this is equal.
    pub run: String,
    /// The committed shards, in order.
    pub shards: Vec<Shard>,
    /// Committed lines of `rejects.jsonl`, in bytes.
    pub reject_bytes: u64,
    /// Whether the run came to its end, graph included.
    pub complete: bool,
}

/// A committed shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// File name in `articles/`.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Records in it.
    pub articles: usize,
    /// Input items that it accounts for but that were rejected.
    pub rejects: usize,
    /// What its records hold.
    pub counts: Counts,
}

/// How much of each thing records hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // each is a number of what it is called
pub struct Counts {
    pub words: usize,
    pub direct: usize,
    pub mixed: usize,
    pub indirect: usize,
    pub attributed: usize,
    pub actors: usize,
    pub dates: usize,
    pub claims: usize,
}

impl Counts {
    /// Adds another's numbers.
    pub fn add(&mut self, other: Counts) {
        self.words += other.words;
        self.direct += other.direct;
        self.mixed += other.mixed;
        self.indirect += other.indirect;
        self.attributed += other.attributed;
        self.actors += other.actors;
        self.dates += other.dates;
        self.claims += other.claims;
    }
}

impl Manifest {
    /// Input items that the committed shards account for: where a run goes on.
    pub fn items(&self) -> usize {
        self.shards.iter().map(|s| s.articles + s.rejects).sum()
    }

    /// Committed records.
    pub fn articles(&self) -> usize {
        self.shards.iter().map(|s| s.articles).sum()
    }

    /// Committed rejects.
    pub fn rejects(&self) -> usize {
        self.shards.iter().map(|s| s.rejects).sum()
    }

    /// What all committed records hold.
    pub fn counts(&self) -> Counts {
        self.shards.iter().fold(Counts::default(), |mut sum, s| {
            sum.add(s.counts);
            sum
        })
    }
}
