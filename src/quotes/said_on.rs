//! When a quote was said: the date beside its cue.

use crate::document::Doc;
use crate::english::speech::{SPEECH_PRODUCTS, Speech};
use crate::layers::{Date, DateKind, Quote};
use crate::segment::Segments;
use crate::span::{Span, hull};

/// For each quote the date (an index into `dates`) on which it was said: the one nearest to the cue
/// in the cue's sentence, outside of what is said, that no other cue is nearer to.
///
/// A date that belongs to a noun tells of that noun ("Monday's debate", "the 2016 campaign"), unless
/// the noun is what was said in: "in a June report".
pub fn said_on(doc: &Doc, quotes: &[Quote], dates: &[Date]) -> Vec<Option<usize>> {
    let mut cues: Vec<(Span, usize)> =
        quotes.iter().enumerate().filter_map(|(i, q)| Some((hull(&q.cue)?, i))).collect();
    cues.sort_unstable();
    let mut found = vec![None; quotes.len()];
    for &(cue, i) in &cues {
        found[i] = nearest(doc.text(), doc.segments, (cue, i), &cues, quotes, dates);
    }
    found
}

fn nearest(
    text: &str,
    segments: &Segments,
    (cue, own): (Span, usize),
    cues: &[(Span, usize)],
    quotes: &[Quote],
    dates: &[Date],
) -> Option<usize> {
    let sentence = *segments.sentences.get(segments.sentences.partition_point(|s| s.end <= cue.start))?;
    let beside = &cues[cues.partition_point(|(c, _)| c.start < sentence.start)
        ..cues.partition_point(|(c, _)| c.start < sentence.end)];
    let first = dates.partition_point(|d| d.span.start < sentence.start);
    let said = |d: &Date| {
        let day = d.span;
        let told = quotes[own].content.iter().chain(&quotes[own].source).any(|s| s.overlaps(day));
        let elsewhere = beside.iter().any(|&(other, n)| {
            let within = quotes[n].content.iter().any(|c| c.overlaps(day) && !c.overlaps(cue));
            n != own && other != cue && (within || gap(other, day).len() < gap(cue, day).len())
        });
        matches!(d.kind, DateKind::Date | DateKind::Time)
            && d.earliest.is_some()
            && !told
            && !elsewhere
            && !belongs(text, day)
    };
    let near = dates[first..].iter().take_while(|d| d.span.end <= sentence.end).enumerate();
    near.filter(|(_, d)| said(d)).min_by_key(|(_, d)| gap(cue, d.span).len()).map(|(i, _)| first + i)
}

/// True when the date at `day` belongs to a noun that nothing is said in: "Monday's debate" and "the
/// 2016 campaign", but neither "at Monday's debate" nor "in a June report".
fn belongs(text: &str, day: Span) -> bool {
    let after = &text[day.end..];
    let possessive = after.strip_prefix(['\'', '’']).and_then(|rest| rest.strip_prefix('s'));
    // Two words are enough, and a text may have no blank at all.
    let from = (day.start.saturating_sub(64)..=day.start).find(|&at| text.is_char_boundary(at));
    let mut before =
        text[from.unwrap_or(day.start)..day.start].split_whitespace().rev().map(str::to_lowercase);
    let mut last = before.next().unwrap_or_default();
    let determined = matches!(last.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this");
    if determined {
        last = before.next().unwrap_or_default();
    }
    let rest = match possessive {
        Some(rest) => rest,
        None if determined => after,
        None => return false,
    };
    // The noun's phrase: words up to the first mark.
    let mut words =
        rest.split(' ').skip(1).take(3).take_while(|w| w.chars().all(|c| c.is_alphabetic() || c == '-'));
    let Some(first) = words.next().filter(|w| !w.is_empty()) else { return false };
    let occasion = |word: &str| SPEECH_PRODUCTS.has(&word.to_lowercase(), Speech::Occasion);
    match last.as_str() {
        "at" | "during" => false,
        "in" => !(occasion(first) || words.any(occasion)),
        _ => true,
    }
}

/// What lies between two spans; empty where they touch.
fn gap(a: Span, b: Span) -> Span {
    let (start, end) = (a.end.min(b.end), a.start.max(b.start));
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::encode::Reading;
    use crate::layers::{Act, Polarity, QuoteKind};
    use crate::segment;
    use crate::time::{DayMonth, expressions};

    /// The words of the date on which each quote of `text` was said; a quote is its cue and content.
    fn found(text: &str, quotes: &[(&str, &str)]) -> Vec<Option<String>> {
        let span = |words: &str| {
            let start = text.find(words).expect("words of the text");
            Span::new(start, start + words.len())
        };
        let quotes: Vec<Quote> = quotes
            .iter()
            .map(|(cue, content)| Quote {
                kind: QuoteKind::Indirect,
                source: Vec::new(),
                cue: vec![span(cue)],
                content: vec![span(content)],
                quoted: Vec::new(),
                act: Act::Speech,
                polarity: Polarity::Positive,
                via: Vec::new(),
                addressee: None,
                within: None,
                confidence: 1.0,
            })
            .collect();
        let article = Article::from_text(text);
        let segments = segment::segment(text, &[]);
        let reading = Reading::default();
        let doc = Doc::new(&article, &segments, &reading);
        let published = Some(jiff::civil::date(2015, 3, 18));
        let dates = expressions(text, &segments.sentences, published, DayMonth::Unknown);
        let said = said_on(&doc, &quotes, &dates);
        said.into_iter().map(|d| d.map(|d| dates[d].span.of(text).to_string())).collect()
    }

    #[test]
    fn the_date_beside_the_cue_is_when_it_was_said() {
        let text = "On Monday the board said that the quay would open in May.";
        assert_eq!(found(text, &[("said", "that the quay would open in May")]), [Some("Monday".into())]);
        for (text, day) in [
            ("The board said in a June report that the quay was safe.", "June"),
            ("At Monday's open hearing the board said that the quay was safe.", "Monday"),
        ] {
            assert_eq!(found(text, &[("said", "that the quay was safe")]), [Some(day.into())], "{text}");
        }
    }

    #[test]
    fn a_date_of_a_noun_is_not_when_it_was_said() {
        for text in [
            "Before Monday's debate she said that the quay was safe.",
            "She said of the 2014 strike that the quay was safe.",
        ] {
            assert_eq!(found(text, &[("said", "that the quay was safe")]), [None], "{text}");
        }
    }

    #[test]
    fn a_date_goes_with_the_nearest_cue() {
        let text = "Ada Lund said Sunday that the board appeared to be pleased.";
        let quotes = [("said", "that the board appeared to be pleased"), ("appeared", "to be pleased")];
        assert_eq!(found(text, &quotes), [Some("Sunday".into()), None]);
    }
}
