//! Segment: an article's text as paragraphs, sentences, tokens and quotations.
//!
//! In: the text and its regions. Out: [`Segments`], spans only, in the order of the text. No mark,
//! however odd, aborts an article.

use crate::span::Span;

/// The segments of one article, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Non-blank lines, trimmed.
    pub paragraphs: Vec<Span>,
    /// Sentences; they do not cross a paragraph, nor begin or end in white space.
    pub sentences: Vec<Span>,
    /// Words and punctuation marks.
    pub tokens: Vec<Token>,
    /// What stands in double quotation marks.
    pub quotations: Vec<Quotation>,
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

/// A run of text in double quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    /// False when no closing mark was found; the span then ends with its paragraph.
    pub closed: bool,
    /// True when it goes on from the quotation before it (a paragraph that opens again what the
    /// paragraph before did not close).
    pub continues: bool,
}
