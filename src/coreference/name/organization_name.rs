//! Bodies: "the Norwegian government", "the Quill campaign".
//!
//! A country or a person before the noun of an institution that it has one of names that
//! institution as surely as a proper name does.

use crate::encode::tree::{Pos, Relation};
use crate::english::organization::{Holder, PLACE_INSTITUTIONS, institutions, organization_noun};
use crate::english::places::{Place, place};
use crate::layers::{ActorType, Form, Mention};
use crate::segment::Shape;
use crate::span::Span;
use crate::syntax::{Tree, Words, lowered};

/// `mentions`, in the order of the text, with the bodies among them.
pub fn complete(words: &Words, tree: &Tree, mentions: Vec<Mention>) -> Vec<Mention> {
    let found: Vec<Mention> = mentions.iter().filter_map(|m| body(words, tree, m)).collect();
    let mut all: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in &mentions {
        let whole = of_a_place(words, mention, &mentions);
        let bare = without_nationality(words, whole);
        if bare != whole {
            let start = whole.span.start;
            let adjective = words.list[words.within(whole.span).start].span.end;
            let (span, kind) = (Span::new(start, adjective), Some(ActorType::Place));
            all.push(Mention { span, form: Form::Modifier, kind });
        }
        all.push(bare);
    }
    all.extend(found);
    all.sort_by_key(|m| (m.span.start, m.span.end));
    // Names inside of those that grew.
    let mut end = 0;
    all.retain(|m| {
        let inside = m.kind == Some(ActorType::Place) && m.form == Form::Name && m.span.end <= end;
        if m.kind == Some(ActorType::Organization) && m.form == Form::Name {
            end = end.max(m.span.end);
        }
        !inside
    });
    all
}

/// "the Municipality of Dunmore", "the Commission for Norland and Kestria": a body that is called after
/// the places it is for takes them into its name; any other mention stays as it is.
fn of_a_place(words: &Words, mention: &Mention, mentions: &[Mention]) -> Mention {
    if mention.form != Form::Name {
        return *mention;
    }
    let range = words.within(mention.span);
    let text = mention.span.of(words.text);
    match mention.kind {
        Some(ActorType::Place) if range.start >= 2 => {
            let the = usize::from(words.is(range.start - 1, "the") && range.start >= 3);
            let (of, noun) = (range.start - 1 - the, range.start - 2 - the);
            let word = &words.list[noun];
            let called = (words.is(of, "of") || words.is(of, "for"))
                && word.shape != Shape::Lower
                && PLACE_INSTITUTIONS.has(words.of(noun))
                && word.sentence == words.list[range.start].sentence
                && !mentions
                    .get(mentions.partition_point(|m| m.span.end <= word.span.start))
                    .is_some_and(|m| m.span.overlaps(word.span));
            if !called {
                return *mention;
            }
            let span = Span::new(word.span.start, mention.span.end);
            Mention { span, kind: Some(ActorType::Organization), ..*mention }
        }
        Some(ActorType::Organization) if text.contains(" for ") || text.contains(" of ") => {
            let next = mentions.get(mentions.partition_point(|m| m.span.start < mention.span.end));
            let grown =
                next.filter(|m| m.kind == Some(ActorType::Place) && m.form == Form::Name).filter(|m| {
                    let between = &words.text[mention.span.end..m.span.start];
                    between == " and the "
                        || between == " and " && place(text.rsplit(' ').next().unwrap_or("")).is_some()
                });
            match grown {
                Some(m) => Mention { span: Span::new(mention.span.start, m.span.end), ..*mention },
                None => *mention,
            }
        }
        _ => *mention,
    }
}

/// "the Norlandic Quill TV station": the noun behind shows that the nationality is no part of the name,
/// as it is of "the Norlandic Quill Council".
fn without_nationality(words: &Words, mention: Mention) -> Mention {
    let range = words.within(mention.span);
    let owned = || words.list[range.end - 1].possessive;
    let described = words.list.get(range.end).is_some_and(|next| {
        next.sentence == words.list[range.start].sentence
            && next.shape == Shape::Lower
            && lowered(words.of(range.end), organization_noun)
    });
    let led = mention.form == Form::Name
        && mention.kind == Some(ActorType::Organization)
        && range.len() > 1
        && range.start > 0
        && ["the", "a", "an"].iter().any(|article| words.is(range.start - 1, article))
        && matches!(place(words.of(range.start)), Some(Place::Nationality(_)))
        && words.list[range.start + 1].shape != Shape::Lower;
    if led && described && !owned() {
        return Mention {
            span: Span::new(words.list[range.start + 1].span.start, mention.span.end),
            ..mention
        };
    }
    mention
}

