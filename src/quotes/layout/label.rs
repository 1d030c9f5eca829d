//! Labels: “Haldorsen: The quay is closed.”, “Sam Orde, union leader: No comment.”

use super::unbulleted;
use crate::span::Span;

/// Longest label, in bytes and in words: a name with a description.
const LONGEST: usize = 90;
const MOST_WORDS: usize = 12;

/// A line that begins with a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labelled {
    /// The label without its colon.
    pub label: Span,
    /// The colon.
    pub colon: Span,
    /// What follows it; never empty.
    pub words: Span,
}

/// The label of `line`, behind a bullet if there is one.
pub fn labelled(text: &str, line: Span) -> Option<Labelled> {
    let line = unbulleted(text, line).unwrap_or(line);
    let at = line.of(text).find(':')?;
    let label = Span::new(line.start, line.start + at).trim(text);
    let words = Span::new(line.start + at + 1, line.end);
    let spaced = words.of(text).starts_with(char::is_whitespace);
    let words = words.trim(text);
    let form = label.of(text);
    let plain = !form.contains(['“', '”', '"', '?', '!', ';']) && !form.contains(". ");
    let short = form.len() <= LONGEST && form.split_whitespace().count() <= MOST_WORDS;
    let has_word = words.of(text).chars().any(char::is_alphanumeric);
    let colon = Span::new(line.start + at, line.start + at + 1);
    (spaced && plain && short && !label.is_empty() && has_word).then_some(Labelled { label, colon, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_end_at_the_colon() {
        for (line, label) in [
            ("Haldorsen: The quay is closed.", Some("Haldorsen")),
            ("• Sam Orde, union leader: No comment.", Some("Sam Orde, union leader")),
            ("The train leaves at 12:40.", None),
            ("“No: never,” she said.", None),
            ("He left. One thing is sure: it rains.", None),
            ("Tickets:", None),
        ] {
            let found = labelled(line, Span::new(0, line.len())).map(|l| l.label.of(line));
            assert_eq!(found, label, "{line}");
        }
    }
}
