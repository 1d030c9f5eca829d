//! Claims: what is stated, as subject, predicate and object, inside quotes and in the article's
//! own voice.
//!
//! In: the article, its segments, what the model read, quotes and dates. Out: [`Claim`]s in the order of
//! the text, each attached to the innermost quote whose content holds it. [`clause`] finds the predicates
//! of the trees and what hangs on them, [`subject`] who or what they are said of; [`modality`],
//! [`quantity`] and [`gist`] read a clause, [`worth`] weighs it.

mod attribution;
mod clause;
mod gist;
mod modality;
mod part;
mod quantity;
mod reader;
mod salience;
mod subject;

use crate::article::RegionKind;
use crate::document::Doc;
use crate::layers::{Claim, Date, DateKind, Quote};
use crate::span::Span;
use attribution::Attribution;
use clause::{Clause, Kind};
use reader::Reader;
use salience::Traits;

/// The claims of `doc`, in the order of the text.
pub fn extract(doc: &Doc, quotes: &[Quote], dates: &[Date]) -> Vec<Claim> {
    let (article, words, tree) = (doc.article, &doc.words, &doc.tree);
    let attribution = Attribution::new(words, quotes);
    // A headline says what the text says.
    let titles: Vec<Span> =
        article.regions.iter().filter(|r| r.kind == RegionKind::Title).map(|r| r.span).collect();
    let reader = Reader { words, tree, attribution: &attribution };
    let mut out: Vec<Claim> = (0..words.list.len())
        // The words around a quote are who says it, not a claim of the article.
        .filter(|&head| !attribution.ascribes(head) || reader.thing(head))
        .filter(|&head| !titles.iter().any(|t| t.contains(words.list[head].span)))
        .filter_map(|head| reader.clause(head))
        .filter(|clause| clause.says())
        .filter_map(|clause| claim(&reader, &clause, quotes, dates))
        .collect();
    out.sort_by_key(|c| (c.span.start, c.span.end));
    out
}

fn claim(reader: &Reader, clause: &Clause, quotes: &[Quote], dates: &[Date]) -> Option<Claim> {
    let Reader { words, attribution, .. } = *reader;
    let mut whole = [clause.verb.as_slice(), &clause.object].concat();
    whole.extend(clause.args.iter().flatten());
    let last_subject = clause.subject.last().copied()?;
    let sentence = words.list[clause.head].sentence;
    if words.list[last_subject].sentence == sentence {
        whole.extend(&clause.subject);
    }
    whole.sort_unstable();
    whole.dedup();
    let span = part::span(words, &whole)?;
    let date = date(dates, span);
    let quote = attribution.of(clause.head).or_else(|| reader.ascribed(clause.head));
    let quoted = quote.and_then(|q| quotes.get(q));
    let parts = [&clause.subject, &clause.object].into_iter().chain(&clause.args);
    let predicate = match clause.kind {
        Kind::Apposition => "be".to_owned(),
        _ => part::text(words, &clause.verb),
    };
    if predicate.is_empty() {
        return None;
    }
    let quantity = quantity::find(reader, clause, &whole, dates);
    let (polarity, modality) = (modality::polarity(words, clause), modality::modality(words, clause, quoted));
    let dated =
        dates.get(dates.partition_point(|d| d.span.end <= span.start)).is_some_and(|d| span.contains(d.span));
    let traits = Traits { quantity: &quantity, modality, polarity, dated };
    let confidence = salience::salience(reader, clause, &traits);
    Some(Claim {
        quote,
        span,
        subject: part::text(words, &clause.subject),
        predicate,
        object: (!clause.object.is_empty()).then(|| part::text(words, &clause.object)),
        args: clause.args.iter().map(|a| part::text(words, a)).collect(),
        polarity,
        modality,
        quantity,
        date,
        parts: parts.filter_map(|p| part::span(words, p)).collect(),
        gist: gist::gist(reader, clause),
        confidence,
    })
}

