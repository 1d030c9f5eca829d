//! Named speakers: the actors that the noun phrase of a source names, or that speak by a document.

use super::Speakers;
use crate::english::organization::organization_noun;
use crate::english::places::place;
use crate::english::speech::{SPEECH_PRODUCTS, Speech};
use crate::layers::{ActorType, Form, Mention};
use crate::segment::Shape;
use crate::span::Span;
use crate::syntax::{Mark, Tag, lowered};
use std::ops::Range;

/// Bytes that a phrase may go on behind the name that ends it: a possessive 's and a blank.
const LOOSE_END: usize = 4;

/// The same for an apposition.
const LOOSE_PART: usize = 3;

/// Most words between two names that speak together: "and her deputy".
const JOINING_WORDS: usize = 4;

/// Most nouns behind a name that say what it is: "the Norland Post newspaper group".
const NOUNS_BEHIND: usize = 2;

/// Farthest that a name may be behind its preposition, in words: "by the security firm Quarn".
const NEAR_PREPOSITION: usize = 4;

impl Speakers<'_> {
    /// The mentions by name inside of `range`, as indices.
    pub(super) fn mentions_in(&self, span: Span) -> Range<usize> {
        let from = self.mentions.partition_point(|m| m.span.end <= span.start);
        let to = self.mentions.partition_point(|m| m.span.start < span.end);
        from..to.max(from)
    }

    /// The actors that the noun phrase in `range` names: its head, or the name in apposition to
    /// it. Empty where its head is a common noun.
    pub(super) fn named(&self, range: &Range<usize>) -> Vec<usize> {
        let head = self.head(range);
        let names = self.head_names(&head);
        if !names.is_empty() {
            return names;
        }
        self.described(range).or_else(|| self.apposed(&head, range)).into_iter().collect()
    }

    /// The names that end the head phrase: "Harbour Minister Ada Quill", "Roe and Poe".
    fn head_names(&self, head: &Range<usize>) -> Vec<usize> {
        let words = self.words;
        let mut last = head.end;
        while last > head.start && words.list[last - 1].tag == Tag::Punct {
            last -= 1;
        }
        let end = words.list[last.max(head.start + 1) - 1].end;
        let inside = self.mentions_in(words.span(head.start, head.end.max(head.start + 1)));
        let named = inside.clone().rev().find(|&k| {
            let mention = self.mentions[k];
            mention.form != Form::Modifier && mention.span.end <= end && end <= mention.span.end + LOOSE_END
        });
        let Some(k) = named else { return Vec::new() };
        let closed = Span::new(self.mentions[k].span.end, end).of(words.text);
        // A possessive 's, the full stop of "Co.", a dash.
        if !closed.starts_with(['\'', '’']) && closed.contains(char::is_alphanumeric) {
            return Vec::new();
        }
        let mut out = vec![self.actor_of[k]];
        let mut at = k;
        while at > inside.start && self.speak_together(at - 1, at, k) {
            at -= 1;
            out.push(self.actor_of[at]);
        }
        out.reverse();
        out.dedup();
        out
    }

    /// True when the mentions `first` and `second`, side by side, are joined by "and" or a comma, so that both
    /// speak; `last` is the last one of the phrase.
    fn speak_together(&self, first: usize, second: usize, last: usize) -> bool {
        let (one, other) = (self.mentions[first], self.mentions[second]);
        let gap = Span::new(one.span.end.min(other.span.start), other.span.start);
        let between = gap.of(self.words.text).trim();
        let joined = matches!(between, "and" | "," | ", and" | "&")
            || between.starts_with("and ") && between.split(' ').count() <= JOINING_WORDS;
        let place = |mention: usize| self.entities[self.actor_of[mention]].kind == ActorType::Place;
        joined && one.form != Form::Modifier && (place(last) || !place(first))
    }

    /// The name before the first comma that nouns describe: "Norland's minister of fisheries Jane Roe", "the
    /// Norland Post newspaper".
    fn described(&self, range: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let comma = (range.start..range.end)
            .find(|&k| matches!(words.list[k].mark, Mark::Comma | Mark::Open | Mark::Dash))
            .unwrap_or(range.end);
        let upto = words.span(range.start, comma.max(range.start + 1));
        let k = self.mentions_in(upto).rev().find(|&k| self.mentions[k].form != Form::Modifier)?;
        let mention = self.mentions[k];
        let kind = self.entities[self.actor_of[k]].kind;
        let at = words.within(mention.span);
        let possessive = words.list[at.end - 1].possessive;
        let led = at.start > range.start
            && matches!(words.list[at.start - 1].tag, Tag::Noun | Tag::Propn | Tag::Adj)
            && !words.list[at.start - 1].possessive;
        if kind == ActorType::Person && led && at.end == comma && !possessive {
            return Some(self.actor_of[k]);
        }
        let organization_nouns = at.end < comma
            && !possessive
            && (at.end..comma)
                .all(|w| lowered(words.of(w), organization_noun) && words.list[w].shape == Shape::Lower);
        // "The Norland newspaper" is one of that country, "the Sabre newspaper" goes by that name.
        let by_name = kind == ActorType::Organization || place(mention.span.of(words.text)).is_none();
        let fits =
            kind != ActorType::Person && by_name && organization_nouns && comma - at.end <= NOUNS_BEHIND;
        fits.then(|| self.actor_of[k])
    }

    /// The person whose name is in apposition to the head phrase: "Poe's lawyer, Jane Roe".
    fn apposed(&self, head: &Range<usize>, range: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let comma = |from: usize| (from..range.end).find(|&k| words.list[k].mark == Mark::Comma);
        let mut open = comma(head.end)?;
        loop {
            let stop = comma(open + 1).unwrap_or(range.end);
            let part = Span::new(words.list[open].end, words.list[stop - 1].end);
            let person = self.mentions_in(part).find(|&k| {
                self.mentions[k].form != Form::Modifier
                    && self.entities[self.actor_of[k]].kind == ActorType::Person
                    && words.at(self.mentions[k].span.start) <= open + 2
                    && self.mentions[k].span.end + LOOSE_PART >= part.end
            });
            if let Some(k) = person {
                return Some(self.actor_of[k]);
            }
            if stop == range.end {
                return None;
            }
            open = stop;
        }
    }

    /// Who speaks by a document: "a Harbour Board report", "a statement from Jane Roe", "her
    /// letter", and "the report" once it is known whose.
    pub(super) fn issuer(&mut self, range: &Range<usize>, source: Span) -> Vec<usize> {
        let words = self.words;
        let head = self.head(range);
        let Some(noun_at) = (head.start..head.end).rev().find(|&k| words.list[k].tag == Tag::Noun) else {
            return Vec::new();
        };
        let noun = words.of(noun_at).to_lowercase();
        let document = SPEECH_PRODUCTS.has(&noun, Speech::Document);
        let inside = self.mentions_in(words.span(head.start, head.end));
        let named = inside.rev().find(|&k| self.mentions[k].form != Form::Modifier).map(|k| self.actor_of[k]);
        let possessor = || (head.start..noun_at).rev().find_map(|k| self.references.actor(k));
        let found = named
            .or_else(possessor)
            .filter(|_| document)
            .or_else(|| self.maker(head.end..range.end, noun_at, document))
            .filter(|&a| self.entities[a].kind != ActorType::Place);
        if let Some(actor) = found {
            self.issued.insert(noun, actor);
            return vec![actor];
        }
        let definite =
            document && words.is(range.start, "the") && head.end == range.end && head.end - head.start <= 2;
        let known = self.issued.get(&noun).copied().filter(|_| definite);
        if let Some(actor) = known {
            let span = source.trim(words.text);
            self.entities[actor].mentions.push(Mention { span, form: Form::Nominal, kind: None });
        }
        known.into_iter().collect()
    }

    /// The maker named behind "by", for documents also "from" and "of": "a scan by the firm Quarn" is by Quarn,
    /// whatever a scan is, but in "a man hired by Quarn" the noun at `noun_at` is not right before "by".
    fn maker(&self, behind: Range<usize>, noun_at: usize, document: bool) -> Option<usize> {
        let words = self.words;
        let by = (behind.start..behind.end.saturating_sub(1)).find(|&k| {
            words.is(k, "by") && (document || k == noun_at + 1)
                || document && ["from", "of"].iter().any(|p| words.is(k, p))
        })?;
        let named = self.mentions_in(words.span(by + 1, behind.end)).find(|&m| {
            self.mentions[m].form != Form::Modifier
                && words.at(self.mentions[m].span.start) <= by + NEAR_PREPOSITION
        });
        // "a section of the site", once it is known which.
        let meant = || {
            let mut near = by + 1..behind.end.min(by + NEAR_PREPOSITION);
            near.find_map(|at| self.references.nominals.get(&at)).map(|(_, actor)| *actor)
        };
        named.map(|m| self.actor_of[m]).or_else(meant)
    }

    /// The words of `range` before the first comma, bracket or preposition.
    pub(super) fn head(&self, range: &Range<usize>) -> Range<usize> {
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
}
