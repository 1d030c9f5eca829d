//! The manifest: what of a run is committed. It holds no time and no path of the machine, so two
//! runs over the same input write the same bytes.

use super::StoreError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// What of a run is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub onrecord: String,
    /// Format of the records.
    pub schema: String,
    /// Hash of the INPUT arguments and the settings: names the run in exports.
    pub run: String,
    /// What decides the bytes of the records besides the input, the model's hash included. A run
    /// only goes on where these are equal.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// What decides the bytes of the graph besides the records: hashes of decisions and gazetteer.
    #[serde(default)]
    pub graph: BTreeMap<String, String>,
    /// The committed shards, in order.
    pub shards: Vec<Shard>,
    /// The shard being written, as far as it is safe; its file still ends in `.tmp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Shard>,
    /// Committed lines of `rejects.jsonl`, in bytes.
    pub reject_bytes: u64,
    /// Whether the run came to its end, graph included.
    pub complete: bool,
}

/// A committed shard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// File name in `articles/`.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its size in bytes.
    #[serde(default)]
    pub bytes: u64,
    /// Chained hash of the input items that it accounts for, see [`chain`].
    #[serde(default)]
    pub inputs: String,
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

impl Shard {
    /// Input items that it accounts for.
    pub fn items(&self) -> usize {
        self.articles + self.rejects
    }
}

/// The hash of a row of input items, from that of the row without its last one and the digest of the
/// last one. The hash of no items is empty.
pub fn chain(before: &str, item: &[u8; 32]) -> String {
    hex(Sha256::new().chain_update(before).chain_update(item))
}

/// The digest of `hasher` in hexadecimal digits.
pub(crate) fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The items that a run must find again before it goes on: a committed part of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many items.
    pub items: usize,
    /// Their chained hash.
    pub inputs: String,
}

impl Manifest {
    /// The committed shards and the open one, in order.
    fn parts(&self) -> impl Iterator<Item = &Shard> {
        self.shards.iter().chain(&self.open)
    }

    /// What a run must find again in its input before it goes on.
    pub fn consumed(&self) -> Vec<Part> {
        self.parts().map(|s| Part { items: s.items(), inputs: s.inputs.clone() }).collect()
    }

    /// Input items that are accounted for: where a run goes on.
    pub fn items(&self) -> usize {
        self.parts().map(Shard::items).sum()
    }

    /// Committed records.
    pub fn articles(&self) -> usize {
        self.shards.iter().map(|s| s.articles).sum()
    }

    /// Committed rejects.
    pub fn rejects(&self) -> usize {
        self.shards.iter().map(|s| s.rejects).sum()
    }

    /// The settings that differ from `other`, each with both values.
    pub fn differences(&self, other: &BTreeMap<String, String>) -> Vec<String> {
        let names: std::collections::BTreeSet<&String> = self.settings.keys().chain(other.keys()).collect();
        let shown = |value: Option<&String>| value.map_or("not given", String::as_str).to_owned();
        names
            .into_iter()
            .filter(|name| self.settings.get(*name) != other.get(*name))
            .map(|name| {
                format!("{name} was {}, is {}", shown(self.settings.get(name)), shown(other.get(name)))
            })
            .collect()
    }

    /// Checks that shards have the plain names that a run gives them, so that a manifest that was
    /// written by others leads to no file outside its folder.
    pub(super) fn check_names(&self, path: &Path) -> Result<(), StoreError> {
        match self.parts().find(|s| !is_shard_name(&s.file)) {
            Some(shard) => Err(StoreError::ShardName { path: path.to_path_buf(), name: shard.file.clone() }),
            None => Ok(()),
        }
    }

    /// What all committed records hold.
    pub fn counts(&self) -> Counts {
        self.shards.iter().fold(Counts::default(), |mut sum, s| {
            sum.add(s.counts);
            sum
        })
    }
}

/// True for `part-00017.jsonl`.
pub(crate) fn is_shard_name(name: &str) -> bool {
    name.strip_prefix("part-")
        .and_then(|rest| rest.strip_suffix(".jsonl"))
        .is_some_and(|digits| digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_has_a_plain_name() {
        for (name, is) in [
            ("part-00000.jsonl", true),
            ("part-123456.jsonl", true),
            ("../part-00000.jsonl", false),
            ("/etc/passwd", false),
            ("part-00000.tmp", false),
            ("part-0000a.jsonl", false),
        ] {
            assert_eq!(is_shard_name(name), is, "{name}");
        }
    }

    #[test]
    fn a_setting_that_differs_is_named_with_both_values() {
        let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        let manifest =
            Manifest { settings: of(&[("html", "exact"), ("shard", "20")]), ..Manifest::default() };
        assert!(manifest.differences(&of(&[("html", "exact"), ("shard", "20")])).is_empty());
        assert_eq!(
            manifest.differences(&of(&[("html", "fast")])),
            ["html was exact, is fast", "shard was 20, is not given"]
        );
    }
}
