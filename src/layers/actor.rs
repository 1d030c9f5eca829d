//! Actors: the people, organizations, places and groups of an article.

use super::mention::{ActorType, Mention};
use crate::closed_enum::names;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One actor of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest form in the article, without title.
    pub name: String,
    /// What it is.
    pub kind: ActorType,
    /// Whether its name means the same actor in other articles.
    pub scope: Scope,
    /// Other forms of its name in the article, sorted, without `name`.
    pub aliases: Vec<String>,
    /// Titles and functions: "Harbour Minister".
    pub roles: Vec<Span>,
    /// Its mentions, in the order of the text.
    pub mentions: Vec<Mention>,
}

/// How far an actor's name reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Named: the name may be compared with other articles.
    Global,
    /// Unnamed, such as "other experts": this article only.
    Article,
}

names!(Scope { Global = "global", Article = "article" });

/// The actors of an article and who speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// By first mention.
    pub actors: Vec<Actor>,
    /// For each quote the actors who speak, as indices into `actors`; empty where unknown.
    pub speakers: Vec<Vec<usize>>,
    /// For each quote its addressee.
    pub addressees: Vec<Option<usize>>,
    /// For each claim the actors that it is about.
    pub claim_actors: Vec<Vec<usize>>,
}
