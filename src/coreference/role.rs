//! Roles: the titles and functions beside a person's name.

use super::entity::Entity;
use crate::english::lexicon::class;
use crate::english::person::{OFFICES, person_noun, title};
use crate::layers::{ActorType, Form, Mention};
use crate::segment::Shape;
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words, lowered};

/// Most words of a role.
const LONGEST: usize = 14;

/// Most roles kept of one person.
const MOST_ROLES: usize = 20;

/// Longest title before a name, in words.
const LONGEST_TITLE: usize = 8;

/// Adds roles to `entities`: titles before a name ("Harbour Minister Ada Quill") and appositions behind it
/// ("Ada Quill, head of the board,"). `actor_of` gives the actor of each mention.
pub fn add(words: &Words, mentions: &[Mention], actor_of: &[usize], entities: &mut [Entity]) {
    for (mention, &actor) in mentions.iter().zip(actor_of) {
        if mention.form != Form::Name || entities[actor].kind != ActorType::Person {
            continue;
        }
        let range = words.within(mention.span);
        let Some(first) = range.clone().next() else { continue };
        if let Some(span) = before(words, first) {
            note(words, span, &mut entities[actor]);
        }
        if let Some(span) = behind(words, range.end) {
            note(words, span, &mut entities[actor]);
        }
    }
}

fn note(words: &Words, span: Span, entity: &mut Entity) {
    if entity.roles.len() >= MOST_ROLES {
        return;
    }
    entity.roles.push(span);
    for at in words.within(span) {
        let form = words.of(at);
        if let Some(noun) = title(form).and_then(|title| title.noun) {
            entity.add_noun(noun);
        }
        let lower = form.to_lowercase();
        if let Some(gender) = person_noun(&lower) {
            entity.add_noun(&lower);
            entity.gender = entity.gender.or(gender);
        } else if words.list[at].tag == Tag::Noun {
            entity.add_noun(&lower);
        }
    }
}

/// Where an office that is held of something begins, right before word `first`.
fn office(words: &Words, first: usize) -> Option<usize> {
    let mut at = first;
    let field = |at: usize| {
        let word = &words.list[at];
        matches!(word.tag, Tag::Noun | Tag::Adj)
            && word.shape == Shape::Lower
            && word.sentence == words.list[first].sentence
            && !word.possessive
            && !lowered(words.of(at), |f| person_noun(f).is_some())
    };
    while at > 2 && first - at < 3 && field(at - 1) {
        at -= 1;
    }
    let held = at < first && words.is(at - 1, "of") && words.lowered(at - 2, |form| OFFICES.has(form));
    held.then(|| at - 2)
}

/// The title right before word `first`: the run of title words, capitals and nouns.
pub fn before(words: &Words, first: usize) -> Option<Span> {
    let mut at = office(words, first).unwrap_or(first);
    let mut role = at < first;
    while at > 0 && first - at < LONGEST_TITLE {
        let word = &words.list[at - 1];
        let form = words.of(at - 1);
        if word.sentence != words.list[first].sentence || word.tag == Tag::Punct || word.possessive {
            break;
        }
        if let Some(found) = title(form) {
            role |= found.role;
        } else if word.tag == Tag::Noun && lowered(form, |f| person_noun(f).is_some()) {
            role = true;
        } else if !(at < first
            && matches!(word.tag, Tag::Propn | Tag::Noun | Tag::Adj)
            && word.shape != Shape::Number
            && !word.is(class::TIME))
        {
            break;
        }
        at -= 1;
    }
    while at < first && title(words.of(at)).is_some_and(|t| !t.role) {
        at += 1;
    }
    (role && at < first).then(|| words.span(at, first))
}

/// The apposition right behind word `end`, which must begin with ", the" or ", a" or a noun for a
/// person.
fn behind(words: &Words, end: usize) -> Option<Span> {
    let list = &words.list;
    if list.get(end)?.mark != Mark::Comma {
        return None;
    }
    let from = end + 1;
    let first = list.get(from)?;
    if first.sentence != list[end].sentence {
        return None;
    }
    let stop = (from..list.len().min(from + LONGEST)).find(|&k| {
        matches!(list[k].mark, Mark::Comma | Mark::Stop | Mark::Semicolon | Mark::Dash | Mark::Open)
            || list[k].tag == Tag::Wh
            || list[k].sentence != first.sentence
    })?;
    let noun = (from..stop).any(|k| lowered(words.of(k), |f| person_noun(f).is_some()));
    let clause = (from..stop)
        .any(|k| matches!(list[k].tag, Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Be | Tag::Have | Tag::Do));
    if !noun || clause || !matches!(first.tag, Tag::Det | Tag::Noun | Tag::Adj | Tag::PrpPoss | Tag::Propn) {
        return None;
    }
    let begin = if first.is(class::DET) && from + 1 < stop { from + 1 } else { from };
    Some(words.span(begin, stop))
}
