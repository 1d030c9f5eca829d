//! References: the actors that pronouns and noun phrases without a name refer to.
//!
//! In: the noun phrases of the article, each with the earlier ones that the model thinks it may mean,
//! and the actors that are named. One walk in the order of the text settles each phrase: a name is
//! its actor; a pronoun or "the company" takes the antecedent with most probability among those that
//! its number, gender and kind allow, all places of one actor summed up. A pronoun that the model
//! finds nothing for falls back on [`super::pronoun`]'s rules.

use super::entity::Entity;
use super::pronoun::{self, Event};
use super::role;
use crate::encode::Reading;
use crate::encode::tree::Relation;
use crate::english::cue::{cue, frame};
use crate::english::lexicon::class;
use crate::english::organization::organization_noun;
use crate::english::person::{Gender, person_noun};
use crate::layers::{Act, ActorType, Form, Mention};
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words, lowered};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Least share of the probability that an actor needs to be what a pronoun means.
const PERSON: f32 = 0.2;
/// The same for "it" and "they", which may mean what is no noun phrase at all.
const THING: f32 = 0.4;
/// The same for a noun phrase: "the company" is more often new than "it".
const NOMINAL: f32 = 0.5;

/// Steps up a tree that lead from a relative pronoun to its clause, or through appositions.
const CLIMB: usize = 4;

/// Who or what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// A named actor.
    Actor(usize),
    /// What has no name: the noun phrase that introduced it, as words.
    Phrase(usize, usize),
}

/// What the references of an article mean.
#[derive(Default)]
pub struct References {
    /// Pronouns by index of their word.
    pub pronouns: FxHashMap<usize, Referent>,
    /// Noun phrases without a name that mean a named actor: the words of each, by index of its head.
    pub nominals: FxHashMap<usize, (Range<usize>, usize)>,
}

impl References {
    /// The named actor that the pronoun at word `at` means.
    pub fn actor(&self, at: usize) -> Option<usize> {
        match self.pronouns.get(&at)? {
            Referent::Actor(actor) => Some(*actor),
            Referent::Phrase(..) => None,
        }
    }

    /// All mentions of named actors by pronoun or noun phrase, in the order of the text.
    pub fn mentions(&self, words: &Words) -> Vec<(usize, Mention)> {
        let mention = |span, form| Mention { span, form, kind: None };
        let mut all: Vec<(usize, Mention)> = Vec::new();
        for (&at, referent) in &self.pronouns {
            if let Referent::Actor(actor) = *referent {
                all.push((actor, mention(words.list[at].span, Form::Pronoun)));
            }
        }
        for (range, actor) in self.nominals.values() {
            let span = words.span(range.start, range.end);
            let bare = words.list[range.end - 1].span;
            all.push((*actor, mention(Span::new(span.start, bare.end), Form::Nominal)));
        }
        all.sort_unstable_by_key(|(actor, m)| (m.span, *actor));
        all
    }
}

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PronounClass {
    /// "he", "she".
    Person(Gender),
    /// "it".
    Thing,
    /// "they".
    Several,
    /// "who": the noun that its clause modifies.
    Relative,
}

fn pronoun_class(words: &Words, at: usize) -> Option<PronounClass> {
    lowered(words.of(at), |form| {
        Some(match form {
            "he" | "his" | "him" | "himself" => PronounClass::Person(Gender::Male),
            "she" | "her" | "hers" | "herself" => PronounClass::Person(Gender::Female),
            "it" | "its" | "itself" => PronounClass::Thing,
            "they" | "their" | "them" | "theirs" | "themselves" => PronounClass::Several,
            "who" | "which" | "that" | "whose" | "whom" => PronounClass::Relative,
            _ => return None,
        })
    })
}

/// A noun phrase on our words.
struct Place {
    words: Range<usize>,
    head: usize,
}

