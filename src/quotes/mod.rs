//! Quotes: who says, thinks, wants or finds what, as source, cue and content.
//!
//! In: the article, its segments, and what the model read in it. Out: [`Quote`]s sorted by the start
//! of their content. [`read`] takes the spans of the three roles from the model, [`assemble`] joins
//! them into quotes, [`nested`] adds the quotes inside of their contents.

pub mod assemble;
mod detail;
mod layout;
mod nested;
mod read;
mod said_on;
mod source;
mod structure;

pub use said_on::said_on;

use crate::article::RegionKind;
use crate::document::Doc;
use crate::english::cue::{cue, frame};
use crate::layers::{Act, Quote};
use crate::span::Span;

/// The quotes of `doc`, sorted by the start of their content.
pub fn extract(doc: &Doc) -> Vec<Quote> {
    let tagged = |spans| read::tagged(doc.text(), spans, doc.segments);
    let outermost = assemble::assemble(doc, &tagged(&doc.reading.spans));
    let outermost = structure::correct(doc, outermost);
    let (outermost, inner) = structure::give_way(outermost, laid_out(doc));
    nested::add(doc, outermost, inner, &tagged(&doc.reading.nested))
}

/// The quotes that the layout shows.
fn laid_out(doc: &Doc) -> Vec<Quote> {
    let debris: Vec<Span> = doc.article.debris().collect();
    let names: Vec<Span> = doc.reading.names.iter().map(|n| n.span).collect();
    let page = layout::Page {
        text: doc.text(),
        lines: layout::Page::lines(doc.text(), &debris),
        words: &doc.words,
        tree: &doc.tree,
        persons: names.clone(),
        names,
        title: doc.article.regions.iter().find(|r| r.kind == RegionKind::Title).map(|r| r.span),
    };
    let found = layout::find(&page).into_iter();
    found.filter_map(|a| assemble::laid_out(doc, a)).collect()
}

/// True for the number of a verb that reports speech.
pub fn speaks(verb: u16) -> bool {
    let cue = cue(verb);
    cue.act == Act::Speech && cue.frames & (frame::END | frame::THAT) != 0
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::document::testing::with_doc;
    use crate::layers::{Polarity, QuoteKind};

    fn quotes(text: &str) -> Vec<(QuoteKind, String, String, String)> {
        let of = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ");
        with_doc(text, |doc, _| extract(doc))
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
        assert_eq!(with_doc(text, |doc, _| extract(doc))[0].polarity, Polarity::Negative);
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
