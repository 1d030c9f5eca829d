//! Quotes: who says, thinks, wants or finds what, as source, cue and content.
//!
//! In: the article and its segments. Out: [`Quote`]s sorted by the start of their content. Spans
//! of the three roles are found by [`rules`]; [`assemble`] joins them into quotes.

pub mod assemble;
mod cue;
mod detail;
mod read;
mod rules;
mod said_on;
mod within;

pub use said_on::said_on;

use crate::article::Article;
use crate::encode::Reading;
use crate::extract::word::Words;
use crate::segment::Segments;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One attribution: a content, with who it is ascribed to and by what words.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How much of the content stands in quotation marks.
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
    /// Index of the quote whose content this one stands in.
    pub within: Option<usize>,
    /// 0 to 1.
    pub confidence: f32,
}

/// How much of a content stands in quotation marks.
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

/// What a cue says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// "said", "wrote", "according to".
    Speech,
    /// "believes", "fears", "supports".
    Thought,
    /// "plans", "wants", "vowed".
    Intention,
    /// "found", "shows", "suggests".
    Finding,
    /// Anything else.
    Other,
}

/// Whether something is affirmed or denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Affirmed.
    Positive,
    /// Denied.
    Negative,
}

/// The quotes of `article` in what the model read in it, sorted by the start of their content.
pub fn extract(article: &Article, segments: &Segments, reading: &Reading) -> Vec<Quote> {
    let words = Words::new(article, segments);
    let tagged = read::tagged(reading, segments);
    let quotes = assemble::assemble(&words, segments, &tagged);
    within::add(&words, segments, quotes)
}

/// True for the number of a verb that reports speech.
pub fn speaks(verb: u16) -> bool {
    let cue = cue::cue(verb);
    cue.act == Act::Speech && cue.frames & (cue::frame::END | cue::frame::THAT) != 0
}
