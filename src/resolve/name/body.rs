//! Bodies: "the Norwegian government", "the Quill campaign".
//!
//! A country or a person before the noun of an institution that it has one of names that
//! institution as surely as a proper name does.

use crate::extract::actor::places::{Place, place};
use crate::extract::actor::{ActorType, Form, Mention};
use crate::extract::word::{Tag, Words};
use crate::segment::Shape;
use crate::span::Span;

/// What a country has one of.
const OF_A_COUNTRY: &[&str] = &[
    "government",
    "military",
    "army",
    "navy",
    "police",
    "parliament",
    "embassy",
    "air force",
    "foreign ministry",
    "defence ministry",
    "defense ministry",
];

/// What is called after a person.
const OF_A_PERSON: &[&str] = &["government", "administration", "campaign", "cabinet"];

/// `mentions`, in the order of the text, with the bodies among them.
pub fn complete(words: &Words, mentions: Vec<Mention>) -> Vec<Mention> {
    let found: Vec<Mention> = mentions.iter().filter_map(|m| body(words, m)).collect();
    if found.is_empty() {
        return mentions;
    }
    let mut all = mentions;
    all.extend(found);
    all.sort_by_key(|m| (m.span.start, m.span.end));
    all
}

fn body(words: &Words, mention: &Mention) -> Option<Mention> {
    let nouns = match mention.kind? {
        ActorType::Place => {
            let known =
                matches!(place(mention.span.of(words.text)), Some(Place::Country(_) | Place::Nationality(_)));
            known.then_some(OF_A_COUNTRY)?
        }
        ActorType::Person => OF_A_PERSON,
        _ => return None,
    };
    let at = words.within(mention.span).end;
    if words.list.get(at.checked_sub(1)?)?.owner {
        return None;
    }
    let end = nouns.iter().find_map(|noun| {
        let mut end = at;
        for part in noun.split(' ') {
            if end >= words.list.len() || words.of(end) != part {
                return None;
            }
            end += 1;
        }
        Some(end)
    })?;
    let (first, last) = (&words.list[at], &words.list[end - 1]);
    // "a Norwegian government official"
    let modifies = words.list.get(end).is_some_and(|next| {
        !last.owner && next.sentence == last.sentence && next.tag == Tag::Noun && next.shape != Shape::Mark
    });
    if first.sentence != words.list[at - 1].sentence || modifies {
        return None;
    }
    let span = Span::new(mention.span.start, last.span.end);
    Some(Mention { span, form: Form::Nominal, kind: Some(ActorType::Organization) })
}
