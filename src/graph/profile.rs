//! Profiles: what a corpus knows of an actor.
//!
//! A profile begins with one article and grows by [`Profile::add`], which gives the same whatever
//! the order of the articles: counts add up, lists are sorted and keep their first items, and of
//! two ways to write a name the plainer one wins.

use crate::graph::schema::{Cell, Row, Table};
use crate::layers::{ActorType, Form, Scope};
use crate::record::{ActorRecord, Record};
use serde::{Deserialize, Serialize};

/// At most this many aliases and roles an actor, so that one row stays a row.
const LISTED: usize = 50;

/// Actors of the same articles that a profile remembers: those with the lowest hashes, so that the
/// profiles of two actors remember the same ones (bottom-k sketch; Cohen and Kaplan 2007).
const SKETCH: usize = 32;

/// An actor over all articles so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// `act:…`
    pub id: String,
    /// As its node has it.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ActorType,
    /// Global when named, article when not.
    pub scope: Scope,
    /// Other forms of the name, sorted.
    pub aliases: Vec<String>,
    /// Titles and appositions, sorted.
    pub roles: Vec<String>,
    /// Articles that speak of it.
    pub articles: u64,
    /// Mentions in them.
    pub mentions: u64,
    /// Quotes that it speaks.
    pub quotes: u64,
    /// Mentions by "he", and by "she".
    pub he: u64,
    /// As `he`.
    pub she: u64,
    /// First and last day of publication of those articles, where known.
    pub first: Option<String>,
    /// As `first`.
    pub last: Option<String>,
    /// Hashes of named persons and organizations of the same articles.
    pub context: Vec<u32>,
    /// Its id in the gazetteer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
}

/// The profiles of a record's actors, in its order.
pub fn profiles(record: &Record) -> Vec<Profile> {
    let around: Vec<(usize, u32)> = record
        .actors
        .iter()
        .enumerate()
        .filter(|(_, a)| {
            a.scope == Scope::Global
                && matches!(a.kind, ActorType::Person | ActorType::Organization)
                && a.name.contains(' ')
        })
        .map(|(i, a)| (i, hash_of(&a.id)))
        .collect();
    record
        .actors
        .iter()
        .enumerate()
        .map(|(i, actor)| {
            let mut context: Vec<u32> =
                around.iter().filter(|(other, _)| *other != i).map(|(_, h)| *h).collect();
            keep(&mut context, SKETCH);
            profile(record, actor, context)
        })
        .collect()
}

fn profile(record: &Record, actor: &ActorRecord, context: Vec<u32>) -> Profile {
    let pronouns = |forms: &[&str]| {
        let pronoun = |m: &&crate::record::MentionRecord| {
            m.form == Form::Pronoun && forms.iter().any(|f| m.text.eq_ignore_ascii_case(f))
        };
        actor.mentions.iter().filter(pronoun).count() as u64
    };
    let mut aliases = actor.aliases.clone();
    keep(&mut aliases, LISTED);
    let mut roles: Vec<String> = actor.roles.iter().map(|r| r.text.clone()).collect();
    keep(&mut roles, LISTED);
    Profile {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: actor.kind,
        scope: actor.scope,
        aliases,
        roles,
        articles: 1,
        mentions: actor.mentions.len() as u64,
        quotes: record.quotes.iter().filter(|q| q.speakers.contains(&actor.id)).count() as u64,
        he: pronouns(&["he", "his", "him"]),
        she: pronouns(&["she", "her"]),
        first: record.published.clone(),
        last: record.published.clone(),
        context,
        external: None,
    }
}

/// Four bytes of an id, which is a hash itself.
fn hash_of(id: &str) -> u32 {
    let digits = id.strip_prefix("act:").and_then(|d| d.get(..8));
    digits.and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or_default()
}

/// Sorts, drops repetitions, keeps the first `most`.
fn keep<T: Ord>(list: &mut Vec<T>, most: usize) {
    list.sort_unstable();
    list.dedup();
    list.truncate(most);
}

impl Profile {
    /// Takes over what another profile of the same id knows.
    pub fn add(&mut self, mut other: Profile) {
        if plainness(&other.name) < plainness(&self.name) {
            std::mem::swap(&mut self.name, &mut other.name);
        }
        if other.name != self.name {
            self.aliases.push(other.name);
        }
        self.aliases.append(&mut other.aliases);
        keep(&mut self.aliases, LISTED);
        self.roles.append(&mut other.roles);
        keep(&mut self.roles, LISTED);
        self.context.append(&mut other.context);
        keep(&mut self.context, SKETCH);
        self.articles += other.articles;
        self.mentions += other.mentions;
        self.quotes += other.quotes;
        self.he += other.he;
        self.she += other.she;
        let ends = |list: [Option<String>; 2]| list.into_iter().flatten();
        self.first = ends([self.first.take(), other.first]).min();
        self.last = ends([self.last.take(), other.last]).max();
        self.external = ends([self.external.take(), other.external]).min();
    }

    /// Actors that both profiles remember from their articles.
    pub fn shared_context(&self, other: &Profile) -> usize {
        self.context.iter().filter(|h| other.context.binary_search(h).is_ok()).count()
    }

    /// Its row in the table of actors.
    pub fn row(&self) -> Row {
        let aliases = self.aliases.iter().filter(|a| **a != self.name).cloned().collect();
        let cells = vec![
            self.id.as_str().into(),
            self.name.as_str().into(),
            self.kind.as_str().into(),
            Cell::List(aliases),
            Cell::List(self.roles.clone()),
            self.scope.as_str().into(),
            self.external.clone().into(),
        ];
        Row::new(Table::Actor, cells)
    }
}

/// Lower for the plainer of two ways to write a name: "Ada Lund" before "ADA LUND".
pub fn plainness(name: &str) -> (usize, &str) {
    (name.chars().filter(|c| c.is_uppercase()).count(), name)
}
