//! Span finding by rule: which words are a source, a cue, a content.
//!
//! In: the words of an article. Out: [`Tagged`] spans, those of one attribution in one group.
//! A sentence is read three times: for cues that follow their content ("…, she said"), for those
//! that stand before it, and for quotations that have no cue of their own.

use super::assemble::{Role, Tagged};
use crate::english::cue::{self, Cue, frame};
use crate::english::lexicon::class;
use crate::syntax::{Mark, Tag, Words};
use std::ops::Range;

/// Most words that one attribution reaches over.
const REACH: usize = 400;

/// The tagged spans of the words in `range`, a sentence or a clause of one.
pub struct Finder<'w> {
    words: &'w Words<'w>,
    group: u32,
    /// The last source of the sentence and where its content ended.
    last: Option<(Range<usize>, usize)>,
    out: Vec<Tagged>,
}

/// What a span found by rule counts for: content, cue and source together make even odds.
const P: f32 = 0.8;

/// One attribution as ranges of words.
struct Found {
    source: Option<Range<usize>>,
    cue: Range<usize>,
    content: Pieces,
}

/// The pieces of one content.
type Pieces = Vec<Range<usize>>;

/// One piece.
fn piece(from: usize, to: usize) -> Pieces {
    std::iter::once(from..to).collect()
}

/// A cue that stands behind its content.
struct Ends {
    source: Range<usize>,
    cue: Range<usize>,
    /// End of the content before.
    before: usize,
    /// First word behind cue, source and adjuncts.
    after: usize,
}

impl<'w> Finder<'w> {
    /// A finder over `words`.
    pub fn new(words: &'w Words<'w>) -> Self {
        Finder { words, group: 0, last: None, out: Vec::new() }
    }

    /// The tagged spans of a part of the article, for quotes within a content.
    pub fn part(mut self, range: Range<usize>) -> Vec<Tagged> {
        self.clause(range, true);
        self.out
    }

    /// Finds the attributions of `range`; `inside` for words that themselves stand in quotation
    /// marks.
    fn clause(&mut self, range: Range<usize>, inside: bool) {
        let list = &self.words.list;
        self.last = None;
        let quoted = |i: usize| !inside && list[i].quotation != 0;
        let mut floor = range.start;
        let mut i = range.start;
        // Where the content of a forward cue is over.
        while i < range.end {
            if quoted(i) || list[i].tag == Tag::Punct && list[i].mark != Mark::Colon {
                i += 1;
                continue;
            }
            let limit = range.end.min(i + REACH);
            // A cue later in the sentence that owns all before it.
            if let Some(found) = self.after_content(i, floor, limit, inside) {
                let next = found.content.last().map_or(i + 1, |c| c.end).max(found.cue.end).max(i + 1);
                let next = found.source.as_ref().map_or(next, |s| s.end.max(next));
                floor = next;
                i = next;
                self.push(found);
                continue;
            }
            if i == floor || list[i - 1].tag == Tag::Punct {
                // Only where a clause begins is a cue that ends it worth a look ahead.
                if let Some(at) = self.parenthetical_ahead(i, limit, inside)
                    && let Some(found) = self.after_content(at, floor, limit, inside)
                {
                    let next = found.content.last().map_or(at + 1, |c| c.end).max(found.cue.end);
                    let next = found.source.as_ref().map_or(next, |s| s.end.max(next));
                    floor = next;
                    i = next;
                    self.push(found);
                    continue;
                }
            }
            if let Some(found) = self.before_content(i, floor, limit, inside) {
                let next = found.content.last().map_or(i + 1, |c| c.end).max(i + 1);
                self.push(found);
                i = next;
                continue;
            }
            i += 1;
        }
    }

    /// The next verb from `from` that ends its clause as "…, she said" does.
    fn parenthetical_ahead(&self, from: usize, limit: usize, inside: bool) -> Option<usize> {
        let list = &self.words.list;
        (from + 1..limit.min(from + 90))
            .find(|&i| (inside || list[i].quotation == 0) && self.ends_clause(i, from, limit).is_some())
    }

