//! Names inside of longer names: "Norland" in "Norland Harbour Board", "Oslo" and "Norway" in
//! "Oslo, Norway".
//!
//! They modify the name that they stand in and are mentions of their own actors. They decide
//! nothing: neither a speaker nor what a claim is about.

use super::super::draft::Draft;
use crate::extract::actor::places::{Place, place};
use crate::extract::actor::{ActorType, Form, Mention};
use crate::extract::word::{Mark, Words};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Words that a place inside a name may follow.
const BEFORE: &[&str] = &["of", "in", "for", "at", "the", "and"];

/// Longest name of a place, in words.
const LONGEST: usize = 4;

/// Adds to `drafts` the mentions inside of `mentions`; `of` gives the actor of each.
pub fn add(words: &Words, mentions: &[Mention], of: &[usize], drafts: &mut Vec<Draft>) {
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (i, draft) in drafts.iter().enumerate() {
        if matches!(draft.kind, ActorType::Place | ActorType::Person) {
            for form in draft.forms.iter().chain([&draft.name]) {
                // A surname alone does not name a person inside of another name.
                if draft.kind == ActorType::Place || form.contains(' ') {
                    known.entry(form.clone()).or_insert(i);
                }
            }
        }
    }
    for (mention, &outer) in mentions.iter().zip(of) {
        if mention.form != Form::Name || drafts[outer].kind == ActorType::Person {
            continue;
        }
        let range = words.within(mention.span);
        let mut at = range.start;
        while at < range.end {
            let follows = at == range.start
                || words.list[at - 1].mark == Mark::Comma
                || BEFORE.iter().any(|b| words.is(at - 1, b));
            let found = follows.then(|| longest(words, at, range.end, &known)).flatten();
            let Some((end, name, actor)) = found else {
                at += 1;
                continue;
            };
            let span = Span::new(words.list[at].span.start, words.list[end - 1].span.end);
            at = end;
            if span == mention.span {
                continue;
            }
            let actor = actor.unwrap_or_else(|| {
                drafts.push(Draft::new(&name, ActorType::Place));
                known.insert(name, drafts.len() - 1);
                drafts.len() - 1
            });
            if actor != outer {
                drafts[actor].mentions.push(Mention { span, form: Form::Modifier, kind: None });
                drafts[actor].add_form(span.of(words.text));
            }
        }
    }
}

/// The longest name of a place or a full name of a person from word `at` on: where it ends, the
/// name of its actor and the actor if there is one.
fn longest(
    words: &Words,
    at: usize,
    end: usize,
    known: &FxHashMap<String, usize>,
) -> Option<(usize, String, Option<usize>)> {
    (at + 1..=end.min(at + LONGEST)).rev().find_map(|stop| {
        let form = words.span_of(at, stop);
        let name = match place(form) {
            Some(Place::Country(country) | Place::Nationality(country)) => country,
            Some(Place::Other) => form,
            None => return known.get(form).map(|&actor| (stop, form.to_owned(), Some(actor))),
        };
        Some((stop, name.to_owned(), known.get(name).copied()))
    })
}