fn body(words: &Words, tree: &Tree, mention: &Mention) -> Option<Mention> {
    let known = place(mention.span.of(words.text));
    let mut at = words.within(mention.span).end;
    let holder = match mention.kind? {
        ActorType::Place if matches!(known, Some(Place::Country(_) | Place::Nationality(_))) => {
            // "the South Norland coastal police"
            let between = words.list.get(at + 1).is_some()
                && matches!(tree.pos(at), Pos::Nn | Pos::Jj)
                && words.list[at].shape == Shape::Lower
                && !institutions(Holder::Country).any(|noun| noun.split(' ').next() == Some(words.of(at)))
                && words.list[at].sentence == words.list[at + 1].sentence;
            at += usize::from(between);
            Holder::Country
        }
        ActorType::Person => Holder::Person,
        // A surname alone is often read as something else.
        ActorType::Organization if words.within(mention.span).len() == 1 && known.is_none() => Holder::Leader,
        _ => return None,
    };
    if words.list.get(at.checked_sub(1)?)?.possessive {
        return None;
    }
    let end = institutions(holder).find_map(|noun| {
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
    let modifies = !last.possessive
        && words.list.get(end).is_some_and(|next| next.sentence == last.sentence)
        && tree.head(end - 1).is_some_and(|head| head >= end)
        && matches!(tree.relation(end - 1), Relation::Compound | Relation::Amod | Relation::Nmod);
    if first.sentence != words.list[at - 1].sentence || modifies {
        return None;
    }
    let span = Span::new(mention.span.start, last.span.end);
    Some(Mention { span, form: Form::Nominal, kind: Some(ActorType::Organization) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::encode::Reading;
    use crate::segment::segment;

    /// The text and kind of the mentions after completion; `names` are given with their kinds.
    fn completed(text: &str, names: &[(&str, ActorType)]) -> Vec<(String, ActorType)> {
        let article = Article::from_text(text);
        let words = Words::new(&article, &segment(text, &[]));
        let mention = |&(name, kind): &(&str, ActorType)| {
            let start = text.find(name).expect("it is there");
            Mention { span: Span::new(start, start + name.len()), form: Form::Name, kind: Some(kind) }
        };
        let tree = Tree::new(&words, &Reading::default());
        let found = complete(&words, &tree, names.iter().map(mention).collect());
        found.iter().map(|m| (m.span.of(text).to_owned(), m.kind.expect("it has one"))).collect()
    }

    #[test]
    fn a_body_takes_the_place_that_it_is_of_into_its_name() {
        let found = completed("The Municipality of Dunmore objected.", &[("Dunmore", ActorType::Place)]);
        assert_eq!(found, [("Municipality of Dunmore".to_owned(), ActorType::Organization)]);
        let found = completed("The mayor of Dunmore objected.", &[("Dunmore", ActorType::Place)]);
        assert_eq!(found, [("Dunmore".to_owned(), ActorType::Place)]);
    }

    #[test]
    fn a_nationality_is_part_of_a_name_unless_a_noun_behind_says_otherwise() {
        let names = |text: &str, name: &str| -> Vec<String> {
            completed(text, &[(name, ActorType::Organization)]).into_iter().map(|(name, _)| name).collect()
        };
        let station = names("It was shown by the German Quill TV station.", "German Quill TV");
        assert_eq!(station, ["German", "Quill TV"]);
        let council = names("It was shown by the German Quill Council.", "German Quill Council");
        assert_eq!(council, ["German Quill Council"]);
    }

    #[test]
    fn a_body_for_two_places_has_both_in_its_name() {
        let names =
            [("Trade Commission for Norland", ActorType::Organization), ("Veldmark", ActorType::Place)];
        let found = completed("The Trade Commission for Norland and the Veldmark met.", &names);
        let whole = "Trade Commission for Norland and the Veldmark";
        assert_eq!(found, [(whole.to_owned(), ActorType::Organization)]);
    }
}