    /// For a verb whose content stands before it: its source and the words that it and its
    /// adjuncts take, and the end of the content before.
    fn ends_clause(&self, i: usize, floor: usize, limit: usize) -> Option<Ends> {
        let words = self.words;
        let list = &words.list;
        if words.is(i, "according") && words.is(i + 1, "to") && i > floor {
            let before = i - usize::from(matches!(list[i - 1].mark, Mark::Comma));
            let end = self.source_after(i + 2, limit);
            if end == i + 2 || before <= floor {
                return None;
            }
            return Some(Ends { source: i + 2..end, cue: i..i + 2, before, after: end });
        }
        if !matches!(list[i].tag, Tag::Vbd | Tag::Vbz | Tag::Vb | Tag::Vbn) {
            return None;
        }
        let cue = cue::cue(list[i].entry.verb);
        if cue.frames & frame::END == 0 {
            return None;
        }
        let group = words.group_before(i, floor);
        if group <= floor {
            return None;
        }
        let before = &list[group - 1];
        if matches!(before.mark, Mark::Comma | Mark::Quote | Mark::Dash) && group - 1 > floor {
            // "…," said Jane Roe, an aide.
            let direct = list[group - 1].mark == Mark::Quote || list[group - 2].mark == Mark::Quote;
            let end = self.source_after(i + 1, limit);
            if end > i + 1 && (direct || list[i].tag != Tag::Vb) && list[i + 1].tag != Tag::Num {
                let close = self.adjuncts(end, limit, cue);
                if close >= limit || list[close].tag == Tag::Punct || direct {
                    return Some(Ends {
                        source: i + 1..end,
                        cue: group..i + 1,
                        before: group - 1,
                        after: end,
                    });
                }
            }
        }
        let after = self.adjuncts(i + 1, limit, cue);
        let over = after >= limit
            || matches!(
                list[after].mark,
                Mark::Stop | Mark::Comma | Mark::Semicolon | Mark::Quote | Mark::Colon | Mark::Dash
            );
        let source = words.subject_before(group, floor)?;
        if source.start <= floor || list[source.start].tag == Tag::Wh {
            return None;
        }
        let mut edge = source.start;
        let mark = list[edge - 1].mark;
        if !matches!(mark, Mark::Comma | Mark::Quote | Mark::Dash) {
            return None;
        }
        let direct = mark == Mark::Quote || edge >= 2 && list[edge - 2].mark == Mark::Quote;
        if !over && !direct {
            return None;
        }
        // Words between a quotation and the cue that are no part of either.
        while edge > floor && list[edge - 1].tag == Tag::Punct && list[edge - 1].mark != Mark::Quote {
            edge -= 1;
        }
        if edge <= floor {
            return None;
        }
        Some(Ends { source, cue: group..i + 1, before: edge, after })
    }

