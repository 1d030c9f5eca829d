//! Paragraphs: the lines of a text that hold something to read.

use super::Debris;
use crate::span::Span;
use memchr::memchr2_iter;

/// The lines of `text`, trimmed, without those that are blank or nothing but debris.
///
/// A line ends at `\n`, `\r` or both. A line of one space more or less is the only sign of a
/// paragraph that every source of articles has in common: most put a blank line between two, some
/// wrap nothing and put none.
pub(super) fn split(text: &str, debris: &Debris) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for end in memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]) {
        let line = Span::new(start, end).trim(text);
        if !line.is_empty() && debris.skip(text, line.start, line.end) < line.end {
            paragraphs.push(line);
        }
        start = end + 1;
    }
    paragraphs
}
