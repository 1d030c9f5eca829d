//! Segment: an article's text as paragraphs, sentences, tokens and quotations.
//!
//! In: the text and its regions. Out: [`Segments`], spans only, in the order of the text. No mark,
//! however odd, aborts an article.

mod abbreviation;
mod paragraph;
mod quotation;
mod sentence;
mod token;

use crate::article::Region;
use crate::span::Span;

/// Cuts `text` into its segments.
///
/// Lines that hold nothing but debris give none. A piece of debris inside a line splits nothing:
/// the paragraph keeps it, a sentence neither begins nor ends with it, no token or quotation mark
/// is read from it. `regions` are those of the article: in order, not overlapping, on character
/// boundaries of `text`.
pub fn segment(text: &str, regions: &[Region]) -> Segments {
    let debris = Debris::new(text, regions);
    let paragraphs = paragraph::split(text, &debris);
    let quotations = quotation::find(text, &paragraphs, &debris);
    let mut sentences = Vec::with_capacity(text.len() / 128);
    for &paragraph in &paragraphs {
        sentence::split(text, paragraph, &debris, &quotations, &mut sentences);
    }
    let mut tokens = Vec::with_capacity(text.len() / 6);
    for &sentence in &sentences {
        token::split(text, sentence, &debris, &mut tokens);
    }
    Segments { paragraphs, sentences, tokens, quotations }
}

/// The segments of one article, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Non-blank lines, trimmed.
    pub paragraphs: Vec<Span>,
    /// Sentences; they do not cross a paragraph, nor begin or end in white space.
    pub sentences: Vec<Span>,
    /// Words and punctuation marks.
    pub tokens: Vec<Token>,
    /// What stands in quotation marks: double ones, or single ones where the article uses no
    /// other. They do not overlap; one within another is not listed, nor is an empty one.
    pub quotations: Vec<Quotation>,
}

impl Segments {
    /// True when byte `at` stands inside of quotation marks, the marks included.
    pub fn quoted(&self, at: usize) -> bool {
        self.quotation_at(at).is_some()
    }

    /// The quotation that holds byte `at`, as its place in the list.
    pub fn quotation_at(&self, at: usize) -> Option<usize> {
        holding(&self.quotations, |q| q.span, at)
    }

    /// The sentence that holds byte `at`, as its place in the list; `None` between two.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        holding(&self.sentences, |&s| s, at)
    }

    /// The paragraph that holds byte `at`, as its place in the list; `None` between two.
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        holding(&self.paragraphs, |&p| p, at)
    }

    /// The token that holds byte `at`, as its place in the list; `None` between two.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        holding(&self.tokens, |t| t.span, at)
    }

    /// The tokens that lie wholly inside of `span`.
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let first = self.tokens.partition_point(|t| t.span.start < span.start);
        let last = self.tokens.partition_point(|t| t.span.end <= span.end);
        &self.tokens[first..last.max(first)]
    }

    /// The sentences that lie wholly inside of `span`, a paragraph as a rule.
    pub fn sentences_in(&self, span: Span) -> &[Span] {
        let first = self.sentences.partition_point(|s| s.start < span.start);
        let last = self.sentences.partition_point(|s| s.end <= span.end);
        &self.sentences[first..last.max(first)]
    }
}

/// The item of an ordered list, without overlaps, whose span holds byte `at`.
fn holding<T>(items: &[T], span: impl Fn(&T) -> Span, at: usize) -> Option<usize> {
    let after = items.partition_point(|item| span(item).start <= at);
    after.checked_sub(1).filter(|&i| span(&items[i]).holds(at))
}

/// A word, a number or a punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A word without an upper-case letter at its start.
    Lower,
    /// `Title`, also one capital letter alone.
    Title,
    /// `UPPER`, two letters or more, or an abbreviation with points (`U.S.`).
    Upper,
    /// `iPhone`, `McDonald`: capitals that follow neither pattern.
    Mixed,
    /// Begins with a digit: `7`, `1,200`, `3.5`, `2015-16`, `20th`.
    Number,
    /// Anything else, one character: a comma, a bracket, a quotation mark.
    Mark,
}

/// A run of text in quotation marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    /// False when no closing mark was found; the span then ends with its paragraph.
    pub closed: bool,
    /// True when it goes on from the quotation before it: its paragraph opens again what the
    /// paragraph before did not close, or closes it without opening, and then begins with it.
    pub continues: bool,
}

/// The debris of one article, for looking past it.
struct Debris {
    spans: Vec<Span>,
}

impl Debris {
    fn new(text: &str, regions: &[Region]) -> Self {
        let spans = regions
            .iter()
            .filter(|r| r.kind.is_debris())
            .map(|r| Span::new(r.span.start, r.span.end.min(text.len())))
            .filter(|s| !s.is_empty())
            .collect();
        Debris { spans }
    }

    /// The end of the debris that holds byte `at`.
    fn end_at(&self, at: usize) -> Option<usize> {
        holding(&self.spans, |&s| s, at).map(|i| self.spans[i].end)
    }

    /// The first byte from `at` on, before `end`, that is neither white space nor debris; `end`
    /// when there is none.
    fn skip(&self, text: &str, mut at: usize, end: usize) -> usize {
        while at < end {
            match self.end_at(at) {
                Some(past) => at = past,
                None => {
                    let rest = &text[at..end];
                    let blank = rest.len() - rest.trim_start().len();
                    if blank == 0 {
                        return at;
                    }
                    at += blank;
                }
            }
        }
        end
    }

