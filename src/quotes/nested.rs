//! Nested quotes: attributions inside the content of another quote.
//!
//! In: the outermost quotes, and the nested attributions as the model tags and links them. Out: all quotes,
//! sorted by the start of their content; [`Quote::within`] is the index of the quote that holds a nested one.
//! “The board said Lund had called it a joke,” said Moss: Lund's words are within Moss's.

use super::assemble::{Parts, grouped, nested_quote};
use super::read::Tagged;
use crate::document::Doc;
use crate::encode::tree::Relation;
use crate::layers::Quote;
use crate::span::Span;
use crate::syntax::{Mark, Tag, Words};

/// `outer` with the nested quotes that `tagged` spans make.
///
/// A nested quote lies in one piece of another's content, content and cue; it has a cue and at least one word of
/// content. A source outside of that piece is left out: it belongs to the outer quote.
/// `inner` are quotes of the model that lie within one which the layout shows, with its index in `outer`.
pub fn add(doc: &Doc, outer: Vec<Quote>, inner: Vec<(usize, Quote)>, tagged: &[Tagged]) -> Vec<Quote> {
    let words = &doc.words;
    let mut all = outer;
    let outermost = all.len();
    all.extend(inner.into_iter().map(|(holder, quote)| Quote { within: Some(holder), ..quote }));
    for parts in grouped(tagged) {
        let Some((holder, piece)) = holder(&all[..outermost], &parts) else { continue };
        let parts = clipped(words, parts, piece);
        if parts.cue.is_empty() || !parts.content.iter().any(|&c| has_word(words, c)) {
            continue;
        }
        if is_hypothetical(doc, &parts.cue) {
            continue;
        }
        let Some(mut quote) = nested_quote(doc, parts, piece) else { continue };
        let same = all[holder].content == quote.content || all[holder].cue == quote.cue;
        if !same {
            quote.within = Some(holder);
            all.push(quote);
        }
    }
    sorted(all)
}

/// True for a cue that reports nothing which was said: what somebody should, might or had to say, or would if.
fn is_hypothetical(doc: &Doc, cue: &[Span]) -> bool {
    let (words, tree) = (&doc.words, &doc.tree);
    let verbs = cue.iter().flat_map(|&c| words.within(c)).filter(|&w| tree.pos(w).is_verb());
    verbs.into_iter().any(|verb| {
        let modal = |w: usize| HYPOTHETICAL.iter().any(|form| words.is(w, form));
        let conditional =
            |w: usize| tree.relation(w) == Relation::Mark && ["if", "unless"].iter().any(|f| words.is(w, f));
        // "had to promise": the verb is the complement of have.
        let forced = tree.relation(verb) == Relation::Xcomp
            && tree.head(verb).is_some_and(|head| words.list[head].tag == Tag::Have);
        forced || tree.children(verb).any(|child| modal(child) || conditional(child))
    })
}

/// Modal verbs of what may or ought to be said.
const HYPOTHETICAL: [&str; 6] = ["should", "must", "might", "could", "ought", "may"];

/// The outermost quote, and the piece of its content, that holds the first content of `parts`.
fn holder(outermost: &[Quote], parts: &Parts) -> Option<(usize, Span)> {
    let first = *parts.content.first()?;
    // A comma or a mark at the edge may have been cut off the outer content.
    let covers = |piece: &Span| piece.holds(first.start) && piece.overlaps(first);
    let mut found = outermost.iter().enumerate().flat_map(|(i, q)| q.content.iter().map(move |&c| (i, c)));
    found.find(|(_, piece)| covers(piece))
}

/// `parts` as far as they lie in `piece`. A content without quotation marks of its own ends with the sentence
/// that it begins in: what follows is the outer speaker's again.
fn clipped(words: &Words, mut parts: Parts, piece: Span) -> Parts {
    parts.source.retain(|s| piece.contains(*s));
    parts.cue.retain(|s| piece.contains(*s));
    let clip = |span: Span| Span::new(span.start.max(piece.start), span.end.min(piece.end));
    parts.content = parts.content.into_iter().filter(|s| s.overlaps(piece)).map(clip).collect();
    for content in &mut parts.content {
        *content = sentence_part(words, *content).trim(words.text);
    }
    parts.content.retain(|c| !c.is_empty());
    parts
}

/// The part of `span` in the sentence of its first word, or all of it where it is quoted by marks of its own.
fn sentence_part(words: &Words, span: Span) -> Span {
    let range = words.within(span);
    let marked =
        range.clone().any(|w| words.list[w].mark == Mark::Quote) || opens_with_mark(span.of(words.text));
    let Some(first) = range.clone().next().filter(|_| !marked) else { return span };
    let sentence = words.list[first].sentence;
    match range.clone().find(|&w| words.list[w].sentence != sentence) {
        Some(next) if next > range.start => Span::new(span.start, words.list[next - 1].end.min(span.end)),
        _ => span,
    }
}

/// True where a quotation mark of any kind begins `text`.
fn opens_with_mark(text: &str) -> bool {
    text.starts_with(['“', '‘', '"', '\'', '«', '„'])
}

/// True where some word of `span` is no punctuation mark.
fn has_word(words: &Words, span: Span) -> bool {
    words
        .within(span)
        .any(|w| words.list[w].mark == Mark::None && words.list[w].shape != crate::segment::Shape::Mark)
}

/// Sorts by content, an outer quote before what it holds; [`Quote::within`] follows.
fn sorted(all: Vec<Quote>) -> Vec<Quote> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| {
        let quote = &all[i];
        let end = quote.content.last().map_or(0, |c| c.end);
        (quote.content[0].start, usize::MAX - end, quote.within.is_some(), i)
    });
    let mut place = vec![0; all.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<Quote>> = all.into_iter().map(Some).collect();
    let quotes = order.iter().filter_map(|&old| slots[old].take());
    quotes.map(|quote| Quote { within: quote.within.map(|holder| place[holder]), ..quote }).collect()
}
