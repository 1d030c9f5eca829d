//! The type of a name: person, organization or place, from its words and those around it.

use super::ActorType;
use super::organization::organization_word;
use super::person::{given, person_noun, title};
use super::places::{PLACE_WORDS, place};
use crate::extract::word::{Mark, Tag, Words, lowered};
use crate::segment::Shape;
use std::ops::Range;

/// What stands around a name.
pub struct Context {
    /// A title or a noun for a person right before it: "spokesman Jo Roe".
    titled: bool,
    /// ", 42," right behind it, or ", who".
    aged: bool,
    /// "in", "at", "near" right before it.
    located: bool,
    /// "the" right before it.
    article: bool,
    /// A verb of speech right behind it, or right before.
    speaks: bool,
}

impl Context {
    /// The context of the words in `range`.
    pub fn around(words: &Words, range: Range<usize>) -> Self {
        let list = &words.list;
        let before = range.start.checked_sub(1);
        let is = |at: Option<usize>, forms: &[&str]| at.is_some_and(|k| forms.iter().any(|f| words.is(k, f)));
        let titled = before.is_some_and(|k| {
            title(words.of(k)).is_some() && list[k].mark == Mark::None
                || list[k].tag == Tag::Noun
                    && lowered(words.of(k), |f| person_noun(f).is_some())
                    && !list[k].owner
        });
        let comma = list.get(range.end).is_some_and(|w| w.mark == Mark::Comma);
        let aged = comma
            && (words.is(range.end + 1, "who")
                || list.get(range.end + 1).is_some_and(|w| w.shape == Shape::Number && w.span.len() == 2)
                    && list.get(range.end + 2).is_some_and(|w| matches!(w.mark, Mark::Comma | Mark::Stop)));
        let speech = |k: usize| {
            list.get(k).is_some_and(|w| {
                crate::extract::quote::speaks(w.entry.verb) && matches!(w.tag, Tag::Past | Tag::Third)
            })
        };
        Context {
            titled,
            aged,
            located: is(
                before,
                &["in", "at", "near", "across", "throughout", "outside", "around", "into", "to", "from"],
            ),
            article: is(before, &["the"]),
            speaks: speech(range.end) || before.is_some_and(speech),
        }
    }
}

/// The type of the name in `range`; `None` where nothing tells.
pub fn of(words: &Words, range: Range<usize>, context: &Context) -> Option<ActorType> {
    let whole = words.span_of(range.start, range.end);
    if place(whole).is_some() {
        return Some(ActorType::Place);
    }
    let first = words.of(range.start);
    let last = words.of(range.end - 1);
    if context.titled || context.aged && !organization_word(last) {
        return Some(ActorType::Person);
    }
    if range.clone().any(|k| organization_word(words.of(k))) {
        return Some(ActorType::Organization);
    }
    if range.len() > 1 && PLACE_WORDS.split_whitespace().any(|w| w == last)
        || range.len() > 1
            && matches!(
                first,
                "Mount"
                    | "Lake"
                    | "Cape"
                    | "Fort"
                    | "Port"
                    | "North"
                    | "South"
                    | "East"
                    | "West"
                    | "Northern"
                    | "Southern"
                    | "Eastern"
                    | "Western"
                    | "Central"
                    | "San"
                    | "Santa"
                    | "St."
                    | "El"
                    | "Los"
                    | "Las"
            )
            && !context.speaks
    {
        return Some(ActorType::Place);
    }
    if range.len() > 1 && given(first).is_some() && !context.article {
        return Some(ActorType::Person);
    }
    if words.list[range.start].shape == Shape::Upper && range.len() == 1 {
        return Some(ActorType::Organization);
    }
    if range.len() > 1
        && range.len() <= 3
        && words.list[range.start].shape == Shape::Upper
        && first.len() <= 4
        && first.ends_with('.')
    {
        return Some(ActorType::Person);
    }
    if context.located && range.len() <= 2 && !context.article {
        return Some(ActorType::Place);
    }
    if context.article {
        return Some(ActorType::Organization);
    }
    if range.len() == 1 && given(first).is_some() || context.speaks && range.len() <= 3 {
        return Some(ActorType::Person);
    }
    None
}

/// The likeliest type of a name about which nothing tells.
pub fn fallback(words: &Words, range: Range<usize>) -> ActorType {
    match range.len() {
        2 | 3
            if words.list[range.clone()].iter().all(|w| {
                matches!(w.shape, Shape::Title | Shape::Mixed | Shape::Mark) && w.entry.class == 0
            }) =>
        {
            ActorType::Person
        }
        1 => ActorType::Organization,
        _ => ActorType::Organization,
    }
}
