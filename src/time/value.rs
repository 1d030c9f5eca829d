//! Values: the abstract value that the grammar gives, and the stretch of the calendar it becomes.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Shift, ToSpan};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `PT1S`.
    Second,
    /// `PT1M`.
    Minute,
    /// `PT1H`.
    Hour,
    /// `P1D`.
    Day,
    /// `P1WE`.
    Weekend,
    /// `P1W`.
    Week,
    /// `P2W`.
    Fortnight,
    /// `P1M`.
    Month,
    /// `P1Q`.
    Quarter,
    /// `P1Y`.
    Year,
    /// `P10Y`.
    Decade,
    /// `P100Y`.
    Century,
    /// `P1000Y`.
    Millennium,
}

impl Unit {
    /// Its letters in a duration, the number of them in one unit, and whether it follows a `T`.
    fn letters(self) -> (&'static str, u32, bool) {
        match self {
            Unit::Second => ("S", 1, true),
            Unit::Minute => ("M", 1, true),
            Unit::Hour => ("H", 1, true),
            Unit::Day => ("D", 1, false),
            Unit::Weekend => ("WE", 1, false),
            Unit::Week => ("W", 1, false),
            Unit::Fortnight => ("W", 2, false),
            Unit::Month => ("M", 1, false),
            Unit::Quarter => ("Q", 1, false),
            Unit::Year => ("Y", 1, false),
            Unit::Decade => ("Y", 10, false),
            Unit::Century => ("Y", 100, false),
            Unit::Millennium => ("Y", 1000, false),
        }
    }
}

/// A season, by the northern half of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

impl Season {
    /// Its letters in a value.
    pub fn letters(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    /// Its first month.
    pub fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        }
    }
}

/// How many: `None` where the text does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Whole units.
    pub whole: Option<u32>,
    /// Half a unit more.
    pub half: bool,
}

impl Amount {
    /// Exactly `n`.
    pub fn exactly(n: u32) -> Self {
        Amount { whole: Some(n), half: false }
    }

    /// More than one, and no number.
    pub const SOME: Amount = Amount { whole: None, half: false };
}

/// `amount` of `unit` as a duration: `P2W`, `PXY`, `PT1M30S`.
pub fn duration(amount: Amount, unit: Unit) -> String {
    let (letters, times, clock) = unit.letters();
    let time = if clock { "T" } else { "" };
    let Some(whole) = amount.whole else {
        return match unit {
            Unit::Decade => "PXDE".into(),
            Unit::Century => "PXCE".into(),
            _ => format!("P{time}X{letters}"),
        };
    };
    let n = u64::from(whole) * u64::from(times);
    if !amount.half {
        return format!("P{time}{n}{letters}");
    }
    let (rest, of) = match unit {
        Unit::Minute => (30, "S"),
        Unit::Hour => (30, "M"),
        Unit::Day => return format!("PT{}H", n * 24 + 12),
        Unit::Year => (6, "M"),
        Unit::Decade | Unit::Century | Unit::Millennium => {
            return format!("P{}Y", n + u64::from(times) / 2);
        }
        _ => return format!("P{time}{n}.5{letters}"),
    };
    if n == 0 { format!("P{time}{rest}{of}") } else { format!("P{time}{n}{letters}{rest}{of}") }
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// One day.
    Day(Date),
    /// The week that begins on this Monday.
    Week(Date),
    /// Saturday and Sunday of the week that begins on this Monday.
    Weekend(Date),
    /// Some day of a month of a year.
    DayOf(i16, i8),
    /// A month of a year.
    Month(i16, i8),
    /// A quarter of a year, from 1.
    Quarter(i16, i8),
    /// A half of a year, from 1.
    Half(i16, i8),
    /// A season of the year in which it begins.
    Season(i16, Season),
    /// A year.
    Year(i16),
    /// Ten years: 199 from 1990.
    Decade(i16),
    /// A hundred years: 19 from 1900.
    Century(i16),
    /// A year before Christ, which lies outside of this calendar.
    YearBefore(i16),
    /// A hundred years before Christ: 4 from 499 to 400.
    CenturyBefore(i16),
}

