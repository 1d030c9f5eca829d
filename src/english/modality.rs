//! Modality: forms that say how far something is stated to be so.

use super::list::{Marks, Table, list, marks};

marks! {
    /// What a form says.
    pub enum Modal {
        /// "allegedly", "accused".
        Alleged = "alleged",
        /// "probably", "expected".
        Likely = "likely",
        /// "perhaps".
        Possible = "possible",
        /// "plans", with "to".
        Intention = "intention",
        /// A participle that hands a demand on: "has been told to".
        Told = "told",
        /// A cue whose infinitive is what somebody is to do: "asked them to".
        Order = "order",
        /// A cue of a demand, with "on" or "for": "called for".
        Demand = "demand",
        /// A cue that is a demand alone: "urged".
        Demanding = "demanding",
        /// "proposed", "recommended".
        Proposal = "proposal",
        /// "vowed", "promised".
        Commitment = "commitment",
    }
}

/// The forms, in lower case.
pub static MODAL_FORMS: Table<Marks<Modal>> = Table::marked(list!("modality"));
