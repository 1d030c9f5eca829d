//! Extract: what an article holds, as spans: actors' mentions, dates, quotes and claims.

pub mod date;
