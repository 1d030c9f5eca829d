//! Modality and polarity of a clause: its own words first, then the cue of its quote.

use super::clause::Clause;
use crate::english::lexicon::class;
use crate::layers::{Act, Modality, Polarity, Quote};
use crate::syntax::{Mark, Words};

/// Verbs of cues whose infinitive is what somebody is to do.
const ORDERS: &[&str] = &[
    "ask",
    "asks",
    "asked",
    "asking",
    "urge",
    "urges",
    "urged",
    "urging",
    "order",
    "orders",
    "ordered",
    "ordering",
    "tell",
    "tells",
    "told",
    "call",
    "calls",
    "called",
    "calling",
    "demand",
    "demands",
    "demanded",
    "demanding",
    "direct",
    "directed",
    "instructed",
    "implored",
    "pressed",
];

/// Participles that hand a demand on: "has been told to".
const TOLD: &[&str] = &["told", "ordered", "asked", "urged", "instructed", "directed"];

/// How far the clause is stated to be so.
pub fn modality(words: &Words, clause: &Clause, quote: Option<&Quote>) -> Modality {
    let first = clause.verb.first().copied().unwrap_or(clause.head);
    let last = clause.verb.last().copied().unwrap_or(clause.head).max(first);
    let subject = clause.subject.first().copied().unwrap_or(first);
    let after_subject = clause.subject.last().map_or(first, |s| s + 1);
    let verb = |forms: &[&str]| clause.verb.iter().any(|&k| forms.iter().any(|f| words.is(k, f)));
    let near = |forms: &[&str]| {
        let from = after_subject.max(first.saturating_sub(6)).min(first);
        (from..last + 1).any(|k| forms.iter().any(|f| words.is(k, f)))
    };
    if question(words, clause) {
        return Modality::Question;
    }
    if near(&["allegedly", "reportedly", "purportedly", "alleged", "accused", "suspected"]) {
        return Modality::Alleged;
    }
    let cue = |forms: &[&str]| {
        quote.is_some_and(|q| {
            q.cue.iter().any(|&c| words.within(c).any(|k| forms.iter().any(|f| words.is(k, f))))
        })
    };
    if near(&["likely", "unlikely", "probably", "expected", "expects"]) {
        return Modality::Likely;
    }
    let infinitive = clause.verb.first().is_some_and(|&k| words.list[k].is(class::TO));
    if infinitive && cue(ORDERS) || verb(TOLD) && to_inside(words, clause) {
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
    if cue(&[
        "demand",
        "demands",
        "demanded",
        "demanding",
        "urge",
        "urges",
        "urged",
        "urging",
        "called",
        "calls",
        "calling",
        "ordered",
        "orders",
        "asking",
        "ask",
        "asks",
    ]) && quote.is_some_and(|q| q.act != Act::Finding)
        && !verb(&["will", "may", "would"])
        && cue(&["on", "for", "urged", "urges", "demanded", "demands", "ordered", "urging", "demanding"])
    {
        return Modality::Demand;
    }
    if cue(&["proposed", "proposes", "proposing", "suggested", "recommended", "recommends"])
        && (verb(&["should", "be"]) || to_inside(words, clause))
    {
        return Modality::Proposal;
    }
    if cue(&[
        "vowed",
        "vows",
        "pledged",
        "pledges",
        "promised",
        "promises",
        "agreed",
        "agrees",
        "committed",
        "vow",
        "pledge",
        "promising",
        "vowing",
        "pledging",
    ]) && !verb(&["was", "were", "did"])
    {
        return Modality::Commitment;
    }
    if verb(&["will", "won't", "shall", "'ll", "’ll"]) || near(&["going"]) && to_inside(words, clause) {
        let own = words.is(subject, "i") || words.is(subject, "we");
        return if own && quote.is_some() { Modality::Commitment } else { Modality::Future };
    }
    if verb(&["may", "might", "could", "couldn't"]) || near(&["perhaps", "maybe", "possibly"]) {
        return Modality::Possible;
    }
    if clause.conditional || verb(&["would", "wouldn't", "'d", "’d"]) {
        return Modality::Conditional;
    }
    if verb(&[
        "plans", "plan", "planned", "wants", "want", "wanted", "intends", "intend", "intended", "hopes",
        "aims", "seeks", "sought", "hoped", "planning", "hoping",
    ]) && to_inside(words, clause)
    {
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
