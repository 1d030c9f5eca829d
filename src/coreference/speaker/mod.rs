//! Speakers: the actors that the source of a quote refers to.

mod named;
mod relative;
mod unnamed;

use super::entity::Entity;
use super::reference::{References, Referent};
use crate::english::lexicon::class;
use crate::english::organization::organization_noun;
use crate::english::person::GROUP_NOUNS;
use crate::layers::{ActorType, Form, Mention, Quote};
use crate::span::Span;
use crate::syntax::{Tag, Tree, Words, lowered};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Indefinite pronouns for people.
const INDEFINITE: [&str; 9] =
    ["someone", "somebody", "everyone", "everybody", "nobody", "none", "one", "another", "those"];

/// Nouns of time: "this week" says nothing.
const TIME_NOUNS: [&str; 8] = ["day", "week", "month", "year", "today", "yesterday", "tomorrow", "time"];

/// Mentions looked back at for the organization that "it" refers to.
const MENTIONS_BACK: usize = 6;

/// Farthest that "they" and "it" refer to a group that spoke, in sentences, ...
const SPOKE: u32 = 3;
/// ... and to an organization that was only named.
const NAMED: u32 = 2;

/// Quotes looked back at for the one whose content contains a source.
const QUOTES_BACK: usize = 8;

/// Resolves sources against the actors of one article; adds unnamed speakers to them.
pub struct Speakers<'a> {
    pub words: &'a Words<'a>,
    pub tree: &'a Tree,
    /// Mentions by name, in the order of the text, with the actor of each.
    pub mentions: &'a [Mention],
    pub actor_of: &'a [usize],
    pub references: &'a References,
    pub entities: Vec<Entity>,
    /// Unnamed actors by their plain noun phrase.
    unnamed: FxHashMap<String, usize>,
    /// Who issued the last document of a kind: "the report".
    issued: FxHashMap<String, usize>,
    /// The last organization or group that spoke, with its sentence.
    last_group: Option<(usize, u32)>,
}

impl<'a> Speakers<'a> {
    pub fn new(
        words: &'a Words<'a>,
        tree: &'a Tree,
        mentions: &'a [Mention],
        actor_of: &'a [usize],
        references: &'a References,
        entities: Vec<Entity>,
    ) -> Self {
        Speakers {
            words,
            tree,
            mentions,
            actor_of,
            references,
            entities,
            unnamed: FxHashMap::default(),
            issued: FxHashMap::default(),
            last_group: None,
        }
    }

