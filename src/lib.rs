//! `onrecord`: who said what, from news at scale.
//!
//! Data flows one way: [`ingest`] -> [`segment`] -> [`extract`] -> [`resolve`] -> [`record`] ->
//! [`graph`] -> [`store`]. Each stage is a pure function over an [`article`]; threads, progress
//! and files live in [`pipeline`].

pub mod article;
pub mod extract;
pub mod ingest;
pub mod segment;
pub mod span;