    fn after_content(&self, i: usize, floor: usize, limit: usize, inside: bool) -> Option<Found> {
        let list = &self.words.list;
        let Ends { source, cue, before, after: end } = self.ends_clause(i, floor, limit)?;
        let mut first = floor;
        while first < before && list[first].tag == Tag::Punct && list[first].mark != Mark::Quote {
            first += 1;
        }
        while first < before && matches!(list[first].tag, Tag::Cconj) {
            first += 1;
        }
        if first >= before {
            return None;
        }
        // Where the quotation that ends here is all that is said.
        let mut content = Vec::new();
        let last = &list[before - 1];
        if last.quotation != 0 && !inside {
            let open = (first..before)
                .rev()
                .take_while(|&k| list[k].quotation == last.quotation)
                .last()
                .unwrap_or(first);
            let lead = open - first;
            let cue_ahead =
                (first..open).any(|k| list[k].tag.is_verb() && cue::cue(list[k].entry.verb).frames != 0);
            first = if lead > 0 && (lead > 25 || cue_ahead) { open } else { first };
        }
        content.push(first..before);
        // What goes on behind the cue.
        let mut rest = end;
        while rest < limit && list[rest].tag == Tag::Punct && list[rest].mark != Mark::Quote {
            rest += 1;
        }
        if rest < limit && rest > end {
            let word = &list[rest];
            let opens = word.mark == Mark::Quote;
            let was_direct = last.quotation != 0;
            if opens && !inside {
                let close = (rest..limit)
                    .take_while(|&k| list[k].quotation == word.quotation)
                    .last()
                    .map_or(rest, |k| k + 1);
                if close > rest + 1 {
                    content.push(rest..close);
                }
            } else if !was_direct
                && list[end].mark == Mark::Comma
                && !matches!(word.tag, Tag::Vbg | Tag::Cconj | Tag::Wh | Tag::Pron | Tag::Sconj)
            {
                let close = self.content_end(rest, limit, inside);
                if close > rest {
                    content.push(rest..close);
                }
            }
        }
        Some(Found { source: Some(source), cue, content })
    }

    fn before_content(&self, i: usize, floor: usize, limit: usize, inside: bool) -> Option<Found> {
        let words = self.words;
        let list = &words.list;
        if words.is(i, "according") && words.is(i + 1, "to") {
            let end = self.source_after(i + 2, limit);
            if end == i + 2 || list.get(end)?.mark != Mark::Comma || end + 1 >= limit {
                return None;
            }
            let close = self.content_end(end + 1, limit, inside);
            return Some(Found { source: Some(i + 2..end), cue: i..i + 2, content: piece(end + 1, close) });
        }
        match list[i].tag {
            Tag::Punct => self.colon(i, floor, limit),
            Tag::Noun => self.noun_cue(i, floor, limit, inside),
            Tag::Adj | Tag::Vbn if i > floor && self.adjective_after_be(i, floor) => {
                self.adjective_cue(i, floor, limit, inside)
            }
            tag if tag.is_verb() => self.verb_cue(i, floor, limit, inside),
            _ => None,
        }
    }

    fn verb_cue(&self, i: usize, floor: usize, limit: usize, inside: bool) -> Option<Found> {
        let words = self.words;
        let list = &words.list;
        let verb = &list[i];
        let cue = cue::cue(verb.entry.verb);
        if cue.frames == 0 {
            return None;
        }
        let group = words.group_before(i, floor);
        let passive = verb.entry.form & crate::english::lexicon::form::PARTICIPLE != 0
            && (group..i)
                .rev()
                .map(|k| &list[k])
                .find(|w| w.tag.is_aux() || w.is(class::BE))
                .is_some_and(|w| w.is(class::BE));
        let mut end = i + 1;
        while end < limit
            && matches!(list[end].tag, Tag::Adv)
            && list[end].shape == crate::segment::Shape::Lower
            && !words.is(end, "so")
        {
            end += 1;
        }
        let mut at = end;
        if cue.addressed && !passive {
            at = self.addressee(at, limit);
        }
        at = self.skip_time(at, limit);
        let next = list.get(at).filter(|_| at < limit)?;
        let lower = next.span.of(words.text);
        let bit = match next.tag {
            Tag::That => frame::THAT,
            Tag::Wh => frame::WH,
            Tag::Sconj if words.is(at, "if") || words.is(at, "whether") => frame::WH,
            Tag::Punct => match next.mark {
                Mark::Quote => frame::QUOTE,
                Mark::Colon => frame::QUOTE,
                Mark::Comma if list.get(at + 1).is_some_and(|n| n.mark == Mark::Quote) => frame::QUOTE,
                // Nothing follows: it has no content of its own.
                _ => return None,
            },
            Tag::To | Tag::Adp => cue::preposition(lower),
            Tag::Cconj | Tag::Md | Tag::Be | Tag::Have | Tag::Do => return None,
            _ => frame::NP,
        };
        let wide = if cue.frames & (frame::END | frame::THAT) != 0 { frame::QUOTE } else { 0 };
        if (cue.frames | wide) & bit == 0 {
            return None;
        }
        let direct_to = next.tag == Tag::To && list.get(at + 1).is_some_and(|n| n.tag == Tag::Vb);
        let mut content = at;
        if bit >= frame::OF || bit == frame::TO && !direct_to {
            at += 1;
            end = end.max(at);
            content = at;
        }
        if bit == frame::QUOTE {
            while content < limit && matches!(list[content].mark, Mark::Comma | Mark::Colon) {
                content += 1;
            }
        }
        let close = self.content_end(content, limit, inside);
        if close <= content {
            return None;
        }
        let (source, group) = self.source_of(i, group, floor, passive);
        if passive && source.is_none() && bit == frame::NP {
            return None;
        }
        if verb.tag == Tag::Vb
            && source.is_none()
            && !(group > floor && list[group - 1].tag == Tag::To)
            && group == i
        {
            // An imperative or a noun that looks like a verb.
            return None;
        }
        if verb.tag == Tag::Vbg && source.is_none() && bit == frame::NP {
            return None;
        }
        let cue_end = if at > end { i + 1 } else { end };
        Some(Found { source, cue: group..cue_end.max(i + 1), content: piece(content, close) })
    }

