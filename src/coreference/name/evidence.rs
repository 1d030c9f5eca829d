//! Evidence: what the words beside a name say that it names.
//!
//! The reader types each name by itself and is least sure of names that it has never seen. "The
//! security firm Quarn", "Quarn, a lender", "Quarn is a newspaper" and "Quarn Vell Oss (QVO)" say it
//! outright, and what is said once holds for every mention of the form.

use super::organization::{acronym, initials};
use crate::encode::tree::{Pos, Relation};
use crate::english::organization::organization_noun;
use crate::english::person::{given, person_noun};
use crate::english::places::{Place, place};
use crate::layers::{ActorType, Form, Mention};
use crate::segment::Shape;
use crate::syntax::{Mark, Tree, Words, lowered};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What is said of a form.
#[derive(Clone, Copy, Default, PartialEq)]
struct Said {
    organization: bool,
    person: bool,
    /// Its initials follow it, as a person's never do.
    abbreviated: bool,
}

/// `mentions` with the kinds that the article gives their names.
pub fn weigh(words: &Words, tree: &Tree, mut mentions: Vec<Mention>) -> Vec<Mention> {
    let mut said: FxHashMap<&str, Said> = FxHashMap::default();
    for mention in mentions.iter().filter(|m| m.form == Form::Name) {
        let range = words.within(mention.span);
        let nouns = nouns(words, tree, &range);
        let any = |is: &dyn Fn(&str) -> bool| nouns.iter().any(|&at| lowered(words.of(at), is));
        let one = Said {
            organization: any(&organization_noun),
            person: any(&|noun| person_noun(noun).is_some()),
            abbreviated: abbreviated(words, mention, &range),
        };
        if one != Said::default() {
            let all = said.entry(mention.span.of(words.text)).or_default();
            all.organization |= one.organization;
            all.person |= one.person;
            all.abbreviated |= one.abbreviated;
        }
    }
    for mention in mentions.iter_mut().filter(|m| m.form == Form::Name) {
        let text = mention.span.of(words.text);
        let told = said.get(text).copied().unwrap_or_default();
        let kind = match mention.kind {
            // The reader knows a full name of a person when it sees one.
            Some(ActorType::Person) => {
                let company =
                    told.organization && !told.person && !text.contains(' ') && given(text).is_none();
                (company || told.abbreviated).then_some(ActorType::Organization)
            }
            Some(ActorType::Other | ActorType::Group) => {
                if told.organization != told.person {
                    Some(if told.person { ActorType::Person } else { ActorType::Organization })
                } else {
                    (place(text) == Some(Place::Other)).then_some(ActorType::Place)
                }
            }
            // A city has its newspaper and its team beside it as often as an organization does.
            Some(ActorType::Place | ActorType::Organization) | None => None,
        };
        mention.kind = kind.or(mention.kind);
    }
    mentions
}

/// The nouns that say what the name in `range` is.
fn nouns(words: &Words, tree: &Tree, range: &Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let common = |at: usize| tree.pos(at) == Pos::Nn && words.list[at].shape != Shape::Mark;
    // "the website “Quarn”"
    let before = range.start.checked_sub(1).map(|at| match words.list[at].mark {
        Mark::Quote => at.saturating_sub(1),
        _ => at,
    });
    if let Some(at) = before
        && words.list[at].sentence == words.list[range.start].sentence
        && common(at)
        && !words.list[at].possessive
    {
        found.push(at);
    }
    let Some(head) = range.clone().find(|&at| tree.head(at).is_none_or(|head| !range.contains(&head))) else {
        return found;
    };
    found.extend(tree.related(head, &[Relation::Appos]).filter(|at| common(*at) && !range.contains(at)));
    if let Some(above) = tree.head(head) {
        let says = match tree.relation(head) {
            Relation::Appos => true,
            Relation::Nsubj => tree.related(above, &[Relation::Cop]).next().is_some(),
            _ => false,
        };
        if says && common(above) && !found.contains(&above) {
            found.push(above);
        }
    }
    found
}

/// True where the initials of the name follow it in brackets.
fn abbreviated(words: &Words, mention: &Mention, range: &Range<usize>) -> bool {
    let is = |at: usize, form: &str| words.list.get(at).is_some_and(|w| w.span.of(words.text) == form);
    is(range.end, "(")
        && is(range.end + 2, ")")
        && acronym(words.of(range.end + 1))
            .is_some_and(|letters| initials(mention.span.of(words.text)).contains(&letters))
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::encode::model;
    use crate::segment::segment;
    use crate::span::Span;

    /// What `name`, read as `kind` wherever it stands in `text`, is after all is weighed.
    fn weighed(text: &str, name: &str, kind: ActorType) -> Vec<ActorType> {
        let article = Article::from_text(text);
        let (reading, _) = model::read(text);
        let words = Words::new(&article, &segment(text, &[]));
        let mentions = text.match_indices(name).map(|(start, name)| Mention {
            span: Span::new(start, start + name.len()),
            form: Form::Name,
            kind: Some(kind),
        });
        let weighed = weigh(&words, &Tree::new(&words, &reading), mentions.collect());
        weighed.iter().map(|m| m.kind.expect("it has one")).collect()
    }

    #[test]
    fn the_noun_beside_a_name_says_what_it_is() {
        use ActorType::{Organization, Other, Person, Place};
        let text = "Quarn denied it. The lender Quarn has lost money, said Quarn.";
        assert_eq!(weighed(text, "Quarn", Person), [Organization; 3]);
        assert_eq!(weighed("The website “Quarn Wiki” is down.", "Quarn Wiki", Other), [Organization]);
        assert_eq!(weighed("Quarn Vell Oss (QVO) won.", "Quarn Vell Oss", Person), [Organization]);
        // A person stays one beside a company, and a town beside its newspaper.
        assert_eq!(weighed("He joined the company. Quarn denied it.", "Quarn", Person), [Person]);
        assert_eq!(weighed("The firm founder Quarn denied it.", "Quarn", Person), [Person]);
        assert_eq!(weighed("A newspaper, Quarn Post, is printed in Quarn.", "Quarn", Place), [Place; 2]);
    }
}
