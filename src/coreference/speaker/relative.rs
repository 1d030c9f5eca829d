//! Relative pronouns as sources: “Lund, a lawyer who said …”.

use super::Speakers;
use crate::encode::tree::Relation;
use crate::english::organization::organization_noun;
use crate::english::person::{GROUP_NOUNS, person_noun};
use crate::layers::{ActorType, Form, Mention};
use crate::span::Span;
use crate::syntax::Mark;
use std::ops::Range;

/// Steps up a tree from a relative pronoun to the verb of its clause.
const CLIMB: usize = 3;

impl Speakers<'_> {
    /// The actors of the noun that the clause of the pronoun at `at` modifies. "who" is a person, a group or an
    /// organization, or nobody: in “the question of the host, who said” no question speaks.
    pub(super) fn relative(&mut self, at: usize, span: Span) -> Vec<usize> {
        let found = match self.antecedent(at) {
            Some(noun) => self.of_noun(noun),
            None => self.before(at),
        };
        let personal = ["who", "whom", "whose"].iter().any(|form| self.words.is(at, form));
        let fits = |actor: &usize| {
            !personal || !matches!(self.entities[*actor].kind, ActorType::Place | ActorType::Other)
        };
        let actors: Vec<usize> = found.into_iter().filter(fits).collect();
        for &actor in &actors {
            self.entities[actor].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
        }
        actors
    }

    /// The noun that the relative clause of the pronoun at `at` modifies, by the tree.
    fn antecedent(&self, at: usize) -> Option<usize> {
        let mut verb = self.tree.head(at)?;
        for _ in 0..CLIMB {
            if matches!(self.tree.relation(verb), Relation::AclRelcl | Relation::Acl) {
                return self.tree.head(verb).filter(|&noun| noun < at);
            }
            verb = self.tree.head(verb)?;
        }
        None
    }

    /// Who the noun phrase that ends in the word `noun` is.
    fn of_noun(&mut self, noun: usize) -> Vec<usize> {
        let words = self.words;
        // A name is the head by its first word: “Karen Lund, who”.
        let name = self.mentions_in(words.list[noun].span).find(|&m| self.mentions[m].form != Form::Modifier);
        if let Some(mention) = name {
            return vec![self.actor_of[mention]];
        }
        let floor = words.sentences.get(words.list[noun].sentence as usize).map_or(0, |s| s.start);
        let start = words.noun_phrase_before(noun + 1, floor).min(noun);
        self.of_phrase(start..noun + 1)
    }

    /// Who stands right before the relative pronoun at `at`, where the tree does not tell.
    fn before(&mut self, at: usize) -> Vec<usize> {
        let words = self.words;
        let mut end = at;
        if end > 0 && matches!(words.list[end - 1].mark, Mark::Comma | Mark::Dash) {
            end -= 1;
        }
        let floor = words.sentences.get(words.list[at].sentence as usize).map_or(0, |s| s.start);
        let start = words.noun_phrase_before(end, floor);
        if start >= end {
            return Vec::new();
        }
        // In an apposition the name before it is meant: "Roe, a lawyer who".
        if self.named(&(start..end)).is_empty() && start > floor && words.list[start - 1].mark == Mark::Comma
        {
            let outer = words.noun_phrase_before(start - 1, floor);
            if outer < start - 1 {
                let named = self.named(&(outer..start - 1));
                if !named.is_empty() {
                    return named;
                }
            }
        }
        self.of_phrase(start..end)
    }

    /// The actors that a noun phrase names or refers to, or an unnamed one where its noun is one for people.
    fn of_phrase(&mut self, range: Range<usize>) -> Vec<usize> {
        let named = self.named(&range);
        if !named.is_empty() {
            return named;
        }
        let noun = self.words.of(range.end - 1).to_lowercase();
        let human = person_noun(&noun).is_some()
            || organization_noun(&noun)
            || GROUP_NOUNS.has(&noun)
            || noun.ends_with('s');
        match human {
            true => vec![self.nominal(range.clone(), self.words.span(range.start, range.end))],
            false => Vec::new(),
        }
    }
}