    /// The source of the verb at `i` and the start of its cue.
    fn source_of(
        &self,
        i: usize,
        group: usize,
        floor: usize,
        passive: bool,
    ) -> (Option<Range<usize>>, usize) {
        let words = self.words;
        let list = &words.list;
        if passive {
            return (None, group);
        }
        // "…, adding that", "… and called": who spoke what went before.
        if let Some((source, end)) = &self.last
            && group > *end
            && group <= end + 3
            && (*end..group).all(|k| matches!(list[k].tag, Tag::Cconj | Tag::Punct | Tag::Adv))
        {
            return (Some(source.clone()), group);
        }
        if list[i].tag == Tag::Vbg && !(group..i).any(|k| list[k].is(class::BE)) {
            // "…, saying that": the subject of the clause before; "a letter saying": the noun.
            if group > floor && matches!(list[group - 1].tag, Tag::Noun | Tag::Propn) {
                let start = words.noun_phrase_before(group, floor);
                return (Some(start..group), group);
            }
            return (self.main_subject(group, floor), group);
        }
        if group > floor && list[group - 1].tag == Tag::To {
            return (self.main_subject(group - 1, floor), group - 1);
        }
        (words.subject_before(group, floor), group)
    }

    /// The subject of the nearest finite verb before word `at`.
    fn main_subject(&self, at: usize, floor: usize) -> Option<Range<usize>> {
        let list = &self.words.list;
        let mut k = at;
        let low = floor.max(at.saturating_sub(60));
        while k > low {
            k -= 1;
            if matches!(list[k].tag, Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Be | Tag::Have | Tag::Do | Tag::Vb)
                && list[k].quotation == 0
            {
                let group = self.words.group_before(k, floor);
                if let Some(subject) = self.words.subject_before(group, floor)
                    && list[subject.start].tag != Tag::Wh
                    && list[subject.start].tag != Tag::That
                {
                    return Some(subject);
                }
                k = group.min(k);
            }
        }
        None
    }

