//! Parts of a TIMEX3 value: times of day, and X's for what is not known.

use super::grammar::{Clock, Meaning};
use super::value::Unit;

/// A time of day as the end of a value.
pub fn time(clock: Clock) -> String {
    match clock {
        Clock::Part(part) => format!("T{part}"),
        Clock::At(hour, None) => format!("T{hour:02}"),
        Clock::At(hour, Some(minute)) => format!("T{hour:02}:{minute:02}"),
        Clock::Utc(hour, minute) => format!("T{hour:02}:{minute:02}Z"),
    }
}

/// A value whose unknown parts are X's.
pub fn open_value(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Day(_, month, day) => format!("XXXX-{month:02}-{day:02}"),
        Meaning::DayOf(day) => format!("XXXX-XX-{day:02}"),
        Meaning::Month(_, month) => format!("XXXX-{month:02}"),
        Meaning::Weekday(day, _) => format!("XXXX-WXX-{day}"),
        Meaning::Season(_, season) => format!("XXXX-{}", season.letters()),
        Meaning::Quarter(_, Some(q)) => format!("XXXX-Q{q}"),
        Meaning::Quarter(..) => "XXXX-QX".to_owned(),
        Meaning::Half(_, half) => format!("XXXX-H{half}"),
        Meaning::Unit(_, Unit::Week | Unit::Fortnight, _) => "XXXX-WXX".to_owned(),
        Meaning::Unit(_, Unit::Weekend, _) => "XXXX-WXX-WE".to_owned(),
        Meaning::Unit(_, Unit::Month, _) => "XXXX-XX".to_owned(),
        Meaning::Unit(_, Unit::Quarter, _) => "XXXX-QX".to_owned(),
        Meaning::Unit(_, Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium, _) => {
            "XXXX".to_owned()
        }
        _ => "XXXX-XX-XX".to_owned(),
    }
}
