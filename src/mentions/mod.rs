//! Actors' mentions: every place where an article names a person, an organization or a place, or
//! a country by its adjective.
//!
//! In: the names that the model read. Out: [`Mention`]s in the order of the text, none inside debris.
//! Pronouns, unnamed speakers and which mentions are one actor's are left to [`crate::coreference`].

mod read;

use crate::document::Doc;
use crate::layers::Mention;

/// The mentions among the names that the model read in `article`, in the order of the text; `types`
/// says what the types of the names are called.
pub fn extract(doc: &Doc, types: &[String]) -> Vec<Mention> {
    read::mentions(doc.text(), &doc.reading.names, types)
}