    fn noun_cue(&self, i: usize, floor: usize, limit: usize, inside: bool) -> Option<Found> {
        let words = self.words;
        let list = &words.list;
        if list.get(i + 1).is_none_or(|n| !matches!(n.tag, Tag::Adp | Tag::That | Tag::To)) || i + 2 >= limit
        {
            return None;
        }
        let after = words.lowered(i, cue::noun)?;
        if !after.split(' ').any(|a| words.is(i + 1, a)) {
            return None;
        }
        let start = words.noun_phrase_before(i + 1, floor);
        let owner = (start..i).rev().find(|&k| list[k].possessive || list[k].tag == Tag::PrpPoss)?;
        let source = if list[owner].tag == Tag::PrpPoss {
            owner..owner + 1
        } else {
            words.noun_phrase_before(owner + 1, floor)..owner + 1
        };
        let keeps =
            matches!(list[i + 1].tag, Tag::That) || list[i + 1].tag == Tag::To && list[i + 2].tag == Tag::Vb;
        let content = if keeps { i + 1 } else { i + 2 };
        let close = self.content_end(content, limit, inside);
        (close > content).then(|| Found {
            source: Some(source),
            cue: owner + 1..content,
            content: piece(content, close),
        })
    }

    fn adjective_after_be(&self, i: usize, floor: usize) -> bool {
        let list = &self.words.list;
        (floor.max(i.saturating_sub(3))..i).any(|k| list[k].is(class::BE)) || list[i - 1].is(class::BE)
    }

    fn adjective_cue(&self, i: usize, floor: usize, limit: usize, inside: bool) -> Option<Found> {
        let words = self.words;
        let Some(after) = words.lowered(i, cue::adjective) else {
            return if words.list[i].tag.is_verb() { self.verb_cue(i, floor, limit, inside) } else { None };
        };
        if i + 2 >= limit || !after.split(' ').any(|a| words.is(i + 1, a)) {
            return None;
        }
        let group = words.group_before(i, floor);
        let source = words.subject_before(group, floor)?;
        let keeps = matches!(words.list[i + 1].tag, Tag::That | Tag::To);
        let content = if keeps { i + 1 } else { i + 2 };
        let close = self.content_end(content, limit, inside);
        (close > content).then(|| Found {
            source: Some(source),
            cue: group..content,
            content: piece(content, close),
        })
    }

    /// "Roe: “We will win.”"
    fn colon(&self, i: usize, floor: usize, limit: usize) -> Option<Found> {
        let list = &self.words.list;
        let next = list.get(i + 1).filter(|n| n.mark == Mark::Quote && i + 1 < limit)?;
        let number = next.quotation;
        if number == 0 {
            return None;
        }
        let close = (i + 1..limit).take_while(|&k| list[k].quotation == number).last()? + 1;
        let source = self.main_subject(i, floor).or_else(|| {
            let start = self.words.noun_phrase_before(i, floor);
            (start < i && start == floor).then_some(start..i)
        });
        Some(Found { source, cue: i..i + 1, content: piece(i + 1, close) })
    }

    /// End of the noun phrase at `at` as a source, with an apposition.
    fn source_after(&self, at: usize, limit: usize) -> usize {
        let words = self.words;
        let list = &words.list;
        if at >= limit {
            return at;
        }
        let mut end = words.noun_phrase_after(at, limit);
        if end == at {
            return at;
        }
        // "the head of the agency in Oslo"
        while end + 1 < limit
            && list[end].tag == Tag::Adp
            && ["in", "of", "for", "at", "from", "with", "on"].iter().any(|p| words.is(end, p))
            && !list[end + 1].is(class::TIME)
        {
            let more = words.noun_phrase_after(end + 1, limit);
            if more == end + 1 {
                break;
            }
            end = more;
        }
        // "Jane Roe, an aide to Mr. Poe"
        if end + 1 < limit
            && list[end].mark == Mark::Comma
            && matches!(list[end + 1].tag, Tag::Det | Tag::Noun | Tag::PrpPoss)
            && list[at].tag == Tag::Propn
        {
            let mut more = words.noun_phrase_after(end + 1, limit);
            while more + 1 < limit && list[more].tag == Tag::Adp {
                let next = words.noun_phrase_after(more + 1, limit);
                if next == more + 1 {
                    break;
                }
                more = next;
            }
            if more > end + 1 && (more >= limit || matches!(list[more].mark, Mark::Stop | Mark::Comma)) {
                end = more;
            }
        }
        end
    }

