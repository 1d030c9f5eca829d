//! A span: a half-open range of bytes of an article's text.
//!
//! Every layer points into the text with spans and never copies or edits it. Spans are bytes
//! everywhere inside the program; [`CodePoints`] turns them into code points, and only the record
//! uses it.

use std::ops::Range;

/// A half-open byte range `start..end` of an article's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// True when it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The bytes of `text` that it covers.
    ///
    /// # Panics
    /// When it is outside of `text` or cuts a character: spans are made from the text they are
    /// used with.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// True when `other` lies wholly inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when byte `at` lies inside.
    pub const fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// True when the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span over both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span without white space at either end.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.end - inner.trim_start().len();
        Span::new(start, (self.start + inner.trim_end().len()).max(start))
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// The smallest span over all of `spans`; `None` when there is none.
pub fn hull(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(Span::hull)
}

/// Byte offsets of one text as Unicode code points.
///
/// Holds one count every [`STRIDE`] bytes, so a look-up reads at most that many bytes; a text that
/// is all ASCII needs none.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`; empty when all is ASCII.
    before: Vec<usize>,
}

/// Bytes between two stored counts.
const STRIDE: usize = 256;

impl<'t> CodePoints<'t> {
    /// Counts the code points of `text` once.
    pub fn new(text: &'t str) -> Self {
        let before = if text.is_ascii() {
            Vec::new()
        } else {
            let mut count = 0;
            text.as_bytes()
                .chunks(STRIDE)
                .map(|chunk| {
                    let here = count;
                    count += leads(chunk);
                    here
                })
                .collect()
        };
        CodePoints { text, before }
    }

    /// Code points before byte `at`.
    pub fn at(&self, at: usize) -> usize {
        match self.before.get(at / STRIDE) {
            _ if self.before.is_empty() => at,
            Some(&count) => count + leads(&self.text.as_bytes()[at / STRIDE * STRIDE..at]),
            // `at` is the end of a text whose length is a multiple of STRIDE.
            None => self.text.chars().count(),
        }
    }

    /// `span` as `(start, end)` in code points.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

/// Bytes that begin a character: those that are not continuation bytes of UTF-8.
fn leads(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

/// The bytes that spans cover, asked in logarithmic time: a text may have a hundred thousand spans of
/// debris, and each word and date asks whether it is in one.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Disjoint, in order, none empty.
    spans: Vec<Span>,
}

impl Cover {
    /// What `spans`, in any order, cover together.
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Cover {
        let mut all: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        all.sort_unstable();
        let mut spans: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match spans.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        Cover { spans }
    }

    /// True when `span` shares at least one byte with what is covered.
    pub fn overlaps(&self, span: Span) -> bool {
        let at = self.spans.partition_point(|covered| covered.end <= span.start);
        !span.is_empty() && self.spans.get(at).is_some_and(|covered| covered.overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_overlaps_what_one_of_its_spans_does() {
        let spans = [(8, 12), (0, 3), (10, 11), (12, 14), (20, 20), (30, 31)].map(|(s, e)| Span::new(s, e));
        let cover = Cover::new(spans);
        for start in 0..35 {
            for end in start..35 {
                let span = Span::new(start, end);
                let one = spans.iter().filter(|s| !s.is_empty()).any(|s| s.overlaps(span));
                assert_eq!(cover.overlaps(span), one && !span.is_empty(), "{span:?}");
            }
        }
    }

    #[test]
    fn code_points_agree_with_a_count_of_characters() {
        let text = "“naïve” – 東京 and 🙂 ".repeat(40);
        let points = CodePoints::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), n);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }

    #[test]
    fn the_end_of_a_text_of_exactly_one_stride_counts() {
        let text = "é".repeat(STRIDE / 2);
        assert_eq!(CodePoints::new(&text).at(text.len()), STRIDE / 2);
    }

    #[test]
    fn trim_of_white_space_alone_is_empty() {
        let span = Span::new(1, 4).trim("a   b");
        assert!(span.is_empty());
        assert_eq!(Span::new(0, 5).trim(" a b "), Span::new(1, 4));
    }
}
