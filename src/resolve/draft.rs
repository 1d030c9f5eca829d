//! An actor while its mentions are still being gathered.

use super::{Actor, Scope};
use crate::extract::actor::person::Gender;
use crate::extract::actor::{ActorType, Mention};
use crate::span::Span;

/// An actor before it is done.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    pub kind: ActorType,
    pub scope: Scope,
    pub gender: Option<Gender>,
    /// Forms of its name as they stand in the text.
    pub forms: Vec<String>,
    pub mentions: Vec<Mention>,
    pub roles: Vec<Span>,
    /// Nouns in lower case for what it is: "senator".
    pub nouns: Vec<String>,
}

impl Draft {
    pub fn new(name: &str, kind: ActorType) -> Self {
        Draft {
            name: name.to_owned(),
            kind,
            scope: Scope::Global,
            gender: None,
            forms: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            nouns: Vec::new(),
        }
    }

    /// Notes a form of its name.
    pub fn add_form(&mut self, form: &str) {
        if self.forms.len() < 40 && !self.forms.iter().any(|f| f == form) {
            self.forms.push(form.to_owned());
        }
    }

    /// Notes a noun for what it is.
    pub fn add_noun(&mut self, noun: &str) {
        if self.nouns.len() < 40 && !self.nouns.iter().any(|n| n == noun) {
            self.nouns.push(noun.to_owned());
        }
    }

    /// Takes the fullest form as the name of an organization whose acronym came first.
    pub fn settle_name(&mut self) {
        if self.kind == ActorType::Organization
            && self.name.len() < 6
            && let Some(longest) = self.forms.iter().max_by_key(|f| f.len())
        {
            self.name = longest.clone();
        }
    }

    /// The actor.
    pub fn done(mut self) -> Actor {
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
