//! Pronouns: whom "he", "she" and "it" plainly mean.
//!
//! One walk over the words: each mention and each pronoun already resolved is an event; a pronoun
//! takes the best of the events close before it that its gender allows.

use super::draft::Draft;
use crate::extract::actor::person::Gender;
use crate::extract::actor::{ActorType, Form, Mention};
use crate::extract::word::{Tag, Words};
use rustc_hash::FxHashMap;

/// Events looked back at for one pronoun.
const EVENTS: usize = 24;

/// Farthest that an antecedent may stand, in sentences.
const SENTENCES: u32 = 8;

/// A place where an actor was named or meant.
#[derive(Clone, Copy)]
struct Event {
    actor: usize,
    sentence: u32,
    quotation: u32,
    subject: bool,
    owner: bool,
}

/// The actor that each third-person pronoun in the singular means, by index of its word.
///
/// `speaking` holds the word indices of sources: who spoke last is likelier to be meant.
pub fn resolve(
    words: &Words,
    mentions: &[Mention],
    of: &[usize],
    drafts: &[Draft],
) -> FxHashMap<usize, usize> {
    let mut found = FxHashMap::default();
    let mut events: Vec<Event> = Vec::new();
    let mut counts: Vec<u32> = vec![0; drafts.len()];
    let mut next = 0;
    for at in 0..words.list.len() {
        let word = &words.list[at];
        while next < mentions.len() && mentions[next].span.start <= word.span.start {
            let mention = &mentions[next];
            let actor = of[next];
            next += 1;
            if mention.form != Form::Name
                || drafts[actor].kind != ActorType::Person && drafts[actor].kind != ActorType::Organization
            {
                continue;
            }
            let end = words.within(mention.span).end;
            counts[actor] += 1;
            events.push(Event {
                actor,
                sentence: word.sentence,
                quotation: word.quotation,
                subject: subject(words, at, end),
                owner: words.list[end.saturating_sub(1)].owner,
            });
        }
        let gender = match () {
            () if words.is(at, "he")
                || words.is(at, "his")
                || words.is(at, "him")
                || words.is(at, "himself") =>
            {
                Gender::Male
            }
            () if words.is(at, "she") || words.is(at, "her") || words.is(at, "herself") => Gender::Female,
            () => continue,
        };
        let best = events
            .iter()
            .rev()
            .take(EVENTS)
            .filter(|e| drafts[e.actor].kind == ActorType::Person && word.sentence - e.sentence <= SENTENCES)
            .filter(|e| drafts[e.actor].gender.is_none_or(|g| g == gender))
            .map(|e| {
                (
                    score(
                        e,
                        word.sentence,
                        word.quotation,
                        drafts[e.actor].gender == Some(gender),
                        counts[e.actor],
                    ),
                    e.actor,
                )
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, actor)) = best {
            found.insert(at, actor);
            events.push(Event {
                actor,
                sentence: word.sentence,
                quotation: word.quotation,
                subject: subject(words, at, at + 1),
                owner: word.tag == Tag::Poss,
            });
        }
    }
    found
}

/// True when a verb follows the words that end before `end`, or a comma with one in sight.
fn subject(words: &Words, start: usize, end: usize) -> bool {
    let Some(word) = words.list.get(end) else { return false };
    let verb = word.tag.is_finite() || word.tag == Tag::Adv || word.tag == Tag::Past;
    let first =
        words.sentences.get(words.list[start].sentence as usize).is_some_and(|s| start <= s.start + 3);
    !words.list[end - 1].owner && (verb || first && word.tag == Tag::Mark)
}

fn score(event: &Event, sentence: u32, quotation: u32, sure: bool, count: u32) -> f32 {
    let distance = sentence - event.sentence;
    #[expect(clippy::cast_precision_loss, reason = "distances are at most SENTENCES")]
    let mut score = -(distance as f32);
    if event.subject {
        score += 0.9;
    }
    if event.owner {
        score -= 0.3;
    }
    if event.quotation != 0 && event.quotation != quotation {
        score -= 1.5;
    }
    if sure {
        score += 0.8;
    }
    #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
    let often = (count.min(20) as f32).ln();
    score + 0.15 * often
}
