//! Unnamed speakers: a noun phrase is a known actor of that role, or an actor of this article alone.

use super::Speakers;
use crate::coreference::entity::Entity;
use crate::english::organization::{NounUse, newspaper_word, noun_use, organization_noun};
use crate::english::person::{GROUP_NOUNS, person_noun};
use crate::layers::{ActorType, Form, Mention, Scope};
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words, lowered};
use std::ops::Range;

/// Mentions looked back at for one noun phrase.
const LOOKED_BACK: usize = 30;

/// Farthest that the organization of "the company" may be before it, in sentences.
const SENTENCES: u32 = 4;

impl Speakers<'_> {
    /// An unnamed speaker: a known actor of that role, or an actor of this article.
    pub(super) fn nominal(&mut self, range: Range<usize>, source: Span) -> usize {
        let words = self.words;
        let head = self.head(&range);
        let noun_at = (head.start..head.end)
            .rev()
            .find(|&k| matches!(words.list[k].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::Pron))
            .unwrap_or(head.start);
        let noun = words.of(noun_at).to_lowercase();
        let definite =
            words.is(range.start, "the") || words.is(range.start, "this") || words.is(range.start, "that");
        let person = person_noun(&noun);
        let organization = organization_noun(&noun);
        let mention = Mention { span: trimmed(words, &range), form: Form::Nominal, kind: None };
        if definite
            && head.end == range.end
            && let Some(actor) = self.by_role(range.start, &noun, person.is_some(), organization)
        {
            self.entities[actor].mentions.push(mention);
            return actor;
        }
        let text = mention.span.of(words.text);
        let name = without_article(text.split(',').next().unwrap_or(text).trim());
        let key = name.to_lowercase();
        let actor = match self.unnamed.get(&key) {
            Some(&actor) => actor,
            None => {
                let kind = if organization {
                    ActorType::Organization
                } else if person.is_some() {
                    ActorType::Person
                } else if noun.ends_with('s') || GROUP_NOUNS.has(&noun) {
                    ActorType::Group
                } else {
                    ActorType::Other
                };
                let mut entity = Entity::new(name, kind);
                entity.scope = Scope::Article;
                self.entities.push(entity);
                self.unnamed.insert(key, self.entities.len() - 1);
                self.entities.len() - 1
            }
        };
        self.entities[actor].mentions.push(mention);
        let whole = without_article(source.of(words.text).trim_end_matches([',', ' '])).to_owned();
        self.entities[actor].add_form(&whole);
        self.entities[actor].add_form(without_article(text));
        actor
    }

    /// The named actor before word `at` that the noun fits: by its role, or the organization named
    /// last.
    fn by_role(&self, at: usize, noun: &str, person: bool, organization: bool) -> Option<usize> {
        let words = self.words;
        let start = words.list[at].span.start;
        let sentence = words.list[at].sentence;
        let near = self.mentions.partition_point(|m| m.span.start < start);
        let recent = || {
            self.mentions[..near]
                .iter()
                .zip(&self.actor_of[..near])
                .rev()
                .take(LOOKED_BACK)
                .filter(|(m, _)| m.form != Form::Modifier)
        };
        if let Some((_, &actor)) = recent().find(|(_, a)| self.entities[**a].nouns.iter().any(|n| n == noun))
        {
            return Some(actor);
        }
        if organization && !person {
            let paper = noun_use(noun, NounUse::Newspaper);
            return recent()
                .find(|(m, a)| {
                    let entity = &self.entities[**a];
                    let last = words.list[words.at(m.span.start).min(words.list.len() - 1)].sentence;
                    entity.kind == ActorType::Organization
                        && sentence.saturating_sub(last) <= SENTENCES
                        && (!paper || entity.name.split(' ').any(newspaper_word))
                        && named_alike(&entity.name, noun)
                })
                .map(|(_, &actor)| actor);
        }
        None
    }
}

/// True when an organization of this name may be called by `noun`: "the court" is no company.
fn named_alike(name: &str, noun: &str) -> bool {
    let capital = lowered(noun, |n| {
        let mut c = n.chars();
        c.next().map(|f| f.to_uppercase().collect::<String>() + c.as_str()).unwrap_or_default()
    });
    if noun_use(noun, NounUse::Named) {
        return name.split(' ').any(|w| w == capital);
    }
    !noun_use(noun, NounUse::Unnamed)
}

/// The words of `range` without a comma at the end.
fn trimmed(words: &Words, range: &Range<usize>) -> Span {
    let mut end = range.end;
    while end > range.start + 1
        && words.list[end - 1].tag == Tag::Punct
        && words.list[end - 1].mark != Mark::Close
    {
        end -= 1;
    }
    Span::new(words.list[range.start].span.start, words.list[end - 1].span.end)
}

fn without_article(text: &str) -> &str {
    ["The ", "the ", "A ", "a ", "An ", "an "].iter().find_map(|a| text.strip_prefix(a)).unwrap_or(text)
}
