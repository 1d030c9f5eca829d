//! Speech: nouns for what somebody speaks by or in.

use super::list::{Marks, Table, list, marks};

marks! {
    /// What a noun for a product or an occasion of speech is used for.
    pub enum Speech {
        /// Its issuer speaks by it: "the report said".
        Document = "document",
        /// It speaks by showing: "the data suggest".
        Evidence = "evidence",
        /// Something is said in or on it: "in a blog post".
        Medium = "medium",
        /// A date before it is when something was said: "in a June report".
        Occasion = "occasion",
    }
}

/// The nouns, in lower case.
pub static SPEECH_PRODUCTS: Table<Marks<Speech>> = Table::marked(list!("speech_products"));
