//! Corrections of what the model tagged, by the structure of the text: sentences, paragraphs and dependency trees.

use super::source;
use crate::article::RegionKind;
use crate::document::Doc;
use crate::encode::tree::Pos;
use crate::english::cue::cue;
use crate::english::lexicon::class;
use crate::layers::{Act, Quote};
use crate::segment::Segments;
use crate::span::{Span, hull};

/// Quotes as the structure of the text allows them; those that it rules out are left out.
pub fn correct(doc: &Doc, quotes: Vec<Quote>) -> Vec<Quote> {
    quotes.into_iter().filter_map(|quote| corrected(doc, quote)).collect()
}

fn corrected(doc: &Doc, mut quote: Quote) -> Option<Quote> {
    let segments = doc.segments;
    for span in quote.source.iter_mut().chain(&mut quote.cue) {
        *span = in_sentence(segments, *span);
    }
    within_reach(segments, &mut quote);
    let in_dateline =
        |s: &Span| doc.article.regions.iter().any(|r| r.kind == RegionKind::Dateline && r.span.overlaps(*s));
    if quote.source.iter().any(in_dateline) {
        // “KOTA: A man was charged.” The place says nothing, and the colon is no cue.
        quote.source.clear();
        if quote.cue.iter().all(in_dateline) || quote.act == Act::Speech && is_mark(doc, &quote.cue) {
            return None;
        }
    }
    if quote.content.is_empty() || is_event(doc, &quote) {
        return None;
    }
    if quote.source.is_empty() {
        quote.source.extend(source::from_tree(&doc.words, &doc.tree, &quote.cue, &quote.content));
    }
    Some(quote)
}

/// True where a cue has no word: a colon or a dash.
fn is_mark(doc: &Doc, cue: &[Span]) -> bool {
    !cue.iter().any(|c| c.of(doc.text()).contains(char::is_alphanumeric))
}

/// True for a deed that the model takes for an attribution: “appointed | Ada Lund as captain”, “who | was elected”.
///
/// Nothing is said there: the content has no quotation marks and no verb, and either nobody is its source, or it
/// is a pronoun, or it begins with a name and the cue is a verb that does not report.
fn is_event(doc: &Doc, quote: &Quote) -> bool {
    let words = || quote.content.iter().flat_map(|&c| doc.words.within(c));
    let cue_words = || quote.cue.iter().flat_map(|&c| doc.words.within(c));
    if quote.cue.is_empty() || !quote.quoted.is_empty() || is_mark(doc, &quote.cue) {
        return false;
    }
    let has_verb = words().any(|w| doc.tree.pos(w).is_verb() || doc.words.list[w].tag.is_aux());
    let verbs: Vec<usize> = cue_words().filter(|&w| doc.tree.pos(w).is_verb()).collect();
    let is_deed = verbs.iter().all(|&w| cue(doc.words.list[w].entry.verb).frames == 0);
    let is_pronoun = words().all(|w| doc.words.list[w].is(class::WH | class::PRON | class::THAT));
    let names_somebody = words().next().is_some_and(|w| doc.tree.pos(w) == Pos::Nnp);
    let nothing_said = quote.source.is_empty() || is_pronoun || is_deed && names_somebody;
    !has_verb && !verbs.is_empty() && nothing_said
}

/// `span` up to the end of the sentence that it begins in: no source and no cue goes on in another one.
fn in_sentence(segments: &Segments, span: Span) -> Span {
    match segments.sentence_at(span.start) {
        Some(i) => Span::new(span.start, span.end.min(segments.sentences[i].end)),
        None => span,
    }
}

/// Leaves out pieces of content in another paragraph than the cue, but for quotations: somebody's words may go on
/// there, what is told without quotation marks has a cue of its own.
fn within_reach(segments: &Segments, quote: &mut Quote) {
    let Some(cue) = hull(&quote.cue) else { return };
    let home = segments.paragraph_at(cue.start);
    let quoted = |c: &Span| segments.quotation_at(c.start).is_some();
    quote.content.retain(|c| quoted(c) || segments.paragraph_at(c.start) == home);
}

/// `laid` beside `tagged`: a tagged quote that touches a laid one is left out, or nested in it where it lies
/// wholly inside. Returns the outermost ones, sorted by content, and the nested ones with the index of their holder.
pub fn give_way(tagged: Vec<Quote>, laid: Vec<Quote>) -> (Vec<Quote>, Vec<(usize, Quote)>) {
    let (mut outermost, mut inside) = (Vec::with_capacity(tagged.len()), Vec::new());
    for quote in tagged {
        let touches =
            |other: &Quote| quote.content.iter().any(|c| other.content.iter().any(|o| o.overlaps(*c)));
        match laid.iter().position(touches) {
            None => outermost.push(quote),
            Some(i) => {
                let holds = |span: &Span| laid[i].content.iter().any(|piece| piece.contains(*span));
                if !quote.cue.is_empty() && quote.cue.iter().chain(&quote.content).all(holds) {
                    inside.push((laid[i].content[0], quote));
                }
            }
        }
    }
    outermost.extend(laid);
    outermost.sort_by_key(|q| (q.content[0].start, usize::MAX - q.content[q.content.len() - 1].end));
    let holder = |first: Span| outermost.iter().position(|q| q.content[0] == first);
    let inside = inside.into_iter().filter_map(|(first, quote)| Some((holder(first)?, quote))).collect();
    (outermost, inside)
}
