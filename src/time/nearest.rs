//! Which of what comes back each year is meant: the nearest, where what goes against the tense or the
//! course of a history is farther.

use super::tense::Tense;
use super::value::When;
use jiff::civil::Date;

/// What comes back each year, in year `y` or beside it, as a history that has come to `day` means it:
/// it goes on more than it goes back.
pub fn told_after(at: &impl Fn(i16) -> Option<When>, y: i16, day: Date) -> Option<When> {
    let far = |when: &When| {
        let Some((first, last)) = when.interval() else { return i64::MAX };
        let days = |a: Date, b: Date| i64::from((b - a).get_days());
        if first > day {
            days(day, first)
        } else if last < day {
            3 * days(last, day)
        } else {
            0
        }
    };
    [y - 1, y, y + 1].into_iter().filter_map(at).min_by_key(far)
}

/// How far `when` is from `day`, where what goes against the tense is farther.
pub fn distance(when: When, day: Date, tense: Tense) -> i64 {
    let Some((first, last)) = when.interval() else { return i64::MAX };
    let days = |a: Date, b: Date| i64::from((b - a).get_days());
    if last < day {
        let weight = match tense {
            Tense::Future => 6,
            Tense::Aim => 3,
            Tense::Past | Tense::Open => 1,
        };
        days(last, day) * weight
    } else if first > day {
        // What goes against the tense must be much nearer; a month needs less room than a day.
        let against = if matches!(when, When::Day(_)) { 8 } else { 30 };
        let weight = match tense {
            Tense::Past => against,
            // News tells more of what was than of what will be.
            Tense::Open => 2,
            Tense::Future | Tense::Aim => 1,
        };
        days(day, first) * weight
    } else {
        0
    }
}
