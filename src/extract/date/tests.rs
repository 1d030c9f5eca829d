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