/// Settles the references of an article; `actor_of` gives the actor of each mention by name.
pub fn resolve(
    words: &Words,
    reading: &Reading,
    mentions: &[Mention],
    actor_of: &[usize],
    entities: &[Entity],
) -> References {
    let places: Vec<Option<Place>> = reading.phrases.iter().map(|p| place(words, reading, p)).collect();
    let mut at_head: FxHashMap<usize, usize> = FxHashMap::default();
    for (i, place) in places.iter().enumerate() {
        if let Some(place) = place {
            at_head.entry(place.head).or_insert(i);
        }
    }
    let mut walk = Walk {
        words,
        by_head: reading.phrases.iter().enumerate().map(|(i, p)| (p.head, i)).collect(),
        reading,
        entities,
        meant: reading.phrases.iter().map(|p| named(p.span, mentions, actor_of)).collect(),
        places,
        events: Vec::new(),
        counts: vec![0; entities.len()],
        found: References::default(),
    };
    walk.join_titles(mentions, actor_of, &at_head);
    walk.join_appositions();
    let mut next = 0;
    for at in 0..words.list.len() {
        while mentions.get(next).is_some_and(|m| m.span.start <= words.list[at].span.start) {
            walk.name(at, &mentions[next], actor_of[next]);
            next += 1;
        }
        let phrase = at_head.get(&at).copied();
        match pronoun_class(words, at) {
            Some(class) => walk.pronoun(at, class, phrase),
            None => {
                if let Some(phrase) = phrase {
                    walk.nominal(phrase);
                }
            }
        }
    }
    walk.found
}

/// The actor whose mention ends the noun phrase at `span`, or covers its last words; modifiers are skipped.
fn named(span: Span, mentions: &[Mention], actor_of: &[usize]) -> Option<Referent> {
    let from = mentions.partition_point(|m| m.span.end < span.end);
    let (mention, actor) =
        mentions[from..].iter().zip(&actor_of[from..]).find(|(m, _)| m.form != Form::Modifier)?;
    (mention.span.start < span.end && mention.span.end <= span.end + 4).then_some(Referent::Actor(*actor))
}

fn place(words: &Words, reading: &Reading, phrase: &crate::encode::reader::Referring) -> Option<Place> {
    let range = words.within(phrase.span);
    let head = words.within(reading.words[phrase.head].span).next()?;
    range.contains(&head).then_some(Place { words: range, head })
}

struct Walk<'a> {
    words: &'a Words<'a>,
    reading: &'a Reading,
    entities: &'a [Entity],
    /// Phrases by the model's word that is their head.
    by_head: FxHashMap<usize, usize>,
    places: Vec<Option<Place>>,
    /// What each phrase means, as far as it is settled.
    meant: Vec<Option<Referent>>,
    events: Vec<Event>,
    counts: Vec<u32>,
    found: References,
}

