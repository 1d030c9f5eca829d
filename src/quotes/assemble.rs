//! Assembly: tagged spans of source, cue and content become quotes.
//!
//! In: [`Tagged`] spans in the order of the text; those of one `group` belong together. Out:
//! [`Quote`]s with their contents snapped to quotation marks, sorted by the start of their content.

use super::read::Tagged;
use super::{detail, layout};
use crate::document::Doc;
use crate::encode::reader::Role;
use crate::layers::{Quote, QuoteKind};
use crate::segment::Segments;
use crate::span::{Span, hull};
use crate::syntax::Words;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Spans looked at on each side for the nearest one.
const LOOK: usize = 8;

/// An attribution before it is a quote.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Spans of the source.
    pub source: Vec<Span>,
    /// Spans of the cue.
    pub cue: Vec<Span>,
    /// Pieces of the content.
    pub content: Vec<Span>,
    /// Probability that the least sure content, the cue and the source are right.
    pub p: f32,
}

/// Turns `tagged` spans into quotes.
pub fn assemble(doc: &Doc, tagged: &[Tagged]) -> Vec<Quote> {
    let (words, segments) = (&doc.words, doc.segments);
    let mut all = grouped(tagged);
    attach_loose_quotations(words, segments, &mut all);
    let mut quotes: Vec<Quote> = all.into_iter().filter_map(|parts| quote(doc, parts)).collect();
    quotes.sort_by_key(|q| (q.content[0].start, usize::MAX - q.content[q.content.len() - 1].end));
    quotes.dedup_by(|b, a| a.content == b.content && a.cue == b.cue);
    quotes
}

/// The attributions whose spans say themselves that they belong together.
pub fn grouped(tagged: &[Tagged]) -> Vec<Parts> {
    let mut at: FxHashMap<u32, usize> = FxHashMap::default();
    let mut all: Vec<Parts> = Vec::new();
    // In order, so that the last digit of a product is the same on every run.
    let mut leasts: BTreeMap<(u32, Role), f32> = BTreeMap::new();
    for t in tagged {
        let group = t.group;
        let i = *at.entry(group).or_insert_with(|| {
            all.push(Parts { p: 1.0, ..Parts::default() });
            all.len() - 1
        });
        let parts = &mut all[i];
        match t.role {
            Role::Source => parts.source.push(t.span),
            Role::Cue => parts.cue.push(t.span),
            Role::Content => parts.content.push(t.span),
        }
        let least = leasts.entry((group, t.role)).or_insert(1.0f32);
        *least = least.min(t.p);
    }
    for ((group, _), least) in leasts {
        all[at[&group]].p *= least;
    }
    all
}

/// Gives quotations that stand alone, as whole sentences, to the attribution before or after them
/// in their paragraph: the second half of "“No,” he said. “Never.”"
fn attach_loose_quotations(words: &Words, segments: &Segments, all: &mut [Parts]) {
    let mut covered: Vec<(Span, usize)> =
        all.iter().enumerate().flat_map(|(i, p)| p.content.iter().map(move |&c| (c, i))).collect();
    covered.sort_unstable();
    let mut reach = Vec::with_capacity(covered.len());
    let mut furthest = 0;
    for (span, _) in &covered {
        furthest = furthest.max(span.end);
        reach.push(furthest);
    }
    let mut previous: Option<usize> = None;
    for quotation in &segments.quotations {
        let span = quotation.span;
        let at = covered.partition_point(|(c, _)| c.start < span.end);
        if at > 0 && reach[at - 1] > span.start {
            // Some content holds a part of it already: what follows may go on from there.
            let holder =
                covered[..at].iter().rev().take(LOOK).find(|(c, _)| c.end > span.start).map(|&(_, i)| i);
            previous = holder.or(previous);
            continue;
        }
        if !stands_alone(words, segments, span) {
            continue;
        }
        let Some(paragraph) = segments.paragraph_at(span.start).map(|p| segments.paragraphs[p]) else {
            continue;
        };
        let before = previous.filter(|&i| hull(&all[i].content).is_some_and(|h| h.end >= paragraph.start));
        let after = covered.get(at).filter(|(c, _)| c.start < paragraph.end).map(|&(_, i)| i);
        let owner = before.or(after).or_else(|| previous.filter(|&i| follows(segments, &all[i], span)));
        if let Some(i) = owner {
            all[i].content.push(span);
            all[i].content.sort_unstable();
            previous = Some(i);
        }
    }
}

