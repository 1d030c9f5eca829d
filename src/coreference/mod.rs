//! Resolve: which mentions stand for the same actor, and who speaks each quote.
//!
//! In: the mentions, quotes and claims of one article. Out: [`Resolution`]. What is not plain
//! stays unresolved: a quote without a plain speaker has none.

mod entity;
mod first_person;
pub mod name;
mod pronoun;
mod reference;
mod role;
mod speaker;

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
    let mut speakers = speaker::Speakers::new(words, &mentions, &actor_of, &references, entities);
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
    let actors = order.iter().filter_map(|&old| slots[old].take()).map(entity::Entity::done).collect();
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

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::document::testing::with_doc;
    use crate::layers::Form;
    use crate::{claims, mentions, quotes};

    fn resolved(text: &str) -> Resolution {
        with_doc(text, |doc, types| {
            let quotes = quotes::extract(doc);
            let claims = claims::extract(doc, &quotes, &[]);
            resolve(doc, mentions::extract(doc, types), &quotes, &claims)
        })
    }

    /// The names of the speakers of each quote.
    fn speakers(text: &str) -> Vec<Vec<String>> {
        let done = resolved(text);
        done.speakers.iter().map(|who| who.iter().map(|&i| done.actors[i].name.clone()).collect()).collect()
    }

    #[test]
    fn surnames_and_pronouns_are_the_full_name() {
        let text = "Mayor Karen Lund opened the bridge. “It holds,” Lund said. She said the work was done.";
        assert_eq!(speakers(text), [["Karen Lund"], ["Karen Lund"]]);
    }

    #[test]
    fn an_apposition_does_not_speak() {
        let text = "Karen Lund’s lawyer, Peter Moss, said the case was closed.";
        assert_eq!(speakers(text), [["Peter Moss"]]);
    }

    #[test]
    fn an_acronym_is_the_organization() {
        let text = "The Norland Harbour Board (NHB) met. The NHB said the port was open.";
        assert_eq!(speakers(text), [["Norland Harbour Board"]]);
    }

    #[test]
    fn the_government_of_a_country_is_an_organization() {
        let text = "The Norwegian government said the port was open.";
        assert_eq!(speakers(text), [["Norwegian government"]]);
    }

    #[test]
    fn a_name_that_the_reader_passed_over_is_the_actor_all_the_same() {
        let text = "Karen Lund runs the port of Oslo. Speaking of it, Lund said: “It holds.”";
        assert_eq!(speakers(text).last().expect("a quote"), &["Karen Lund"]);
    }

    #[test]
    fn unnamed_speakers_are_actors_of_the_article() {
        let done = resolved("Other experts said the port was open.");
        assert_eq!((done.actors[0].name.as_str(), done.actors[0].scope), ("Other experts", Scope::Article));
    }

    #[test]
    fn a_pronoun_without_antecedent_has_no_speaker() {
        assert_eq!(speakers("She said the port was open."), [Vec::<String>::new()]);
    }

    #[test]
    fn a_pronoun_behind_a_title_means_the_name() {
        let text =
            "On Monday the minister of fisheries Karen Lund opened the port. The port is safe, she said.";
        assert_eq!(speakers(text), [["Karen Lund"]]);
        let text = "Security firm Quarn said it had seen the attack.";
        assert!(speakers(text).iter().all(|who| who == &["Quarn"]));
        let text = "A scan by the security firm Quarn found holes in the networks of three ports.";
        assert_eq!(speakers(text), [["Quarn"]]);
    }

    #[test]
    fn first_persons_in_a_quotation_are_its_speaker() {
        let text = "“I will close my port,” said Karen Lund. “We need it,” Lund said. I doubt it.";
        let done = resolved(text);
        let lund = done.actors.iter().position(|a| a.name == "Karen Lund").expect("she is named");
        let own: Vec<&str> = done.actors[lund]
            .mentions
            .iter()
            .filter(|m| m.form == Form::Pronoun)
            .map(|m| m.span.of(text))
            .collect();
        assert_eq!(own, ["I", "my"]);
        assert!(done.claim_actors.iter().any(|about| about.contains(&lund)), "a pronoun is her, too");
    }

    #[test]
    fn who_stands_for_the_noun_before_it() {
        let found = speakers("Karen Lund, who said the port was open, left early.");
        assert_eq!(found, [["Karen Lund"]]);
    }
}
