//! Speakers: who a source as written is.

use super::Scope;
use super::entity::Entity;
use super::reference::{References, Referent};
use crate::english::lexicon::class;
use crate::english::organization::{NounUse, newspaper_word, noun_use, organization_noun};
use crate::english::person::{GROUP_NOUNS, person_noun};
use crate::english::places::place;
use crate::english::speech::{SPEECH_PRODUCTS, Speech};
use crate::layers::{ActorType, Form, Mention, Quote};
use crate::segment::Shape;
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words, lowered};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Resolves sources against the actors of one article; adds unnamed speakers to them.
pub struct Speakers<'a> {
    pub words: &'a Words<'a>,
    /// Mentions by name, in the order of the text, with the actor of each.
    pub mentions: &'a [Mention],
    pub actor_of: &'a [usize],
    pub references: &'a References,
    pub entities: Vec<Entity>,
    /// Unnamed actors by their plain noun phrase.
    unnamed: FxHashMap<String, usize>,
    /// Who issued the last document of a kind: "the report".
    issued: FxHashMap<String, usize>,
    /// Events for nominal sources: the last organization and group that spoke.
    last_group: Option<(usize, u32)>,
}

impl<'a> Speakers<'a> {
    pub fn new(
        words: &'a Words<'a>,
        mentions: &'a [Mention],
        actor_of: &'a [usize],
        references: &'a References,
        entities: Vec<Entity>,
    ) -> Self {
        Speakers {
            words,
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
        }
        // "I" is who speaks the quotation that it stands in.
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

    /// Whom an addressee span names; nothing new is made for it.
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

    /// Who the words of `source` are.
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
        if range.len() == 1 {
            match self.references.pronouns.get(&range.start) {
                Some(&Referent::Actor(actor)) => return vec![actor],
                Some(&Referent::Phrase(start, end)) => {
                    let actor = self.nominal(start..end, self.words.span(start, end));
                    let span = first.span;
                    self.entities[actor].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
                    return vec![actor];
                }
                None => {}
            }
            if matches!(first.tag, Tag::Wh | Tag::That) {
                return self.relative(range.start, first.span);
            }
            if self.words.is(range.start, "they")
                || self.words.is(range.start, "their")
                || self.words.is(range.start, "it")
                || self.words.is(range.start, "its")
            {
                let plural = first.is(class::THIRD);
                return self.group_before(range.start, sentence, plural, first.span);
            }
            if first.tag == Tag::Pron || first.tag == Tag::PrpPoss {
                return if first.is(class::SUBJ)
                    || self.words.is(range.start, "you")
                    || first.tag == Tag::PrpPoss
                {
                    Vec::new()
                } else {
                    vec![self.nominal(range, source)]
                };
            }
        }
        let mut named = self.named(&range);
        if named.is_empty() {
            named = self.issuer(&range, source);
        }
        if !named.is_empty() {
            for &actor in &named {
                // Read as a place by its name alone: "the Sabre newspaper".
                if self.entities[actor].kind == ActorType::Place
                    && lowered(self.words.of(range.end - 1), organization_noun)
                {
                    self.entities[actor].kind = ActorType::Organization;
                }
                if self.entities[actor].kind != ActorType::Person {
                    self.last_group = Some((actor, sentence));
                }
            }
            return named;
        }
        let actor = self.nominal(range, source);
        if self.entities[actor].kind != ActorType::Person {
            self.last_group = Some((actor, sentence));
        }
        vec![actor]
    }

    /// The mentions by name inside of `range`, as indices.
    fn mentions_in(&self, span: Span) -> Range<usize> {
        let from = self.mentions.partition_point(|m| m.span.end <= span.start);
        let to = self.mentions.partition_point(|m| m.span.start < span.end);
        from..to.max(from)
    }

