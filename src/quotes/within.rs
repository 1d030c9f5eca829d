//! Quotes inside quotes: a second look into each content.

use super::assemble::only_grouped;
use super::rules::Finder;
use crate::layers::Quote;
use crate::segment::Segments;
use crate::syntax::Words;

/// Longest content that is looked into, in words.
const LONGEST: usize = 400;

/// `outer` with the quotes that stand inside of their contents, sorted by the start of content.
///
/// `within` is set where a quote's content lies in one piece of another's.
pub fn add(words: &Words, segments: &Segments, outer: Vec<Quote>) -> Vec<Quote> {
    let mut all: Vec<(Option<usize>, Quote)> = Vec::with_capacity(outer.len());
    let mut inner: Vec<(Option<usize>, Quote)> = Vec::new();
    for (i, quote) in outer.iter().enumerate() {
        for &piece in &quote.content {
            let range = words.within(piece);
            if range.len() < 4 || range.len() > LONGEST {
                continue;
            }
            let mut tagged = Vec::new();
            // Sentence by sentence: a quotation may hold several.
            let mut from = range.start;
            while from < range.end {
                let sentence = words.list[from].sentence;
                let to = (from..range.end).find(|&k| words.list[k].sentence != sentence).unwrap_or(range.end);
                let base = u32::try_from(tagged.len()).unwrap_or(0) * 1000;
                tagged.extend(Finder::new(words).part(from..to).into_iter().map(|mut t| {
                    t.group += base;
                    t
                }));
                from = to;
            }
            for found in only_grouped(words, segments, &tagged) {
                let whole = found.content.iter().all(|c| piece.contains(*c))
                    && found.cue.iter().all(|c| piece.contains(*c));
                // Inside of what somebody says a verb alone is too little to tell of another voice.
                if whole && !found.source.is_empty() {
                    inner.push((Some(i), found));
                }
            }
        }
    }
    all.extend(outer.into_iter().map(|q| (None, q)));
    let base = all.len();
    all.extend(inner);
    // Sorted by content; indices of `within` follow.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| {
        let q = &all[i].1;
        (q.content[0].start, usize::MAX - q.content[q.content.len() - 1].end, i >= base, i)
    });
    let mut place = vec![0; all.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<(Option<usize>, Quote)>> = all.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|&old| slots[old].take())
        .map(|(holder, mut quote)| {
            quote.within = holder.map(|h| place[h]);
            quote
        })
        .collect()
}
