//! Pronouns for which the model finds no antecedent: the person that "he" or "she" plainly refers to.
//!
//! Each name and each pronoun that is settled is an event; a pronoun takes the best of the events
//! close before it that its gender allows.

use super::entity::Entity;
use crate::english::person::Gender;
use crate::layers::ActorType;
use crate::syntax::{Tag, Words};

/// Events looked back at for one pronoun.
const EVENTS: usize = 24;

/// Farthest antecedent, in sentences.
const SENTENCES: u32 = 8;

/// Weights of an antecedent against a distance of one sentence, set by hand: a subject is continued, a possessor
/// rarely is, ...
const SUBJECT: f32 = 0.9;
const POSSESSIVE: f32 = 0.3;
/// ... who is mentioned in other people's quotations is not the topic, ...
const OTHER_QUOTATION: f32 = 1.5;
/// ... a title or given name that shows the gender is better than none, ...
const KNOWN_GENDER: f32 = 0.8;
/// ... and the logarithm of the number of mentions, at most [`OFTEN`], is salience.
const FREQUENCY: f32 = 0.15;
const OFTEN: u32 = 20;

/// A place where an actor was named or meant.
#[derive(Clone, Copy)]
pub struct Event {
    pub actor: usize,
    pub sentence: u32,
    /// The word behind it.
    pub end: usize,
    quotation: u32,
    subject: bool,
    possessive: bool,
}

impl Event {
    /// A mention of `actor` in the words from `at` to `end`, exclusive.
    pub fn new(words: &Words, actor: usize, at: usize, end: usize) -> Event {
        let word = &words.list[at];
        Event {
            actor,
            sentence: word.sentence,
            end,
            quotation: word.quotation,
            subject: subject(words, at, end),
            possessive: words.list[end.saturating_sub(1)].possessive || word.tag == Tag::PrpPoss,
        }
    }
}

/// The actor that the pronoun at word `at` most plainly means after `events`; `counts` holds how often
/// each actor was named.
pub fn best(
    words: &Words,
    events: &[Event],
    at: usize,
    gender: Gender,
    entities: &[Entity],
    counts: &[u32],
) -> Option<usize> {
    let word = &words.list[at];
    events
        .iter()
        .rev()
        .take(EVENTS)
        .filter(|e| entities[e.actor].kind == ActorType::Person && word.sentence - e.sentence <= SENTENCES)
        .filter(|e| entities[e.actor].gender.is_none_or(|g| g == gender))
        .map(|e| {
            let sure = entities[e.actor].gender == Some(gender);
            (score(e, word.sentence, word.quotation, sure, counts[e.actor]), e.actor)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, actor)| actor)
}

/// True when a verb follows the words that end before `end`, or a comma with one in sight.
fn subject(words: &Words, start: usize, end: usize) -> bool {
    let Some(word) = words.list.get(end) else { return false };
    let verb = word.tag.is_finite() || word.tag == Tag::Adv || word.tag == Tag::Vbd;
    let first =
        words.sentences.get(words.list[start].sentence as usize).is_some_and(|s| start <= s.start + 3);
    !words.list[end - 1].possessive && (verb || first && word.tag == Tag::Punct)
}

fn score(event: &Event, sentence: u32, quotation: u32, sure: bool, count: u32) -> f32 {
    let distance = sentence - event.sentence;
    #[expect(clippy::cast_precision_loss, reason = "distances are at most SENTENCES")]
    let mut score = -(distance as f32);
    if event.subject {
        score += SUBJECT;
    }
    if event.possessive {
        score -= POSSESSIVE;
    }
    if event.quotation != 0 && event.quotation != quotation {
        score -= OTHER_QUOTATION;
    }
    if sure {
        score += KNOWN_GENDER;
    }
    #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
    let often = (count.min(OFTEN) as f32).ln();
    score + FREQUENCY * often
}
