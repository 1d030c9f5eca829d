//! Which of 03/04/2015 is the day: by the country of the page's address.

use super::DayMonth;

/// Country codes where news writes the month first.
const MONTH_FIRST: &[&str] = &["us", "gov", "mil", "edu", "ph"];

/// Country codes of places with English news that write the day first.
const DAY_FIRST: &[&str] = &[
    "uk", "ie", "au", "nz", "in", "za", "pk", "bd", "lk", "ng", "ke", "gh", "ug", "tz", "zw", "zm", "my",
    "sg", "hk", "jm", "tt", "mt", "eu", "de", "fr", "es", "it", "nl", "be", "pt", "il", "jo", "lb", "ae",
    "qa", "sa", "eg", "tr", "ru", "gr", "cr", "mx", "ar", "br", "cl", "ch", "at", "se", "no", "dk", "fi",
    "pl", "np", "th", "vn", "id",
];

impl DayMonth {
    /// The order of the country that the address' host ends in; unknown where it tells no country.
    pub fn of_url(url: Option<&str>) -> DayMonth {
        let host =
            url.and_then(|url| url.split("://").nth(1)).and_then(|rest| rest.split(['/', ':', '?']).next());
        match host.and_then(|host| host.rsplit('.').next()) {
            Some(end) if MONTH_FIRST.contains(&end) => DayMonth::MonthFirst,
            Some(end) if DAY_FIRST.contains(&end) => DayMonth::DayFirst,
            _ => DayMonth::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_tells_the_country() {
        assert_eq!(DayMonth::of_url(Some("https://news.example.co.uk/a?b")), DayMonth::DayFirst);
        assert_eq!(DayMonth::of_url(Some("https://weather.example.gov:443/")), DayMonth::MonthFirst);
        assert_eq!(DayMonth::of_url(Some("https://example.com/x.uk")), DayMonth::Unknown);
        assert_eq!(DayMonth::of_url(None), DayMonth::Unknown);
    }
}
