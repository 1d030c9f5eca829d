//! Claims: what is stated, as subject, predicate and object, inside quotes and in the article's
//! own voice.
//!
//! In: the article, its segments, quotes and dates. Out: [`Claim`]s in the order of the text, each
//! attached to the innermost quote whose content holds it.

mod clause;
mod gist;
mod modality;
mod quantity;

use crate::article::Article;
use crate::encode::Reading;
use crate::extract::date::Date;
use crate::extract::quote::{Polarity, Quote};
use crate::extract::word::{Mark, Tree, Words};
use crate::segment::Segments;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One clause that states something.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index of the innermost quote that holds it; `None` for the article's own voice.
    pub quote: Option<usize>,
    /// The clause.
    pub span: Span,
    /// Its subject, as written.
    pub subject: String,
    /// Its verb group, negation included.
    pub predicate: String,
    /// Its object or complement, as written.
    pub object: Option<String>,
    /// What else belongs to the verb, as written: "in March", "to the board".
    pub args: Vec<String>,
    /// Negative where the clause denies.
    pub polarity: Polarity,
    /// How far it is stated to be so.
    pub modality: Modality,
    /// The numbers in it.
    pub quantity: Vec<Quantity>,
    /// Index of the date that it holds of.
    pub date: Option<usize>,
    /// Spans of subject and object, so that actors can be attached.
    pub parts: Vec<Span>,
    /// At most twelve of its own words.
    pub gist: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// A number in a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its value; `None` for "several", "dozens".
    pub value: Option<f64>,
    /// What is counted or measured.
    pub unit: Option<String>,
    /// "about", "over", "at least".
    pub modifier: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// How far a claim is stated to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// "is", "was".
    Asserted,
    /// "will".
    Future,
    /// "is likely to", "should" of expectation.
    Likely,
    /// "may", "could".
    Possible,
    /// "would", "if".
    Conditional,
    /// "I will", "vowed to".
    Commitment,
    /// "demanded that", "called on".
    Demand,
    /// "must", "has to".
    Obligation,
    /// "plans to", "wants to".
    Intended,
    /// "proposed to".
    Proposal,
    /// "allegedly", "is accused of".
    Alleged,
    /// A question.
    Question,
}

/// The claims of `article`, in the order of the text.
pub fn extract(
    article: &Article,
    segments: &Segments,
    reading: &Reading,
    quotes: &[Quote],
    dates: &[Date],
) -> Vec<Claim> {
    let words = Words::new(article, segments);
    let _tree = Tree::new(&words, reading);
    let owners = owners(&words, quotes);
    let days: Vec<Span> = dates.iter().map(|d| d.span).collect();
    let mut out = Vec::new();
    for range in &words.sentences {
        let mut from = range.start;
        while from < range.end {
            let owner = owners[from];
            let to = (from..range.end).find(|&k| owners[k] != owner).unwrap_or(range.end);
            // The words around a quote are who says it, not a claim of the article.
            for found in clause::find(&words, from..to) {
                if !ascribes(&words, quotes, &found) {
                    out.push(claim(&words, &found, owner.checked_sub(1).map(|q| q as usize), quotes, &days));
                }
            }
            from = to;
        }
    }
    out
}

/// For each word the innermost quote whose content holds it, plus one; 0 for the article's voice.
fn owners(words: &Words, quotes: &[Quote]) -> Vec<u32> {
    let mut owners = vec![0; words.list.len()];
    for inner in [false, true] {
        for (i, quote) in quotes.iter().enumerate().filter(|(_, q)| q.within.is_some() == inner) {
            for &piece in &quote.content {
                owners[words.within(piece)].fill(u32::try_from(i + 1).unwrap_or(0));
            }
        }
    }
    owners
}

/// True when the verb of `clause` is a part of the cue of a quote.
fn ascribes(words: &Words, quotes: &[Quote], clause: &clause::Clause) -> bool {
    let head = words.list[clause.head].span;
    // Sorted by content: a cue stands close to the content it belongs to.
    let at = quotes.partition_point(|q| q.content[0].start < head.start);
    (at.saturating_sub(4)..(at + 4).min(quotes.len())).any(|k| quotes[k].cue.iter().any(|c| c.contains(head)))
}

