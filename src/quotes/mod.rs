//! Quotes: who says, thinks, wants or finds what, as source, cue and content.
//!
//! In: the article, its segments, and what the model read in it. Out: [`Quote`]s sorted by the start
//! of their content. [`read`] takes the spans of the three roles from the model, [`assemble`] joins
//! them into quotes, [`within`] looks a second time into each content, by the rules of [`rules`].

pub mod assemble;
mod detail;
mod read;
mod rules;
mod said_on;
mod within;

pub use said_on::said_on;

use crate::article::Article;
use crate::encode::Reading;
use crate::english::cue::{cue, frame};
use crate::syntax::Words;
use crate::segment::Segments;
use crate::span::Span;
use serde::{Deserialize, Serialize};

pub use crate::english::cue::Act;

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
    let tagged = read::tagged(&article.text, reading, segments);
    let quotes = assemble::assemble(&words, segments, &tagged);
    within::add(&words, segments, quotes)
}

/// True for the number of a verb that reports speech.
pub fn speaks(verb: u16) -> bool {
    let cue = cue(verb);
    cue.act == Act::Speech && cue.frames & (frame::END | frame::THAT) != 0
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::encode::model;
    use crate::segment::segment;

    fn quotes(text: &str) -> Vec<(QuoteKind, String, String, String)> {
        let article = Article::from_text(text);
        let segments = segment(text, &[]);
        let of = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ");
        extract(&article, &segments, &model::read(text).0)
            .iter()
            .map(|q| (q.kind, of(&q.source), of(&q.cue), of(&q.content)))
            .collect()
    }

    fn one(text: &str) -> (QuoteKind, String, String, String) {
        let found = quotes(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn a_direct_quotation_before_its_speaker() {
        let (kind, source, cue, content) = one("“The ferry sails at noon,” said Ida Lund, a port official.");
        assert_eq!(
            (kind, source.as_str(), cue.as_str()),
            (QuoteKind::Direct, "Ida Lund, a port official", "said")
        );
        assert_eq!(content, "“The ferry sails at noon,”");
    }

    #[test]
    fn indirect_speech_takes_its_clause() {
        let (kind, source, cue, content) = one("The harbour board said on Monday that the ferry was late.");
        assert_eq!((kind, source.as_str(), cue.as_str()), (QuoteKind::Indirect, "The harbour board", "said"));
        assert_eq!(content, "that the ferry was late");
    }

    #[test]
    fn according_to_stands_on_either_side() {
        assert_eq!(one("According to the port, the ferry was late.").3, "the ferry was late");
        let (_, source, cue, content) = one("The ferry was late, according to the port.");
        assert_eq!(
            (source.as_str(), cue.as_str(), content.as_str()),
            ("the port", "according to", "The ferry was late")
        );
    }

    #[test]
    fn some_words_in_marks_make_it_mixed() {
        assert_eq!(one("Ida Lund said the crossing was “a joy” for all.").0, QuoteKind::Mixed);
    }

    #[test]
    fn denial_is_negative() {
        let text = "Ida Lund denied that the ferry was late.";
        let article = Article::from_text(text);
        assert_eq!(
            extract(&article, &segment(text, &[]), &model::read(text).0)[0].polarity,
            Polarity::Negative
        );
    }

    #[test]
    fn a_verb_after_the_content_has_the_same_speaker() {
        let found = quotes("The port said the ferry was late, adding that the crew was safe.");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|q| q.1 == "The port"), "{found:?}");
    }

    #[test]
    fn odd_marks_do_not_abort() {
        for text in [
            "",
            "“",
            "”””",
            "said",
            "“said said: “",
            "according to",
            "“He said,” said.",
            "\"\"\"\"",
            ", said , said",
            "He said that",
        ] {
            quotes(text);
        }
    }
}