    /// The speakers of each quote.
    pub fn all(&mut self, quotes: &[Quote]) -> Vec<Vec<usize>> {
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); quotes.len()];
        // In the order of their sources: "they" looks back at who spoke before.
        let mut order: Vec<usize> = (0..quotes.len()).collect();
        order.sort_by_key(|&i| (quotes[i].source.first().map_or(quotes[i].content[0].start, |s| s.start), i));
        let mut later = Vec::new();
        for i in order {
            let Some(&source) = quotes[i].source.first() else { continue };
            if self.first_person(source) {
                later.push(i);
                continue;
            }
            out[i] = self.source(source);
            self.drop_those_within(&quotes[i], source, &mut out[i]);
        }
        // "I" is the speaker of the quotation around it.
        for i in later {
            let source = quotes[i].source[0];
            let holder = match quotes[i].within {
                Some(h) => Some(h),
                None => holder(quotes, source, i),
            };
            if let Some(h) = holder {
                out[i] = out[h].clone();
                if let [only] = out[i][..] {
                    self.entities[only].mentions.push(Mention {
                        span: source,
                        form: Form::Pronoun,
                        kind: None,
                    });
                }
            }
        }
        out
    }

    /// Leaves out speakers of `quote` who are named nowhere but in its content: who says “Lund has won” is not Lund,
    /// unless Lund is named elsewhere.
    fn drop_those_within(&self, quote: &Quote, source: Span, speakers: &mut Vec<usize>) {
        let own = |span: Span| quote.content.iter().any(|c| c.contains(span)) && !source.overlaps(span);
        let named = |actor: usize| {
            let names = self.mentions.iter().zip(self.actor_of).filter(move |(_, a)| **a == actor);
            let mut spans = names.map(|(mention, _)| mention.span).peekable();
            spans.peek().is_none() || spans.any(|span| !own(span))
        };
        speakers.retain(|&actor| named(actor));
    }

    /// The actor that an addressee span names; no actor is made for it.
    pub fn addressee(&self, span: Span) -> Option<usize> {
        let range = self.words.within(span);
        if range.len() == 1
            && let Some(actor) = self.references.actor(range.start)
        {
            return Some(actor);
        }
        self.named(&range).first().copied()
    }

    fn first_person(&self, source: Span) -> bool {
        let range = self.words.within(source);
        range.len() == 1 && ["i", "we", "me", "us", "my", "our"].iter().any(|p| self.words.is(range.start, p))
    }

    /// The actors that `source` refers to.
    fn source(&mut self, source: Span) -> Vec<usize> {
        let mut range = self.words.within(source);
        if range.is_empty() {
            return Vec::new();
        }
        let first = &self.words.list[range.start];
        let sentence = first.sentence;
        // "which together", "she herself"
        let alone = matches!(first.tag, Tag::Wh | Tag::That | Tag::Pron)
            && (range.start + 1..range.end).all(|k| matches!(self.words.list[k].tag, Tag::Adv | Tag::Pron));
        if alone {
            range.end = range.start + 1;
        }
        if range.len() == 1
            && let Some(found) = self.pronoun(range.start, source)
        {
            return found;
        }
        let mut named = self.named(&range);
        if named.is_empty() {
            named = self.issuer(&range, source);
        }
        if named.is_empty() && !self.can_speak(&range) {
            return Vec::new();
        }
        if named.is_empty() {
            named = vec![self.nominal(range.clone(), source)];
        } else if lowered(self.words.of(range.end - 1), organization_noun) {
            for &actor in &named {
                // Read as a place by its name alone: "the Sabre newspaper".
                if self.entities[actor].kind == ActorType::Place {
                    self.entities[actor].kind = ActorType::Organization;
                }
            }
        }
        for &actor in &named {
            if self.entities[actor].kind != ActorType::Person {
                self.last_group = Some((actor, sentence));
            }
        }
        named
    }

    /// False for a source that is no noun phrase: "both", "this", "who this week".
    fn can_speak(&self, range: &Range<usize>) -> bool {
        let words = self.words;
        let nominal = |k: usize| matches!(words.list[k].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::Adj);
        let time =
            |k: usize| words.list[k].is(class::TIME) || words.lowered(k, |form| TIME_NOUNS.contains(&form));
        let somebody =
            |k: usize| words.lowered(k, |form| GROUP_NOUNS.has(form) || INDEFINITE.contains(&form));
        self.head(range).any(|k| nominal(k) && !time(k) || somebody(k))
    }

    /// The referents of the only word of `source`, at `at`; `None` if it is not a pronoun.
    fn pronoun(&mut self, at: usize, source: Span) -> Option<Vec<usize>> {
        let word = &self.words.list[at];
        let (span, sentence) = (word.span, word.sentence);
        match self.references.pronouns.get(&at) {
            Some(&Referent::Actor(actor)) => return Some(vec![actor]),
            Some(&Referent::Phrase(start, end)) => {
                let actor = self.nominal(start..end, self.words.span(start, end));
                self.entities[actor].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
                return Some(vec![actor]);
            }
            None => {}
        }
        if matches!(word.tag, Tag::Wh | Tag::That) {
            return Some(self.relative(at, span));
        }
        if ["they", "their", "it", "its"].iter().any(|form| self.words.is(at, form)) {
            return Some(self.group_before(at, sentence, word.is(class::THIRD), span));
        }
        match word.tag {
            // "he" that nothing is found for.
            Tag::Pron if word.is(class::SUBJ) || self.words.is(at, "you") => Some(Vec::new()),
            Tag::PrpPoss => Some(Vec::new()),
            Tag::Pron => Some(vec![self.nominal(at..at + 1, source)]),
            _ => None,
        }
    }

    /// "they", "it": the group or organization that plainly stands before.
    fn group_before(&mut self, at: usize, sentence: u32, plural: bool, span: Span) -> Vec<usize> {
        let words = self.words;
        let near = self.mentions.partition_point(|m| m.span.start < words.list[at].span.start);
        let organization = self.mentions[..near]
            .iter()
            .zip(&self.actor_of[..near])
            .rev()
            .take(MENTIONS_BACK)
            .find(|(m, a)| m.form != Form::Modifier && self.entities[**a].kind == ActorType::Organization)
            .map(|(m, &a)| (a, words.list[words.at(m.span.start).min(words.list.len() - 1)].sentence));
        let spoke = self.last_group.filter(|&(_, s)| sentence.saturating_sub(s) <= SPOKE);
        let organization = organization.filter(|&(_, s)| sentence.saturating_sub(s) <= NAMED);
        let found = match (spoke, organization) {
            (Some(a), Some(b)) => Some(if plural || a.1 >= b.1 { a } else { b }),
            (a, b) => a.or(b),
        };
        match found {
            Some((actor, _)) => {
                self.entities[actor].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
                vec![actor]
            }
            None => Vec::new(),
        }
    }
}

/// The quote, other than `me`, whose content holds `source`.
fn holder(quotes: &[Quote], source: Span, me: usize) -> Option<usize> {
    let at = quotes.partition_point(|q| q.content[0].start <= source.start);
    (0..at).rev().take(QUOTES_BACK).find(|&k| k != me && quotes[k].content.iter().any(|c| c.contains(source)))
}