/// The date inside of `span` that tells best when: a day or a time before a length, and what can be laid
/// on the calendar before what can't.
fn date(dates: &[Date], span: Span) -> Option<usize> {
    let first = dates.partition_point(|d| d.span.end <= span.start);
    let inside = dates[first..].iter().take_while(|d| d.span.start < span.end);
    // "now" and "recently" tell no day.
    let inside = inside.enumerate().filter(|(_, d)| span.contains(d.span) && !d.value.ends_with("_REF"));
    let rank = |d: &Date| {
        let point = matches!(d.kind, DateKind::Date | DateKind::Time);
        let laid = d.earliest.is_some() || d.latest.is_some();
        match (point, laid) {
            (true, true) => 0,
            (false, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        }
    };
    inside.min_by_key(|(k, d)| (rank(d), *k)).map(|(k, _)| first + k)
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::document::testing::with_doc;
    use crate::encode::model;
    use crate::layers::{Modality, Polarity, Quantity};
    use crate::quotes;
    use crate::segment::segment;

    fn claims(text: &str) -> Vec<Claim> {
        with_doc(text, |doc, _| extract(doc, &quotes::extract(doc), &[]))
    }

    #[test]
    fn a_clause_is_cut_into_its_parts() {
        let found = claims("The ferry carried 1,200 passengers to the island.");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].subject.as_str(), found[0].predicate.as_str()), ("The ferry", "carried"));
        assert_eq!(found[0].object.as_deref(), Some("1,200 passengers"));
        assert_eq!(found[0].quantity[0].value, Some(1200.0));
        assert_eq!(found[0].quantity[0].unit.as_deref(), Some("passengers"));
        assert_eq!(found[0].gist, "ferry carried 1,200 passengers to island");
    }

    #[test]
    fn a_claim_inside_a_quote_belongs_to_it() {
        let found = claims("Ida Lund said the ferry will not sail.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].quote, Some(0));
        assert_eq!((found[0].modality, found[0].polarity), (Modality::Future, Polarity::Negative));
    }

    #[test]
    fn modal_verbs_set_the_modality() {
        for (text, modality) in [
            ("The ferry may sink.", Modality::Possible),
            ("The ferry must sail.", Modality::Obligation),
            ("The ferry would sink.", Modality::Conditional),
            ("Will the ferry sink?", Modality::Question),
            ("The ferry sank.", Modality::Asserted),
        ] {
            if let Some(first) = claims(text).first() {
                assert_eq!(first.modality, modality, "{text}");
            }
        }
    }

    fn one(text: &str) -> Claim {
        let mut found = claims(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    fn parts(claim: &Claim) -> (&str, &str, &str) {
        (&claim.subject, &claim.predicate, claim.object.as_deref().unwrap_or_default())
    }

    #[test]
    fn a_preposition_goes_to_the_verb_where_no_object_does() {
        let found = one("The old ferry belongs to the port of Sorrin.");
        assert_eq!(parts(&found), ("The old ferry", "belongs to", "the port of Sorrin"));
        let found = one("The ferry was sunk by a storm.");
        assert_eq!(parts(&found), ("The ferry", "was sunk by", "a storm"));
    }

    #[test]
    fn coordinated_verbs_share_subject_and_helpers() {
        let found = claims("The ferry was hit by a barge and towed to the harbour.");
        let all: Vec<_> = found.iter().map(parts).collect();
        assert_eq!(
            all,
            [("The ferry", "was hit by", "a barge"), ("The ferry", "was towed to", "the harbour")]
        );
    }

    #[test]
    fn relative_clauses_and_appositions_are_claims() {
        let found = claims("Ida Lund, the master of the ferry, sued the port, which owns the pier.");
        let all: Vec<_> = found.iter().map(parts).collect();
        assert!(all.contains(&("Ida Lund", "be", "the master of the ferry")), "{all:?}");
        assert!(all.contains(&("Ida Lund", "sued", "the port")), "{all:?}");
        assert!(all.contains(&("the port", "owns", "the pier")), "{all:?}");
    }

    #[test]
    fn a_verb_takes_its_infinitive_in() {
        let found = one("The port has begun to close the pier.");
        assert_eq!(parts(&found), ("The port", "has begun to close", "the pier"));
    }

    #[test]
    fn part_of_a_group_is_counted() {
        let found = one("Seven of the twelve damaged ferries were Danish ships.");
        assert_eq!(found.quantity[0].value, Some(7.0));
        assert!(found.gist.starts_with("seven"), "{}", found.gist);
    }

    #[test]
    fn a_gist_is_short_and_keeps_what_joins_its_words() {
        for (text, gist) in [
            (
                "Seven of the recently damaged firms were technology or pharmaceutical companies.",
                "seven damaged firms were tech or pharma companies",
            ),
            ("The government hired 12 scientists.", "govt hired 12 scientists"),
            (
                "The Technology Museum of Sorrin hired 12 scientists.",
                "Technology Museum of Sorrin hired 12 scientists",
            ),
        ] {
            assert_eq!(one(text).gist, gist);
        }
    }

    #[test]
    fn numbers_of_another_clause_are_its_own() {
        let found = claims("The port fined the company that had sunk 3 ferries.");
        let fined = found.iter().find(|c| c.predicate == "fined").expect("a claim");
        let sunk = found.iter().find(|c| c.predicate == "had sunk").expect("a claim");
        assert!(fined.quantity.is_empty());
        assert_eq!(sunk.quantity[0].value, Some(3.0));
    }

    #[test]
    fn lengths_of_time_and_shares_are_quantities() {
        for (text, value) in [
            ("The ferry lay in the harbour for 48 hours.", 48.0),
            ("A third of the passengers left the ferry.", 1.0 / 3.0),
            ("One in four passengers left the ferry.", 0.25),
            ("The fare doubled in the summer.", 2.0),
            ("The 12-year-old ferry sank.", 12.0),
        ] {
            let found = one(text);
            let close = |q: &Quantity| q.value.is_some_and(|v| (v - value).abs() < 1e-9);
            assert!(found.quantity.iter().any(close), "{text}: {:?}", found.quantity);
        }
    }

    #[test]
    fn ranges_ranks_and_round_numbers_are_quantities() {
        for (text, values, unit) in [
            (
                "The storm sank between 3 and 5 percent of the ferries.",
                &[Some(3.0), Some(5.0)][..],
                "percent",
            ),
            ("The ferry carried 10-15 people.", &[Some(10.0), Some(15.0)], "people"),
            ("The port lost two to three million tonnes.", &[Some(2e6), Some(3e6)], "tonnes"),
            ("The ferry carried tens of thousands of passengers.", &[None], "passengers"),
            ("The port sold two dozen ferries.", &[Some(24.0)], "ferries"),
            ("The port paid half a million euros.", &[Some(5e5)], "euros"),
            ("The repair took two and a half years.", &[Some(2.5)], "years"),
            ("The port is the second largest harbour in the country.", &[Some(2.0)], "rank"),
            ("The port is the third-largest harbour in the country.", &[Some(3.0)], "rank"),
            ("Seven of the recently damaged ferries were Danish ships.", &[Some(7.0)], "damaged ferries"),
        ] {
            let found = claims(text);
            let quantity: Vec<_> = found.iter().flat_map(|c| &c.quantity).collect();
            let read: Vec<_> = quantity.iter().map(|q| q.value).collect();
            assert_eq!(read, values, "{text}");
            assert!(quantity.iter().all(|q| q.unit.as_deref() == Some(unit)), "{text}: {quantity:?}");
        }
        // A score, years, and one of several count nothing.
        for text in [
            "The ferry won 3-2.",
            "The second protest closed the port.",
            "The first ferry left the port.",
            "The ferry sailed in the 2019-2021 season.",
        ] {
            assert!(claims(text).iter().all(|c| c.quantity.is_empty()), "{text}");
        }
    }

    #[test]
    fn a_claim_holds_of_a_day_before_a_length() {
        let at = |start, end, kind, day: Option<jiff::civil::Date>| Date {
            span: Span::new(start, end),
            kind,
            value: String::new(),
            earliest: day,
            latest: day,
            modifier: None,
            basis: crate::layers::Basis::Explicit,
            rule: "",
            anchor: None,
        };
        let day = Some(jiff::civil::date(2026, 3, 1));
        let dates = [
            at(0, 4, DateKind::Date, day),
            at(10, 14, DateKind::Duration, None),
            at(20, 24, DateKind::Date, day),
        ];
        assert_eq!(date(&dates, Span::new(8, 30)), Some(2));
        assert_eq!(date(&dates, Span::new(8, 18)), Some(1));
        assert_eq!(date(&dates, Span::new(15, 18)), None);
        let now = Date { value: "PRESENT_REF".into(), ..at(0, 3, DateKind::Date, None) };
        assert_eq!(date(&[now], Span::new(0, 30)), None);
    }

    #[test]
    fn a_headline_is_no_claim_of_its_own() {
        let mut article = Article::from_text("Ferry sinks off Sorrin\n\nThe ferry sank.");
        let span = Span::new(0, 22);
        article.regions = vec![crate::article::Region { span, kind: RegionKind::Title }];
        let segments = segment(&article.text, &article.regions);
        let reading = model::read(&article.text).0;
        let found = extract(&Doc::new(&article, &segments, &reading), &[], &[]);
        assert!(found.iter().all(|c| c.span.start > 22), "{found:?}");
    }

    #[test]
    fn a_number_outweighs_a_scene() {
        let scene = claims("She was there.").first().map_or(0.0, |c| c.confidence);
        assert!(one("The ferry carried 1,200 passengers to the island.").confidence > scene);
    }
}