/// True when `span` begins its sentence and ends one.
fn stands_alone(words: &Words, segments: &Segments, span: Span) -> bool {
    let Some(first) = segments.sentence_at(span.start) else { return false };
    let starts = segments.sentences[first].start == span.start;
    let range = words.within(span);
    let last =
        segments.sentence_at(span.end.saturating_sub(1)).map_or(span.end, |s| segments.sentences[s].end);
    starts && last <= span.end + 1 && range.len() >= 5
}

/// True when `span` stands in the paragraph right behind the contents of `parts`, which end in a
/// quotation.
fn follows(segments: &Segments, parts: &Parts, span: Span) -> bool {
    let Some(end) = hull(&parts.content).map(|h| h.end) else { return false };
    let here = segments.paragraphs.partition_point(|p| p.start <= span.start);
    let there = segments.paragraphs.partition_point(|p| p.start < end);
    here == there + 1
        && segments.quoted(end.saturating_sub(1))
        && segments.paragraphs[here - 1].start == span.start
}

/// Makes a quote of `parts`; `None` when it has no content.
fn quote(doc: &Doc, parts: Parts) -> Option<Quote> {
    let (words, segments) = (&doc.words, doc.segments);
    let mut content: Vec<Span> =
        parts.content.iter().map(|&c| snapped(words, segments, c)).filter(|c| !c.is_empty()).collect();
    content.sort_unstable();
    content = merged(words.text, &content);
    content.first()?;
    let quoted = quoted(segments, &content);
    let kind = kind(words, &content, |_| true);
    Some(with_details(doc, parts, content, quoted, kind))
}

/// Makes a quote of what the layout shows; its spans stay as they are.
pub fn laid_out(doc: &Doc, found: layout::Attribution) -> Option<Quote> {
    let (words, segments) = (&doc.words, doc.segments);
    let content: Vec<Span> =
        found.content.iter().map(|c| c.trim(words.text)).filter(|c| !c.is_empty()).collect();
    content.first()?;
    let (quoted, kind) = (quoted(segments, &content), kind(words, &content, |_| true));
    let parts = Parts {
        source: found.source.into_iter().collect(),
        cue: found.cue.into_iter().collect(),
        content: content.clone(),
        p: layout::PROBABILITY,
    };
    Some(with_details(doc, parts, content, quoted, kind))
}

/// Makes a nested quote of `parts`, which lie in `piece` of an outer content. Quotation marks around the cue
/// are the outer speaker's: in “The board promised a school,” the promise is indirect.
pub fn nested_quote(doc: &Doc, parts: Parts, piece: Span) -> Option<Quote> {
    let (words, segments) = (&doc.words, doc.segments);
    let own = |q: Span| piece.contains(q) && !parts.cue.iter().any(|cue| cue.overlaps(q));
    let marked = |c: Span| segments.quotation_at(c.start).is_some_and(|i| own(segments.quotations[i].span));
    let snap = |c: Span| if marked(c) { snapped(words, segments, c) } else { c };
    let mut content: Vec<Span> = parts.content.iter().map(|&c| snap(c)).filter(|c| !c.is_empty()).collect();
    content.sort_unstable();
    content = merged(words.text, &content);
    content.first()?;
    let quoted = quoted(segments, &content).into_iter().filter(|&run| own(run)).collect();
    let kind = kind(words, &content, |at| {
        segments.quotation_at(at).is_some_and(|i| own(segments.quotations[i].span))
    });
    Some(with_details(doc, parts, content, quoted, kind))
}