    /// The actors that the noun phrase in `range` names: its head, or the name in apposition to
    /// it. Empty where its head is a common noun.
    fn named(&self, range: &Range<usize>) -> Vec<usize> {
        let words = self.words;
        let head = self.head(range);
        let span = words.span(head.start, head.end.max(head.start + 1));
        let mut last = head.end;
        while last > head.start && words.list[last - 1].tag == Tag::Punct {
            last -= 1;
        }
        let end = words.list[last.max(head.start + 1) - 1].end;
        let inside = self.mentions_in(span);
        let mut out = Vec::new();
        // The last name of the head phrase must end it.
        if let Some(k) = inside.clone().rev().find(|&k| {
            self.mentions[k].form != Form::Modifier
                && self.mentions[k].span.end <= end
                && (end <= self.mentions[k].span.end + 4)
        }) {
            let closed = Span::new(self.mentions[k].span.end, end).of(words.text);
            if closed.is_empty() || closed.starts_with(['\'', '’']) || closed.trim().is_empty() {
                // "Roe and Poe": names joined by "and" or a comma speak together.
                let mut at = k;
                out.push(self.actor_of[k]);
                while at > inside.start {
                    let between = Span::new(
                        self.mentions[at - 1].span.end.min(self.mentions[at].span.start),
                        self.mentions[at].span.start,
                    )
                    .of(words.text)
                    .trim();
                    let joined = matches!(between, "and" | "," | ", and" | "&")
                        || between.starts_with("and ") && between.split(' ').count() <= 4;
                    if !joined
                        || self.mentions[at - 1].form == Form::Modifier
                        || self.entities[self.actor_of[at - 1]].kind == ActorType::Place
                            && self.entities[self.actor_of[k]].kind != ActorType::Place
                    {
                        break;
                    }
                    at -= 1;
                    out.push(self.actor_of[at]);
                }
                out.reverse();
                out.dedup();
                return out;
            }
        }
        // "Norland's minister of fisheries Jane Roe", "the Norland Post newspaper".
        let comma = (range.start..range.end)
            .find(|&k| matches!(words.list[k].mark, Mark::Comma | Mark::Open | Mark::Dash))
            .unwrap_or(range.end);
        let upto = words.span(range.start, comma.max(range.start + 1));
        if let Some(k) = self.mentions_in(upto).rev().find(|&k| self.mentions[k].form != Form::Modifier) {
            let mention = self.mentions[k];
            let kind = self.entities[self.actor_of[k]].kind;
            let at = words.within(mention.span);
            let led = at.start > range.start
                && matches!(words.list[at.start - 1].tag, Tag::Noun | Tag::Propn | Tag::Adj)
                && !words.list[at.start - 1].possessive;
            if kind == ActorType::Person && led && at.end == comma && !words.list[at.end - 1].possessive {
                return vec![self.actor_of[k]];
            }
            let papers = at.end < comma
                && !words.list[at.end - 1].possessive
                && (at.end..comma)
                    .all(|w| lowered(words.of(w), organization_noun) && words.list[w].shape == Shape::Lower);
            // "The Norland newspaper" is one of that country, "the Sabre newspaper" goes by that name.
            let own = kind == ActorType::Organization || place(mention.span.of(words.text)).is_none();
            if kind != ActorType::Person && own && papers && comma - at.end <= 2 {
                return vec![self.actor_of[k]];
            }
        }
        // "Poe's lawyer, Jane Roe": the apposition names.
        let mut from = head.end;
        while from < range.end {
            if words.list[from].mark == Mark::Comma {
                let stop =
                    (from + 1..range.end).find(|&k| words.list[k].mark == Mark::Comma).unwrap_or(range.end);
                let part = Span::new(words.list[from].end, words.list[stop - 1].end);
                let person = self.mentions_in(part).find(|&k| {
                    self.mentions[k].form != Form::Modifier
                        && self.entities[self.actor_of[k]].kind == ActorType::Person
                        && words.at(self.mentions[k].span.start) <= from + 2
                        && self.mentions[k].span.end + 3 >= part.end
                });
                if let Some(k) = person {
                    return vec![self.actor_of[k]];
                }
                from = stop;
            } else {
                from += 1;
            }
        }
        out
    }

