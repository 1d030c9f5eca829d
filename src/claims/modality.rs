//! Modality and polarity of a clause: its own words first, then the cue of its quote.

use super::clause::Clause;
use crate::english::lexicon::class;
use crate::english::modality::{MODAL_FORMS, Modal};
use crate::layers::{Act, Modality, Polarity, Quote};
use crate::syntax::{Mark, Words};

/// Words before the verb in which an adverb of modality is looked for.
const REACH: usize = 6;

/// How far the clause is stated to be so.
pub fn modality(words: &Words, clause: &Clause, quote: Option<&Quote>) -> Modality {
    let first = clause.verb.first().copied().unwrap_or(clause.head);
    let last = clause.verb.last().copied().unwrap_or(clause.head).max(first);
    let subject = clause.subject.first().copied().unwrap_or(first);
    let after_subject = clause.subject.last().map_or(first, |s| s + 1);
    let verb = |forms: &[&str]| clause.verb.iter().any(|&k| forms.iter().any(|f| words.is(k, f)));
    let listed = |k: usize, mark| words.lowered(k, |form| MODAL_FORMS.has(form, mark));
    let verb_listed = |mark| clause.verb.iter().any(|&k| listed(k, mark));
    let from = after_subject.max(first.saturating_sub(REACH)).min(first);
    let near = |mark| (from..last + 1).any(|k| listed(k, mark));
    if question(words, clause) {
        return Modality::Question;
    }
    if near(Modal::Alleged) {
        return Modality::Alleged;
    }
    let cue_word =
        |is: &dyn Fn(usize) -> bool| quote.is_some_and(|q| q.cue.iter().any(|&c| words.within(c).any(is)));
    let cue = |mark| cue_word(&|k| listed(k, mark));
    if near(Modal::Likely) {
        return Modality::Likely;
    }
    let infinitive = clause.verb.first().is_some_and(|&k| words.list[k].is(class::TO));
    if infinitive && cue(Modal::Order) || verb_listed(Modal::Told) && to_inside(words, clause) {
        return Modality::Demand;
    }
    if !verb(&["will", "won't"])
        && verb(&["must", "have", "has", "need", "needs"])
        && to_inside(words, clause)
        || verb(&["must", "should", "shouldn't", "mustn't", "ought"])
        || verb(&["needed"]) && verb(&["is", "are"])
    {
        return Modality::Obligation;
    }
    if cue(Modal::Demand)
        && quote.is_some_and(|q| q.act != Act::Finding)
        && !verb(&["will", "may", "would"])
        && (cue(Modal::Demanding) || cue_word(&|k| words.is(k, "on") || words.is(k, "for")))
    {
        return Modality::Demand;
    }
    if cue(Modal::Proposal) && (verb(&["should", "be"]) || to_inside(words, clause)) {
        return Modality::Proposal;
    }
    if cue(Modal::Commitment) && !verb(&["was", "were", "did"]) {
        return Modality::Commitment;
    }
    if verb(&["will", "won't", "shall", "'ll", "’ll"])
        || (from..last + 1).any(|k| words.is(k, "going")) && to_inside(words, clause)
    {
        let own = words.is(subject, "i") || words.is(subject, "we");
        return if own && quote.is_some() { Modality::Commitment } else { Modality::Future };
    }
    if verb(&["may", "might", "could", "couldn't"]) || near(Modal::Possible) {
        return Modality::Possible;
    }
    if clause.conditional || verb(&["would", "wouldn't", "'d", "’d"]) {
        return Modality::Conditional;
    }
    if verb_listed(Modal::Intention) && to_inside(words, clause) {
        return Modality::Intended;
    }
    Modality::Asserted
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

/// True when the verb group holds "to".
fn to_inside(words: &Words, clause: &Clause) -> bool {
    clause.verb.iter().any(|&k| words.list[k].is(class::TO))
}

fn question(words: &Words, clause: &Clause) -> bool {
    let sentence = words.list[clause.head].sentence as usize;
    let Some(range) = words.sentences.get(sentence) else { return false };
    range.clone().rev().take(3).any(|k| words.list[k].mark == Mark::Stop && words.of(k) == "?")
}
