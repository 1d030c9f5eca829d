//! What is known of English words: lists as data, and the lookups over them.
//!
//! Nothing here knows an article; every other module may use it.

pub mod cue;
pub mod lemma;
pub mod lexicon;
pub mod list;
pub mod modality;
pub mod number;
pub mod organization;
pub mod person;
pub mod places;
pub mod quantity;
pub mod speech;
