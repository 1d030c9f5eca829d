//! Expressions and what they become: one line a test.

use super::*;

/// "text|value" of all dates of `text`, published Wednesday 2015-03-18.
fn read(text: &str) -> Vec<String> {
    let published = civil::date(2015, 3, 18);
    expressions(text, &[Span::new(0, text.len())], Some(published), DayMonth::MonthFirst)
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
    for text in ["It may rain.", "They march on.", "a 52-year-old man", "60 miles per hour", "the second man"]
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
fn a_history_goes_on_from_december_to_january() {
    let told = [
        "In May 1902 the mill opened. ",
        "On December 4, 1902, it burned. ",
        "By January it was rebuilt, as none had been since 1810. ",
        "In March the owners sold it.",
    ];
    let mut sentences: Vec<Span> = Vec::new();
    for line in told {
        let start = sentences.last().map_or(0, |s| s.end);
        sentences.push(Span::new(start, start + line.len()));
    }
    let found = expressions(&told.concat(), &sentences, Some(civil::date(2015, 3, 18)), DayMonth::Unknown);
    let values: Vec<&str> = found.iter().map(|d| d.value.as_str()).collect();
    assert_eq!(values, ["1902-05", "1902-12-04", "1903-01", "1810", "1903-03"]);
}

#[test]
fn a_quarter_in_focus_is_what_a_year_earlier_compares_with() {
    let text = "Profit fell in the fourth quarter of 2014 from a year earlier.";
    assert_eq!(read(text), ["the fourth quarter of 2014|2014-Q4", "a year earlier|2013-Q4"]);
}

#[test]
fn a_length_points_at_the_event_that_anchors_it() {
    let text = "In the three weeks following the deal, shares fell.";
    let dates = expressions(text, &[Span::new(0, text.len())], None, DayMonth::Unknown);
    assert_eq!(dates[0].value, "P3W");
    assert_eq!(dates[0].basis, Basis::Event);
    assert_eq!(dates[0].anchor.unwrap().of(text), "the deal");
}

#[test]
fn without_a_day_of_publication_nothing_is_guessed() {
    let text = "He resigned on Friday, a month after the vote of March 3. It rained yesterday and last week.";
    for date in expressions(text, &[], None, DayMonth::Unknown) {
        assert_eq!(date.earliest, None, "{date:?}");
        assert!(date.value.starts_with('X') || date.value.starts_with('P'), "{date:?}");
    }
}

#[test]
fn a_numeric_date_whose_order_is_unknown_keeps_its_year() {
    let text = "It opened on 03/04/2015.";
    let value = |order| expressions(text, &[], None, order)[0].value.clone();
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
        let date = expressions(text, &[Span::new(0, text.len())], published, DayMonth::Unknown).remove(0);
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

#[test]
fn what_tells_the_direction() {
    for (text, found) in [
        ("The case is heard in May.", "May|2015-05"),
        ("The case was heard in May.", "May|2014-05"),
        ("The march planned for Saturday was called off.", "Saturday|2015-03-14"),
        ("The board announced the plan on Monday.", "Monday|2015-03-16"),
        ("The fleet sailed as planned on Monday.", "Monday|2015-03-16"),
        ("The prime minister meets the board on Friday.", "Friday|2015-03-20"),
        ("She will command the crew on a mission in December.", "December|2015-12"),
        ("It hit a high in August.", "August|2014-08"),
        ("It may rain in June.", "June|2015-06"),
        ("It could open on Friday.", "Friday|2015-03-20"),
        ("The fire of Friday could have been avoided.", "Friday|2015-03-13"),
        ("Neither captain could be found on Friday.", "Friday|2015-03-13"),
        ("A second round was likely in May.", "May|2015-05"),
        ("On Monday, the council of the old town and of the new harbour plans to vote.", "Monday|2015-03-23"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn what_goes_on_from_a_date_is_like_it() {
    assert_eq!(read("It opens from Friday to Monday.")[1], "Monday|2015-03-23");
    // "to" joins nothing here.
    assert_eq!(read("A revision Friday to December's figures lowered them.")[1], "December|2014-12");
}

#[test]
fn that_day_is_of_the_last_date() {
    for (text, found) in [
        ("She fell on March 3 and left that day.", "that day|2015-03-03"),
        ("She was shot in October and died that same day.", "that same day|2014-10-XX"),
        ("It opened on March 3. Sales fell in 2014. The next day it closed.", "The next day|2015-03-04"),
        (
            "It opened in June 1998. On May 3 of the following year it closed.",
            "May 3 of the following year|1999-05-03",
        ),
        ("It opened on March 3. The day before, it rained.", "The day before|2015-03-02"),
        ("It opened on March 3. A week later it closed.", "A week later|2015-03-10"),
        ("It opened on March 3, 2014, and a year before, it was sold.", "a year before|2013"),
    ] {
        assert_eq!(read(text).last().unwrap(), found, "{text}");
    }
}

#[test]
fn a_day_beside_an_event_points_at_it() {
    let dates = |text: &str| {
        expressions(text, &[Span::new(0, text.len())], Some(civil::date(2015, 3, 18)), DayMonth::Unknown)
    };
    let text = "The day after the vote he left.";
    assert_eq!(dates(text)[0].value, "XXXX-XX-XX");
    assert_eq!(dates(text)[0].basis, Basis::Event);
    assert_eq!(dates(text)[0].anchor.unwrap().of(text), "the vote");
    assert_eq!(dates("The day after the June 3, 2014, vote he left.")[0].value, "2014-06-04");
    assert_eq!(dates("On March 5, the day before the vote, he left.")[1].value, "2015-03-05");
    assert_eq!(dates("The week before last it rained.")[0].value, "2015-W10");
}

#[test]
fn a_year_is_shared() {
    for (text, found) in [
        ("It sold none in May and July 2009.", ["May|2009-05", "July 2009|2009-07"]),
        ("It ran from November to March 2009.", ["November|2008-11", "March 2009|2009-03"]),
        ("It ran from May 30 to June 2, 2009.", ["May 30|2009-05-30", "June 2, 2009|2009-06-02"]),
        ("in the late 19th and early 20th centuries", ["the late 19th|18", "early 20th centuries|19"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn years_of_companies() {
    for (text, found) in [
        ("It grew in the second half of the year.", "the second half of the year|2015-H2"),
        ("It grew in the latter half of 2008.", "the latter half of 2008|2008-H2"),
        ("Its first-half profit fell.", "first-half|2014-H1"),
        ("It grew in 1H 2009.", "1H 2009|2009-H1"),
        ("It grew in H2 2009.", "H2 2009|2009-H2"),
        ("It grew in FY2009.", "FY2009|2009"),
        ("It grew in Q2'09.", "Q2'09|2009-Q2"),
        ("It grew in 2009's second quarter.", "2009's second quarter|2009-Q2"),
        ("The 2008/09 season was bad.", "2008/09|2008"),
        ("It ends by end-2016.", "end-2016|2016"),
        ("It ends at mid-year.", "mid-year|2015"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn a_quarter_to_come_is_not_compared_with_the_year_before() {
    let text = "It warned of the first quarter. Profit in the latest quarter fell from a year earlier.";
    assert_eq!(read(text)[1..], ["the latest quarter|2014-Q4", "a year earlier|2014"]);
    let text = "Profit in the first quarter ended March 1 fell from the year-earlier quarter.";
    assert_eq!(read(text).last().unwrap(), "the year-earlier quarter|2014-Q1");
    assert_eq!(read("It made a year-earlier loss."), ["year-earlier|2014"]);
}

#[test]
fn parts_of_days() {
    for (text, found) in [
        ("It fell on the night of March 5.", "the night of March 5|2015-03-05TNI"),
        ("It fell at 14:30 (UTC) on 4 July 2014.", "14:30 (UTC) on 4 July 2014|2014-07-04T14:30Z"),
        ("It fell at 0900 hours.", "0900 hours|2015-03-18T09:00"),
        ("It fell overnight.", "overnight|2015-03-17TNI"),
        ("Early in the morning it fell.", "Early in the morning|2015-03-18TMO"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn rates_and_rough_lengths() {
    for (text, found) in [
        ("It builds 15 planes a year.", "a year|P1Y"),
        ("It earns $33 million a year.", "a year|P1Y"),
        ("It sinks 500 tons per month.", "per month|P1M"),
        ("It rained for a while.", "a while|PXX"),
        ("It rained some time ago.", "some time ago|PAST_REF"),
        ("It fell after several quarters of losses.", "several quarters|PXQ"),
        ("It fell a quarter of a century ago.", "a quarter of a century ago|1990"),
        ("It fell half a century ago.", "half a century ago|1965"),
        ("It fell the whole week.", "the whole week|P1W"),
        ("It fell in a single day.", "a single day|P1D"),
        ("They will soon leave.", "soon|FUTURE_REF"),
        ("At the time, it was new.", "the time|PAST_REF"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
    for text in [
        "He came as soon as he could.",
        "At the time of the vote it was new.",
        "He takes five flights a year ago",
    ] {
        assert!(!read(text).iter().any(|d| d.ends_with("_REF") || d.ends_with("|P1Y")), "{text}");
    }
}

#[test]
fn years_cut_short_and_centuries_in_words() {
    for (text, found) in [
        ("It opened in '99.", "'99|1999"),
        ("It opened in May '99.", "May '99|1999-05"),
        ("It opened in the 90s.", "the 90s|199"),
        ("It opened in the twenty-first century.", "the twenty-first century|20"),
        ("It opened in the month of May 2014.", "the month of May 2014|2014-05"),
        ("It fell this winter.", "this winter|2015-WI"),
        ("They sold about 2000 tickets in 1999.", "1999|1999"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
}

#[test]
fn this_winter_may_have_begun_last_year() {
    let text = "It fell this winter.";
    let found = expressions(text, &[], Some(civil::date(2015, 2, 18)), DayMonth::Unknown);
    assert_eq!(found[0].value, "2014-WI");
}

#[test]
fn what_lies_beyond_the_calendar_stays_open() {
    for text in ["4,294,967,295 years later", "ninety-nine million years ago", "99 billion days from now"] {
        let found = expressions(text, &[], Some(civil::date(2015, 3, 18)), DayMonth::Unknown);
        assert_eq!(found[0].earliest, None, "{text}");
    }
}

#[test]
fn lengths_that_run() {
    for (text, found) in [
        ("Over the years the quay sank.", "the years|PXY"),
        ("In the weeks ahead it will sink.", "the weeks ahead|PXW"),
        ("In the years that followed it sank.", "the years|PXY"),
        ("In the days to come it will sink.", "the days to come|PXD"),
        ("It sank weeks earlier.", "weeks|PXW"),
        ("The three-month-old quay sank.", "three-month-old|P3M"),
        ("It sank an entire week.", "an entire week|P1W"),
        ("It took several hundred years.", "several hundred years|PXY"),
        ("An hour later it sank.", "An hour|PT1H"),
        ("It opened on March 3. A week after, it closed.", "A week after|2015-03-10"),
        ("It sank two years prior.", "two years prior|2013"),
        ("They work six hours a day.", "six hours a day|P1D"),
    ] {
        assert_eq!(read(text).last().map(String::as_str), Some(found), "{text}");
    }
    for text in [
        "They saw a three-month-old boy.",
        "The shop is open 24 hours a day.",
        "It was a once-in-a-century flood.",
        "It went over to a calendar year.",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn years_before_and_of_an_era() {
    for (text, found) in [
        ("It was built in 480 BC.", ["480 BC|BC0480"].as_slice()),
        ("It was built in 44 B.C.", &["44 B.C.|BC0044"]),
        ("It was ruled 499-493 BC.", &["499|BC0499", "493 BC|BC0493"]),
        ("It is of the fifth century BC.", &["the fifth century BC|BC04"]),
        ("It burned in AD 79.", &["79|0079"]),
        ("It burned in 79 AD.", &["79 AD|0079"]),
        ("It was ruled 1915-19.", &["1915|1915", "19|1919"]),
        ("It froze in the winter of 1998-99.", &["the winter of 1998-99|1998-WI"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
    let date = expressions("It was built in 480 BC.", &[], Some(civil::date(2015, 3, 18)), DayMonth::Unknown);
    assert_eq!(date[0].earliest, None);
}

#[test]
fn pairs_that_share_their_noun() {
    for (text, found) in [
        (
            "Sales fell in the second and third quarters of 2014.",
            ["the second|2014-Q2", "third quarters of 2014|2014-Q3"],
        ),
        (
            "Boats leave on Monday and Tuesday nights.",
            ["Monday|XXXX-WXX-1TNI", "Tuesday nights|XXXX-WXX-2TNI"],
        ),
        ("The shop is open from 9:00 to 17:00.", ["9:00|2015-03-18T09:00", "17:00|2015-03-18T17:00"]),
        ("In the week ended March 7, it rained.", ["the week|2015-W10", "March 7|2015-03-07"]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn days_of_an_age_are_none() {
    for text in
        ["This is the boat of today's youth.", "They train the leaders of tomorrow.", "many of today's boats"]
    {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(read("It fell in today's session."), ["today|2015-03-18"]);
    assert_eq!(read("It will one day be a port."), ["one day|FUTURE_REF"]);
    assert_eq!(read("It was done in one day."), ["one day|P1D"]);
    assert_eq!(read("It will be sold at a later date."), ["a later date|FUTURE_REF"]);
    assert_eq!(read("They came for a July NATO summit."), ["July|2014-07"]);
    assert_eq!(read("They came on May Day."), Vec::<String>::new());
}

#[test]
fn a_day_of_a_month_is_of_the_last_month() {
    assert_eq!(read("It rained in June 2014, and on the 29th it snowed.").len(), 1);
    assert_eq!(read("It rained in June 2014. It snowed on the 29th.")[1], "the 29th|2014-06-29");
    assert_eq!(read("It snowed on the 12th."), ["the 12th|2015-03-12"]);
    assert_eq!(read("He fell on the 18th green."), Vec::<String>::new());
    assert_eq!(read("Shares sank, the day's largest loss."), ["the day|2015-03-18"]);
    assert_eq!(read("The week of 12 May 2014 was wet."), ["The week of 12 May 2014|2014-W20"]);
    assert_eq!(read("It fell at 3 o'clock in the morning."), ["3 o'clock in the morning|2015-03-18T03:00"]);
}

#[test]
fn the_present_of_timetables_is_to_come() {
    for (text, found) in [
        ("The ministers meet on Friday.", "Friday|2015-03-20"),
        ("The ministers did not meet on Friday.", "Friday|2015-03-13"),
        ("The envoy is travelling to Rome on Friday.", "Friday|2015-03-20"),
        ("The envoy heads to Rome on Friday.", "Friday|2015-03-20"),
        ("Pupils return to school on Friday.", "Friday|2015-03-20"),
        ("Since his return on Friday he is ill.", "Friday|2015-03-13"),
        ("They face Spain on Friday.", "Friday|2015-03-20"),
        ("The law takes effect in June.", "June|2015-06"),
        ("The law took effect in June.", "June|2014-06"),
        ("The lease runs to June.", "June|2015-06"),
        ("A June vote is planned.", "June|2015-06"),
        ("The vote is set for Friday.", "Friday|2015-03-20"),
        ("The vote set for Friday was called off.", "Friday|2015-03-13"),
        ("The vote was moved to Friday.", "Friday|2015-03-20"),
        ("The judge ordered him to appear on Friday.", "Friday|2015-03-20"),
        ("Ahead of Friday's vote the mood is bad.", "Friday|2015-03-20"),
        ("Ahead of the vote, the council on Friday raised taxes.", "Friday|2015-03-13"),
        ("The storm will hit Friday.", "Friday|2015-03-20"),
        ("He dropped holiday plans for Friday.", "Friday|2015-03-13"),
        ("She was elected in April.", "April|2014-04"),
    ] {
        assert_eq!(read(text), [found], "{text}");
    }
    let text = "The line will open on May 4, with more trains from August 6.";
    assert_eq!(read(text), ["May 4|2015-05-04", "August 6|2015-08-06"]);
}

#[test]
fn the_quarter_in_focus_is_one_that_is_over() {
    let text = "Third-quarter profit fell. It knows no effect on its fourth-quarter results. \
                In the latest quarter it lost more than a year earlier.";
    let found =
        expressions(text, &[Span::new(0, text.len())], Some(civil::date(2014, 10, 30)), DayMonth::Unknown);
    let values: Vec<&str> = found.iter().map(|d| d.value.as_str()).collect();
    assert_eq!(values[0], "2014-Q3");
    assert_eq!(values[2..], ["2014-Q3", "2013-Q3"]);
    let text = "Third-quarter profit fell. In the nine months it rose from that of the 2013 period.";
    let found =
        expressions(text, &[Span::new(0, text.len())], Some(civil::date(2014, 10, 30)), DayMonth::Unknown);
    assert_eq!(found.last().unwrap().value, "2013");
}

#[test]
fn what_compares_with_a_year_before() {
    for (text, found) in [
        ("It fell from the same month last year.", ["the same month last year|2014-03"].as_slice()),
        ("It fell in the April-June quarter.", &["April|2014-04", "June|2014-06"]),
        ("It opened on 09.10.2014.", &["09.10.2014|2014-10-09"]),
        ("It opened on 1.12.2014, at once.", &["1.12.2014|2014-12-01"]),
        ("They sat in room 2010.", &[]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}
