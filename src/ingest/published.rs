//! Publication date: the day an article came out, and what says so.
//!
//! The caller's word comes first, then JSON-LD, then the page's meta elements and `<time>`, then
//! its address, then what its byline or dateline says. A date in the body is never one: "The war
//! ended on May 3, 1998" dates no article. Where day and month can't be told apart there is no
//! date, not a guess.

use super::text::head;
use crate::article::{PublishedBasis, Region, RegionKind};
use jiff::civil::Date;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// Which of two numbers is the day in `3/4/2015`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// What a page says of its date, as written, each kind in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Clues {
    /// JSON-LD `datePublished`.
    pub(crate) json_ld: Vec<String>,
    /// Meta elements and `itemprop` that mean publication.
    pub(crate) meta: Vec<String>,
    /// `<time>`, first those that say they mean publication.
    pub(crate) time: Vec<String>,
    /// The address of the page.
    pub(crate) url: Option<String>,
    /// What stands where pages show their date.
    pub(crate) shown: Vec<String>,
    /// Short texts beside the headline.
    pub(crate) beside: Vec<String>,
    /// When the page was last changed: for an article that was not, the day it came out.
    pub(crate) modified: Vec<String>,
    /// How the language of the page writes dates in numbers.
    pub(crate) order: Order,
}

impl Clues {
    /// The date and what it was taken from.
    pub(crate) fn choose(&self) -> Option<(Date, PublishedBasis)> {
        let first = |texts: &[String], basis| {
            let date = texts.iter().find_map(|text| on_page(text, self.order))?;
            Some((date, basis))
        };
        first(&self.json_ld, PublishedBasis::JsonLd)
            .or_else(|| first(&self.meta, PublishedBasis::Meta))
            .or_else(|| first(&self.time, PublishedBasis::Meta))
            .or_else(|| Some((in_url(self.url.as_deref()?)?, PublishedBasis::Url)))
            .or_else(|| first(&self.shown, PublishedBasis::Dateline))
            .or_else(|| {
                let date = self.beside.iter().find_map(|text| stamp(text, self.order))?;
                Some((date, PublishedBasis::Dateline))
            })
            .or_else(|| first(&self.modified, PublishedBasis::Meta))
    }
}

/// The date in a value the caller gave: a string in any common form, `20151201`, or seconds or
/// milliseconds since 1970.
pub(crate) fn given(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => day(text, Order::Unknown),
        Value::Number(number) => {
            let number = number.as_i64().or_else(|| number.as_f64().map(|n| n as i64))?;
            match number.unsigned_abs() {
                ..=99_999_999 => day(&number.to_string(), Order::Unknown),
                n @ 100_000_000..=9_999_999_999 => from_epoch(n),
                n => from_epoch(n / 1000),
            }
        }
        _ => None,
    }
}

/// The day in UTC of a number of seconds since 1970.
fn from_epoch(seconds: u64) -> Option<Date> {
    let days = jiff::Span::new().try_days(i64::try_from(seconds / 86_400).ok()?).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

/// A date of a page: one that a web page can have.
fn on_page(text: &str, order: Order) -> Option<Date> {
    let text = text.trim();
    if (text.len() == 10 || text.len() == 13)
        && let Ok(number) = text.parse::<u64>()
    {
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        return from_epoch(seconds).filter(plausible);
    }
    day(text, order).filter(plausible)
}

fn plausible(date: &Date) -> bool {
    (1990..=2100).contains(&date.year())
}

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[^\d])((?:1[5-9]|2[01])\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:$|[^\d])")
});
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^((?:1[5-9]|2[01])\d\d)(\d\d)(\d\d)(?:$|\d{4}|\d{6}|[^\d])"));
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\d:])(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+|of\s+)?(\p{L}{3,10})[.,]?[\s-]+(?:de\s+|del\s+)?(\d{4})(?:$|[^\d])",
    )
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}])(\p{L}{3,10})[.]?[\s-]*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|[\s-]+)(?:at\s+)?(\d{4})(?:$|[^\d:])",
    )
});
static C_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\p{L}{3})\s+(\d{1,2})\s+\d\d:\d\d:\d\d\s+(?:[+-]?\w+\s+)?(\d{4})$"));
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^\d])(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})(?:$|[^\d])"));