impl When {
    /// Its TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            When::Day(d) => format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
            When::Week(d) => week(d),
            When::Weekend(d) => week(d) + "-WE",
            When::DayOf(y, m) => format!("{y:04}-{m:02}-XX"),
            When::Month(y, m) => format!("{y:04}-{m:02}"),
            When::Quarter(y, q) => format!("{y:04}-Q{q}"),
            When::Half(y, h) => format!("{y:04}-H{h}"),
            When::Season(y, s) => format!("{y:04}-{}", s.letters()),
            When::Year(y) => format!("{y:04}"),
            When::Decade(d) => format!("{d:03}"),
            When::Century(c) => format!("{c:02}"),
            When::YearBefore(y) => format!("BC{y:04}"),
            When::CenturyBefore(c) => format!("BC{c:02}"),
        }
    }

    /// The unit that it is one of; halves and seasons count as quarters.
    pub fn unit(self) -> Unit {
        match self {
            When::Day(_) => Unit::Day,
            When::Weekend(_) => Unit::Weekend,
            When::Week(_) => Unit::Week,
            When::DayOf(..) | When::Month(..) => Unit::Month,
            When::Quarter(..) | When::Half(..) | When::Season(..) => Unit::Quarter,
            When::Year(_) | When::YearBefore(_) => Unit::Year,
            When::Decade(_) => Unit::Decade,
            When::Century(_) | When::CenturyBefore(_) => Unit::Century,
        }
    }

    /// The year of its first day; `None` when that is before year 1 or after 9999.
    pub fn year(self) -> Option<i16> {
        Some(match self {
            When::Day(d) | When::Week(d) | When::Weekend(d) => d.year(),
            When::DayOf(y, _)
            | When::Month(y, _)
            | When::Quarter(y, _)
            | When::Half(y, _)
            | When::Season(y, _)
            | When::Year(y) => y,
            When::Decade(d) => d.checked_mul(10)?,
            When::Century(c) => c.checked_mul(100)?,
            When::YearBefore(_) | When::CenturyBefore(_) => return None,
        })
    }

    /// The stretch of `unit` that holds `day`, `n` units on.
    pub fn around(day: Date, unit: Unit, n: i32) -> Option<When> {
        let to = |shift: Shift| day.checked_add(shift).ok().filter(|d| d.year() > 0);
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => When::Day(day),
            Unit::Day => When::Day(to(Shift::new().try_days(n).ok()?)?),
            Unit::Week => When::Week(monday(to(Shift::new().try_weeks(n).ok()?)?)?),
            Unit::Fortnight => When::Week(monday(to(Shift::new().try_weeks(n.checked_mul(2)?).ok()?)?)?),
            Unit::Weekend => When::Weekend(monday(to(Shift::new().try_weeks(n).ok()?)?)?),
            Unit::Month => {
                let d = to(Shift::new().try_months(n).ok()?)?;
                When::Month(d.year(), d.month())
            }
            Unit::Quarter => {
                let d = to(Shift::new().try_months(n.checked_mul(3)?).ok()?)?;
                When::Quarter(d.year(), (d.month() - 1) / 3 + 1)
            }
            Unit::Year => When::Year(to(Shift::new().try_years(n).ok()?)?.year()),
            Unit::Decade => When::Decade(to(Shift::new().try_years(n.checked_mul(10)?).ok()?)?.year() / 10),
            Unit::Century => {
                When::Century(to(Shift::new().try_years(n.checked_mul(100)?).ok()?)?.year() / 100)
            }
            Unit::Millennium => {
                When::Century(to(Shift::new().try_years(n.checked_mul(1000)?).ok()?)?.year() / 100)
            }
        })
    }

    /// Its first and last day; `None` where the calendar has none.
    pub fn interval(self) -> Option<(Date, Date)> {
        let months = |y: i16, m: i8, n: i32| {
            let first = Date::new(y, m, 1).ok()?;
            let last = first.checked_add((n - 1).months()).ok()?.last_of_month();
            Some((first, last))
        };
        match self {
            When::Day(d) => Some((d, d)),
            When::Week(d) => Some((d, d.checked_add(6.days()).ok()?)),
            When::Weekend(d) => Some((d.checked_add(5.days()).ok()?, d.checked_add(6.days()).ok()?)),
            When::DayOf(y, m) | When::Month(y, m) => months(y, m, 1),
            When::Quarter(y, q) => months(y, q * 3 - 2, 3),
            When::Half(y, h) => months(y, h * 6 - 5, 6),
            When::Season(y, s) => months(y, s.first_month(), 3),
            When::Year(y) => months(y, 1, 12),
            When::Decade(_) => months(self.year()?, 1, 120),
            When::Century(_) => months(self.year()?, 1, 1200),
            When::YearBefore(_) | When::CenturyBefore(_) => None,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Option<Date> {
        match self {
            When::Day(d) | When::Week(d) | When::Weekend(d) => Some(d),
            _ => self.interval().map(|(first, _)| first),
        }
    }
}

/// The Monday of the week of `day`.
pub fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// Weekday `n`, from 1 for Monday.
pub fn weekday(n: u8) -> Weekday {
    Weekday::from_monday_one_offset(n.clamp(1, 7) as i8).unwrap_or(Weekday::Monday)
}

fn week(monday: Date) -> String {
    let iso = monday.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}
