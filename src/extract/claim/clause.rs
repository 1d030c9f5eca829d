//! Clauses: subject, verb group and what follows it, by a light chunker over words.

use crate::extract::word::lexicon::class;
use crate::extract::word::{Mark, Tag, Words};
use std::ops::Range;

/// Most words that one clause takes behind its verb.
const REACH: usize = 60;

/// A clause as ranges of words.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The subject; where a relative pronoun stands for it, what that refers to.
    pub subject: Range<usize>,
    /// The verb group, negation included.
    pub verb: Range<usize>,
    /// The last verb of the group.
    pub head: usize,
    /// What follows directly: object or complement. May be empty.
    pub object: Range<usize>,
    /// Prepositional phrases and adjuncts behind it.
    pub args: Vec<Range<usize>>,
    /// True under "if" and "unless".
    pub conditional: bool,
}

/// The clauses of the words in `range`, which lies inside one sentence.
pub fn find(words: &Words, range: Range<usize>) -> Vec<Clause> {
    let list = &words.list;
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let tag = list[at].tag;
        if !(tag.is_aux() || matches!(tag, Tag::Past | Tag::Third | Tag::Base)) {
            at += 1;
            continue;
        }
        let Some((verb, head)) = group(words, at, range.end) else {
            at += 1;
            continue;
        };
        at = verb.end;
        let infinitive =
            verb.start > range.start && list[verb.start - 1].tag == Tag::To && !list[verb.start].tag.is_aux();
        if infinitive {
            continue;
        }
        let Some(mut subject) =
            words.subject_before(adverbs_before(words, verb.start, range.start), range.start)
        else {
            continue;
        };
        if matches!(list[subject.start].tag, Tag::Wh | Tag::That) {
            match antecedent(words, subject.start, range.start) {
                Some(found) => subject = found,
                None => continue,
            }
        }
        let conditional = (subject.start.saturating_sub(3).max(range.start)..subject.start)
            .any(|k| words.is(k, "if") || words.is(k, "unless"));
        let end = end(words, verb.end, range.end);
        let (object, args) = split(words, verb.end, end);
        out.push(Clause { subject, verb, head, object, args, conditional });
    }
    out
}

fn adverbs_before(words: &Words, at: usize, floor: usize) -> usize {
    let mut at = at;
    while at > floor && matches!(words.list[at - 1].tag, Tag::Adv | Tag::Neg) {
        at -= 1;
    }
    at
}

/// The verb group that begins at `start`: auxiliaries, negation, adverbs, the verb, and an
/// infinitive that a verb of aspect or modality takes ("is expected to rise").
fn group(words: &Words, start: usize, limit: usize) -> Option<(Range<usize>, usize)> {
    let list = &words.list;
    let mut at = start;
    let mut head = None;
    while at < limit && at < start + 12 {
        let word = &list[at];
        match word.tag {
            tag if tag.is_aux()
                && (head.is_none()
                    || list[at - 1].tag.is_aux()
                    || list[at - 1].tag == Tag::To
                    || list[at - 1].tag == Tag::Neg
                    || list[at - 1].tag == Tag::Adv) =>
            {
                head = Some(at)
            }
            Tag::Neg | Tag::Adv
                if head.is_some()
                    && at + 1 < limit
                    && (list[at + 1].tag.is_verb()
                        || list[at + 1].tag.is_aux()
                        || matches!(list[at + 1].tag, Tag::Neg | Tag::Adv)) => {}
            Tag::Neg if head.is_some() => {}
            Tag::Base | Tag::Participle | Tag::Ing | Tag::Past | Tag::Third => {
                let chained = match head {
                    None => true,
                    Some(h) => list[h].tag.is_aux() || list[at - 1].tag == Tag::To,
                };
                if !chained {
                    break;
                }
                head = Some(at);
                // "expected to rise", "agreed to meet"
                let to = at + 1 < limit
                    && list[at + 1].tag == Tag::To
                    && list
                        .get(at + 2)
                        .is_some_and(|n| matches!(n.tag, Tag::Base | Tag::Be | Tag::Have | Tag::Do))
                    && at + 2 < limit;
                if to {
                    at += 1;
                } else {
                    at += 1;
                    break;
                }
            }
            _ => break,
        }
        at += 1;
    }
    let head = head?;
    // "have to", "is to"
    if list[head].tag.is_aux()
        && at + 1 < limit
        && list[at].tag == Tag::To
        && list[at + 1].tag == Tag::Base
        && at == head + 1
    {
        return Some((start..at + 2, at + 1));
    }
    let mut end = at.min(limit).max(head + 1);
    while end > head + 1 && !matches!(list[end - 1].tag, Tag::Neg) {
        end -= 1;
    }
    Some((start..end, head))
}