/// The date that `text` holds first.
pub(crate) fn day(text: &str, order: Order) -> Option<Date> {
    // A date stands near the start; what a broken page puts into the attribute may be megabytes.
    let text = text.trim();
    let text = head(text, 200);
    let number = |s: &str| s.parse::<i8>().ok();
    let year = |s: &str| s.parse::<i16>().ok().filter(|year| (1500..=2199).contains(year));
    if let Some(c) = COMPACT.captures(text).or_else(|| YEAR_FIRST.captures(text))
        && let Ok(date) = Date::new(year(&c[1])?, number(&c[2])?, number(&c[3])?)
    {
        return Some(date);
    }
    for c in DAY_MONTH.captures_iter(text) {
        if let (Some(y), Some(m), Some(d)) = (year(&c[3]), month(&c[2]), number(&c[1])) {
            return Date::new(y, m, d).ok();
        }
    }
    for c in MONTH_DAY.captures_iter(text).chain(C_TIME.captures_iter(text)) {
        if let (Some(y), Some(m), Some(d)) = (year(&c[3]), month(&c[1]), number(&c[2])) {
            return Date::new(y, m, d).ok();
        }
    }
    let c = NUMBERS.captures(text)?;
    let (a, b, y) = (number(&c[1])?, number(&c[3])?, year(&c[4])?);
    let day_first = match order {
        _ if &c[2] == "." || a > 12 || a == b => true,
        _ if b > 12 => false,
        Order::Unknown => return None,
        order => order == Order::DayFirst,
    };
    let (d, m) = if day_first { (a, b) } else { (b, a) };
    Date::new(y, m, d).ok()
}

/// The date of a text that is a date and at most a few names: "Berlin, 1 December 2015, 10:00". A
/// word in lower case that is none of those of a stamp makes it prose.
fn stamp(text: &str, order: Order) -> Option<Date> {
    const SMALL: [&str; 22] = [
        "published",
        "posted",
        "updated",
        "last",
        "written",
        "uhr",
        "vom",
        "von",
        "veröffentlicht",
        "aktualisiert",
        "erstellt",
        "geändert",
        "publié",
        "mis",
        "par",
        "del",
        "min",
        "read",
        "est",
        "edt",
        "gmt",
        "utc",
    ];
    let mut names = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2) {
        if month(word).is_some() || SMALL.contains(&word.to_lowercase().as_str()) {
            continue;
        }
        names += 1;
        if names > 5 || word.starts_with(char::is_lowercase) {
            return None;
        }
    }
    if text.len() > 80 || text.ends_with('.') { None } else { on_page(text, order) }
}

/// The month that `word` names, in full or cut to three letters or more.
fn month(word: &str) -> Option<i8> {
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "janvier", "enero", "janeiro", "gennaio", "januari", "jänner"],
        &["february", "februar", "février", "febrero", "fevereiro", "febbraio", "februari"],
        &["march", "märz", "mars", "marzo", "março", "maart", "mrz"],
        &["april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maio", "maggio", "mei"],
        &["june", "juni", "juin", "junio", "junho", "giugno"],
        &["july", "juli", "juillet", "julio", "julho", "luglio"],
        &["august", "août", "agosto", "augustus"],
        &["september", "septembre", "septiembre", "setiembre", "setembro", "settembre"],
        &["october", "oktober", "octobre", "octubre", "outubro", "ottobre"],
        &["november", "novembre", "noviembre", "novembro"],
        &["december", "dezember", "décembre", "diciembre", "dezembro", "dicembre"],
    ];
    let word = word.to_lowercase();
    let named = |names: &&[&str]| names.iter().any(|name| name.starts_with(&word));
    NAMES.iter().position(named).map(|at| at as i8 + 1)
}

/// The date in the path of an address: `/2015/12/01/`, `/2015-12-01-`, `/20151201/`.
fn in_url(url: &str) -> Option<Date> {
    static PARTS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[^\d]((?:19|20)\d\d)[/_-]([01]?\d)[/_-]([0-3]?\d)(?:$|[^\d])"));
    static RUN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[^\d]((?:19|20)\d\d)([01]\d)([0-3]\d)(?:$|[^\d])"));
    static NAMED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"/((?:19|20)\d\d)/(\p{L}{3,9})/([0-3]?\d)(?:$|[^\d])"));
    let date = |c: regex::Captures<'_>| {
        let m = c[2].parse().ok().or_else(|| month(&c[2]))?;
        Date::new(c[1].parse().ok()?, m, c[3].parse().ok()?).ok().filter(plausible)
    };
    [&PARTS, &NAMED, &RUN].into_iter().find_map(|p| p.captures(url).and_then(date))
}

