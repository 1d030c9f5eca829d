//! Properties of dates that hold for any text and any day of publication.

use super::*;
use proptest::prelude::*;

/// Words of every rule, so that random strings of them reach deep into the grammar.
const WORDS: &[&str] = &[
    "the",
    "a",
    "last",
    "next",
    "this",
    "three",
    "two",
    "10",
    "1998",
    "2500",
    "31",
    "30",
    "0",
    "half",
    "of",
    "and",
    "or",
    "to",
    "so",
    "year",
    "years",
    "quarter",
    "week",
    "weekend",
    "month",
    "days",
    "decade",
    "centuries",
    "hours",
    "ago",
    "earlier",
    "later",
    "Friday",
    "Feb.",
    "March",
    "May",
    "Easter",
    "Christmas",
    "Day",
    "fall",
    "Monday",
    "nights",
    "quarters",
    "second",
    "29th",
    "480",
    "BC",
    "AD",
    "old",
    "ahead",
    "will",
    "meet",
    "same",
    "morning",
    "night",
    "noon",
    "p.m.",
    "5",
    ":",
    "30",
    "'s",
    "-",
    ",",
    ".",
    "\n\n",
    "1990s",
    "'80s",
    "20th",
    "century",
    "every",
    "daily",
    "early",
    "mid",
    "end",
    "about",
    "over",
    "at",
    "least",
    "more",
    "than",
    "fiscal",
    "first",
    "Q3",
    "after",
    "before",
    "deal",
    "now",
    "recent",
    "future",
    "29",
    "2/3/99",
    "2015-02-30",
    "12",
    "99999999999",
    "thousand",
    "hundred",
    "é",
    "“",
    "”",
    "½",
    "1,000",
    "2.5",
    "until",
    "will",
    "ended",
    "hence",
    "from",
    "now",
    "millennium",
    "fortnight",
    "'99",
    "FY10",
    "H1",
    "1H",
    "overnight",
    "soon",
    "per",
    "a while",
    "some time",
    "winter",
    "UTC",
    "(",
    ")",
    "million",
    "billion",
    "4,294,967,295",
    "single",
    "twenty-first",
    "that",
    "same",
    "through",
    "previous",
    "latter",
    "whole",
];

fn check(text: &str, published: Option<civil::Date>) {
    if let Some(day) = published {
        dateline_day(text, day);
    }
    let sentences = [Span::new(0, text.len())];
    let mut end = 0;
    for order in [DayMonth::MonthFirst, DayMonth::DayFirst, DayMonth::Unknown] {
        for date in expressions(text, &sentences, published, order) {
            assert!(!date.span.of(text).is_empty());
            assert!(date.span.start >= end, "dates are in order: {text:?}");
            assert!(!date.value.is_empty());
            assert_eq!(date.earliest.is_some(), date.latest.is_some());
            assert!(date.earliest <= date.latest, "{date:?}");
            if let Some(anchor) = date.anchor {
                assert!(!anchor.of(text).is_empty());
            }
            end = date.span.end;
        }
        end = 0;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}", y in 1i16..=9999, m in 1i8..=12, d in 1i8..=28) {
        check(&text, civil::Date::new(y, m, d).ok());
    }

    #[test]
    fn any_words_are_read(
        picks in prop::collection::vec((0..WORDS.len(), any::<bool>()), 0..30),
        year in prop_oneof![Just(1i16), Just(2), Just(9998), Just(9999), 1i16..=9999],
        month in 1i8..=12,
        day in 1i8..=28,
        last in any::<bool>(),
    ) {
        let mut text = String::new();
        for (word, glued) in picks {
            if !glued {
                text.push(' ');
            }
            text.push_str(WORDS[word]);
        }
        let published = civil::Date::new(year, month, day).unwrap();
        let published = if last { published.last_of_month() } else { published };
        check(&text, Some(published));
        check(&text, None);
    }
}