    /// `span` without white space and debris at either end; empty when it holds nothing else.
    fn trim(&self, text: &str, span: Span) -> Span {
        let start = self.skip(text, span.start, span.end);
        let mut end = span.end;
        while end > start {
            let kept = start + text[start..end].trim_end().len();
            match holding(&self.spans, |&s| s, kept.saturating_sub(1)) {
                Some(i) if kept > start => end = self.spans[i].start.max(start),
                _ => return Span::new(start, kept),
            }
        }
        Span::new(start, start)
    }

    /// The parts of `span` that are not debris, in order.
    fn gaps(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.spans.partition_point(|s| s.end <= span.start);
        let mut at = span.start;
        let mut inside = self.spans[first..].iter().take_while(move |s| s.start < span.end);
        let mut done = false;
        std::iter::from_fn(move || {
            if done {
                return None;
            }
            let gap = match inside.next() {
                Some(s) => {
                    let gap = Span::new(at, s.start.max(at));
                    at = s.end;
                    gap
                }
                None => {
                    done = true;
                    Span::new(at.min(span.end), span.end)
                }
            };
            Some(gap)
        })
        .filter(|gap| !gap.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RegionKind;
    use proptest::prelude::*;

    /// Spans that lie on character boundaries, in order, without overlap, and hold something.
    fn in_order(text: &str, spans: impl Iterator<Item = Span>) -> Result<(), TestCaseError> {
        let mut end = 0;
        for span in spans {
            prop_assert!(end <= span.start && span.start < span.end);
            prop_assert!(text.get(span.start..span.end).is_some());
            end = span.end;
        }
        Ok(())
    }

    /// Text rich in what the stage decides on, beside any text at all.
    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\"".to_owned()),
            Just("“".to_owned()),
            Just("”".to_owned()),
            Just("''".to_owned()),
            Just("'".to_owned()),
            Just("’".to_owned()),
            Just("«".to_owned()),
            Just("»".to_owned()),
            Just(". ".to_owned()),
            Just("...".to_owned()),
            Just("?".to_owned()),
            Just("[1]".to_owned()),
            Just(" — ".to_owned()),
            Just("U.S.".to_owned()),
            Just("6'2\"".to_owned()),
            Just("1,200".to_owned()),
            Just("{x}".to_owned()),
            Just("\n".to_owned()),
            Just(" ".to_owned()),
            "[A-Za-zé]{1,4}",
            any::<char>().prop_map(String::from),
        ];
        prop_oneof![prop::collection::vec(piece, 0..60).prop_map(|v| v.concat()), any::<String>()]
    }

    proptest! {
        #[test]
        fn segments_nest_and_cover(text in any_text()) {
            let debris = text.match_indices("{x}").map(|(at, d)| Region {
                span: Span::new(at, at + d.len()),
                kind: RegionKind::Template,
            });
            let regions: Vec<_> = debris.collect();
            let s = segment(&text, &regions);
            in_order(&text, s.paragraphs.iter().copied())?;
            in_order(&text, s.sentences.iter().copied())?;
            in_order(&text, s.tokens.iter().map(|t| t.span))?;
            in_order(&text, s.quotations.iter().map(|q| q.span))?;
            for &sentence in &s.sentences {
                let paragraph = s.paragraph_at(sentence.start);
                prop_assert!(paragraph.is_some_and(|p| s.paragraphs[p].contains(sentence)));
                prop_assert_eq!(sentence.trim(&text), sentence);
                prop_assert_eq!(s.sentences_in(sentence), &[sentence]);
            }
            for token in &s.tokens {
                let sentence = s.sentence_at(token.span.start);
                prop_assert!(sentence.is_some_and(|i| s.sentences[i].contains(token.span)));
                prop_assert!(!regions.iter().any(|r| r.span.overlaps(token.span)));
                prop_assert_eq!(s.tokens_in(token.span), &[*token]);
                if token.shape == Shape::Mark {
                    let mark = token.span.of(&text);
                    prop_assert!(mark.chars().count() == 1 || mark == "''" || mark == "``");
                }
            }
            for quotation in &s.quotations {
                let paragraph = s.paragraph_at(quotation.span.start);
                prop_assert!(paragraph.is_some_and(|p| s.paragraphs[p].contains(quotation.span)));
                prop_assert!(quotation.span.contains(quotation.inner) && !quotation.inner.is_empty());
                prop_assert!(s.quoted(quotation.inner.start));
            }
            // Nothing to read is lost: every letter outside of debris stands in a token.
            for (at, c) in text.char_indices() {
                let debris = regions.iter().any(|r| r.span.holds(at));
                prop_assert!(!c.is_alphanumeric() || debris || s.token_at(at).is_some());
            }
        }
    }

    #[test]
    fn lookups_find_what_holds_a_byte() {
        let text = "He left. “She stayed.”";
        let s = segment(text, &[]);
        assert_eq!((s.sentence_at(7), s.sentence_at(8), s.sentence_at(9)), (Some(0), None, Some(1)));
        assert_eq!(
            (s.quoted(8), s.quoted(9), s.quoted(text.len() - 1), s.quoted(text.len())),
            (false, true, true, false)
        );
        assert_eq!(s.tokens_in(Span::new(1, 7)).len(), 1);
        assert_eq!(s.tokens_in(Span::new(4, 4)).len(), 0);
        assert_eq!(s.paragraph_at(3), Some(0));
    }
}
