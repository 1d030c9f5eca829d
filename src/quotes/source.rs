//! Sources from the dependency tree, for cues that the model leaves without one.
//!
//! The subject of the cue's verb is who says it: “The party, which lost, nevertheless maintains that …”. A verb without
//! a subject takes that of the verb it is coordinated with (“Lund came and said …”) or depends on as a participle
//! (“…, Lund wrote, adding that …”).

use crate::encode::tree::Relation;
use crate::span::{Span, hull};
use crate::syntax::{Mark, Tree, Words};

/// Verbs climbed from a cue to one that has a subject.
const MOST_STEPS: usize = 4;

/// The source of the cue at `cue`: the subject of its verb, as far as it is neither in the cue nor in `content`.
/// `None` where the tree shows no subject, where the subject is an expletive, and for a passive cue, whose
/// subject is not the one who says it.
pub fn from_tree(words: &Words, tree: &Tree, cue: &[Span], content: &[Span]) -> Option<Span> {
    let verb = cue_verb(words, tree, cue)?;
    let subject = subject(tree, verb)?;
    if words.list[subject].sentence != words.list[verb].sentence {
        return None;
    }
    let span = phrase(words, tree, subject)?;
    let free = |part: &[Span]| !part.iter().any(|p| p.overlaps(span));
    (free(cue) && free(content)).then_some(span)
}

/// The word of the cue that governs its other words, if it is a verb.
fn cue_verb(words: &Words, tree: &Tree, cue: &[Span]) -> Option<usize> {
    let range = words.within(hull(cue)?);
    let top = range
        .clone()
        .find(|&w| tree.head(w).is_none_or(|head| !range.contains(&head)) && tree.pos(w).is_verb());
    top.or_else(|| range.clone().find(|&w| tree.pos(w).is_verb()))
}

/// The subject of `verb`, or of the verb that it shares its subject with.
fn subject(tree: &Tree, verb: usize) -> Option<usize> {
    let mut at = verb;
    for step in 0..MOST_STEPS {
        if tree.related(at, &[Relation::AuxPass]).next().is_some() && step == 0 {
            return None;
        }
        let own =
            tree.children(at).find(|&c| matches!(tree.relation(c), Relation::Nsubj | Relation::NsubjOuter));
        if own.is_some() {
            return own;
        }
        if tree.related(at, &[Relation::NsubjPass, Relation::Expl, Relation::Csubj]).next().is_some()
            && step == 0
        {
            return None;
        }
        at = match tree.relation(at) {
            Relation::Conj | Relation::Advcl | Relation::Xcomp | Relation::Parataxis => tree.head(at)?,
            _ => return None,
        };
    }
    None
}

/// The noun phrase of `head` without relative clauses and what follows them: “the engineer, Petra Voll”.
fn phrase(words: &Words, tree: &Tree, head: usize) -> Option<Span> {
    let skip = |child: usize| {
        matches!(
            tree.relation(child),
            Relation::AclRelcl | Relation::Parataxis | Relation::Advcl | Relation::Punct
        )
    };
    let under = tree.under(head, &skip);
    let first = *under.first()?;
    // Up to the first gap of more than punctuation.
    let mut last = first;
    for &word in &under[1..] {
        if (last + 1..word).any(|between| words.list[between].mark == Mark::None) {
            break;
        }
        last = word;
    }
    (first <= head && head <= last).then(|| words.span(first, last + 1))
}
