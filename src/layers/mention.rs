//! Mentions: the places in a text that refer to actors.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A place in the text that stands for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, without title, article or possessive 's.
    pub span: Span,
    /// How it names its actor.
    pub form: Form,
    /// What it names, where the mention alone tells.
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
    /// What is none of these, or not known.
    Other,
}

impl ActorType {
    /// The type that is called so in records.
    pub fn named(name: &str) -> Option<ActorType> {
        use ActorType::{Group, Organization, Other, Person, Place};
        [Person, Organization, Place, Group, Other].into_iter().find(|kind| kind.name() == name)
    }

    /// As the record writes it.
    pub fn name(self) -> &'static str {
        match self {
            ActorType::Person => "person",
            ActorType::Organization => "organization",
            ActorType::Place => "place",
            ActorType::Group => "group",
            ActorType::Other => "other",
        }
    }
}
