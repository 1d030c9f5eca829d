//! What a cue tells besides who and what: the act, its polarity, the medium, the addressee.

use crate::document::Doc;
use crate::english::cue::{self, cue};
use crate::english::lexicon::{LEXICON, class};
use crate::english::speech::{SPEECH_PRODUCTS, Speech};
use crate::layers::{Act, Polarity};
use crate::span::{Span, hull};
use crate::syntax::{Mark, Tag, Words};

/// The act and polarity that a cue says. A cue of words in quotation marks reports speech, whatever it could
/// report without them: “…,” she concluded.
pub fn act(
    doc: &Doc,
    cue_spans: &[Span],
    source: &[Span],
    content: &[Span],
    quoted: &[Span],
) -> (Act, Polarity) {
    let words = &doc.words;
    let all = || cue_spans.iter().flat_map(|&span| words.within(span));
    let negative = all().any(|i| words.list[i].is(class::NEG) || words.is(i, "no") || words.is(i, "neither"));
    // "said in a press statement": nouns that look like verbs are none.
    let verbs: Vec<usize> = all().filter(|&i| is_main_verb(doc, i)).collect();
    let known = |&&i: &&usize| cue(words.list[i].entry.verb).frames != 0;
    let main = governing(doc, &verbs).filter(|i| known(&i)).or_else(|| verbs.iter().rfind(known).copied());
    let denies = verbs.iter().any(|&i| denies(doc, i));
    let act = match main {
        Some(i) => cue(words.list[i].entry.verb).act,
        None => all().find_map(|i| act_of_other_word(words, i)).unwrap_or(match cue_spans.is_empty() {
            true => Act::Speech,
            false => Act::Other,
        }),
    };
    let act = match act {
        Act::Finding if content.iter().any(|c| quoted.contains(c)) => Act::Speech,
        Act::Speech if main.is_some_and(|i| suggests(words, i)) && is_evidence(words, source) => Act::Finding,
        act => act,
    };
    (act, if negative || denies { Polarity::Negative } else { Polarity::Positive })
}

/// True for a verb that is no auxiliary and that the parser takes for a verb.
fn is_main_verb(doc: &Doc, word: usize) -> bool {
    let entry = doc.words.list[word].entry;
    let tag = doc.words.list[word].tag;
    entry.verb != 0
        && !tag.is_aux()
        && (doc.tree.pos(word).is_verb() || tag.is_verb() && doc.tree.head(word).is_none())
}

/// The verb whose head is none of the others.
fn governing(doc: &Doc, verbs: &[usize]) -> Option<usize> {
    verbs.iter().copied().find(|&v| doc.tree.head(v).is_none_or(|head| !verbs.contains(&head)))
}

/// True where the verb says that something is not so or will not be done. To dismiss something *as* something is
/// to state the latter: “dismissed the trials as theatre”.
fn denies(doc: &Doc, verb: usize) -> bool {
    let words = &doc.words;
    let sentence = words.list[verb].sentence;
    let rest = || (verb + 1..words.list.len()).take_while(|&w| words.list[w].sentence == sentence);
    // "as" leads a noun that depends on the verb.
    let leads_complement = |w: usize| doc.tree.head(w).and_then(|noun| doc.tree.head(noun)) == Some(verb);
    cue(words.list[verb].entry.verb).denies && !rest().any(|w| words.is(w, "as") && leads_complement(w))
}

/// The act of a cue word that is no verb: "worried", "according", a colon.
fn act_of_other_word(words: &Words, word: usize) -> Option<Act> {
    let form = words.of(word);
    if words.lowered(word, cue::adjective).is_some() || words.lowered(word, cue::noun).is_some() {
        let speech = ["state", "claim", "comment"].iter().any(|start| form.starts_with(start));
        return Some(if speech { Act::Speech } else { Act::Thought });
    }
    let mark = matches!(words.list[word].mark, Mark::Colon | Mark::Dash | Mark::Quote);
    (mark || words.is(word, "according")).then_some(Act::Speech)
}

fn suggests(words: &Words, verb: usize) -> bool {
    words.list[verb].entry.verb == LEXICON.verb("suggest")
}

fn is_evidence(words: &Words, source: &[Span]) -> bool {
    source.first().is_some_and(|&s| {
        words.within(s).any(|i| words.lowered(i, |form| SPEECH_PRODUCTS.has(form, Speech::Evidence)))
    })
}

/// "in a blog post" in the cue, right behind it, or between it and its content.
pub fn via(words: &Words, cue_spans: &[Span], content: &[Span]) -> Vec<Span> {
    let Some(cue) = hull(cue_spans) else { return Vec::new() };
    let range = words.within(cue);
    let last = (range.end + MEDIUM_REACH).min(words.list.len());
    for at in range.start..last {
        let word = &words.list[at];
        if word.mark == Mark::Stop || content.iter().any(|c| c.holds(word.span.start)) {
            break;
        }
        if word.tag == Tag::Adp && (words.is(at, "in") || words.is(at, "on") || words.is(at, "via")) {
            let end = words.noun_phrase_after(at + 1, words.list.len());
            if end > at + 1
                && (at + 1..end).any(|i| words.lowered(i, |form| SPEECH_PRODUCTS.has(form, Speech::Medium)))
            {
                return vec![words.span(at, end)];
            }
        }
    }
    Vec::new()
}

/// Words behind a cue in which its medium is looked for.
const MEDIUM_REACH: usize = 12;

/// Whom it was said to: the noun phrase behind "told", or behind "to"; never the source, which may come behind
/// its verb: “…,” warned the declaration.
pub fn addressee(words: &Words, cue_spans: &[Span], source: &[Span], content: &[Span]) -> Option<Span> {
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
    let found = (end > at && !inside(end - 1)).then(|| words.span(at, end))?;
    (!source.iter().any(|s| s.overlaps(found))).then_some(found)
}
