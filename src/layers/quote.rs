//! Quotes: attributions of a content to a source by a cue.

use crate::closed_enum::names;
pub use crate::english::cue::Act;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One attribution: a content, with who it is ascribed to and by what words.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How much of the content is in quotation marks.
    pub kind: QuoteKind,
    /// Who, as written: "he", "the influential daily". Empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that ascribe: "said", "has often complained about".
    pub cue: Vec<Span>,
    /// What is ascribed; never empty, in order.
    pub content: Vec<Span>,
    /// The runs in quotation marks inside the content, with their marks.
    pub quoted: Vec<Span>,
    /// What the cue says was done.
    pub act: Act,
    /// Negative for "did not say", "denied".
    pub polarity: Polarity,
    /// What it was said in: "in a blog post".
    pub via: Vec<Span>,
    /// Whom it was said to.
    pub addressee: Option<Span>,
    /// Index of the quote whose content contains this one.
    pub within: Option<usize>,
    /// 0 to 1.
    pub confidence: f32,
}

/// How much of a content is in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Every word.
    Direct,
    /// Some words.
    Mixed,
    /// No word.
    Indirect,
}

names!(QuoteKind { Direct = "direct", Mixed = "mixed", Indirect = "indirect" });

/// Whether something is affirmed or denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Affirmed.
    Positive,
    /// Denied.
    Negative,
}

names!(Polarity { Positive = "positive", Negative = "negative" });
