//! Paragraphs: the lines of a text that hold something to read.

use super::Debris;
use crate::span::Span;
use memchr::memchr2_iter;

/// The lines of `text`, trimmed, without those that are blank or nothing but debris.
///
/// A line ends at `\n`, `\r` or both. Blank lines are not waited for: many sources put none between
/// two paragraphs, and after ingest no line is wrapped.
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

#[cfg(test)]
mod tests {
    use crate::article::{Region, RegionKind};
    use crate::segment::segment;
    use crate::span::Span;

    #[test]
    fn paragraphs_are_lines_trimmed() {
        let text = "  One. \r\n\r\n\u{a0}\nTwo.\rThree.";
        let lines: Vec<_> = segment(text, &[]).paragraphs.iter().map(|p| p.of(text)).collect();
        assert_eq!(lines, ["One.", "Two.", "Three."]);
    }

    #[test]
    fn lines_of_debris_are_left_out_and_other_regions_are_not() {
        let text = "Title\n {a} {b} \nOne.";
        let region = |start, end, kind| Region { span: Span::new(start, end), kind };
        let regions = [
            region(0, 5, RegionKind::Title),
            region(7, 10, RegionKind::Template),
            region(11, 14, RegionKind::Template),
        ];
        let lines: Vec<_> = segment(text, &regions).paragraphs.iter().map(|p| p.of(text)).collect();
        assert_eq!(lines, ["Title", "One."]);
    }
}
