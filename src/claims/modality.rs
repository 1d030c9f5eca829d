//! Modality and polarity of a clause.

use super::clause::Clause;
use crate::english::lexicon::class;
use crate::english::modality::{MODAL_FORMS, Modal};
use crate::layers::{Act, Modality, Polarity, Quote};
use crate::syntax::{Mark, Tag, Words};
use std::ops::Range;

/// Words before the verb in which an adverb of modality is looked for.
const REACH: usize = 6;

/// How far the clause is stated to be so: its own words first, then the cue of its quote.
pub fn modality(words: &Words, clause: &Clause, quote: Option<&Quote>) -> Modality {
    let group = Group::new(words, clause);
    if question(words, clause) {
        return Modality::Question;
    }
    if group.near(Modal::Alleged) {
        return Modality::Alleged;
    }
    if group.near(Modal::Likely) {
        return Modality::Likely;
    }
    let cue = Cue { words, quote };
    let infinitive = clause.verb.first().is_some_and(|&k| words.list[k].is(class::TO));
    if infinitive && cue.says(Modal::Order) || group.says(Modal::Told) && group.to() {
        return Modality::Demand;
    }
    if group.obliges() {
        return Modality::Obligation;
    }
    if let Some(modality) = cue.modality(&group) {
        return modality;
    }
    if group.has(&["will", "won't", "shall", "'ll", "’ll"]) || group.is_near("going") && group.to() {
        let first_person = words.is(group.subject, "i") || words.is(group.subject, "we");
        return if first_person && quote.is_some() { Modality::Commitment } else { Modality::Future };
    }
    if group.has(&["may", "might", "could", "couldn't"]) || group.near(Modal::Possible) {
        return Modality::Possible;
    }
    if clause.conditional || group.has(&["would", "wouldn't", "'d", "’d"]) {
        return Modality::Conditional;
    }
    if group.says(Modal::Intention) && group.to() {
        return Modality::Intended;
    }
    Modality::Asserted
}

/// The verb group of a clause with the words right before it.
struct Group<'a> {
    words: &'a Words<'a>,
    verb: &'a [usize],
    /// From behind the subject, at most [`REACH`] words before the verb, to its last word.
    around: Range<usize>,
    /// First word of the subject.
    subject: usize,
}

impl<'a> Group<'a> {
    fn new(words: &'a Words, clause: &'a Clause) -> Group<'a> {
        let first = clause.verb.first().copied().unwrap_or(clause.head);
        let last = clause.verb.last().copied().unwrap_or(clause.head).max(first);
        let after_subject = clause.subject.last().map_or(first, |s| s + 1);
        let from = after_subject.max(first.saturating_sub(REACH)).min(first);
        let subject = clause.subject.first().copied().unwrap_or(first);
        Group { words, verb: &clause.verb, around: from..last + 1, subject }
    }

    /// True when one of `forms` is in the verb group.
    fn has(&self, forms: &[&str]) -> bool {
        self.verb.iter().any(|&k| forms.iter().any(|form| self.words.is(k, form)))
    }

    /// True when the verb group has a form with this mark.
    fn says(&self, mark: Modal) -> bool {
        self.verb.iter().any(|&k| listed(self.words, k, mark))
    }

    /// True when the verb group or a word right before it has this mark.
    fn near(&self, mark: Modal) -> bool {
        self.around.clone().any(|k| listed(self.words, k, mark))
    }

    fn is_near(&self, form: &str) -> bool {
        self.around.clone().any(|k| self.words.is(k, form))
    }

    /// True when the verb group holds "to".
    fn to(&self) -> bool {
        self.verb.iter().any(|&k| self.words.list[k].is(class::TO))
    }

    /// True when one of `forms` has "to" right behind it, or behind an adverb: "has to sail", not "has agreed to sail".
    fn leads_to(&self, forms: &[&str]) -> bool {
        let list = &self.words.list;
        let behind = |k: usize| if list.get(k).is_some_and(|w| w.tag == Tag::Adv) { k + 1 } else { k };
        self.verb.iter().any(|&k| {
            let to = list.get(behind(k + 1)).is_some_and(|w| w.is(class::TO));
            to && forms.iter().any(|form| self.words.is(k, form))
        })
    }

    /// "must sail", "has to sail", "is needed".
    fn obliges(&self) -> bool {
        !self.has(&["will", "won't"]) && self.leads_to(&["have", "has", "had", "need", "needs"])
            || self.has(&["must", "should", "shouldn't", "mustn't", "ought"])
            || self.has(&["needed"]) && self.has(&["is", "are"])
    }
}

/// The cue of the quote that a clause is said in.
struct Cue<'a> {
    words: &'a Words<'a>,
    quote: Option<&'a Quote>,
}

impl Cue<'_> {
    fn any(&self, is: impl Fn(usize) -> bool) -> bool {
        self.quote.is_some_and(|q| q.cue.iter().any(|&c| self.words.within(c).any(&is)))
    }

    fn says(&self, mark: Modal) -> bool {
        self.any(|k| listed(self.words, k, mark))
    }

    /// What the cue makes of a clause with this verb group: "called on them to sail", "proposed that it should
    /// sail", "vowed to sail".
    fn modality(&self, group: &Group) -> Option<Modality> {
        let finding = self.quote.is_none_or(|q| q.act == Act::Finding);
        let led = || self.any(|k| self.words.is(k, "on") || self.words.is(k, "for"));
        if self.says(Modal::Demand)
            && !finding
            && !group.has(&["will", "may", "would"])
            && (self.says(Modal::Demanding) || led())
        {
            return Some(Modality::Demand);
        }
        if self.says(Modal::Proposal) && (group.has(&["should", "be"]) || group.to()) {
            return Some(Modality::Proposal);
        }
        let over = group.has(&["was", "were", "did"]);
        (self.says(Modal::Commitment) && !over).then_some(Modality::Commitment)
    }
}

fn listed(words: &Words, word: usize, mark: Modal) -> bool {
    words.lowered(word, |form| MODAL_FORMS.has(form, mark))
}

/// Negative where the clause denies.
pub fn polarity(words: &Words, clause: &Clause) -> Polarity {
    let no = |k: usize| {
        words.is(k, "no")
            || words.is(k, "none")
            || words.is(k, "nobody")
            || words.is(k, "nothing")
            || words.is(k, "neither")
            || words.is(k, "without")
    };
    let neither = |k: usize| words.is(k, "neither") || words.is(k, "nor") || words.is(k, "without");
    let denied = clause.verb.iter().any(|&k| {
        words.list[k].is(class::NEG)
            || words.is(k, "no")
            || words.is(k, "denied")
            || words.is(k, "refused")
            || words.is(k, "declined")
    }) || clause.subject.first().is_some_and(|&k| no(k) || k > 0 && neither(k - 1))
        || clause.object.first().is_some_and(|&k| no(k) || words.list[k].is(class::NEG));
    if denied { Polarity::Negative } else { Polarity::Positive }
}

/// True where the sentence of the clause ends in a question mark, or the quotation that it is in: “Will it sail?”
/// asked Lund. A question that only follows in quotation marks is another one: Lund, the master, asked: “Why?”
fn question(words: &Words, clause: &Clause) -> bool {
    let head = &words.list[clause.head];
    let Some(sentence) = words.sentences.get(head.sentence as usize) else { return false };
    let stop = (clause.head..sentence.end).find(|&k| {
        let word = &words.list[k];
        let ends = word.mark == Mark::Stop && words.of(k) != "…";
        ends && (word.quotation == head.quotation || word.quotation == 0)
    });
    stop.is_some_and(|k| words.of(k) == "?")
}