impl Walk<'_> {
    /// "The minister, Ada Quill," and "Ada Quill, the minister,": the noun refers to the person of the name.
    fn join_appositions(&mut self) {
        for (i, phrase) in self.reading.phrases.iter().enumerate() {
            let node = self.reading.words[phrase.head].node;
            let Some(&outer) = self.by_head.get(&node.head) else { continue };
            match (self.meant[outer], self.meant[i]) {
                (Some(referent), None) if node.relation == Relation::Appos => self.meant[i] = Some(referent),
                (None, Some(Referent::Actor(actor)))
                    if node.relation == Relation::Appos || self.renames(outer, i, actor) =>
                {
                    self.meant[outer] = Some(Referent::Actor(actor));
                }
                _ => {}
            }
        }
    }

    /// "Security firm Quarn" and "minister of fisheries Ada Quill": the noun refers to the person of the name.
    fn join_titles(&mut self, mentions: &[Mention], actor_of: &[usize], at_head: &FxHashMap<usize, usize>) {
        let words = self.words;
        for (mention, &actor) in mentions.iter().zip(actor_of).filter(|(m, _)| m.form == Form::Name) {
            let first = words.within(mention.span).start;
            let title = match self.entities[actor].kind {
                ActorType::Person => role::before(words, first).map(|span| words.within(span)),
                ActorType::Organization => first.checked_sub(1).map(|noun| noun..first).filter(|noun| {
                    let word = &words.list[noun.start];
                    word.sentence == words.list[first].sentence
                        && !word.possessive
                        && lowered(words.of(noun.start), organization_noun)
                }),
                _ => None,
            };
            for at in title.into_iter().flatten() {
                if let Some(&phrase) = at_head.get(&at)
                    && self.meant[phrase].is_none()
                {
                    self.meant[phrase] = Some(Referent::Actor(actor));
                }
            }
        }
    }

    /// True where a person's name follows a comma behind a noun phrase for a person: an apposition,
    /// whatever the tree says.
    fn renames(&self, outer: usize, name: usize, actor: usize) -> bool {
        let Some(place) = &self.places[name] else { return false };
        let Some(noun) = &self.places[outer] else { return false };
        self.entities[actor].kind == ActorType::Person
            && place.words.start > noun.head + 1
            && self.words.list[place.words.start - 1].mark == Mark::Comma
            && lowered(self.words.of(noun.head), person_noun).is_some()
    }

    /// A name begins at word `at`.
    fn name(&mut self, at: usize, mention: &Mention, actor: usize) {
        let kind = self.entities[actor].kind;
        if mention.form != Form::Name || !matches!(kind, ActorType::Person | ActorType::Organization) {
            return;
        }
        let end = self.words.within(mention.span).end;
        self.counts[actor] += 1;
        self.events.push(Event::new(self.words, actor, at, end));
    }

    fn pronoun(&mut self, at: usize, class: PronounClass, phrase: Option<usize>) {
        let least = if matches!(class, PronounClass::Person(_)) { PERSON } else { THING };
        let found = phrase.and_then(|p| match class {
            PronounClass::Relative => self.relative(p),
            _ => self.likeliest(p, least, &|walk, referent| walk.fits(referent, class)),
        });
        let found = match (class, found) {
            (PronounClass::Person(gender), None) => {
                pronoun::best(self.words, &self.events, at, gender, self.entities, &self.counts)
                    .map(Referent::Actor)
            }
            (PronounClass::Thing, None) => self.reporter(at),
            (_, found) => found,
        };
        let Some(referent) = found else { return };
        self.found.pronouns.insert(at, referent);
        if let Some(phrase) = phrase {
            self.meant[phrase] = Some(referent);
        }
        if let (Referent::Actor(actor), PronounClass::Person(_)) = (referent, class) {
            self.events.push(Event::new(self.words, actor, at, at + 1));
        }
    }

    /// The organization whose report "it" begins: “Quarn said on Monday that it had bought the pier”.
    fn reporter(&self, at: usize) -> Option<Referent> {
        let words = self.words;
        let sentence = words.list[at].sentence;
        let first = words.sentences.get(sentence as usize)?.start;
        let reports = |k: &usize| {
            let word = &words.list[*k];
            let found = cue(word.entry.verb);
            word.tag.is_verb() && found.act == Act::Speech && found.frames & frame::THAT != 0
        };
        let verb = (first..at).rev().find(reports)?;
        let is_noun = |k: usize| words.list[k].tag.is_nominal() && !words.list[k].is(class::TIME);
        if (verb + 1..at).any(is_noun) {
            return None;
        }
        let before_verb = |event: &&Event| {
            event.sentence == sentence
                && event.end <= verb
                && (event.end..verb).all(|k| words.list[k].tag == Tag::Adv || words.list[k].tag.is_aux())
        };
        let subject = self.events.iter().rev().find(before_verb)?.actor;
        (self.entities[subject].kind == ActorType::Organization).then_some(Referent::Actor(subject))
    }

    /// A noun phrase: "the company" may be a named one; else it is what it introduces.
    fn nominal(&mut self, phrase: usize) {
        if self.meant[phrase].is_some() {
            return;
        }
        let Some(place) = &self.places[phrase] else { return };
        let (range, head) = (place.words.clone(), place.head);
        let definite = ["the", "this", "that"].iter().any(|d| self.words.is(range.start, d));
        let noun = self.words.of(head).to_lowercase();
        let kind = (person_noun(&noun).is_some(), organization_noun(&noun));
        if definite && (kind.0 || kind.1) && range.end == head + 1 {
            let fits = |walk: &Walk, referent: Referent| match referent {
                Referent::Actor(actor) => match walk.entities[actor].kind {
                    ActorType::Person => kind.0,
                    ActorType::Organization => kind.1,
                    _ => false,
                },
                Referent::Phrase(..) => true,
            };
            if let Some(referent) = self.likeliest(phrase, NOMINAL, &fits) {
                if let Referent::Actor(actor) = referent {
                    self.found.nominals.insert(head, (range, actor));
                }
                self.meant[phrase] = Some(referent);
                return;
            }
        }
        self.meant[phrase] = Some(Referent::Phrase(range.start, range.end));
    }

    /// The referent with most probability for `phrase` among those that fit, when that is at least
    /// `least` of all that the model sees.
    fn likeliest(
        &self,
        phrase: usize,
        least: f32,
        fits: &dyn Fn(&Self, Referent) -> bool,
    ) -> Option<Referent> {
        let mut sums: Vec<(Referent, f32)> = Vec::new();
        for &(candidate, p) in &self.reading.phrases[phrase].means {
            let Some(referent) = self.meant[candidate].filter(|&r| fits(self, r)) else { continue };
            match sums.iter_mut().find(|(r, _)| *r == referent) {
                Some((_, sum)) => *sum += p,
                None => sums.push((referent, p)),
            }
        }
        let mut best: Option<(Referent, f32)> = None;
        for (referent, sum) in sums {
            if best.is_none_or(|(_, most)| sum > most) {
                best = Some((referent, sum));
            }
        }
        best.filter(|&(_, sum)| sum >= least).map(|(referent, _)| referent)
    }

    fn fits(&self, referent: Referent, class: PronounClass) -> bool {
        match referent {
            Referent::Actor(actor) => {
                let entity = &self.entities[actor];
                match class {
                    PronounClass::Person(gender) => {
                        entity.kind == ActorType::Person && entity.gender.is_none_or(|g| g == gender)
                    }
                    PronounClass::Thing => !matches!(entity.kind, ActorType::Person | ActorType::Group),
                    PronounClass::Several => entity.kind != ActorType::Person,
                    PronounClass::Relative => true,
                }
            }
            Referent::Phrase(_, end) => {
                let head = (end - 1).min(self.words.list.len() - 1);
                let noun = self.words.of(head).to_lowercase();
                let person = person_noun(&noun);
                match class {
                    PronounClass::Person(gender) => {
                        person.is_some_and(|known| known.is_none_or(|g| g == gender || g == Gender::Either))
                    }
                    PronounClass::Thing => person.is_none(),
                    PronounClass::Several | PronounClass::Relative => true,
                }
            }
        }
    }

    /// The noun that the relative clause of pronoun `phrase` modifies, beyond appositions: "Roe, a lawyer
    /// who" is Roe.
    fn relative(&self, phrase: usize) -> Option<Referent> {
        let seen = &self.reading.words;
        let mut verb = self.reading.phrases[phrase].head;
        for _ in 0..CLIMB {
            if seen[verb].node.relation == Relation::AclRelcl {
                break;
            }
            verb = seen[verb].node.head;
        }
        let mut noun = seen[verb].node.head;
        for _ in 0..CLIMB {
            if seen[noun].node.relation != Relation::Appos {
                break;
            }
            noun = seen[noun].node.head;
        }
        (seen[verb].node.relation == Relation::AclRelcl)
            .then(|| self.by_head.get(&noun))
            .flatten()
            .and_then(|&p| self.meant[p])
    }
}
