//! First person: "I" and "we" inside quotations, as mentions of the speaker.

use super::entity::Entity;
use crate::layers::{ActorType, Form, Mention, Quote};
use crate::span::Span;
use crate::syntax::Words;
use rustc_hash::FxHashSet;

/// Who says "I".
const SINGULAR: &[&str] = &["i", "me", "my", "mine", "myself"];
/// Who says "we": an organization or a group; of a person nobody knows who else is meant.
const PLURAL: &[&str] = &["we", "us", "our", "ours", "ourselves"];

/// Adds to `entities` the first persons within quotation marks; `speakers` are those of each quote.
/// Where quotes hold each other the smallest one counts, and with several speakers the pronoun refers to nobody.
pub fn add(words: &Words, quotes: &[Quote], speakers: &[Vec<usize>], entities: &mut [Entity]) {
    // Largest first, so that the innermost quote decides.
    let mut order: Vec<usize> = (0..quotes.len()).filter(|&i| !quotes[i].quoted.is_empty()).collect();
    let size = |i: usize| quotes[i].quoted.iter().map(|span| span.len()).sum::<usize>();
    order.sort_by_key(|&i| (std::cmp::Reverse(size(i)), i));
    let mut said: Vec<(usize, usize)> = Vec::new();
    for i in order {
        for at in quotes[i].quoted.iter().flat_map(|span| words.within(*span)) {
            let is = |list: &[&str]| list.iter().any(|form| words.is(at, form));
            if is(SINGULAR) || is(PLURAL) {
                said.push((at, i));
            }
        }
    }
    // The last entry of a word is that of the smallest quote.
    said.reverse();
    said.sort_by_key(|&(at, _)| at);
    said.dedup_by_key(|&mut (at, _)| at);
    // "I" may be the source of a quote inside; it is a mention then.
    let taken: FxHashSet<Span> = entities.iter().flat_map(|d| d.mentions.iter().map(|m| m.span)).collect();
    for (at, i) in said {
        let [speaker] = speakers[i][..] else { continue };
        let singular = SINGULAR.iter().any(|form| words.is(at, form));
        let fits = match entities[speaker].kind {
            ActorType::Person => singular,
            ActorType::Organization | ActorType::Group => !singular,
            ActorType::Place | ActorType::Other => false,
        };
        let span = words.list[at].span;
        if fits && !taken.contains(&span) {
            entities[speaker].mentions.push(Mention { span, form: Form::Pronoun, kind: None });
        }
    }
}