    /// Behind a cue: the index after time phrases, places and addressees that a comma, a mark or
    /// a "that" ends.
    fn adjuncts(&self, from: usize, limit: usize, cue: Cue) -> usize {
        let words = self.words;
        let list = &words.list;
        let mut at = from;
        while at < limit && list[at].tag == Tag::Adv {
            at += 1;
        }
        if cue.addressed {
            at = self.addressee(at, limit);
        }
        for _ in 0..4 {
            at = self.skip_time(at, limit);
            if at + 1 < limit && list[at].tag == Tag::Adp {
                let end = words.noun_phrase_after(at + 1, limit);
                if end > at + 1 {
                    at = end;
                    continue;
                }
            }
            if at + 1 < limit && list[at].tag == Tag::To && list[at + 1].tag != Tag::Vb {
                at = words.noun_phrase_after(at + 1, limit);
                continue;
            }
            break;
        }
        at
    }

    /// Over "reporters", "The Daily Post", "him" behind "told".
    fn addressee(&self, at: usize, limit: usize) -> usize {
        let list = &self.words.list;
        let end = self.words.noun_phrase_after(at, limit.min(at + 10));
        if end == at || end >= limit {
            return end;
        }
        let mut end = end;
        // "told a rally in Oslo that"
        for _ in 0..2 {
            if end + 1 < limit && list[end].tag == Tag::Adp {
                let more = self.words.noun_phrase_after(end + 1, limit);
                if more > end + 1
                    && more < limit
                    && (list[more].tag == Tag::That
                        || list[more].tag == Tag::Punct
                        || list[more].tag == Tag::Adp
                        || list[more].is(class::TIME))
                {
                    end = more;
                }
            }
        }
        end
    }

    /// Over "Wednesday", "on Monday", "last week", "in a statement".
    fn skip_time(&self, at: usize, limit: usize) -> usize {
        let words = self.words;
        let list = &words.list;
        let mut at = at;
        loop {
            let from = at;
            if at < limit && list[at].is(class::TIME) {
                at += 1;
            } else if at + 1 < limit
                && (words.is(at, "on")
                    || words.is(at, "late")
                    || words.is(at, "early")
                    || words.is(at, "last")
                    || words.is(at, "this"))
            {
                if list[at + 1].is(class::TIME)
                    || [
                        "week",
                        "month",
                        "year",
                        "night",
                        "morning",
                        "afternoon",
                        "evening",
                        "fall",
                        "spring",
                        "summer",
                    ]
                    .iter()
                    .any(|w| words.is(at + 1, w))
                {
                    at += 2;
                }
            } else if at + 2 < limit
                && (words.is(at, "in") || words.is(at, "at") || words.is(at, "during"))
                && matches!(list[at + 1].tag, Tag::Det | Tag::Propn | Tag::Num)
            {
                let end = words.noun_phrase_after(at + 1, limit);
                if end > at + 1
                    && (end >= limit
                        || matches!(list[end].tag, Tag::That)
                        || matches!(list[end].mark, Mark::Comma | Mark::Colon | Mark::Stop | Mark::Quote)
                        || list[end].is(class::TIME | class::SUBJ)
                        || words.is(end, "on"))
                {
                    at = end;
                }
            }
            if at < limit
                && ["morning", "afternoon", "evening", "night"].iter().any(|w| words.is(at, w))
                && at > from
            {
                at += 1;
            }
            if at == from {
                return at;
            }
        }
    }

