//! `onrecord`: who said what, from news at scale.
//!
//! Data flows one way: [`ingest`] -> [`segment`] -> [`encode`] -> [`document`] -> the layers
//! ([`time`], [`quotes`], [`mentions`], [`claims`], then [`coreference`]) -> [`record`] -> [`graph`] ->
//! [`store`]. Each stage is a pure function over an [`article`]; threads,
//! progress and files live in [`pipeline`], [`store`] and the command line.

pub mod article;
pub mod claims;
pub mod closed_enum;
pub mod coreference;
pub mod document;
pub mod encode;
pub mod english;
pub mod export;
pub mod graph;
pub mod ingest;
pub mod layers;
pub mod mentions;
pub mod pipeline;
pub mod query;
pub mod quotes;
pub mod record;
pub mod run;
pub mod segment;
pub mod span;
pub mod store;
pub mod syntax;
pub mod time;
pub mod union_find;
