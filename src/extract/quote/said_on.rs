//! When a quote was said: the date beside its cue.

use super::Quote;
use crate::extract::date::{Date, DateKind};
use crate::segment::Segments;
use crate::span::{Span, hull};

/// For each quote the date (an index into `dates`) on which it was said: the one nearest to the cue
/// in the cue's sentence, outside of what is said, with no other quote's cue between.
pub fn said_on(segments: &Segments, quotes: &[Quote], dates: &[Date]) -> Vec<Option<usize>> {
    quotes.iter().map(|quote| nearest(segments, quote, quotes, dates)).collect()
}

fn nearest(segments: &Segments, quote: &Quote, quotes: &[Quote], dates: &[Date]) -> Option<usize> {
    let cue = hull(&quote.cue)?;
    let sentence = *segments.sentences.get(segments.sentences.partition_point(|s| s.end <= cue.start))?;
    let first = dates.partition_point(|d| d.span.start < sentence.start);
    let beside = dates[first..].iter().take_while(|d| d.span.end <= sentence.end).enumerate();
    beside
        .filter(|(_, d)| matches!(d.kind, DateKind::Date | DateKind::Time) && d.earliest.is_some())
        .filter(|(_, d)| !quote.content.iter().chain(&quote.source).any(|s| s.overlaps(d.span)))
        .filter(|(_, d)| {
            let between = gap(cue, d.span);
            !quotes.iter().any(|other| other.cue.iter().any(|&c| c != cue && between.overlaps(c)))
        })
        .min_by_key(|(_, d)| gap(cue, d.span).len())
        .map(|(i, _)| first + i)
}

/// What lies between two spans; empty where they touch.
fn gap(a: Span, b: Span) -> Span {
    let (start, end) = (a.end.min(b.end), a.start.max(b.start));
    Span::new(start, end.max(start))
}