    /// Who speaks by a document: "a Harbour Board report", "a statement from Jane Roe", "her
    /// letter", and "the report" once it is known whose.
    fn issuer(&mut self, range: &Range<usize>, source: Span) -> Vec<usize> {
        let words = self.words;
        let head = self.head(range);
        let Some(noun_at) = (head.start..head.end).rev().find(|&k| words.list[k].tag == Tag::Noun) else {
            return Vec::new();
        };
        let noun = words.of(noun_at).to_lowercase();
        // "a scan by the firm Quarn": whatever it is, its maker speaks by it; not "a man hired by Quarn".
        let document = SPEECH_PRODUCTS.has(&noun, Speech::Document);
        let inside = self.mentions_in(words.span(head.start, head.end));
        let own =
            inside.clone().rev().find(|&k| self.mentions[k].form != Form::Modifier).map(|k| self.actor_of[k]);
        let owner = (head.start..noun_at).rev().find_map(|k| self.references.actor(k));
        let by = (head.end..range.end.saturating_sub(1))
            .find(|&k| {
                words.is(k, "by") && (document || k == noun_at + 1)
                    || document && ["from", "of"].iter().any(|p| words.is(k, p))
            })
            .and_then(|k| {
                let rest = words.span(k + 1, range.end);
                let named = self.mentions_in(rest).find(|&m| {
                    self.mentions[m].form != Form::Modifier && words.at(self.mentions[m].span.start) <= k + 4
                });
                // "a section of the site", once it is known which.
                let meant = || {
                    let near = k + 1..range.end.min(k + 4);
                    near.filter_map(|at| self.references.nominals.get(&at)).map(|(_, actor)| *actor).next()
                };
                named.map(|m| self.actor_of[m]).or_else(meant)
            });
        let found =
            own.or(owner).filter(|_| document).or(by).filter(|&a| self.entities[a].kind != ActorType::Place);
        let definite =
            document && words.is(range.start, "the") && head.end == range.end && head.end - head.start <= 2;
        match found {
            Some(actor) => {
                self.issued.insert(noun, actor);
                vec![actor]
            }
            None if definite => match self.issued.get(&noun) {
                Some(&actor) => {
                    self.entities[actor].mentions.push(Mention {
                        span: source.trim(words.text),
                        form: Form::Nominal,
                        kind: None,
                    });
                    vec![actor]
                }
                None => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// The words of `range` before the first comma, bracket or preposition.
    fn head(&self, range: &Range<usize>) -> Range<usize> {
        let list = &self.words.list;
        let mut at = range.start;
        while at < range.end && (matches!(list[at].tag, Tag::Adp) || list[at].tag == Tag::Punct) {
            at += 1;
        }
        let start = at.min(range.end.saturating_sub(1));
        let stop = (start + 1..range.end).find(|&k| {
            let word = &list[k];
            let inside_name = || self.mentions_in(word.span).any(|m| self.mentions[m].form != Form::Modifier);
            matches!(word.mark, Mark::Comma | Mark::Open | Mark::Dash | Mark::Colon | Mark::Quote)
                || matches!(word.tag, Tag::Adp | Tag::Wh | Tag::To | Tag::That) && !inside_name()
                // "other sites such as Quarn" are more than one.
                || self.words.is(k, "such") && self.words.is(k + 1, "as")
                || self.words.is(k, "including")
        });
        start..stop.unwrap_or(range.end)
    }

    /// "who", "which": what stands before it.
    fn relative(&mut self, at: usize, span: Span) -> Vec<usize> {
        let words = self.words;
        let mut end = at;
        if end > 0 && matches!(words.list[end - 1].mark, Mark::Comma | Mark::Dash) {
            end -= 1;
        }
        let floor = words.sentences.get(words.list[at].sentence as usize).map_or(0, |s| s.start);
        let start = words.noun_phrase_before(end, floor);
        if start >= end {
            return Vec::new();
        }
        // In an apposition the name before it is meant: "Roe, a lawyer who".
        let mut named = self.named(&(start..end));
        if named.is_empty() && start > floor && words.list[start - 1].mark == Mark::Comma {
            let outer = words.noun_phrase_before(start - 1, floor);
            if outer < start - 1 {
                named = self.named(&(outer..start - 1));
            }
        }
        let actors =
            if named.is_empty() { vec![self.nominal(start..end, words.span(start, end))] } else { named };
        for &actor in &actors {
            self.entities[actor].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
        }
        actors
    }

    /// "they", "it": the group or organization that plainly stands before.
    fn group_before(&mut self, at: usize, sentence: u32, plural: bool, span: Span) -> Vec<usize> {
        let words = self.words;
        let near = self.mentions.partition_point(|m| m.span.start < words.list[at].span.start);
        let organization = self.mentions[..near]
            .iter()
            .zip(&self.actor_of[..near])
            .rev()
            .take(6)
            .find(|(m, a)| m.form != Form::Modifier && self.entities[**a].kind == ActorType::Organization)
            .map(|(m, &a)| (a, words.list[words.at(m.span.start).min(words.list.len() - 1)].sentence));
        let spoke = self.last_group.filter(|&(_, s)| sentence.saturating_sub(s) <= 3);
        let organization = organization.filter(|&(_, s)| sentence.saturating_sub(s) <= 2);
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

    /// An unnamed speaker: a known actor of that role, or an actor of this article.
    fn nominal(&mut self, range: Range<usize>, source: Span) -> usize {
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
                .take(30)
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
                        && sentence.saturating_sub(last) <= 4
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

/// The quote, other than `me`, whose content holds `source`.
fn holder(quotes: &[Quote], source: Span, me: usize) -> Option<usize> {
    let at = quotes.partition_point(|q| q.content[0].start <= source.start);
    (0..at).rev().take(8).find(|&k| k != me && quotes[k].content.iter().any(|c| c.contains(source)))
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
