//! Coreference: which mentions refer to the same actor, and who the speaker of each quote is.
//!
//! In: the mentions, quotes and claims of one article. Out: [`Resolution`]. What is not certain
//! stays unresolved: such a quote has no speaker.

mod entity;
mod first_person;
pub mod name;
mod pronoun;
mod reference;
mod role;
mod speaker;
#[cfg(all(test, feature = "model"))]
mod tests;

use crate::document::Doc;
use crate::layers::{ActorType, Claim, Mention, Quote, Resolution, Scope};
use crate::span::Span;

/// The actors of `doc` and its speakers, from its mentions, quotes and claims.
pub fn resolve(doc: &Doc, mentions: Vec<Mention>, quotes: &[Quote], claims: &[Claim]) -> Resolution {
    let (words, tree, reading) = (&doc.words, &doc.tree, doc.reading);
    let mentions = name::missed_mention::complete(words, name::evidence::weigh(words, tree, mentions));
    let mentions = name::organization_name::complete(words, tree, mentions);
    let (mut entities, actor_of) = name::cluster(words, &mentions);
    role::add(words, &mentions, &actor_of, &mut entities);
    let references = reference::resolve(words, reading, &mentions, &actor_of, &entities);
    for (actor, mention) in references.mentions(words) {
        entities[actor].mentions.push(mention);
    }
    let mut speakers = speaker::Speakers::new(words, tree, &mentions, &actor_of, &references, entities);
    let spoken = speakers.all(quotes);
    let addressed: Vec<Option<usize>> =
        quotes.iter().map(|q| q.addressee.and_then(|a| speakers.addressee(a))).collect();
    let mut entities = speakers.entities;
    first_person::add(words, quotes, &spoken, &mut entities);
    let about = about(&entities, claims);
    // What speaks by its name and is no person, place or group is an organization: a website, a ship.
    for &actor in spoken.iter().flatten() {
        let entity = &mut entities[actor];
        if entity.kind == ActorType::Other && entity.scope == Scope::Global {
            entity.kind = ActorType::Organization;
        }
    }
    name::nested::add(words, &mentions, &actor_of, &mut entities);
    in_order(entities, spoken, addressed, about)
}

/// For each claim the actors with a mention inside of its parts, by name or otherwise, in the order of
/// the text, each once.
fn about(entities: &[entity::Entity], claims: &[Claim]) -> Vec<Vec<usize>> {
    let all = entities.iter().enumerate().flat_map(|(i, d)| d.mentions.iter().map(move |m| (m.span, i)));
    let mut mentions: Vec<(Span, usize)> = all.collect();
    mentions.sort_unstable();
    let inside = |parts: &[Span]| {
        let mut out = Vec::new();
        for part in parts {
            let from = mentions.partition_point(|(span, _)| span.start < part.start);
            let within = mentions[from..].iter().take_while(|(span, _)| span.start < part.end);
            for &(_, actor) in within.filter(|(span, _)| span.end <= part.end) {
                if !out.contains(&actor) {
                    out.push(actor);
                }
            }
        }
        out
    };
    claims.iter().map(|claim| inside(&claim.parts)).collect()
}

/// Puts the actors that are mentioned at all in order of first mention; indices follow.
fn in_order(
    entities: Vec<entity::Entity>,
    speakers: Vec<Vec<usize>>,
    addressees: Vec<Option<usize>>,
    claim_actors: Vec<Vec<usize>>,
) -> Resolution {
    let first = |d: &entity::Entity| d.mentions.iter().map(|m| m.span.start).min();
    let mut order: Vec<usize> = (0..entities.len()).filter(|&i| first(&entities[i]).is_some()).collect();
    order.sort_by_key(|&i| (first(&entities[i]), i));
    let mut place = vec![usize::MAX; entities.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<entity::Entity>> = entities.into_iter().map(Some).collect();
    let actors = order.iter().filter_map(|&old| slots[old].take()).map(entity::Entity::into_actor).collect();
    let moved = |list: Vec<usize>| -> Vec<usize> {
        list.into_iter().map(|i| place[i]).filter(|&i| i != usize::MAX).collect()
    };
    Resolution {
        actors,
        speakers: speakers.into_iter().map(&moved).collect(),
        addressees: addressees
            .into_iter()
            .map(|a| a.map(|i| place[i]).filter(|&i| i != usize::MAX))
            .collect(),
        claim_actors: claim_actors.into_iter().map(&moved).collect(),
    }
}