/// What a relative pronoun at `at` refers to.
fn antecedent(words: &Words, at: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = at;
    if end > floor && words.list[end - 1].mark == Mark::Comma {
        end -= 1;
    }
    let start = words.noun_phrase_before(end, floor);
    (start < end).then_some(start..end)
}

/// Where the clause whose verb group ends before `from` is over.
fn end(words: &Words, from: usize, limit: usize) -> usize {
    let list = &words.list;
    let limit = limit.min(from + REACH);
    let mut at = from;
    while at < limit {
        let word = &list[at];
        match word.tag {
            Tag::Mark => match word.mark {
                Mark::Semicolon | Mark::Stop | Mark::Colon => return at,
                Mark::Dash if word.span.len() > 1 => return at,
                Mark::Comma if new_clause(words, at + 1, limit) => return at,
                _ => {}
            },
            Tag::Coord if at > from && new_clause(words, at, limit) => return at,
            Tag::Sub if at > from => return at,
            Tag::Wh if at > from && list.get(at + 1).is_some_and(|n| n.tag.is_finite()) => return at,
            _ => {}
        }
        at += 1;
    }
    limit
}

/// True when a clause of its own begins at `at`: within a few words comes a finite verb.
fn new_clause(words: &Words, at: usize, limit: usize) -> bool {
    let list = &words.list;
    let Some(first) = list.get(at).filter(|_| at < limit) else { return true };
    if matches!(first.tag, Tag::Wh | Tag::Ing | Tag::Sub | Tag::Participle | Tag::Adv) {
        return true;
    }
    for word in &list[at..limit.min(at + 8)] {
        match word.tag {
            Tag::Mark => return false,
            tag if tag.is_aux() || matches!(tag, Tag::Past | Tag::Third) => return true,
            Tag::Base if word.entry.class & class::NOUN == 0 => return true,
            _ => {}
        }
    }
    false
}

/// Object and arguments of the words `from..end`.
fn split(words: &Words, from: usize, end: usize) -> (Range<usize>, Vec<Range<usize>>) {
    let list = &words.list;
    let mut end = end;
    while end > from
        && list[end - 1].tag == Tag::Mark
        && !matches!(list[end - 1].mark, Mark::Close | Mark::Other)
    {
        end -= 1;
    }
    if from >= end {
        return (from..from, Vec::new());
    }
    let mut cuts = Vec::new();
    let mut k = from + 1;
    while k < end && cuts.len() < 8 {
        let word = &list[k];
        let leads = word.tag == Tag::Prep
            || word.tag == Tag::To && list.get(k + 1).is_some_and(|n| n.tag != Tag::Base);
        if leads
            && !words.is(k, "of")
            && (list[k - 1].tag.is_nominal() || list[k - 1].tag == Tag::Adv || list[k - 1].tag == Tag::Pron)
        {
            cuts.push(k);
        }
        k += 1;
    }
    let mut bounds = vec![from];
    bounds.extend(cuts);
    bounds.push(end);
    let mut parts: Vec<Range<usize>> = bounds.windows(2).map(|w| w[0]..w[1]).collect();
    let first = parts.remove(0);
    (first, parts)
}
