//! Phrases: where a noun phrase, a verb group or a subject begins and ends among the words.
//!
//! Every look-back is capped, so that a sentence of any length takes linear time.

use super::{Mark, Tag, Words};
use crate::english::lexicon::class;
use std::ops::Range;

/// Most words that a look for a phrase goes.
const REACH: usize = 40;

/// Longest text in brackets that a phrase steps over, in words.
const BRACKET: usize = 12;

/// Longest verb group, in words.
const GROUP: usize = 12;

/// Most insertions between a subject and its verb: "Roe, 22, of Flint, said" has two.
const INSERTIONS: usize = 5;

impl Words<'_> {
    /// Start of the noun phrase that ends before word `end`, not before `floor`; `end` if no noun phrase
    /// does: "the head of the agency", "Jane Roe's lawyer".
    pub fn noun_phrase_before(&self, end: usize, floor: usize) -> usize {
        let floor = floor.max(end.saturating_sub(REACH));
        let (mut at, mut nouns) = (end, false);
        while at > floor {
            // Where the phrase begins, unless a preposition before it ties it to another noun.
            let begin = match self.list[at - 1].tag {
                Tag::Noun | Tag::Propn | Tag::Num => {
                    nouns = true;
                    at -= 1;
                    continue;
                }
                Tag::Pron => at - usize::from(!nouns),
                Tag::Det | Tag::PrpPoss => {
                    let both = at > floor + 1 && self.list[at - 2].tag == Tag::Det;
                    at - 1 - usize::from(both)
                }
                Tag::Adp if nouns => at,
                _ if nouns && self.modifies(at - 1, floor) => {
                    at -= 1;
                    continue;
                }
                Tag::Punct if self.list[at - 1].mark == Mark::Close && !nouns => {
                    let Some(open) = self.bracket_before(at, floor) else { break };
                    at = open;
                    continue;
                }
                _ => break,
            };
            if !self.tied(begin, floor) {
                return begin;
            }
            at = begin - 1;
            nouns = false;
        }
        if nouns || at == end { at } else { (at + 1).min(end) }
    }

    /// True for a word that modifies the noun behind it, or joins two words before one: "security and policy
    /// experts".
    fn modifies(&self, word: usize, floor: usize) -> bool {
        let before = |back: usize| self.list[word - back].tag;
        match self.list[word].tag {
            Tag::Adj | Tag::Vbn => true,
            Tag::Adv => word > floor && matches!(before(1), Tag::Det | Tag::PrpPoss),
            Tag::Punct => {
                let mark = self.list[word].span.of(self.text);
                self.list[word].mark == Mark::Other && matches!(mark, "&" | "’" | "'" | "$" | "%" | "#" | "@")
            }
            Tag::Cconj => {
                word >= floor + 2 && before(1) == Tag::Noun && matches!(before(2), Tag::Adj | Tag::PrpPoss)
            }
            _ => false,
        }
    }

    /// True when the preposition before word `at` ties what follows to a noun before it.
    fn tied(&self, at: usize, floor: usize) -> bool {
        at >= floor + 2
            && self.list[at - 1].tag == Tag::Adp
            && (matches!(self.list[at - 2].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::Pron)
                || self.list[at - 2].tag == Tag::Det && self.is(at - 1, "of"))
    }

    /// The opening bracket of the closing one before word `at`.
    fn bracket_before(&self, at: usize, floor: usize) -> Option<usize> {
        (floor..at - 1).rev().take(BRACKET).find(|&i| self.list[i].mark == Mark::Open)
    }

    /// End of the noun phrase that begins at word `start`, its of-phrases included; `start` if
    /// no noun phrase does.
    pub fn noun_phrase_after(&self, start: usize, limit: usize) -> usize {
        let limit = limit.min(start + REACH);
        let mut at = start;
        let mut nouns = false;
        while at < limit {
            let word = &self.list[at];
            match word.tag {
                Tag::Noun | Tag::Propn => {
                    nouns = true;
                    at += 1;
                }
                Tag::Num => {
                    nouns = true;
                    at += 1;
                }
                Tag::Pron if at == start => {
                    at += 1;
                    nouns = true;
                    if !(at < limit && self.list[at].tag == Tag::Adp && self.is(at, "of")) {
                        return at;
                    }
                }
                // "Lund’s old ferry", "three old ferries"
                Tag::Det | Tag::PrpPoss | Tag::Adj
                    if !nouns || self.list[at - 1].possessive || self.list[at - 1].tag == Tag::Num =>
                {
                    at += 1;
                }
                Tag::Vbn | Tag::Adv | Tag::Vbg if !nouns && at > start => at += 1,
                Tag::Adp if nouns && self.is(at, "of") && at + 1 < limit => {
                    let end = self.noun_phrase_after(at + 1, limit);
                    return if end > at + 1 { end } else { at };
                }
                Tag::Punct
                    if nouns
                        && word.mark == Mark::Other
                        && at + 1 < limit
                        && matches!(word.span.of(self.text), "&" | "%") =>
                {
                    at += 1;
                }
                Tag::Punct if matches!(word.span.of(self.text), "$" | "£" | "€" | "@" | "#") => at += 1,
                Tag::Cconj
                    if nouns
                        && at + 1 < limit
                        && self.list[at - 1].tag == Tag::Propn
                        && self.list[at + 1].tag == Tag::Propn
                        && self.is(at, "and") =>
                {
                    at += 1;
                }
                _ => break,
            }
        }
        if nouns { at } else { start }
    }

    /// Start of the verb group whose last verb is word `verb`: "has often complained".
    pub fn group_before(&self, verb: usize, floor: usize) -> usize {
        let floor = floor.max(verb.saturating_sub(GROUP));
        let mut at = verb;
        let mut start = verb;
        while at > floor {
            let word = &self.list[at - 1];
            match word.tag {
                tag if tag.is_aux() => {
                    at -= 1;
                    start = at;
                }
                Tag::Neg | Tag::Adv => {
                    at -= 1;
                    start = at;
                }
                Tag::Vbn if word.is(class::BE) => {
                    at -= 1;
                    start = at;
                }
                Tag::To => {
                    // "went on to say", "has continued to insist"
                    let Some(before) = at.checked_sub(2).filter(|&b| b >= floor) else { break };
                    let head = if self.is(before, "on") && before > floor { before - 1 } else { before };
                    let catenative = [
                        "went",
                        "goes",
                        "go",
                        "going",
                        "continued",
                        "continues",
                        "continue",
                        "began",
                        "begun",
                        "begins",
                        "proceeded",
                        "came",
                    ];
                    if catenative.iter().any(|form| self.is(head, form)) {
                        at = head;
                        start = head;
                    } else {
                        break;
                    }
                }
                _ => break,
            }
        }
        start
    }

    /// The subject of the verb group that begins at word `group`, not before `floor`.
    ///
    /// Steps over appositions and relative clauses in commas; a verb that shares its subject with
    /// one before it ("laughed and said") is given that one's.
    pub fn subject_before(&self, group: usize, floor: usize) -> Option<Range<usize>> {
        self.subject(group, floor, 3)
    }

    fn subject(&self, group: usize, floor: usize, depth: u8) -> Option<Range<usize>> {
        let floor = floor.max(group.saturating_sub(2 * REACH));
        if group <= floor || depth == 0 {
            return None;
        }
        let last = &self.list[group - 1];
        match last.tag {
            Tag::Wh | Tag::That => Some(group - 1..group),
            Tag::Cconj => self.shared(group - 1, floor, depth),
            Tag::Punct => match last.mark {
                Mark::Comma | Mark::Close | Mark::Dash => self.over_insertion(group, floor),
                _ => None,
            },
            _ => {
                let start = self.noun_phrase_before(group, floor);
                (start < group).then(|| self.joined(start, floor)..group)
            }
        }
    }

    /// Start of "Roe and" before a noun phrase that begins at `start`.
    fn joined(&self, start: usize, floor: usize) -> usize {
        if start >= floor + 2
            && self.list[start - 1].tag == Tag::Cconj
            && self.list[start - 2].tag == Tag::Propn
            && self.list[start].tag == Tag::Propn
        {
            let first = self.noun_phrase_before(start - 1, floor);
            if first < start - 1 {
                return first;
            }
        }
        start
    }

    /// The subject of the nearest finite verb before `at`.
    fn shared(&self, at: usize, floor: usize, depth: u8) -> Option<Range<usize>> {
        let mut i = at;
        while i > floor {
            i -= 1;
            let word = &self.list[i];
            if word.mark == Mark::Semicolon || word.mark == Mark::Quote {
                return None;
            }
            if matches!(word.tag, Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Be | Tag::Have | Tag::Do) {
                let group = self.group_before(i, floor);
                return self.subject(group, floor, depth - 1);
            }
        }
        None
    }

    /// The subject before an insertion that ends at word `group - 1`: "Roe, an aide, said".
    fn over_insertion(&self, group: usize, floor: usize) -> Option<Range<usize>> {
        let mut end = group - 1;
        for _ in 0..INSERTIONS {
            let open = match self.list[end].mark {
                Mark::Close => self.bracket_before(end + 1, floor)?,
                _ => (floor..end).rev().find(|&i| matches!(self.list[i].mark, Mark::Comma | Mark::Dash))?,
            };
            if open <= floor {
                return None;
            }
            let inside = open + 1..end;
            let first = self.list.get(inside.start)?;
            let clause = inside.clone().any(|i| {
                matches!(self.list[i].tag, Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Be | Tag::Have | Tag::Do)
            });
            if clause
                && first.tag != Tag::Wh
                && first.tag != Tag::Sconj
                && self.list[end].mark != Mark::Close
                && !self.is(inside.start, "as")
            {
                return None;
            }
            let start = self.noun_phrase_before(open, floor);
            if start < open && self.list[open - 1].tag.is_nominal() {
                let tail = &self.list[start];
                let place = start > floor && matches!(self.list[start - 1].mark, Mark::Comma);
                // "Roe, 22, of Flint, Mich., said": the phrase just found may be a part of the insertion too.
                let part = place
                    && (tail.tag == Tag::Num
                        || tail.tag == Tag::Det
                        || tail.tag == Tag::Adj
                        || tail.tag == Tag::Noun
                        || open - start <= 2);
                if !part {
                    let until = if self.list[group - 1].mark == Mark::Comma { group } else { group - 1 };
                    return Some(start..until);
                }
            }
            end = (floor..open + 1)
                .rev()
                .find(|&i| matches!(self.list[i].mark, Mark::Comma | Mark::Dash) && i < open)?;
        }
        None
    }
}
