//! The layers of an article: what is read in it, as plain values over spans of its text.
//!
//! Each layer is made by one module, a function of the [`crate::document::Doc`] and of earlier layers:
//! [`crate::time`] makes dates, [`crate::quotes`] quotes, [`crate::claims`] claims, [`crate::mentions`] mentions, and
//! [`crate::coreference`] actors and speakers. These modules share the types here and do not know each other.

pub mod actor;
pub mod claim;
pub mod date;
pub mod mention;
pub mod quote;

pub use actor::{Actor, Resolution, Scope};
pub use claim::{Claim, Modality, Quantity};
pub use date::{Basis, Date, DateKind};
pub use mention::{ActorType, Form, Mention};
pub use quote::{Act, Polarity, Quote, QuoteKind};
