//! Extract: what an article holds, as spans: actors' mentions, dates, quotes and claims.

pub mod actor;
pub mod claim;
pub mod date;
pub mod quote;
pub mod word;
