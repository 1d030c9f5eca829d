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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PublishedBasis;
    use serde::Serialize;
    use std::fmt::Debug;
    use std::str::FromStr;

    /// Checks that serde, `as_str` and `FromStr` agree on the name of every variant.
    fn agree<T: Serialize + FromStr<Err: Debug> + PartialEq + Debug + Copy>(
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) {
        assert!(all.len() > 1);
        for &one in all {
            let written = serde_json::to_value(one).expect("a name");
            assert_eq!(written, name(one), "{one:?}");
            assert_eq!(name(one).parse::<T>().expect("its own name"), one);
        }
    }

    #[test]
    fn closed_enums_have_the_names_of_the_record() {
        agree(Form::ALL, Form::as_str);
        agree(ActorType::ALL, ActorType::as_str);
        agree(Scope::ALL, Scope::as_str);
        agree(Modality::ALL, Modality::as_str);
        agree(QuoteKind::ALL, QuoteKind::as_str);
        agree(Polarity::ALL, Polarity::as_str);
        agree(Act::ALL, Act::as_str);
        agree(DateKind::ALL, DateKind::as_str);
        agree(Basis::ALL, Basis::as_str);
        agree(PublishedBasis::ALL, PublishedBasis::as_str);
        assert!("plant".parse::<ActorType>().is_err());
    }
}
