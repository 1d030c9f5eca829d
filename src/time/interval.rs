//! Intervals of lengths: "the past two months" up to publication, "the three weeks after March 5"
//! from what is dated.

use super::value::{Amount, Unit};
use jiff::Span as Shift;
use jiff::civil::Date;

/// Where a length lies, seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It ends there.
    Before,
    /// It begins there.
    After,
}

/// `amount` of `unit` on one `side` of `day`: all of it, or only its far end, a point.
///
/// `None` where the amount is not said, is finer than a day, or leaves the years 1 to 9999.
pub fn beside(day: Date, amount: Amount, unit: Unit, side: Side, whole: bool) -> Option<(Date, Date)> {
    let n = i64::from(amount.whole?);
    let n = if side == Side::Before { -n } else { n };
    let times = |k: i64| n.checked_mul(k);
    let shift = Shift::new();
    let shift = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Weekend => return None,
        Unit::Day => shift.try_days(n),
        Unit::Week => shift.try_weeks(n),
        Unit::Fortnight => shift.try_weeks(times(2)?),
        Unit::Month => shift.try_months(n),
        Unit::Quarter => shift.try_months(times(3)?),
        Unit::Year => shift.try_years(n),
        Unit::Decade => shift.try_years(times(10)?),
        Unit::Century => shift.try_years(times(100)?),
        Unit::Millennium => shift.try_years(times(1000)?),
    };
    let far = day.checked_add(shift.ok()?).ok().filter(|d| d.year() > 0)?;
    Some(match side {
        _ if !whole => (far, far),
        Side::Before => (far, day),
        Side::After => (day, far),
    })
}