fn claim(
    words: &Words,
    found: &clause::Clause,
    quote: Option<usize>,
    quotes: &[Quote],
    dates: &[Span],
) -> Claim {
    let text = |range: &Range<usize>| one_line(words, range);
    let last = found.args.last().map_or(found.object.end, |a| a.end).max(found.verb.end);
    let before = found.subject.start < found.verb.start;
    let whole = if before { found.subject.start..last } else { found.verb.start..last };
    let subject = trim(words, found.subject.clone());
    let object = trim(words, found.object.clone());
    let mut parts = vec![words.span(subject.start, subject.end)];
    if !object.is_empty() {
        parts.push(words.span(object.start, object.end));
    }
    parts.extend(found.args.iter().map(|a| words.span(a.start, a.end)));
    let span = words.span(whole.start, whole.end);
    let date = {
        let k = dates.partition_point(|d| d.end <= span.start);
        dates.get(k).filter(|d| span.contains(**d)).map(|_| k)
    };
    let quoted = quote.and_then(|q| quotes.get(q));
    Claim {
        quote,
        span,
        subject: text(&subject),
        predicate: text(&found.verb),
        object: (!object.is_empty()).then(|| text(&object)),
        args: found.args.iter().map(text).collect(),
        polarity: modality::polarity(words, found),
        modality: modality::modality(words, found, quoted),
        quantity: quantity::find(words, whole, dates),
        date,
        parts,
        gist: gist::gist(words, &subject, &found.verb, &object, &found.args),
        confidence: if quoted.is_some() { 0.6 } else { 0.5 },
    }
}

/// `range` without marks at either end.
fn trim(words: &Words, range: Range<usize>) -> Range<usize> {
    let loose = |k: usize| {
        matches!(
            words.list[k].mark,
            Mark::Comma | Mark::Stop | Mark::Quote | Mark::Dash | Mark::Colon | Mark::Semicolon
        )
    };
    let Range { mut start, mut end } = range;
    while start < end && loose(start) {
        start += 1;
    }
    while end > start + 1 && loose(end - 1) {
        end -= 1;
    }
    start..end
}

/// The text of `range`, line breaks as spaces.
fn one_line(words: &Words, range: &Range<usize>) -> String {
    if range.is_empty() {
        return String::new();
    }
    let text = words.span(range.start, range.end).of(words.text);
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::encode::model;
    use crate::extract::quote;
    use crate::segment::segment;

    fn claims(text: &str) -> Vec<Claim> {
        let article = Article::from_text(text);
        let segments = segment(text, &[]);
        let reading = model::read(text).0;
        let quotes = quote::extract(&article, &segments, &reading);
        extract(&article, &segments, &reading, &quotes, &[])
    }

    #[test]
    fn a_clause_is_cut_into_its_parts() {
        let found = claims("The ferry carried 1,200 passengers to the island.");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].subject.as_str(), found[0].predicate.as_str()), ("The ferry", "carried"));
        assert_eq!(found[0].object.as_deref(), Some("1,200 passengers"));
        assert_eq!(found[0].quantity[0].value, Some(1200.0));
        assert_eq!(found[0].quantity[0].unit.as_deref(), Some("passengers"));
        assert_eq!(found[0].gist, "ferry carried 1,200 passengers to island");
    }

    #[test]
    fn a_claim_inside_a_quote_belongs_to_it() {
        let found = claims("Ida Lund said the ferry will not sail.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].quote, Some(0));
        assert_eq!((found[0].modality, found[0].polarity), (Modality::Future, Polarity::Negative));
    }

    #[test]
    fn modal_verbs_set_the_modality() {
        for (text, modality) in [
            ("The ferry may sink.", Modality::Possible),
            ("The ferry must sail.", Modality::Obligation),
            ("The ferry would sink.", Modality::Conditional),
            ("Will the ferry sink?", Modality::Question),
            ("The ferry sank.", Modality::Asserted),
        ] {
            if let Some(first) = claims(text).first() {
                assert_eq!(first.modality, modality, "{text}");
            }
        }
    }
}
