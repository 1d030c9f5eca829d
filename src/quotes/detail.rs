//! What a cue tells besides who and what: the act, its polarity, the medium, the addressee.

use crate::english::cue::{self, cue};
use crate::english::lexicon::class;
use crate::english::speech::{SPEECH_PRODUCTS, Speech};
use crate::layers::{Act, Polarity};
use crate::span::{Span, hull};
use crate::syntax::{Mark, Tag, Words};

/// The act and polarity that `cue` says.
pub fn act(words: &Words, cue_spans: &[Span], source: &[Span]) -> (Act, Polarity) {
    let mut act = None;
    let mut negative = false;
    for &span in cue_spans {
        for i in words.within(span) {
            let word = &words.list[i];
            negative |= word.is(class::NEG) || words.is(i, "no") || words.is(i, "neither");
            if word.entry.verb != 0 && !word.tag.is_aux() {
                let found = cue(word.entry.verb);
                if found.frames != 0 {
                    act = Some(found.act);
                }
                negative |= found.denies;
            }
            if act.is_none() {
                let form = words.of(i);
                let adjective = words.lowered(i, cue::adjective).is_some();
                let noun = words.lowered(i, cue::noun).is_some();
                if adjective || noun {
                    act = Some(
                        if form.starts_with("state")
                            || form.starts_with("claim")
                            || form.starts_with("comment")
                        {
                            Act::Speech
                        } else {
                            Act::Thought
                        },
                    );
                } else if words.is(i, "according")
                    || matches!(word.mark, Mark::Colon | Mark::Dash | Mark::Quote)
                {
                    act = Some(Act::Speech);
                }
            }
        }
    }
    let mut act = act.unwrap_or(if cue_spans.is_empty() { Act::Speech } else { Act::Other });
    if act == Act::Speech
        && source.first().is_some_and(|&s| {
            words.within(s).any(|i| words.lowered(i, |f| SPEECH_PRODUCTS.has(f, Speech::Evidence)))
        })
        && cue_spans.iter().any(|&c| {
            words
                .within(c)
                .any(|i| ["suggest", "suggests", "suggested", "suggesting"].iter().any(|f| words.is(i, f)))
        })
    {
        act = Act::Finding;
    }
    (act, if negative { Polarity::Negative } else { Polarity::Positive })
}

/// "in a blog post" right behind the cue, or between it and its content.
pub fn via(words: &Words, cue_spans: &[Span], content: &[Span]) -> Vec<Span> {
    let Some(cue) = hull(cue_spans) else { return Vec::new() };
    let from = words.at(cue.end);
    for at in from..(from + 12).min(words.list.len()) {
        let word = &words.list[at];
        if word.mark == Mark::Stop || content.iter().any(|c| c.holds(word.span.start)) {
            break;
        }
        if word.tag == Tag::Adp && (words.is(at, "in") || words.is(at, "on") || words.is(at, "via")) {
            let end = words.noun_phrase_after(at + 1, words.list.len());
            if end > at + 1
                && (at + 1..end).any(|i| words.lowered(i, |f| SPEECH_PRODUCTS.has(f, Speech::Medium)))
            {
                return vec![words.span(at, end)];
            }
        }
    }
    Vec::new()
}

/// Whom it was said to: the noun phrase behind "told", or behind "to".
pub fn addressee(words: &Words, cue_spans: &[Span], content: &[Span]) -> Option<Span> {
    let span = cue_spans.last()?;
    let range = words.within(*span);
    let last = range.clone().rev().find(|&i| words.list[i].entry.verb != 0)?;
    let found = cue(words.list[last].entry.verb);
    let mut at = range.end;
    let inside = |i: usize| words.list.get(i).is_none_or(|w| content.iter().any(|c| c.holds(w.span.start)));
    if !found.addressed {
        if found.act != Act::Speech || !words.is(at, "to") {
            return None;
        }
        at += 1;
    }
    if inside(at) {
        return None;
    }
    let end = words.noun_phrase_after(at, (at + 12).min(words.list.len()));
    (end > at && !inside(end - 1)).then(|| words.span(at, end))
}
