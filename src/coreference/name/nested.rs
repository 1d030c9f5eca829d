//! Names inside of longer names: "Norland" in "Norland Harbour Board", "Oslo" and "Norway" in
//! "Oslo, Norway".
//!
//! They modify the name around them and are mentions of their own actors. They decide
//! nothing: neither a speaker nor what a claim is about.

use super::super::Scope;
use super::super::entity::Entity;
use crate::english::organization::{organization_noun, organization_word};
use crate::english::places::{Place, REGION_WORDS, place};
use crate::layers::{ActorType, Form, Mention};
use crate::span::Span;
use crate::syntax::{Mark, Words};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words that a place inside a name may follow.
const BEFORE: &[&str] = &["of", "in", "for", "at", "the", "and"];

/// Longest name of a place, in words.
const LONGEST: usize = 4;

/// Adds to `entities` the mentions inside of `mentions`; `actor_of` gives the actor of each.
pub fn add(words: &Words, mentions: &[Mention], actor_of: &[usize], entities: &mut Vec<Entity>) {
    let mut inside = Inside { words, known: FxHashMap::default() };
    for (i, entity) in entities.iter().enumerate() {
        for form in entity.forms.iter().chain([&entity.name]) {
            // A surname alone does not name a person inside of another name.
            let names = match entity.kind {
                ActorType::Place => true,
                ActorType::Person => form.contains(' '),
                ActorType::Organization => entity.scope == Scope::Global,
                ActorType::Group | ActorType::Other => false,
            };
            if names {
                inside.known.entry(form.clone()).or_insert((i, entity.kind));
            }
        }
    }
    for (mention, &outer) in mentions.iter().zip(actor_of) {
        if mention.form == Form::Name && entities[outer].kind != ActorType::Person {
            inside.of(mention, outer, entities);
        }
    }
}

struct Inside<'w> {
    words: &'w Words<'w>,
    /// Actors by the forms of their names.
    known: FxHashMap<String, (usize, ActorType)>,
}

impl Inside<'_> {
    fn of(&mut self, mention: &Mention, outer: usize, entities: &mut Vec<Entity>) {
        let words = self.words;
        let range = words.within(mention.span);
        let listed = entities[outer].kind == ActorType::Place
            && range.clone().any(|at| words.list[at].mark == Mark::Comma);
        let mut at = range.start;
        // "Central Norland", but no part of "South Africa": that one is a country.
        let part = entities[outer].kind == ActorType::Place
            && place(mention.span.of(words.text)).is_none()
            && words.lowered(range.start, |form| REGION_WORDS.has(form));
        while at < range.end {
            let follows = at == range.start
                || part && at == range.start + 1
                || words.list[at - 1].mark == Mark::Comma
                || BEFORE.iter().any(|b| words.is(at - 1, b));
            let found = match follows {
                true if listed => self.part(at, range.end),
                true => self.longest(at, range.clone()),
                false => None,
            };
            let Some((end, name, kind)) = found else {
                at += 1;
                continue;
            };
            let span = Span::new(words.list[at].span.start, words.list[end - 1].span.end);
            at = if part && at == range.start { at + 1 } else { end };
            if span == mention.span {
                continue;
            }
            let (actor, _) = *self.known.entry(name).or_insert_with_key(|name| {
                entities.push(Entity::new(name, kind));
                (entities.len() - 1, kind)
            });
            if actor != outer || listed {
                entities[actor].mentions.push(Mention { span, form: Form::Modifier, kind: None });
                entities[actor].add_form(span.of(words.text));
            }
        }
    }

    /// Between the commas of "Lundby, Norland" each part is a place.
    fn part(&self, at: usize, end: usize) -> Option<(usize, String, ActorType)> {
        let words = self.words;
        let stop = (at..end).find(|&k| words.list[k].mark == Mark::Comma).unwrap_or(end);
        if stop == at || !words.of(at).starts_with(char::is_uppercase) {
            return None;
        }
        let form = words.span_of(at, stop);
        let name = match place(form) {
            Some(Place::Country(country) | Place::Nationality(country)) => country,
            _ => form,
        };
        Some((stop, name.to_owned(), ActorType::Place))
    }

    /// The longest name from word `at` on: of a place, a full one of a person; at the beginning also
    /// one of an organization, and what is left of "Lund Harbour Board meeting" without its noun.
    fn longest(&self, at: usize, range: Range<usize>) -> Option<(usize, String, ActorType)> {
        let words = self.words;
        let begins = at == range.start;
        let most = if begins { range.end } else { range.end.min(at + LONGEST) };
        let lower = |k: usize| words.of(k).starts_with(char::is_lowercase);
        (at + 1..=most).rev().find_map(|stop| {
            let form = words.span_of(at, stop);
            if let Some(Place::Country(country) | Place::Nationality(country)) = place(form) {
                return Some((stop, country.to_owned(), ActorType::Place));
            }
            if let Some(&(_, kind)) = self.known.get(form)
                && (kind != ActorType::Organization || begins && stop < range.end)
            {
                return Some((stop, form.to_owned(), kind));
            }
            if place(form).is_some() {
                return Some((stop, form.to_owned(), ActorType::Place));
            }
            let headed = begins
                && stop < range.end
                && stop > at + 1
                && (stop..range.end).all(lower)
                && !lower(stop - 1)
                && !organization_noun(words.of(range.end - 1))
                && (at..stop).any(|k| organization_word(words.of(k)));
            headed.then(|| (stop, form.to_owned(), ActorType::Organization))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::segment::segment;

    /// The names of the actors once the places inside `name` are added to it.
    fn found(text: &str, name: &str) -> Vec<String> {
        let article = Article::from_text(text);
        let words = Words::new(&article, &segment(text, &[]));
        let start = text.find(name).expect("it is there");
        let span = Span::new(start, start + name.len());
        let mention = Mention { span, form: Form::Name, kind: Some(ActorType::Place) };
        let mut entity = Entity::new(name, ActorType::Place);
        entity.add_form(name);
        let mut entities = vec![entity];
        add(&words, &[mention], &[0], &mut entities);
        entities.into_iter().map(|entity| entity.name).collect()
    }

    #[test]
    fn a_part_of_a_country_names_the_country() {
        assert_eq!(
            found("The drought in Central Chile goes on.", "Central Chile"),
            ["Central Chile", "Chile"]
        );
        assert_eq!(found("The drought in South Africa goes on.", "South Africa"), ["South Africa"]);
    }
}
