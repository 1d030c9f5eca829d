//! Holidays that news dates things by, and the day of a year on which they fall.

use super::token::Tokens;
use super::value::weekday;
use jiff::ToSpan;
use jiff::civil::Date;

/// How the day of a holiday is found.
#[derive(Clone, Copy)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, weekday, and which one of them; -1 for the last.
    Nth(i8, u8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// Days from the fourth Thursday of November.
    AfterThanksgiving(i32),
    /// The Tuesday after the first Monday of November.
    Election,
}

/// Words in lower case, and the rule; longer forms first.
const TABLE: &[(&str, Rule)] = &[
    ("christmas eve", Rule::Fixed(12, 24)),
    ("christmas day", Rule::Fixed(12, 25)),
    ("christmas", Rule::Fixed(12, 25)),
    ("boxing day", Rule::Fixed(12, 26)),
    ("new year 's eve", Rule::Fixed(12, 31)),
    ("new year 's day", Rule::Fixed(1, 1)),
    ("valentine 's day", Rule::Fixed(2, 14)),
    ("halloween", Rule::Fixed(10, 31)),
    ("independence day", Rule::Fixed(7, 4)),
    ("memorial day", Rule::Nth(5, 1, -1)),
    ("labor day", Rule::Nth(9, 1, 1)),
    ("columbus day", Rule::Nth(10, 1, 2)),
    ("presidents day", Rule::Nth(2, 1, 3)),
    ("veterans day", Rule::Fixed(11, 11)),
    ("election day", Rule::Election),
    ("thanksgiving day", Rule::Nth(11, 4, 4)),
    ("thanksgiving", Rule::Nth(11, 4, 4)),
    ("easter sunday", Rule::Easter(0)),
    ("easter monday", Rule::Easter(1)),
    ("easter", Rule::Easter(0)),
    ("good friday", Rule::Easter(-2)),
    ("ash wednesday", Rule::Easter(-46)),
    ("palm sunday", Rule::Easter(-7)),
    ("black friday", Rule::AfterThanksgiving(1)),
    ("cyber monday", Rule::AfterThanksgiving(4)),
];

/// The holiday at token `i`: the end of its words, and its place in the table.
pub fn read(tokens: &Tokens, i: usize) -> Option<(usize, usize)> {
    TABLE.iter().enumerate().find_map(|(index, (words, _))| {
        let mut at = i;
        for word in words.split(' ') {
            let same = if word == "'s" {
                tokens.lex(at) == super::lexicon::Lex::Possessive
            } else {
                tokens.is(at, word)
            };
            if !same {
                return None;
            }
            at += 1;
        }
        Some((at, index))
    })
}

/// The day of holiday `index` in `year`.
pub fn day(index: usize, year: i16) -> Option<Date> {
    match TABLE.get(index)?.1 {
        Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
        Rule::Nth(month, day, nth) => {
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday(day)).ok()
        }
        Rule::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        Rule::AfterThanksgiving(days) => {
            let thursday = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, weekday(4)).ok()?;
            thursday.checked_add(days.days()).ok()
        }
        Rule::Election => {
            let first = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, weekday(1)).ok()?;
            first.checked_add(1.days()).ok()
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, month as i8, day as i8).ok()
}
