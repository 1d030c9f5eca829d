//! Claims: propositions with subject, predicate and object, in quotes and in the article's own words.
//!
//! In: the article, its segments, what the model read, quotes and dates. Out: [`Claim`]s in the order of
//! the text, each attached to the innermost quote whose content holds it. [`clause`] finds the predicates
//! of the trees with their dependents, [`subject`] who or what they are said of; [`modality`],
//! [`quantity`] and [`gist`] read a clause, [`salience`] weighs it.

mod attribution;
mod clause;
mod gist;
mod modality;
mod part;
mod quantity;
mod reader;
mod salience;
mod subject;
#[cfg(all(test, feature = "model"))]
mod tests;

use crate::article::RegionKind;
use crate::document::Doc;
use crate::english::lexicon::class;
use crate::layers::{Act, Claim, Date, DateKind, Polarity, Quote};
use crate::span::Span;
use crate::syntax::Words;
use attribution::Attribution;
use clause::{Clause, Kind};
use reader::Reader;
use salience::Traits;

/// The claims of `doc`, in the order of the text.
pub fn extract(doc: &Doc, quotes: &[Quote], dates: &[Date]) -> Vec<Claim> {
    let (article, words, tree) = (doc.article, &doc.words, &doc.tree);
    let attribution = Attribution::new(words, quotes);
    // A headline says what the text says.
    let titles: Vec<Span> =
        article.regions.iter().filter(|r| r.kind == RegionKind::Title).map(|r| r.span).collect();
    let reader = Reader { words, tree, attribution: &attribution };
    let mut out: Vec<Claim> = (0..words.list.len())
        // The words around a quote are who says it, not a claim of the article.
        .filter(|&head| !attribution.is_cue(head) || reader.has_object(head))
        .filter(|&head| !titles.iter().any(|t| t.contains(words.list[head].span)))
        .filter_map(|head| reader.clause(head))
        .map(|clause| with_intention(&reader, clause, quotes))
        .filter(|clause| clause.is_substantial())
        .filter_map(|clause| claim(&reader, &clause, quotes, dates))
        .collect();
    out.sort_by_key(|c| (c.span.start, c.span.end));
    out
}

/// An infinitive with the verb of intention that governs it as the cue of its quote: “The port wants to close the
/// pier” claims that the port wants to close it, not that it closes it.
fn with_intention(reader: &Reader, mut clause: Clause, quotes: &[Quote]) -> Clause {
    let Some(&to) = clause.verb.first().filter(|&&w| reader.words.is(w, "to")) else { return clause };
    let cue = to.checked_sub(1).and_then(|before| reader.attribution.cue_of(before));
    if let Some(cue) = cue.filter(|&cue| quotes.get(cue).is_some_and(|q| q.act == Act::Intention)) {
        let first = (0..to).rev().find(|&w| reader.attribution.cue_of(w) != Some(cue)).map_or(0, |w| w + 1);
        clause.verb.splice(0..0, first..to);
    }
    clause
}

/// The polarity of a clause in `quote`: a denial turns it around. `None` where the cue is negated, so that nothing
/// is said at all: “did not say that the pier was closed”.
fn polarity(words: &Words, clause: &Clause, quote: Option<&Quote>) -> Option<Polarity> {
    let own = modality::polarity(words, clause);
    let Some(quote) = quote.filter(|q| q.polarity == Polarity::Negative) else { return Some(own) };
    let negated = quote.cue.iter().any(|&c| words.within(c).any(|w| words.list[w].is(class::NEG)));
    // The verb of intention is a part of the predicate, its negation too.
    let in_predicate = clause.verb.iter().any(|&w| quote.cue.iter().any(|c| c.contains(words.list[w].span)));
    match (negated, own) {
        (true, _) if matches!(quote.act, Act::Speech | Act::Finding) => None,
        (true, _) if in_predicate => Some(own),
        (_, Polarity::Positive) => Some(Polarity::Negative),
        (_, Polarity::Negative) => Some(Polarity::Positive),
    }
}

fn claim(reader: &Reader, clause: &Clause, quotes: &[Quote], dates: &[Date]) -> Option<Claim> {
    let Reader { words, attribution, .. } = *reader;
    let mut whole = [clause.verb.as_slice(), &clause.object].concat();
    whole.extend(clause.args.iter().flatten());
    let last_subject = clause.subject.last().copied()?;
    let sentence = words.list[clause.head].sentence;
    if words.list[last_subject].sentence == sentence {
        whole.extend(&clause.subject);
    }
    whole.sort_unstable();
    whole.dedup();
    let span = part::span(words, &whole)?;
    let date = date(dates, span);
    let quote = attribution.quote_of(clause.head).or_else(|| reader.attributed_quote(clause.head));
    let quoted = quote.and_then(|q| quotes.get(q));
    let parts = [&clause.subject, &clause.object].into_iter().chain(&clause.args);
    let predicate = match clause.kind {
        Kind::Apposition => "be".to_owned(),
        _ => part::text(words, &clause.verb),
    };
    if predicate.is_empty() {
        return None;
    }
    let quantity = quantity::find(reader, clause, &whole, dates);
    let polarity = polarity(words, clause, quoted)?;
    let modality = modality::modality(words, clause, quoted);
    let dated =
        dates.get(dates.partition_point(|d| d.span.end <= span.start)).is_some_and(|d| span.contains(d.span));
    let traits = Traits { quantity: &quantity, modality, polarity, dated };
    let confidence = salience::salience(reader, clause, &traits);
    Some(Claim {
        quote,
        span,
        subject: part::text(words, &clause.subject),
        predicate,
        object: (!clause.object.is_empty()).then(|| part::text(words, &clause.object)),
        args: clause.args.iter().map(|a| part::text(words, a)).collect(),
        polarity,
        modality,
        quantity,
        date,
        parts: parts.filter_map(|p| part::span(words, p)).collect(),
        gist: gist::gist(reader, clause),
        confidence,
    })
}

/// The most informative date within `span`: days and times before durations, resolved before unresolved.
fn date(dates: &[Date], span: Span) -> Option<usize> {
    let first = dates.partition_point(|d| d.span.end <= span.start);
    let inside = dates[first..].iter().take_while(|d| d.span.start < span.end);
    // "now" and "recently" name no day.
    let inside = inside.enumerate().filter(|(_, d)| span.contains(d.span) && !d.value.ends_with("_REF"));
    let rank = |d: &Date| {
        let point = matches!(d.kind, DateKind::Date | DateKind::Time);
        let laid = d.earliest.is_some() || d.latest.is_some();
        match (point, laid) {
            (true, true) => 0,
            (false, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        }
    };
    inside.min_by_key(|(k, d)| (rank(d), *k)).map(|(k, _)| first + k)
}