    /// Where a content that begins at word `from` ends.
    fn content_end(&self, from: usize, limit: usize, inside: bool) -> usize {
        let words = self.words;
        let list = &words.list;
        let mut at = from;
        // A quotation that is the whole content.
        if !inside && at < limit && list[at].mark == Mark::Quote && list[at].quotation != 0 {
            let number = list[at].quotation;
            let close = (at..limit).take_while(|&k| list[k].quotation == number).last().map_or(at, |k| k + 1);
            let punctuated = close >= 2 && matches!(list[close - 2].mark, Mark::Comma | Mark::Stop);
            if close >= limit || punctuated || list[close].tag == Tag::Punct {
                return close;
            }
            at = close;
        }
        let mut brackets = 0_u32;
        while at < limit {
            let word = &list[at];
            if !inside && word.quotation != 0 {
                let number = word.quotation;
                let close =
                    (at..limit).take_while(|&k| list[k].quotation == number).last().map_or(at, |k| k + 1);
                let punctuated = close >= 2
                    && list[close - 1].mark == Mark::Quote
                    && matches!(list[close - 2].mark, Mark::Stop | Mark::Comma);
                if punctuated && close < limit && self.cuts(close.min(limit - 1), limit) {
                    return close;
                }
                at = close;
                continue;
            }
            match word.mark {
                Mark::Open => brackets += 1,
                Mark::Close => {
                    if brackets == 0 && at > from {
                        return at;
                    }
                    brackets = brackets.saturating_sub(1);
                }
                Mark::Semicolon => return at,
                Mark::Comma if brackets == 0 && self.cuts(at + 1, limit) => return at,
                Mark::Dash if brackets == 0 && at > from + 2 && word.span.len() > 1 => return at,
                Mark::Stop if at + 1 >= limit => return at,
                _ => {}
            }
            if word.tag == Tag::Cconj && at > from && self.second_cue(at + 1, limit) {
                return at;
            }
            if word.tag == Tag::Adp && at > from + 1 && words.is(at, "according") {
                return at;
            }
            at += 1;
        }
        // The final point is no part of it, unless a quotation ends behind it.
        let mut end = limit;
        while end > from
            && list[end - 1].tag == Tag::Punct
            && (inside || list[end - 1].quotation == 0)
            && list[end - 1].mark != Mark::Close
        {
            end -= 1;
        }
        end
    }

    /// True when what begins at word `at`, behind a comma, is not part of a content before it.
    fn cuts(&self, at: usize, limit: usize) -> bool {
        let words = self.words;
        let list = &words.list;
        let Some(word) = list.get(at).filter(|_| at < limit) else { return false };
        match word.tag {
            Tag::Vbg => cue::cue(word.entry.verb).frames & (frame::THAT | frame::END) != 0,
            Tag::Cconj => words.is(at, "but") || self.second_cue(at + 1, limit),
            Tag::Wh => words.is(at, "which") || words.is(at, "who"),
            Tag::Sconj => words.is(at, "while") || words.is(at, "although") || words.is(at, "though"),
            _ => words.is(at, "according"),
        }
    }

    /// True when a cue verb with the same subject follows: "and called", "and has said".
    fn second_cue(&self, at: usize, limit: usize) -> bool {
        let list = &self.words.list;
        let mut k = at;
        while k < limit && (list[k].tag == Tag::Adv || list[k].tag.is_aux()) {
            k += 1;
        }
        k < limit
            && matches!(list[k].tag, Tag::Vbd | Tag::Vbz | Tag::Vbn)
            && cue::cue(list[k].entry.verb).frames & (frame::THAT | frame::END) != 0
    }

    fn push(&mut self, found: Found) {
        self.group += 1;
        let group = self.group;
        if let (Some(source), Some(last)) = (&found.source, found.content.last()) {
            self.last = Some((source.clone(), last.end.max(found.cue.end)));
        }
        let mut add = |role, range: &Range<usize>| {
            if range.start < range.end {
                let span = self.words.span(range.start, range.end);
                self.out.push(Tagged { span, role, group, p: P });
            }
        };
        if let Some(source) = &found.source {
            add(Role::Source, source);
        }
        add(Role::Cue, &found.cue);
        for content in &found.content {
            add(Role::Content, content);
        }
    }
}
