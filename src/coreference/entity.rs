//! An actor while its mentions are still being gathered.

use crate::english::person::Gender;
use crate::english::places::{Place, place};
use crate::layers::{Actor, ActorType, Mention, Scope};
use crate::span::Span;

/// Most forms of a name, and most nouns, kept of one actor.
const MOST_FORMS: usize = 40;

/// Names of organizations below this length, in bytes, are acronyms: the longest form names better.
const SHORT_NAME: usize = 6;

/// An actor before it is done.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: String,
    pub kind: ActorType,
    pub scope: Scope,
    pub gender: Option<Gender>,
    /// Forms of its name as written.
    pub forms: Vec<String>,
    pub mentions: Vec<Mention>,
    pub roles: Vec<Span>,
    /// Nouns in lower case for what it is: "senator".
    pub nouns: Vec<String>,
    /// How many mentions by name read as each kind.
    votes: [u32; 5],
}

impl Entity {
    pub fn new(name: &str, kind: ActorType) -> Self {
        Entity {
            name: name.to_owned(),
            kind,
            scope: Scope::Global,
            gender: None,
            forms: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            nouns: Vec::new(),
            votes: [0; 5],
        }
    }

    /// Notes a form of its name.
    pub fn add_form(&mut self, form: &str) {
        if self.forms.len() < MOST_FORMS && !self.forms.iter().any(|f| f == form) {
            self.forms.push(form.to_owned());
        }
    }

    /// Notes a noun for what it is.
    pub fn add_noun(&mut self, noun: &str) {
        if self.nouns.len() < MOST_FORMS && !self.nouns.iter().any(|n| n == noun) {
            self.nouns.push(noun.to_owned());
        }
    }

    /// Counts a mention that reads as `kind`.
    pub fn vote(&mut self, kind: ActorType) {
        self.votes[kind as usize] += 1;
    }

    /// Decides name and kind once all mentions by name are there: the fullest form that is not
    /// only known from brackets or a heading, and what most mentions say.
    pub fn settle(&mut self) {
        if self.kind == ActorType::Person && self.name.contains(' ') {
            // Every full form of a person is one: the one with most words says most.
            let words = |name: &str| (name.split(' ').count(), name.chars().count());
            let full = self.forms.iter().filter(|f| f.contains(' ')).max_by_key(|f| words(f));
            if let Some(full) = full.filter(|f| words(f) > words(&self.name)) {
                self.name = full.clone();
            }
            return;
        }
        // A country is a place even where it acts.
        if matches!(place(&self.name), Some(Place::Country(_))) {
            self.kind = ActorType::Place;
            return;
        }
        const KINDS: [ActorType; 4] =
            [ActorType::Person, ActorType::Organization, ActorType::Place, ActorType::Group];
        let voted = |kind: ActorType| self.votes[kind as usize];
        if let Some(most) = KINDS.into_iter().max_by_key(|&k| (voted(k), k == self.kind))
            && voted(most) > voted(self.kind)
        {
            self.kind = most;
        }
        if self.kind == ActorType::Organization
            && self.name.len() < SHORT_NAME
            && let Some(longest) = self.forms.iter().max_by_key(|f| f.len())
        {
            self.name = longest.clone();
        }
    }

    /// The actor.
    pub fn into_actor(mut self) -> Actor {
        self.mentions.sort_by_key(|m| (m.span.start, m.span.end));
        self.mentions.dedup_by_key(|m| m.span);
        self.roles.sort_unstable();
        self.roles.dedup();
        let mut aliases = self.forms;
        aliases.retain(|f| *f != self.name);
        aliases.sort_unstable();
        aliases.dedup();
        Actor {
            name: self.name,
            kind: self.kind,
            scope: self.scope,
            aliases,
            roles: self.roles,
            mentions: self.mentions,
        }
    }
}