/// The date in the byline or dateline of a text, where it has a year.
pub(crate) fn in_regions(text: &str, regions: &[Region]) -> Option<Date> {
    regions
        .iter()
        .filter(|region| matches!(region.kind, RegionKind::Byline | RegionKind::Dateline))
        .find_map(|region| day(region.span.of(text), Order::Unknown))
}

/// A pattern of this file.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn common_forms_are_read() {
        for text in [
            "2015-12-01",
            "2015-12-01T23:59:00-05:00",
            "20151201",
            "20151201T101112Z",
            "2015/12/1",
            "December 1, 2015",
            "Dec. 1st, 2015 at 5 p.m.",
            "1 December 2015",
            "Tue, 01 Dec 2015 10:00:00 GMT",
            "01-Dec-2015",
            "Tue Dec 01 10:00:00 +0000 2015",
            "1. Dezember 2015",
            "1 de diciembre de 2015",
            "01.12.2015",
            "Updated: 01.12.2015 10:00",
            "Tuesday, December 1 2015",
            "2015年12月1日",
        ] {
            assert_eq!(day(text, Order::Unknown), Some(date(2015, 12, 1)), "{text}");
        }
        assert_eq!(given(&Value::from(20151201)), Some(date(2015, 12, 1)));
        assert_eq!(given(&Value::from(1_448_928_000)), Some(date(2015, 12, 1)));
        assert_eq!(given(&Value::from(1_448_928_000_000_u64)), Some(date(2015, 12, 1)));
        assert_eq!(given(&Value::from("1989-10-25")), Some(date(1989, 10, 25)));
    }

    #[test]
    fn what_can_be_read_two_ways_needs_an_order() {
        assert_eq!(day("3/4/2015", Order::Unknown), None);
        assert_eq!(day("3/4/2015", Order::DayFirst), Some(date(2015, 4, 3)));
        assert_eq!(day("3/4/2015", Order::MonthFirst), Some(date(2015, 3, 4)));
        assert_eq!(day("13/4/2015", Order::MonthFirst), Some(date(2015, 4, 13)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "2015", "2015-13-01", "Marathon 5, 2015", "99999999", "31 Feb 2015", "-"] {
            assert_eq!(day(text, Order::DayFirst), None, "{text}");
        }
        for value in [Value::Null, Value::from(-5), Value::from(true), Value::from(1e300)] {
            assert_eq!(given(&value), None, "{value}");
        }
    }

    #[test]
    fn addresses_hold_dates() {
        for url in [
            "https://a.com/news/2015/12/01/x",
            "https://a.com/2015-12-01-x.html",
            "https://a.com/x-20151201.html",
            "https://a.com/2015/dec/01/x",
        ] {
            assert_eq!(in_url(url), Some(date(2015, 12, 1)), "{url}");
        }
        assert_eq!(in_url("https://a.com/2015/x-120151201"), None);
    }

    #[test]
    fn the_order_of_clues_holds() {
        let text = |text: &str| vec![text.to_string()];
        let mut clues = Clues {
            json_ld: text("2015-12-01"),
            meta: text("2015-12-02"),
            time: text("2015-12-03"),
            url: Some("http://a.com/2015/12/04/".into()),
            shown: text("5 Dec 2015"),
            beside: Vec::new(),
            modified: text("2015-12-06"),
            order: Order::Unknown,
        };
        for (day, basis) in [
            (1, PublishedBasis::JsonLd),
            (2, PublishedBasis::Meta),
            (3, PublishedBasis::Meta),
            (4, PublishedBasis::Url),
            (5, PublishedBasis::Dateline),
            (6, PublishedBasis::Meta),
        ] {
            assert_eq!(clues.choose(), Some((date(2015, 12, day), basis)));
            match day {
                1 => clues.json_ld.clear(),
                2 => clues.meta.clear(),
                3 => clues.time.clear(),
                4 => clues.url = None,
                5 => clues.shown.clear(),
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9./:年月 -]{0,30}|.{0,60}", seconds in any::<i64>()) {
            day(&text, Order::DayFirst);
            on_page(&text, Order::Unknown);
            in_url(&text);
            given(&Value::from(seconds));
        }
    }
}
