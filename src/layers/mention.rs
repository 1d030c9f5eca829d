//! Mentions: the places in a text that refer to actors.

use crate::closed_enum::names;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A span of the text that refers to an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its span, without title, article or possessive 's.
    pub span: Span,
    /// How it names its actor.
    pub form: Form,
    /// The type of its actor, if the mention alone shows it.
    pub kind: Option<ActorType>,
}

/// How a mention names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A proper name: "Ada Quill", "Quill", "the Harbour Board".
    Name,
    /// A noun phrase: "the newspaper", "other experts".
    Nominal,
    /// A pronoun, relative pronouns with it.
    Pronoun,
    /// An adjective of nationality: "French".
    Modifier,
}

names!(Form { Name = "name", Nominal = "nominal", Pronoun = "pronoun", Modifier = "modifier" });

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorType {
    /// A human being.
    Person,
    /// A company, an agency, a party, a newspaper, a court, a team.
    Organization,
    /// A country, a city, a region, a building.
    Place,
    /// Several people without a common organization: "other experts".
    Group,
    /// Any other, or unknown.
    Other,
}

names!(ActorType { Person = "person", Organization = "organization", Place = "place", Group = "group", Other = "other" });
