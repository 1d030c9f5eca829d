//! The store: an output folder, written so that a kill at any moment loses nothing that was
//! committed.
//!
//! ```text
//! DIR/articles/part-00000.jsonl   records, a shard of input items each
//! DIR/graph/nodes_Quote.csv …     the graph of the whole run, made from the shards at the end
//! DIR/actors.jsonl               what the run knows of each actor, to find out who is the same
//! DIR/onrecord.sqlite             the store that analysts ask, made from the shards
//! DIR/rejects.jsonl               what could not be read, and why
//! DIR/manifest.json               what is committed
//! ```
//!
//! A shard is written as `part-NNNNN.tmp`, synced and renamed; then the manifest is replaced by one
//! that lists it. What the manifest does not list does not count: a later run over the same input
//! removes it and goes on from there. Between two shards, checkpoints make the open one safe as far as
//! it is written. The manifest has hashes of settings, model, shards and of the input items that they
//! account for; a run only goes on where all are the same.

pub mod actors;
mod blocks;
pub mod echoes;
pub mod folder;
pub mod graph;
pub mod index;
pub mod lock;
pub mod manifest;
mod replaced;

pub use folder::{Folder, Settings, StoreError};
pub use manifest::Manifest;
