//! The graph: who said what, as nodes and edges that loaders take.
//!
//! In: records. Out: [`Row`]s of the tables in [`schema`], each node with an id that is a function
//! of content alone ([`id`]), each edge between two nodes that exist. [`build`] is pure, one record
//! at a time; [`table`] writes the rows of a whole run as CSV and JSONL. [`same`] joins actors of
//! different articles, [`near_duplicate`] claims.

pub mod actors;
pub mod build;
pub mod content;
pub mod gazetteer;
pub mod id;
pub mod near_duplicate;
pub mod profile;
pub mod same;
pub mod schema;
pub mod sort;
pub mod table;

pub use build::rows;
pub use schema::{Cell, Row, Table};