/// A quote of `parts` with what its cue says.
fn with_details(doc: &Doc, parts: Parts, content: Vec<Span>, quoted: Vec<Span>, kind: QuoteKind) -> Quote {
    let words = &doc.words;
    let (act, polarity) = detail::act(doc, &parts.cue, &parts.source, &content, &quoted);
    let via = detail::via(words, &parts.cue, &content);
    let addressee = detail::addressee(words, &parts.cue, &parts.source, &content);
    let confidence = parts.p;
    Quote {
        kind,
        source: parts.source,
        cue: parts.cue,
        content,
        quoted,
        act,
        polarity,
        via,
        addressee,
        within: None,
        confidence,
    }
}

/// `span` with the quotation marks that it touches: a content that covers the words of a quotation
/// covers its marks, and the comma before the closing one.
fn snapped(words: &Words, segments: &Segments, span: Span) -> Span {
    let mut span = span.trim(words.text);
    for at in [span.start, span.end.saturating_sub(1)] {
        let Some(q) = segments.quotation_at(at).map(|i| segments.quotations[i]) else { continue };
        if at == span.start && span.start > q.span.start && q.inner.start >= span.start {
            span.start = q.span.start;
        }
        // The first sentence of a quotation brings the sentences before it in the same marks.
        if at == span.start && span.start > q.span.start && begins_sentence(segments, span.start) {
            span.start = q.span.start;
        }
        if at + 1 >= span.end && span.end < q.span.end {
            let rest = Span::new(span.end, q.inner.end.max(span.end)).of(words.text);
            if rest.chars().all(|c| !c.is_alphanumeric()) || begins_sentence_after(segments, span.end) {
                span.end = q.span.end;
            }
        }
    }
    // A mark right before or behind it.
    if let Some(q) = segments.quotation_at(span.end).map(|i| segments.quotations[i])
        && q.span.start < span.end
        && q.inner.end <= span.end
    {
        span.end = q.span.end;
    }
    if span.start > 0
        && let Some(q) = segments.quotation_at(span.start - 1).map(|i| segments.quotations[i])
        && q.inner.start == span.start
    {
        span.start = q.span.start;
    }
    span
}

fn begins_sentence(segments: &Segments, at: usize) -> bool {
    segments.sentence_at(at).is_some_and(|s| segments.sentences[s].start == at)
}

fn begins_sentence_after(segments: &Segments, end: usize) -> bool {
    end > 0 && segments.sentence_at(end - 1).is_some_and(|s| segments.sentences[s].end <= end + 1)
}

/// `spans`, sorted, with those joined that overlap or touch but for white space.
fn merged(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for &span in spans {
        if let Some(last) = out.last_mut()
            && (span.start <= last.end
                || text[last.end..span.start].chars().all(|c| c.is_whitespace() && c != '\n'))
        {
            last.end = last.end.max(span.end);
        } else {
            out.push(span);
        }
    }
    out
}

/// The runs in quotation marks inside `content`.
fn quoted(segments: &Segments, content: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for &piece in content {
        let from = segments.quotations.partition_point(|q| q.span.end <= piece.start);
        for q in segments.quotations[from..].iter().take_while(|q| q.span.start < piece.end) {
            let run = Span::new(q.span.start.max(piece.start), q.span.end.min(piece.end));
            if !run.is_empty() {
                out.push(run);
            }
        }
    }
    out
}

/// The kind of a content, by how many of its words are in quotation marks that `counts` at their place.
fn kind(words: &Words, content: &[Span], counts: impl Fn(usize) -> bool) -> QuoteKind {
    let (mut all, mut inside) = (0, 0);
    for &piece in content {
        for word in &words.list[words.within(piece)] {
            if word.mark == crate::syntax::Mark::None {
                all += 1;
                inside += usize::from(word.quotation != 0 && counts(word.span.start));
            }
        }
    }
    match inside {
        0 => QuoteKind::Indirect,
        n if n == all => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}
