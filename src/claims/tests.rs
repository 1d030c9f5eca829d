//! Examples of claims, one a line: a failing test names the sentence.

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

/// Subject, predicate and object of a claim; an empty object for none.
type Parts = (&'static str, &'static str, &'static str);

/// Sentences with all of their claims, in the order of the text.
const CLAUSES: &[(&str, &[Parts])] = &[
    ("The port closed the pier.", &[("The port", "closed", "the pier")]),
    ("The port did not close the pier.", &[("The port", "did not close", "the pier")]),
    ("The pier was closed by the port.", &[("The pier", "was closed by", "the port")]),
    ("The ferry is an old ship.", &[("The ferry", "is", "an old ship")]),
    ("The port gave the crew two boats.", &[("The port", "gave", "two boats")]),
    ("The port wants to close the pier.", &[("The port", "wants to close", "the pier")]),
    // Coordination shares the subject.
    (
        "The port closed the pier and sold the ferry.",
        &[("The port", "closed", "the pier"), ("The port", "sold", "the ferry")],
    ),
    // A relative clause is said of what it modifies.
    (
        "The ferry, which carried coal, hit the pier.",
        &[("The ferry", "hit", "the pier"), ("The ferry", "carried", "coal")],
    ),
    // A short adverbial clause only says when.
    ("The port closed the pier when it rained.", &[("The port", "closed", "the pier")]),
    // The words that attribute are no claim of the article; what is said is one.
    ("Ida Lund said the port closed the pier.", &[("the port", "closed", "the pier")]),
    // Nothing is stated.
    ("A joy for all.", &[]),
    ("By Ida Lund", &[]),
    ("“Never,” said Ida Lund.", &[]),
    ("Yes.", &[]),
];

#[test]
fn sentences_have_the_claims_of_the_examples() {
    let mut wrong = Vec::new();
    for (text, expected) in CLAUSES {
        let found = claims(text);
        let mut parts: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|c| (c.subject.as_str(), c.predicate.as_str(), c.object.as_deref().unwrap_or_default()))
            .collect();
        let mut expected = expected.to_vec();
        parts.sort_unstable();
        expected.sort_unstable();
        if parts != expected {
            wrong.push(format!("{text}: {parts:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sentences with the modality and the polarity of their last claim.
const MODALITIES: &[(&str, Modality, Polarity)] = &[
    ("The ferry hit the pier.", Modality::Asserted, Polarity::Positive),
    ("The ferry will leave the port.", Modality::Future, Polarity::Positive),
    ("The ferry is going to leave the port.", Modality::Future, Polarity::Positive),
    ("The ferry may leave the port.", Modality::Possible, Polarity::Positive),
    ("The ferry could leave the port.", Modality::Possible, Polarity::Positive),
    ("The ferry perhaps left the port.", Modality::Possible, Polarity::Positive),
    ("The ferry must leave the port.", Modality::Obligation, Polarity::Positive),
    ("The ferry has to leave the port.", Modality::Obligation, Polarity::Positive),
    ("The ferry would leave the port.", Modality::Conditional, Polarity::Positive),
    ("The ferry is likely to leave the port.", Modality::Likely, Polarity::Positive),
    ("The captain allegedly sank the ferry.", Modality::Alleged, Polarity::Positive),
    ("“I will close the pier,” said Ida Lund.", Modality::Commitment, Polarity::Positive),
    ("“The port will close the pier,” said Ida Lund.", Modality::Future, Polarity::Positive),
    // A question asserts nothing, but its claim is kept as one.
    ("Will the ferry leave the port?", Modality::Question, Polarity::Positive),
    ("Did the port close the pier?", Modality::Question, Polarity::Positive),
    // What is past was not merely planned, hoped or possible.
    ("The port had closed the pier.", Modality::Asserted, Polarity::Positive),
    ("The mayor of May closed the pier.", Modality::Asserted, Polarity::Positive),
    ("The captain had a will of iron.", Modality::Asserted, Polarity::Positive),
    ("The ferry needs a new crew.", Modality::Asserted, Polarity::Positive),
    // Denials.
    ("The ferry did not leave the port.", Modality::Asserted, Polarity::Negative),
    ("The ferry never left the port.", Modality::Asserted, Polarity::Negative),
    ("No ferry left the port.", Modality::Asserted, Polarity::Negative),
    ("Nobody left the port.", Modality::Asserted, Polarity::Negative),
    ("The ferry can no longer leave the port.", Modality::Asserted, Polarity::Negative),
    ("The port carried no coal.", Modality::Asserted, Polarity::Negative),
    ("The ferry left the port without a crew.", Modality::Asserted, Polarity::Positive),
];

#[test]
fn claims_have_the_modality_of_the_examples() {
    let mut wrong = Vec::new();
    for (text, modality, polarity) in MODALITIES {
        let found = claims(text);
        let last = found.last().map(|c| (c.modality, c.polarity));
        if last != Some((*modality, *polarity)) {
            wrong.push(format!("{text}: {last:?}, not {:?}", (modality, polarity)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A question never asserts, whatever the parser makes of it.
#[test]
fn questions_assert_nothing() {
    for text in [
        "Will the ferry sink?",
        "Did the ferry sink?",
        "Who closed the pier?",
        "The ferry left the port?",
        "“Will the port close the pier?” asked Ida Lund.",
    ] {
        let asserted: Vec<Claim> =
            claims(text).into_iter().filter(|claim| claim.modality != Modality::Question).collect();
        assert!(asserted.is_empty(), "{text}: {asserted:#?}");
    }
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
    assert_eq!(all, [("The ferry", "was hit by", "a barge"), ("The ferry", "was towed to", "the harbour")]);
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
        ("The storm sank between 3 and 5 percent of the ferries.", &[Some(3.0), Some(5.0)][..], "percent"),
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
