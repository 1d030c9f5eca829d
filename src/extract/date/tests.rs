//! Expressions and what they become: one line a test.

use super::*;

/// "text|value" of all dates of `text`, published Wednesday 2015-03-18.
fn read(text: &str) -> Vec<String> {
    let published = civil::date(2015, 3, 18);
    extract(text, &[Span::new(0, text.len())], Some(published), DayMonth::MonthFirst)
        .iter()
        .map(|d| format!("{}|{}", d.span.of(text), d.value))
        .collect()
}

#[test]
fn names_of_the_calendar() {
    for (text, found) in [
        ("It opened on March 5, 1998, in Oslo.", "March 5, 1998|1998-03-05"),
        ("It opened on 5 March 1998 in Oslo.", "5 March 1998|1998-03-05"),
        ("It opened on Feb. 9.", "Feb. 9|2015-02-09"),
        ("She resigned on Friday.", "Friday|2015-03-13"),
        ("She will resign on Friday.", "Friday|2015-03-20"),
        ("It opened in the early 1980s.", "the early 1980s|198"),
        ("It ended in 1998.", "1998|1998"),
        ("On 2015-12-01 it rained.", "2015-12-01|2015-12-01"),
        ("On 03/04/2015 it rained.", "03/04/2015|2015-03-04"),
        ("the third quarter of 1990", "the third quarter of 1990|1990-Q3"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn what_is_seen_from_now() {
    for (text, found) in [
        ("It fell last week.", "last week|2015-W11"),
        ("It fell this month.", "this month|2015-03"),
        ("It fell two weeks ago.", "two weeks ago|2015-W10"),
        ("It fell ten years ago.", "ten years ago|2005"),
        ("It fell yesterday.", "yesterday|2015-03-17"),
        ("It fell on Tuesday night.", "Tuesday night|2015-03-17TNI"),
        ("It took three years.", "three years|P3Y"),
        ("It fell in the past two months.", "the past two months|P2M"),
        ("It opens every Tuesday.", "every Tuesday|XXXX-WXX-2"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn what_is_no_time() {
    for text in
        ["It may rain.", "They march on.", "a 52-year-old man", "four flights a week", "the second man"]
    {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_tense_of_the_clause_tells_the_week() {
    for (text, found) in [
        ("She was to have met him on Friday.", "Friday|2015-03-13"),
        ("The vote was postponed until Friday.", "Friday|2015-03-20"),
        ("They could arrive as early as Monday.", "Monday|2015-03-23"),
        ("It is to reopen on Monday.", "Monday|2015-03-23"),
        ("He resigned Wednesday.", "Wednesday|2015-03-18"),
        ("A hearing will be held in May.", "May|2015-05"),
        ("A hearing was held in May.", "May|2014-05"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn a_year_that_a_history_tells_of_holds() {
    let text = "In May 1902 the mill opened. On June 4, 1902, it burned. It was rebuilt by 1903. \
                In September the owners sold it.";
    assert_eq!(read(text).last().unwrap(), "September|1903-09");
}

#[test]
fn a_quarter_in_focus_is_what_a_year_earlier_compares_with() {
    let text = "Profit fell in the fourth quarter of 2014 from a year earlier.";
    assert_eq!(read(text), ["the fourth quarter of 2014|2014-Q4", "a year earlier|2013-Q4"]);
}

#[test]
fn a_length_points_at_the_event_that_anchors_it() {
    let text = "In the three weeks following the deal, shares fell.";
    let dates = extract(text, &[Span::new(0, text.len())], None, DayMonth::Unknown);
    assert_eq!(dates[0].value, "P3W");
    assert_eq!(dates[0].basis, Basis::Event);
    assert_eq!(dates[0].anchor.unwrap().of(text), "the deal");
}

#[test]
fn without_a_day_of_publication_nothing_is_guessed() {
    let text = "He resigned on Friday, a month after the vote of March 3. It rained yesterday and last week.";
    for date in extract(text, &[], None, DayMonth::Unknown) {
        assert_eq!(date.earliest, None, "{date:?}");
        assert!(date.value.starts_with('X') || date.value.starts_with('P'), "{date:?}");
    }
}

#[test]
fn a_numeric_date_whose_order_is_unknown_keeps_its_year() {
    let text = "It opened on 03/04/2015.";
    let value = |order| extract(text, &[], None, order)[0].value.clone();
    assert_eq!(value(DayMonth::MonthFirst), "2015-03-04");
    assert_eq!(value(DayMonth::DayFirst), "2015-04-03");
    assert_eq!(value(DayMonth::Unknown), "2015");
}

#[test]
fn pairs_and_ranges() {
    for (text, found) in [
        ("It rained on May 5-7, 2014.", ["May 5|2014-05-05", "7, 2014|2014-05-07"]),
        ("It rained on 5 and 7 May 2014.", ["5|2014-05-05", "7 May 2014|2014-05-07"]),
        ("It ran from November 2014 to March.", ["November 2014|2014-11", "March|2015-03"]),
        ("It ran from 2010 to 2014.", ["2010|2010", "2014|2014"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn times_holidays_and_lengths() {
    for (text, found) in [
        ("It fell at 3:30 p.m. EST on Friday.", "3:30 p.m. EST on Friday|2015-03-13T15:30"),
        ("It fell at 1600 GMT.", "1600 GMT|2015-03-18T16:00Z"),
        ("It fell at 11 p.m. last night.", "11 p.m. last night|2015-03-17T23:00"),
        ("It opened on New Year's Day.", "New Year's Day|2015-01-01"),
        ("It opened on the first Monday in October.", "the first Monday in October|2014-10-06"),
        ("It will open on Good Friday.", "Good Friday|2015-04-03"),
        ("It took two-and-a-half years.", "two-and-a-half years|P2Y6M"),
        ("The weeklong strike is over.", "weeklong|P1W"),
        ("It grew in 2Q 2010.", "2Q 2010|2010-Q2"),
        ("It came after 9/11.", "9/11|2001-09-11"),
        ("It fell on Friday next week.", "Friday next week|2015-03-27"),
        ("It grew in the last quarter of 2008.", "the last quarter of 2008|2008-Q4"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn lengths_beside_a_day_have_intervals() {
    let first = |text: &str| {
        let published = Some(civil::date(2015, 3, 18));
        let date = extract(text, &[Span::new(0, text.len())], published, DayMonth::Unknown).remove(0);
        (date.earliest.unwrap(), date.latest.unwrap())
    };
    let day = civil::date;
    assert_eq!(first("It fell in the past two months."), (day(2015, 1, 18), day(2015, 3, 18)));
    assert_eq!(first("In the three weeks after March 5, it fell."), (day(2015, 3, 5), day(2015, 3, 26)));
    assert_eq!(first("Two days before the June 3, 2014, vote, he left."), (day(2014, 6, 1), day(2014, 6, 1)));
}

#[test]
fn a_dateline_names_a_day_of_the_week_before() {
    let published = civil::date(2015, 1, 2);
    let day = |text| dateline_day(text, published);
    assert_eq!(day("OSLO, Dec. 31 (Wire) -- The quay is shut."), Some(civil::date(2014, 12, 31)));
    assert_eq!(day("OSLO, Norway (Wire) — The quay is shut since Dec. 31."), None);
    assert_eq!(day("The quay was shut on Dec. 31 by the board."), None);
}

mod properties {
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
    ];

    fn check(text: &str, published: Option<civil::Date>) {
        if let Some(day) = published {
            dateline_day(text, day);
        }
        let sentences = [Span::new(0, text.len())];
        let mut end = 0;
        for order in [DayMonth::MonthFirst, DayMonth::DayFirst, DayMonth::Unknown] {
            for date in extract(text, &sentences, published, order) {
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
}
